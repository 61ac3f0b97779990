"""Which events are exported: what happened, unless more is asked for, and of that what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dragoman.model import CodedReport, Event, Report, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice of events: "what occurred between Russia or China and anybody since 2024-01-01".

    `statuses` only what happened by default; `since` and `until` (both inclusive) are met by an event whose days meet
    them, or, where it is not dated, whose report's day does; `countries` by an event with a party of one of them;
    empty sets and None ask nothing; `confidence` is the least (an event of unknown confidence does not meet it).
    """

    statuses: frozenset[Status] = frozenset({Status.OCCURRED})
    since: date | None = None
    until: date | None = None
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    confidence: float | None = None

    @property
    def takes_all(self) -> bool:
        """Whether nothing is asked but the status."""
        return not (self.since or self.until or self.countries or self.types or self.confidence is not None)

    def fits(self, event: Event, report: Report) -> bool:
        """Whether an event of a report is chosen."""
        if event.status not in self.statuses or (self.types and event.type not in self.types):
            return False
        if self.confidence is not None and (event.confidence is None or event.confidence < self.confidence):
            return False
        sides = (*event.actors, *event.recipients)
        if self.countries and not any(side.country in self.countries for side in sides):
            return False
        return self._in_time(event, report)

    def _in_time(self, event: Event, report: Report) -> bool:
        if self.since is None and self.until is None:
            return True
        first, last = event.date or (report.day, report.day)
        if first is None or last is None:
            return False
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


def choose(records: Iterable[CodedReport], choice: Choice, *, whole: bool = False) -> Iterator[CodedReport]:
    """The records with the chosen events only; a report with none of them is left out, unless only a status is asked.

    `whole` leaves the chosen reports as they are: their other events stay in them.
    """
    for coded in records:
        events = tuple(event for event in coded.events if choice.fits(event, coded.report))
        if events or choice.takes_all:
            yield coded if whole else replace(coded, events=events)
