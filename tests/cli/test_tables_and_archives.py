"""The commands over tables, agency items and archives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.contract import dumps
from dragoman.record import Record
from tests.cli.test_commands import PAGE, dragoman_
from tests.example import example
from tests.reading.inputs import NINJS, packed, warc_record

ROWS = [{"nr": str(n), "words": PAGE.replace("March 4", f"March {n}"), "day": f"2025-03-{n:02}"} for n in (4, 5)]
COLUMNS = ["--text", "words", "--date", "day", "--id", "nr"]


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "corpus"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return str(path)


def test_code_takes_a_table_with_its_columns_named(table: str) -> None:
    code, out, err = dragoman_("code", table, *COLUMNS, "--format", "jsonl")
    assert (code, err) == (0, "")
    reports = [json.loads(line)["report"] for line in out.splitlines()]
    assert [(r["url"], r["published"]) for r in reports] == [("4", "2025-03-04"), ("5", "2025-03-05")]
    code, out, err = dragoman_("code", table)
    assert (code, out) == (1, "")
    assert "no column is known to hold the text" in err
    assert "columns: nr, words, day" in err
    code, out, err = dragoman_("explain", f"{table}:2", "1", *COLUMNS)
    assert code == 0
    assert out.startswith("1. ")


def test_code_takes_other_kinds_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(json.dumps(NINJS), "utf-8")
    html = "<html><body>" + "".join(f"<p>{p}</p>" for p in PAGE.split("\n\n")) + "</body></html>"
    (tmp_path / "b").write_bytes(b"".join(packed(warc_record(1, html.encode()), warc_record(2, b"<p>no"))))
    (tmp_path / "c.txt").write_text(PAGE, "utf-8")
    code, out, err = dragoman_("code", str(tmp_path), "--format", "jsonl")
    assert code == 1
    urls = [json.loads(line)["report"]["url"] for line in out.splitlines()]
    assert urls == [NINJS["uri"], "https://courier.example/1", None]
    assert err.count("dragoman: ") == 1
    assert f"{tmp_path / 'b'}:" in err


def test_ingest_takes_a_table_and_is_taken_up_again(table: str, tmp_path: Path) -> None:
    record = str(tmp_path / "r.duckdb")
    code, out, _ = dragoman_("ingest", table, "--record", record, *COLUMNS)
    assert (code, out) == (0, f"2 reports coded. {record} holds 2 reports.\n")
    code, out, _ = dragoman_("ingest", table, "--record", record, *COLUMNS)
    assert (code, out) == (0, f"no reports coded, 2 kept before. {record} holds 2 reports.\n")
    code, out, _ = dragoman_("ingest", table, "--record", record, *COLUMNS[:2], *COLUMNS[4:])  # its dates left out
    assert (code, out) == (0, f"2 reports coded. {record} holds 2 reports.\n")
    with Record.open(record) as store:
        assert [Path(i.name).name for i in store.inputs()] == ["corpus:1", "corpus:2"]


def test_reports_and_records_in_lines_are_told_apart(table: str, tmp_path: Path) -> None:
    ready = tmp_path / "ready.jsonl"
    ready.write_text(dumps(example()) + "\n", "utf-8")
    reports = tmp_path / "reports.jsonl"
    reports.write_text(Path(table).read_text("utf-8"), "utf-8")
    record = str(tmp_path / "r.duckdb")
    code, out, _ = dragoman_("ingest", str(ready), str(reports), "--record", record, *COLUMNS)
    assert (code, out) == (0, f"2 reports coded, 1 imported. {record} holds 3 reports.\n")
    code, out, err = dragoman_("code", str(ready))
    assert (code, out) == (1, "")
    assert "holds finished records" in err


def test_standard_input_may_be_either(table: str, tmp_path: Path) -> None:
    record = str(tmp_path / "r.duckdb")
    text = Path(table).read_text("utf-8")
    code, out, _ = dragoman_("ingest", "-", "--record", record, *COLUMNS, stdin=text)
    assert (code, out) == (0, f"2 reports coded. {record} holds 2 reports.\n")
    code, out, _ = dragoman_("ingest", "-", "--record", record, stdin=dumps(example()))
    assert (code, out) == (0, f"no reports coded, 1 imported. {record} holds 3 reports.\n")


def test_demo_takes_a_table(table: str, tmp_path: Path) -> None:
    code, out, _ = dragoman_("demo", table, "--record", str(tmp_path / "d.duckdb"), *COLUMNS)
    assert code == 0
    assert "STATEMENTS" in out
    assert f"{table}:" in out
