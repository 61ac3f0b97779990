from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.merging import changes, find_stories
from dragoman.model import Report
from tests.conftest import make_report

BODY = "\n".join(
    f"In the {n}th hour of the talks the envoys of Chile and Peru went over clause {n} of the border treaty once more."
    for n in range(1, 9)
)
OTHER = "\n".join(
    f"Round {n} of the fishery dispute saw Norway board vessel number {n} off Svalbard in bad weather."
    for n in range(1, 9)
)


def report(text: str, hour: int, *, publisher: str | None = None, url: str | None = None) -> Report:
    r = make_report(text, published=datetime(2024, 5, 3, hour))
    return replace(r, id=f"{hour:02}{publisher}{url}", publisher=publisher, url=url)


FIRST = report(BODY, 8, publisher="Gazette", url="https://gazette.example/1")
COPY = report(BODY.rsplit("\n", 3)[0], 9, publisher="Courier")
REVISION = report(
    "Chile left the talks in anger on Friday night.\n" + BODY, 12, publisher="Gazette", url="https://gazette.example/1"
)
APART = report(OTHER, 10, publisher="Gazette")


def test_copies_and_revisions_of_one_report() -> None:
    stories = find_stories([APART, COPY, REVISION, FIRST])
    kinds = {c.report: (c.kind, c.of) for s in stories for c in s.reports}
    assert kinds[FIRST.id] == ("original", None)
    assert kinds[COPY.id] == ("copy", FIRST.id)
    assert kinds[REVISION.id] == ("revision", FIRST.id)
    assert kinds[APART.id] == ("original", None)
    assert len(stories) == 2


def test_the_same_words_years_later_are_another_story() -> None:
    later = replace(FIRST, id="later", url=None, published=datetime(2026, 5, 3))
    assert len(find_stories([FIRST, later])) == 2


def test_a_few_shared_words_make_no_story() -> None:
    a = make_report("Norway and Chile signed the treaty in Lima on Friday.")
    b = replace(make_report("Norway and Chile signed the treaty in Lima on Monday."), id="b")
    assert len(find_stories([a, b])) == 2


@settings(max_examples=30)
@given(st.permutations([FIRST, COPY, REVISION, APART]))
def test_the_order_of_arrival_does_not_matter(reports: list[Report]) -> None:
    assert find_stories(reports) == find_stories([FIRST, COPY, REVISION, APART])


def test_a_story_printed_a_hundred_times_is_one() -> None:
    copies = [replace(report(BODY, 9, publisher=f"Paper {n}"), id=f"{n:03}") for n in range(100)]
    stories = find_stories([FIRST, *copies, APART])
    assert sorted(len(s.reports) for s in stories) == [1, 101]


def test_a_page_revised_after_weeks_is_a_revision_still() -> None:
    later = replace(FIRST, id="later", published=datetime(2024, 7, 3))
    (story,) = find_stories([later, FIRST])
    assert [(c.report, c.kind) for c in story.reports] == [(FIRST.id, "original"), ("later", "revision")]


def test_changes_between_versions_by_paragraph() -> None:
    found = changes(FIRST, REVISION)
    assert [(c.kind, [REVISION.slice(s) for s in c.after]) for c in found] == [
        ("added", ["Chile left the talks in anger on Friday night."])
    ]
    (back,) = changes(REVISION, FIRST)
    assert (back.kind, [REVISION.slice(s) for s in back.before]) == (
        "removed",
        ["Chile left the talks in anger on Friday night."],
    )
