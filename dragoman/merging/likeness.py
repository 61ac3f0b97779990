"""Likeness: how much speaks for two tellings being of one happening, and what rules it out.

A score adds up what the two share, each kind of evidence in tenths of roughly the same coin: what is seldom shared by
accident (a city and a day, a figure such as 27, a person, the object of a demand) weighs most. `None` means that they
cannot be one: other places, other parties, days apart. `ENOUGH` is the score from which two are taken for one.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from dragoman.merging.tellings import WIDE, Side, Telling, Where, kind_of
from dragoman.model import Magnitude, Place, Status

ENOUGH = 2.7
APART_KM = 30.0
"""Two precise places no farther apart than this may be one: a city and its airport."""
_ARMED = frozenset({"REB", "UAF", "CRM", "PRM"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "ELI", "PTY"})
_PEOPLE = frozenset({"CVL", "JRN", "BUS", "NGO", "REL", "REF", "EDU", "MED", "LAB", "UNK", "OPP", "SOC", "AGR"})
_TALKED_OF = frozenset({Status.PLANNED, Status.HYPOTHETICAL})


def likeness(a: Telling, b: Telling, *, kin: bool = False, together: bool = False) -> float | None:
    """What speaks for `a` and `b` being one happening, or None where they cannot be.

    `kin` says that the one stands in a version of a report where the other does not, `together` that one report has
    both. Symmetric.
    """
    if b.id < a.id:  # matching of equally long lists has a direction: always the same
        a, b = b, a
    if a.report == b.report and a.sentence == b.sentence:
        return None  # coded as two out of one sentence
    kind = kind_of(a.type)
    score = 0.0
    if a.type != b.type:
        if b.type not in kind.near and a.type not in kind_of(b.type).near:
            return None
        score -= 1.2
    status = _status(a, b)
    if status is None:
        return None
    days = _days(a, b)
    if days is None:
        return None
    places = _places(a.where, b.where, kind.kind)
    if places is None:
        return None
    parties = _parties(a, b, kind.kind)
    if parties is None:
        return None
    if kind.kind == "words":
        # Whoever speaks, speaks on many things that day: when and where tell acts of speech apart, not together.
        days, places = min(days, 1.0), min(places, 0.5)
    score += status + days + places + parties
    score += _sizes(a.magnitudes, b.magnitudes) + _modes(a, b)
    score += _words(a.words, b.words, kind.kind) + _names(a.names, b.names)
    if kin:
        score += 1.0
    if together or a.report == b.report:
        # A report that tells two events of a type mostly means two; a mention again has been joined when it was coded.
        score -= 2.0
    return score


# Status


def _status(a: Telling, b: Telling) -> float | None:
    if a.status is b.status:
        return 0.0
    pair = {a.status, b.status}
    if Status.HYPOTHETICAL in pair:
        return None
    if Status.PLANNED in pair:
        # What is announced for a day and done on it is one; without its day, announcement and deed are not told as one.
        return -0.3 if a.first is not None and b.first is not None else -1.0
    if Status.DENIED in pair:
        return -1.0
    return 0.0


# Days


def _days(a: Telling, b: Telling) -> float | None:
    told_a, told_b = a.first is not None, b.first is not None
    if told_a and told_b:
        return _both_told(a, b)
    if told_a or told_b:
        return _one_told(a, b) if told_a else _one_told(b, a)
    if a.day is None or b.day is None:
        return -0.5
    apart = abs(a.day - b.day)
    if Status.HISTORICAL in (a.status, b.status):
        return -0.3
    lag = kind_of(a.type).lag
    return -2.5 if apart > lag + 1 else (0.9, 0.6, 0.0, -0.5, -0.9, -1.2)[min(apart, 5)]


def _both_told(a: Telling, b: Telling) -> float | None:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        raise ValueError("both tellings need days")
    if a.first > b.last or b.first > a.last:
        # One day off: the sun rises earlier in one desk's zone, or "overnight" is told as either day.
        gap = max(a.first - b.last, b.first - a.last)
        return -2.0 if gap == 1 and a.first == a.last and b.first == b.last else None
    widest = max(a.last - a.first, b.last - b.first)
    if widest == 0:
        return 1.6
    if widest <= 7:
        return 1.0
    if widest < WIDE:
        return 0.4
    return 0.5 if (a.first, a.last) == (b.first, b.last) else -0.3


def _one_told(told: Telling, untold: Telling) -> float | None:
    if told.first is None or told.last is None:
        raise ValueError("the first telling needs days")
    if untold.day is None:
        return -0.3
    if untold.status is Status.HISTORICAL:
        return 0.0 if told.first <= untold.day else None
    if untold.status in _TALKED_OF:
        return 0.0 if untold.day - 1 <= told.last and told.first <= untold.day + 14 else None
    if told.first > untold.day:
        return None
    behind = max(0, untold.day - told.last)
    lag = kind_of(told.type).lag
    if behind > lag + 4:
        return -2.5
    if told.last - told.first > 7:
        return 0.0
    return (1.0, 1.0, 0.4, 0.0)[behind] if behind <= min(lag, 3) else -0.8


# Places


def _places(a: Where | None, b: Where | None, kind: str) -> float | None:
    if a is None or b is None:
        return 0.0
    apart = None if kind != "words" else -1.5
    p, q = a.place, b.place
    if p.country and q.country and p.country != q.country:
        return apart
    if a.precise and b.precise:
        if p.geonameid is not None and p.geonameid == q.geonameid:
            return 2.0
        if p.name == q.name and (p.geonameid is None or q.geonameid is None):
            return 1.8
        far = distance_km(p, q)
        if far is None:
            return 0.0
        return 1.3 if far <= APART_KM else apart
    if p.name == q.name:
        return 0.5 if p.precision == "country" else 1.2
    if p.admin1 and q.admin1:
        return 0.8 if p.admin1 == q.admin1 else apart
    return 0.3 if p.country and q.country else 0.0


def distance_km(p: Place, q: Place) -> float | None:
    """Kilometres between two places on a sphere, None where a coordinate is unknown."""
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return None
    lat1, lat2, dlon = radians(p.lat), radians(q.lat), radians(q.lon - p.lon)
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(dlon / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))


# Parties


def _parties(a: Telling, b: Telling, kind: str) -> float | None:
    if kind == "meeting":
        return _met(a, b)
    acting = _sides(a.actors, b.actors, victims=False)
    suffering = _sides(a.recipients, b.recipients, victims=kind == "deed")
    total = 0.0
    for like, weight in ((acting, 2.0), (suffering, 1.8)):
        if like is None:
            continue
        if like <= -1.0:
            return None
        total += weight * like if like >= 0 else 3.0 * like
    return total


def _met(a: Telling, b: Telling) -> float | None:
    """Who meets whom has no order; whom one telling names alone may have met others too."""
    few, many = sorted(((*a.actors, *a.recipients), (*b.actors, *b.recipients)), key=len)
    if not few:
        return 0.0
    best = [max(party(s, o) for o in many) for s in few]
    if min(best) <= -1.0:
        return None
    mean = sum(best) / len(best)
    if mean < 0:
        return 3.0 * mean
    if len(few) > 1:
        return mean * 3.8
    return mean * (2.2 if len(many) == 1 else 1.3)  # who met somebody met whom? perhaps another


def _sides(a: tuple[Side, ...], b: tuple[Side, ...], *, victims: bool) -> float | None:
    """-1 to 1 for two lists of parties, None where one of them is unknown."""
    if not a or not b:
        return None
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    best = [max(party(s, o, victims=victims) for o in many) for s in few]
    top = max(best)
    if top <= 0:
        return top
    return sum(max(x, -0.5) for x in best) / len(best)


def party(a: Side, b: Side, *, victims: bool = False) -> float:
    """-1 (two parties) to 1 (one person); 0 where nothing can be told. Symmetric.

    `victims`: whom a deed hits is named loosely ("people", "soldiers", "a patrol"), so sectors part less.
    """
    foreign = a.country is not None and b.country is not None and a.country != b.country
    if a.name and a.name == b.name:
        if a.common:
            return 0.0 if foreign else 0.5
        return 0.3 if foreign else 1.0 if a.person or b.person else 0.8
    if a.person and b.person:
        return _persons(a, b)
    if foreign:
        return 0.0 if a.common and b.common and a.sector in _ARMED and b.sector in _ARMED else -1.0
    alike = _sectors(a.sector, b.sector)
    if victims and alike < 0:
        alike = -0.1
    if a.country is not None and a.country == b.country:
        if alike < 0:
            return alike
        shared = not a.person and not b.person and bool(set(a.tokens) & set(b.tokens))
        proper = not (a.common or b.common)
        if proper and not (a.person or b.person) and not shared and not _is_state(a) and not _is_state(b):
            return 0.2 * alike  # two named bodies of one country
        return (0.7 if shared else 0.55) * alike
    # a country is unknown
    if set(a.tokens) & set(b.tokens):
        return 0.5
    if a.common or b.common or not a.tokens or not b.tokens:
        return alike * 0.2 if alike > 0 else (alike if alike <= -1.0 and not victims else 0.0)
    if victims or (a.country is None) != (b.country is None):
        return -0.4  # perhaps another name of it, with its country left open
    return -1.0


def _persons(a: Side, b: Side) -> float:
    if not a.tokens or not b.tokens or a.tokens[-1] != b.tokens[-1]:
        return -1.0
    if len(a.tokens) > 1 and len(b.tokens) > 1 and a.tokens[0][:3] != b.tokens[0][:3]:
        return -1.0
    return 0.9


def _is_state(s: Side) -> bool:
    """Whether a party is a state as a whole: its name says no body ("Russia", not "Russia's navy")."""
    return s.sector == "GOV" and not s.person and len(s.tokens) <= 2


def _sectors(a: str | None, b: str | None) -> float:
    if a is None or b is None or a == b:
        return 1.0
    if a in _ARMED and b in _ARMED:
        return 0.9
    if a in _STATE and b in _STATE:
        return 0.6
    if a in _PEOPLE and b in _PEOPLE:
        return 0.7
    if "UNK" in (a, b):
        return 0.2
    if (a in _ARMED and b in _STATE) or (b in _ARMED and a in _STATE):
        return -1.0
    return -0.5


# Sizes, modes, words


def _sizes(a: tuple[Magnitude, ...], b: tuple[Magnitude, ...]) -> float:
    """Figures part only what other evidence holds weakly: first tolls are wrong, and rise."""
    total = 0.0
    for kind in {m.kind for m in a} & {m.kind for m in b}:
        pairs = [_size(x, y) for x in a if x.kind == kind for y in b if y.kind == kind]
        total += max(pairs)
    return max(-2.8, min(2.6, 1.25 * total))


def _size(x: Magnitude, y: Magnitude) -> float:
    if x.kind == "money" and x.unit and y.unit and x.unit != y.unit:
        return 0.0
    if x.value == y.value:
        rare = x.value >= 10 and x.value % 10 != 0
        return 2.0 if rare else 1.0
    low, high = sorted((max(1.0, x.value), max(1.0, y.value)))
    ends = [m.high for m in (x, y) if m.high]
    if ends and high <= max(ends):
        return 0.6
    ratio = high / low
    if x.kind == "money":
        return 0.3 if ratio <= 1.1 else -1.2
    if high - low <= 3 or ratio <= 1.35:
        return 0.4
    if ratio <= 2.0:
        return 0.0
    return -1.0 if ratio <= 3.5 else -2.2


_ALIKE = (
    frozenset({"suicide-attack", "explosives"}),
    frozenset({"aerial", "drone"}),
    frozenset({"aerial", "heavy-weapons"}),
    frozenset({"firearms", "explosives"}),
    frozenset({"demo", "riot"}),
    frozenset({"disapprove", "allege"}),
)


def _modes(a: Telling, b: Telling) -> float:
    if a.mode is None or b.mode is None:
        return 0.0
    if a.mode == b.mode:
        return 0.3
    return 0.0 if frozenset({a.mode, b.mode}) in _ALIKE else -0.7


def _words(a: frozenset[str], b: frozenset[str], kind: str) -> float:
    """What the sentences share besides names: the object of a demand, the target of a strike."""
    least = min(len(a), len(b))
    if least < 2:
        return 0.0
    share = len(a & b) / min(max(4, least), 10)
    if kind == "meeting":  # two sides that meet on a day meet once, whatever else is told of it
        return 2.5 * (min(share, 0.9) - 0.1)
    if kind == "deed":
        return 3.2 * (min(share, 0.9) - 0.15)
    # said at another time to the same ears it would be another act: the content is what tells acts of speech apart
    return 7.0 * (min(share, 0.8) - 0.33)


def _names(a: frozenset[str], b: frozenset[str]) -> float:
    """Proper nouns beside the parties and the place: "the Almar market", "the Lenz forum"."""
    if not a or not b:
        return 0.0
    return 1.5 if a & b else -0.8
