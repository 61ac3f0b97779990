"""Handlers of the rules for lengths of time, for dates told by their distance, and for what is repeated."""

from __future__ import annotations

from datetime import date

from dragoman.resolving.times.lexer import BREAK, OTHER, PROPER
from dragoman.resolving.times.reading import Found, Match, Reading, code, cues, unit_of
from dragoman.resolving.times.values import duration, moved, value_of


def amount_mod(r: Reading, m: Match) -> str | None:
    """The TIMEX3 mod of words before (group about) or behind (group so) an amount: "more than", "at least", "or so"."""
    if m["so"]:
        return "EQUAL_OR_MORE" if r.codes[m.start("so") + 1] in code("MORE") else "APPROX"
    words = r.codes[m.start("about") : m.end("about")]
    if not words:
        return None
    if words[0] in code("UP"):
        return "EQUAL_OR_LESS"
    if words[0] in code("NO"):
        return "EQUAL_OR_LESS" if words[1] in code("MORE") else "EQUAL_OR_MORE"
    if words[0] in code("AT"):
        return r.tokens[m.start("about") + 1].value
    return r.tokens[m.start("about")].value or None


def _count(r: Reading, m: Match) -> float | None:
    """The number of group n, with "and a half" of group half or hlf; None for "few", "several" or no number."""
    half = 0.5 if m["half"] else 0.0
    if m["hlf"]:
        return 0.5
    if not m["n"]:
        return 1 + half if m["one"] else None
    token = r.tokens[m.start("n")]
    if token.code in code("VAGUE") or len(token.value) > 9:
        return None
    if m.end("n") > m.start("n") + 1:
        return None  # "12 to 18 months"
    return float(token.value) + half


def _amount_start(r: Reading, m: Match) -> int:
    """Where an amount begins: a bare "over" is a preposition unless a verb of lasting or "for", "just" stands before
    it.
    """
    if m["about"] and r.codes[m.start("about")] in code("OVER", "UNDER") and m.end("about") == m.start("about") + 1:
        before = r.at(m.start() - 1)
        strong = before in code("FOR", "ONLY", "IN", "AFTER", "OF", "THAN") or r.low(m.start() - 1) in (
            "lasted",
            "last",
            "took",
            "well",
            "little",
        )
        if not strong and not (before == OTHER and r.at(m.end()) in code("AGO", "EARLIER", "LATER")):
            return m.end("about")
    return m.start()


def ago(m: Match, r: Reading) -> list[Found]:
    """Two years ago (from the report's day); a week earlier, three days later (from the nearest earlier date); years
    ago.
    """
    unit, count = unit_of(r, m), _count(r, m)
    where = m.start("dir")
    back = r.codes[where] in code("AGO", "EARLIER", "BEFORE")
    if count is None:
        return [Found(*m.span(), "DATE", "PAST_REF" if back else "FUTURE_REF")]
    base = r.day if r.codes[where] in code("AGO", "FROM") else r.anchor(m.start())
    mod = amount_mod(r, m)
    if base is None or unit.startswith("T"):
        if base is None:
            return [Found(*m.span(), "DATE", None, mod)]
        return [
            Found(
                m.start(),
                where if r.codes[where] not in code("AGO") else m.end(),
                "DURATION",
                duration(count, unit),
                mod,
            )
        ]
    if unit == "Y" and count == 1 and back and (value := _same_quarter(r, m.start())):
        return [Found(*m.span(), "DATE", value, mod, refers=False)]
    day = _moved(base, -count if back else count, unit)
    if day is None:
        return [Found(*m.span(), "DATE", None, mod)]
    return [Found(*m.span(), "DATE", value_of(day, "Y" if unit in ("DE", "CE") else unit), mod, refers=not back)]


def _moved(base: date, count: float, unit: str) -> date | None:
    """`moved`, for counts with a half: half a year is six months, half a decade five years."""
    if count == int(count):
        if unit == "TH":
            return moved(base, -(-abs(int(count)) // 24) * (1 if count > 0 else -1), "D")
        return moved(base, int(count), unit)
    smaller = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100), "W": ("D", 7), "M": ("D", 30)}.get(unit)
    return moved(base, int(count * smaller[1]), smaller[0]) if smaller else None


def _same_quarter(r: Reading, i: int) -> str | None:
    """The quarter a year before the one just spoken of, which "a year earlier" is compared with; None if none was."""
    quarter = r.told_quarter(i)
    return value_of(quarter.replace(year=quarter.year - 1), "Q") if quarter else None


