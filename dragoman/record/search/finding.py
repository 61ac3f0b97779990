"""Finding: a query put to the index, the best finds in a stable order, each with words of its report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import tantivy

from dragoman.errors import QueryError
from dragoman.model import Span
from dragoman.record import changes
from dragoman.record.engines import LISTED
from dragoman.record.search.compiling import compiled, is_scored
from dragoman.record.search.documents import Document, documents
from dragoman.record.search.index import Damaged, Index, Progress, finding_damage
from dragoman.record.search.query import Query, parse
from dragoman.record.search.snippets import Snippet, Wanted, snippet

if TYPE_CHECKING:
    from dragoman.record.store import Record

MOST = 1000
"""Hits on one page."""
_AT_ONCE = 4000
"""Reports read from the record at a time while the index is made."""
Answer = TypeVar("Answer")
_KEY = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)-([0-9a-f]{1,16})", re.ASCII)
_SCALE = 64.0
"""Scores are given without the weight of recency: 64 is that of the latest day (`index._recent`)."""


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
        return self._answer(lambda: _count(self._search(asked, 1)))

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
            if written is not None and self._miscounted(now, written):
                written = None
            wanted = self._all() if written is None else written
            self._index.replace(now, gone=written, documents=self._documents(wanted))
        return len(wanted)

    def rebuild(self) -> int:
        """Make the index anew, whatever is there; the number of reports in it. Raises as `update`."""
        with self._index.writing(), self._engine.steady():
            reports = self._all()
            self._index.point = None
            self._index.replace(changes.point(self._engine), gone=None, documents=self._documents(reports))
        return len(reports)

    # Inside

    def _all(self) -> list[str]:
        return [str(report) for (report,) in self._engine.rows("SELECT report FROM reports ORDER BY report")]

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

    def _search(self, query: Query, size: int) -> tantivy.SearchResult:
        return self._index.searcher.search(compiled(query, self._index.schema), size)

    def _page(self, query: Query, limit: int, after: tuple[float, int] | None) -> list[Hit]:
        ranked = self._by_score(query, limit, after) if is_scored(query) else self._by_day(query, limit, after)
        return self._hits(ranked, Wanted.by(query))

    def _by_day(self, query: Query, limit: int, after: tuple[float, int] | None) -> list[_Ranked]:
        asked = compiled(query, self._index.schema)
        if after is not None:
            older = tantivy.Query.range_query(
                self._index.schema, "order", tantivy.FieldType.Unsigned, upper_bound=after[1], include_upper=False
            )
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, older)])
        hits = self._index.searcher.search(asked, limit, count=False, order_by_field="order").hits
        return [_Ranked(0.0, int(order), address) for order, address in hits]

    def _by_score(self, query: Query, limit: int, after: tuple[float, int] | None) -> list[_Ranked]:
        """The index orders by score alone: as many are taken as make sure that no equal one was left out."""
        asked, size = compiled(query, self._index.schema), max(64, 2 * limit)
        while True:
            found = self._index.searcher.search(asked, size, count=False, weight_by_field="recent").hits
            orders = self._index.searcher.fast_field_values("order", [address for _, address in found])
            ranked = sorted(
                (
                    _Ranked(float(score), int(order or 0), address)
                    for (score, address), order in zip(found, orders, strict=True)
                ),
                key=lambda r: (r.score, r.order),
                reverse=True,
            )
            whole = len(found) < size
            sure = [
                r
                for r in ranked
                if (whole or r.score > ranked[-1].score) and (after is None or (r.score, r.order) < after)
            ]
            if whole or len(sure) >= limit:
                return sure[:limit]
            size *= 4

    def _hits(self, ranked: Sequence[_Ranked], wanted: Wanted) -> list[Hit]:
        found = [(r, self._index.searcher.doc(r.address)) for r in ranked]
        reports = list(dict.fromkeys(document["in_report"][0] for _, document in found))
        sql = f"SELECT report, title, publisher, text FROM reports WHERE {self._engine.row_of.format(LISTED)}"
        told = {report: cells for report, *cells in self._engine.rows(sql, [reports])}
        hits = []
        for rank, document in found:
            report = document["in_report"][0]
            title, publisher, text = told[report]
            span = Span(document["start"][0], document["end"][0])
            day = rank.order >> 42
            hits.append(
                Hit(
                    kind=document["kind"][0],
                    report=report,
                    id=document["id"][0],
                    score=round(rank.score / _SCALE, 6),
                    span=span,
                    snippet=snippet(text, span, wanted),
                    day=date.fromordinal(day) if day else None,
                    title=title,
                    publisher=publisher,
                    key=f"{rank.score!r}-{rank.order:x}",
                )
            )
        return hits


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A find before its words are read: its score, its number in the order of days, its place in the index."""

    score: float
    order: int
    address: tantivy.DocAddress


def _count(result: tantivy.SearchResult) -> int:
    return int(getattr(result, "count"))  # noqa: B009 (the type stubs do not know it)


def _start(key: str) -> tuple[float, int]:
    found = _KEY.fullmatch(key)
    if not found:
        raise QueryError("after is no key of a hit; take one as a hit gives it", start=0, end=0)
    return float(found[1]), int(found[2], 16)
