"""The record as tables for people and programs that think in tables: what CSV, Parquet and Excel files hold.

Columns are named and typed once, here; the three formats only differ in how they write a cell. Unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dragoman.coding.ontology import load
from dragoman.coding.ontology.cameo import cameo
from dragoman.export import wording
from dragoman.export.acts import Side, acts, key, line, publisher
from dragoman.model import CodedReport, Party, Span, Statement

Cell = str | int | float | date | Sequence[str | None] | None


class Kind(StrEnum):
    """What the cells of a column are; a list is of strings, None among them."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    DAY = "day"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: "events holds one row an event, with columns event, report, type, ..."."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Callable[[CodedReport], Iterator[tuple[Cell, ...]]]


def _columns(told: str) -> tuple[tuple[str, Kind], ...]:
    pairs = (column.rsplit(" ", 1) for column in told.split(", "))
    return tuple((name, Kind(kind)) for name, kind in pairs)


def _event_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    report = coded.report
    for act in acts(coded):
        event, place = act.event, act.event.place
        yield (
            act.id,
            key(report.id),
            event.type,
            event.mode,
            event.contexts,
            load().quad(event.type),
            cameo(event.type, event.mode, event.contexts).code,
            event.score,
            event.status.value,
            event.confidence,
            act.first_day,
            act.last_day,
            *_sides(act.actors),
            *_sides(act.recipients),
            *((place.name, place.country, place.admin1) if place else (None,) * 3),
            *((place.lat, place.lon, place.geonameid, place.precision) if place else (None,) * 4),
            act.words,
            event.trigger.start,
            event.trigger.end,
            _id(event.statement),
            _day(report.published),
            publisher(report),
            report.url,
        )


EVENTS = Sheet(
    "events",
    _columns(
        "event text, report text, type text, mode text, contexts list, quad text, cameo text, score real, status text, "
        "confidence real, first_day day, last_day day, actors list, actor_countries list, actor_sectors list, "
        "recipients list, recipient_countries list, recipient_sectors list, place text, place_country text, "
        "place_admin1 text, lat real, lon real, geonameid integer, place_precision text, words text, start integer, "
        "end integer, statement text, published day, publisher text, url text"
    ),
    _event_rows,
)
"""One row an event; its sides are lists of equal length, with None where a name, country or sector is not known."""


def _party_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    for act in acts(coded):
        for role, sides in (("actor", act.actors), ("recipient", act.recipients)):
            for n, side in enumerate(sides, 1):
                yield (
                    act.id,
                    key(coded.report.id),
                    role,
                    n,
                    side.id,
                    side.name,
                    side.raw,
                    side.country,
                    side.sector,
                    side.roles,
                    *_ends(side.span),
                )


PARTIES = Sheet(
    "parties",
    _columns(
        "event text, report text, side text, n integer, actor text, name text, words text, country text, sector text, "
        "roles list, start integer, end integer"
    ),
    _party_rows,
)
"""One row for each actor and recipient of an event."""


def _statement_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    for kind, found in (("statement", coded.statements), ("attitude", coded.attitudes)):
        for s in found:
            yield (
                _id(s.id),
                key(coded.report.id),
                kind,
                s.form.value,
                s.stance.value,
                wording.speaker(coded, s).name,
                _id(s.speaker_actor),
                wording.words(coded, s.cue) if s.cue else None,
                wording.addressee(coded, s).name,
                _id(s.addressee_actor),
                [wording.words(coded, span) for span in s.relayed_by],
                wording.words(coded, *s.content),
                *_bounds(s),
                *(s.date or (None, None)),
                _id(s.inside),
            )


STATEMENTS = Sheet(
    "statements",
    _columns(
        "statement text, report text, kind text, form text, stance text, speaker text, speaker_actor text, cue text, "
        "addressee text, addressee_actor text, relayed_by list, content text, start integer, end integer, "
        "first_day day, last_day day, inside text"
    ),
    _statement_rows,
)
"""One row a statement or attitude; `start` and `end` are the outer ends of its content."""


def _commitment_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    for c in coded.commitments:
        yield (
            _id(c.id),
            key(coded.report.id),
            c.kind.value,
            *_party(coded, c.party),
            *_party(coded, c.counterparty),
            wording.words(coded, c.content),
            *c.content,
            wording.words(coded, c.condition) if c.condition else None,
            c.deadline,
            None if c.event is None else f"{key(coded.report.id)}-{key(c.event)}",
            _id(c.statement),
        )


COMMITMENTS = Sheet(
    "commitments",
    _columns(
        "commitment text, report text, kind text, party text, party_country text, party_sector text, "
        "counterparty text, counterparty_country text, counterparty_sector text, content text, start integer, "
        "end integer, condition text, deadline day, event text, statement text"
    ),
    _commitment_rows,
)
"""One row a commitment; `event` and `statement` are ids of other tables (where an event not chosen is not)."""


def _actor_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    for a in coded.actors:
        yield key(a.id), key(coded.report.id), a.name, a.country, a.sector, a.roles, len(a.mentions)


ACTORS = Sheet(
    "actors",
    _columns("actor text, report text, name text, country text, sector text, roles list, mentions integer"),
    _actor_rows,
)
"""One row an actor and report."""


def _report_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    r = coded.report
    stamps = tuple(None if when is None else when.isoformat() for when in (r.published, r.updated))
    yield (
        key(r.id),
        r.url,
        r.publisher,
        r.agency,
        r.title,
        r.byline,
        r.dateline.place,
        r.dateline.date,
        *stamps,
        r.day,
        r.language,
    )


REPORTS = Sheet(
    "reports",
    _columns(
        "report text, url text, publisher text, agency text, title text, byline text, dateline_place text, "
        "dateline_date day, published text, updated text, day day, language text"
    ),
    _report_rows,
)
"""One row a report."""


def _text_rows(coded: CodedReport) -> Iterator[tuple[Cell, ...]]:
    yield key(coded.report.id), wording.plain(coded.report.text)


TEXTS = Sheet("texts", _columns("report text, text text"), _text_rows)
"""The words themselves, length and line breaks kept, so that every `start` and `end` points into them."""

SHEETS = (EVENTS, PARTIES, STATEMENTS, COMMITMENTS, ACTORS, REPORTS)


def rows(sheet: Sheet, records: Iterable[CodedReport]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table over many reports."""
    for coded in records:
        yield from sheet.rows(coded)


def flat(value: Cell) -> str | int | float | date | None:
    """A cell for files without lists: the values of a list in one line, "; " between them, empty for an unknown one."""
    if isinstance(value, str):
        return line(value)
    if isinstance(value, int | float | date) or value is None:
        return value
    return "; ".join("" if v is None else line(v).replace(";", ",") for v in value)


def _sides(sides: Sequence[Side]) -> tuple[list[str | None], list[str | None], list[str | None]]:
    return [s.name for s in sides], [s.country for s in sides], [s.sector for s in sides]


def _party(coded: CodedReport, party: Party | None) -> tuple[str | None, str | None, str | None]:
    if party is None:
        return None, None, None
    return wording.party(coded, party).name, party.country, party.sector


def _bounds(statement: Statement) -> tuple[int | None, int | None]:
    spans = statement.content
    return (min(s.start for s in spans), max(s.end for s in spans)) if spans else (None, None)


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _id(id: str | None) -> str | None:
    return None if id is None else key(id)


def _day(when: date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when
