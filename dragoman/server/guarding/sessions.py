"""Who is signed in: a random name in a cookie stands for a token's holder, for so long, in this process alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from dragoman.server.guarding.tokens import Identity, Tokens
from dragoman.server.settings import Settings

COOKIE = "dragoman_session"
MOST_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    until: float


class Sessions:
    """Sessions of people's browsers."""

    def __init__(self, settings: Settings, tokens: Tokens, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._tokens, self._clock = settings, tokens, clock
        self._secret = secrets.token_bytes(32)
        self._open: OrderedDict[str, _Session] = OrderedDict()

    def sign_in(self, response: Response, identity: Identity) -> None:
        """Sign somebody in: a fresh session, whatever the browser had before."""
        assert identity.name is not None
        id = secrets.token_urlsafe(32)
        self._open[id] = _Session(identity.name, self._clock() + self._settings.session_s)
        if len(self._open) > MOST_SESSIONS:
            self._open.popitem(last=False)
        response.set_cookie(
            COOKIE,
            id,
            max_age=int(self._settings.session_s),
            httponly=True,
            samesite="strict",
            secure=self._settings.secure_cookies,
        )

    def sign_out(self, response: Response, id: str | None) -> None:
        """End a session."""
        self._open.pop(id or "", None)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._settings.secure_cookies)

    def identity(self, id: str | None) -> Identity | None:
        """Who is signed in under a session, with the scopes that the token has now; None where nobody is."""
        session = self._open.get(id or "")
        if session is None:
            return None
        if session.until < self._clock():
            del self._open[id or ""]
            return None
        return self._tokens.named(session.name)

    def form_token(self, id: str | None) -> str:
        """What a form of this session's pages carries, and no other site can know."""
        return hmac.new(self._secret, (id or "").encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, id: str | None, told: str) -> bool:
        """Whether a form carries what this session's do."""
        return hmac.compare_digest(self.form_token(id).encode(), told.encode("utf-8", "replace"))
