"""A catalogue opened: its sheets as columns in memory that any number of threads may read.

Files are mapped, so that opening reads little and several processes share what is read. What is looked up by value has
its postings (for each value the rows that have it), made when first asked for.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.errors import RecordError
from dragoman.server.catalogue.making import read_edition
from dragoman.server.catalogue.packing import Packed
from dragoman.server.catalogue.sheets import PLANS, RECORDS_BLOCK, Plan

Numbers = npt.NDArray[np.int32]
NO_DAY: Final = int(np.iinfo(np.int32).min)
"""What stands for no day, so that it is the last of all."""
_EPOCH = date(1970, 1, 1).toordinal()
_MATCHES = 256


class Catalogue:
    """All sheets of one state of a record: `catalogue["events"]`."""

    def __init__(self, folder: Path) -> None:
        """Opens it; raises `RecordError` where there is none or it is damaged."""
        told = read_edition(folder)
        if told is None:
            raise RecordError("there is no catalogue of the record; start the server anew to have it made")
        self.state, self.edition = told
        try:
            self._sheets = {plan.name: Sheet(plan, folder) for plan in PLANS}
            self._records = Packed(folder / "records", block=RECORDS_BLOCK)
        except (OSError, ValueError, pa.ArrowInvalid) as error:
            raise RecordError("the catalogue of the record is damaged; take its folder away to have it made") from error

    def __getitem__(self, name: str) -> Sheet:
        return self._sheets[name]

    def warm(self) -> None:
        """Make ready whatever is otherwise made when it is first asked for: some seconds for a million events."""
        for sheet in self._sheets.values():
            sheet.warm()

    def record(self, report: str) -> bytes | None:
        """The whole record of a report as the contract's JSON; None where there is none of that id."""
        found = self["reports"].find(report)
        return self._records.lines(found[:1])[0] if len(found) else None


