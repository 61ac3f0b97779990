"""A gold set opened: its records, what predicts them, and what scores the predictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from dragoman.evaluate import (
    actors,
    articles,
    modality,
    negatives,
    pairs,
    places,
    predict,
    rawtext,
    reports,
    sentences,
    statements,
    stories,
    threads,
    times,
)
from dragoman.evaluate.measures import Figures
from dragoman.evaluate.predict import Predictor
from dragoman.evaluate.reports.reading import by_report
from dragoman.evaluate.rows import JsonObject, Row, by_id
from dragoman.evaluate.sets import GoldSet, Kind, sample

G = TypeVar("G")
P = TypeVar("P")


class Opened(Protocol):
    """A gold set, whatever its records are."""

    @property
    def records(self) -> int:
        """How many records are evaluated."""

    @property
    def total(self) -> int:
        """How many records the set has."""

    def predict(self, predictor: Predictor) -> Iterator[JsonObject]:
        """A prediction for each record, not always in the gold's order."""

    def measure(self, predicted: Iterable[Row]) -> Figures:
        """All figures of the set; a record without a prediction counts as empty."""


@dataclass(frozen=True, slots=True)
class _Opened(Generic[G, P]):
    gold: Sequence[G]
    total: int
    predicting: Callable[[Sequence[G], Predictor], Iterator[JsonObject]]
    reading: Callable[[Iterable[Row]], Mapping[str, P]]
    scoring: Callable[[Sequence[G], Mapping[str, P]], Figures]

    @property
    def records(self) -> int:
        return len(self.gold)

    def predict(self, predictor: Predictor) -> Iterator[JsonObject]:
        return self.predicting(self.gold, predictor)

    def measure(self, predicted: Iterable[Row]) -> Figures:
        return self.scoring(self.gold, self.reading(predicted))


def open_set(gold: GoldSet, *, limit: int | None = None) -> Opened:
    """Opens a gold set; with a limit, that many records, spread evenly over it.

    Raises:
        GoldError: the set's file cannot be read or is not in the documented shape.
    """
    match gold.kind:
        case Kind.RAWTEXT:
            return _lines(
                gold, limit, rawtext.read_gold, rawtext.read_prediction, rawtext.score, predict.predict_rawtext
            )
        case Kind.ARTICLES:
            read = partial(articles.read_gold, folder=gold.path.parent)
            return _lines(gold, limit, read, articles.read_prediction, articles.score, predict.predict_articles)
        case Kind.TIMES:
            return _lines(
                gold, limit, times.read_gold, times.read_prediction, times.score_with_news, predict.predict_times
            )
        case Kind.PLACES:
            return _lines(gold, limit, places.read_gold, places.read_prediction, places.score, predict.predict_places)
        case Kind.ACTORS:
            return _lines(gold, limit, actors.read_gold, actors.read_prediction, actors.score, predict.predict_actors)
        case Kind.STATEMENTS:
            return _lines(
                gold,
                limit,
                statements.read_gold,
                statements.read_prediction,
                statements.score,
                predict.predict_statements,
            )
        case Kind.MODALITY:
            return _lines(
                gold, limit, modality.read_gold, modality.read_prediction, modality.score, predict.predict_modality
            )
        case Kind.PAIRS:
            return _lines(gold, limit, pairs.read_gold, pairs.read_prediction, pairs.score, predict.predict_pairs)
        case Kind.SENTENCES:
            return _lines(
                gold, limit, sentences.read_gold, sentences.read_prediction, sentences.score, predict.predict_sentences
            )
        case Kind.NEGATIVES:
            return _lines(
                gold, limit, negatives.read_gold, negatives.read_prediction, negatives.score, predict.predict_negatives
            )
        case Kind.THREADS:
            return _lines(
                gold, limit, threads.read_gold, threads.read_prediction, threads.score, predict.predict_threads
            )
        case Kind.REPORTS:
            docs = reports.read_folder(gold.path)
            kept = [docs[i] for i in sample(len(docs), limit)]
            return _Opened(kept, len(docs), predict.predict_reports, by_report, reports.score)
        case Kind.STORIES:
            return _lines(
                gold, limit, stories.read_gold, stories.read_prediction, stories.score, predict.predict_stories
            )


def _lines(
    gold: GoldSet,
    limit: int | None,
    read_gold: Callable[[Row], G],
    read_prediction: Callable[[Row], P],
    score: Callable[[Sequence[G], Mapping[str, P]], Figures],
    predicting: Callable[[Sequence[G], Predictor], Iterator[JsonObject]],
) -> Opened:
    rows = gold.rows()
    kept = [read_gold(rows[i]) for i in sample(len(rows), limit)]

    def reading(predicted: Iterable[Row]) -> dict[str, P]:
        return {name: read_prediction(row) for name, row in by_id(predicted).items()}

    return _Opened(kept, len(rows), predicting, reading, score)
