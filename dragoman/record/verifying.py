"""Is the record true to itself: every row what its report's record says, every span in its text, every reference met.

Each report's record is read as the contract demands it (which holds all spans to the text), all of its rows are made
anew from it and compared with those in the tables, and whatever points at another thing has to find it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.contract import dumps, loads
from dragoman.errors import ContractError, JudgementError
from dragoman.model import CodedReport, report_id
from dragoman.record.engines import LISTED
from dragoman.record.judging import Judgement, judged, standing
from dragoman.record.judging.keeping import row_of
from dragoman.record.tables import AS_CODED, INPUTS, JUDGEMENTS, REPORTS, TABLES, Row, rows
from dragoman.record.writing import judgements_on

if TYPE_CHECKING:
    from dragoman.record.store import Record

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a record: "report 5f…, table events, id 3c…: a row is not what the record says".

    `report` and `id` are None where it is about none.
    """

    report: str | None
    table: str
    id: str | None
    problem: str


def verify(record: Record) -> Iterator[Problem]:
    """All that is wrong in a record, report by report; nothing for a sound one.

    Memory is that of some hundred reports. Raises `RecordError` where the file cannot be read.
    """
    with record.engine.steady():
        yield from _strays(record)
        ids = sorted(set(record.reports()))
        for start in range(0, len(ids), _AT_ONCE):
            yield from _of_reports(record, ids[start : start + _AT_ONCE])
        yield from _judgements(record)


def _of_reports(record: Record, ids: Sequence[str]) -> Iterator[Problem]:
    """All that is wrong with these reports."""
    query = f"SELECT report, record, coder FROM reports WHERE report IN {LISTED} ORDER BY report"
    page = record.sql(query, [list(ids)]).tuples()
    kept = {table.name: _by_report(record, table.name, ids) for table in TABLES}
    elsewhere: list[tuple[str, str, str, str, int, int]] = []
    for report, line, coder in page:
        try:
            coded = loads(line)
        except ContractError as error:
            yield Problem(report, REPORTS.name, None, f"the record breaks the contract: {error}")
            continue
        if dumps(coded) != line:
            yield Problem(report, REPORTS.name, None, "the record is not written as the contract has it")
        of_it = {name: found.get(report, []) for name, found in kept.items()}
        yield from _rows(record, coded, line, coder, of_it)
        yield from _inside(coded)
        elsewhere += [
            (report, a.id, f.report, f.words, *f.span) for a in coded.actors for f in a.facts if f.report is not None
        ]
    yield from _facts(record, elsewhere)
    yield from _judged(record, {str(report): str(line) for report, line, _ in page})


def _strays(record: Record) -> Iterator[Problem]:
    """Rows of reports that are not there, and reports that are there twice."""
    for report, n in record.sql("SELECT report, count(*) FROM reports GROUP BY report HAVING count(*) > 1").tuples():
        yield Problem(report, REPORTS.name, None, f"the report is there {n} times")
    for table in (*TABLES[1:], INPUTS, AS_CODED):
        strays = record.sql(
            f"SELECT report, count(*) FROM {table.name} WHERE report NOT IN (SELECT report FROM reports) "
            "GROUP BY report ORDER BY report"
        )
        for report, n in strays.tuples():
            yield Problem(report, table.name, None, f"{n} row{'' if n == 1 else 's'} of a report that is not there")
    twice = record.sql(f"SELECT name, count(*) FROM {INPUTS.name} GROUP BY name HAVING count(*) > 1 ORDER BY name")
    for name, n in twice.tuples():
        yield Problem(None, INPUTS.name, name, f"the input is there {n} times")


