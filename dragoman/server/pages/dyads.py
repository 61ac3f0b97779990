"""Dyads: which two countries have most to do with one another, and how two stand over time, with the events beneath."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.server.api.dyads import LIST_PARAMETERS, TIMELINE_PARAMETERS, between, busiest, filters_of
from dragoman.server.api.resource import AFTER
from dragoman.server.catalogue import Cursor
from dragoman.server.catalogue.dyads import choice_of
from dragoman.server.pages.charting import timeline
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.lists import asked_of, beginning, further
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import Asked, Kind, Parameter, read
from dragoman.server.problems import wrong
from dragoman.server.reading import Listed, Source

EVENTS_SHOWN = 25
PARAMETERS = (*(p for p in TIMELINE_PARAMETERS if p.name != "format"), AFTER)
_CODE = Parameter("country", Kind.COUNTRY, "")


async def dyads(request: Request) -> Response:
    """`GET /dyads`; with `a` and `b` it goes to the page of the two."""
    given = asked_of(request)
    both = [value for name, value in given if name in ("a", "b")]
    if len(both) == 2:
        a, b = (str(_CODE.read(value)) for value in both)
        return RedirectResponse(f"/dyads/{a}/{b}", 303)
    given = [(name, value) for name, value in given if name not in ("a", "b")]
    parameters = tuple(p for p in LIST_PARAMETERS if p.name != "format")
    asked = read(parameters, given)
    rows = await request.app.state.server.reading.ask(lambda source: busiest(source.listed, asked))
    values = {
        "rows": rows,
        "given": given,
        "filters": filters("/dyads", parameters, given),
        "limit": asked.number("limit"),
    }
    return render(request, "dyads.html", values)


async def dyad(request: Request) -> Response:
    """`GET /dyads/{a}/{b}`."""
    given = asked_of(request)
    asked = read(PARAMETERS, given)
    a, b = (str(_CODE.read(request.path_params[side])) for side in ("a", "b"))
    if a == b:
        raise wrong("country", "is the same twice; name two")
    path, by = f"/dyads/{a}/{b}", asked.text("by") or "month"

    def ask(source: Source) -> dict[str, Any]:
        rows = between(source.listed, a, b, asked)
        events, total, key = _events(source.listed, a, b, asked)
        return {
            "rows": rows,
            "events": events,
            "total": total,
            "next": further(path, given, key),
            "chart": timeline(rows, by),
            "filters": filters(path, PARAMETERS, given, without=("by",)),
        }

    told = await request.app.state.server.reading.ask(ask)
    values = {
        "a": a,
        "b": b,
        "by": by,
        "path_here": path,
        "given": [(n, v) for n, v in given if n != "after"],
        "rest": [(n, v) for n, v in given if n not in ("after", "from", "to")],
        "first": beginning(path, given),
        **told,
    }
    return render(request, "dyad.html", values)


def _events(listed: Listed, a: str, b: str, asked: Asked) -> tuple[list[dict[str, Any]], int, str | None]:
    """The events between two countries from a place on, how many there are, and the place of the next ones."""
    chooser, events = listed["dyads"], listed["events"].sheet
    sheet = chooser.sheet
    chosen = chooser.choose(choice_of(a, b, **filters_of(asked)))
    place = 0
    if after := asked.text("after"):
        try:
            place = sheet.place(Cursor.of(after, sheet.plan.order).key)
        except ValueError:
            raise wrong("after", "is no place in the list; take it from the link to the next page") from None
    numbers = chosen.after(place, EVENTS_SHOWN + 1)
    key = str(Cursor(sheet.key(int(numbers[EVENTS_SHOWN - 1])))) if len(numbers) > EVENTS_SHOWN else None
    wanted = dict.fromkeys(sheet.table.column("id")[int(n)].as_py() for n in numbers[:EVENTS_SHOWN])
    found = [int(n) for id in wanted for n in events.find(id)[:1]]
    return events.rows(found), len(chosen), key


ROUTES = [Route("/dyads", dyads, name="dyads-page"), Route("/dyads/{a}/{b}", dyad, name="dyad-page")]
