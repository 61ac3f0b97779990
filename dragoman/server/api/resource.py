"""What a resource of the API is: the parameters that choose, the columns that are given, and how rows become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dragoman.coding.ontology import load as code_book
from dragoman.model import Status
from dragoman.server.catalogue import Choice, OneOf
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.catalogue.columns import Column
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Source

MOST = 1000
"""Things on one page."""

LIMIT = Parameter("limit", Kind.NUMBER, "how many are given at most", default=50, low=1, high=MOST)
AFTER = Parameter("after", Kind.TEXT, "the place after which to go on: `next` of the page before", longest=400)
ORDER = Parameter("order", Kind.CODE, "the newest or the oldest first", choices=("newest", "oldest"), default="newest")
FORMAT = Parameter(
    "format", Kind.CODE, "in what form, where the header Accept does not say it", ("json", "csv", "arrow")
)
FROM = Parameter(
    "from", Kind.FIRST_DAY, "from this day on (a month or a year: from its first day)", example="2024-01-01"
)
TO = Parameter("to", Kind.LAST_DAY, "up to this day (a month or a year: to its last day)", example="2024-12-31")
PAGING = (FROM, TO, ORDER, LIMIT, AFTER, FORMAT)
"""What every list takes."""

TYPES = tuple(code_book().types)
QUADS = tuple(code_book().quads)
STATUSES = tuple(s.value for s in Status)
TYPE = Parameter("type", Kind.CODE, "PLOVER's type", choices=TYPES, many=True)
QUAD = Parameter("quad", Kind.CODE, "PLOVER's quarter of the type", choices=QUADS, many=True)
STATUS = Parameter("status", Kind.CODE, "whether it happened", choices=STATUSES, many=True)
WHO_IS = "a country's code of three letters, an actor's id, or words of a name"


@dataclass(frozen=True, slots=True)
class Resource:
    """What is listed at `/api/v1/{name}`, and given one by one at `/api/v1/{name}/{id}`."""

    name: str
    one: str
    """What one of them is called."""
    what: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    choose: Callable[[Asked], Choice]
    more: Callable[[Source, dict[str, Any]], bytes] | None = None
    """What one of them has beside its columns and the details of its sheet, where it is asked for by id: an object."""
    more_schema: Mapping[str, Any] = field(default_factory=dict)
    """The schemas of what one of them has beside its columns."""


def coded(asked: Asked, *names: str) -> list[Condition]:
    """The conditions of parameters that are named as the columns that they choose by."""
    return [OneOf((name,), values) for name in names if (values := asked.many(name))]


def plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO 8601, what is no number as null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value
