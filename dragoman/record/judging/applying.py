"""Judgements applied to a report's record: what the record says once analysts have spoken.

A pure function of the record as coded and of the judgements that stand, so that it can be done again whenever either
changes. Nothing is lost by it: the record as coded is kept beside.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from dragoman.coding.ontology import load as code_book
from dragoman.contract import part_from_json
from dragoman.errors import ContractError
from dragoman.model import CodedReport, Commitment, CommitmentKind, Event, Span, Stance, Statement, Status
from dragoman.record.judging.actors import judge_actors
from dragoman.record.judging.judgement import Judgement, Kind, Target, Verdict

Thing = Event | Statement | Commitment
T = TypeVar("T", Event, Statement, Commitment)


@dataclass(frozen=True, slots=True)
class Judged:
    """A report's record after judgement, and the ids of the judgements that found what they speak of."""

    coded: CodedReport
    met: frozenset[str]


def judged(coded: CodedReport, judgements: Sequence[Judgement]) -> Judged:
    """`coded` as `judgements` (those that stand, oldest first, of this report or of actors anywhere) leave it.

    A rejected thing is gone, one accepted or changed has confidence 1 and the type, mode and status that it was
    accepted with; one that this coding no longer finds is put back from the judgement, unless it rests on a statement
    that is gone too. A rejection holds for the type that was rejected: what is another thing now has not been judged.
    References to what is gone are mended: events of a rejected statement rest on the statement around it, or on none.
    """
    if not judgements:
        return Judged(coded, frozenset())
    met: set[str] = set()
    after = judge_actors(coded, [j for j in judgements if j.target and j.target.kind is Kind.ACTOR], met)
    statements = _each(after.statements, Kind.STATEMENT, judgements, after, met)
    attitudes = _each(after.attitudes, Kind.ATTITUDE, judgements, after, met)
    after = _mended(replace(after, statements=statements, attitudes=attitudes), around=after)
    events = _each(after.events, Kind.EVENT, judgements, after, met)
    after = _mended(replace(after, events=events), around=after)
    commitments = _each(after.commitments, Kind.COMMITMENT, judgements, after, met)
    after = _mended(replace(after, commitments=commitments), around=after)
    met |= {j.id for j in judgements if j.verdict in (Verdict.SAME, Verdict.APART) and _stands(after, j)}
    return Judged(after, frozenset(met))


def main_span(thing: Thing) -> Span | None:
    """The words that a thing is known by: an event's trigger, the first content of what is said or undertaken."""
    match thing:
        case Event():
            return thing.trigger
        case Statement():
            return thing.content[0] if thing.content else None
        case Commitment():
            return thing.content


def label(thing: Thing) -> str:
    """What kind of its kind a thing is: an event's type, a statement's stance, a commitment's kind."""
    if isinstance(thing, Event):
        return thing.type
    return thing.stance.value if isinstance(thing, Statement) else thing.kind.value


def found(things: Sequence[T], target: Target) -> int | None:
    """Which of `things` a judgement speaks of: the one of that id, else the one on the same words."""
    for n, thing in enumerate(things):
        if thing.id == target.id:
            return n
    if target.span is None:
        return None
    near = []
    for n, thing in enumerate(things):
        own = main_span(thing)
        if own is not None and own.overlaps(target.span):
            shared = min(own.end, target.span.end) - max(own.start, target.span.start)
            near.append((own != target.span, label(thing) != target.label, -shared, own.start, n))
    return min(near)[-1] if near else None


@dataclass(slots=True)
class _Case:
    """What is said of one thing: the thing as coded (None where it is not found any more), the judgements on it."""

    thing: Thing | None
    judgements: list[Judgement] = field(default_factory=list)


def _each(
    things: tuple[T, ...], kind: Kind, judgements: Sequence[Judgement], coded: CodedReport, met: set[str]
) -> tuple[T, ...]:
    """The things of one kind as they are after judgement, in the order of the text where one was put back."""
    cases = [_Case(thing) for thing in things]
    absent: dict[str, _Case] = {}
    for j in judgements:
        if j.target is None or j.target.kind is not kind or j.target.report != coded.report.id or j.other is not None:
            continue
        n = found(things, j.target)
        case = absent.setdefault(j.target.id, _Case(None)) if n is None else cases[n]
        case.judgements.append(j)
    if not absent and not any(case.judgements for case in cases):
        return things
    kept: list[T] = [cast(T, thing) for case in cases if (thing := _decided(case, coded, met)) is not None]
    back: list[T] = [cast(T, thing) for case in absent.values() if (thing := _decided(case, coded, met)) is not None]
    if back:
        kept += back
        kept.sort(key=lambda thing: (main_span(thing) or Span(0, 0), label(thing)))
    return tuple(kept)


