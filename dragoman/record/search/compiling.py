"""From a query's tree to the index's query: which words in which kinds of document, which filters, what counts.

Each kind of document has fields of words of its own, so a word is looked for in the fields of all kinds that are wanted
at once, and every other condition is put once for all kinds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from tantivy import FieldType as Kind
from tantivy import Occur, Schema, Searcher
from tantivy import Query as Tantivy

from dragoman.record.search.common import paired
from dragoman.record.search.fields import BEGINNINGS
from dragoman.record.search.query import And, Coded, Dated, Leaf, Named, Node, Not, Or, Prefix, Query, Words
from dragoman.record.search.values import KINDS
from dragoman.record.search.words import stems_beginning

USUAL = ("report", "statement")
"""The kinds that are searched where a query names none."""


Clause = tuple[Occur, Tantivy]


def compiled(query: Query, schema: Schema, searcher: Searcher, common: frozenset[str]) -> list[Clause]:
    """The index's query for what `query` finds, as clauses to be `joined`, alone or with others beside them.

    Scores are BM25 of words, 1 for prefixes, 0 for filters. A word or phrase counts in a report's title as it does in
    the text, each by itself. `common` are the common words of the index.
    """
    return _Compiler(query, schema, searcher, common).query(query.tree)


def joined(clauses: Sequence[Clause]) -> Tantivy:
    """What all clauses find. A clause within another one looks for its own next find, however far: keep them beside."""
    if len(clauses) == 1 and clauses[0][0] == Occur.Must:
        return clauses[0][1]
    return Tantivy.boolean_query(clauses)


def is_scored(query: Query) -> bool:
    """Whether anything in the query makes one find better than another; else they are given newest first."""
    return any(wanted and isinstance(leaf, Words) for leaf, wanted in query.leaves()) or (constant_score(query) is None)


def constant_score(query: Query) -> int | None:
    """What beginnings count in every find alike; None where they count in some only."""
    parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,)
    everywhere = sum(isinstance(part, Prefix) for part in parts)
    return everywhere if everywhere == sum(w and isinstance(leaf, Prefix) for leaf, w in query.leaves()) else None


def last_day(query: Query) -> int | None:
    """The ordinal of a day after which nothing that the query finds begins, None where it does not say."""
    parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,)
    return min((part.last for part in parts if isinstance(part, Dated) and part.last is not None), default=None)


def _can_be(node: Node, kind: str) -> bool:
    """False where a filter at the top of the query leaves the whole kind out."""
    if isinstance(node, And):
        return all(_can_be(part, kind) for part in node.parts)
    return not (isinstance(node, Coded) and node.field == "kind" and node.value != kind)


def _needs_words(node: Node) -> bool:
    """Whether nothing is found without a word in such a field, so that only documents of its kind are."""
    if isinstance(node, And):
        return any(map(_needs_words, node.parts))
    if isinstance(node, Or):
        return all(map(_needs_words, node.parts))
    return isinstance(node, Words)


class _Compiler:
    """Builds the index's query for one query."""

    def __init__(self, query: Query, schema: Schema, searcher: Searcher, common: frozenset[str]) -> None:
        self._schema, self._searcher, self._common = schema, searcher, common
        named = any(isinstance(leaf, Coded) and leaf.field == "kind" for leaf, _ in query.leaves())
        self._kinds = [kind for kind in (KINDS if named else USUAL) if _can_be(query.tree, kind)]
        self._wanted = _filter(_any(self._term("kind", kind, "basic") for kind in self._kinds))

    def query(self, tree: Node) -> list[Clause]:
        """The clauses for the whole tree."""
        if not self._kinds:
            return [(Occur.Must, Tantivy.empty_query())]
        parts = list(tree.parts if isinstance(tree, And) else (tree,))
        words = [part for part in parts if isinstance(part, Words)]
        clauses: list[Clause] = []
        if len(words) > 1:  # kind by kind, as single words meet a third quicker than unions of them
            sides = ([_any(self._words(w, field) for field in _fields(kind)) for w in words] for kind in self._kinds)
            clauses.append((Occur.Must, _any(_all(side) for side in sides)))
            parts = [part for part in parts if not isinstance(part, Words)]
        for part in parts:
            clauses += self._bounds(part) if isinstance(part, Dated) else [self._clause(part)]
        return clauses if _needs_words(tree) else [*clauses, (Occur.Must, self._wanted)]

    def _node(self, node: Node) -> Tantivy:
        if isinstance(node, And):
            more = [(Occur.Must, self._wanted)] if all(isinstance(part, Not) for part in node.parts) else []
            return Tantivy.boolean_query([*map(self._clause, node.parts), *more])
        if isinstance(node, Not):
            return Tantivy.boolean_query([(Occur.Must, self._wanted), self._clause(node)])
        return _any(self._ways(node))

    def _clause(self, node: Node) -> Clause:
        return (Occur.MustNot, self._node(node.part)) if isinstance(node, Not) else (Occur.Must, self._node(node))

    def _ways(self, node: Node) -> list[Tantivy]:
        """A node as alternatives, so that those of alternatives are one union."""
        if isinstance(node, Or):
            return [way for part in node.parts for way in self._ways(part)]
        if isinstance(node, Words):
            return [self._words(node, field) for kind in self._kinds for field in _fields(kind)]
        return [self._node(node) if isinstance(node, And | Not) else self._leaf(node)]

    def _leaf(self, leaf: Leaf) -> Tantivy:
        """What is looked for in the same fields whatever the kind."""
        if isinstance(leaf, Prefix):
            return Tantivy.const_score_query(_any(self._beginning(leaf.letters)), 1.0)
        if isinstance(leaf, Named):
            return _filter(self._words(leaf, f"{leaf.field}_words"))
        if isinstance(leaf, Coded):
            if leaf.field == "kind":
                return self._term_filter("kind", leaf.value)
            return self._term_filter("codes", f"{leaf.field}:{leaf.value}")
        assert isinstance(leaf, Dated)
        return joined(self._bounds(leaf))

    def _words(self, leaf: Words | Named, field: str) -> Tantivy:
        if len(leaf.stems) == 1:
            return self._term(field, leaf.stems[0], "freq")
        pairs = paired(leaf.stems, self._common) if isinstance(leaf, Words) else None
        if pairs is None:
            return Tantivy.phrase_query(self._schema, field, list(leaf.stems))
        found = (
            self._term(field, pairs[0], "freq")
            if len(pairs) == 1
            else Tantivy.phrase_query(self._schema, field, list(pairs))
        )
        # A pair is rarer than its words; it must count what the phrase of its words counts, as all other phrases do.
        return Tantivy.boost_query(found, self._rarity(field, leaf.stems) / self._rarity(field, pairs))

    def _rarity(self, field: str, words: Sequence[str]) -> float:
        """What BM25 weighs the words of a phrase with (inverse document frequency, as tantivy has it)."""
        number = self._searcher.num_docs
        there = (min(self._searcher.doc_freq(field, word), number) for word in words)
        return sum(math.log(1 + (number - n + 0.5) / (n + 0.5)) for n in there)

    def _beginning(self, letters: str) -> list[Tantivy]:
        fields = [field for kind in self._kinds for field in _fields(kind)]
        ways = (
            [self._term("begins", letters, "basic")]
            if len(letters) in BEGINNINGS
            else [Tantivy.regex_query(self._schema, field, re.escape(letters) + ".*") for field in fields]
        )
        others = list(stems_beginning(letters))
        return ways + [Tantivy.term_set_query(self._schema, field, others) for field in fields if others]

    def _bounds(self, leaf: Dated) -> list[Clause]:
        """Whatever may lie in the days asked for: it begins before they end and ends after they begin."""
        ranges = []
        if leaf.first is not None:
            ranges.append(Tantivy.range_query(self._schema, "last", Kind.Integer, lower_bound=leaf.first))
        if leaf.last is not None:
            ranges.append(Tantivy.range_query(self._schema, "first", Kind.Integer, upper_bound=leaf.last))
        return [(Occur.Must, _filter(found)) for found in ranges]

    def _term(self, field: str, word: str, option: str) -> Tantivy:
        return Tantivy.term_query(self._schema, field, word, option)

    def _term_filter(self, field: str, word: str) -> Tantivy:
        return _filter(self._term(field, word, "basic"))


def _fields(kind: str) -> list[str]:
    """The fields of words that documents of a kind have. A word that only the title has is a find as well."""
    return ["report_words", "title_words"] if kind == "report" else [f"{kind}_words"]


def _filter(query: Tantivy) -> Tantivy:
    """What must be so without counting."""
    return Tantivy.const_score_query(query, 0.0)


def _all(parts: Iterable[Tantivy]) -> Tantivy:
    """What all of some parts find."""
    return Tantivy.boolean_query([(Occur.Must, part) for part in parts])


def _any(ways: Iterable[Tantivy]) -> Tantivy:
    """What any of some alternatives finds; each that does counts."""
    some = list(ways)
    return some[0] if len(some) == 1 else Tantivy.boolean_query([(Occur.Should, way) for way in some])
