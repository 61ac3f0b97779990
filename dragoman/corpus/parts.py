"""The journal of an input in work, and the Parquet parts that are made of it when it is through.

A journal has a line of JSON for each outcome, in the order in which the input gives them: a report's record, a page
that cannot be used, a page that gives a report which a page before it gave. It belongs to one state of the input's
files and one version of what codes (its first line); of any other it is begun anew. A last line that was cut off does
not count. So a worker that takes over codes nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow.parquet as pq

from dragoman.contract import loads
from dragoman.corpus.folder import Part, sync
from dragoman.record import bulk
from dragoman.record.tables import INPUTS, ISSUES, TABLES, Row, Table, rows

PARTS = (*TABLES, INPUTS)
"""The tables that an input's parts are of, with the columns of the record's own."""

UNUSABLE = "unusable-input"
"""The code of the row of `issues` for a page that gave no report; its `report` is null."""

_ROWS_OF = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One outcome: a `page` gave `report` with the record `line`, or, with no line, one that was had; or a `problem`.

    `refused` is the code of the issue for which the report was left uncoded; `seconds` what the page took.
    """

    page: str
    digest: str | None
    report: str | None = None
    line: str | None = None
    problem: str | None = None
    refused: str | None = None
    seconds: float = 0.0


class Journal:
    """The steps of an input in work, in a file that is claimed. Raises `OSError` where it cannot be written."""

    def __init__(self, stream: BinaryIO, *, digest: str, version: str) -> None:
        self.steps, self.seconds = 0, 0.0
        self.reports: set[str] = set()
        self._stream = stream
        head = {"digest": digest, "version": version}
        stream.seek(0)
        first = _parsed(stream.readline())
        if first != head:
            stream.truncate(0)
            self._write(head)
            return
        end = stream.tell()
        for step, place in _steps(stream):
            self._count(step)
            end = place
        stream.truncate(end)

    def add(self, step: Step) -> None:
        self._write(asdict(step))
        self._count(step)

    def __iter__(self) -> Iterator[Step]:
        self._stream.seek(0)
        self._stream.readline()
        for step, _ in _steps(self._stream):
            yield step

    def _count(self, step: Step) -> None:
        self.steps += 1
        self.seconds += step.seconds
        if step.report is not None:
            self.reports.add(step.report)

    def _write(self, told: object) -> None:
        self._stream.write(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        self._stream.flush()  # to the system: what a killed worker wrote is there


def write_parts(journal: Journal, target: Path, *, version: str) -> tuple[dict[str, Part], dict[str, int]]:
    """Write an input's parts into the folder `target`, which is there whole or not at all; its files, and the counts.

    Raises `OSError` where it cannot be written, and `ContractError` for a record that breaks the contract.
    """
    fresh = target.with_name(f".{target.name}.{os.uname().nodename}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    counts: Counter[str] = Counter(pages=0, reports=0, doubles=0, unusable=0, refused=0)
    try:
        fresh.mkdir()
        with ExitStack() as stack:
            files = {t: stack.enter_context((fresh / f"{t.name}.parquet").open("wb")) for t in PARTS}
            writers = {
                t: stack.enter_context(pq.ParquetWriter(f, bulk.schema(t), compression="zstd"))
                for t, f in files.items()
            }
            for step_rows in _batches(journal, version, counts):
                for table, lines in step_rows.items():
                    if lines:
                        writers[table].write_table(bulk.columns(table, lines))
                        counts[f"rows:{table.name}"] += len(lines)
            for writer in writers.values():
                writer.close()
            for file in files.values():
                file.flush()
                os.fsync(file.fileno())
        told = {
            t.name: Part(rows=counts.pop(f"rows:{t.name}", 0), digest=file_digest(fresh / f"{t.name}.parquet"))
            for t in PARTS
        }
        sync(fresh)
        shutil.rmtree(target, ignore_errors=True)  # one that was made and never came to count
        os.rename(fresh, target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    counted = {name: told[name].rows for name in ("statements", "events", "commitments", "issues")}
    return told, {**counts, **counted}


def read_part(path: Path, *, at_once: int = _ROWS_OF) -> Iterator[list[Row]]:
    """The rows of a part, some at a time. Raises `OSError` or pyarrow's errors where it is none."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(at_once):
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def problem_row(page: str, problem: str) -> Row:
    """The row of `issues` for a page that gave no report."""
    return (None, UNUSABLE, f"{page}: {problem}", "reading", None, None)


def _batches(journal: Journal, version: str, counts: Counter[str]) -> Iterator[dict[Table, list[Row]]]:
    batch: dict[Table, list[Row]] = {table: [] for table in PARTS}
    for step in journal:
        counts["pages"] += 1
        batch[INPUTS].append((step.page, step.digest, step.report, step.problem))
        if step.problem is not None:
            counts["unusable"] += 1
            batch[ISSUES].append(problem_row(step.page, step.problem))
        elif step.line is None:
            counts["doubles"] += 1
        else:
            counts["reports"] += 1
            counts["refused"] += step.refused is not None
            for table, lines in rows(loads(step.line), line=step.line, coder=version):
                batch[table].extend(lines)
        if len(batch[INPUTS]) >= _ROWS_OF:
            yield batch
            batch = {table: [] for table in PARTS}
    yield batch


def _steps(stream: BinaryIO) -> Iterator[tuple[Step, int]]:
    """The steps from here on up to one that is cut off, each with the place in the file where it ends."""
    while line := stream.readline():
        told = _parsed(line)
        if not isinstance(told, dict):
            return
        yield Step(**told), stream.tell()


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None


__all__ = ["PARTS", "UNUSABLE", "Journal", "Step", "file_digest", "problem_row", "read_part", "write_parts"]
