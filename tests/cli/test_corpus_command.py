"""`dragoman corpus` with the real coder, from files to a record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.contract import dumps
from dragoman.corpus.folder import Folder
from dragoman.pipeline import Coder
from dragoman.reading import read
from dragoman.record import Record
from tests.conftest import ROOT
from tests.corpus.made import content


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages, one of them again as a row of a table, and a file that is nothing."""
    folder = tmp_path_factory.mktemp("inputs")
    shutil.copytree(ROOT / "examples", folder / "pages")
    rows = [
        {
            "title": "Talks resume",
            "text": "Ruritania's foreign minister met his Peruvian counterpart in Lima on Monday.",
        },
        {
            "title": "Envoy speaks",
            "text": 'The envoy of Ghana told reporters: "We will not leave the talks," on Tuesday.',
        },
        {"title": "", "text": ""},
    ]
    lines = [json.dumps({**row, "date": "2024-05-07"}) for row in rows]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("corpus") / "out"
    return out, command("run", str(inputs), "--out", str(out), "--workers", "2")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "dragoman", "corpus", *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def test_a_run_says_what_it_did_and_what_it_could_not(
    ran: tuple[Path, subprocess.CompletedProcess[str]], inputs: Path
) -> None:
    out, done = ran
    assert done.returncode == 1
    assert done.stdout == f"7 reports of 2 inputs coded, 1 of them in part. The parts lie in {out}.\n"
    told = command("status", str(out), str(inputs), str(ROOT / "README.md")).stdout
    assert "2 inputs: 1 done, 1 in part, 0 failed" in told
    assert "left of these inputs: 1 of 3" in told
    assert "rows.jsonl: 1 unusable, 0 refused" in told
    assert command("verify", str(out)).stdout == "2 inputs, nothing wrong.\n"
    again = command("run", str(inputs), "--out", str(out))
    assert again.returncode == 0
    assert again.stdout == f"no reports of no inputs coded, 2 finished before. The parts lie in {out}.\n"


def test_records_do_not_depend_on_what_else_is_coded(
    ran: tuple[Path, subprocess.CompletedProcess[str]], inputs: Path, tmp_path: Path
) -> None:
    """They are those of a coder that sees no other report, whatever worker made them and in whatever company."""
    out, _ = ran
    lines = {str(row[0]): str(row[13]) for row in content(out)["reports"]}
    alone = [Coder().code(report) for path in inputs.rglob("*.*") for report in read(path, on_error=lambda e: None)]
    assert lines == {coded.report.id: dumps(coded) for coded in alone}
    assert sum(len(coded.events) for coded in alone) > 10


def test_a_corpus_is_loaded_into_a_record(ran: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    out, _ = ran
    runner, record = CliRunner(), str(tmp_path / "news.duckdb")
    first = runner.invoke(app, ["corpus", "load", str(out), "--record", record])
    assert first.exit_code == 0, first.output
    assert "7 reports loaded, 0 kept before" in first.output
    assert "no reports loaded, 7 kept before" in runner.invoke(app, ["corpus", "load", str(out), "-r", record]).output
    with Record.open(record, read_only=True) as store:
        assert {i.problem is None for i in store.inputs()} == {True, False}


def test_shards_make_one_corpus(
    ran: tuple[Path, subprocess.CompletedProcess[str]], inputs: Path, tmp_path: Path
) -> None:
    out, _ = ran
    for number in ("1/2", "2/2"):
        command("run", str(inputs), "--out", str(tmp_path / "out"), "--shard", number)
    assert content(tmp_path / "out") == content(out)
    assert len(list(Folder.open(tmp_path / "out").entries())) == 2


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2"])
def test_a_part_that_is_none_is_wrong_usage(tmp_path: Path, shard: str) -> None:
    done = CliRunner().invoke(app, ["corpus", "run", "x", "--out", str(tmp_path / "out"), f"--shard={shard}"])
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_what_is_no_corpus_is_told_of(tmp_path: Path) -> None:
    for words in (["status"], ["verify"], ["load", "--record", str(tmp_path / "r.duckdb")]):
        done = CliRunner().invoke(app, ["corpus", *words, str(tmp_path)])
        assert done.exit_code == 1
        assert "is no corpus folder" in done.output
    assert not (tmp_path / "r.duckdb").exists()


def test_an_input_that_is_not_there_is_told_of_and_the_others_coded(tmp_path: Path) -> None:
    page = ROOT / "examples" / "grain-deal-syndicated.txt"
    done = command("run", str(tmp_path / "none"), str(page), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "none: cannot be read" in done.stderr
    assert done.stdout.startswith("1 report of 1 input coded.")