class Sheet:
    """One kind of thing: "events, a million rows, the newest first". Rows are called by their number, from 0."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.name = plan, plan.name
        self.table: pa.Table = pa.ipc.open_file(pa.memory_map(str(folder / f"{plan.name}.arrow"))).read_all()
        self._items = Packed(folder / f"{plan.name}.items")
        self._details = Packed(folder / f"{plan.name}.details") if plan.details else None
        self.days: Numbers = _days(self._array("day"))
        self._ascending = np.ascontiguousarray(self.days[::-1])
        self._lock = threading.Lock()
        self._postings: dict[str, Postings] = {}
        self._numeric: dict[str, npt.NDArray[Any]] = {}
        self.matching = lru_cache(maxsize=_MATCHES)(self._matching)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def postings(self, column: str) -> Postings:
        """For each value of a coded column, or of the lists in one, the rows that have it."""
        found = self._postings.get(column)
        if found is None:
            with self._lock:
                found = self._postings.get(column)
                if found is None:
                    found = self._postings[column] = Postings(self._array(column))
        return found

    def numbers(self, column: str) -> npt.NDArray[Any]:
        """A column of numbers or days (since 1970-01-01) or truths; what is unknown is the lowest number there is."""
        found = self._numeric.get(column)
        if found is None:
            array = self._array(column)
            if pa.types.is_date(array.type):
                found = _days(array)
            elif pa.types.is_floating(array.type):
                found = np.asarray(array.to_numpy(zero_copy_only=False))
            else:
                whole = array.cast(pa.int32())
                found = np.asarray(whole.fill_null(NO_DAY).to_numpy(zero_copy_only=False))
            self._numeric[column] = found
        return found

    def key(self, number: int) -> tuple[str | int | None, ...]:
        """What places a row: its day as days since 1970-01-01, and the columns that order it within the day."""
        return (int(self.days[number]), *(self.table.column(c)[number].as_py() for c in self.plan.order))

    def place(self, key: Sequence[str | int | None]) -> int:
        """The number of the first row that comes after the place `key`, which need not be that of a row any more."""
        low, high = 0, len(self)
        sought = _comparable(key)
        while low < high:
            middle = (low + high) // 2
            if _comparable(self.key(middle)) <= sought:
                low = middle + 1
            else:
                high = middle
        return low

    def between(self, first: date | None, last: date | None) -> tuple[int, int]:
        """The range of rows whose day is between two days, both included; all where both are None."""
        if first is None and last is None:
            return 0, len(self)
        newest = len(self) - int(np.searchsorted(self._ascending, np.int32(_number(last)), "right")) if last else 0
        oldest = np.int32(_number(first) if first else NO_DAY + 1)  # of the array's own kind, or it would be copied
        return newest, max(newest, len(self) - int(np.searchsorted(self._ascending, oldest, "left")))

    def find(self, id: str) -> Numbers:
        """The rows of an id, in order; empty where there are none. Ids are unique but in what others have imported."""
        order, keys = self._ids
        sought = _hash(id)
        at = int(np.searchsorted(keys, sought))
        found = []
        while at < len(keys) and keys[at] == sought:
            number = int(order[at])
            if self.table.column("id")[number].as_py() == id:
                found.append(number)
            at += 1
        return np.array(sorted(found), dtype=np.int32)

    def of_report(self, report: str) -> Numbers:
        """The rows of a report, in its order."""
        column = self.table.column("report")
        order, keys = self._reports
        sought, at = _hash(report), int(np.searchsorted(keys, _hash(report)))
        found = []
        while at < len(keys) and keys[at] == sought:
            if column[int(order[at])].as_py() == report:
                found.append(int(order[at]))
            at += 1
        return np.array(sorted(found), dtype=np.int32)

    def items(self, numbers: Sequence[int] | Numbers) -> list[bytes]:
        """The things of these numbers, each as the JSON that the API gives of it (`plan.items` says its members)."""
        return self._items.lines(numbers)

    def details(self, number: int) -> bytes:
        """What is told of one thing by itself: a JSON object of the members `plan.details`."""
        return b"{}" if self._details is None else self._details.lines([number])[0]

    def rows(self, numbers: Sequence[int] | Numbers) -> list[dict[str, Any]]:
        """The things of these numbers as plain values by member, days as ISO 8601."""
        return [json.loads(item) for item in self.items(numbers)]

    def warm(self) -> None:
        """Make ready whatever is otherwise made when it is first asked for."""
        for column in (*self.plan.coded, *self.plan.listed):
            self.postings(column)
        for column in self.plan.numbers:
            self.numbers(column)
        if len(self):
            self.find("")

    # Inside

    @cached_property
    def _ids(self) -> tuple[Numbers, npt.NDArray[np.uint64]]:
        return _hashed(self._array("id"))

    @cached_property
    def _reports(self) -> tuple[Numbers, npt.NDArray[np.uint64]]:
        return _hashed(self._array("report"))

    def _matching(self, column: str, words: str) -> tuple[int, ...]:
        """The codes of a column's values in which these words stand one after another, whatever case and accents."""
        found = pc.match_substring(self.postings(column).folded, f" {fold(words)} ")
        return tuple(np.flatnonzero(np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)).tolist())

    def _array(self, name: str) -> pa.Array:
        column = self.table.column(name)
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


