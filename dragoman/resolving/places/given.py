"""Names that somebody says are places: the senses that they may have, however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.model import Span
from dragoman.resolving.countries import Countries
from dragoman.resolving.places.gazetteer import Bearing, Entry, Feature, Gazetteer
from dragoman.resolving.places.lexicon import Lexicon
from dragoman.resolving.places.spotting import LONGEST, Candidate, words_of

_EDGES = " \t\n,;:.!?\"“”()[]'’‘-"
_OWNED = re.compile(r"['’](?:s|S)?$")
_TYPES = frozenset(
    "province state oblast governorate region prefecture emirate county district parish city town village suburb"
    " municipality department area township borough republic territory co. co".split()
)
_KIND = {"co.": "county", "co": "county"}
_KNOWN = 30_000
"""Inhabitants from which a town may lend its place to a longer name that holds its own ("Lagos airport")."""

_REACH = 300  # characters over which the weight of a name's company halves
_SHARE = 0.5  # of the names around, which must lie in one state for a name of no table to be given to it


def candidate_for(
    span: Span, name: str, found: Iterable[Candidate], *, gazetteer: Gazetteer, lexicon: Lexicon
) -> Candidate:
    """`name` at `span` as a candidate: the one that spotting found there, or a new one with its senses.

    Tried in turn: a word for a state's people or things, the whole name, the name after its type ("City of ..."), with
    a type ("... County"), before a comma, and the longest known name inside.
    """
    bare = name.strip(_EDGES) if not name.endswith(".") else name.lstrip(_EDGES)
    bare = _OWNED.sub("", bare)
    here = next((c for c in found if c.span == span), None)
    adjective = _adjective(bare, gazetteer)
    if adjective:
        return _new(span, name, adjective)
    if here is not None and here.entries:
        here.given = True
        return here
    for entries, following in _whole(bare, gazetteer, lexicon):
        if entries:
            return _new(span, name, entries, following=following, like=here)
    if "," in bare:
        inner, outer = (part.strip() for part in bare.split(",", 1))
        entries = gazetteer.lookup(inner)
        if entries:
            made = _new(span, name, entries, like=here)
            made.containers = gazetteer.lookup(outer)
            return made
    entries = _inside(bare, gazetteer, lexicon)
    made = _new(span, name, entries, like=here)
    made.partial = bool(entries)
    return made


def _adjective(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """ "Canadian" is no town in Texas."""
    entries = gazetteer.adjective(name)
    if entries:
        return entries
    table = Countries.load()
    nation = table.by_adjective(name) or table.by_demonym(name)
    state = gazetteer.state(nation.iso3) if nation else None
    return (state,) if state else ()


def _whole(name: str, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterable[tuple[tuple[Entry, ...], str]]:
    if name.lower() in lexicon.direction | lexicon.opener and not name.isupper():
        return  # "Western", which some state has a province of
    yield gazetteer.lookup(name), ""
    yield gazetteer.lookup(name + "."), ""
    words = name.split()
    if words[:1] and words[0].lower() == "the":
        words = words[1:]
        yield gazetteer.lookup(" ".join(words)), ""
    if len(words) > 1 and words[-1].lower() in _TYPES:
        kind = _KIND.get(words[-1].lower(), words[-1].lower())
        rest = " ".join(words[:-1])
        if kind == "county":
            yield gazetteer.lookup(f"{rest} County"), kind
        yield gazetteer.lookup(rest), kind
    if len(words) > 2 and words[0].lower() in _TYPES and words[1] == "of":
        yield gazetteer.lookup(" ".join(words[2:])), words[0].lower()
    if words and words[-1][:1].isupper():
        for kind in ("County", "Parish", "City"):
            yield gazetteer.lookup(f"{' '.join(words)} {kind}"), ""


def _inside(name: str, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Entry, ...]:
    """The senses of the longest well-known name within a longer one, the first of several as long."""
    words = words_of(name, lexicon)
    for size in range(min(len(words) - 1, LONGEST), 0, -1):
        for i in range(len(words) - size + 1):
            phrase = name[words[i].start : words[i + size - 1].end]
            small = [w.text.lower() for w in words[i : i + size]]
            if not words[i].capital or all(w in lexicon.direction or w in lexicon.opener for w in small):
                continue
            if phrase.lower() in lexicon.organisation:
                continue
            adjective = _adjective(phrase, gazetteer)
            if adjective:
                return adjective
            if phrase in lexicon.notplace or phrase in lexicon.given or phrase in lexicon.surname:
                continue
            known = (Feature.COUNTRY, Feature.REGION, Feature.POINT)
            entries = [
                e
                for e in gazetteer.lookup(phrase)
                if e.feature in known or (e.bearing is Bearing.OWN and e.population >= _KNOWN)
            ]
            if entries:
                return tuple(entries)
    return ()


def _new(
    span: Span, name: str, entries: tuple[Entry, ...], *, following: str = "", like: Candidate | None = None
) -> Candidate:
    made = Candidate(-1, -1, span, name, entries, (0, 0), following=following or "-", given=True)
    if like is not None:
        made.first, made.last, made.following = like.first, like.last, following
    return made


def country_around(candidate: Candidate, company: Sequence[Candidate]) -> str | None:
    """The state that the names around lie in, nearer ones counting more; None if they lie in several."""
    if candidate.hints:
        return candidate.hints[0].country
    votes: dict[str, float] = defaultdict(float)
    for c in company:
        if c is candidate or c.best is None or c.best.country is None or c.lead < 0.2:
            continue
        votes[c.best.country] += 0.5 ** (abs(c.span.start - candidate.span.start) / _REACH)
    top = max(votes, key=lambda code: votes[code], default=None)
    return top if top is not None and votes[top] >= _SHARE * sum(votes.values()) else None