def length(m: Match, r: Reading) -> list[Found]:
    """Nine years; the past two weeks; at least 30 days; 10-year; the first nine months; two more weeks."""
    unit, count = unit_of(r, m), _count(r, m)
    plural = r.codes[m.start("u")] in code("UNITS")
    before = r.at(m.start() - 1)
    if before == "$" or (
        not plural
        and m["n"]
        and not m["hyphen"]
        and r.low(m.start("n")) not in ("one", "1")
        and r.at(m.end()) not in (OTHER, PROPER)
    ):
        return []
    if m["n"] and r.codes[m.start("n")] in code("Y4") and m["hyphen"] is None and before in code("IN") and not plural:
        return []
    if unit == "Q" and (r.at(m.end()) in code("OF") or m["hyphen"] or not plural):
        return []  # three-quarters of a whole
    if r.at(m.end()) in code("OLD") or (r.at(m.end()) == "-" and r.at(m.end() + 1) in code("OLD")):
        return []
    if r.text[r.tokens[m.start("u")].start :][:2].istitle() and r.capital(m.start("u")):
        return []  # the name of a programme
    if unit == "D" and r.low(m.start()) == "one" and m.end() == m.start() + 2 and not m["hyphen"]:
        # "peace will one day come"
        modal = r.low(m.start() - 1) in cues("future") or (before in (BREAK, ".") and r.direction(*m.span()) > 0)
        if modal and r.at(m.end()) not in code("OF", "AFTER", "BEFORE", "LATER", "EARLIER"):
            return [Found(*m.span(), "DATE", "FUTURE_REF")]
    value = duration(count, unit)
    start, mod = _amount_start(r, m), amount_mod(r, m)
    if start > m.start():
        mod = None
    if not plural and not m["rel"]:
        start = max(start, m.start("n"))  # "the two-week crisis": the article is the noun's
    if before in code("IN") and plural and count and not m["rel"] and not mod and r.day and r.direction(*m.span()) > 0:
        day = _moved(r.day, count, unit)
        return (
            [Found(start, m.end(), "DATE", value_of(day, "Y" if unit in ("DE", "CE") else unit), refers=False)]
            if day
            else []
        )
    interval = None
    if m["rel"] and r.day and count is not None and (edge := _edge(r, m)):
        other = _moved(r.day, count * edge, unit)
        interval = None if other is None else (min(other, r.day), max(other, r.day))
    return [Found(start, m.end(), "DURATION", value, mod, interval)]


def _edge(r: Reading, m: Match) -> int:
    words = r.codes[m.start("rel") : m.end("rel")]
    if any(c in code("LAST", "PAST", "PREV", "LATEST") for c in words):
        return -1
    return 1 if any(c in code("NEXT", "COMING") for c in words) else 0


def one_unit(m: Match, r: Reading) -> list[Found]:
    """A year, an hour and a half, half a century: a length after "for", "within"; a rate after an amount ("$3 million
    a year").
    """
    i, before = m.start(), r.at(m.start() - 1)
    unit, after = unit_of(r, m), r.at(m.end())
    if before in code("TIMES", "ONCE"):
        first = (
            i - 1 if before in code("ONCE") else i - 2 if r.at(i - 2) in code("NUMW", "D12", "VAGUE", "INT") else i - 1
        )
        return [Found(first, m.end(), "SET", duration(1, unit))]
    if unit == "Q" and after in code("OF"):
        return []
    if m["about"] or m["half"] or m["hlf"]:
        half = 0.5 if m["hlf"] else 1.5 if m["half"] else 1
        start = _amount_start(r, m)
        return [Found(start, m.end(), "DURATION", duration(half, unit), amount_mod(r, m) if start == i else None)]
    if before in code("IN") and (ahead := _one_unit_ahead(r, m)):
        return [ahead]
    led = code(
        "FOR", "WITHIN", "IN", "AFTER", "DURING", "THAN", "BEFORE", "ONLY", "UNDER", "OVER", "BY", "FULL", "ADDITIONAL"
    )
    if before in led or r.low(i - 1) in cues("lasting") or (after in code("AFTER", "BEFORE", "LATER", "EARLIER", "OR")):
        if (
            unit == "D"
            and before not in code("FOR", "WITHIN", "IN", "AFTER")
            and after not in code("AFTER", "BEFORE", "LATER", "EARLIER")
        ):
            return []
        return [Found(*m.span(), "DURATION", duration(1, unit), amount_mod(r, m))]
    amount = code("D12", "INT", "NUMW", "DEC", "Y4", "SCALE", "VAGUE")
    if before in (OTHER, "%", "X") or before in amount:
        near = r.codes[max(0, i - 5) : i]
        if before in amount or before == "%" or any(c in amount or c in "$%" for c in near):
            return [Found(*m.span(), "SET", duration(1, unit))]
    return []


