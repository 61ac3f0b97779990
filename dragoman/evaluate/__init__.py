"""Scores each stage against gold: the project's own coders on the texts, and the rules that compare the result.

`run_evaluation(gold)` evaluates all sets of a folder; `render`, `to_text` and `to_markdown` show what came out.
"""

from dragoman.evaluate.predict import Predictor
from dragoman.evaluate.running import Evaluation, Figure, SetResult, run_evaluation
from dragoman.evaluate.sets import OWN, GoldSet, Kind, find_sets
from dragoman.evaluate.showing import render, to_markdown, to_text

__all__ = [
    "OWN",
    "Evaluation",
    "Figure",
    "GoldSet",
    "Kind",
    "Predictor",
    "SetResult",
    "find_sets",
    "render",
    "run_evaluation",
    "to_markdown",
    "to_text",
]
