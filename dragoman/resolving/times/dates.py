"""Handlers of the rules for days and months: full or partial dates, weekdays, named days, dates in digits."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.resolving.times.lexer import BREAK, OTHER, PROPER
from dragoman.resolving.times.reading import (
    Found,
    Match,
    Reading,
    code,
    cues,
    days_near,
    over,
    part_mod,
    unit_of,
    week_start,
    weigh_year,
    years_around,
)
from dragoman.resolving.times.values import Interval, holiday, interval_of, moved, nth_weekday, value_of

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
    if (opening := _range_opening(reading, first)) and (later_ones := [o for o in options if o[0] >= opening]):
        best = min(later_ones)
        return best[0].isoformat() if day else value_of(best[0], "M")
    direction = 0 if base[0] is not reading.day else reading.direction(first, last)
    if not day and direction <= 0 and (told := reading.background(first)):
        following = date(told.year + (month < told.month), month, 1)
        if following <= base[1]:
            return value_of(following, "M")
    if direction < 0 and reading.verb_before(first):
        options = [o for o in options if o[0] <= base[1]] or options  # "was elected in December"
    best = weigh_year(options, base, direction)
    return best[0].isoformat() if day else value_of(best[0], "M")


def _range_opening(r: Reading, first: int) -> date | None:
    """The day that a range opens with, if its end begins at token `first`: "from 20 December to 4 January"."""
    opened = r.found[-1] if r.found else None
    if opened is None or opened.last != first - 1 or opened.kind != "DATE" or not opened.value:
        return None
    joint, before = r.at(first - 1), r.at(opened.first - 1)
    led = (joint in code("AND") and before in code("BETWEEN")) or (joint in code("TO") and before in code("FROM"))
    if not led and joint not in "-" + code("THROUGH", "UNTIL"):
        return None
    days = interval_of(opened.value)
    return days[0] if days else None


def day_month(m: Match, r: Reading) -> list[Found]:
    """Month and day in either order, weekday and year or not: Friday, Nov. 22; 3 March 2014; the night of March 3-5.

    A day that no calendar has ("31 June", "3 March 9999") is no date, nor is any part of it.
    """
    month = _month(r, m)
    if month is None:
        return []
    year = r.number(m.start("y")) if m["y"] else None
    numbers = [i for i in range(*m.span("d")) if r.codes[i] in code("D12", "ORDN", "ORD", "SECOND")]
    if not year and _followed_by_count(r, m.end()):
        return []
    if absurd := _absurd_year(r, m.end()) if not year else 0:
        r.barred = absurd
        return []
    end, beyond = m.end(), r.low(m.end())
    counted = r.at(end) == OTHER and (beyond in cues("counted") or beyond.endswith("s"))
    if counted and len(numbers) > 1 and not m["y"] and m.end("d") == end:
        end = numbers.pop() - 1  # "on March 4 and 5 villages"
    out: list[Found] = []
    for n, i in enumerate(numbers):
        value = _full(year, month, r.number(i)) if year else _partial(r, month, r.number(i), m.start(), m.end())
        if value is None and (year or r.year_base(m.start())):
            r.barred = m.end()
            return []
        first = m.start() if n == 0 else i - (r.codes[i - 1] in code("THE"))
        last = end if n == len(numbers) - 1 else i + 1
        last -= r.codes[last - 1] == "." and r.codes[last - 2] not in code("MONTHA")
        if (month, r.number(i)) == (9, 11) and not year and _attacks(r, m.end()):
            value = "2001-09-11"
        if n == 0 and m["time"]:
            value = value and f"{value}T{r.tokens[m.start('time')].value}"
            out.append(Found(first, last, "TIME", value))
        else:
            out.append(Found(first, last, "DATE", value, part_mod(r, m)))
    return [] if _names_a_body(r, m.end()) else out


def _attacks(r: Reading, i: int) -> bool:
    """Whether the words from token `i` on make "Sept. 11" that of 2001, as in "the Sept. 11 terrorist attacks"."""
    return "attacks" in (r.low(i), r.low(i + 1)) or r.low(i) in ("hijackers", "hijackings")


def _absurd_year(r: Reading, i: int) -> int:
    """Where the year at token `i`, behind a day or month, ends if the calendar has no such year; else 0."""
    i += r.at(i) == ","
    odd = r.at(i) in code("INT", "MIL") and r.low(i).isdigit() and (len(r.low(i)) >= 4 or not int(r.low(i)))
    return i + 1 if odd and r.at(i + 1) not in (OTHER, PROPER, "%", "-") else 0


def _names_a_body(r: Reading, i: int) -> bool:
    """Whether the word at token `i` makes the date before it a name: "the 14 May Movement"."""
    return r.low(i) in cues("bodies")


def day_of_year(m: Match, r: Reading) -> list[Found]:
    """July 4 last year; 4 July of this year."""
    month = _month(r, m)
    if month is None or r.tokens[m.end() - 1].value != "Y":
        return []
    if r.day is None:
        return [Found(*m.span(), "DATE", None)]
    value = _full(r.day.year + _shift(r, m), month, r.number(m.start("d")))
    return [Found(*m.span(), "DATE", value)] if value else []


def _shift(r: Reading, m: Match) -> int:
    """-1, 0 or 1 for "last", "this", "next" in group rel."""
    return {code("LAST"): -1, code("PREV"): -1, code("NEXT"): 1}.get(r.codes[m.start("rel")], 0)


def day_of_month(m: Match, r: Reading) -> list[Found]:
    """The 10th of this month; on the 10th, where no noun follows it."""
    number = r.number(m.start("d"))
    if m["rel"]:
        if r.tokens[m.end() - 1].value != "M":
            return []
        if r.day is None:
            return [Found(*m.span(), "DATE", None)]
        start = moved(r.day.replace(day=1), _shift(r, m), "M")
        value = _full(start.year, start.month, number) if start else None
        return [Found(*m.span(), "DATE", value)] if value else []
    if r.at(m.start() - 1) not in code("ON") or r.at(m.end()) not in (",", ".", BREAK) or number > 31:
        return []
    base = r.anchor(m.start()) if r.narrative else r.day
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    around = [d for n in (-2, -1, 0, 1, 2) if (d := moved(base.replace(day=1), n, "M"))]
    options = [i for d in around if (i := _day(d.year, d.month, number))]
    best = weigh_year(options, (base, base), 0 if r.narrative else r.direction(*m.span()))
    return [Found(*m.span(), "DATE", best[0].isoformat())]


def nth_of_month(m: Match, r: Reading) -> list[Found]:
    """The first Monday of October; the last day of March 2014; the second week of May, which is the ISO week its
    middle day lies in.
    """
    month = _month(r, m)
    if month is None:
        return []
    near = f"{r.number(m.start('y')):04}-{month:02}" if m["y"] else _partial(r, month, None, m.start(), m.end())
    days = interval_of(near) if near else None
    if days is None:
        return [Found(*m.span(), "DATE", None)]
    last = r.codes[m.start("n")] in code("LAST")
    n, unit = 0 if last else r.number(m.start("n")), r.tokens[m.start("u")].value if m["u"] else "WD"
    if unit == "WD":
        day = nth_weekday(days[0].year, month, r.number(m.start("wd")), -1 if last else n)
    elif unit == "D":
        day = days[1] if last else days[0] + timedelta(n - 1)
    elif unit == "W":
        day = days[1] - timedelta(3) if last else days[0] + timedelta(7 * n - 4)
    else:
        return []
    if not days[0] <= day <= days[1]:
        return []
    return [Found(*m.span(), "DATE", value_of(day, "W" if unit == "W" else "D"))]


def month_year(m: Match, r: Reading) -> list[Found]:
    """March 2014; March of last year; mid-March 2014."""
    month = _month(r, m)
    if month is None:
        return []
    if m["y"]:
        return [Found(*m.span(), "DATE", f"{r.number(m.start('y')):04}-{month:02}", part_mod(r, m))]
    if r.tokens[m.end() - 1].value != "Y":
        return []
    base = r.day if r.codes[m.start("rel")] not in code("THAT", "SAME") else r.anchor(m.start())
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    return [Found(*m.span(), "DATE", f"{base.year + _shift(r, m):04}-{month:02}", part_mod(r, m))]


def month_only(m: Match, r: Reading) -> list[Found]:
    """March; last March; this September; mid-March."""
    i = m.start("mon")
    month, before = _month(r, m), r.at(m.start() - 1)
    word, abbreviated = r.codes[i], r.codes[i] in code("MONTHA")
    led = bool(m["rel"] or m["part"])
    plain = led or before in code("IN", "SINCE", "UNTIL", "DURING", "BY", "FROM", "THROUGH", "BETWEEN")
    plain = plain or (before in code("FOR") and r.low(m.start() - 2) in cues("set"))
    if month is None or r.at(m.end()) in code("D12") or (abbreviated and not plain):
        return []
    if absurd := _absurd_year(r, m.end()):
        r.barred = absurd
        return []
    joined = bool(r.found) and r.found[-1].last == m.start() - 1 and before in "-" + code("AND", "TO")
    if word in code("MAY", "MARCH") and not (plain or joined or before in code("OF", "TO", "AND", "THE")):
        return []
    if (
        word in code("MAY")
        and before in code("AND", "TO", "THE")
        and not any(f.last >= m.start() - 2 for f in r.found[-1:])
    ):
        return []
    if (before == "." and r.low(m.start() - 2) in cues("shortened")) or r.low(m.end()) in cues("speaking"):
        return []  # "Mr. August", "April said"
    dating = led or before in code("IN", "SINCE", "UNTIL", "DURING")
    if r.low(i) in r.surnames and (not dating or (r.at(m.end()) == "s" and not led)):
        return []  # "in May's cabinet" may be hers
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
    number, relation = r.number(m.start("wd")), r.codes[m.start("rel")] if m["rel"] else ""
    start = m.start()
    if relation and relation in code("FOLLOWING") and r.capital(m.start("rel")):
        start, relation = m.start("wd"), ""  # "Following Monday's raid": a preposition
    day = weekday_near(r, number, start, m.end(), relation)
    if not relation and (end := _weekday_range_end(r, m)):
        # "from Monday to Friday" is one stretch: its beginning is counted from its end, its end from its beginning
        last = weekday_near(r, end, m.start(), m.end())
        day = last - timedelta((end - number) % 7) if last and last <= (r.day or last) else day
    elif not relation and (opening := _range_opening(r, m.start())) and r.at(r.found[-1].last - 1) in code("WD"):
        day = opening + timedelta((number - opening.isoweekday()) % 7)
    value = day.isoformat() + suffix if day else None
    mod = part_mod(r, m)
    return [Found(start, m.end(), kind, value, mod)]


def _weekday_range_end(r: Reading, m: Match) -> int:
    """The number of the weekday that ends the range which the match opens; 0 if it opens none."""
    joint, before = r.at(m.end()), r.at(m.start() - 1)
    led = (joint in code("AND") and before in code("BETWEEN")) or (joint in code("TO") and before in code("FROM"))
    if r.at(m.end() + 1) not in code("WD") or not (led or joint in "-" + code("THROUGH", "UNTIL")):
        return 0
    return r.number(m.end() + 1)


def weekday_of_week(m: Match, r: Reading) -> list[Found]:
    """Tuesday last week; Monday night of this week."""
    if r.tokens[m.end() - 1].value != "W":
        return []
    kind, suffix = ("TIME", f"T{r.tokens[m.start('time')].value}") if m["time"] else ("DATE", "")
    if r.day is None:
        return [Found(*m.span(), kind, None)]
    day = week_start(r.day) + timedelta(7 * _shift(r, m) + r.number(m.start("wd")) - 1)
    return [Found(*m.span(), kind, day.isoformat() + suffix)]


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
    """Christmas; last Thanksgiving; Easter 2014; Christmas week; 9/11."""
    i = m.start("h")
    rule, arguments = r.tokens[i].value.split(" ", 1)
    if not (r.capital(i) or r.text[r.tokens[i].start].isdigit()):
        return []
    if rule == "once":
        return [Found(m.start("h"), m.end("h"), "DATE", arguments)]
    unit = unit_of(r, m) if m["u"] else "D"
    if unit not in ("D", "W", "WE"):
        return []
    mod = part_mod(r, m)
    if m["y"]:
        return [Found(*m.span(), "DATE", value_of(holiday(rule, arguments, r.number(m.start("y"))), unit), mod)]
    base = days_near(r, m)
    if base is None:
        return [Found(*m.span(), "DATE", None, mod)]
    days = [holiday(rule, arguments, y) for y in years_around(base)]
    which = r.codes[m.start("rel")] if m["rel"] else ""
    if which and which in code("LAST", "PAST"):
        best = max(d for d in days if d < base[0])
    elif which and which in code("NEXT", "COMING"):
        best = min(d for d in days if d > base[1])
    else:
        best = weigh_year([(d, d) for d in days], base, 0 if r.narrative else r.direction(*m.span()))[0]
    return [Found(*m.span(), "DATE", value_of(best, unit), mod)]


def numeric(m: Match, r: Reading) -> list[Found]:
    """2014-11-25; 2014/11/25; 25.11.2014; 11/25/2014. Slashed dates in which both numbers could be the month stay
    unresolved.
    """
    token = r.tokens[m.start()]
    value: str | None
    if r.codes[m.start()] in code("ISO"):
        value, kind = token.low[:16].upper(), "TIME" if "t" in token.low else "DATE"
        days = interval_of(value)
        return [Found(*m.span(), kind, value)] if days and 1000 <= days[0].year < 2200 else []
    parts = [int(p) for p in re.split(r"[./]", token.low)]
    if parts[0] > 31:  # 2014/11/25
        value = _full(*parts)
        return [Found(*m.span(), "DATE", value)] if value else []
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
    """The week of March 6; the weekend of 4 March."""
    month, number = _month(r, m), r.number(m.start("d"))
    if month is None or unit_of(r, m) not in ("W", "WE"):
        return []
    year = r.number(m.start("y")) if m["y"] else None
    value = _full(year, month, number) if year else _partial(r, month, number, m.start(), m.end())
    if value is None:
        return []
    return [Found(*m.span(), "DATE", value_of(date.fromisoformat(value), unit_of(r, m)))]
