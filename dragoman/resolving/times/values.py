"""The calendar under the grammar: TIMEX3 values, the days they mean, and steps from one day to another.

Values follow ISO-TimeML's TIMEX3: `2014-11-25`, `2014-11`, `2014`, `2014-W48`, `2014-W48-WE`, `2014-Q4`, `2014-H2`,
`2014-SU`,
`201` (decade), `20` (century), each of which may carry a time of day after `T`; `P3D`, `PT2H`, `PXY` for durations.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Interval = tuple[date, date]

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month of the northern meteorological seasons; winter belongs to the year it begins in."""

_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
_DAYS = {"D": 1, "W": 7, "F": 14, "WE": 7}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?P<weekend>WE)|-(?P<weekday>[1-7]))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:-XX){0,2}"
    r"|(?P<decade>\d{3})X?|(?P<century>\d\d)(?:XX)?"
)


def months(year: int, first: int, last: int) -> Interval:
    """From the first day of month `first` to the last day of month `last` (1 to 12) of one year."""
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def interval_of(value: str) -> tuple[date, date] | None:
    """First and last day that a TIMEX3 value means; None for durations, sets, references and unknown parts.

    A time of day counts as its day; `-XX` at the end means that the rest is not told.
    """
    m = _VALUE.fullmatch(_TIME_OF_DAY.sub("", value))
    if m is None:
        return None
    try:
        return _interval(m)
    except ValueError:
        return None


def _interval(m: re.Match[str]) -> Interval:
    if m["decade"]:
        return date(int(m["decade"]) * 10, 1, 1), date(int(m["decade"]) * 10 + 9, 12, 31)
    if m["century"]:
        return date(int(m["century"]) * 100, 1, 1), date(int(m["century"]) * 100 + 99, 12, 31)
    year = int(m["year"])
    if m["day"]:
        only = date(year, int(m["month"]), int(m["day"]))
        return only, only
    if m["month"]:
        return months(year, int(m["month"]), int(m["month"]))
    if m["week"]:
        first = date.fromisocalendar(year, int(m["week"]), int(m["weekday"] or 1))
        if m["weekend"]:
            return first + timedelta(5), first + timedelta(6)
        return first, first if m["weekday"] else first + timedelta(6)
    if m["quarter"]:
        return months(year, 3 * int(m["quarter"]) - 2, 3 * int(m["quarter"]))
    if m["half"]:
        return months(year, 6 * int(m["half"]) - 5, 6 * int(m["half"]))
    if m["season"]:
        first_month, last_month = SEASON_MONTHS[m["season"]]
        after = year + (last_month < first_month)
        return date(year, first_month, 1), date(after, last_month, calendar.monthrange(after, last_month)[1])
    return date(year, 1, 1), date(year, 12, 31)


_TIME_OF_DAY = re.compile(r"(?<=[\dE])T(?:\d[\d:]*|[A-Z]{2})\Z")

_PRECISIONS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "day"),
    (re.compile(r"\d{4}-\d\d(-XX)?"), "month"),
    (re.compile(r"\d{4}-W\d\d-WE"), "weekend"),
    (re.compile(r"\d{4}-W\d\d-\d"), "day"),
    (re.compile(r"\d{4}-W\d\d"), "week"),
    (re.compile(r"\d{4}-Q\d"), "quarter"),
    (re.compile(r"\d{4}-H\d"), "half"),
    (re.compile(r"\d{4}-(SP|SU|FA|WI)"), "season"),
    (re.compile(r"\d{4}"), "year"),
    (re.compile(r"\d{3}"), "decade"),
    (re.compile(r"\d\d"), "century"),
    (re.compile(r"(PAST|PRESENT|FUTURE)_REF"), "vague"),
)


def precision_of(value: str) -> str | None:
    """How fine a value is: day, week, weekend, month, quarter, half, season, year, decade, century, vague or None."""
    head = _TIME_OF_DAY.sub("", value)
    return next((name for pattern, name in _PRECISIONS if pattern.fullmatch(head)), None)


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the `unit` (D W WE M Q H Y DE CE, or a season's code) that `day` lies in."""
    if unit in ("W", "F", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04}-{day.month:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04}-H{1 if day.month < 7 else 2}"
    if unit == "Y":
        return f"{day.year:04}"
    if unit == "DE":
        return f"{day.year // 10:03}"
    if unit == "CE":
        return f"{day.year // 100:02}"
    return day.isoformat()


def moved(day: date, count: int, unit: str) -> date | None:
    """`day` moved by `count` calendar units (D W WE M Q Y DE CE); None outside the years 1 to 9999 or for other units.

    Months are clipped to their last day: one month after 31 January is 28 or 29 February.
    """
    try:
        if unit in _DAYS:
            return day + timedelta(count * _DAYS[unit])
        if unit not in _MONTHS:
            return None
        index = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def duration(count: float | None, unit: str) -> str:
    """TIMEX3 value of so many units, `count` None if vague: (2, "D") P2D, (2.5, "Y") P2Y6M, (None, "TH") PTXH, (2,
    "DE") P20Y.
    """
    letter, sign = unit[-1], "PT" if unit.startswith("T") else "P"
    if unit == "F":
        letter, count = "W", None if count is None else count * 2
    if unit in ("DE", "CE"):
        if count is None:
            return f"PX{unit}"
        letter, count = "Y", count * (10 if unit == "DE" else 100)
    if count is None:
        return f"{sign}X{letter}"
    whole = int(count)
    if count == whole:
        return f"{sign}{whole}{letter}"
    rest = {("P", "Y"): (12, "M"), ("PT", "H"): (60, "M"), ("PT", "M"): (60, "S")}.get((sign, letter))
    part = (count - whole) * rest[0] if rest else 0.5
    if rest is None or part != int(part):
        return f"{sign}{count:g}{letter}"
    return sign + (f"{whole}{letter}" if whole else "") + f"{int(part)}{rest[1]}"


def easter(year: int, *, eastern: bool = False) -> date:
    """Easter Sunday: Gregorian by Butcher's rule, Eastern by Meeus's Julian rule moved to the Gregorian calendar."""
    if eastern:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1) + timedelta(year // 100 - year // 400 - 2)
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` such weekday (Monday 1) of a month; -1 is the last."""
    if nth < 0:
        last = months(year, month, month)[1]
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def holiday(rule: str, arguments: str, year: int) -> date:
    """The day of a row of `holidays.tsv` in a year from 1 to 9998. ValueError for a rule it does not document."""
    if rule == "fixed":
        return date(year, int(arguments[:2]), int(arguments[3:]))
    if rule == "once":
        return date.fromisoformat(arguments)
    if rule in ("easter", "orthodox"):
        return easter(year, eastern=rule == "orthodox") + timedelta(int(arguments))
    if rule == "nth":
        month, weekday, nth, *after = (int(a) for a in arguments.split())
        return nth_weekday(year, month, weekday, nth) + timedelta(sum(after))
    if rule == "electionday":
        return nth_weekday(year, 11, 1, 1) + timedelta(1)
    raise ValueError(f"unknown rule for a named day: {rule}")
