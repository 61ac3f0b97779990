"""Handlers of the rules that count from the report's day or the latest date: today, last week, the end of the year,
times of day.
"""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.resolving.times.dates import weekday_near
from dragoman.resolving.times.lengths import amount_mod
from dragoman.resolving.times.lexer import OTHER, PROPER
from dragoman.resolving.times.reading import Found, Match, Reading, code, part_mod, unit_of
from dragoman.resolving.times.values import duration, interval_of, moved, value_of


def unit_near(m: Match, r: Reading) -> list[Found]:
    """Last week, this month, next year, late last week, later this year, the end of this month: calendar units."""
    unit, which = unit_of(r, m), r.codes[m.start("rel")]
    the, before = bool(m["the"]), r.at(m.start() - 1)
    mod = part_mod(r, m)
    related = which in code("PREV", "FOLLOWING", "THAT", "SAME") or (the and which in code("NEXT"))
    if the and which in code("LAST", "PAST", "NEXT", "COMING") and unit not in ("WE", "D"):
        if which not in code("NEXT") or before in code("OVER", "FOR", "WITHIN", "IN", "DURING"):
            sign = -1 if which in code("LAST", "PAST") else 1
            other = moved(r.day, sign, unit) if r.day else None
            span = (min(other, r.day), max(other, r.day)) if other and r.day else None
            return [Found(*m.span(), "DURATION", duration(1, unit), mod, span)]
        related = True
    if unit == "D" and not related:
        return []
    if r.capital(m.start("rel")) and r.capital(m.start("u")):
        return []  # "This Week" as a name
    if (
        unit == "D"
        and which in code("THAT")
        and not m["part"]
        and r.at(m.end()) == OTHER
        and before not in code("ON", "BY", "AND", "EARLIER", "LATER")
    ):
        return []
    base = r.anchor(m.start()) if related else r.day
    if unit in ("DE", "CE") and which in code("NEXT") and not r.narrative:
        base = r.day
    if unit == "Q" and related:
        base = r.told_quarter(m.start()) or base
    # "the same day" after "in October" is some day of it
    vague = related and unit == "D" and r.ref is not None and r.ref.days[0] != r.ref.days[1] and base == r.ref.days[0]
    if base is None or vague:
        return [Found(*m.span(), "DATE", None, mod)]
    shift = -1 if which in code("LAST", "PAST", "PREV") else 1 if which in code("NEXT", "COMING", "FOLLOWING") else 0
    if which in code("THIS") and r.codes[m.end("rel") - 1] in code("PAST", "COMING"):
        shift = -1 if r.codes[m.end("rel") - 1] in code("PAST") else 1
    if unit == "WE" and which in code("THIS") and base.isoweekday() <= 3 and r.direction(*m.span()) < 0:
        shift = -1  # told on a Monday, "the storm hit this weekend" is over
    day = moved(base, shift, unit)
    if day is None:
        return []
    return [Found(*m.span(), "DATE", value_of(day, unit), mod)]


def the_weekend(m: Match, r: Reading) -> list[Found]:
    """The weekend: the latest one, or the coming one where the words speak of the future."""
    if r.day is None:
        return [Found(*m.span(), "DATE", None)]
    ahead = r.day.isoweekday() > 5 or r.direction(*m.span()) > 0
    return [Found(*m.span(), "DATE", value_of(r.day if ahead else r.day - timedelta(7), "WE"), part_mod(r, m))]


def the_unit(m: Match, r: Reading) -> list[Found]:
    """The end of the month, later in the year, year-end: the unit around the report's day (the latest date in old
    history).
    """
    base = r.anchor(m.start()) if r.narrative else r.day
    unit = unit_of(r, m)
    if unit == "D" and (m["part"] is None or (r.at(m.start() - 1) in code("AT") and r.at(m.end()) == ",")):
        return []  # "at the end of the day, ..." is a saying
    mod = part_mod(r, m) or "END"
    if base is None:
        return [Found(*m.span(), "DATE", None, mod)]
    return [Found(*m.span(), "DATE", value_of(base, unit), mod)]


