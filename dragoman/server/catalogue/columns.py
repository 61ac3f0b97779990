"""What is told of a thing: its members, declared once. The catalogue keeps each thing as JSON made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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

    `source` is the column of the sheet's query, where it has another name; of parties the beginning of their names.
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
    def flat(self) -> tuple[tuple[str, Cell], ...]:
        """The columns of a table that hold it, each with what it holds."""
        if self.cell is Cell.PARTIES:
            return tuple((f"{self.name}_{part}", Cell.TEXTS) for part in PARTS)
        if self.cell is Cell.PARTY:
            return tuple((f"{self.name}_{part}", Cell.TEXT) for part in PARTS)
        return ((self.name, self.cell),)


PARTS = ("id", "name", "country", "sector")
"""What is told of a party."""


def item_sql(path: str, columns: tuple[Column, ...]) -> str:
    """SQL (DuckDB's) for a thing as a line of JSON: its address `self`, then its columns, unknown as null."""
    members = [f"\"self\": '{path}/' || id", *(f'"{column.name}": {_cell_sql(column)}' for column in columns)]
    return f"CAST(to_json({{{', '.join(members)}}}) AS VARCHAR)"


def _cell_sql(column: Column) -> str:
    of = f'"{column.of}"'
    match column.cell:
        case Cell.REAL:
            return f"CASE WHEN isfinite({of}) THEN {of} END"
        case Cell.TEXTS:
            return f"coalesce({of}, CAST([] AS VARCHAR[]))"
        case Cell.NUMBERS:
            return f"coalesce(list_transform({of}, lambda x: CASE WHEN isfinite(x) THEN x END), CAST([] AS DOUBLE[]))"
        case Cell.PARTY:
            parts = {"id": f"{column.of}_actor", "name": column.of}
            parts |= {part: f"{column.of}_{part}" for part in ("country", "sector")}
            told = ", ".join(f'"{name}": {source}' for name, source in parts.items())
            return f"CASE WHEN coalesce({', '.join(parts.values())}) IS NOT NULL THEN {{{told}}} END"
        case Cell.PARTIES:
            return f"coalesce({column.of}_parties, [])"
        case _:
            return of


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
