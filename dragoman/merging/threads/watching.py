"""Which commitments want attention on a day: those due, those near their deadline, those whose deadline has gone by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dragoman.merging.threads.thread import How, State, Thread

NEAR = timedelta(days=14)


class Why(StrEnum):
    """Why a commitment is watched: its condition was met or it was accepted, its deadline is near, or is over."""

    MET = "condition met"
    NEAR = "deadline near"
    OVER = "deadline over"


@dataclass(frozen=True, slots=True)
class Watched:
    """A thread that wants attention: "the demand on France, due 30 August, deadline over by 2 days"."""

    thread: Thread
    why: Why
    state: State
    deadline: date | None


def watch(threads: Iterable[Thread], day: date, *, near: timedelta = NEAR) -> list[Watched]:
    """The pending commitments that want attention on a day, as far as was known by then, the earliest deadline first.

    Steps after the day are not looked at, nor threads that begin after it. One that is both due and past its deadline
    is listed once, as over. A commitment without a deadline or a condition that was met is not watched.
    """
    out = []
    for thread in threads:
        if thread.day is None or thread.day > day:
            continue
        state, deadline = thread.state_on(day), thread.deadline_on(day)
        if not state.is_pending:
            continue
        if deadline is not None and deadline < day:
            out.append(Watched(thread, Why.OVER, state, deadline))
        elif state is State.DUE or any(s.how in (How.MET, How.ACCEPTS) and s.day <= day for s in thread.steps):
            out.append(Watched(thread, Why.MET, state, deadline))
        elif deadline is not None and deadline - day <= near:
            out.append(Watched(thread, Why.NEAR, state, deadline))
    return sorted(out, key=lambda w: (w.deadline or date.max, w.thread.day or date.max, w.thread.id))