def the_year(m: Match, r: Reading) -> list[Found]:
    """The year, the full year, where a preposition shows that the present one is meant; in "the year ended May 31" a
    length.
    """
    before, after = r.at(m.start() - 1), r.at(m.end())
    if r.low(m.end()) in ("ended", "ending") and before in code("FOR", "IN", "DURING", "OF"):
        return [Found(*m.span(), "DURATION", "P1Y")]
    if before not in code("FOR", "OF", "DURING") or (
        after in code("SINCE", "BEFORE", "AFTER", "TO", "THAT", "OF", "AHEAD", "OLD")
    ):
        return []
    base = r.anchor(m.start()) if r.narrative else r.day
    return [Found(*m.span(), "DATE", value_of(base, "Y") if base else None)]


def near_today(m: Match, r: Reading) -> list[Found]:
    """Today, yesterday, tomorrow, tonight, yesterday morning, late yesterday, the day before yesterday."""
    token = r.tokens[m.start("t")]
    part = r.tokens[m.start("time")].value if m["time"] else token.value if token.code in code("TONIGHT") else None
    if token.code in code("TODAY") and r.capital(m.start("t")) and r.at(m.start("t") - 1) == PROPER and not m["part"]:
        return []  # the name of a paper or a channel
    shift = 0 if token.code in code("TONIGHT") else int(token.value)
    if m["around"]:
        shift += 1 if shift > 0 else -1
    day = r.day + timedelta(shift) if r.day else None
    value = None if day is None else day.isoformat() + (f"T{part}" if part else "")
    kind = "TIME" if part and token.code not in code("TONIGHT") else "DATE" if not part else "TIME"
    return [Found(*m.span(), kind, value, part_mod(r, m))]


def part_of_day(m: Match, r: Reading) -> list[Found]:
    """This morning, last night, that evening, the next morning, later this afternoon; mid-afternoon."""
    if not m["rel"]:
        near = r.ref.days[0] if r.ref and r.ref.days[0] == r.ref.days[1] and r.near(m.start()) else r.day
        value = f"{near.isoformat()}T{r.tokens[m.start('time')].value}" if near else None
        return [Found(*m.span(), "TIME", value, "MID")] if r.at(m.end()) not in (OTHER, PROPER) else []
    which = r.codes[m.start("rel")]
    if which in code("SAME") and not (r.at(m.start("rel") - 1) and r.at(m.start("rel") - 1) in code("THE")):
        return []
    shift = -1 if which in code("LAST", "PREV") else 1 if which in code("NEXT", "FOLLOWING") else 0
    base = r.day if which in code("THIS", "LAST") else r.anchor(m.start())
    if base is None:
        return [Found(*m.span(), "TIME", None, part_mod(r, m))]
    day = base + timedelta(shift)
    return [Found(*m.span(), "TIME", f"{day.isoformat()}T{r.tokens[m.start('time')].value}", part_mod(r, m))]


def overnight(m: Match, r: Reading) -> list[Found]:
    """Overnight: the night before the report's day, or the coming one; with a weekday beside it that day's night."""
    if r.at(m.start() - 1) in code("THE", "A", "POSS", "THIS", "THAT") or r.at(m.start() - 1) == "-":
        return []  # "an overnight curfew"
    if m["wd"]:
        day = weekday_near(r, r.number(m.start("wd")), m.start(), m.end())
        return [Found(*m.span(), "TIME", f"{day.isoformat()}TNI" if day else None)]
    if r.day is None:
        return [Found(*m.span(), "TIME", None)]
    first = r.day if r.direction(*m.span()) > 0 else r.day - timedelta(1)
    return [Found(*m.span(), "TIME", f"{first.isoformat()}TNI", None, (first, first + timedelta(1)), refers=False)]


def clock(m: Match, r: Reading) -> list[Found]:
    """3:00 p.m., 1800 GMT, 9 a.m. EST Tuesday, noon Saturday, 4 in the morning: on the day named beside it, else the
    latest date's day.
    """
    hour = _hour(r, m)
    if hour is None:
        return []
    day = _clock_day(r, m)
    return [Found(*m.span(), "TIME", f"{day.isoformat()}T{hour}" if day else None, amount_mod(r, m))]


