"""From a text to its places: spot names, rank their senses, keep what is a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.language.analysis import Analysis
from dragoman.model import BlockKind, Place, Span
from dragoman.resolving.countries import Countries
from dragoman.resolving.places.gazetteer import Entry, Feature, Gazetteer
from dragoman.resolving.places.lexicon import Lexicon
from dragoman.resolving.places.ranking import (
    ACCEPT,
    SURE,
    countries_in_play,
    divisions_in_play,
    place_score,
    sense_score,
)
from dragoman.resolving.places.spotting import Candidate, Word, contains, runs_of, spot, usable, words_of


def find_places(analysis: Analysis) -> list[Place]:
    """The places that a report names, in text order; captions are left out as nothing is coded from them.

    Names that the analysis knows as persons, and words it does not tag as proper nouns, are no places unless
    much else speaks for it.
    """
    report = analysis.report
    persons = [
        m.span for e in analysis.entities if e.person for m in e.mentions if m.kind == "name" and m.name is not None
    ]
    captions = [b.span for b in report.blocks if b.kind is BlockKind.CAPTION]
    plain = [
        t.span for t in analysis.tokens if t.text[:1].isupper() and t.tag not in ("NNP", "NNPS", "JJ", "NN", "NNS")
    ]
    return _find(report.text, dateline=report.dateline.place, persons=persons, plain=plain, skip=captions)


def find_in_text(text: str, *, dateline: str | None = None) -> list[Place]:
    """The places that a plain text names, in text order, without any syntax.

    `dateline` is the name of the place that the report was filed from; its country counts as one in play.
    """
    return _find(text, dateline=dateline)


def resolve_place(name: str, *, context: str = "", span: Span | None = None, dateline: str | None = None) -> Place:
    """The place that `name` means in a report with the text `context`, on the word of the caller that it is a place.

    `span` is where it stands in `context`; without one, the first occurrence (or the characters of `name` itself).
    A name that no table holds comes back with its span and nothing else.
    """
    if span is None:
        at = max(context.find(name), 0)
        span = Span(at, at + len(name))
    gazetteer, lexicon = Gazetteer.load(), Lexicon.load()
    words = words_of(context, lexicon)
    found = spot(words, context, gazetteer=gazetteer, lexicon=lexicon)
    here = next((c for c in found if c.span == span), None)
    nation = Countries.load().by_adjective(name) or Countries.load().by_demonym(name)
    if nation is not None and (state := gazetteer.state(nation.iso3)):  # "Canadian" is no town in Texas
        found = [c for c in found if c is not here]
        here = Candidate(0, 0, span, name, (state,), (0, 0))
        found = [*found, here]
    if here is None:
        entries = gazetteer.lookup(name) or gazetteer.lookup(name.removeprefix("the "))
        here = Candidate(0, 0, span, name, entries, (0, 0))
        found = [*found, here]
    _rank(found, words, dateline)
    return _place(here, here.phrase)


def _find(
    text: str,
    *,
    dateline: str | None = None,
    persons: Iterable[Span] = (),
    plain: Iterable[Span] = (),
    skip: Iterable[Span] = (),
) -> list[Place]:
    gazetteer, lexicon = Gazetteer.load(), Lexicon.load()
    words = words_of(text, lexicon)
    skipped, people, lower = list(skip), list(persons), {s.start for s in plain}
    found = [
        c
        for c in spot(words, text, gazetteer=gazetteer, lexicon=lexicon)
        if not any(c.span.overlaps(s) for s in skipped)
    ]
    countries = _rank(found, words, dateline)
    surnames = _persons(words, lexicon, gazetteer)
    for c in found:
        c.evidence = place_score(c, words, lexicon=lexicon, countries=countries, persons=surnames)
        if any(c.span.overlaps(s) for s in people):
            c.evidence -= 4.0
        if c.span.start in lower and c.last - c.first == 1:
            c.evidence -= 2.0
    _spread(found)
    return [_place(c, c.phrase) for c in found if c.evidence >= ACCEPT]


def _rank(found: Sequence[Candidate], words: Sequence[Word], dateline: str | None) -> dict[str, float]:
    """Sets each candidate's best sense and its lead; the same name means the same place all through a report."""
    countries, divisions = countries_in_play(words, found), divisions_in_play(found)
    if dateline:
        for entry in Gazetteer.load().lookup(dateline.split(",")[0].strip().title()):
            if entry.country and (entry.feature is Feature.COUNTRY or entry.population > 500_000):
                countries[entry.country] = max(countries.get(entry.country, 0.0), 0.8)
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for c in found:
        groups[c.phrase.lower()].append(c)
    for group in groups.values():
        total: dict[Entry, float] = {}
        for c in group:
            following = words[c.last].text.lower() if c.last < len(words) and words[c.last].gap == " " else ""
            for e in usable(c):
                score = sense_score(e, c, countries=countries, divisions=divisions, following=following)
                total[e] = max(total.get(e, -9.0), score)
        order = sorted(total, key=lambda e: (-total[e], e.geonameid or 0))
        for c in group:
            c.best = order[0] if order else None
            c.margin = total[order[0]] - total[order[1]] if len(order) > 1 else 9.0
            abroad = [total[e] for e in order if e.country != order[0].country]
            c.lead = total[order[0]] - abroad[0] if abroad else 9.0
            own = [e for e in order if c.containers and any(contains(o, e) for o in c.containers)]
            if own:
                c.best, c.margin, c.lead = own[0], 9.0, 9.0
            elif c.contains and order:
                large = [e for e in order if e.feature in (Feature.COUNTRY, Feature.ADMIN1)]
                c.best = large[0] if large else c.best
    return countries


def _spread(found: Sequence[Candidate]) -> None:
    """A name that is surely a place once is a place wherever it stands alone in the same report."""
    sure = {c.phrase for c in found if c.evidence >= ACCEPT + 1.0 and c.left is None and c.right is None}
    for c in found:
        if c.phrase in sure and c.evidence < ACCEPT and c.left is None and c.right is None and c.evidence > -4.0:
            c.evidence += 1.5


def _persons(words: Sequence[Word], lexicon: Lexicon, gazetteer: Gazetteer) -> frozenset[str]:
    """Family names: the last words of runs that open with a given name or a title."""
    found: set[str] = set()
    for first, last in runs_of(list(words), lexicon):
        run = [w for w in words[first:last] if w.capital]
        given = run[0].text in lexicon.given and len(run) > 1
        titled = len(run) > 1 and run[0].text.lower() in lexicon.title
        if (given or titled) and not gazetteer.lookup(" ".join(w.text for w in run)):
            found.update(w.text for w in run[1:])
    return frozenset(found)


def _place(candidate: Candidate, name: str) -> Place:
    entry = candidate.best
    if entry is None:
        return Place(span=candidate.span, name=name)
    sure = candidate.margin >= SURE
    division = entry.admin1 if entry.feature is not Feature.COUNTRY else None
    return Place(
        span=candidate.span,
        name=entry.name,
        country=entry.country if candidate.lead >= SURE else None,
        admin1=division if sure else None,
        lat=entry.lat if sure else None,
        lon=entry.lon if sure else None,
        geonameid=entry.geonameid if sure else None,
        precision=entry.feature.value,
    )
