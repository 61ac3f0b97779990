"""Handlers of the rules for years and their parts: years, decades, centuries, quarters, halves, seasons."""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.resolving.times.lexer import BREAK, OTHER, PROPER
from dragoman.resolving.times.reading import (
    Found,
    Match,
    Reading,
    code,
    cues,
    days_near,
    part_mod,
    weigh_year,
    years_around,
)
from dragoman.resolving.times.values import Interval, interval_of, moved, value_of

_UNITS = ("UNIT", "DAY", "CAL", "CENT", "QTR", "UNITS")
_BEFORE_YEAR = tuple("IN SINCE BY UNTIL FROM OF DURING BEFORE AFTER THROUGH BETWEEN FISCAL CAL ON BEGIN".split())


def _year_plausible(r: Reading, i: int) -> bool:
    """Whether the four digits at token `i` are a year, by the words beside them."""
    year, before, after = r.number(i), r.at(i - 1), r.at(i + 1)
    if (
        after == "%"
        or before == "$"
        or r.low(i + 1) in cues("counted")
        or after in code("UNITS", "UNIT", "CAL", "SCALE", "ZONE", "HRS")
    ):
        return False
    if after == "-" and r.at(i + 2) in code(*_UNITS):
        return False
    if before == "." and r.tokens[i - 1].end == r.tokens[i].start:
        return False
    if r.low(i - 1) in cues("numbered"):
        return False
    if after == "-" and r.at(i + 2) in code("Y4") and year < r.number(i + 2) < year + 150 and r.at(i + 3) != OTHER:
        return True
    if before in code(*_BEFORE_YEAR):
        return 1900 <= year <= 2050 or after != OTHER or not r.low(i + 1).endswith("s")
    if before == "(" and after == ")":
        return True
    beside = any(f.last >= i - 3 and f.kind == "DATE" for f in r.found[-1:])
    if before in code("AND", "OR", "TO") or before in ",-":
        return beside or (1945 <= year <= 2050 and before in ",-" and after != OTHER)
    if not 1900 <= year <= 2050:
        return False
    if before in code("APPROX", "MORE", "THAN", "OVER", "MOST", "LEAST", "NUMW", "ONLY"):
        return False
    if before in (BREAK, ".", "(", "s", '"', OTHER, PROPER) or before in code(
        "THE", "A", "POSS", "THIS", "FOR", "LATEST"
    ):
        return True
    return year >= 1945


def year(m: Match, r: Reading) -> list[Found]:
    """2014; early 2015; the year 2000; fiscal 2014; 2014-2016; 2014/15."""
    i = m.start("y")
    if not (m["part"] or m["word"] or _year_plausible(r, i)):
        return []
    if m["word"] and r.at(m.end()) in code("PERIOD", "QTR"):
        quarter = r.told_quarter(m.start())
        value = value_of(quarter.replace(year=r.number(i)), "Q") if quarter else f"{r.number(i):04}"
        return [Found(m.start(), m.end() + 1, "DATE", value, refers=False)]
    first = Found(m.start(), m.end("y"), "DATE", f"{r.number(i):04}", part_mod(r, m))
    if not m["to"]:
        return [first]
    j = m.end() - 1
    start, end = r.number(i), r.number(j)
    if r.codes[j] not in code("Y4"):
        end += start // 100 * 100
    if end <= start or r.tokens[j].start != r.tokens[i].end + 1 or len(r.tokens[j].low) < 2:
        return [first] if not m["to"].startswith("-") else []
    return [first, Found(j, j + 1, "DATE", f"{end:04}")]


def bc_year(m: Match, r: Reading) -> list[Found]:
    """331 BC is value BC0331, which names no days here."""
    if not r.text[r.tokens[m.end() - 1].start].isupper():
        return []
    return [Found(*m.span(), "DATE", f"BC{r.number(m.start('y')):04}")]


def decade(m: Match, r: Reading) -> list[Found]:
    """The 1990s; the late '80s; the nineties."""
    i = m.start("d")
    if r.codes[i] in code("DEC4"):
        value = r.tokens[i].value
    elif not m["the"]:
        return []
    else:
        value = "19" + r.tokens[i].value[0] if int(r.tokens[i].value[0]) > 2 else "20" + r.tokens[i].value[0]
    return [Found(*m.span(), "DATE", value, part_mod(r, m))]


def century(m: Match, r: Reading) -> list[Found]:
    """The 20th century is 19; the early 19th century."""
    number = r.number(m.start("n")) - 1
    return [Found(*m.span(), "DATE", f"{number:02}", part_mod(r, m))] if 0 <= number < 30 else []


