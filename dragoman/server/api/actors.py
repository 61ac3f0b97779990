"""Actors: who acts, suffers and speaks, over all reports."""

from __future__ import annotations

from dragoman.coding.ontology import load as code_book
from dragoman.server.api.resource import PAGING, Resource, coded
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.parameters import Asked, Kind, Parameter

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


ACTORS = Resource(
    name="actors",
    one="actor",
    what="Who acts, suffers and speaks: people, bodies and states under one name, country and sector, in all reports.",
    parameters=PARAMETERS,
    columns=ITEMS["actors"],
    choose=choose,
    more_schema={
        "facts": {
            "type": "array",
            "items": {"type": "object"},
            "description": f"what reports say that it is, the newest first, {MOST_FACTS} at most",
        }
    },
)
