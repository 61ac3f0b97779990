"""Paste or upload a report, or name its address where that is allowed, and see it coded at once. Nothing is kept."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.contract import loads
from dragoman.export import html
from dragoman.server.api.coding import Sent
from dragoman.server.guarding.tokens import Scope
from dragoman.server.guarding.writing import must_write
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.problems import Problem


async def form(request: Request) -> Response:
    """`GET /code`."""
    read((), request.query_params.multi_items())
    return _form(request)


async def code(request: Request) -> Response:
    """`POST /code`: what was sent, coded; or the form again, with what is wrong."""
    server = request.app.state.server
    limit = server.settings.upload_bytes
    told = await request.form(max_files=1, max_fields=10, max_part_size=limit)
    must_write(request, told)
    try:
        sent = await _sent(told)
        if sent.url is not None and not server.settings.fetching:
            raise Problem(403, "refused-address", "this server fetches no addresses; paste the text itself")
        lines = await server.coding.code(sent)
    except Problem as problem:
        return _form(request, problem.detail, _text(told, "text"), status=problem.status)
    coded = [loads(line) for line in lines]
    if not coded:
        return _form(request, "no report was found in what was sent", _text(told, "text"), status=422)
    values = {
        "layers": Markup(html.layers(coded)),
        "sections": [Markup(html.section(one, f"r{n}")) for n, one in enumerate(coded, 1)],
        "coded": coded,
    }
    return render(request, "coded.html", values)


def _form(request: Request, wrong: str | None = None, text: str = "", *, status: int = 200) -> Response:
    server, identity = request.app.state.server, request.state.identity
    may = identity is not None and (identity.may(Scope.WRITE) or (server.settings.is_open and identity.name is None))
    values = {
        "may": may,
        "fetching": server.settings.fetching,
        "wrong": wrong,
        "text": text,
        "megabytes": server.settings.upload_bytes / 1_000_000,
    }
    return render(request, "code.html", values, status=status)


async def _sent(told: FormData) -> Sent:
    """What a form sends; raises `Problem` where it is nothing that is coded, or two things."""
    text, url, upload = _text(told, "text"), _text(told, "url"), told.get("file")
    data = await upload.read() if isinstance(upload, UploadFile) and upload.filename else b""
    given = [bool(text.strip()), bool(url.strip()), bool(data.strip())]
    if sum(given) != 1:
        raise Problem(422, "body", "paste a text, choose a file or name an address: one of them")
    published = None
    if day := _text(told, "published").strip():
        try:
            published = date.fromisoformat(day)
        except ValueError:
            raise Problem(422, "body", "the day it was published is no day; write 2024-05-31") from None
    if url.strip():
        if len(url) > 2000:
            raise Problem(422, "body", "the address is longer than 2000 characters")
        return Sent(url=url.strip(), published=published)
    return Sent(data or text.encode("utf-8", "replace"), published=published)


def _text(told: FormData, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


ROUTES = [Route("/code", form, methods=["GET"], name="code-page"), Route("/code", code, methods=["POST"])]
