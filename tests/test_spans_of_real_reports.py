"""Every span of every record slices to what it claims, over a corpus of real reports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema

from dragoman.contract import from_json, schema, to_json
from dragoman.model import BlockKind, CodedReport
from dragoman.pipeline import Coder
from dragoman.reading import report_from_text


def test_spans_of_every_wikinews_report(gold: Path) -> None:
    rows = [json.loads(line) for line in (gold / "corpora" / "wikinews.jsonl").read_text("utf-8").splitlines()]
    reports = (
        report_from_text(r["text"], published=date.fromisoformat(r["date"]), title=r["title"], url=r["url"])
        for r in rows
    )
    validator = jsonschema.Draft202012Validator(schema())
    n = 0
    for record in Coder().code_many(reports):
        check(record)
        row = to_json(record)
        validator.validate(row)
        assert to_json(from_json(json.loads(json.dumps(row)))) == row
        n += 1
    assert n == len(rows) > 200


def check(record: CodedReport) -> None:
    text = record.report.text
    ids = {a.id for a in record.actors}
    statements = {s.id for s in record.statements}
    events = {e.id for e in record.events}
    captions = [b.span for b in record.report.blocks if b.kind is BlockKind.CAPTION]
    for span in record.spans():
        assert 0 <= span.start < span.end <= len(text)
        words = text[span.start : span.end]
        assert words == words.strip()
        assert any(c.isalnum() for c in words)
    for s in record.statements:
        assert s.content == tuple(sorted(s.content))
        assert s.speaker_actor is None or s.speaker_actor in ids
        assert s.addressee_actor is None or s.addressee_actor in ids
        assert not any(c.overlaps(k) for c in s.content for k in captions)
    for e in record.events:
        assert e.statement is None or e.statement in statements
        assert not any(e.trigger.overlaps(k) for k in captions)
        assert e.date is None or e.date[0] <= e.date[1]
        for p in (*e.actors, *e.recipients):
            assert p.actor is None or p.actor in ids
    for c in record.commitments:
        assert c.event is None or c.event in events
        assert c.statement is None or c.statement in statements
    for a in record.actors:
        assert a.mentions
    for p in record.places:
        assert p.name
        assert (p.lat is None) == (p.lon is None)
    for t in record.times:
        assert t.interval is None or t.interval[0] <= t.interval[1]
