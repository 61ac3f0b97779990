"""Which of the places that bear a name is meant.

Each name's senses are scored by what they are (a state before a capital before a village) and by the company that
they keep: the other names of the report vote for their states, divisions and neighbourhoods, each with the sense that
fits it best so far, and after a few rounds the senses agree with each other. A name never votes for itself. Scores
are in units of a factor ten in population; the weights are set by hand.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.resolving.countries import Countries, CountryWord
from dragoman.resolving.places.gazetteer import Bearing, Entry, Feature
from dragoman.resolving.places.spotting import Candidate, Word, contains, usable

SURE = 0.2
"""Lead over the second-best place below which no coordinates are given."""

_PRIOR = {Feature.COUNTRY: 7.5, Feature.REGION: 6.5, Feature.POINT: 6.0}
_CAPITAL = 0.6
_ABROAD = 0.35  # for a state or capital, by each other state that the report names, up to four
_BORNE = {Feature.CITY: 1.5, Feature.ADMIN1: 0.8, Feature.ADMIN2: 1.2}  # what bearing a name as an alternate costs
_STATE, _TOWNS, _DIVISION, _NEAR = 1.0, 1.8, 2.0, 2.0  # at most, for being in company
_ROUNDS = 3
_DIVISION_WORDS = frozenset(("province", "state", "oblast", "governorate", "region", "prefecture", "emirate"))
_COUNTY_WORDS = frozenset(("county", "district", "parish"))
_TOWN_WORDS = frozenset(("city", "town", "village", "suburb"))


@dataclass(slots=True)
class Votes:
    """What names say on where a report plays.

    By state (iso3): names of states and their people, and places within them. By (iso3, division). By degree of
    latitude and longitude, rounded down, of places with coordinates.
    """

    states: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    towns: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, entry: Entry, weight: float) -> None:
        """Counts a name's sense."""
        if entry.country is None:
            return
        if entry.feature is Feature.COUNTRY and entry.admin1 is None:
            self.states[entry.country] += weight
            return
        self.towns[entry.country] += weight
        if entry.admin1:
            self.divisions[entry.country, entry.admin1] += weight
        if entry.lat is not None and entry.lon is not None and entry.feature is not Feature.ADMIN1:
            self.cells[math.floor(entry.lat), math.floor(entry.lon)] += weight

    def join(self, other: Votes) -> None:
        """Counts all that another name says."""
        for mine, theirs in ((self.states, other.states), (self.towns, other.towns)):
            for code, weight in theirs.items():
                mine[code] += weight
        for division, weight in other.divisions.items():
            self.divisions[division] += weight
        for cell, weight in other.cells.items():
            self.cells[cell] += weight


_NONE = Votes()


def rank(found: Sequence[Candidate], votes: Votes, words: Sequence[Word]) -> None:
    """Sets each candidate's best sense and its leads; the same name means the same place all through a report.

    `votes` is what is known beforehand (`votes_of_words`); candidates vote with their `weight`.
    """
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for c in found:
        groups[c.phrase.lower()].append(c)
    base = {name: _alone(group, words) for name, group in groups.items()}
    cast: dict[str, Votes] = {}
    total = votes
    for _ in range(_ROUNDS):
        scores = {name: _scored(own, total, cast.get(name, _NONE)) for name, own in base.items()}
        cast = {name: _vote(groups[name], scores[name]) for name in groups}
        total = Votes()
        total.join(votes)
        for each in cast.values():
            total.join(each)
    for name, own in base.items():
        _settle(groups[name], _scored(own, total, cast[name]))


def votes_of_words(words: Iterable[Word]) -> Votes:
    """What adjectives and names of peoples say: "Syrian troops"."""
    table, votes = Countries.load(), Votes()
    count: dict[str, int] = defaultdict(int)
    for word in words:
        if word.capital:
            for kind in (CountryWord.ADJECTIVE, CountryWord.DEMONYM):
                country = table.words[kind].get(word.text)
                if country is not None:
                    count[country.iso3] += 1
                    break
    for code, number in count.items():
        votes.states[code] += 1 + math.log2(number) / 2
    return votes


def _alone(group: Sequence[Candidate], words: Sequence[Word]) -> dict[Entry, float]:
    """The senses of a name with what speaks for each where it stands, the best occurrence counting."""
    out: dict[Entry, float] = {}
    for c in group:
        senses = usable(c)
        for e in senses:
            score = prior(e, senses) + _beside(e, c, words)
            out[e] = max(out.get(e, -math.inf), score)
    return out


