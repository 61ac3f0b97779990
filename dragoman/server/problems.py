"""What goes wrong, told in one shape: an RFC 9457 problem to programs, a page that says what to do to people.

A `Problem` is raised wherever something cannot be done; whatever else is raised becomes one that says nothing of the
server. No message names a file, a folder or an address of the server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.errors import DragomanError, InputError, QueryError, RecordError

log = logging.getLogger("dragoman.server")

PROBLEM_TYPE = "application/problem+json"


@dataclass(eq=False)
class Problem(Exception):
    """Something that cannot be done: "400, a parameter is wrong: `from` is no day; write 2024-05-31"."""

    status: int
    kind: str
    """A word that programs can tell it by; the problem's `type` is `/problems#` and this word."""
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)
    """Further members of the problem, such as the parameter that is wrong."""

    def __str__(self) -> str:
        return f"{self.status} {self.kind}: {self.detail}"

    @property
    def title(self) -> str:
        """What problems of this kind are called."""
        return TITLES[self.kind]

    def as_json(self) -> dict[str, object]:
        """The members of the problem."""
        return {
            "type": f"/problems#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> Response:
        """The problem as it is sent to programs."""
        headers = {"Cache-Control": "no-store", **self.headers}
        return JSONResponse(self.as_json(), self.status, headers=headers, media_type=PROBLEM_TYPE)


class Told:
    """Catches whatever is raised while a request is answered, and tells it: to people as a page, else as a problem."""

    def __init__(self, app: ASGIApp, page: Callable[[Request, Problem], Response]) -> None:
        self._app, self._page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            problem = problem_of(error)
            if started:
                raise  # the connection ends in the middle: the client sees that something is missing
            request = Request(scope)
            response = self._page(request, problem) if wants_page(request) else problem.response()
            await response(scope, receive, send)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, rather than a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


TITLES = {
    "parameter": "A parameter is wrong",
    "query": "The search cannot be understood",
    "not-found": "There is no such thing",
    "method": "This cannot be done here",
    "not-acceptable": "There is no such form of it",
    "token": "A token is needed",
    "scope": "The token does not allow this",
    "cross-site": "The request comes from another site",
    "host": "The server is not asked for under this name",
    "too-many": "Too many requests",
    "too-large": "The body is too large",
    "too-slow": "The body took too long to arrive",
    "unsupported": "The body is of a kind that is not read",
    "body": "The body cannot be used",
    "refused-address": "The address is not gone to",
    "busy": "The server is busy",
    "timeout": "It took too long",
    "record": "The record cannot be read",
    "internal": "Something went wrong in the server",
}
"""Every kind of problem with its title; docs/server.md tells what to do about each."""


def not_found(what: str) -> Problem:
    """There is nothing of that name or id."""
    return Problem(404, "not-found", f"{what}; look for it in the lists under /api/v1, or in the search")


def wrong(parameter: str, detail: str) -> Problem:
    """A parameter that cannot be used."""
    return Problem(400, "parameter", f"{parameter} {detail}", more={"parameter": parameter})


def problem_of(error: BaseException) -> Problem:
    """The problem that an exception is. What is not foreseen is logged, and tells nothing of itself."""
    match error:
        case Problem():
            return error
        case QueryError():
            return Problem(400, "query", str(error), more={"start": error.start, "end": error.end})
        case InputError():
            return Problem(422, "body", f"{error.problem}" + (f" ({error.advice})" if error.advice else ""))
        case RecordError():
            log.warning("the record: %s", error)
            return Problem(503, "record", "the record cannot be read just now; try again, or ask who runs the server")
        case DragomanError():
            log.warning("%s: %s", type(error).__name__, error)
            return Problem(503, "record", "this cannot be had just now; ask who runs the server")
        case TimeoutError():
            return timed_out()
        case _:
            log.error("unforeseen: %s", type(error).__name__, exc_info=error)
            return Problem(500, "internal", "the server could not answer; it has noted why")


def timed_out() -> Problem:
    """A question that took longer than it may."""
    return Problem(
        503, "timeout", "the answer took too long; ask for less: fewer days, fewer rows", {"Retry-After": "5"}
    )


def of_status(status: int) -> Problem:
    """The problem that the framework tells by an HTTP status alone."""
    if status == 404:
        return Problem(404, "not-found", "there is nothing at this address; /api/v1 lists what there is")
    if status == 405:
        return Problem(405, "method", "the address is there, but not for this method")
    kind = "body" if 400 <= status < 500 else "internal"
    return Problem(status, kind, HTTPStatus(status).phrase)
