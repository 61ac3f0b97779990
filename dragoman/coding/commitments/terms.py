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
    """The last day for the act: "by March 1", "before Friday", "within ten days", in the act's own sentence."""
    sentence = verb.sentence
    for t in times:
        if not (content.start <= t.span.start and t.span.end <= max(content.end, sentence.end)):
            continue
        if t.interval is None or (day is not None and t.interval[1] < day):
            continue
        if BEFORE.search(text[max(sentence.start, t.span.start - 24) : t.span.start]):
            return t.interval[1]
    return None
