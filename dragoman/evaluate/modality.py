"""Modality of an event whose trigger is given.

Rule: one label a trigger, of asserted, planned, possible, negated, requested and historical. P/R/F1 by label, macro
over the labels that the gold has, accuracy. No prediction counts against recall only. Three quarters of news events are
asserted, so the macro average is the figure to look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.evaluate.measures import Figures, classes
from dragoman.evaluate.rows import Row
from dragoman.model import Span

_READ_AS = {"denied": "negated", "conditional": "possible", "hypothetical": "possible", "occurred": "asserted"}


@dataclass(frozen=True, slots=True)
class ModalityGold:
    """One trigger in its sentence, and the day the text was written."""

    id: str
    text: str
    span: Span
    day: date | None
    label: str


def read_gold(row: Row) -> ModalityGold:
    """One line of modality_*.jsonl."""
    return ModalityGold(row.id, row.text("text"), row.span("span"), row.day("dct"), row.text("label"))


def read_prediction(row: Row) -> str | None:
    """`{"id": ..., "label": "planned"}`; the record's own words for status are taken too."""
    label = row.maybe_text("label")
    return _READ_AS.get(label or "", label)


def score(gold: Sequence[ModalityGold], predicted: Mapping[str, str | None]) -> Figures:
    """Sections: all (macro, micro, accuracy, macro without asserted), by label."""
    total, by_label = classes([g.label for g in gold], [predicted.get(g.id) for g in gold])
    rest = [cells for label, cells in by_label.items() if label != "asserted"]
    total["macro without asserted"] = {k: sum(v[k] for v in rest) / max(1, len(rest)) for k in ("P", "R", "F1")}
    return {"all": total, "by label": by_label}
