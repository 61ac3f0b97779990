from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.model import CodedReport, Fact, Span
from dragoman.record import Record
from dragoman.record.verifying import Problem, verify
from tests.example import empty, example
from tests.stores import Store
from tests.strategies import coded_reports


def problems(path: str) -> list[Problem]:
    with Record.open(path, read_only=True) as record:
        return list(verify(record))


def test_a_sound_record_has_no_problems(store: Store) -> None:
    path = store.place()
    with Record.open(path) as record:
        record.add_many([example(), empty()])
    assert problems(path) == []


@pytest.mark.parametrize(
    ("sql", "tables", "says"),
    [
        ("UPDATE events SET start_at = start_at + 1", {"events"}, "not what the report's record says"),
        ("UPDATE events SET trigger_words = 'x' WHERE type = 'MOBILIZE'", {"events"}, "not what"),
        ("DELETE FROM evidence WHERE kind = 'statement'", {"evidence"}, "is missing"),
        ("DELETE FROM dyads", {"dyads"}, "is missing"),
        ("INSERT INTO commitments SELECT * FROM commitments LIMIT 1", {"commitments"}, "not what"),
        ("UPDATE actors SET report = 'nobody'", {"actors"}, "a report that is not there"),
        ("UPDATE reports SET text = text || '!'", {"reports"}, "not what"),
        ("UPDATE reports SET record = replace(record, 'BOL', 'XYZ')", {"actors"}, "not what"),
        ("UPDATE reports SET record = replace(record, '\"start\":0', '\"start\":99999')", {"reports"}, "no stretch"),
        ("UPDATE reports SET record = record || ' '", {"reports"}, "not written as the contract"),
        ("INSERT INTO reports SELECT * FROM reports LIMIT 1", {"reports"}, "2 times"),
        ("INSERT INTO inputs VALUES ('a', NULL, 'nobody', NULL)", {"inputs"}, "a report that is not there"),
        ("INSERT INTO inputs VALUES ('a', NULL, NULL, 'x'), ('a', NULL, NULL, 'y')", {"inputs"}, "2 times"),
    ],
)
def test_what_is_wrong_is_found(store: Store, sql: str, tables: set[str], says: str) -> None:
    path = store.place()
    with Record.open(path) as record:
        record.add_many([example(), empty()])
    store.run(path, sql)
    found = problems(path)
    assert tables <= {p.table for p in found}
    assert any(says in p.problem for p in found)


def wrong() -> list[tuple[CodedReport, str]]:
    whole = example()
    event, said, promise, actor = whole.events[0], whole.statements[0], whole.commitments[0], whole.actors[0]
    here = Fact(words="nothing like it", span=Span(0, 4))
    there = Fact(words="nothing like it", span=Span(0, 4), report="another")
    rest = (whole.events[1:], whole.statements[1:], whole.commitments[1:], whole.actors[1:])
    return [
        (replace(whole, report=replace(whole.report, id="another")), "the id is not that of its address"),
        (replace(whole, events=(*whole.events, event)), "the id is there 2 times"),
        (replace(whole, events=(replace(event, statement="nobody"), *rest[0])), "its statement nobody"),
        (replace(whole, statements=(replace(said, speaker_actor="nobody"), *rest[1])), "its speaker nobody"),
        (replace(whole, statements=(replace(said, inside="nobody"), *rest[1])), "its outer statement nobody"),
        (replace(whole, commitments=(replace(promise, event="nobody"), *rest[2])), "its event nobody"),
        (replace(whole, actors=(replace(actor, facts=(here,)), *rest[3])), "not those at the span"),
        (replace(whole, actors=(replace(actor, facts=(there,)), *rest[3])), "which is not in this record"),
    ]


@pytest.mark.parametrize("n", range(8))
def test_references_within_a_report_are_followed(store: Store, n: int) -> None:
    coded, says = wrong()[n]
    path = store.place()
    with Record.open(path) as record:
        record.add(coded)
    assert any(says in p.problem for p in problems(path))


def test_words_of_another_report_are_held_to_its_text(store: Store) -> None:
    whole = example()
    for words, count in ((empty().report.text[:4], 0), ("nothing", 1)):
        fact = Fact(words=words, span=Span(0, 4), report=empty().report.id, day=empty().report.day)
        coded = replace(whole, actors=(replace(whole.actors[0], facts=(fact,)), *whole.actors[1:]))
        path = store.place(f"r{count}")
        with Record.open(path) as record:
            record.add_many([coded, empty()])
        assert len(problems(path)) == count


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded_reports())
def test_rows_of_any_record_are_what_it_says(store: Store, coded: CodedReport) -> None:
    """Whatever else is wrong with an invented record, its tables and its JSON agree."""
    path = store.place()
    with Record.open(path) as record:
        record.add(coded)
    assert [p for p in problems(path) if "row" in p.problem or "contract" in p.problem] == []
