"""The words of a noun phrase from the syntax, without trailing clauses, and what they are in the sentence."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.language.analysis import Analysis, Mention, Token
from dragoman.model import Span

LEFT = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "case", "npadvmod", "advmod"}
)
CUT_OFF = frozenset({"relcl", "acl", "appos", "conj", "cc", "punct"})
LOCATIVE = frozenset("in at near inside outside across throughout around over into through within along".split())
SUBJECT = frozenset({"nsubj", "nsubjpass", "agent"})
OBJECT = frozenset({"dobj", "dative", "pobj", "oprd"})
NATION_SLOTS = frozenset({"amod", "compound", "nmod", "poss"})


def phrase(head: Token, mention: Mention | None = None) -> list[Token]:
    """The tokens of the phrase that `head` carries, in text order: modifiers, head, prepositional phrases after it."""
    found = {head.i: head}
    if mention is not None and mention.name is not None:
        found |= {t.i: t for t in mention.name.tokens}
    for owner in list(found.values()):
        for c in owner.children:
            if c.i < owner.i and c.dep in LEFT:
                found |= {t.i: t for t in c.subtree()}
            elif c.dep == "prep" and c.i > owner.i:
                found |= {t.i: t for t in _without_clauses(c)}
    return [found[i] for i in sorted(found)]


def _without_clauses(token: Token) -> Iterator[Token]:
    yield token
    for c in token.children:
        if c.dep not in CUT_OFF:
            yield from _without_clauses(c)


def head_of(mention: Mention) -> Token:
    """The token that a described phrase turns on: a name's last word, where that name is one run, else the head."""
    if mention.name is not None and mention.head.i > mention.name.tokens[-1].i:
        return mention.name.tokens[-1]
    if mention.name is not None and not any(t.lower == "of" for t in mention.name.tokens):
        return mention.name.tokens[-1]
    return mention.head


def locative(token: Token) -> bool:
    """Whether a name stands as the place of something: "talks in Kabul", "the town of Herat, in Afghanistan"."""
    top = token
    while top.dep in ("conj", "appos") and top.head is not top:
        top = top.head
    return top.dep == "pobj" and top.head.lower in LOCATIVE


def verb_of(token: Token) -> Token | None:
    """The verb whose argument a token is, through prepositions and coordination."""
    return next((t for t in token.ancestors() if t.is_verb), None)


def argument(token: Token) -> str:
    """`subject`, `object` or empty: the part that the noun phrase of a token plays for its verb."""
    top = token
    while top.dep in ("conj", "poss", "compound", "amod", "nmod", "appos") and top.head is not top:
        top = top.head
    if top.dep in SUBJECT:
        return "subject"
    return "object" if top.dep in OBJECT else ""


def own_span(analysis: Analysis, token: Token, mention: Mention | None, *, person: bool) -> Span:
    """The span of a party: a person's name alone, other names with their article, noun phrases without clauses."""
    if mention is None:
        return token.span
    if mention.name is None or person:
        return mention.span
    start = mention.span.start
    for t in analysis.tokens[max(0, mention.name.tokens[0].i - 1) : mention.name.tokens[0].i]:
        if t.lower == "the" and t.sentence is mention.name.tokens[0].sentence:
            start = t.start
    return Span(start, mention.span.end)
