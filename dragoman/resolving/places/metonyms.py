"""Names of seats that stand for the government there: "Moscow denied", "talks with Washington", "Tehran's demands".

Only capitals and the other seats of `countries.tsv` are asked about. "In Moscow", "flew to Washington" and "a court in
Tehran said" are places.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.resolving.countries import Countries
from dragoman.resolving.places.gazetteer import Feature
from dragoman.resolving.places.lexicon import Lexicon
from dragoman.resolving.places.spotting import Candidate, Word

_HELPERS = frozenset(
    "has had have is was will would could may might must should also again never not repeatedly since long now then"
    " later earlier still already immediately quickly strongly flatly publicly initially reportedly swiftly".split()
)
_DEALT = frozenset(("with", "between", "on", "against", "toward", "towards", "from", "over", "to"))
_PLACING = frozenset(("of", "for", "on", "along"))  # "a briefing on Capitol Hill said"
_REACH = 4


def is_metonym(c: Candidate, found: Sequence[Candidate], words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether `c`, with its best sense set, stands for a government; `found` are the names before it, in text order."""
    if c.best is None or c.containers or c.contains or c.left is not None or not _seat(c):
        return False
    before = words[c.first - 1] if c.first else None
    if before is not None and before.text.lower() == "the" and words[c.first].gap == " ":
        before = words[c.first - 2] if c.first > 1 else None
    said = before.text.lower() if before is not None else ""
    if _party(c, said, found, words, lexicon):
        return True
    if said in lexicon.locative or said in _PLACING:
        return False
    return _acts(c, words, lexicon)


def _seat(c: Candidate) -> bool:
    assert c.best is not None
    if c.best.feature is Feature.CITY:
        return c.best.capital or Countries.load().by_seat(c.phrase) is not None
    return c.best.feature is Feature.POINT and Countries.load().by_seat(c.phrase) is not None


def _acts(c: Candidate, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """ "Moscow has long denied", "Tehran's demands"."""
    if c.right is not None or c.last >= len(words):
        return False
    i = c.last
    if words[i].gap in ("'s ", "’s ", "' ", "’ "):
        return words[i].text.lower() in lexicon.policy
    while i < min(c.last + _REACH, len(words)) and words[i].gap == " " and words[i].text in _HELPERS:
        i += 1
    return i < len(words) and words[i].gap == " " and words[i].text in lexicon.voice


def _party(c: Candidate, said: str, found: Sequence[Candidate], words: Sequence[Word], lexicon: Lexicon) -> bool:
    """ "Talks with Washington", "relations between Moscow and Kyiv"."""
    if said in ("and", "or"):
        other = next((o for o in reversed(found) if o.last == c.first - 1), None)
        return other is not None and other.metonym and _dealt(other, words, lexicon)
    return said in _DEALT and _dealt(c, words, lexicon)


def _dealt(c: Candidate, words: Sequence[Word], lexicon: Lexicon) -> bool:
    i = c.first - 1
    while i >= 0 and words[i].text.lower() == "the":
        i -= 1
    if i < 1 or words[i].text.lower() not in _DEALT or words[i + 1].gap != " " or words[i].gap != " ":
        return False
    near = words[i - 1].text.lower()
    if words[i].text.lower() in ("with", "between"):
        return near in lexicon.dealing
    return near in ("pressure", "sanctions", "embargo", "signals") and words[i].text.lower() != "over"
