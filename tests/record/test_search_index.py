"""The index follows the record: whatever is done to either, what is found is what is in the record."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import RecordError
from dragoman.model import CodedReport, Report, report_id
from dragoman.record import Record, changes
from dragoman.record.search import Search
from dragoman.record.search.index import Index, _locked
from tests.conftest import ROOT
from tests.example import example
from tests.stores import Store


def told(text: str, *, url: str | None = None) -> CodedReport:
    return CodedReport(report=Report(id=report_id(url, url or text), text=text, url=url, published=date(2025, 1, 1)))


def filled(where: str) -> str:
    with Record.open(where) as record:
        record.add_many([example(), *(told(f"The lighthouse of Punta {n} went dark.") for n in range(5))])
    return where


@pytest.fixture
def where(store: Store) -> str:
    """A record, of each kind in turn."""
    return filled(store.place("news"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record in a file."""
    return Path(filled(str(tmp_path / "news.duckdb")))


def index_of(where: str) -> Path:
    with Record.open(where, read_only=True) as record:
        folder = record.engine.index_folder()
        assert folder is not None
        return folder


def found(path: str | Path, query: str = "lighthouse") -> int:
    with Record.open(path, read_only=True) as record:
        return len(record.search(query))


def test_it_lies_in_its_folder_and_is_made_once(where: str, tmp_path: Path) -> None:
    assert found(where) == 5
    folder = index_of(where)
    assert folder == tmp_path / "news.search" or folder.parent == tmp_path / "cache" / "dragoman" / "search"
    assert folder.is_dir()
    before = {f: f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file() and f.name != "lock"}
    with Record.open(where, read_only=True) as record:
        assert Search(record).update() == 0
    assert {f: f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file() and f.name != "lock"} == before


def test_only_what_was_written_is_indexed_anew(where: str) -> None:
    found(where)
    with Record.open(where) as record:
        record.add(told("A lighthouse was lit."))
        search = Search(record)
        assert search.update() == 1
        assert len(search.find("lighthouse")) == 6
        record.add(told("Keepers left the lighthouse.", url="https://example.org/1"))
        assert len(search.find("lighthouse")) == 7
        record.add(told("Keepers left the tower.", url="https://example.org/1"))  # the report, coded anew
        assert search.update() == 1
        assert len(search.find("lighthouse")) == 6
        assert len(search.find("keepers")) == 1


def test_what_is_taken_out_is_found_no_more(where: str) -> None:
    found(where)
    with Record.open(where) as record:
        with record._transaction():
            gone = next(r for r in record.reports() if r != example().report.id)
            record._rows("DELETE FROM reports WHERE report = ?", [gone])
            changes.note(record.engine, [gone])
        search = Search(record)
        assert search.update() == 1
        assert len(search.find("lighthouse")) == 4


def test_a_writing_that_was_undone_is_no_change(where: str) -> None:
    with Record.open(where) as record:
        search = Search(record)
        search.update()
        with pytest.raises(RuntimeError), record._transaction():  # noqa: PT012
            changes.note(record.engine, ["x"])
            raise RuntimeError
        assert search.update() == 0


def test_what_a_program_without_a_log_did_is_noticed(store: Store, where: str) -> None:
    found(where)
    store.run(where, "DELETE FROM reports WHERE text LIKE '%Punta 3%'")
    assert found(where) == 4
    store.run(where, "DROP TABLE changes")
    store.run(where, "UPDATE reports SET text = 'A tower.', record = '{}' WHERE text LIKE '%Punta 2%'")
    assert found(where) == 3
    with Record.open(where) as record:
        record.add(told("A lighthouse was lit."))
    assert found(where) == 4


def test_many_at_once_are_indexed_whole(where: str) -> None:
    found(where)
    with Record.open(where) as record:
        with record._transaction():
            record._rows("DELETE FROM reports WHERE text LIKE '%Punta 3%'")
            record._rows("INSERT INTO reports (report, text) VALUES ('a', 'lighthouse'), ('b', 'lighthouse')")
            changes.note(record.engine, None)
        assert Search(record).update() == 7
        assert len(record.search("lighthouse")) == 6


def test_a_record_in_the_place_of_another_has_an_index_of_its_own(path: Path, tmp_path: Path) -> None:
    found(path)
    other = tmp_path / "other.duckdb"
    with Record.open(other) as record:
        for n in range(6):  # as many writings and reports as the first
            record.add(told(f"The lighthouse and the mill {n}."))
    shutil.move(other, path)
    assert found(path) == 6
    assert found(path, "punta") == 0


