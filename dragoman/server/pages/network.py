"""The network: which countries act on which, by year, so that a span of years can be chosen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.record.finding import QUARTERS, By
from dragoman.server.api.dyads import filters_of
from dragoman.server.api.resource import FROM, QUAD, STATUS, TO, TYPE
from dragoman.server.catalogue.dyads import choice_of, timeline
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.lists import asked_of
from dragoman.server.pages.rendering import render
from dragoman.server.pages.tabling import FORM, table
from dragoman.server.pages.wording import country
from dragoman.server.parameters import Kind, Parameter, read
from dragoman.server.reading import Source

COUNTRY = Parameter("country", Kind.COUNTRY, "one of the two", example="RUS")
MOST = Parameter("limit", Kind.NUMBER, "how many links are shown", default=60, low=1, high=300)
PARAMETERS = (COUNTRY, STATUS, TYPE, QUAD, FROM, TO, MOST, FORM)
COUNTED = ("events", *(name for _, name in QUARTERS))


async def network(request: Request) -> Response:
    """`GET /network`."""
    given = asked_of(request)
    asked = read(PARAMETERS, given)
    form = asked.text("format")

    def ask(source: Source) -> tuple[list[dict[str, Any]], str]:
        choice = choice_of(asked.text("country"), None, **filters_of(asked))
        return timeline(source.listed["dyads"], choice, By.YEAR), source.listed.state

    rows, state = await request.app.state.server.reading.ask(ask)
    every = links(rows)
    shown = every[: asked.number("limit") or 60]
    if form is not None:
        flat = [{n: v for n, v in link.items() if n != "years"} for link in shown]
        return table(request, form, state, "network", flat)
    nodes = sorted({link[side] for link in shown for side in ("source", "target")})
    years = sorted({year for link in shown for year in link["years"]})
    values = {
        "links": shown,
        "left_out": len(every) - len(shown),
        "graph": {
            "nodes": [{"id": code, "name": country(code)} for code in nodes],
            "links": [
                {**{n: link[n] for n in ("source", "target", "together")}, "years": link["years"]} for link in shown
            ],
        },
        "years": years,
        "data": urlencode([(n, v) for n, v in given if n != "format"]),
        "filters": filters("/network", PARAMETERS, given),
    }
    return render(request, "network.html", values)


def links(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The directions in which countries act, those with the most events first, each with its counts and its years.

    `score` is the mean over years, each weighed by its events. What lies in no year counts without one.
    """
    found: dict[tuple[str, str, bool], dict[str, Any]] = {}
    for row in rows:
        key = (row["source"], row["target"], row["together"])
        link = found.setdefault(
            key,
            {
                **dict(zip(("source", "target", "together"), key, strict=True)),
                **dict.fromkeys(COUNTED, 0),
                "sum": 0.0,
                "weight": 0,
                "years": {},
            },
        )
        for name in COUNTED:
            link[name] += row[name]
        if row["score"] is not None:
            link["sum"] += row["score"] * row["events"]
            link["weight"] += row["events"]
        if row["period"] is not None:
            conflict = row["verbal_conflict"] + row["material_conflict"]
            link["years"][row["period"].year] = [row["events"], conflict]
    out = sorted(found.values(), key=lambda link: (-link["events"], link["source"], link["target"]))
    for link in out:
        total, weight = link.pop("sum"), link.pop("weight")
        link["score"] = total / weight if weight else None
    return out


ROUTES = [Route("/network", network, name="network-page")]
