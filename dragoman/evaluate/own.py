"""What the evaluation predicts with by default: the project's own reading, resolving and coding.

Other rooms are imported where they are used, so that a set can be scored while another room's data are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import InputError
from dragoman.evaluate.sets import Kind
from dragoman.model import CodedReport, Page, Party, Place, Report, Span, Status, Time

if TYPE_CHECKING:
    from dragoman.evaluate.rows import JsonObject
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
        """Codes a word or two, so that the language model is loaded; reading and times need none."""
        if kind in (Kind.RAWTEXT, Kind.ARTICLES, Kind.REPORTS):
            with suppress(InputError):
                self.page(Page("warm-up", b"<html><body><p>Talks began.</p></body></html>"))
        if kind not in (Kind.RAWTEXT, Kind.ARTICLES, Kind.TIMES):
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

    def record(self, coded: CodedReport) -> JsonObject:
        from dragoman.contract import to_json

        return to_json(coded)

    def times(self, text: str, *, day: date | None) -> Sequence[Time]:
        from dragoman.resolving.times import find_times

        return find_times(text, day=day)

    def places(self, reports: Iterable[Report]) -> Iterator[Sequence[Place]]:
        return map(self.coder.places, reports)

    def actor(self, text: str, *, context: str | None, day: date | None) -> Party:
        return self.coder.actor(text, context=context, day=day)

    def pair(self, text: str, *, source: Span, target: Span) -> str | None:
        return self.coder.pair(text, source, target)

    def status(self, text: str, *, trigger: Span, day: date | None) -> Status:
        return self.coder.status_at(text, trigger, day=day)
