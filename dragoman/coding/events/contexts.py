"""PLOVER's contexts of an event, from a few sure words of its sentence."""

from __future__ import annotations

from dragoman.coding.events.lexicon import Lexicon
from dragoman.language.analysis import Sentence


def contexts_of(sentence: Sentence, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Contexts in the order of the table; empty where no listed word stands in the sentence."""
    words: set[str] = set()
    for before, t in zip([None, *sentence.tokens[:-1]], sentence.tokens, strict=True):
        words |= {t.lower, t.lemma}
        if before is not None:
            words.add(f"{before.lower}-{t.lower}")
    return tuple(name for name, marks in lexicon.contexts if words & marks)
