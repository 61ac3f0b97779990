"""What goes wrong around a record, made to go wrong in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dragoman.errors import DragomanError, RecordError
from dragoman.record import Record
from dragoman.record.trouble import in_words
from dragoman.record.verifying import verify
from tests.conftest import ROOT
from tests.example import example
from tests.record.ingest_run import run
from tests.record.test_copying import held
from tests.record.test_importing import short
from tests.record.test_ingesting import content, pages

FULL = """
import resource, signal, sys
from dragoman.errors import RecordError
from dragoman.record import Record
from tests.record.ingest_run import run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a disk that is full says so, and sends nothing
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    with Record.open(sys.argv[2]) as record:
        run(sys.argv[1], record)
except RecordError as error:
    print(error)
    sys.exit(3)
"""


def test_a_full_disk_leaves_whole_reports_and_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    folder = pages(tmp_path / "pages", 40, seed=4)
    path, calm = tmp_path / "r.duckdb", tmp_path / "calm.duckdb"
    with Record.open(calm) as record:
        run(str(folder), record)
        undisturbed = content(record)
    command = [sys.executable, "-c", FULL, str(folder), str(path)]
    done = subprocess.run([*command, "60000"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "disk is full" in done.stdout
    assert str(path) in done.stdout
    assert "make room and do the same again" in done.stdout
    with Record.open(path) as record:
        assert 0 <= len(record) < 40
        assert list(verify(record)) == []
        run(str(folder), record)
        assert content(record) == undisturbed


@pytest.mark.parametrize("read_only", [True, False])
def test_whoever_holds_a_record_is_named(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "r.duckdb"
    Record.open(path).close()
    with held(path, read_only=False) as other:
        with pytest.raises(RecordError, match=f"process {other.pid}") as caught:
            Record.open(path, read_only=read_only)
        assert str(path) in str(caught.value)
        assert "snapshot" in str(caught.value)
    Record.open(path, read_only=read_only).close()


def test_two_ingests_at_once(tmp_path: Path) -> None:
    """The second says who is in its way and changes nothing; done again when the first has ended, it goes on."""
    folder, path = pages(tmp_path / "pages", 10, seed=6), tmp_path / "r.duckdb"
    command = [sys.executable, "-m", "tests.record.ingest_run", str(folder), str(path), "5"]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdout.readline() == b"open\n"
    second = subprocess.run(
        [sys.executable, "-m", "dragoman", "ingest", str(folder), "--record", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr
    assert "Traceback" not in second.stderr
    first.kill()
    first.communicate()
    with Record.open(path) as record:
        run(str(folder), record)
        assert len(record) == 10
        assert list(verify(record)) == []


def test_a_record_cut_off_anywhere_is_said_to_be_damaged(tmp_path: Path) -> None:
    path, cut = tmp_path / "r.duckdb", tmp_path / "cut.duckdb"
    with Record.open(path) as record:
        record.add_many([example(), *(short(n) for n in range(300))])
    whole = path.read_bytes()
    script = (
        "import sys; from dragoman.record import Record; from dragoman.errors import DragomanError\n"
        "from dragoman.record.verifying import verify\n"
        "try:\n    with Record.open(sys.argv[1]) as r: print(len(list(verify(r))))\n"
        "except DragomanError as error: print(error); sys.exit(3)"
    )
    for share in (0.0, 0.0001, 0.004, 0.01, 0.3, 0.6, 0.95):
        cut.write_bytes(whole[: int(len(whole) * share)])
        done = subprocess.run(
            [sys.executable, "-c", script, str(cut)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 3, (share, done)
        assert str(cut) in done.stdout
        assert "damaged or cut off" in done.stdout or "no DuckDB file" in done.stdout


def test_open_twice_in_one_program(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with Record.open(path), pytest.raises(DragomanError, match="open in this program already"):
        Record.open(path, read_only=True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("IO Error: Could not write file: No space left on device", "disk is full"),
        ("Serialization Error: Failed to deserialize", "damaged or cut off"),
        ("Binder Error: no such column\nmore", "Binder Error: no such column"),
    ],
)
def test_words_for_what_duckdb_says(said: str, told: str) -> None:
    assert told in in_words(duckdb.Error(said))
    assert "\n" not in in_words(duckdb.Error(said))
