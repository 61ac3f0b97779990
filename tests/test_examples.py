"""The pages in examples/, coded whole: what a reader of them would expect to find, and nothing of the clutter."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dragoman.merging import find_stories
from dragoman.model import BlockKind, CodedReport, Event, Status
from dragoman.pipeline import Coder
from dragoman.reading import read
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def coded() -> dict[str, CodedReport]:
    coder = Coder()
    return {p.name: coder.code(next(read(p))) for p in sorted(EXAMPLES.iterdir())}


def events(record: CodedReport, kind: str) -> list[Event]:
    return [e for e in record.events if e.type == kind]


def sides(event: Event) -> tuple[set[str | None], set[str | None]]:
    return {p.country for p in event.actors}, {p.country for p in event.recipients}


def test_there_are_five_pages(coded: dict[str, CodedReport]) -> None:
    assert len(coded) == 5
    assert all(r.statements and r.events and not r.issues for r in coded.values())


def test_the_scraped_page_is_read_without_its_clutter(coded: dict[str, CodedReport]) -> None:
    report = coded["kabul-talks.txt"].report
    assert report.title == "Moscow's security chief offers Kabul closer ties and presses Washington to pay"
    assert (report.published, report.updated) == (datetime(2024, 11, 25, 21, 12), datetime(2024, 11, 25, 22, 5))
    assert report.agency == "Northwire"
    kinds = [b.kind for b in report.blocks]
    assert kinds.count(BlockKind.CAPTION) == 1
    assert kinds.count(BlockKind.HEADING) == 1
    for clutter in ("Sign in", "Risk Disclosure", "Our Standards", "Latest comments", "All rights reserved"):
        assert clutter not in report.text


def test_who_told_whom_through_whom(coded: dict[str, CodedReport]) -> None:
    record = coded["kabul-talks.txt"]
    first = record.statements[0]
    text = record.report.slice
    assert first.speaker is not None
    assert text(first.speaker) == "Sergei Shoigu"
    assert first.addressee is not None
    assert "ministers" in text(first.addressee)
    assert [text(r) for r in first.relayed_by] == ["Russian state media"]


def test_background_is_not_news(coded: dict[str, CodedReport]) -> None:
    record = coded["kabul-talks.txt"]
    old = [e for e in record.events if e.date and e.date[1] < date(2023, 1, 1)]
    assert old
    assert {e.status for e in old} == {Status.HISTORICAL}


def test_a_threat_with_its_condition(coded: dict[str, CodedReport]) -> None:
    record = coded["kabul-talks.txt"]
    [threat] = events(record, "THREATEN")
    assert sides(threat) == ({"RUS"}, {"USA"})
    assert threat.date == (date(2024, 11, 25), date(2024, 11, 25))
    conditions = [record.report.slice(c.condition) for c in record.commitments if c.condition]
    assert "if the United States stationed such weapons there" in conditions


def test_the_html_page_has_its_own_stamps(coded: dict[str, CodedReport]) -> None:
    report = coded["grain-deal.html"].report
    assert report.publisher == "Harbour Gazette"
    assert report.byline == "Mira Tolland"
    assert report.agency == "Northwire"
    assert isinstance(report.published, datetime)
    assert report.published.isoformat() == "2022-07-22T18:40:00+03:00"
    assert report.dateline.place is not None
    assert report.dateline.place.lower() == "istanbul"


def test_the_quotation_is_the_secretary_generals(coded: dict[str, CodedReport]) -> None:
    record = coded["grain-deal.html"]
    direct = [s for s in record.statements if s.form == "direct"]
    assert any(s.speaker and record.report.slice(s.speaker) == "Guterres" and len(s.content) == 2 for s in direct)
    by_id = {a.id: a for a in record.actors}
    speaker = next(by_id[s.speaker_actor] for s in direct if s.speaker_actor)
    assert speaker.name.endswith("Guterres")
    assert speaker.country == "IGO"


def test_copies_and_revision_are_one_story(coded: dict[str, CodedReport]) -> None:
    names = {r.report.id: name for name, r in coded.items()}
    stories = [{names[c.report]: c.kind for c in s.reports} for s in find_stories(r.report for r in coded.values())]
    assert {
        "grain-deal.html": "original",
        "grain-deal-syndicated.txt": "copy",
        "grain-deal-update.html": "revision",
    } in stories
    assert len(stories) == 3
