from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dragoman.contract import loads, schema
from dragoman.export import jsonl, wording
from dragoman.model import Party, Span
from tests.example import TEXT, at, empty, example


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (None, "–"),
        ((date(2025, 3, 4), date(2025, 3, 4)), "4 Mar 2025"),
        ((date(2025, 2, 1), date(2025, 2, 28)), "Feb 2025"),
        ((date(2025, 1, 1), date(2025, 12, 31)), "2025"),
        ((date(2020, 1, 1), date(2024, 12, 31)), "2020–2024"),
        ((date(2025, 1, 1), date(2025, 3, 31)), "Jan – Mar 2025"),
        ((date(2024, 11, 1), date(2025, 1, 31)), "Nov 2024 – Jan 2025"),
        ((date(2025, 3, 4), date(2025, 3, 9)), "4–9 Mar 2025"),
        ((date(2025, 2, 24), date(2025, 3, 2)), "24 Feb – 2 Mar 2025"),
        ((date(2024, 12, 30), date(2025, 1, 5)), "30 Dec 2024 – 5 Jan 2025"),
        ((date(9999, 12, 1), date.max), "Dec 9999"),
    ],
)
def test_intervals_are_said_as_people_say_them(interval: tuple[date, date] | None, said: str) -> None:
    assert wording.days(interval) == said


def test_stamps_say_as_much_as_is_known() -> None:
    assert wording.stamp(None) == "–"
    assert wording.stamp(date(2025, 3, 4)) == "4 Mar 2025"
    assert wording.stamp(datetime(2025, 3, 4, 9, 5)) == "4 Mar 2025, 09:05"
    assert wording.stamp(datetime(2025, 3, 4, 9, 5, tzinfo=UTC)) == "4 Mar 2025, 09:05 UTC"
    assert wording.stamp(datetime.fromisoformat("2025-03-04T09:05:00+03:00")) == "4 Mar 2025, 09:05 +03:00"


def test_words_in_context_are_cut_between_words_and_within_their_block() -> None:
    before, words, after = wording.around(example(), at("arrested"), reach=20)
    assert (before, words, after) == ("…customs officers it ", "arrested", " in January,”…")
    before, words, after = wording.around(example(), at("Patrols and pardons"))
    assert (before, words, after) == ("", "Patrols and pardons", "")
    assert wording.around(empty(), Span(0, 9)) == ("", "It rained", ".")


def test_who_is_known_and_who_is_not() -> None:
    coded = example()
    assert wording.who(coded) == wording.Who()
    assert wording.speaker(coded, coded.statements[2]).name == "the newspaper El Faro del Norte"
    assert wording.party(coded, Party(span=at("Peru"))) == wording.Who("Peru")
    assert wording.party(coded, Party(country="PER")) == wording.Who(None, "PER")
    assert wording.party(coded, Party(actor=coded.actors[0].id)) == wording.Who("Bolivia", "BOL GOV")


def test_quotation_marks_do_not_pile_up() -> None:
    assert wording.quoted(example(), at("Patrols and pardons")) == "“Patrols and pardons”"
    assert wording.quoted(example(), at("withdrawn “within a month”")) == "‘withdrawn “within a month”’"
    assert wording.words(example(), at("Peru"), at("Oruro")) == "Peru … Oruro"


def test_every_event_type_of_the_contract_has_its_quarter() -> None:
    kinds = schema()["$defs"]["event"]["properties"]["type"]["enum"]
    assert {wording.stance(kind) for kind in kinds} == {"cooperation", "conflict"}
    assert wording.stance("FIGHT") == ""


def test_jsonl_is_the_contract_a_line_each() -> None:
    lines = list(jsonl.lines([example(), empty()]))
    assert [loads(line) for line in lines] == [example(), empty()]
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert TEXT.count("\n") > 1
