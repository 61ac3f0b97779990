"""The way of one report through language, resolving and coding: `Coder().code(report) -> CodedReport`.

Reading comes before (`dragoman.reading.read`), storing after (`dragoman.record`); the whole program is
`for report in read(source): record.add(coder.code(report))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from dragoman.coding.commitments import find_commitments
from dragoman.coding.events import EventCoder, Explanation
from dragoman.coding.events.between import Between
from dragoman.coding.events.classifier import Opinion
from dragoman.coding.events.classifier import load as load_classifier
from dragoman.coding.events.own_types import Trained
from dragoman.coding.statements import find_statements
from dragoman.language import Analysis, analyse, analyse_many
from dragoman.language.parsing import batched
from dragoman.model import (
    BlockKind,
    CodedReport,
    Commitment,
    Event,
    Issue,
    Report,
    Span,
    Statement,
)
from dragoman.resolving.actors import Known, Register, resolve_actors
from dragoman.resolving.places import find_places
from dragoman.resolving.times import find_times

# Questions of `between` that go through the classifier together.
BATCH = 16


class Coder:
    """Codes reports. Holds no state between reports; the language model is loaded once a process, at first use.

    `ontologies` are users' own, trained, whose types events carry in `codes` beside PLOVER's. `known` is what earlier
    reports have said of people; the coder reads it and adds nothing to it (`known.read(coded)` does). `register` is
    what is known of actors beforehand: `Register.load(extra=read_own(path))` knows a user's own too.
    """

    def __init__(
        self, *, ontologies: Sequence[Trained] = (), known: Known | None = None, register: Register | None = None
    ) -> None:
        self._ontologies = tuple(ontologies)
        self._known = known
        self._register = register

    def code(self, report: Report) -> CodedReport:
        """The record of one report. Raises `dragoman.errors.ModelMissing` where no language model is installed."""
        return next(self.code_many([report]))

    def code_many(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """The records of many reports, in order; faster than one by one, since they are parsed in batches.

        A record does not depend on what else is read. The event classifier hears each report's candidates by
        themselves, since it counts in 8 bits over all that it hears together; and a report is resolved and coded when
        its record is asked for, so that `known` may have learned from the record before.
        """
        for foreign, run in _runs(reports):
            if foreign:
                yield from (CodedReport(report=_bare(r), issues=r.issues) for r in run)
            else:
                for analysis in analyse_many(run):
                    begun = _Begun(analysis, self._ontologies, self._known, self._register)
                    yield begun.finish(load_classifier().opinions(begun.coder.questions))

    def explain(self, report: Report) -> list[Explanation]:
        """The grounds of each event of a report, in text order; empty for a report that is not coded at all."""
        if report.language not in ("en", None):
            return []
        begun = _Begun(analyse(report), self._ontologies, self._known, self._register)
        opinions = load_classifier().opinions(begun.coder.questions)
        return [begun.coder.explain(opinions, event) for event in begun.finish(opinions).events]

    def between(self, asked: Sequence[tuple[Report, Span | None, Span | None]]) -> Iterator[str]:
        """For each report of a sentence or two, the likeliest type of act of the first side toward the second."""
        for batch in batched(zip(asked, analyse_many(r for r, _, _ in asked), strict=True), BATCH):
            between = [
                Between(_Begun(analysis, (), None, self._register).coder, source=source, target=target)
                for (_, source, target), analysis in batch
            ]
            opinions = iter(load_classifier().opinions([q for b in between for q in b.questions]))
            for b in between:
                yield b.answer(list(islice(opinions, len(b.questions))))


class _Begun:
    """A report on its way through resolving and coding, up to what the event classifier has to be asked."""

    def __init__(
        self,
        analysis: Analysis,
        ontologies: Sequence[Trained],
        known: Known | None,
        register: Register | None,
    ) -> None:
        self.analysis = analysis
        report, self.day = analysis.report, analysis.report.day
        captions = tuple(b.span for b in report.blocks if b.kind is BlockKind.CAPTION)
        self.times = find_times(report.text, day=self.day, skip=captions)
        self.places = find_places(analysis)
        self.actors = resolve_actors(analysis, day=self.day, places=self.places, known=known, register=register)
        self.statements, self.attitudes = find_statements(
            analysis, actors=self.actors, times=self.times, places=self.places, day=self.day
        )
        self.coder = EventCoder(
            analysis,
            actors=self.actors,
            times=self.times,
            places=self.places,
            statements=self.statements,
            day=self.day,
            ontologies=ontologies,
        )

    def finish(self, opinions: Sequence[Opinion]) -> CodedReport:
        """The record, given the classifier's answers."""
        report, statements = self.analysis.report, self.statements
        events = self.coder.events(opinions)
        commitments = find_commitments(
            self.analysis,
            times=self.times,
            statements=statements,
            events=events,
            day=self.day,
            voices=self.coder.voices,
        )
        return CodedReport(
            report=_bare(report),
            actors=self.actors.actors(_referred([*statements, *self.attitudes], events, commitments)),
            statements=tuple(statements),
            attitudes=tuple(self.attitudes),
            events=tuple(events),
            commitments=tuple(commitments),
            times=tuple(self.times),
            places=tuple(self.places),
            issues=(*report.issues, *_issues(report, self.day)),
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
