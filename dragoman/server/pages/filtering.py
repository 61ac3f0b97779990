"""Filters of a list as a form: fields made from the parameters that the API declares, chips of what is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from dragoman.coding.ontology import load as code_book
from dragoman.server.catalogue.choosing import Chooser, Chosen
from dragoman.server.pages import wording
from dragoman.server.parameters import Kind, Parameter

PAGING = ("order", "limit", "after", "format")
MOST_COUNTRIES = 10
_LABELS = {
    "q": "Words",
    "who": "Who (either side)",
    "actor": "Who acts",
    "recipient": "Who is acted on",
    "country": "Country",
    "type": "Type",
    "quad": "Quarter",
    "status": "Status",
    "place": "Place",
    "place_country": "Country of the place",
    "reports": "In at least so many reports",
    "due_from": "Due from",
    "due_to": "due to",
    "from": "From",
    "to": "to",
    "party": "Who is bound",
    "counterparty": "Toward whom",
    "addressee": "Spoken to",
}
_COUNTRY_COLUMNS = {
    "events": ("actor_countries", "recipient_countries"),
    "incidents": ("actor_countries", "recipient_countries"),
    "statements": ("speaker_country", "addressee_country"),
    "commitments": ("party_country", "counterparty_country"),
    "reports": ("countries",),
    "actors": ("country",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick: its value, what it is called, how many things have it where that is counted."""

    value: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    name: str
    label: str
    what: str
    kind: str
    """days, boxes, country, number or text."""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    pair: str | None = None
    """The second field of a pair of days, with its value in `values[1]`."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is asked, and the address that does not ask it."""

    name: str
    without: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The form and the chips of a list."""

    path: str
    fields: tuple[Field, ...]
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...] = field(default=())
    """What is asked besides, which the form sends on as it is."""


def filters(
    path: str,
    parameters: Iterable[Parameter],
    given: Sequence[tuple[str, str]],
    *,
    chooser: Chooser | None = None,
    chosen: Chosen | None = None,
    without: Collection[str] = (),
) -> Filters:
    """The form of a list at `path`, for parameters of which some are `given`, with counts of what is `chosen`."""
    given = [(name, value) for name, value in given if value and name not in ("after", "format")]
    asked: dict[str, list[str]] = {}
    for name, value in given:
        asked.setdefault(name, []).append(value)
    fields: list[Field] = []
    known = {p.name: p for p in parameters if p.name not in PAGING and p.name not in without}
    for p in known.values():
        values = tuple(asked.get(p.name, ()))
        label = _LABELS.get(p.name, p.name.replace("_", " ").capitalize())
        if p.kind is Kind.FIRST_DAY:
            other = p.name.replace("from", "to")
            both = ((*values, "")[0], (*asked.get(other, ()), "")[0])
            fields.append(Field(p.name, label, p.what, "days", both, pair=other))
        elif p.kind is Kind.CODE:
            fields.append(Field(p.name, label, p.what, "boxes", values, _boxes(p, values, chooser, chosen)))
        elif p.kind is Kind.COUNTRY:
            fields.append(Field(p.name, label, p.what, "country", values, _countries(p, values, chooser, chosen)))
        elif p.kind is not Kind.LAST_DAY:
            fields.append(Field(p.name, label, p.what, "number" if p.kind is Kind.NUMBER else "text", values))
    chips = []
    for n, (name, value) in enumerate(given):
        if name in known:
            told = wording.country(value.upper()) if known[name].kind is Kind.COUNTRY else value
            rest = urlencode([pair for m, pair in enumerate(given) if m != n])
            label = _LABELS.get(name, name.replace("_", " "))
            chips.append(Chip(f"{label}: {told}", f"{path}?{rest}" if rest else path))
    kept = tuple((name, value) for name, value in given if name not in known and name != "order")
    return Filters(path, tuple(fields), tuple(chips), kept)


def _boxes(p: Parameter, values: Sequence[str], chooser: Chooser | None, chosen: Chosen | None) -> tuple[Choice, ...]:
    counts = _counts(chooser, chosen, p.name)
    return tuple(
        Choice(code, _named(p.name, code), None if counts is None else counts.get(code, 0), code in values)
        for code in p.choices
    )


def _countries(
    p: Parameter, values: Sequence[str], chooser: Chooser | None, chosen: Chosen | None
) -> tuple[Choice, ...]:
    """The countries that are asked for, then the most frequent ones; how many things a country is in is not told
    where it can be on either side, since that would count some twice."""
    asked = [v.upper() for v in values]
    totals: dict[str, int] = {}
    columns: tuple[str, ...] = ()
    if chooser is not None and chosen is not None:
        columns = (p.name,) if p.name == "place_country" else _COUNTRY_COLUMNS.get(chooser.sheet.name, ())
        for column in columns:
            for code, n in chooser.counts(chosen, column):
                totals[code] = totals.get(code, 0) + n
    shown = list(dict.fromkeys([*asked, *sorted(totals, key=lambda code: -totals[code])[:MOST_COUNTRIES]]))
    return tuple(
        Choice(code, wording.country(code), totals.get(code) if len(columns) == 1 else None, code in asked)
        for code in shown
    )


def _counts(chooser: Chooser | None, chosen: Chosen | None, column: str) -> dict[str, int] | None:
    if chooser is None or chosen is None or column not in (*chooser.sheet.plan.coded, *chooser.sheet.plan.listed):
        return None
    return dict(chooser.counts(chosen, column))


def _named(name: str, code: str) -> str:
    if name == "quad":
        return wording.QUAD_NAMES.get(code, code)
    if name == "sector":
        return f"{code}: {code_book().sectors[code]}"
    return code
