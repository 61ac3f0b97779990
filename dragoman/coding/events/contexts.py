"""PLOVER's contexts of an event: what the classifier finds, and what a few sure words of its sentence say."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.coding.events.lexicon import Lexicon
from dragoman.coding.ontology import load as load_ontology
from dragoman.language.analysis import Sentence


def contexts_of(sentence: Sentence, found: Collection[str], *, lexicon: Lexicon) -> tuple[str, ...]:
    """Contexts in the code book's order: the classifier's (`found`), and those whose words the sentence has."""
    words: set[str] = set()
    for before, t in zip([None, *sentence.tokens[:-1]], sentence.tokens, strict=True):
        words |= {t.lower, t.lemma}
        if before is not None:
            words.add(f"{before.lower}-{t.lower}")
    named = {name for name, marks in lexicon.contexts if words & marks}
    return tuple(name for name in load_ontology().contexts if name in named or name in found)
