"""The record as RDF in N-Triples: schema.org for what things are, PROV for where each was read, few terms of our own.

An event is a schema:Action of an agent upon objects, derived from the report that tells it. Our own terms
(`urn:dragoman:term:`) carry what neither vocabulary has: PLOVER's codes, the status, the characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from dragoman.export import wording
from dragoman.export.acts import Act, acts, address, key, line, number
from dragoman.export.ftm import headline
from dragoman.export.ftm import schema as schema_of
from dragoman.model import Actor, CodedReport, Report, Statement

_SCHEMA, _PROV = "https://schema.org/", "http://www.w3.org/ns/prov#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_KINDS = {"Person": "Person", "PublicBody": "GovernmentOrganization", "Organization": "Organization"}


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """A line a triple."""
    for coded in records:
        report = _node("report", coded.report.id)
        yield from _report(report, coded.report)
        for actor in coded.actors:
            yield from _actor(actor, report)
        for act in acts(coded):
            yield from _event(act, report)
        for statement in coded.statements:
            yield from _statement(statement, coded, report)


def _report(node: str, report: Report) -> Iterator[str]:
    yield _link(node, _TYPE, f"<{_SCHEMA}NewsArticle>")
    yield _link(node, _TYPE, f"<{_PROV}Entity>")
    yield from _words(node, "schema:headline", report.title)
    yield from _words(node, "schema:author", report.byline)
    yield from _words(node, "schema:publisher", report.publisher)
    yield from _words(node, "schema:sourceOrganization", report.agency)
    yield from _time(node, "schema:datePublished", report.published)
    yield from _time(node, "schema:dateModified", report.updated)
    if report.language and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", report.language):
        yield from _words(node, "schema:inLanguage", report.language)
    if url := address(report):
        yield _link(node, _term("schema:url"), _iri(url))


def _actor(actor: Actor, report: str) -> Iterator[str]:
    node, kind = _node("actor", actor.id), _KINDS.get(schema_of(actor))
    yield _link(node, _TYPE, f"<{_PROV}Agent>")
    if kind:
        yield _link(node, _TYPE, f"<{_SCHEMA}{kind}>")
    yield from _words(node, "schema:name", actor.name)
    yield from _words(node, "term:country", actor.country)
    yield from _words(node, "term:sector", actor.sector)
    if kind == "Person":
        for role in actor.roles:
            yield from _words(node, "schema:jobTitle", role)
    yield _link(node, _term("schema:subjectOf"), report)


def _event(act: Act, report: str) -> Iterator[str]:
    event, place, coded = act.event, act.place, act.coded
    node = f"<urn:dragoman:event:{act.id}>"
    yield _link(node, _TYPE, f"<{_SCHEMA}Action>")
    yield _link(node, _TYPE, f"<{_PROV}Entity>")
    yield _link(node, _term("prov:wasDerivedFrom"), report)
    if event.statement is not None:
        yield _link(node, _term("prov:wasDerivedFrom"), _within("statement", coded, event.statement))
    yield from _words(node, "schema:name", headline(act))
    yield from _words(node, "schema:description", act.words)
    for term, sides in (("schema:agent", act.actors), ("schema:object", act.recipients)):
        for side in sides:
            party = _node("actor", side.id)
            yield _link(node, _term(term), party)
            if side.actor is None:
                yield _link(party, _TYPE, f"<{_PROV}Agent>")
                yield from _words(party, "schema:name", side.name)
                yield from _words(party, "term:country", side.country)
                yield from _words(party, "term:sector", side.sector)
    yield from _time(node, "schema:startTime", act.first_day)
    yield from _time(node, "schema:endTime", act.last_day)
    yield from _words(node, "term:type", event.type)
    yield from _words(node, "term:mode", event.mode)
    for context in event.contexts:
        yield from _words(node, "term:context", context)
    yield from _words(node, "term:status", event.status.value)
    yield from _real(node, "term:score", event.score)
    yield from _real(node, "term:confidence", event.confidence)
    yield from _ends(node, *event.trigger)
    if place is not None:
        spot = f"<urn:dragoman:place:{act.id}>"
        yield _link(node, _term("schema:location"), spot)
        yield _link(spot, _TYPE, f"<{_SCHEMA}Place>")
        yield from _words(spot, "schema:name", place.name)
        yield from _words(spot, "schema:addressCountry", place.country)
        yield from _words(spot, "term:precision", place.precision)
        yield from _real(spot, "schema:latitude", place.lat)
        yield from _real(spot, "schema:longitude", place.lon)
        if place.geonameid is not None:
            yield _link(spot, _term("schema:sameAs"), f"<https://sws.geonames.org/{place.geonameid}/>")


def _statement(statement: Statement, coded: CodedReport, report: str) -> Iterator[str]:
    node = _within("statement", coded, statement.id)
    yield _link(node, _TYPE, f"<{_SCHEMA}Quotation>")
    yield _link(node, _TYPE, f"<{_PROV}Entity>")
    yield _link(node, _term("prov:wasQuotedFrom"), report)
    yield from _words(node, "schema:text", wording.words(coded, *statement.content))
    if statement.speaker_actor is not None:
        speaker = _node("actor", statement.speaker_actor)
        yield _link(node, _term("schema:spokenByCharacter"), speaker)
        yield _link(node, _term("prov:wasAttributedTo"), speaker)
    yield from _words(node, "term:speaker", wording.speaker(coded, statement).name)
    yield from _words(node, "term:form", statement.form.value)
    yield from _words(node, "term:stance", statement.stance.value)
    for span in statement.content:
        yield from _ends(node, *span)


def _ends(node: str, start: int, end: int) -> Iterator[str]:
    """Where words stand: "80,93", half-open, in code points of the report's text; one literal keeps ends together."""
    yield _literal(node, _term("term:characters"), f"{start},{end}")


def _words(node: str, term: str, words: str | None) -> Iterator[str]:
    told = line(words) if words else ""
    if told:
        yield _literal(node, _term(term), told)


def _real(node: str, term: str, value: float | None) -> Iterator[str]:
    if value is not None:
        yield _literal(node, _term(term), number(value), "decimal")


def _time(node: str, term: str, when: datetime | date | None) -> Iterator[str]:
    if isinstance(when, datetime):
        yield _literal(node, _term(term), when.isoformat(timespec="seconds"), "dateTime")
    elif when is not None:
        yield _literal(node, _term(term), when.isoformat(), "date")


def _node(kind: str, id: str) -> str:
    return f"<urn:dragoman:{kind}:{key(id)}>"


def _within(kind: str, coded: CodedReport, id: str) -> str:
    return f"<urn:dragoman:{kind}:{key(coded.report.id)}-{key(id)}>"


def _term(name: str) -> str:
    prefix, _, local = name.partition(":")
    return {"schema": f"<{_SCHEMA}{local}>", "prov": f"<{_PROV}{local}>"}.get(prefix, f"<urn:dragoman:term:{local}>")


def _iri(url: str) -> str:
    return "<" + re.sub(r"[^!#-;=?-\[\]_a-z~]|[\[\]\\^`{|}]", lambda m: f"%{ord(m[0]):02X}", url) + ">"


def _link(subject: str, predicate: str, object: str) -> str:
    return f"{subject} {predicate} {object} .\n"


def _literal(subject: str, predicate: str, words: str, kind: str | None = None) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    datatype = f"^^<{_XSD}{kind}>" if kind else ""
    return f'{subject} {predicate} "{escaped}"{datatype} .\n'
