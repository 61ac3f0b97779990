"""What a record needs of the database it is kept in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dragoman.record.tables import Table, Value

if TYPE_CHECKING:
    import pandas
    import pyarrow as pa

Values = Sequence[Value | Sequence[str | None]]
"""Values for the `?` of a statement, in order."""

LISTED = "(SELECT unnest(CAST(? AS VARCHAR[])))"
"""SQL for what is in a list of strings, itself one value: `report IN (SELECT ...)`."""


class Engine(Protocol):
    """An open connection to the database of one record. Every method raises `RecordError`, in words, with its name."""

    name: str
    """What to call the record by; never with a password."""
    path: Path | None
    """The record's file, None where it is in none."""
    fixed: bool
    """Whether nobody can change the record as long as it is open here."""
    holder: str
    """What the record's tables are in, for a message: "is a DuckDB file, but no record of Dragoman's"."""
    lowering: str
    """A format for the SQL of a text without case; `{}` is the SQL of the text."""
    folding: str
    """A format for the SQL of a text without case and accents; `{}` is the SQL of the text."""
    row_of: str
    """A format for SQL that is true for rows of `reports` whose ids the subquery `{}` gives: the quickest way."""

    def rows(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        """Run one statement; the rows that it gives, none for one that gives none. Changes belong in `transaction`."""

    def tables(self) -> set[str]:
        """The names of the tables and views that are there."""

    def create(self, table: Table) -> None:
        """Make a table of the record. Call it in a transaction."""

    def insert(self, table: Table, lines: pa.Table) -> None:
        """Add rows, an Arrow table of the table's columns, in bulk. Call it in a transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written in it becomes visible at its end, or nothing; of two writers one waits for the other."""

    def steady(self) -> AbstractContextManager[None]:
        """All that is read in it is one state of the record, whoever writes meanwhile."""

    def arrow(self, sql: str, values: Values) -> pa.Table:
        """The rows of a query as an Arrow table."""

    def pandas(self, sql: str, values: Values) -> pandas.DataFrame:
        """The rows of a query as a pandas frame. Raises `ImportError` where pandas is not installed."""

    def tuples(self, sql: str, values: Values, limit: int | None) -> list[tuple[Any, ...]]:
        """The first `limit` rows of a query, or all."""

    def columns(self, sql: str, values: Values) -> list[str]:
        """The names of a query's columns."""

    def batches(self, table: Table, size: int) -> Iterator[pa.Table]:
        """All rows of a table of the record, in its columns, some `size` at a time."""

    def ask(self, query: str, *, limit: int, timeout_s: float) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and first rows of a stranger's query, within a time; see `Record.query`."""

    def digest(self) -> str:
        """A hash over all reports, for a record without a log of changes."""

    def as_kept(self, text: str) -> str:
        """A text as it comes back from the database."""

    def is_missing(self, error: BaseException | None) -> bool:
        """Whether it is the database's complaint that a table or a column is not there."""

    def size(self) -> int:
        """Bytes that the record takes up."""

    def identity(self) -> str:
        """A name of the place that no other place has, as far as can be told."""

    def index_folder(self) -> Path | None:
        """Where the search index of the record lies unless it is said otherwise; None where it is kept in memory."""

    def again(self) -> Engine:
        """The same database over a connection of its own, for another thread; closing it leaves this one open."""

    def interrupt(self) -> None:
        """Stop what another thread asks of this connection just now, which then raises `RecordError`."""

    def close(self) -> None:
        """Write out what is still in memory and let go; closing twice does no harm."""
