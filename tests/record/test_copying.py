from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dragoman.errors import RecordError
from dragoman.record import Record
from dragoman.record.copying import merge, snapshot, vacuum
from dragoman.record.store import Input
from dragoman.record.verifying import verify
from tests.example import empty, example
from tests.record.test_ingesting import content


@contextmanager
def held(path: Path, *, read_only: bool) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has the record open."""
    code = (
        f"import duckdb, sys; c = duckdb.connect({str(path)!r}, read_only={read_only}); print('open', flush=True); "
        "sys.stdin.readline(); print(c.execute('SELECT count(*) FROM reports').fetchone()[0], flush=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    try:
        yield process
    finally:
        process.communicate()


def record(path: Path, *coded: object) -> Path:
    with Record.open(path) as store:
        store.add_many(coded, coder="test")  # type: ignore[arg-type]
    return path


def left_over(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.startswith(".") or ".wal" in p.name)


def test_a_snapshot_is_the_record_and_replaces_one_that_is_read(tmp_path: Path) -> None:
    path, copy = record(tmp_path / "it's.duckdb", example()), tmp_path / "copy.duckdb"
    snapshot(path, copy)
    with held(copy, read_only=True) as reader, held(path, read_only=True):
        with Record.open(copy, read_only=True) as store:
            assert len(store) == 1
        path2 = record(tmp_path / "two.duckdb", example(), empty())
        snapshot(path2, copy)
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(b"\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == b"1\n", "who had the older copy open keeps it"
    with Record.open(copy, read_only=True) as store, Record.open(path2, read_only=True) as original:
        assert content(store) == content(original)
        assert list(verify(store)) == []
    assert left_over(tmp_path) == []


def test_a_snapshot_takes_in_what_is_still_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    code = (
        "import os, sys; from dragoman.record import Record; from tests.example import example\n"
        "r = Record.open(sys.argv[1]); r.add(example()); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 9
    assert path.with_name("r.duckdb.wal").exists()
    snapshot(path, tmp_path / "copy.duckdb")
    with Record.open(tmp_path / "copy.duckdb", read_only=True) as store:
        assert store.get(example().report.id) == example()


def test_a_snapshot_harms_nobody(tmp_path: Path) -> None:
    path = record(tmp_path / "r.duckdb", example())
    foreign, thesis = tmp_path / "other.duckdb", tmp_path / "thesis.txt"
    duckdb.connect(str(foreign)).execute("CREATE TABLE t (a INTEGER)").close()
    thesis.write_text("years of work " * 500)
    for target in (path, foreign, thesis, tmp_path, tmp_path / "no" / "such.duckdb"):
        with pytest.raises(RecordError):
            snapshot(path, target)
    assert thesis.read_text().startswith("years of work")
    with held(path, read_only=False) as writer, pytest.raises(RecordError, match=f"process {writer.pid}"):
        snapshot(path, tmp_path / "copy.duckdb")
    assert left_over(tmp_path) == []
    assert not (tmp_path / "copy.duckdb").exists()


def test_merging_two_records(tmp_path: Path) -> None:
    newer = replace(example(), issues=())
    a, b = record(tmp_path / "a.duckdb", example()), record(tmp_path / "b.duckdb", newer, empty())
    with Record.open(a) as store:
        store.keep([], inputs=[Input("x", "1", None, "bad"), Input("y", "2", example().report.id)])
    with Record.open(b) as store:
        store.keep([], inputs=[Input("x", "3", empty().report.id)])
    both = record(tmp_path / "expected.duckdb", newer, empty())
    with Record.open(both) as store:
        store.keep([], inputs=[Input("x", "3", empty().report.id), Input("y", "2", example().report.id)])
        expected = content(store)
    counts = merge(a, b, tmp_path / "c.duckdb")
    with Record.open(tmp_path / "c.duckdb") as store:
        assert content(store) == expected
        assert store.counts() == counts
        assert list(verify(store)) == []
        assert store.add(newer, coder="test") is False
    for first, second, into in (
        (a, b, a),
        (a, a, tmp_path / "d.duckdb"),
        (a, tmp_path / "none", tmp_path / "d.duckdb"),
    ):
        with pytest.raises(RecordError):
            merge(first, second, into)
    assert left_over(tmp_path) == []
    assert not (tmp_path / "d.duckdb").exists()


def test_vacuum_gives_room_back_and_changes_nothing(tmp_path: Path) -> None:
    path = record(tmp_path / "r.duckdb", example(), empty())
    with Record.open(path) as store:
        before = content(store)
        many = [replace(example(), report=replace(example().report, id=f"{n:016x}")) for n in range(400)]
        store.add_many(many, coder="test")
    with duckdb.connect(str(path)) as sql:
        for table in before:
            if table != "inputs":
                sql.execute(f"DELETE FROM {table} WHERE starts_with(report, '0000')")
    old, new = vacuum(path)
    assert new < old
    assert path.stat().st_size == new
    with Record.open(path) as store:
        assert content(store) == before
    with held(path, read_only=True) as reader, pytest.raises(RecordError, match=f"process {reader.pid}"):
        vacuum(path)
    assert left_over(tmp_path) == []
    with pytest.raises(RecordError, match="no such record"):
        vacuum(tmp_path / "none.duckdb")