def _by_report(record: Record, table: str, ids: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in record.sql(f"SELECT * FROM {table} WHERE report IN {LISTED}", [list(ids)]).tuples():
        found.setdefault(str(row[0]), []).append(row)
    return found


def _rows(
    record: Record, coded: CodedReport, line: str, coder: str | None, kept: dict[str, list[Row]]
) -> Iterator[Problem]:
    """Rows that the record does not say, and what it says without a row for it."""
    id = coded.report.id
    for table, made in rows(coded, line=line, coder=coder):
        expected = Counter(_hashable(row, record.engine.as_kept) for row in made)
        found = Counter(map(_hashable, kept[table.name]))
        at = next((n for n, (name, _) in enumerate(table.columns) if name in ("id", "event", "actor")), None)
        for rest, problem in (
            (found - expected, "a row is not what the report's record says"),
            (expected - found, "a row that the report's record asks for is missing"),
        ):
            for row, n in rest.items():
                told = problem if n == 1 else f"{problem} ({n} times)"
                yield Problem(id, table.name, None if at is None else str(row[at]), told)


def _hashable(row: Row, as_kept: Callable[[str], str] = str) -> tuple[object, ...]:
    def plain(value: object) -> object:
        return as_kept(value) if isinstance(value, str) else value

    return tuple(tuple(map(plain, value)) if isinstance(value, list) else plain(value) for value in row)


def _inside(coded: CodedReport) -> Iterator[Problem]:
    """Ids and references within one report's record."""
    report = coded.report
    if report_id(report.url, report.text) != report.id:
        yield Problem(report.id, REPORTS.name, None, "the id is not that of its address and text")
    kinds = {
        "actors": [a.id for a in coded.actors],
        "statements": [s.id for s in coded.statements],
        "attitudes": [s.id for s in coded.attitudes],
        "events": [e.id for e in coded.events],
        "commitments": [c.id for c in coded.commitments],
    }
    for table, ids in kinds.items():
        for id, n in Counter(ids).items():
            if n > 1:
                yield Problem(report.id, table, id, f"the id is there {n} times")
    actors, events = set(kinds["actors"]), set(kinds["events"])
    said = {*kinds["statements"], *kinds["attitudes"]}
    wanted: list[tuple[str, str, str, str | None, set[str]]] = []
    for table, things in (("statements", coded.statements), ("attitudes", coded.attitudes)):
        for s in things:
            wanted += [
                (table, s.id, "speaker", s.speaker_actor, actors),
                (table, s.id, "addressee", s.addressee_actor, actors),
                (table, s.id, "outer statement", s.inside, said),
            ]
    for e in coded.events:
        wanted.append(("events", e.id, "statement", e.statement, said))
        wanted += [("event_parties", e.id, "actor", p.actor, actors) for p in (*e.actors, *e.recipients)]
    for c in coded.commitments:
        wanted += [
            ("commitments", c.id, "party", c.party.actor, actors),
            ("commitments", c.id, "counterparty", c.counterparty.actor if c.counterparty else None, actors),
            ("commitments", c.id, "event", c.event, events),
            ("commitments", c.id, "statement", c.statement, said),
        ]
    for table, id, what, target, there in wanted:
        if target is not None and target not in there:
            yield Problem(report.id, table, id, f"its {what} {target} is not in the report's record")
    for a in coded.actors:
        for f in a.facts:
            if f.report is None and report.slice(f.span) != f.words:
                yield Problem(report.id, "actor_facts", a.id, "the words are not those at the span")


def _facts(record: Record, elsewhere: Sequence[tuple[str, str, str, str, int, int]]) -> Iterator[Problem]:
    """Facts that were taken from other reports: is the report there, and do the words stand in it?"""
    if not elsewhere:
        return
    sources = sorted({source for _, _, source, *_ in elsewhere})
    found = record.sql(f"SELECT report, text FROM reports WHERE report IN {LISTED}", [sources]).tuples()
    texts = {str(report): str(text) for report, text in found}
    for report, actor, source, words, start, end in elsewhere:
        if source not in texts:
            yield Problem(report, "actor_facts", actor, f"it rests on report {source}, which is not in this record")
        elif texts[source][start:end] != record.engine.as_kept(words):
            yield Problem(report, "actor_facts", actor, f"the words are not those at the span of report {source}")


def _judged(record: Record, kept: dict[str, str]) -> Iterator[Problem]:
    """Is each record what the record as coded becomes by the judgements that count?"""
    try:
        told = judgements_on(record.engine, list(kept))
    except JudgementError:  # one cannot be read, which `_judgements` tells
        return
    aside = _by_report(record, AS_CODED.name, list(kept))
    spoken = {t.report for j in told for t in (j.target, j.other) if t is not None}
    asked = [id for id in kept if id in aside or id in spoken or None in spoken]
    for id, line in record.lines(asked).items():
        try:
            after = dumps(judged(loads(line), told).coded)
        except ContractError as error:
            yield Problem(id, AS_CODED.name, None, f"the record as coded breaks the contract: {error}")
            continue
        if after != kept[id]:
            yield Problem(id, REPORTS.name, None, "the record is not what the judgements on it make of it as coded")


def _judgements(record: Record) -> Iterator[Problem]:
    """Is each judgement's row what its line says, and are those marked as counting the ones that count?"""
    read: dict[str, Judgement] = {}
    counting: dict[str, bool] = {}
    for row in record.sql("SELECT * FROM judgements ORDER BY id").tuples():
        id, counts, line = str(row[0]), bool(row[-3]), str(row[-1])
        try:
            j = Judgement.read(line)
        except JudgementError as error:
            yield Problem(None, JUDGEMENTS.name, id, str(error))
            continue
        if row_of(j)[:-3] != tuple(row[:-3]):
            yield Problem(None, JUDGEMENTS.name, id, "the row is not what the judgement says")
        read[j.id], counting[j.id] = j, counts
    stand = {j.id for j in standing(read.values())}
    for id, counts in counting.items():
        if counts != (id in stand):
            yield Problem(None, JUDGEMENTS.name, id, f"it is marked as {'counting' if counts else 'not counting'}")
