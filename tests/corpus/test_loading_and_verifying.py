from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dragoman.corpus.folder import Folder
from dragoman.corpus.loading import load_corpus
from dragoman.corpus.verifying import verify
from dragoman.errors import CorpusError
from dragoman.record import Record
from dragoman.record.verifying import verify as verify_record
from tests.conftest import ROOT
from tests.corpus.made import archive, content, corpus, table
from tests.corpus.standin import run, settings
from tests.record.test_ingesting import content as content_of
from tests.stores import Store


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    inputs = corpus(tmp_path / "in")
    table(inputs / "bug.jsonl", 50, 4, asking={2: "fail"})
    run(tmp_path / "out", inputs)
    return tmp_path / "out"


def test_a_record_gets_every_report_once_however_often_it_is_loaded(ran: Path, store: Store) -> None:
    told = content(ran)
    with Record.open(store.place()) as record:
        done = load_corpus(Folder.open(ran), record)
        assert (done.new, done.kept, done.doubles) == (27, 0, 3)
        assert sorted(record.reports()) == sorted({str(row[0]) for row in told["reports"]})
        assert {i.name for i in record.inputs()} == {row[0] for row in told["inputs"]}
        assert [i.problem for i in record.inputs() if i.report is None] == [r[3] for r in told["inputs"] if r[3]]
        assert list(verify_record(record)) == []
        before = content_of(record)
        again = load_corpus(Folder.open(ran), record)
        assert (again.new, again.kept, again.doubles) == (0, 27, 3)
        assert content_of(record) == before


def test_rows_of_parts_are_the_rows_of_the_record(ran: Path, tmp_path: Path) -> None:
    """But for those of a report's second telling by another input, and for pages that gave none."""
    told = content(ran)
    with Record.open(tmp_path / "a.duckdb") as record:
        load_corpus(Folder.open(ran), record)
        kept = content_of(record)
    for name in ("reports", "actors", "actor_facts", "events", "event_parties", "dyads", "evidence", "issues"):
        once = {repr(row) for row in told[name] if row[0] is not None}
        assert {repr(row) for row in kept[name]} == once, name


LOAD = """
import sys
from pathlib import Path
from dragoman.corpus.folder import Folder
from dragoman.corpus.loading import load_corpus
from dragoman.record import Record
loaded = 0
def count():
    global loaded
    loaded += 1
    if loaded == int(sys.argv[3]):
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
with Record.open(sys.argv[2]) as record:
    load_corpus(Folder.open(Path(sys.argv[1])), record, on_report=count)
"""


def test_loading_that_was_killed_goes_on(ran: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "calm.duckdb") as record:
        load_corpus(Folder.open(ran), record)
        calm = content_of(record)
    for after in (3, 9, 20):
        command = [sys.executable, "-c", LOAD, str(ran), str(tmp_path / "killed.duckdb"), str(after)]
        assert subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode == -9
    with Record.open(tmp_path / "killed.duckdb") as record:
        done = load_corpus(Folder.open(ran), record)
        assert done.new < 27
        assert content_of(record) == calm


def test_what_was_coded_anew_replaces_what_was_loaded(tmp_path: Path) -> None:
    file, out = table(tmp_path / "a.jsonl", 0, 4), tmp_path / "out"
    run(out, file)
    with Record.open(tmp_path / "r.duckdb") as record:
        load_corpus(Folder.open(out), record)
        file.write_text(file.read_text("utf-8").replace("2021-03-04", "2021-03-05"), "utf-8")
        run(out, file)
        assert load_corpus(Folder.open(out), record).new == 4
        assert {str(row[0]) for row in record.sql("SELECT published FROM reports").tuples()} == {"2021-03-05"}
        run(out, file, told=settings("test+2"))
        assert load_corpus(Folder.open(out), record).new == 4
        assert {str(row[0]) for row in record.sql("SELECT coder FROM reports").tuples()} == {"test+2"}


