"""Whether the server is asked for under a name of its own: a page elsewhere can make its own name lead here."""

from __future__ import annotations

from starlette.datastructures import Headers as HeadersOf
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.server.problems import Problem
from dragoman.server.settings import Settings, is_loopback


class Hosts:
    """Refuses requests whose header Host names another server (DNS rebinding), or that have none, or several."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._hosts = app, settings.hosts
        # What a machine calls itself is its keeper's to say; without it, only who has a token can ask.
        self._any = not is_loopback(settings.host) and not settings.allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            told = HeadersOf(scope=scope).getlist("host")
            if len(told) != 1 or not (self._any or bare(told[0]) in self._hosts):
                raise Problem(421, "host", "ask for the server by the name that it was started with")
        return await self._app(scope, receive, send)


def bare(host: str) -> str:
    """The name in a header Host, in lower case and without its port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]
