"""Events as one CSV table (RFC 4180, UTF-8, a header), which a spreadsheet can open without obeying any of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

from dragoman.export.acts import number
from dragoman.export.sheets import EVENTS, Cell, flat, rows
from dragoman.model import CodedReport

# What spreadsheets take for the beginning of a formula, in half and full width; also after a semicolon, which cuts
# cells where the comma is the decimal mark.
_FORMULA = re.compile("(^|;)(\\s*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The header, then a row an event, each ending in CR LF; before what would be a formula stands an apostrophe."""
    return _lines(records, safe=True)


def raw_lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The same, words as they are: for programs, not for spreadsheets."""
    return _lines(records, safe=False)


def defused(text: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return _FORMULA.sub(r"\1\2'", text)


def _lines(records: Iterable[CodedReport], *, safe: bool) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(name for name, _ in EVENTS.columns)
    for cells in rows(EVENTS, records):
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(_cell(value, safe=safe) for value in cells)
    yield buffer.getvalue()


def _cell(value: Cell, *, safe: bool) -> str | int | None:
    told = flat(value)
    if isinstance(told, str):
        return defused(told) if safe else told
    if isinstance(told, date):
        return told.isoformat()
    return number(told) if isinstance(told, float) else told
