"""From a query's tree to the index's query: which words in which kinds of document, which filters, what counts."""

from __future__ import annotations

import re

from tantivy import FieldType as Kind
from tantivy import Occur, Schema
from tantivy import Query as Tantivy

from dragoman.record.search.query import And, Coded, Dated, Leaf, Named, Node, Not, Or, Prefix, Query, Words
from dragoman.record.search.values import KINDS
from dragoman.record.search.words import stems_beginning

USUAL = ("report", "statement")
"""The kinds that are searched where a query names none."""
_TITLE = 1.0
"""What a report's title counts, beside its text's 1."""


def compiled(query: Query, schema: Schema) -> Tantivy:
    """The index's query for what `query` finds, with scores: BM25 of words, 1 for prefixes, 0 for filters."""
    named = any(isinstance(leaf, Coded) and leaf.field == "kind" for leaf, _ in query.leaves())
    sides = [
        (Occur.Should, _of_kind(query, kind, schema))
        for kind in (KINDS if named else USUAL)
        if _can_be(query.tree, kind)
    ]
    return Tantivy.boolean_query(sides) if sides else Tantivy.empty_query()


def is_scored(query: Query) -> bool:
    """Whether anything in the query makes one find better than another; else they are given newest first."""
    return any(wanted and isinstance(leaf, Words | Prefix) for leaf, wanted in query.leaves())


def _can_be(node: Node, kind: str) -> bool:
    """False where a filter at the top of the query leaves the whole kind out."""
    if isinstance(node, And):
        return all(_can_be(part, kind) for part in node.parts)
    return not (isinstance(node, Coded) and node.field == "kind" and node.value != kind)


def _of_kind(query: Query, kind: str, schema: Schema) -> Tantivy:
    compiler = _Compiler(kind, schema)
    must = [(Occur.Must, compiler.kind), (Occur.Must, compiler.node(query.tree))]
    if kind == "report":
        must += [
            (Occur.Should, Tantivy.boost_query(compiler.words(leaf, "title_words"), _TITLE))
            for leaf, wanted in query.leaves()
            if wanted and isinstance(leaf, Words)
        ]
    return Tantivy.boolean_query(must)


class _Compiler:
    """Builds queries over the documents of one kind."""

    def __init__(self, kind: str, schema: Schema) -> None:
        self._schema, self._field = schema, f"{kind}_words"
        self.kind = self.filter(Tantivy.term_query(schema, "kind", kind, "basic"))

    def node(self, node: Node) -> Tantivy:
        if isinstance(node, And):
            return Tantivy.boolean_query([self._clause(part) for part in node.parts] + [(Occur.Must, self.kind)])
        if isinstance(node, Or):
            return Tantivy.boolean_query([(Occur.Should, self.node(part)) for part in node.parts])
        if isinstance(node, Not):
            return Tantivy.boolean_query([(Occur.Must, self.kind), self._clause(node)])
        return self.leaf(node)

    def _clause(self, node: Node) -> tuple[Occur, Tantivy]:
        return (Occur.MustNot, self.node(node.part)) if isinstance(node, Not) else (Occur.Must, self.node(node))

    def leaf(self, leaf: Leaf) -> Tantivy:
        if isinstance(leaf, Words):
            words = self.words(leaf, self._field)
            if self._field != "report_words":
                return words
            # A word that only the title has is a find as well; what it counts there is added on top of the query.
            title = self.filter(self.words(leaf, "title_words"))
            return Tantivy.boolean_query([(Occur.Should, words), (Occur.Should, title)])
        if isinstance(leaf, Prefix):
            fields = [self._field] + (["title_words"] if self._field == "report_words" else [])
            ways = [self._beginning(leaf.letters, field) for field in fields]
            return Tantivy.const_score_query(Tantivy.boolean_query([(Occur.Should, way) for way in ways]), 1.0)
        if isinstance(leaf, Named):
            return self.filter(self.words(leaf, f"{leaf.field}_words"))
        if isinstance(leaf, Coded):
            if leaf.field == "kind":
                return self.filter(Tantivy.term_query(self._schema, "kind", leaf.value, "basic"))
            return self.filter(Tantivy.term_query(self._schema, "codes", f"{leaf.field}:{leaf.value}", "basic"))
        return self._days(leaf)

    def words(self, leaf: Words | Named, field: str) -> Tantivy:
        if len(leaf.stems) == 1:
            return Tantivy.term_query(self._schema, field, leaf.stems[0], "freq")
        return Tantivy.phrase_query(self._schema, field, list(leaf.stems))

    def filter(self, query: Tantivy) -> Tantivy:
        """What must be so without counting."""
        return Tantivy.const_score_query(query, 0.0)

    def _beginning(self, letters: str, field: str) -> Tantivy:
        begun = Tantivy.regex_query(self._schema, field, re.escape(letters) + ".*")
        others = stems_beginning(letters)
        if not others:
            return begun
        return Tantivy.boolean_query(
            [(Occur.Should, begun), (Occur.Should, Tantivy.term_set_query(self._schema, field, list(others)))]
        )

    def _days(self, leaf: Dated) -> Tantivy:
        """Whatever may lie in the days asked for: it begins before they end and ends after they begin."""
        clauses = []
        if leaf.first is not None:
            clauses.append(Tantivy.range_query(self._schema, "last", Kind.Integer, lower_bound=leaf.first))
        if leaf.last is not None:
            clauses.append(Tantivy.range_query(self._schema, "first", Kind.Integer, upper_bound=leaf.last))
        return self.filter(Tantivy.boolean_query([(Occur.Must, clause) for clause in clauses]))
