"""Scores each stage against gold: `run_evaluation(Path("gold"))`."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluate.headlines import found
from dragoman.evaluate.measures import Figures
from dragoman.evaluate.opening import Opened, open_set
from dragoman.evaluate.predict import Predictor
from dragoman.evaluate.progress import track
from dragoman.evaluate.rows import JsonObject, Row, read_lines, write_lines
from dragoman.evaluate.sets import GoldSet, Kind, find_sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One headline figure: "events_pairs_dev, type macro F1, .612 over 1,050 records".

    `n` counts what the figure is over (records, or gold items); `seconds` is the time that predicting the whole set
    took, None if the predictions were read from files.
    """

    set: str
    metric: str
    value: float
    n: int
    meaning: str
    lower_is_better: bool
    pinned: bool
    gold_sha256: str
    records: int
    seconds: float | None

    @property
    def records_a_second(self) -> float | None:
        """Speed on this machine; None where nothing was timed."""
        return self.records / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """One set's figures, in full and as headlines; `records` of `total` were evaluated."""

    name: str
    kind: Kind
    gold_sha256: str
    records: int
    total: int
    seconds: float | None
    figures: Figures
    rows: tuple[Figure, ...]

    @property
    def records_a_second(self) -> float | None:
        """Speed on this machine; None where nothing was timed."""
        return self.records / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results of all sets, in the order of the stages."""

    results: tuple[SetResult, ...]

    @property
    def rows(self) -> tuple[Figure, ...]:
        """All headline figures."""
        return tuple(row for result in self.results for row in result.rows)

    def figure(self, gold_set: str, metric: str) -> Figure | None:
        """One headline figure, or None."""
        return next((r for r in self.rows if (r.set, r.metric) == (gold_set, metric)), None)


def run_evaluation(
    gold: Path | Sequence[Path],
    *,
    predictions: Path | None = None,
    only: Collection[str] = (),
    limit: int | Mapping[str, int] | None = None,
    out: Path | None = None,
    rescore: bool = False,
    predictor: Predictor | None = None,
) -> Evaluation:
    """Codes the texts of all gold sets in a folder and scores the result.

    Args:
        gold: folder of gold sets, or one folder of annotated reports; or several of them.
        predictions: folder that is made, and gets `<set>.jsonl` with our predictions in the scorers' form.
        only: kinds (`pairs`) or names (`events_pairs_dev`) of sets; all if empty.
        limit: at most so many records of each set, spread evenly; or by kind or name of a set.
        out: file that gets the figures as Markdown.
        rescore: read the predictions from `predictions` instead of making them.
        predictor: what predicts; the project's own coders if None.

    Raises:
        GoldError: the gold, or predictions to score again, cannot be read or are not in the documented shape.
        ModelMissing: no language model is installed.
    """
    if rescore and predictions is None:
        raise ValueError("rescore needs the folder of predictions")
    sets = find_sets(*_folders(gold), only=only)
    if predictor is None and not rescore:
        from dragoman.evaluate.own import OwnPredictor

        predictor = OwnPredictor()
    results = [
        _evaluate(s, predictor=None if rescore else predictor, limit=_limit(limit, s), predictions=predictions)
        for s in sets
    ]
    evaluation = Evaluation(tuple(results))
    if out is not None:
        from dragoman.evaluate.showing import to_markdown

        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(to_markdown(evaluation), encoding="utf-8")
    return evaluation


def _folders(gold: Path | Sequence[Path]) -> Sequence[Path]:
    return [gold] if isinstance(gold, Path) else gold


def _limit(limit: int | Mapping[str, int] | None, gold: GoldSet) -> int | None:
    if isinstance(limit, Mapping):
        return limit.get(gold.name, limit.get(gold.kind))
    return limit


def _evaluate(gold: GoldSet, *, predictor: Predictor | None, limit: int | None, predictions: Path | None) -> SetResult:
    opened = open_set(gold, limit=limit)
    file = predictions / f"{gold.name}.jsonl" if predictions else None
    seconds = None
    if predictor is None:
        assert file is not None
        predicted = read_lines(file)
    else:
        predictor.warm(gold.kind)
        began = time.perf_counter()
        made = list(_predict(opened, gold, predictor))
        seconds = time.perf_counter() - began
        if file:
            write_lines(file, made)
        predicted = [Row(row, f"{gold.name}, prediction {n}") for n, row in enumerate(made, 1)]
    figures = opened.measure(predicted)
    digest = gold.digest()
    rows = tuple(
        Figure(
            set=gold.name,
            metric=f.metric,
            value=f.value,
            n=f.n,
            meaning=f.headline.meaning,
            lower_is_better=f.headline.lower_is_better,
            pinned=f.headline.pinned,
            gold_sha256=digest,
            records=opened.records,
            seconds=seconds,
        )
        for f in found(gold.kind, figures, records=opened.records)
    )
    return SetResult(
        name=gold.name,
        kind=gold.kind,
        gold_sha256=digest,
        records=opened.records,
        total=opened.total,
        seconds=seconds,
        figures=figures,
        rows=rows,
    )


def _predict(opened: Opened, gold: GoldSet, predictor: Predictor) -> Iterator[JsonObject]:
    return track(opened.predict(predictor), total=opened.records, label=gold.name)
