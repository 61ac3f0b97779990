"""The table beneath a chart, as a page, as CSV and as JSON: one set of rows, given in the form that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dragoman.server.api.answering import FORMS, as_json, csv_of, validators
from dragoman.server.api.resource import plain
from dragoman.server.parameters import Kind, Parameter

FORM = Parameter("format", Kind.CODE, "the table alone, in this form", choices=("json", "csv"))


def table(request: Request, form: str, state: str, name: str, rows: Sequence[dict[str, Any]]) -> Response:
    """Rows as CSV or JSON. All rows have the same members."""
    fresh, headers = validators(request, state, form)
    if fresh:
        return Response(status_code=304, headers=headers)
    if form == "csv":
        names = list(rows[0]) if rows else []
        headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        content = csv_of(names, ([row[n] for n in names] for row in rows))
        return Response(content, headers=headers, media_type=FORMS["csv"] + "; charset=utf-8")
    items = [{n: plain(value) for n, value in row.items()} for row in rows]
    return Response(as_json({"items": items, "state": state}), headers=headers, media_type=FORMS["json"])
