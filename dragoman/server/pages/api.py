"""The API to be read by people: every address, its parameters and what it gives, with a link that tries it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.openapi import document
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.problems import TITLES


async def api(request: Request) -> Response:
    """`GET /api`."""
    read((), request.query_params.multi_items())
    return render(request, "api.html", {"told": document()})


async def problems(request: Request) -> Response:
    """`GET /problems`: what each kind of problem is called; a problem's `type` leads here."""
    read((), request.query_params.multi_items())
    return render(request, "problems.html", {"titles": TITLES})


ROUTES = [Route("/api", api, name="api"), Route("/problems", problems, name="problems")]
