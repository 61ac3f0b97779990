"""From a text to its places: spot names, rank their senses, keep what is a place; or resolve given names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from dragoman.language.analysis import Analysis
from dragoman.model import BlockKind, Place, Span
from dragoman.resolving.places.gazetteer import Feature, Gazetteer
from dragoman.resolving.places.given import candidate_for, country_around
from dragoman.resolving.places.judging import ACCEPT, countries_in_play, place_score
from dragoman.resolving.places.lexicon import Lexicon
from dragoman.resolving.places.metonyms import is_metonym
from dragoman.resolving.places.ranking import SURE, rank, votes_of_words
from dragoman.resolving.places.spotting import Candidate, runs_of, spot, words_of


def find_places(analysis: Analysis) -> list[Place]:
    """The places that a report names, in text order; captions are left out as nothing is coded from them.

    Names that the analysis knows as persons, and words it does not tag as proper nouns, are no places unless
    much else speaks for it. Seats of government that stand for it ("Moscow denied it") are none either.
    """
    return _Reading.of(analysis).places()


def find_in_text(text: str, *, dateline: str | None = None) -> list[Place]:
    """The places that a plain text names, in text order, without any syntax.

    `dateline` is the name of the place that the report was filed from; its country counts as one in play.
    """
    return _Reading(text, dateline=dateline).places()


def resolve_spans(analysis: Analysis, spans: Iterable[Span]) -> list[Place]:
    """The place that each of `spans` means, in their order, on the word of the caller that it is one.

    All names of places that the report holds are the context. Words for a state's people or things ("Kenyan") mean
    the state. A span that no table holds, but a name inside of it ("Lagos airport"), is placed as exactly as that
    name and has no GeoNames id; one that holds no known name ("Third Street") gets at most a country, that of the
    names around it.
    """
    return _Reading.of(analysis).resolve(spans)


def resolve_place(name: str, *, context: str = "", span: Span | None = None, dateline: str | None = None) -> Place:
    """The place that `name` means in a report with the text `context`, on the word of the caller that it is a place.

    `span` is where it stands in `context`; without one, the first occurrence (or the characters of `name` itself).
    A name that no table holds comes back with its span and, where the context leaves no doubt, a country.
    """
    if span is None:
        at = max(context.find(name), 0)
        span = Span(at, at + len(name))
    return _Reading(context, dateline=dateline).resolve([span], names=[name])[0]


class _Reading:
    """One text on its way to places."""

    def __init__(
        self,
        text: str,
        *,
        dateline: str | None = None,
        persons: Iterable[Span] = (),
        plain: Iterable[Span] = (),
        skip: Iterable[Span] = (),
    ) -> None:
        self.text = text
        self.gazetteer, self.lexicon = Gazetteer.load(), Lexicon.load()
        self.words = words_of(text, self.lexicon)
        self.people, self.plain, self.skipped = list(persons), {s.start for s in plain}, list(skip)
        self.found = spot(self.words, text, gazetteer=self.gazetteer, lexicon=self.lexicon)
        self.votes = votes_of_words(self.words)
        if dateline:
            for entry in self.gazetteer.lookup(dateline.split(",")[0].strip().title()):
                if entry.country and (entry.feature is Feature.COUNTRY or entry.population > 500_000):
                    self.votes.towns[entry.country] += 2.0
                    self.votes.states[entry.country] += 1.0
        self.filed = dict.fromkeys(self.votes.towns, 0.8)

    @staticmethod
    def of(analysis: Analysis) -> _Reading:
        report = analysis.report
        return _Reading(
            report.text,
            dateline=report.dateline.place,
            persons=[
                m.span
                for e in analysis.entities
                if e.person
                for m in e.mentions
                if m.kind == "name" and m.name is not None
            ],
            plain=[
                t.span
                for t in analysis.tokens
                if t.text[:1].isupper() and t.tag not in ("NNP", "NNPS", "JJ", "NN", "NNS")
            ],
            skip=[b.span for b in report.blocks if b.kind is BlockKind.CAPTION],
        )

    def places(self) -> list[Place]:
        kept = [c for c in self.found if not any(c.span.overlaps(s) for s in self.skipped)]
        self._judge(kept)
        return [_place(c, kept) for c in kept if c.evidence >= ACCEPT and not c.metonym]

    def resolve(self, spans: Iterable[Span], names: Sequence[str] | None = None) -> list[Place]:
        """The places that `spans` mean; `names` are their words where the text is not at hand."""
        self._judge(self.found)
        given = [
            candidate_for(
                span,
                names[n] if names else self.text[span.start : span.end],
                self.found,
                gazetteer=self.gazetteer,
                lexicon=self.lexicon,
            )
            for n, span in enumerate(spans)
        ]
        spoken_for = [c.span for c in given]
        rest = [c for c in self.found if c.evidence >= ACCEPT and not any(c.span.overlaps(s) for s in spoken_for)]
        for c in given:
            c.weight = 1.0
        company = [*rest, *given]
        rank(company, self.votes, self.words)
        return [_place(c, company) for c in given]

    def _judge(self, found: Sequence[Candidate]) -> None:
        """Ranks the senses of names and sets their evidence: first all names vote, then those that are places."""
        rank(found, self.votes, self.words)
        countries = countries_in_play(self.words, found)
        for code, share in self.filed.items():
            countries[code] = max(countries.get(code, 0.0), share)
        surnames = self._persons()
        for again in (True, False):
            sure = {id(c) for c in found if not again and c.evidence >= ACCEPT + 1.0}
            for c in found:
                c.evidence = place_score(
                    c, self.words, lexicon=self.lexicon, countries=countries, persons=surnames
                ) - self._person(c)
                if c.span.start in self.plain and c.last - c.first == 1:
                    # a tagger that never saw "Bakhmut" may take it for an adverb
                    c.evidence -= 2.0 if c.best is None or c.best.common or self.words[c.first].opens else 0.7
                if any(id(o) in sure for o in c.listed) and c.best and c.best.feature is not Feature.ADMIN2:
                    c.evidence += 1.2
            _spread(found)
            for n, c in enumerate(found):
                c.weight = 1.0 if c.evidence >= ACCEPT else 0.0
                c.metonym = c.weight > 0 and is_metonym(c, found[:n], self.words, self.lexicon)
            if again:
                rank(found, self.votes, self.words)

    def _person(self, c: Candidate) -> float:
        """What speaks against a name that the analysis takes for a person's; names of two words, it may mistake."""
        if not any(c.span.overlaps(s) for s in self.people):
            return 0.0
        first, last = self.words[c.first].text, self.words[c.last - 1].text
        whole = c.last - c.first > 1 and c.best is not None and any(s.within(c.span) for s in self.people)
        if not whole or first in self.lexicon.given or last in self.lexicon.surname:
            return 4.0
        assert c.best is not None
        return 0.0 if c.best.feature in (Feature.COUNTRY, Feature.REGION) else 1.0

    def _persons(self) -> frozenset[str]:
        """Family names: the last words of runs that open with a given name or a title."""
        found: set[str] = set()
        for first, last in runs_of(list(self.words), self.lexicon):
            # "Ann Poe of Virginia" is called Poe
            named = takewhile(lambda w: w.text != "of", self.words[first:last])
            run = [w for w in named if w.capital]
            given = run[0].text in self.lexicon.given and len(run) > 1
            titled = len(run) > 1 and run[0].text.lower() in self.lexicon.title
            if (given or titled) and not self.gazetteer.lookup(" ".join(w.text for w in run)):
                found.update(w.text for w in run[1:])
        return frozenset(found)


def _place(candidate: Candidate, company: Sequence[Candidate]) -> Place:
    entry = candidate.best
    if entry is None:
        country = country_around(candidate, company)
        precision = "country" if country else None
        return Place(span=candidate.span, name=candidate.phrase, country=country, precision=precision)
    sure = candidate.margin >= SURE
    exact = sure and not candidate.partial
    near = exact or (sure and entry.feature is Feature.CITY)
    division = entry.admin1 if entry.feature is not Feature.COUNTRY else None
    return Place(
        span=candidate.span,
        name=candidate.phrase if candidate.partial else entry.name,
        country=entry.country if candidate.lead >= SURE else None,
        admin1=division if sure else None,
        lat=entry.lat if near else None,
        lon=entry.lon if near else None,
        geonameid=entry.geonameid if exact else None,
        precision=entry.feature.value,
    )


def _spread(found: Sequence[Candidate]) -> None:
    """A name that is surely a place once is a place wherever it stands alone in the same report."""
    sure = {c.phrase for c in found if c.evidence >= ACCEPT + 1.0 and c.left is None and c.right is None}
    for c in found:
        if c.phrase in sure and c.evidence < ACCEPT and c.left is None and c.right is None and c.evidence > -4.0:
            c.evidence += 1.5
