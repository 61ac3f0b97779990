from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.merging import DAYS, Story, StoryIndex, find_stories, stories
from dragoman.merging.shingles import Likeness, Sets, Sketch, likeness, sketch
from dragoman.merging.stories import SMALLEST
from dragoman.model import Dateline, Report, Span
from tests.conftest import make_report
from tests.merging.syndication import syndication

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


def joined(*texts: str, hours: int = 5) -> bool:
    """Whether papers that print these texts one after another are taken to print one story."""
    papers = [report(text, n, publisher=f"Paper {n}") for n, text in enumerate(texts)]
    papers = [replace(r, published=datetime(2024, 5, 3) + n * timedelta(hours=hours)) for n, r in enumerate(papers)]
    return len(find_stories(papers)) == 1


LINES = BODY.split("\n")


@pytest.mark.parametrize(
    "copy",
    [
        "\n".join(LINES[:3]),
        "\n".join([LINES[0], *reversed(LINES[1:])]),
        BODY.replace("once more", "yet again").replace("talks", "meeting"),
        "\n".join(["Nobody slept much in Arica as the night wore on and the tea ran out.", *LINES[1:]]),
        BODY.replace("8", "14"),
        " ".join(LINES),
        BODY + "\nThe Courier's own staff added that a bus strike kept some of the aides away until the small hours.",
    ],
    ids=["cut", "moved", "touched up", "new lead", "a figure updated", "paragraphs joined", "extended"],
)
def test_what_papers_make_of_a_story_is_that_story(copy: str) -> None:
    assert joined(BODY, copy)
    assert joined(copy, BODY)


def test_reports_on_one_form_are_not_copies() -> None:
    def quake(town: str, size: str, hour: str, depth: str) -> str:
        return (
            f"An earthquake of magnitude {size} struck near {town} at {hour} on Tuesday, the geological survey said.\n"
            f"Its centre lay at a depth of {depth} kilometres, the survey said in a bulletin.\n"
            "There were no immediate reports of damage or casualties, and no tsunami warning was issued.\n"
            "The figures are preliminary and may be revised once readings from other stations are in."
        )

    first = quake("Arica", "4.2", "6:10 am", "35")
    assert not joined(first, quake("Tacna", "5.1", "9:45 pm", "112"))
    assert joined(first, first.replace("35", "38"))


def test_background_printed_again_makes_no_copy() -> None:
    news = [
        "Peru recalled its envoy from Santiago on Saturday and called off a fair at the frontier.",
        "The foreign minister, who had been expected to fly south, said that patience had its limits.",
        "Traders in both ports reported long queues of lorries and fewer buyers than in other weeks.",
        "A spokesman for the fishing fleet said boats would stay within sight of land for the time being.",
        "Neighbouring states offered to help, but neither capital has asked for it so far.",
    ]
    assert not joined(BODY, "\n".join([*news, *LINES[-3:]]), hours=20)


def test_two_agencies_with_the_same_quotations_have_two_stories() -> None:
    said = '"We went over every clause and each time found the same comma in our way," the Chilean envoy said.'
    other = OTHER.split("\n")
    assert not joined("\n".join([*LINES, said]), "\n".join([other[0], said, *other[1:]]))


def test_a_round_up_joins_no_stories() -> None:
    reports = [report(BODY, 8), report(OTHER, 9), report("\n".join([*LINES[:3], *OTHER.split("\n")[:3]]), 10)]
    stories = find_stories(reports)
    assert all(not {reports[0].id, reports[1].id} <= {c.report for c in s.reports} for s in stories)


def test_the_window_of_days_can_be_chosen() -> None:
    week = replace(COPY, published=datetime(2024, 5, 10))
    assert len(find_stories([FIRST, week])) == 2
    assert len(find_stories([FIRST, week], days=7)) == 1
    assert len(find_stories([FIRST, COPY], days=0)) == 1
    with pytest.raises(ValueError, match="days is -1"):
        StoryIndex(days=-1)


def test_an_undated_report_may_be_a_copy_of_any() -> None:
    undated = replace(COPY, published=None)
    for order in ([FIRST, undated], [undated, FIRST]):
        (story,) = find_stories(order)
        assert [c.report for c in story.reports] == [FIRST.id, undated.id]


def test_the_earliest_and_the_fullest_are_named() -> None:
    (story,) = find_stories([COPY, REVISION, FIRST])
    assert (story.earliest, story.fullest) == (FIRST.id, REVISION.id)
    (unknown,) = find_stories([replace(FIRST, published=None)])
    assert unknown.earliest is None, "no report of it tells when it was printed"


