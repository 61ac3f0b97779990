"""What the registers hold of a name, row by row, for whoever wants to see: the shipped tables and a user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.resolving.actors.own import Kind, OwnRow
from dragoman.resolving.actors.register import LEADERS, ORGANISATIONS, table
from dragoman.resolving.actors.wording import fold, key_of
from dragoman.resolving.countries import Countries


def shipped_rows() -> Iterator[OwnRow]:
    """The rows of all shipped tables, each with its table as `source`.

    Surnames under which somebody is known are aliases. A state is a place with its adjectives, people, capital and
    seats as aliases. What a noun makes of somebody (office, body, people) is its `role`.
    """
    for file in ORGANISATIONS:
        for name, aliases, country, sector, start, until, _ in table(file):
            yield OwnRow(
                kind=Kind.BODY,
                name=name,
                aliases=_listed(aliases),
                country=country or None,
                sector=sector or None,
                start=start,
                until=until,
                source=file,
            )
    for file in LEADERS:
        for name, aliases, short, country, role, sector, start, until in table(file):
            yield OwnRow(
                kind=Kind.PERSON,
                name=name,
                aliases=(*_listed(aliases), *_listed(short)),
                country=country or None,
                sector=sector or None,
                role=role,
                start=start,
                until=until,
                source=file,
            )
    for state in Countries.load():
        words = (*state.aliases, *state.adjectives, *state.demonyms, *state.capitals, *state.seats)
        others = tuple(w for w in dict.fromkeys(words) if w != state.name)
        yield OwnRow(kind=Kind.PLACE, name=state.name, aliases=others, country=state.iso3, source="countries.tsv")
    for country, cities, peoples, polities in table("localities.tsv"):
        for name in (*_listed(cities), *_listed(peoples), *_listed(polities)):
            yield OwnRow(kind=Kind.PLACE, name=name, country=country, source="localities.tsv")
    for noun, sector, kind in table("roles.tsv"):
        yield OwnRow(kind=Kind.NOUN, name=noun, sector=sector or None, role=kind, source="roles.tsv")


def bearing(name: str, rows: Iterable[OwnRow]) -> list[OwnRow]:
    """The rows that bear a name as their own or as an alias."""
    key = key_of(name)
    return [row for row in rows if any(key_of(n) == key for n in (row.name, *row.aliases))]


def containing(part: str, rows: Iterable[OwnRow]) -> list[OwnRow]:
    """The rows with a name or alias that contains `part`, case and accents aside; all of them for an empty one."""
    folded = fold(part)
    return [row for row in rows if any(folded in fold(n) for n in (row.name, *row.aliases))]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
