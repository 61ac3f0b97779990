"""Revisions: what a later version of a report changed, paragraph by paragraph. Both versions are kept.

Paragraphs that stand in both versions in the same order are unchanged, those in another order moved. What is left is
paired by shared words, the most alike first: a pair is a changed paragraph, the rest were removed or added. Space,
letter case and where paragraphs break do not count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from dragoman.model import BlockKind, Report, Span

ALIKE = 0.5
"""Share of both paragraphs' words (Dice) from which on one is the other, changed."""
WITHIN = 0.8
"""Share of a paragraph's words that stand in another one from which on it was joined to it, or split from it."""
_COMMON = 40
"""Paragraphs with the same two words in a row, above which these two words pair nobody."""
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+(?:[.,'’]\w+)*|[^\w\s]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: "paragraphs 1 and 2 of the old version became paragraph 1 of the new".

    `kind` added, removed, changed or moved; `before` spans of the old report's text, `after` of the new one's. A
    changed paragraph may stand in another place too.
    """

    kind: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words within a changed paragraph: `kind` same, removed or added."""

    kind: str
    text: str


def changes(old: Report, new: Report) -> list[Change]:
    """The changes from one version to the next, in the order of the new text."""
    one, two = _paragraphs(old), _paragraphs(new)
    matched = _Matched(one, two)
    return matched.changes()


def wording(old: Report, new: Report, change: Change) -> list[Words]:
    """What a change did, in reading order: word by word where most words stayed, else all words old and new."""
    before = " ".join(old.slice(s) for s in change.before)
    after = " ".join(new.slice(s) for s in change.after)
    if change.kind == "moved":
        return [Words("same", after)]
    a, b = list(_TOKEN.finditer(before)), list(_TOKEN.finditer(after))
    matcher = SequenceMatcher(None, [m[0].lower() for m in a], [m[0].lower() for m in b], autojunk=False)
    whole = [("replace", 0, len(a), 0, len(b))]
    out: list[Words] = []
    for tag, i, j, k, n in matcher.get_opcodes() if matcher.ratio() >= ALIKE else whole:
        if tag == "equal":
            out.append(Words("same", _run(after, b[k:n])))
            continue
        if i < j:
            out.append(Words("removed", _run(before, a[i:j])))
        if k < n:
            out.append(Words("added", _run(after, b[k:n])))
    return out


def _run(text: str, tokens: Sequence[re.Match[str]]) -> str:
    return text[tokens[0].start() : tokens[-1].end()]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    span: Span
    key: str
    words: Counter[str]
    is_title: bool


class _Matched:
    """Which paragraphs of two versions are the same; numbers count paragraphs of either one."""

    def __init__(self, old: list[_Paragraph], new: list[_Paragraph]) -> None:
        self.old, self.new = old, new
        self.kept: dict[int, int] = {}
        """Old paragraph -> new one, unchanged and in order."""
        self.moved: dict[int, int] = {}
        self.changed: list[tuple[list[int], list[int]]] = []
        self._keep()
        self._move()
        self._pair()
        self._join()

    def changes(self) -> list[Change]:
        place = {**self.kept, **{b[0]: a[0] for b, a in self.changed}}
        out: list[tuple[tuple[int, int, int], Change]] = []

        def add(kind: str, before: Sequence[int], after: Sequence[int]) -> None:
            if after:
                at = (after[0], 0, 0)
            else:  # what was removed is told where it stood: after what stands before it still
                at = (max((n for o, n in place.items() if o < before[0]), default=-1), 1, before[0])
            spans = tuple(self.old[i].span for i in before), tuple(self.new[i].span for i in after)
            out.append((at, Change(kind, *spans)))

        for b, a in self.moved.items():
            add("moved", [b], [a])
        for before, after in self.changed:
            if _joined(self.old, before) != _joined(self.new, after):
                add("changed", before, after)
        for b in self._left(0):
            add("removed", [b], [])
        for a in self._left(1):
            add("added", [], [a])
        return [change for _, change in sorted(out, key=lambda found: found[0])]

    def _left(self, side: int) -> list[int]:
        """The paragraphs of the old (0) or new (1) version that are not matched yet."""
        taken = {pair[side] for pair in (*self.kept.items(), *self.moved.items())}
        taken.update(n for pair in self.changed for n in pair[side])
        return [n for n in range(len((self.old, self.new)[side])) if n not in taken]

    def _keep(self) -> None:
        old, new = ([p.key for p in side] for side in (self.old, self.new))
        for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            self.kept.update((a + n, b + n) for n in range(size))

    def _move(self) -> None:
        there: dict[str, list[int]] = defaultdict(list)
        for n in self._left(1):
            there[self.new[n].key].append(n)
        for o in self._left(0):
            if there[self.old[o].key]:
                self.moved[o] = there[self.old[o].key].pop(0)

    def _pair(self) -> None:
        """Pair what is left by shared words; a title with the title, whatever its words."""
        old, new = self._left(0), self._left(1)
        titles = [[n for n in left if side[n].is_title] for side, left in ((self.old, old), (self.new, new))]
        self.changed = [([o], [n]) for o, n in zip(*titles, strict=False)]
        used = {o for before, _ in self.changed for o in before}, {n for _, after in self.changed for n in after}
        scored = sorted(
            (-_dice(self.old[o].words, self.new[n].words), abs(o - n), o, n) for o, n in self._sharing(old, new)
        )
        for score, _, o, n in scored:
            if -score < ALIKE:
                break
            if o not in used[0] and n not in used[1]:
                self.changed.append(([o], [n]))
                used[0].add(o)
                used[1].add(n)

    def _join(self) -> None:
        """Add to a changed pair the neighbours that were joined to it or split from it."""
        for side, mine, theirs in ((0, self.old, self.new), (1, self.new, self.old)):
            left = set(self._left(side))
            for pair in self.changed:
                into: Counter[str] = Counter()
                for n in pair[1 - side]:
                    into += theirs[n].words
                for step in (-1, 1):
                    n = (pair[side][0] if step < 0 else pair[side][-1]) + step
                    while n in left and _share(mine[n].words, into) >= WITHIN:
                        pair[side].append(n)
                        pair[side].sort()
                        left.discard(n)
                        n += step

    def _sharing(self, old: Sequence[int], new: Sequence[int]) -> set[tuple[int, int]]:
        """Pairs of paragraphs that share two words in a row."""
        there: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n in new:
            for two in _twos(self.new[n].key):
                there[two].append(n)
        return {(o, n) for o in old for two in _twos(self.old[o].key) for n in there.get(two, ())[:_COMMON]}


def _twos(key: str) -> set[tuple[str, str]]:
    words = _WORD.findall(key)
    return set(pairwise(words)) or {(key, "")}


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _share(a: Counter[str], within: Counter[str]) -> float:
    return (a & within).total() / a.total() if a else 0.0


def _joined(paragraphs: Sequence[_Paragraph], numbers: Sequence[int]) -> str:
    return " ".join(paragraphs[n].key for n in numbers)


def _paragraphs(report: Report) -> list[_Paragraph]:
    out = []
    for b in report.blocks:
        if b.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH):
            key = " ".join(report.slice(b.span).lower().split())
            out.append(_Paragraph(b.span, key, Counter(_WORD.findall(key)), b.kind is BlockKind.TITLE))
    return out
