"""Reports: what was read, by whom it was published, and when; one by its id with all that was coded from it."""

from __future__ import annotations

from typing import Any

from dragoman.server.api.resource import PAGING, TYPE, Resource
from dragoman.server.catalogue import Choice, OneOf, Who
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
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


def more(source: Source, row: dict[str, Any]) -> bytes:
    """The whole record of a report, as the contract has it (`dragoman schema`)."""
    return b'{"record":' + (source.listed.catalogue.record(row["id"]) or b"null") + b"}"


REPORTS = Resource(
    name="reports",
    one="report",
    what="What was read: who published it and when, and how much was coded from it.",
    parameters=PARAMETERS,
    columns=ITEMS["reports"],
    choose=choose,
    more=more,
    more_schema={
        "record": {
            "type": ["object", "null"],
            "description": "all that was coded from it, its text first; `dragoman schema` prints the schema",
        }
    },
)
