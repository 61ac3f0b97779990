from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.evaluate.measures import (
    Words,
    assign,
    classes,
    country,
    event_type,
    harmonic,
    jaccard,
    mates,
    prf,
    rate,
)
from dragoman.model import Span

WEIGHTS = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.integers(-3, 9), min_size=n, max_size=n), min_size=1, max_size=4)
)


@given(WEIGHTS)
def test_assignment_has_the_greatest_total_of_all_assignments(weight):
    rows, columns = len(weight), len(weight[0])
    size = max(rows, columns)
    padded = [[max(0, weight[i][j]) if i < rows and j < columns else 0 for j in range(size)] for i in range(size)]
    best = max(sum(padded[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    pairs = assign(weight)
    assert sum(weight[i][j] for i, j in pairs) == best
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(weight[i][j] > 0 for i, j in pairs)


def test_assignment_prefers_the_total_to_the_best_single_pair():
    assert sorted(assign([[0.9, 0.8], [0.8, 0.0]])) == [(0, 1), (1, 0)]
    assert assign([]) == assign([[]]) == []


def test_words_leave_quotation_marks_out_and_keep_inner_apostrophes():
    words = Words('"We don\u2019t know," said the vice-chair.')
    assert words.norm == ["we", "don't", "know", "said", "the", "vice-chair"]
    assert words.ids(Span(0, 5)) == {0, 1}
    assert words.ids() == frozenset()


def test_rates():
    assert prf(1, 2, 1, 4) == {"P": 0.5, "R": 0.25, "F1": pytest.approx(1 / 3), "pred": 2, "gold": 4}
    assert prf(0, 0, 0, 0)["F1"] == harmonic(0.0, 0.0) == 0.0
    assert rate(1, 4)["acc"] == 0.25
    assert rate(0, 0)["acc"] == 0.0
    assert jaccard(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(1 / 3)
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_no_prediction_costs_recall_only():
    total, by_class = classes(["a", "b"], ["a", None])
    assert (total["micro"]["P"], total["micro"]["R"]) == (1.0, 0.5)
    assert by_class["b"]["R"] == 0.0


def test_codes_are_compared_under_their_present_names():
    assert [country(c) for c in ("jap", "EUR", "---", "", None, "FRA")] == ["JPN", "IGO", None, None, None, "FRA"]
    assert [event_type(t) for t in ("fight", "AGREE", "", None)] == ["ASSAULT", "AGREE", None, None]


def test_mates_take_the_larger_overlap_then_the_shorter_prediction():
    assert mates([Span(0, 10)], [Span(0, 12), Span(0, 10)]) == {0: 1}
    assert mates([Span(0, 3)], [Span(3, 6)]) == {}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=6), st.lists(st.integers(0, 20), max_size=6))
def test_mates_are_one_to_one_and_overlap(gold, guess):
    g, p = [Span(a, a + n) for a, n in gold], [Span(a, a + 3) for a in guess]
    found = mates(g, p)
    assert len(set(found.values())) == len(found)
    assert all(g[i].overlaps(p[j]) for i, j in found.items())
