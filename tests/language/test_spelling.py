"""Spellings of one name, by sound and by edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.spelling import same_name, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lukashenko", "Lukashenka"),
        ("Yanukovych", "Yanukovich"),
        ("Qaddafi", "Gaddafi"),
        ("Zelenskyy", "Zelensky"),
        ("Erdoğan", "Erdogan"),
        ("Muhammad", "Mohammed"),
        ("Bo", "bo"),
    ],
)
def test_one_name_spelt_in_two_ways(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Salem", "Salim"), ("Petrov", "Petrova"), ("Johnson", "Johnston"), ("Hassan", "Hussein"), ("Clinton", "Clifton")],
)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(st.text(max_size=30))
def test_any_word_is_itself_and_has_a_sound(word: str) -> None:
    assert same_name(word, word)
    assert isinstance(sound(word), str)
