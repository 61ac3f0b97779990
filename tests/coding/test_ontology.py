from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.ontology import load, parse

PLOVER = load()
TYPES = sorted(PLOVER.types)


def test_plover_has_its_sixteen_types_in_four_quadrants() -> None:
    assert len(TYPES) == 16
    assert {PLOVER.quad(t) for t in TYPES} == set(PLOVER.quads) == {"V-COOP", "M-COOP", "V-CONF", "M-CONF"}
    assert PLOVER.quad("SANCTION") == "M-CONF"


def test_the_mode_has_its_own_score() -> None:
    assert PLOVER.score("CONSULT", "visit") == 4
    assert PLOVER.score("CONSULT") == 2.5
    assert PLOVER.score("PROTEST", "vandalize") == PLOVER.score("PROTEST") == -5
    assert PLOVER.score("ACCUSE") is None
    assert PLOVER.score("ACCUSE", "allege") == -3.5


def test_unknown_codes_are_errors() -> None:
    with pytest.raises(KeyError):
        PLOVER.score("COUP")
    with pytest.raises(KeyError):
        PLOVER.score("ASSAULT", "visit")


@given(st.sampled_from(TYPES))
def test_cooperation_is_not_below_and_conflict_not_above_zero(code: str) -> None:
    scores = [PLOVER.types[code].score, *PLOVER.types[code].modes.values()]
    known = [s for s in scores if s is not None]
    if PLOVER.quad(code).endswith("COOP"):
        assert all(0 < s <= 10 for s in known)
    else:
        assert all(-10 <= s <= 0.5 for s in known)


def test_a_broken_code_book_is_refused() -> None:
    with pytest.raises(ValueError, match="not an ontology"):
        parse('{"types": {}}')
