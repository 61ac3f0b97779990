"""Which of the places that bear a name is meant.

Each name's senses are scored by what they are (a state before a capital before a village) and by the company that
they keep: the other names of the report vote for their states, divisions and neighbourhoods, each with the sense that
fits it best so far, and after a few rounds the senses agree with each other. A name never votes for itself. Scores
are in units of a factor ten in population; the weights are set by hand.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.resolving.countries import Countries, CountryWord
from dragoman.resolving.places.gazetteer import Bearing, Entry, Feature, Gazetteer
from dragoman.resolving.places.spotting import Candidate, Word, contains, usable

SURE = 0.2
"""Lead over the second-best place below which no coordinates are given."""

_PRIOR = {Feature.COUNTRY: 7.5, Feature.REGION: 7.5, Feature.POINT: 6.5}  # of a town: log10 of its people
_CAPITAL = 1.2
_BORNE = {Feature.CITY: 1.5, Feature.ADMIN1: 0.8, Feature.ADMIN2: 1.6}  # what bearing a name as an alternate costs
_ABROAD = 0.4  # for a state or region, by each other state that the report names, up to four; half for a capital
# At most, for the state itself, for other places in it, in the same division, and within a degree or two.
_STATE, _TOWNS, _DIVISION, _NEAR = 1.8, 1.8, 3.0, 2.5
_CLOSE = 4.5  # at most, for division and nearness together
_SISTERS = 1.0  # at most, for a division beside others of its state
_FEW = 2.0  # places of a division, for which half of what it can be worth is given
_AFAR = 0.5  # what other places in the state are worth at least, when they are far
_MANKIND = 8e9
_ROUNDS = 3
_COUNTIES = ("USA", "GBR", "IRL")  # where second-order divisions go by their name alone
_DIVISION_WORDS = frozenset(("province", "state", "oblast", "governorate", "region", "prefecture", "emirate"))
_COUNTY_WORDS = frozenset(("county", "district", "parish"))
_DIVISION_OFFICES = frozenset(
    "governor gov lieutenant legislature statehouse republican republicans democrat democrats democratic senator"
    " senators sen rep congressman congresswoman lawmaker lawmakers state gop".split()
)
_STATE_OFFICES = frozenset(
    "president premier prime foreign parliament embassy ambassador king queen army military republic".split()
)
_TOWN_WORDS = frozenset(("city", "town", "village", "suburb"))


@dataclass(slots=True)
class Votes:
    """What names say on where a report plays.

    By state (iso3): names of states and their people, places within them, first-order divisions. By (iso3, division).
    By degree of latitude and longitude, rounded down, of places with coordinates.
    """

    states: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    towns: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    large: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, entry: Entry, weight: float) -> None:
        """Counts a name's sense."""
        if entry.country is None:
            return
        if entry.feature is Feature.COUNTRY and entry.admin1 is None:
            self.states[entry.country] += weight
            return
        self.towns[entry.country] += weight
        self.large[entry.country] += weight * (entry.feature is Feature.ADMIN1)
        if entry.admin1:
            self.divisions[entry.country, entry.admin1] += weight
        if entry.lat is not None and entry.lon is not None and entry.feature is not Feature.ADMIN1:
            self.cells[math.floor(entry.lat), math.floor(entry.lon)] += weight

    def join(self, other: Votes) -> None:
        """Counts all that another name says."""
        for mine, theirs in ((self.states, other.states), (self.towns, other.towns), (self.large, other.large)):
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
    typed = {name: [_typed(c, words) for c in group] for name, group in groups.items()}
    cast: dict[str, Votes] = {}
    total = votes
    for _ in range(_ROUNDS):
        scores = {name: _scored(own, total, cast.get(name, _NONE)) for name, own in base.items()}
        cast = {name: _vote(group, scores[name], typed[name]) for name, group in groups.items()}
        total = Votes()
        total.join(votes)
        for each in cast.values():
            total.join(each)
    for name, group in groups.items():
        final = _scored(base[name], total, cast[name])
        for c, kinds in zip(group, typed[name], strict=True):
            _settle(c, {e: score + kinds.get(e.feature, 0.0) for e, score in final.items()})


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
    if score is not None:
        score -= entry.feature is Feature.REGION and entry.country is not None
    else:
        score = math.log10(entry.population + 100)
    if entry.feature is Feature.CITY:
        score += _CAPITAL * entry.capital
        # "Singapore" and "Panama" are states before they are cities
        score -= 2.5 * any(e.feature is Feature.COUNTRY and e.country == entry.country for e in senses)
    if entry.feature in (Feature.ADMIN1, Feature.ADMIN2):
        score -= 0.3 if entry.feature is Feature.ADMIN1 else 0.7 if entry.country in _COUNTIES else 1.2
        # "Kandahar" is the city and only "Kandahar province" the province, but "Quebec" is more than its city
        if any(_seat(e, entry) for e in senses):
            score -= 2.2
    if entry.bearing is Bearing.ALIAS:
        score -= _BORNE.get(entry.feature, 0.8)
    return score


