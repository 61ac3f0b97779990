"""Figures of a trained network on the sentences that were held out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dragoman.coding.events.classifier import NONE, softmax

if TYPE_CHECKING:
    from training.train import Classes, Target


def held_out_figures(c: Classes, targets: Sequence[Target], outputs: Sequence[np.ndarray]) -> dict[str, object]:  # type: ignore[type-arg]
    """Type, mode, status and context figures over instances that were not learned from."""
    gold = np.array([t.type for t in targets])
    said = outputs[0].argmax(axis=1)
    none = c.types.index(NONE)
    by: dict[str, dict[str, float]] = {}
    for n, name in enumerate(c.types):
        right = int(((gold == n) & (said == n)).sum())
        p, r = right / max(1, int((said == n).sum())), right / max(1, int((gold == n).sum()))
        by[name] = {
            "P": round(p, 3),
            "R": round(r, 3),
            "F1": round(2 * p * r / (p + r), 3) if p + r else 0.0,
            "n": int((gold == n).sum()),
        }
    acts = [n for n, t in enumerate(targets) if t.type != none]
    modes = [n for n in acts if targets[n].mode >= 0]
    owner = np.array([m.partition(" ")[0] for m in c.modes])
    right = 0
    for n in modes:
        own = owner == c.types[targets[n].type]
        right += int(np.where(own, outputs[1][n], -1e9).argmax()) == targets[n].mode
    status = [n for n in acts if targets[n].status >= 0]
    ok = sum(int(outputs[2][n].argmax()) == targets[n].status for n in status)
    wanted = np.array([targets[n].contexts for n in acts]) > 0.5
    guessed = outputs[3][acts] > 0.0
    hit = int((wanted & guessed).sum())
    return {
        "instances": len(targets),
        "type accuracy": round(float((gold == said).mean()), 3),
        "type macro F1": round(float(np.mean([v["F1"] for k, v in by.items() if k != NONE])), 3),
        "mode accuracy": round(right / max(1, len(modes)), 3),
        "status accuracy": round(ok / max(1, len(status)), 3),
        "context F1": round(2 * hit / max(1, int(wanted.sum()) + int(guessed.sum())), 3),
        "mean probability": round(float(softmax(outputs[0]).max(axis=1).mean()), 3),
        "by type": by,
    }
