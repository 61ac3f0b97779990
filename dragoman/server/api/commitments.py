"""Commitments: who bound whom to what, and what became of it."""

from __future__ import annotations

from typing import Any

from dragoman.merging.threads import State
from dragoman.model import CommitmentKind
from dragoman.server.api.resource import PAGING, WHO_IS, Cell, Column, Resource, coded, plain
from dragoman.server.api.words import SENTENCE, sentence_of
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Source

KINDS = tuple(k.value for k in CommitmentKind)
STATES = tuple(s.value for s in State)

PARAMETERS = (
    Parameter("party", Kind.WHO, f"who is bound, or demands or proposes: {WHO_IS}", example="RUS"),
    Parameter("counterparty", Kind.WHO, f"toward whom: {WHO_IS}"),
    Parameter("who", Kind.WHO, f"one or the other: {WHO_IS}"),
    Parameter("country", Kind.COUNTRY, "a country that is one or the other", many=True),
    Parameter("kind", Kind.CODE, "what kind it is", choices=KINDS, many=True),
    Parameter("state", Kind.CODE, "what became of it, as later reports tell", choices=STATES, many=True),
    Parameter("due_from", Kind.FIRST_DAY, "its deadline is this day or later"),
    Parameter("due_to", Kind.LAST_DAY, "its deadline is this day or earlier"),
    Parameter("publisher", Kind.TEXT, "words of the publisher's name"),
    *PAGING,
)
_PARTY = ("party_country", "party_actor", "party")
_OTHER = ("counterparty_country", "counterparty_actor", "counterparty")
_EPOCH = 719163


def choose(asked: Asked) -> Choice:
    """The choice of the sheet of commitments that parameters mean."""
    conditions: list[Condition] = []
    for name, sides in (("party", (_PARTY,)), ("counterparty", (_OTHER,)), ("who", (_PARTY, _OTHER))):
        if who := asked.text(name):
            countries, ids, names = zip(*sides, strict=True)
            conditions.append(Who(who, countries=countries, ids=ids, names=names))
    if codes := asked.many("country"):
        conditions.append(OneOf((_PARTY[0], _OTHER[0]), codes))
    conditions += coded(asked, "kind", "state")
    first, last = asked.day("due_from"), asked.day("due_to")
    if first or last:
        low, high = (None if d is None else d.toordinal() - _EPOCH for d in (first, last))
        conditions.append(Within("deadline_now", -1_000_000 if low is None else low, high))
    if publisher := asked.text("publisher"):
        conditions.append(Who(publisher, names=("publisher",)))
    return Choice(tuple(conditions), asked.day("from"), asked.day("to"))


def more(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """The sentence of a commitment, and the steps of its thread."""
    steps = source.record.derived().rows(
        "SELECT report, day, how, state_after, span_start, span_end, event, commitment, deadline, confidence "
        "FROM thread_steps WHERE thread = ? ORDER BY n",
        [row["thread"]],
    )
    names = ("report", "day", "how", "state_after", "start", "end", "event", "commitment", "deadline", "confidence")
    told = [dict(zip(names, map(plain, step), strict=True)) for step in steps]
    return {**sentence_of(source, row), "thread_steps": told}


COMMITMENTS = Resource(
    name="commitments",
    one="commitment",
    what="Who bound whom to what: pledges, offers, threats, demands, agreements and proposals, and their outcome.",
    parameters=PARAMETERS,
    columns=(
        Column("id", Cell.ID, "the commitment's id"),
        Column("day", Cell.DAY, "the day of the report that tells of it"),
        Column("kind", Cell.TEXT, "pledge, offer, threat, demand, agreement or proposal"),
        Column("party", Cell.PARTY, "who is bound, or demands or proposes"),
        Column("counterparty", Cell.PARTY, "toward whom"),
        Column("content", Cell.TEXT, "to what"),
        Column("condition", Cell.TEXT, "under what condition"),
        Column("deadline", Cell.DAY, "until when, as the report told it"),
        Column("deadline_now", Cell.DAY, "until when, as later reports have moved it"),
        Column("state", Cell.TEXT, "what became of it; null where it opens no thread, as in a copy of another report"),
        Column("thread", Cell.ID, "its thread"),
        Column("steps", Cell.NUMBER, "how many steps its thread has"),
        Column("last_day", Cell.DAY, "the day of the last one"),
        Column("event", Cell.ID, "the event that carries it"),
        Column("statement", Cell.ID, "the statement that it stands in"),
        Column("start", Cell.NUMBER, "where its content begins in the report's text, in code points", "start_at"),
        Column("end", Cell.NUMBER, "where it ends", "end_at"),
    ),
    choose=choose,
    more=more,
    more_schema={
        **SENTENCE,
        "thread_steps": {
            "type": "array",
            "items": {"type": "object"},
            "description": "what later reports say became of it, in order",
        },
    },
)