def _one_unit_ahead(r: Reading, m: Match) -> Found | None:
    """In a week, in a month or two: a date to come where the verb speaks of the future and the clause ends or begins
    there, as it does not in "earn in a year as much as".
    """
    unit, after, end = unit_of(r, m), r.at(m.end()), m.end()
    if r.direction(*m.span()) <= 0 or end != m.start() + 2:
        return None
    if after in code("OR") and r.at(end + 1) in code("NUMW"):
        return Found(m.start(), end + 2, "DATE", "FUTURE_REF")
    if unit not in ("W", "M", "Y") or not (after in (",", ".", BREAK) or r.at(m.start() - 2) in (".", BREAK)):
        return None
    day = moved(r.day, 1, unit) if r.day else None
    return Found(m.start(), end, "DATE", value_of(day, unit) if day else None, refers=False)


def bare_plural(m: Match, r: Reading) -> list[Found]:
    """For weeks; months of talks; in recent years; the coming weeks; years after."""
    unit, before, after = unit_of(r, m), r.at(m.start() - 1), r.at(m.end())
    if before == "-":
        return []
    if m["rel"]:
        which = r.codes[m.end("rel") - 1]
        if which in code("LATEST"):
            return [Found(*m.span(), "DATE", "PAST_REF")]
        if which in code("COMING"):
            return [Found(*m.span(), "DATE", "FUTURE_REF")]
        if which in code("ORD", "EARLY") and not m["the"]:
            return []
        return [Found(*m.span(), "DURATION", duration(None, unit))]
    if m["these"]:
        return [Found(*m.span(), "DATE", "PRESENT_REF")] if unit == "D" and r.low(m.start()) == "these" else []
    if m["the"]:
        if after in code("AHEAD"):
            return [Found(m.start(), m.end() + 1, "DURATION", duration(None, unit))]
        if after in code("BEFORE", "AFTER", "SINCE") and after:
            return [Found(m.end() - 1, m.end(), "DURATION", duration(None, unit))]
        return []
    if (before in code("FOR", "WITHIN", "OVER")) or (
        before in code("IN") and unit not in ("TS", "TM") and after != OTHER and before
    ):
        return [Found(*m.span(), "DURATION", duration(None, unit))]
    if after in code("AFTER", "BEFORE", "OF") and unit not in ("TS", "TM"):
        return [Found(*m.span(), "DURATION", duration(None, unit))]
    return []


def long(m: Match, r: Reading) -> list[Found]:
    """Decades-long, day-long, months-old: a length written with a hyphen."""
    count = 1.0 if r.codes[m.start("u")] not in code("UNITS") else None
    return [Found(*m.span(), "DURATION", duration(count, unit_of(r, m)))]


def age(m: Match, r: Reading) -> list[Found]:
    """58-year-old, six months old: a length, as TempEval-3 has it."""
    return [Found(*m.span(), "DURATION", duration(_count(r, m), unit_of(r, m)), amount_mod(r, m))]


def _weekly(r: Reading, i: int) -> str:
    return f"XXXX-WXX-{r.tokens[i].value}"


def repeated(m: Match, r: Reading) -> list[Found]:
    """Every Friday, each month, every two weeks, every morning, Mondays, Monday and Tuesday nights."""
    if m["wd"]:
        suffix = f"T{r.tokens[m.start('time')].value}" if m["time"] else ""
        found = [Found(m.start("wd") if m["d"] else m.start(), m.end(), "SET", _weekly(r, m.start("wd")) + suffix)]
        return [Found(m.start(), m.start() + 1, "SET", _weekly(r, m.start()) + suffix), *found] if m["d"] else found
    if m["time"]:
        return [Found(*m.span(), "SET", f"XXXX-XX-XXT{r.tokens[m.start('time')].value}")]
    if m["mon"]:
        return [Found(*m.span(), "SET", f"XXXX-{r.number(m.start('mon')):02}")]
    if m["s"]:
        return [Found(*m.span(), "SET", f"XXXX-{r.tokens[m.start('s')].value}")]
    if m["so"]:  # every other day
        return [Found(*m.span(), "SET", duration(2, unit_of(r, m)))] if r.low(m.start("so")) == "other" else []
    if r.codes[m.start()] in code("PER") and unit_of(r, m).startswith("T"):
        return []  # a speed
    count = float(r.tokens[m.start("n")].value or 1) if m["n"] else 1.0
    return [Found(*m.span(), "SET", duration(count, unit_of(r, m)))]
