"""`dragoman ingest`: pages, or ready records, into a record that can be left and taken up again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from dragoman.address import Address
from dragoman.cli.progress import Bar
from dragoman.cli.records import RecordOption
from dragoman.cli.running import (
    ActorsOption,
    AllowPrivateOption,
    DateOption,
    IdOption,
    OntologyOption,
    PublishedOption,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    bug,
    columns_of,
    complain,
    ending_well,
    fetcher_for,
    parse_when,
)

if TYPE_CHECKING:
    from dragoman.reading import Columns, Memory
    from dragoman.reading.fetching import Fetcher
    from dragoman.record import Record
    from dragoman.record.ingesting import Ingest, Loads, Outcome


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Pages, agency items, tables, archives, folders, addresses, finished records, - for stdin, in order.",
        ),
    ],
    record: RecordOption,
    published: PublishedOption = None,
    text: TextOption = None,
    date: DateOption = None,
    id: IdOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    publisher: PublisherOption = None,
    ontology: OntologyOption = None,
    actors: ActorsOption = None,
    allow_private: AllowPrivateOption = False,
) -> None:
    """Code reports into a record, or add finished records to it; what is in it already is passed over.

    A run that was cut off, by whatever, is taken up by giving the same command again. Inputs that cannot be used are
    named, kept in the table `inputs`, and tried again by the next run; the exit code is 1 where there were any.
    """
    when = parse_when(published)
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    if sources.count("-") > 1:
        raise typer.BadParameter("standard input (-) can be read once only")
    with ending_well(), fetcher_for(sources, allow_private=allow_private) as fetcher:
        done = _run(
            sources,
            record=record,
            when=when,
            columns=columns,
            ontology=ontology or (),
            actors=actors or (),
            fetcher=fetcher,
        )
    if done.failed:
        raise typer.Exit(1)


def _run(
    sources: Sequence[str],
    *,
    record: Address,
    when: datetime | date | None,
    columns: Columns,
    ontology: Sequence[Path],
    actors: Sequence[Path],
    fetcher: Fetcher | None,
) -> Outcome:
    from dragoman.reading import load, remember
    from dragoman.reading.load import is_page
    from dragoman.record import Record
    from dragoman.record.importing import import_records
    from dragoman.record.ingesting import Outcome

    parts = _parts(sources)
    countable = all(is_page(source) for source in sources)
    done, coding = Outcome(), None
    with Record.open(record) as store, Bar(total=len(sources) if countable else None) as bar:

        def fail(name: str, problem: str) -> None:
            bar.clear()
            complain(f"{name}: {problem}")

        for are_records, some in parts:
            if not are_records:
                coding = coding or coding_into(
                    store,
                    load=partial(load, columns=columns, fetcher=fetcher),
                    published=when,
                    ontology=ontology,
                    actors=actors,
                    on_failure=fail,
                    memory=remember(*sources),
                    on_page=bar.advance,
                )
                done += coding.run(some)
                continue
            try:
                with _opened(some[0]) as stream:
                    done += import_records(store, stream, name=some[0], on_failure=fail, on_record=bar.advance)
            except OSError as error:
                fail(some[0], f"cannot be read: {error.strerror or error}")
                done += Outcome(failed=1)
        reports = len(store)
    typer.echo(told(done, record, reports))
    return done


def told(done: Outcome, record: Address, reports: int) -> str:
    """What was done, in words."""
    from dragoman.export.wording import counted

    parts = [f"{counted(done.coded, 'report')} coded"]
    if done.imported:
        parts.append(f"{done.imported} imported")
    if done.kept:
        parts.append(f"{done.kept} kept before")
    if done.failed:
        parts.append(f"{counted(done.failed, 'input')} could not be used")
    return f"{', '.join(parts)}. {record} holds {counted(reports, 'report')}."


def coding_into(
    store: Record,
    *,
    load: Loads,
    published: datetime | date | None,
    ontology: Sequence[Path],
    actors: Sequence[Path],
    on_failure: Callable[[str, str], None],
    memory: Memory | None = None,
    on_page: Callable[[], None] = lambda: None,
) -> Ingest:
    """What codes the pages that `load` yields into `store`."""
    from dragoman.cli.actors import read_register
    from dragoman.cli.ontology import read_trained
    from dragoman.pipeline import Coder
    from dragoman.reading import read_page
    from dragoman.record.ingesting import Ingest, coder_version, earlier_days

    known = earlier_days(store)
    return Ingest(
        store,
        load=load,
        read=partial(read_page, published=published, memory=memory),
        coder=Coder(ontologies=[read_trained(p) for p in ontology], known=known, register=read_register(actors)),
        known=known,
        version=coder_version(ontology=ontology, actors=actors, published=published),
        explain=lambda name, error: bug(name, error).problem,
        on_failure=on_failure,
        on_page=on_page,
    )


def _parts(sources: Sequence[str]) -> list[tuple[bool, list[str]]]:
    """The sources in their order, each file of records alone and the pages between them together."""
    parts: list[tuple[bool, list[str]]] = []
    for source in sources:
        if _holds_records(source):
            parts.append((True, [source]))
        elif parts and not parts[-1][0]:
            parts[-1][1].append(source)
        else:
            parts.append((False, [source]))
    return parts


def _holds_records(source: str) -> bool:
    from dragoman.reading.kinds import HEAD
    from dragoman.reading.load import is_address
    from dragoman.record.importing import is_records, opens_as_records

    if is_address(source):
        return False
    if source != "-":
        return is_records(Path(source))
    stream = sys.stdin.buffer
    if hasattr(stream, "peek"):
        return opens_as_records(stream.peek(HEAD))
    return stream.seekable() and opens_as_records(_at_start(stream))


def _at_start(stream: BinaryIO) -> bytes:
    from dragoman.reading.kinds import HEAD

    here = stream.tell()
    head = stream.read(HEAD)
    stream.seek(here)
    return head


def _opened(source: str) -> AbstractContextManager[BinaryIO]:
    """A file of records; standard input stays open, it is not ours to close. Raises `OSError`."""
    return nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb")
