"""Event type of a sentence for a given source and target.

Rule: one type a record. No prediction counts against recall only, a wrong one against both. The gold's YIELD takes
YIELD, CONCEDE or RETREAT. Macro is the mean over the classes that the gold has. A prediction's quadrant follows from
its type by the gold's own (CAMEO) grouping: CONCEDE and RETREAT are material cooperation, unlike in PLOVER 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.evaluate.measures import QUADRANT, Figures, classes, event_type, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span

_CAMEO_QUADRANT = {**QUADRANT, "CONCEDE": "M-COOP", "YIELD": "M-COOP"}


@dataclass(frozen=True, slots=True)
class PairGold:
    """One sentence, who acts and toward whom; spans are None where the record lacks them."""

    id: str
    text: str
    source: str
    target: str
    source_span: Span | None
    target_span: Span | None
    root: str
    quadrant: str
    side: str


def read_gold(row: Row) -> PairGold:
    """One line of events_pairs_*.jsonl."""
    return PairGold(
        id=row.id,
        text=row.text("text"),
        source=row.text("source"),
        target=row.text("target"),
        source_span=row.maybe_span("source_span"),
        target_span=row.maybe_span("target_span"),
        root=_fold(event_type(row.text("root"))) or "",
        quadrant=row.text("quad"),
        side=row.text("binary"),
    )


class Guess(NamedTuple):
    """What was predicted: the type, and whether the act turned round with its sides (None where none was found)."""

    root: str | None
    swaps: bool | None


def read_prediction(row: Row) -> Guess:
    """`{"id": ..., "root": "ACCUSE", "swaps": true}`; null is no event; `swaps` may be left out."""
    swaps = row.flag("swaps") if row.data.get("swaps") is not None else None
    return Guess(_fold(event_type(row.maybe_text("root"))), swaps)


def score(gold: Sequence[PairGold], predicted: Mapping[str, Guess]) -> Figures:
    """Sections: root, quad, binary, root by class, quad by class, coverage, direction."""
    found = [predicted.get(g.id, Guess(None, None)) for g in gold]
    guess = [f.root for f in found]
    turned = [f.swaps for f in found if f.swaps is not None]
    quadrants = [_CAMEO_QUADRANT.get(p or "") for p in guess]
    sides = [q and ("COOP" if q.endswith("COOP") else "CONF") for q in quadrants]
    by_root, each_root = classes([g.root for g in gold], guess)
    by_quadrant, each_quadrant = classes([g.quadrant for g in gold], quadrants)
    by_side, _ = classes([g.side for g in gold], sides)
    return {
        "root": by_root,
        "quad": by_quadrant,
        "binary": by_side,
        "root by class": each_root,
        "quad by class": each_quadrant,
        "coverage": {"some event predicted": rate(sum(p is not None for p in guess), len(guess))},
        **({"direction": {"turns round with its sides": rate(sum(turned), len(turned))}} if turned else {}),
    }


def _fold(root: str | None) -> str | None:
    return "YIELD" if root in ("CONCEDE", "RETREAT") else root
