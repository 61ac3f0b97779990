from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings

from dragoman.export.html import page, page_of
from dragoman.export.marking import cut, find_marks
from dragoman.model import Block, BlockKind, CodedReport, Report, Span
from tests.example import TEXT, empty, example
from tests.strategies import coded_reports

VOID = {"meta", "input", "br"}


class Tree(HTMLParser):
    """Reads a page as a browser's parser would have to, and holds it to be well formed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.links: list[str] = []
        self.keys: set[str] = set()
        self.tags: list[str] = []
        self.article = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and value:
                (self.targets if value.startswith("#") else self.links).append(value)
            if name == "data-ids":
                self.keys |= set((value or "").split())
            assert name != "style"
            assert not name.startswith("on")
            assert name != "src"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.open and "dl" not in self.open:
            self.article += data


def read(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    tree.close()
    assert tree.open == []
    assert len(tree.ids) == len(set(tree.ids)), "an id names one element"
    assert {t.removeprefix("#") for t in tree.targets} <= set(tree.ids), "every link leads somewhere"
    assert tree.keys <= set(tree.ids), "every mark has its row"
    return tree


def test_every_row_and_its_words_are_linked_both_ways() -> None:
    coded = example()
    tree = read(page(coded))
    numbers = {
        "s": coded.statements, "e": coded.events, "c": coded.commitments,
        "a": coded.actors, "t": coded.times, "p": coded.places,
    }  # fmt: skip
    for letter, things in numbers.items():
        for n in range(1, len(things) + 1):
            assert f"r1-{letter}{n}" in tree.ids
            assert f"t-r1-{letter}{n}" in tree.ids
            assert f"#t-r1-{letter}{n}" in tree.targets
    assert "".join(TEXT.split()) in "".join(tree.article.split()), "the text stands whole and once"


def test_overlapping_spans_are_cut_at_their_bounds() -> None:
    marks = find_marks(example())
    segments = list(cut(Span(0, len(TEXT)), marks))
    assert "".join(TEXT[s.span.start : s.span.end] for s in segments) == TEXT
    word = next(s for s in segments if TEXT[s.span.start : s.span.end] == "arrested")
    assert word.marks[0].part == "trigger conflict", "the closest fitting mark comes first"
    assert {m.layer for m in word.marks} == {"event", "statement", "commitment"}


def test_nothing_is_fetched_and_the_policy_stands() -> None:
    html = page(example())
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'" in html
    tree = read(html)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(tree.tags)
    assert tree.links == ["https://news.example/andes/1"]
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp", html)
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_everything_of_strangers_is_escaped() -> None:
    evil = "</title></style></script><script>alert(1)</script>\" ' & <img src=x onerror=alert(1)> \x00\x1b"
    report = Report(
        id=evil,
        text=evil,
        title=evil,
        agency=evil,
        byline=evil,
        url="javascript:alert(1)",
        language='en" onload="x',
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(evil)),),
    )
    base = example()
    coded = CodedReport(
        report=report,
        actors=(replace(base.actors[0], id=evil, name=evil, country=evil, roles=(evil,), mentions=(Span(0, 9),)),),
        statements=(replace(base.statements[0], content=(Span(2, 30),), speaker=None, cue=Span(0, 4)),),
        events=(replace(base.events[0], type=evil, mode=evil, contexts=(evil,), trigger=Span(5, 20), place=None),),
        times=(replace(base.times[0], kind=evil, value=evil, mod=evil, span=Span(1, 3)),),
        places=(replace(base.places[0], name=evil, span=Span(1, 2)),),
    )
    tree = read(page(replace(coded, statements=(replace(coded.statements[0], addressee=None, relayed_by=()),))))
    assert tree.tags.count("script") == 1
    assert "img" not in tree.tags
    assert tree.links == []


def test_several_reports_on_one_page() -> None:
    html = page_of([example(), empty(), example()])
    tree = read(html)
    assert {"r1", "r2", "r3", "r1-e1", "r3-e1"} <= set(tree.ids)
    assert "Nothing was coded from this report" in html
    assert "It rained." in tree.article


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded_reports())
def test_any_record_makes_a_sound_page(coded: CodedReport) -> None:
    html = page(coded)
    html.encode("utf-8")
    assert sum(t.strip() == "html" for t in read(html).tags) == 1
