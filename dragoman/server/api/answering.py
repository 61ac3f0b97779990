"""How lists and single things are given: chosen, paged by key, in JSON, CSV or Arrow, with the state they are of."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from dragoman.export.csv import defused
from dragoman.server.api.resource import Resource, plain
from dragoman.server.catalogue import Cursor
from dragoman.server.catalogue.columns import PARTS, Cell, Column
from dragoman.server.parameters import Asked, read
from dragoman.server.problems import Problem, not_found, wrong
from dragoman.server.reading import Listed, Reading, Source

FORMS = {"json": "application/json", "csv": "text/csv", "arrow": "application/vnd.apache.arrow.stream"}
"""The forms of an answer, by the word that the parameter `format` takes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its things as lines of JSON, how many there are in all, where the next one begins or None."""

    items: list[bytes]
    total: int
    next: str | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The things as plain values by member, days as ISO 8601."""
        return [json.loads(item) for item in self.items]


def page(listed: Listed, resource: Resource, asked: Asked) -> Page:
    """The page of a resource that parameters ask for. Raises `Problem` where `after` is no place in the list."""
    chooser = listed[resource.name]
    sheet, limit = chooser.sheet, asked.number("limit") or 50
    chosen = chooser.choose(resource.choose(asked))
    oldest_first = asked.text("order") == "oldest"
    place = len(sheet) if oldest_first else 0
    if after := asked.text("after"):
        try:
            cursor = Cursor.of(after, sheet.plan.order)
        except ValueError:
            raise wrong("after", "is no place in the list; take it from `next` of the page before") from None
        place = sheet.place(cursor.key)
        if oldest_first and place and sheet.key(place - 1) == cursor.key:
            place -= 1
    numbers = chosen.before(place, limit + 1) if oldest_first else chosen.after(place, limit + 1)
    following = str(Cursor(sheet.key(int(numbers[limit - 1])))) if len(numbers) > limit else None
    return Page(sheet.items(numbers[:limit]), len(chosen), following)


async def list_of(reading: Reading, resource: Resource, request: Request) -> Response:
    """`GET /api/v1/{resource}`."""
    asked = read(resource.parameters, request.query_params.multi_items())
    form = form_of(request, asked.text("format"))
    fresh, headers = validators(request, reading.listed.state, form)
    if fresh:
        return Response(status_code=304, headers=headers)
    path = f"/api/v1/{resource.name}"

    def answer(source: Source) -> tuple[bytes, str | None]:
        found = page(source.listed, resource, asked)
        following = None if found.next is None else f"{path}?{asked.query('after', after=found.next)}"
        if form == "csv":
            return as_csv(resource.columns, found.rows), following
        if form == "arrow":
            return as_arrow(resource.columns, found.rows), following
        rest = {
            "total": found.total,
            "next": following,
            "csv": f"{path}?{asked.query('format', format='csv')}",
            "state": source.listed.state,
        }
        return b'{"items":[' + b",".join(found.items) + b"]," + as_json(rest)[1:], following

    content, following = await reading.ask(answer)
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if form != "json":
        ending = "csv" if form == "csv" else "arrows"
        headers["Content-Disposition"] = f'attachment; filename="{resource.name}.{ending}"'
    return Response(content, headers=headers, media_type=FORMS[form] + ("; charset=utf-8" if form == "csv" else ""))


async def one_of(reading: Reading, resource: Resource, request: Request) -> Response:
    """`GET /api/v1/{resource}/{id}`."""
    read((), request.query_params.multi_items())
    form_of(request, None, only=("json",))
    fresh, headers = validators(request, reading.listed.state, "json")
    if fresh:
        return Response(status_code=304, headers=headers)
    id = request.path_params["id"]
    found = await reading.ask(lambda source: one(source, resource, id))
    if found is None:
        raise not_found(f"there is no {resource.one} of that id")
    return Response(found, headers=headers, media_type=FORMS["json"])


