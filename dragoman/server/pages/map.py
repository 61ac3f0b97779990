"""The map: in which countries things happen, who acts or is acted on; and the places, by how exactly each is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api.events import choose
from dragoman.server.api.resource import FROM, QUAD, STATUS, TO, TYPE
from dragoman.server.catalogue.choosing import Chooser, Chosen
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.lists import asked_of
from dragoman.server.pages.mapping import HEIGHT, WIDTH, lands, project
from dragoman.server.pages.rendering import render
from dragoman.server.pages.tabling import FORM, table
from dragoman.server.pages.wording import country
from dragoman.server.parameters import Kind, Parameter, read
from dragoman.server.reading import Source

WHOSE = {
    "place": ("Where it happens", "place_country", "place_country"),
    "actor": ("Who acts", "actor_countries", "actor"),
    "recipient": ("Who is acted on", "recipient_countries", "recipient"),
}
OF = Parameter("of", Kind.CODE, "what is counted", choices=tuple(WHOSE), default="place")
COUNTRY = Parameter("country", Kind.COUNTRY, "a country that acts or is acted on", many=True)
PARAMETERS = (OF, COUNTRY, TYPE, QUAD, STATUS, FROM, TO, FORM)
STEPS = 5
MOST_PLACES = 300


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map: how many events lie there, and how exactly it is known."""

    x: float
    y: float
    radius: float
    name: str
    country: str | None
    precision: str
    events: int
    lat: float
    lon: float


async def world(request: Request) -> Response:
    """`GET /map`."""
    given = asked_of(request)
    asked = read(PARAMETERS, given)
    of = asked.text("of") or "place"
    label, column, parameter = WHOSE[of]
    form = asked.text("format")
    # What is denied or only planned is not where things happen; it is shown where it is asked for.
    counted = asked if asked.many("status") else read(PARAMETERS, [*given, ("status", "occurred")])

    def ask(source: Source) -> dict[str, Any]:
        chooser = source.listed["events"]
        chosen = chooser.choose(choose(counted))
        return {
            "counts": chooser.counts(chosen, column),
            "total": len(chosen),
            "points": points(chooser, chosen) if of == "place" and form is None else [],
            "filters": filters("/map", PARAMETERS, given, chooser=chooser, chosen=chosen, without=("of",)),
            "state": source.listed.state,
        }

    told = await request.app.state.server.reading.ask(ask)
    rows = [{"country": code, "name": country(code), "events": n} for code, n in told["counts"]]
    if form is not None:
        return table(request, form, told["state"], "map", rows)
    rest = [(n, v) for n, v in given if n not in ("of", "format")]
    step, bounds = steps([n for _, n in told["counts"]])
    drawn = {land.code for land in lands()}
    values = {
        **told,
        "of": of,
        "whose": [(name, words[0]) for name, words in WHOSE.items()],
        "label": label,
        "rows": rows,
        "rest": rest,
        "data": urlencode([("of", of), *rest]),
        "lands": lands(),
        "step": {code: step(n) for code, n in told["counts"]},
        "number": dict(told["counts"]),
        "bounds": bounds,
        "undrawn": [code for code, _ in told["counts"] if code not in drawn],
        "link": lambda code: "/events?" + urlencode([(parameter, code), *rest]),
        "box": (WIDTH, HEIGHT),
        "most": MOST_PLACES,
    }
    return render(request, "map.html", values)


def steps(counts: list[int]) -> tuple[Any, list[tuple[int, int]]]:
    """How dark a count is, 1 to `STEPS`, each step a multiple of the one before; and the steps' bounds."""
    most = max(counts, default=1)
    ratio = max(most ** (1 / STEPS), 1.0001)
    edges = [1] + [max(round(ratio**n), n + 1) for n in range(1, STEPS)]
    edges = [e for e in dict.fromkeys(edges) if e <= most]
    bounds = [(e, (edges[n + 1] - 1) if n + 1 < len(edges) else most) for n, e in enumerate(edges)]

    def step(count: int) -> int:
        return sum(count >= edge for edge in edges)

    return step, bounds


def points(chooser: Chooser, chosen: Chosen) -> list[Point]:
    """The places with the most events, the largest first, so that small ones are drawn above them."""
    sheet, rows = chooser.sheet, chosen.numbers
    lat, lon = sheet.numbers("lat")[rows], sheet.numbers("lon")[rows]
    known = (lat == lat) & (lon == lon)
    rows, lat, lon = rows[known], lat[known], lon[known]
    if not len(rows):
        return []
    where = np.round(lat * 1000).astype(np.int64) * 1_000_000 + np.round(lon * 1000).astype(np.int64)
    _, first, counts = np.unique(where, return_index=True, return_counts=True)
    best = np.argsort(-counts, kind="stable")[:MOST_PLACES]
    most = int(counts[best[0]])
    out = []
    for n, item in zip(best, sheet.rows(rows[first[best]]), strict=True):
        x, y = project(item["lat"], item["lon"])
        events = int(counts[n])
        precision = item["place_precision"] or "unknown"
        radius = 4.0 + 22.0 * (events / most) ** 0.5
        out.append(
            Point(x, y, radius, item["place"], item["place_country"], precision, events, item["lat"], item["lon"])
        )
    return out


ROUTES = [Route("/map", world, name="map-page")]
