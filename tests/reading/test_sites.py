"""Pages in many layouts: what is taken from each, and that every character is found where the map says."""

from __future__ import annotations

import pytest

from dragoman.errors import NoArticle
from dragoman.model import BlockKind, Page, Report, Span
from dragoman.reading import page_text, read_page
from dragoman.reading.authors import names_of
from dragoman.reading.html import _extracted, _main_length, _without
from dragoman.reading.markup import scan
from dragoman.reading.metadata import read_metadata
from dragoman.reading.plain import plain, web_address
from tests.reading.sites import HTML_CASES, LAST, LEAD, SECOND, STORY, TEXT_CASES, TITLE, Case, html, ld, text


def read(source: str, name: str = "page") -> Report:
    return read_page(Page(name, source.encode("utf-8")))


def words(report: Report, *kinds: BlockKind) -> tuple[str, ...]:
    return tuple(report.slice(block.span) for block in report.blocks if block.kind in kinds)


@pytest.mark.parametrize("case", [*HTML_CASES, *TEXT_CASES], ids=lambda case: case.name)
def test_what_a_page_says(case: Case) -> None:
    report = read(case.source)
    assert report.title == case.title
    assert words(report, BlockKind.PARAGRAPH, BlockKind.HEADING) == case.story
    assert words(report, BlockKind.CAPTION) == case.captions
    assert report.byline == case.byline
    assert (report.published and report.published.isoformat()) == case.published
    assert (report.updated and report.updated.isoformat()) == case.updated
    assert report.agency == case.agency
    assert report.publisher == case.publisher
    assert report.url == case.url
    assert [line for line in case.never if line in report.text] == []


@pytest.mark.parametrize("case", [*HTML_CASES, *TEXT_CASES], ids=lambda case: case.name)
def test_every_word_stands_where_the_map_says(case: Case) -> None:
    page = Page("page", case.source.encode("utf-8"))
    report, whole = read_page(page), page_text(page)
    for block in report.blocks:
        for at in range(block.start, block.end):
            char = report.text[at]
            if char.isascii() and char.isalnum():
                pieces = report.page_map.to_page(Span(at, at + 1))
                assert [whole[a:b] for a, b in pieces] == [char] or block.kind is BlockKind.TITLE


def test_entries_of_a_live_blog_are_headed_by_their_times() -> None:
    entries = "".join(
        f'<section><time datetime="2024-03-05T{hour}:15:00Z">{hour}.15</time><h2>{head}</h2><p>{line}</p></section>'
        for hour, head, line in [
            ("16", "Soldiers leave", SECOND),
            ("15", "Ministers arrive", LEAD),
            ("14", "It begins", LAST),
        ]
    )
    head = ld(f'{{"@type":"LiveBlogPosting","headline":"{TITLE}","datePublished":"2024-03-05T14:00:00Z"}}')
    report = read(html(head, entries, story=()))
    heads = words(report, BlockKind.HEADING)
    assert heads == ("16.15", "Soldiers leave", "15.15", "Ministers arrive", "14.15", "It begins")
    assert words(report, BlockKind.PARAGRAPH) == (SECOND, LEAD, LAST)


WALL = (
    "We and our 842 partners store and access personal data, like browsing data or unique identifiers, on your device. "
    "By selecting accept you consent to personalised advertising and the use of cookies by our privacy policy.",
    "You can change your privacy choices or object where legitimate interest is used, on our cookies page.",
)
MISSING = (
    "The page that you are looking for could not be found. It may have been moved or it may never have existed at all.",
    "Our newsroom works around the clock, and the latest of it is on the front page of this site for all to read.",
)
STUB = (
    "The governments of Ruritania and Freedonia agreed on Tuesday to reopen their common border after three years.",
)


@pytest.mark.parametrize(
    ("title", "story", "after"),
    [
        ("We value your privacy", WALL, ""),
        ("Page not found", MISSING, ""),
        ("404 - Hill Post", MISSING, ""),
        (TITLE, STUB, "<p>Subscribe to continue reading.</p><p>Already a subscriber? Sign in</p>"),
    ],
)
def test_pages_in_a_reports_stead(title: str, story: tuple[str, ...], after: str) -> None:
    with pytest.raises(NoArticle, match=r"^page: "):
        read(html(body="{story}" + after, story=story, title=title, h1=title))
    with pytest.raises(NoArticle, match=r"^page: "):
        read(text(title, *story, *(["Subscribe to continue reading."] if after else [])))


