"""One task, from its files to its parts: what every runner has done by its workers, and nothing else.

A worker tells what it is about (`Tell`) before and after each page, so that whoever watches it knows at which page it
hung, grew or died, and has it passed over the next time (`refused`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from dragoman import __version__
from dragoman.contract import dumps
from dragoman.corpus.folder import DONE, FAILED, PARTIAL, Entry, Folder, trouble
from dragoman.corpus.parts import Journal, Step, write_parts
from dragoman.corpus.tasks import Task, digest
from dragoman.errors import ContractError, DragomanError, InputError, bug_in_words
from dragoman.model import CodedReport, Issue, Page, Report
from dragoman.reading import Columns, Memory, load, read_page, remember

READING, CODING = "reading", "coding"
KEPT, BUSY = "kept", "busy"

Tell = Callable[[int | None, str], None]
"""Hears the number of the page (from 0) that is begun and whether it is read or coded; None when it is through."""

CODES = {
    "too-slow": "coding the report took longer than the limit of {limit} seconds; nothing was coded",
    "too-large": "coding the report took more memory than the limit of {limit} megabytes; nothing was coded",
    "worker-died": "the worker died {limit} times while it coded the report; nothing was coded",
}
"""Why a report is refused: the codes of issues, and what they say."""


class CodesReports(Protocol):
    """Makes the record of a report by itself (`dragoman.pipeline.Coder`)."""

    def code(self, report: Report) -> CodedReport: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the outcome depends on beside the inputs: the options of a run, as plain values that can be sent about.

    `version` names all of it (`dragoman.record.ingesting.coder_version`); a worker that would code otherwise refuses.
    `maker` is `MODULE:FUNCTION`, which makes a `Made` of these settings in each worker. `seconds` and `megabytes` are
    the limits of one report, None for none.
    """

    version: str
    columns: Mapping[str, str]
    published: str | None = None
    ontology: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    seconds: float | None = None
    megabytes: int | None = None
    again: bool = False
    maker: str = "dragoman.corpus.coding:make"

    @property
    def when(self) -> datetime | date | None:
        if self.published is None:
            return None
        as_day = len(self.published) == len("YYYY-MM-DD")
        return date.fromisoformat(self.published) if as_day else datetime.fromisoformat(self.published)


@dataclass(frozen=True, slots=True)
class Made:
    """What codes in this process, its version, and the language model's name and version."""

    coder: CodesReports
    version: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that is not tried again: at `stage` it went over the limit that `code` tells, or its worker died."""

    stage: str
    code: str
    limit: float

    @property
    def message(self) -> str:
        return CODES[self.code].format(limit=f"{self.limit:g}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: a state of the manifest's, `kept` (it was finished before), or `busy` (another has it)."""

    name: str
    state: str
    reports: int = 0
    problem: str | None = None


def make(settings: Settings) -> Made:
    """The real coder, warm: all that it loads is loaded. Raises what the files of the settings are wrong for."""
    from dragoman.coding.events.classifier import load as classifier
    from dragoman.coding.events.own_types import loads
    from dragoman.language.loading import model_name
    from dragoman.pipeline import Coder
    from dragoman.record.ingesting import coder_version
    from dragoman.resolving.actors import Register, read_own

    ontology, actors = [Path(p) for p in settings.ontology], [Path(p) for p in settings.actors]
    own = [row for path in actors for row in read_own(path)]
    coder = Coder(
        ontologies=[loads(path.read_text("utf-8"), name=str(path), classifier=classifier()) for path in ontology],
        register=Register.load(extra=own) if own else None,
    )
    page = Page("warm", b"LONDON, March 3, 2021 - The minister met his French colleague and said talks would go on.\n")
    coder.code(read_page(page))
    version = coder_version(ontology=ontology, actors=actors, published=settings.when, columns=settings.columns)
    return Made(coder, version, model_name())


def code_task(
    task: Task,
    folder: Folder,
    *,
    made: Made,
    settings: Settings,
    tell: Tell = lambda page, stage: None,
    refused: Mapping[int, Refused] | None = None,
) -> Outcome:
    """Code what of a task is not coded yet, write its parts and its entry in the manifest.

    Raises `CorpusError` where the folder cannot be written, and other `DragomanError`s that no task would escape.
    """
    try:
        found, size = digest(task)
    except InputError as error:
        return fail(task, folder, settings, str(error))
    try:
        if _kept(folder, task, found, settings):
            return Outcome(task.name, KEPT)
        with folder.claim(task) as stream:
            if stream is None:
                return Outcome(task.name, BUSY)
            if _kept(folder, task, found, settings):  # another run finished it just now
                folder.release(task)
                return Outcome(task.name, KEPT)
            journal = Journal(stream, digest=found, version=settings.version)
            _fill(journal, task, made, settings, tell, refused or {})
            outcome = _finish(journal, task, folder, settings, made, found, size)
            folder.release(task)
            return outcome
    except OSError as error:
        raise trouble(folder.path, error) from error


