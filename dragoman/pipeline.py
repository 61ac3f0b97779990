"""The way of one report through language, resolving and coding: `Coder().code(report) -> CodedReport`.

Reading comes before (`dragoman.reading.read`), storing after (`dragoman.record`); the whole program is
`for report in read(source): record.add(coder.code(report))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dragoman.coding.commitments import find_commitments
from dragoman.coding.events import find_events
from dragoman.coding.statements import find_statements
from dragoman.language import Analysis, analyse, analyse_many
from dragoman.model import (
    BlockKind,
    CodedReport,
    Commitment,
    Event,
    Issue,
    Place,
    Report,
    Statement,
)
from dragoman.resolving.actors import resolve_actors
from dragoman.resolving.places import find_places
from dragoman.resolving.times import find_times


class Coder:
    """Codes reports. Holds no state between reports; the language model is loaded once a process, at first use."""

    def code(self, report: Report) -> CodedReport:
        """The record of one report. Raises `dragoman.errors.ModelMissing` where no language model is installed."""
        return next(self.code_many([report]))

    def code_many(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """The records of many reports, in order; faster than one by one, since they are parsed in batches."""
        for foreign, run in _runs(reports):
            if foreign:
                yield from (CodedReport(report=_bare(r), issues=r.issues) for r in run)
            else:
                yield from map(self._code, analyse_many(run))

    def places(self, report: Report) -> tuple[Place, ...]:
        """Only the places that a report names."""
        return tuple(find_places(analyse(report)))

    def _code(self, analysis: Analysis) -> CodedReport:
        report, day = analysis.report, analysis.report.day
        captions = tuple(b.span for b in report.blocks if b.kind is BlockKind.CAPTION)
        times = find_times(report.text, day=day, skip=captions)
        places = find_places(analysis)
        actors = resolve_actors(analysis, day=day)
        statements = find_statements(analysis, actors=actors)
        events = find_events(analysis, actors=actors, times=times, places=places, statements=statements, day=day)
        commitments = find_commitments(analysis, times=times, statements=statements, events=events, day=day)
        return CodedReport(
            report=_bare(report),
            actors=actors.actors(_referred(statements, events, commitments)),
            statements=tuple(statements),
            events=tuple(events),
            commitments=tuple(commitments),
            times=tuple(times),
            places=tuple(places),
            issues=(*report.issues, *_issues(report, day)),
        )


def _referred(
    statements: Iterable[Statement], events: Iterable[Event], commitments: Iterable[Commitment]
) -> frozenset[str]:
    """Ids of the actors that something coded points at; the others only stand in the text."""
    ids = {i for s in statements for i in (s.speaker_actor, s.addressee_actor)}
    ids |= {p.actor for e in events for p in (*e.actors, *e.recipients)}
    ids |= {p.actor for c in commitments for p in (c.party, c.counterparty) if p is not None}
    return frozenset(i for i in ids if i is not None)


def _runs(reports: Iterable[Report]) -> Iterator[tuple[bool, Iterable[Report]]]:
    """Reports in batches of one kind: not in English (left uncoded), or to be coded."""
    batch: list[Report] = []
    foreign = False
    for report in reports:
        this = report.language not in ("en", None)
        if batch and (this != foreign or len(batch) >= 64):
            yield foreign, batch
            batch = []
        foreign = this
        batch.append(report)
    if batch:
        yield foreign, batch


def _bare(report: Report) -> Report:
    """The report without its own issue rows, which move to the record's."""
    return replace(report, issues=()) if report.issues else report


def _issues(report: Report, day: date | None) -> list[Issue]:
    """Data problems that only show when a report is coded."""
    if day is None and not any(i.code == "no-date" for i in report.issues):
        return [Issue("no-date", "the report tells no date; dates relative to it stay unresolved", "coding")]
    return []
