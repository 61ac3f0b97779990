"""The API, version 1: one file a resource, each a declaration that answers, is paged, and is described by `openapi`.

`resource` says what a resource is (its parameters, its columns, how it chooses), `answering` how lists and single
things are given as JSON, CSV or Arrow, `coding` takes texts to be coded.
"""

from __future__ import annotations

from dragoman.server.api.actors import ACTORS
from dragoman.server.api.commitments import COMMITMENTS
from dragoman.server.api.events import EVENTS
from dragoman.server.api.incidents import INCIDENTS
from dragoman.server.api.reports import REPORTS
from dragoman.server.api.resource import Resource
from dragoman.server.api.statements import STATEMENTS

RESOURCES: tuple[Resource, ...] = (REPORTS, STATEMENTS, EVENTS, INCIDENTS, ACTORS, COMMITMENTS)
"""What is listed under /api/v1, each with the things it holds by id."""

__all__ = ["RESOURCES", "Resource"]
