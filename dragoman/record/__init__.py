"""The record: the store that keeps what was coded, a DuckDB file or a schema of a PostgreSQL database.

    with Record.open("news.duckdb") as record:
        for report in read(pages):
            record.add(coder.code(report))

`tables` says what is stored where, for any database; `store` is the record, `engines` what it is kept in.
"""

from __future__ import annotations

from dragoman.record.store import Record
from dragoman.record.tables import TABLES, VERSION, Table

__all__ = ["TABLES", "VERSION", "Record", "Table"]
