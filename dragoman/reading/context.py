"""What lines of a page are in sight of each other, where a line by itself does not tell.

A line that a page prints over and over is furniture, a line above a photographer's credit is a caption, and a row of
sentences that break off is a list of teasers. `worths` says what each line adds to an article that holds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.reading.lines import Line, Sort
from dragoman.reading.memory import line_hash

SENTENCES = (Sort.PROSE, Sort.SHORT)
THROUGH = (Sort.CAPTION, Sort.STAMP, Sort.DROP)

# What lines cost, against 1 to 4 that a sentence is worth. A few links between paragraphs must not end an article, a
# list of them must; the head of such a list ends it almost surely. F1 is flat within a quarter of these either way.
_LABEL_COST = 0.8
_HEADING_COST, _HEADING_WORDS = 0.3, 5
_THROUGH_COST = 0.2
_SHORT = 0.3
_CLUTTER_COST = {"drop": 1.0, "aside": 4.0, "end": 8.0}
_REPEATED_COST = 0.1
_ALONE = 0.6
_TEASER_ALONE = 0.25
_TEASER_WORDS = 30
_CUT_OFF = 0.5
_ADDRESSED = 0.3
_OFTEN = 4
_TOLD_WORDS = 12
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_READER = re.compile(r"\b(?:you|your|yours|our|us|we|here)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»‘]|\bsa(?:id|ys)\b")
_CAPTION_WORDS = 50
_STRANGE_WORDS = 25
_STRANGE_SHARE = 0.8
_FEW = 6
_ON, _OFF, _ON_SHARE = 1.5, 0.4, 0.25
_STANDFIRST = (7, 60)
_STANDFIRST_SHARE = 0.25


def mark_furniture(lines: Sequence[Line], known: frozenset[int] = frozenset()) -> None:
    """Makes clutter of what the page prints `_OFTEN` times and more, as sites put labels between paragraphs.

    So it does with what the site is `known` to print under other stories (hashes of lines), unless that is a sentence
    between sentences of the page's own: background that a newsroom tells again.
    """
    may = [line for line in lines if line.sort in (Sort.LABEL, Sort.SHORT, Sort.PROSE)]
    printed = Counter([line.text for line in may])
    elsewhere = [line_hash(line.text) in known for line in may] if known else [False] * len(may)
    for k, line in enumerate(may):
        if printed[line.text] >= _OFTEN:
            line.repeated = True
        elif elsewhere[k]:
            between = 0 < k < len(may) - 1
            own = between and all(may[j].sort is Sort.PROSE and not elsewhere[j] for j in (k - 1, k + 1))
            line.repeated = not (own and line.words >= _TOLD_WORDS)
    for line in may:
        if line.repeated:
            line.sort = Sort.DROP


def mark_captions(lines: Sequence[Line]) -> None:
    """Makes captions of credit lines and of what stands right above them."""
    for i, line in enumerate(lines):
        if line.credit and line.sort in (Sort.LABEL, Sort.SHORT, Sort.CAPTION):
            line.sort = Sort.CAPTION
            above = lines[i - 1] if i else None
            if above and above.sort in (Sort.LABEL, Sort.SHORT, Sort.PROSE) and 4 <= above.words <= _CAPTION_WORDS:
                above.sort = Sort.CAPTION


def matter_of(lines: Sequence[Line]) -> frozenset[str]:
    """What an article is about: the stems that more than one of its sentences has."""
    spread = Counter([stem for line in lines if line.sort in SENTENCES for stem in line.stems])
    return frozenset(stem for stem, count in spread.items() if count > 1)


def worths(lines: Sequence[Line], about: frozenset[str] | None = None) -> list[float]:
    """What each line adds to the run it is in: a sentence 1 and more with its length, a link or notice less than 0.

    A sentence alone among links is more often a teaser than a paragraph, above all a short one, and one that breaks
    off or speaks to the reader is seldom an article's; these count for less. Where it is known what the article is
    `about`, sentences on that matter count for more than others.
    """
    seen = [line for line in lines if line.sort not in THROUGH]
    headings = {
        id(line)
        for before, line, after in zip(seen, seen[1:], seen[2:], strict=False)
        if line.sort is Sort.LABEL
        and line.words <= _HEADING_WORDS
        and before.sort in SENTENCES
        and after.sort in SENTENCES
    }
    seen = [line for line in seen if id(line) not in headings]
    places = {id(line): k for k, line in enumerate(seen)}
    out: list[float] = []
    for line in lines:
        k = places.get(id(line))
        if k is not None and line.sort is Sort.PROSE:
            worth = _prose_worth(line, [seen[j] for j in (k - 1, k + 1) if 0 <= j < len(seen)], len(seen))
            out.append(worth * _on_matter(line, about) if about and worth > 0 else worth)
        elif line.sort is Sort.SHORT:
            out.append(_SHORT)
        elif line.sort is Sort.LABEL:
            out.append(-_HEADING_COST if id(line) in headings else -_LABEL_COST)
        elif line.repeated:
            out.append(-_REPEATED_COST)
        else:
            out.append(-_CLUTTER_COST.get(line.sort._value_, _THROUGH_COST))
    return out


def _on_matter(line: Line, about: frozenset[str]) -> float:
    words = line.stems
    shared = len(words & about)
    if shared >= 2 and shared >= _ON_SHARE * len(words):
        return _ON
    return _OFF if not shared and len(words) >= 4 else 1.0


def _prose_worth(line: Line, beside: Sequence[Line], of: int) -> float:
    worth = 1.0 + min(line.words, 60) / 20
    if of > 3 and not any(x.sort in SENTENCES for x in beside):
        worth *= _ALONE if line.words >= _TEASER_WORDS else _TEASER_ALONE
    if not line.final:
        if any(x.sort is Sort.PROSE and not x.final for x in beside):
            return -_LABEL_COST
        worth *= _CUT_OFF
    if line.words <= _TEASER_WORDS and _YOU.search(line.text) and not _QUOTED.search(line.text):
        worth *= _ADDRESSED
    return worth


def strangers(lines: Sequence[Line], kept: Sequence[Line]) -> set[int]:
    """Starts of the short lines among `kept` that share no matter with the others and stand beside links or clutter.

    A notice in the middle of an article or a teaser right below it speaks of other things than the article does.
    """
    stems = [line.stems for line in kept]
    spread = Counter(stem for words in stems for stem in words)
    at = {line.start: i for i, line in enumerate(lines)}
    own = {at[line.start] for line in kept}
    if len(kept) < _FEW:
        return set()
    out = set()
    for line, words in zip(kept, stems, strict=True):
        if line.words > _STRANGE_WORDS or line.sort is Sort.LABEL or _QUOTED.search(line.text):
            continue
        alien = sum(spread[stem] == 1 for stem in words) >= len(words) * _STRANGE_SHARE
        if alien and _sides_of_clutter(lines, at[line.start], own) >= (1 if _READER.search(line.text) else 2):
            out.add(line.start)
    return out


def _sides_of_clutter(lines: Sequence[Line], at: int, own: set[int]) -> int:
    sides = 0
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(lines) and (lines[i].repeated or lines[i].sort in (Sort.CAPTION, Sort.STAMP)):
            i += step
        sides += not 0 <= i < len(lines) or (i not in own and (lines[i].clutter or lines[i].sort is Sort.LABEL))
    return sides


def standfirst(lines: Sequence[Line], i: int, title: int | None, first: int) -> bool:
    """Whether line `i`, between title and body, sums the article up: right below the title, and about its matter."""
    line = lines[i]
    if title is None or line.sort not in (*SENTENCES, Sort.LABEL) or not _STANDFIRST[0] <= line.words <= _STANDFIRST[1]:
        return False
    if any(x.sort not in THROUGH for x in lines[title + 1 : i]):
        return False
    words = line.stems
    matter = frozenset().union(*(x.stems for x in (lines[title], *lines[first : first + 8]) if x is not line))
    return len(words & matter) >= max(2, len(words) * _STANDFIRST_SHARE)
