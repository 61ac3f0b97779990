"""Word pieces: text into the numbers that an encoder of the BERT family reads, with marks set around given spans.

Lower case without accents, as the uncased vocabularies want it; a word that the vocabulary cannot spell is one unknown
piece. Marks are pieces of their own, so that an encoder can be told which words it is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.model import Span

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be set between two pieces: `opening` and `closing` are numbers of the vocabulary."""

    span: Span
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """`ids` as the encoder reads them; `anchor` where the first mark opens, 0 (the text's own piece) without marks."""

    ids: tuple[int, ...]
    anchor: int


class WordPieces:
    """Encodes texts over one vocabulary (a piece a line; continuing pieces begin with ##)."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: n for n, piece in enumerate(vocabulary)}
        self._unknown = self._number["[UNK]"]
        self._first, self._last = self._number["[CLS]"], self._number["[SEP]"]
        self._known: dict[str, tuple[int, ...]] = {}

    def word(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, longest first from its beginning."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[word] = self._spell(word)
        return found

    def _spell(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if len(plain) > _LONGEST_WORD:
            return (self._unknown,)
        out: list[int] = []
        start = 0
        while start < len(plain):
            for end in range(len(plain), start, -1):
                number = self._number.get(plain[start:end] if start == 0 else f"##{plain[start:end]}")
                if number is not None:
                    break
            else:
                return (self._unknown,)
            out.append(number)
            start = end
        return tuple(out)

    def encode(self, text: str, *, marks: Sequence[Mark] = (), limit: int = 72) -> Encoded:
        """The text with its marks in at most `limit` pieces; of a longer text the part around the first mark is kept.

        A mark whose span lies outside what is kept is left out. Spans are offsets in `text`.
        """
        pieces: list[int] = []
        anchor = -1
        opens = sorted(((m.span.start, n) for n, m in enumerate(marks)), reverse=True)
        closes = sorted(((m.span.end, -n) for n, m in enumerate(marks)), reverse=True)
        opened: set[int] = set()
        for found in _WORD.finditer(text):
            while closes and closes[-1][0] <= found.start():
                n = -closes.pop()[1]
                if n in opened:
                    pieces.append(marks[n].closing)
            while opens and opens[-1][0] < found.end():
                n = opens.pop()[1]
                if marks[n].span.end > found.start():
                    opened.add(n)
                    if n == 0:
                        anchor = len(pieces)
                    pieces.append(marks[n].opening)
            pieces.extend(self.word(found.group()))
        pieces.extend(marks[-n].closing for _, n in reversed(closes) if -n in opened)
        room = limit - 2
        if len(pieces) > room:
            centre = anchor if anchor >= 0 else 0
            first = min(max(0, centre - room // 2), len(pieces) - room)
            pieces = pieces[first : first + room]
            anchor -= first
        return Encoded((self._first, *pieces, self._last), max(0, anchor + 1) if anchor >= 0 else 0)


def padded(encoded: Iterable[Encoded]) -> tuple[list[list[int]], list[list[int]], list[int]]:
    """Ids, attention masks and anchors of one batch, all of the length of its longest member."""
    batch = list(encoded)
    longest = max(len(e.ids) for e in batch)
    ids = [[*e.ids, *[0] * (longest - len(e.ids))] for e in batch]
    masks = [[*[1] * len(e.ids), *[0] * (longest - len(e.ids))] for e in batch]
    return ids, masks, [e.anchor for e in batch]
