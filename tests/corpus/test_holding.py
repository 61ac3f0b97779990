from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dragoman.corpus.folder import Folder
from dragoman.corpus.holding import held, holders
from dragoman.errors import CorpusError
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from dragoman.corpus.folder import Folder
from dragoman.corpus.holding import held
with held(Folder.open(Path(sys.argv[1])), shard=sys.argv[2] or None):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_run(folder: Folder, shard: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder; it ends with the block."""
    command = [sys.executable, "-c", HOLD, str(folder.path), shard or ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.stdin.close()
            process.wait(30)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.make(tmp_path / "out")


def test_a_second_run_is_told_who_holds_the_folder(folder: Folder) -> None:
    with other_run(folder) as process:
        with pytest.raises(CorpusError, match=f"process {process.pid} on {os.uname().nodename} .all of it") as told:
            held(folder).__enter__()
        assert str(folder.path) in str(told.value)
        assert "--shard" in str(told.value)
        assert [holder.process for holder in holders(folder)] == [process.pid]
    with held(folder) as me:
        assert holders(folder) == [me]
    assert holders(folder) == []


@pytest.mark.parametrize(
    ("there", "asked", "can"),
    [
        ("1/2", "2/2", True),
        ("1/2", "1/2", False),
        ("1/2", None, False),
        (None, "1/2", False),
        ("1/2", "1/3", True),
    ],
)
def test_shards_hold_the_folder_together(folder: Folder, there: str | None, asked: str | None, can: bool) -> None:
    with other_run(folder, there) as process:
        if can:
            with held(folder, shard=asked):
                assert {holder.shard for holder in holders(folder)} == {there, asked}
        else:
            with pytest.raises(CorpusError, match=str(process.pid)):
                held(folder, shard=asked).__enter__()
            assert [holder.process for holder in holders(folder)] == [process.pid]


def test_a_killed_run_holds_nothing(folder: Folder) -> None:
    with other_run(folder) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
    left = list((folder.path / "runs").glob("*.json"))
    assert left, "it was killed, so its file is still there"
    assert holders(folder) == []
    with held(folder):
        assert not any(path.exists() for path in left)


def test_the_folder_is_let_go_of_after_an_error(folder: Folder) -> None:
    with pytest.raises(ZeroDivisionError), held(folder):
        raise ZeroDivisionError
    with held(folder):
        pass
    assert list((folder.path / "runs").glob("*.json")) == []
