"""The application: routes, and what guards them, in one place.

reading = Reading.open("news.duckdb", settings)
app = application(reading, settings)
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dragoman.server import pages
from dragoman.server.api import RESOURCES, coding, dyads, search
from dragoman.server.api.answering import FORMS, as_json, list_of, one_of, validators
from dragoman.server.api.coding import Coding
from dragoman.server.assets import Assets
from dragoman.server.guarding import Asker, Bodies, Crossing, Headers, Hosts, Rates, Sessions, Tokens
from dragoman.server.guarding.writing import must_write
from dragoman.server.openapi import PREFIX, document
from dragoman.server.pages.rendering import problem_page
from dragoman.server.problems import Told, of_status
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Server:
    """What requests are answered from, at `request.app.state.server`."""

    settings: Settings
    reading: Reading
    coding: Coding
    tokens: Tokens
    sessions: Sessions
    assets: Assets


def application(reading: Reading, settings: Settings) -> Starlette:
    """The application that serves a record; closes what it opened, `reading` too, when it ends.

    Raises `TokenError` where the file of tokens cannot be used, or a server that others can reach has none.
    """
    tokens = Tokens(settings.token_file)
    sessions = Sessions(settings, tokens)
    server = Server(settings, reading, Coding(settings), tokens, sessions, Assets())

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(reading.watch())
        try:
            yield
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            server.coding.close()
            reading.close()

    app = Starlette(
        routes=[*api_routes(server), *pages.routes(), Route("/assets/{path:path}", server.assets.get, name="assets")],
        middleware=[
            Middleware(Headers),
            Middleware(Told, page=problem_page),
            Middleware(Hosts, settings=settings),
            Middleware(Rates, settings=settings),
            Middleware(Bodies, settings=settings),
            Middleware(Crossing),
            Middleware(Asker, settings=settings, tokens=tokens, sessions=sessions),
        ],
        exception_handlers={HTTPException: _raise},
        lifespan=lifespan,
    )
    app.state.server = server
    return app


def api_routes(server: Server) -> list[BaseRoute]:
    """The routes of the API."""
    reading = server.reading
    routes: list[BaseRoute] = []

    def add(path: str, endpoint: Endpoint, name: str, methods: tuple[str, ...] = ("GET",)) -> None:
        routes.append(Route(PREFIX + path, endpoint, methods=list(methods), name=name))

    for resource in RESOURCES:
        add(f"/{resource.name}", _endpoint(partial(list_of, reading, resource)), f"list-{resource.name}")
        add(f"/{resource.name}/{{id}}", _endpoint(partial(one_of, reading, resource)), f"get-{resource.name}")
    add("/dyads", _endpoint(partial(dyads.list_dyads, reading)), "list-dyads")
    add("/dyads/{source}/{target}", _endpoint(partial(dyads.one_dyad, reading)), "get-dyad")
    add("/search", _endpoint(partial(search.search, reading)), "search")

    async def post_code(request: Request) -> Response:
        must_write(request)
        return await coding.code(server.coding, request)

    add("/code", post_code, "code", ("POST",))
    described = as_json(document())

    async def openapi(request: Request) -> Response:
        fresh, headers = validators(request, "openapi", "json")
        if fresh:
            return Response(status_code=304, headers=headers)
        return Response(described, headers=headers, media_type=FORMS["json"])

    async def index(request: Request) -> Response:
        told = {r.name: f"{PREFIX}/{r.name}" for r in RESOURCES}
        told |= {name: f"{PREFIX}/{name}" for name in ("dyads", "search", "code")}
        return Response(as_json({**told, "openapi": f"{PREFIX}/openapi.json"}), media_type=FORMS["json"])

    add("/openapi.json", openapi, "openapi")
    add("", index, "index")
    return routes


def _endpoint(handler: Endpoint) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await handler(request)

    return endpoint


async def _raise(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    raise of_status(error.status_code)
