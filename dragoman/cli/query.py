"""`dragoman query`: SQL over a record, which can change nothing and reach nothing else."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman.cli.records import LimitOption, RecordOption, Shape, ShapeOption, open_record, print_rows
from dragoman.cli.running import ending_well


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One query in DuckDB's SQL, or - for standard input.")],
    record: RecordOption,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 1000,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Stop a query that takes longer.")] = 60.0,
) -> None:
    """Ask a record in SQL. The query can change nothing, read no other file and reach no network.

    docs/record.md describes the tables; `SHOW TABLES` and `DESCRIBE events` list them and their columns.
    """
    with ending_well(), open_record(record) as store:
        columns, rows = store.query(
            sys.stdin.read() if sql == "-" else sql,
            limit=limit + 1,  # one more, to tell whether there are more
            timeout_s=timeout,
        )
        print_rows(columns, rows, format, limit=limit)
