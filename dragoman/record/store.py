"""The record: reports kept whole, each as the JSON it was coded to and as rows, in whatever database `engines` has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dragoman.address import Address
from dragoman.contract import dumps, loads
from dragoman.merging.telling import Telling
from dragoman.model import CodedReport, Fact, Span, Status
from dragoman.record import changes, finding
from dragoman.record.engines import LISTED, Engine, Values, connect
from dragoman.record.finding import By, Found, Rows
from dragoman.record.preparing import meta, prepare
from dragoman.record.tables import (
    INPUTS,
    REPORTS,
    TABLES,
    Value,
)
from dragoman.record.writing import AT_ONCE, Coded, as_coded, insert, kept_lines, write
from dragoman.resolving.actors import Known, Said

if TYPE_CHECKING:
    from dragoman.merging.threads import Thread
    from dragoman.record.deriving import Derived
    from dragoman.record.judging import Judgement
    from dragoman.record.search import Hit, Search


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report's record and the one line of JSON that it is kept as. `Prepared.of` makes it."""

    coded: CodedReport
    line: str

    @classmethod
    def of(cls, coded: CodedReport) -> Prepared:
        """Raises `ContractError` where the record cannot be written as JSON."""
        return cls(coded, dumps(coded))


@dataclass(frozen=True, slots=True)
class Input:
    """What became of an input: "pages/a.html gave report 5f…", or the problem for which it gave none.

    `digest` is the SHA-256 of its bytes in hex digits, None where there were none to be had.
    """

    name: str
    digest: str | None = None
    report: str | None = None
    problem: str | None = None


