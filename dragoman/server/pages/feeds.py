"""Feeds: any list as Atom (RFC 4287), by its own parameters: whatever can be looked at can be watched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api import RESOURCES
from dragoman.server.api.answering import page, validators
from dragoman.server.api.resource import Resource
from dragoman.server.pages.lists import asked_of
from dragoman.server.pages.wording import day, line, place_of, short
from dragoman.server.parameters import read
from dragoman.server.reading import Source

ENTRIES = "50"
_ATOM = "http://www.w3.org/2005/Atom"
WATCHED = ("reports", "events", "statements", "incidents", "commitments")


def _feed(resource: Resource) -> Callable[[Request], Awaitable[Response]]:
    parameters = tuple(p for p in resource.parameters if p.name not in ("format", "after", "order", "limit"))

    async def feed(request: Request) -> Response:
        given = asked_of(request)
        read(parameters, given)
        reading = request.app.state.server.reading
        fresh, headers = validators(request, reading.listed.state, "atom")
        if fresh:
            return Response(status_code=304, headers=headers)
        asked = read(resource.parameters, [*given, ("limit", ENTRIES)])

        def ask(source: Source) -> list[dict[str, Any]]:
            return page(source.listed, resource, asked).rows

        rows = await reading.ask(ask)
        content = atom(resource, rows, base=str(request.base_url).rstrip("/"), query=urlencode(given))
        return Response(content, headers=headers, media_type="application/atom+xml; charset=utf-8")

    return feed


def atom(resource: Resource, rows: list[dict[str, Any]], *, base: str, query: str) -> bytes:
    """A feed of things, the newest first; `base` is the server's own address."""
    asked = f"?{query}" if query else ""
    root = ElementTree.Element("feed", xmlns=_ATOM)
    told = ", ".join(part.replace("=", " ") for part in query.split("&")) if query else "all"
    _add(root, "title", f"Dragoman: {resource.name} ({short(told, 120)})")
    _add(root, "id", f"{base}/{resource.name}{asked}")
    _add(root, "link", rel="self", href=f"{base}/feeds/{resource.name}.atom{asked}")
    _add(root, "link", rel="alternate", href=f"{base}/{resource.name}{asked}")
    stamps = [_stamp(row) for row in rows]
    _add(root, "updated", max(stamps, default="1970-01-01T00:00:00Z"))
    for row, stamp in zip(rows, stamps, strict=True):
        title, summary = worded(resource.name, row)
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "title", title)
        _add(entry, "id", f"urn:dragoman:{resource.one}:{row['id']}")
        _add(entry, "link", href=base + place_of(resource.name, row))
        _add(entry, "updated", stamp)
        _add(ElementTree.SubElement(entry, "author"), "name", line(row.get("publisher")))
        _add(entry, "summary", summary)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def worded(name: str, row: dict[str, Any]) -> tuple[str, str]:
    """An entry's title and summary: what a thing is, in a line, and the words it was read from."""
    match name:
        case "events":
            return f"{row['type']}, {row['status']}: {_sides(row)}", short(
                f"“{row['trigger']}”, {line(row['title'])}", 300
            )
        case "incidents":
            told = f"{day(row['first_day'])}, told by {row['reports']} report(s)"
            return f"{row['type']}, {row['status']}: {_sides(row)}", told
        case "statements":
            return f"{_name(row['speaker'])}, {row['stance']}", short(row["content"], 600)
        case "commitments":
            return f"{row['kind']} of {_name(row['party'])}: {row['state'] or 'no thread'}", short(row["content"], 600)
        case _:
            counts = ", ".join(f"{row[n]} {n}" for n in ("statements", "events", "commitments"))
            return line(row["title"]), f"{line(row['publisher'] or row['agency'])}, {day(row['day'])}: {counts}"


def _sides(row: dict[str, Any]) -> str:
    actors, others = (", ".join(_name(p) for p in row[side]) for side in ("actors", "recipients"))
    return f"{actors or '–'} → {others}" if others else actors or "–"


def _name(party: dict[str, Any] | None) -> str:
    return line(None if party is None else party["name"] or party["country"])


def _stamp(row: dict[str, Any]) -> str:
    told = row.get("last_reported") or row.get("last_day") if "last_reported" in row else row.get("report_day")
    return f"{told or row.get('day') or row.get('first_day') or '1970-01-01'}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    made = ElementTree.SubElement(parent, name, attributes)
    if text is not None:
        made.text = "".join(c for c in text if c in "\t\n" or " " <= c < "\ufffe")


ROUTES = [Route(f"/feeds/{r.name}.atom", _feed(r), name=f"{r.name}-feed") for r in RESOURCES if r.name in WATCHED]