def test_copies_that_grow_apart_are_told_apart(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(path, copy)
    found(path)
    for one, text in ((path, "lighthouse here"), (copy, "lighthouse there")):
        with Record.open(one) as record:
            record.add(told(text))
    assert found(path, "here") == 1
    shutil.move(copy, path)
    assert found(path, "here") == 0
    assert found(path, "there") == 1


def damaged(folder: Path, how: str) -> None:
    """Do to an index what crashes, full disks and people do."""
    index = folder / "index"
    files = sorted(f for f in index.iterdir() if not f.name.startswith(".") and f.suffix != ".json")
    if how == "gone":
        shutil.rmtree(folder)
    elif how == "no description":
        (index / "meta.json").unlink()
    elif how == "description cut off":
        (index / "meta.json").write_bytes((index / "meta.json").read_bytes()[:40])
    elif how == "files gone":
        for file in files:
            file.unlink()
    elif how == "files cut off":
        for file in files:
            file.write_bytes(file.read_bytes()[:20])
    elif how == "files empty":
        for file in files:
            file.write_bytes(b"")
    elif how == "files overwritten":
        for file in files:
            file.write_bytes(random.Random(1).randbytes(file.stat().st_size))
    elif how == "one file gone":
        files[0].unlink()
    elif how == "strange files":
        (index / "notes.txt").write_text("mine")


@pytest.mark.parametrize(
    "how",
    [
        *("gone", "no description", "description cut off", "strange files"),
        *("files gone", "files cut off", "files empty", "files overwritten", "one file gone"),
    ],
)
def test_a_damaged_index_is_made_anew(where: str, how: str) -> None:
    found(where)
    damaged(index_of(where), how)
    assert found(where) == 5
    assert found(where) == 5


def test_an_index_of_another_layout_is_made_anew(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found(where)
    monkeypatch.setattr("dragoman.record.search.index.LAYOUT", 999)
    index = Index(index_of(where))
    assert index.point is None
    assert found(where) == 5


def test_an_error_while_indexing_leaves_the_index_as_it_was(where: str) -> None:
    found(where)
    folder = index_of(where)
    with Record.open(where) as record:
        for n in range(3):
            record.add(told(f"Another lighthouse {n}."))

        def fail(done: int, total: int) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            Search(record, progress=fail).update()
        then = Index(folder).point
        assert then is not None
        assert then.reports == 6
        assert len(record.search("lighthouse")) == 8


def test_where_no_index_can_be_written_it_is_told(where: str, tmp_path: str) -> None:
    (tmp_path / "file").write_text("")
    with Record.open(where, read_only=True) as record:
        with pytest.raises(RecordError, match="search index cannot be written"):
            Search(record, folder=tmp_path / "file").find("lighthouse")
        assert len(Search(record, folder=tmp_path / "elsewhere").find("lighthouse")) == 5
    assert not index_of(where).exists()


def test_another_program_that_writes_is_waited_for(where: str) -> None:
    folder = index_of(where)
    folder.mkdir(parents=True)
    with (
        Record.open(where, read_only=True) as record,
        _locked(folder / "lock", 1.0),
        pytest.raises(RecordError, match="by another program"),
    ):
        Search(record, patience_s=0.2).find("lighthouse")
    assert found(where) == 5


SEARCHES = """
import sys
from dragoman.record import Record
with Record.open(sys.argv[1], read_only=True) as record:
    print("ready", flush=True)
    sys.stdin.readline()
    print(len(record.search("lighthouse", limit=1000)), flush=True)
"""


def searching(path: str) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", SEARCHES, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    return other


def test_two_programs_at_once_make_one_index(where: str) -> None:
    both = [searching(where), searching(where)]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in both:
        out, err = one.communicate(timeout=60)
        assert (out, err) == ("5\n", "")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
def test_killed_at_any_moment_it_is_right_afterwards(where: str) -> None:
    with Record.open(where) as record, record._transaction():
        for n in range(1500):
            text = f"The lighthouse {n} of the northern coast was shut when its keeper left for port {n % 7}."
            record._rows("INSERT INTO reports (report, text) VALUES (?, ?)", [f"{n}", text])
        changes.note(record.engine, None)
    for wait in (0.0, 0.02, 0.05, 0.1, 0.2):
        shutil.rmtree(index_of(where), ignore_errors=True)
        one = searching(where)
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
        time.sleep(wait)
        one.kill()
        one.communicate()
        with Record.open(where, read_only=True) as record:
            assert Search(record).count("lighthouse") == 1505


def test_an_older_record_is_searched_too(where: str) -> None:
    plain = replace(example(), actors=(), events=(), statements=(), attitudes=(), commitments=())
    with Record.open(where) as record:
        record.add(plain)
        with record._transaction():
            record._rows("DROP TABLE changes")
    assert found(where) == 5
    assert found(where) == 5
