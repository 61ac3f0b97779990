"""Events of single sentences against the PLOVER gold standard records.

Rules. *roots*: the set of types of a sentence, with CONCEDE and RETREAT told apart and folded into one. *quads*: the
same with PLOVER's quadrants. *triples*: the set of (actor country, recipient country, type), every actor with every
recipient; an event with two parties or more among its actors and no recipient is reciprocal and gives both directions
of every pair; an event with one party gives (country, ---, type). *dyads*: triples without the type. A party without
a country is `---`; sectors are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from dragoman.evaluate.measures import QUADRANT, Cells, Figures, country, event_type, prf, rate
from dragoman.evaluate.rows import Row

_FOLD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
NOBODY = "---"
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)
"""Where the bands of confidence begin and end."""

Triple: TypeAlias = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """One event of a sentence: its type and the countries on both sides."""

    type: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    confidence: float | None = None

    def triples(self, *, fold: bool) -> set[Triple]:
        kind = _FOLD.get(self.type or "", self.type) if fold else self.type
        if not self.recipients and len(self.actors) > 1:
            a = self.actors
            return {(x, y, kind) for i, x in enumerate(a) for j, y in enumerate(a) if i != j and x != y}
        return {(x, y, kind) for x in self.actors or (NOBODY,) for y in self.recipients or (NOBODY,)}


@dataclass(frozen=True, slots=True)
class SentenceGold:
    """One sentence with its events."""

    id: str
    text: str
    acts: tuple[Act, ...]


def read_gold(row: Row) -> SentenceGold:
    """One line of events_sentences_*.jsonl."""
    return SentenceGold(row.id, row.text("text"), read_prediction(row))


def read_prediction(row: Row) -> tuple[Act, ...]:
    """`{"id": ..., "events": [{"type", "actors": [{"country"}], "recipients": [...]}]}`."""
    return tuple(
        Act(
            event_type(e.maybe_text("type")),
            _countries(e, "actors"),
            _countries(e, "recipients"),
            e.maybe_decimal("confidence"),
        )
        for e in row.rows("events")
    )


def _countries(event: Row, key: str) -> tuple[str, ...]:
    return tuple(country(p.maybe_text("country")) or NOBODY for p in event.rows(key))


def _views(acts: Iterable[Act]) -> dict[str, set[object]]:
    acts = tuple(acts)
    kinds = {a.type for a in acts} - {None}
    plain = {t for a in acts for t in a.triples(fold=False)}
    return {
        "roots": set(kinds),
        "roots, CONCEDE = RETREAT": {_FOLD.get(k or "", k) for k in kinds},
        "quads": {QUADRANT.get(k or "", "M-COOP") for k in kinds},
        "triples": set(plain),
        "triples, CONCEDE = RETREAT": {t for a in acts for t in a.triples(fold=True)},
        "dyads": {t[:2] for t in plain},
    }


def score(gold: Sequence[SentenceGold], predicted: Mapping[str, tuple[Act, ...]]) -> Figures:
    """Sections: sentences (a line for each view), average, root by class."""
    views = [(_views(g.acts), _views(predicted.get(g.id, ()))) for g in gold]
    lines = {}
    for k in views[0][0] if views else ():
        hits = sum(len(a[k] & b[k]) for a, b in views)
        lines[k] = prf(hits, sum(len(b[k]) for _, b in views), hits, sum(len(a[k]) for a, _ in views))
    each = {}
    for kind in sorted({a.type or "" for g in gold for a in g.acts}):
        has = [(kind in a["roots"], kind in b["roots"]) for a, b in views]
        hits = sum(x and y for x, y in has)
        each[kind] = prf(hits, sum(y for _, y in has), hits, sum(x for x, _ in has))
    macro = {"F1": sum(v["F1"] for v in each.values()) / max(1, len(each)), "classes": float(len(each))}
    return {
        "sentences": lines,
        "average": {"macro F1 of roots": macro},
        "root by class": each,
        **_by_confidence(gold, predicted),
    }


def _by_confidence(gold: Sequence[SentenceGold], predicted: Mapping[str, tuple[Act, ...]]) -> Figures:
    """How often events of a confidence have a type that their sentence has, and what each threshold would keep."""
    known = {g.id: {a.type for a in g.acts} for g in gold}
    told = [(a.confidence, a.type in known[id]) for id, acts in predicted.items() if id in known for a in acts]
    sure = [(c, right) for c, right in told if c is not None]
    if not sure:
        return {}
    bands: dict[str, Cells] = {}
    for low, high in pairwise(BANDS):
        inside = [(c, right) for c, right in sure if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            bands[f"{low:.2f} to {min(high, 1.0):.2f}"] = {**rate(sum(r for _, r in inside), len(inside)), "mean": mean}
    total = sum(len({a.type for a in g.acts}) for g in gold)
    kept: dict[str, Cells] = {}
    for least in BANDS[:-1]:
        views = [
            (known[g.id], {a.type for a in predicted.get(g.id, ()) if (a.confidence or 0.0) >= least}) for g in gold
        ]
        hits = sum(len(a & b) for a, b in views)
        kept[f"{least:.2f}"] = prf(hits, sum(len(b) for _, b in views), hits, total)
    return {"reliability": bands, "at least": kept}
