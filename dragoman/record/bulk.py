"""Rows as columns: Arrow tables of the record's tables, which every engine takes in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from dragoman.record.tables import Row, Table

_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE PRECISION": pa.float64(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}


def columns(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows of `table` as an Arrow table of its columns."""
    by_column: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [pa.array(values, _ARROW[kind]) for values, (_, kind) in zip(by_column, table.columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema(table))


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table of the record."""
    return pa.schema([(name, _ARROW[kind]) for name, kind in table.columns])
