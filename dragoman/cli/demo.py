"""`dragoman demo`: a folder of pages coded into a record, what that gave, and what to do next."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.output import standard_output, whole_path
from dragoman.cli.records import parse_file
from dragoman.cli.running import (
    ActorsOption,
    CodesReports,
    DateOption,
    Failure,
    IdOption,
    Loader,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    code_inputs,
    columns_of,
    complain,
    ending_well,
)
from dragoman.errors import DragomanError
from dragoman.model import CodedReport, Page, Report


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, help="Folder of pages, or a file of many reports.")
    ],
    record: Annotated[
        Path,
        typer.Option(metavar="FILE", parser=parse_file, help="The record to make; one that is there is replaced."),
    ],
    text: TextOption = None,
    date: DateOption = None,
    id: IdOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    publisher: PublisherOption = None,
    actors: ActorsOption = None,
) -> None:
    """Code a folder of pages, or a table or archive, into a record and show what it holds."""
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    with ending_well():
        from dragoman.cli.actors import read_register
        from dragoman.pipeline import Coder
        from dragoman.reading import load, read_page, remember
        from dragoman.resolving.actors import Known

        known = Known()
        coder = Coder(known=known, register=read_register(actors or ()))
        loading, reading = partial(load, columns=columns), partial(read_page, memory=remember(folder))
        failed = run(folder, record=record, load=loading, read=reading, coder=coder, learn=known.read)
    if failed:
        raise typer.Exit(1)


def run(
    folder: Path,
    *,
    record: Path,
    load: Loader,
    read: Callable[[Page], Report],
    coder: CodesReports,
    learn: Callable[[CodedReport], None] = lambda coded: None,
) -> int:
    """Make the record, show it; the number of pages that failed. Raises `DragomanError` where there is nothing.

    `learn` is told each report's record, so that what it says of people serves the next.
    """
    from rich.console import Console

    from dragoman.cli.progress import Bar
    from dragoman.cli.summary import next_steps, summary
    from dragoman.export.table import render
    from dragoman.merging import find_stories
    from dragoman.record import Record

    if record.exists():
        Record.open(record, read_only=True).close()  # nobody else's file is replaced
    failures: list[Failure] = []
    coded_pages: dict[str, tuple[str, CodedReport]] = {}
    with whole_path(record) as part, Bar(total=None) as bar:

        def fail(failure: Failure) -> None:
            failures.append(failure)
            bar.clear()
            complain(failure)

        with Record.open(part) as store:
            for name, coded in code_inputs([str(folder)], load=load, read=read, coder=coder, on_failure=fail):
                store.add(coded)
                learn(coded)
                coded_pages.setdefault(coded.report.id, (name, coded))
                bar.advance()
            counts = store.counts()
        if not coded_pages:
            raise DragomanError(f"{folder}: nothing in it could be coded, so no record was made")
    pages = list(coded_pages.values())
    name, richest = max(pages, key=lambda page: _richness(page[1]))
    console = Console(file=standard_output(utf8=False), highlight=False)
    console.print(render(richest), "", sep="\n")
    console.print(summary(record, pages, counts, find_stories(coded.report for _, coded in pages)), "", sep="\n")
    console.print(next_steps(_program(), folder=folder, page=name, record=record), soft_wrap=True)
    return len(failures)


def _richness(coded: CodedReport) -> tuple[int, int]:
    """How much a report shows: first how many kinds of thing, then how many things."""
    kinds = (coded.statements, coded.events, coded.commitments)
    return sum(map(bool, kinds)), sum(map(len, kinds))


def _program() -> str:
    """The program as the user can call it again."""
    called = Path(sys.argv[0])
    if called.name != "dragoman" or shutil.which("dragoman") == str(called.absolute()):
        return "dragoman"
    absolute, here = called.absolute(), Path.cwd()
    return shlex.quote(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))
