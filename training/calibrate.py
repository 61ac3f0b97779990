"""How far the coder's own probabilities can be trusted: two numbers that turn them into how often they are right.

The coder codes the sentences that were held out; each event is right if the annotation has that type at its trigger. A
logistic curve over the log odds of the probability (Platt's scaling) is fitted to that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dragoman.coding.events.classifier import NONE, Classifier
from dragoman.coding.events.decision import weigh
from dragoman.language import analyse_many
from dragoman.model import Span
from dragoman.reading import report_from_text
from training.instances import find, held_out, proposals


def calibrate(folder: Path, rows: Sequence[dict[str, object]]) -> dict[str, list[float]]:
    """Slope and offset for candidates that the tables know ("tables") and for others ("open").

    For the classifier in `folder`, from the held-out ones among annotated sentences.
    """
    kept = [r for r in rows if held_out(str(r["text"]))]
    reports = [replace(report_from_text(str(r["text"])), language="en") for r in kept]
    classifier = Classifier(folder)
    told: dict[str, list[tuple[float, bool]]] = {"tables": [], "open": []}
    for row, analysis in zip(kept, analyse_many(reports), strict=True):
        text = str(row["text"])
        if analysis.report.text != text:
            continue
        annotated: list[tuple[Span, str]] = [
            (span, e["type"])
            for e in row["events"]  # type: ignore[attr-defined]
            if (span := find(text, e["trigger"], e.get("nth", 1))) is not None
        ]
        found = proposals(analysis)
        opinions = classifier.opinions([p.marked(analysis) for p in found])
        for proposal, opinion in zip(found, opinions, strict=True):
            best, share = weigh(proposal.rule, opinion)
            if best != NONE:
                span = proposal.candidate.span()
                types = {kind for s, kind in annotated if s.overlaps(span)}
                told["open" if proposal.rule is None else "tables"].append((share, best in types))
    out: dict[str, list[float]] = {}
    for name, pairs in told.items():
        odds = np.array([math.log(p / (1 - p)) for p in (min(0.9999, max(1e-4, share)) for share, _ in pairs)])
        out[name] = list(_fit(odds, np.array([float(right) for _, right in pairs])))
    return out


def _fit(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:  # type: ignore[type-arg]
    a, b = 1.0, 0.0
    for _ in range(4000):
        error = 1 / (1 + np.exp(-(a * x + b))) - y
        a -= 0.02 * float((error * x).mean())
        b -= 0.05 * float(error.mean())
    return round(a, 4), round(b, 4)
