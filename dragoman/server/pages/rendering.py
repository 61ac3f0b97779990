"""Templates filled in. Everything that comes from a record is escaped; nothing of it can be more than text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.export.wording import stance
from dragoman.server.guarding.crossing import FIELD
from dragoman.server.guarding.tokens import Scope
from dragoman.server.pages import wording
from dragoman.server.problems import Problem


@cache
def templates() -> Environment:
    """The environment of all templates. An undefined name is an error, not nothing."""
    made = Environment(
        loader=PackageLoader("dragoman.server", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "line": wording.line,
        "short": wording.short,
        "count": lambda n: f"{n:,}",
        "counted": wording.counted,
        "day": wording.day,
        "period": wording.period,
        "period_end": wording.period_end,
        "score": wording.score,
        "amount": wording.amount,
        "country": wording.country,
        "sector": wording.sector,
        "stance": stance,
        "path": lambda text: quote(str(text), safe=""),
        "query": lambda pairs: urlencode([(k, v) for k, v in pairs if v is not None]),
    }
    made.globals |= {
        "days": wording.days,
        "place_of": wording.place_of,
        "marks": wording.STATUS_MARKS,
        "quad_names": wording.QUAD_NAMES,
    }
    made.filters["json"] = as_data
    return made


def fill(request: Request, name: str, values: Mapping[str, Any]) -> str:
    """A template filled in, as HTML. Templates have besides `values`: `asset(name)`, `identity`, `may_write`,
    `signed_in`, `form_field` and `form_token`, `path`, `here`, `may_code`."""
    server = request.app.state.server
    identity = getattr(request.state, "identity", None)
    session = getattr(request.state, "session", None)
    common = {
        "asset": server.assets.address,
        "identity": identity,
        "may_write": identity is not None and identity.may(Scope.WRITE),
        "signed_in": session is not None,
        "form_field": FIELD,
        "form_token": server.sessions.form_token(session),
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "may_code": server.settings.coding,
    }
    return templates().get_template(name).render({**common, **values})


def render(request: Request, name: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """A page."""
    return HTMLResponse(
        fill(request, name, values),
        status,
        headers={"Vary": "Cookie, Authorization, HX-Request", "Cache-Control": "private, no-cache"},
    )


def problem_page(request: Request, problem: Problem) -> HTMLResponse:
    """A problem as a page that says what to do."""
    response = render(request, "problem.html", {"problem": problem}, status=problem.status)
    response.headers.update({**problem.headers, "Cache-Control": "no-store"})
    return response


def as_data(value: Any) -> Markup:
    """A value as JSON for `<script type="application/json">`: no character in it can end the element."""
    told = json.dumps(value, ensure_ascii=False, default=str)
    for sign in "<>&\u2028\u2029":
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(told)