def prior(entry: Entry, senses: Sequence[Entry]) -> float:
    """How likely a sense is before anything is read, among the other senses of its name."""
    score = _PRIOR.get(entry.feature)
    if score is None:
        score = math.log10(entry.population + 100)
    if entry.feature is Feature.CITY and entry.capital:
        score += _CAPITAL
    if entry.feature in (Feature.ADMIN1, Feature.ADMIN2):
        score -= 0.7 * (entry.feature is Feature.ADMIN2)
        # "Kandahar" is the city and only "Kandahar province" the province, but "Quebec" is more than its city
        if any(_seat(e, entry) for e in senses):
            score -= 1.5
    if entry.bearing is Bearing.ALIAS:
        score -= _BORNE.get(entry.feature, 0.8)
    return score


def _seat(city: Entry, division: Entry) -> bool:
    return (
        city.feature is Feature.CITY
        and city.bearing is not Bearing.ALIAS
        and city.country == division.country
        and (division.feature is Feature.ADMIN2 or city.admin1 == division.admin1)
        and city.population * 10 >= division.population
    )


def _beside(entry: Entry, c: Candidate, words: Sequence[Word]) -> float:
    """What the words next to the name say."""
    score = 0.0
    if c.containers:
        score += 6.0 if any(contains(o, entry) for o in c.containers) else -1.0
    if c.hints:
        score += 3.0 * any(contains(o, entry) for o in c.hints)
    if c.contains and entry.feature in (Feature.COUNTRY, Feature.ADMIN1):
        score += 1.0
    following = c.following or (words[c.last].text.lower() if c.last < len(words) and words[c.last].gap == " " else "")
    if (following in _DIVISION_WORDS and entry.feature is Feature.ADMIN1) or (
        following in _COUNTY_WORDS and entry.feature is Feature.ADMIN2
    ):
        score += 3.0
    elif following in _TOWN_WORDS and entry.feature is Feature.CITY:
        score += 2.0
    return score


def _scored(own: Mapping[Entry, float], total: Votes, cast: Votes) -> dict[Entry, float]:
    return {e: score + _company(e, total, cast) for e, score in own.items()}


def _company(entry: Entry, total: Votes, own: Votes) -> float:
    """What the other names of the report say for a sense."""
    code = entry.country
    if code is None:
        return 0.0
    score = 0.0
    if entry.feature is Feature.COUNTRY or entry.capital:
        score += _ABROAD * min(4, sum(number > 0.3 for other, number in total.states.items() if other != code))
    score += _STATE * _grown(total.states.get(code, 0.0) - own.states.get(code, 0.0))
    score += _TOWNS * _grown(total.towns.get(code, 0.0) - own.towns.get(code, 0.0))
    if entry.feature is Feature.COUNTRY and entry.admin1 is None:
        return score
    if entry.admin1:
        here = code, entry.admin1
        score += _DIVISION * _grown(total.divisions.get(here, 0.0) - own.divisions.get(here, 0.0))
    if entry.lat is not None and entry.lon is not None and total.cells and entry.feature is not Feature.ADMIN1:
        a, b = math.floor(entry.lat), math.floor(entry.lon)
        around = 0.0
        for cell in ((a + i, b + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            if cell in total.cells:
                around += total.cells[cell] - own.cells.get(cell, 0.0)
        score += _NEAR * _grown(around)
    return score


def _grown(votes: float) -> float:
    """Votes to 0..1: the first counts most."""
    return votes / (votes + 1.0) if votes > 1e-9 else 0.0


def _vote(group: Sequence[Candidate], scores: Mapping[Entry, float]) -> Votes:
    votes = Votes()
    weight = max((c.weight for c in group), default=0.0)
    if not scores or not weight:
        return votes
    weight *= 1 + math.log2(len(group)) / 2
    top = max(scores.values())
    shares = {e: 10 ** (s - top) for e, s in scores.items() if s > top - 3}
    whole = sum(shares.values())
    for e, share in shares.items():
        votes.add(e, weight * share / whole)
    return votes


def _settle(group: Sequence[Candidate], total: Mapping[Entry, float]) -> None:
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
