"""Floors under the figures: what was once reached, with the digest of the gold that it was measured on.

    python -m dragoman.evaluate.floors GOLD [FILE]

writes them anew. A floor lies .005 under the measured figure, rounded down to three digits (where lower is better:
above it, rounded up); raising one is a change of its own. Big sets are sampled, so that the check takes a minute or
two: a floor holds for exactly the `limit` that stands beside it, and differs from the figure of the whole set.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dragoman.errors import GoldError
from dragoman.evaluate.predict import Predictor
from dragoman.evaluate.rows import Json, Row, read_json
from dragoman.evaluate.running import Evaluation, run_evaluation
from dragoman.evaluate.sets import OWN, find_sets

FLOORS = Path(__file__).with_name("floors.json")

LIMITS: Mapping[str, int] = {"articles": 60, "places": 200, "statements": 30, "modality": 1200, "pairs": 500}
"""How many records of a kind of set the floors are measured on; the other kinds are small or fast and taken whole."""

_MARGIN = 0.005
_ABOUT = (
    "Figures that may not fall (direction min) or rise (max), each measured with the given limit of records on the gold"
    " with the given sha256; written by python -m dragoman.evaluate.floors"
)


@dataclass(frozen=True, slots=True)
class Floor:
    """One bound; `direction` is min, or max where lower is better; `limit` None is the whole set."""

    set: str
    metric: str
    floor: float
    direction: str
    limit: int | None
    gold_sha256: str

    def holds(self, value: float) -> bool:
        """Whether a figure keeps the bound."""
        return value >= self.floor if self.direction == "min" else value <= self.floor


def floor_under(value: float, *, lower_is_better: bool = False) -> float:
    """The bound for a measured figure: .005 worse, and rounded to three digits on the lenient side."""
    # Rounding first keeps a float's own error (.605 - .005 = .59999) from costing a whole digit.
    if lower_is_better:
        return min(1.0, math.ceil(round((value + _MARGIN) * 1000, 6)) / 1000)
    return max(0.0, math.floor(round((value - _MARGIN) * 1000, 6)) / 1000)


def read_floors(path: Path = FLOORS) -> list[Floor]:
    """The floors of a file; raises GoldError if it is not in the documented shape."""
    found = read_json(path)
    if not isinstance(found, dict):
        raise GoldError(f"{path}: is no JSON object")
    return [_floor(row) for row in Row(found, path.name).rows("floors")]


def _floor(row: Row) -> Floor:
    bound, direction = row.maybe_decimal("floor"), row.text("direction")
    if bound is None or direction not in ("min", "max"):
        raise GoldError(f"{row.where}: a floor has a number and a direction, min or max")
    return Floor(
        row.text("set"), row.text("metric"), bound, direction, row.maybe_number("limit"), row.text("gold_sha256")
    )


def write_floors(floors: Iterable[Floor], path: Path = FLOORS) -> None:
    """Writes floors, one a line, so that a raised one is one line of a change."""
    lines = ",\n".join(f"  {json.dumps(asdict(f), ensure_ascii=False)}" for f in floors)
    listed = f"[\n{lines}\n ]" if lines else "[]"
    path.write_text(f'{{"about": {json.dumps(_ABOUT)},\n "floors": {listed}}}\n', encoding="utf-8")


def measure_floors(
    gold: Path | Sequence[Path],
    *,
    path: Path | None = FLOORS,
    limits: Mapping[str, int] = LIMITS,
    predictor: Predictor | None = None,
) -> list[Floor]:
    """Measures the pinned figures of all sets in some folders and writes floors under them to `path`, if given."""
    evaluation = run_evaluation(gold, limit=limits, predictor=predictor)
    floors = [
        Floor(
            row.set,
            row.metric,
            floor_under(row.value, lower_is_better=row.lower_is_better),
            "max" if row.lower_is_better else "min",
            limits.get(result.name, limits.get(result.kind)),
            row.gold_sha256,
        )
        for result in evaluation.results
        for row in result.rows
        if row.pinned and row.n
    ]
    if path is not None:
        write_floors(floors, path)
    return floors


def evaluate_for(
    floors: Iterable[Floor], gold: Path | Sequence[Path], *, predictor: Predictor | None = None
) -> Evaluation | None:
    """A fresh evaluation of the sets that the floors are about, with their limits.

    Sets that the folders lack, or whose digest is another, are left out; None if none is left.
    """
    here = {s.name: s.digest() for s in find_sets(*([gold] if isinstance(gold, Path) else gold))}
    kept = [f for f in floors if here.get(f.set) == f.gold_sha256]
    if not kept:
        return None
    limits = {f.set: f.limit for f in kept if f.limit is not None}
    return run_evaluation(gold, only=sorted({f.set for f in kept}), limit=limits, predictor=predictor)


def broken(floors: Iterable[Floor], evaluation: Evaluation) -> list[str]:
    """A line for each floor that an evaluation of its set does not keep; floors of other sets say nothing."""
    out = []
    digests: Mapping[str, Json] = {r.name: r.gold_sha256 for r in evaluation.results}
    for f in floors:
        if digests.get(f.set) != f.gold_sha256:
            continue
        row = evaluation.figure(f.set, f.metric)
        if row is None:
            out.append(f"{f.set}: {f.metric} is no longer measured")
        elif not f.holds(row.value):
            sign = "<" if f.direction == "min" else ">"
            out.append(f"{f.set}: {f.metric} {row.value:.4f} {sign} {f.floor:.3f}")
    return out


def main(arguments: list[str] | None = None) -> None:
    """Measures the floors and writes them."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.evaluate.floors", description="Writes the floors anew.")
    parser.add_argument("gold", type=Path, help="folder of gold sets")
    parser.add_argument("file", type=Path, nargs="?", default=FLOORS)
    options = parser.parse_args(arguments)
    floors = measure_floors([options.gold, OWN], path=options.file)
    print(f"{len(floors)} floors written to {options.file.name}")


if __name__ == "__main__":
    main()
