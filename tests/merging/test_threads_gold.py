"""Threads from text to state, over invented affairs (docs/commitments.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import GoldError
from dragoman.evaluate.threads import read_cases, score_threads
from dragoman.pipeline import Coder

FOLDER = Path(__file__).parent / "threads"


@pytest.mark.parametrize(("name", "steps", "threads"), [("gold", 0.94, 0.9), ("heldout", 0.68, 0.6)])
def test_threads_of_the_gold(name: str, steps: float, threads: float) -> None:
    figures = score_threads(read_cases(FOLDER / f"{name}.json"), Coder().code_many)
    assert figures["steps"]["steps"]["F1"] >= steps
    assert figures["steps"]["steps"]["P"] >= 0.9
    assert figures["threads"]["threads"]["F1"] >= threads


def test_what_is_no_gold_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('[{"id": "a", "reports": [], "threads": [{}]}]', "utf-8")
    with pytest.raises(GoldError, match=r"broken\.json"):
        read_cases(path)
