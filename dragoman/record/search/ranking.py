"""The best finds of a query in the index, one page of them: by score, or by day where none is better than another.

Both give the same pages wherever one starts: a find's place is told by its score and its `order` (day, then a hash).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy

from dragoman.record.search.compiling import Clause, joined
from dragoman.record.search.fields import day_of, day_term
from dragoman.record.search.index import Index

_FIRST = 64
"""Documents looked at first, at least."""
_WIDER = (1, 32)
"""How much more the stretches of days hold that are looked through by themselves, one after the other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a find stands: its score, its number in the order of days, and about how many finds there are up to it."""

    score: float
    order: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A find before its words are read: where it stands, and where it is in the index."""

    place: Place
    address: tantivy.DocAddress


def by_score(index: Index, asked: Sequence[Clause], limit: int, after: Place | None) -> list[Ranked]:
    """The best `limit` finds after a place, the newest first among equals.

    The index gives a stretch of its own order, which is by score alone: as much is taken as makes sure that no equal
    one is left out at either end. A place's `rank` says where to begin; where it is wrong, more is looked through.
    """
    query, size = joined(asked), max(_FIRST, 2 * limit)
    skipped = 0 if after is None else max(0, min(after.rank, index.searcher.num_docs) - _FIRST)
    while True:
        found = index.searcher.search(query, size, count=False, offset=skipped, weight_by_field="recent").hits
        if after is not None and skipped and (not found or found[0][0] <= after.score):
            if not found:  # there are fewer finds than the place says
                skipped = int(getattr(index.searcher.search(query, 1), "count"))  # noqa: B009 (stubs do not know it)
            size *= 2
            skipped = max(0, skipped - size)
            continue
        orders = index.searcher.fast_field_values("order", [address for _, address in found])
        ranked = sorted(
            ((float(score), int(order or 0), address) for (score, address), order in zip(found, orders, strict=True)),
            key=lambda r: r[:2],
            reverse=True,
        )
        whole = len(found) < size
        sure = [
            Ranked(Place(score, order, skipped + n), address)
            for n, (score, order, address) in enumerate(ranked, 1)
            if (whole or score > ranked[-1][0]) and (after is None or (score, order) < (after.score, after.order))
        ]
        if whole or len(sure) >= limit:
            return sure[:limit]
        size *= 4


def by_day(
    index: Index, asked: Sequence[Clause], limit: int, after: Place | None, *, score: float, latest: int | None
) -> list[Ranked]:
    """The newest `limit` finds after a place, each with `score`; none begins after the day `latest` (an ordinal).

    The newest days are looked through first, and all others only if that gives too few, so that it does not matter
    how many finds there are of all days.
    """
    must, found = tantivy.Occur.Must, list[Ranked]()
    if after is not None:
        latest = day_of(after.order) if latest is None else min(latest, day_of(after.order))
    for days in _stretches(index, limit, latest):
        clauses = list(asked)
        if days is not None:
            within = tantivy.Query.term_set_query(index.schema, "day", days)
            clauses.append((must, tantivy.Query.const_score_query(within, 0.0)))
        bound = found[-1].place.order if found else None if after is None else after.order
        if bound is not None and (days is None or int(days[-1]) >= day_of(bound)):
            older = tantivy.Query.range_query(
                index.schema, "order", tantivy.FieldType.Unsigned, upper_bound=bound, include_upper=False
            )
            clauses.append((must, older))
        hits = index.searcher.search(joined(clauses), limit - len(found), count=False, order_by_field="order").hits
        found += [Ranked(Place(score, int(order)), address) for order, address in hits]
        if len(found) >= limit:
            break
    return found


def _stretches(index: Index, limit: int, latest: int | None) -> Iterator[list[str] | None]:
    """Days up to `latest` in two stretches, the newest first; then None for all the rest.

    What is not found often enough in the second is so rare that all of it is soon looked through.
    """
    end = "999999" if latest is None else day_term(latest)
    days = [(day, n) for day, n in index.days if day <= end]
    for wider in _WIDER:
        some, number = list[str](), 0
        while days and number < wider * max(_FIRST, 4 * limit):
            day, n = days.pop()
            some.append(day)
            number += n
        if some:
            yield some[::-1]
    if days:
        yield None
