"""Which rows of a sheet are wanted, how many there are, and what comes after a place in them."""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dragoman.server.catalogue.opened import Numbers, Sheet
from dragoman.server.catalogue.sheets import NUMBERED

_COUNTRY = re.compile("[A-Z]{3}")
_ID = re.compile("[0-9a-f]{16}")
_KEPT_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class OneOf:
    """Rows that have one of these values in one of these columns."""

    columns: tuple[str, ...]
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Rows in which somebody stands: a country by its code, an actor by its id, or whole words of a name.

    `countries`, `ids` and `names` are the columns to look in.
    """

    value: str
    countries: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """Rows whose number or day (as days since 1970-01-01) in a column lies between two, both included."""

    column: str
    low: float | None = None
    high: float | None = None


Condition = OneOf | Who | Within


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of a sheet: all of the conditions, between the days `first` and `last`."""

    conditions: tuple[Condition, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a sheet: what comes after it is the next page, whatever was added or taken out meanwhile."""

    key: tuple[str | int | None, ...]

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(self.key, separators=(",", ":")).encode()).decode().rstrip("=")

    @classmethod
    def of(cls, text: str, order: Sequence[str]) -> Cursor:
        """The cursor that a page gave, of a day and these columns; raises `ValueError` where it is none."""
        try:
            key = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        except (binascii.Error, ValueError, RecursionError) as error:
            raise ValueError("is no place in the list") from error
        kinds = (int, *(int if column in NUMBERED else str for column in order))
        if not isinstance(key, list) or len(key) != len(kinds):
            raise ValueError("is no place in the list")
        for n, (part, kind) in enumerate(zip(key, kinds, strict=True)):
            if type(part) is not kind and (n == 0 or part is not None):
                raise ValueError("is no place in the list")
        return cls(tuple(key))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a choice: a range of a sheet, or row numbers in order."""

    start: int
    stop: int
    some: Numbers | None = None

    def __len__(self) -> int:
        return self.stop - self.start if self.some is None else len(self.some)

    @property
    def numbers(self) -> Numbers:
        """The row numbers, in order."""
        return np.arange(self.start, self.stop, dtype=np.int32) if self.some is None else self.some

    def after(self, number: int, limit: int) -> Numbers:
        """The first `limit` rows whose number is at least `number`."""
        if self.some is None:
            start = min(max(number, self.start), self.stop)
            return np.arange(start, min(start + limit, self.stop), dtype=np.int32)
        at = int(np.searchsorted(self.some, number))
        return self.some[at : at + limit]

    def before(self, number: int, limit: int) -> Numbers:
        """The last `limit` rows whose number is less than `number`, the last one first."""
        if self.some is None:
            stop = max(min(number, self.stop), self.start)
            return np.arange(max(stop - limit, self.start), stop, dtype=np.int32)[::-1]
        at = int(np.searchsorted(self.some, number))
        return self.some[max(at - limit, 0) : at][::-1]


class Chooser:
    """Makes choices of one sheet, and keeps the last ones: who pages through a list asks for it again and again."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._lock = threading.Lock()
        self._kept: OrderedDict[Choice, Chosen] = OrderedDict()
        self._bytes = 0

    def choose(self, choice: Choice) -> Chosen:
        """The rows of a choice."""
        with self._lock:
            found = self._kept.get(choice)
            if found is not None:
                self._kept.move_to_end(choice)
                return found
        chosen = _choose(self.sheet, choice)
        if chosen.some is not None:
            with self._lock:
                if choice not in self._kept:
                    self._kept[choice] = chosen
                    self._bytes += chosen.some.nbytes
                while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
                    _, old = self._kept.popitem(last=False)
                    self._bytes -= old.some.nbytes if old.some is not None else 0
        return chosen

    def counts(self, chosen: Chosen, column: str) -> list[tuple[str, int]]:
        """How many of the chosen rows have each value of a column, the most frequent first; without the unknown."""
        postings = self.sheet.postings(column)
        whole = chosen.some is None and len(chosen) == len(self.sheet)
        counts = postings.counts(None if whole else chosen.numbers, len(self.sheet))
        order = np.argsort(-counts, kind="stable")
        told = ((postings.values[code], int(counts[code])) for code in order if counts[code])
        return [(value, n) for value, n in told if value is not None]


def _choose(sheet: Sheet, choice: Choice) -> Chosen:
    start, stop = sheet.between(choice.first, choice.last)
    within = [c for c in choice.conditions if isinstance(c, Within)]
    coded = [_codes(sheet, c) for c in choice.conditions if not isinstance(c, Within)]
    if not coded and not within:
        return Chosen(start, stop)
    coded.sort(key=lambda pairs: sum(sheet.postings(column).size(codes) for column, codes in pairs))
    rows: Numbers | None = None
    for pairs in coded:
        rows = _rows(sheet, pairs, start, stop) if rows is None else _kept(sheet, rows, pairs, start, stop)
    if rows is None:
        rows = np.arange(start, stop, dtype=np.int32)
    for condition in within:
        values = sheet.numbers(condition.column)[rows]
        keep = values == values
        if condition.low is not None:
            keep &= values >= condition.low
        if condition.high is not None:
            keep &= values <= condition.high
            keep &= values != np.iinfo(np.int32).min
        rows = rows[keep]
    return Chosen(start, stop, rows)


Pairs = list[tuple[str, tuple[int, ...]]]


def _codes(sheet: Sheet, condition: OneOf | Who) -> Pairs:
    """The columns that a condition looks in, with the codes that it looks for there."""
    if isinstance(condition, OneOf):
        return [(column, _known(sheet, column, condition.values)) for column in condition.columns]
    if _COUNTRY.fullmatch(condition.value) and condition.countries:
        return [(column, _known(sheet, column, (condition.value,))) for column in condition.countries]
    if _ID.fullmatch(condition.value) and condition.ids:
        return [(column, _known(sheet, column, (condition.value,))) for column in condition.ids]
    return [(column, sheet.matching(column, condition.value)) for column in condition.names]


def _known(sheet: Sheet, column: str, values: Sequence[str | None]) -> tuple[int, ...]:
    codes = (sheet.postings(column).code_of(value) for value in dict.fromkeys(values))
    return tuple(code for code in codes if code is not None)


def _rows(sheet: Sheet, pairs: Pairs, start: int, stop: int) -> Numbers:
    """The rows of a range that have one of the codes in one of the columns."""
    parts = [sheet.postings(column).rows_of(code) for column, codes in pairs for code in codes]
    if not parts:
        return np.array([], dtype=np.int32)
    if len(parts) == 1:
        return parts[0][np.searchsorted(parts[0], start) : np.searchsorted(parts[0], stop)]
    mask = np.zeros(stop - start, dtype=bool)
    for part in parts:
        mask[part[np.searchsorted(part, start) : np.searchsorted(part, stop)] - start] = True
    return (np.flatnonzero(mask) + start).astype(np.int32)


def _kept(sheet: Sheet, rows: Numbers, pairs: Pairs, start: int, stop: int) -> Numbers:
    """Those of some rows that have one of the codes in one of the columns."""
    if len(pairs) == 1:
        postings = sheet.postings(pairs[0][0])
        if postings.column is not None:
            wanted = np.zeros(len(postings.values), dtype=bool)
            wanted[list(pairs[0][1])] = True
            return rows[wanted[postings.column[rows]]]
    mask = np.zeros(stop - start, dtype=bool)
    others = _rows(sheet, pairs, start, stop)
    mask[others - start] = True
    return rows[mask[rows - start]]
