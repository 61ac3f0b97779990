"""What is worked out from all reports together, kept in the record: incidents, and threads of commitments.

They are a function of the reports and judgements alone. Kept beside them is which state of the record they were worked
out from, so that whoever asks after something was written has them worked out anew: there, if the record can be
written, and in memory otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from dragoman import __version__
from dragoman.contract import loads
from dragoman.merging import Merger, incident_rows
from dragoman.merging.threads import place, threads_in_order
from dragoman.merging.threads.table import rows as thread_rows
from dragoman.record.changes import point
from dragoman.record.engines import Engine, in_memory
from dragoman.record.judging.keeping import links
from dragoman.record.tables import DERIVED, INCIDENTS, META, THREADS, Row, Table
from dragoman.record.writing import insert, kept_lines, lines_of

_KEY = "derived"


def is_current(engine: Engine) -> bool:
    """Whether the incidents and threads kept are those of the reports as they are now."""
    found = engine.rows("SELECT value FROM meta WHERE key = ?", [_KEY])
    return bool(found) and found[0][0] == _state(engine)


def derive(engine: Engine) -> None:
    """Work out incidents and threads anew and keep them; nothing is done where they are current.

    Takes the record's reports twice, as threads need to know first which are copies. Holds what two events can be
    compared by, some 7 KB an event, and after that the texts that make commitments. Raises `RecordError` where the
    record cannot be written; what was kept before stays then.
    """
    if is_current(engine):
        return
    with engine.steady():
        state, made = _state(engine), _worked_out(engine)
    with engine.transaction():
        for table in DERIVED:
            engine.rows(f"DELETE FROM {table.name}")
        engine.rows("DELETE FROM meta WHERE key = ?", [_KEY])
        _fill(engine, made)
        insert(engine, META, [(_KEY, state)])


class Derived:
    """Where a record's incidents and threads are to be had."""

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._engine, self._read_only = engine, read_only
        self._beside: Engine | None = None
        self._state = ""

    def engine(self) -> Engine:
        """An engine whose tables of incidents and threads are those of the reports as they are now.

        That is the record's own, made current first; or, where they are not current in a record that is open to be
        read only, one in memory that holds nothing else.
        """
        if not self._read_only:
            derive(self._engine)
        if is_current(self._engine):
            return self._engine
        with self._engine.steady():
            state = _state(self._engine)
            if self._beside is not None and state == self._state:
                return self._beside
            made = _worked_out(self._engine)
        self.close()
        beside = in_memory()
        with beside.transaction():
            for table in DERIVED:
                beside.create(table)
            _fill(beside, made)
        self._beside, self._state = beside, state
        return beside

    def close(self) -> None:
        """Let go of what is in memory."""
        if self._beside is not None:
            self._beside.close()
            self._beside = None


def _state(engine: Engine) -> str:
    """A name for the state of the record, and for what works it out."""
    return json.dumps([*point(engine), __version__])


def _worked_out(engine: Engine) -> Mapping[Table, Sequence[Row]]:
    merger, places = Merger(links=links(engine)), dict[str, tuple[str, str, str]]()
    for line in kept_lines(engine):
        coded = loads(line)
        merger.add(coded)
        places[coded.report.id] = place(coded.report)
    incidents = incident_rows.rows(merger.incidents())
    for story in merger.stories():
        for told in story.reports:
            if told.kind == "copy":  # it would repeat what its original says
                del places[told.report]
    del merger
    in_order = lines_of(engine, iter(sorted(places, key=places.__getitem__)))
    threads = thread_rows(threads_in_order(map(loads, in_order)))
    made: dict[Table, Sequence[Row]] = {table: incidents[table.name] for table in INCIDENTS}
    made |= dict(zip(THREADS, (threads.threads, threads.steps), strict=True))
    return made


def _fill(engine: Engine, made: Mapping[Table, Sequence[Row]]) -> None:
    for table, lines in made.items():
        insert(engine, table, lines)
