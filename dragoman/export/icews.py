"""ICEWS' tab-separated events, 20 columns with a header, no quoting; what is unknown is empty.

One row for each pair of a source and a target (`acts.pairs`); a mutual act has a row in either direction, as there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.coding.ontology.cameo import cameo
from dragoman.export import tsv
from dragoman.export.acts import Act, Side, acts, number, number_of, pairs, publisher, sentence
from dragoman.export.tables import cameo_name, columns, country, sector_words
from dragoman.model import CodedReport


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The header, then a line a row."""
    yield tsv.row(columns("icews"))
    for coded in records:
        for act in acts(coded):
            for n, source, target in pairs(act):
                yield tsv.row(_row(act, n, source, target))


def _row(act: Act, n: int, source: Side | None, target: Side | None) -> tuple[str | int | None, ...]:
    event, report = act.event, act.coded.report
    category = cameo(event.type, event.mode, event.contexts)
    day = act.filed_day
    return (
        number_of(act.id, n),
        day.isoformat() if day else None,
        *_side(source),
        cameo_name(category.code),
        category.code,
        number(event.score, 2),
        *_side(target),
        number_of(report.id),
        sentence(report, event.trigger.start),
        publisher(report),
        *_where(act),
    )


def _side(side: Side | None) -> tuple[str | None, str | None, str | None]:
    if side is None:
        return None, None, None
    state = country(side.country)
    return side.name, sector_words(side.sector).icews, state.name if state else None


def _where(act: Act) -> tuple[str | None, ...]:
    place = act.place
    if place is None:
        return (None,) * 6
    state = country(place.country)
    return (
        place.name if place.precision == "city" else None,
        place.name if place.precision == "admin2" else None,
        place.admin1,
        state.name if state else None,
        number(place.lat),
        number(place.lon),
    )
