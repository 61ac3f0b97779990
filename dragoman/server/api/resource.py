"""What a resource of the API is: the parameters that choose, the columns that are given, and how rows become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dragoman.coding.ontology import load as code_book
from dragoman.model import Status
from dragoman.server.catalogue import Choice, OneOf
from dragoman.server.catalogue.choosing import Condition
from dragoman.server.parameters import Asked, Kind, Parameter
from dragoman.server.reading import Listed, Source

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


class Cell(StrEnum):
    """What a column holds. A PARTY is an object of id, name, country and sector, PARTIES a list of them."""

    ID = "id"
    TEXT = "text"
    DAY = "day"
    STAMP = "stamp"
    NUMBER = "number"
    REAL = "real"
    FLAG = "flag"
    TEXTS = "texts"
    NUMBERS = "numbers"
    PARTY = "party"
    PARTIES = "parties"


@dataclass(frozen=True, slots=True)
class Column:
    """One member of a thing: "`type`, text, PLOVER's type; unknown is null".

    `source` is the column of the sheet, where it has another name; of parties the beginning of their names.
    """

    name: str
    cell: Cell
    what: str
    source: str = ""

    @property
    def of(self) -> str:
        """The column of the sheet."""
        return self.source or self.name

    @property
    def flat(self) -> tuple[tuple[str, str], ...]:
        """The columns of a table that hold it, each with its column of the sheet."""
        if self.cell is Cell.PARTIES:
            return tuple((f"{self.of}_{part}", f"{self.of}_{part}") for part in _PARTS_OF_MANY)
        if self.cell is Cell.PARTY:
            return ((self.name, self.of), *((f"{self.name}_{p}", f"{self.of}_{p}") for p in _PARTS_OF_ONE))
        return ((self.name, self.of),)


_PARTS_OF_MANY = ("ids", "names", "countries", "sectors")
_PARTS_OF_ONE = ("actor", "country", "sector")


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
    more: Callable[[Source, dict[str, Any]], Mapping[str, Any]] | None = None
    """What one of them has beside its columns, where it is asked for by id."""
    more_schema: Mapping[str, Any] = field(default_factory=dict)
    in_report: bool = True
    """Whether each stands in a report, whose title, publisher and address are then given with it."""
    sheet: str = ""

    @property
    def sheet_name(self) -> str:
        """The sheet of the catalogue that holds them."""
        return self.sheet or self.name

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns, those of the report among them."""
        return (*self.columns, *REPORT_COLUMNS) if self.in_report else self.columns

    def shaped(self, rows: list[dict[str, Any]], listed: Listed) -> list[dict[str, Any]]:
        """Rows of the sheet as JSON has them."""
        if self.in_report:
            with_report(rows, listed)
        columns = self.all_columns
        return [{"self": f"/api/v1/{self.name}/{r['id']}", **{c.name: _cell(c, r) for c in columns}} for r in rows]


def coded(asked: Asked, *names: str) -> list[Condition]:
    """The conditions of parameters that are named as the columns that they choose by."""
    return [OneOf((name,), values) for name in names if (values := asked.many(name))]


REPORT_COLUMNS = (
    Column("report", Cell.ID, "the report it was read from"),
    Column("report_day", Cell.DAY, "the report's day"),
    Column("publisher", Cell.TEXT, "who published the report"),
    Column("title", Cell.TEXT, "the report's title"),
    Column("url", Cell.TEXT, "the report's address"),
)


def with_report(rows: list[dict[str, Any]], listed: Listed) -> None:
    """Give each row its report's day, publisher, title and address."""
    sheet = listed.catalogue["reports"]
    told: dict[str, dict[str, Any]] = {}
    for id in {row["report"] for row in rows}:
        found = sheet.find(id)
        told[id] = sheet.rows(found[:1])[0] if len(found) else {}
    for row in rows:
        report = told[row["report"]]
        row["report_day"] = report.get("day")
        row |= {name: report.get(name) for name in ("publisher", "title", "url")}


def plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO 8601, what is no number as null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def _cell(column: Column, row: dict[str, Any]) -> Any:
    if column.cell is Cell.PARTIES:
        count = len(row[f"{column.of}_names"] or ())
        lists = [row.get(f"{column.of}_{part}") or [None] * count for part in _PARTS_OF_MANY]
        return [{"id": i, "name": n, "country": c, "sector": s} for i, n, c, s in zip(*lists, strict=True)]
    if column.cell is Cell.PARTY:
        id, country, sector = (row.get(f"{column.of}_{part}") for part in _PARTS_OF_ONE)
        if (name := row[column.of]) is None and id is None and country is None and sector is None:
            return None
        return {"id": id, "name": name, "country": country, "sector": sector}
    value = row[column.of]
    if column.cell in (Cell.TEXTS, Cell.NUMBERS) and value is None:
        return []
    return plain(value)


def schema_of(column: Column) -> dict[str, Any]:
    """The JSON Schema of a column."""
    text = {"type": ["string", "null"]}
    party = {
        "type": "object",
        "properties": {"id": text, "name": text, "country": text, "sector": text},
        "required": ["id", "name", "country", "sector"],
        "additionalProperties": False,
    }
    match column.cell:
        case Cell.ID:
            told: dict[str, Any] = {"type": ["string", "null"]}
        case Cell.DAY:
            told = {"type": ["string", "null"], "format": "date"}
        case Cell.NUMBER:
            told = {"type": ["integer", "null"]}
        case Cell.REAL:
            told = {"type": ["number", "null"]}
        case Cell.FLAG:
            told = {"type": ["boolean", "null"]}
        case Cell.TEXTS:
            told = {"type": "array", "items": text}
        case Cell.NUMBERS:
            told = {"type": "array", "items": {"type": ["number", "null"]}}
        case Cell.PARTY:
            told = {"oneOf": [party, {"type": "null"}]}
        case Cell.PARTIES:
            told = {"type": "array", "items": party}
        case _:
            told = dict(text)
    return {**told, "description": column.what}
