"""Incidents and threads in a record: kept, worked out anew where it has changed, in memory where it is only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dragoman.merging.telling import Telling
from dragoman.merging.threads import Thread, find_threads
from dragoman.pipeline import Coder
from dragoman.record import Record, finding
from dragoman.record.deriving import derive, is_current
from dragoman.record.tables import DERIVED
from dragoman.record.threads import Standing
from tests.conftest import make_report
from tests.example import empty, example
from tests.merging.telling import HERAT, PEOPLE, Told, report
from tests.merging.test_threads import DAY as THEN
from tests.merging.test_threads import coded
from tests.merging.test_threads_rules import offer
from tests.stores import Store

DAY = date(2024, 5, 3)
BOMB = Told("A bomb «tore» through the grain market in Herat on Friday.", recipients=(PEOPLE,), day=DAY, place=HERAT)
AGAIN = Told("A bomb «exploded» at the grain market of Herat.", recipients=(PEOPLE,), day=DAY, place=HERAT)
AFFAIR = (
    (date(2021, 4, 1), "Japan pledged to give Tonga two desalination plants by June."),
    (date(2021, 5, 20), "Japan handed over two desalination plants to Tonga on Thursday."),
)
POST, ECHO = report(BOMB, publisher="Post"), report(AGAIN, publisher="Echo")


def counts(record: Record) -> list[int]:
    return [int(record.sql(f"SELECT count(*) FROM {t.name}").tuples()[0][0]) for t in DERIVED]


def told(record: Record) -> list[tuple[int, list[str]]]:
    return [(i["n_reports"], sorted(i["events"])) for i in record.incidents(status=None).dicts()]


def test_incidents_follow_the_reports(store: Store) -> None:
    with Record.open(store.place()) as record:
        assert told(record) == []
        record.add(POST)
        assert not is_current(record.engine)
        assert told(record) == [(1, [POST.events[0].id])]
        assert record.told() == {}  # its own report alone
        record.add(ECHO)
        both = [(2, sorted([POST.events[0].id, ECHO.events[0].id]))]
        assert told(record) == both
        assert is_current(record.engine)
        assert record.told() == {e.events[0].id: Telling(reports=2, publishers=2) for e in (POST, ECHO)}
        kept = counts(record)
        derive(record.engine)
        assert counts(record) == kept
        record.add(replace(ECHO, events=()))
        assert told(record) == [(1, [POST.events[0].id])]


def test_incidents_of_a_record_that_is_only_read_are_worked_out_in_memory(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add_many([POST, ECHO])
    with Record.open(store.place(), read_only=True) as record:
        assert [n for n, _ in told(record)] == [2]
        assert counts(record) == [0] * len(DERIVED)
        assert record.incident_id("zz") is None
    with Record.open(store.place()) as record:
        told(record)
    with Record.open(store.place(), read_only=True) as record:
        assert is_current(record.engine)
        assert [n for n, _ in told(record)] == [2]


def test_incidents_are_found_by_side_day_type_and_reports(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add_many([POST, ECHO, example(), empty()])
        assert [i["n_reports"] for i in record.incidents(reports=2).dicts()] == [2]
        assert {i["type"] for i in record.incidents(actor="CHL").dicts()} >= {"CONSULT", "COERCE", "MOBILIZE"}
        assert {i["type"] for i in record.incidents(actor="larrain").dicts()} == {"REJECT"}
        assert {i["type"] for i in record.incidents(recipient="BOL", type="THREATEN").dicts()} == {"THREATEN"}
        assert [i["type"] for i in record.incidents(since="2024-05-01", until=date(2024, 5, 31)).dicts()] == ["ASSAULT"]
        assert {i["status"] for i in record.incidents(status="denied").dicts()} == {"denied"}
        (one,) = record.incidents(id=record.incidents(reports=2).dicts()[0]["id"]).dicts()
        assert (one["place"], one["place_country"], one["n_publishers"]) == ("Herat", "AFG", 2)


def test_threads_are_kept_beside_the_commitments(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add(example())
        derive(record.engine)
        kept = record.sql("SELECT kind, state FROM threads ORDER BY kind").tuples()
        assert [kind for kind, _ in kept] == sorted(c.kind.value for c in example().commitments)


def test_threads_are_read_back_as_they_were_worked_out(store: Store) -> None:
    reports = list(Coder().code_many(make_report(text, published=day) for day, text in AFFAIR))
    worked_out = find_threads(reports)
    with Record.open(store.place()) as record:
        record.add_many(reports)
        assert sorted(record.threads(), key=lambda t: t.id) == sorted(map(bare, worked_out), key=lambda t: t.id)
        assert [t.state.value for t in record.threads(party="JPN", kind="pledge")] == ["fulfilled"]
        assert record.threads(toward="CHL") == []


def test_open_commitments_are_those_that_no_later_report_settles(store: Store) -> None:
    with Record.open(store.place()) as record:
        record.add_many(
            [
                offer("Peru offered Chile 400 tents.", "400 tents"),
                coded("Chile rejected the Peruvian offer of tents.", after=3),
                offer("Peru offered Chile ten field kitchens.", "ten field kitchens", after=1),
            ]
        )
        told = find_threads(record.coded())
        assert sorted(t.state.value for t in told) == ["open", "rejected"]

        def open_on(day: date) -> list[str]:
            return [c["content"] for c in record.commitments(open_on=day).dicts()]

        assert open_on(THEN) == ["400 tents"]
        assert open_on(THEN + timedelta(days=2)) == ["400 tents", "ten field kitchens"]
        assert open_on(THEN + timedelta(days=3)) == ["ten field kitchens"]
        assert len(record.commitments().dicts()) == 2
    with Record.open(store.place(), read_only=True) as record:
        assert len(record.commitments(open_on=THEN + timedelta(days=9)).dicts()) == 1


def test_a_deadline_set_anew_and_words_of_a_copy_count(store: Store) -> None:
    with Record.open(store.place()) as record:
        first = offer("Peru offered Chile 400 tents.", "400 tents")
        again = offer("Once more: Peru offered Chile 400 tents.", "400 tents", after=1)
        record.add_many([first, again])
        (one, two), day = (c.commitments[0].id for c in (first, again)), THEN + timedelta(days=5)

        def left(**ids: set[str]) -> list[str]:
            told = Standing(**{name: frozenset(some) for name, some in ids.items()})
            found = finding.commitments(
                record.engine, party=None, toward=None, kind=None, open_on=day, standing=told, since=None, until=None
            )
            return [str(c["id"]) for c in found.dicts()]

        assert left() == [one, two]
        assert left(over={one}) == []
        assert left(late={two}) == []
        assert left(moved={one}) == [one, two]


def bare(thread: Thread) -> Thread:
    """A thread without where its sides stand in the text, which its commitment's rows do not keep."""
    other = thread.counterparty
    return replace(
        thread,
        party=replace(thread.party, span=None),
        counterparty=None if other is None else replace(other, span=None),
    )
