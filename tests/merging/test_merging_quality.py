"""Precision and recall of incidents on news of made-up worlds that no rule was tuned on."""

from __future__ import annotations

from statistics import mean

from dragoman.merging import find_incidents
from tests.merging.generator import corpus
from tests.merging.scoring import b_cubed, score

# The weights of `likeness` and `clustering` were set on other seeds (0 to 6, 100 to 105, 200 to 206, 600 to 609).
FRESH = range(500, 508)


def test_the_generator_gives_the_same_news_for_the_same_seed() -> None:
    a, b = corpus(3, n=12, days=20), corpus(3, n=12, days=20)
    assert a.reports == b.reports
    assert a.truth == b.truth
    assert corpus(4, n=12, days=20).truth != a.truth


def test_its_spans_lie_where_its_words_are() -> None:
    for coded in corpus(3, n=12, days=20).reports:
        for event in coded.events:
            for party in (*event.actors, *event.recipients):
                assert party.span is not None
                assert coded.report.slice(party.span).lower() == (party.name or "").lower()
            if event.place:
                assert coded.report.slice(event.place.span) == event.place.name


def test_pairs_of_mentions_on_fresh_news() -> None:
    whole, across, cubed = [], [], []
    for seed in FRESH:
        made = corpus(seed)
        found = find_incidents(made.reports)
        whole.append(score(made, found))
        across.append(score(made, found, across=True))
        cubed.append(b_cubed(made, found))
    assert mean(s.precision for s in whole) >= 0.95
    assert mean(s.recall for s in whole) >= 0.80
    # without what copying alone tells
    assert mean(s.precision for s in across) >= 0.93
    assert mean(s.recall for s in across) >= 0.75
    assert mean(s.precision for s in cubed) >= 0.94
    assert mean(s.recall for s in cubed) >= 0.79
