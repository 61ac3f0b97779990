"""Whole records copied: a snapshot to read from, two records made one, a record written anew without its gaps.

DuckDB itself copies, under its own locks, so that what is copied is one state of the record and never half of a
transaction. The copy is written under another name beside its target and renamed when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dragoman.address import Address
from dragoman.errors import RecordError
from dragoman.record.judging.keeping import recount
from dragoman.record.store import Record
from dragoman.record.tables import BESIDE, INPUTS, JUDGEMENTS, REPORTS, TABLES
from dragoman.record.trouble import in_words

_BESIDE = ("", ".wal", ".wal.checkpoint", ".wal.recovery")
"""The names, after a record's own, of files that DuckDB may keep beside it."""

Where = Address | Path | str


def snapshot(record: Where, target: Path) -> None:
    """Make `target` a copy of a record as it is now; readers of a `target` that was there keep what they had open.

    Other programs may be reading the record meanwhile, none may be writing it. Raises `RecordError` where that is so,
    where `target` is no record, is being written, or cannot be written.
    """
    record = _file(record)
    Record.open(record, read_only=True).close()
    if _same(record, target):
        raise RecordError(f"{target}: is the record itself; name another file for the snapshot")
    if target.exists():
        Record.open(target, read_only=True).close()  # nobody else's file is replaced
    with _written(target) as part:
        _copy(record, part)


def vacuum(record: Where) -> tuple[int, int]:
    """Write a record anew, without the room that deleted rows left; its size in bytes before and after.

    Raises `RecordError` where another program has it open or there is no room for the copy; it stays as it was then.
    """
    record = _file(record)
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
    first, second, into = _file(first), _file(second), _file(into)
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
                key = {INPUTS: "name", JUDGEMENTS: "id"}.get(table, "report")
                owner = table.name if table in (INPUTS, JUDGEMENTS) else REPORTS.name
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


def _file(where: Where) -> Path:
    path = Address.of(where).path
    assert path is not None
    return path


def _copy(record: Path, target: Path) -> None:
    with _attached([record, target]) as connection:
        _run(connection, target, "COPY FROM DATABASE a TO b")


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