class Postings:
    """The rows of each value: `rows_of(code)` are sorted, each row once; code `code_of("RUS")`, None for no value."""

    def __init__(self, column: pa.Array) -> None:
        listed = pa.types.is_list(column.type)
        if isinstance(column, pa.ChunkedArray):  # of no rows at all
            column = pa.array([], column.type)
        coded = column.values if listed else column
        self.values: list[str | None] = coded.dictionary.to_pylist()
        self._codes = {value: code for code, value in enumerate(self.values)}
        codes = np.asarray(coded.indices.to_numpy(zero_copy_only=False)).astype(np.int32, copy=False)
        self.column: Numbers | None = None if listed else codes
        """The code of each row, where a row has one."""
        if listed:
            offsets = np.asarray(column.offsets.to_numpy(zero_copy_only=False))
            rows = np.repeat(np.arange(len(column), dtype=np.int32), np.diff(offsets))
        else:
            rows = np.arange(len(column), dtype=np.int32)
        order = np.argsort(codes, kind="stable")
        by_code, by_row = codes[order], rows[order]
        if listed and len(by_code):  # a row that has a value twice has it once
            new = np.ones(len(by_code), dtype=bool)
            new[1:] = (by_code[1:] != by_code[:-1]) | (by_row[1:] != by_row[:-1])
            by_code, by_row = by_code[new], by_row[new]
        self._of, self._rows = by_code, by_row
        self.starts = np.searchsorted(by_code, np.arange(len(self.values) + 1, dtype=np.int32))

    @cached_property
    def folded(self) -> pa.Array:
        """The values between blanks, without case and accents."""
        return pa.array([f" {fold(value)} " if value is not None else "" for value in self.values], pa.large_string())

    def code_of(self, value: str | None) -> int | None:
        """The code of a value; None where no row has it."""
        return self._codes.get(value)

    def rows_of(self, code: int) -> Numbers:
        """The rows that have the value of a code."""
        return self._rows[self.starts[code] : self.starts[code + 1]]

    def size(self, codes: Sequence[int]) -> int:
        """How many rows have the values of these codes; those that have several count for each."""
        return sum(int(self.starts[code + 1] - self.starts[code]) for code in codes)

    def counts(self, rows: Numbers | None, of: int) -> npt.NDArray[np.int64]:
        """How many of some rows (all where None), of a sheet of `of` rows, have each value, by code."""
        if rows is None:
            return np.diff(self.starts)
        if self.column is not None:
            return np.bincount(self.column[rows], minlength=len(self.values))
        chosen = np.zeros(of, dtype=bool)
        chosen[rows] = True
        return np.bincount(self._of[chosen[self._rows]], minlength=len(self.values))


def fold(text: str) -> str:
    """Words without case and accents, single blanks between them."""
    apart = unicodedata.normalize("NFD", " ".join(text.split()))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def _days(array: pa.Array) -> Numbers:
    return np.asarray(array.cast(pa.int32()).fill_null(NO_DAY).to_numpy(zero_copy_only=False)).astype(np.int32)


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def _comparable(key: Sequence[str | int | None]) -> tuple[tuple[bool, str | int], ...]:
    """A key in the order of a sheet: later days first, what is unknown last."""
    day, *rest = key
    return ((False, -int(day or 0)), *((part is None, "" if part is None else part) for part in rest))


def _hash(text: str) -> np.uint64:
    halves = np.frombuffer(text.encode("utf-8", "replace").ljust(16, b"\0")[:16], dtype=np.uint64)
    return np.uint64(_mixed(halves[None, :])[0])


def _mixed(halves: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed: npt.NDArray[np.uint64] = halves[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ halves[:, 1]
    return mixed


def _hashed(ids: pa.Array) -> tuple[Numbers, npt.NDArray[np.uint64]]:
    """Rows ordered by the hash of their id, and those hashes; ids are compared by their first 16 bytes."""
    if len(ids) == 0:
        return np.array([], dtype=np.int32), np.array([], dtype=np.uint64)
    lengths = np.asarray(pc.binary_length(ids).to_numpy(zero_copy_only=False))
    if ids.null_count == 0 and (lengths == 16).all():
        bare = np.frombuffer(ids.buffers()[2], dtype=np.uint64, count=2 * len(ids), offset=16 * ids.offset)
        halves = bare.reshape(-1, 2)
    else:
        padded = b"".join(str(i).encode().ljust(16, b"\0")[:16] for i in ids.to_pylist())
        halves = np.frombuffer(padded, dtype=np.uint64).reshape(-1, 2)
    keys = _mixed(halves)
    order = np.argsort(keys, kind="stable")
    return order.astype(np.int32), keys[order]
