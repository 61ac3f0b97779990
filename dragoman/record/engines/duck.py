"""A record in a DuckDB file: one writer at a time, base tables only, no way out of the file.

DuckDB is told before it opens anything that it may touch no other file, load no extension and reach no network, and
that this cannot be changed again; so no SQL that ever gets in here can read more than the record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from dragoman.errors import RecordError
from dragoman.record.engines.engine import Values
from dragoman.record.tables import Table
from dragoman.record.trouble import in_words

if TYPE_CHECKING:
    import pandas

_SHUT = {"enable_external_access": "false", "python_enable_replacements": "false", "lock_configuration": "true"}
_PACKED = " USING COMPRESSION zstd"
_LONG = ("text", "record")
_AS = "rows_to_insert"
Answer = TypeVar("Answer")


def ddl(table: Table) -> str:
    """The statement that makes a table, with long texts packed as what they are: a third of the time and room."""
    columns = (f"{name} {kind}{_PACKED if name in _LONG else ''}" for name, kind in table.columns)
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


class Duck:
    """A DuckDB file; ":memory:" is one in memory. See `dragoman.record.engines.Engine`."""

    holder = "a DuckDB file"
    lowering = "lower({})"
    folding = "lower(strip_accents({}))"
    # By row, as DuckDB then reads the texts of these rows alone; by id it reads all (measured: 24 ms for 127 ms).
    row_of = "rowid IN (SELECT rowid FROM reports WHERE report IN {})"

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Opens the file, made where there is none unless `read_only`."""
        self.name, self.fixed = str(path), read_only
        self.path: Path | None = path
        if read_only and not path.exists():
            raise RecordError(f"{path}: there is no such record")
        self.connection = self._told(
            lambda: duckdb.connect(str(path), read_only=read_only, config=dict(_SHUT))  # one connection holds the file
        )

    def rows(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        return self._told(lambda: self.connection.execute(sql, values).fetchall())

    def tables(self) -> set[str]:
        return {str(name) for (name,) in self.rows("SELECT table_name FROM information_schema.tables")}

    def create(self, table: Table) -> None:
        self.rows(ddl(table))

    def insert(self, table: Table, lines: pa.Table) -> None:
        """Arrow is read by DuckDB as it lies in memory, many times faster than row by row."""
        self._told(lambda: self.connection.register(_AS, lines))
        try:
            self.rows(f"INSERT INTO {table.name} SELECT * FROM {_AS}")
        finally:
            with suppress(
                duckdb.Error
            ):  # after a failure the transaction takes no more commands; its error is the news
                self.connection.unregister(_AS)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.rows("BEGIN TRANSACTION")
        try:
            yield
            self.rows("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # a commit that failed has ended it already
                self.connection.execute("ROLLBACK")
            raise

    def steady(self) -> AbstractContextManager[None]:
        """Nothing to do: whoever has the file open is its only writer."""
        return nullcontext()

    def arrow(self, sql: str, values: Values) -> pa.Table:
        """In the columns that DuckDB fills; no copy is made of them."""
        return self._told(lambda: self._answer(sql, values).to_arrow_table())

    def pandas(self, sql: str, values: Values) -> pandas.DataFrame:
        return self._told(lambda: self._answer(sql, values).df())

    def tuples(self, sql: str, values: Values, limit: int | None) -> list[tuple[Any, ...]]:
        def read() -> list[tuple[Any, ...]]:
            found = self._answer(sql, values)
            return (found if limit is None else found.limit(limit)).fetchall()

        return self._told(read)

    def columns(self, sql: str, values: Values) -> list[str]:
        return list(self._told(lambda: self._answer(sql, values)).columns)

    def batches(self, table: Table, size: int) -> Iterator[pa.Table]:
        names = ", ".join(name for name, _ in table.columns)
        reader = self._told(lambda: self._answer(f"SELECT {names} FROM {table.name}", ()).to_arrow_reader(size))
        while True:
            batch = self._told(lambda: next(reader, None))
            if batch is None:
                return
            yield pa.Table.from_batches([batch])

    def stream(self, sql: str, size: int) -> Iterator[pa.Table]:
        """The rows of a query, some `size` at a time."""
        reader = self._told(lambda: self._answer(sql, ()).to_arrow_reader(size))
        empty = True
        while (batch := self._told(lambda: next(reader, None))) is not None:
            empty = False
            yield pa.Table.from_batches([batch])
        if empty:
            yield reader.schema.empty_table()

    def ask(self, query: str, *, limit: int, timeout_s: float) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = self.connection.cursor()
        late = threading.Event()

        def stop() -> None:
            late.set()
            cursor.interrupt()

        clock = threading.Timer(timeout_s, stop)
        clock.daemon = True
        try:
            if len(cursor.extract_statements(query)) != 1:
                raise RecordError("one query at a time, please")
            clock.start()
            found = cursor.sql(query)
            if found is None:
                raise RecordError("this is no query: it gives no rows")
            return list(found.columns), found.limit(limit).fetchall()
        except duckdb.Error as error:
            if late.is_set():
                raise RecordError(f"the query was stopped, it took longer than {timeout_s:g} seconds") from error
            raise self._error(error) from error
        finally:
            clock.cancel()
            cursor.close()

    def digest(self) -> str:
        content = self.rows("SELECT bit_xor(hash(report, record)) FROM reports")[0][0]
        return f"{content or 0:x}"

    def as_kept(self, text: str) -> str:
        return text

    def is_missing(self, error: BaseException | None) -> bool:
        return isinstance(error, duckdb.BinderException | duckdb.CatalogException)

    def size(self) -> int:
        return self.path.stat().st_size if self.path and self.path.exists() else 0

    def identity(self) -> str:
        return self.name if self.path is None else str(self.path.resolve())

    def index_folder(self) -> Path | None:
        """A folder beside the record: `news.duckdb` has `news.search`."""
        return None if self.path is None or self.name == ":memory:" else self.path.with_name(self.path.stem + ".search")

    def again(self) -> Duck:
        other = object.__new__(Duck)
        other.name, other.fixed, other.path = self.name, self.fixed, self.path
        other.connection = self._told(self.connection.cursor)
        return other

    def interrupt(self) -> None:
        self.connection.interrupt()

    def close(self) -> None:
        self.connection.close()

    def _answer(self, sql: str, values: Values) -> duckdb.DuckDBPyRelation:
        # On a cursor, which has a result of its own beside others that are still being read.
        found = self.connection.cursor().sql(sql, params=list(values))
        if found is None:
            raise RecordError("this is no query: it gives no rows")
        return found

    def _told(self, work: Callable[[], Answer]) -> Answer:
        try:
            return work()
        except duckdb.Error as error:
            raise self._error(error) from error

    def _error(self, error: duckdb.Error) -> RecordError:
        """What DuckDB says, in words, with the record's name."""
        return RecordError(f"{self.name}: {in_words(error)}")
