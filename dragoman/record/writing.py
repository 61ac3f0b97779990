"""Reports' rows written and replaced, with what analysts say of them applied.

The record as coded stays what it was: where judgements change it, it is kept in `as_coded`, and `reports.record` and
all rows tell it as judged. Everything here runs in a transaction of the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dragoman.contract import dumps, loads
from dragoman.model import CodedReport
from dragoman.record import bulk, changes
from dragoman.record.engines import LISTED, Engine
from dragoman.record.judging import Judged, Judgement, judged, standing
from dragoman.record.tables import AS_CODED, TABLES, Row, Table, rows

AT_ONCE = 256
"""Reports whose rows are written together: bounds memory."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A report's record as it was coded, the line of JSON that says it, and what coded it (None where unknown)."""

    coded: CodedReport
    line: str
    coder: str | None = None


def write(engine: Engine, reports: Mapping[str, Coded], *, stale: Sequence[str]) -> None:
    """Write the rows of reports, by id; those of `stale` have rows to be replaced."""
    if not reports:
        return
    spoken = _applied(engine, {id: r.coded for id, r in reports.items()})
    parts: dict[Table, list[Row]] = {table: [] for table in TABLES}
    kept_aside: list[Row] = []
    for id, report in reports.items():
        coded, line = report.coded, report.line
        if id in spoken and spoken[id].coded != coded:
            kept_aside.append((id, line))
            coded = spoken[id].coded
            line = dumps(coded)
        for table, lines in rows(coded, line=line, coder=report.coder):
            parts[table].extend(lines)
    parts[AS_CODED] = kept_aside
    for table, lines in parts.items():
        if stale:
            engine.rows(f"DELETE FROM {table.name} WHERE report IN {LISTED}", [list(stale)])
        insert(engine, table, lines)
    changes.note(engine, list(reports))


def rewrite(engine: Engine, ids: Iterable[str]) -> None:
    """Write the rows of reports that are kept anew, from their records as coded."""
    left = sorted(set(ids))
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        found = {id: Coded(loads(line), line, coder) for id, (line, coder) in as_coded(engine, some).items()}
        write(engine, found, stale=list(found))


def as_coded(engine: Engine, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """The record as coded, a line of JSON, and the coder of those of these reports that are kept."""
    found = engine.rows(
        "SELECT r.report, coalesce(c.record, r.record), r.coder FROM reports r "
        f"LEFT JOIN as_coded c ON c.report = r.report WHERE r.report IN {LISTED}",
        [list(ids)],
    )
    return {str(report): (str(line), coder) for report, line, coder in found}


def kept_lines(engine: Engine) -> Iterator[str]:
    """The records of all reports as judged, lines of JSON, by day and id (no known day last), some read at a time."""
    yield from lines_of(
        engine, (str(id) for (id,) in engine.rows("SELECT report FROM reports ORDER BY day NULLS LAST, report"))
    )


def lines_of(engine: Engine, ids: Iterator[str]) -> Iterator[str]:
    """The records of these reports as judged, lines of JSON, in their order, some read at a time."""
    while some := list(islice(ids, AT_ONCE)):
        told = engine.rows(f"SELECT report, record FROM reports WHERE report IN {LISTED}", [some])
        kept = {str(report): str(line) for report, line in told}
        yield from (kept[id] for id in some)


def insert(engine: Engine, table: Table, lines: Sequence[Row]) -> None:
    """Add rows to a table."""
    if lines:
        engine.insert(table, bulk.columns(table, lines))


def judgements_on(engine: Engine, ids: Sequence[str]) -> list[Judgement]:
    """The judgements that count and may speak of these reports, oldest first."""
    found = engine.rows(
        "SELECT line FROM judgements WHERE counts "
        f"AND (report IS NULL OR report IN {LISTED} OR other_report IN {LISTED})",
        [list(ids), list(ids)],
    )
    return standing(Judgement.read(str(line)) for (line,) in found)


def _applied(engine: Engine, reports: Mapping[str, CodedReport]) -> dict[str, Judged]:
    """These reports after judgement, those of which anything is said; notes which judgements found their things."""
    told = judgements_on(engine, list(reports))
    if not told:
        return {}
    general = [j for j in told if j.target is None or j.target.report is None]
    out: dict[str, Judged] = {}
    met: set[str] = set()
    for id, coded in reports.items():
        own = [j for j in told if any(t is not None and t.report == id for t in (j.target, j.other))]
        if own or general:
            out[id] = judged(coded, standing([*own, *general]))
            met |= out[id].met
    about = [j.id for j in told if j.target is not None and j.target.report in reports]
    engine.rows(f"UPDATE judgements SET met = FALSE WHERE id IN {LISTED} AND met", [about])
    engine.rows(f"UPDATE judgements SET met = TRUE WHERE id IN {LISTED}", [sorted(met)])
    return out
