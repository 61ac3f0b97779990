"""Judgements in a record: kept, listed, and taken along when reports are coded anew or records are made one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dragoman.contract import loads
from dragoman.errors import JudgementError
from dragoman.merging.linking import Link, Ref
from dragoman.model import Event
from dragoman.record.engines import LISTED, Engine
from dragoman.record.finding import Rows
from dragoman.record.judging.applying import found
from dragoman.record.judging.judgement import Judgement, Kind, Target, Verdict, check, standing
from dragoman.record.tables import JUDGEMENTS, Row, Value
from dragoman.record.writing import insert, rewrite


def keep(engine: Engine, judgements: Iterable[Judgement]) -> int:
    """`Record.judge`."""
    with engine.transaction():
        before = {j.id: j for j in _all(engine)}
        new: dict[str, Judgement] = {}
        for j in judgements:
            check(j)
            if j.id not in before:
                new[j.id] = j
        every = before | new
        for j in new.values():
            if j.withdraws is not None and j.withdraws not in every:
                raise JudgementError(f"there is no judgement {j.withdraws} to withdraw")
        insert(engine, JUDGEMENTS, [row_of(j) for j in new.values()])
        turned = _count(engine, every)
        changed = [every[id] for id in sorted({*new, *turned})]
        rewrite(engine, _reports(engine, changed))
    return len(new)


def listed(engine: Engine, *, author: str | None, report: str | None, counting: bool) -> Rows:
    """`Record.judgements`: columns of the table `judgements` without `line`."""
    conditions, values = ["TRUE"], list[Value]()
    if author is not None:
        conditions.append("author = ?")
        values.append(author)
    if report is not None:
        conditions.append("(report = ? OR other_report = ?)")
        values += [report, report]
    if counting:
        conditions.append("counts")
    names = ", ".join(name for name, _ in JUDGEMENTS.columns if name != "line")
    return Rows(
        engine,
        f"SELECT {names} FROM judgements WHERE {' AND '.join(conditions)} ORDER BY made_at, id",
        tuple(values),
    )


def lines(engine: Engine, *, author: str | None = None) -> list[str]:
    """The judgements of one author, or all, as lines of JSON, oldest first."""
    condition = "" if author is None else "WHERE author = ?"
    told = engine.rows(
        f"SELECT line FROM judgements {condition} ORDER BY made_at, id", None if author is None else [author]
    )
    return [str(line) for (line,) in told]


def links(engine: Engine) -> list[Link]:
    """What judgements say of events that are one happening or two, oldest first, by their ids as they are coded now."""
    told = [j for j in standing(_all(engine)) if j.other is not None and j.other.kind is Kind.EVENT]
    events: dict[str, Sequence[Event]] = {}
    wanted = sorted({t.report for j in told for t in (j.target, j.other) if t and t.report})
    for report, line in engine.rows(f"SELECT report, record FROM reports WHERE report IN {LISTED}", [wanted]):
        events[str(report)] = loads(str(line)).events

    def ref(target: Target | None) -> Ref | None:
        if target is None or target.report is None:
            return None
        there = events.get(target.report, ())
        n = found(there, target)
        return None if n is None else (target.report, there[n].id)

    pairs = [(ref(j.target), ref(j.other), j.verdict is Verdict.SAME) for j in told]
    return [Link(a, b, same) for a, b, same in pairs if a is not None and b is not None and a != b]


def recount(engine: Engine) -> None:
    """Find out anew which judgements count, and apply them all: after rows were put in by other ways than `keep`."""
    every = {j.id: j for j in _all(engine)}
    _count(engine, every)
    rewrite(engine, _reports(engine, list(every.values())))


def _all(engine: Engine) -> list[Judgement]:
    return [Judgement.read(line) for line in lines(engine)]


def _count(engine: Engine, every: dict[str, Judgement]) -> list[str]:
    """Mark which judgements count; the ids of those for which that has changed."""
    count = {j.id for j in standing(every.values())}
    now = {str(id): bool(counts) for id, counts in engine.rows("SELECT id, counts FROM judgements")}
    turned = [id for id, counts in now.items() if counts != (id in count)]
    engine.rows(f"UPDATE judgements SET counts = NOT counts WHERE id IN {LISTED}", [turned])
    return turned


def _reports(engine: Engine, judgements: Iterable[Judgement]) -> set[str]:
    """The reports in here that judgements may speak of."""
    targets = [t for j in judgements for t in (j.target, j.other) if t is not None]
    named = sorted({t.report for t in targets if t.report is not None})
    told = engine.rows(f"SELECT report FROM reports WHERE report IN {LISTED}", [named])
    anywhere = [t for t in targets if t.report is None]
    if anywhere:
        # As judged, an actor may bear another's id: what he was coded as stands in the record as coded.
        ids = sorted({t.id for t in anywhere})
        names = sorted({t.label.lower() for t in anywhere if t.label and " " in t.label})
        told += engine.rows(
            f"SELECT DISTINCT report FROM actors WHERE id IN {LISTED} OR lower(name) IN {LISTED}", [ids, names]
        )
        for id in ids:
            told += engine.rows("SELECT report FROM as_coded WHERE position(? IN record) > 0", [id])
    return {str(report) for (report,) in told}


def row_of(j: Judgement) -> Row:
    """A judgement's row of the table `judgements`; whether it counts and finds its thing is yet to be seen."""
    target, other = j.target, j.other
    return (
        j.id,
        j.at.isoformat(timespec="microseconds"),
        j.author,
        j.verdict.value,
        target.kind.value if target else None,
        target.report if target else None,
        target.id if target else None,
        target.label if target else None,
        other.report if other else None,
        other.id if other else None,
        json.dumps(dict(j.changes), ensure_ascii=False) if j.changes else None,
        j.note,
        j.withdraws,
        False,
        False,
        j.line,
    )
