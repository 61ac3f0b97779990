"""Time expressions: where they are and which days they mean.

Rules. *strict*: same start and end. *relaxed*: a prediction overlaps some gold span (precision), a gold span some
prediction (recall). *value F1*: expressions paired one to one whose TIMEX3 values are equal, over all (TempEval-3's
relaxed value). *type*: among pairs. *interval*: over gold DATE and TIME whose value names days; right only if both the
first and the last day are equal; "on pairs" among those found, "recall" over all. References without days (PRESENT_REF
and the like), durations and sets have no interval and are left out of it.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from dragoman.evaluate.measures import Figures, mates, overlap, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span

Interval: TypeAlias = tuple[date, date]

_SEASON = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
HISTORY = "wikiwars"
"""The corpus of histories; all others are news."""


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression: its characters, TIMEX3 type and value, and perhaps the days it means."""

    span: Span
    type: str | None = None
    value: str | None = None
    days: Interval | None = None


@dataclass(frozen=True, slots=True)
class TimesGold:
    """One text, the day it was written, and its expressions."""

    id: str
    text: str
    corpus: str
    day: date | None
    timexes: tuple[Timex, ...]


def read_gold(row: Row) -> TimesGold:
    """One line of times_*.jsonl."""
    return TimesGold(
        row.id,
        row.text("text"),
        row.maybe_text("corpus") or "",
        row.day("dct"),
        _timexes(row, interval_goes_first=False),
    )


def read_prediction(row: Row) -> tuple[Timex, ...]:
    """`{"id": ..., "timexes": [{"start", "end", "type", "value", "interval": [first day, last day]}]}`.

    Type, value and interval may each be missing; the interval goes before the value.
    """
    return _timexes(row, interval_goes_first=True)


def _timexes(row: Row, *, interval_goes_first: bool) -> tuple[Timex, ...]:
    out = []
    for t in row.rows("timexes"):
        value = t.maybe_text("value")
        days = (_given_days(t) if interval_goes_first else None) or interval(value)
        out.append(Timex(Span(t.number("start"), t.number("end")), t.maybe_text("type"), value, days))
    return tuple(out)


def _given_days(t: Row) -> Interval | None:
    given = t.texts("interval")
    if not given:
        return None
    try:
        first, last = (date.fromisoformat(d[:10]) for d in given)
    except ValueError as error:
        raise t.strange("interval", "first and last day") from error
    return first, last


def interval(value: str | None) -> Interval | None:
    """First and last day of a TIMEX3 value, or None.

    Day, week, weekend, month, quarter, half, season, year, decade, century; a time of day counts as its day; XX is
    unknown.
    """
    try:
        return _interval(re.sub(r"T.*$", "", value or ""))
    except ValueError:
        return None


def _interval(v: str) -> Interval | None:
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", v):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := re.fullmatch(r"(\d{4})-(\d\d)(-XX)?", v):
        return _months(int(m[1]), int(m[2]), int(m[2]))
    if m := re.fullmatch(r"(\d{4})(-XX)*", v):
        return date(int(m[1]), 1, 1), date(int(m[1]), 12, 31)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?(-\d)?", v):
        return _week(date.fromisocalendar(int(m[1]), int(m[2]), 1), weekend=bool(m[3]), weekday=m[4])
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", v):
        return _months(int(m[1]), 3 * int(m[2]) - 2, 3 * int(m[2]))
    if m := re.fullmatch(r"(\d{4})-H([12])", v):
        return _months(int(m[1]), 6 * int(m[2]) - 5, 6 * int(m[2]))
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", v):
        return _months(int(m[1]), *_SEASON[m[2]])
    if m := re.fullmatch(r"(\d{3})X?", v):
        return date(int(m[1]) * 10, 1, 1), date(int(m[1]) * 10 + 9, 12, 31)
    if (m := re.fullmatch(r"(\d\d)(XX)?", v)) and int(m[1]):
        return date(int(m[1]) * 100, 1, 1), date(int(m[1]) * 100 + 99, 12, 31)
    return None


def _months(year: int, first: int, last: int) -> Interval:
    """First day of a month to last day of another; a last month before the first lies in the next year."""
    end = year + (last < first)
    start = date(year, first, 1)
    return start, date(end, last, calendar.monthrange(end, last)[1])


def _week(monday: date, *, weekend: bool, weekday: str | None) -> Interval:
    if weekend:
        return monday + timedelta(5), monday + timedelta(6)
    if weekday:
        day = monday + timedelta(int(weekday[1:]) - 1)
        return day, day
    return monday, monday + timedelta(6)


def score(gold: Sequence[TimesGold], predicted: Mapping[str, tuple[Timex, ...]]) -> Figures:
    """Sections: spans (strict, relaxed, value F1), pairs (type, value, interval)."""
    n: Counter[str] = Counter()
    for d in gold:
        _count(n, d.timexes, predicted.get(d.id, ()))
    return {
        "spans": {
            "strict": prf(n["strict"], n["pred"], n["strict"], n["gold"]),
            "relaxed": prf(n["relaxed p"], n["pred"], n["relaxed r"], n["gold"]),
            "value F1": prf(n["value"], n["pred"], n["value"], n["gold"]),
        },
        "pairs": {
            "type": rate(n["type"], n["pairs"]),
            "value": rate(n["value"], n["pairs"]),
            "interval on pairs": rate(n["days right"], n["days paired"]),
            "interval recall": rate(n["days right"], n["days"]),
        },
    }


def score_with_news(gold: Sequence[TimesGold], predicted: Mapping[str, tuple[Timex, ...]]) -> Figures:
    """The figures of all texts and, in sections "news: ...", of those that are no histories."""
    news = score([d for d in gold if d.corpus != HISTORY], predicted)
    return score(gold, predicted) | {f"news: {section}": lines for section, lines in news.items()}


def _count(n: Counter[str], gold: Sequence[Timex], guess: Sequence[Timex]) -> None:
    n["gold"] += len(gold)
    n["pred"] += len(guess)
    n["strict"] += len({g.span for g in gold} & {p.span for p in guess})
    n["relaxed p"] += sum(any(overlap(g.span, p.span) > 0 for g in gold) for p in guess)
    n["relaxed r"] += sum(any(overlap(g.span, p.span) > 0 for p in guess) for g in gold)
    mate = mates([g.span for g in gold], [p.span for p in guess])
    for i, g in enumerate(gold):
        want = g.days if g.type in ("DATE", "TIME") else None
        n["days"] += want is not None
        if i not in mate:
            continue
        p = guess[mate[i]]
        n["pairs"] += 1
        n["type"] += p.type == g.type
        n["value"] += bool(g.value) and p.value == g.value
        if want:
            n["days paired"] += 1
            n["days right"] += p.days == want
