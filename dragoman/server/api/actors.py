"""Actors: who acts, suffers and speaks, over all reports."""

from __future__ import annotations

from typing import Any

from dragoman.coding.ontology import load as code_book
from dragoman.server.api.resource import PAGING, Cell, Column, Resource, coded, plain
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Source

PARAMETERS = (
    Parameter("name", Kind.TEXT, "words of the name", example="Guterres"),
    Parameter("country", Kind.COUNTRY, "the actor's country", many=True, example="RUS"),
    Parameter("sector", Kind.CODE, "PLOVER's sector", choices=tuple(code_book().sectors), many=True),
    Parameter("reports", Kind.NUMBER, "in at least so many reports", low=1, high=1_000_000),
    *PAGING,
)
MOST_FACTS = 200


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of actors that parameters mean."""
    conditions: list[Condition] = []
    if name := asked.text("name"):
        conditions.append(Who(name, names=("name",)))
    if codes := asked.many("country"):
        conditions.append(OneOf(("country",), codes))
    conditions += coded(asked, "sector")
    if least := asked.number("reports"):
        conditions.append(Within("reports", least))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


def more(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """What reports say that an actor is, the newest first, each with the words and where they stand."""
    names = ("role", "country", "sector", "former", "words", "report", "day", "start", "end")
    found = source.record.sql(
        "SELECT role, country, sector, former, words, source, day, start_at, end_at FROM actor_facts "
        "WHERE actor = ? AND source = report ORDER BY day DESC NULLS LAST, report, n",
        [row["id"]],
    ).tuples(MOST_FACTS)
    return {"facts": [dict(zip(names, map(plain, fact), strict=True)) for fact in found]}


ACTORS = Resource(
    name="actors",
    one="actor",
    what="Who acts, suffers and speaks: people, bodies and states under one name, country and sector, in all reports.",
    parameters=PARAMETERS,
    columns=(
        Column("id", Cell.ID, "the actor's id"),
        Column("name", Cell.TEXT, "what the reports call it"),
        Column("country", Cell.TEXT, "its country's code (ISO 3166-1 alpha-3), or IGO"),
        Column("sector", Cell.TEXT, "PLOVER's sector"),
        Column("reports", Cell.NUMBER, "in how many reports it is"),
        Column("mentions", Cell.NUMBER, "how often they speak of it"),
        Column("statements", Cell.NUMBER, "how many statements are its"),
        Column("events_as_actor", Cell.NUMBER, "in how many events it acts"),
        Column("events_as_recipient", Cell.NUMBER, "in how many it is acted on"),
        Column("commitments", Cell.NUMBER, "how many commitments bind it, or are its demands and proposals"),
        Column("first_seen", Cell.DAY, "the day of the first report that it is in"),
        Column("last_seen", Cell.DAY, "the day of the last one", "day"),
    ),
    choose=choose,
    more=more,
    more_schema={
        "facts": {
            "type": "array",
            "items": {"type": "object"},
            "description": f"what reports say that it is, the newest first, {MOST_FACTS} at most",
        }
    },
    in_report=False,
)
