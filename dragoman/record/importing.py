"""Ready records into a record: JSON lines of the contract, as `dragoman code --format jsonl` writes them.

A line that is no record is named and left out. Memory is that of some megabytes of lines, however long the file is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dragoman.contract import loads
from dragoman.errors import ContractError
from dragoman.reading.columns import Columns
from dragoman.reading.kinds import HEAD, Kind, tell
from dragoman.record.ingesting import Outcome
from dragoman.record.store import Input, Prepared, Record

LINE_LIMIT = 64_000_000
"""Longest line in bytes; the record of the longest report that reading takes is shorter."""

_ID = re.compile(r'\{"schema":\d+,"report":\{"id":"([^"\\]+)"')
_LINES, _BYTES = 2_000, 16_000_000


def is_records(path: Path) -> bool:
    """Whether a file holds records, one a line: by its content, as a file of lines may hold reports to be read."""
    try:
        with path.open("rb") as stream:
            return opens_as_records(stream.read(HEAD))
    except (OSError, ValueError):  # a folder, nothing at all: reading says what is wrong with it
        return False


def opens_as_records(head: bytes) -> bool:
    """Whether the first bytes of a file (`HEAD` of them, or all) are lines of the contract."""
    return tell(head, Columns()).kind is Kind.RECORDS


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    data: bytes
    too_long: bool = False


def import_records(
    record: Record,
    stream: BinaryIO,
    *,
    name: str,
    on_failure: Callable[[str, str], None] = lambda name, problem: None,
    on_record: Callable[[], None] = lambda: None,
) -> Outcome:
    """Keep the records that a file of JSON lines states; of two of one report the later counts.

    Bad lines are told to `on_failure` as `NAME:LINE` and stand in `inputs` until the file is read again. Raises
    `RecordError` where the record cannot be written, `OSError` where the file cannot be read.
    """
    outcome = Outcome()
    record.forget_problems(name)
    for some in _some(_lines(stream)):
        prepared, failed = list[Prepared](), list[Input]()
        texts = [(line, _text(line)) for line in some]
        ids = {line.number: found[1] for line, text in texts if text and (found := _ID.match(text))}
        kept = record.lines(ids.values())
        last = {id: number for number, id in ids.items()}  # a line that a later one replaces is not passed over
        for line, text in texts:
            id = ids.get(line.number)
            if text is not None and id is not None and kept.get(id) == text and last[id] == line.number:
                outcome.kept += 1
                prepared = [p for p in prepared if p.coded.report.id != id]
            elif text == "":
                continue
            else:
                try:
                    prepared.append(_prepared(line, text))
                except ContractError as error:
                    failed.append(
                        Input(f"{name}:{line.number}", hashlib.sha256(line.data).hexdigest(), None, str(error))
                    )
                    on_failure(failed[-1].name, str(error))
            on_record()
        changed = record.keep(prepared, inputs=failed)
        outcome.imported += changed
        outcome.kept += len(prepared) - changed
        outcome.failed += len(failed)
    return outcome


def _prepared(line: _Line, text: str | None) -> Prepared:
    if line.too_long:
        raise ContractError(f"the line is longer than the limit of {LINE_LIMIT:,} bytes")
    if text is None:
        raise ContractError("the line is not in UTF-8")
    return Prepared.of(loads(text))


def _text(line: _Line) -> str | None:
    try:
        return line.data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    number = 0
    while data := stream.readline(LINE_LIMIT + 1):
        number += 1
        too_long = len(data) > LINE_LIMIT
        more = data
        while too_long and more and not more.endswith(b"\n"):
            more = stream.readline(1 << 20)
        yield _Line(number, data[:1024] if too_long else data, too_long)


def _some(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    some, size = list[_Line](), 0
    for line in lines:
        some.append(line)
        size += len(line.data)
        if len(some) >= _LINES or size >= _BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some
