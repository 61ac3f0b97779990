"""An incident: one happening with all reports that tell of it, in their words, and the figures on which they differ."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api.answering import one
from dragoman.server.api.incidents import INCIDENTS
from dragoman.server.api.words import sentence_of
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import Kind, Parameter, read
from dragoman.server.problems import not_found
from dragoman.server.reading import Source

SHOWN = 30
FROM_NUMBER = Parameter("from", Kind.NUMBER, "the telling to begin with, from 1", low=1, high=1_000_000)


async def incident(request: Request) -> Response:
    """`GET /incidents/{id}`."""
    asked = read((FROM_NUMBER,), [pair for pair in request.query_params.multi_items() if pair[1]])
    id, begin = request.path_params["id"], (asked.number("from") or 1) - 1

    def ask(source: Source) -> dict[str, Any] | None:
        found = one(source, INCIDENTS, id)
        if found is None:
            return None
        it = json.loads(found)
        return {"it": it, "tellings": [_telling(source, t) for t in it["told_by"][begin : begin + SHOWN]]}

    told = await request.app.state.server.reading.ask(ask)
    if told is None:
        raise not_found("there is no incident of that id; incidents are worked out anew when reports are added")
    figures: dict[str, list[dict[str, Any]]] = {}
    for figure in told["it"]["figures"]:
        figures.setdefault(figure["kind"], []).append(figure)
    values = {
        **told,
        "figures": figures,
        "begin": begin,
        "next": begin + SHOWN + 1 if len(told["it"]["told_by"]) > begin + SHOWN else None,
    }
    return render(request, "incident.html", values)


def _telling(source: Source, told: dict[str, Any]) -> dict[str, Any]:
    """One telling: the event as its report has it, and its sentence cut before, at and after the trigger."""
    sheet = source.listed["events"].sheet
    rows = sheet.rows(sheet.find(told["event"])[:1])
    event = rows[0] if rows else None
    return {**told, "it": event, "words": None if event is None else sentence_parts(source, event)}


def sentence_parts(source: Source, row: dict[str, Any]) -> tuple[str, str, str] | None:
    """The sentence of a thing, as what stands before it, the thing's own words, and what stands after."""
    sentence = json.loads(sentence_of(source, row))["sentence"]
    if sentence is None:
        return None
    text, start, end = sentence["text"], row["start"] - sentence["start"], row["end"] - sentence["start"]
    return text[: max(start, 0)], text[max(start, 0) : max(end, 0)], text[max(end, 0) :]


ROUTES = [Route("/incidents/{id}", incident, name="incident-page")]
