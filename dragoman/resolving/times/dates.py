"""Handlers of the rules for days and months: full or partial dates, weekdays, named days, dates in digits."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.resolving.times.lexer import OTHER, PROPER
from dragoman.resolving.times.reading import (
    Found,
    Match,
    Reading,
    code,
    cues,
    days_near,
    over,
    part_mod,
    week_start,
    weigh_year,
    years_around,
)
from dragoman.resolving.times.values import Interval, holiday, interval_of, moved, value_of

_UNITS = ("UNIT", "DAY", "CAL", "CENT", "QTR", "UNITS")
_SHARED = over(r"(?:{AND|TO|THROUGH|UNTIL|OR}|-|,)(?:{D12})?(?P<mon><MON>)\.?(?:{D12|ORDN},?)?(?P<y>{Y4})")


def _day(year: int, month: int, day: int) -> Interval | None:
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return only, only


def _full(year: int, month: int, day: int) -> str | None:
    days = _day(year, month, day)
    return days[0].isoformat() if days else None


def _month(reading: Reading, m: Match) -> int | None:
    """The month number of group mon; None for a word that only looks like one ("may", "march", "dec" without a
    capital).
    """
    i = m.start("mon")
    return reading.number(i) if reading.capital(i) else None


def _followed_by_count(reading: Reading, i: int) -> bool:
    """Whether the number before token `i` counts something: "3 percent", "20-year", "12 people"."""
    return (
        reading.at(i) == "%"
        or reading.low(i) in cues("counted")
        or (reading.at(i) == "-" and reading.at(i + 1) in code(*_UNITS))
    )


def _shared_year(r: Reading, month: int, last: int) -> int | None:
    """The year that a range or list gives at its end: "from March to May 2014", "26 December to 4 January 2015"."""
    m = _SHARED.match(r.codes, last)
    if m is None:
        return None
    return r.number(m.start("y")) - (month > r.number(m.start("mon")))


def _partial(reading: Reading, month: int, day: int | None, first: int, last: int) -> str | None:
    """The value of a month, or a day of it, whose year is not written."""
    if later := _shared_year(reading, month, last):
        return _full(later, month, day) if day else f"{later:04}-{month:02}"
    base = reading.year_base(first)
    if base is None:
        return None
    years = [y for y in range(base[0].year - 4, base[0].year + 5) if 1 <= y <= 9998]
    options = [i for y in years if (i := _day(y, month, day) if day else interval_of(f"{y:04}-{month:02}"))]
    if not options:
        return None
    direction = 0 if reading.narrative or base[0] is not reading.day else reading.direction(first, last)
    best = weigh_year(options, base, direction)
    return best[0].isoformat() if day else value_of(best[0], "M")


def day_month(m: Match, r: Reading) -> list[Found]:
    """Month and day in either order, weekday and year or not: Friday, Nov. 22; 3 March 2014; March 3-5, 2014."""
    month = _month(r, m)
    if month is None:
        return []
    year = r.number(m.start("y")) if m["y"] else None
    numbers = [i for i in range(*m.span("d")) if r.codes[i] in code("D12", "ORDN", "ORD", "SECOND")]
    if not year and _followed_by_count(r, m.end()):
        return []
    end, beyond = m.end(), r.low(m.end())
    counted = r.at(end) == OTHER and (beyond in cues("counted") or beyond.endswith("s"))
    if counted and len(numbers) > 1 and not m["y"] and m.end("d") == end:
        end = numbers.pop() - 1  # "on March 4 and 5 villages"
    out: list[Found] = []
    for n, i in enumerate(numbers):
        value = _full(year, month, r.number(i)) if year else _partial(r, month, r.number(i), m.start(), m.end())
        if value is None and (year or r.year_base(m.start())):
            return []
        first = m.start() if n == 0 else i
        last = end if n == len(numbers) - 1 else i + 1
        last -= r.codes[last - 1] == "." and r.codes[last - 2] not in code("MONTHA")
        out.append(Found(first, last, "DATE", value, part_mod(r, m)))
    return out


def month_year(m: Match, r: Reading) -> list[Found]:
    """March 2014; March of last year; mid-March 2014."""
    month = _month(r, m)
    if month is None:
        return []
    if m["y"]:
        return [Found(*m.span(), "DATE", f"{r.number(m.start('y')):04}-{month:02}", part_mod(r, m))]
    which = r.codes[m.start("rel")]
    base = r.day if which not in code("THAT", "SAME") else r.anchor(m.start())
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    shift = {code("LAST"): -1, code("PREV"): -1, code("NEXT"): 1}.get(which, 0)
    return [Found(*m.span(), "DATE", f"{base.year + shift:04}-{month:02}", part_mod(r, m))]


def month_only(m: Match, r: Reading) -> list[Found]:
    """March; last March; this September; mid-March."""
    i = m.start("mon")
    month, before = _month(r, m), r.at(m.start() - 1)
    word, abbreviated = r.codes[i], r.codes[i] in code("MONTHA")
    led = bool(m["rel"] or m["part"])
    plain = led or before in code("IN", "SINCE", "UNTIL", "DURING", "BY", "FROM", "THROUGH")
    if month is None or r.at(m.end()) in code("D12") or (abbreviated and not plain):
        return []
    if word in code("MAY", "MARCH") and not (plain or before in code("OF", "TO", "AND", "THE")):
        return []
    if (
        word in code("MAY")
        and before in code("AND", "TO", "THE")
        and not any(f.last >= m.start() - 2 for f in r.found[-1:])
    ):
        return []
    if r.low(i) in r.surnames and not (led or before in code("IN", "SINCE", "UNTIL", "DURING")):
        return []
    if before == PROPER and not led and r.tokens[i - 1].end + 1 == r.tokens[i].start:
        return []
    if (
        r.at(m.end()) == PROPER
        and word not in code("MONTHA")
        and not plain
        and r.text[r.tokens[m.end()].start - 1] == " "
    ):
        return []
    if m["rel"]:
        value = _relative_month(r, m, month)
    else:
        value = _partial(r, month, None, m.start(), m.end())
    last = i + 1 if r.at(i + 1) != "." else m.end() if abbreviated else i + 1
    return [Found(m.start(), last, "DATE", value, part_mod(r, m))]


def _relative_month(r: Reading, m: Match, month: int) -> str | None:
    if r.day is None:
        return None
    which, year = r.codes[m.start("rel")], r.day.year
    if which in code("LAST", "PAST"):
        year -= month >= r.day.month
    elif which in code("NEXT", "COMING"):
        year += month <= r.day.month
    elif which in code("THIS") and r.codes[m.end("rel") - 1] in code("PAST"):
        year -= month > r.day.month
    return f"{year:04}-{month:02}"


def weekday(m: Match, r: Reading) -> list[Found]:
    """Monday; last Friday; next Tuesday; Sunday night. A bare weekday is the last such day up to the report's own, if
    no verb says it is to come.
    """
    if not r.capital(m.start("wd")):
        return []
    kind, suffix = "DATE", ""
    if m["time"]:
        kind, suffix = "TIME", "T" + r.tokens[m.start("time")].value
    day = weekday_near(r, r.number(m.start("wd")), m.start(), m.end(), r.codes[m.start("rel")] if m["rel"] else "")
    value = day.isoformat() + suffix if day else None
    mod = part_mod(r, m)
    return [Found(*m.span(), kind, value, mod)]


def weekday_near(r: Reading, number: int, first: int, last: int, relation: str = "") -> date | None:
    """The day that weekday `number` (Monday 1) means at tokens `first` to `last`, with the code of "last", "next",
    "this" before it.
    """
    if r.day is None:
        return None
    back, ahead = (r.day.isoweekday() - number) % 7, (number - r.day.isoweekday()) % 7
    if relation and relation in code("LAST", "PAST", "PREV"):
        return r.day - timedelta(back or 7)
    if relation and relation in code("NEXT", "COMING", "FOLLOWING"):
        return r.day + timedelta(ahead or 7)
    if r.narrative and r.ref:
        start = r.ref.days[0]
        return moved(start, (number - start.isoweekday()) % 7, "D")
    direction = r.direction(first, last)
    if direction > 0 or (direction == 0 and relation and relation in code("THIS")):
        return r.day + timedelta(ahead)
    return r.day - timedelta(back)


def named_day(m: Match, r: Reading) -> list[Found]:
    """Christmas; last Thanksgiving; Easter 2014; 9/11."""
    i = m.start("h")
    rule, arguments = r.tokens[i].value.split(" ", 1)
    if not (r.capital(i) or r.text[r.tokens[i].start].isdigit()):
        return []
    if rule == "once":
        return [Found(m.start("h"), m.end("h"), "DATE", arguments)]
    if m["y"]:
        return [Found(*m.span(), "DATE", holiday(rule, arguments, r.number(m.start("y"))).isoformat())]
    base = days_near(r, m)
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    days = [holiday(rule, arguments, y) for y in years_around(base)]
    which = r.codes[m.start("rel")] if m["rel"] else ""
    if which and which in code("LAST", "PAST"):
        best = max(d for d in days if d < base[0])
    elif which and which in code("NEXT", "COMING"):
        best = min(d for d in days if d > base[1])
    else:
        best = weigh_year([(d, d) for d in days], base, 0 if r.narrative else r.direction(*m.span()))[0]
    return [Found(*m.span(), "DATE", best.isoformat(), part_mod(r, m))]


def numeric(m: Match, r: Reading) -> list[Found]:
    """2014-11-25; 25.11.2014; 11/25/2014. Slashed dates in which both numbers could be the month stay unresolved."""
    token = r.tokens[m.start()]
    value: str | None
    if r.codes[m.start()] in code("ISO"):
        value, kind = token.low.upper(), "TIME" if "t" in token.low else "DATE"
        days = interval_of(value)
        return [Found(*m.span(), kind, value)] if days and 1000 <= days[0].year < 2200 else []
    parts = [int(p) for p in re.split(r"[./]", token.low)]
    if parts[2] < 100:
        parts[2] += 2000 if parts[2] < 50 else 1900
    if not 1000 <= parts[2] < 2200:
        return []
    orders = [(parts[1], parts[0])] if "." in token.low else [(parts[0], parts[1]), (parts[1], parts[0])]
    values = {v for month, day in orders if 1 <= month <= 12 and (v := _full(parts[2], month, day))}
    if not values:
        return []
    return [Found(*m.span(), "DATE", values.pop() if len(values) == 1 else None)]


def week_of(m: Match, r: Reading) -> list[Found]:
    """The week of March 6."""
    month = _month(r, m)
    value = _partial(r, month, r.number(m.start("d")), m.start(), m.end()) if month else None
    if value is None:
        return []
    return [Found(*m.span(), "DATE", value_of(week_start(date.fromisoformat(value)), "W"))]
