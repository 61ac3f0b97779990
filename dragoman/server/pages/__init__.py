"""Pages: one file a page, thin; each gives its routes in `routes`.

A page reads its parameters (by a resource's own declaration where it shows one), asks `server.reading` of
`request.app.state` for what it shows, and renders a template with `render`. Every number that it shows has its JSON and
CSV beside it.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from dragoman.server.pages import (
    actors,
    api,
    coding,
    commitments,
    dyads,
    feeds,
    incidents,
    judging,
    lists,
    map,
    network,
    overview,
    reports,
    search,
    signing,
)

PAGES = (
    *(overview, search, lists, reports, judging, dyads, actors, incidents, commitments, map, network),
    *(coding, feeds, api, signing),
)
"""The pages' modules. To add one: a file here with `ROUTES`, a template, and its name in this line."""


def routes() -> list[BaseRoute]:
    """The routes of all pages."""
    return [route for page in PAGES for route in page.ROUTES]
