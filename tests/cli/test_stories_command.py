"""`dragoman stories`, `changes` and what `show` tells of copies, as a shell would run them, on reports of our own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from dragoman.model import CodedReport, Report, report_id
from dragoman.record import Record
from tests.cli.test_commands import dragoman_
from tests.conftest import make_report

LINES = [
    "Chile and Peru opened talks on the northern border in Arica on Monday after a year of silence.",
    "At least 12 people were hurt when a ferry ran aground within sight of the hotel where the envoys met.",
    "The envoys meet again on Thursday and will go over the clauses on fishing, their spokesmen said.",
    "A treaty of 1929 left the last stretch of the frontier unmarked, and each side keeps a map of its own.",
]
LATER = [LINES[0], LINES[1].replace("12", "15"), LINES[3], "Peru's foreign minister joins them on Wednesday."]


def printed(lines: list[str], when: datetime | date | None, publisher: str | None, url: str | None = None) -> Report:
    made = make_report("\n".join(lines), published=when)
    return replace(
        made, id=report_id(f"{publisher}{when}", made.text), publisher=publisher, url=url, title=lines[0][:40]
    )


WIRE = printed(LINES, datetime(2024, 5, 6, 8), "Wire One", "https://wire.example/1")
REVISED = printed(LATER, datetime(2024, 5, 6, 11), "Wire One", "https://wire.example/1")
PAPER = printed(LINES[:3], datetime(2024, 5, 7, 6), "Courier")
AGAIN = printed(LINES[:3], datetime(2024, 5, 10, 6), "Weekly Echo")
OTHER = printed(["Norway closed three ports to trawlers on Monday."], date(2024, 5, 6), "Courier")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("stories") / "news.duckdb"
    with Record.open(path) as store:
        store.add_many(CodedReport(report=r) for r in (AGAIN, PAPER, REVISED, WIRE, OTHER))
    return str(path)


def told(record: str, *words: str) -> list[dict[str, object]]:
    code, out, _ = dragoman_("stories", "--record", record, "--format", "json", *words)
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_stories_with_copies_earliest_and_fullest(record: str) -> None:
    (story,) = told(record)
    assert (story["day"], story["reports"], story["publishers"]) == ("2024-05-06", 4, 3)
    assert (story["copies"], story["revisions"]) == (2, 1)
    assert (story["earliest"], story["fullest"]) == (WIRE.id, WIRE.id)
    members: list[dict[str, object]] = story["members"]  # type: ignore[assignment]
    assert [m["report"] for m in members] == [WIRE.id, REVISED.id, PAPER.id, AGAIN.id]
    assert members[2]["overlap"] == 1.0


def test_stories_are_chosen_by_number_days_and_window(record: str) -> None:
    assert len(told(record, "--reports", "1")) == 2
    assert told(record, "--reports", "5") == []
    assert told(record, "--since", "2024-05-07") == []
    assert len(told(record, "--until", "2024-05-06")) == 1
    assert told(record, "--days", "2")[0]["reports"] == 3, "the weekly prints it three days after the paper"
    assert dragoman_("stories", "-r", record, "--since", "May")[0] == 2


def test_stories_fit_on_eighty_columns(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = dragoman_("stories", "-r", record, "--reports", "1", "--limit", "1")
    assert code == 0
    assert all(len(line.rstrip()) <= 80 for line in out.splitlines())
    assert WIRE.id[:10] in out
    assert "there are more rows" in err


def test_show_tells_a_reports_copies_and_versions(record: str) -> None:
    out = " ".join(dragoman_("show", PAPER.id, "-r", record)[1].split())
    assert "4 reports of 3 publishers: the original, 2 copies and 1 revision" in out
    assert f"a copy of {WIRE.id} (shares 100% of the shorter one's words)" in out
    assert f"Weekly Echo, 10 May 2024, 06:00, {AGAIN.title}, {AGAIN.id}" in out, "a copy of a copy, days later"
    assert "earliest this report" in " ".join(dragoman_("show", WIRE.id, "-r", record)[1].split())
    assert "no copy or other version of it is in the record" in dragoman_("show", OTHER.id, "-r", record)[1]


def test_changes_read_well_at_eighty_columns(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = dragoman_("changes", WIRE.id[:12], REVISED.id[:12], "-r", record)
    assert code == 0
    assert all(len(line.rstrip()) <= 80 for line in out.splitlines())
    blocks = [" ".join(block.split()) for block in out.split("\n\n")]
    assert blocks[0] == " ".join(f"old Wire One, 6 May 2024, 08:00, {WIRE.title}, {WIRE.id} "
                                 f"new Wire One, 6 May 2024, 11:00, {REVISED.title}, {REVISED.id}".split())  # fmt: skip
    assert blocks[1:] == [
        "changed ¶ 2 At least [-12-] {+15+} people were hurt when a ferry …",
        f"removed ¶ 3 {LINES[2]}",
        f"added ¶ 4 {LATER[3]}",
        "3 changes: 1 added, 1 removed and 1 changed",
    ]
    same = dragoman_("changes", PAPER.id, AGAIN.id, "-r", record)[1]
    assert "no changes: the paragraphs are the same" in same


def test_changes_as_json(record: str) -> None:
    found = json.loads(dragoman_("changes", WIRE.id, REVISED.id, "-r", record, "--json")[1])
    assert (found["old"]["id"], found["new"]["published"]) == (WIRE.id, "2024-05-06T11:00:00")
    assert [c["kind"] for c in found["changes"]] == ["changed", "removed", "added"]
    (start, end), *_ = found["changes"][2]["after"]
    assert REVISED.text[start:end] == LATER[3]
    assert {"kind": "removed", "text": "12"} in found["changes"][0]["words"]


def test_changes_of_what_is_no_report(record: str) -> None:
    code, _, err = dragoman_("changes", "zzzz", WIRE.id, "-r", record)
    assert code == 1
    assert "no report in it has the id zzzz" in err
    code, _, err = dragoman_("changes", "", WIRE.id, "-r", record)
    assert code == 1
    (first, *others) = sorted(r.id for r in (WIRE, REVISED, PAPER, AGAIN, OTHER))
    shared = next((a[:1] for a in others if a[0] == first[0]), None)
    if shared:
        assert "give more of it" in dragoman_("changes", shared, WIRE.id, "-r", record)[2]


def test_hostile_words_do_not_reach_the_terminal(tmp_path: object) -> None:
    path = f"{tmp_path}/bad.duckdb"
    bad = printed([*LINES, "\x1b[2JGone [/bold] \u202eback"], datetime(2024, 5, 6, 9), "P\x1b]0;own\x07")
    with Record.open(path) as store:
        store.add_many(CodedReport(report=r) for r in (WIRE, bad))
    for words in (["stories"], ["changes", WIRE.id, bad.id], ["show", WIRE.id]):
        code, out, _ = dragoman_(*words, "-r", path)
        assert code == 0
        assert not set(out) & {"\x1b", "\x07", "\u202e"}
    assert "[/bold]" in dragoman_("changes", WIRE.id, bad.id, "-r", path)[1]
