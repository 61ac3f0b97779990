"""Signing in with a token, and out again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.server.guarding.crossing import check_form
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read


async def form(request: Request) -> Response:
    """`GET /sign-in`."""
    read((), request.query_params.multi_items())
    return render(request, "sign_in.html", {"wrong": False})


async def sign_in(request: Request) -> Response:
    """`POST /sign-in`: a session for the holder of a token."""
    server = request.app.state.server
    told = (await request.form(max_files=0, max_fields=10, max_part_size=4096)).get("token")
    identity = request.state.guess(told.strip()) if isinstance(told, str) else None
    if identity is None:
        return render(request, "sign_in.html", {"wrong": True}, status=403)
    response = RedirectResponse("/", 303)
    server.sessions.sign_out(response, request.state.session)
    server.sessions.sign_in(response, identity)
    return response


async def sign_out(request: Request) -> Response:
    """`POST /sign-out`."""
    server = request.app.state.server
    check_form(request, server.sessions, await request.form(max_files=0, max_fields=10, max_part_size=4096))
    response = RedirectResponse("/", 303)
    server.sessions.sign_out(response, request.state.session)
    return response


ROUTES = [
    Route("/sign-in", form, methods=["GET"], name="sign-in"),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"], name="sign-out"),
]