def fail(task: Task, folder: Folder, settings: Settings, problem: str) -> Outcome:
    """State that nothing could be had of a task, unless it was finished before: then what was had then stays.

    Raises `CorpusError` where the folder cannot be written.
    """
    before = folder.entry(task)
    if before is not None and before.finished:
        return Outcome(task.name, FAILED, problem=problem)
    entry = Entry(
        name=task.name, digest=None, size=0, version=settings.version, program=__version__, model=None, state=FAILED,
        seconds=0.0, problem=problem,
    )  # fmt: skip
    try:
        folder.commit(task, entry)
    except OSError as error:
        raise trouble(folder.path, error) from error
    return Outcome(task.name, FAILED, problem=problem)


def _kept(folder: Folder, task: Task, found: str, settings: Settings) -> bool:
    entry = folder.entry(task)
    if entry is None or not entry.finished or (settings.again and entry.state == PARTIAL):
        return False
    whole = entry.parts is not None and (folder.parts / entry.parts).is_dir()
    return whole and entry.digest == found and entry.version == settings.version


def _fill(
    journal: Journal, task: Task, made: Made, settings: Settings, tell: Tell, refused: Mapping[int, Refused]
) -> None:
    """Add to the journal the outcomes that are not in it."""
    memory = remember(task.name) if task.is_folder else None
    for number, outcome in enumerate(_outcomes(task, Columns(**settings.columns))):
        if number < journal.steps:
            continue
        if isinstance(outcome, InputError):
            journal.add(Step(page=outcome.name, digest=None, problem=_problem(outcome)))
            continue
        started = time.monotonic()
        step = _step(outcome, number, journal, made, settings, memory, tell, refused.get(number))
        journal.add(replace(step, seconds=round(time.monotonic() - started, 4)))
        tell(None, READING)


def _step(
    page: Page,
    number: int,
    journal: Journal,
    made: Made,
    settings: Settings,
    memory: Memory | None,
    tell: Tell,
    refused: Refused | None,
) -> Step:
    name, own = page.name, page.sha256
    if refused is not None and refused.stage == READING:
        return Step(page=name, digest=own, problem=refused.message.replace("coding the report", "reading the page"))
    tell(number, READING)
    try:
        report = read_page(page, published=settings.when, memory=memory)
        if report.id in journal.reports:  # of two pages of one report the first counts
            return Step(page=name, digest=own, report=report.id)
        if refused is not None:
            issue = Issue(refused.code, refused.message, "corpus")
            coded = CodedReport(report=replace(report, issues=()), issues=(*report.issues, issue))
            return Step(page=name, digest=own, report=report.id, line=dumps(coded), refused=refused.code)
        tell(number, CODING)
        return Step(page=name, digest=own, report=report.id, line=dumps(made.coder.code(report)))
    except InputError as error:
        return Step(page=name, digest=own, problem=_problem(error))
    except ContractError as error:  # the coder made what the contract cannot carry
        return Step(page=name, digest=own, problem=bug_in_words(error))
    except DragomanError:
        raise
    except Exception as error:
        return Step(page=name, digest=own, problem=bug_in_words(error))


def _outcomes(task: Task, columns: Columns) -> Iterator[Page | InputError]:
    """The pages of a task, and errors in place of those that cannot be had, always in the same order."""
    errors: list[InputError] = []
    for path in task.paths:
        pages = load(path, columns=columns, on_error=errors.append)
        while True:
            try:
                page = next(pages, None)
            except DragomanError:
                raise
            except Exception as error:
                errors.append(InputError(path, bug_in_words(error)))
                page = None
            yield from errors
            errors.clear()
            if page is None:
                break
            yield page


def _finish(
    journal: Journal, task: Task, folder: Folder, settings: Settings, made: Made, found: str, size: int
) -> Outcome:
    parts = f"{task.key}.{found[:12]}.{settings.version.rpartition('+')[2][:12]}"
    files, counts = write_parts(journal, folder.parts / parts, version=settings.version)
    state = PARTIAL if counts["unusable"] or counts["refused"] else DONE
    problem = None
    if not counts["reports"] and counts["unusable"]:
        state = FAILED
        problem = next(step.problem for step in journal if step.problem)
    folder.commit(
        task,
        Entry(
            name=task.name,
            digest=found,
            size=size,
            version=settings.version,
            program=__version__,
            model=made.model,
            state=state,
            seconds=round(journal.seconds, 3),
            counts=counts,
            parts=parts,
            files=files,
            problem=problem,
        ),
    )
    return Outcome(task.name, state, counts["reports"], problem)


def _problem(error: InputError) -> str:
    return str(error).removeprefix(f"{error.name}: ")
