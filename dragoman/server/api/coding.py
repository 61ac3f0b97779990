"""Coding what is sent: a text, a page of HTML, or the page at an address. Nothing of it is kept.

The work is done in a process of its own, which a text that takes too long takes down with it and nobody else; the
models are loaded there once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import DragomanError, InputError, RefusedAddress, RefusedByRobots
from dragoman.server.api.answering import FORMS
from dragoman.server.parameters import read
from dragoman.server.problems import Problem
from dragoman.server.settings import Settings

BODY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "minLength": 1, "description": "a report's text"},
        "html": {"type": "string", "minLength": 1, "description": "a page"},
        "url": {"type": "string", "minLength": 1, "maxLength": 2000, "description": "a page's address"},
        "published": {"type": "string", "format": "date", "description": "its day, where it does not tell it"},
    },
    "additionalProperties": False,
    "minProperties": 1,
}
KINDS = ("application/json", "text/plain", "text/html")


@dataclass(frozen=True, slots=True)
class Sent:
    """What is to be coded: `data` as bytes of a page, or a page's address."""

    data: bytes = b""
    url: str | None = None
    published: date | None = None


class Coding:
    """Codes what is sent, so many at the same time, each within its time. `close` it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._turn = asyncio.Semaphore(settings.codings)
        self._waiting = 0
        self._pool: ProcessPoolExecutor | None = None

    async def code(self, sent: Sent) -> list[str]:
        """The records of what is sent, each as a line of JSON; raises `Problem` where it gives none."""
        if not self.settings.coding:
            raise Problem(403, "scope", "this server codes nothing; `dragoman code` does so on your own machine")
        if self._waiting >= 8 * self.settings.codings:
            raise Problem(503, "busy", "others wait to have their texts coded; try again later", {"Retry-After": "30"})
        self._waiting += 1
        try:
            async with self._turn:
                return await self._run(sent)
        finally:
            self._waiting -= 1

    async def _run(self, sent: Sent) -> list[str]:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # threads and forks do not go together
            self._pool = ProcessPoolExecutor(self.settings.codings, mp_context=context, initializer=_alone)
        settings = self.settings
        fetching = settings.fetching and sent.url is not None
        future = self._pool.submit(_code, sent, fetching, settings.private_networks, settings.upload_bytes)
        try:
            told = await asyncio.wait_for(asyncio.wrap_future(future), settings.coding_s)
        except (TimeoutError, asyncio.CancelledError) as error:
            self._stop()
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Problem(503, "timeout", "coding it took too long; send a shorter text") from None
        except BrokenProcessPool:
            self._stop()
            raise Problem(503, "busy", "coding it failed; try again, or send a shorter text") from None
        if isinstance(told, Problem):
            raise told
        return told

    def _stop(self) -> None:
        """Take the process down, whatever it is at; the next text has a fresh one."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Let the process go."""
        self._stop()


async def code(coding: Coding, request: Request) -> Response:
    """`POST /api/v1/code`."""
    read((), request.query_params.multi_items())
    sent = await sent_in(request)
    if sent.url is not None and not coding.settings.fetching:
        raise Problem(403, "refused-address", "this server fetches no addresses; send the page itself")
    lines = await coding.code(sent)
    content = b'{"items":[' + ",".join(lines).encode("utf-8", "replace") + b"]}"
    return Response(content, headers={"Cache-Control": "no-store"}, media_type=FORMS["json"])


async def sent_in(request: Request) -> Sent:
    """What a request's body sends; raises `Problem` where it is nothing that is coded."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in KINDS:
        raise Problem(415, "unsupported", f"the body is to be one of {', '.join(KINDS)}")
    data = await request.body()
    if kind != "application/json":
        if not data.strip():
            raise Problem(422, "body", "the body is empty; send a text")
        return Sent(data)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Problem(422, "body", "the body is no JSON") from None
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise Problem(422, "body", "the body is to be an object of strings")
    if unknown := sorted(set(told) - set(BODY["properties"])):
        shown = unknown[0] if len(unknown[0]) <= 40 and unknown[0].isprintable() else "one"
        raise Problem(422, "body", f"{shown} is no member here; there are {', '.join(BODY['properties'])}")
    given = [name for name in ("text", "html", "url") if told.get(name, "").strip()]
    if len(given) != 1:
        raise Problem(422, "body", "name one of text, html and url")
    published = None
    if "published" in told:
        try:
            published = date.fromisoformat(told["published"])
        except ValueError:
            raise Problem(422, "body", "published is no day; write 2024-05-31") from None
    if given == ["url"]:
        if len(told["url"]) > 2000:
            raise Problem(422, "body", "the address is longer than 2000 characters")
        return Sent(url=told["url"].strip(), published=published)
    return Sent(told[given[0]].encode("utf-8", "replace"), published=published)


def _alone() -> None:
    """In the process that codes: as many threads as one text needs, and no signals of the server's terminal."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _code(sent: Sent, fetching: bool, private_networks: bool, limit: int) -> list[str] | Problem:
    """In the process that codes: the records, or why there are none."""
    from dragoman.contract import dumps
    from dragoman.model import Page
    from dragoman.reading import read_page
    from dragoman.reading.fetching import Fetcher

    try:
        if sent.url is not None:
            if not fetching:
                return Problem(403, "refused-address", "this server fetches no addresses")
            with contextlib.closing(Fetcher(allow_private=private_networks, size_limit=limit, pause_s=0.0)) as fetcher:
                page = fetcher.page(sent.url)
        else:
            page = Page(name="what was sent", data=sent.data)
        return [dumps(_coder().code(read_page(page, published=sent.published)))]
    except (RefusedAddress, RefusedByRobots) as error:
        return Problem(422, "refused-address", error.problem)
    except InputError as error:
        return Problem(422, "body", error.problem + (f" ({error.advice})" if error.advice else ""))
    except DragomanError:
        return Problem(503, "busy", "texts cannot be coded here; ask who runs the server")


_CODER: list[Any] = []


def _coder() -> Any:
    from dragoman.pipeline import Coder

    if not _CODER:
        _CODER.append(Coder())
    return _CODER[0]
