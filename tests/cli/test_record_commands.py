from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dragoman.cli.records import safe_cell
from dragoman.contract import dumps, to_json
from dragoman.record import Record
from tests.cli.test_commands import PAGE, dragoman_
from tests.example import empty, example
from tests.stores import Store


@pytest.fixture
def record(store: Store) -> str:
    where = store.place()
    with Record.open(where) as made:
        made.add_many([example(), empty()])
    return where


def test_ingest_codes_and_passes_over(store: Store, tmp_path: Path) -> None:
    folder, record = tmp_path / "pages", store.place("news")
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, "utf-8")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 20)
    arguments = ["ingest", str(folder), str(tmp_path / "none.txt"), "--record", record]
    arguments += ["--published", "2025-03-04T18:40"]
    code, out, err = dragoman_(*arguments)
    assert code == 1
    assert out == f"1 report coded, 2 inputs could not be used. {record} holds 1 report.\n"
    assert f"dragoman: {folder / 'bad.txt'}: " in err
    assert f"dragoman: {tmp_path / 'none.txt'}: there is no such file" in err
    code, out, _ = dragoman_(*arguments)
    assert out == f"no reports coded, 1 kept before, 2 inputs could not be used. {record} holds 1 report.\n"
    alone = dragoman_("code", str(folder / "a.txt"), "--format", "jsonl", "--published", "2025-03-04T18:40")[1]
    assert dragoman_("query", "SELECT record FROM reports", "-r", record, "--format", "json")[1] == (
        "[\n" + json.dumps({"record": alone.strip()}, ensure_ascii=False) + "\n]\n"
    ), "a page in a folder is coded as it is alone"
    assert dragoman_("verify", "--record", record)[0] == 0


def test_ingest_takes_ready_records_from_files_and_standard_input(store: Store, tmp_path: Path) -> None:
    record, lines = store.place(), dumps(example()) + "\nrain\n"
    source = tmp_path / "ready.jsonl"
    source.write_text(lines, "utf-8")
    code, out, err = dragoman_("ingest", str(source), "--record", record)
    assert (code, out) == (
        1,
        f"no reports coded, 1 imported, 1 input could not be used. {record} holds 1 report.\n",
    )
    assert err.startswith(f"dragoman: {source}:2: no JSON")
    code, out, _ = dragoman_("ingest", "-", "--record", record, stdin=dumps(empty()))
    assert (code, out) == (0, f"no reports coded, 1 imported. {record} holds 2 reports.\n")


def test_query_in_each_format(record: str) -> None:
    sql = "SELECT type, first_day, contexts FROM events WHERE type = 'MOBILIZE'"
    code, out, err = dragoman_("query", sql, "--record", record)
    assert (code, err) == (0, "")
    assert "MOBILIZE" in out
    assert json.loads(dragoman_("query", sql, "-r", record, "--format", "json")[1])[0]["first_day"] == "2025-02-24"
    rows = list(csv.reader(io.StringIO(dragoman_("query", sql, "-r", record, "--format", "csv")[1])))
    assert rows[0] == ["type", "first_day", "contexts"]
    assert rows[1][:2] == ["MOBILIZE", "2025-02-24"]
    code, out, err = dragoman_(
        "query", "-", "-r", record, "--limit", "2", "--format", "csv", stdin="SELECT * FROM events"
    )
    assert len(out.splitlines()) == 3
    assert "there are more rows" in err
    assert dragoman_("query", "SELECT 1 WHERE false", "-r", record, "--format", "json")[1] == "[]\n"
    assert dragoman_("query", "DROP TABLE events", "-r", record)[0] == 1
    assert (
        dragoman_(
            "query",
            "SELECT count(*) FROM events a, events b, events c, events d, events e, events f, events g, events h, "
            "events i, events j, events k, events l",
            "-r",
            record,
            "--timeout",
            ".2",
        )[0]
        == 1
    )


