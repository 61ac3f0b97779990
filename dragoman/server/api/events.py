"""Events: who did what to whom, one for each time a report tells of an act."""

from __future__ import annotations

from dragoman.server.api.resource import PAGING, QUAD, STATUS, TYPE, WHO_IS, Resource, coded
from dragoman.server.api.words import SENTENCE, sentence_of
from dragoman.server.catalogue import Choice, OneOf, Who
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.parameters import Asked, Kind, Parameter

_ACTOR = ("actor_countries", "actor_ids", "actor_names")
_RECIPIENT = ("recipient_countries", "recipient_ids", "recipient_names")

PARAMETERS = (
    Parameter("country", Kind.COUNTRY, "a country that acts or is acted on", many=True, example="RUS"),
    Parameter("actor", Kind.WHO, f"who acts: {WHO_IS}", example="RUS"),
    Parameter("recipient", Kind.WHO, f"who is acted on: {WHO_IS}", example="UKR"),
    Parameter("who", Kind.WHO, f"who acts or is acted on: {WHO_IS}"),
    TYPE,
    QUAD,
    STATUS,
    Parameter("place", Kind.TEXT, "words of the place's name"),
    Parameter("place_country", Kind.COUNTRY, "the country that the place is in", many=True),
    Parameter("publisher", Kind.TEXT, "words of the publisher's name"),
    *PAGING,
)


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of events that parameters mean."""
    conditions: list[Condition] = []
    if countries := asked.many("country"):
        conditions.append(OneOf((_ACTOR[0], _RECIPIENT[0]), countries))
    for name, sides in (("actor", (_ACTOR,)), ("recipient", (_RECIPIENT,)), ("who", (_ACTOR, _RECIPIENT))):
        if who := asked.text(name):
            countries_, ids, names = zip(*sides, strict=True)
            conditions.append(Who(who, countries=countries_, ids=ids, names=names))
    conditions += coded(asked, "type", "quad", "status", "place_country")
    if place := asked.text("place"):
        conditions.append(Who(place, names=("place",)))
    if publisher := asked.text("publisher"):
        conditions.append(Who(publisher, names=("publisher",)))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


EVENTS = Resource(
    name="events",
    one="event",
    what="Who did what to whom, once for each time that a report tells of it.",
    parameters=PARAMETERS,
    columns=ITEMS["events"],
    choose=choose,
    more=sentence_of,
    more_schema=SENTENCE,
)
