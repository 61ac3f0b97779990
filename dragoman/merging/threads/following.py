"""The threads that are being followed, kept by their sides and their words, so that a report is held against few.

A report can tell something of a thread only if it names both its sides (the one that it has, where the other is not
known) and at least one word of what it is about or hangs on. Whoever follows a record of years asks for these alone;
what is done for a report grows with the threads between its own sides about its own matters, not with all there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import TypeAlias

from dragoman.merging.threads.reading import Reading
from dragoman.merging.threads.sides import Side
from dragoman.merging.threads.terms import Terms
from dragoman.merging.threads.thread import Step, Thread
from dragoman.model import Commitment, Report

LONGEST = timedelta(days=3 * 365)
"""How long a thread is followed; what is told of a commitment later than that is told of its history."""

Key: TypeAlias = tuple[str | None, str | None, str | None]


@dataclass(slots=True)
class Followed:
    """A thread in the making; `terms` None if it cannot be known again. `number` counts in the order of opening."""

    commitment: Commitment
    report: Report
    terms: Terms | None
    number: int = 0
    steps: list[Step] = field(default_factory=list)

    def thread(self) -> Thread:
        """The thread as it stands, its steps in the order of their days."""
        report, c = self.report, self.commitment
        return Thread(
            report=report.id,
            commitment=c.id,
            day=report.day,
            kind=c.kind,
            party=c.party,
            counterparty=c.counterparty,
            content=c.content,
            words=report.slice(c.content),
            condition=c.condition,
            terms=report.slice(c.condition) if c.condition else None,
            deadline=c.deadline,
            steps=tuple(sorted(self.steps, key=lambda s: (s.day, s.report, s.span, s.how))),
        )


class Following:
    """Threads by pairs of sides, then by words. They are added in the order of their days."""

    def __init__(self) -> None:
        self._count = 0
        self._between: dict[tuple[Key, Key | None], dict[str, list[Followed]]] = {}

    def add(self, thread: Followed) -> None:
        """Follows a thread from now on. One whose terms or day are not known is not followed."""
        terms = thread.terms
        if terms is None or terms.day is None:
            return
        self._count += 1
        thread.number = self._count
        others: list[Key | None] = [None] if terms.counterparty is None else [*keys_of(terms.counterparty)]
        for pair in product(keys_of(terms.party), others):
            by_word = self._between.setdefault(pair, {})
            for word in terms.sought:
                by_word.setdefault(word, []).append(thread)

    def near(self, reading: Reading, day: date) -> list[Followed]:
        """The threads that a report of a day may tell something of, in the order of their opening."""
        keys = {key for side in reading.sides for key in keys_of(side)}
        found: dict[int, Followed] = {}
        for party in keys:
            for other in (None, *keys):
                by_word = self._between.get((party, other))
                if by_word is not None:
                    for word in by_word.keys() & reading.found:
                        found.update((t.number, t) for t in self._young(by_word, word, day))
        return [t for _, t in sorted(found.items()) if t.terms is not None and all(map(reading.names, t.terms.parties))]

    def _young(self, by_word: dict[str, list[Followed]], word: str, day: date) -> list[Followed]:
        """The threads of a word that are still followed; the old ones, which stand first, are forgotten for good."""
        threads = by_word[word]
        old = 0
        for t in threads:
            if t.report.day is None or day - t.report.day <= LONGEST:
                break
            old += 1
        del threads[:old]
        return threads


def keys_of(side: Side) -> Iterator[Key]:
    """What a side is looked up by: a state by its code, a body by each word of its name, since it may be told short."""
    if side.is_state:
        yield (side.country, None, None)
    else:
        yield from ((side.country, side.sector, word) for word in sorted(side.name))
