"""Which column of a table holds what: as the user says, else by its usual names (columns.tsv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from dragoman.errors import UnclearColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of a table's columns, by what they hold. None is left to their usual names."""

    text: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    agency: str | None = None
    language: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The columns that the user has named, by field."""
        told = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: column for name, column in told if column is not None}


FIELDS = tuple(f.name for f in fields(Columns))
_OPTIONS = {"published": "--date"}


def usual(field: str) -> tuple[str, ...]:
    """The usual names of a field's column, best first, as `plain` writes them."""
    return _usual()[field]


def plain(column: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", column).lower()


def chosen(columns: Columns, present: Sequence[str], *, name: str) -> dict[str, str]:
    """The column for each field that the table has one for; `present` are the table's columns.

    Raises `UnclearColumns`, naming the input `name` and listing the columns, where one that the user named is not
    there, no column looks like the reports' text, or several do.
    """
    listed = ", ".join(column[:60] for column in present[:40]) or "none"
    found: dict[str, str] = {}
    for field, column in columns.named.items():
        exact = column in present or "." in column
        match = column if exact else next((c for c in present if c.lower() == column.lower()), None)
        if match is None:
            raise UnclearColumns(name, f"has no column {column!r} for {option(field)}", f"its columns: {listed}")
        found[field] = match
    taken = set(found.values())
    free = [(plain(column), column) for column in present if column not in taken]
    for field in FIELDS:
        if field in found:
            continue
        matches = [column for usual_name in usual(field) for name_, column in free if name_ == usual_name]
        if field == "text" and len(matches) > 1:
            told = " or ".join(matches)
            raise UnclearColumns(name, f"more than one column may be the text: {told}", "say which with --text COLUMN")
        if matches:
            found[field] = matches[0]
            free = [(plain_name, column) for plain_name, column in free if column != matches[0]]
    if "text" not in found:
        raise UnclearColumns(
            name, "is a table of which no column is known to hold the text", f"say which with --text; columns: {listed}"
        )
    return found


def option(field: str) -> str:
    """The command line's option for a field."""
    return _OPTIONS.get(field, f"--{field}")


@cache
def _usual() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in files("dragoman.reading").joinpath("columns.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            field, _, names = line.partition("\t")
            table[field] = tuple(names.split("|"))
    return table
