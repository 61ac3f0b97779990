"""Whole records copied: a snapshot to read from, two records made one, a record written anew without its gaps.

Between files DuckDB itself copies, under its own locks, so that what is copied is one state of the record and never
half of a transaction. To and from a server rows go in batches, read in one transaction and written in one. A file is
written under another name beside its target and renamed when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.address import Address
from dragoman.errors import RecordError
from dragoman.record import changes
from dragoman.record.judging.keeping import recount
from dragoman.record.store import Record
from dragoman.record.tables import BESIDE, INPUTS, JUDGEMENTS, REPORTS, TABLES
from dragoman.record.trouble import in_words

_KEYS = {INPUTS: "name", JUDGEMENTS: "id"}
"""What rows of tables are known by that are not a report's own."""
_BESIDE = ("", ".wal", ".wal.checkpoint", ".wal.recovery")
"""The names, after a record's own, of files that DuckDB may keep beside it."""

_ROWS = 20_000
"""Rows in one batch between a server and a file."""

Where = Address | Path | str


def snapshot(record: Where, target: str | Path) -> None:
    """Make `target` a file that is a copy of a record as it is now.

    Readers of a `target` that was there keep what they had open. Other programs may be reading the record meanwhile,
    and none may be writing it if it is a file. Raises `RecordError` where that is so, where `target` is no record, is
    being written, or cannot be written.
    """
    address, copy_at = Address.of(record), Address.of(target).path
    if copy_at is None:
        raise RecordError("a snapshot is a file; name one, or merge records to fill a schema of a server")
    target = copy_at
    Record.open(address, read_only=True).close()
    if address.path and _same(address.path, target):
        raise RecordError(f"{target}: is the record itself; name another file for the snapshot")
    if target.exists():
        Record.open(target, read_only=True).close()  # nobody else's file is replaced
    with _written(target) as part:
        if address.path:
            with _attached([address.path, part]) as connection:
                _run(connection, part, "COPY FROM DATABASE a TO b")
        else:
            with Record.open(address, read_only=True) as source, Record.open(part) as copy:
                _put_together([source], copy)


def vacuum(record: Where) -> tuple[int, int]:
    """Write a record anew, without the room that deleted rows left; its size in bytes before and after.

    On a server, the server is told to use that room again and may keep it. Raises `RecordError` where another program
    has the file open or there is no room for the copy; it stays as it was then.
    """
    address = Address.of(record)
    return _vacuum_file(address.path) if address.path else _vacuum_on_server(address)


def _vacuum_file(record: Path) -> tuple[int, int]:
    if not record.exists():
        raise RecordError(f"{record}: there is no such record")
    Record.open(record).close()  # brings it up to date and empties its log
    before = record.stat().st_size
    with _written(record) as part, _attached([record, part], read_only=False) as connection:
        # The record is held open for writing until the copy has its name, so that nobody's changes are lost.
        _run(connection, part, "COPY FROM DATABASE a TO b")
        _run(connection, part, "DETACH b")
        _replace(part, record)
    return before, record.stat().st_size


def merge(first: Where, second: Where, into: Where) -> dict[str, int]:
    """Make a new record of two: rows of each table in it.

    Where both hold a report, or an input of the same name, what `second` says counts; the judgements of both are in it
    and speak of the reports of both. Raises `RecordError` where `into` is there already, or where a record cannot be
    read or written.
    """
    one, two, all = (Address.of(where) for where in (first, second, into))
    if one.path and two.path and all.path:
        return _merge_files(one.path, two.path, all.path)
    return _merge_anywhere(one, two, all)


def _merge_files(first: Path, second: Path, into: Path) -> dict[str, int]:
    if into.exists():
        raise RecordError(f"{into}: is there already; name a new file")
    for path in (first, second):
        Record.open(path, read_only=True).close()
    if _same(first, second):
        raise RecordError(f"{second}: is the same record twice")
    with _written(into) as part:
        Record.open(part).close()
        with _attached([first, second, part]) as connection:
            _run(connection, part, "BEGIN TRANSACTION")
            for table in (*TABLES, *BESIDE):
                key = _KEYS.get(table, "report")
                owner = table.name if table in _KEYS else REPORTS.name
                columns = ", ".join(name for name, _ in table.columns)
                _run(
                    connection,
                    part,
                    f"INSERT INTO c.{table.name} SELECT {columns} FROM a.{table.name} t "
                    f"WHERE NOT EXISTS (SELECT 1 FROM b.{owner} o WHERE o.{key} = t.{key})",
                )
                _run(connection, part, f"INSERT INTO c.{table.name} SELECT {columns} FROM b.{table.name}")
            _run(connection, part, "COMMIT")
        with Record.open(part) as record:
            with record.engine.transaction():
                recount(record.engine)
            return record.counts()


