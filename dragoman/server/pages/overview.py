"""The overview: what is in the record, what is newest in it, and who has most to do with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api import RESOURCES
from dragoman.server.api.answering import page
from dragoman.server.api.commitments import COMMITMENTS
from dragoman.server.api.dyads import LIST_PARAMETERS, busiest
from dragoman.server.api.events import EVENTS
from dragoman.server.api.reports import REPORTS
from dragoman.server.catalogue import Choice
from dragoman.server.catalogue.opened import NO_DAY, Sheet
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.reading import Source

_EPOCH = date(1970, 1, 1)


async def overview(request: Request) -> Response:
    """`GET /`."""
    read((), request.query_params.multi_items())

    def ask(source: Source) -> dict[str, Any]:
        listed = source.listed
        occurred = read(EVENTS.parameters, [("limit", "10"), ("status", "occurred")])
        return {
            "counts": [(r.name, r.what, len(listed[r.name].sheet)) for r in RESOURCES],
            "span": _days(listed["reports"].sheet),
            "reports": page(listed, REPORTS, read(REPORTS.parameters, [("limit", "8")])).rows,
            "events": page(listed, EVENTS, occurred).rows,
            "commitments": page(
                listed, COMMITMENTS, read(COMMITMENTS.parameters, [("limit", "6"), ("state", "open"), ("state", "due")])
            ).rows,
            "dyads": busiest(listed, read(LIST_PARAMETERS, [("limit", "10")])),
            "publishers": listed["reports"].counts(listed["reports"].choose(Choice()), "publisher")[:8],
        }

    return render(request, "overview.html", await request.app.state.server.reading.ask(ask))


def _days(sheet: Sheet) -> tuple[date, date] | None:
    """The days of the first and the last report; those without a day stand last in the sheet."""
    known = sheet.days[sheet.days != NO_DAY]
    if not len(known):
        return None
    return _EPOCH + timedelta(days=int(known[-1])), _EPOCH + timedelta(days=int(known[0]))


ROUTES = [Route("/", overview, name="overview")]
