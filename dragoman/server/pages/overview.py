"""The overview: what is in the record, what is newest in it, and who has most to do with whom."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api import RESOURCES
from dragoman.server.api.answering import page
from dragoman.server.api.dyads import LIST_PARAMETERS, busiest
from dragoman.server.api.events import EVENTS
from dragoman.server.api.reports import REPORTS
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.reading import Source


async def overview(request: Request) -> Response:
    """`GET /`."""
    read((), request.query_params.multi_items())

    def ask(source: Source) -> dict[str, Any]:
        listed = source.listed
        return {
            "counts": [(r.name, r.what, len(listed[r.name].sheet)) for r in RESOURCES],
            "reports": page(listed, REPORTS, read(REPORTS.parameters, [("limit", "10")])).rows,
            "events": page(listed, EVENTS, read(EVENTS.parameters, [("limit", "10")])).rows,
            "dyads": busiest(listed, read(LIST_PARAMETERS, [("limit", "10")])),
        }

    return render(request, "overview.html", await request.app.state.server.reading.ask(ask))


ROUTES = [Route("/", overview, name="overview")]
