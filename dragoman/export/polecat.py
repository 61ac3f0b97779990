"""POLECAT's tab-separated events, 40 columns with a header; what is unknown is the word None.

One row for each pair of an actor and a recipient (`acts.pairs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman import __version__
from dragoman.coding.ontology import load
from dragoman.export import tsv
from dragoman.export.acts import Act, Side, acts, is_person, number, pairs, publisher
from dragoman.export.tables import columns, country, country_codes
from dragoman.export.wording import words
from dragoman.model import CodedReport, Report

UNKNOWN = "None"


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The header, then a line a row."""
    yield tsv.row(columns("polecat"))
    for coded in records:
        story = _story(coded)
        for act in acts(coded):
            for n, actor, recipient in pairs(act):
                yield tsv.row((*_act(act, n), *_side(actor), *_side(recipient), *_where(act), *story), unknown=UNKNOWN)


def _act(act: Act, n: int) -> tuple[str | None, ...]:
    event = act.event
    return (
        f"{act.id}-{n}",
        act.first_day.isoformat() if act.first_day else None,
        event.type,
        event.mode,
        number(event.score, 2),
        load().quad(event.type),
        tsv.several(event.contexts),
    )


def _side(side: Side | None) -> tuple[str | None, ...]:
    if side is None:
        return (None,) * 8
    cow = country_codes(side.country).cow
    return side.name, side.country, cow, side.sector, side.sector, tsv.several(side.roles), side.raw, None


def _where(act: Act) -> tuple[str | None, ...]:
    place = act.place
    if place is None:
        return (None,) * 10
    state = country(place.country)
    return (
        place.name,
        place.name if place.precision == "city" else None,
        place.name if place.precision == "admin2" else None,
        place.admin1,
        state.name if state else None,
        number(place.lat),
        number(place.lon),
        None if place.geonameid is None else str(place.geonameid),
        words(act.coded, place.span),
        None,
    )


def _story(coded: CodedReport) -> tuple[str | None, ...]:
    report = coded.report
    people = [actor for actor in coded.actors if is_person(actor)]
    others = [actor.name for actor in coded.actors if actor not in people]
    return (
        publisher(report),
        _published(report),
        tsv.several(actor.name for actor in people),
        tsv.several(others),
        tsv.several(place.name for place in coded.places),
        report.language,
        f"dragoman-{__version__}",
    )


def _published(report: Report) -> str | None:
    return report.published.isoformat()[:10] if report.published else None
