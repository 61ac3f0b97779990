"""The fields that a query can name, and how their values are read."""

from __future__ import annotations

import calendar
import re
from datetime import date

from dragoman.coding.ontology import load
from dragoman.errors import QueryError
from dragoman.model import Span, Status
from dragoman.resolving.countries import Countries, CountryWord

FIELDS = {
    "speaker": 'speaker:Shoigu or speaker:"foreign minister"',
    "actor": "actor:Taliban",
    "publisher": "publisher:Reuters",
    "country": 'country:RUS or country:"South Korea"',
    "type": "type:CONSULT",
    "status": "status:occurred",
    "kind": "kind:statement",
    "since": "since:2024-05-01",
    "until": "until:2024-05",
    "on": "on:2024",
}
"""Each field with examples of its use."""
NAMED = frozenset({"speaker", "actor", "publisher"})
"""Fields whose values are words of a name."""
CODED = frozenset({"country", "type", "status", "kind"})
"""Fields whose values come from a list."""
DATED = frozenset({"since", "until", "on"})
"""Fields whose values are a day, a month or a year."""
KINDS = ("report", "statement", "event")

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_IGO = "IGO"
"""The record's code for bodies of states, which are in no country."""


def code_of(field: str, value: str, at: Span) -> str:
    """The code that a value of a field from a list means; raises `QueryError` where there is none."""
    if field == "country":
        return _country(value, at)
    codes = {"type": load().types, "status": [s.value for s in Status], "kind": KINDS}[field]
    sought = value.casefold().removesuffix("s") if field == "kind" else value.casefold()
    for code in codes:
        if code.casefold() == sought:
            return code
    raise QueryError(f"{field}:{_short(value)} is none of {', '.join(codes)}", start=at.start, end=at.end)


def days_of(field: str, value: str, at: Span) -> tuple[int | None, int | None]:
    """Ordinals of the first and last day that `since`, `until` or `on` a day, month or year mean."""
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise QueryError(
            f"{field}:{_short(value)} is no day; write 2024, 2024-05 or 2024-05-31", start=at.start, end=at.end
        ) from None
    return (None if field == "until" else first.toordinal(), None if field == "since" else last.toordinal())


def _country(value: str, at: Span) -> str:
    """An ISO 3166-1 alpha-3 code from a code, a name, or the word for its people or what is theirs."""
    if value.upper() == _IGO:
        return _IGO
    countries = Countries.load()
    country = countries.by_code(value.upper())
    if country is None:
        # Names are exact in case for reports' sake ("us" is a pronoun there); whoever asks for a country means one.
        for form in (value, value.title(), value.upper()):
            found = countries.find(form)
            if found and found[1] in (CountryWord.NAME, CountryWord.ADJECTIVE, CountryWord.DEMONYM):
                country = found[0]
                break
    if country is None:
        raise QueryError(
            f"country:{_short(value)} is no country that is known; write its ISO code (RUS) or its name, "
            "in quotation marks if it is of several words",
            start=at.start,
            end=at.end,
        )
    return country.iso3


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
