"""Builds a report's text block by block, and with it the map back to the page's characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model import Block, BlockKind, PageMap

SEPARATOR = "\n\n"

# Characters that print nothing: soft hyphen, zero width space and (non-)joiners outside scripts that need them, word
# joiner, byte order mark, direction marks, and control characters. They split words for every later stage.
_UNPRINTED = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f"
_WORD = re.compile(rf"[^\s{_UNPRINTED}]+")
_GAP = re.compile(r"\s")
_UNEVEN = re.compile(rf"[{_UNPRINTED}]|\s\s|[^\S ]|^\s|\s$")


class TextBuilder:
    """Collects blocks; `text`, `blocks` and `page_map` are what has come together so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._runs: list[tuple[int, int, int]] = []
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def page_map(self) -> PageMap:
        return PageMap(tuple(self._runs))

    def add(self, kind: BlockKind, chars: str, offsets: Sequence[int | None] | int) -> Block | None:
        """Adds one block and returns it, or None if `chars` prints nothing.

        `offsets` says where on the page each character of `chars` stands (None: nowhere), or, as a single number,
        where the first one stands if they lie there in one piece. White space is collapsed to single spaces.
        """
        stretches = _stretches(chars)
        if not stretches:
            return None
        start = self._length + (len(SEPARATOR) if self.blocks else 0)
        if self.blocks:
            self._put(SEPARATOR)
        for a, b in stretches:
            self._run(chars, a, b, offsets)
            self._put(" " if b == a + 1 and chars[a].isspace() else chars[a:b])
        block = Block(kind, start, self._length)
        self.blocks.append(block)
        return block

    def _put(self, piece: str) -> None:
        self._parts.append(piece)
        self._length += len(piece)

    def _run(self, chars: str, a: int, b: int, offsets: Sequence[int | None] | int) -> None:
        """Maps the text about to be put to the page: one run where the page is in one piece, else one a piece."""
        at = self._length
        if isinstance(offsets, int):
            self._extend(at, at + b - a, offsets + a)
            return
        i = a
        while i < b:
            page = offsets[i]
            start = i
            i += 1
            if page is not None:
                ahead = page - start
                while i < b and offsets[i] == ahead + i:
                    i += 1
                self._extend(at + start - a, at + i - a, page)

    def _extend(self, start: int, end: int, page: int) -> None:
        if self._runs:
            s, e, p = self._runs[-1]
            if e == start and p + (e - s) == page:
                self._runs[-1] = (s, end, p)
                return
        self._runs.append((start, end, page))


def _stretches(chars: str) -> list[tuple[int, int]]:
    """The parts of `chars` to keep, in order: all of most blocks, else its words and a blank of each gap."""
    # What can be printed has no unprinted characters in it, and no white space but blanks.
    if chars.isprintable() and chars.strip() == chars and "  " not in chars:
        return [(0, len(chars))] if chars else []
    if not _UNEVEN.search(chars):
        return [(0, len(chars))]
    out: list[tuple[int, int]] = []
    before = None
    for word in _WORD.finditer(chars):
        gap = _GAP.search(chars, before, word.start()) if before is not None else None
        if gap:
            out.append((gap.start(), gap.start() + 1))
        out.append((word.start(), word.end()))
        before = word.end()
    return out
