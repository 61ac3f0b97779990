"""Threads from text to state, over invented affairs (docs/commitments.md); the floors are in dragoman/evaluate."""

from __future__ import annotations

import pytest

from dragoman.errors import GoldError
from dragoman.evaluate import OWN, run_evaluation
from dragoman.evaluate.rows import Row, read_lines
from dragoman.evaluate.threads import read_gold, read_prediction, score


def test_threads_of_the_gold() -> None:
    evaluation = run_evaluation(OWN, only=["threads_made"])
    figures = {row.metric: row.value for row in evaluation.rows}
    assert figures["steps F1"] >= 0.75
    assert figures["steps precision"] >= 0.9


def test_every_case_that_ships_can_be_read() -> None:
    sets = [[read_gold(row) for row in read_lines(path)] for path in sorted(OWN.glob("threads_*.jsonl"))]
    assert [len(cases) for cases in sets] == [20, 40]
    assert all(case.threads for cases in sets for case in cases)


def test_nothing_predicted_is_nothing_right() -> None:
    cases = [read_gold(row) for row in read_lines(OWN / "threads_made.jsonl")]
    figures = score(cases, {})
    assert figures["steps"]["steps"] == {"P": 0.0, "R": 0.0, "F1": 0.0, "pred": 0, "gold": 46}
    assert read_prediction(Row({"id": "a"})) == ()


def case(**changed: object) -> Row:
    thread = {"kind": "pledge", "report": 0, "content": "ten boats", "state": "open", **changed}
    return Row({"id": "a", "reports": [{"day": "2025-01-01", "text": "Peru offered ten boats."}], "threads": [thread]})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"content": "e"}, "stands 4 times in report 0"),
        ({"content": "two boats"}, "stands 0 times"),
        ({"report": 4}, "report 4"),
        ({"kind": None}, "'kind'"),
        ({"steps": [{"report": 0, "how": "fulfils"}]}, "'quote'"),
    ],
)
def test_what_is_no_gold_is_named(changed: dict[str, object], told: str) -> None:
    assert read_gold(case()).threads[0].content == (13, 22)
    with pytest.raises(GoldError, match=told):
        read_gold(case(**changed))


def test_a_report_without_a_day_is_named() -> None:
    with pytest.raises(GoldError, match="'day' should be a day"):
        read_gold(Row({"id": "a", "reports": [{"day": "soon", "text": "x"}]}))