def test_a_report_on_cookies_is_a_report() -> None:
    story = (
        "Ruritania's parliament voted on Tuesday for a law that forbids cookies without consent, a first for it.",
        *STORY,
        "The law obliges publishers to ask for consent before they store personal data of readers for advertising.",
    )
    assert len(words(read(html(story=story)), BlockKind.PARAGRAPH)) == len(story)


def test_the_beginning_of_an_article_above_a_paywall_is_told() -> None:
    report = read(html(body="{story}<p>Subscribe to continue reading.</p>"))
    assert "cut-short" in [issue.code for issue in report.issues]
    assert "cut-short" not in [issue.code for issue in read(html()).issues]
    pasted = read(text(TITLE, *STORY, "Subscribe to continue reading"))
    assert "cut-short" in [issue.code for issue in pasted.issues]


@pytest.mark.parametrize(
    ("printed", "names", "agency"),
    [
        ("By Ann Lee and Bo Ek, Political Editors", ["Ann Lee", "Bo Ek"], None),
        ("ANN LEE, BO EK & CY OM", ["ANN LEE", "BO EK", "CY OM"], None),
        ("Ann Lee, The Associated Press", ["Ann Lee"], "AP"),
        ("Reuters Staff", [], "Reuters"),
        ("Ann Lee in Strelsau", ["Ann Lee"], None),
        ("Ann Lee (Hill Post)", ["Ann Lee"], None),
        ("Ann Lee @annlee", ["Ann Lee"], None),
        ("Staff reporter", [], None),
        ("Editorial Board", [], None),
        ("admin", [], None),
        ("https://hill.example/ann", [], None),
        ("ann@hill.example", [], None),
        ("María José de la Cruz", ["María José de la Cruz"], None),
        ("", [], None),
    ],
)
def test_names_in_bylines(printed: str, names: list[str], agency: str | None) -> None:
    assert names_of([printed]) == (names, agency)


@pytest.mark.parametrize("title", ["Opinion: Opening the border is not enough", "Poll: Most want the border opened"])
def test_a_section_below_a_title_is_no_credit(title: str) -> None:
    assert read(text(title, "ANALYSIS/OPINION:", *STORY)).title == title


def test_markup_and_what_prints_nothing_leave_plain_words() -> None:
    assert plain("a &amp;lt;b&amp;gt;c&lt;/b&gt; \u202ed\x00 <script>x < y</script>e") == "a c d e"
    assert plain("profits < 3 % and > 2 %") == "profits < 3 % and > 2 %"
    assert len(plain("<" * 500_000)) <= 2_000


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://hill.example/a?b=c", "https://hill.example/a?b=c"),
        (" https://hill.example/a\n", "https://hill.example/a"),
        ("/world/border", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://user@hill.example/", None),
        ("https://[::1", None),
        (None, None),
    ],
)
def test_addresses(told: str | None, address: str | None) -> None:
    assert web_address(told) == address


def test_relative_addresses_need_a_base() -> None:
    assert web_address("/world/border", "https://hill.example/x") == "https://hill.example/world/border"


def test_deep_and_hostile_json_ld_is_left_alone() -> None:
    for script in (
        '{"a":' * 50_000,
        "[" * 100_000,
        '{"@type":"NewsArticle","author":' + "[" * 5_000 + "]" * 5_000 + "}",
    ):
        assert read_metadata(scan(f"<html><head>{ld(script)}</head><body></body></html>")).published is None


@pytest.mark.parametrize("case", HTML_CASES, ids=lambda case: case.name)
def test_a_second_opinion_changes_nothing_where_none_is_asked_for(case: Case) -> None:
    markup = scan(case.source)
    source = _without(case.source, markup.scripts)
    assert _extracted(source, _main_length(markup)) == _extracted(source, 10**9)


@pytest.mark.parametrize(("title", "refused"), [("Hill Post: world | Page not found", True), (TITLE, False)])
def test_a_title_that_names_no_page_behind_the_site_s_name(title: str, refused: bool) -> None:
    words = "You can go back to our front page or look for another story among those that were read most this week. "
    source = html(title=title, h1=title, story=(words, words))
    if not refused:
        assert read(source).text
        return
    with pytest.raises(NoArticle, match="missing or closed"):
        read(source)


def test_a_page_without_any_words_says_by_its_title_why() -> None:
    with pytest.raises(NoArticle, match="missing or closed"):
        read("<html><head><title>Page not found | Hill Post</title></head><body><p>Go back.</p></body></html>")