def _seat(city: Entry, division: Entry) -> bool:
    if city.feature is not Feature.CITY or city.bearing is Bearing.ALIAS:
        return False
    if city.population * 10 < division.population:
        return False
    if division.feature is Feature.ADMIN1:
        return city.country == division.country and city.admin1 == division.admin1
    if city.lat is None or city.lon is None or division.lat is None or division.lon is None:
        return city.country == division.country
    return abs(city.lat - division.lat) < 1 and abs(city.lon - division.lon) < 1  # a border may lie between


def _beside(entry: Entry, c: Candidate, words: Sequence[Word]) -> float:
    """What the words next to the name say."""
    score = 0.0
    if c.containers:
        score += 6.0 if any(contains(o, entry) for o in c.containers) else -1.0
    if c.hints:
        score += 3.0 * any(contains(o, entry) for o in c.hints)
    if c.contains and any(contains(entry, e) for e in c.inner):
        score += 4.0
    if entry.feature in (Feature.COUNTRY, Feature.ADMIN1) and c.first >= 0:
        offices = _office_words(c, words)
        score += 2.5 * (entry.feature is Feature.ADMIN1 and not offices.isdisjoint(_DIVISION_OFFICES))
        score += 2.5 * (entry.feature is Feature.COUNTRY and not offices.isdisjoint(_STATE_OFFICES))
        states, divisions = _peers(c)
        score += 1.5 * (entry.feature is Feature.COUNTRY and states)
        score += 1.5 * (entry.feature is Feature.ADMIN1 and divisions)
    return score


def _typed(c: Candidate, words: Sequence[Word]) -> dict[Feature, float]:
    """What a word such as "province" after the name says of its kind, or before it ("city of"); it says so of this
    occurrence only.
    """
    following = c.following or (words[c.last].text.lower() if c.last < len(words) and words[c.last].gap == " " else "")
    kinds = {following}
    if c.first > 1 and words[c.first - 1].text == "of":
        kinds.add(_singular(words[c.first - 2].text.lower()))
    if kinds & _DIVISION_WORDS:
        return {Feature.ADMIN1: 5.0}
    if kinds & _COUNTY_WORDS:
        return {Feature.ADMIN2: 4.0}
    return {Feature.CITY: 3.0} if kinds & _TOWN_WORDS else {}


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _peers(c: Candidate) -> tuple[bool, bool]:
    """Whether names in a list with this one can be states, and whether they can be divisions and no states."""
    states = [any(e.feature is Feature.COUNTRY for e in o.entries) for o in c.listed]
    divisions = [any(e.feature is Feature.ADMIN1 for e in o.entries) for o in c.listed]
    return any(states), any(d and not s for s, d in zip(states, divisions, strict=True))


def _office_words(c: Candidate, words: Sequence[Word]) -> set[str]:
    """The words right after the name, and up to four before "of" it: "Georgia's governor", "Sen. Lee of Georgia"."""
    found = {w.text.lower() for w in words[c.last : c.last + 2] if w.gap in (" ", "'s ", "’s ")}
    if c.first > 0 and words[c.first - 1].text in ("of", "from"):
        found |= {w.text.lower() for w in words[max(0, c.first - 5) : c.first - 1]}
    return found


