from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import RecordError
from dragoman.model import Block, BlockKind, CodedReport, Event, Party, Report, Span, Status, identity, report_id
from dragoman.record import Record
from dragoman.record.sentences import sentence_around
from tests.example import example
from tests.stores import Store

TEXT = "Peru and Chile met. Peru warned Chile. Peru had invaded Chile. Peru may sue Chile."


def event(
    n: int,
    kind: str,
    sides: tuple[list[str], list[str]],
    *,
    days: tuple[date, date] | None = None,
    status: Status = Status.OCCURRED,
    score: float | None = None,
) -> Event:
    actors, recipients = (tuple(Party(name=c.title(), country=c) for c in side) for side in sides)
    id, span = identity("event", n), Span(n, n + 1)
    return Event(
        id=id, trigger=span, type=kind, actors=actors, recipients=recipients, date=days, status=status, score=score
    )


def coded() -> CodedReport:
    day, later = date(2021, 3, 30), date(2021, 4, 2)
    report = Report(id=report_id(None, TEXT), text=TEXT, published=date(2021, 4, 5), language="en")
    return CodedReport(
        report=report,
        events=(
            event(0, "CONSULT", (["PER", "CHL"], []), days=(day, later), score=2.0),  # one act over two months
            event(1, "THREATEN", (["PER"], ["CHL"]), days=(later, later), score=-5.0),
            event(2, "AID", (["CHL"], ["PER", "PER"]), days=(later, later), score=4.0),
            event(3, "ACCUSE", (["PER"], ["CHL"])),  # no day of its own: the report's
            event(4, "ASSAULT", (["PER"], ["CHL"]), status=Status.HISTORICAL),  # nor has it the report's
            event(5, "AGREE", (["PER"], ["CHL"]), days=(date(2021, 1, 1), date(2021, 12, 31)), score=6.0),
            event(6, "ACCUSE", (["PER", "CHL"], []), days=(later, later)),  # both accuse somebody, not one another
            event(7, "COERCE", (["PER"], ["PER"]), days=(later, later)),  # at home
        ),
    )


@pytest.fixture
def record(store: Store) -> Iterator[Record]:
    path = store.place()
    with Record.open(path) as made:
        made.add_many([coded(), example()])
    with dragoman.connect(path) as opened:
        yield opened


def table(record: Record, *args: str, **options: object) -> dict[tuple[object, ...], dict[str, object]]:
    rows = record.relations(*args, **options).arrow().to_pylist()  # type: ignore[arg-type]
    keys = [(r["period"] and str(r["period"]), r["source"], r["target"], r["together"]) for r in rows]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, rows, strict=True))


def test_relations_by_month(record: Record) -> None:
    found = table(record, "PER", "CHL")
    assert found == table(record, "CHL", "PER")
    assert set(found) == {
        ("2021-03-01", "CHL", "PER", True),
        ("2021-04-01", "PER", "CHL", False),
        ("2021-04-01", "CHL", "PER", False),
        (None, "PER", "CHL", False),
    }
    april = found["2021-04-01", "PER", "CHL", False]
    assert (april["events"], april["by_report"], april["verbal_conflict"], april["score"]) == (2, 1, 2, -5.0)
    assert (april["verbal_conflict_share"], april["material_cooperation_share"]) == (1.0, 0.0)
    assert april["ids"] == sorted([coded().events[1].id, coded().events[3].id])
    assert found["2021-04-01", "CHL", "PER", False]["events"] == 1, "two sides of one country are one event"
    assert found[None, "PER", "CHL", False]["ids"] == [coded().events[5].id], "a year lies in no month"


def test_relations_of_other_periods_and_statuses(record: Record) -> None:
    assert table(record, "PER", "CHL", by="year")["2021-01-01", "PER", "CHL", False]["events"] == 3
    weeks = table(record, "PER", "CHL", by="week")
    assert ("2021-03-29", "CHL", "PER", True) in weeks
    background = table(record, "PER", "CHL", status="historical")
    assert [r["ids"] for r in background.values()] == [[coded().events[4].id]]
    everything = table(record, "PER", "CHL", status=None)
    assert everything[None, "PER", "CHL", False]["events"] == 2
    since = table(record, "PER", "CHL", since=date(2021, 4, 3), until="2021-04-30")
    assert [r["ids"] for r in since.values()] == [[coded().events[3].id]]


def test_relations_of_all(record: Record) -> None:
    everyone = table(record)
    assert {(s, t) for _, s, t, _ in everyone} >= {("PER", "CHL"), ("CHL", "BOL")}
    assert "ids" not in next(iter(everyone.values()))
    assert {s for _, s, _, _ in table(record, "BOL")} <= {"BOL", "CHL", "PER"}
    assert all("BOL" in key for key in table(record, None, "BOL"))
    with pytest.raises(ValueError, match="fortnight"):
        record.relations(by="fortnight")


