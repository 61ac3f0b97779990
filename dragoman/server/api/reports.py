"""Reports: what was read, by whom it was published, and when; one by its id with all that was coded from it."""

from __future__ import annotations

import json
from typing import Any

from dragoman.server.api.resource import PAGING, TYPE, Cell, Column, Resource
from dragoman.server.catalogue import Choice, OneOf, Who
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Source

PARAMETERS = (
    Parameter("publisher", Kind.TEXT, "words of the publisher's name", example="Reuters"),
    Parameter("agency", Kind.TEXT, "words of the agency's name"),
    Parameter("language", Kind.TEXT, "the language's code", longest=20, example="en"),
    Parameter("country", Kind.COUNTRY, "a country that stands in one of its events", many=True, example="RUS"),
    TYPE,
    *PAGING,
)


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of reports that parameters mean."""
    told = ((name, asked.text(name)) for name in ("publisher", "agency"))
    conditions: list[Condition] = [Who(words, names=(name,)) for name, words in told if words]
    if language := asked.text("language"):
        conditions.append(OneOf(("language",), (language,)))
    if countries := asked.many("country"):
        conditions.append(OneOf(("countries",), countries))
    if types := asked.many("type"):
        conditions.append(OneOf(("types",), types))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


def more(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """The whole record of a report, as the contract has it (`dragoman schema`)."""
    line = source.record.line(row["id"])
    return {"record": None if line is None else json.loads(line)}


REPORTS = Resource(
    name="reports",
    one="report",
    what="What was read: who published it and when, and how much was coded from it.",
    parameters=PARAMETERS,
    columns=(
        Column("id", Cell.ID, "the report's id"),
        Column("day", Cell.DAY, "the day that its relative dates count from"),
        Column("published", Cell.STAMP, "when it was published, as exactly as the page tells it"),
        Column("updated", Cell.STAMP, "when it was last changed, as the page tells it"),
        Column("title", Cell.TEXT, "its title"),
        Column("publisher", Cell.TEXT, "who published it"),
        Column("agency", Cell.TEXT, "the agency it is from"),
        Column("byline", Cell.TEXT, "its authors, as it names them"),
        Column("url", Cell.TEXT, "its address"),
        Column("language", Cell.TEXT, "its language"),
        Column("statements", Cell.NUMBER, "how many statements were read from it"),
        Column("events", Cell.NUMBER, "how many events"),
        Column("commitments", Cell.NUMBER, "how many commitments"),
        Column("characters", Cell.NUMBER, "how long its text is, in code points"),
    ),
    choose=choose,
    more=more,
    more_schema={
        "record": {
            "type": ["object", "null"],
            "description": "all that was coded from it, its text first; `dragoman schema` prints the schema",
        }
    },
    in_report=False,
)