def _scored(own: Mapping[Entry, float], total: Votes, cast: Votes) -> dict[Entry, float]:
    return {e: score + _company(e, total, cast) for e, score in own.items()}


def _company(entry: Entry, total: Votes, own: Votes) -> float:
    """What the other names of the report say for a sense."""
    code = entry.country
    score = 0.0
    if entry.feature in (Feature.COUNTRY, Feature.REGION) or entry.capital:
        share = _ABROAD / 2 if entry.capital else _ABROAD
        score += share * min(4, sum(number > 0.3 for other, number in total.states.items() if other != code))
    if code is None:
        return score
    nation = _grown(total.states.get(code, 0.0) - own.states.get(code, 0.0))
    towns = _grown(total.towns.get(code, 0.0) - own.towns.get(code, 0.0))
    if entry.feature is Feature.COUNTRY and entry.admin1 is None:
        return score + _STATE * nation + _TOWNS * towns
    division = near = 0.0
    if entry.feature is Feature.ADMIN1:
        score += _SISTERS * _grown(total.large.get(code, 0.0) - own.large.get(code, 0.0))
    if entry.admin1:
        here = code, entry.admin1
        division = _grown(total.divisions.get(here, 0.0) - own.divisions.get(here, 0.0), _FEW)
    if entry.lat is not None and entry.lon is not None and total.cells and entry.feature is not Feature.ADMIN1:
        a, b = math.floor(entry.lat), math.floor(entry.lon)
        around = 0.0
        for cell in ((a + i, b + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            if cell in total.cells:
                around += total.cells[cell] - own.cells.get(cell, 0.0)
        near = _grown(around)
    # A large state has a town of every name somewhere: that it is in play says more, the nearer its other towns are.
    pull = _pull(code)
    score += _TOWNS * pull * towns * (_AFAR + (1 - _AFAR) * max(division, near))
    score += _STATE * nation * (2 if entry.capital else pull**2)  # "Iranian" speaks of Tehran too
    return score + min(_CLOSE, _DIVISION * division + _NEAR * near)


@functools.cache
def _pull(code: str) -> float:
    """How much it says of a town that its state is in play: little in a large one, few of whose people live there."""
    people = Gazetteer.load().people(code)
    return min(1.2, max(0.2, (math.log10(_MANKIND / people) - 0.8) / 1.4)) if people else 1.0


def _grown(votes: float, half: float = 1.0) -> float:
    """Votes to 0..1: the first counts most; `half` of them are worth a half."""
    return votes / (votes + half) if votes > 1e-9 else 0.0


def _vote(group: Sequence[Candidate], scores: Mapping[Entry, float], typed: Sequence[Mapping[Feature, float]]) -> Votes:
    votes = Votes()
    weight = max((c.weight for c in group), default=0.0)
    if not scores or not weight:
        return votes
    weight *= 1 + math.log2(len(group)) / 2
    whole = {e: s + max(kinds.get(e.feature, 0.0) for kinds in typed) for e, s in scores.items()}
    top = max(whole.values())
    shares = {e: 10 ** (s - top) for e, s in whole.items() if s > top - 3}
    among = sum(shares.values())
    for e, share in shares.items():
        votes.add(e, weight * share / among)
    return votes


def _settle(c: Candidate, total: Mapping[Entry, float]) -> None:
    order = sorted(total, key=lambda e: (-total[e], e.geonameid or 0))
    c.best = order[0] if order else None
    rivals = [e for e in order[1:] if e.geonameid is None or e.geonameid != order[0].geonameid]
    c.margin = total[order[0]] - total[rivals[0]] if rivals else 9.0
    abroad = [total[e] for e in order if e.country != order[0].country]
    c.lead = total[order[0]] - abroad[0] if abroad else 9.0
    own = [e for e in order if c.containers and any(contains(o, e) for o in c.containers)]
    if own:
        c.best, c.margin, c.lead = own[0], 9.0, 9.0
    elif c.contains and order:
        large = [e for e in order if e.feature in (Feature.COUNTRY, Feature.ADMIN1)]
        c.best = large[0] if large else c.best
