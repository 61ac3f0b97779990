"""A record in a schema of a PostgreSQL database: any number of readers, writers that take turns by transaction.

Whoever writes holds an advisory lock of the schema until the transaction ends, so that what one writer reads before it
writes is still so when it does. Reading goes over a connection of its own that cannot change anything.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pyarrow as pa
from psycopg import conninfo, errors, sql
from psycopg.pq import TransactionStatus

from dragoman.address import Server
from dragoman.errors import RecordError
from dragoman.record import bulk
from dragoman.record.engines.engine import Values
from dragoman.record.engines.postgres_rows import as_arrow, as_csv, kept, numbered
from dragoman.record.engines.postgres_words import in_words
from dragoman.record.tables import CHANGES, DYADS, EVENT_PARTIES, INPUTS, Table

if TYPE_CHECKING:
    import pandas

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_S = 15
"""How long the server may take to answer at all."""
PATIENCE_S = 60
"""How long a writer waits for another one where the URL, the role or the server sets no `lock_timeout`."""
READ_S = 600
"""How long one question may take where the URL, the role or the server sets no `statement_timeout`."""
_QUERY = re.compile(r"[\s(]*(select|with|values|table)\b", re.I)
_OTHERS = {DYADS.name: ("(source, target)", "(target)"), EVENT_PARTIES.name: ("(country)",), CHANGES.name: ("(n)",)}
_BY_CODE = ' COLLATE "C"'
_POWERS = ("pg_read_server_files", "pg_write_server_files", "pg_execute_server_program")


class Postgres:
    """A schema on a server. See `dragoman.record.engines.Engine`."""

    path: Path | None = None
    fixed = False
    row_of = "report IN {}"

    def __init__(self, server: Server, *, read_only: bool) -> None:
        """Connects. The schema is made with the first table, where it is not there and the record is to be written."""
        self._server, self._read_only = server, read_only
        self.name = str(server)
        self._lock = threading.RLock()
        self._reader: Connection | None = None
        self._writer: Connection | None = None
        self._in_writing = self._in_steady = False
        self._numbers = count()
        self.schema = server.schema
        try:
            with self._saying(), self._lock:
                self._meet()
        except BaseException:
            self.close()
            raise
        self.holder = f"a schema that holds other tables ({self.schema})"
        if read_only and not self.tables():
            self.close()
            raise RecordError(f"{self.name}: there is no such record")

    def rows(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        with self._saying(), self._lock:
            connection = self._writer if self._in_writing else self._read()
            assert connection is not None
            return _fetched(_run(connection, sql, values or ()))

    def tables(self) -> set[str]:
        found = self.rows(
            "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
            [self.schema],
        )
        return {str(name) for (name,) in found}

    def create(self, table: Table) -> None:
        """Texts are ordered by code point, as everywhere in Dragoman. Ids of any length can be looked up: by hash."""
        if not self.rows("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?", [self.schema]):
            self.rows(f"CREATE SCHEMA {_quoted(self.schema)}")
        columns = (f"{name} {kind}{_BY_CODE if kind.startswith('VARCHAR') else ''}" for name, kind in table.columns)
        self.rows(f"CREATE TABLE {table.name} ({', '.join(columns)})")
        key = "name" if table is INPUTS else "report"
        if table is not CHANGES and key in (name for name, _ in table.columns):
            self.rows(f"CREATE INDEX ON {table.name} USING hash ({key})")
        for index in _OTHERS.get(table.name, ()):
            self.rows(f"CREATE INDEX ON {table.name} {index}")

    def insert(self, table: Table, lines: pa.Table) -> None:
        names = [name for name, _ in table.columns]
        if lines.num_columns != len(names):
            raise RecordError(f"{self.name}: {table.name} has {len(names)} columns, not {lines.num_columns}")
        try:
            lines = lines.rename_columns(names).cast(bulk.schema(table))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise RecordError(f"{self.name}: rows of {table.name} have other types: {error}") from error
        with self._saying(), self._lock:
            assert self._in_writing
            assert self._writer is not None
            with (
                self._writer.cursor() as cursor,
                cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN (FORMAT csv)") as copy,
            ):
                for part in as_csv(lines):
                    copy.write(part)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._read_only:
            raise RecordError(f"{self.name}: can only be read here; open it for writing")
        with self._lock:
            if self._in_writing:
                raise RecordError(f"{self.name}: a transaction is open already")
            with self._saying():
                connection = self._begin()
            self._in_writing = True
            try:
                yield
                with self._saying():
                    connection.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):  # a commit that failed has ended it already, a lost connection too
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._in_writing = False

    @contextmanager
    def steady(self) -> Iterator[None]:
        with self._lock:
            if self._in_steady or self._in_writing:
                yield
                return
            with self._saying():
                connection = self._read()
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._in_steady = True
            try:
                yield
            finally:
                self._in_steady = False
                if connection.info.transaction_status == TransactionStatus.ACTIVE:
                    connection.close()  # in the middle of an answer that cannot be had so, as COPY's
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")

    def arrow(self, sql: str, values: Values) -> pa.Table:
        with self._asking(sql, values) as found:
            return as_arrow(found.description or (), found.fetchall())

    def pandas(self, sql: str, values: Values) -> pandas.DataFrame:
        return self.arrow(sql, values).to_pandas(date_as_object=False)

    def tuples(self, sql: str, values: Values, limit: int | None) -> list[tuple[Any, ...]]:
        if limit is None:
            with self._asking(sql, values) as found:
                return found.fetchall()
        with self._reading() as connection, connection.cursor(name=self._number()) as cursor:
            cursor.execute(*numbered(sql, values))
            return cursor.fetchmany(limit)

    def columns(self, sql: str, values: Values) -> list[str]:
        with self._reading() as connection, connection.cursor(name=self._number()) as cursor:
            cursor.execute(*numbered(sql, values))
            return [column.name for column in cursor.description or ()]

    def batches(self, table: Table, size: int) -> Iterator[pa.Table]:
        names = ", ".join(name for name, _ in table.columns)
        with self._reading() as connection, connection.cursor(name=self._number()) as cursor:
            cursor.execute(f"SELECT {names} FROM {table.name}")
            while lines := cursor.fetchmany(size):
                yield bulk.columns(table, lines)

    def ask(self, query: str, *, limit: int, timeout_s: float) -> tuple[list[str], list[tuple[Any, ...]]]:
        """On a connection of its own, so that nothing a query sets or locks outlives it."""
        if not query.strip(" \t\r\n;"):
            raise RecordError("one query at a time, please")
        until = time.monotonic() + timeout_s
        try:
            with self._saying(), self._session() as connection:
                self._enter(connection, reading=True)
                self._refuse_powers(connection)
                connection.execute("BEGIN READ ONLY")
                cursor = connection.cursor(name="asked")  # takes one query, and nothing but a query
                _hurry(connection, until)
                cursor.execute(query.rstrip(" \t\r\n;"))
                columns = [column.name for column in cursor.description or ()]
                _hurry(connection, until)
                lines = cursor.fetchmany(limit)
                connection.execute("ROLLBACK")
                return columns, lines
        except RecordError as error:
            cause = error.__cause__
            if isinstance(cause, errors.QueryCanceled):
                raise RecordError(f"the query was stopped, it took longer than {timeout_s:g} seconds") from cause
            if type(cause) is errors.SyntaxError and not _QUERY.match(query):
                raise RecordError(f"{error}; a query begins with SELECT, WITH, VALUES or TABLE") from cause
            raise

    def digest(self) -> str:
        content = self.rows("SELECT sum(hashtextextended(report || ' ' || record, 0)) FROM reports")[0][0]
        return f"{int(content or 0) % 2**64:x}"

    def as_kept(self, text: str) -> str:
        return kept(text)

    def is_missing(self, error: BaseException | None) -> bool:
        return isinstance(error, errors.UndefinedTable | errors.UndefinedColumn)

    def size(self) -> int:
        found = self.rows(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_catalog.pg_class c "
            "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind IN ('r', 'm')",
            [self.schema],
        )
        return int(found[0][0] or 0)

    def identity(self) -> str:
        """A name of the schema that no other schema of any server has, as far as can be told."""
        try:
            server = self.rows("SELECT system_identifier FROM pg_control_system()")[0][0]
        except RecordError:  # where the server's owner keeps that from others
            server = f"{self._server.host}:{self._server.port}"
        database = self.rows("SELECT current_database()")[0][0]
        return f"{server}\n{database}\n{self.schema}"

    def index_folder(self) -> Path | None:
        """A folder of the user's cache, by the schema's identity; only the user may look into it."""
        root = _cache() / "dragoman"
        with suppress(OSError):  # whoever writes there says what is wrong
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return root / "search" / hashlib.sha256(self.identity().encode()).hexdigest()[:16]

    def vacuum(self) -> None:
        """Have the server free what replaced rows took, for its own use, and look at the tables anew."""
        if self._read_only:
            raise RecordError(f"{self.name}: can only be read here; open it for writing")
        with self._saying(), self._lock:
            connection = self._write()
            for table in sorted(self.tables()):
                connection.execute(f"VACUUM (ANALYZE) {_quoted(table)}")

    def again(self) -> Postgres:
        return Postgres(self._server, read_only=self._read_only)

    def interrupt(self) -> None:
        reader = self._reader
        if reader is not None and not reader.closed:
            with suppress(psycopg.Error):
                reader.cancel_safe(timeout=5.0)

    def close(self) -> None:
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()

    # Inside

    def _meet(self) -> None:
        """Connect, and see what server and schema this is."""
        self._reader = reader = self._session()
        if not self.schema:
            self.schema = str(self._one("SELECT current_schema()") or "")
        if not self.schema:
            raise RecordError(f"{self.name}: no schema of the search path is there; name one with ?schema=NAME")
        if self._one("SELECT current_setting('server_encoding')") != "UTF8":
            raise RecordError(f"{self.name}: the database is not in UTF8, which a record needs; name another one")
        self._enter(reader, reading=True)
        usable = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = $1"
        if reader.execute(usable, [self.schema]).fetchone() == (False,):
            raise RecordError(
                f"{self.name}: the server does not allow your role to use the schema; "
                "docs/postgresql.md tells which rights are needed"
            )
        icu = self._one("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")
        words = (
            '"und-x-icu"' if icu else '"default"'
        )  # texts are kept with collation C, which knows ASCII's cases alone
        self.lowering = f"lower(({{}}) COLLATE {words})"
        self.folding = rf"lower(regexp_replace(normalize({{}}, NFD), '[\u0300-\u036f]', '', 'g') COLLATE {words})"

    def _one(self, query: str) -> object:
        assert self._reader is not None
        found = self._reader.execute(query).fetchone()
        return None if found is None else found[0]

    def _session(self) -> Connection:
        """A new connection; what an error says of its URL is not repeated, as the password stands in it."""
        try:
            said = conninfo.conninfo_to_dict(self._server.secret)
        except psycopg.Error:
            raise RecordError(f"{self.name}: the URL holds settings that PostgreSQL does not know") from None
        more: dict[str, Any] = {"fallback_application_name": f"dragoman, process {os.getpid()}"}
        if "connect_timeout" not in said and "PGCONNECT_TIMEOUT" not in os.environ:
            more["connect_timeout"] = CONNECT_S
        return psycopg.connect(
            self._server.secret,
            autocommit=True,
            client_encoding="utf8",
            cursor_factory=psycopg.RawCursor,
            **more,
        )

    def _enter(self, connection: Connection, *, reading: bool) -> None:
        """Settings of a session; limits that the URL, the role or the server sets stay."""
        connection.server_cursor_factory = psycopg.RawServerCursor
        settings = {
            "search_path": _quoted(self.schema),
            "timezone": "UTC",
            "plan_cache_mode": "force_custom_plan",
            "cursor_tuple_fraction": "1",
            "default_transaction_read_only": "on" if reading else "off",
        }
        limits = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        statement, lock = connection.execute(limits).fetchone() or ("", "")
        if statement == "0" and reading:
            settings["statement_timeout"] = f"{READ_S}s"
        if lock == "0":
            settings["lock_timeout"] = f"{PATIENCE_S}s"
        calls = ", ".join(f"set_config(${2 * n + 1}, ${2 * n + 2}, false)" for n in range(len(settings)))
        connection.execute(f"SELECT {calls}", [text for pair in settings.items() for text in pair])

    def _read(self) -> Connection:
        """The connection that reads, made anew where the server let the last one go."""
        if self._reader is None or (self._reader.closed and not self._in_steady):
            self._reader = self._session()
            self._enter(self._reader, reading=True)
        return self._reader

    def _write(self) -> Connection:
        if self._writer is None or self._writer.closed:
            self._writer = self._session()
            self._enter(self._writer, reading=False)
        return self._writer

    def _begin(self) -> Connection:
        """A transaction that holds the schema's lock; says who holds it where that takes too long."""
        connection = self._write()
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT pg_advisory_xact_lock($1)", [self._key()])
        except errors.LockNotAvailable as error:
            connection.execute("ROLLBACK")
            raise RecordError(f"{self.name}: is being written by {self._holder()}; wait for it to end") from error
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise
        return connection

    def _key(self) -> int:
        whole = hashlib.sha256(f"dragoman record {self.schema}".encode()).digest()
        return int.from_bytes(whole[:8], "big", signed=True)

    def _holder(self) -> str:
        high, low = divmod(self._key() % 2**64, 2**32)
        found = self.rows(
            "SELECT a.application_name, a.usename, a.pid, a.client_addr, a.xact_start FROM pg_catalog.pg_locks l "
            "JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted "
            "AND l.objsubid = 1 AND l.classid::bigint = ? AND l.objid::bigint = ? "
            "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
            [high, low],
        )
        if not found:
            return "another program"
        program, user, process, at, since = found[0]
        told = [f"another program: {program or 'unnamed'}", f"as {user}"]
        told += [f"from {at}"] if at else []
        told += [f"since {since:%H:%M:%S} UTC"] if since else []
        return ", ".join([*told, f"server process {process}"])

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The connection that reads, in a transaction of which nothing stays."""
        with self._saying(), self.steady():
            yield self._read()

    @contextmanager
    def _asking(self, query: str, values: Values) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
        """The answer to one query; to be prepared, it can be but one."""
        with self._reading() as connection:
            text, params = numbered(query, values)
            cursor = connection.execute(text, params, prepare=True)
            if cursor.description is None:
                raise RecordError("this is no query: it gives no rows")
            yield cursor

    def _number(self) -> str:
        return f"cursor_{next(self._numbers)}"

    def _refuse_powers(self, connection: Connection) -> None:
        """A role that may read the server's files may do so in a query; nothing here could hold it back."""
        held = "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user"
        may = " OR ".join(f"pg_has_role(current_user, '{power}', 'USAGE')" for power in _POWERS)
        if connection.execute(f"SELECT ({held}) OR {may}").fetchone() != (False,):
            raise RecordError(
                f"{self.name}: a role that may touch the server's files, as a superuser, asks no queries here; "
                "come as one that may read the record alone"
            )

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise RecordError(f"{self.name}: {in_words(error, password=self._server.password)}") from error


def _run(connection: Connection, query: str, values: Values) -> psycopg.Cursor[tuple[Any, ...]]:
    return connection.execute(*numbered(query, values))


def _fetched(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [] if cursor.description is None else cursor.fetchall()


def _hurry(connection: Connection, until: float) -> None:
    left = max(1, int((until - time.monotonic()) * 1000))
    connection.execute("SELECT set_config('statement_timeout', $1, true)", [f"{left}ms"])


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string(None)


def _cache() -> Path:
    """The folder of the user's caches, by the system's custom."""
    if told := os.environ.get("XDG_CACHE_HOME"):
        return Path(told)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ".cache"
