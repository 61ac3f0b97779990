"""Who asks: by a token in the header Authorization, by a session's cookie, or nobody in particular."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers as HeadersOf
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.server.guarding.rates import Allowance, client_of
from dragoman.server.guarding.sessions import COOKIE, Sessions
from dragoman.server.guarding.tokens import ANYBODY, Identity, Tokens
from dragoman.server.guarding.tokens import Scope as May
from dragoman.server.problems import Problem
from dragoman.server.settings import Settings

OPEN = ("/assets/", "/sign-in", "/healthz")
"""What is given without a token even where one is needed: how pages look, and where to sign in."""


class Asker:
    """Finds out who asks and keeps it in `scope["state"]`; refuses whoever needs a token and has none.

    A token that is wrong is refused, also where none is needed; who is wrong too often has to wait.
    """

    def __init__(self, app: ASGIApp, settings: Settings, tokens: Tokens, sessions: Sessions) -> None:
        self._app, self._settings, self._tokens, self._sessions = app, settings, tokens, sessions
        self._failures = Allowance(settings.failures_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        identity, session = self._who(scope)
        state = scope.setdefault("state", {})
        state["identity"], state["session"] = identity, session
        state["guess"] = lambda token: self.guess(scope, token)
        return await self._app(scope, receive, send)

    def guess(self, scope: Scope, token: str) -> Identity | None:
        """Whose token it is, of a form by which somebody signs in; raises `Problem` after too many wrong ones."""
        client = client_of(scope)
        if not self._failures.is_left(client):
            raise self._too_many(client)
        found = self._tokens.identity(token)
        if found is None:
            self._failures.take(client)
        return found

    def _who(self, scope: Scope) -> tuple[Identity | None, str | None]:
        headers = HeadersOf(scope=scope)
        session = _cookie(headers)
        told = headers.get("authorization")
        if told is not None:
            word, _, token = told.partition(" ")
            identity = self.guess(scope, token.strip()) if word.lower() == "bearer" else None
            if identity is None or not identity.may(May.READ):
                raise needs_token("the token is none that this server knows")
            return identity, None
        identity = self._sessions.identity(session)
        if identity is not None:
            return identity, session
        if self._settings.is_open:
            return ANYBODY, None
        if scope["path"].startswith(OPEN):
            return None, None
        raise needs_token("this server is asked with a token: Authorization: Bearer TOKEN; pages are at /sign-in")

    def _too_many(self, client: str) -> Problem:
        wait = {"Retry-After": str(self._failures.wait_s(client))}
        return Problem(429, "too-many", "too many wrong tokens came from your address; wait, then try again", wait)


def needs_token(detail: str) -> Problem:
    """A request without a token that is good."""
    return Problem(401, "token", detail, {"WWW-Authenticate": 'Bearer realm="dragoman"'})


def _cookie(headers: HeadersOf) -> str | None:
    jar = SimpleCookie()
    try:
        jar.load(headers.get("cookie", "")[:4096])
    except CookieError:
        return None
    return jar[COOKIE].value if COOKIE in jar else None