def _hour(r: Reading, m: Match) -> str | None:
    token = r.tokens[m.start("c")]
    if token.code in code("DAWN"):
        preposition = r.at(m.start() - 1) in code("AT", "BY", "BEFORE", "AFTER", "SINCE", "UNTIL", "FROM")
        return token.value if preposition or m.end() > m.end("c") else None
    if token.code in code("NOON"):
        return token.value
    if token.code in code("CLOCK"):
        sure = token.value.endswith("!")
        hour, minute = (int(p) for p in token.value.rstrip("!").split(":"))
        led = (
            m["about"]
            or m["zone"]
            or m["ampm"]
            or m["in"]
            or (r.at(m.start() - 1) and r.at(m.start() - 1) in code("AT", "BY", "BEFORE", "AFTER", "SINCE", "UNTIL"))
        )
        if not (sure or led):
            return None
    elif m["zone"] and len(token.value) == 4:
        hour, minute = int(token.value[:2]), int(token.value[2:])
    elif m["ampm"] or m["oclock"] or m["in"]:
        hour, minute = int(token.value), 0
    else:
        return None
    half = (
        r.tokens[m.start("ampm")].low[0]
        if m["ampm"]
        else {"MO": "a", "AF": "p", "EV": "p", "NI": "p"}[r.tokens[m.end("in") - 1].value]
        if m["in"]
        else ""
    )
    if half and not token.value.endswith("!"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def _clock_day(r: Reading, m: Match) -> date | None:
    """The day of a time of day: a weekday or "today" right behind it, a day met in the same sentence, else the
    report's.
    """
    beside = code("ON", "CLOCK", "MIL", "Y4", "ZONE", "HRS", "TIME", "AMPM", "NOON", "D12") + "(),"
    for i in range(m.start(), min(m.end() + 10, len(r.codes))):
        if r.codes[i] in code("WD"):
            return weekday_near(r, r.number(i), m.start(), i + 1)
        if r.codes[i] in code("TODAY"):
            return r.day + timedelta(int(r.tokens[i].value)) if r.day else None
        local = r.codes[i] in (OTHER, PROPER) and r.at(i + 1) in code("TIME")  # "0900 local time (0600 GMT) on Friday"
        if r.codes[i] in code("MONTH", "MONTHA", "MARCH", "MAY") and (number := _day_number(r, i)):
            return _near_day(r, r.number(i), number)
        if i >= m.end() and r.codes[i] not in beside and not local:
            break
    if r.ref and r.ref.days[0] == r.ref.days[1] and (r.narrative or r.near(m.start())):
        return r.ref.days[0]
    return r.day


def _day_number(r: Reading, i: int) -> int:
    """The day of the month beside the month at token `i`, else 0."""
    if r.at(i + 1 + (r.at(i + 1) == ".")) in code("D12"):
        return r.number(i + 1 + (r.at(i + 1) == "."))
    return r.number(i - 1) if r.at(i - 1) in code("D12") else 0


def _near_day(r: Reading, month: int, number: int) -> date | None:
    """The day of that name nearest to the report's."""
    if r.day is None:
        return None
    report = r.day
    values = (f"{report.year + n:04}-{month:02}-{number:02}" for n in (-1, 0, 1))
    days = [d[0] for value in values if (d := interval_of(value))]
    return min(days, key=lambda d: abs((d - report).days), default=None)


def word(m: Match, r: Reading) -> list[Found]:
    """Daily, annually; now, currently, recently, the future, the past: sets and references without days."""
    token = r.tokens[m.end() - 1]
    if token.code in code("YEARLY"):
        # "Xinhua Daily", "the daily Le Soir"
        name = r.at(m.end()) == PROPER or (r.capital(m.end() - 1) and r.at(m.start() - 1) == PROPER)
        return [] if name else [Found(*m.span(), "SET", token.value)]
    if token.code in code("PAST", "FUTURE"):
        before, after = r.at(m.start() - 1), r.at(m.end())
        free = (before in code("IN")) or r.low(m.start() - 1) == "into" or after not in (OTHER, PROPER, "-")
        value = "PAST_REF" if token.code in code("PAST") else "FUTURE_REF"
        return [Found(*m.span(), "DATE", value)] if free and after not in code("OF") else []
    if token.code in code("CURRENT"):
        return [Found(*m.span(), "DATE", "PRESENT_REF")] if r.low(m.start()) == "current" else []
    if token.code in code("NOW", "RIGHT"):
        return [Found(*m.span(), "DATE", "PRESENT_REF")]
    return [Found(*m.span(), "DATE", token.value)]
