"""HTML: metadata to the minute, bodies, captions, and offsets into the source."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError, NoArticle
from dragoman.model import BlockKind, Page, Report
from dragoman.reading import is_html, read_page
from dragoman.reading.markup import scan
from dragoman.reading.metadata import instant, localized, read_metadata
from tests.reading.pages import BARE, BODY, JSON_LD, LIVE_BLOG, LOGIN


def read_html(source: str) -> Report:
    return read_page(Page("page.html", source.encode()))


def kinds(report: Report) -> list[str]:
    return [block.kind.value for block in report.blocks]


def test_page_with_json_ld() -> None:
    report = read_html(JSON_LD)
    local = timezone(timedelta(hours=-5))
    assert report.title == "Ruritania & Freedonia agree to reopen border"
    # Markup says the 6th in UTC, readers saw the evening of the 5th: the same instant, as printed.
    assert report.published == datetime(2024, 3, 6, 1, 15, tzinfo=UTC)
    assert report.published.isoformat() == "2024-03-05T20:15:00-05:00"
    assert report.updated == datetime(2024, 3, 5, 21, 40, 31, tzinfo=local)
    assert (report.byline, report.agency, report.publisher) == ("Jane Doe", "Reuters", "The Daily Courier")
    assert report.url == "https://courier.example/world/border"
    assert kinds(report) == ["title", "caption", "paragraph", "paragraph", "heading", "paragraph", "paragraph"]
    assert "Most read" not in report.text
    assert "rights reserved" not in report.text
    assert report.issues == ()


def test_every_character_stands_where_the_map_says() -> None:
    report = read_html(JSON_LD)
    for block in report.blocks:
        for i in range(block.start, block.end):
            if report.text[i].isalnum() and report.text[i].isascii():
                (at,) = report.page_map.to_page(type(block.span)(i, i + 1))
                assert JSON_LD[at.start] == report.text[i]
    (entity,) = report.page_map.to_page(type(block.span)(*(report.text.index("&") + k for k in (0, 1))))
    assert JSON_LD.startswith("&amp;", entity.start)


def test_live_blog() -> None:
    report = read_html(LIVE_BLOG)
    assert report.title == "Live: Summit in Zenda enters second day"
    assert report.published == datetime(2024, 5, 2, 7, 0, tzinfo=timezone(timedelta(hours=2)))
    assert report.byline == "Max Muster"
    assert "left the castle" in report.text
    assert "arrived by helicopter" in report.text


def test_page_without_metadata() -> None:
    report = read_html(BARE)
    assert report.title == "Rebels free hostages in the north"
    assert report.published == date(2024, 3, 6)
    assert kinds(report) == ["title", "paragraph", "paragraph", "paragraph"]


def test_login_page_has_no_article() -> None:
    with pytest.raises(NoArticle, match=r"page\.html"):
        read_html(LOGIN)


def test_html_is_told_by_content() -> None:
    assert is_html("\ufeff\n<!-- c --><!DOCTYPE html><html>")
    assert is_html("<p>Some words.</p>")
    assert not is_html("The law uses <html> as an example.")
    assert not is_html("<3 was all the minister wrote.")
    text = "\n\n".join(BODY)
    assert [b.kind for b in read_page(Page("news.html", text.encode())).blocks] == [BlockKind.PARAGRAPH] * 4


def test_meta_tags_time_elements_and_broken_json() -> None:
    head = '<html><head><script type="application/ld+json">{broken</script>'
    metas = (
        '<meta property="article:published_time" content="2024-03-06">'
        '<meta name="date" content="2024-03-06T09:30:00+01:00"><meta name=author content="By Jane Doe">'
    )
    found = read_metadata(scan(head + metas + "</head><body></body></html>"))
    assert found.published == datetime(2024, 3, 6, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert found.byline == "Jane Doe"
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY)
    timed = f'<html><body><article><h1>Border to reopen</h1><time datetime="2024-03-06T10:00Z">today</time>{paragraphs}'
    assert read_html(timed).published == datetime(2024, 3, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-25T20:09:00.123Z", datetime(2024, 11, 25, 20, 9, tzinfo=UTC)),
        ("2024-11-25T20:09:00+0100", datetime(2024, 11, 25, 20, 9, tzinfo=timezone(timedelta(hours=1)))),
        ("2024-11-25T00:00:00Z", date(2024, 11, 25)),
        ("2024-11-25", date(2024, 11, 25)),
        ("Mon, 25 Nov 2024 20:09:00 GMT", datetime(2024, 11, 25, 20, 9, tzinfo=UTC)),
        ("04/05/2024", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00", None),
        ("", None),
    ],
)
def test_instants(text: str, expected: object) -> None:
    assert instant(text) == expected


def test_localized_takes_only_the_same_instant() -> None:
    utc = datetime(2024, 3, 6, 1, 15, tzinfo=UTC)
    assert str(localized(utc, datetime(2024, 3, 5, 20, 15))) == "2024-03-05 20:15:00-05:00"
    assert localized(utc, datetime(2024, 3, 5, 20, 7)) == utc
    assert localized(date(2024, 3, 6), datetime(2024, 3, 6, 9, 30)) == datetime(2024, 3, 6, 9, 30)
    assert localized(None, date(2024, 3, 6)) == date(2024, 3, 6)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b", "<!--", "-->", "<a href='", '"', ">", "&amp;", "&#x41;", "word ", "é"])
    )
)
@settings(max_examples=200, deadline=None)
def test_scanner_keeps_places_whatever_the_markup(parts: list[str]) -> None:
    source = "".join(parts)
    for block in scan(source).blocks:
        assert len(block.chars) == len(block.offsets)
        for char, at in zip(block.chars, block.offsets, strict=True):
            assert source[at] == char or source[at] == "&"


@pytest.mark.parametrize("unit", ["<", '<a "', "<!--", "<script>", "&am", "<div>", "<p a=", "<blockquote><figure>"])
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError):
        read_html("<html><body>" + unit * (200_000 // len(unit)))
    assert time.monotonic() - began < 8
