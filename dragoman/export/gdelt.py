"""GDELT 2.0's events (61 columns) and mentions (16), tab-separated, no header; what is unknown is empty.

One event for each pair of actors (`acts.pairs`), and a mention for every place where the report's words name the act.
Both files go by GLOBALEVENTID.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dragoman.coding.ontology.cameo import cameo
from dragoman.export import tsv
from dragoman.export.acts import (
    Act,
    Side,
    acts,
    address,
    compact,
    host,
    key,
    leads,
    line,
    number,
    number_of,
    pairs,
    publisher,
    sentence,
    stamp,
)
from dragoman.export.tables import country, country_codes, sector_words
from dragoman.merging.telling import ALONE, Telling, Told
from dragoman.model import CodedReport, Place, Span

EVENTS, MENTIONS = "export.CSV", "mentions.CSV"
"""The files in the folder, as GDELT calls them after the quarter hour: tab-separated, whatever the ending says."""

_NOWHERE = ("0", *(None,) * 7)


def write(records: Iterable[CodedReport], folder: Path, told: Told | None = None) -> None:
    """Both files in `folder`, which exists. Raises OSError where they cannot be written.

    `told` has the events that several reports tell of; each other is taken for told by its own report alone.
    """
    with (
        (folder / EVENTS).open("w", encoding="utf-8", newline="\n") as events,
        (folder / MENTIONS).open("w", encoding="utf-8", newline="\n") as mentions,
    ):
        for coded in records:
            for act in acts(coded):
                for n, first, second in pairs(act):
                    events.write(
                        tsv.row(event_row(act, n, first, second, telling=(told or {}).get(act.event.id, ALONE)))
                    )
                    mentions.writelines(tsv.row(cells) for cells in mention_rows(act, n, first, second))


def event_row(
    act: Act, n: int, first: Side | None, second: Side | None, *, telling: Telling = ALONE
) -> tuple[str | int | None, ...]:
    """The 61 cells of the event of a pair."""
    event, report = act.event, act.coded.report
    category = cameo(event.type, event.mode, event.contexts)
    return (
        number_of(act.id, n),
        *_day(act.filed_day),
        *_side(first),
        *_side(second),
        int(leads(report, event.trigger.start)),
        category.code,
        category.base,
        category.root,
        category.quad_class,
        number(event.score, 2),
        1 + len(event.mentions),
        telling.publishers,
        telling.reports,
        None,
        *_NOWHERE,
        *_NOWHERE,
        *_where(act.place),
        stamp(report.published),
        address(report),
    )


def mention_rows(act: Act, n: int, first: Side | None, second: Side | None) -> Iterator[tuple[str | int | None, ...]]:
    """The 16 cells of each mention of the event of a pair; offsets are code points of the report's text."""
    event, report = act.event, act.coded.report
    url = address(report)
    certainty = event.confidence
    for span in (event.trigger, *event.mentions):
        yield (
            number_of(act.id, n),
            stamp(act.filed_day),
            stamp(report.published),
            1 if url else 2,
            host(url) if url else publisher(report),
            url or key(report.id),
            sentence(report, span.start),
            _offset(first),
            _offset(second),
            span.start,
            1,
            None if certainty is None else min(100, max(10, round(certainty * 100))),
            len(report.text),
            None,
            None,
            None,
        )


def _offset(side: Side | None) -> int:
    span: Span | None = side.span if side else None
    return span.start if span else -1


def _day(day: date | None) -> tuple[str | None, ...]:
    if day is None:
        return (None,) * 4
    fraction = day.year + ((day.month - 1) * 30 + day.day) / 365  # the code book's own formula
    return compact(day), compact(day)[:6], compact(day)[:4], f"{fraction:.4f}"


def _side(side: Side | None) -> tuple[str | None, ...]:
    """Code, name, country, then five columns that PLOVER has nothing for, then the type and two more of them."""
    if side is None:
        return (None,) * 10
    state = country_codes(side.state).cameo
    role = sector_words(side.sector).cameo or ("IGO" if side.country == "IGO" else None)
    return (f"{state or ''}{role or ''}", side.name, state, None, None, None, None, role, None, None)


def _where(place: Place | None) -> tuple[str | int | None, ...]:
    """Type (1 country, 2 state or 3 city of the U.S., 4 city or 5 state elsewhere, 0 none), name, codes, point."""
    if place is None:
        return _NOWHERE
    fips = country_codes(place.country).fips
    home = place.country == "USA"
    kind = {"country": 1, "admin1": 2 if home else 5}.get(place.precision or "")
    if kind is None:
        kind = (3 if home else 4) if place.precision in ("city", "point", "admin2") else 0
    state = country(place.country)
    parts = (place.name, place.admin1, state.name if state else None)
    full = ", ".join(dict.fromkeys(filter(None, (line(part) for part in parts if part))))
    return kind, full, fips, fips if kind == 1 else None, None, number(place.lat), number(place.lon), None
