"""A corpus folder into a record: each input's reports and what became of its pages, in the order of the inputs' names.

Of a report that several inputs gave, that of the first counts. What the record holds already as the folder has it is
passed over, so loading again adds nothing, and loading that was cut off goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from dragoman.contract import loads
from dragoman.corpus.folder import Entry, Folder
from dragoman.corpus.parts import read_part
from dragoman.errors import ContractError, CorpusError
from dragoman.record import Record
from dragoman.record.store import Input, Prepared
from dragoman.record.tables import INPUTS, REPORTS, Row

_ID, _LINE = (next(n for n, (name, _) in enumerate(REPORTS.columns) if name == c) for c in ("report", "record"))


@dataclass(slots=True)
class Loaded:
    """What loading did, in reports: `new` or other than they were, `kept` before, `doubles` of an earlier input."""

    new: int = 0
    kept: int = 0
    doubles: int = 0


def load_corpus(
    folder: Folder, record: Record, *, mixed: bool = False, on_report: Callable[[], None] = lambda: None
) -> Loaded:
    """Keep all that the folder holds in `record`.

    Raises `CorpusError` where inputs were coded by different versions, unless `mixed`, or a part cannot be read, and
    `RecordError` where the record cannot be written. The ids of all reports are held in memory.
    """
    entries = [entry for entry in folder.entries() if entry.parts is not None]
    versions = sorted({entry.version for entry in entries if entry.finished})
    if len(versions) > 1 and not mixed:
        raise CorpusError(
            f"{folder.path}: its inputs were coded by different versions ({', '.join(versions)}); run it again to "
            "code all by one, or say --mixed to load them as they are"
        )
    done, seen = Loaded(), set[str]()
    for entry in entries:
        where = folder.parts / str(entry.parts)
        try:
            for some in read_part(where / f"{REPORTS.name}.parquet"):
                _keep(record, entry, some, seen, done)
                for _ in some:
                    on_report()
            for some in read_part(where / f"{INPUTS.name}.parquet"):
                record.keep([], inputs=[_input(row) for row in some])
        except (OSError, pa.ArrowException, ContractError) as error:
            raise CorpusError(f"{where}: cannot be read ({error}); see `dragoman corpus verify`") from error
    return done


def _keep(record: Record, entry: Entry, some: Sequence[Row], seen: set[str], done: Loaded) -> None:
    lines: dict[str, str] = {}
    for row in some:
        id, line = str(row[_ID]), str(row[_LINE])
        if id in seen:
            done.doubles += 1
        else:
            seen.add(id)
            lines[id] = line
    kept, by_it = record.lines(lines), record.coded_by(entry.version, lines)
    fresh = {id: line for id, line in lines.items() if id not in by_it or kept.get(id) != line}
    record.keep([Prepared(loads(line), line) for line in fresh.values()], coder=entry.version)
    done.new += len(fresh)
    done.kept += len(lines) - len(fresh)


def _input(row: Row) -> Input:
    name, digest, report, problem = (None if value is None else str(value) for value in row)
    return Input(str(name), digest, report, problem)
