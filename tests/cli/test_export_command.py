"""`dragoman export`, as a shell would run it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.cli.export import Standing, whole_folder
from dragoman.errors import DragomanError
from dragoman.export import gdelt
from dragoman.export.formats import FORMATS
from dragoman.model import Status
from dragoman.record import Record
from tests.example import empty, example
from tests.stores import Store


@pytest.fixture(scope="module")
def record(shared_store: Store) -> str:
    where = shared_store.place("news")
    with Record.open(where) as made:
        made.add(empty())
        made.add(example())
    return where


def run(record: str, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["export", "--record", record, *words])
    return result.exit_code, result.stdout, result.stderr


def lines_of(record: str, *words: str) -> list[dict[str, str]]:
    code, told, _ = run(record, *words, "--format", "csv")
    assert code == 0
    return list(csv.DictReader(told.splitlines()))


def test_the_help_names_every_format() -> None:
    told = " ".join(run("none.duckdb", "--help")[1].replace("│", " ").split())
    assert all(format.name in told for format in FORMATS)


def test_every_status_can_be_asked_for() -> None:
    assert {s.value for s in Standing} == {s.value for s in Status} | {"all"}


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_every_format_is_written_the_same_twice(record: str, tmp_path: Path, format: object) -> None:
    name = format.name  # type: ignore[attr-defined]
    found = []
    for out in (tmp_path / "a", tmp_path / "b"):
        assert run(record, "--format", name, "--out", str(out))[0] == 0
        assert out.is_dir() == bool(format.files)  # type: ignore[attr-defined]
        found.append([p.read_bytes() for p in sorted(out.iterdir())] if out.is_dir() else [out.read_bytes()])
    assert found[0] == found[1]
    assert all(found[0]) or name == "gdelt"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_only_what_happened_unless_asked(record: str) -> None:
    assert {row["status"] for row in lines_of(record)} == {"occurred"}
    assert {row["status"] for row in lines_of(record, "--status", "planned", "--status", "denied")} == {
        "planned",
        "denied",
    }
    assert len(lines_of(record, "--status", "all")) == len(example().events)


def test_filters_go_together(record: str) -> None:
    rows = lines_of(record, "--country", "per", "--country", "CHL", "--since", "2025-02-01", "--until", "2025-03-31")
    assert {row["type"] for row in rows} == {"CONSULT", "AGREE", "REJECT", "THREATEN", "MOBILIZE"}
    assert {row["type"] for row in lines_of(record, "--type", "coerce", "--type", "PROTEST")} == {"COERCE", "PROTEST"}
    assert [row["words"] for row in lines_of(record, "--confidence", "0.9")] == ["resumed talks"]


def test_jsonl_is_the_whole_record_of_the_reports_asked_for(record: str) -> None:
    code, told, _ = run(record, "--format", "jsonl", "--confidence", "0.9")
    assert code == 0
    (one,) = map(json.loads, told.splitlines())
    assert len(one["events"]) == len(example().events)


def test_the_files_name_tells_the_format(record: str, tmp_path: Path) -> None:
    out = tmp_path / "map.geojson"
    assert run(record, "--out", str(out))[0] == 0
    assert json.loads(out.read_text("utf-8"))["type"] == "FeatureCollection"


def test_raw_is_for_csv_only(record: str) -> None:
    assert run(record, "--format", "csv", "--raw")[0] == 0
    code, _, told = run(record, "--format", "icews", "--raw")
    assert code == 2
    assert "only csv" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "docx"], "none of csv, ftm"),
        ([], "say which"),
        (["--out", "events.txt"], "say which"),
        (["--format", "xlsx"], "binary"),
        (["--format", "parquet"], "folder"),
        (["--format", "csv", "--since", "yesterday"], "no day"),
        (["--format", "csv", "--since", "2025-02-01", "--until", "2025-01-01"], "before"),
        (["--format", "csv", "--country", "Russia"], "alpha-3"),
        (["--format", "csv", "--type", "FIGHT"], "PLOVER"),
        (["--format", "csv", "--out", "no/such/folder/x.csv"], "in none that"),
    ],
)
def test_wrong_usage_is_told(record: str, words: list[str], told: str) -> None:
    code, _, error = run(record, *words)
    assert code == 2
    assert told in " ".join(error.replace("│", " ").split())


def test_a_record_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, _, told = run(str(tmp_path / "none.duckdb"), "--format", "csv", "--out", str(tmp_path / "x.csv"))
    assert code == 1
    assert "there is no such record" in told
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_export_is_replaced_and_nothing_else(record: str, tmp_path: Path) -> None:
    out = tmp_path / "gdelt"
    assert run(record, "--format", "gdelt", "--out", str(out))[0] == 0
    before = (out / gdelt.EVENTS).read_bytes()
    assert run(record, "--format", "gdelt", "--out", str(out), "--status", "planned")[0] == 0
    assert (out / gdelt.EVENTS).read_bytes() != before
    (out / "notes.txt").write_text("mine")
    code, _, told = run(record, "--format", "gdelt", "--out", str(out))
    assert code == 1
    assert "holds other files" in told
    assert (out / "notes.txt").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["gdelt"]


def test_a_folder_is_whole_or_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a").write_text("old")

    def fail() -> None:
        with whole_folder(out, ["a"]) as part:
            (part / "a").write_text("new")
            raise OSError(28, "No space left on device")

    with pytest.raises(DragomanError, match="No space left"):
        fail()
    assert (out / "a").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