def test_events_by_who_when_and_what(record: Record) -> None:
    rows = record.events(actor="PER", recipient="CHL", type="THREATEN").arrow().to_pylist()
    assert [r["id"] for r in rows] == [coded().events[1].id]
    assert rows[0]["actors"] == ["Per"]
    assert rows[0]["actor_countries"] == ["PER"]
    assert len(record.events(since="2021-04-02", until=date(2021, 4, 2)).tuples()) == 4
    assert len(record.events(type=["AID", "AGREE"], status=["occurred", "denied"], recipient="PER").tuples()) == 1
    actor = example().events[0].actors[0]
    assert actor.actor is not None
    by_id, by_name = record.events(actor=actor.actor).tuples(), record.events(actor="bolivia").tuples()
    assert by_id
    assert by_name
    assert record.events(actor="oliv").tuples() == [], "whole words only"
    assert record.events(actor="X' OR true --").tuples() == []
    assert len(record.events().tuples(3)) == 3
    assert len(record.events().tuples()) == len(coded().events) + len(example().events)


def test_statements_and_commitments(record: Record) -> None:
    said = record.statements(speaker="larrain").arrow().to_pylist()
    assert said, "accents and case do not matter"
    assert {r["speaker"] for r in said} == {"Tomás Larraín"}
    assert {r["speaker_country"] for r in record.statements(speaker="BOL").arrow().to_pylist()} == {"BOL"}
    assert record.statements(containing="RESTRICTIONS ON lorries", stance="promises").tuples()
    assert record.statements(containing="lorries", stance="denies").tuples() == []
    assert record.statements(since="2025-03-05").tuples() == []
    promised = record.commitments(party="BOL").arrow().to_pylist()
    assert promised
    assert {r["party_country"] for r in promised} == {"BOL"}
    everything = record.commitments().arrow().to_pylist()
    late = record.commitments(open_on=date(2030, 1, 1)).arrow().to_pylist()
    assert [r for r in everything if r["deadline"] is None] == late
    assert len(late) < len(everything)
    assert {r["kind"] for r in record.commitments(kind=["threat"]).arrow().to_pylist()} == {"threat"}


def test_things_by_the_beginning_of_their_id(record: Record) -> None:
    one = coded().events[0].id
    assert [(f.kind, f.id) for f in record.find(one)] == [("event", one)]
    assert len(record.find("", limit=7)) == 7
    assert record.find("%") == []
    assert record.find("zzzz") == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT 1; SELECT 2", "one query"),
        ("", "one query"),
        ("SELECT nothing", "nothing"),
        ("DELETE FROM events", "read-only"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled"),
        ("COPY events TO 'x.csv'", "disabled"),
        ("ATTACH 'x.duckdb'", "disabled"),
        ("SET enable_external_access = true", "locked|lock"),
        ("INSTALL httpfs", "disabled|lock"),
        ("SELECT * FROM sql", "sql"),
        ("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range % 7 = b.range % 11", "longer than"),
    ],
)
def test_a_query_can_do_no_harm_to_a_file(tmp_path: Path, sql: str, says: str) -> None:
    path = tmp_path / "r.duckdb"
    Record.open(path).close()
    record = dragoman.connect(path)
    with pytest.raises(RecordError, match=says):
        record.query(sql, timeout_s=0.5)
    assert record.query("SELECT 1 AS a UNION ALL SELECT 2", limit=1) == (["a"], [(1,)])
    assert {p.name for p in tmp_path.iterdir()} == {"r.duckdb"}


def test_answers_as_frames(record: Record) -> None:
    rows = record.sql("SELECT 1 AS a, DATE '2021-04-05' AS b")
    assert rows.columns() == ["a", "b"]
    assert rows.arrow().to_pydict() == {"a": [1], "b": [date(2021, 4, 5)]}
    for library, method in (("pandas", rows.pandas), ("polars", rows.polars)):
        try:
            __import__(library)
        except ImportError:
            with pytest.raises(ImportError, match=library):
                method()
        else:
            assert list(method().columns) == ["a", "b"]  # type: ignore[attr-defined]


def sentence(text: str, words: str) -> str:
    report = Report(id="r", text=text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    at = text.index(words)
    return report.slice(sentence_around(report, Span(at, at + len(words))))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pact", "The U.S. Navy and Gen. J. Okafor signed a pact on Jan. 5."),
        ("left", "“It is done.”"),
        ("Nobody", "Nobody asked?"),
        ("5. “It", "The U.S. Navy and Gen. J. Okafor signed a pact on Jan. 5. “It is done.”"),
    ],
)
def test_the_sentence_around_words(words: str, expected: str) -> None:
    text = "The U.S. Navy and Gen. J. Okafor signed a pact on Jan. 5. “It is done.” Nobody asked? They left"
    if words == "left":
        words = "done"
    assert sentence(text, words) == expected


def test_words_outside_all_blocks_stand_alone() -> None:
    report = replace(coded().report, blocks=())
    assert sentence_around(report, Span(2, 5)) == Span(2, 5)
