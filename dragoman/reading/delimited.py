"""Tables as text: whether a text is one, and its rows.

A text is a table where its first line names columns and the lines after it have as many. Rows are parsed by Python's
`csv`, as RFC 4180 has it: cells in quotation marks may hold delimiters, line breaks and doubled quotation marks.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.reading.columns import Columns, plain, usual

DELIMITERS = ",;\t|"
ROW_LIMIT = 20_000_000
"""Longest row in characters; beyond, a quotation mark was never closed."""

_RESUMES = 50
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]{0,60}")
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the line of the file that it begins on (from 1); `problem` in place of cells that cannot be had."""

    line: int
    cells: tuple[str, ...] = ()
    problem: str | None = None


def delimiter_of(text: str, columns: Columns, *, whole: bool) -> str | None:
    """The delimiter of a table that `text` is, or is the beginning of (not `whole`); None if it is no table.

    Its first line must name the columns: one that the user has named or that is a usual name for the text, beside
    others; or else identifiers alone, with at least two rows below that have as many cells.
    """
    first = text.split("\n", 1)[0]
    best: tuple[int, int, str] | None = None
    for delimiter in DELIMITERS:
        if delimiter not in first:
            continue
        rows = _sample(text, delimiter, whole=whole)
        if not rows or len(rows[0]) < 2:
            continue
        head = [cell.strip() for cell in rows[0]]
        if len(set(head)) < len(head) or any(len(cell) > 100 or "\n" in cell for cell in head):
            continue
        known = _known(head, columns)
        even = sum(len(row) == len(head) for row in rows[1:])
        identifiers = all(_IDENTIFIER.fullmatch(cell) or (i == 0 and not cell) for i, cell in enumerate(rows[0]))
        if known or (identifiers and even >= 2 and even == len(rows) - 1):
            score = (known, len(head), delimiter)
            best = max(best, score) if best else score
    return best[2] if best else None


def rows_of(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """The rows of a table, the head among them. Empty lines are none; what cannot be parsed is told and passed over.

    After a quotation mark that is never closed, reading goes on with the line after the one it stands on.
    """
    csv.field_size_limit(max(csv.field_size_limit(), ROW_LIMIT))  # a whole report stands in one cell
    feed = _Feed(lines)
    resumes = 0
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=False)
        try:
            for cells in reader:
                if cells:
                    open_quote = feed.ended and feed.unclosed(delimiter)
                    if open_quote:
                        raise csv.Error("a quotation mark is never closed")
                    yield Row(feed.first, tuple(cells))
                feed.begin()
            return
        except csv.Error as error:
            resumes += 1
            yield Row(feed.first, problem=f"cannot be parsed: {error}")
            if resumes > _RESUMES:
                told = f"more than {_RESUMES} rows cannot be parsed; the rest is left unread"
                yield Row(feed.first + 1, problem=told)
                return
            feed.back()


class _Feed:
    """Lines for `csv`, which can be gone back over as far as the line after the current row's first."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self._size = 0
        self.first = 1
        self.ended = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self._row.append(line)
        self._size += len(line)
        if self._size > ROW_LIMIT:
            raise csv.Error("a quotation mark is not closed, or the row is longer than any report")
        return line

    def begin(self) -> None:
        """The row is done with, and the next one begins."""
        self.first += len(self._row)
        self._row, self._size = [], 0

    def back(self) -> None:
        """Take up again at the line after the row's first."""
        self._again.extendleft(reversed(self._row[1:]))
        self.first += 1
        self._row, self._size, self.ended = [], 0, False

    def unclosed(self, delimiter: str) -> bool:
        """Whether the row, the file's last, ended inside quotation marks."""
        try:
            list(csv.reader(self._row, delimiter=delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False


def _sample(text: str, delimiter: str, *, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) > _SAMPLE:
                break
    except csv.Error:
        return rows[:1]
    return rows if whole or len(rows) > _SAMPLE else rows[: max(1, len(rows) - 1)]  # the last may be cut off


def _known(head: list[str], columns: Columns) -> int:
    """How many columns are known by name, if the text's is among them; else none."""
    named = {column.lower() for column in columns.named.values()}
    by_user = sum(cell.lower() in named for cell in head)
    names = {plain(cell) for cell in head}
    text = by_user > 0 or any(name in names for name in usual("text"))
    fields = ("title", "published", "id", "url", "publisher", "byline", "agency", "language", "updated")
    others = sum(any(name in names for name in usual(field)) for field in fields)
    return by_user + others + 1 if text and (by_user or others) else 0
