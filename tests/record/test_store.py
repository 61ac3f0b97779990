from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.errors import ContractError, RecordError
from dragoman.model import CodedReport, Report
from dragoman.pipeline import Coder
from dragoman.record import TABLES, VERSION, Record
from tests.conftest import make_report
from tests.example import TEXT, empty, example
from tests.stores import Store
from tests.strategies import coded_reports


def test_a_record_keeps_reports_whole(store: Store) -> None:
    path = store.place("news")
    with Record.open(path) as record:
        assert record.add(example())
        assert record.add(empty())
        assert len(record) == 2
    with Record.open(path, read_only=True) as record:
        assert list(record.reports()) == [example().report.id, empty().report.id]
        assert record.get(example().report.id) == example()
        assert example().report.id in record
        assert "nothing" not in record
        with pytest.raises(KeyError):
            record.get("nothing")


def test_a_second_run_adds_nothing(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add(example())
        before = record.counts()
        assert record.add(example()) is False
        assert record.counts() == before
    assert before["reports"] == 1
    assert before["events"] == len(example().events)
    assert before["event_parties"] == sum(len(e.actors) + len(e.recipients) for e in example().events)
    assert set(before) == {t.name for t in TABLES}


def test_a_report_coded_anew_replaces_its_rows(store: Store) -> None:
    again = replace(example(), events=example().events[:2], issues=())
    with Record.open(store.place()) as record:
        record.add(example())
        record.add(empty())
        assert record.add(again)
        counts = record.counts()
        assert (counts["reports"], counts["events"], counts["issues"]) == (2, 2, 0)
        assert record.get(again.report.id) == again


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded_reports())
def test_any_record_comes_back(store: Store, coded: CodedReport) -> None:
    with Record.open(store.place()) as record:
        record.add(coded)
        assert record.get(coded.report.id) == coded
        assert not record.add(record.get(coded.report.id))


def test_the_tables_answer_in_sql(store: Store) -> None:
    path = store.place()
    with Record.open(path) as record:
        record.add(example())
    found = store.run(
        path,
        "SELECT p.country, e.type, e.mode, e.first_day, e.trigger_words, "
        "substring(r.text, e.start_at + 1, e.end_at - e.start_at) FROM events e "
        "JOIN event_parties p ON p.report = e.report AND p.event = e.id AND p.side = 'actor' "
        "JOIN reports r ON r.report = e.report WHERE e.type = 'MOBILIZE'",
    )[0]
    assert found[:3] == ("CHL", "MOBILIZE", "troops")
    assert str(found[3]) == "2025-02-24"
    assert found[4] == found[5] == "moved two armoured battalions"
    kinds = store.run(path, "SELECT DISTINCT kind, part FROM evidence")
    assert ("statement", "relayed_by") in kinds
    assert store.run(path, "SELECT count(*) FROM evidence WHERE end_at > ?", [len(TEXT)]) == [(0,)]
    assert store.run(path, "SELECT value FROM meta WHERE key = 'tables'") == [(str(VERSION),)]


def test_an_open_record_lets_nothing_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with Record.open(tmp_path / "r.duckdb") as record:
        for sql in (
            f"SELECT * FROM read_csv('{secret}')",
            f"ATTACH '{tmp_path / 'other.duckdb'}'",
            f"COPY reports TO '{tmp_path / 'out.csv'}'",
            "SET enable_external_access = true",
            "INSTALL json",
        ):
            with pytest.raises(RecordError):
                record._rows(sql)


def test_a_failed_add_leaves_nothing_behind(store: Store) -> None:
    with Record.open(store.place()) as record:
        with pytest.raises(ContractError):
            record.add(CodedReport(report=Report(id="bad", text="\udc00")))
        with pytest.raises(RuntimeError), record._transaction():  # noqa: PT012
            record._rows("INSERT INTO issues VALUES ('x', 'y', 'z', 's', NULL, NULL)")
            raise RuntimeError
        assert set(record.counts().values()) == {0}
        assert record.add(example())


