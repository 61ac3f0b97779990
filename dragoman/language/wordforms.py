"""Part of speech and lemma of each token, as the model's own rules give them, each kind of token worked out once.

The rules look at a token alone (its letters, its tag, now and then its dependency), and a run of reports has the same
tokens over and over. So what the model's two components of rules say of a token is kept, and they are asked about new
ones only: a third of the time that reading the syntax of a report takes. The few rules that look at two neighbours
("gon na", "there is") are left to the components: a text that holds a word with which one begins goes through them
whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The components that `WordForms` stands in for, in their order.
COMPONENTS = ("attribute_ruler", "lemmatizer")
# Kinds of token that are kept before all are forgotten: some 50 MB.
KEPT = 200_000
# Letters, tag and dependency of what is put between tokens that are not to be neighbours.
_APART = ("|", ",", "punct")


class Form(NamedTuple):
    """A token's part of speech (Universal POS) and lemma; empty where the rules tell none."""

    pos: str
    lemma: str


class WordForms:
    """`of(doc)` for texts with tags and dependencies, in a pipeline of which `COMPONENTS` have not been run."""

    def __init__(self, pipeline: Language) -> None:
        self._vocab = pipeline.vocab
        self._components = [pipeline.get_pipe(name) for name in COMPONENTS]
        self._kept: dict[tuple[str, str, str], Form] = {}
        patterns = [p for rule in self._components[0].patterns for p in rule["patterns"]]
        self._deps = frozenset(_deps(patterns))
        self._neighbours = _Neighbours([p for p in patterns if len(p) > 1])

    def of(self, doc: Doc) -> list[Form]:
        """The forms of all tokens of a text, blanks included, in order."""
        if self._neighbours.may_match(doc):
            for component in self._components:
                doc = component(doc)
            return [Form(t.pos_, t.lemma_) for t in doc]
        keys = [(t.text, t.tag_, d if (d := t.dep_) in self._deps else "other") for t in doc]
        new = [k for k in dict.fromkeys(keys) if k not in self._kept]
        if new:
            if len(self._kept) + len(new) > KEPT:
                self._kept.clear()
                new = list(dict.fromkeys(keys))
            self._kept.update(zip(new, self._asked(new), strict=True))
        return [self._kept[k] for k in keys]

    def _asked(self, keys: list[tuple[str, str, str]]) -> Iterator[Form]:
        """What the components say of tokens, each put apart from the next so that none is another's neighbour."""
        from spacy.tokens import Doc

        words, tags, deps = ([x for k in keys for x in (k[n], apart)] for n, apart in enumerate(_APART))
        doc = Doc(self._vocab, words=words, tags=tags, deps=deps)
        for component in self._components:
            doc = component(doc)
        return (Form(t.pos_, t.lemma_) for t in list(doc)[::2])


class _Neighbours:
    """Whether a text may hold what a rule over several tokens is about: a token with which one of them begins."""

    def __init__(self, patterns: list[list[dict[str, object]]]) -> None:
        self._words: set[str] = set()
        self._deps: set[str] = set()
        self._shapes: list[re.Pattern[str]] = []
        self._any = False
        for first, *_ in patterns:
            word, dep = first.get("LOWER"), first.get("DEP")
            if isinstance(word, str):
                self._words.add(word)
            elif isinstance(dep, str):
                self._deps.add(dep)
            elif isinstance(word, dict) and word.keys() == {"REGEX"}:
                self._shapes.append(re.compile(str(word["REGEX"])))
            else:
                self._any = True  # a rule of a kind not known here: every text goes through the components

    def may_match(self, doc: Doc) -> bool:
        if self._any:
            return True
        words = {t.lower_ for t in doc}
        return (
            not words.isdisjoint(self._words)
            or any(shape.search(w) for shape in self._shapes for w in words)
            or any(t.dep_ in self._deps for t in doc)
        )


def _deps(patterns: list[list[dict[str, object]]]) -> Iterator[str]:
    """The dependencies that rules name: all others are one to them."""
    for pattern in patterns:
        for token in pattern:
            told = token.get("DEP", [])
            values = [told] if isinstance(told, str) else told.values() if isinstance(told, dict) else []
            for value in values:
                yield from [value] if isinstance(value, str) else value