def _vacuum_on_server(address: Address) -> tuple[int, int]:
    from dragoman.record.engines.postgres import Postgres

    with Record.open(address) as record:
        assert isinstance(record.engine, Postgres)
        before = record.size()
        record.engine.vacuum()
        return before, record.size()


def _merge_anywhere(first: Address, second: Address, into: Address) -> dict[str, int]:
    """`merge` where a server is among the three."""
    with ExitStack() as stack:
        if into.path and into.path.exists():
            raise RecordError(f"{into}: is there already; name a new file")
        sources = [stack.enter_context(Record.open(where, read_only=True)) for where in (first, second)]
        if first.path and second.path:
            same = _same(first.path, second.path)
        else:
            same = sources[0].engine.identity() == sources[1].engine.identity()
        if same:
            raise RecordError(f"{second}: is the same record twice")
        where = stack.enter_context(_written(into.path)) if into.path else into
        with Record.open(where) as record:
            if len(record) or record.inputs():
                raise RecordError(f"{into}: is there already; name a new schema")
            _put_together(sources, record)
            return record.counts()


def _put_together(sources: Sequence[Record], target: Record) -> None:
    """All rows of records into an empty one; of what several hold, the last one's count. One transaction."""
    with ExitStack() as stack:
        for source in sources:
            stack.enter_context(source.engine.steady())
        stack.enter_context(target.engine.transaction())
        for n, source in enumerate(sources):
            later = sources[n + 1 :]
            by_report = ("report", _ids(later, REPORTS.name, "report"))
            keys = {table: (key, _ids(later, table.name, key)) for table, key in _KEYS.items()}
            for table in (*TABLES, *BESIDE):
                key, gone = keys.get(table, by_report)
                for batch in source.engine.batches(table, _ROWS):
                    left = batch.filter(pc.invert(pc.is_in(batch[key], value_set=gone))) if len(gone) else batch
                    if left.num_rows:
                        target.engine.insert(table, left)
        recount(target.engine)
        changes.note(target.engine, None)


def _ids(records: Sequence[Record], table: str, key: str) -> pa.Array:
    found = [str(line[0]) for record in records for line in record.engine.rows(f"SELECT {key} FROM {table}")]
    return pa.array(found, pa.string())


@contextmanager
def _attached(paths: Sequence[Path], *, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can touch these files and no others: the last one `c` or `b` to be written, the others read."""
    with duckdb.connect(":memory:") as connection:
        allowed = [str(path.absolute()) + more for path in paths for more in _BESIDE]
        _run(connection, paths[-1], "SET allowed_paths = " + "[" + ", ".join(map(_quoted, allowed)) + "]")
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            _run(connection, paths[-1], f"SET {setting}")
        for name, path in zip("abc", paths, strict=False):
            mode = " (READ_ONLY)" if read_only and path is not paths[-1] else ""
            _run(connection, path, f"ATTACH {_quoted(str(path.absolute()))} AS {name}{mode}")
        yield connection
        _run(connection, paths[-1], f"DETACH {'abc'[len(paths) - 1]}") if read_only else None


@contextmanager
def _written(target: Path) -> Iterator[Path]:
    """A name beside `target` to write at; it becomes `target` at the end, unless it has been moved there already."""
    target = target.resolve()
    if target.is_dir() or not target.parent.is_dir():
        raise RecordError(f"{target}: is a folder, or lies in none that exists")
    if target.with_name(target.name + ".wal").exists():
        raise RecordError(
            f"{target}: is being written, or was left half written; open it for writing once, then try again"
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        if part.exists():
            _replace(part, target)
    finally:
        for more in _BESIDE:
            part.with_name(part.name + more).unlink(missing_ok=True)


def _replace(part: Path, target: Path) -> None:
    try:
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise RecordError(f"{target}: cannot be written: {error.strerror or error}") from error


def _run(connection: duckdb.DuckDBPyConnection, path: Path, sql: str) -> None:
    try:
        connection.execute(sql)
    except duckdb.Error as error:
        raise RecordError(f"{path}: {in_words(error)}") from error


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)