class Record:
    """The record of many reports in one place. Use as a context manager, or `close` it.

    Ids are hashes of content and a report is written in one transaction: coding the same pages twice adds nothing,
    and a run that is cut off leaves whole reports only.
    """

    def __init__(self, engine: Engine, *, read_only: bool = False) -> None:
        """Wraps an open database; use `Record.open`. `engine` is for this room alone."""
        self.engine, self._read_only = engine, read_only
        self._searching: Search | None = None
        self._deriving: Derived | None = None

    @classmethod
    def open(cls, where: str | Path | Address, *, read_only: bool = False) -> Record:
        """The record in a file, or in a schema of a PostgreSQL database by its URL, made where there is none.

        It is not made where it is opened `read_only`. Raises `RecordError` where the place is no record, cannot be
        reached, is in use by another program or was written by a newer Dragoman.
        """
        record = cls(connect(Address.of(where), read_only=read_only), read_only=read_only)
        try:
            prepare(record.engine, read_only=read_only)
        except BaseException:
            record.close()
            raise
        return record

    @property
    def name(self) -> str:
        """What to call the record by: its file's path, or its server's URL without a password."""
        return self.engine.name

    @property
    def path(self) -> Path | None:
        """The record's file; None where it is in none."""
        return self.engine.path

    def add(self, coded: CodedReport, *, coder: str | None = None) -> bool:
        """Keep the record of one report; False where just that is kept already.

        A report coded before, with another outcome, has its rows replaced. `coder` names the program and models that
        coded it. Raises `ContractError` where the record cannot be written as JSON, `RecordError` where the file
        cannot be written.
        """
        return self.keep([Prepared.of(coded)], coder=coder) == 1

    def add_many(self, coded: Iterable[CodedReport], *, coder: str | None = None) -> int:
        """Keep many records, some hundreds in one transaction; how many of them were new or other than before.

        Memory is that of one transaction. Raises as `add` does; what was kept before the error stays.
        """
        stream, changed = iter(coded), 0
        while some := list(islice(stream, AT_ONCE)):
            changed += self.keep([Prepared.of(c) for c in some], coder=coder)
        return changed

    def keep(self, prepared: Sequence[Prepared], *, inputs: Sequence[Input] = (), coder: str | None = None) -> int:
        """Keep records, and what became of `inputs`, in one transaction; how many records were new or other.

        Of two records of one report the later counts. Raises `RecordError` where the file cannot be written.
        """
        last = {self.engine.as_kept(p.coded.report.id): p for p in prepared}
        with self._transaction():
            kept = as_coded(self.engine, last)
            changed = {
                id: p for id, p in last.items() if kept.get(id) != (p.line, coder or kept.get(id, ("", None))[1])
            }
            fresh = {id: Coded(p.coded, p.line, coder) for id, p in changed.items()}
            write(self.engine, fresh, stale=[id for id in changed if id in kept])
            if inputs:
                by_name = {i.name: i for i in inputs}
                self._rows(f"DELETE FROM inputs WHERE name IN {LISTED}", [list(by_name)])
                insert(self.engine, INPUTS, [(i.name, i.digest, i.report, i.problem) for i in by_name.values()])
        return len(changed)

    def load(self, batch: Mapping[str, pa.Table]) -> None:
        """Add rows that are ready, as Arrow tables of the columns of `TABLES` by name, in one transaction.

        Nothing is checked: their reports may not be in the record yet, and the rows are to be what
        `dragoman.record.tables.rows` makes of a report (`verify` tells). Raises `RecordError` where they have other
        columns or cannot be written.
        """
        with self._transaction():
            for table in TABLES:
                if table.name in batch and batch[table.name].num_rows:
                    self.engine.insert(table, batch[table.name])
            changes.note(self.engine, None)

    def lines(self, report_ids: Iterable[str]) -> dict[str, str]:
        """The records of those of these reports that are kept, as coded, each as a line of JSON."""
        return {id: line for id, (line, _) in as_coded(self.engine, report_ids).items()}

    def coded_by(self, coder: str, report_ids: Iterable[str]) -> set[str]:
        """Those of these reports that are kept as `coder` coded them."""
        found = self._rows(
            f"SELECT report FROM reports WHERE coder = ? AND report IN {LISTED}", [coder, list(report_ids)]
        )
        return {str(line[0]) for line in found}

    def inputs(self, names: Iterable[str] | None = None) -> list[Input]:
        """What became of these inputs, or of all there ever were, by name."""
        wanted = "" if names is None else f"WHERE name IN {LISTED}"
        found = self._rows(
            f"SELECT name, digest, report, problem FROM inputs {wanted} ORDER BY name, digest, report, problem",
            None if names is None else [list(names)],
        )
        return [Input(name, digest, report, problem) for name, digest, report, problem in found]

    def forget_problems(self, source: str) -> None:
        """Take out the problems of the lines of a file of records (`SOURCE:LINE`), which is about to be read anew."""
        with self._transaction():
            self._rows("DELETE FROM inputs WHERE starts_with(name, ?) AND report IS NULL", [source + ":"])

    def events(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        type: str | Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        status: str | Status | Sequence[str] | None = None,
    ) -> Rows:
        """The events that answer to all that is given, in order of first day, one row an event with its sides.

        `actor` and `recipient` are a country's code ("RUS", "IGO"), an actor's id, or a name or whole words of one;
        `type` one or more of PLOVER's types; `since` and `until` the first and last day on which the event may lie
        (an event without a day lies on none); `status` one or more statuses, all where it is None.
        """
        return finding.events(
            self.engine, actor=actor, recipient=recipient, type=type, since=since, until=until, status=status
        )

    def relations(
        self,
        source: str | None = None,
        target: str | None = None,
        *,
        by: By | str = By.MONTH,
        since: date | str | None = None,
        until: date | str | None = None,
        status: str | Status | Sequence[str] | None = Status.OCCURRED,
        evidence: bool | None = None,
    ) -> Rows:
        """How countries stand: counts, shares of the four quarters and mean score of their events by period.

        With `source` and `target` what passes between the two, either way, and what they do together; with one of them
        its relations with all; with none, all there are. Only events of `status` count, by default those that
        occurred. `evidence` gives the ids of the events behind each row; unless it is said otherwise, where two
        countries are asked for. `finding.relations` describes the columns.
        """
        return finding.relations(
            self.engine,
            source=source,
            target=target,
            by=By(by),
            since=since,
            until=until,
            status=status,
            evidence=(source is not None and target is not None) if evidence is None else evidence,
        )

    def statements(
        self,
        *,
        speaker: str | None = None,
        to: str | None = None,
        containing: str | None = None,
        stance: str | Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Rows:
        """Who said what, in order of the day of speaking (the report's where that is not told), one row a statement.

        `speaker` and `to` as `actor` of `events`; `containing` words of the content, whatever their case.
        """
        return finding.statements(
            self.engine,
            speaker=speaker,
            to=to,
            containing=containing,
            stance=stance,
            since=since,
            until=until,
        )

    def commitments(
        self,
        *,
        party: str | None = None,
        toward: str | None = None,
        kind: str | Sequence[str] | None = None,
        open_on: date | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Rows:
        """Who bound whom to what, in order of the reports' days, one row a commitment.

        `party` and `toward` as `actor` of `events`. `open_on` gives those that were open on that day by what reports of
        up to that day tell: made, not fulfilled, broken, rejected, withdrawn or lapsed, the deadline not past. Threads
        are worked out anew for that where the record has changed, as for `threads`.
        """
        from dragoman.record.threads import standing

        return finding.commitments(
            self.engine,
            party=party,
            toward=toward,
            kind=kind,
            open_on=open_on,
            standing=None if open_on is None else standing(self._derived(), open_on),
            since=since,
            until=until,
        )

    def incidents(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        type: str | Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        status: str | Status | Sequence[str] | None = Status.OCCURRED,
        reports: int = 1,
        id: str | None = None,
    ) -> Rows:
        """What happened, each happening once, in order of first day, one row an incident (docs/merging.md).

        `actor` and `recipient` are a country's code or whole words of any name that a report gives them; told by at
        least so many `reports`, or the one of that `id`; the rest as in `events`. `events` and `reports` of a row are
        the ids of all that tell of it, in the same order. Incidents are worked out anew first where the record has
        changed since, which takes a second for every two thousand events, and kept if it is open for writing.
        """
        return finding.incidents(
            self._derived(),
            actor=actor,
            recipient=recipient,
            type=type,
            since=since,
            until=until,
            status=status,
            reports=reports,
            id=id,
        )

    def told(self) -> dict[str, Telling]:
        """By event, how often its incident was told, of all events whose incident several reports tell of.

        Worked out anew first where the record has changed since, as `incidents` are.
        """
        found = self._derived().rows(
            "SELECT t.event, i.n_reports, i.n_publishers FROM incidents i JOIN incident_events t ON t.incident = i.id "
            "WHERE i.n_reports > 1"
        )
        return {str(event): Telling(int(reports), max(1, int(publishers))) for event, reports, publishers in found}

    def threads(
        self,
        *,
        party: str | None = None,
        toward: str | None = None,
        kind: str | Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> list[Thread]:
        """What became of commitments, chosen as by `commitments`: threads by day (docs/commitments.md).

        Worked out anew first where the record has changed since, as incidents are.
        """
        from dragoman.record.threads import threads

        asked = self.commitments(party=party, toward=toward, kind=kind, since=since, until=until)
        ids = sorted({str(row["id"]) for row in asked.dicts()})
        return threads(self.engine, self._derived(), ids)

    def incident_id(self, prefix: str) -> str | None:
        """The id of the incident that begins so; None where none does, or several do."""
        found = self._derived().rows("SELECT id FROM incidents WHERE starts_with(id, ?) LIMIT 2", [prefix])
        return str(found[0][0]) if len(found) == 1 else None

    def find(self, prefix: str, *, limit: int = 50) -> list[Found]:
        """The reports, events, statements, attitudes, commitments and actors whose id begins so, by id.

        An actor is found once for each report that it is in.
        """
        return finding.by_id(self.engine, prefix, limit=limit)

    def query(
        self, query: str, *, limit: int = 1000, timeout_s: float = 60.0
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and the first `limit` rows that a stranger's query gives, within a time.

        Raises `RecordError` where it is not one query, the database cannot run it, or it takes longer. On a record
        opened read-only, and on a server always, nothing that it says can change the record or touch any other file.
        """
        return self.engine.ask(query, limit=limit, timeout_s=timeout_s)

    def sql(self, query: str, values: Sequence[Value] | None = None) -> Rows:
        """The rows that a query gives, in the SQL of DuckDB or, on a server, PostgreSQL, where it can change nothing.

        Raises `RecordError` where it is no query that this can run.
        """
        return Rows(self.engine, query, tuple(values or ()))

    def reports(self) -> Iterator[str]:
        """The ids of the reports, by day and then by id; those of no known day come last."""
        found = self._rows("SELECT report FROM reports ORDER BY day NULLS LAST, report")
        yield from (str(line[0]) for line in found)

    def coded(self) -> Iterator[CodedReport]:
        """The whole records of all reports as judged, in the order of `reports`, some read at a time."""
        yield from map(loads, kept_lines(self.engine))

    def get(self, report_id: str) -> CodedReport:
        """The whole record of one report as judged; raises `KeyError` where there is none of that id."""
        line = self._line(report_id)
        if line is None:
            raise KeyError(report_id)
        return loads(line)

    def as_coded(self, report_id: str) -> CodedReport:
        """The record of one report as it was coded, before judgement; raises `KeyError` where there is none."""
        line = self.lines([report_id]).get(report_id)
        if line is None:
            raise KeyError(report_id)
        return loads(line)

    def judge(self, judgements: Iterable[Judgement]) -> int:
        """Keep judgements and let the record tell what they say; how many of them are new.

        Their reports need not be in the record (yet). Raises `JudgementError` where one says nothing that can be
        applied or withdraws what is not there, `RecordError` where the record cannot be written.
        """
        from dragoman.record.judging.keeping import keep

        return keep(self.engine, judgements)

    def judgements(self, *, author: str | None = None, report: str | None = None, counting: bool = False) -> Rows:
        """The judgements in here, oldest first, a row each: by one author, on one report, only those that count."""
        from dragoman.record.judging.keeping import listed

        return listed(self.engine, author=author, report=report, counting=counting)

    def known(self) -> Known:
        """What the reports in here say of people and bodies, for coding further reports."""
        return Known(self.said())

    def said(self) -> Iterator[Said]:
        """The facts that the reports in here tell of people and bodies in their own words."""
        found = self._rows(
            "SELECT name, report, day, words, start_at, end_at, role, country, sector, former FROM actor_facts "
            "WHERE source = report AND (country IS NOT NULL OR sector IS NOT NULL) "
            "ORDER BY name, report, day, words, start_at, end_at, role, country, sector, former"
        )
        for name, report, day, words, start, end, role, country, sector, former in found:
            fact = Fact(words=words, span=Span(start, end), role=role, country=country, sector=sector, former=former)
            yield Said(name, report, day, fact)

    def search(self, query: str, *, limit: int = 20, after: str | None = None) -> list[Hit]:
        """What `query` finds, the best first; see `dragoman.record.search.Search.find`, which raises what this does."""
        from dragoman.record.search import Search

        self._searching = self._searching or Search(self)
        return self._searching.find(query, limit=limit, after=after)

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, by its name."""
        return {t.name: int(self._one(f"SELECT count(*) FROM {t.name}") or 0) for t in TABLES}

    def size(self) -> int:
        """Bytes that the record takes up."""
        return self.engine.size()

    def tables_version(self) -> int:
        """The version of the tables that the file holds; `dragoman.record.VERSION` once it is open."""
        return int(meta(self.engine, "tables") or 0)

    def again(self) -> Record:
        """The same record over a connection of its own, for another thread; closing it leaves this one open."""
        return Record(self.engine.again(), read_only=self._read_only)

    def interrupt(self) -> None:
        """Stop what another thread asks of this record just now; it raises `RecordError` there."""
        self.engine.interrupt()

    def derived(self) -> Engine:
        """What holds the incidents and threads of the reports as they are now: the record's own database, or memory."""
        return self._derived()

    def close(self) -> None:
        """Write out what is still in memory and let go of the file; closing twice does no harm."""
        if self._deriving is not None:
            self._deriving.close()
        self.engine.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __contains__(self, report_id: object) -> bool:
        return isinstance(report_id, str) and self._line(report_id) is not None

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM reports") or 0)

    # Inside

    def _derived(self) -> Engine:
        """What holds the incidents and threads of the reports as they are now; `close` closes it."""
        from dragoman.record.deriving import Derived

        self._deriving = self._deriving or Derived(self.engine, read_only=self._read_only)
        return self._deriving.engine()

    def _line(self, report_id: str) -> str | None:
        return self._one(f"SELECT record FROM {REPORTS.name} WHERE report = ?", [report_id])

    def _one(self, sql: str, values: Sequence[Value] | None = None) -> str | None:
        """The one value that a query gives, as a string."""
        found = self._rows(sql, values)
        return None if not found or found[0][0] is None else str(found[0][0])

    def _rows(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        return self.engine.rows(sql, values)

    def _transaction(self) -> AbstractContextManager[None]:
        return self.engine.transaction()
