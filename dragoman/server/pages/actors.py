"""An actor: what reports say it is, over time and with their words, and what it did, suffered, said and promised."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.server.api.actors import ACTORS
from dragoman.server.api.answering import one, page
from dragoman.server.api.commitments import COMMITMENTS
from dragoman.server.api.events import EVENTS
from dragoman.server.api.resource import AFTER, FROM, ORDER, STATUS, TO, TYPE, Resource
from dragoman.server.api.statements import STATEMENTS
from dragoman.server.pages.filtering import filters
from dragoman.server.pages.lists import asked_of, beginning, further
from dragoman.server.pages.rendering import render
from dragoman.server.parameters import Kind, Parameter, read
from dragoman.server.problems import not_found
from dragoman.server.reading import Source


@dataclass(frozen=True, slots=True)
class Tab:
    """What is listed of an actor: "what it did: events in which it acts"."""

    name: str
    label: str
    resource: Resource
    parameter: str
    also: tuple[Parameter, ...] = ()


TABS = (
    Tab("did", "Did", EVENTS, "actor", (TYPE, STATUS)),
    Tab("suffered", "Suffered", EVENTS, "recipient", (TYPE, STATUS)),
    Tab("said", "Said", STATEMENTS, "speaker"),
    Tab("heard", "Was told", STATEMENTS, "addressee"),
    Tab("committed", "Promised, threatened, demanded", COMMITMENTS, "party"),
)
TAB = Parameter("tab", Kind.CODE, "what is listed", choices=tuple(t.name for t in TABS), default="did")
SHOWN = "25"


@dataclass(frozen=True, slots=True)
class Role:
    """What several reports say the actor is: from the first to the last of them, with the newest one's words."""

    what: dict[str, Any]
    first: str | None
    last: str | None
    reports: int


def roles(facts: list[dict[str, Any]]) -> list[Role]:
    """The different things that reports say an actor is, the one told last first."""
    told: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for fact in facts:  # the newest first
        told.setdefault((fact["role"], fact["country"], fact["sector"], fact["former"]), []).append(fact)
    return [
        Role(
            those[0],
            min((f["day"] for f in those if f["day"]), default=None),
            max((f["day"] for f in those if f["day"]), default=None),
            len({f["report"] for f in those}),
        )
        for those in told.values()
    ]


async def actor(request: Request) -> Response:
    """`GET /actors/{id}`."""
    given = asked_of(request)
    tab_name = next((value for name, value in given if name == "tab"), "did")
    tab = next((t for t in TABS if t.name == tab_name), TABS[0])
    parameters = (TAB, *tab.also, FROM, TO, ORDER, AFTER)
    read(parameters, given)
    id = request.path_params["id"]
    rest = [(name, value) for name, value in given if name != "tab"]

    def ask(source: Source) -> dict[str, Any] | None:
        found = one(source, ACTORS, id)
        if found is None:
            return None
        counts, shown = {}, None
        for t in TABS:
            asked = read(t.resource.parameters, [(t.parameter, id), ("limit", SHOWN), *(rest if t is tab else [])])
            if t is tab:
                shown = page(source.listed, t.resource, asked)
                counts[t.name] = shown.total
            else:
                counts[t.name] = len(source.listed[t.resource.name].choose(t.resource.choose(asked)))
        assert shown is not None
        return {"it": json.loads(found), "counts": counts, "rows": shown.rows, "key": shown.next}

    told = await request.app.state.server.reading.ask(ask)
    if told is None:
        raise not_found("there is no actor of that id; look for the name among all actors")
    path = f"/actors/{id}"
    values = {
        **told,
        "roles": roles(told["it"]["facts"]),
        "tabs": TABS,
        "tab": tab,
        "api": [(tab.parameter, id), *(p for p in rest if p[0] != "after")],
        "filters": filters(path, parameters, given, without=("tab",)),
        "first": beginning(path, given),
        "next": further(path, given, told["key"]),
    }
    return render(request, "actor.html", values)


ROUTES = [Route("/actors/{id}", actor, name="actor-page")]
