"""Search: words over reports, statements and events, with filters; all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.coding.ontology import load as code_book
from dragoman.errors import QueryError
from dragoman.record.search import Hit
from dragoman.server.api.resource import QUAD
from dragoman.server.api.search import PARAMETERS, hits, query_of
from dragoman.server.catalogue import Choice
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.lists import asked_of, beginning, further
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.reading import Source

SHOWN = (*(p for p in PARAMETERS if p.name != "format"), QUAD)
MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet: words, and whether they are what was sought."""

    text: str
    marked: bool


def pieces(hit: Hit) -> list[Piece]:
    """A hit's snippet, cut where marks begin and end."""
    out, at, begin = [], hit.snippet.span.start, hit.snippet.span.start
    for start, end in hit.snippet.marks:
        out += [Piece(hit.snippet.text[at - begin : start - begin], False)]
        out += [Piece(hit.snippet.text[start - begin : end - begin], True)]
        at = end
    out.append(Piece(hit.snippet.text[at - begin :], False))
    return [piece for piece in out if piece.text]


async def search(request: Request) -> Response:
    """`GET /search`. The quarter `quad` stands for its types, which search knows."""
    given = asked_of(request)
    read(SHOWN, given)
    asked = read(PARAMETERS, _without_quads(given))
    nothing = is_nothing(given)

    def ask(source: Source) -> dict[str, Any]:
        chooser = source.listed["reports"]
        told: dict[str, Any] = {
            "filters": filters("/search", SHOWN, given, without=("q",)),
            "publishers": [name for name, _ in chooser.counts(chooser.choose(Choice()), "publisher")[:MOST_NAMES]],
            "hits": [],
            "next": None,
            "notes": [],
            "wrong": None,
        }
        try:
            query = None if nothing else query_of(asked)
            if query is not None:
                found, key = hits(source, asked)
                told["hits"] = [(hit, pieces(hit)) for hit in found]
                told["next"] = further("/search", given, key)
                told["notes"] = [note.message for note in query.notes]
        except QueryError as error:
            told["wrong"] = str(error)
        return told

    values = await request.app.state.server.reading.ask(ask)
    more = {
        "q": asked.text("q") or "",
        "first": beginning("/search", given),
        "given": [(n, v) for n, v in _without_quads(given) if n != "after"],
        "nothing_asked": nothing,
    }
    return render(request, "search.html", {**values, **more}, status=400 if values["wrong"] else 200)


def is_nothing(given: list[tuple[str, str]]) -> bool:
    """Whether an address asks for nothing in particular."""
    return not any(name not in ("limit", "after") for name, _ in given)


def _without_quads(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    quads = {value for name, value in given if name == "quad"}
    book = code_book()
    named = {value for name, value in given if name == "type"}
    types = [t for t in book.types if book.quad(t) in quads and t not in named]
    return [*((n, v) for n, v in given if n != "quad"), *(("type", t) for t in types)]


ROUTES = [Route("/search", search, name="search-page")]
