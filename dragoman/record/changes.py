"""The log of what was written when, so that whatever is made from a record (the search index) can follow it.

Table `changes` has a row for each writing: `n` counts up, `report` is the report that was written, replaced or taken
out (NULL where it was many at once), `mark` is a random token. A mark is in two files only if one is a copy of the
other, so whoever kept the (n, mark) of what it last saw can tell whether a record is a later state of that, and what is
new in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.record.engines import Engine
from dragoman.record.tables import CHANGES


class Point(NamedTuple):
    """A state of a record: its number of writings (0 where none are logged), its mark, how many reports it has."""

    n: int
    mark: str
    reports: int


def note(engine: Engine, reports: Sequence[str] | None) -> None:
    """Log that `reports`, or so many that they are not named (None), were written or taken out.

    Call it in the transaction that does it.
    """
    if not _logged(engine):
        engine.create(CHANGES)
    told: list[str | None] = [None] if reports is None else list(reports)
    marks = [secrets.token_hex(8) for _ in told]
    engine.rows(
        "INSERT INTO changes SELECT (SELECT coalesce(max(n), 0) FROM changes) + row_number() OVER (), report, mark "
        "FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS report, unnest(CAST(? AS VARCHAR[])) AS mark) told",
        [told, marks],
    )


def point(engine: Engine) -> Point:
    """Where the record stands now. Of a record without a log, all reports are read to tell."""
    if _logged(engine):
        found = engine.rows("SELECT n, mark, (SELECT count(*) FROM reports) FROM changes ORDER BY n DESC LIMIT 1")
        if found:
            n, mark, reports = found[0]
            return Point(int(n), str(mark), int(reports))
    return Point(0, engine.digest(), int(engine.rows("SELECT count(*) FROM reports")[0][0]))


def since(engine: Engine, then: Point) -> list[str] | None:
    """The reports written or taken out after `then`, by id; None where that cannot be told.

    It cannot where this record is no later state of the one that `then` is of, and where many were written at once.
    """
    if not then.n or not _logged(engine):
        return None
    if engine.rows("SELECT mark FROM changes WHERE n = ?", [then.n]) != [(then.mark,)]:
        return None
    found = engine.rows("SELECT DISTINCT report FROM changes WHERE n > ?", [then.n])
    return None if (None,) in found else sorted(str(r) for (r,) in found)


def _logged(engine: Engine) -> bool:
    return CHANGES.name in engine.tables()
