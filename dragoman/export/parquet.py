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
_BUFFER = 1 << 20  # bytes that DuckDB reads rows into, unless one of them is longer
_AT_ONCE = 16_384  # rows of a row group, which is held in memory
_TEXTS_AT_ONCE = 2_048  # a text is some hundred times as long as another row


def write(records: Iterable[CodedReport], folder: Path) -> None:
    """A file for each table in `folder`, which exists.

    Raises OSError where the scratch files cannot be written, `DragomanError` where the Parquet files cannot.
    """
    import duckdb

    with TemporaryDirectory(prefix="dragoman-") as scratch:
        parts = [Path(scratch) / f"{sheet.name}.jsonl" for sheet in TABLES]
        with ExitStack() as opened:
            streams = [opened.enter_context(part.open("w", encoding="ascii", newline="\n")) for part in parts]
            longest = dict.fromkeys(TABLES, _BUFFER)
            for coded in records:
                for sheet, stream in zip(TABLES, streams, strict=True):
                    for cells in sheet.rows(coded):
                        written = stream.write(_row(sheet, cells))
                        longest[sheet] = max(longest[sheet], written)
        with duckdb.connect(config=dict(_SETTINGS)) as connection:
            for sheet, part, name in zip(TABLES, parts, FILES, strict=True):
                try:
                    connection.execute(_copy(sheet, part, folder / name, longest[sheet]))
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


def _copy(sheet: Sheet, part: Path, target: Path, longest: int) -> str:
    columns = ", ".join(f"{_quoted(name)}: {_quoted(_TYPES[kind])}" for name, kind in sheet.columns)
    rows = f"read_json({_quoted(str(part))}, format='newline_delimited', columns={{{columns}}}, "
    rows += f"maximum_object_size={longest})"
    size = _TEXTS_AT_ONCE if sheet is TEXTS else _AT_ONCE
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {size}"
    return f"COPY (SELECT * FROM {rows}) TO {_quoted(str(target))} ({how})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
