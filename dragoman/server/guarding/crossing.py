"""Whether a request that changes something, or costs something, was sent by this server's own pages or a program.

A browser tells with such a request which site sent it (Origin, Sec-Fetch-Site); one from another site is refused. A
request by cookie has to carry the session's form token beside it, in the header X-Form-Token; forms carry it in a field
that their page checks (`check_form`).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.datastructures import Headers as HeadersOf
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.server.guarding.sessions import Sessions
from dragoman.server.problems import Problem

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD = "form_token"
HEADER = "x-form-token"


class Crossing:
    """Refuses requests with other methods than GET and HEAD that another site's page has a browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and _is_cross_site(HeadersOf(scope=scope)):
            raise cross_site()
        return await self._app(scope, receive, send)


def check_form(request: Request, sessions: Sessions, form: FormData | None = None) -> None:
    """Raises `Problem` where a request by cookie carries no form token of its session, in the form or the header."""
    if "authorization" in request.headers:
        return
    told = request.headers.get(HEADER) or (form.get(FIELD) if form is not None else None) or ""
    if not isinstance(told, str) or not sessions.is_form_token(request.state.session, told):
        raise cross_site()


def cross_site() -> Problem:
    """A request that another site's page sent."""
    return Problem(403, "cross-site", "send it from this server's own page: open it anew, and try again")


def _is_cross_site(headers: HeadersOf) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
