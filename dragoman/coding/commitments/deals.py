"""What an agreement holds, where a report tells it of the agreement and not of those who made it.

"A pact between Peru and Chile requires Peru to reopen the port", "under the deal Peru will reopen the port": the sides
have agreed to it, and nobody demands it of anybody.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files

from dragoman.coding.commitments.content import object_content, span_of
from dragoman.coding.events.syntax import antecedent, doer, modifiers, possessors
from dragoman.coding.events.voices import Voices
from dragoman.coding.status import modality_of
from dragoman.language import Analysis, Token
from dragoman.model import Party, Span

DEALS = frozenset(
    "agreement deal accord pact treaty memorandum truce ceasefire cease-fire armistice protocol settlement".split()
)
WILL = frozenset({"will", "would", "shall", "must", "'ll", "’ll"})
# Whom an agreement is between; "for" and "on" tell what it is about.
BETWEEN = frozenset({"between", "with", "by", "among"})
DRAFTS = frozenset("proposed draft possible potential any future such eventual no tentative".split())
CHAIN = frozenset({"pobj", "prep", "conj", "appos"})


def is_deal(token: Token) -> bool:
    """Whether a token names an agreement ("the pact")."""
    return token.is_noun and token.lemma in DEALS


def held(analysis: Analysis, voices: Voices) -> Iterator[tuple[Token, Span, Token, Party, Party | None]]:
    """What agreements hold, in text order: what tells it, the act and its head, who has to do it, the other side."""
    for verb in analysis.tokens:
        if not verb.is_verb:
            continue
        deal = _told_of(verb)
        found = _content(verb) if deal is not None and modality_of(verb) not in ("negated", "possible") else None
        if found is None:
            deal = _under(verb)
            span = span_of(verb) if deal is not None else None
            found = (span, verb) if span is not None else None
        if deal is None or found is None or _is_draft(deal) or verb.child("neg") is not None:
            continue
        span, act = found
        own, other = _parties(act, deal, voices)
        if own is not None:
            yield deal if act is verb else verb, span, act, own, other


def _is_draft(deal: Token) -> bool:
    """ "a proposed deal", "any agreement": nobody has agreed to it yet."""
    return any(c.lower in DRAFTS for c in deal.children)


def sides(deal: Token, voices: Voices) -> list[Party]:
    """Who an agreement is said to be between: "with Chile", "between Peru and Chile", "Peru's", "Peru-Chile"."""
    out: list[Party] = []
    if deal.dep in ("dobj", "attr") and deal.head.is_verb:  # "Peru and Chile signed a deal"
        who = doer(deal.head)
        out += [p for p in voices.parties(who) if p.country] if who is not None else []
    words = [x for p in deal.kids("prep", "agent") if p.lower in BETWEEN for x in p.kids("pobj")]
    for t in (*words, *possessors(deal), *modifiers(deal)):
        out += [p for p in voices.parties(t) if p.country and p not in out]
    return out


def _told_of(verb: Token) -> Token | None:
    """The agreement that is the subject of a verb of holding ("requires", "provides for"); None for other verbs."""
    if verb.lemma not in _verbs() or verb.tag == "MD":
        return None
    subject = verb.child("nsubj")
    if subject is None and verb.dep == "acl" and verb.tag == "VBG":
        subject = verb.head  # "a pact requiring Peru to"
    if subject is None:
        return None
    noun = antecedent(subject)
    if noun is not subject or subject is verb.head:
        # "a pact between Peru and the Union, which requires": the clause hangs on the last name
        seen = 0
        while not is_deal(noun) and noun.dep in CHAIN and not noun.is_root and seen < 8:
            noun, seen = noun.head, seen + 1
    return noun if is_deal(noun) else None


def _content(verb: Token) -> tuple[Span, Token] | None:
    how = _verbs()[verb.lemma]
    for c in verb.children:
        bare = verb.lemma == "let" and c.tag == "VB"
        if (
            c.dep in ("xcomp", "ccomp")
            and c.is_verb
            and c.i > verb.i
            and (bare or any(x.tag == "TO" for x in c.children))
        ):
            span = span_of(c)
            return (span, c) if span else None
    if "for" in how:
        for p in (c for c in verb.kids("prep") if c.lower == "for"):
            inner = p.child("pcomp", "pobj")
            span = span_of(inner) if inner is not None else None
            if span is not None and inner is not None:
                return span, inner
    return object_content(verb) if "obj" in how else None


def _under(verb: Token) -> Token | None:
    """The agreement under which something will be done: "under the deal Peru will reopen the port"."""
    if verb.tag != "VB" or not {c.lower for c in verb.kids("aux")} & WILL or verb.lemma in ("be", "have"):
        return None
    for p in verb.kids("prep"):
        inner = p.child("pobj")
        if p.lower == "under" and inner is not None and is_deal(inner):
            return inner
    if verb.dep == "relcl" and is_deal(verb.head) and any(c.lower == "under" for c in verb.kids("prep")):
        return verb.head  # "a deal under which Peru will"
    return None


def _parties(act: Token, deal: Token, voices: Voices) -> tuple[Party | None, Party | None]:
    """Who has to do it, as far as the words tell, and who else is in the agreement."""
    doers: list[Party] = []
    subject = act.child("nsubj") if act.is_verb else None
    if subject is not None:
        doers = [p for p in voices.parties(subject) if p.country]
        if not doers and act.tag == "VB" and not any(c.tag == "TO" for c in act.children):
            return None, None  # "under the deal the ships will"
    elif not act.is_verb:
        doers = [p for t in (*possessors(act), *modifiers(act)) for p in voices.parties(t) if p.country]
    if not doers and act.is_verb and act.head.is_verb:
        shared = act.head.child("dobj")  # "requires Peru to reopen"
        doers = [p for p in voices.parties(shared) if p.country] if shared is not None else []
    within = sides(deal, voices)
    own = doers[0] if doers else (within[0] if within else None)
    if own is None:
        return None, None
    others = [p for p in (*doers[1:], *within) if p.country != own.country]
    return own, others[0] if others else None


@functools.cache
def _verbs() -> dict[str, frozenset[str]]:
    text = (files("dragoman.coding.commitments") / "data" / "holding.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {lemma: frozenset(how.split(",")) for lemma, how in rows}
