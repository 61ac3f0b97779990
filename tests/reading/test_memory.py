"""What a site prints under several stories is left out, whatever the order in which its pages are read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dragoman.model import BlockKind, Page, Report
from dragoman.reading import Memory, read, read_page
from dragoman.reading.memory import STORIES, line_hash, site_of
from tests.reading.sites import LAST, LEAD, QUOTE, SECOND, TITLE

BOX = "The Hill Post has told the news of the northern valleys since 1887 and is owned by its staff."
HEAD = "The valley's paper since 1887"
BACKGROUND = "The border between the two countries had been closed since a dispute over tariffs in the spring of 2021."
TOPICS = ("border", "harbour", "election", "railway", "harvest")


def story(topic: str) -> list[str]:
    return [
        f"Parliament of Ruritania votes on the {topic}",
        f"The parliament of Ruritania voted on Tuesday for a law on the {topic}, the third within a year.",
        f"Members of the opposition said that the {topic} had been better off without any law, and left the chamber.",
        BACKGROUND,
        f"Foreign Minister Rudolf Elphberg told reporters that nobody knew the {topic} as well as his ministry.",
        f"The vote on the {topic} was followed by the governments of all neighbours, who have laws of their own on it.",
    ]


def pages(site: str = "https://www.hill.example") -> list[Page]:
    return [
        Page(f"{topic}.txt", "\n".join([HEAD, *story(topic), BOX]).encode(), url=f"{site}/{topic}") for topic in TOPICS
    ]


def paragraphs(report: Report) -> list[str]:
    return [report.slice(block.span) for block in report.blocks if block.kind is BlockKind.PARAGRAPH]


def test_lines_over_other_stories_go_and_background_between_paragraphs_stays() -> None:
    batch = pages()
    assert BOX in paragraphs(read_page(batch[0]))
    memory = Memory.of(batch)
    for page, topic in zip(batch, TOPICS, strict=True):
        report = read_page(page, memory=memory)
        assert report.title == story(topic)[0]
        assert paragraphs(report) == story(topic)[1:]


def test_order_changes_nothing() -> None:
    batch = pages()
    told = {page.name: read_page(page, memory=Memory.of(batch)) for page in batch}
    for seed in range(5):
        random.Random(seed).shuffle(batch)
        again = Memory.of(batch)
        assert again == Memory.of(reversed(batch))
        assert {page.name: read_page(page, memory=again) for page in batch} == told


def test_copies_and_revisions_of_one_story_are_one_story() -> None:
    copies = [
        Page(f"copy-{n}.txt", "\n".join([f"{TITLE}, version {n}", LEAD, SECOND, QUOTE, LAST, BOX]).encode())
        for n in range(4)
    ]
    assert Memory.of(copies).furniture(copies[0]) == frozenset()
    memory = Memory.of([*copies, *(Page(f"{p.name}", p.data) for p in pages())])
    assert line_hash(BOX) in memory.furniture(copies[0])
    assert paragraphs(read_page(copies[0], memory=memory)) == [LEAD, SECOND, QUOTE, LAST]


def test_sites_are_kept_apart() -> None:
    memory = Memory.of([*pages()[: STORIES - 1], *pages("https://other.example")[-1:]])
    assert memory == Memory()
    assert site_of(Page("a/b.txt", b"")) == site_of(Page("a/c.txt", b"")) == "a"
    assert site_of(Page("a.txt", b"", url="https://www.hill.example/x")) == "hill.example"
    assert site_of(Page("a.txt", b"", url="https://[broken")) == ""


def test_a_folder_is_looked_through_before_it_is_read(tmp_path: Path) -> None:
    for page in pages():
        (tmp_path / page.name).write_bytes(page.data)
    (tmp_path / "page.html").write_text("<html><body>" + "<p>word</p>" * 3)
    (tmp_path / "empty.txt").write_bytes(b" \n")
    errors: list[str] = []
    reports = list(read(tmp_path, on_error=lambda error: errors.append(error.name)))
    assert len(reports) == len(TOPICS)
    assert len(errors) == 2
    assert not any(BOX in report.text or HEAD in report.text for report in reports)


@pytest.mark.parametrize("data", [b"", b"\0" * 1000, "\ud800".encode("utf-8", "surrogatepass") * 50, b"<html><p>x"])
def test_pages_that_cannot_be_used_are_passed_over(data: bytes) -> None:
    assert Memory.of([Page("x.txt", data)] * 4) == Memory()
