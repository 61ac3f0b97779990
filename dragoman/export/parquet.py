"""The record as Parquet files, one a table, written by DuckDB from rows that pass through files, not through memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.errors import DragomanError
from dragoman.export.acts import line
from dragoman.export.sheets import SHEETS, TEXTS, Cell, Kind, Sheet
from dragoman.model import CodedReport

TABLES = (*SHEETS, TEXTS)
FILES = tuple(f"{sheet.name}.parquet" for sheet in TABLES)

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.DAY: "DATE",
    Kind.LIST: "VARCHAR[]",
}
# One thread, so that the same rows give the same bytes; no extension may be loaded or looked for.
_SETTINGS = {"threads": "1", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_LONGEST = 1 << 28  # bytes of one row, a report's whole text in it


def write(records: Iterable[CodedReport], folder: Path) -> None:
    """A file for each table in `folder`, which exists.

    Raises OSError where the scratch files cannot be written, `DragomanError` where the Parquet files cannot.
    """
    import duckdb

    with TemporaryDirectory(prefix="dragoman-") as scratch:
        parts = [Path(scratch) / f"{sheet.name}.jsonl" for sheet in TABLES]
        with ExitStack() as opened:
            streams = [opened.enter_context(part.open("w", encoding="ascii", newline="\n")) for part in parts]
            for coded in records:
                for sheet, stream in zip(TABLES, streams, strict=True):
                    stream.writelines(_row(sheet, cells) for cells in sheet.rows(coded))
        with duckdb.connect(config=dict(_SETTINGS)) as connection:
            for sheet, part, name in zip(TABLES, parts, FILES, strict=True):
                try:
                    connection.execute(_copy(sheet, part, folder / name))
                except duckdb.Error as error:
                    raise DragomanError(f"{name}: cannot be written: {str(error).splitlines()[0]}") from error


def _row(sheet: Sheet, cells: tuple[Cell, ...]) -> str:
    told = {name: _plain(cell, sheet) for (name, _), cell in zip(sheet.columns, cells, strict=True)}
    return json.dumps(told) + "\n"


def _plain(cell: Cell, sheet: Sheet) -> str | float | list[str | None] | None:
    if isinstance(cell, str):
        return cell if sheet is TEXTS else line(cell)  # a text keeps its line breaks and its length
    if isinstance(cell, date):
        return f"{cell.year:04}-{cell.month:02}-{cell.day:02}"
    if isinstance(cell, int | float) or cell is None:
        return cell
    return [None if value is None else line(value) for value in cell]


def _copy(sheet: Sheet, part: Path, target: Path) -> str:
    columns = ", ".join(f"{_quoted(name)}: {_quoted(_TYPES[kind])}" for name, kind in sheet.columns)
    rows = f"read_json({_quoted(str(part))}, format='newline_delimited', columns={{{columns}}}, "
    rows += f"maximum_object_size={_LONGEST})"
    return f"COPY (SELECT * FROM {rows}) TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
