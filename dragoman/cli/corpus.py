"""`dragoman corpus`: many inputs coded by many workers into a folder, which is then looked at, checked and loaded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.progress import Bar
from dragoman.cli.records import RecordOption
from dragoman.cli.running import (
    ActorsOption,
    DateOption,
    IdOption,
    OntologyOption,
    PublishedOption,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    columns_of,
    complain,
    ending_well,
    parse_when,
)

if TYPE_CHECKING:
    from dragoman.corpus.coding import Outcome, Settings
    from dragoman.corpus.folder import Folder
    from dragoman.corpus.tasks import Task

corpus = typer.Typer(name="corpus", help="Corpora: many inputs, many workers, one folder.", no_args_is_help=True)

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="A corpus folder.")]


@corpus.callback()
def _group() -> None:
    """Corpora: many inputs, many workers, one folder."""


@corpus.command()
def run(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Archives, tables, pages and folders of them.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The corpus folder, a new one or of a run before.")],
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N", help="So many processes.")] = 1,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="On the workers of this scheduler; `local` makes some here."),
    ] = None,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only the I-th of N parts of the inputs, from 1.")
    ] = None,
    report_seconds: Annotated[
        float, typer.Option("--report-seconds", min=0.1, metavar="S", help="The longest that one report may take.")
    ] = 600,
    report_memory: Annotated[
        int, typer.Option("--report-memory", min=1, metavar="MB", help="The most memory that one report may take.")
    ] = 4000,
    again: Annotated[bool, typer.Option("--again", help="Code anew what was finished only in part.")] = False,
    published: PublishedOption = None,
    text: TextOption = None,
    date: DateOption = None,
    id: IdOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    publisher: PublisherOption = None,
    ontology: OntologyOption = None,
    actors: ActorsOption = None,
) -> None:
    """Code files into a folder of Parquet parts; what is finished is passed over, what was cut off goes on.

    The exit code is 1 where an input could not be used, or not whole; each is named on standard error.
    """
    part = _shard(shard)
    when = parse_when(published)
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    with ending_well():
        from dragoman.corpus.coding import Settings
        from dragoman.corpus.folder import FAILED, Folder
        from dragoman.corpus.holding import held
        from dragoman.corpus.tasks import plan
        from dragoman.corpus.tasks import shard as shard_of
        from dragoman.record.ingesting import coder_version

        files = tuple(ontology or ()), tuple(actors or ())
        settings = Settings(
            version=coder_version(ontology=files[0], actors=files[1], published=when, columns=columns.named),
            columns=columns.named,
            published=published,
            ontology=tuple(str(path.absolute()) for path in files[0]),
            actors=tuple(str(path.absolute()) for path in files[1]),
            seconds=report_seconds,
            megabytes=report_memory,
            again=again,
        )
        folder = Folder.make(out)
        tasks, errors = plan(inputs)
        for error in errors:
            complain(error)
        if part is not None:
            tasks = shard_of(tasks, *part)
        told: Counter[str] = Counter()
        reports = 0
        with held(folder, shard=None if part is None else f"{part[0]}/{part[1]}"), Bar(total=None) as bar:
            for outcome in _outcomes(tasks, settings, folder, dask=dask, workers=workers, bar=bar):
                told[outcome.state] += 1
                reports += outcome.reports
                if outcome.problem is not None:
                    bar.clear()
                    complain(f"{outcome.name}: {outcome.problem}")
        typer.echo(_told(told, reports, folder))
    if errors or told[FAILED] or told["partial"]:
        raise typer.Exit(1)


@corpus.command()
def status(
    folder: FolderArgument,
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="[INPUT...]", help="Tell what of these is left to be done, too.")
    ] = None,
) -> None:
    """Tell what of a corpus is finished, in part or not, by which version, and who is at work."""
    with ending_well():
        from dragoman.corpus.folder import DONE, FAILED, PARTIAL, Folder
        from dragoman.corpus.holding import holders
        from dragoman.corpus.tasks import plan
        from dragoman.export.wording import counted

        opened = Folder.open(folder)
        entries = list(opened.entries())
        states = Counter(entry.state for entry in entries)
        counts: Counter[str] = Counter()
        for entry in entries:
            counts.update(entry.counts)
        typer.echo(
            f"{counted(len(entries), 'input')}: {states[DONE]} done, {states[PARTIAL]} in part, {states[FAILED]} failed"
        )
        what = ("reports", "statements", "events", "commitments", "issues", "doubles", "unusable", "refused")
        typer.echo(", ".join(f"{counts[name]} {name}" for name in what))
        for version, number in sorted(Counter(e.version for e in entries if e.finished).items()):
            typer.echo(f"coded by {version}: {counted(number, 'input')}")
        at_work = [busy for _, busy in opened.in_work()]
        typer.echo(f"in work: {sum(at_work)}; cut off: {len(at_work) - sum(at_work)}")
        for holder in holders(opened):
            typer.echo(f"at work: {holder}")
        if inputs:
            tasks, errors = plan(inputs)
            finished = {entry.name for entry in entries if entry.finished}
            typer.echo(f"left of these inputs: {sum(task.name not in finished for task in tasks)} of {len(tasks)}")
            for error in errors:
                complain(error)
        for entry in entries:
            if entry.state != DONE:
                problem = entry.problem or f"{entry.counts['unusable']} unusable, {entry.counts['refused']} refused"
                typer.echo(f"{entry.state}: {entry.name}: {problem}")


@corpus.command()
def load(
    folder: FolderArgument,
    record: RecordOption,
    mixed: Annotated[bool, typer.Option("--mixed", help="Load what different versions coded, too.")] = False,
) -> None:
    """Put the reports of a corpus into a record. Again, it adds nothing; cut off, it goes on."""
    with ending_well():
        from dragoman.corpus.folder import Folder
        from dragoman.corpus.loading import load_corpus
        from dragoman.export.wording import counted
        from dragoman.record import Record

        opened = Folder.open(folder)
        with Record.open(record) as store, Bar(total=None) as bar:
            done = load_corpus(opened, store, mixed=mixed, on_report=bar.advance)
            reports = len(store)
        typer.echo(
            f"{counted(done.new, 'report')} loaded, {done.kept} kept before, {done.doubles} had of another input. "
            f"{record} holds {counted(reports, 'report')}."
        )


@corpus.command()
def verify(folder: FolderArgument) -> None:
    """Check a corpus: the digests of its parts, every row against its record, every span, nothing lost or doubled."""
    with ending_well():
        from dragoman.corpus.folder import Folder
        from dragoman.corpus.verifying import verify as check
        from dragoman.export.wording import counted, one_line

        opened = Folder.open(folder)
        wrong = 0
        for problem in check(opened):
            wrong += 1
            typer.echo(one_line(f"{problem.name}: {problem.problem}"))
        if wrong:
            raise typer.Exit(1)
        typer.echo(f"{counted(sum(1 for _ in opened.entries()), 'input')}, nothing wrong.")


def _outcomes(
    tasks: Sequence[Task], settings: Settings, folder: Folder, *, dask: str | None, workers: int, bar: Bar
) -> Iterator[Outcome]:
    if dask is not None:
        from dragoman.corpus.cluster import run_on

        yield from run_on(
            dask,
            tasks,
            settings=settings,
            folder=folder,
            workers=workers,
            on_link=lambda link: typer.echo(f"dashboard: {link}", err=True),
        )
        return
    from dragoman.corpus.supervising import Crew

    with Crew(settings, folder, count=workers, on_page=bar.advance) as crew:
        yield from crew.run(tasks)


def _shard(told: str | None) -> tuple[int, int] | None:
    if told is None:
        return None
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", told)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise typer.BadParameter(f"{told!r} is no part; write 1/8 for the first of eight", param_hint="--shard")
    return int(found[1]), int(found[2])


def _told(told: Counter[str], reports: int, folder: Folder) -> str:
    from dragoman.export.wording import counted

    parts = [f"{counted(reports, 'report')} of {counted(told['done'] + told['partial'], 'input')} coded"]
    for state, words in (
        ("partial", "of them in part"),
        ("kept", "finished before"),
        ("failed", "failed"),
        ("busy", "being coded by another run"),
    ):
        if told[state]:
            parts.append(f"{told[state]} {words}")
    return f"{', '.join(parts)}. The parts lie in {folder.path}."
