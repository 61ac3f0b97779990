"""Threads as rows of two tables, as a record can hold them: `threads` and `thread_steps`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from dragoman.merging.threads.thread import Thread

Cell: TypeAlias = str | int | float | date | None

# Column -> SQL type, in the order of the rows. `id` and (thread, n) are the keys; report, commitment and event refer to
# the tables of those names, spans to the text of the report that stands beside them.
THREADS: dict[str, str] = {
    "id": "VARCHAR",
    "commitment": "VARCHAR",
    "report": "VARCHAR",
    "day": "DATE",
    "kind": "VARCHAR",
    "party_actor": "VARCHAR",
    "party_country": "VARCHAR",
    "party_sector": "VARCHAR",
    "counterparty_actor": "VARCHAR",
    "counterparty_country": "VARCHAR",
    "counterparty_sector": "VARCHAR",
    "content_start": "INTEGER",
    "content_end": "INTEGER",
    "condition_start": "INTEGER",
    "condition_end": "INTEGER",
    "deadline": "DATE",
    "deadline_now": "DATE",
    "state": "VARCHAR",
    "steps": "INTEGER",
    "last_day": "DATE",
}
STEPS: dict[str, str] = {
    "thread": "VARCHAR",
    "n": "INTEGER",
    "report": "VARCHAR",
    "day": "DATE",
    "how": "VARCHAR",
    "state_after": "VARCHAR",
    "span_start": "INTEGER",
    "span_end": "INTEGER",
    "event": "VARCHAR",
    "commitment": "VARCHAR",
    "deadline": "DATE",
    "confidence": "DOUBLE PRECISION",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of both tables, each as long as its columns (`THREADS`, `STEPS`), sorted by their keys."""

    threads: tuple[tuple[Cell, ...], ...]
    steps: tuple[tuple[Cell, ...], ...]


def rows(threads: Iterable[Thread]) -> Rows:
    """The rows of some threads. Words are left out: a reader takes them from the reports' texts by their spans."""
    heads: list[tuple[Cell, ...]] = []
    steps: list[tuple[Cell, ...]] = []
    for t in sorted({t.id: t for t in threads}.values(), key=lambda t: t.id):
        other = t.counterparty
        heads.append(
            (
                t.id,
                t.commitment,
                t.report,
                t.day,
                t.kind.value,
                t.party.actor,
                t.party.country,
                t.party.sector,
                other.actor if other is not None else None,
                other.country if other is not None else None,
                other.sector if other is not None else None,
                t.content.start,
                t.content.end,
                t.condition.start if t.condition is not None else None,
                t.condition.end if t.condition is not None else None,
                t.deadline,
                t.deadline_on(None),
                t.state.value,
                len(t.steps),
                t.steps[-1].day if t.steps else t.day,
            )
        )
        for n, s in enumerate(t.steps):
            steps.append(
                (
                    t.id,
                    n,
                    s.report,
                    s.day,
                    s.how.value,
                    t.after(n + 1).value,
                    s.span.start,
                    s.span.end,
                    s.event,
                    s.commitment,
                    s.deadline,
                    s.confidence,
                )
            )
    return Rows(tuple(heads), tuple(steps))
