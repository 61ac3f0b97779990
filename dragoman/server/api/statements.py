"""Statements: who said what to whom and who carried it; and the attitudes that reports say somebody has."""

from __future__ import annotations

from dragoman.model import Form, Stance
from dragoman.server.api.resource import PAGING, WHO_IS, Resource, coded
from dragoman.server.api.words import SENTENCE, sentence_of
from dragoman.server.catalogue import Choice, OneOf, Who
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.parameters import Asked, Kind, Parameter

PARAMETERS = (
    Parameter("speaker", Kind.WHO, f"who speaks: {WHO_IS}", example="RUS"),
    Parameter("addressee", Kind.WHO, f"who is spoken to: {WHO_IS}"),
    Parameter("who", Kind.WHO, f"who speaks or is spoken to: {WHO_IS}"),
    Parameter("country", Kind.COUNTRY, "a country that speaks or is spoken to", many=True),
    Parameter("kind", Kind.CODE, "words or a view", choices=("statement", "attitude"), many=True),
    Parameter("stance", Kind.CODE, "what is done with the words", choices=tuple(s.value for s in Stance), many=True),
    Parameter("form", Kind.CODE, "how the words are given", choices=tuple(f.value for f in Form), many=True),
    Parameter("publisher", Kind.TEXT, "words of the publisher's name"),
    *PAGING,
)
_SPEAKER = (("speaker_country",), ("speaker_actor",), ("speaker", "speaker_words"))
_ADDRESSEE = (("addressee_country",), ("addressee_actor",), ("addressee",))


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of statements that parameters mean."""
    conditions: list[Condition] = []
    for name, sides in (("speaker", (_SPEAKER,)), ("addressee", (_ADDRESSEE,)), ("who", (_SPEAKER, _ADDRESSEE))):
        if who := asked.text(name):
            countries, ids, names = (tuple(c for side in sides for c in side[part]) for part in range(3))
            conditions.append(Who(who, countries=countries, ids=ids, names=names))
    if codes := asked.many("country"):
        conditions.append(OneOf(("speaker_country", "addressee_country"), codes))
    conditions += coded(asked, "kind", "stance", "form")
    if publisher := asked.text("publisher"):
        conditions.append(Who(publisher, names=("publisher",)))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


STATEMENTS = Resource(
    name="statements",
    one="statement",
    what="Who said what to whom, with what stance and through whom it came; and what somebody is said to want.",
    parameters=PARAMETERS,
    columns=ITEMS["statements"],
    choose=choose,
    more=sentence_of,
    more_schema=SENTENCE,
)