def _foreign_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as sql:
        sql.execute("CREATE TABLE meta (colour VARCHAR)")


def _another_format(path: Path) -> None:
    with duckdb.connect(str(path)) as sql:
        sql.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")


def _newer(path: Path) -> None:
    Record.open(path).close()
    with duckdb.connect(str(path)) as sql:
        sql.execute("UPDATE meta SET value = '999' WHERE key = 'tables'")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.write_text("no database " * 500), "no record of Dragoman's"),
        (lambda p: p.write_bytes(b""), "no record of Dragoman's"),
        (lambda p: p.mkdir(), "directory"),
        (_foreign_duckdb, "no record of Dragoman's"),
        (_another_format, "no record of Dragoman's"),
        (_newer, "newer Dragoman"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_record_is_refused(tmp_path: Path, make, says: str, read_only: bool) -> None:
    path = tmp_path / "r.duckdb"
    make(path)
    with pytest.raises(RecordError, match=says) as caught:
        Record.open(path, read_only=read_only)
    assert str(path) in str(caught.value)


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no such record"):
        Record.open(tmp_path / "r.duckdb", read_only=True)
    with pytest.raises(RecordError):
        Record.open(tmp_path / "nowhere" / "r.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_record_in_use_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    code = f"import duckdb,sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    try:
        other.stdout.readline()
        with pytest.raises(RecordError, match="in use by another program"):
            Record.open(path)
    finally:
        other.communicate(b"")


def test_what_reports_say_of_people_comes_out_of_a_record(store: Store) -> None:
    told = "Colonel Adjoa Obiang, a spokeswoman for the Ghanaian army, accused Togo of shelling the border."
    coded = Coder().code(make_report(told, published=date(2021, 3, 4)))
    with Record.open(store.place()) as record:
        record.add(coded)
        known = record.known()
    fact = known.of("Adjoa Obiang", day=date(2021, 3, 9), report="another")
    assert fact is not None
    assert (fact.country, fact.sector, fact.report) == ("GHA", "MIL", coded.report.id)


def as_version_3(store: Store, path: str) -> None:
    """Make of a record one as version 3 wrote it."""
    for report, line in store.run(path, "SELECT report, record FROM reports"):
        record = json.loads(line)
        for actor in record["actors"]:
            del actor["facts"]
        store.run(path, "UPDATE reports SET record = ? WHERE report = ?", [json.dumps(record), report])
    store.run(path, "DROP TABLE actor_facts")
    store.run(path, "UPDATE meta SET value = '3' WHERE key = 'tables'")


def test_an_older_record_is_brought_up_to_date(store: Store) -> None:
    path = store.place("old")
    plain = replace(example(), actors=tuple(replace(a, facts=()) for a in example().actors))
    with Record.open(path) as record:
        record.add(plain)
        record.add(empty())
        before = record.counts()
    as_version_3(store, path)
    with pytest.raises(RecordError, match="open it once for writing"):
        Record.open(path, read_only=True)
    with Record.open(path) as record:
        assert record.counts() == before
        assert record.get(plain.report.id) == plain
        assert record.add(plain) is False
    Record.open(path, read_only=True).close()


def test_a_record_that_cannot_be_brought_up_to_date_stays_as_it_was(store: Store) -> None:
    path = store.place("old")
    with Record.open(path) as record:
        record.add(example())
    as_version_3(store, path)
    store.run(path, "UPDATE reports SET record = '{\"actors\": []}'")
    with pytest.raises(ContractError):
        Record.open(path)
    assert store.run(path, "SELECT value FROM meta WHERE key = 'tables'") == [("3",)]
    assert store.run(path, "SELECT count(*) FROM events") == [(len(example().events),)]
    store.run(path, "SELECT * FROM reports")


def test_a_record_of_long_ago_says_what_to_do(store: Store) -> None:
    path = store.place("old")
    Record.open(path).close()
    store.run(path, "UPDATE meta SET value = '1' WHERE key = 'tables'")
    with pytest.raises(RecordError, match="code its pages anew"):
        Record.open(path)
