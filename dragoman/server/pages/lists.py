"""Lists: a page for each kind of thing in the record, filtered by the API's own parameters, paged by key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api import RESOURCES
from dragoman.server.api.answering import page
from dragoman.server.api.resource import Resource
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.reading import Source

LISTED = ("reports", "events", "statements", "incidents", "actors")
"""Resources that have a plain list; commitments have their board."""


def asked_of(request: Request) -> list[tuple[str, str]]:
    """What the address asks, without what forms send empty."""
    return [(name, value) for name, value in request.query_params.multi_items() if value]


def further(path: str, given: list[tuple[str, str]], key: str | None) -> str | None:
    """The address of the next page of a list."""
    if key is None:
        return None
    return f"{path}?{urlencode([*((n, v) for n, v in given if n != 'after'), ('after', key)])}"


def beginning(path: str, given: list[tuple[str, str]]) -> str | None:
    """The address of the first page; None on it."""
    if not any(name == "after" for name, _ in given):
        return None
    rest = urlencode([(n, v) for n, v in given if n != "after"])
    return f"{path}?{rest}" if rest else path


def _list(resource: Resource) -> Callable[[Request], Awaitable[Response]]:
    path = f"/{resource.name}"
    parameters = tuple(p for p in resource.parameters if p.name != "format")

    async def list_page(request: Request) -> Response:
        given = asked_of(request)
        asked = read(parameters, given)

        def ask(source: Source) -> dict[str, Any]:
            found = page(source.listed, resource, asked)
            chooser = source.listed[resource.name]
            chosen = chooser.choose(resource.choose(asked))
            return {
                "rows": found.rows,
                "total": found.total,
                "next": further(path, given, found.next),
                "filters": filters(path, parameters, given, chooser=chooser, chosen=chosen),
            }

        told = await request.app.state.server.reading.ask(ask)
        values = {
            "resource": resource,
            "first": beginning(path, given),
            "order": asked.text("order") or "newest",
            "given": given,
            **told,
        }
        return render(request, "list.html", values)

    return list_page


ROUTES = [Route(f"/{r.name}", _list(r), name=f"{r.name}-page") for r in RESOURCES if r.name in LISTED]
