"""Judgements on actors: who is somebody else than his name says, who is the same, whose country is another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dragoman.model import Actor, CodedReport, Party, identity
from dragoman.record.judging.judgement import Judgement, Target, Verdict


def judge_actors(coded: CodedReport, judgements: Sequence[Judgement], met: set[str]) -> CodedReport:
    """`coded` with its actors as `judgements` (oldest first) have them; adds those that found theirs to `met`.

    `apart` gives the actor of one report an id of its own; `same` gives one the other's id, and makes them one where
    both are in the report; `change` sets name, country or sector, there and on the sides of events that bear them.
    """
    for j in judgements:
        if j.target is None or j.target.report not in (None, coded.report.id):
            continue
        actor = _found(coded.actors, j.target)
        if actor is None:
            continue
        match j.verdict:
            case Verdict.CHANGE:
                coded = _changed(coded, actor, dict(j.changes))
            case Verdict.APART:
                coded = _renamed(coded, actor, identity("actor", "apart", j.target.id, coded.report.id))
            case Verdict.SAME if j.other is not None:
                other = _found(coded.actors, j.other)
                coded = _renamed(coded, actor, j.other.id if other is None else other.id)
            case _:
                continue
        met.add(j.id)
    return coded


def _found(actors: Sequence[Actor], target: Target) -> Actor | None:
    """The actor of that id, else the only one of that name, if it is a full one: of one word, many bear it."""
    for actor in actors:
        if actor.id == target.id:
            return actor
    name = " ".join((target.label or "").split()).casefold()
    named = [a for a in actors if a.name.casefold() == name] if " " in name else []
    return named[0] if len(named) == 1 else None


def _changed(coded: CodedReport, actor: Actor, changes: Mapping[str, str | None]) -> CodedReport:
    after: dict[str, Any] = {name: value for name, value in changes.items() if name != "name" or value}
    actors = tuple(replace(a, **after) if a.id == actor.id else a for a in coded.actors)

    def party(p: Party) -> Party:
        if p.actor != actor.id:
            return p
        same = {name: value for name, value in after.items() if getattr(p, name) == getattr(actor, name)}
        return replace(p, **same)

    return _parties(replace(coded, actors=actors), party)


def _renamed(coded: CodedReport, actor: Actor, id: str) -> CodedReport:
    """`coded` with this actor under another id, and made one with whoever has it already."""
    if actor.id == id:
        return coded
    other = next((a for a in coded.actors if a.id == id), None)
    if other is None:
        actors = tuple(replace(a, id=id) if a.id == actor.id else a for a in coded.actors)
    else:
        both = replace(
            other,
            country=other.country or actor.country,
            sector=other.sector or actor.sector,
            roles=tuple(dict.fromkeys((*other.roles, *actor.roles))),
            mentions=tuple(sorted({*other.mentions, *actor.mentions})),
            facts=tuple(dict.fromkeys((*other.facts, *actor.facts))),
        )
        actors = tuple(both if a.id == id else a for a in coded.actors if a.id != actor.id)
    now = {actor.id: id}
    said = {
        name: tuple(
            replace(
                s,
                speaker_actor=now.get(s.speaker_actor or "", s.speaker_actor),
                addressee_actor=now.get(s.addressee_actor or "", s.addressee_actor),
            )
            for s in getattr(coded, name)
        )
        for name in ("statements", "attitudes")
    }
    coded = replace(coded, actors=actors, statements=said["statements"], attitudes=said["attitudes"])
    return _parties(coded, lambda p: replace(p, actor=now.get(p.actor or "", p.actor)))


def _parties(coded: CodedReport, party: Any) -> CodedReport:
    """`coded` with `party` applied to every side of an event or commitment."""
    events = tuple(
        replace(e, actors=tuple(map(party, e.actors)), recipients=tuple(map(party, e.recipients))) for e in coded.events
    )
    commitments = tuple(
        replace(c, party=party(c.party), counterparty=None if c.counterparty is None else party(c.counterparty))
        for c in coded.commitments
    )
    return replace(coded, events=events, commitments=commitments)
