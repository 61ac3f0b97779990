from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export.acts import acts, address, key, leads, number, number_of, pairs, sentence, stamp
from dragoman.model import CodedReport, Event, Party, Report, Span, Status
from tests.conftest import make_report
from tests.example import TEXT, at, example

ACTS = {act.words: act for act in acts(example())}


def named(words: str) -> list[tuple[str | None, str | None]]:
    return [(a and a.name, b and b.name) for _, a, b in pairs(ACTS[words])]


def test_every_actor_acts_toward_every_recipient() -> None:
    assert named("rejected") == [("Tomás Larraín", "Ana Quispe")]
    event = replace(ACTS["rejected"].event, actors=(Party(name="A"), Party(name="B")), recipients=(Party(name="C"),))
    act = next(acts(replace(example(), events=(event,))))
    assert [(n, a and a.name, b and b.name) for n, a, b in pairs(act)] == [(1, "A", "C"), (2, "B", "C")]


def test_those_who_meet_act_upon_each_other() -> None:
    assert named("resumed talks") == [("Bolivia", "Chile"), ("Chile", "Bolivia")]


def test_those_who_act_together_upon_nobody_told_have_no_partner() -> None:
    event = replace(ACTS["resumed talks"].event, type="PROTEST", mode=None)
    act = next(acts(replace(example(), events=(event,))))
    assert [(a and a.name, b) for _, a, b in pairs(act)] == [("Bolivia", None), ("Chile", None)]


def test_an_act_of_nobody_told_is_still_a_row() -> None:
    event = Event(id="e", trigger=Span(0, 4), type="ASSAULT")
    act = next(acts(replace(example(), events=(event,))))
    assert list(pairs(act)) == [(1, None, None)]


def test_the_day_of_an_act_and_the_day_it_is_filed_under() -> None:
    assert ACTS["arrested"].filed_day == date(2025, 1, 1)
    assert ACTS["rejected"].first_day is None
    assert ACTS["rejected"].filed_day == date(2025, 3, 4)  # the report's: it tells it as having happened
    for words, status in (("send observers", Status.HYPOTHETICAL), ("withdrew its negotiators", Status.HISTORICAL)):
        assert ACTS[words].event.status is status
        assert ACTS[words].filed_day is None


@given(st.lists(st.text(), unique=True, min_size=2, max_size=50))
def test_numbers_are_exact_in_every_reader_and_keys_stay_apart(ids: list[str]) -> None:
    numbers = [number_of(id, 1) for id in ids]
    assert len(set(numbers)) == len(ids)
    assert all(int(float(n)) == n < 2**53 for n in numbers)
    assert len({key(id) for id in ids}) == len(ids)


def test_ids_of_hexadecimal_digits_stay_as_they_are() -> None:
    assert key("00c0ffee00c0ffee") == "00c0ffee00c0ffee"
    assert number_of("00c0ffee00c0ffee", 1) == number_of("00c0ffee00c0ffee", 1) != number_of("00c0ffee00c0ffee", 2)


def test_numbers_of_sentences_count_full_stops_that_end_something() -> None:
    report = make_report(
        "Mr. Abe of the U.S. Senate met J. Doe. They spoke. “It ended.” Then they left.\nNothing more."
    )
    for words, nth in (("Mr", 1), ("Doe", 1), ("They spoke", 2), ("ended", 3), ("Then", 4), ("Nothing", 5)):
        assert sentence(report, report.text.index(words)) == nth, words
    assert sentence(Report(id="r", text="One. Two."), 5) == 2


def test_the_lead_is_the_title_and_the_first_paragraph() -> None:
    report = example().report
    assert leads(report, at("Bolivia").start)
    assert leads(report, at("resumed talks").start)
    assert not leads(report, at("rejected").start)
    assert not leads(report, len(TEXT))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        ("HTTP://news.example", True),
        (None, False),
        ("news.example/a", False),
        ("javascript:alert(1)", False),
        ("https://news.example/a b", False),
        ("https://news.example/\u202ea", False),
        ('https://news.example/"x', False),
        ("https://[::1", False),
        ("https://", False),
    ],
)
def test_only_addresses_of_the_web_are_addresses(url: str | None, kept: bool) -> None:
    assert address(Report(id="r", text="", url=url)) == (url if kept else None)


def test_stamps_are_utc_where_the_zone_is_known() -> None:
    moscow = timezone(timedelta(hours=3))
    assert stamp(datetime(2025, 3, 4, 1, 30, tzinfo=moscow)) == "20250303223000"
    assert stamp(datetime(2025, 3, 4, 18, 40)) == "20250304184000"
    assert stamp(date(2025, 3, 4)) == "20250304000000"
    assert stamp(None) == ""
    assert stamp(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))).startswith("99991231")
    assert stamp(datetime(33, 1, 2, tzinfo=UTC)) == "00330102000000"


def test_numbers_are_never_in_powers_of_ten() -> None:
    told = [number(v) for v in (None, 0.0, -0.0000001, 2.5, -9.0, 1e-5, 100.0)]
    assert told == ["", "0", "0", "2.5", "-9", "0.00001", "100"]


def test_what_is_known_of_a_party_is_the_reports_and_the_events() -> None:
    (_, officers) = ACTS["arrested"].actors[0], ACTS["arrested"].recipients[0]
    assert (officers.name, officers.raw, officers.country, officers.actor) == (
        "nine customs officers",
        "the nine customs officers",
        "BOL",
        None,
    )
    (quispe,) = ACTS["rejected"].recipients
    assert quispe.roles == ("Bolivian Foreign Minister",)


def test_events_of_two_reports_have_different_ids() -> None:
    here = example()
    other: CodedReport = replace(here, report=replace(here.report, id="another"))
    assert not {a.id for a in acts(here)} & {a.id for a in acts(other)}
