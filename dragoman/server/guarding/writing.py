"""Whether whoever asks may change something, or have something coded."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request

from dragoman.server.guarding.crossing import check_form
from dragoman.server.guarding.tokens import Scope
from dragoman.server.guarding.who import needs_token
from dragoman.server.problems import Problem


def must_write(request: Request, form: FormData | None = None) -> None:
    """Raises `Problem` unless whoever asks has a token to write, or the server is for its own machine alone.

    `form` is the form that was sent, which holds the form token where a page sent it.
    """
    server, identity = request.app.state.server, request.state.identity
    if server.settings.is_open and identity is not None and identity.name is None:
        return
    if identity is None:
        raise needs_token("a token is needed for this")
    if not identity.may(Scope.WRITE):
        raise Problem(
            403, "scope", "your token allows to read alone; ask who runs the server for one that allows to write"
        )
    check_form(request, server.sessions, form)
