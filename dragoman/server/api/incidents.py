"""Incidents: what happened, each happening once, however many reports tell of it."""

from __future__ import annotations

from typing import Any

from dragoman.server.api.resource import PAGING, QUAD, STATUS, TYPE, Cell, Column, Resource, coded, plain
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Source

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


def more(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """What tells of an incident, and the figures that its reports give, which may differ."""
    derived = source.record.derived()
    names = ("event", "report", "day", "publisher", "story", "copy", "current", "background", "status", "statement")
    told = derived.rows(
        "SELECT event, report, day, publisher, story, copy, is_current, background, status, statement "
        "FROM incident_events WHERE incident = ? ORDER BY n",
        [row["id"]],
    )
    figures = derived.rows(
        "SELECT kind, amount, high, unit, bound, is_current, n_told "
        "FROM incident_figures WHERE incident = ? ORDER BY n",
        [row["id"]],
    )
    figure = ("kind", "amount", "high", "unit", "bound", "current", "told_by")
    return {
        "told_by": [dict(zip(names, map(plain, line), strict=True)) for line in told],
        "figures": [dict(zip(figure, map(plain, line), strict=True)) for line in figures],
    }


_OBJECTS = {"type": "array", "items": {"type": "object"}}

INCIDENTS = Resource(
    name="incidents",
    one="incident",
    what="What happened, each happening once, with all reports that tell of it.",
    parameters=PARAMETERS,
    columns=(
        Column("id", Cell.ID, "the incident's id"),
        Column("type", Cell.TEXT, "PLOVER's type"),
        Column("quad", Cell.TEXT, "PLOVER's quarter of the type: V-COOP, M-COOP, V-CONF or M-CONF"),
        Column("modes", Cell.TEXTS, "PLOVER's modes"),
        Column("contexts", Cell.TEXTS, "PLOVER's contexts"),
        Column("status", Cell.TEXT, "occurred, historical, planned, hypothetical or denied"),
        Column("first_day", Cell.DAY, "the first day on which it may lie"),
        Column("last_day", Cell.DAY, "the last day on which it may lie"),
        Column("actors", Cell.PARTIES, "who acts", "actor"),
        Column("recipients", Cell.PARTIES, "who is acted on", "recipient"),
        Column("place", Cell.TEXT, "where"),
        Column("place_country", Cell.TEXT, "the country that the place is in"),
        Column("place_precision", Cell.TEXT, "how exactly the place is known"),
        Column("lat", Cell.REAL, "the place's latitude in degrees"),
        Column("lon", Cell.REAL, "the place's longitude in degrees"),
        Column("size_kinds", Cell.TEXTS, "what its figures count: killed, injured, arrested, crowd, troops, money"),
        Column("sizes", Cell.NUMBERS, "the figures"),
        Column("sizes_high", Cell.NUMBERS, "the ends of those that are ranges"),
        Column("size_units", Cell.TEXTS, "the currencies of those that are money"),
        Column("confidence", Cell.REAL, "how sure the type is, 0 to 1"),
        Column("claimed", Cell.FLAG, "whether it rests on somebody's word alone"),
        Column("withdrawn", Cell.FLAG, "whether all that told of it have taken it back"),
        Column("reports", Cell.NUMBER, "how many reports tell of it"),
        Column("publishers", Cell.NUMBER, "of how many publishers"),
        Column("stories", Cell.NUMBER, "how many of them are no copies of one another"),
        Column("first_reported", Cell.DAY, "the day of the first report"),
        Column("last_reported", Cell.DAY, "the day of the last one"),
    ),
    choose=choose,
    more=more,
    more_schema={
        "told_by": {**_OBJECTS, "description": "the events that tell of it, with their reports"},
        "figures": {**_OBJECTS, "description": "every figure that is told of it, and how many tell it"},
    },
    in_report=False,
)
