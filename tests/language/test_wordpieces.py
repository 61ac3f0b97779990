"""Word pieces: text and marks into numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.wordpieces import Mark, WordPieces, padded
from dragoman.model import Span

VOCABULARY = (
    "[PAD] [UNK] [CLS] [SEP] ( ) < > un ##able ##ly able chad sent aid to its neighbour . , a b c d e ##a ##b ##c"
).split()
PIECES = WordPieces(VOCABULARY)
NUMBER = {p: n for n, p in enumerate(VOCABULARY)}


def spelled(text: str, *marks: Mark, limit: int = 72) -> list[str]:
    return [VOCABULARY[n] for n in PIECES.encode(text, marks=marks, limit=limit).ids]


def round_brackets(start: int, end: int) -> Mark:
    return Mark(Span(start, end), NUMBER["("], NUMBER[")"])


def angles(start: int, end: int) -> Mark:
    return Mark(Span(start, end), NUMBER["<"], NUMBER[">"])


def test_words_are_spelled_longest_piece_first_without_case_or_accents() -> None:
    assert spelled("Unably") == ["[CLS]", "un", "##a", "##b", "##ly", "[SEP]"]
    assert spelled("Unable, Chád") == ["[CLS]", "un", "##able", ",", "chad", "[SEP]"]


def test_marks_stand_around_their_words() -> None:
    text = "Chad sent aid to its neighbour."
    found = PIECES.encode(text, marks=[round_brackets(5, 9), angles(0, 4), angles(17, 30)])
    assert [VOCABULARY[n] for n in found.ids] == "[CLS] < chad > ( sent ) aid to < its neighbour > . [SEP]".split()
    assert VOCABULARY[found.ids[found.anchor]] == "("


def test_a_mark_up_to_the_end_is_closed() -> None:
    assert spelled("Chad sent aid", round_brackets(10, 13)) == "[CLS] chad sent ( aid ) [SEP]".split()


def test_a_long_text_keeps_what_is_around_its_first_mark() -> None:
    text = "a " * 100 + "sent" + " b" * 100
    found = PIECES.encode(text, marks=[round_brackets(200, 204)], limit=20)
    assert len(found.ids) == 20
    assert VOCABULARY[found.ids[found.anchor]] == "("
    assert VOCABULARY[found.ids[found.anchor + 1]] == "sent"


def test_an_unspellable_or_endless_word_is_one_unknown_piece() -> None:
    assert spelled("zzz") == ["[CLS]", "[UNK]", "[SEP]"]
    assert spelled("a" * 5000) == ["[CLS]", "[UNK]", "[SEP]"]


def test_a_batch_is_as_long_as_its_longest_text() -> None:
    ids, masks, anchors = padded([PIECES.encode("a b c"), PIECES.encode("a")])
    assert [len(row) for row in ids] == [5, 5]
    assert masks == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]
    assert anchors == [0, 0]


@given(st.text("ab c,.\n", max_size=60), st.data())
def test_any_text_with_any_marks_keeps_the_limit_and_its_pieces(text: str, data: st.DataObject) -> None:
    bound = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(bound, bound).map(lambda p: (min(p), max(p))), max_size=3))
    limit = data.draw(st.integers(8, 80))
    found = PIECES.encode(text, marks=[round_brackets(*s) for s in spans], limit=limit)
    assert len(found.ids) <= limit
    assert found.ids[0] == NUMBER["[CLS]"]
    assert found.ids[-1] == NUMBER["[SEP]"]
    plain = [n for n in found.ids if n not in (NUMBER["("], NUMBER[")"])]
    if len(found.ids) < limit:
        assert plain == list(PIECES.encode(text).ids)[: len(plain)]
        assert found.ids.count(NUMBER["("]) == found.ids.count(NUMBER[")"])
