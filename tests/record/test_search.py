"""What search finds, in which order, with which words: small invented records."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import QueryError
from dragoman.model import CodedReport, Event, Party, Report, Span, Statement, Status, report_id
from dragoman.record import Record
from dragoman.record.search import Hit, Search, parse
from dragoman.record.search.compiling import USUAL
from dragoman.record.search.documents import Document, documents
from dragoman.record.search.query import And, Coded, Dated, Named, Node, Not, Or, Prefix, Words
from dragoman.record.search.snippets import WIDTH, Wanted, snippet
from dragoman.record.search.values import KINDS
from dragoman.record.search.words import folded, stem, stems, tokens
from tests.example import TEXT, example
from tests.stores import Store

Thing = TypeVar("Thing")
Find = Callable[..., list[Hit]]


def told(text: str, *, day: date | None = None, title: str | None = None, publisher: str | None = None) -> CodedReport:
    """A report of these words, nothing coded from them."""
    id = report_id(None, f"{text}{title}{day}{publisher}")
    return CodedReport(report=Report(id=id, text=text, title=title, published=day, publisher=publisher))


@pytest.fixture(scope="module")
def find(shared_store: Store) -> Iterator[Find]:
    with Record.open(shared_store.place("search")) as record:
        record.add(example())
        for coded in (
            told("The harbour of Iquique was closed.", day=date(2025, 1, 3), publisher="The Quay Herald"),
            told("Dockers in Iquique went on strike; the harbour is shut.", day=date(2025, 1, 5)),
            told("A ship left.", title="Harbour of Iquique opens again", day=date(2025, 2, 1)),
            told("Rain fell over the harbour.\nSeals slept on it.", day=None),
        ):
            record.add(coded)
        yield record.search


def texts(hits: list[Hit]) -> list[str]:
    return [f"{h.kind}: {h.snippet.marked()}" for h in hits]


def test_words_must_all_be_there(find: Find) -> None:
    hits = find("harbour iquique")
    assert {h.day for h in hits} == {date(2025, 1, 3), date(2025, 1, 5), date(2025, 2, 1)}
    assert find("harbour iquique strike")[0].snippet.marked() == (
        "Dockers in [Iquique] went on [strike]; the [harbour] is shut."
    )
    assert find("harbour oslo") == []
    assert len(find("harbour OR oslo")) == 4
    assert {h.day for h in find("harbour -iquique")} == {None}


def test_a_phrase_stands_as_it_is_written(find: Find) -> None:
    assert [h.snippet.marked() for h in find('"harbour of Iquique" closed')] == [
        "The [harbour of Iquique] was [closed]."
    ]
    assert find('"Iquique harbour"') == []
    assert find('"harbour seals"') == []
    assert len(find("kind:report officers-it")) == 1  # a word with a hyphen is a phrase


def test_a_title_is_found_and_counts(find: Find) -> None:
    hit = find('"iquique opens"')[0]
    assert (hit.title, hit.snippet.marked(), hit.snippet.marks) == (
        "Harbour of Iquique opens again",
        "A ship left.",
        (),
    )


def test_forms_and_beginnings_of_words(find: Find) -> None:
    assert texts(find("docker striking")) == ["report: [Dockers] in Iquique went on [strike]; the harbour is shut."]
    assert texts(find("dock*")) == ["report: [Dockers] in Iquique went on strike; the harbour is shut."]
    assert texts(find("kind:statement releas*")) == texts(find("kind:statement release"))


def test_statements_and_events_by_fields(find: Find) -> None:
    assert {h.kind for h in find("restrictions")} == {"report", "statement"}
    statement = find("kind:statement speaker:quispe restrictions")[0]
    assert TEXT[slice(*statement.span)].startswith("We will lift")
    assert statement.title == example().report.title
    assert find("kind:statement speaker:larrain restrictions") == []
    events = find("kind:event type:mobilize country:chile")
    assert [TEXT[slice(*h.span)] for h in events] == ["moved two armoured battalions"]
    assert events[0].day == date(2025, 2, 24)
    assert find("kind:event type:mobilize country:Bolivia") == []
    assert find("kind:event type:mobilize status:planned") == []
    assert {h.kind for h in find("kind:event OR kind:statement")} == {"event", "statement"}
    assert len(find("publisher:herald harbour")) == 1


def test_days_are_those_of_the_thing(find: Find) -> None:
    assert {h.day for h in find("harbour since:2025-01-04")} == {date(2025, 2, 1), date(2025, 1, 5)}
    assert [h.day for h in find("iquique on:2025-01 until:2025-01-03")] == [date(2025, 1, 3)]
    assert len(find("kind:event type:mobilize on:2025-02-24")) == 1
    assert find("kind:event type:mobilize since:2025-03-04") == []
    assert [h.day for h in find("harbour -since:2000")] == [None]


def test_filters_alone_give_the_newest_first(find: Find) -> None:
    days = [h.day for h in find("kind:report")]
    known = [d for d in days if d]
    assert days == [*sorted(known, reverse=True), None]
    assert {h.score for h in find("kind:report")} == {0.0}


def test_among_equals_the_newest_comes_first(store: Store) -> None:
    with Record.open(store.place()) as record:
        days = [date(2020, 1, 1 + n) for n in range(28)]
        for day in sorted(days, key=lambda d: d.day * 7 % 29):
            record.add(told("Frost in the valley.", day=day))
        assert [h.day for h in record.search("frost", limit=28)] == days[::-1]


def test_rare_words_and_short_texts_weigh_more(store: Store) -> None:
    with Record.open(store.place()) as record:
        for n in range(9):
            record.add(told(f"Report {n}: the river rose by the mill, and the road is wet, and more of it comes."))
        record.add(told("The river rose by the ferry, and the road is wet, and more of it comes, they say."))
        record.add(told("The river rose by the ferry."))
        found = record.search("river OR ferry")
        assert [h.snippet.marked() for h in found[:2]] == [
            "The [river] rose by the [ferry].",
            "The [river] rose by the [ferry], and the road is wet, and more of it comes, they say.",
        ]


def test_pages_go_through_all_hits_once(store: Store) -> None:
    with Record.open(store.place()) as record:
        for n in range(150):
            record.add(told(f"Frost in the valley{' again' * (n % 3)}.", day=date(2020, 1, 1 + n % 5), title=str(n)))
        for query in ("frost", "kind:report", "fro*", "frost OR again"):
            whole = record.search(query, limit=1000)
            paged: list[Hit] = []
            while page := record.search(query, limit=7, after=paged[-1].key if paged else None):
                paged += page
            assert len({h.id for h in whole}) == 150
            assert paged == whole


@pytest.fixture(scope="module")
def many() -> Iterator[Record]:
    """A thousand reports of some 250 days, three in a hundred with a rare word, all with common ones."""
    with Record.open(":memory:") as record:
        record.add_many(
            told(
                f"{n}: the frost of the valley{' and of the hills' * (n % 3)}{' thawed' * (n * 7 % 33 == 0)}.",
                day=date(2020, 1, 1) + timedelta(days=n * 37 % 251) if n % 50 else None,
            )
            for n in range(1000)
        )
        yield record


def walk(record: Record, query: str, limit: int, *, rank: int | None = None) -> list[Hit]:
    """All hits page by page; with a `rank` every page is asked for as if it began there."""
    search, paged, key = Search(record), list[Hit](), None
    while page := search.find(query, limit=limit, after=key):
        paged += page
        assert len(paged) <= len(record)
        key = page[-1].key if rank is None else page[-1].key.rpartition("-")[0] + f"-{rank}"
    return paged


@pytest.mark.parametrize(
    "query",
    [
        *("kind:report", "-hills", "thaw*", "fro* hil*", "until:2020-05", "on:2020-03-03"),
        *("frost", '"the frost of the"', "thawed", "frost OR thaw*", "hills until:2020-07"),
    ],
)
def test_many_pages_are_one_order(many: Record, query: str) -> None:
    whole = many.search(query, limit=1000)
    assert len(whole) == Search(many).count(query) > 0
    assert [h.id for h in walk(many, query, 90)] == [h.id for h in whole]
    if len({h.score for h in whole}) == 1:
        days = [h.day or date.min for h in whole]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("rank", [0, 500, 999_999_999_999])
def test_a_key_whose_place_has_moved_finds_it_again(many: Record, rank: int) -> None:
    assert [h.id for h in walk(many, "frost", 300, rank=rank)] == [h.id for h in many.search("frost", limit=1000)]


def test_bad_questions_are_told(find: Find) -> None:
    with pytest.raises(QueryError, match="no word"):
        find("  ")
    with pytest.raises(QueryError, match="no key"):
        find("harbour", after="yesterday")
    for limit in (0, 1001):
        with pytest.raises(ValueError, match="limit"):
            find("harbour", limit=limit)


WORDS = ("border", "talks", "Talked", "troops", "cease-fire", "Łódź", "said", "U.S.", "1,200", "of")
bodies = st.lists(st.sampled_from((*WORDS, "\n")), max_size=14).map(" ".join)


days = st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2031, 1, 1)))


@st.composite
def reports(draw: st.DrawFn) -> CodedReport:
    """A record whose texts are of few words, so that queries find something: spans, parties and days at random."""
    text = draw(bodies)

    def span() -> Span:
        return Span(*sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text))))))

    def told(make: Callable[[str], Thing]) -> tuple[Thing, ...]:
        return tuple(make(f"{n:016x}") for n in range(draw(st.integers(0, 2))))

    def interval() -> tuple[date, date] | None:
        two = sorted(d for d in (draw(days), draw(days)) if d)
        return (two[0], two[1]) if len(two) == 2 else None

    def statement(id: str) -> Statement:
        return Statement(id=id, content=(span(), span()), speaker=span(), date=interval())

    def event(id: str) -> Event:
        return Event(
            id=id,
            trigger=span(),
            type=draw(st.sampled_from(["AGREE", "CONSULT"])),
            status=draw(st.sampled_from(Status)),
            actors=(Party(span=span(), name=draw(bodies), country=draw(st.sampled_from(["CHL", "BOL", None]))),),
            date=interval(),
            statement=draw(st.sampled_from([None, f"{0:016x}"])),
        )

    title, day = draw(st.one_of(st.none(), bodies)), draw(days)
    report = Report(id=report_id(title, text), text=text, title=title, published=day)
    return CodedReport(report=report, statements=told(statement), events=told(event))


terms = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(("bord*", "tal*", "ceas*", "12*", "sai*", "lo*")),
    st.sampled_from(("country:CHL", "country:bolivia", "type:AGREE", "status:denied", "kind:event", "kind:statement")),
    st.sampled_from(("since:2024-06", "until:2030", "on:2024", 'speaker:"border talks"', "speaker:talk")),
)
questions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
        inner.map(lambda one: f"-({one})"),
    ),
    max_leaves=6,
)


def matches(node: Node, document: Document) -> bool:
    """Whether a document is meant, told without any index."""
    if isinstance(node, And):
        return all(matches(part, document) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(part, document) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, document)
    if isinstance(node, Dated):
        if document.first is None or document.last is None:
            return False
        return (node.first is None or document.last.toordinal() >= node.first) and (
            node.last is None or document.first.toordinal() <= node.last
        )
    if isinstance(node, Coded):
        return document.kind == node.value if node.field == "kind" else f"{node.field}:{node.value}" in document.codes
    if isinstance(node, Named):
        return any(_holds(name, node.stems) for name in document.speakers)
    stretches = [*document.words, document.title or ""]
    if isinstance(node, Words):
        return any(_holds(stretch, node.stems) for stretch in stretches)
    assert isinstance(node, Prefix)
    # A statement's span may cut a word short, so the text's own words count beside the whole ones.
    there = [folded(text[t.start : t.end]) for text in stretches for t in tokens(text)]
    whole = [folded(part) for word in WORDS for part in word.split("-")]
    # The beginning is a word that begins so, too: "ceas" would be the plural of "cea", and counts as the same.
    begun = {stem(word) for word in (*there, *whole, node.letters) if word.startswith(node.letters)}
    return any(stem(word) in begun for word in there)


def _holds(text: str, phrase: tuple[str, ...]) -> bool:
    lines = [tuple(stems(line)) for line in text.split("\n")]
    return any(line[n : n + len(phrase)] == phrase for line in lines for n in range(len(line)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(reports(), min_size=1, max_size=4, unique_by=lambda coded: coded.report.id),
    st.lists(questions, min_size=1, max_size=6),
)
def test_the_index_finds_what_a_reader_of_all_would(coded: list[CodedReport], asked: list[str]) -> None:
    with Record.open(":memory:") as record:
        for one in coded:
            record.add(one)
        search = Search(record)
        there = list(documents(record.engine, [c.report.id for c in coded]))
        by_id = {c.report.id: c.report for c in coded}
        for text in asked:
            query = parse(text)
            kinds = KINDS if any(isinstance(x, Coded) and x.field == "kind" for x, _ in query.leaves()) else USUAL
            meant = {(d.kind, d.report, d.id) for d in there if d.kind in kinds and matches(query.tree, d)}
            hits = search.find(query, limit=1000)
            assert {(h.kind, h.report, h.id) for h in hits} == meant, text
            assert search.count(query) == len(meant)
            for hit in hits:
                _slices(hit, by_id[hit.report].text)


def _slices(hit: Hit, text: str) -> None:
    """Every span of a hit cuts out of the report's text what it says."""
    assert 0 <= hit.span.start <= hit.span.end <= len(text)
    snippet = hit.snippet
    assert snippet.text == text[snippet.span.start : snippet.span.end]
    assert snippet.span.within(hit.span)
    at = snippet.span.start
    for mark in snippet.marks:
        assert at <= mark.start < mark.end <= snippet.span.end
        assert stems(text[mark.start : mark.end])
        at = mark.end
    assert snippet.marked("", "") == snippet.text


@given(st.text(string.ascii_lowercase + "  .\n", max_size=900), st.text(string.ascii_lowercase, min_size=1, max_size=2))
def test_a_snippet_is_short_and_shows_a_match(text: str, word: str) -> None:
    made = snippet(text, Span(0, len(text)), Wanted.by(parse(f'"{word}"')))
    assert len(made.text) <= WIDTH
    assert made.text == text[made.span.start : made.span.end]
    there = word in stems(text)
    assert bool(made.marks) == there
    assert {tuple(stems(text[m.start : m.end])) for m in made.marks} <= {(stem(word),)}
