"""What the commands over a record share: which record, which days and statuses, and how rows are printed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.address import Address
from dragoman.cli.output import standard_output
from dragoman.errors import RecordError
from dragoman.model import Status

if TYPE_CHECKING:
    from dragoman.record import Record


def parse_address(text: str | Path | Address) -> Address:
    """Where a record is; raises `typer.BadParameter`, which repeats no URL, since that may hold a password."""
    try:
        return Address.of(text)
    except RecordError as error:
        raise typer.BadParameter(str(error)) from error


def parse_file(text: str | Path) -> Path:
    """The file of a record to be made; raises `typer.BadParameter` for a server's URL, which it does not repeat."""
    address = parse_address(text)
    if address.path is None:
        raise typer.BadParameter("this makes a file; name one")
    return address.path


RecordOption = Annotated[
    Address,
    typer.Option(
        "--record",
        "-r",
        metavar="FILE|URL",
        envvar="DRAGOMAN_RECORD",
        parser=parse_address,
        help="The record: a DuckDB file, or postgresql://USER@HOST/DATABASE on a server.",
    ),
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day on, as 2024-11-25.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to this day, as 2024-11-25.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Print so many rows at most.")]


class Shape(StrEnum):
    """What rows are printed as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


ShapeOption = Annotated[Shape, typer.Option("--format", help="table, csv (safe for spreadsheets) or json.")]


def open_record(where: Address) -> Record:
    """The record, to be read."""
    from dragoman.record import Record

    return Record.open(where, read_only=True)


def open_derived(where: Address) -> Record:
    """The record, to be read, with its incidents and threads: kept, where they are current or can be made so.

    Opened for writing where they are older than the reports, so that they are worked out once for all who ask later;
    where it cannot be (another program reads it, its folder may not be written) they are worked out in memory.
    """
    from dragoman.errors import RecordError
    from dragoman.record import Record
    from dragoman.record.deriving import is_current

    store = open_record(where)
    if is_current(store.engine):
        return store
    store.close()
    try:
        return Record.open(where)
    except RecordError:
        return open_record(where)


def parse_day(text: str | None, option: str) -> date | None:
    """The day that an option names; raises `typer.BadParameter` where it is none."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write 2024-11-25", param_hint=option) from error


def parse_statuses(wanted: Sequence[str], default: Sequence[Status]) -> list[Status]:
    """The statuses that options name; "all" is every one. Raises `typer.BadParameter` for what is none."""
    if "all" in wanted:
        return list(Status)
    try:
        return [Status(name) for name in wanted] or list(default)
    except ValueError as error:
        known = ", ".join([*(s.value for s in Status), "all"])
        raise typer.BadParameter(f"{error}; it is one of {known}", param_hint="--status") from error


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], shape: Shape, *, limit: int | None) -> None:
    """Print rows, `limit` of them at most, and say on standard error that there are more."""
    shown = rows if limit is None else rows[:limit]
    match shape:
        case Shape.JSON:
            _print_json(columns, shown)
        case Shape.CSV:
            _print_csv(columns, shown)
        case Shape.TABLE:
            _print_table(columns, shown)
    if len(shown) < len(rows):
        typer.echo(f"dragoman: there are more rows; --limit {2 * len(shown)} shows more of them", err=True)


def _print_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    out, opening = standard_output(utf8=True), "["
    for row in rows:
        told = dict(zip(columns, map(plain_value, row), strict=True))
        out.write(opening + "\n" + json.dumps(told, ensure_ascii=False, default=str))
        opening = ","
    out.write("[]\n" if opening == "[" else "\n]\n")


def _print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(standard_output(utf8=True), lineterminator="\n")
    writer.writerow(map(safe_cell, columns))
    for row in rows:
        writer.writerow([safe_cell(v) for v in row])


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.export.wording import UNKNOWN, one_line

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for n, name in enumerate(columns):
        values = [row[n] for row in rows if row[n] is not None]
        numeric = bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        short = all(len(_told(v)) <= 16 for v in values)
        table.add_column(one_line(name), justify="right" if numeric else "left", no_wrap=short, overflow="fold")
    for row in rows:
        table.add_row(*(Text(UNKNOWN if v is None else one_line(_told(v))) for v in row))
    Console(file=standard_output(utf8=False), highlight=False).print(table)


def _told(value: object) -> str:
    """A value as a cell of a table for people: figures to two places, lists with commas."""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join("?" if v is None else _told(v) for v in value)
    return str(value)


def plain_value(value: Any) -> Any:
    """A value as JSON has it: days and moments as ISO 8601, not-a-numbers as null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list | tuple):
        return [plain_value(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain_value(v) for k, v in value.items()}
    return value


def safe_cell(value: object) -> str:
    """A value as a cell of CSV that no spreadsheet takes for a formula: an apostrophe goes before what opens as one."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | dict):
        return json.dumps(plain_value(value), ensure_ascii=False, default=str)
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    if isinstance(value, int | float):
        return text
    from dragoman.export.csv import defused

    # What opens with a blank is told from a formula by its first character already; the rest is the export's rule.
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else defused(text)
