"""What all scorers share: rates, averages over classes, word sets, one-to-one matching, and how codes are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dragoman.model import Span

Cells: TypeAlias = dict[str, float]
"""One line of a table: column -> figure. Columns: P R F1 pred gold, acc n, share n, ..."""

Figures: TypeAlias = dict[str, dict[str, Cells]]
"""All figures of a set: section -> line -> cells."""

QUADRANT: Mapping[str, str] = {
    **dict.fromkeys(["AGREE", "CONSULT", "SUPPORT", "CONCEDE"], "V-COOP"),
    **dict.fromkeys(["COOPERATE", "AID", "RETREAT"], "M-COOP"),
    **dict.fromkeys(["REQUEST", "ACCUSE", "REJECT", "THREATEN"], "V-CONF"),
    **dict.fromkeys(["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"], "M-CONF"),
}
"""PLOVER 2.0's quadrant of each event type."""

# Names that older PLOVER versions used, and codes in gold sets that are not ISO 3166-1 alpha-3.
_RENAMED = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
_COUNTRY: Mapping[str, str | None] = {
    "JAP": "JPN",
    "ITL": "ITA",
    "VTN": "VAT",
    "UNO": "IGO",
    "EUR": "IGO",
    **dict.fromkeys(["IMG", "ISM", "MNC", "---", ""]),
}
_WORD = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*")


def country(code: str | None) -> str | None:
    """A country code for comparing: upper case, old codes renewed, IGO for UNO and EUR, None for none."""
    upper = (code or "").upper()
    return _COUNTRY.get(upper, upper)


def event_type(name: str | None) -> str | None:
    """A PLOVER type under its present name, or None."""
    upper = (name or "").upper()
    return _RENAMED.get(upper, upper) or None


def harmonic(p: float, r: float) -> float:
    """F1 of a precision and a recall; 0 if both are."""
    return 2 * p * r / (p + r) if p + r else 0.0


def prf(right: float, predicted: int, recalled: float, gold: int) -> Cells:
    """Precision, recall and F1; `recalled` may count other hits than precision does."""
    p = right / predicted if predicted else 0.0
    r = recalled / gold if gold else 0.0
    return {"P": p, "R": r, "F1": harmonic(p, r), "pred": predicted, "gold": gold}


def rate(right: float, n: int) -> Cells:
    """The share that is right of `n`."""
    return {"acc": right / n if n else 0.0, "n": n}


def classes(gold: Sequence[str], predicted: Sequence[str | None]) -> tuple[dict[str, Cells], dict[str, Cells]]:
    """P/R/F1 by class over the classes that the gold has, with averages.

    A predicted None is no prediction: it counts against recall only. Returns (macro, micro and accuracy; by class).
    """
    pairs = list(zip(gold, predicted, strict=True))
    by_class: dict[str, Cells] = {}
    for label in sorted(set(gold)):
        hits = sum(g == label == p for g, p in pairs)
        by_class[label] = prf(hits, sum(p == label for p in predicted), hits, sum(g == label for g in gold))
    right, said = sum(g == p for g, p in pairs), sum(p is not None for p in predicted)
    average = {k: sum(v[k] for v in by_class.values()) / len(by_class) if by_class else 0.0 for k in ("P", "R", "F1")}
    total = {
        "macro": {**average, "pred": said, "gold": len(gold)},
        "micro": prf(right, said, right, len(gold)),
        "accuracy": rate(right, len(gold)),
    }
    return total, by_class


class Words:
    """The words of a text: runs of letters and digits, so that quotation marks and commas never count.

    `spans` are the words' offsets, `norm` the words in lower case with straight apostrophes.
    """

    __slots__ = ("_at", "norm", "spans")

    def __init__(self, text: str) -> None:
        self.spans = [Span(*m.span()) for m in _WORD.finditer(text)]
        self.norm = [text[a:b].lower().replace("\u2019", "'") for a, b in self.spans]
        self._at = {c: i for i, (a, b) in enumerate(self.spans) for c in range(a, b)}

    def ids(self, *spans: tuple[int, int]) -> frozenset[int]:
        """The numbers of all words that the spans touch."""
        at = self._at
        return frozenset(at[c] for a, b in spans for c in range(a, b) if c in at)


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared over all; 0 for two empty sets."""
    return len(a & b) / len(a | b) if a or b else 0.0


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share; zero or less if none."""
    return min(a.end, b.end) - max(a.start, b.start)


def mates(gold: Sequence[Span], predicted: Sequence[Span]) -> dict[int, int]:
    """Overlapping spans paired one to one, the largest overlap first, then the shorter prediction, then text order."""
    ranked = sorted(
        ((overlap(g, p), p.start - p.end, -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted)),
        reverse=True,
    )
    out: dict[int, int] = {}
    used: set[int] = set()
    for shared, _, i, j in ranked:
        if shared <= 0:
            break
        if -i not in out and -j not in used:
            out[-i] = -j
            used.add(-j)
    return out


def assign(weight: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """One-to-one pairs (row, column) of the greatest total weight; a weight of zero or less is no pair.

    The Hungarian algorithm with potentials, O(n^3).
    """
    rows, columns = len(weight), len(weight[0]) if weight else 0
    if not rows or not columns:
        return []
    n = max(rows, columns)
    cost = [[-max(0.0, weight[i][j]) if i < rows and j < columns else 0.0 for j in range(n)] for i in range(n)]
    infinite = float("inf")
    u, v = [0.0] * (n + 1), [0.0] * (n + 1)
    match, way = [0] * (n + 1), [0] * (n + 1)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        low, used = [infinite] * (n + 1), [False] * (n + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], infinite, 0
            for j in range(1, n + 1):
                if not used[j]:
                    reduced = cost[i0 - 1][j - 1] - u[i0] - v[j]
                    if reduced < low[j]:
                        low[j], way[j] = reduced, j0
                    if low[j] < delta:
                        delta, j1 = low[j], j
            for j in range(n + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    low[j] -= delta
            j0 = j1
            if match[j0] == 0:
                break
        while j0:
            match[j0], j0 = match[way[j0]], way[j0]
    pairs = [(match[j] - 1, j - 1) for j in range(1, n + 1)]
    return [(i, j) for i, j in pairs if i < rows and j < columns and weight[i][j] > 0]
