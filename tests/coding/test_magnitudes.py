"""Sizes told of acts, on own sentences."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.model import Magnitude, Report
from dragoman.pipeline import Coder
from tests.coding.test_events import paragraphs

DAY = date(2024, 5, 15)


def sizes(text: str) -> list[tuple[str, Magnitude, Report]]:
    coded = Coder().code(paragraphs(text))
    return [(e.type, m, coded.report) for e in coded.events for m in e.magnitudes]


@pytest.mark.parametrize(
    ("text", "type", "kind", "value", "words"),
    [
        ("Chilean jets bombed a Peruvian village, killing at least 12 people.", "ASSAULT", "killed", 12, "12"),
        (
            "Chilean troops attacked a Peruvian base, wounding thirty-four soldiers.",
            "ASSAULT",
            "injured",
            34,
            "thirty-four",
        ),
        ("A suicide bombing in Kabul killed 1,204 people.", "ASSAULT", "killed", 1204, "1,204"),
        ("Chilean police arrested 120 Peruvian protesters.", "COERCE", "arrested", 120, "120"),
        ("About 50,000 Chileans marched against the Chilean government.", "PROTEST", "crowd", 50000, "50,000"),
        ("Chile deployed 3,000 troops to the Peruvian border.", "MOBILIZE", "troops", 3000, "3,000"),
        ("Chile gave Peru $1.5 billion in loans.", "AID", "money", 1.5e9, "$1.5 billion"),
        ("Chile pledged 400 million euros in aid for Peru.", "AGREE", "money", 4e8, "400 million euros"),
    ],
)
def test_a_size_is_a_number_with_its_words(text: str, type: str, kind: str, value: float, words: str) -> None:
    found = [(t, m, r) for t, m, r in sizes(text) if m.kind == kind]
    assert found, sizes(text)
    got, m, report = found[0]
    assert (got, m.value, report.slice(m.span)) == (type, value, words)


def test_bounds_and_ranges() -> None:
    (_, m, _), *_ = sizes("Chilean jets bombed a Peruvian village, killing at least 12 people.")
    assert (m.bound, m.high) == ("least", None)
    (_, m, _), *_ = sizes("Chilean jets bombed a Peruvian village, killing 10-15 people.")
    assert (m.value, m.high) == (10, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Chilean jets bombed dozens of Peruvian villages.",  # no number is told
        "Chile accused Peru of breaking a 1,929-page treaty.",  # counts nothing of ours
        "Chile's 3 ministers met Peru's president in 2019.",
    ],
)
def test_what_is_no_size_of_an_act_is_none(text: str) -> None:
    assert sizes(text) == []


def test_money_without_a_known_currency_is_not_counted() -> None:
    assert [m for _, m, _ in sizes("Chile gave Peru 20 million pesos in aid.") if m.kind == "money"] == []
