"""Events with coordinates as GeoJSON (RFC 7946): a FeatureCollection of points, WGS 84, one feature an event.

Events whose place is not known to a point are left out; `place_precision` tells what the point stands for, which for a
country is its middle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from dragoman.coding.ontology import load
from dragoman.export.acts import Act, Side, acts, address, key, line, publisher
from dragoman.model import CodedReport, Place

JSON = str | int | float | list["JSON"] | dict[str, "JSON"] | None


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The collection, a feature a line."""
    yield '{"type":"FeatureCollection","features":['
    joint = "\n"
    for coded in records:
        for act in acts(coded):
            place = act.place
            if place is not None and place.lat is not None and place.lon is not None:
                yield joint + json.dumps(_feature(act, place), ensure_ascii=False, separators=(",", ":"))
                joint = ",\n"
    yield "\n]}\n"


def _feature(act: Act, place: Place) -> JSON:
    event, report = act.event, act.coded.report
    assert place.lat is not None
    assert place.lon is not None
    return {
        "type": "Feature",
        "id": act.id,
        "geometry": {"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]},
        "properties": {
            "type": event.type,
            "mode": event.mode,
            "contexts": list(event.contexts),
            "quad": load().quad(event.type),
            "status": event.status.value,
            "first_day": act.first_day.isoformat() if act.first_day else None,
            "last_day": act.last_day.isoformat() if act.last_day else None,
            "actors": _sides(act.actors),
            "recipients": _sides(act.recipients),
            "place": line(place.name),
            "place_country": place.country,
            "place_admin1": line(place.admin1) if place.admin1 else None,
            "place_precision": line(place.precision) if place.precision else None,
            "geonameid": place.geonameid,
            "words": act.words,
            "score": event.score,
            "confidence": event.confidence,
            "report": key(report.id),
            "published": report.published.isoformat() if report.published else None,
            "publisher": publisher(report),
            "url": address(report),
        },
    }


def _sides(sides: Sequence[Side]) -> list[JSON]:
    return [{"name": side.name, "country": side.country, "sector": side.sector} for side in sides]
