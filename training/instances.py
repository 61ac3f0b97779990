"""Training sentences into instances: a marked candidate, and what the annotation says that it is.

Two sources of candidates a sentence. The annotation's own: trigger and sides as the writer marked them. And those that
the coder itself proposes, with the sides that it finds, since they are what the classifier will be asked about; they
take their label from the annotated trigger that they overlap, or are NONE where no annotated trigger is near.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dragoman.coding.events import EventCoder
from dragoman.coding.events.classifier import NONE, Marked
from dragoman.coding.statements import find_statements
from dragoman.language import Analysis, analyse_many
from dragoman.model import Report, Span
from dragoman.reading import report_from_text
from dragoman.resolving.actors import resolve_actors
from dragoman.resolving.places import find_places
from dragoman.resolving.times import find_times

HELD_OUT = 8  # one sentence in so many is kept for calibration and for the card's figures


@dataclass(frozen=True, slots=True)
class Instance:
    """One candidate with its label. `views` are ways to mark it, one drawn at random each time it is learned from.

    `mode`, `status` and `contexts` mean nothing where `type` is NONE. `explicit`: the annotation names it. `alone`: no
    other act of its sentence has the same sides, so that the sides say which act is meant.
    """

    text: str
    views: tuple[Marked, ...]
    type: str
    mode: str | None = None
    status: str | None = None
    contexts: tuple[str, ...] = ()
    explicit: bool = True
    alone: bool = False

    @property
    def held_out(self) -> bool:
        return held_out(self.text)


@dataclass(slots=True)
class _Annotated:
    trigger: Span
    row: dict[str, object]
    views: list[Marked] = field(default_factory=list)


def held_out(text: str) -> bool:
    """Whether a sentence is kept from training, by its words alone."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_OUT == 0


def read(paths: Sequence[Path]) -> list[dict[str, object]]:
    """The rows of all files, in order."""
    return [json.loads(line) for p in paths for line in p.read_text("utf-8").splitlines() if line.strip()]


def instances(rows: Sequence[dict[str, object]]) -> Iterator[Instance]:
    """All instances of annotated sentences, in their order."""
    reports = [replace(report_from_text(str(row["text"])), language="en") for row in rows]
    for row, analysis in zip(rows, analyse_many(reports), strict=True):
        yield from _of_sentence(row, analysis)


def _of_sentence(row: dict[str, object], analysis: Analysis) -> Iterator[Instance]:
    text = str(row["text"])
    annotated: list[_Annotated] = []
    for e in row["events"]:  # type: ignore[attr-defined]
        trigger = find(text, e["trigger"], e.get("nth", 1))
        if trigger is None:
            continue
        marked = Marked(
            text,
            trigger,
            tuple(s for x in e.get("actors", []) if (s := find(text, x)) is not None),
            tuple(s for x in e.get("recipients", []) if (s := find(text, x)) is not None),
        )
        annotated.append(_Annotated(trigger, e, [marked]))
    extra: list[Marked] = []
    if analysis.report.text == text:
        for proposal in proposals(analysis):
            marked = _whole(proposal.marked(analysis), analysis, proposal.candidate.token.sentence.start)
            assert marked.trigger is not None
            touched = [a for a in annotated if a.trigger.overlaps(marked.trigger)]
            if touched:
                nearest = min(touched, key=lambda a: abs(a.trigger.start - marked.trigger.start))  # type: ignore[union-attr]
                nearest.views.append(marked)
                continue
            token = proposal.candidate.token
            around = [token.head, *token.children, *(c for k in token.kids("prep") for c in k.children)]
            if not any(t.span.overlaps(a.trigger) for t in around for a in annotated if a.row["type"] != NONE):
                extra.append(marked)
    sides = [(a.views[0].actors, a.views[0].recipients) for a in annotated if a.row["type"] != NONE]
    for a in annotated:
        yield Instance(
            text,
            tuple(dict.fromkeys(a.views)),
            str(a.row["type"]),
            a.row.get("mode"),  # type: ignore[arg-type]
            a.row.get("status"),  # type: ignore[arg-type]
            tuple(a.row.get("contexts", ())),  # type: ignore[arg-type]
            alone=a.row["type"] != NONE and sides.count((a.views[0].actors, a.views[0].recipients)) == 1,
        )
    for marked in extra:
        yield Instance(text, (marked,), NONE, explicit=False)


def proposals(analysis: Analysis) -> list:  # type: ignore[type-arg]
    """What the event coder would ask the classifier about in a sentence."""
    report: Report = analysis.report
    times = find_times(report.text, day=None)
    places = find_places(analysis)
    actors = resolve_actors(analysis, day=None)
    statements = find_statements(analysis, actors=actors)
    coder = EventCoder(analysis, actors=actors, times=times, places=places, statements=statements, day=None)
    return coder.proposals


def _whole(marked: Marked, analysis: Analysis, start: int) -> Marked:
    """Spans of a sentence as spans of the whole text, which is one training sentence (now and then two)."""

    def moved(s: Span) -> Span:
        return Span(s.start + start, s.end + start)

    assert marked.trigger is not None
    return Marked(
        analysis.report.text,
        moved(marked.trigger),
        tuple(map(moved, marked.actors)),
        tuple(map(moved, marked.recipients)),
    )


def find(text: str, part: str, nth: int = 1) -> Span | None:
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)] if part else []
    return Span(*found[nth - 1]) if nth <= len(found) else None
