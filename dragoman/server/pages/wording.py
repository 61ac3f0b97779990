"""How pages word what they show: days, scores, names of countries, and the addresses that things are looked at."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from dragoman.coding.ontology import load as code_book
from dragoman.export import wording
from dragoman.resolving.countries import Countries

STATUS_MARKS = {"occurred": "●", "historical": "◁", "planned": "▷", "hypothetical": "◇", "denied": "✕"}
"""The signs of a status, which say it without colour."""
QUAD_NAMES = {
    "V-COOP": "verbal cooperation",
    "M-COOP": "material cooperation",
    "V-CONF": "verbal conflict",
    "M-CONF": "material conflict",
}


def line(text: object) -> str:
    """Words on one line, without signs that turn the direction of the words around them; a dash for none."""
    return wording.UNKNOWN if text is None or text == "" else wording.one_line(str(text))


def short(text: object, length: int = 160) -> str:
    """`line`, cut between words where it is longer than `length`."""
    told = line(text)
    return told if len(told) <= length else told[:length].rpartition(" ")[0] + " …"


def as_day(day: date | str | None) -> date | None:
    """A day, which lists of the catalogue tell as ISO 8601."""
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day


def day(when: date | str | None) -> str:
    """ "25 Nov 2024"; a dash for none."""
    found = as_day(when)
    return wording.UNKNOWN if found is None else wording.day(found)


def days(first: date | str | None, last: date | str | None) -> str:
    """An interval of days in few words."""
    one, two = as_day(first), as_day(last)
    if one is None or two is None:
        return day(one or two)
    return wording.days((one, two))


def period(first: date | str, by: str) -> str:
    """A period by its first day: "Nov 2024", "2024", "week of 25 Nov 2024"."""
    start = as_day(first)
    assert start is not None
    if by == "week":
        return f"week of {wording.day(start)}"
    return wording.days((start, period_end(start, by)))


def period_end(start: date, by: str) -> date:
    """The last day of a period."""
    match by:
        case "week":
            return start + timedelta(days=6)
        case "month":
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
        case _:
            return date(start.year, 12, 31)


def score(value: float | None) -> str:
    """ "+2.5", with a true minus; a dash for none."""
    return wording.UNKNOWN if value is None else f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def amount(value: float | None) -> str:
    """A figure with its thousands apart."""
    if value is None:
        return wording.UNKNOWN
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def counted(number: int, thing: str) -> str:
    """ "1 event", "1,200 events", "no events"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}" if number else f"no {thing}s"


@cache
def country(code: str | None) -> str:
    """The name of a country by its code; the code itself where it has none."""
    if code is None:
        return wording.UNKNOWN
    if code == "IGO":
        return "international organisations"
    found = _countries().by_code(code)
    return code if found is None else found.name


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """All countries as codes and names, by name."""
    return tuple(sorted(((c.iso3, c.name) for c in _countries()), key=lambda pair: pair[1]))


def sector(code: str | None) -> str:
    """What a sector's code means."""
    told = code_book().sectors.get(code or "")
    return code or wording.UNKNOWN if told is None else f"{code}: {told}"


def place_of(kind: str, thing: dict[str, Any]) -> str:
    """The address of the page where a thing stands: its own, or its report's reader, at its row."""
    id = quote(str(thing["id"]), safe="")
    if kind in ("events", "statements", "event", "statement"):
        return f"/reports/{quote(str(thing['report']), safe='')}#{id}"
    return f"/{kind}/{id}"


@cache
def _countries() -> Countries:
    return Countries.load()
