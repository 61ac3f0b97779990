"""`dragoman merge`, `snapshot`, `verify` and `vacuum`: whole records made one, copied, checked and written anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.address import Address
from dragoman.cli.records import (
    LimitOption,
    RecordOption,
    Shape,
    ShapeOption,
    open_record,
    parse_address,
    parse_file,
    print_rows,
)
from dragoman.cli.running import complain, ending_well


def merge(
    first: Annotated[Address, typer.Argument(metavar="A", parser=parse_address, help="A record.")],
    second: Annotated[
        Address,
        typer.Argument(metavar="B", parser=parse_address, help="Another one; of a report in both, this one's counts."),
    ],
    into: Annotated[
        Address,
        typer.Option(metavar="FILE|URL", parser=parse_address, help="The record to make; it may not be there yet."),
    ],
) -> None:
    """Make one record of two. Both stay as they are."""
    with ending_well():
        from dragoman.export.wording import counted
        from dragoman.record.copying import merge as run

        counts = run(first, second, into)
        typer.echo(f"{into} holds {counted(counts['reports'], 'report')} and {counted(counts['events'], 'event')}.")


def snapshot(
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=parse_file, help="The copy; a snapshot that is there is replaced."),
    ],
    record: RecordOption,
) -> None:
    """Copy a record as it is now to a file; who reads an older copy of that name keeps it until it is opened anew."""
    with ending_well():
        from dragoman.record.copying import snapshot as run

        run(record, target)
        typer.echo(f"{target} is a copy of {record}, {_size(target.stat().st_size)}.")


def verify(record: RecordOption, format: ShapeOption = Shape.TABLE, limit: LimitOption = 1000) -> None:
    """Check a record: every row against its report's record, every span against its text, every id and reference.

    Exits with 1 and a table of what is wrong where anything is.
    """
    with ending_well():
        from itertools import islice

        from dragoman.export.wording import counted
        from dragoman.record.verifying import verify as run

        with open_record(record) as store:
            problems = list(islice(run(store), limit + 1))
            reports = len(store)
        if problems or format is not Shape.TABLE:
            rows = [(p.report, p.table, p.id, p.problem) for p in problems]
            print_rows(("report", "table", "id", "problem"), rows, format, limit=limit)
        if not problems and format is Shape.TABLE:
            typer.echo(f"{record}: {counted(reports, 'report')}, nothing is wrong.")
    if problems:
        complain(f"{record}: not all of it is right")
        raise typer.Exit(1)


def vacuum(record: RecordOption) -> None:
    """Write a record anew without the room that replaced reports left. Nobody may have the file open meanwhile.

    A server is told to use that room again instead, and anybody may go on.
    """
    with ending_well():
        from dragoman.record.copying import vacuum as run

        before, after = run(record)
        typer.echo(f"{record}: {_size(before)} before, {_size(after)} now.")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
