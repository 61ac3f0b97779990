"""The page that started the project, read and coded whole; its annotation lies with the gold, not in the repository."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.model import BlockKind, CodedReport, Status
from dragoman.pipeline import Coder
from dragoman.reading import read


@pytest.fixture(scope="module")
def wanted(gold: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((gold / "seed" / "seed.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def record(gold: Path) -> CodedReport:
    return Coder().code(next(read(gold / "seed" / "seed.txt")))


def test_title_agency_and_stamps(record: CodedReport, wanted: dict[str, Any]) -> None:
    told, report = wanted["report"], record.report
    assert report.title == told["title"]
    assert report.agency == told["agency"]
    assert report.published is not None
    assert report.updated is not None
    assert report.published.isoformat()[:16] == told["published"]
    assert report.updated.isoformat()[:16] == told["updated"]


def test_every_body_paragraph_and_nothing_else(gold: Path, record: CodedReport, wanted: dict[str, Any]) -> None:
    told, report = wanted["report"], record.report
    lines = [line for line in (gold / "seed" / "seed.txt").read_text("utf-8").split("\n") if line.strip()]
    first, last = lines.index(told["body_first"]), lines.index(told["body_last"])
    body = [line for line in lines[first : last + 1] if line not in told["captions"]]
    read_as = [report.slice(b.span) for b in report.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]
    assert read_as == body
    captions = [b.span for b in report.blocks if b.kind is BlockKind.CAPTION]
    assert {report.slice(c) for c in captions} == set(told["captions"])
    coded = [e.trigger for e in record.events] + [c for s in record.statements for c in s.content]
    assert not any(c.overlaps(k) for c in coded for k in captions)


def test_background_is_not_news(record: CodedReport, wanted: dict[str, Any]) -> None:
    old = [e["trigger"] for e in wanted["events"] if e["status"] == "historical"]
    assert len(old) == 4
    text = record.report.text
    spans = [(text.find(words), text.find(words) + len(words)) for words in old]
    for e in record.events:
        if any(a <= e.trigger.start < b or e.trigger.start <= a < e.trigger.end for a, b in spans):
            assert e.status is Status.HISTORICAL


def test_the_threat_with_its_condition_on_the_reports_monday(record: CodedReport) -> None:
    [threat] = [e for e in record.events if e.type == "THREATEN"]
    assert {p.country for p in threat.actors} == {"RUS"}
    monday = record.report.day
    assert isinstance(monday, date)
    assert monday.weekday() == 0
    assert threat.date == (monday, monday)
    [terms] = [c for c in record.commitments if c.event == threat.id]
    assert terms.condition is not None
    weekday = [t for t in record.times if record.report.slice(t.span).split()[-1] == f"{monday:%A}"]
    assert weekday
    assert {t.interval for t in weekday} == {(monday, monday)}
    assert all(t.interval is None or t.interval[0] <= monday + timedelta(366) for t in record.times)


def test_who_carried_the_first_words(record: CodedReport, wanted: dict[str, Any]) -> None:
    carried = [record.report.slice(s) for s in record.statements[0].relayed_by]
    assert carried == wanted["statements"][0]["relayed_by"]
