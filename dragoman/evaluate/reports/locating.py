"""Where quotes and spans lie, as numbers of words of the gold text.

A quote of the annotation is its first occurrence, or the one that "<field>_nth" (1-based) names; a bare "nth" stands
for the trigger's or content's. Cue, addressee, outlets and condition without a number are the occurrence nearest to the
content, the speaker the one nearest to the cue.
"""

from __future__ import annotations

import difflib
import re

from dragoman.evaluate.measures import Words
from dragoman.evaluate.rows import Json, Row
from dragoman.model import Span

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|St|Jr|Inc|Co|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs)|\b[A-Z])\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z0-9])|\n+")
_LONGEST_ABBREVIATION = 8


def sentence_numbers(text: str, words: Words) -> list[int]:
    """The number of the sentence that each word stands in; a line break ends a sentence."""
    cuts: list[int] = []
    start = 0
    for m in _SENTENCE_END.finditer(text):
        # Only the last characters can match, so that a long text without sentence ends is not searched again and again.
        tail = text[max(start, m.start() + 1 - _LONGEST_ABBREVIATION) : m.start() + 1]
        if "\n" in m.group() or not _ABBREVIATION.search(tail):
            cuts.append(m.end())
            start = m.end()
    out, k = [], 0
    for begin, _ in words.spans:
        while k < len(cuts) and begin >= cuts[k]:
            k += 1
        out.append(k)
    return out


class Quotes:
    """Finds the annotation's quoted substrings in a text; `lost` collects those that are not there."""

    def __init__(self, text: str, words: Words) -> None:
        self.text, self.words = text, words
        self.lost: list[str] = []

    def field(self, item: Row, name: str, near: frozenset[int] = frozenset()) -> list[frozenset[int]]:
        """The word numbers of every quote in a field, each found near the given words if no number tells which."""
        quotes = item.items(name)
        nth = item.items(f"{name}_nth")
        if not nth and name in ("trigger", "content"):
            nth = item.items("nth")
        numbers: list[Json] = [*nth, *[None] * len(quotes)]
        return [self._find(item, name, q, n, near) for q, n in zip(quotes, numbers, strict=False)]

    def one(self, item: Row, name: str, near: frozenset[int] = frozenset()) -> frozenset[int]:
        """The word numbers of all quotes in a field together."""
        return frozenset().union(*self.field(item, name, near))

    def _find(self, item: Row, name: str, quote: Json, nth: Json, near: frozenset[int]) -> frozenset[int]:
        if not quote:
            return frozenset()
        if not isinstance(quote, str):
            raise item.strange(name, "a quote or a list of quotes")
        if nth is not None and not isinstance(nth, int):
            raise item.strange(f"{name}_nth", "a number or a list of numbers")
        found = self._everywhere(quote)
        if not found or (nth and nth > len(found)):
            self.lost.append(quote)
            return frozenset()
        if nth:
            return self.words.ids(found[nth - 1])
        if near:
            return self.words.ids(min(found, key=lambda span: self._distance(span, near)))
        return self.words.ids(found[0])

    def _distance(self, span: Span, near: frozenset[int]) -> int:
        ends = (min(near), max(near))
        return min((abs(i - j) for i in self.words.ids(span) for j in ends), default=0)

    def _everywhere(self, quote: str) -> list[Span]:
        pattern = r"\s+".join(map(re.escape, quote.split()))
        return [Span(*m.span()) for m in re.finditer(pattern, self.text)] if pattern else []


class Alignment:
    """A prediction's own text laid onto the gold text: spans of the one become word numbers of the other.

    Texts are aligned by their longest common blocks of words. A word without a partner is foreign and gets a negative
    number, which no gold word has.
    """

    def __init__(self, text: str, gold_text: str, gold_words: Words) -> None:
        self._words = gold_words if text == gold_text else Words(text)
        if self._words is gold_words:
            self._to_gold = {i: i for i in range(len(gold_words.spans))}
            return
        matcher = difflib.SequenceMatcher(None, self._words.norm, gold_words.norm, autojunk=False)
        self._to_gold = {a + k: b + k for a, b, n in matcher.get_matching_blocks() for k in range(n)}

    def words(self, *spans: Span | None) -> frozenset[int]:
        """The gold's word numbers for the spans; None is nothing."""
        found = self._words.ids(*(s for s in spans if s is not None))
        return frozenset(self._to_gold.get(i, -1 - i) for i in found)