def test_stamps_of_several_zones_are_put_in_order() -> None:
    east = replace(FIRST, published=datetime(2024, 5, 3, 9, tzinfo=timezone(timedelta(hours=9))))
    west = replace(COPY, published=datetime(2024, 5, 3, 1, tzinfo=UTC))
    day = replace(FIRST, id="day", url=None, publisher="Herald", published=date(2024, 5, 3))
    far = replace(FIRST, id="far", url=None, publisher="Echo", published=datetime(1, 1, 1, tzinfo=timezone.max))
    assert find_stories([west, east])[0].earliest == east.id
    assert find_stories([day, west])[0].earliest == west.id, "a day alone may be any hour of it"
    assert find_stories([far])[0].earliest == "far"


def test_a_dateline_of_the_papers_own_does_not_count() -> None:
    text = "LIMA, May 3 (Wire One) - " + LINES[0] + "\n" + LINES[1]
    other = (
        "By our own correspondents in Arica and Santiago, Friday night (Continental) - " + LINES[0] + "\n" + LINES[1]
    )
    wire = replace(report(text, 8), dateline=Dateline(span=Span(0, text.index("In the"))))
    paper = replace(report(other, 9), dateline=Dateline(span=Span(0, other.index("In the"))))
    (story,) = find_stories([wire, paper])
    assert story.reports[1].overlap == 1


def test_reports_without_words_are_stories_of_their_own() -> None:
    empty = [replace(make_report("\n".join(["..."] * n)), id=str(n)) for n in range(3)]
    assert len(find_stories(empty)) == 3


def test_what_is_forgotten_leaves_no_trace() -> None:
    index = StoryIndex()
    for r in (FIRST, COPY, REVISION, APART):
        index.add(r)
    index.discard(REVISION.id)
    index.discard(APART.id)
    assert index.stories() == find_stories([FIRST, COPY])
    index.add(REVISION)
    assert index.stories() == find_stories([FIRST, COPY, REVISION])


NEWS = syndication(41, stories=8).reports
WHOLE = find_stories(NEWS)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_news_in_any_order_with_some_taken_back_are_the_same_stories(rng: Random, back: int) -> None:
    order = rng.sample(NEWS, len(NEWS))
    index = StoryIndex()
    for r in order:
        index.add(r)
    for r in order[:back]:
        index.discard(r.id)
    for r in order[:back]:
        index.add(r)
    found: list[Story] = index.stories()
    assert found == WHOLE


TEXTS = (BODY, COPY.text, BODY.replace("8", "14"), OTHER, "Nothing to report.")


@st.composite
def many_alike(draw: st.DrawFn) -> list[Report]:
    """Papers that print a few texts again and again, on days near and far, some on one address."""
    count = draw(st.integers(2, 24))
    reports = []
    for n in range(count):
        day = draw(
            st.sampled_from([datetime(2024, 5, 3, n), date(2024, 5, 3), date(2024, 5, 6), date(2024, 5, 9), None])
        )
        url = draw(st.sampled_from([None, None, "https://gazette.example/1", "https://courier.example/1"]))
        made = replace(make_report(draw(st.sampled_from(TEXTS))), published=day, url=url)
        reports.append(replace(made, id=f"{n:02}", publisher=draw(st.sampled_from([None, "Gazette", "Courier"]))))
    return reports


def pair_by_pair(reports: list[Report]) -> set[frozenset[str]]:
    """The stories as they are defined: whatever hangs together when every report is compared with every other."""
    group = {r.id: frozenset([r.id]) for r in reports}
    for a, b in combinations([r for r in reports if sketch(r).size >= SMALLEST], 2):
        same = a.url is not None and a.url == b.url
        near = a.day is None or b.day is None or abs((a.day - b.day).days) <= DAYS
        if (near and likeness(sketch(a), sketch(b)).is_story()) or (
            same and likeness(sketch(a), sketch(b)).is_story(same_address=True)
        ):
            both = group[a.id] | group[b.id]
            group.update(dict.fromkeys(both, both))
    return set(group.values())


@settings(max_examples=60)
@given(many_alike(), st.randoms(use_true_random=False), st.integers(0, 12))
def test_equal_texts_are_the_stories_that_comparing_every_pair_gives(
    reports: list[Report], rng: Random, gone: int
) -> None:
    index = StoryIndex()
    for r in rng.sample(reports, len(reports)):
        index.add(r)
    for r in reports[:gone]:
        index.discard(r.id)
    left = reports[gone:]
    assert index.stories() == find_stories(left)
    assert {frozenset(c.report for c in s.reports) for s in index.stories()} == pair_by_pair(left)


def test_a_story_that_two_thousand_papers_print_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Likeness] = []

    def counted(a: Sketch, b: Sketch, *, of_a: Sets | None = None) -> Likeness:
        compared.append(likeness(a, b, of_a=of_a))
        return compared[-1]

    monkeypatch.setattr(stories, "likeness", counted)
    papers = [replace(report(BODY, 9, publisher=f"Paper {n}"), id=f"{n:04}") for n in range(2000)]
    (story,) = find_stories([*papers, COPY])
    assert len(story.reports) == 2001
    assert len(compared) == 1
