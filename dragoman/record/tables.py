"""What is stored where: the record as tables, in SQL that DuckDB and PostgreSQL both take.

Every table but `meta` has `report`, the id of the report its rows were coded from; things of one report that refer to
one another do so by `id` within that report. Unknown is NULL. Spans are `start_at` (inclusive) and `end_at`
(exclusive), in code points of `reports.text`; columns named for a thing rather than a span hold its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dragoman.coding.ontology import load as code_book
from dragoman.merging import incident_rows
from dragoman.merging.threads import table as thread_rows
from dragoman.model import CodedReport, Party, Span, Statement, Status

VERSION = 6
"""Version of the tables. A record written with a higher one is not opened."""

COOPERATION = ("V-COOP", "M-COOP")
"""The quarters whose acts are done with one another when they are done together."""

Value = str | int | float | bool | date | list[str] | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: "events holds one row an event, with columns report, id, trigger, ..."."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def ddl(self) -> str:
        """The statement that makes the table."""
        return f"CREATE TABLE {self.name} ({', '.join(f'{name} {kind}' for name, kind in self.columns)})"


def _table(name: str, columns: str) -> Table:
    return Table(name, tuple((c.split(" ", 1)[0], c.split(" ", 1)[1]) for c in columns.split(", ")))


META = _table("meta", "key VARCHAR, value VARCHAR")
"""What the file is: `format` ("dragoman record"), `tables` (VERSION) and `contract` (the JSON's version)."""

REPORTS = _table(
    "reports",
    "report VARCHAR, url VARCHAR, publisher VARCHAR, agency VARCHAR, title VARCHAR, byline VARCHAR, "
    "dateline_place VARCHAR, dateline_date DATE, published VARCHAR, updated VARCHAR, day DATE, language VARCHAR, "
    "text VARCHAR, record VARCHAR, coder VARCHAR",
)
"""One row a report. `published` and `updated` as in the contract (a zone, an hour or only a day, as the page told);
`day` is what relative dates count from; `record` is the report's whole record as one line of the contract's JSON;
`coder` names the program, models and registers it was coded with (`dragoman.record.ingesting`), NULL where that is not
known, as of an imported record."""

ACTORS = _table(
    "actors",
    "report VARCHAR, id VARCHAR, name VARCHAR, country VARCHAR, sector VARCHAR, roles VARCHAR[], mentions INTEGER",
)
ACTOR_FACTS = _table(
    "actor_facts",
    "report VARCHAR, actor VARCHAR, n INTEGER, name VARCHAR, role VARCHAR, country VARCHAR, sector VARCHAR, "
    "former BOOLEAN, words VARCHAR, source VARCHAR, day DATE, start_at INTEGER, end_at INTEGER",
)
"""One row for each thing that a report says somebody is. `source` is the report whose text the words and the span are
of, `day` its day: the same report, or an earlier one that this report's coding took country or sector from."""

_SAID = (
    "report VARCHAR, id VARCHAR, form VARCHAR, stance VARCHAR, content VARCHAR, speaker VARCHAR, "
    "speaker_actor VARCHAR, cue VARCHAR, addressee VARCHAR, addressee_actor VARCHAR, relayed_by VARCHAR[], "
    "first_day DATE, last_day DATE, place VARCHAR, place_country VARCHAR, inside VARCHAR"
)
STATEMENTS = _table("statements", _SAID)
"""One row a statement. `first_day`, `last_day` and `place` are those of the speaking; `inside` is the id of the
statement whose words report this one."""

ATTITUDES = _table("attitudes", _SAID)
"""One row for each view or wish that the report says somebody has, without words of theirs; columns as in
`statements`."""

EVENTS = _table(
    "events",
    "report VARCHAR, id VARCHAR, type VARCHAR, mode VARCHAR, contexts VARCHAR[], status VARCHAR, first_day DATE, "
    "last_day DATE, trigger_words VARCHAR, start_at INTEGER, end_at INTEGER, place VARCHAR, place_country VARCHAR, "
    "place_admin1 VARCHAR, lat DOUBLE PRECISION, lon DOUBLE PRECISION, geonameid BIGINT, place_precision VARCHAR, "
    "statement VARCHAR, score DOUBLE PRECISION, confidence DOUBLE PRECISION",
)
EVENT_PARTIES = _table(
    "event_parties",
    "report VARCHAR, event VARCHAR, side VARCHAR, n INTEGER, actor VARCHAR, name VARCHAR, country VARCHAR, "
    "sector VARCHAR, start_at INTEGER, end_at INTEGER",
)
"""One row for each actor and recipient of an event; `side` is actor or recipient, `n` its place in the list."""

DYADS = _table(
    "dyads",
    "report VARCHAR, event VARCHAR, source VARCHAR, target VARCHAR, together BOOLEAN, type VARCHAR, quad INTEGER, "
    "status VARCHAR, first_day DATE, last_day DATE, by_report BOOLEAN, score DOUBLE PRECISION",
)
"""One row for each two countries (or IGO) that an event lies between, `source` acting on `target`.

An act done together without a recipient (they met, they agreed: `together`) has one row for each two of its actors'
countries in alphabetical order, if its type is one of cooperation; together they condemn somebody else. `quad` is
PLOVER's number of the type's quarter: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict. An act
that occurred and that no words date counts on its report's day (`by_report`), since that is what occurred means.
Nothing stands here that other tables do not say; it is kept since relations over years are asked for often."""

EVENT_MAGNITUDES = _table(
    "event_magnitudes",
    "report VARCHAR, event VARCHAR, n INTEGER, kind VARCHAR, amount DOUBLE PRECISION, high DOUBLE PRECISION, "
    "unit VARCHAR, bound VARCHAR, start_at INTEGER, end_at INTEGER",
)
"""One row for each size told of an event: people killed, injured, arrested, in a crowd, troops; money in `unit`."""

EVENT_CODES = _table(
    "event_codes", "report VARCHAR, event VARCHAR, ontology VARCHAR, type VARCHAR, confidence DOUBLE PRECISION"
)
"""One row for each type that a user's own ontology gives an event."""

COMMITMENTS = _table(
    "commitments",
    "report VARCHAR, id VARCHAR, kind VARCHAR, party_actor VARCHAR, party VARCHAR, party_country VARCHAR, "
    "party_sector VARCHAR, counterparty_actor VARCHAR, counterparty VARCHAR, counterparty_country VARCHAR, "
    "counterparty_sector VARCHAR, content VARCHAR, start_at INTEGER, end_at INTEGER, condition VARCHAR, "
    "deadline DATE, event VARCHAR, statement VARCHAR",
)
ISSUES = _table(
    "issues", "report VARCHAR, code VARCHAR, message VARCHAR, stage VARCHAR, start_at INTEGER, end_at INTEGER"
)
EVIDENCE = _table(
    "evidence",
    "report VARCHAR, kind VARCHAR, id VARCHAR, part VARCHAR, n INTEGER, start_at INTEGER, end_at INTEGER",
)
"""One row for each stretch of text that an actor (`mention`), a statement or attitude (`content`, `speaker`, `cue`,
`addressee`, `relayed_by`, `place`), a commitment (`content`, `condition`) or an event's later `mention` points at; an
event's other stretches stand in its own rows."""

TABLES = (
    REPORTS,
    ACTORS,
    ACTOR_FACTS,
    STATEMENTS,
    ATTITUDES,
    EVENTS,
    EVENT_PARTIES,
    DYADS,
    EVENT_MAGNITUDES,
    EVENT_CODES,
    COMMITMENTS,
    ISSUES,
    EVIDENCE,
)
"""The tables that are made from the records of reports."""

INPUTS = _table("inputs", "name VARCHAR, digest VARCHAR, report VARCHAR, problem VARCHAR")
"""One row for each input that was taken in: its name as given (a line of a file of records as `FILE:LINE`), the
SHA-256 of its bytes, and the report that it gave, or the `problem` for which it gave none."""

JUDGEMENTS = _table(
    "judgements",
    "id VARCHAR, made_at VARCHAR, author VARCHAR, verdict VARCHAR, kind VARCHAR, report VARCHAR, target VARCHAR, "
    "label VARCHAR, other_report VARCHAR, other VARCHAR, changes VARCHAR, note VARCHAR, withdraws VARCHAR, "
    "counts BOOLEAN, met BOOLEAN, line VARCHAR",
)
"""One row for each judgement of an analyst (`dragoman.record.judging`), never changed but for its last columns.

`target` is the id of the event, statement, attitude, commitment or actor of `report` (NULL for an actor anywhere),
`label` what it was then, `other` the second of a pair; `changes` is JSON. `counts` is false for one that is withdrawn
or overruled; `met` tells whether it finds what it speaks of in the reports as they are coded now. `line` is the whole
of it as JSON."""

AS_CODED = _table("as_coded", "report VARCHAR, record VARCHAR")
"""The record as it was coded, for each report that judgements changed; `reports.record` is what they made of it."""

BESIDE = (INPUTS, JUDGEMENTS, AS_CODED)
"""The tables that no report's record tells, which migrations and copies take over as they are."""

INCIDENTS = tuple(_table(name, columns) for name, columns in incident_rows.COLUMNS.items())
THREADS = (
    _table("threads", ", ".join(f"{name} {kind}" for name, kind in thread_rows.THREADS.items())),
    _table("thread_steps", ", ".join(f"{name} {kind}" for name, kind in thread_rows.STEPS.items())),
)
DERIVED = (*INCIDENTS, *THREADS)
"""The tables that are worked out from all reports together (`dragoman.record.deriving`), which says when."""

CHANGES = _table("changes", "n BIGINT, report VARCHAR, mark VARCHAR")
"""The log of writings (`dragoman.record.changes`), made when something is first written."""


def rows(coded: CodedReport, *, line: str, coder: str | None = None) -> Iterator[tuple[Table, list[Row]]]:
    """The record of one report as rows, a list for each of `TABLES`; `line` is the record as JSON."""
    report = coded.report
    published, updated = (_stamp(when) for when in (report.published, report.updated))
    yield (
        REPORTS,
        [
            (
                report.id,
                report.url,
                report.publisher,
                report.agency,
                report.title,
                report.byline,
                report.dateline.place,
                report.dateline.date,
                published,
                updated,
                report.day,
                report.language,
                report.text,
                line,
                coder,
            )
        ],
    )
    yield (
        ACTORS,
        [(report.id, a.id, a.name, a.country, a.sector, list(a.roles), len(a.mentions)) for a in coded.actors],
    )
    yield (
        ACTOR_FACTS,
        [
            (
                report.id,
                a.id,
                n,
                a.name,
                f.role,
                f.country,
                f.sector,
                f.former,
                f.words,
                f.report or report.id,
                f.day if f.report else report.day,
                *f.span,
            )
            for a in coded.actors
            for n, f in enumerate(a.facts)
        ],
    )
    yield STATEMENTS, [_said_row(coded, s) for s in coded.statements]
    yield ATTITUDES, [_said_row(coded, s) for s in coded.attitudes]
    yield EVENTS, [_event_row(coded, n) for n in range(len(coded.events))]
    yield EVENT_PARTIES, list(_party_rows(coded))
    yield DYADS, list(_dyad_rows(coded))
    yield (
        EVENT_MAGNITUDES,
        [
            (report.id, e.id, n, m.kind, m.value, m.high, m.unit, m.bound, *m.span)
            for e in coded.events
            for n, m in enumerate(e.magnitudes)
        ],
    )
    yield (
        EVENT_CODES,
        [(report.id, e.id, c.ontology, c.type, c.confidence) for e in coded.events for c in e.codes],
    )
    yield COMMITMENTS, [_commitment_row(coded, n) for n in range(len(coded.commitments))]
    yield ISSUES, [(report.id, i.code, i.message, i.stage, *_ends(i.span)) for i in coded.issues]
    yield EVIDENCE, list(_evidence_rows(coded))


def _words(coded: CodedReport, span: Span | None) -> str | None:
    return coded.report.slice(span) if span else None


def _stamp(when: datetime | date | None) -> str | None:
    """A stamp as the contract writes it."""
    if isinstance(when, datetime):
        return when.isoformat(timespec="seconds")
    return None if when is None else when.isoformat()


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _said_row(coded: CodedReport, s: Statement) -> Row:
    words = coded.report.slice
    first, last = s.date or (None, None)
    return (
        coded.report.id,
        s.id,
        s.form.value,
        s.stance.value,
        " … ".join(words(c) for c in s.content),
        _words(coded, s.speaker),
        s.speaker_actor,
        _words(coded, s.cue),
        _words(coded, s.addressee),
        s.addressee_actor,
        [words(r) for r in s.relayed_by],
        first,
        last,
        s.place.name if s.place else None,
        s.place.country if s.place else None,
        s.inside,
    )


def _event_row(coded: CodedReport, n: int) -> Row:
    event = coded.events[n]
    first, last = event.date or (None, None)
    place = event.place
    where: Row = (None,) * 7
    if place:
        where = (place.name, place.country, place.admin1, place.lat, place.lon, place.geonameid, place.precision)
    return (
        coded.report.id,
        event.id,
        event.type,
        event.mode,
        list(event.contexts),
        event.status.value,
        first,
        last,
        coded.report.slice(event.trigger),
        *event.trigger,
        *where,
        event.statement,
        event.score,
        event.confidence,
    )


def _party_rows(coded: CodedReport) -> Iterator[Row]:
    for event in coded.events:
        for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for n, p in enumerate(parties):
                yield (coded.report.id, event.id, side, n, p.actor, p.name, p.country, p.sector, *_ends(p.span))


def _dyad_rows(coded: CodedReport) -> Iterator[Row]:
    book = code_book()
    for event in coded.events:
        sources = {p.country for p in event.actors if p.country}
        targets = {p.country for p in event.recipients if p.country}
        quad = book.quads[book.quad(event.type)]
        pairs = [(a, b, False) for a in sources for b in targets if a != b]
        if not event.recipients and book.quad(event.type) in COOPERATION:
            pairs = [(a, b, True) for a in sources for b in sources if a < b]
        first, last = event.date or (None, None)
        by_report = first is None and event.status is Status.OCCURRED and coded.report.day is not None
        if by_report:
            first = last = coded.report.day
        for source, target, together in sorted(pairs):
            what = (event.type, quad, event.status.value, first, last, by_report, event.score)
            yield (coded.report.id, event.id, source, target, together, *what)


def _commitment_row(coded: CodedReport, n: int) -> Row:
    commitment = coded.commitments[n]
    other = commitment.counterparty or Party()
    return (
        coded.report.id,
        commitment.id,
        commitment.kind.value,
        *_who(commitment.party),
        *_who(other),
        coded.report.slice(commitment.content),
        *commitment.content,
        _words(coded, commitment.condition),
        commitment.deadline,
        commitment.event,
        commitment.statement,
    )


def _who(party: Party) -> Row:
    return (party.actor, party.name, party.country, party.sector)


def _evidence_rows(coded: CodedReport) -> Iterator[Row]:
    def each(kind: str, id: str, part: str, spans: tuple[Span | None, ...]) -> Iterator[Row]:
        for n, span in enumerate(spans):
            if span:
                yield (coded.report.id, kind, id, part, n, span.start, span.end)

    for a in coded.actors:
        yield from each("actor", a.id, "mention", a.mentions)
    for kind, things in (("statement", coded.statements), ("attitude", coded.attitudes)):
        for s in things:
            yield from each(kind, s.id, "content", s.content)
            yield from each(kind, s.id, "speaker", (s.speaker,))
            yield from each(kind, s.id, "cue", (s.cue,))
            yield from each(kind, s.id, "addressee", (s.addressee,))
            yield from each(kind, s.id, "relayed_by", s.relayed_by)
            yield from each(kind, s.id, "place", (s.place.span if s.place else None,))
    for e in coded.events:
        yield from each("event", e.id, "mention", e.mentions)
    for c in coded.commitments:
        yield from each("commitment", c.id, "content", (c.content,))
        yield from each("commitment", c.id, "condition", (c.condition,))
