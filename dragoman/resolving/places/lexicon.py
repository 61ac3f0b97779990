"""The words around place names (`data/place_words.tsv`) and given names (`data/given_names.txt`)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dragoman.resolving.countries import read_rows
from dragoman.resolving.given_names import given_names


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words by what they say of the name next to them; what each set is for stands in the table's header."""

    locative: frozenset[str]
    generic: frozenset[str]
    direction: frozenset[str]
    title: frozenset[str]
    role: frozenset[str]
    organisation: frozenset[str]
    connector: frozenset[str]
    opener: frozenset[str]
    speech: frozenset[str]
    notplace: frozenset[str]
    surname: frozenset[str]
    landform: frozenset[str]
    thing: frozenset[str]
    voice: frozenset[str]
    dealing: frozenset[str]
    policy: frozenset[str]
    given: frozenset[str]
    abbreviations: frozenset[str]

    @staticmethod
    @functools.cache
    def load() -> Lexicon:
        """The shipped words, read once a process."""
        sets = {kind: frozenset(words.split("|")) for kind, words in read_rows("place_words.tsv")}
        short = frozenset(row[0] for row in read_rows("place_aliases.tsv") if row[0].endswith("."))
        return Lexicon(**sets, given=given_names(), abbreviations=short)
