"""Threads of commitments as a record keeps them, read back with their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.merging.threads import How, State, Step, Thread
from dragoman.model import CommitmentKind, Party, Span
from dragoman.record.engines import LISTED, Engine


def threads(engine: Engine, derived: Engine, commitments: Sequence[str]) -> list[Thread]:
    """The threads that these commitments open, by day and id; `derived` is the engine that holds threads now.

    A commitment in a copy of another report opens none.
    """
    heads = _dicts(derived, "threads", "commitment", commitments)
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in _dicts(derived, "thread_steps", "thread", [h["id"] for h in heads]):
        steps[step["thread"]].append(step)
    reports = sorted({row["report"] for row in (*heads, *(s for of in steps.values() for s in of))})
    texts = {
        str(id): str(text)
        for id, text in engine.rows(f"SELECT report, text FROM reports WHERE report IN {LISTED}", [reports])
    }
    made = {row["id"]: row for row in _dicts(engine, "commitments", "id", [h["commitment"] for h in heads])}
    told = [_thread(h, made[h["commitment"]], steps[h["id"]], texts) for h in heads]
    return sorted(told, key=lambda t: (t.day is None, t.day, t.id))


@dataclass(frozen=True, slots=True)
class Standing:
    """How commitments stood on a day, by what reports had told by then; those that nothing was told of are left out.

    `over` are the ids of those that are fulfilled, broken, rejected, withdrawn or lapsed; `moved` those of pending ones
    that were given another deadline, which is not yet past; `late` those where it is. A commitment that is told again
    stands as the one that it repeats.
    """

    over: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


def standing(derived: Engine, day: date) -> Standing:
    """How the commitments stood on a day; `derived` is the engine that holds threads now."""
    steps = derived.rows(
        "SELECT s.thread, t.commitment, s.commitment, s.state_after, s.deadline FROM thread_steps s "
        "JOIN threads t ON t.id = s.thread WHERE s.day <= ? ORDER BY s.thread, s.n",
        [day],
    )
    states, deadlines = dict[str, State](), dict[str, date]()
    members: dict[str, set[str]] = defaultdict(set)
    for thread, first, again, state, deadline in steps:
        states[thread] = State(state)
        members[thread] |= {first} if again is None else {first, again}
        if deadline is not None:
            deadlines[thread] = deadline
    over, moved, late = set[str](), set[str](), set[str]()
    for thread, state in states.items():
        if not state.is_pending:
            over |= members[thread]
        elif thread in deadlines:
            (late if deadlines[thread] < day else moved).update(members[thread])
    return Standing(frozenset(over), frozenset(moved), frozenset(late))


def _dicts(engine: Engine, table: str, key: str, values: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a table whose `key` is one of `values`, by the names of its columns."""
    query, given = f"SELECT * FROM {table} WHERE {key} IN {LISTED}", [list(values)]
    names = engine.columns(query, given)
    return [dict(zip(names, row, strict=True)) for row in engine.tuples(query, given, None)]


def _thread(
    head: dict[str, Any], made: dict[str, Any], steps: Sequence[dict[str, Any]], texts: dict[str, str]
) -> Thread:
    text = texts[head["report"]]
    content = Span(head["content_start"], head["content_end"])
    condition = None if head["condition_start"] is None else Span(head["condition_start"], head["condition_end"])
    other = _party(made, "counterparty")
    return Thread(
        report=head["report"],
        commitment=head["commitment"],
        day=head["day"],
        kind=CommitmentKind(head["kind"]),
        party=_party(made, "party"),
        counterparty=None if other == Party() else other,
        content=content,
        words=text[content.start : content.end],
        condition=condition,
        terms=None if condition is None else text[condition.start : condition.end],
        deadline=head["deadline"],
        steps=tuple(
            Step(
                report=s["report"],
                day=s["day"],
                how=How(s["how"]),
                span=Span(s["span_start"], s["span_end"]),
                words=texts[s["report"]][s["span_start"] : s["span_end"]],
                event=s["event"],
                commitment=s["commitment"],
                deadline=s["deadline"],
                confidence=s["confidence"],
            )
            for s in sorted(steps, key=lambda s: int(s["n"]))
        ),
    )


def _party(made: dict[str, Any], side: str) -> Party:
    return Party(
        actor=made[f"{side}_actor"],
        name=made[side],
        country=made[f"{side}_country"],
        sector=made[f"{side}_sector"],
    )
