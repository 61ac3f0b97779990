"""Commitments: who bound whom to what, and what became of it."""

from __future__ import annotations

from dragoman.merging.threads import State
from dragoman.model import CommitmentKind
from dragoman.server.api.resource import PAGING, WHO_IS, Resource, coded
from dragoman.server.api.words import SENTENCE, sentence_of
from dragoman.server.catalogue import Choice, OneOf, Who, Within
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.parameters import Asked, Kind, Parameter

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


COMMITMENTS = Resource(
    name="commitments",
    one="commitment",
    what="Who bound whom to what: pledges, offers, threats, demands, agreements and proposals, and their outcome.",
    parameters=PARAMETERS,
    columns=ITEMS["commitments"],
    choose=choose,
    more=sentence_of,
    more_schema={
        **SENTENCE,
        "thread_steps": {
            "type": "array",
            "items": {"type": "object"},
            "description": "what later reports say became of it, in order",
        },
    },
)
