"""Judged events as sentences to learn from, in the form that `training/GUIDE.md` describes.

Only sentences of which every event was judged are given: what nobody looked at would be learned as right. The words
are those of the reports: whether a model trained on them may be passed on, their publishers' licences say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dragoman.model import CodedReport, Event, Party, Span
from dragoman.record.judging.applying import found, judged
from dragoman.record.judging.judgement import Judgement, Kind, Verdict
from dragoman.record.sentences import sentence_around


def examples(coded: CodedReport, judgements: Sequence[Judgement]) -> Iterator[dict[str, Any]]:
    """The sentences of a report, as coded, of which `judgements` (that stand, oldest first) decide every event.

    A row has `text` and `events` with `trigger` (and `nth`), `type` (NONE for a rejected one), and for what is an event
    `mode`, `actors`, `recipients`, `status` and `contexts`.
    """
    about = [
        j
        for j in judgements
        if j.target is not None
        and j.target.kind is Kind.EVENT
        and j.target.report == coded.report.id
        and j.verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.CHANGE)
    ]
    if not about:
        return
    decided = {coded.events[n].id for j in about if j.target and (n := found(coded.events, j.target)) is not None}
    after = judged(coded, judgements).coded
    right = {e.id: e for e in after.events}
    added = [e for e in after.events if e.id not in {b.id for b in coded.events}]
    by_sentence: dict[Span, list[Event]] = {}
    for event in (*coded.events, *added):
        by_sentence.setdefault(sentence_around(coded.report, event.trigger), []).append(event)
    for sentence, events in sorted(by_sentence.items()):
        text = coded.report.slice(sentence)
        if all(e.id in decided or e in added for e in events) and "\n" not in text:
            yield {"text": text, "events": [_row(text, sentence, coded, e, right.get(e.id)) for e in events]}


def lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The rows as lines of JSON."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(text: str, sentence: Span, coded: CodedReport, event: Event, right: Event | None) -> dict[str, Any]:
    words, at = coded.report.slice(event.trigger), event.trigger.start - sentence.start
    row: dict[str, Any] = {"trigger": words}
    nth = 1 + sum(m.start() < at for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)) if words else 1
    if nth > 1:
        row["nth"] = nth
    if right is None:
        return {**row, "type": "NONE"}
    return {
        **row,
        "type": right.type,
        "mode": right.mode,
        "actors": _names(text, sentence, coded, right.actors),
        "recipients": _names(text, sentence, coded, right.recipients),
        "status": right.status.value,
        "contexts": list(right.contexts[:3]),
    }


def _names(text: str, sentence: Span, coded: CodedReport, parties: Sequence[Party]) -> list[str]:
    """The sides as the sentence names them; one that it does not name is left out."""
    return [
        coded.report.slice(p.span) for p in parties if p.span and p.span.within(sentence) and p.span.end > p.span.start
    ]
