"""Rows on their way to a PostgreSQL server and back: values, CSV for COPY, Arrow tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dragoman.record.engines.engine import Values

_PLACES = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|(?P<place>\?)", re.S)
_ROWS = 20_000
_TYPES = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int16(),
    23: pa.int32(),
    **dict.fromkeys((18, 19, 25, 1042, 1043), pa.string()),
    700: pa.float32(),
    701: pa.float64(),
    1082: pa.date32(),
    1114: pa.timestamp("us"),
    1184: pa.timestamp("us", "UTC"),
    1007: pa.list_(pa.int32()),
    1016: pa.list_(pa.int64()),
    1022: pa.list_(pa.float64()),
    1182: pa.list_(pa.date32()),
    **dict.fromkeys((1009, 1015), pa.list_(pa.string())),
}
"""Arrow types by the object ids of PostgreSQL's, which are the same on every server."""


def kept(text: str) -> str:
    """A text as the server can hold it: in place of U+0000, which it cannot, stands U+FFFD."""
    return text.replace("\x00", "\ufffd")


def numbered(query: str, values: Values) -> tuple[str, list[Any] | None]:
    """A statement with `$1`, `$2` for the `?` outside of its strings, names and comments, and its values."""
    if not values:
        return query, None
    n = 0

    def place(found: re.Match[str]) -> str:
        nonlocal n
        if not found["place"]:
            return found[0]
        n += 1
        return f"${n}"

    return _PLACES.sub(place, query), [_value(v) for v in values]


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return kept(str(value))
    if isinstance(value, list | tuple):
        return [_value(v) for v in value]
    return value


def as_csv(lines: pa.Table) -> Iterator[bytes]:
    """An Arrow table as CSV for COPY, some thousand rows at a time: NULL is empty, every text stands in quotes."""
    options = csv.WriteOptions(include_header=False)
    for batch in lines.to_batches(max_chunksize=_ROWS):
        columns = [_plain(column) for column in batch.columns]
        out = pa.BufferOutputStream()
        csv.write_csv(pa.Table.from_arrays(columns, names=batch.schema.names), out, options)
        yield out.getvalue().to_pybytes()


def _plain(column: pa.Array) -> pa.Array:
    """A column without lists, which are written as the server's array literals, and without U+0000."""
    if pa.types.is_list(column.type):
        column = pa.array([None if v is None else _literal(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_string(column.type) and pc.any(pc.match_substring(column, "\x00")).as_py():
        column = pa.array([None if v is None else kept(v) for v in column.to_pylist()], pa.string())
    return column


def _literal(values: Sequence[str | None]) -> str:
    escaped = (None if v is None else v.replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return "{" + ",".join("NULL" if v is None else f'"{v}"' for v in escaped) + "}"


def as_arrow(description: Sequence[psycopg.Column], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as an Arrow table, typed as the server's columns are; a type that Arrow lacks becomes its text."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(description)
    arrays = []
    for column, values in zip(description, columns, strict=True):
        try:
            arrays.append(pa.array(values, _TYPES.get(column.type_code)))
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            arrays.append(pa.array([None if v is None else str(v) for v in values], pa.string()))
    return pa.Table.from_arrays(arrays, names=[column.name for column in description])
