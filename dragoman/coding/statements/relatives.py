"""Relative clauses with somebody's words inside: "a step they say cost lives", "which, aides fear, would cost votes"."""

from __future__ import annotations

from dragoman.coding.statements.syntax import conjoined, ids, trim
from dragoman.language import Token

_OPENING = frozenset("who whom which that what".split())
_FINITE = ("MD", "VBD", "VBZ", "VBP")


def gapped(token: Token) -> list[Token]:
    """The clause right behind a cue whose subject is the relative before it, with that word, or the noun it tells of.

    [] where the verb behind is the main clause's ("Everything he said was true") or has a subject of its own.
    """
    first = conjoined(token)
    row = token.sentence.tokens
    zero, at = row[0].i, token.i - row[0].i + 1
    noun = first.head if first.dep == "relcl" and first.head.i < token.i else None
    opening = _opening(token, noun)
    if opening is None and noun is None:
        return []
    aside = at < len(row) and row[at].text == "," and opening is not None and row[opening.i - zero + 1].text == ","
    n = at + aside
    while n < len(row) and row[n].dep in ("neg", "advmod") and row[n].tag == "RB":
        n += 1
    if n >= len(row) or row[n].tag not in _FINITE:
        return []
    verb = row[n].head if row[n].dep in ("aux", "auxpass") else row[n]
    if verb.i < row[n].i or any(verb is up for up in token.ancestors()):
        return []
    if any(s.i > token.i for s in verb.kids("nsubj", "nsubjpass", "expl")):
        return []
    clause = [t for t in verb.subtree() if t.i >= at + aside + zero]
    if not clause or clause[0].i != at + aside + zero:
        return []
    if opening is not None:
        return [opening, *trim(clause)]
    off = ids(first.subtree())
    above = [t for t in noun.subtree() if t.i not in off and t.i < first.i] if noun is not None else []
    return trim(above) + trim(clause)


def _opening(token: Token, noun: Token | None) -> Token | None:
    """The relative word between the noun, or a preposition, and the cue."""
    row = token.sentence.tokens
    for t in reversed(row[max(0, token.i - row[0].i - 12) : token.i - row[0].i]):
        if noun is not None and t.i <= noun.i:
            return None
        if t.tag in ("WDT", "WP") and t.lower in _OPENING:
            behind = noun is not None or t.lower == "what"
            return t if behind else None
        if t.text in (";", ":") or t.tag == "IN":
            return None
    return None
