"""Which line of a page is the article's title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.reading.letters import words
from dragoman.reading.lines import Line, Sort

_REACH = 60
_ENOUGH_WORDS = 40
_PASSED_OVER = (Sort.STAMP, Sort.CAPTION, Sort.DROP)


def find_title(lines: Sequence[Line], first: int, last: int) -> int | None:
    """Index of the title among `lines` of which `first` to `last` are the body; None if no line is fit to be one.

    A title stands above the body (stamps, captions, buttons and a standfirst may stand between), has three to
    thirty words and no full stop, and speaks of the body's matter. A browser's title on the page's first
    lines that begins with the same words, a stamp or byline right below and a second printing speak for it.
    """
    matter: set[str] = set()
    for line in lines[first : min(last + 1, first + 12)]:
        matter.update(_stems(line.text))
    tops = [line.key for line in lines[:3] if line.words >= 3]
    printed = Counter([line.text for line in lines])
    found: list[tuple[float, int, float]] = []
    for i in range(max(0, first - _REACH), first + 1):
        line = lines[i]
        if not _fit(line) or len(lines) == 1 or (i == first and not _opens(lines, i)):
            continue
        stems = _stems(line.text)
        shared = sum(stem in matter for stem in stems) / len(stems) if stems and i != first else 0.5 * (i == first)
        between = sum(x.sort not in _PASSED_OVER for x in lines[i + 1 : first])
        if shared == 0.0 and (between or i > 3):
            continue
        score = 3.0 * shared - 0.12 * min(between, 12) + 0.05 * min(len(stems), 10)
        score += 0.8 * any(x.sort is Sort.STAMP for x in lines[i + 1 : i + 4])
        score += 0.6 * (between == 0)
        score += 0.3 * (printed[line.text] > 1)
        score += 2.5 * (i > 2 and line.words >= 4 and any(top.startswith(line.key) for top in tops))
        found.append((score, i, shared))
    best = max(found, default=None)
    if best is None or best[0] < 0.6:
        return None
    return _above_standfirst(lines, best, found)


def below_title(lines: Sequence[Line], first: int, last: int) -> int:
    """Where a body that seems to run from `first` to `last` begins, if the page's title stands inside it.

    That is so where teasers of other stories stand on top of a short report. The title is told by the browser's title
    on the page's first line, which begins with the same words.
    """
    tops = [line.key for line in lines[:2] if line.words >= 4]
    printed = [i for i in range(2, last + 1) if lines[i].sort is Sort.LABEL and _says_as(lines[i], tops)]
    if not printed or printed[0] <= first:
        return first
    after = [j for j in range(printed[0] + 1, last + 1) if lines[j].sort in (Sort.PROSE, Sort.SHORT)]
    return after[0] if sum(lines[j].words for j in after) >= _ENOUGH_WORDS else first


def _says_as(line: Line, tops: Sequence[str]) -> bool:
    return line.words >= 4 and any(top.startswith(line.key) and len(line.key) > len(top) / 2 for top in tops)


def _above_standfirst(
    lines: Sequence[Line], best: tuple[float, int, float], found: list[tuple[float, int, float]]
) -> int:
    """The best line, or the one right above if the best may be the standfirst below a title about the same matter."""
    score, at, _ = best
    for other, i, shared in found:
        near = i < at and all(x.sort in _PASSED_OVER for x in lines[i + 1 : at])
        if near and shared >= 0.25 and score - other < 1.6 and lines[i].words <= lines[at].words + 2:
            return i
    return at


def _fit(line: Line) -> bool:
    if line.sort not in (Sort.LABEL, Sort.SHORT, Sort.PROSE) or not 3 <= line.words <= 32 or len(line.text) < 12:
        return False
    end = line.text.rstrip("\"”’' ")[-1:]
    return end not in ".:;,…" or bool(re.search(r"\b[A-Z](?:\.[A-Z])+\.$", line.text))


def _opens(lines: Sequence[Line], i: int) -> bool:
    """Whether the body's first line may be a title: no sentence, or on top of the page and above a longer line."""
    if lines[i].sort is Sort.LABEL:
        return True
    return i == 0 and len(lines) > 1 and lines[1].words > lines[0].words


def _stems(text: str) -> set[str]:
    return {word[:6] for word in words(text.lower()) if len(word) >= 4}
