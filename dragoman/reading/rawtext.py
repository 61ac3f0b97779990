"""Reads an article out of bare text as a scraper leaves it: menus, stamps, captions and small print around the words.

Every line is judged by itself (lines.py) and gets a worth: prose is worth something, links and clutter cost. The
article is the run of lines with the greatest sum (maximum subsequence segmentation: Pasternack and Roth, "Extracting
article text from the web with maximum subsequence segmentation", WWW 2009), but with worths set by rule, and never
across a line that ends an article (a comments box, a disclaimer). Inside the run clutter is taken out. A page
of prose alone has no line that costs, so that all of it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.errors import InputTooLarge, NoArticle
from dragoman.model import BlockKind
from dragoman.reading.context import (
    SENTENCES,
    THROUGH,
    mark_captions,
    mark_furniture,
    matter_of,
    standfirst,
    strangers,
    worths,
)
from dragoman.reading.language import guess_language
from dragoman.reading.lines import Line, Sort, judge, language_stops, split_lines
from dragoman.reading.titles import below_title, find_title

_MAX_LINES = 120_000
_MIN_WORTH = 1.5
_MIN_WORDS = 20
_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Article:
    """The lines of a page that are its article: the title's, and the others with what each is, in page order."""

    title: Line | None = None
    body: tuple[tuple[BlockKind, Line], ...] = ()
    stamps: tuple[Line, ...] = ()
    credits: tuple[Line, ...] = field(default=())


def find_article(page: str, *, name: str, furniture: frozenset[int] = frozenset()) -> Article:
    """The article in the decoded page `page`; `furniture` are hashes of lines of its site (memory.py).

    Raises `NoArticle`, naming the input `name`, if there is none, and `InputTooLarge` for a page of too many lines.
    """
    spans = split_lines(page)
    if len(spans) > _MAX_LINES:
        raise InputTooLarge(name, f"has {len(spans):,} lines of text, the limit is {_MAX_LINES:,}")
    spans = _unwrapped(page, spans)
    stops = language_stops(guess_language(_long_lines(page, spans)))
    lines = [judge(page, a, b, stops=stops) for a, b in spans]
    mark_furniture(lines, furniture)
    mark_captions(lines)
    run = best_run(lines)
    if run is None:
        raise NoArticle(name, "no article was found on the page", "give the page of one report, with its text")
    first, last = run
    first = below_title(lines, first, last)
    title = find_title(lines, first, last)
    kept = _kept(lines, first, last, title)
    if not any(kind is BlockKind.PARAGRAPH for kind, _ in kept):
        raise NoArticle(name, "no article was found on the page", "give the page of one report, with its text")
    head = min(first, title if title is not None else first)
    stamps = [
        line
        for i, line in enumerate(lines[: last + 6])
        if line.stamp
        and line.sort is Sort.STAMP
        and (max(0, head - 3) <= i <= first + 1 or (i > first and _labelled(line)))
    ]
    return Article(
        title=lines[title] if title is not None else None,
        body=tuple(kept),
        stamps=tuple(stamps),
        credits=tuple(line for line in lines[first : last + 40] if line.sort in (Sort.DROP, Sort.STAMP)),
    )


def _labelled(line: Line) -> bool:
    """Whether a stamp line inside or below the body says whose date it prints; dates of tweets and links do not."""
    return line.stamp is not None and bool(line.stamp.stamps) and all(stamp.label for stamp in line.stamp.stamps)


def best_run(lines: Sequence[Line]) -> tuple[int, int] | None:
    """First and last line of the article's body, or None if no lines on the page are worth it.

    The page is cut at lines that end an article. The first piece with a good share of the best piece's worth is
    taken, because comments, often longer than the article, stand after it.
    """
    cuts = [-1, *(i for i, line in enumerate(lines) if line.sort is Sort.END), len(lines)]
    worth_of = worths(lines)
    pieces = [(a + 1, b, *_best(worth_of, a + 1, b)) for a, b in pairwise(cuts)]
    top = max((worth for _, _, worth, _, _ in pieces), default=0.0)
    for start, end, worth, first, last in pieces:
        if worth >= max(_MIN_WORTH, min(top / 3, 6.0)):
            words = sum(line.words for line in lines[first : last + 1] if line.sort in SENTENCES)
            if words >= _MIN_WORDS or len(lines) <= 4:
                if is_clean(lines[start:end]):
                    return _whole(lines, start, end)
                about = matter_of(lines[first : last + 1])
                _, first, last = _best(worths(lines[start:end], about), 0, end - start)
                return start + first, start + last
    return None


