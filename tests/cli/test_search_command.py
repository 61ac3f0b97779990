"""`dragoman search`, as a shell would run it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record
from tests.example import TEXT, empty, example
from tests.stores import Store


@pytest.fixture
def record(store: Store) -> str:
    where = store.place("news")
    with Record.open(where) as made:
        made.add(example())
        made.add(empty())
    return where


def run(record: str, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["search", "--record", record, *words], env={"COLUMNS": "100"})
    return result.exit_code, result.stdout, result.stderr


def test_hits_are_shown_with_their_words(record: str) -> None:
    code, out, err = run(record, '"tariff accord" country:CHL')
    assert (code, err) == (0, "")
    assert example().report.title in " ".join(out.split())
    assert "suspend the tariff accord" in " ".join(out.split())
    assert out.splitlines()[-1].startswith("2 of 2 hits")


def test_nothing_found_is_no_failure(record: str) -> None:
    assert run(record, "zeppelin") == (0, "Nothing was found.\n", "")
    assert run(record, "zeppelin", "--format", "jsonl") == (0, "", "")


def test_hits_as_json_lines_point_at_their_words(record: str) -> None:
    code, out, _ = run(record, "tariff", "--format", "jsonl")
    hits = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {h["kind"] for h in hits} == {"report", "statement"}
    for hit in hits:
        assert set(hit) == {"kind", "report", "id", "score", "span", "snippet", "day", "title", "publisher", "key"}
        start, end = hit["snippet"]["span"]
        assert hit["snippet"]["text"] == TEXT[start:end]
        assert [TEXT[a:b] for a, b in hit["snippet"]["marks"]] == ["tariff"]


def test_pages_follow_one_another(record: str) -> None:
    whole = [json.loads(line) for line in run(record, "chile", "--format", "jsonl")[1].splitlines()]
    assert len(whole) > 2
    code, out, _ = run(record, "chile", "--limit", "1")
    assert code == 0
    assert f"1 of {len(whole)} hits; more with --after {whole[0]['key']}" in out
    rest = run(record, "chile", "--format", "jsonl", "--after", whole[0]["key"])[1]
    assert [json.loads(line) for line in rest.splitlines()] == whole[1:]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["country:Narnia"], "character 1: country:Narnia is no country"),
        (["chile  type:chat"], "character 8: type:chat is none of"),
        ([""], "no word to look for"),
        (["chile " * 10_000], "more than 256 words"),
        (["chile", "--after", "x"], "no key of a hit"),
        (["chile", "--limit", "0"], "--limit"),
    ],
)
def test_a_query_that_cannot_be_read_is_wrong_usage(record: str, words: list[str], says: str) -> None:
    code, out, err = run(record, *words)
    assert (code, out) == (2, "")
    assert says in err


def test_what_was_doubtful_is_told_and_searched(record: str) -> None:
    code, out, err = run(record, '"tariff accord')
    assert code == 0
    assert "2 of 2 hits" in out
    assert "character 1: the quotation mark is not closed" in err


def test_the_index_can_lie_elsewhere(record: str, tmp_path: Path) -> None:
    assert run(record, "tariff", "--index", str(tmp_path / "index"))[0] == 0
    assert (tmp_path / "index").is_dir()
    assert not (tmp_path / "news.search").exists()
    assert not (tmp_path / "cache" / "dragoman" / "search").exists()


def test_what_is_no_record_is_named(tmp_path: Path) -> None:
    code, out, err = run(str(tmp_path / "none.duckdb"), "tariff")
    assert (code, out) == (1, "")
    assert "none.duckdb: there is no such record" in err
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_another_version_is_refused(store: Store, record: str) -> None:
    store.run(record, "UPDATE meta SET value = '999' WHERE key = 'tables'")
    code, _, err = run(record, "tariff")
    assert code == 1
    assert "newer Dragoman" in err


def test_what_a_terminal_would_obey_is_not_printed(record: str) -> None:
    with Record.open(record) as made:
        text = "The ferry \x1b[31msank\x07 off \u202eIquique."
        made.add(replace(empty(), report=replace(empty().report, id="f" * 16, text=text, title="\x1b]0;title\x07")))
    out = run(record, "ferry")[1]
    assert "sank" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
