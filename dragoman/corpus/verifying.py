"""Is a corpus folder true to itself: no part touched, lost or left over, every row what its report's record says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from dragoman.contract import dumps, loads
from dragoman.corpus.folder import Entry, Folder
from dragoman.corpus.parts import PARTS, file_digest, problem_row, read_part
from dragoman.errors import ContractError
from dragoman.record.tables import INPUTS, ISSUES, REPORTS, TABLES, Row, rows


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a corpus folder: "news.warc.gz: events.parquet is not as it was written"."""

    name: str
    problem: str


def verify(folder: Folder) -> Iterator[Problem]:
    """All that is wrong in a corpus folder, input by input; nothing for a sound one.

    Every record is read as the contract demands it, which holds all spans to the text. Memory is that of some hundred
    reports and of the names of one input's pages. Raises `CorpusError` for an entry that cannot be read.
    """
    named = set()
    for entry in folder.entries():
        if entry.parts is not None:
            named.add(entry.parts)
            yield from (Problem(entry.name, told) for told in _of_input(folder, entry))
        elif entry.finished:
            yield Problem(entry.name, "is finished, and has no parts")
    for path in sorted(folder.parts.iterdir()):
        if path.name not in named:
            yield Problem(path.name, "is of no input that is finished: a run was ended; run the corpus again")


def _of_input(folder: Folder, entry: Entry) -> Iterator[str]:
    where = folder.parts / str(entry.parts)
    if not where.is_dir():
        yield "its parts are not there; run the corpus again"
        return
    there, due = {path.name for path in where.iterdir()}, {f"{table.name}.parquet" for table in PARTS}
    yield from (f"{name} is missing" for name in sorted(due - there))
    yield from (f"{name} is none of its parts" for name in sorted(there - due))
    sound = not due - there
    for table in PARTS:
        path, part = where / f"{table.name}.parquet", entry.files.get(table.name)
        if path.name in there and (part is None or file_digest(path) != part.digest):
            yield f"{path.name} is not as it was written"
            sound = False
    if not sound:
        return
    try:
        yield from _rows(folder, entry)
    except (OSError, pa.ArrowException) as error:
        yield f"its parts cannot be read: {error}"


def _rows(folder: Folder, entry: Entry) -> Iterator[str]:
    """What is wrong with the rows, made anew from the records in their order."""
    where = folder.parts / str(entry.parts)
    kept: dict[str, Iterator[Row]] = {
        table.name: (row for some in read_part(where / f"{table.name}.parquet") for row in some) for table in PARTS
    }
    names, given, problems = set[object](), set[object](), list[Row]()
    pages = doubles = 0
    for name, digest, report, problem in kept[INPUTS.name]:
        pages += 1
        if (name, digest) in names:
            yield f"{name} is there twice"
        names.add((name, digest))
        if (report is None) == (problem is None):
            yield f"{name} has no report and no problem, or both"
        doubles += report is not None and report in given
        given.add(report) if report is not None else problems.append(problem_row(str(name), str(problem)))
    had = list[Row]()
    kept[ISSUES.name] = _aside(kept[ISSUES.name], had)
    of_report = {name: n for n, (name, _) in enumerate(REPORTS.columns)}
    reports = set[object]()
    for row in kept[REPORTS.name]:
        id, line, coder = (row[of_report[c]] for c in ("report", "record", "coder"))
        if id in reports:
            yield f"report {id} is there twice"
        reports.add(id)
        if coder != entry.version:
            yield f"report {id} was coded by {coder}, the input by {entry.version}"
        try:
            coded = loads(str(line))
        except ContractError as error:
            yield f"report {id} breaks the contract: {error}"
            return  # what follows cannot be told apart
        if dumps(coded) != line or coded.report.id != id:
            yield f"report {id} is not written as the contract has it"
        for table, due in rows(coded, line=str(line), coder=entry.version):
            if list(islice(kept[table.name], len(due)) if table is not REPORTS else [row]) != due:
                yield f"report {id}: rows of {table.name} are not what its record says"
    yield from (f"{t.name} has rows of no report" for t in TABLES if next(kept[t.name], None) is not None)
    if had != problems:
        yield "issues do not name the pages that gave no report"
    if reports != given:
        yield f"{len(reports ^ given)} reports were had and are not there, or the other way round"
    found = {"pages": pages, "reports": len(reports), "doubles": doubles, "unusable": len(problems)}
    yield from (
        f"{n} {what} are there, and {entry.counts.get(what)} were counted"
        for what, n in found.items()
        if entry.counts.get(what) != n
    )
    yield from (
        f"{name}.parquet was counted to {part.rows} rows, which it has not"
        for name, part in entry.files.items()
        if part.rows != _length(folder, entry, name)
    )


def _aside(issues: Iterator[Row], had: list[Row]) -> Iterator[Row]:
    """The issues of reports; those of pages that gave none are put into `had` on the way."""
    for row in issues:
        if row[0] is None:
            had.append(row)
        else:
            yield row


def _length(folder: Folder, entry: Entry, table: str) -> int:
    return sum(map(len, read_part(folder.parts / str(entry.parts) / f"{table}.parquet")))