def _decided(case: _Case, coded: CodedReport, met: set[str]) -> Thing | None:
    """A thing after all that is said of it, one judgement after the other; None where it is gone."""
    thing, present = case.thing, case.thing is not None
    for j in case.judgements:
        if j.verdict is Verdict.REJECT:
            if thing is not None and j.target is not None and label(thing) == j.target.label:
                present = False
                met.add(j.id)
            continue
        before = _restored(j, coded)
        if thing is None:
            thing = before
        if thing is None:
            continue
        present = True
        met.add(j.id)
        changed = j.verdict is Verdict.CHANGE
        thing = _accepted(thing, thing if changed else before or thing, dict(j.changes) if changed else {})
    return thing if present else None


def _accepted(thing: Thing, held: Thing, changes: dict[str, str | None]) -> Thing:
    """A thing with what it was `held` to be when it was accepted, and with what was changed in it."""
    match thing, held:
        case Event(), Event():
            type, mode = changes.get("type") or held.type, changes.get("mode", held.mode)
            book = code_book()
            if type not in book.types:  # a judgement by another code book
                return thing
            mode = mode if book.has_mode(type, mode) else None
            status = Status(changes.get("status") or held.status)
            return replace(thing, type=type, mode=mode, status=status, score=book.score(type, mode), confidence=1.0)
        case Statement(), Statement():
            return replace(thing, stance=Stance(changes.get("stance") or held.stance))
        case Commitment(), Commitment():
            return replace(thing, kind=CommitmentKind(changes.get("kind") or held.kind))
    raise AssertionError("a thing and what it was are of one kind")


def _restored(judgement: Judgement, coded: CodedReport) -> Thing | None:
    """The thing as it stood when it was judged; None where the judgement does not keep it or it fits no more."""
    if judgement.thing is None or judgement.target is None:
        return None
    kind = "statement" if judgement.target.kind is Kind.ATTITUDE else judgement.target.kind.value
    try:
        thing = part_from_json(kind, json.loads(judgement.thing), coded.report)
    except ContractError:
        return None
    said = {s.id for s in (*coded.statements, *coded.attitudes)}
    if isinstance(thing, Statement):
        return replace(thing, inside=thing.inside if thing.inside in said else None)
    if thing.statement is not None and thing.statement not in said:
        return None  # what somebody claimed must not come back as what we say ourselves
    if isinstance(thing, Commitment) and thing.event not in {None, *(e.id for e in coded.events)}:
        return replace(thing, event=None)
    return thing


def _mended(after: CodedReport, *, around: CodedReport) -> CodedReport:
    """References to what is gone turned to what stands around it, or to nothing. `around` still has all."""
    outer = {s.id: s.inside for s in (*around.statements, *around.attitudes)}
    said = {s.id for s in (*after.statements, *after.attitudes)}
    actors = {a.id for a in after.actors}
    events = {e.id for e in after.events}

    def standing(id: str | None) -> str | None:
        seen: set[str] = set()
        while id is not None and id not in said and id not in seen:
            seen.add(id)
            id = outer.get(id)
        return id if id in said else None

    def actor(id: str | None) -> str | None:
        return id if id in actors else None

    def statement(s: Statement) -> Statement:
        return replace(
            s,
            inside=standing(s.inside),
            speaker_actor=actor(s.speaker_actor),
            addressee_actor=actor(s.addressee_actor),
        )

    def event(e: Event) -> Event:
        sides = {
            side: tuple(replace(p, actor=actor(p.actor)) for p in getattr(e, side)) for side in ("actors", "recipients")
        }
        return replace(e, statement=standing(e.statement), actors=sides["actors"], recipients=sides["recipients"])

    def commitment(c: Commitment) -> Commitment:
        other = c.counterparty
        return replace(
            c,
            statement=standing(c.statement),
            event=c.event if c.event in events else None,
            party=replace(c.party, actor=actor(c.party.actor)),
            counterparty=None if other is None else replace(other, actor=actor(other.actor)),
        )

    return replace(
        after,
        statements=tuple(map(statement, after.statements)),
        attitudes=tuple(map(statement, after.attitudes)),
        events=tuple(map(event, after.events)),
        commitments=tuple(map(commitment, after.commitments)),
    )


def _stands(coded: CodedReport, judgement: Judgement) -> bool:
    """Whether a pair of events that were said to be one, or two, has a part in this report."""
    return any(
        t is not None and t.kind is Kind.EVENT and t.report == coded.report.id and found(coded.events, t) is not None
        for t in (judgement.target, judgement.other)
    )
