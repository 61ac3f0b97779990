"""What an analyst says of the record: this event is right, that one is none, this is an ARREST, these two are one.

A judgement is kept beside the record with its author and moment and never overwritten; a later one on the same thing
counts, and one that is withdrawn counts no more. It names its thing by id *and* by the words it rests on, so that it
still finds it where a newer version codes the report anew and other ids come out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dragoman.coding.ontology import load as code_book
from dragoman.errors import JudgementError
from dragoman.model import CommitmentKind, Span, Stance, Status, identity


class Verdict(StrEnum):
    """What is said of a thing.

    accept    it is right as it stands (event, statement, attitude, commitment)
    reject    it is none: the report does not say it (the same)
    change    it is there, and is something else: another type, mode, status, kind, stance, country or sector
    same      two actors are one, or two events are one happening
    apart     an actor of one report is somebody else than his namesakes, or two events are two happenings
    withdraw  an earlier judgement counts no more
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"
    SAME = "same"
    APART = "apart"
    WITHDRAW = "withdraw"


class Kind(StrEnum):
    """What can be judged. An incident is judged by the events that tell of it."""

    EVENT = "event"
    STATEMENT = "statement"
    ATTITUDE = "attitude"
    COMMITMENT = "commitment"
    ACTOR = "actor"


CHANGES: Mapping[Kind, tuple[str, ...]] = {
    Kind.EVENT: ("type", "mode", "status"),
    Kind.STATEMENT: ("stance",),
    Kind.ATTITUDE: ("stance",),
    Kind.COMMITMENT: ("kind",),
    Kind.ACTOR: ("name", "country", "sector"),
}
"""What of each kind of thing can be changed."""


@dataclass(frozen=True, slots=True)
class Target:
    """The thing judged: "event e25… of report 106…, an ASSAULT by the words at 120 to 127".

    `report` is None for an actor wherever it appears. `span` is an event's trigger or the first of a statement's or
    commitment's content, in the report's text; `label` the type, stance or kind that it had, or an actor's name.
    """

    kind: Kind
    id: str
    report: str | None
    span: Span | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement: "ada, on 2 May at noon: event e25… is no ASSAULT but a PROTEST".

    `other` is the second thing of `same` and `apart`; `changes` what a `change` sets, as (field, value or None) pairs;
    `thing` the thing as it stood when it was judged, as the contract's JSON, from which an accepted one is restored
    where a newer version no longer finds it; `withdraws` the id of the judgement taken back.
    """

    at: datetime
    author: str
    verdict: Verdict
    target: Target | None = None
    other: Target | None = None
    changes: tuple[tuple[str, str | None], ...] = ()
    thing: str | None = None
    note: str | None = None
    withdraws: str | None = None

    @property
    def id(self) -> str:
        """A hash of the whole, so that the same judgement taken in twice is one."""
        return identity("judgement", self.line)

    @property
    def line(self) -> str:
        """The judgement as one line of JSON, keys in a fixed order."""
        told = {
            "at": self.at.isoformat(timespec="microseconds"),
            "author": self.author,
            "verdict": self.verdict.value,
            "target": _told(self.target),
            "other": _told(self.other),
            "changes": dict(self.changes),
            "thing": None if self.thing is None else json.loads(self.thing),
            "note": self.note,
            "withdraws": self.withdraws,
        }
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def read(cls, line: str) -> Judgement:
        """The judgement that a line of JSON states. Raises `JudgementError` where it states none."""
        try:
            told: dict[str, Any] = json.loads(line)
            thing = told["thing"]
            judgement = cls(
                at=datetime.fromisoformat(told["at"]),
                author=_string(told["author"]),
                verdict=Verdict(told["verdict"]),
                target=_target(told["target"]),
                other=_target(told["other"]),
                changes=tuple((_string(k), None if v is None else _string(v)) for k, v in told["changes"].items()),
                thing=None if thing is None else json.dumps(thing, ensure_ascii=True, separators=(",", ":")),
                note=None if told["note"] is None else _string(told["note"]),
                withdraws=None if told["withdraws"] is None else _string(told["withdraws"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise JudgementError(f"no judgement: {error}") from error
        check(judgement)
        return judgement


def check(judgement: Judgement) -> None:
    """Raise `JudgementError` where a judgement says nothing that can be applied."""
    verdict, target, other = judgement.verdict, judgement.target, judgement.other
    if not judgement.author.strip():
        raise JudgementError("a judgement needs an author")
    if judgement.at.tzinfo is None:
        raise JudgementError("a judgement's moment needs its zone")
    if verdict is Verdict.WITHDRAW:
        if judgement.withdraws is None:
            raise JudgementError("it is not said which judgement is withdrawn")
        return
    if target is None:
        raise JudgementError("a judgement needs a thing to be about")
    if verdict in (Verdict.ACCEPT, Verdict.REJECT) and target.kind is Kind.ACTOR:
        raise JudgementError("an actor is not accepted or rejected; change it, or say who it is the same as")
    if verdict is Verdict.CHANGE:
        known = CHANGES[target.kind]
        if not judgement.changes or any(name not in known for name, _ in judgement.changes):
            raise JudgementError(f"of {_an(target.kind)} one can change {', '.join(known)}")
        for name, value in judgement.changes:
            _check_value(target.kind, name, value)
        _check_mode(judgement)
    paired = verdict is Verdict.SAME or (verdict is Verdict.APART and target.kind is Kind.EVENT)
    if paired and (other is None or other.kind is not target.kind):
        raise JudgementError(f"“{verdict.value}” is said of two things of one kind")
    if verdict in (Verdict.SAME, Verdict.APART) and target.kind not in (Kind.EVENT, Kind.ACTOR):
        raise JudgementError(f"“{verdict.value}” is said of events, incidents and actors")
    if verdict is Verdict.APART and target.kind is Kind.ACTOR and target.report is None:
        raise JudgementError("an actor is set apart in one report; say in which")
    if verdict is not Verdict.APART and target.kind is not Kind.ACTOR and target.report is None:
        raise JudgementError("what is judged stands in a report")


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that count, oldest first: not the withdrawn ones, nor a withdrawal; one given twice counts once.

    Of two on the same pair (`same` or `apart`) the later alone counts; on one thing all count, one after the other.
    """
    every = sorted({j.id: j for j in judgements}.values(), key=lambda j: (j.at, j.id))
    gone: set[str | None] = set()
    for j in reversed(every):  # the latest first, since a withdrawal can itself be withdrawn
        if j.verdict is Verdict.WITHDRAW and j.id not in gone:
            gone.add(j.withdraws)
    kept = [j for j in every if j.verdict is not Verdict.WITHDRAW and j.id not in gone]
    last = {_pair(j): j.id for j in kept if j.other is not None}
    return [j for j in kept if j.other is None or last[_pair(j)] == j.id]


