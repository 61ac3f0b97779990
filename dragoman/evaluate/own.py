"""What the evaluation predicts with by default: the project's own reading, resolving and coding.

Other rooms are imported where they are used, so that a set can be scored while another room's data are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from dragoman.errors import InputError
from dragoman.evaluate.sets import Kind
from dragoman.model import CodedReport, Event, Page, Party, Report, Span, Time

if TYPE_CHECKING:
    from dragoman.evaluate.predict import Located, Sides, Trigger, Where
    from dragoman.evaluate.rows import JsonObject
    from dragoman.language import Analysis, Token
    from dragoman.merging.threads import Thread
    from dragoman.pipeline import Coder


class OwnPredictor:
    """The project's stages behind `dragoman.evaluate.predict.Predictor`; one coder for all of them."""

    def __init__(self) -> None:
        self._coder: Coder | None = None

    @property
    def coder(self) -> Coder:
        """The coder, made at first use."""
        if self._coder is None:
            from dragoman.pipeline import Coder

            self._coder = Coder()
        return self._coder

    def warm(self, kind: Kind) -> None:
        """Codes a word or two, so that the language model is loaded; reading, times and stories need none."""
        if kind in (Kind.RAWTEXT, Kind.ARTICLES, Kind.REPORTS):
            with suppress(InputError):
                self.page(Page("warm-up", b"<html><body><p>Talks began.</p></body></html>"))
        if kind not in (Kind.RAWTEXT, Kind.ARTICLES, Kind.TIMES, Kind.STORIES):
            next(self.code([self.report("Talks began.")]))

    def report(self, text: str, *, day: date | None = None) -> Report:
        """The text as it is; gold sets are English, which one sentence alone may not show."""
        from dragoman.reading import report_from_text

        return replace(report_from_text(text, published=day), language="en")

    def page(self, page: Page) -> Report:
        from dragoman.reading import read_page

        return read_page(page)

    def code(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        return self.coder.code_many(reports)

    def threads(self, reports: Sequence[CodedReport]) -> Sequence[Thread]:
        from dragoman.merging.threads import find_threads

        return find_threads(reports)

    def record(self, coded: CodedReport) -> JsonObject:
        from dragoman.contract import to_json

        return to_json(coded)

    def times(self, text: str, *, day: date | None) -> Sequence[Time]:
        from dragoman.resolving.times import find_times

        return find_times(text, day=day)

    def places(self, asked: Iterable[Where]) -> Iterator[Located]:
        from dragoman.evaluate.predict import Located
        from dragoman.language import analyse_many
        from dragoman.resolving.places import find_places, resolve_spans

        asked = list(asked)
        for analysis, (_, spans) in zip(analyse_many(a.report for a in asked), asked, strict=True):
            yield Located(find_places(analysis), resolve_spans(analysis, spans))

    def actor(self, text: str, *, context: str | None, day: date | None) -> Party:
        from dragoman.resolving.actors import resolve_phrase

        return resolve_phrase(text, context=context, day=day)

    def pairs(self, asked: Sequence[Sides]) -> Iterator[str | None]:
        return self.coder.between([(self.report(a.text), a.source, a.target) for a in asked])

    def swaps(self, asked: Sequence[Sides]) -> Iterator[bool | None]:
        # two states' names stand for the sides: exchanged at full length they often make no sense ("the suicide attack
        # condemned the ministers"), and then nothing is to be found
        there = [a.renamed("Chile", "Peru") for a in asked]
        back = [a.renamed("Peru", "Chile") for a in asked]
        before = self.code(self.report(a.text) for a in there)
        after = self.code(self.report(a.text) for a in back)
        for a, b, coded, again in zip(there, back, before, after, strict=True):
            yield between(again.events, b) if between(coded.events, a) else None

    def modalities(self, asked: Sequence[Trigger]) -> Iterator[str]:
        """Each run of triggers of one sentence is parsed once."""
        from dragoman.coding.status import modality_of
        from dragoman.language import analyse_many

        runs = [list(run) for _, run in groupby(asked, key=lambda a: a.text)]
        analyses = analyse_many(self.report(run[0].text) for run in runs)
        for run, analysis in zip(runs, analyses, strict=True):
            for a in run:
                named = top_token(analysis, a.span)
                yield modality_of(named, day=a.day) if named else "asserted"

    def stories(self, reports: Sequence[Report]) -> Iterator[Sequence[str]]:
        from dragoman.merging import find_stories

        return ([c.report for c in story.reports] for story in find_stories(reports))


def top_token(analysis: Analysis, span: Span) -> Token | None:
    """The token that carries a span in the syntax; None if it holds no token."""
    inside = analysis.tokens_in(span)
    return next((t for t in inside if t.is_root or t.head not in inside), None)


def between(events: Sequence[Event], sides: Sides) -> bool:
    """Whether some event is an act of the one side toward the other."""

    def touched(parties: Sequence[Party], side: Span | None) -> bool:
        return side is not None and any(p.span is not None and p.span.overlaps(side) for p in parties)

    return any(touched(e.actors, sides.source) and touched(e.recipients, sides.target) for e in events)
