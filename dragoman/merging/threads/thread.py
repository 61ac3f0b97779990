"""A thread: one commitment, and what later reports say became of it. The state follows from the steps alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.model import CommitmentKind, Party, Span, identity


class How(StrEnum):
    """What a later report tells of a commitment.

    repeats         it is made or told again              modifies   another amount, deadline or condition
    accepts         the other side says yes to it         condition met   what it hung on has come about
    partly fulfils  some of what was promised is done     fulfils    it is done (a threat carried out, a demand met)
    breaks          left undone, or the contrary done     rejects    the other side says no to it
    withdraws       its party takes it back               lapses     its deadline passed and nothing was done
    """

    REPEATS = "repeats"
    MODIFIES = "modifies"
    ACCEPTS = "accepts"
    MET = "condition met"
    PARTLY = "partly fulfils"
    FULFILS = "fulfils"
    BREAKS = "breaks"
    REJECTS = "rejects"
    WITHDRAWS = "withdraws"
    LAPSES = "lapses"


class State(StrEnum):
    """How a commitment stands. `due`: accepted, or its condition met; whoever made it has to act now.

    The algebra is `after`: a state and a step give the next state. What is done stays done, whatever is said later,
    unless it is broken; a rejection or a withdrawal can be undone by a new version; repeating takes back a withdrawal.
    """

    OPEN = "open"
    DUE = "due"
    MODIFIED = "modified"
    PARTLY = "partly fulfilled"
    FULFILLED = "fulfilled"
    BROKEN = "broken"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    def after(self, how: How) -> State:
        """The state that a step leads to from this one."""
        if how in _ALWAYS:
            return _ALWAYS[how]
        if self is State.FULFILLED:
            return self
        if how is How.PARTLY:
            return State.PARTLY
        if how is How.WITHDRAWS:
            return State.WITHDRAWN
        if how is How.REPEATS:
            return State.OPEN if self in (State.WITHDRAWN, State.LAPSED) else self
        if self in (State.PARTLY, State.BROKEN):
            # What has begun to be done, or was broken, is not made so again by words about it.
            return State.MODIFIED if how is How.MODIFIES and self is State.BROKEN else self
        return _WORDS[how]

    @property
    def is_pending(self) -> bool:
        """Whether something is still to be expected of it."""
        return self in (State.OPEN, State.DUE, State.MODIFIED, State.PARTLY)


_ALWAYS = {How.FULFILS: State.FULFILLED, How.BREAKS: State.BROKEN}
_WORDS = {
    How.MODIFIES: State.MODIFIED,
    How.ACCEPTS: State.DUE,
    How.MET: State.DUE,
    How.REJECTS: State.REJECTED,
    How.LAPSES: State.LAPSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one report tells of a commitment: "report R of 19 March fulfils it: 'handed over to Tonga'", confidence .8.

    `span` lies in the text of `report`, `words` are what stands there. `event` and `commitment` are ids of the coded
    facts in that report that the step rests on, None where it rests on its words alone. `deadline` is the new one,
    where the step sets one. `confidence` 0 to 1 grows with the signs that agree; docs/commitments.md says how.
    """

    report: str
    day: date
    how: How
    span: Span
    words: str
    event: str | None = None
    commitment: str | None = None
    deadline: date | None = None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One commitment through time: "Japan's pledge to Tonga of 3 February to send two desalination plants: fulfilled".

    `report`, `day`, `commitment` and the spans are those of the report that first tells of it; `day` is None where that
    report has no date, and then no step is known. `words` and `terms` are the content's and the condition's words.
    `steps` are in the order of their days; `state` is what they lead to, the calendar not asked (`watch` does).
    """

    report: str
    commitment: str
    day: date | None
    kind: CommitmentKind
    party: Party
    counterparty: Party | None = None
    content: Span
    words: str
    condition: Span | None = None
    terms: str | None = None
    deadline: date | None = None
    steps: tuple[Step, ...] = ()

    @property
    def id(self) -> str:
        """The thread is known by the commitment that opens it."""
        return identity("thread", self.commitment)

    @property
    def state(self) -> State:
        """Where the steps have led."""
        return self.state_on(None)

    def state_on(self, day: date | None) -> State:
        """Where the steps up to a day (that day included; None: all) have led."""
        return self.after(sum(1 for s in self.steps if day is None or s.day <= day))

    def after(self, n: int) -> State:
        """Where the first `n` steps have led."""
        state = State.OPEN
        for step in self.steps[:n]:
            state = state.after(step.how)
        return state

    def deadline_on(self, day: date | None) -> date | None:
        """The deadline that holds on a day: the last that was set by then (None: by the last step)."""
        set_later = [s.deadline for s in self.steps if s.deadline is not None and (day is None or s.day <= day)]
        return set_later[-1] if set_later else self.deadline
