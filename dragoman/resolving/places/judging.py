"""Whether a name that the gazetteer knows is a place where it stands, or a person, an organisation, a word.

The answer is a sum of weights, in units of a factor ten in population: a town of a million needs no further sign, a
village needs a comma and its country. Which place it is, `ranking` decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dragoman.resolving.countries import Countries, CountryWord
from dragoman.resolving.places.gazetteer import Bearing, Entry, Feature
from dragoman.resolving.places.lexicon import Lexicon
from dragoman.resolving.places.spotting import Candidate, Word, contains, usable

ACCEPT = 0.5
"""Evidence from which a name counts as a place."""


def countries_in_play(words: Sequence[Word], candidates: Sequence[Candidate]) -> dict[str, float]:
    """How much the report is about each country, 0 to 1: its names, adjectives, people and large towns."""
    table, count = Countries.load(), defaultdict[str, float](float)
    for word in words:
        if word.capital:
            for kind in (CountryWord.ADJECTIVE, CountryWord.DEMONYM):
                country = table.words[kind].get(word.text)
                if country is not None:
                    count[country.iso3] += 1
                    break
    for c in candidates:
        senses = usable(c)
        codes = {e.country for e in senses if e.country}
        for e in senses:
            if e.country is None:
                continue
            if e.feature is Feature.COUNTRY and not any(x.feature in _LARGE and x.country != e.country for x in senses):
                count[e.country] += 2  # "Georgia" says nothing yet, "Chad" does
            elif e.feature is Feature.ADMIN1 and e.bearing is not Bearing.ALIAS and len(codes) == 1:
                count[e.country] += 1
            elif e.population > 1_000_000:  # "Hyderabad" says nothing, "Karachi" does
                abroad = max((x.population for x in senses if x.country != e.country), default=0)
                count[e.country] += 10 * abroad < e.population
            elif c.containers and any(contains(o, e) for o in c.containers):
                count[e.country] += 2
    top = max(count.values(), default=0)
    return {code: min(1.0, 0.4 + 0.6 * number / top) for code, number in count.items()} if top else {}


_LARGE = (Feature.COUNTRY, Feature.ADMIN1)
_SCHOOLS = frozenset(("university", "college", "school", "department", "times", "hospital"))


def place_score(
    candidate: Candidate,
    words: Sequence[Word],
    *,
    lexicon: Lexicon,
    countries: Mapping[str, float],
    persons: frozenset[str],
) -> float:
    """How much speaks for `candidate` being a place here (`ACCEPT` and above: it is one)."""
    best = candidate.best
    if best is None:
        return candidate.called if not candidate.entries else -9.0
    single = candidate.last - candidate.first == 1
    word = words[candidate.first].text
    state = best.feature is Feature.COUNTRY
    if single and word in lexicon.notplace and not candidate.containers:
        return -9.0
    score = _name_score(best)
    if single and not state:
        score -= 1.5 * best.common + 2.5 * (word in lexicon.surname) + 2.0 * (word in lexicon.given)
        if best.population < 1_000_000 and best.feature is Feature.CITY and not best.capital:
            score -= 0.9 if words[candidate.first].opens else 0.4
    if best.feature is not Feature.COUNTRY and best.country:
        score += 1.2 * countries.get(best.country, 0.0)
    before, after = _before(candidate, words, lexicon, state=state), _after(candidate, words, lexicon, state=state)
    score += after + (min(before, 0.0) if after <= -2.0 else before)  # "from the Lima Museum" is still a museum
    if candidate.containers or candidate.contains:
        score += 3.0
    elif candidate.listed:
        score += 0.7
    if single and word in persons:
        score -= 1.0 if state else 3.5
    return score


def _name_score(entry: Entry) -> float:
    if entry.feature is Feature.COUNTRY:
        return 3.5
    if entry.feature in (Feature.REGION, Feature.POINT):
        return 2.8
    if entry.feature is Feature.ADMIN1:
        return 2.0 - (entry.bearing is Bearing.ALIAS)
    if entry.feature is Feature.ADMIN2:
        return -2.0 if entry.bearing is Bearing.ALIAS else 1.5 if entry.name.endswith(("County", "Parish")) else -0.8
    return math.log10(entry.population + 100) - 4.6 - 0.8 * (entry.bearing is Bearing.ALIAS)


def _before(c: Candidate, words: Sequence[Word], lexicon: Lexicon, *, state: bool) -> float:
    """What the words before say; `left` stands in the same run and may make the name part of a longer one."""
    left = c.left.text.lower() if c.left else None
    if left is not None and left not in lexicon.direction:
        if c.left and (c.left.text in lexicon.given or left in lexicon.title):
            return -1.5 if state and left in lexicon.title else -5.0
        if left in lexicon.generic or left in lexicon.role or (left == "of" and _office(c, words, lexicon)):
            return 0.5
        opening = words[c.run[0]].text
        if left == "of" and (opening in lexicon.given or opening.lower() in lexicon.title):
            return 0.5  # "Ann Poe of Virginia"
        return -2.0 if state else -3.5
    i = c.first - 1
    while i >= 0 and words[i].text.lower() in lexicon.direction | {"the"} and words[i + 1].gap in (" ", "-"):
        i -= 1
    if i < 0 or words[i + 1].gap.strip():
        return 0.0
    before = words[i].text.lower()
    if before in lexicon.locative:
        return 2.0
    if before == "of":
        return 1.7 if i and words[i - 1].text.lower() in lexicon.generic | lexicon.direction else 0.8
    if before in lexicon.generic:
        return 1.0
    if before in lexicon.title:
        return -1.0 if state else -4.0
    return 0.0


def _office(c: Candidate, words: Sequence[Word], lexicon: Lexicon) -> bool:
    return c.first >= 2 and words[c.first - 2].text.lower() in lexicon.title | lexicon.role | lexicon.generic


def _after(c: Candidate, words: Sequence[Word], lexicon: Lexicon, *, state: bool) -> float:
    right = c.right.text.lower() if c.right else None
    if right is not None:
        if c.right and "-" in c.right.gap and not c.right.capital:
            return 0.0
        initials = state and c.phrase.replace(".", "").isupper()
        if c.left is None and c.phrase in lexicon.given and right not in lexicon.organisation | lexicon.role:
            return -5.0  # "Jordan Ellis"
        rest = {w.text.lower() for w in words[c.last : c.run[1]]}
        if (right in lexicon.role or right in lexicon.generic) and not rest & _SCHOOLS:
            return 0.5
        if right in lexicon.organisation or rest & _SCHOOLS:
            return 0.0 if initials else (-3.0 if state else -4.0)
        return 0.0 if initials else (-1.5 if state else -3.5)
    if c.last >= len(words):
        return 0.0
    after = words[c.last]
    if after.gap == " " and after.text in lexicon.thing:
        return -4.0
    if after.gap == " " and after.text in lexicon.speech and not state:
        return -1.5
    if after.gap == " " and after.text in lexicon.generic:
        return 1.2
    if after.gap == "-" and after.text in ("based", "born", "area", "controlled", "held", "backed", "led"):
        return 2.0
    return 0.0
