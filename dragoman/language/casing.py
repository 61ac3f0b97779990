"""Headlines in capitals as they would stand in a sentence: "Envoy Rejects Truce Offer" is parsed as "Envoy rejects truce offer".

The tagger takes a capitalised verb for a name. Which words are names the report itself tells: what its sentences have in
small letters is none, what they capitalise within a sentence is one; for words that they lack, a list of common words.
Only letters' case is changed, so that every place in the text stays what it is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable

from dragoman.language.words import words
from dragoman.model import Block, BlockKind, Report

# A headline is one line with so many words at most, and so many of its longer words begin with a capital.
MOST_WORDS = 30
FEWEST_LONG = 3
CAPITALISED = 0.8

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
# Behind a small word, a number or a comma a capital is the word's own; behind a stop or a bracket it may be the sentence's.
_WITHIN = re.compile(r"(?<=[a-z0-9,] )([A-Z][a-z]+)")
_SMALL = re.compile(r"\b[a-z]+\b")


def recasing(report: Report) -> Callable[[Block, str], str]:
    """A function that gives a block's text (or a stretch of it) as it is to be parsed, letter for letter."""
    titled = [b for b in report.blocks if b.kind is not BlockKind.CAPTION and in_capitals(report.text[b.start : b.end])]
    if not titled:
        return lambda _block, text: text
    small: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for b in report.blocks:
        if b not in titled:
            text = report.text[b.start : b.end]
            small.update(_SMALL.findall(text))
            names.update(m[1].lower() for m in _WITHIN.finditer(text))

    def recase(block: Block, text: str) -> str:
        return _recased(text, small, names) if block in titled else text

    return recase


def in_capitals(text: str) -> bool:
    """Whether a line is set as headlines are, with capitals throughout or at nearly every longer word."""
    found = _WORD.findall(text)
    if not found or len(found) > MOST_WORDS or "\n" in text.strip():
        return False
    long = [w for w in found if len(w) > 3]
    return len(long) >= FEWEST_LONG and sum(w[0].isupper() for w in long) >= CAPITALISED * len(long)


def _recased(text: str, small: Counter[str], names: Counter[str]) -> str:
    shouted = sum(c.isupper() for c in text) > 0.7 * sum(c.isalpha() for c in text)
    first = True

    def one(m: re.Match[str]) -> str:
        nonlocal first
        word, opening = m[0], first
        first = False
        low = word.lower()
        bare = re.split(r"['’]", low)[0]
        if len(word) == 1 and word != "A":
            return word  # an initial, "I", "U.S."
        if not shouted and sum(c.isupper() for c in word) > 1:
            return word  # NATO, McCain
        if names[bare] > small[bare]:
            name = True
        elif small[bare]:
            name = False
        else:
            name = not _common(bare)
        if not name:
            return low.capitalize() if opening else low
        return low.capitalize() if shouted else word

    out = _WORD.sub(one, text)
    return out if len(out) == len(text) else text


@functools.lru_cache(maxsize=1 << 14)
def _common(word: str) -> bool:
    """Whether a word, or what it is made of with -s, -ed, -ing or -ly, is in the list of common ones."""
    common = words("common_words")
    if len(word) == 1 or word in common:
        return True
    for ending, others in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e"))):
        if word.endswith(ending) and any(
            len(w) > 2 and w in common for w in (word.removesuffix(ending) + o for o in others)
        ):
            return True
    return word.endswith(("ly", "ing", "tion", "ment")) and len(word) > 6
