"""Statements: who said what to whom and who carried it; and the attitudes that reports say somebody has."""

from __future__ import annotations

from dragoman.model import Form, Stance
from dragoman.server.api.resource import PAGING, WHO_IS, Cell, Column, Resource, coded
from dragoman.server.api.words import SENTENCE, sentence_of
from dragoman.server.catalogue import Choice, OneOf, Who
from dragoman.server.catalogue.choosing import Condition
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
    columns=(
        Column("id", Cell.ID, "the statement's id"),
        Column("kind", Cell.TEXT, "statement, or attitude: a view or wish without words of the holder's"),
        Column("day", Cell.DAY, "the day of speaking, or the report's where that is not told"),
        Column("first_day", Cell.DAY, "the first day on which it may have been said"),
        Column("last_day", Cell.DAY, "the last day on which it may have been said"),
        Column("speaker", Cell.PARTY, "who speaks"),
        Column("stance", Cell.TEXT, "what is done with the words: asserts, denies, threatens, ..."),
        Column("form", Cell.TEXT, "direct, indirect or mixed"),
        Column("content", Cell.TEXT, "what is said"),
        Column("cue", Cell.TEXT, "the words that tell that it is said"),
        Column("addressee", Cell.PARTY, "who is spoken to"),
        Column("relayed_by", Cell.TEXTS, "the outlets that carried it, nearest to the speaker first"),
        Column("place", Cell.TEXT, "where it was said"),
        Column("place_country", Cell.TEXT, "the country that the place is in"),
        Column("inside", Cell.ID, "the statement whose words report this one"),
        Column("start", Cell.NUMBER, "where its content begins in the report's text, in code points", "start_at"),
        Column("end", Cell.NUMBER, "where it ends", "end_at"),
    ),
    choose=choose,
    more=sentence_of,
    more_schema=SENTENCE,
)
