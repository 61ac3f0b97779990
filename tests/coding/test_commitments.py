from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.model import CodedReport
from dragoman.pipeline import Coder
from tests.conftest import make_report

DAY = date(2024, 11, 25)


def code(text: str) -> CodedReport:
    return Coder().code(replace(make_report(text), published=DAY))


def terms(text: str) -> list[tuple[str, str | None, str | None, str, str | None]]:
    record = code(text)
    cut = record.report.slice
    return [
        (
            c.kind.value,
            c.party.country,
            c.counterparty.country if c.counterparty else None,
            cut(c.content),
            cut(c.condition) if c.condition else None,
        )
        for c in record.commitments
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway warned that it would deploy warships in the Barents Sea if Russia closed the strait.",
            ("threat", "NOR", "RUS", "deploy warships in the Barents Sea", "if Russia closed the strait"),
        ),
        (
            "Canada urged Kenya to release the detained journalists.",
            ("demand", "CAN", "KEN", "release the detained journalists", None),
        ),
        (
            "Japan pledged to send food aid to Nepal.",
            ("pledge", "JPN", "NPL", "send food aid to Nepal", None),
        ),
        (
            "Peru promised not to attack Chilean ships.",
            ("pledge", "PER", "CHL", "not to attack Chilean ships", None),
        ),
    ],
)
def test_what_is_promised_or_demanded(text: str, expected: tuple[str, ...]) -> None:
    assert expected in terms(text)


def test_swapping_the_names_swaps_the_sides() -> None:
    [one] = terms("Canada urged Kenya to release the detained journalists.")
    [other] = terms("Kenya urged Canada to release the detained journalists.")
    assert one[1:3] == other[1:3][::-1]


def test_a_deadline_is_the_last_day() -> None:
    record = code("Turkey demanded that Greece withdraw its troops by December 10.")
    assert [c.deadline for c in record.commitments] == [date(2024, 12, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada and Kenya met in Geneva.",
        "Spain invaded Morocco in 1859.",
        "The ministers will meet again in March.",
        "If Peru promised to withdraw, Chile would sign.",
    ],
)
def test_no_commitment(text: str) -> None:
    assert terms(text) == []


def test_each_rests_on_an_event_of_the_same_record() -> None:
    record = code("Canada urged Kenya to release the detained journalists. Japan pledged to send food aid to Nepal.")
    assert len(record.commitments) == 2
    assert {c.event for c in record.commitments} <= {e.id for e in record.events}
