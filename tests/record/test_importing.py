from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.contract import dumps
from dragoman.model import CodedReport, Report, report_id
from dragoman.record import TABLES, Record, importing
from dragoman.record.importing import import_records, is_records, opens_as_records
from tests.example import empty, example
from tests.stores import Store


def short(n: int, *, title: str | None = None) -> CodedReport:
    text = f"Note {n}."
    return CodedReport(report=Report(id=report_id(None, text), text=text, title=title))


def test_records_come_in_and_a_bad_line_is_left_out(store: Store) -> None:
    lines = [dumps(short(n)) for n in range(2500)]
    lines[700] = lines[700].replace('"language"', '"tongue"')
    failures: list[str] = []
    with Record.open(store.place()) as record:
        data = "\n".join(lines).encode() + b"\n\n"
        done = import_records(
            record, io.BytesIO(data), name="n.jsonl", on_failure=lambda name, why: failures.append(name)
        )
        assert (done.imported, done.kept, done.failed) == (2499, 0, 1)
        assert failures == ["n.jsonl:701"]
        (row,) = record.inputs()
        assert (row.name, row.report) == ("n.jsonl:701", None)
        assert row.problem is not None
        assert "/report" in row.problem
        again = import_records(record, io.BytesIO(data), name="n.jsonl")
        assert (again.imported, again.kept, again.failed) == (0, 2499, 1)
        assert record.inputs() == [row]
        lines[700] = dumps(short(700))
        mended = import_records(record, io.BytesIO("\n".join(lines).encode()), name="n.jsonl")
        assert (mended.imported, mended.kept, mended.failed) == (1, 2499, 0)
        assert record.inputs() == []
        assert len(record) == 2500


@pytest.mark.parametrize("bad", [b"{", b"[]", b"null", b'"x"', b"\xff\xfe{}", b"{" * 100_000, b'{"schema":1}', b"\x00"])
def test_no_line_stops_the_run(store: Store, bad: bytes) -> None:
    data = dumps(example()).encode() + b"\n" + bad + b"\r\n" + dumps(empty()).encode()
    with Record.open(store.place()) as record:
        done = import_records(record, io.BytesIO(data), name="-")
        assert (done.imported, done.failed) == (2, 1)
        assert record.get(example().report.id) == example()


def test_a_line_without_end_is_left_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LINE_LIMIT", 50_000)
    data = b"x" * 3_000_000 + b"\n" + dumps(example()).encode() + b"\n"
    with Record.open(store.place()) as record:
        done = import_records(record, io.BytesIO(data), name="big")
        assert (done.imported, done.failed) == (1, 1)
        assert "longer than the limit" in str(record.inputs()[0].problem)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc"), st.booleans()), max_size=8))
def test_the_last_line_of_a_report_counts(store: Store, told: list[tuple[int, str, bool]]) -> None:
    """Whatever way the lines are spaced, and whatever was there before: the file's last word on a report is kept."""
    lines = [
        dumps(short(n, title=title)).replace('{"schema":1', '{ "schema": 1' if spaced else '{"schema":1')
        for n, title, spaced in told
    ]
    data = "\n".join(lines).encode()
    with Record.open(store.place()) as record:
        with record._transaction():
            for table in TABLES:
                record._rows(f"DELETE FROM {table.name}")
        record.add_many([short(0, title="a"), short(1, title="b")])
        before = {"0": "a", "1": "b"}
        for _ in range(2):
            import_records(record, io.BytesIO(data), name="f")
            expected = before | {str(n): title for n, title, _ in told}
            kept = {record.get(id).report.text[5:-1]: record.get(id).report.title for id in record.reports()}
            assert kept == expected


def test_files_of_records_are_known_by_name_or_opening(tmp_path: Path) -> None:
    named, opening, page = tmp_path / "a.jsonl", tmp_path / "b.txt", tmp_path / "c.txt"
    named.write_text("")
    opening.write_text(dumps(replace(example())), "utf-8")
    page.write_text("LIMA (Wire) - talks were held", "utf-8")
    assert [is_records(p) for p in (named, opening, page, tmp_path, tmp_path / "none.jsonl")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert opens_as_records(b'\xef\xbb\xbf { "schema" : 1,')
    assert not opens_as_records(b'{"title": "schema"}')
