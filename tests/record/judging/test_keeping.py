"""Judgements in a record: the rows follow them, and they outlive coding anew, copying and merging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dragoman.errors import JudgementError
from dragoman.merging.linking import Link
from dragoman.record import Record
from dragoman.record.copying import merge, snapshot, vacuum
from dragoman.record.judging import Judgement, Kind, Verdict, target
from dragoman.record.judging.keeping import lines, links
from dragoman.record.verifying import verify
from tests.example import BOLIVIA, EVENTS, QUISPE, empty, example
from tests.record.judging.test_applying import NOON, judge
from tests.stores import Store

MOVED, TALKS = EVENTS[6], EVENTS[0]
REJECTED = judge(Verdict.REJECT, Kind.EVENT, MOVED.id)


@pytest.fixture
def record(store: Store) -> Iterator[Record]:
    with Record.open(store.place()) as record:
        record.add_many([example(), empty()])
        yield record


def events(record: Record) -> set[str]:
    return {str(id) for (id,) in record.sql("SELECT id FROM events").tuples()}


def sound(record: Record) -> bool:
    problems = list(verify(record))
    assert problems == []
    return True


def test_the_rows_follow_and_the_record_as_coded_is_kept(record: Record) -> None:
    assert record.judge([REJECTED]) == 1
    assert MOVED.id not in events(record)
    assert record.as_coded(example().report.id) == example()
    assert MOVED.id not in {e.id for e in record.get(example().report.id).events}
    assert record.judgements(counting=True).tuples()[0][-2:] == (True, True)
    assert sound(record)


def test_a_judgement_given_twice_is_one(record: Record) -> None:
    assert record.judge([REJECTED, REJECTED]) == 1
    assert record.judge([REJECTED]) == 0
    assert len(record.judgements().tuples()) == 1


def test_what_is_withdrawn_is_as_if_it_had_not_been_said(record: Record) -> None:
    before = record.counts()
    record.judge([REJECTED])
    record.judge([Judgement(at=NOON, author="bo", verdict=Verdict.WITHDRAW, withdraws=REJECTED.id)])
    assert record.counts() == before
    assert record.get(example().report.id) == example()
    assert record.sql("SELECT count(*) FROM as_coded").tuples() == [(0,)]
    assert sound(record)


def test_nothing_unknown_can_be_withdrawn(record: Record) -> None:
    with pytest.raises(JudgementError, match="there is no judgement"):
        record.judge([Judgement(at=NOON, author="bo", verdict=Verdict.WITHDRAW, withdraws="0" * 16)])
    assert record.judgements().tuples() == []


def test_judgements_outlive_coding_anew(record: Record) -> None:
    record.judge([REJECTED])
    anew = replace(example(), events=tuple(replace(e, id=f"{n:016x}", confidence=0.5) for n, e in enumerate(EVENTS)))
    assert record.add(anew, coder="newer")
    assert f"{6:016x}" not in events(record)
    assert len(events(record)) == len(EVENTS) - 1
    assert record.add(anew, coder="newer") is False
    assert record.as_coded(anew.report.id) == anew
    assert sound(record)


def test_a_judgement_that_finds_its_thing_no_more_says_so(record: Record) -> None:
    record.judge([REJECTED])
    record.add(replace(example(), events=(*EVENTS[:6], *EVENTS[7:])))
    assert record.judgements().tuples()[0][-2:] == (True, False)
    assert sound(record)


def test_judgements_may_come_before_their_report(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.judge([REJECTED])
        record.add(example())
        assert MOVED.id not in events(record)
        assert sound(record)


def test_actors_are_made_one_in_every_report(record: Record) -> None:
    other, _ = target(example(), Kind.ACTOR, BOLIVIA.id, anywhere=True)
    same = judge(Verdict.SAME, Kind.ACTOR, QUISPE.id, anywhere=True, other=other)
    record.judge([same])
    assert record.sql("SELECT count(*) FROM actors WHERE id = ?", [QUISPE.id]).tuples() == [(0,)]
    assert record.sql("SELECT count(*) FROM event_parties WHERE actor = ?", [QUISPE.id]).tuples() == [(0,)]
    assert sound(record)
    back = Judgement(at=NOON + timedelta(minutes=1), author="ada", verdict=Verdict.WITHDRAW, withdraws=same.id)
    record.judge([back])
    assert record.get(example().report.id) == example()


def test_links_speak_of_events_as_they_are_coded_now(record: Record) -> None:
    other, _ = target(example(), Kind.EVENT, TALKS.id)
    record.judge([judge(Verdict.SAME, Kind.EVENT, MOVED.id, other=other)])
    report = example().report.id
    assert links(record.engine) == [Link((report, MOVED.id), (report, TALKS.id), same=True)]
    anew = replace(example(), events=tuple(replace(e, id=f"{n:016x}") for n, e in enumerate(EVENTS)))
    record.add(anew)
    assert links(record.engine) == [Link((report, f"{6:016x}"), (report, f"{0:016x}"), same=True)]


def test_copies_and_merged_records_take_judgements_along(store: Store, tmp_path: Path) -> None:
    with Record.open(store.place("a")) as a:
        a.add(example())
        a.judge([REJECTED])
    with Record.open(store.place("b")) as b:
        b.add_many([empty(), example()])
        accepted = judge(Verdict.ACCEPT, Kind.EVENT, TALKS.id)
        b.judge([accepted])
    merge(store.place("a"), store.place("b"), store.place("c"))
    with Record.open(store.place("c"), read_only=True) as c:
        assert MOVED.id not in events(c)
        assert c.sql("SELECT confidence FROM events WHERE id = ?", [TALKS.id]).tuples() == [(1.0,)]
        assert {Judgement.read(line).id for line in lines(c.engine)} == {REJECTED.id, accepted.id}
        assert sound(c)
    snapshot(store.place("c"), tmp_path / "copy.duckdb")
    vacuum(tmp_path / "copy.duckdb")
    with Record.open(tmp_path / "copy.duckdb", read_only=True) as d:
        assert MOVED.id not in events(d)
        assert sound(d)


def test_a_record_brought_up_to_date_is_judged_again(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add(example())
        record.judge([REJECTED])
        with record.engine.transaction():
            record.engine.rows("UPDATE meta SET value = '5' WHERE key = 'tables'")
    with Record.open(store.place()) as record:
        assert MOVED.id not in events(record)
        assert record.as_coded(example().report.id) == example()
        assert sound(record)


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        ("UPDATE judgements SET verdict = 'accept'", "the row is not what the judgement says"),
        ("UPDATE judgements SET counts = FALSE", "not what the judgements on it make of it"),
        ("UPDATE judgements SET line = '{}'", "no judgement"),
        ("DELETE FROM judgements", "not what the judgements on it make of it"),
        ("UPDATE as_coded SET record = replace(record, 'Tuesday', 'Tue*day')", "not what the judgements"),
    ],
)
def test_verify_sees_what_was_tampered_with(record: Record, tampering: str, says: str) -> None:
    record.judge([REJECTED])
    with record.engine.transaction():
        record.engine.rows(tampering)
    assert any(says in p.problem for p in verify(record))


def test_search_finds_what_the_record_says_now(record: Record) -> None:
    assert len(record.search("battalions kind:event")) == 1
    record.judge([REJECTED])
    assert record.search("battalions kind:event") == []
