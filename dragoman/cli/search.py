"""`dragoman search`: the reports and statements of a record that hold what somebody looks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import standard_output
from dragoman.cli.records import RecordOption
from dragoman.cli.running import complain, ending_well

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.record.search import Hit
    from dragoman.record.search.index import Progress


class Layout(StrEnum):
    """How hits are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="What to look for, as one argument: '\"border talks\" country:BOL'.")
    ],
    record: RecordOption,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many hits.")] = 20,
    after: Annotated[str | None, typer.Option(metavar="KEY", help="The hits after the one with this key.")] = None,
    layout: Annotated[Layout, typer.Option("--format", help="A table, or one JSON object a hit.")] = Layout.TABLE,
    index: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the search index lies. [default: beside the file, news.search; of a server's, in the cache]",
        ),
    ] = None,
) -> None:
    """Find reports and statements (events with kind:event) by words, phrases, fields and days, the best first."""
    with ending_well():
        from dragoman.errors import QueryError
        from dragoman.record import Record
        from dragoman.record.search import Search, parse

        try:
            asked = parse(query)
            for note in asked.notes:
                complain(note)
            with Record.open(record, read_only=True) as store, _indexing() as progress:
                found = Search(store, folder=index, progress=progress)
                hits = found.find(asked, limit=limit, after=after)
                total = found.count(asked) if layout is Layout.TABLE else 0
        except QueryError as error:
            hint = "--after" if after is not None and not error.end else "QUERY"
            raise typer.BadParameter(str(error), param_hint=hint) from error
        if layout is Layout.JSONL:
            out = standard_output(utf8=True)
            for hit in hits:
                out.write(json.dumps(as_json(hit), ensure_ascii=False) + "\n")
            out.flush()
        else:
            _print(hits, total, full=len(hits) == limit)


def as_json(hit: Hit) -> dict[str, object]:
    """A hit as the JSON object that `--format jsonl` prints."""
    return {
        "kind": hit.kind,
        "report": hit.report,
        "id": hit.id,
        "score": hit.score,
        "span": list(hit.span),
        "snippet": {
            "text": hit.snippet.text,
            "span": list(hit.snippet.span),
            "marks": [list(m) for m in hit.snippet.marks],
        },
        "day": hit.day.isoformat() if hit.day else None,
        "title": hit.title,
        "publisher": hit.publisher,
        "key": hit.key,
    }


@contextmanager
def _indexing() -> Iterator[Progress]:
    """A bar on the terminal while the index is made; nothing where there is little to do."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("indexing reports"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def told(done: int, total: int) -> None:
            if not bar.tasks:
                bar.add_task("", total=total)
            bar.update(bar.tasks[0].id, completed=done)

        yield told


def _print(hits: Sequence[Hit], total: int, *, full: bool) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from dragoman.export.wording import counted, one_line

    console = Console(file=standard_output(utf8=False), highlight=False)
    for hit in hits:
        head = Text(f"{hit.day.isoformat() if hit.day else 'no day':10}  {hit.kind:9}  ", style="dim")
        head.append(one_line(hit.title or "without a title"), style="bold")
        if hit.publisher:
            head.append(f"  {one_line(hit.publisher)}", style="dim")
        console.print(
            head, Padding(_marked(hit), (0, 0, 0, 12)), Text(f"{hit.report} {hit.id}", style="dim"), "", sep="\n"
        )
    if not hits:
        console.print("Nothing was found.")
        return
    more = f"; more with --after {hits[-1].key}" if full and len(hits) < total else ""
    console.print(f"{len(hits)} of {counted(total, 'hit')}{more}", soft_wrap=True)


def _marked(hit: Hit) -> Text:
    """The snippet on one line, matches in bold."""
    from rich.text import Text

    text, at, snippet = Text("… " if hit.snippet.span.start > hit.span.start else ""), 0, hit.snippet
    for start, end in snippet.marks:
        first, last = start - snippet.span.start, end - snippet.span.start
        text.append(_flat(snippet.text[at:first])).append(_flat(snippet.text[first:last]), style="bold yellow")
        at = last
    text.append(_flat(snippet.text[at:]))
    return text.append(" …" if snippet.span.end < hit.span.end else "")


def _flat(text: str) -> str:
    from dragoman.export.wording import plain

    return re.sub(r"\s+", " ", plain(text))
