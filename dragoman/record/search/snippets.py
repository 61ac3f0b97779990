"""Snippets: the stretch of a report's own text that shows best why it was found, with the words that matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import Span
from dragoman.record.search.query import Prefix, Query, Words
from dragoman.record.search.words import stems_beginning, tokens

WIDTH = 240
"""Code points of a snippet at most."""
_LEAD = 60
"""Code points shown before the first match, where there are as many."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a report's text: `text` is the characters of `span`, `marks` the stretches of it that matched.

    All spans are code points of the report's text, so each of them can be cut out of it.
    """

    text: str
    span: Span
    marks: tuple[Span, ...] = ()

    def marked(self, before: str = "[", after: str = "]") -> str:
        """The text with something around each match."""
        out, at = [], self.span.start
        for start, end in self.marks:
            out += [self.text[at - self.span.start : start - self.span.start], before]
            out += [self.text[start - self.span.start : end - self.span.start], after]
            at = end
        return "".join((*out, self.text[at - self.span.start :]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query marks: words, phrases and beginnings that it looks for, not those it leaves out."""

    starting: Mapping[str, Sequence[tuple[str, ...]]]
    """Words and phrases, by their first word."""
    letters: tuple[str, ...]
    begun: frozenset[str]
    number: int
    """How many different things are wanted."""

    @staticmethod
    def by(query: Query) -> Wanted:
        """What the query wants of a text."""
        leaves = [leaf for leaf, wanted in query.leaves() if wanted]
        letters = tuple(dict.fromkeys(leaf.letters for leaf in leaves if isinstance(leaf, Prefix)))
        phrases = dict.fromkeys(leaf.stems for leaf in leaves if isinstance(leaf, Words))
        starting: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            starting.setdefault(phrase[0], []).append(phrase)
        return Wanted(
            starting=starting,
            letters=letters,
            begun=frozenset(stem for one in letters for stem in stems_beginning(one)),
            number=len(phrases) + len(letters),
        )


@dataclass(frozen=True, slots=True)
class _Match:
    """One match: which of the wanted things it is, and where."""

    which: object
    span: Span


def snippet(text: str, within: Span, wanted: Wanted) -> Snippet:
    """The best stretch of `text` within a span: in the first paragraph that has all that is wanted near together.

    Where none has, the stretch of the most different matches, then of the most matches, then the first.
    """
    best: tuple[tuple[int, int], Span, list[_Match]] | None = None
    for line in _lines(text, within) if wanted.number else ():
        matches, last = _matches(text, line, wanted), 0
        for first in range(len(matches)):
            reach = matches[first].span.start + WIDTH - _LEAD
            while last < len(matches) and matches[last].span.start < reach:
                last += 1
            if best is not None and (min(last - first, wanted.number), last - first) <= best[0]:
                continue
            some = [m for m in matches[first:last] if m.span.end <= reach]
            worth = (len({m.which for m in some}), len(some))
            if some and (best is None or worth > best[0]):
                best = (worth, line, some)
        if best is not None and best[0][0] == wanted.number:
            break
    if best is None:
        return _cut(text, Span(within.start, min(within.end, within.start + WIDTH)), within, ())
    _, line, some = best
    start = max(line.start, some[0].span.start - _LEAD)
    stretch = Span(start, min(line.end, start + WIDTH))
    return _cut(text, stretch, line, tuple(m.span for m in some))


def _cut(text: str, span: Span, line: Span, marks: tuple[Span, ...]) -> Snippet:
    """The stretch without half words at its ends."""
    start, end = span
    if start > line.start:
        blank = next((n for n in range(start - 1, end) if text[n].isspace()), None)
        if blank is not None and (not marks or blank < marks[0].start):
            start = blank + 1
    if end < line.end and not text[end].isspace():
        blank = next((n for n in range(end - 1, start, -1) if text[n].isspace()), None)
        if blank is not None and (not marks or blank >= marks[-1].end):
            end = blank
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Snippet(text[start:end], Span(start, end), _joined(marks))


def _joined(marks: Sequence[Span]) -> tuple[Span, ...]:
    """The marks in order, overlapping ones as one."""
    out: list[Span] = []
    for mark in sorted(marks):
        if out and mark.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, mark.end))
        else:
            out.append(mark)
    return tuple(out)


def _lines(text: str, within: Span) -> list[Span]:
    lines, at = [], within.start
    for line in text[within.start : within.end].split("\n"):
        lines.append(Span(at, at + len(line)))
        at += len(line) + 1
    return lines


def _matches(text: str, line: Span, wanted: Wanted) -> list[_Match]:
    words = list(tokens(text[line.start : line.end]))
    found = []
    for n, (stem, start, end) in enumerate(words):
        for phrase in wanted.starting.get(stem, ()):
            if len(phrase) == 1:
                found.append(_Match(phrase, Span(line.start + start, line.start + end)))
            elif tuple(word.stem for word in words[n : n + len(phrase)]) == phrase:
                found.append(_Match(phrase, Span(line.start + start, line.start + words[n + len(phrase) - 1].end)))
        if wanted.letters and (stem.startswith(wanted.letters) or stem in wanted.begun):
            which = next((letters for letters in wanted.letters if stem.startswith(letters)), wanted.letters[0])
            found.append(_Match(which, Span(line.start + start, line.start + end)))
    return found
