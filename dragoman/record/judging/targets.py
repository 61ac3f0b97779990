"""From a thing in a report's record to what a judgement needs to know of it, and find it again by."""

from __future__ import annotations

import json

from dragoman.contract import part_to_json
from dragoman.errors import JudgementError
from dragoman.model import Actor, CodedReport, Commitment, Event, Statement
from dragoman.record.judging.applying import label, main_span
from dragoman.record.judging.judgement import Kind, Target


def target(coded: CodedReport, kind: Kind, id: str, *, anywhere: bool = False) -> tuple[Target, str]:
    """The thing of that kind and id, as a target, and as it stands now (a line of the contract's JSON).

    `anywhere` is for an actor who is meant wherever he appears. Raises `JudgementError` where there is no such thing.
    """
    things: dict[Kind, tuple[Actor | Statement | Event | Commitment, ...]] = {
        Kind.EVENT: coded.events,
        Kind.STATEMENT: coded.statements,
        Kind.ATTITUDE: coded.attitudes,
        Kind.COMMITMENT: coded.commitments,
        Kind.ACTOR: coded.actors,
    }
    thing = next((t for t in things[kind] if t.id == id), None)
    if thing is None:
        raise JudgementError(f"report {coded.report.id} holds no {kind.value} {id}")
    line = json.dumps(part_to_json(thing), ensure_ascii=True, separators=(",", ":"))
    if isinstance(thing, Actor):
        return Target(kind, id, None if anywhere else coded.report.id, None, thing.name), line
    return Target(kind, id, coded.report.id, main_span(thing), label(thing)), line