def test_the_record_can_be_named_by_the_environment(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dragoman_("stats")[0] == 2
    monkeypatch.setenv("DRAGOMAN_RECORD", record)
    assert dragoman_("stats")[0] == 0


def test_stats(record: str) -> None:
    code, out, _ = dragoman_("stats", "--record", record)
    assert code == 0
    assert "2 reports" in " ".join(out.split())
    told = json.loads(dragoman_("stats", "--record", record, "--json")[1])
    assert told["rows"]["events"] == len(example().events)
    assert told["event status"]["occurred"] == sum(e.status == "occurred" for e in example().events)
    assert told["inputs that failed"] == 0


def test_show_each_kind_with_its_sentence(record: str) -> None:
    whole = example()
    cases = [
        (whole.events[0].id, "‹"),
        (whole.statements[0].id, "‹"),
        (whole.commitments[0].id, "‹"),
        (whole.actors[0].id, whole.actors[0].name),
        (whole.report.id, "STATEMENTS"),
    ]
    for id, says in cases:
        code, out, _ = dragoman_("show", id[:12], "--record", record)
        assert code == 0
        assert says in out
    told = json.loads(dragoman_("show", whole.events[0].id, "--record", record, "--json")[1])
    assert told["event"] == to_json(whole)["events"][0]  # type: ignore[index]
    assert whole.report.slice(whole.events[0].trigger) in told["sentences"][0]["text"]
    start, end = told["sentences"][0]["span"]
    assert whole.report.text[start:end] == told["sentences"][0]["text"]
    assert json.loads(dragoman_("show", whole.report.id, "--record", record, "--json")[1]) == to_json(whole)
    actor = json.loads(dragoman_("show", whole.actors[0].id, "--record", record, "--json")[1])
    assert [a["actor"]["name"] for a in actor] == [whole.actors[0].name]


def test_show_says_what_else_an_id_could_be(record: str) -> None:
    assert dragoman_("show", "zz", "--record", record)[0] == 1
    first = sorted(e.id for e in example().events)[0][0]
    code, out, err = dragoman_("show", first, "--record", record)
    assert code == 1
    assert "several ids" in err or "nothing in it" not in err
    assert out.count("\n") > 2


def test_dyad(record: str) -> None:
    code, out, _ = dragoman_("dyad", "bol", "CHL", "--record", record, "--by", "year")
    assert code == 0
    assert "CHL → BOL" in out
    assert "Left out: historical, planned, hypothetical and denied." in out
    rows = json.loads(dragoman_("dyad", "BOL", "CHL", "--record", record, "--format", "json")[1])
    ids = {id for row in rows for id in row["ids"]}
    assert ids <= {e.id for e in example().events if e.status == "occurred"}
    assert sum(row["events"] for row in rows) == sum(len(row["ids"]) for row in rows)
    everything = json.loads(dragoman_("dyad", "BOL", "CHL", "-r", record, "--status", "all", "--format", "json")[1])
    assert sum(r["events"] for r in everything) > sum(r["events"] for r in rows)
    assert "No events between" in dragoman_("dyad", "FJI", "TON", "--record", record)[1]


def test_statements_and_commitments(record: str) -> None:
    code, out, _ = dragoman_("statements", "--speaker", "Quispe", "--record", record)
    assert code == 0
    assert "Ana Quispe (BOL)" in out
    code, out, _ = dragoman_("commitments", "--party", "CHL", "--open", "--on", "2025-03-05", "--record", record)
    assert code == 0
    assert "threat" in out
    told = json.loads(dragoman_("commitments", "--kind", "threat", "--record", record, "--format", "json")[1])
    assert {row["kind"] for row in told} == {"threat"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "--record", "r.duckdb"],
        ["ingest", "-", "-", "--record", "r.duckdb"],
        ["ingest", "a.txt"],
        ["query", "--record", "r.duckdb"],
        ["query", "SELECT 1", "--record", "r.duckdb", "--limit", "0"],
        ["dyad", "RUS", "--record", "r.duckdb"],
        ["dyad", "RUS", "Kabul", "--record", "r.duckdb"],
        ["dyad", "RUS", "AFG", "--record", "r.duckdb", "--by", "decade"],
        ["dyad", "RUS", "AFG", "--record", "r.duckdb", "--status", "rumoured"],
        ["dyad", "RUS", "AFG", "--record", "r.duckdb", "--since", "May"],
        ["commitments", "--record", "r.duckdb", "--on", "2024-01-01"],
        ["merge", "a.duckdb", "b.duckdb"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert dragoman_(*arguments)[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_whole_records(record: str, tmp_path: Path) -> None:
    copy, both = str(tmp_path / "copy.duckdb"), str(tmp_path / "both.duckdb")
    assert dragoman_("snapshot", copy, "--record", record)[0] == 0
    assert dragoman_("merge", record, copy, "--into", both)[:2] == (
        0,
        f"{both} holds 2 reports and {len(example().events)} events.\n",
    )
    assert dragoman_("merge", record, copy, "--into", both)[0] == 1
    assert dragoman_("vacuum", "--record", both)[0] == 0
    code, out, _ = dragoman_("verify", "--record", both)
    assert (code, out) == (0, f"{both}: 2 reports, nothing is wrong.\n")
    assert json.loads(dragoman_("verify", "--record", both, "--format", "json")[1]) == []


def test_verify_shows_what_is_wrong(store: Store, record: str) -> None:
    store.run(record, "UPDATE events SET start_at = start_at + 1 WHERE type = 'MOBILIZE'")
    code, out, err = dragoman_("verify", "--record", record)
    assert code == 1
    assert "events" in out
    assert "not all of it is right" in err
    told = json.loads(dragoman_("verify", "--record", record, "--format", "json")[1])
    assert {row["table"] for row in told} == {"events"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1", "\n"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == "'" + text
    assert safe_cell(-1) == "-1"
    assert safe_cell("a=1") == "a=1"
    assert safe_cell([text]).startswith("[")


@pytest.mark.parametrize(("text", "cell"), [("\uff1d1+1", "'\uff1d1+1"), ("a;=1+1", "a;'=1+1"), (" =1", " '=1")])
def test_what_a_semicolon_or_full_width_hides_is_no_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
