"""Search: words over reports, statements and events, with the filters that the lists know."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import QueryError
from dragoman.model import Span
from dragoman.record.search import Hit, Query, parse
from dragoman.record.search.query import And, Coded, Dated, Node, Or
from dragoman.server.api.answering import FORMS, arrow_of, arrow_schema, as_json, csv_of, form_of, validators
from dragoman.server.api.resource import FORMAT, FROM, STATUS, TO, TYPE, plain
from dragoman.server.catalogue.columns import Cell, Column
from dragoman.server.parameters import Asked, Kind, Parameter, read
from dragoman.server.problems import Problem, wrong
from dragoman.server.reading import Reading, Source

PARAMETERS = (
    Parameter("q", Kind.TEXT, "words, phrases and fields (docs/search.md)", longest=1000, example="border talks"),
    Parameter("kind", Kind.CODE, "only these", choices=("report", "statement", "event"), many=True),
    Parameter("country", Kind.COUNTRY, "somebody of that country, or it happens there", many=True),
    Parameter("actor", Kind.TEXT, "words of the name of somebody in it"),
    Parameter("speaker", Kind.TEXT, "words of the name of who speaks"),
    Parameter("publisher", Kind.TEXT, "words of the publisher's name"),
    TYPE,
    STATUS,
    FROM,
    TO,
    Parameter("limit", Kind.NUMBER, "how many are given at most", default=20, low=1, high=100),
    Parameter("after", Kind.TEXT, "the place after which to go on: `next` of the page before", longest=400),
    FORMAT,
)
COLUMNS = (
    Column("kind", Cell.TEXT, "report, statement or event"),
    Column("id", Cell.ID, "what it is called in the record"),
    Column("report", Cell.ID, "the report it stands in"),
    Column("score", Cell.REAL, "how well it answers; comparable within one search only"),
    Column(
        "day", Cell.DAY, "the report's day; of statements and events that of the speaking or the act where it is told"
    ),
    Column("title", Cell.TEXT, "the report's title"),
    Column("publisher", Cell.TEXT, "who published the report"),
    Column("snippet", Cell.TEXT, "words of the report that show why it was found"),
)
_NOWHERE = Span(0, 0)


def query_of(asked: Asked) -> Query | None:
    """The query that parameters mean; None where nothing is asked. Raises `QueryError` for words that are none."""
    parts: list[Node] = []
    text = asked.text("q") or ""
    notes: tuple[Any, ...] = ()
    if text:
        told = parse(text)
        parts.append(told.tree)
        notes = told.notes
    for field in ("kind", "country", "type", "status"):
        values: list[Node] = [Coded(field, value, _NOWHERE) for value in asked.many(field)]
        if values:
            parts.append(values[0] if len(values) == 1 else Or(tuple(values)))
    for field in ("actor", "speaker", "publisher"):
        if words := asked.text(field):
            try:
                parts.append(parse(f'{field}:"{words.replace(chr(34), " ")}"').tree)
            except QueryError:
                raise wrong(field, "holds no word of a name") from None
    first, last = asked.day("from"), asked.day("to")
    if first or last:
        parts.append(Dated(first.toordinal() if first else None, last.toordinal() if last else None, _NOWHERE))
    if not parts:
        return None
    return Query(text, parts[0] if len(parts) == 1 else And(tuple(parts)), notes)


def hits(source: Source, asked: Asked) -> tuple[list[Hit], str | None]:
    """The hits that parameters ask for, the best first, and the key of the next page; none where nothing is asked."""
    query = query_of(asked)
    if query is None:
        return [], None
    limit = asked.number("limit") or 20
    try:
        found = source.search.find(query, limit=limit + 1, after=asked.text("after"))
    except QueryError as error:
        if asked.text("after") and error.start == error.end == 0:
            raise wrong("after", "is no place in the list; take it from `next` of the page before") from None
        raise
    return found[:limit], found[limit - 1].key if len(found) > limit else None


def as_item(hit: Hit) -> dict[str, Any]:
    """A hit as JSON has it."""
    return {
        "self": f"/api/v1/{hit.kind}s/{hit.id}",
        "kind": hit.kind,
        "id": hit.id,
        "report": hit.report,
        "score": hit.score,
        "day": plain(hit.day),
        "title": hit.title,
        "publisher": hit.publisher,
        "span": list(hit.span),
        "snippet": {
            "text": hit.snippet.text,
            "span": list(hit.snippet.span),
            "marks": [list(mark) for mark in hit.snippet.marks],
        },
    }


async def search(reading: Reading, request: Request) -> Response:
    """`GET /api/v1/search`."""
    asked = read(PARAMETERS, request.query_params.multi_items())
    form = form_of(request, asked.text("format"))
    fresh, headers = validators(request, reading.listed.state, form)
    if fresh:
        return Response(status_code=304, headers=headers)

    def answer(source: Source) -> tuple[bytes, str | None]:
        query = query_of(asked)
        if query is None:
            raise Problem(400, "query", "nothing is asked; write q=border talks, or a filter", more={"parameter": "q"})
        found, key = hits(source, asked)
        following = None if key is None else f"/api/v1/search?{asked.query('after', after=key)}"
        names = [c.name for c in COLUMNS]
        rows = [[h.kind, h.id, h.report, h.score, h.day, h.title, h.publisher, h.snippet.text] for h in found]
        if form == "csv":
            return csv_of(names, rows), following
        if form == "arrow":
            schema = arrow_schema((c.name, c.cell) for c in COLUMNS)
            return arrow_of(pa.Table.from_pylist([dict(zip(names, r, strict=True)) for r in rows], schema)), following
        body = {
            "items": [as_item(h) for h in found],
            "next": following,
            "notes": [{"message": n.message, "span": list(n.at)} for n in query.notes],
            "csv": f"/api/v1/search?{asked.query('format', format='csv')}",
            "state": source.listed.state,
        }
        return as_json(body), following

    content, following = await reading.ask(answer)
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if form != "json":
        headers["Content-Disposition"] = f'attachment; filename="search.{"csv" if form == "csv" else "arrows"}"'
    return Response(content, headers=headers, media_type=FORMS[form] + ("; charset=utf-8" if form == "csv" else ""))