def quarter(m: Match, r: Reading) -> list[Found]:
    """The third quarter; the second quarter of 2014; Q3 2014; this year's first quarter; the first half of 2014."""
    number = r.number(m.start("n") if m["n"] else m.start())
    letter, size = ("H", 2) if m["half"] else ("Q", 4)
    if number > size:
        return []
    base = r.day
    if m["y"] or m["y0"]:
        return [
            Found(
                *m.span(),
                "DATE",
                f"{r.number(m.start('y') if m['y'] else m.start('y0')):04}-{letter}{number}",
                part_mod(r, m),
            )
        ]
    if m["half"] and not m["rel"]:
        return []
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    which = r.codes[m.start("rel")] if m["rel"] else ""
    year_number = base.year
    if which:
        year_number += {code("LAST"): -1, code("PREV"): -1, code("NEXT"): 1}.get(which, 0)
    elif 3 * number - 2 > base.month and r.direction(*m.span()) <= 0:
        year_number -= 1
    return [Found(*m.span(), "DATE", f"{year_number:04}-{letter}{number}", part_mod(r, m))]


def some_quarter(m: Match, r: Reading) -> list[Found]:
    """The quarter, the latest quarter, the year-ago quarter, the same quarter last year.

    It is the quarter that "ended April 30" behind it names; without that the quarter told last, else the last one that
    had ended by the report's day.
    """
    if r.day is None:
        return []
    told = r.told_quarter(m.start())
    same = any(c in code("SAME") for c in r.codes[m.start() : m.end()]) and not m["ago"]
    if same and told is None and (m["s"] or r.at(m.end() - 1) in code("PERIOD")):
        return []  # "the same period last year" need not be a quarter
    base = interval_of(value_of(r.day, "Q"))
    if base is None:
        return []
    last = base[0] - timedelta(1)
    if m["n"]:
        number = r.number(m.start("n"))
        if number > 4:
            return []
        last = date(last.year - (3 * number > last.month + 2), 3 * number, 1)
    elif ended := _quarter_ended(r, m.end()):
        last = ended
    elif told and told <= r.day:
        last = told
    years = 1 if m["ago"] or m["s"] else 0
    day = last.replace(year=last.year - years, day=1)
    return [Found(*m.span(), "DATE", value_of(day, "Q"), refers=not years)]


def _quarter_ended(r: Reading, i: int) -> date | None:
    """A day in the middle of the quarter that "ended April 30" behind it, at token `i`, tells."""
    if r.low(i) not in ("ended", "ending") or r.at(i + 1) not in code("MONTH", "MONTHA", "MARCH", "MAY") or not r.day:
        return None
    month = r.number(i + 1)
    year = r.day.year - (month > r.day.month and r.low(i) == "ended")
    return moved(date(year, month, 1), -1, "M")


def season(m: Match, r: Reading) -> list[Found]:
    """The summer of 2014; last fall; this winter; in spring."""
    i = m.start("s")
    name, before = r.tokens[i].value, r.at(m.start() - 1)
    if before == PROPER and r.capital(i) and m.start() == i:
        return []  # "the Arab Spring of 2011"
    if m["y"]:
        if not m["of"] and not (
            m["the"] or m["part"] or r.capital(i) or before in code("IN", "SINCE", "BY", "DURING", "UNTIL")
        ):
            return []
        return [Found(*m.span(), "DATE", f"{r.number(m.start('y')):04}-{name}", part_mod(r, m))]
    led = before in code("IN", "DURING", "BY", "SINCE", "UNTIL", "THROUGH")
    if r.capital(i) and not m["rel"]:
        return []
    if (
        not m["rel"]
        and (r.codes[i] in code("FALL") or not (m["the"] or m["part"]))
        and not (led and r.at(m.end()) in (",", ".", BREAK))
    ):
        return []
    if not m["rel"] and not m["part"] and not led and r.at(m.end()) == OTHER:
        return []
    base = days_near(r, m)
    if base is None:
        return [Found(*m.span(), "DATE", None)]
    options = [d for y in years_around(base) if (d := interval_of(f"{y:04}-{name}"))]
    which = r.codes[m.start("rel")] if m["rel"] else ""
    if which and which in code("LAST", "PAST"):
        best = max(d for d in options if d[1] < base[0])
    elif which and which in code("NEXT", "COMING"):
        best = min(d for d in options if d[0] > base[1])
    elif which and which in code("THIS") and r.day:
        best = _this_season(options, r.day, ahead=r.direction(*m.span()) > 0)
    else:
        best = weigh_year(options, base, 0 if r.narrative or m["rel"] else r.direction(*m.span()))
    return [Found(*m.span(), "DATE", f"{best[0].year:04}-{name}", part_mod(r, m))]


def _this_season(options: list[Interval], day: date, *, ahead: bool) -> Interval:
    """The season that `day` lies in, else that of its calendar year; a winter gone by is the one that began the year
    before.
    """
    begun = next((o for o in options if o[0].year == day.year), options[0])
    winter = [o for o in options if o[0].year == day.year - 1 and o[1].year == day.year]
    return winter[0] if winter and (day <= winter[0][1] or (day.month < 7 and not ahead)) else begun
