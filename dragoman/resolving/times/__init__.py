"""Times: what a report says about when, as TIMEX3 values and closed intervals of days.

The grammar is our own: words become classes (`lexer`, with the tables `lexicon.tsv` and
`holidays.tsv`), rules are patterns over classes (`rules.tsv`), and each rule's handler (`dates`, `periods`, `lengths`,
`nearness`) works out a value from the report's day, the latest date before it and the tense around it (`reading`).
Kinds, values and mods are those of ISO-TimeML's TIMEX3 as TempEval-3 marks them; what relative days mean:

- a bare weekday is the last such day up to and including the report's own day, or the coming one where the verb
  speaks of the future
- "last week", "last month", "last year" are the whole ISO week, month or year before; "next ..." the one after
- "two years ago" counts from the report's day, "two years later", "the next day" from the nearest date before
- a length stays a length: "in 2021 after 20 years" is the year 2021 and twenty years
- a month or day without a year is the one nearest to the report's day, with regard to tense; in a text that tells old
  history, the one nearest to the date before; a month told in one paragraph with a date of an earlier year is the first
  from that date on
- "the quarter" and "a year earlier" count from the quarter told last
- a day that no calendar has (31 June) is no date, nor is its month or year
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dragoman.model import Span, Time
from dragoman.resolving.times import dates, lengths, nearness, periods
from dragoman.resolving.times.lexer import tokens
from dragoman.resolving.times.reading import Found, Match, Reading, code, narrative, over, surnames
from dragoman.resolving.times.values import interval_of, precision_of

__all__ = ["find_ranges", "find_times", "interval_of"]

Rule = tuple[re.Pattern[str], Callable[[Match, Reading], list[Found]]]

_JOINT = re.compile(r"\s*(?:(to|through|until|till|[-–—/])|(and))\s*", re.IGNORECASE)
_OPENING = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)


@cache
def _rules() -> tuple[Rule, ...]:
    """The rules of `rules.tsv` with their handlers, compiled once."""
    handlers = {name: value for module in (dates, periods, lengths, nearness) for name, value in vars(module).items()}
    lines = files("dragoman.resolving.times").joinpath("rules.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((over(pattern), handlers[name]) for name, pattern in rows)


def find_times(
    text: str, *, day: date | None, dateline_day: date | None = None, skip: tuple[Span, ...] = (), ages: bool = False
) -> list[Time]:
    """The time expressions of a text, in order, without overlap.

    `day` is the report's day; where the dateline names a day at most three days earlier, relative words count from
    that,
    since it was then that they were written. With neither, relative expressions are found but have neither value nor
    interval.
    Nothing is found in `skip`, and no ages ("58-year-old") without `ages`.
    """
    if dateline_day is not None and (day is None or 0 <= (day - dateline_day).days <= 3):
        day = dateline_day
    if day is not None and not 1000 <= day.year < 2200:
        day = None  # a stamp gone wrong; and all that is near to it must stay inside the calendar
    words = tokens(text)
    reading = Reading(text, words, "".join(t.code for t in words), day, narrative(words, day), surnames(words))
    rules = _rules()
    candidates = sorted(
        ((m.start(), -m.end(), n) for n, (pattern, _) in enumerate(rules) for m in pattern.finditer(reading.codes)),
    )
    past = 0
    for first, _, n in candidates:
        if first < past:
            continue
        pattern, resolve = rules[n]
        m = pattern.match(reading.codes, first)
        if m is None:
            continue
        for found in resolve(m, reading):
            if not ages and _is_age(reading, found):
                past = found.last
                continue
            reading.remember(found)
            past = max(past, found.last)
        past = max(past, reading.barred)
    out = [_time(reading, found) for found in reading.found]
    return [t for t in out if not any(t.span.overlaps(s) for s in skip)]


def find_ranges(text: str, times: list[Time]) -> list[tuple[Span, tuple[date, date]]]:
    """Pairs of neighbouring dates that a text joins to a stretch of days, as span and first and last day.

    "From March to May 2014", "March 3-5" and "between 2014 and 2016" are each two times; `times` are those found in
    `text`, in order.
    """
    out = []
    for a, b in pairwise(times):
        if not (a.interval and b.interval and a.kind in ("DATE", "TIME") and b.kind in ("DATE", "TIME")):
            continue
        joint = _JOINT.fullmatch(text, a.span.end, b.span.start)
        if joint is None or (joint[2] and not _OPENING.search(text, max(0, a.span.start - 12), a.span.start)):
            continue
        if a.interval[0] <= b.interval[1]:
            out.append((Span(a.span.start, b.span.end), (a.interval[0], b.interval[1])))
    return out


def _is_age(reading: Reading, found: Found) -> bool:
    return found.kind == "DURATION" and any(c in code("OLD") for c in reading.codes[found.last - 1 : found.last])


def _time(reading: Reading, found: Found) -> Time:
    span = Span(reading.tokens[found.first].start, reading.tokens[found.last - 1].end)
    interval = found.interval or (interval_of(found.value) if found.value and found.kind in ("DATE", "TIME") else None)
    precision = precision_of(found.value) if found.value and found.kind in ("DATE", "TIME") else None
    return Time(span=span, kind=found.kind, value=found.value, interval=interval, precision=precision, mod=found.mod)
