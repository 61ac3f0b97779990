"""Incidents: what happened, each happening once, however many reports tell of it."""

from __future__ import annotations

from dragoman.server.api.resource import PAGING, QUAD, STATUS, TYPE, Resource, coded
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.parameters import Asked, Kind, Parameter

WHO = "a country's code of three letters, or words of a name"
PARAMETERS = (
    Parameter("country", Kind.COUNTRY, "a country that acts or is acted on", many=True, example="RUS"),
    Parameter("actor", Kind.WHO, f"who acts: {WHO}"),
    Parameter("recipient", Kind.WHO, f"who is acted on: {WHO}"),
    Parameter("who", Kind.WHO, f"one or the other: {WHO}"),
    TYPE,
    QUAD,
    STATUS,
    Parameter("place", Kind.TEXT, "words of the place's name"),
    Parameter("place_country", Kind.COUNTRY, "the country that the place is in", many=True),
    Parameter("reports", Kind.NUMBER, "told by at least so many reports", low=1, high=1_000_000),
    *PAGING,
)
_ACTOR, _RECIPIENT = ("actor_countries", "actor_names"), ("recipient_countries", "recipient_names")


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of incidents that parameters mean."""
    conditions: list[Condition] = []
    if codes := asked.many("country"):
        conditions.append(OneOf((_ACTOR[0], _RECIPIENT[0]), codes))
    for name, sides in (("actor", (_ACTOR,)), ("recipient", (_RECIPIENT,)), ("who", (_ACTOR, _RECIPIENT))):
        if who := asked.text(name):
            countries, names = zip(*sides, strict=True)
            conditions.append(Who(who, countries=countries, names=names))
    conditions += coded(asked, "type", "quad", "status", "place_country")
    if place := asked.text("place"):
        conditions.append(Who(place, names=("place",)))
    if least := asked.number("reports"):
        conditions.append(Within("reports", least))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


_OBJECTS = {"type": "array", "items": {"type": "object"}}

INCIDENTS = Resource(
    name="incidents",
    one="incident",
    what="What happened, each happening once, with all reports that tell of it.",
    parameters=PARAMETERS,
    columns=ITEMS["incidents"],
    choose=choose,
    more_schema={
        "told_by": {**_OBJECTS, "description": "the events that tell of it, with their reports"},
        "figures": {**_OBJECTS, "description": "every figure that is told of it, and how many tell it"},
    },
)
