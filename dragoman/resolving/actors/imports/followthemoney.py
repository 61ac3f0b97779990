"""Entities of FollowTheMoney, one JSON object a line: people, bodies, and the offices and memberships between them.

An office is an `Occupancy` of a `Position`, or a `Membership`, `Directorship` or `Employment` at a body. Somebody with
dated offices is known by them; else topics, or the offices told without dates, say the sector where they agree.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.resolving.actors.describing import describe
from dragoman.resolving.actors.imports.codes import CodedCountry, check, country, only, sector
from dragoman.resolving.actors.imports.names import clean, latin
from dragoman.resolving.actors.imports.rows import (
    Entry,
    Fact,
    Gathering,
    Imported,
    imported,
    objects,
    source_of,
)
from dragoman.resolving.actors.own import Kind

BODIES = frozenset({"Organization", "PublicBody", "Company", "LegalEntity"})
# Edges that give somebody an office: who holds it, at what.
OFFICES = {
    "Occupancy": ("holder", "post"),
    "Membership": ("member", "organization"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
}


@dataclass(frozen=True, slots=True)
class _Thing:
    """A person, body or position: names, country and the sector that it shows by itself."""

    line: int
    schema: str
    names: tuple[str, ...]
    country: str | None
    sector: str | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Office:
    """An edge: who held what, as ids."""

    line: int
    text: str
    holder: str
    at: str
    role: str
    start: str
    until: str
    over: bool


def read_followthemoney(path: Path) -> Imported:
    """The rows of a file of entities. Raises `InputError` where the file is none at all or cannot be read."""
    gathering = Gathering(str(path))
    source = source_of("ftm", path)
    things: dict[str, _Thing] = {}
    offices: list[_Office] = []
    for number, text, found in objects(path, gathering):
        schema, properties, key = found.get("schema"), found.get("properties"), found.get("id")
        if not (isinstance(schema, str) and isinstance(properties, dict) and isinstance(key, str)):
            gathering.complain(number, "syntax", "is no entity: it needs id, schema and properties", text)
            continue
        of = _Properties(properties)
        if schema in OFFICES:
            _take_office(number, text, schema, of, offices, gathering)
        elif schema in BODIES or schema in ("Person", "Position"):
            thing = _thing(number, schema, of)
            if not thing.names:
                gathering.silent += 1  # in another script, or without a name
            elif key in things:
                gathering.complain(number, "syntax", f"the id {key} has come before", text)
            else:
                things[key] = thing
        else:
            gathering.silent += 1
    held = _held(things, offices, gathering)
    for key, thing in things.items():
        if thing.schema == "Position":
            gathering.parts += 1
            continue
        facts = _facts(thing, held.get(key, ()))
        if not facts:
            gathering.silent += 1
            continue
        kind = Kind.PERSON if thing.schema == "Person" else Kind.BODY
        gathering.entries.append(Entry(thing.line, kind, thing.names[0], thing.names[1:], facts))
    return imported(gathering, source)


@dataclass(frozen=True, slots=True)
class _Properties:
    """The properties of an entity, each a list of texts; what is anything else is not there."""

    found: dict[str, Any]

    def all(self, *names: str) -> list[str]:
        out: list[str] = []
        for name in names:
            values = self.found.get(name, [])
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict):  # an entity written out in place of its id
                    value = value.get("id")
                if isinstance(value, str) and value.strip():
                    out.append(value.strip())
        return out

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def _thing(number: int, schema: str, of: _Properties) -> _Thing:
    person = schema == "Person"
    names = [clean(n) for n in of.all("name", "alias", "previousName", "abbreviation")]
    names = [n for n in dict.fromkeys(names) if latin(n)]
    # A single word among a person's aliases is a surname or nickname, and who else bears it is not known.
    names = [n for k, n in enumerate(names) if k == 0 or not person or " " in n]
    home = of.all("nationality", "citizenship") or of.all("country", "jurisdiction") if person else of.all("country")
    known = only(map(country, home or of.all("jurisdiction", "mainCountry")))
    return _Thing(number, schema, tuple(names), known, _sector(schema, of), tuple(map(clean, of.all("position"))))


def _sector(schema: str, of: _Properties) -> str | None:
    """The sector that an entity's topics agree on, or else its schema's."""
    topics = of.all("topics")
    systems = ("topic", "body") if schema in BODIES else ("topic",)
    told = {s for t in topics for s in (sector(system, t) for system in systems) if s is not None}
    if not told:
        return sector("schema", schema)
    return told.pop() if len(told) == 1 else None


def _take_office(
    number: int, text: str, schema: str, of: _Properties, offices: list[_Office], gathering: Gathering
) -> None:
    who, what = OFFICES[schema]
    holder, at = of.first(who), of.first(what)
    if not holder or not at:
        gathering.complain(number, "reference", f"the {schema} does not say {who} and {what}", text)
        return
    start, until = (day[:10] for day in (_earliest(of.all("startDate")), _latest(of.all("endDate"))))
    try:
        check(start, until)
    except ValueError as error:
        gathering.complain(number, "date", str(error), text)
        return
    over = "ended" in of.all("status")
    gathering.parts += 1
    offices.append(_Office(number, text[:400], holder, at, clean(of.first("role")), start, until, over))


def _held(
    things: dict[str, _Thing], offices: Iterable[_Office], gathering: Gathering
) -> dict[str, list[tuple[Fact, bool]]]:
    """What people held, by id; the flag says that it is over, and nobody knows when."""
    out: dict[str, list[tuple[Fact, bool]]] = defaultdict(list)
    for office in offices:
        holder, at = things.get(office.holder), things.get(office.at)
        for key, found in ((office.holder, holder), (office.at, at)):
            if found is None:
                gathering.complain(office.line, "reference", f"{key} is not in the file, or has no name", office.text)
        if holder is None or at is None or holder.schema != "Person":
            continue
        role = at.names[0] if at.schema == "Position" else office.role
        home, of_role = _of_role(role)
        place = at.country or home or (holder.country if at.schema == "Position" else None)
        part = (at.sector or of_role) if at.schema == "Position" else (at.sector if at.sector else of_role)
        if of_role == "IGO" and at.country not in (None, "IGO"):
            part = at.sector  # a council of one state that bears the name of a council of many
        out[office.holder].append((Fact(place, part, role, office.start, office.until), office.over))
    return out


def _facts(thing: _Thing, held: Sequence[tuple[Fact, bool]]) -> tuple[Fact, ...]:
    dated = tuple(dict.fromkeys(f for f, _ in held if f.start or f.until))
    if dated:
        return dated
    undated = [f for f, over in held if not over]
    if thing.sector is None and thing.schema == "Person":
        offices = [(f.country, f.sector, f.role) for f in undated]
        offices += [(home, part, role) for role in thing.roles for home, part in [_of_role(role)]]
        parts = {part for _, part, _ in offices if part}
        homes = only(CodedCountry(home) for home, _, _ in offices)
        if len(parts) == 1:
            role = next(role for _, part, role in offices if part)
            return (Fact(thing.country or homes, parts.pop(), role),)
    if thing.country is None and thing.sector is None:
        return ()
    return (Fact(thing.country, thing.sector),)


@functools.lru_cache(maxsize=1 << 14)
def _of_role(role: str) -> tuple[str | None, str | None]:
    """Country and sector of an office by its name: "Minister of Defence of Norway" is of NOR and GOV."""
    told = describe(role) if role else None
    if told is None or told.former:
        return None, None
    return told.country, told.sector


def _earliest(days: Sequence[str]) -> str:
    return min(days, default="")


def _latest(days: Sequence[str]) -> str:
    return max(days, default="")
