import gzip
import json

import pytest
from made_up import DOCS, SETS, write_gold, write_jsonl

from dragoman.errors import GoldError
from dragoman.evaluate import articles, find_sets
from dragoman.evaluate.opening import open_set
from dragoman.evaluate.rows import Row, read_json, read_lines, write_lines
from dragoman.evaluate.sets import Kind, sample


def test_sets_are_known_by_their_names_and_come_in_the_order_of_the_stages(tmp_path):
    write_gold(tmp_path)
    found = find_sets(tmp_path)
    assert {s.name for s in found} == {
        *SETS,
        "reports",
        "threads_dev",
    }  # no training file, corpus, manifest or unknown file
    assert [s.kind for s in found] == list(Kind)


def test_only_some_sets_by_kind_or_name(tmp_path):
    write_gold(tmp_path)
    assert [s.name for s in find_sets(tmp_path, only=["pairs", "times_dev"])] == ["times_dev", "events_pairs_dev"]
    with pytest.raises(GoldError, match=r"no gold set 'pears'.*events_pairs_dev"):
        find_sets(tmp_path, only=["pears"])


def test_a_folder_of_annotated_reports_is_a_set_itself(tmp_path):
    write_gold(tmp_path)
    (found,) = find_sets(tmp_path / "reports")
    assert (found.name, found.kind) == ("reports", Kind.REPORTS)
    assert open_set(found).records == len(DOCS)


def test_no_folder_and_no_gold_are_told(tmp_path):
    with pytest.raises(GoldError, match="is no folder"):
        find_sets(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(GoldError, match="holds no gold set"):
        find_sets(tmp_path)


def test_the_digest_of_a_folder_follows_its_texts_and_annotations(tmp_path):
    write_gold(tmp_path)
    (found,) = find_sets(tmp_path, only=["reports"])
    before = found.digest()
    (tmp_path / "reports" / "notes.md").write_text("no part of the gold")
    assert found.digest() == before
    (tmp_path / "reports" / "r1.txt").write_text("Another text.")
    assert found.digest() != before


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n', "occurs twice"),
        ('{"id": 1', "cannot be read as JSON lines"),
        ("[1, 2]", "is no JSON object"),
        ('{"text": "a", "span": [0, 1], "label": "planned"}', "'id'"),
        ('{"id": 1, "text": "a", "span": [0], "label": "planned"}', "'span'"),
        ('{"id": 1, "text": 7, "span": [0, 1], "label": "planned"}', "'text'"),
        ('{"id": 1, "text": "a", "span": [0, 1]}', "'label'"),
    ],
)
def test_a_strange_file_is_told_with_its_name(tmp_path, body, problem):
    (tmp_path / "modality_x.jsonl").write_text(body)
    with pytest.raises(GoldError, match=problem) as caught:
        open_set(find_sets(tmp_path)[0])
    assert "modality_x.jsonl" in str(caught.value)


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "pairs.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(GoldError):
        read_lines(tmp_path / "pairs.jsonl")
    with pytest.raises(GoldError):
        read_json(tmp_path / "absent.json")


def test_fields_of_the_wrong_kind_are_told():
    row = Row({"a": "x", "b": 1, "c": [1, "x"], "d": True, "e": None}, "here")
    for read, key in [
        (row.text, "b"),
        (row.number, "a"),
        (row.number, "d"),
        (row.maybe_decimal, "a"),
        (row.flag, "a"),
        (row.texts, "c"),
        (row.rows, "c"),
        (row.maybe_row, "a"),
        (row.span, "c"),
        (row.maybe_token, "d"),
    ]:
        with pytest.raises(GoldError, match=f"here: field '{key}'"):
            read(key)
    assert row.maybe_text("e") is row.maybe_span("e") is row.maybe_row("absent") is row.day("a") is None
    assert row.spans("absent") == row.rows("e") == []


@pytest.mark.parametrize(("n", "limit", "numbers"), [(4, None, [0, 1, 2, 3]), (4, 9, [0, 1, 2, 3]), (10, 3, [0, 3, 6])])
def test_a_sample_is_spread_evenly(n, limit, numbers):
    assert sample(n, limit) == numbers


def test_a_sample_of_nothing_is_refused():
    with pytest.raises(GoldError, match="limit of 0"):
        sample(4, 0)


def test_reports_may_stand_in_folders_without_their_own_text(tmp_path):
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / "page.json").write_text(json.dumps({"events": []}))
    with pytest.raises(GoldError, match="no text"):
        open_set(find_sets(tmp_path)[0])


def test_lines_are_written_and_read_back(tmp_path):
    rows = [{"id": "1", "text": "Zürich\u2028"}, {"id": "2"}]
    write_lines(tmp_path / "new" / "x.jsonl", rows)
    assert [row.data for row in read_lines(tmp_path / "new" / "x.jsonl")] == rows


def test_an_articles_page_lies_beside_the_gold_file(tmp_path):
    write_jsonl(tmp_path / "articles_x.jsonl", [{"id": 1, "html": "html/1.gz", "body": "b"}])
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "1.gz").write_bytes(gzip.compress(b"<p>b"))
    gold = articles.read_gold(read_lines(tmp_path / "articles_x.jsonl")[0], folder=tmp_path)
    assert gold.page.exists()
    assert not gold.described
