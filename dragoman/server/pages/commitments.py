"""The board of commitments, by what became of them; and one with its thread: what later reports say of it."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.model import Block, BlockKind, Report, Span
from dragoman.record.sentences import sentence_around
from dragoman.server.api.answering import one, page
from dragoman.server.api.commitments import COMMITMENTS, STATES
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.incidents import sentence_parts
from dragoman.server.pages.lists import asked_of, beginning, further
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import read
from dragoman.server.problems import not_found
from dragoman.server.reading import Source

HOW = {
    "open": "nothing is told of it yet",
    "due": "accepted, or its condition is met: whoever made it has to act",
    "modified": "its terms were changed",
    "partly fulfilled": "some of it is done",
    "fulfilled": "it is done",
    "broken": "what was done goes against it",
    "rejected": "the other side refused it",
    "withdrawn": "whoever made it took it back",
    "lapsed": "its time passed, and nothing was told",
}


async def board(request: Request) -> Response:
    """`GET /commitments`."""
    given = asked_of(request)
    parameters = tuple(p for p in COMMITMENTS.parameters if p.name != "format")
    asked = read(parameters, given)
    others = [(name, value) for name, value in given if name not in ("state", "after")]

    def ask(source: Source) -> dict[str, Any]:
        chooser = source.listed["commitments"]
        every = chooser.choose(COMMITMENTS.choose(read(parameters, others)))
        found = page(source.listed, COMMITMENTS, asked)
        return {
            "rows": found.rows,
            "total": found.total,
            "of_all": len(every),
            "states": dict(chooser.counts(every, "state")),
            "next": further("/commitments", given, found.next),
            "filters": filters(
                "/commitments", parameters, given, chooser=chooser, chosen=chooser.choose(COMMITMENTS.choose(asked))
            ),
        }

    told = await request.app.state.server.reading.ask(ask)
    values = {
        **told,
        "how": [(state, HOW.get(state, state)) for state in STATES],
        "chosen": asked.many("state"),
        "others": others,
        "given": [(n, v) for n, v in given if n != "after"],
        "first": beginning("/commitments", given),
    }
    return render(request, "commitments.html", values)


async def commitment(request: Request) -> Response:
    """`GET /commitments/{id}`."""
    read((), request.query_params.multi_items())
    id = request.path_params["id"]

    def ask(source: Source) -> dict[str, Any] | None:
        found = one(source, COMMITMENTS, id)
        if found is None:
            return None
        it = json.loads(found)
        return {
            "it": it,
            "words": sentence_parts(source, it),
            "steps": [{**step, **_told(source, step)} for step in it["thread_steps"]],
        }

    told = await request.app.state.server.reading.ask(ask)
    if told is None:
        raise not_found("there is no commitment of that id; look for it on the board")
    return render(request, "commitment.html", {**told, "how": HOW})


def _told(source: Source, step: dict[str, Any]) -> dict[str, Any]:
    """The report of a step, and the sentence that tells it."""
    line = source.listed.catalogue.record(step["report"])
    if line is None:
        return {"title": None, "publisher": None, "words": None}
    told = json.loads(line)["report"]
    blocks = tuple(Block(BlockKind(b["kind"]), b["start"], b["end"]) for b in told["blocks"])
    words = None
    if step["start"] is not None and step["end"] is not None:
        report = Report(id=told["id"], text=told["text"], blocks=blocks)
        around = sentence_around(report, Span(step["start"], step["end"]))
        text = told["text"]
        words = text[around.start : step["start"]], text[step["start"] : step["end"]], text[step["end"] : around.end]
    return {"title": told["title"], "publisher": told["publisher"] or told["agency"], "words": words}


ROUTES = [
    Route("/commitments", board, name="commitments-page"),
    Route("/commitments/{id}", commitment, name="commitment-page"),
]
