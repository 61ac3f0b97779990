"""Which lines of a page's pasted text belong to the article.

Rules. A line is wanted if its label is `body`; lines with an unsure label are left out. A line counts as predicted if
its letters and digits stand in the prediction's in one piece (other characters are dropped on both sides), or if its
number is given. *lines*: P/R/F1 of body lines over all pages; *words*: the same, every line weighted by its words;
*pages*: mean word precision and recall over the pages, and their F1. *full*: all lines of the page; *near*: only the
stretch around the article, which is closer to what somebody pastes. Titles are not body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import GoldError
from dragoman.evaluate.measures import Cells, Figures, harmonic, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    text: str
    label: str
    sure: bool


@dataclass(frozen=True, slots=True)
class RawGold:
    """One page's visible text, its lines, and the lines around the article (half-open)."""

    id: str
    raw: str
    lines: tuple[Line, ...]
    near: Span


@dataclass(frozen=True, slots=True)
class RawGuess:
    """The cleaned article, or the numbers of its lines, which go first."""

    text: str = ""
    body: frozenset[int] | None = None


def read_gold(row: Row) -> RawGold:
    """One line of rawtext_*.jsonl."""
    lines = tuple(Line(x.text("text"), x.text("label"), x.maybe_text("conf") != "low") for x in row.rows("lines"))
    near = row.span("near")
    if not 0 <= near.start <= near.end <= len(lines):
        raise GoldError(f"{row.where}: 'near' {list(near)} lies outside of the {len(lines)} lines")
    return RawGold(row.id, row.maybe_text("raw") or "", lines, near)


def read_prediction(row: Row) -> RawGuess:
    """`{"id": ..., "text": "the cleaned article"}` or `{"id": ..., "body": [line numbers]}`."""
    body = frozenset(x for x in row.items("body") if isinstance(x, int)) if row.data.get("body") is not None else None
    return RawGuess(row.maybe_text("text") or "", body)


def squash(text: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def _chosen(page: RawGold, guess: RawGuess) -> frozenset[int]:
    if guess.body is not None:
        return guess.body
    text = squash(guess.text)
    squashed = ((i, squash(line.text)) for i, line in enumerate(page.lines))
    return frozenset(i for i, words in squashed if words and words in text)


def score(gold: Sequence[RawGold], predicted: Mapping[str, RawGuess]) -> Figures:
    """Sections: full, near; lines: lines, words, pages, title lines kept."""
    chosen = [_chosen(d, predicted.get(d.id, RawGuess())) for d in gold]
    return {
        "full": _view(gold, chosen, [Span(0, len(d.lines)) for d in gold]),
        "near": _view(gold, chosen, [d.near for d in gold]),
    }


def _view(gold: Sequence[RawGold], chosen: Sequence[frozenset[int]], parts: Sequence[Span]) -> dict[str, Cells]:
    n: Counter[str] = Counter()
    precisions, recalls = [], []
    for page, picked, part in zip(gold, chosen, parts, strict=True):
        words: Counter[str] = Counter()
        for i in range(part.start, part.end):
            line = page.lines[i]
            if not line.sure:
                continue
            want, got, size = line.label == "body", i in picked, len(line.text.split())
            n["right"] += want and got
            n["predicted"] += got
            n["gold"] += want
            words["right"] += size * (want and got)
            words["predicted"] += size * got
            words["gold"] += size * want
            n["titles"] += line.label == "title"
            n["titles kept"] += line.label == "title" and got
        precisions.append(words["right"] / words["predicted"] if words["predicted"] else 0.0)
        recalls.append(words["right"] / words["gold"] if words["gold"] else 0.0)
        n.update({f"words {k}": v for k, v in words.items()})
    p, r = (sum(x) / max(1, len(gold)) for x in (precisions, recalls))
    return {
        "lines": prf(n["right"], n["predicted"], n["right"], n["gold"]),
        "words": prf(n["words right"], n["words predicted"], n["words right"], n["words gold"]),
        "pages": {"P": p, "R": r, "F1": harmonic(p, r), "n": len(gold)},
        "title lines kept": rate(n["titles kept"], n["titles"]),
    }
