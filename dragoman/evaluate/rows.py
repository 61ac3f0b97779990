"""Gold and prediction records: JSON objects read with their types checked, so that scorers see only plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from dragoman.errors import GoldError
from dragoman.model import Span

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What a JSON document can hold."""

JsonObject: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object with the place it was read from; every reader raises GoldError where the type is another.

    A field that is missing and one that is null are the same.
    """

    data: Mapping[str, Json]
    where: str = "record"

    def strange(self, key: str, wanted: str) -> GoldError:
        """The error for a field that is not what it should be."""
        return GoldError(f"{self.where}: field {key!r} should be {wanted}, not {str(self.data.get(key))[:60]!r}")

    def has(self, key: str) -> bool:
        """Whether the field is there at all, be it null."""
        return key in self.data

    @property
    def id(self) -> str:
        """The record's id; numbers are read as text."""
        found = self.data.get("id")
        if isinstance(found, bool) or not isinstance(found, str | int):
            raise self.strange("id", "a text or a number")
        return str(found)

    def text(self, key: str) -> str:
        found = self.data.get(key)
        if not isinstance(found, str):
            raise self.strange(key, "a text")
        return found

    def maybe_text(self, key: str) -> str | None:
        return None if self.data.get(key) is None else self.text(key)

    def maybe_token(self, key: str) -> str | None:
        """A text or a whole number, as text: gazetteers' ids come as both."""
        found = self.data.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, str | int):
            raise self.strange(key, "a text or a whole number")
        return str(found)

    def number(self, key: str) -> int:
        found = self.data.get(key)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.strange(key, "a whole number")
        return found

    def maybe_number(self, key: str) -> int | None:
        return None if self.data.get(key) is None else self.number(key)

    def maybe_decimal(self, key: str) -> float | None:
        found = self.data.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self.strange(key, "a number")
        return float(found)

    def flag(self, key: str, *, default: bool = False) -> bool:
        found = self.data.get(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            raise self.strange(key, "true or false")
        return found

    def day(self, key: str) -> date | None:
        """The day that a date or stamp begins with; None if the field is empty or starts with no full date."""
        found = self.maybe_text(key)
        try:
            return date.fromisoformat((found or "")[:10])
        except ValueError:
            return None

    def items(self, key: str) -> list[Json]:
        """The field as a list: null is empty, a single value a list of one."""
        found = self.data.get(key)
        return [] if found is None else found if isinstance(found, list) else [found]

    def texts(self, key: str) -> list[str]:
        found = self.items(key)
        texts = [x for x in found if isinstance(x, str)]
        if len(texts) != len(found):
            raise self.strange(key, "texts")
        return texts

    def maybe_row(self, key: str) -> Row | None:
        found = self.data.get(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.strange(key, "an object")
        return Row(found, f"{self.where}, {key}")

    def rows(self, key: str) -> list[Row]:
        """The field as a list of objects; null inside the list is an empty object."""
        out: list[Row] = []
        for x in self.items(key):
            if x is not None and not isinstance(x, dict):
                raise self.strange(key, "a list of objects")
            out.append(Row(x or {}, f"{self.where}, {key}"))
        return out

    def span(self, key: str) -> Span:
        return self._span(key, self.data.get(key))

    def maybe_span(self, key: str) -> Span | None:
        return None if self.data.get(key) is None else self.span(key)

    def spans(self, key: str) -> list[Span]:
        """A list of [start, end]; one bare [start, end] is read as a list of one."""
        found = self.items(key)
        if found and isinstance(found[0], int):
            return [self._span(key, found)]
        return [self._span(key, x) for x in found]

    def _span(self, key: str, found: Json) -> Span:
        if isinstance(found, list) and len(found) == 2:
            start, end = found
            if isinstance(start, int) and isinstance(end, int):
                return Span(start, end)
        raise self.strange(key, "[start, end]")


def by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """Records by their id."""
    return {row.id: row for row in rows}


def read_lines(path: Path) -> list[Row]:
    """The JSON objects of a JSONL file, one a line.

    Raises:
        GoldError: the file cannot be read, a line is no JSON object, or an id occurs twice.
    """
    out: list[Row] = []
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8") as lines:
            for n, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                row = Row(_object(json.loads(line), f"{path}:{n}"), f"{path.name}:{n}")
                if row.has("id"):
                    if row.id in seen:
                        raise GoldError(f"{path}:{n}: the id {row.id!r} occurs twice")
                    seen.add(row.id)
                out.append(row)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as JSON lines: {error}") from error
    return out


def read_json(path: Path) -> Json:
    """What a JSON file holds; raises GoldError if it cannot be read."""
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as JSON: {error}") from error
    return found


def _object(found: Json, where: str) -> JsonObject:
    if not isinstance(found, dict):
        raise GoldError(f"{where}: is no JSON object")
    return found


def write_lines(path: Path, rows: Iterable[Mapping[str, Json]]) -> None:
    """Writes records as JSONL, one object a line; the folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def digest_of(path: Path) -> str:
    """The sha256 of a file; raises GoldError if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