def one(source: Source, resource: Resource, id: str) -> bytes | None:
    """A thing by its id as JSON, with all that it has beside its columns; None where there is none."""
    sheet = source.listed[resource.name].sheet
    numbers = sheet.find(id)
    if not len(numbers):
        return None
    [item] = sheet.items(numbers[:1])
    more = [sheet.details(int(numbers[0]))]
    if resource.more is not None:
        more.append(resource.more(source, json.loads(item)))
    return b"{" + b",".join(part[1:-1] for part in (item, *more) if len(part) > 2) + b"}"


def form_of(request: Request, asked: str | None, only: Sequence[str] = tuple(FORMS)) -> str:
    """The form that a request wants: by its parameter, else by its header Accept, else JSON; raises `Problem`."""
    if asked is not None:
        return asked
    wanted = request.headers.get("accept", "*/*")
    best, form = 0.0, None
    for part in wanted[:500].split(","):
        media, *options = (p.strip().lower() for p in part.split(";"))
        quality = 1.0
        for option in options:
            if option.startswith("q="):
                try:
                    quality = float(option[2:])
                except ValueError:
                    quality = 0.0
        for name in only:
            major = FORMS[name].split("/")[0]
            if media in (FORMS[name], "*/*", f"{major}/*") and quality > best:
                best, form = quality, name
    if form is None:
        told = ", ".join(FORMS[name] for name in only)
        raise Problem(406, "not-acceptable", f"it can be had as {told}; ask for one of them in the header Accept")
    return form


def validators(request: Request, state: str, form: str) -> tuple[bool, dict[str, str]]:
    """Whether the client has the answer already, and the headers by which it may keep it."""
    told = "\n".join((state, form, request.url.path, request.url.query))
    etag = f'"{hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known, headers


def as_json(value: Any) -> bytes:
    """JSON, UTF-8, with nothing in it that could end a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def as_csv(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    """A header and a line a row (RFC 4180), in which no spreadsheet finds a formula."""
    return csv_of(
        [name for c in columns for name, _ in c.flat], ([v for c in columns for v in _flat(c, r)] for r in rows)
    )


def csv_of(names: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """Lines of cells as CSV; texts that a spreadsheet would take for a formula have an apostrophe before that."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for cells in lines:
        writer.writerow([_csv_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def as_arrow(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bytes:
    """An Arrow stream (IPC) of one batch, whose columns are those of the CSV."""
    cells: dict[str, pa.Array] = {}
    for column in columns:
        lists = list(zip(*(_flat(column, row) for row in rows), strict=True)) or [()] * len(column.flat)
        for (name, kind), values in zip(column.flat, lists, strict=True):
            cells[name] = _arrow(values, _ARROW.get(kind, pa.string()))
    return arrow_of(pa.table(cells))


def _arrow(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind == pa.date32():
        return pa.array([None if v is None else date.fromisoformat(str(v)) for v in values], kind)
    return pa.array(values, kind)


def _flat(column: Column, row: dict[str, Any]) -> Sequence[Any]:
    """The cells of a table that hold a member."""
    value = row[column.name]
    if column.cell is Cell.PARTIES:
        return [[party[part] for party in value] for part in PARTS]
    if column.cell is Cell.PARTY:
        return [None if value is None else value[part] for part in PARTS]
    return (value,)


def arrow_of(table: pa.Table) -> bytes:
    """An Arrow table as a stream (IPC)."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


_ARROW: Mapping[Cell, pa.DataType] = {
    Cell.DAY: pa.date32(),
    Cell.NUMBER: pa.int64(),
    Cell.REAL: pa.float64(),
    Cell.FLAG: pa.bool_(),
    Cell.TEXTS: pa.list_(pa.string()),
    Cell.NUMBERS: pa.list_(pa.float64()),
}


def arrow_schema(columns: Iterable[tuple[str, Cell]]) -> pa.Schema:
    """The Arrow schema of columns."""
    return pa.schema([(name, _ARROW.get(cell, pa.string())) for name, cell in columns])


def _csv_cell(value: Any) -> str | int | float | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case date() | datetime():
            return value.isoformat()
        case list():
            return defused("; ".join("" if v is None else str(plain(v)) for v in value)) if any(value) else None
        case _:
            return defused(str(value))