def is_clean(lines: Sequence[Line]) -> bool:
    """Whether lines are those of a text that was clean before: mostly sentences, with hardly a link among them."""
    if any(line.sort is Sort.ASIDE for line in lines):
        return False
    sentences = sum(line.sort in SENTENCES for line in lines)
    return sentences >= 0.6 * sum(line.sort not in THROUGH for line in lines)


def _whole(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    places = [i for i in range(start, end) if lines[i].sort in SENTENCES]
    return places[0], places[-1]


def _best(worth_of: Sequence[float], start: int, end: int) -> tuple[float, int, int]:
    """Kadane's algorithm over the lines' worths: (sum, first, last)."""
    best, total, begin = (0.0, start, start), 0.0, start
    for i in range(start, end):
        if total <= 0:
            total, begin = 0.0, i
        total += worth_of[i]
        if total > best[0]:
            best = (total, begin, i)
    return best


def _kept(lines: Sequence[Line], first: int, last: int, title: int | None) -> list[tuple[BlockKind, Line]]:
    """The lines from the title to the run's end that are the article's, with their kinds; repeats once."""
    seen = {lines[title].key} if title is not None else set()
    begin = first if title is None or title > first else title + 1
    kept: list[tuple[BlockKind, Line]] = []
    clean = is_clean(lines[first : last + 1]) and is_clean(lines)
    for i in range(begin, last + 1):
        line = lines[i]
        if i == title or line.clutter or line.sort is Sort.STAMP or not line.key:
            continue
        if line.key in seen and (line.words >= 5 or line.sort is not Sort.SHORT):
            continue
        if line.sort is Sort.CAPTION:
            kind = BlockKind.CAPTION
        elif i < first:  # between title and first sentence only captions, stamps and a standfirst belong to the article
            if not standfirst(lines, i, title, first):
                continue
            kind = BlockKind.PARAGRAPH
        elif line.sort is Sort.LABEL:
            if _heading(lines, i, first, last):
                kind = BlockKind.HEADING
            elif clean and line.words >= 4 and not line.text[:12].isupper():
                kind = BlockKind.PARAGRAPH
            else:
                continue
        else:
            kind = BlockKind.PARAGRAPH
        seen.add(line.key)
        kept.append((kind, line))
    strange = strangers(lines, [line for kind, line in kept if kind is not BlockKind.CAPTION])
    return [(kind, line) for kind, line in kept if kind is BlockKind.CAPTION or line.start not in strange]


def _heading(lines: Sequence[Line], i: int, first: int, last: int) -> bool:
    """Whether a line without a sentence's end stands over prose: prose before it and prose right after."""
    line = lines[i]
    if line.words > _HEADING_WORDS or not any(c.isalpha() for c in line.text):
        return False
    after = next((lines[k] for k in range(i + 1, last + 1) if not _between(lines[k])), None)
    before = next((lines[k] for k in range(i - 1, first - 1, -1) if not _between(lines[k])), None)
    return bool(
        after and before and after.sort is not Sort.LABEL and not after.clutter and before.sort is not Sort.LABEL
    )


def _between(line: Line) -> bool:
    return line.repeated or line.sort in (Sort.CAPTION, Sort.STAMP)


def _long_lines(page: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, size = [], 0
    for a, b in spans:
        if b - a >= 60:
            parts.append(page[a : min(b, a + 1000)])
            size += min(b - a, 1000)
            if size > 3_000:
                break
    return "\n".join(parts)


def _unwrapped(page: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins the lines of paragraphs that were broken at a column (mail, old archives) and parted by blank lines.

    Only where the page shows that habit: most lines that are followed by another without a blank between end
    within a column's width, in the middle of a sentence.
    """
    if sum(45 <= b - a <= 100 for a, b in spans) < 0.3 * len(spans):
        return spans
    joined = [page.count("\n", a[1], b[0]) == 1 and page[a[1] : b[0]].strip() == "" for a, b in pairwise(spans)]
    widths = [a[1] - a[0] for (a, _), j in zip(pairwise(spans), joined, strict=True) if j]
    if len(widths) < 4 or len(widths) < 0.4 * len(spans):
        return spans
    full = [w for w in widths if 45 <= w <= 100]
    broken = sum(
        1
        for (a, b), j in zip(pairwise(spans), joined, strict=True)
        if j and page[a[1] - 1] not in '.!?:"”' and page[b[0]].islower()
    )
    if len(full) < 0.8 * len(widths) or broken < 0.4 * len(widths) or not any(not j for j in joined):
        return spans
    out: list[tuple[int, int]] = []
    for i, span in enumerate(spans):
        if i and joined[i - 1] and spans[i - 1][1] - spans[i - 1][0] >= 45:
            out[-1] = (out[-1][0], span[1])
        else:
            out.append(span)
    return out
