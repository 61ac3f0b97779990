"""What counts as one word in search."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.record.search.words import LONGEST, folded, stem, stems, stems_beginning, tokens


@pytest.mark.parametrize(
    "same",
    [
        "pledge pledges pledged pledging",
        "attack attacks attacked attacking Attack ATTACKS",
        "stop stops stopped stopping",
        "deny denies denied denying",
        "city cities",
        "agree agrees agreed agreeing",
        "meet meets met meeting meetings",
        "say says said saying",
        "Chile Chile's Chile’s CHILE",
        "Sana'a Sanaa Sana’a",
        "U.S. US u.s.",
        "Łódź Lodz łódź",
        "Türkiye Turkiye",
        "1,200 1200",
        "woman women",
        "plan plans planned planning",
        "hope hopes hoped hoping",
        "raise raises raised raising",
        "control controls controlled controlling",
        "withdraw withdrew withdrawn withdrawing",
    ],
)
def test_forms_of_one_word_are_one(same: str) -> None:
    assert len({tuple(stems(form)) for form in same.split()}) == 1


@pytest.mark.parametrize(
    "different",
    ["new news", "king kind", "Iran Iraq", "bus us", "2.5 25", "unite united", "plan plane", "not note", "car care"],
)
def test_words_that_look_alike_stay_apart(different: str) -> None:
    words = different.split()
    assert len({tuple(stems(word)) for word in words}) == len(words)


def test_hyphens_part_words_and_marks_are_left_out() -> None:
    assert stems("A Chilean-backed 1,000-strong unit — the “frontier guard” — (see p. 5).") == [
        *("a", "chilean", "back", "1000", "strong", "unit", "the", "frontier", "guard", "see", "p", "5")
    ]


def test_a_word_tells_where_it_stands() -> None:
    text = "“Chile’s troops,” he said; İzmir, 2.5 km, e.g. \x00there"
    assert [(text[t.start : t.end], t.stem) for t in tokens(text)] == [
        ("Chile’s", "chile"),
        ("troops", "troop"),
        ("he", "he"),
        ("said", "say"),
        ("İzmir", "izmir"),
        ("2.5", "2.5"),
        ("km", "km"),
        ("e.g.", "eg"),
        ("there", "there"),
    ]


@given(st.text())
def test_any_text_falls_into_words_in_order(text: str) -> None:
    found = list(tokens(text))
    assert [t.stem for t in found] == stems(text)
    at = 0
    for token in found:
        assert at <= token.start < token.end <= len(text)
        assert token.stem
        assert not any(c.isspace() for c in token.stem)
        assert len(token.stem) <= LONGEST
        # A word alone is the word it is in a sentence; the end of an abbreviation is its dot.
        assert stems(text[token.start : token.end]) == [token.stem]
        at = token.end


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12), st.integers(2, 12))
def test_whoever_looks_for_a_beginning_finds_every_word_that_has_it(word: str, letters: int) -> None:
    prefix = word[:letters]
    assert stem(word).startswith(prefix) or stem(word) in stems_beginning(prefix)


@given(st.sampled_from("pledged agreed stopping denied cities fought withdrawn troops agreeing".split()), st.data())
def test_a_beginning_finds_english_words(word: str, data: st.DataObject) -> None:
    prefix = word[: data.draw(st.integers(2, len(word)))]
    assert stem(word).startswith(prefix) or stem(word) in stems_beginning(prefix)


@given(st.text(max_size=20))
@example("𝓐")
def test_folding_twice_changes_nothing(word: str) -> None:
    assert folded(folded(word)) == folded(word)
