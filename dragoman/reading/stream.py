"""Finds words again in a page's visible text, and so their places in its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.reading.letters import squeezed
from dragoman.reading.markup import Visible

_PRINTS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of visible text: `chars`, the place of each in the source (or None), and its first and last block.

    A piece that is nowhere on the page has -1 for both blocks.
    """

    chars: str
    offsets: Sequence[int | None]
    first: int = -1
    last: int = -1


class Stream:
    """The letters and digits of all visible blocks in a row, for looking up text whose spacing may have changed."""

    def __init__(self, blocks: Sequence[Visible]) -> None:
        self.blocks = blocks
        letters = [squeezed(block.chars) for block in blocks]
        self._starts: list[int] = []
        at = 0
        for part in letters:
            self._starts.append(at)
            at += len(part)
        self._letters = "".join(letters)
        self._cursor = 0

    def find(self, text: str) -> Piece | None:
        """Where `text` stands: at the first place after the last one found, else the first of all; None if nowhere."""
        wanted = squeezed(text)
        if not wanted:
            return None
        at = self._letters.find(wanted, self._cursor)
        if at < 0:
            at = self._letters.find(wanted)
        if at < 0:
            return None
        self._cursor = at + len(wanted)
        return self._piece(at, at + len(wanted))

    def whole(self, index: int) -> Piece:
        """All of one block."""
        block = self.blocks[index]
        return Piece(block.chars, block.offsets, index, index)

    def _piece(self, start: int, end: int) -> Piece:
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        chars: list[str] = []
        offsets: list[int | None] = []
        for index in range(first, last + 1):
            block, begin = self.blocks[index], self._starts[index]
            beyond = self._starts[index + 1] if index + 1 < len(self._starts) else end + 1
            if not chars and start <= begin < beyond <= end:  # all of the block, as most paragraphs are
                chars.append(block.chars)
                offsets.extend(block.offsets)
                continue
            places = [match.start() for match in _PRINTS.finditer(block.chars)]
            if not places:
                continue
            a, b = max(start - begin, 0), min(end - begin, len(places))
            left = _outward(block.chars, places[a], -1, places[a - 1] if a else -1)
            right = _outward(block.chars, places[b - 1], 1, places[b] if b < len(places) else len(block.chars))
            if chars:
                chars.append(" ")
                offsets.append(None)
            chars.append(block.chars[left : right + 1])
            offsets.extend(block.offsets[left : right + 1])
        return Piece("".join(chars), offsets, first, last)


def _outward(chars: str, at: int, step: int, limit: int) -> int:
    """The punctuation that clings to a word: from `at` outward to white space or, short of it, to `limit`.

    At a block's rim all of it is taken, spaced dashes and closing quotation marks too.
    """
    if limit in (-1, len(chars)):
        return 0 if step < 0 else len(chars) - 1
    while at + step != limit and not chars[at + step].isspace():
        at += step
    return at
