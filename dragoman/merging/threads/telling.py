"""A thread in words, a line for its making and a line for each step: what `dragoman commitments` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dragoman.merging.threads.thread import How, Step, Thread
from dragoman.model import CommitmentKind, Party
from dragoman.resolving.countries import Countries

_MADE = {
    CommitmentKind.PLEDGE: "pledged",
    CommitmentKind.OFFER: "offered",
    CommitmentKind.THREAT: "threatened",
    CommitmentKind.DEMAND: "demanded",
    CommitmentKind.AGREEMENT: "agreed",
    CommitmentKind.PROPOSAL: "proposed",
}
_TOWARD = {CommitmentKind.DEMAND: "of", CommitmentKind.AGREEMENT: "with"}
_STEP = {
    How.REPEATS: "told again",
    How.MODIFIES: "changed",
    How.ACCEPTS: "accepted",
    How.MET: "condition met",
    How.PARTLY: "done in part",
    How.FULFILS: "done",
    How.BREAKS: "broken",
    How.REJECTS: "rejected",
    How.WITHDRAWS: "withdrawn",
    How.LAPSES: "deadline passed",
}
WIDTH = 100


def story(threads: Iterable[Thread], *, day: date | None = None) -> list[str]:
    """The lines that tell some threads, in the order of their days, with a blank line between two.

    `day` tells the story as it stood then: later steps are left out, and a deadline that went by is named as over.
    """
    out: list[str] = []
    for thread in sorted(threads, key=lambda t: (t.day or date.max, t.id)):
        if day is not None and (thread.day is None or thread.day > day):
            continue
        if out:
            out.append("")
        out += _lines(thread, day)
    return out


def _lines(thread: Thread, day: date | None) -> Iterator[str]:
    state = thread.state_on(day)
    toward = ""
    if thread.counterparty is not None:
        toward = f" {_TOWARD.get(thread.kind, 'to')} {_name(thread.counterparty)}"
    made = _day(thread.day)
    yield f"{made}  {_name(thread.party)} {_MADE[thread.kind]}{toward}: “{_short(thread.words)}”  [{state.value}]"
    if thread.terms:
        yield f"{'':12}on condition: “{_short(thread.terms)}”"
    deadline = thread.deadline_on(day)
    if deadline is not None:
        over = day is not None and deadline < day and state.is_pending
        yield f"{'':12}by {deadline.isoformat()}{', which is over' if over else ''}"
    for step in thread.steps:
        if day is None or step.day <= day:
            yield f"{_day(step.day)}  {_told(step)}"


def _told(step: Step) -> str:
    until = f", now by {step.deadline.isoformat()}" if step.deadline is not None else ""
    return f"  {_STEP[step.how]}{until}: “{_short(step.words)}”  ({step.confidence:.2f}, report {step.report})"


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "no date   "


def _name(party: Party) -> str:
    country = Countries.load().by_code(party.country) if party.country else None
    if party.sector == "GOV" and country is not None:
        return country.name
    return party.name or (country.name if country is not None else "somebody")


def _short(words: str) -> str:
    """Words on one line, cut where they are long; whatever could move a terminal's cursor is left out."""
    plain = " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in words).split())
    return plain if len(plain) <= WIDTH else plain[: WIDTH - 1].rstrip() + "…"
