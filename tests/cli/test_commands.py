from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import dragoman
from dragoman import contract
from dragoman.cli import app
from dragoman.cli.demo import run as run_demo
from dragoman.cli.summary import next_steps, summary
from dragoman.errors import DragomanError, RecordError
from dragoman.merging import Copy, Story
from dragoman.model import CodedReport, Report
from dragoman.record import Record
from tests.example import empty, example

PAGE = """LIMA, March 4 (Andean Wire) - Bolivia's foreign minister, Ana Quispe, told reporters on Tuesday that
her country would reopen the border crossing by April 30 if Chile released nine customs officers.

Chile rejected the condition, the newspaper El Faro del Norte reported, and moved troops to the frontier last week.
The two governments had held talks in Lima for three days, and both sides said that they would meet again in May.
"""


def dragoman_(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments), input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_version_help_and_schema() -> None:
    assert dragoman_("--version")[:2] == (0, f"dragoman {dragoman.__version__} (record schema 1)\n")
    code, out, _ = dragoman_("--help")
    assert code == 0
    assert all(name in out for name in ("code", "demo", "evaluate", "schema"))
    code, out, _ = dragoman_("schema")
    assert code == 0
    assert json.loads(out) == contract.schema()
    assert dragoman_()[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["code"],
        ["code", "-", "-"],
        ["code", "page.html", "--published", "yesterday"],
        ["code", "page.html", "--published", "2024-13-01"],
        ["code", "page.html", "--format", "xml"],
        ["code", "page.html", "--out", "no/such/folder/out.jsonl"],
        ["code", "page.html", "--out", "."],
        ["demo", "no/such/folder", "--record", "r.duckdb"],
        ["demo", "."],
        ["evaluate", "--gold", "no/such/folder"],
        ["evaluate", "--gold", ".", "--rescore"],
        ["evaluate", "--gold", ".", "--limit", "0"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_2(arguments: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = dragoman_(*arguments)
    assert code == 2
    assert out == ""
    assert "Usage" in err
    assert list(tmp_path.iterdir()) == []


def test_code_from_standard_input_and_files(tmp_path: Path) -> None:
    code, out, err = dragoman_("code", "-", "--format", "jsonl", "--published", "2025-03-04T18:40", stdin=PAGE)
    assert (code, err) == (0, "")
    assert contract.loads(out).report.published is not None
    page, target = tmp_path / "page.txt", tmp_path / "out.html"
    page.write_text(PAGE, "utf-8")
    code, out, err = dragoman_("code", str(page), str(tmp_path / "none.txt"), "--out", str(target))
    assert (code, out) == (1, "")
    assert err.startswith(f"dragoman: {tmp_path / 'none.txt'}: ")
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>"), "the format follows the file's name"


def test_evaluate_says_what_is_wrong_with_the_gold(tmp_path: Path) -> None:
    code, _, err = dragoman_("evaluate", "--gold", str(tmp_path))
    assert code == 1
    assert err.startswith("dragoman: ")


def test_help_loads_no_model_and_no_database() -> None:
    script = (
        "import sys; from dragoman.cli import app; app(['--help'], standalone_mode=False); "
        "print([m for m in ('spacy', 'duckdb', 'lxml', 'trafilatura') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


class Coder:
    def code(self, report: Report) -> CodedReport:
        if "Lima" not in report.text:
            raise ZeroDivisionError
        return replace(example(), report=report)


def _demo(folder: Path, record: Path) -> int:
    from dragoman.reading import load

    def read(page: object) -> Report:
        text = page.data.decode()  # type: ignore[attr-defined]
        return replace(example().report, id=text[:9]) if "Lima" in text else empty().report

    return run_demo(folder, record=record, load=load, read=read, coder=Coder())


def test_demo_makes_the_record_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages, record = tmp_path / "pages", tmp_path / "r.duckdb"
    pages.mkdir()
    (pages / "one.txt").write_text("1 Lima page")
    (pages / "two.txt").write_text("2 Lima page")
    (pages / "bad.txt").write_text("rain")
    for _ in range(2):
        assert _demo(pages, record) == 1
        out, err = capsys.readouterr()
        assert "bad.txt: internal error" in err
        assert "CONSULT third-party" in out
        assert "THE RECORD" in out
        assert "WHAT TO DO NEXT" in out
        with Record.open(record, read_only=True) as kept:
            assert len(kept) == 2
    assert {p.name for p in tmp_path.iterdir()} == {"pages", "r.duckdb"}


def test_demo_replaces_nothing_but_a_record(tmp_path: Path) -> None:
    pages, mine = tmp_path / "pages", tmp_path / "thesis.txt"
    pages.mkdir()
    (pages / "bad.txt").write_text("rain")
    mine.write_text("years of work " * 500)
    with pytest.raises(RecordError):
        _demo(pages, mine)
    assert mine.read_text().startswith("years of work")
    with pytest.raises(DragomanError, match="nothing in it could be coded"):
        _demo(pages, tmp_path / "r.duckdb")
    assert {p.name for p in tmp_path.iterdir()} == {"pages", "thesis.txt"}


def test_the_summary_tells_copies_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    again = replace(example(), report=replace(example().report, id="again"))
    story = Story("s", (Copy(example().report.id, "original"), Copy("again", "copy", example().report.id, 0.93)))
    alone = Story("t", (Copy(empty().report.id, "original"),))
    counts = {"reports": 3, "actors": 14, "statements": 10, "events": 22, "commitments": 6, "issues": 1}
    pages = [("x/rain.txt", empty()), ("x/a.html", example()), ("x/b.html", again)]
    Console(width=100).print(summary(Path("r.duckdb"), pages, counts, [story, alone]))
    text = " ".join(capsys.readouterr().out.split())
    assert "copy of 1 (shares 93% of the shorter one's words)" in text
    assert "3 reports, 14 actors, 10 statements, 22 events, 6 commitments and 1 issue" in text
    assert "AGREE 4" in text
    assert "CHL → BOL" in text
    assert "2 stories, with 1 copy" in text
    assert "3 (no title) 0 0 0 rain.txt, –" in text


def test_the_next_steps_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "r.duckdb"
    with Record.open(record) as kept:
        kept.add(example())
    steps = next_steps("dragoman", folder=Path("my pages"), page="my pages/a.txt", record=record)
    Console(width=80).print(steps, soft_wrap=True)
    lines = capsys.readouterr().out.splitlines()
    assert "dragoman code 'my pages/a.txt' --out coded.html" in lines
    query = next(line for line in lines if line.startswith("python -c ")).replace("python", sys.executable, 1)
    done = subprocess.run(query, shell=True, capture_output=True, text=True, check=True)
    assert "MOBILIZE" in done.stdout
