"""Tables of reports as pages, a row at a time: delimited text and Parquet; `rows.py` makes a page of a row.

A row's page is the text in it, and what stands in the other columns goes along as `Given`. Rows are named `FILE:LINE`
by the line they begin on, those of Parquet `FILE:ROW` by their number, both from 1. A row that cannot be used is an
error of its own. Memory is that of some rows, however long the table is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.errors import InputError, InputTooLarge, UnclearColumns, UnreadableInput
from dragoman.model import Page
from dragoman.reading.columns import Columns, chosen
from dragoman.reading.delimited import ROW_LIMIT, Row, rows_of
from dragoman.reading.kinds import bom_length, wide_encoding
from dragoman.reading.rows import page_of_row

if TYPE_CHECKING:
    import pyarrow.parquet as pq

BATCH = 64
"""Rows of Parquet that are read together: a report may be a megabyte."""

_SWOLLEN = 256_000_000
_RATIO = 500
Outcome = Page | InputError
"""What an input inside a larger one gives: its page, or why there is none."""


def delimited_pages(stream: BinaryIO, *, name: str, head: bytes, delimiter: str, columns: Columns) -> Iterator[Outcome]:
    """The rows of a table as text whose first line names its columns. Raises `UnclearColumns`."""
    wide = wide_encoding(head)
    if bom_length(head):
        stream.read(bom_length(head))
    errors = "replace" if wide else "surrogateescape"  # a row's bytes are had back, and its encoding told alone
    text = io.TextIOWrapper(stream, wide or "utf-8", errors=errors, newline="")
    try:
        rows = rows_of(iter(lambda: text.readline(ROW_LIMIT + 1), ""), delimiter)
        first = next(rows, None)
        if first is None or first.problem:
            raise UnreadableInput(name, f"its first line names no columns: {first.problem if first else 'it is empty'}")
        header = [cell.strip() for cell in first.cells]
        fields = chosen(columns, header, name=name)
        for row in rows:
            yield _delimited_page(row, header, fields, name=f"{name}:{row.line}")
    finally:
        text.detach()  # the stream is its opener's to close


def _delimited_page(row: Row, header: list[str], fields: dict[str, str], *, name: str) -> Outcome:
    if row.problem:
        return UnreadableInput(name, row.problem)
    if len(row.cells) < len(header) or any(cell.strip() for cell in row.cells[len(header) :]):
        return UnreadableInput(name, f"has {len(row.cells)} columns where the head of the table has {len(header)}")
    return page_of_row(dict(zip(header, row.cells, strict=False)), fields, name=name)


def parquet_pages(stream: BinaryIO, *, name: str, columns: Columns) -> Iterator[Outcome]:
    """The rows of a Parquet file. Raises `UnclearColumns`, and `UnreadableInput` for a damaged or nested one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Only some rows of the columns that are asked for are in memory at any time.
        file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
        schema = file.schema_arrow
    except _broken() as error:
        raise UnreadableInput(name, f"is no Parquet file that can be read: {_short(error)}") from error
    fields = chosen(columns, schema.names, name=name)
    nested = schema.field(fields["text"]).type
    if pa.types.is_nested(nested) and not _is_text_list(nested):
        raise UnclearColumns(
            name,
            f"its column {fields['text']!r} is nested ({nested}), not text",
            f"name another with --text; columns: {', '.join(schema.names)}",
        )
    try:
        _check_proportion(file, stream, name)
    except _broken() as error:
        raise UnreadableInput(name, f"is no Parquet file that can be read: {_short(error)}") from error
    yield from _parquet_rows(file, fields, name)


def _parquet_rows(file: pq.ParquetFile, fields: dict[str, str], name: str) -> Iterator[Outcome]:
    row = 0
    wanted = sorted(set(fields.values()))
    try:
        for batch in file.iter_batches(batch_size=BATCH, columns=wanted, use_threads=False):
            names = batch.schema.names
            cells = [batch.column(i) for i in range(len(names))]
            for i in range(batch.num_rows):
                row += 1
                values = {n: _value(column[i]) for n, column in zip(names, cells, strict=True)}
                yield page_of_row(values, fields, name=f"{name}:{row}")
    except _broken() as error:
        yield UnreadableInput(f"{name}:{row + 1}", f"the rows from here on cannot be read: {_short(error)}")


def _broken() -> tuple[type[Exception], ...]:
    """What pyarrow raises over damaged files, by way of Arrow's errors and of C++'s own."""
    import pyarrow as pa

    return (pa.ArrowException, OSError, ValueError, RuntimeError, OverflowError, MemoryError)


def _value(cell: Any) -> object:
    try:
        return cell.as_py()
    except (ValueError, OverflowError, UnicodeDecodeError):  # a moment out of all calendars, text that is none
        with suppress(AttributeError, TypeError, ValueError):
            return bytes(cell.as_buffer())
        return None


def _is_text_list(kind: Any) -> bool:
    import pyarrow as pa

    lists = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return bool(lists and (pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type)))


def _check_proportion(file: pq.ParquetFile, stream: BinaryIO, name: str) -> None:
    """Refuses a file that says itself that it unpacks to very much more than it is.

    By groups of rows: pyarrow ends the process over some damaged descriptions of single columns.
    """
    size = stream.seek(0, io.SEEK_END)
    metadata = file.metadata
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if unpacked > _SWOLLEN and unpacked > _RATIO * size:
        raise InputTooLarge(name, f"unpacks to {unpacked:,} bytes, out of all proportion")


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:160]
