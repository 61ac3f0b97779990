"""FollowTheMoney entities, one JSON object a line: reports, actors, the roles they are told to have, and events.

An actor that several reports tell of stands once for each of them, under one id and with what that report says: the
fragments that `ftm aggregate` makes one entity of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from dragoman.export import wording
from dragoman.export.acts import Act, acts, address, is_person, key, line
from dragoman.export.tables import country
from dragoman.model import Actor, CodedReport, Fact, Report, Status, identity
from dragoman.resolving.countries import Countries

_BODIES = {"IGO", "NGO"}
_LANGUAGES = {"en": "eng"}  # FollowTheMoney writes ISO 639-3, and English is what is read

_Properties = dict[str, Sequence[str | None]]


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """A line an entity."""
    for coded in records:
        yield from dict.fromkeys(_report(coded))  # a report may tell the same role of somebody twice


def _report(coded: CodedReport) -> Iterator[str]:
    article = f"report-{key(coded.report.id)}"
    yield _entity(article, "Article", _article(coded.report))
    for actor in coded.actors:
        if line(actor.name):
            yield from _actor(actor, coded, article)
    for act in acts(coded):
        yield from _event(act, article)


def schema(actor: Actor) -> str:
    """Person, PublicBody, Organization, or LegalEntity where the report does not tell whether it is one or many."""
    if is_person(actor):
        return "Person"
    if Countries.load().by_name(actor.name):
        return "PublicBody"
    return "Organization" if actor.sector in _BODIES and not actor.roles else "LegalEntity"


def _article(report: Report) -> _Properties:
    return {
        "title": [report.title],
        "author": [report.byline],
        "publisher": list(dict.fromkeys((report.publisher, report.agency))),
        "publishedAt": [_stamp(report.published)],
        "modifiedAt": [_stamp(report.updated)],
        "language": [_LANGUAGES.get(report.language or "")],
        "sourceUrl": [address(report)],
    }


def _actor(actor: Actor, coded: CodedReport, article: str) -> Iterator[str]:
    kind = schema(actor)
    properties: _Properties = {
        "name": [actor.name],
        "country": [_iso2(actor.country)],
        "proof": [article],
    }
    if kind == "Person":
        properties["position"] = actor.roles
    elif actor.sector:
        properties["classification"] = [actor.sector]
    yield _entity(_of(actor.id), kind, properties)
    for fact in actor.facts if kind == "Person" else ():
        if fact.role and line(fact.role):
            yield from _role(actor, fact, coded)


def _role(actor: Actor, fact: Fact, coded: CodedReport) -> Iterator[str]:
    """A role as FollowTheMoney has it: a position, and that the person is told on a day to hold or have held it."""
    role, where = line(fact.role or ""), _iso2(fact.country)
    post = f"post-{identity('post', role.lower(), where)}"
    source = fact.report or coded.report.id
    day = fact.day if fact.report else coded.report.day
    yield _entity(post, "Position", {"name": [role], "country": [where]})
    yield _entity(
        f"role-{identity('role', actor.id, post, source, fact.former)}",
        "Occupancy",
        {
            "holder": [_of(actor.id)],
            "post": [post],
            "date": [_stamp(day)],
            "status": ["ended" if fact.former else None],  # "the then president" holds nothing today
            "description": [fact.words],
            "proof": [f"report-{key(source)}"],
        },
    )


def _event(act: Act, article: str) -> Iterator[str]:
    """The event, and before it the parties whose words mean no actor of the report, or none that it names."""
    for side in (*act.actors, *act.recipients):
        if side.name and (side.actor is None or not line(side.actor.name)):
            told: _Properties = {"name": [side.name], "country": [_iso2(side.country)], "proof": [article]}
            yield _entity(_of(side.id), "LegalEntity", told)
    event, place = act.event, act.place
    yield _entity(
        f"event-{act.id}",
        "Event",
        {
            "name": [headline(act)],
            "startDate": [_stamp(act.first_day)],
            "endDate": [_stamp(act.last_day)],
            "country": [_iso2(place.country) if place else None],
            "location": [place.name if place else None],
            "organizer": [_of(side.id) for side in act.actors if side.name],
            "involved": [_of(side.id) for side in act.recipients if side.name],
            "summary": [act.words],
            "keywords": [event.type, event.mode, event.status.value, *event.contexts],
            "recordId": [act.id],
            "proof": [article],
            "sourceUrl": [address(act.coded.report)],
        },
    )


def headline(act: Act) -> str:
    """An event in a few words: "Russia → Afghanistan: consult (visit)", with its status where that is not occurred."""
    event = act.event
    sides = (wording.joined([s.name or wording.UNKNOWN for s in sides]) for sides in (act.actors, act.recipients))
    who = " → ".join(filter(None, sides)) or wording.UNKNOWN
    what = f"{event.type.lower()}{f' ({event.mode})' if event.mode else ''}"
    return f"{who}: {what}" + ("" if event.status is Status.OCCURRED else f", {event.status.value}")


def _entity(id: str, schema: str, properties: _Properties) -> str:
    told = {name: list(dict.fromkeys(line(v) for v in values if v and line(v))) for name, values in properties.items()}
    entity = {"id": id, "schema": schema, "properties": {name: values for name, values in told.items() if values}}
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n"


def _of(actor: str) -> str:
    return f"actor-{key(actor)}"


def _iso2(iso3: str | None) -> str | None:
    found = country(iso3)
    return found.iso2.lower() if found and found.iso2 else None


def _stamp(when: datetime | date | None) -> str | None:
    if when is None:
        return None
    if not isinstance(when, datetime):
        return f"{when.year:04}-{when.month:02}-{when.day:02}"
    return when.isoformat(timespec="seconds")
