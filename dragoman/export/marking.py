"""Which words of a report belong to which rows of its record: marks, and the segments that overlapping marks cut.

Marks may nest and overlap; HTML elements may only nest. So a text is cut wherever a mark begins or ends, and each
segment knows all the marks that it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.export import wording
from dragoman.model import CodedReport, Event, Party, Span, Statement


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that a row points at: "characters 80 to 93 are the trigger of the row r1-e1".

    `part` names the span's role in its row; `main` is true for the words that the row is about (an event's trigger,
    a statement's content), false for the words around it (a speaker, a party), which only light up with their row.
    """

    key: str
    layer: str
    part: str
    span: Span
    label: str
    main: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text within which nothing begins or ends; `marks` the closest fitting first."""

    span: Span
    marks: tuple[Mark, ...] = ()


_Parts = list[tuple[str, Span | None, bool]]
"""The spans of a row: part, span, whether the row is about these words."""


_LETTERS = {"attitude": "v"}  # an a is an actor


def key(prefix: str, layer: str, number: int) -> str:
    """The id of a row within a page: "r1-e3" is the third event of the first report."""
    return f"{prefix}-{_LETTERS.get(layer, layer[0])}{number}"


def find_marks(coded: CodedReport, *, prefix: str = "r1") -> list[Mark]:
    """Every span of the record's rows as a mark; rows are counted from 1 within their layer."""
    marks: list[Mark] = []
    layers: tuple[tuple[str, list[tuple[str, _Parts]]], ...] = (
        ("statement", _said(coded, coded.statements)),
        ("attitude", _said(coded, coded.attitudes)),
        ("event", _events(coded)),
        ("commitment", _commitments(coded)),
        ("actor", [(a.name, [("mention", s, True) for s in a.mentions]) for a in coded.actors]),
        ("time", [(t.value or t.kind, [("expression", t.span, True)]) for t in coded.times]),
        ("place", [(", ".join(filter(None, (p.name, p.country))), [("name", p.span, True)]) for p in coded.places]),
    )
    for layer, rows in layers:
        for number, (told, parts) in enumerate(rows, 1):
            label = f"{layer} {number}: {wording.one_line(told)}"
            marks += [
                Mark(key(prefix, layer, number), layer, part, span, label, main) for part, span, main in parts if span
            ]
    return [mark for mark in marks if mark.span.start < mark.span.end]


def cut(stretch: Span, marks: Iterable[Mark]) -> Iterator[Segment]:
    """The segments of `stretch`, in order and without gaps."""
    here = [mark for mark in marks if mark.span.overlaps(stretch)]
    bounds = {stretch.start, stretch.end}
    bounds |= {end for mark in here for end in mark.span if stretch.start < end < stretch.end}
    ordered = sorted(bounds)
    for start, end in pairwise(ordered):
        span = Span(start, end)
        found = [mark for mark in here if span.within(mark.span)]
        found.sort(key=lambda mark: (not mark.main, mark.span.end - mark.span.start))
        yield Segment(span, tuple(found))


def _said(coded: CodedReport, things: Sequence[Statement]) -> list[tuple[str, _Parts]]:
    rows: list[tuple[str, _Parts]] = []
    for s in things:
        parts: _Parts = [("content", span, True) for span in s.content]
        parts += [("speaker", s.speaker, False), ("cue", s.cue, False), ("addressee", s.addressee, False)]
        parts += [("relay", span, False) for span in s.relayed_by]
        told = s.stance.value if s.stance.is_attitude else f"{s.form.value}, {s.stance.value}"
        rows.append((f"{told}, {wording.speaker(coded, s).name or 'speaker unknown'}", parts))
    return rows


def _events(coded: CodedReport) -> list[tuple[str, _Parts]]:
    rows: list[tuple[str, _Parts]] = []
    for e in coded.events:
        parts: _Parts = [(f"trigger {wording.stance(e.type)}".strip(), e.trigger, True)]
        parts += [("mention", span, False) for span in e.mentions]
        parts += [("size", m.span, False) for m in e.magnitudes]
        parts += [("party", p.span, False) for p in (*e.actors, *e.recipients)]
        if e.place:
            parts.append(("site", e.place.span, False))
        rows.append((_event_label(e), parts))
    return rows


def _event_label(event: Event) -> str:
    return " ".join(filter(None, (event.type, event.mode))) + f", {event.status.value}"


def _commitments(coded: CodedReport) -> list[tuple[str, _Parts]]:
    rows: list[tuple[str, _Parts]] = []
    for c in coded.commitments:
        other = c.counterparty or Party()
        parts: _Parts = [("content", c.content, True), ("condition", c.condition, False)]
        parts += [("party", c.party.span, False), ("party", other.span, False)]
        rows.append((f"{c.kind.value}, {wording.party(coded, c.party).name or 'party unknown'}", parts))
    return rows
