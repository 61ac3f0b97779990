"""How long a request's body may be, how long it may take to come, and how long an answer may take to go."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers as HeadersOf
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.server.problems import Problem
from dragoman.server.settings import Settings


class Bodies:
    """Refuses bodies that are too long, before they are read whole, and those that drip in; drops who reads nothing."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        limit = self._settings.upload_bytes
        told = HeadersOf(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > limit:
            raise too_large(limit)
        taken, ends, whole = 0, time.monotonic() + self._settings.body_s, False

        async def receiving() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, ends - time.monotonic()))
            except TimeoutError:
                raise Problem(408, "too-slow", "the body took too long to arrive", {"Connection": "close"}) from None
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if taken > limit:
                    raise too_large(limit)
            return message

        async def sending(message: Message) -> None:
            try:
                await asyncio.wait_for(send(message), self._settings.body_s)
            except TimeoutError:
                raise _GoneError from None

        try:
            await self._app(scope, receiving, sending)
        except _GoneError:
            return None
        return None


def too_large(limit: int) -> Problem:
    """A body that is longer than it may be."""
    detail = f"the body may have {limit:,} bytes; send less, or code it with `dragoman code`"
    return Problem(413, "too-large", detail, {"Connection": "close"})


class _GoneError(Exception):
    """Nobody takes the answer in."""