def _pair(judgement: Judgement) -> tuple[tuple[str, str, str], ...]:
    both = [t for t in (judgement.target, judgement.other) if t is not None]
    return tuple(sorted((t.kind.value, t.report or "", t.id) for t in both))


def _check_value(kind: Kind, name: str, value: str | None) -> None:
    """Raise `JudgementError` where a thing cannot be changed so."""
    codes: Sequence[str | None] | None = None
    match name:
        case "type":
            codes = [*code_book().types]
        case "status":
            codes = [s.value for s in Status]
        case "kind":
            codes = [k.value for k in CommitmentKind]
        case "stance":
            codes = [s.value for s in Stance if s.is_attitude == (kind is Kind.ATTITUDE)]
        case "sector" if value is not None:
            codes = [*code_book().sectors]
        case "country" if value is not None and not re.fullmatch("[A-Z]{3}", value):
            raise JudgementError(f"{value!r} is no country; write three letters of ISO 3166-1, or IGO")
        case "name" if not (value or "").strip():
            raise JudgementError("a name cannot be empty")
    if codes is not None and value not in codes:
        raise JudgementError(f"{value!r} is no {name}; it is one of {', '.join(map(str, codes))}")


def _check_mode(judgement: Judgement) -> None:
    changes = dict(judgement.changes)
    mode, type = changes.get("mode"), changes.get("type")
    if mode is None:
        return
    if type is None and judgement.thing is not None:
        type = json.loads(judgement.thing).get("type")
    book = code_book()
    if type in book.types and mode not in book.types[type].modes:
        modes = ", ".join(book.types[type].modes) or "none"
        raise JudgementError(f"{mode!r} is no mode of {type}; its modes are: {modes}")


def _an(kind: Kind) -> str:
    return f"an {kind.value}" if kind.value[0] in "ae" else f"a {kind.value}"


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no string")
    return value


def _told(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "kind": target.kind.value,
        "id": target.id,
        "report": target.report,
        "span": None if target.span is None else [*target.span],
        "label": target.label,
    }


def _target(told: Any) -> Target | None:
    if told is None:
        return None
    span = told["span"]
    return Target(
        Kind(told["kind"]),
        _string(told["id"]),
        None if told["report"] is None else _string(told["report"]),
        None if span is None else Span(int(span[0]), int(span[1])),
        None if told["label"] is None else _string(told["label"]),
    )
