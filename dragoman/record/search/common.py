"""Common words, and the pairs that they stand in: how phrases of them are found without reading where words stand.

"of the" stands in nearly every report, and telling so by the places of "of" and of "the" takes the index a tenth of a
second in a hundred thousand reports. So each two common words that stand beside one another are a word of the index as
well, written behind the text they come from (CommonGrams of Apache Nutch and Lucene). Which words are common is chosen
from the record when its index is made, and kept with the index: what is added later must be cut by the same list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dragoman.record.search.words import stems

SAMPLE = 2_000
"""Reports that the common words are chosen from; ids are hashes, so that the first by id are any."""
MOST = 128
SHARE = 0.05
"""A common word stands in this share of the reports at least."""
OUTGROWN, SMALLEST = 8, 50
"""Words chosen from fewer reports than `SAMPLE` are chosen anew when there are so many times as many, from 50 on."""

_PAIR = "_"
"""Stands between the words of a pair; a stem never holds it."""


def common_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The stems of `MOST` words that come most often in some texts, of those in at least `SHARE` of them, sorted."""
    often, within, number = Counter[str](), Counter[str](), 0
    for text in texts:
        number += 1
        words = stems(text)
        often.update(words)
        within.update(set(words))
    able = [word for word, n in within.items() if n >= SHARE * number]
    return tuple(sorted(sorted(able, key=lambda word: (-often[word], word))[:MOST]))


def is_outgrown(sampled: int, reports: int) -> bool:
    """Whether words chosen from `sampled` reports tell too little of a record of so many."""
    return sampled < SAMPLE and reports >= OUTGROWN * max(sampled, SMALLEST)


def runs(words: Sequence[str], common: frozenset[str]) -> Iterator[str]:
    """The pairs of common words in a line, those of words that follow each other together: "of_the the_minister"."""
    run: list[str] = []
    for one, other in pairwise(words):
        if one in common and other in common:
            run.append(one + _PAIR + other)
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def paired(phrase: Sequence[str], common: frozenset[str]) -> list[str] | None:
    """A phrase of two words or more as the pairs that stand for it; None where one of its words is not common."""
    return [one + _PAIR + other for one, other in pairwise(phrase)] if common.issuperset(phrase) else None
