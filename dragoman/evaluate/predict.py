"""Our predictions for each gold set, in the form that its scorer reads: one function a set.

What is predicted with stands behind `Predictor`, so that the forms can be tested without a language model;
`dragoman.evaluate.own` has the project's own.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from dragoman.errors import GoldError, InputError
from dragoman.evaluate.actors import UNDATED, ActorGold
from dragoman.evaluate.articles import PageGold
from dragoman.evaluate.modality import ModalityGold
from dragoman.evaluate.negatives import NegativeGold
from dragoman.evaluate.pairs import PairGold
from dragoman.evaluate.places import PlacesGold
from dragoman.evaluate.rawtext import RawGold
from dragoman.evaluate.reports import ReportGold
from dragoman.evaluate.rows import Json, JsonObject
from dragoman.evaluate.sentences import SentenceGold
from dragoman.evaluate.sets import Kind
from dragoman.evaluate.statements import ArticleGold
from dragoman.evaluate.stories import StoryGold
from dragoman.evaluate.threads import Case
from dragoman.evaluate.times import TimesGold
from dragoman.merging.threads import Thread
from dragoman.model import (
    BlockKind,
    CodedReport,
    Event,
    Page,
    Party,
    Place,
    Report,
    Span,
    Statement,
    Time,
)

_GZIP = b"\x1f\x8b"


class Sides(NamedTuple):
    """A sentence, who acts in it and toward whom; a side that it does not name is None."""

    text: str
    source: Span | None
    target: Span | None

    def renamed(self, source: str, target: str) -> Sides:
        """The sentence with other words for its sides, in their places; both must be named, and not overlap."""
        assert self.source is not None
        assert self.target is not None
        first, second = sorted((self.source, self.target))
        a, b = (source, target) if first == self.source else (target, source)
        middle = self.text[first.end : second.start]
        text = self.text[: first.start] + a + middle + b + self.text[second.end :]
        start = first.start + len(a) + len(middle)
        moved = {first: Span(first.start, first.start + len(a)), second: Span(start, start + len(b))}
        return Sides(text, moved[self.source], moved[self.target])


class Trigger(NamedTuple):
    """A sentence, the words in it that name a happening, and the day it was written."""

    text: str
    span: Span
    day: date | None


class Where(NamedTuple):
    """A report, and spans in it that are known to name places."""

    report: Report
    spans: Sequence[Span]


class Located(NamedTuple):
    """The places found in a report without help, and one for each given span."""

    found: Sequence[Place]
    given: Sequence[Place]


class Predictor(Protocol):
    """The stages that are scored, each as one callable over plain values."""

    def warm(self, kind: Kind) -> None:
        """Loads what a kind of set needs, so that this is not counted as its time."""

    def report(self, text: str, *, day: date | None = None) -> Report:
        """An English text as a report, kept as it is."""

    def page(self, page: Page) -> Report:
        """The report on a page; raises InputError where there is none."""

    def code(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """The records of reports, in order."""

    def record(self, coded: CodedReport) -> JsonObject:
        """A record in the JSON contract's form."""

    def threads(self, reports: Sequence[CodedReport]) -> Sequence[Thread]:
        """What became of the commitments of some coded reports."""

    def times(self, text: str, *, day: date | None) -> Sequence[Time]:
        """The time expressions of a text written on a day."""

    def places(self, asked: Iterable[Where]) -> Iterator[Located]:
        """The places that reports name, and those that the given spans mean; in order."""

    def actor(self, text: str, *, context: str | None, day: date | None) -> Party:
        """Who is meant by a mention, as of a day."""

    def pairs(self, asked: Sequence[Sides]) -> Iterator[str | None]:
        """The type of the event between the two sides in each sentence, or None; in order."""

    def swaps(self, asked: Sequence[Sides]) -> Iterator[bool | None]:
        """For each sentence whether the act between its sides turns round when they change places; in order.

        None where no act is found between the two as they stand.
        """

    def modalities(self, asked: Sequence[Trigger]) -> Iterator[str]:
        """For each trigger asserted, planned, possible, negated, requested or historical; in order."""

    def stories(self, reports: Sequence[Report]) -> Iterator[Sequence[str]]:
        """The ids of the reports of each story."""