def test_versions_are_not_loaded_together_unless_told(tmp_path: Path) -> None:
    one, other, out = table(tmp_path / "a.jsonl", 0, 2), table(tmp_path / "b.jsonl", 10, 2), tmp_path / "out"
    run(out, one)
    run(out, other, told=settings("test+2"))
    with Record.open(tmp_path / "r.duckdb") as record:
        with pytest.raises(CorpusError, match=r"test\+1, test\+2"):
            load_corpus(Folder.open(out), record)
        assert len(record) == 0
        assert load_corpus(Folder.open(out), record, mixed=True).new == 4


def parts(out: Path, name: str) -> Path:
    (found,) = (out / "parts").glob(f"{name}-*")
    return found


def problems(out: Path) -> list[str]:
    return [f"{Path(p.name).name}: {p.problem}" for p in verify(Folder.open(out))]


def test_a_touched_part_is_found(ran: Path) -> None:
    assert problems(ran) == []
    path = parts(ran, "table-0.jsonl") / "events.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert problems(ran) == ["table-0.jsonl: events.parquet is not as it was written"]
    path.unlink()
    assert problems(ran) == ["table-0.jsonl: events.parquet is missing"]


def test_lost_and_left_over_folders_are_found(ran: Path) -> None:
    parts(ran, "table-0.jsonl").rename(ran / "parts" / "stray.000.000")
    assert problems(ran) == [
        "table-0.jsonl: its parts are not there; run the corpus again",
        "stray.000.000: is of no input that is finished: a run was ended; run the corpus again",
    ]


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        ("events", lambda t: t.slice(1), "rows of events are not what its record says"),
        ("events", lambda t: t.take([*range(t.num_rows), 0]), "events has rows of no report"),
        ("reports", lambda t: t.slice(1), "were had and are not there"),
        ("reports", lambda t: t.take([*range(t.num_rows), 0]), "is there twice"),
        ("inputs", lambda t: t.slice(1), "were had and are not there"),
        ("inputs", lambda t: t.take([*range(t.num_rows), 0]), "is there twice"),
    ],
)
def test_rows_that_are_lost_or_there_twice_are_found_even_with_a_right_digest(
    ran: Path, name: str, change: object, found: str
) -> None:
    """As a fault of the program's own would leave them."""
    from dragoman.corpus.parts import file_digest

    path = parts(ran, "table-0.jsonl") / f"{name}.parquet"
    changed = change(pq.read_table(path))  # type: ignore[operator]
    pq.write_table(changed, path)
    (manifest,) = (ran / "manifest").glob("table-0.jsonl-*")
    told = json.loads(manifest.read_text("utf-8"))
    told["files"][name] = {"rows": changed.num_rows, "digest": file_digest(path)}
    manifest.write_text(json.dumps(told), "utf-8")
    assert any(found in problem for problem in problems(ran)), problems(ran)


def test_a_span_outside_its_text_is_found(ran: Path) -> None:
    from dragoman.corpus.parts import file_digest

    path = parts(ran, "table-0.jsonl") / "reports.parquet"
    kept = pq.read_table(path)
    lines = kept["record"].to_pylist()
    record = json.loads(lines[0])
    record["events"][0]["trigger"] = [5, 10**6]
    lines[0] = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    at = kept.column_names.index("record")
    pq.write_table(kept.set_column(at, kept.schema.field(at), [lines]), path)
    (manifest,) = (ran / "manifest").glob("table-0.jsonl-*")
    told = json.loads(manifest.read_text("utf-8"))
    told["files"]["reports"]["digest"] = file_digest(path)
    manifest.write_text(json.dumps(told), "utf-8")
    assert any("breaks the contract" in problem and "1000000" in problem for problem in problems(ran))


def test_a_damaged_entry_is_told_of(ran: Path, tmp_path: Path) -> None:
    (manifest,) = (ran / "manifest").glob("table-0.jsonl-*")
    manifest.write_text(manifest.read_text("utf-8")[:50], "utf-8")
    with pytest.raises(CorpusError, match="no entry of a manifest"):
        problems(ran)
    run(ran, tmp_path / "in")
    assert problems(ran) == []
    archive(tmp_path / "in" / "archive-1.warc.gz", 6, 2)
    run(ran, tmp_path / "in")
    assert problems(ran) == []
