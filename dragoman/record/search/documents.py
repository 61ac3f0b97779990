"""What of a record is searched: a document for each report, statement and event, with the words and fields of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dragoman.model import Span
from dragoman.record.engines import LISTED, Engine

REACH = 300
"""How far from its trigger, in code points, an event's words are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found: "statement 5f… of report 9a…, characters 120 to 260, by Shoigu of RUS".

    `words`, `speakers`, `actors` and `publishers` are stretches of text; `codes` such as "country:RUS"; `first` and
    `last` the days it is found under, None where unknown; `span` the part of the report's text it stands for. A
    report's has in `shown` what hits in it are shown with: its title, publisher and text.
    """

    kind: str
    report: str
    id: str
    span: Span
    words: tuple[str, ...]
    title: str | None = None
    speakers: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    shown: tuple[str | None, str | None, str] | None = None


def documents(engine: Engine, reports: Sequence[str]) -> Iterator[Document]:
    """The documents of these reports, those of one report together; a report that is not in the record gives none."""
    if not reports:
        return
    read = _Reader(engine, reports)
    for line in read.reports:
        yield from _of_report(read, line)


class _Reader:
    """The rows of some reports, by report."""

    def __init__(self, engine: Engine, reports: Sequence[str]) -> None:
        self._engine, self._ids = engine, list(reports)
        self.reports = self._read("reports", "title, publisher, agency, day, text")
        self.actors = self._by_report("actors", "id, name, country")
        self.statements = self._by_report(
            "statements", "id, speaker, speaker_actor, addressee, addressee_actor, first_day, last_day, place_country"
        )
        self.contents = self._by_report(
            "evidence", "id, start_at, end_at", "AND kind = 'statement' AND part = 'content' ORDER BY report, id, n"
        )
        self.events = self._by_report(
            "events", "id, type, status, first_day, last_day, start_at, end_at, place, place_country, statement"
        )
        self.parties = self._by_report("event_parties", "event, actor, name, country, start_at, end_at")

    def _read(self, table: str, columns: str, more: str = "") -> list[tuple[Any, ...]]:
        return self._engine.rows(f"SELECT report, {columns} FROM {table} WHERE report IN {LISTED} {more}", [self._ids])

    def _by_report(self, table: str, columns: str, more: str = "") -> dict[str, list[tuple[Any, ...]]]:
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for report, *cells in self._read(table, columns, more):
            found[report].append(tuple(cells))
        return found


def _of_report(read: _Reader, line: tuple[Any, ...]) -> Iterator[Document]:
    report, title, publisher, agency, day, text = line
    names = {id: (name, country) for id, name, country in read.actors[report]}
    publishers = _known(publisher, agency)
    contents: dict[str, list[Span]] = defaultdict(list)
    for id, start, end in read.contents[report]:
        contents[id].append(Span(start, end))
    told: dict[str, Document] = {}
    for id, *cells in read.statements[report]:
        spans = contents[id] or [Span(0, 0)]
        told[id] = _statement(report, id, cells, spans, text, names, publishers, day)
    done: dict[str, Document] = {}
    for id, *cells in read.events[report]:
        statement = cells[-1]
        done[id] = event = _event(report, id, cells, read, text, names, told.get(statement), publishers, day)
        if statement in told:  # a statement is found by the types of the acts that rest on it
            types = [c for c in event.codes if c.startswith("type:")]
            told[statement] = replace(told[statement], codes=_distinct((*told[statement].codes, *types)))
    things = (*told.values(), *done.values())
    yield Document(
        kind="report",
        report=report,
        id=report,
        span=Span(0, len(text)),
        words=(text,),
        title=title,
        speakers=_distinct(s for d in told.values() for s in d.speakers),
        actors=_distinct((*(n for n, _ in names.values()), *names, *(a for d in things for a in d.actors))),
        publishers=publishers,
        codes=_distinct((*(f"country:{c}" for _, c in names.values() if c), *(c for d in things for c in d.codes))),
        first=day,
        last=day,
        shown=(title, publisher, text),
    )
    yield from things


def _statement(
    report: str,
    id: str,
    cells: Sequence[Any],
    spans: Sequence[Span],
    text: str,
    names: dict[str, tuple[str, str | None]],
    publishers: tuple[str, ...],
    day: date | None,
) -> Document:
    speaker, speaker_actor, addressee, addressee_actor, first, last, place_country = cells
    by, to = (names.get(actor, (None, None)) for actor in (speaker_actor, addressee_actor))
    speakers = _distinct(_known(speaker, by[0]))
    return Document(
        kind="statement",
        report=report,
        id=id,
        span=Span(min(s.start for s in spans), max(s.end for s in spans)),
        words=tuple(text[s.start : s.end] for s in spans),
        speakers=speakers,
        actors=_distinct((*speakers, *_known(addressee, to[0], speaker_actor, addressee_actor))),
        publishers=publishers,
        codes=_distinct(f"country:{c}" for c in _known(by[1], to[1], place_country)),
        first=first or day,
        last=last or day,
    )


def _event(
    report: str,
    id: str,
    cells: Sequence[Any],
    read: _Reader,
    text: str,
    names: dict[str, tuple[str, str | None]],
    rests_on: Document | None,
    publishers: tuple[str, ...],
    day: date | None,
) -> Document:
    type, status, first, last, start, end, place, place_country, _ = cells
    parties = [cells for event, *cells in read.parties[report] if event == id]
    span = _around(text, Span(start, end), [Span(a, b) for *_, a, b in parties if a is not None])
    called = _distinct(name for actor, name, *_ in parties for name in _known(name, names.get(actor, (None, None))[0]))
    countries = _known(*(country for _, _, country, *_ in parties), place_country)
    return Document(
        kind="event",
        report=report,
        id=id,
        span=span,
        words=(text[span.start : span.end], *called, *_known(place)),
        speakers=rests_on.speakers if rests_on else (),
        actors=_distinct((*called, *_known(*(actor for actor, *_ in parties)))),
        publishers=publishers,
        codes=_distinct((f"type:{type}", f"status:{status}", *(f"country:{c}" for c in countries))),
        first=first or day,
        last=last or day,
    )


def _around(text: str, trigger: Span, others: Sequence[Span]) -> Span:
    """The trigger with those of the other spans that stand near it in its paragraph."""
    left = max(text.rfind("\n", 0, trigger.start) + 1, trigger.start - REACH)
    right = text.find("\n", trigger.end)
    right = min(len(text) if right < 0 else right, trigger.end + REACH)
    near = [trigger, *(s for s in others if left <= s.start and s.end <= right)]
    return Span(min(s.start for s in near), max(s.end for s in near))


def _known(*values: str | None) -> tuple[str, ...]:
    return tuple(v for v in values if v)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
