"""Dyads: how two countries stand, counted by week, month or year, and which two have most to do with one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from dragoman.record.finding import QUARTERS, By
from dragoman.server.api.answering import FORMS, arrow_of, arrow_schema, as_json, csv_of, form_of, validators
from dragoman.server.api.resource import FORMAT, FROM, MOST, QUAD, STATUSES, TO, TYPE, plain
from dragoman.server.catalogue.columns import Cell, Column
from dragoman.server.catalogue.dyads import choice_of, pairs, timeline
from dragoman.server.parameters import Asked, Kind, Parameter, read
from dragoman.server.problems import wrong
from dragoman.server.reading import Listed, Reading, Source

Rows = Callable[[Listed], list[dict[str, Any]]]
STATUS = Parameter(
    "status", Kind.CODE, "which events count: those that occurred unless it is said otherwise", STATUSES, many=True
)
LIST_PARAMETERS = (
    Parameter("country", Kind.COUNTRY, "one of the two", example="RUS"),
    STATUS,
    TYPE,
    QUAD,
    FROM,
    TO,
    Parameter("limit", Kind.NUMBER, "how many are given at most", default=50, low=1, high=MOST),
    FORMAT,
)
TIMELINE_PARAMETERS = (
    Parameter("by", Kind.CODE, "the period", choices=tuple(b.value for b in By), default="month"),
    STATUS,
    TYPE,
    QUAD,
    FROM,
    TO,
    FORMAT,
)
_COUNTS = (
    Column("events", Cell.NUMBER, "how many events lie between the two"),
    Column("by_report", Cell.NUMBER, "those of them that no words date, which count on their report's day"),
    *(Column(name, Cell.NUMBER, f"those in PLOVER's quarter {n}") for n, name in QUARTERS),
    *(Column(f"{name}_share", Cell.REAL, "their share") for _, name in QUARTERS),
    Column("score", Cell.REAL, "the mean on the scale from conflict (-10) to cooperation (10)"),
)
LIST_COLUMNS = (
    Column("a", Cell.TEXT, "one of the two, the first by the alphabet"),
    Column("b", Cell.TEXT, "the other one"),
    *_COUNTS,
    Column("last_day", Cell.DAY, "the day of the last event"),
)
TIMELINE_COLUMNS = (
    Column("period", Cell.DAY, "the first day of the period; null for events without a day, or over more than one"),
    Column("source", Cell.TEXT, "who acts"),
    Column("target", Cell.TEXT, "who is acted on"),
    Column("together", Cell.FLAG, "whether it is what the two do with one another"),
    *_COUNTS,
)


def busiest(listed: Listed, asked: Asked) -> list[dict[str, Any]]:
    """The pairs that parameters ask for, those with the most events first."""
    choice = choice_of(asked.text("country"), None, **filters_of(asked))
    return pairs(listed["dyads"], choice, asked.number("limit") or 50)


def between(listed: Listed, source: str, target: str, asked: Asked) -> list[dict[str, Any]]:
    """Counts by period of what passes between two countries, the oldest first."""
    return timeline(listed["dyads"], choice_of(source, target, **filters_of(asked)), By(asked.text("by") or "month"))


async def list_dyads(reading: Reading, request: Request) -> Response:
    """`GET /api/v1/dyads`."""
    asked = read(LIST_PARAMETERS, request.query_params.multi_items())
    return await _answer(reading, request, asked, "dyads", LIST_COLUMNS, lambda listed: busiest(listed, asked))


async def one_dyad(reading: Reading, request: Request) -> Response:
    """`GET /api/v1/dyads/{source}/{target}`."""
    asked = read(TIMELINE_PARAMETERS, request.query_params.multi_items())
    code = Parameter("country", Kind.COUNTRY, "")
    source, target = (str(code.read(request.path_params[side])) for side in ("source", "target"))
    if source == target:
        raise wrong("country", "is the same twice; name two")
    name = f"{source}-{target}"
    return await _answer(
        reading, request, asked, name, TIMELINE_COLUMNS, lambda listed: between(listed, source, target, asked)
    )


async def _answer(
    reading: Reading, request: Request, asked: Asked, name: str, columns: tuple[Column, ...], rows: Rows
) -> Response:
    form = form_of(request, asked.text("format"))
    fresh, headers = validators(request, reading.listed.state, form)
    if fresh:
        return Response(status_code=304, headers=headers)
    path = request.url.path

    def answer(source: Source) -> bytes:
        names = [c.name for c in columns]
        if form == "json":
            csv = f"{path}?{asked.query('format', format='csv')}"
            items = source.listed["dyads"].counted(
                (path, *asked.values.items()), lambda: _json(rows(source.listed), names)
            )
            return b'{"items":' + items + b"," + as_json({"csv": csv, "state": source.listed.state})[1:]
        found = rows(source.listed)
        if form == "csv":
            return csv_of(names, ([row[n] for n in names] for row in found))
        schema = arrow_schema((c.name, c.cell) for c in columns)
        return arrow_of(pa.Table.from_pylist([{n: row[n] for n in names} for row in found], schema=schema))

    content = await reading.ask(answer)
    if form != "json":
        headers["Content-Disposition"] = f'attachment; filename="{name}.{"csv" if form == "csv" else "arrows"}"'
    return Response(content, headers=headers, media_type=FORMS[form] + ("; charset=utf-8" if form == "csv" else ""))


def _json(rows: list[dict[str, Any]], names: list[str]) -> bytes:
    """Rows as a list of objects; their only day is the first or last member."""
    day = names[0] if names[0] == "period" else names[-1]
    return as_json([{**row, day: plain(row[day])} for row in rows])


def filters_of(asked: Asked) -> dict[str, Any]:
    """What of the events counts, as `choice_of` takes it."""
    return {
        "statuses": asked.many("status") or ("occurred",),
        "types": asked.many("type"),
        "quads": asked.many("quad"),
        "first": asked.day("from"),
        "last": asked.day("to"),
    }
