"""`dragoman code`: pages in, their records out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from dragoman.address import Address
from dragoman.cli.output import (
    FILE_WIDTH,
    HtmlWriter,
    JsonlWriter,
    TableWriter,
    Writer,
    standard_output,
    whole_file,
)
from dragoman.cli.records import parse_address
from dragoman.cli.running import (
    ActorsOption,
    AllowPrivateOption,
    CodesReports,
    DateOption,
    Failure,
    IdOption,
    Loader,
    OntologyOption,
    PublishedOption,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    bug,
    code_inputs,
    columns_of,
    complain,
    ending_well,
    fetcher_for,
    parse_when,
)
from dragoman.errors import ContractError
from dragoman.model import Page, Report

if TYPE_CHECKING:
    from dragoman.resolving.actors import Known


class Format(StrEnum):
    """What the record is written as."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


def code(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Pages, agency items, tables, archives, folders of them, addresses, - for stdin."
        ),
    ],
    format: Annotated[
        Format | None,
        typer.Option(help="table, jsonl or html. [default: as FILE's name ends (.jsonl, .html), else table]"),
    ] = None,
    published: PublishedOption = None,
    text: TextOption = None,
    date: DateOption = None,
    id: IdOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    publisher: PublisherOption = None,
    ontology: OntologyOption = None,
    actors: ActorsOption = None,
    known: Annotated[
        Address | None,
        typer.Option(
            metavar="RECORD",
            parser=parse_address,
            help="Take what the reports in this record say of people whom a page only names.",
        ),
    ] = None,
    allow_private: AllowPrivateOption = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to FILE, all of it or nothing, instead of stdout.")
    ] = None,
) -> None:
    """Code reports: who did what to whom, who said what, what was pledged.

    What an input is, its content tells: a page of text or HTML, ninjs, NewsML-G2, JSON lines, CSV, Parquet, WARC.

    An input that cannot be used is named on standard error and the others are coded all the same.
    """
    when = parse_when(published)
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    if inputs.count("-") > 1:
        raise typer.BadParameter("standard input (-) can be read once only")
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise typer.BadParameter(f"{out}: is a folder, or lies in none that exists", param_hint="--out")
    with ending_well(), fetcher_for(inputs, allow_private=allow_private) as fetcher:
        from dragoman.cli.actors import read_register
        from dragoman.cli.ontology import read_trained
        from dragoman.pipeline import Coder
        from dragoman.reading import load, read_page, remember

        failed = run(
            inputs,
            format=format or _by_name(out),
            out=out,
            load=partial(load, columns=columns, fetcher=fetcher),
            read=partial(read_page, published=when, memory=remember(*inputs)),
            coder=Coder(
                ontologies=[read_trained(path) for path in ontology or ()],
                known=_known_in(known) if known is not None else None,
                register=read_register(actors or ()),
            ),
        )
    if failed:
        raise typer.Exit(1)


def _known_in(record: Address) -> Known:
    from dragoman.record import Record

    with Record.open(record, read_only=True) as store:
        return store.known()


def run(
    inputs: Sequence[str],
    *,
    format: Format,
    out: Path | None,
    load: Loader,
    read: Callable[[Page], Report],
    coder: CodesReports,
) -> int:
    """Code `inputs` and write their records; the number of pages that failed."""
    from dragoman.cli.progress import Bar
    from dragoman.reading.load import is_page

    failures: list[Failure] = []
    total = len(inputs) if all(is_page(name) for name in inputs) else None
    target = nullcontext(standard_output(utf8=format is not Format.TABLE)) if out is None else whole_file(out)
    with target as stream, Bar(total=total) as bar:
        writer = _writer(format, stream, to_file=out is not None)

        def fail(failure: Failure) -> None:
            failures.append(failure)
            bar.clear()
            complain(failure)
            bar.advance()

        coded_any = False
        for name, coded in code_inputs(inputs, load=load, read=read, coder=coder, on_failure=fail):
            bar.clear()
            try:
                writer.add(coded)
            except ContractError as error:  # the coder made what the contract cannot carry
                fail(bug(name, error))
            else:
                coded_any = True
                bar.advance()
        if not coded_any:
            raise typer.Exit(1)  # and FILE stays as it was
        writer.finish()
    return len(failures)


def _writer(format: Format, stream: TextIO, *, to_file: bool) -> Writer:
    match format:
        case Format.JSONL:
            return JsonlWriter(stream)
        case Format.HTML:
            return HtmlWriter(stream)
        case Format.TABLE:
            return TableWriter(stream, width=FILE_WIDTH if to_file else None)


def _by_name(out: Path | None) -> Format:
    endings = {".jsonl": Format.JSONL, ".html": Format.HTML, ".htm": Format.HTML}
    return endings.get(out.suffix.lower(), Format.TABLE) if out else Format.TABLE
