"""Finding: a query put to the index, the best finds in a stable order, each with words of its report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import tantivy

from dragoman.errors import QueryError
from dragoman.model import Span
from dragoman.record import changes
from dragoman.record.engines import LISTED
from dragoman.record.search.common import SAMPLE, common_words, is_outgrown
from dragoman.record.search.compiling import Clause, compiled, constant_score, is_scored, joined, last_day
from dragoman.record.search.documents import Document, documents
from dragoman.record.search.fields import day_of
from dragoman.record.search.index import Damaged, Index, Progress, finding_damage
from dragoman.record.search.query import Query, parse
from dragoman.record.search.ranking import Place, Ranked, by_day, by_score
from dragoman.record.search.snippets import Snippet, Wanted, snippet

if TYPE_CHECKING:
    from dragoman.record.store import Record

MOST = 1000
"""Hits on one page."""
_AT_ONCE = 4000
"""Reports read from the record at a time while the index is made."""
Answer = TypeVar("Answer")
_KEY = re.compile(r"(\d{1,9}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)-([0-9a-f]{1,16})-(\d{1,12})", re.ASCII)
_SCALE = 64.0
"""Scores are given without the weight of recency: 64 is that of the latest day (`fields.as_tantivy`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One find: "statement 5f… of report 9a…, said 2024-05-03, score 7.1, because of these words".

    `kind` report, statement or event; `report` and `id` what they are called in the record (a report's are the same);
    `score` at least 0, comparable within one query only; `span` the words in the report's text that it stands for: the
    whole text, from first to last word of a statement, the words around an event's trigger. `day` is the report's, of
    statements and events that of the speaking or the act where it is told. `key` asks for what comes after this hit.
    """

    kind: str
    report: str
    id: str
    score: float
    span: Span
    snippet: Snippet
    day: date | None
    title: str | None
    publisher: str | None
    key: str


class Search:
    """Search in one record. The index is brought up to the record's state before each answer.

    It lies in a folder beside the record (`news.duckdb` has `news.search`) unless another one is named, in the user's
    cache for a record on a server, and in memory for a record in memory.
    """

    def __init__(
        self,
        record: Record,
        *,
        folder: str | Path | None = None,
        progress: Progress | None = None,
        patience_s: float = 60.0,
    ) -> None:
        """`progress` is told how many reports of how many are indexed; `patience_s` is how long another program that
        writes the same index is waited for.
        """
        self._progress = progress
        self._engine = record.engine
        self._seen: changes.Point | None = None
        self._index = Index(Path(folder) if folder else self._engine.index_folder(), patience_s=patience_s)

    @property
    def folder(self) -> Path | None:
        """Where the index lies; None for one in memory."""
        return self._index.folder

    def find(self, query: str | Query, *, limit: int = 20, after: str | None = None) -> list[Hit]:
        """The best `limit` (1 to 1,000) hits, those after the hit with key `after` if one is given.

        By score, the newest first among equals; by day alone where the query has filters only. Raises `QueryError`
        where the query cannot be understood, `RecordError` where the index cannot be written or the record not read.
        """
        if not 1 <= limit <= MOST:
            raise ValueError(f"limit is {limit}; it can be 1 to {MOST}")
        asked = parse(query) if isinstance(query, str) else query
        start = None if after is None else _start(after)
        return self._answer(lambda: self._page(asked, limit, start))

    def count(self, query: str | Query) -> int:
        """How many hits there are; raises what `find` raises."""
        asked = parse(query) if isinstance(query, str) else query
        return self._answer(lambda: _count(self._index.searcher.search(joined(self._compiled(asked)), 1)))

    def update(self) -> int:
        """Bring the index up to the record's state; the number of reports that were indexed anew.

        Raises `RecordError` where the index cannot be written or another program holds it for too long.
        """
        if self._engine.fixed and self._index.point is not None and self._index.point == self._seen:
            return 0
        self._seen = now = changes.point(self._engine)
        if self._index.point == now:
            return 0
        with self._index.writing(), self._engine.steady():
            # Once more: whoever wrote the index meanwhile may have seen a later state.
            self._seen = now = changes.point(self._engine)
            then = self._index.point
            if then == now:  # another program has done it meanwhile
                return 0
            written = changes.since(self._engine, then) if then else None
            if written is None or self._miscounted(now, written) or is_outgrown(self._index.sampled, now.reports):
                return self._fill(now)
            self._index.replace(now, gone=written, documents=self._documents(written))
        return len(written)

    def rebuild(self) -> int:
        """Make the index anew, whatever is there; the number of reports in it. Raises as `update`."""
        with self._index.writing(), self._engine.steady():
            self._index.point = None
            return self._fill(changes.point(self._engine))

    # Inside

    def _fill(self, now: changes.Point) -> int:
        """Make the index of all reports anew; how many they are."""
        reports = [str(report) for (report,) in self._engine.rows("SELECT report FROM reports ORDER BY report")]
        some = reports[:SAMPLE]
        sample = self._engine.rows(f"SELECT text FROM reports WHERE report IN {LISTED}", [some])
        common = common_words(str(text) for (text,) in sample)
        self._index.fill(now, self._documents(reports), common=common, sampled=len(some))
        return len(reports)

    def _documents(self, reports: Sequence[str]) -> Iterator[Document]:
        for start in range(0, len(reports), _AT_ONCE):
            some = reports[start : start + _AT_ONCE]
            yield from documents(self._engine, some)
            if self._progress:
                self._progress(start + len(some), len(reports))

    def _miscounted(self, now: changes.Point, written: Sequence[str]) -> bool:
        """Whether reports came or went without being logged, as a program that knows no log would do it."""
        schema, query = self._index.schema, tantivy.Query
        others = query.boolean_query(
            [
                (tantivy.Occur.Must, query.term_query(schema, "kind", "report", "basic")),
                (tantivy.Occur.MustNot, query.term_set_query(schema, "in_report", list(written))),
            ]
        )
        there = self._engine.rows(f"SELECT count(*) FROM reports WHERE report IN {LISTED}", [list(written)])
        return _count(self._index.searcher.search(others, 1)) != now.reports - int(there[0][0])

    def _answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, of an index that is up to date and whole."""
        self.update()
        try:
            with finding_damage():
                return ask()
        except Damaged:
            self.rebuild()
            return ask()

    def _compiled(self, query: Query) -> list[Clause]:
        return compiled(query, self._index.schema, self._index.searcher, self._index.common)

    def _page(self, query: Query, limit: int, after: Place | None) -> list[Hit]:
        asked = self._compiled(query)
        if is_scored(query):
            ranked = by_score(self._index, asked, limit, after)
        else:
            score = _SCALE * (constant_score(query) or 0)
            ranked = by_day(self._index, asked, limit, after, score=score, latest=last_day(query))
        return self._hits(ranked, Wanted.by(query))

    def _hits(self, ranked: Sequence[Ranked], wanted: Wanted) -> list[Hit]:
        found = [(r.place, self._index.searcher.doc(r.address)) for r in ranked]
        shown = self._shown({document["in_report"][0] for _, document in found})
        hits = []
        for place, document in found:
            report = document["in_report"][0]
            title, publisher, text = shown[report]
            span = Span(document["start"][0], document["end"][0])
            day = day_of(place.order)
            hits.append(
                Hit(
                    kind=document["kind"][0],
                    report=report,
                    id=document["id"][0],
                    score=round(place.score / _SCALE, 6),
                    span=span,
                    snippet=snippet(text, span, wanted),
                    day=date.fromordinal(day) if day else None,
                    title=title,
                    publisher=publisher,
                    key=f"{place.score!r}-{place.order:x}-{place.rank}",
                )
            )
        return hits

    def _shown(self, reports: Collection[str]) -> dict[str, tuple[str | None, str | None, str]]:
        """Title, publisher and text of reports, from the index: the record unpacks thousands of texts to give one."""
        schema, query, searcher = self._index.schema, tantivy.Query, self._index.searcher
        of_reports = query.boolean_query(
            [
                (tantivy.Occur.Must, query.term_set_query(schema, "in_report", sorted(reports))),
                (tantivy.Occur.Must, query.term_query(schema, "kind", "report", "basic")),
            ]
        )
        hits = searcher.search(of_reports, max(1, len(reports)), count=False).hits if reports else []
        documents = (searcher.doc(address) for _, address in hits)
        return {d["in_report"][0]: tuple(json.loads(d["shown"][0])) for d in documents}


def _count(result: tantivy.SearchResult) -> int:
    return int(getattr(result, "count"))  # noqa: B009 (the type stubs do not know it)


def _start(key: str) -> Place:
    found = _KEY.fullmatch(key)
    if not found:
        raise QueryError("after is no key of a hit; take one as a hit gives it", start=0, end=0)
    return Place(float(found[1]), int(found[2], 16), int(found[3]))
