"""Bare text: what of a scraped page is kept, what goes, and where every character came from."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import NoArticle
from dragoman.model import Block, BlockKind, Page, Report, Span
from dragoman.reading import page_text, read_page, report_from_text
from tests.reading.pages import BODY, CAPTION, CLEAN, SCRAPED


def page(text: str, url: str | None = None) -> Page:
    return Page("page.txt", text.encode(), url=url)


def words(report: Report, kind: BlockKind) -> list[str]:
    return [report.slice(block.span) for block in report.blocks if block.kind is kind]


def from_page(report: Report, source: str, block: Block) -> list[str]:
    return "".join(source[piece.start : piece.end] for piece in report.page_map.to_page(block.span)).split()


def test_scraped_page_yields_the_report_and_nothing_around_it() -> None:
    report = read_page(page(SCRAPED))
    assert report.title == "Ruritania and Freedonia agree to reopen border"
    assert words(report, BlockKind.TITLE) == [report.title]
    assert words(report, BlockKind.PARAGRAPH) == list(BODY)
    assert words(report, BlockKind.CAPTION) == [CAPTION]
    assert words(report, BlockKind.HEADING) == ["TRADE AND THE TROOPS"]
    assert (report.published, report.updated) == (datetime(2024, 3, 25, 20, 9), datetime(2024, 3, 25, 20, 30))
    assert (report.byline, report.agency, report.language) == ("Jane Doe", "Reuters", "en")
    assert report.issues == ()
    assert report.text == "\n\n".join(report.slice(block.span) for block in report.blocks)


def test_dateline_is_found_and_stays_in_its_paragraph() -> None:
    report = read_page(page(SCRAPED))
    first = next(block for block in report.blocks if block.kind is BlockKind.PARAGRAPH)
    assert report.dateline.span is not None
    assert report.dateline.span.start == first.start
    assert report.slice(report.dateline.span) == "STRELSAU, March 5 (Reuters) - "
    assert (report.dateline.place, report.dateline.date) == ("Strelsau", date(2024, 3, 5))


def test_clean_text_keeps_every_paragraph() -> None:
    report = read_page(page(CLEAN))
    lines = CLEAN.split("\n\n")
    assert [report.slice(b.span) for b in report.blocks] == [lines[0], *lines[2:]]
    assert report.published == date(2019, 1, 24)
    assert not isinstance(report.published, datetime)


def test_one_line_is_an_article_without_a_title() -> None:
    report = read_page(page(BODY[0] + " " + BODY[1]))
    assert report.title is None
    assert len(report.blocks) == 1


def test_lines_broken_at_a_column_are_joined() -> None:
    broken = (
        "Talks on the border resume\n\n"
        "The governments of the two countries agreed on Tuesday to take up\n"
        "their talks on the border again, which has been closed since the\n"
        "spring of 2021, officials on both sides said in the evening.\n\n"
        "The prime minister of the smaller country said that his soldiers\n"
        "would leave the zone if the tariffs on grain were lifted by the\n"
        "end of the year.\n"
    )
    report = read_page(page(broken))
    paragraphs = words(report, BlockKind.PARAGRAPH)
    assert len(paragraphs) == 2
    assert paragraphs[0].endswith("since the spring of 2021, officials on both sides said in the evening.")
    assert "\n" not in paragraphs[0]


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    comments = [
        f"I am reader number {i} and I think that all of this is wrong and should not be so." for i in range(60)
    ]
    report = read_page(page("\n".join(["Border to reopen after talks", *BODY, "12 Comments", *comments])))
    assert "reader number" not in report.text
    assert words(report, BlockKind.PARAGRAPH) == list(BODY)


def test_words_of_clutter_inside_sentences_are_no_clutter() -> None:
    lines = [
        "More in the party are against the treaty than for it, a poll showed on Monday.",
        "Follow the money, the prosecutor told the court, and you will find the ministry.",
        'The group wrote in its newsletter that it would "share the burden" of the war with its allies.',
        "Comments by the minister on the treaty angered the opposition in the lower house.",
        "Related charges against the former president were dropped by the court on Friday.",
    ]
    report = read_page(page("\n\n".join(["Parliament to vote on treaty", *lines])))
    assert words(report, BlockKind.PARAGRAPH) == lines


@pytest.mark.parametrize(
    "text", ["Home\nNews\nSport\nContact us\nSign in\n", "Email\nPassword\nForgot your password?\n"]
)
def test_pages_without_an_article(text: str) -> None:
    with pytest.raises(NoArticle, match=r"^page\.txt: no article"):
        read_page(page(text))


def test_override_and_missing_date() -> None:
    text = "\n\n".join(["Border to reopen after talks", *BODY])
    assert [issue.code for issue in read_page(page(text)).issues] == ["no-date"]
    told = read_page(page(text), published=date(2024, 3, 25))
    assert told.published == date(2024, 3, 25)
    assert told.issues == ()


@pytest.mark.parametrize(
    ("stamps", "url", "expected", "codes"),
    [
        (["Published 04/05/2024"], None, None, ["ambiguous-date"]),
        (["Published 04/05/2024 20:09 GMT"], None, None, ["ambiguous-date"]),
        (["Published 04/05/2024, 08:09 PM"], None, datetime(2024, 4, 5, 20, 9), []),
        (["Published 04/05/2024", "Updated 25/05/2024"], None, date(2024, 5, 4), []),
        (["Published 04/05/2024", "Updated 05/25/2024"], None, date(2024, 4, 5), []),
        (["Published 04/05/2024"], "https://a.example/2024/05/04/talks", date(2024, 5, 4), []),
        (["Updated 5 May 2024"], None, None, ["no-date"]),
    ],
)
def test_dates_in_digits(stamps: list[str], url: str | None, expected: object, codes: list[str]) -> None:
    lead = BODY[0].removeprefix("STRELSAU, March 5 (Reuters) - ")
    report = read_page(page("\n".join(["Border to reopen after talks", *stamps, lead, *BODY[1:]]), url))
    assert report.published == expected
    assert [issue.code for issue in report.issues] == codes


def test_not_english() -> None:
    text = "El gobierno anunció el martes que las conversaciones con los rebeldes se reanudarán en la capital. "
    report = read_page(page(text * 3))
    assert report.language == "es"
    assert "not-english" in [issue.code for issue in report.issues]


@given(
    st.lists(
        st.sampled_from([*SCRAPED.split("\n"), *CLEAN.split("\n\n"), "Read more", " \u00a0 ", "x " * 30]), max_size=30
    ),
    st.sampled_from(["\n", "\r\n", "\n\n", " \n\t"]),
)
@settings(max_examples=150, deadline=None)
def test_every_block_leads_back_to_the_page(lines: list[str], end: str) -> None:
    source = page("  " + end.join(line.replace(" ", "  ", 2) for line in [*lines, *BODY]))
    try:
        report = read_page(source)
    except NoArticle:
        return
    whole = page_text(source)
    for block in report.blocks:
        text = report.slice(block.span)
        assert text.split() == from_page(report, whole, block)
        assert text == " ".join(text.split())
        assert any(char.isalnum() for char in text)
    assert report.text == "\n\n".join(report.slice(block.span) for block in report.blocks)


def test_invisible_characters_go_and_places_stay() -> None:
    source = page(
        "\n\n".join(["Border to reopen after talks", BODY[0].replace("border", "bor\u00adder\u200b"), *BODY[1:]])
    )
    report = read_page(source)
    assert BODY[0] in report.text
    at = report.text.index("officials")
    assert [page_text(source)[a:b] for a, b in report.page_map.to_page(Span(at, at + 9))] == ["officials"]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_clean_text_is_kept_to_the_character(text: str) -> None:
    report = report_from_text(text, published=date(2024, 1, 1))
    assert report.text == text
    for block in report.blocks:
        assert report.slice(block.span) == report.slice(block.span).strip() != ""
        assert report.page_map.to_page(block.span) == (block.span,)


def test_report_from_text_takes_what_the_corpus_knows() -> None:
    text = "Border to reopen\nKABUL (AP) — The  border opens.\n\n* * *\nSecond paragraph."
    report = report_from_text(text, published=date(2024, 1, 1), title="Border to reopen", publisher="Courier")
    kinds = [block.kind for block in report.blocks]
    assert kinds == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert (report.title, report.publisher, report.agency) == ("Border to reopen", "Courier", "AP")
    collapsed = report_from_text(text, title="Another title", keep_text=False)
    assert collapsed.text.startswith("Another title\n\nBorder to reopen\n\nKABUL (AP) — The border opens.")
    assert collapsed.page_map.to_page(Span(0, 13)) == ()


def test_coding_bare_text_imports_no_parser() -> None:
    code = (
        "import sys\nfrom dragoman.model import Page\nfrom dragoman.reading import read_page\n"
        f"read_page(Page('x', {BODY[1] + ' ' + BODY[3]!r}.encode()))\n"
        "print([m for m in ('lxml', 'trafilatura', 'charset_normalizer') if m in sys.modules])"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