def predict_rawtext(gold: Sequence[RawGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "body"}`: numbers of the lines that headings and paragraphs were read from; none without an article.

    The page map tells the lines apart that words alone would not ("Africa" in the menu and in the article).
    """
    for g in gold:
        report = _read(Page(g.id, g.raw.encode("utf-8", "surrogatepass")), predictor)
        yield {"id": g.id, "body": [*lines_of(report, g)] if report else []}


def lines_of(report: Report, page: RawGold) -> Iterator[int]:
    """Numbers of the page's lines of which at least half was read into a heading or paragraph."""
    read = bytearray(len(page.raw) + 1)
    for block in report.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            for span in report.page_map.to_page(block.span):
                read[span.start : span.end] = b"\1" * (span.end - span.start)
    at = 0
    for n, line in enumerate(page.lines):
        start = page.raw.find(line.text, at)
        if start < 0:
            continue
        at = start + len(line.text)
        if line.text.strip() and sum(read[start:at]) * 2 >= len(line.text):
            yield n


def predict_articles(gold: Sequence[PageGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "body", "title", "date", "authors"}`."""
    for g in gold:
        report = _read(Page(g.id, _bytes(g.page)), predictor)
        if report is None:
            yield {"id": g.id, "body": ""}
            continue
        names: list[Json] = [*authors_of(report.byline)]
        day = str(report.published)[:10] if report.published else None
        yield {"id": g.id, "body": body_of(report), "title": report.title, "date": day, "authors": names}


def predict_times(gold: Sequence[TimesGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "timexes": [{"start", "end", "type", "value", "interval"}]}`."""
    for g in gold:
        yield {"id": g.id, "timexes": [_timex(t) for t in predictor.times(g.text, day=g.day)]}


def _timex(t: Time) -> Json:
    interval: Json = [d.isoformat() for d in t.interval] if t.interval else None
    return {"start": t.span.start, "end": t.span.end, "type": t.kind, "value": t.value, "interval": interval}


def predict_places(gold: Sequence[PlacesGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "toponyms": [{"start", "end", "country", "geonameid", "lat", "lon"}], "given": [...]}`.

    "given" has the wanted toponyms of the gold, resolved without being told where they are in the world.
    """
    asked = []
    for g in gold:
        report = predictor.report(g.text)
        wanted = (t.span for t in g.toponyms if t.wanted)
        asked.append(Where(report, [s for w in wanted if (s := in_report(w, g.text, report))]))
    for g, (report, _), places in zip(gold, asked, predictor.places(asked), strict=True):
        yield {
            "id": g.id,
            "toponyms": [t for p in places.found for t in _toponym(p, g.text, report)],
            "given": [t for p in places.given for t in _toponym(p, g.text, report)],
        }


def _toponym(p: Place, text: str, report: Report) -> list[Json]:
    resolved: JsonObject = {"country": p.country, "geonameid": p.geonameid, "lat": p.lat, "lon": p.lon}
    return [{"start": s.start, "end": s.end, **resolved} for s in in_gold(p.span, text, report)[:1]]


def predict_actors(gold: Sequence[ActorGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "country", "sector"}`.

    A context that is a date tells the day; where nothing tells it, the one that the set's source meant is taken.
    """
    for g in gold:
        told = [t.interval[0] for t in predictor.times(g.context, day=None) if t.interval] if g.context else []
        context = None if told else g.context
        party = predictor.actor(g.text, context=context, day=g.day or (told[0] if told else UNDATED))
        yield {"id": g.id, "country": party.country, "sector": party.sector}


def predict_statements(gold: Sequence[ArticleGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "attributions": [{"source", "cue", "content"}]}`.

    Its annotation holds views and wishes as well as words, and nothing that is told within another attribution; and its
    contents open with the "that" or "to" that joins them to the cue, which ours leave out.
    """
    reports = [predictor.report(g.text, day=g.day) for g in gold]
    for g, coded in zip(gold, predictor.code(reports), strict=True):
        told = [s for s in (*coded.statements, *coded.attitudes) if s.inside is None]
        yield {"id": g.id, "attributions": [_attribution(s, g.text, coded.report) for s in told]}


def _attribution(s: Statement, text: str, report: Report) -> Json:
    def spans(*found: Span | None) -> list[Json]:
        return [[x.start, x.end] for f in found if f for x in in_gold(f, text, report)]

    content = (_with_opening(c, report.text) for c in s.content)
    return {"source": spans(s.speaker), "cue": spans(s.cue), "content": spans(*content)}


_OPENING = re.compile(r"\b(?:that|to)\s$", re.IGNORECASE)


def _with_opening(content: Span, text: str) -> Span:
    """A content with the "that" or "to" right before it."""
    m = _OPENING.search(text, max(0, content.start - 5), content.start)
    return Span(m.start(), content.end) if m is not None else content


def predict_modality(gold: Sequence[ModalityGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "label"}`; triggers of one sentence follow each other, so that it need be parsed only once."""
    ordered = sorted(gold, key=lambda g: (g.text, g.span))
    labels = predictor.modalities([Trigger(g.text, g.span, g.day) for g in ordered])
    for g, label in zip(ordered, labels, strict=True):
        yield {"id": g.id, "label": label}


def predict_pairs(gold: Sequence[PairGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "root", "swaps"}`; null where neither side can be found in its sentence."""
    asked: list[tuple[str, Sides]] = []
    for g in gold:
        source = g.source_span or locate(g.source, g.text)
        target = g.target_span or locate(g.target, g.text)
        if source or target:
            asked.append((g.id, Sides(g.text, source, target)))
        else:
            yield {"id": g.id, "root": None}
    apart = [s for _, s in asked if s.source and s.target and not s.source.overlaps(s.target)]
    swaps = dict(zip(apart, predictor.swaps(apart), strict=True))
    for (name, sides), root in zip(asked, predictor.pairs([sides for _, sides in asked]), strict=True):
        yield {"id": name, "root": root, "swaps": swaps.get(sides)}


def predict_sentences(gold: Sequence[SentenceGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "events": [{"type", "mode", "actors": [{"country", "sector"}], "recipients"}]}`."""
    return _events_of([(g.id, g.text) for g in gold], predictor)


def predict_negatives(gold: Sequence[NegativeGold], predictor: Predictor) -> Iterator[JsonObject]:
    """The same form as for sentences with events."""
    return _events_of([(g.id, g.text) for g in gold], predictor)


def _events_of(sentences: Sequence[tuple[str, str]], predictor: Predictor) -> Iterator[JsonObject]:
    reports = [predictor.report(text) for _, text in sentences]
    for (name, _), coded in zip(sentences, predictor.code(reports), strict=True):
        yield {"id": name, "events": [_event(e) for e in coded.events]}


def _event(e: Event) -> Json:
    return {
        "type": e.type,
        "mode": e.mode,
        "confidence": e.confidence,
        "actors": [{"country": p.country, "sector": p.sector} for p in e.actors],
        "recipients": [{"country": p.country, "sector": p.sector} for p in e.recipients],
    }


def predict_reports(gold: Sequence[ReportGold], predictor: Predictor) -> Iterator[JsonObject]:
    """The record of each page as the JSON contract has it, with the annotation's name as "doc"."""
    read: list[tuple[str, Report]] = []
    for g in gold:
        data = _bytes(g.page) if g.page else g.text.encode("utf-8", "surrogatepass")
        report = _read(Page(g.doc, data), predictor)
        if report is None:
            yield {"doc": g.doc, "report": {"id": g.doc, "text": ""}}
        else:
            read.append((g.doc, report))
    for (doc, _), coded in zip(read, predictor.code(report for _, report in read), strict=True):
        yield {"doc": doc, **predictor.record(coded)}


def predict_stories(gold: Sequence[StoryGold], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "story"}`; a story is named by its number."""
    for n, ids in enumerate(predictor.stories([g.report for g in gold])):
        for id in ids:
            yield {"id": id, "story": str(n)}


def predict_threads(gold: Sequence[Case], predictor: Predictor) -> Iterator[JsonObject]:
    """`{"id", "threads": [{"kind", "party", "counterparty", "report", "content", "state", "steps"}]}`."""
    reports = [[predictor.report(text, day=day) for day, text in case.reports] for case in gold]
    coded = predictor.code(r for case in reports for r in case)
    for case, told in zip(gold, reports, strict=True):
        threads = predictor.threads([next(coded) for _ in told])
        number = {r.id: n for n, r in enumerate(told)}
        yield {"id": case.id, "threads": [_thread(t, number) for t in threads]}


def _thread(t: Thread, number: Mapping[str, int]) -> Json:
    steps: list[Json] = [
        {"report": number[s.report], "how": s.how.value, "span": [s.span.start, s.span.end]} for s in t.steps
    ]
    return {
        "kind": t.kind.value,
        "party": t.party.country,
        "counterparty": t.counterparty.country if t.counterparty is not None else None,
        "report": number[t.report],
        "content": [t.content.start, t.content.end],
        "state": t.state.value,
        "steps": steps,
    }


def body_of(report: Report) -> str:
    """The words of the article itself: headings and paragraphs, one a line."""
    kept = (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return "\n".join(report.slice(b.span) for b in report.blocks if b.kind in kept)


def authors_of(byline: str | None) -> list[str]:
    """The names in a byline: "By Ann Lee and Bo Ek" has two."""
    names = re.sub(r"^\s*by\s+", "", byline or "", flags=re.IGNORECASE)
    return [name.strip() for name in re.split(r",|;|&|\band\b", names) if name.strip()]


def locate(words: str, text: str) -> Span | None:
    """The first place where the words stand in the text, case aside; None if they do not."""
    if not words.strip():
        return None
    found = re.search(re.escape(words), text) or re.search(re.escape(words), text, re.IGNORECASE)
    return Span(*found.span()) if found else None


def in_gold(span: Span, text: str, report: Report) -> tuple[Span, ...]:
    """A span of the report as characters of the gold's text, where reading did not keep that as it was."""
    return (span,) if report.text == text else report.page_map.to_page(span)


def in_report(span: Span, text: str, report: Report) -> Span | None:
    """A span of the gold's text as characters of the report; None where reading left any of it out or tore it apart."""
    if report.text == text:
        return span
    for start, end, page in report.page_map.runs:
        if page <= span.start and span.end <= page + end - start:
            return Span(span.start - page + start, span.end - page + start)
    return None


def _read(page: Page, predictor: Predictor) -> Report | None:
    try:
        return predictor.page(page)
    except InputError:
        return None


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except (OSError, EOFError) as error:
        raise GoldError(f"{path}: the gold's page cannot be read: {error}") from error
