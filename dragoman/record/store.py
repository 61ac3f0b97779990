"""The record in a DuckDB file: one writer at a time, base tables only, no way out of the file.

DuckDB is told before it opens anything that it may touch no other file, load no extension and reach no network, and
that this cannot be changed again; so no SQL that ever gets in here can read more than the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import duckdb

from dragoman.contract import dumps, loads
from dragoman.errors import RecordError
from dragoman.model import SCHEMA_VERSION, CodedReport, Fact, Span
from dragoman.record import changes
from dragoman.record.migrations import OLDEST, forward
from dragoman.record.tables import META, REPORTS, TABLES, VERSION, Row, Table, Value, rows
from dragoman.resolving.actors import Known, Said

if TYPE_CHECKING:
    from dragoman.record.search import Hit, Search

_FORMAT = "dragoman record"
_AT_ONCE = 256
"""Rows in one INSERT."""
_SHUT = {"enable_external_access": "false", "lock_configuration": "true"}


class Record:
    """The record of many reports in one file. Use as a context manager, or `close` it.

    Ids are hashes of content and a report is written in one transaction: coding the same pages twice adds nothing,
    and a run that is cut off leaves whole reports only.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        """Wraps an open connection; use `Record.open`."""
        self.path = path
        self._connection = connection
        self._searching: Search | None = None

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Record:
        """The record in the file `path`, made where there is none (unless `read_only`).

        Raises `RecordError` where the file is no record, is in use by another program or was written by a newer
        Dragoman.
        """
        path = Path(path)
        if read_only and not path.exists():
            raise RecordError(f"{path}: there is no such record")
        try:
            connection = duckdb.connect(str(path), read_only=read_only, config=dict(_SHUT))
        except duckdb.Error as error:
            raise RecordError(f"{path}: {_in_words(error)}") from error
        record = cls(path, connection)
        try:
            record._prepare(read_only=read_only)
        except BaseException:
            record.close()
            raise
        return record

    def add(self, coded: CodedReport) -> bool:
        """Keep the record of one report; False where just that is kept already.

        A report coded before, with another outcome, has its rows replaced. Raises `ContractError` where the record
        cannot be written as JSON, `RecordError` where the file cannot be written.
        """
        line = dumps(coded)
        parts = list(rows(coded, line=line))
        with self._transaction():
            kept = self._line(coded.report.id)
            if kept == line:
                return False
            for table, lines in parts:
                if kept is not None:
                    self._execute(f"DELETE FROM {table.name} WHERE report = ?", [coded.report.id])
                self._insert(table, lines)
            changes.note(self._rows, coded.report.id)
        return True

    def reports(self) -> Iterator[str]:
        """The ids of the reports, by day and then by id; those of no known day come last."""
        found = self._execute("SELECT report FROM reports ORDER BY day NULLS LAST, report")
        yield from (str(line[0]) for line in found.fetchall())

    def get(self, report_id: str) -> CodedReport:
        """The whole record of one report; raises `KeyError` where there is none of that id."""
        line = self._line(report_id)
        if line is None:
            raise KeyError(report_id)
        return loads(line)

    def known(self) -> Known:
        """What the reports in here say of people and bodies, for coding further reports."""
        found = self._execute(
            "SELECT name, report, day, words, start_at, end_at, role, country, sector, former FROM actor_facts "
            "WHERE source = report AND (country IS NOT NULL OR sector IS NOT NULL) ORDER BY ALL"
        )
        return Known(
            Said(
                name,
                report,
                day,
                Fact(words=words, span=Span(start, end), role=role, country=country, sector=sector, former=former),
            )
            for name, report, day, words, start, end, role, country, sector, former in found.fetchall()
        )

    def search(self, query: str, *, limit: int = 20, after: str | None = None) -> list[Hit]:
        """What `query` finds, the best first; see `dragoman.record.search.Search.find`, which raises what this does."""
        from dragoman.record.search import Search

        self._searching = self._searching or Search(self)
        return self._searching.find(query, limit=limit, after=after)

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, by its name."""
        return {t.name: int(self._one(f"SELECT count(*) FROM {t.name}") or 0) for t in TABLES}

    def close(self) -> None:
        """Write out what is still in memory and let go of the file; closing twice does no harm."""
        self._connection.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __contains__(self, report_id: object) -> bool:
        return isinstance(report_id, str) and self._line(report_id) is not None

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM reports") or 0)

    # Inside

    def _prepare(self, *, read_only: bool) -> None:
        """Make the tables in a fresh file; refuse a file that is not ours or not of this version."""
        found = self._execute("SELECT table_name FROM information_schema.tables").fetchall()
        names = {str(line[0]) for line in found}
        if not names and not read_only:
            return self._create()
        version = self._meta("tables") if META.name in names and self._meta("format") == _FORMAT else None
        if version is None or not version.isdecimal():
            raise RecordError(f"{self.path}: is a DuckDB file, but no record of Dragoman's; name another file")
        if int(version) > VERSION:
            raise RecordError(f"{self.path}: was written by a newer Dragoman (tables {version}, here {VERSION})")
        if int(version) < OLDEST:
            raise RecordError(
                f"{self.path}: was written by a Dragoman too old to be read (tables {version}, here {VERSION}); "
                "code its pages anew into another file"
            )
        if int(version) < VERSION:
            if read_only:
                raise RecordError(
                    f"{self.path}: was written by an older Dragoman (tables {version}, here {VERSION}); "
                    "open it once for writing, which brings it up to date"
                )
            return self._migrate(int(version), names)
        if not {t.name for t in TABLES} <= names:
            raise RecordError(f"{self.path}: lacks tables of a record; restore it from a copy")
        return None

    def _migrate(self, version: int, names: set[str]) -> None:
        """Make the tables of an older record anew from the JSON it keeps, all or nothing."""
        with self._transaction():
            self._execute("ALTER TABLE reports RENAME TO reports_before")
            for name in sorted(names - {META.name, REPORTS.name}):
                self._execute(f"DROP TABLE {name}")
            for table in TABLES:
                self._execute(table.ddl)
            last = ""
            while True:  # by pages, so that a large record needs no more memory than a small one
                page = self._execute(
                    f"SELECT report, record FROM reports_before WHERE report > ? ORDER BY report LIMIT {_AT_ONCE}",
                    [last],
                ).fetchall()
                if not page:
                    break
                for _, old in page:
                    coded = loads(forward(str(old), version))
                    for table, lines in rows(coded, line=dumps(coded)):
                        self._insert(table, lines)
                last = str(page[-1][0])
            self._execute("DROP TABLE reports_before")
            self._execute("UPDATE meta SET value = ? WHERE key = 'tables'", [str(VERSION)])

    def _create(self) -> None:
        with self._transaction():
            for table in (META, *TABLES):
                self._execute(table.ddl)
            told = {"format": _FORMAT, "tables": str(VERSION), "contract": str(SCHEMA_VERSION)}
            self._insert(META, list(told.items()))

    def _meta(self, key: str) -> str | None:
        try:
            return self._one("SELECT value FROM meta WHERE key = ?", [key])
        except RecordError:  # somebody else's table of that name
            return None

    def _line(self, report_id: str) -> str | None:
        return self._one(f"SELECT record FROM {REPORTS.name} WHERE report = ?", [report_id])

    def _one(self, sql: str, values: Sequence[Value] | None = None) -> str | None:
        """The one value that a query gives, as a string."""
        found = self._execute(sql, values).fetchone()
        return None if found is None or found[0] is None else str(found[0])

    def _rows(self, sql: str, values: Sequence[Value] | None = None) -> list[Row]:
        return self._execute(sql, values).fetchall()

    def _insert(self, table: Table, lines: list[Row]) -> None:
        # Many rows a statement: DuckDB is many times slower row by row.
        for start in range(0, len(lines), _AT_ONCE):
            some = lines[start : start + _AT_ONCE]
            marks = ", ".join(["(" + ", ".join("?" * len(table.columns)) + ")"] * len(some))
            self._execute(f"INSERT INTO {table.name} VALUES {marks}", [value for line in some for value in line])

    def _execute(self, sql: str, values: Sequence[Value] | None = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, values)
        except duckdb.Error as error:
            raise RecordError(f"{self.path}: {_in_words(error)}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._execute("BEGIN TRANSACTION")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # a commit that failed has ended it already
                self._connection.execute("ROLLBACK")
            raise


def _in_words(error: duckdb.Error) -> str:
    """What DuckDB says, for a person: DuckDB has no error classes of its own for the first two."""
    said = str(error).splitlines()[0]
    if "lock" in said.lower() and isinstance(error, duckdb.IOException):
        return "is in use by another program; wait for it to end, or open the record for reading only once it has"
    if "not a valid DuckDB database file" in said:
        return "is no DuckDB file, so no record of Dragoman's; name another file"
    return said
