"""A predictor without a language model: words stand for what they say."""

import re
from dataclasses import replace
from datetime import date

from dragoman.contract import to_json
from dragoman.errors import NoArticle
from dragoman.evaluate.predict import Located
from dragoman.merging.threads import How, Step, Thread
from dragoman.model import (
    Block,
    BlockKind,
    CodedReport,
    CommitmentKind,
    Event,
    PageMap,
    Party,
    Place,
    Report,
    Span,
    Statement,
    Time,
    report_id,
)


class FakePredictor:
    """Finds "warned" as an event, "said" as a cue, "Monday" as a time and "Port Vale" as a place."""

    def __init__(self):
        self.warmed = []
        self.asked = []

    def warm(self, kind):
        self.warmed.append(kind)

    def report(self, text, *, day=None):
        blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
        return Report(id=report_id(None, text), text=text, blocks=blocks, published=day, byline="By A. Lee and B. Ek")

    def page(self, page):
        if b"nothing here" in page.data:
            raise NoArticle(page.name, "no article on the page")
        report = self.report(page.data.decode())
        return replace(report, page_map=PageMap(((0, len(report.text), 0),)))

    def code(self, reports):
        for report in reports:
            events = tuple(
                Event(
                    id=str(i),
                    trigger=Span(*m.span()),
                    type="THREATEN",
                    actors=(Party(country="NOR", sector="GOV"),),
                    recipients=(Party(country="SWE"),),
                    confidence=0.75,
                )
                for i, m in enumerate(re.finditer("warned", report.text))
            )
            statements = tuple(
                Statement(id=str(i), cue=Span(*m.span()), content=(Span(m.end(), len(report.text)),))
                for i, m in enumerate(re.finditer("said", report.text))
            )
            yield CodedReport(report=report, events=events, statements=statements)

    def threads(self, reports):
        """One thread for each case: what the first report says it will send, sent in the second."""
        first, second = (c.report for c in reports)
        kept = Span(second.text.index("sent"), len(second.text) - 1)
        yield Thread(
            report=first.id,
            commitment="c",
            day=first.day,
            kind=CommitmentKind.PLEDGE,
            party=Party(country="NOR"),
            counterparty=Party(country="SWE"),
            content=Span(first.text.index("send"), len(first.text) - 1),
            words="x",
            steps=(Step(report=second.id, day=second.day, how=How.FULFILS, span=kept, words="x", confidence=0.8),),
        )

    def record(self, coded):
        return to_json(coded)

    def times(self, text, *, day):
        found = (Span(*m.span()) for m in re.finditer("Monday", text))
        monday = (date(2021, 2, 1), date(2021, 2, 1))
        return [Time(span=s, kind="DATE", value="2021-02-01", interval=monday) for s in found]

    def places(self, asked):
        for report, spans in asked:
            found = [Span(*m.span()) for m in re.finditer("Port Vale", report.text)]
            yield Located(*([self._place(s) for s in spans] for spans in (found, spans)))

    def _place(self, span):
        return Place(span=span, name="Port Vale", country="NOR", geonameid=11)

    def actor(self, text, *, context, day):
        return Party(country="NOR", sector="GOV")

    def pairs(self, asked):
        self.asked.extend(tuple(s and a.text[slice(*s)] for s in (a.source, a.target)) for a in asked)
        return iter("THREATEN" if "warned" in a.text else None for a in asked)

    def swaps(self, asked):
        return iter([True, None][n % 2] for n, _ in enumerate(asked))

    def stories(self, reports):
        return iter([[r.id for r in reports[::2]], [r.id for r in reports[1::2]]])

    def modalities(self, asked):
        self.asked.extend(a.text for a in asked)
        return iter("possible" if "may" in a.text else "asserted" for a in asked)
