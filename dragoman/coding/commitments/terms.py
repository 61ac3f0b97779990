"""The terms of a commitment: on what condition, by which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dragoman.language import Analysis, Token
from dragoman.model import Span, Time

CONDITION_MARKS = frozenset({"if", "unless", "provided", "once", "until", "providing"})
ONLY = frozenset({"only", "even", "but"})  # "only if"
BEFORE = re.compile(
    r"\b(?:by|before|until|till|no later than|not later than|within|in)\s+(?:the\s+)?(?:end of\s+)?$", re.I
)


def is_condition(token: Token) -> bool:
    """Whether a clause below a verb is a condition: "if ...", "unless ...", "provided that ..."."""
    if token.dep not in ("advcl", "ccomp", "prep"):
        return False
    first = next((c for c in token.children if c.dep in ("mark", "advmod") and c.lower not in ONLY), None)
    return first is not None and first.lower in CONDITION_MARKS and first.i < token.i + 1


def condition_of(analysis: Analysis, verb: Token, content: Span) -> Span | None:
    """The condition's clause, looked for at the act's verb and at the verbs above it in the same sentence."""
    for t in (verb, *verb.ancestors()):
        for c in t.children:
            if is_condition(c):
                words = [x for x in c.subtree() if not (x.pos == "PUNCT" and x.head is c)]
                return Span(words[0].start, words[-1].end)
        if t.lemma in ("say", "tell", "report", "announce"):
            break
    return None


def deadline_of(text: str, verb: Token, content: Span, *, times: Sequence[Time], day: date | None) -> date | None:
    """The last day for the act: "by March 1", "before Friday", "within ten days", in its content or right behind it.

    A time that only stands before a noun ("in the 2018 election") is none, nor one in another clause than the act's.
    """
    sentence = verb.sentence
    for t in times:
        if not (content.start <= t.span.start and t.span.end <= max(content.end, sentence.end)):
            continue
        if t.interval is None or (day is not None and t.interval[1] < day):
            continue
        if not BEFORE.search(text[max(sentence.start, t.span.start - 24) : t.span.start]):
            continue
        inside = [x for x in sentence.tokens if x.span.overlaps(t.span)]
        if not inside or not _belongs(inside, verb, within=t.span.within(content)):
            continue
        return t.interval[1]
    return None


def _belongs(time: Sequence[Token], verb: Token, *, within: bool) -> bool:
    """Whether a time's own phrase hangs on the act, and not on a clause that tells something else."""
    numbers = {x.i for x in time}
    top = next((x for x in time if x.head.i not in numbers), time[-1])
    if top.dep in ("compound", "nummod", "amod", "poss", "nmod") and top.head.is_noun:
        return False
    for t in top.ancestors():
        if t is verb:
            return True
        if t.dep in ("relcl", "acl") and not within:
            return False
        if t.dep == "relcl":
            return False
        if not within and (t.is_root or t.head is t):
            return t.is_verb and t in verb.ancestors()
    return within
