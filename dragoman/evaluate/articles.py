"""Article body from a news page, by the measure of the article extraction benchmark.

Rules. A text is cut into words (case kept) and these into shingles of four; a text of one to four words is one shingle.
A hit is a shingle's smaller count of the two texts. A page's precision is hits over predicted shingles, its recall hits
over gold shingles; an empty prediction has recall 0 and no precision. The table gives the means over the pages and the
F1 of these means; "all words equal" is the share of pages with exactly the gold's words. Where the gold has them: title
(equal letters and digits), date (same day), authors (P/R/F1 of names).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluate.measures import Figures, harmonic, prf, rate
from dragoman.evaluate.rawtext import squash
from dragoman.evaluate.rows import Row

_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What a page says: its body, and title, day ("YYYY-MM-DD") and authors where they are told."""

    body: str = ""
    title: str | None = None
    day: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageGold:
    """One page's file and what it says; `described` if it has metadata too."""

    id: str
    page: Path
    article: ArticleText
    described: bool


def read_gold(row: Row, *, folder: Path) -> PageGold:
    """One line of articles_*.jsonl or fixtures_*.jsonl; its "html" is a path relative to the gold file's `folder`."""
    return PageGold(row.id, folder / row.text("html"), read_prediction(row), row.has("title"))


def read_prediction(row: Row) -> ArticleText:
    """`{"id": ..., "body": "..."}`, perhaps with title, date and authors."""
    day = row.maybe_text("date")
    return ArticleText(
        row.maybe_text("body") or "", row.maybe_text("title"), day and day[:10], tuple(row.texts("authors"))
    )


def _shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def score(gold: Sequence[PageGold], predicted: Mapping[str, ArticleText]) -> Figures:
    """Sections: body and, where the gold has it, metadata."""
    precisions, recalls, same = [], [], 0
    titles, days, names = [], [], Counter[str]()
    for g in gold:
        p = predicted.get(g.id, ArticleText())
        words, guess = re.findall(r"\w+", g.article.body), re.findall(r"\w+", p.body)
        a, b = _shingles(words), _shingles(guess)
        hits = (a & b).total()
        if b:
            precisions.append(hits / b.total())
        if a:
            recalls.append(hits / a.total())
        same += words == guess
        if g.described:
            titles.append(squash(g.article.title or "") == squash(p.title or ""))
            days.append(g.article.day == p.day)
            x, y = set(map(squash, g.article.authors)), set(map(squash, p.authors))
            names.update(right=len(x & y), predicted=len(y), gold=len(x))
    mean_p, mean_r = (sum(v) / max(1, len(v)) for v in (precisions, recalls))
    out: Figures = {
        "body": {
            "4-word shingles": {"P": mean_p, "R": mean_r, "F1": harmonic(mean_p, mean_r), "n": len(gold)},
            "all words equal": rate(same, len(gold)),
        }
    }
    if titles:
        out["metadata"] = {
            "title": rate(sum(titles), len(titles)),
            "date": rate(sum(days), len(days)),
            "authors": prf(names["right"], names["predicted"], names["right"], names["gold"]),
        }
    return out
