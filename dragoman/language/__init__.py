"""Language: `Report -> Analysis`, sentences, tokens with syntax, names, and who is meant by which words.

The only room that imports a model runtime; everything to its right sees plain objects (`analysis.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.language.analysis import Analysis, Entity, Mention, Name, Sentence, Token
from dragoman.language.coreference import link
from dragoman.language.loading import model_name
from dragoman.language.names import find_names
from dragoman.language.parsing import parse_many
from dragoman.model import Report

__all__ = [
    "Analysis",
    "Entity",
    "Mention",
    "Name",
    "Sentence",
    "Token",
    "analyse",
    "analyse_many",
    "model_name",
]


def analyse(report: Report) -> Analysis:
    """The analysis of one report. Raises `dragoman.errors.ModelMissing` where no model is installed."""
    return next(analyse_many([report]))


def analyse_many(reports: Iterable[Report]) -> Iterator[Analysis]:
    """The analyses of many reports, in order; faster than one by one."""
    for analysis in parse_many(reports):
        analysis.names = find_names(analysis)
        link(analysis)
        yield analysis
