"""Precision and recall of copies and revisions on reports that no constant was set on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from dragoman.evaluate import run_evaluation
from dragoman.merging import find_stories
from tests.merging.syndication import Made, score, syndication, write_gold

# The constants of `shingles` were set on seeds 0 to 9.
FRESH = range(100, 104)


def test_the_generator_gives_the_same_reports_for_the_same_seed() -> None:
    a, b = syndication(3, stories=6), syndication(3, stories=6)
    assert (a.reports, a.story) == (b.reports, b.story)
    assert syndication(4, stories=6).story != a.story


@pytest.fixture(scope="module")
def fresh() -> list[Made]:
    return [syndication(seed) for seed in FRESH]


def test_the_generator_makes_every_kind_of_copy_and_look_alike(fresh: list[Made]) -> None:
    kinds = Counter(how for made in fresh for how in made.how.values())
    for how in ("cut", "re-headed", "credit", "moved", "figures", "touched up", "follow-up", "rival", "round-up"):
        assert kinds[how] >= 10, how
    assert sum(n for how, n in kinds.items() if how.startswith("form ")) >= 100


def test_pairs_of_reports_of_one_story(fresh: list[Made]) -> None:
    scores = [score(made, ([c.report for c in s.reports] for s in find_stories(made.reports))) for made in fresh]
    assert mean(s.precision for s in scores) >= 0.98
    assert mean(s.recall for s in scores) >= 0.95
    assert min(s.precision for s in scores) >= 0.95
    assert sum(s.true for s in scores) >= 2000


def test_the_evaluation_gives_the_same_figures(fresh: list[Made], tmp_path: Path) -> None:
    write_gold(tmp_path / "stories_made.jsonl", fresh[0])
    evaluation = run_evaluation(tmp_path, only=["stories"])
    told = score(fresh[0], ([c.report for c in s.reports] for s in find_stories(fresh[0].reports)))
    precision, recall = (evaluation.figure("stories_made", f"pairs {name}") for name in ("precision", "recall"))
    assert precision is not None
    assert recall is not None
    assert (precision.value, recall.value, recall.n) == (told.precision, told.recall, told.true)
    assert evaluation.figure("stories_made", "cut: recall") is not None
