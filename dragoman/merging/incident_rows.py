"""Incidents as rows of two tables, for a store to keep; nothing here knows a database.

`incidents` has one row an incident, `incident_events` one for each event that tells of it: the join between what
happened and who said so. Figures and parties of an incident are those of its events' own rows, by that join; what the
merging decided about them (which names are one party) stands in `incident_parties`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dragoman.merging.summing import Incident

Value = str | int | float | bool | date | list[str] | None
Row = tuple[Value, ...]

COLUMNS: dict[str, str] = {
    "incidents": (
        "id VARCHAR, type VARCHAR, modes VARCHAR[], contexts VARCHAR[], status VARCHAR, statuses VARCHAR[], "
        "first_day DATE, last_day DATE, hull_first DATE, hull_last DATE, dated BOOLEAN, place VARCHAR, "
        "place_country VARCHAR, place_admin1 VARCHAR, lat DOUBLE PRECISION, lon DOUBLE PRECISION, geonameid BIGINT, "
        "place_precision VARCHAR, place_report VARCHAR, confidence DOUBLE PRECISION, claimed BOOLEAN, "
        "withdrawn BOOLEAN, "
        "n_reports INTEGER, n_publishers INTEGER, n_stories INTEGER, first_reported DATE, last_reported DATE"
    ),
    "incident_parties": (
        "incident VARCHAR, side VARCHAR, n INTEGER, name VARCHAR, country VARCHAR, sector VARCHAR, variants VARCHAR[], "
        "actors VARCHAR[], n_stories INTEGER"
    ),
    "incident_events": (
        "incident VARCHAR, n INTEGER, report VARCHAR, event VARCHAR, day DATE, publisher VARCHAR, story VARCHAR, "
        "copy BOOLEAN, is_current BOOLEAN, background BOOLEAN, status VARCHAR, statement VARCHAR"
    ),
    "incident_figures": (
        "incident VARCHAR, n INTEGER, kind VARCHAR, amount DOUBLE PRECISION, high DOUBLE PRECISION, unit VARCHAR, "
        "bound VARCHAR, is_current BOOLEAN, n_told INTEGER"
    ),
}
"""Columns of each table, in SQL that DuckDB and PostgreSQL both take; every row of `rows` has them in this order."""


def rows(incidents: Iterable[Incident]) -> dict[str, list[Row]]:
    """The rows of incidents, a list for each table of `COLUMNS`, in the incidents' order."""
    out: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for i in incidents:
        place = i.place
        first, last = i.date or (None, None)
        hull_first, hull_last = i.hull or (None, None)
        where: Row = (None,) * 7
        if place:
            where = (place.name, place.country, place.admin1, place.lat, place.lon, place.geonameid, place.precision)
        out["incidents"].append(
            (
                i.id,
                i.type,
                list(i.modes),
                list(i.contexts),
                i.status.value,
                [s.value for s in i.statuses],
                first,
                last,
                hull_first,
                hull_last,
                i.dated,
                *where,
                i.place_told_by,
                i.confidence,
                i.claimed,
                i.withdrawn,
                i.n_reports,
                i.n_publishers,
                i.n_stories,
                i.first_day,
                i.last_day,
            )
        )
        for side, parties in (("actor", i.actors), ("recipient", i.recipients)):
            out["incident_parties"] += [
                (i.id, side, n, p.name, p.country, p.sector, list(p.variants), list(p.actors), p.n_stories)
                for n, p in enumerate(parties)
            ]
        out["incident_events"] += [
            (
                i.id,
                n,
                e.report,
                e.event,
                e.day,
                e.publisher,
                e.story,
                e.copy,
                e.current,
                e.background,
                e.status.value,
                e.statement,
            )
            for n, e in enumerate(i.evidence)
        ]
        out["incident_figures"] += [
            (i.id, n, f.kind, f.value, f.high, f.unit, f.bound, f.current, len(f.told_by))
            for n, f in enumerate(i.figures)
        ]
    return out
