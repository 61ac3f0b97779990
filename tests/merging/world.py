"""A made-up world in which happenings happen: states, cities, people, armed groups, and what they do in half a year.

Nothing here knows how incidents are found. States, people and places are invented; only the shape is the news's: few
dyads make most of it, things happen in series, and the same people say the same things day after day.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

STATES = "Karvania Ostrelia Belmark Tavoria Nerida Solvenia Ushkal Marrow Pellias Quorin Zemstria Hadrana".split()
SURNAMES = (
    "Adeloy Brankov Castellu Dorvani Eskander Farrukhi Golobin Hatashi Irvonen Jalloway Kestrel Lomidz Mbekari Norlund "
    "Ostrow Pashkin Quintero Radek Sallivan Tomazin Ulvaeth Varga Wintersen Xanthos Yarmol Zukhov Abreva Bolduc Cernik"
).split()
GIVEN = "Ana Boris Clara Dmitri Elena Farid Goran Hana Ilya Jana Karim Leila Marek Nadia Omar Petra".split()
GROUPS = [
    "Red Valley Front",
    "Sons of Ashur",
    "Northern Brigade",
    "Black Lantern",
    "Harvest Army",
    "Free Coast Movement",
]
TARGETS = {
    "market": "stalls traders shoppers", "checkpoint": "barrier guards queue", "bus": "passengers highway commuters",
    "mosque": "prayers worshippers", "police station": "officers gate compound", "hotel": "guests lobby foreigners",
    "school": "pupils classroom", "convoy": "trucks escort vehicles", "barracks": "recruits soldiers garrison",
    "oil depot": "tanks flames fuel", "wedding hall": "guests celebration", "power station": "blackout turbines",
    "hospital": "patients ward doctors", "bridge": "river crossing traffic", "court": "judges trial hearing",
}  # fmt: skip
TOPICS = [
    ("withdraw its troops from the border zone", "pull its forces back from the frontier",
     "end the build-up at the border"),
    ("release the detained fishermen", "free the crew of the seized trawler", "let the jailed fishermen go home"),
    ("reopen the pipeline", "resume gas deliveries", "turn the gas supply back on"),
    ("stop the enrichment of uranium", "halt its nuclear programme", "give up enriching uranium"),
    ("lift the ban on grain exports", "drop its grain embargo", "let grain ships sail again"),
    ("hand over the suspects in the poisoning", "extradite the two men wanted for the poisoning",
     "surrender the agents"),
    ("respect the ceasefire in the valley", "honour the truce in the valley", "stop violating the truce"),
    ("allow inspectors into the missile site", "open the missile base to inspection", "grant inspectors access"),
    ("pay its share of the dam", "settle its debt for the dam", "meet its part of the cost of the dam"),
    ("end support for separatists", "cut off the separatists", "stop arming the separatist militias"),
    ("hold early elections", "call a vote before the winter", "send voters to the polls early"),
    ("share water from the upper river", "release more water downstream", "open the sluices of the upper dam"),
    ("close its airspace to bombers", "deny bombers its airspace", "bar bombers from flying over"),
    ("recognise the new government", "accept the new cabinet", "deal with the new rulers"),
    ("cut tariffs on steel", "lower steel duties", "remove the levy on imported steel"),
    ("join the climate accord", "sign up to the emissions pact", "return to the climate agreement"),
    ("free the opposition leader", "release the jailed opposition leader", "let the dissident out of prison"),
    ("return the looted statues", "give back the temple statues", "restore the stolen temple art"),
    ("take in more refugees", "admit more of the displaced", "open camps for refugees"),
    ("stop jamming satellites", "end the jamming of navigation signals", "cease disrupting satellite navigation"),
]  # fmt: skip
_THINGS = (
    "windows shattered|smoke rose|sirens wailed|phone lines failed|mourners gathered|shops shut|helicopters circled|"
    "roads were sealed|rain fell|neighbours fled|markets slid|envoys hurried home|a crowd looked on|trains stopped|"
    "cameras were rolling|church bells rang|hospitals asked for blood|lawyers protested"
).split("|")
_CIRCUMSTANCES = (
    "before a holiday|blocks away|through the night|for the second time since winter|as ministers met|despite a truce|"
    "to general surprise|after a leaked memo|under heavy guard|at the height of the tourist season|on an anniversary|"
    "amid a fuel shortage|ahead of a summit|in freezing wind|to cheers from passers-by|while parliament sat"
).split("|")
DETAILS = [f"{thing} {how}" for thing in _THINGS for how in _CIRCUMSTANCES]
OCCASIONS = "forum summit dinner rally debate interview congress ceremony briefing anniversary".split()
# type, mode
SORTS = [
    ("ASSAULT", "explosives"), ("ASSAULT", "suicide-attack"), ("ASSAULT", "firearms"), ("ASSAULT", "aerial"),
    ("ASSAULT", "heavy-weapons"), ("ASSAULT", "abduct"), ("COERCE", "arrest"), ("PROTEST", "demo"),
    ("CONSULT", "visit"),
    ("CONSULT", None), ("CONSULT", "phone"), ("REQUEST", "change"), ("REQUEST", "yield"), ("ACCUSE", "disapprove"),
    ("THREATEN", None), ("REJECT", "yield"), ("AGREE", None), ("SANCTION", "discontinue"), ("AID", None),
    ("MOBILIZE", "troops"), ("RETREAT", "release"), ("SUPPORT", None),
]  # fmt: skip
SPOKEN = frozenset({"REQUEST", "ACCUSE", "THREATEN", "REJECT", "AGREE", "SUPPORT"})


@dataclass(frozen=True)
class City:
    name: str
    id: int
    state: str
    province: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Body:
    """Somebody who acts, with the ways he is named: (name, country, sector, has a role)."""

    names: tuple[tuple[str, str | None, str, bool], ...]


@dataclass(frozen=True)
class Happening:
    """What truly happened."""

    id: int
    type: str
    mode: str | None
    day: date
    actor: Body
    recipient: Body | None
    city: City | None
    target: str
    topic: tuple[str, str, str]
    killed: int
    injured: int
    crowd: int
    money: int
    details: tuple[str, ...]
    proper: str
    """What its site or occasion is called: "Almar" of "the Almar market", "Lenz" of "the Lenz forum"."""
    twin: bool = False
    """Whether the same parties did the same that day or the day before: reporters then say which they mean."""


@dataclass
class World:
    rng: Random
    cities: dict[str, list[City]] = field(default_factory=dict)
    states: dict[str, Body] = field(default_factory=dict)
    people: dict[str, list[Body]] = field(default_factory=dict)
    groups: list[tuple[Body, str]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)


def code(state: str) -> str:
    return state[:3].upper()


def world(seed: int, *, n: int = 90, days: int = 120) -> World:
    """`n` happenings and their near misses over `days` days."""
    w = World(Random(f"world {seed}"))
    rng = w.rng
    for s, state in enumerate(STATES):
        lat, lon = 10.0 + 4 * (s // 4), 5.0 * (s % 4)
        w.cities[state] = []
        for i in range(7):
            # pairs of towns lie some 20 to 60 km apart, the rest farther
            at = (lat + rng.uniform(0, 3), lon + rng.uniform(0, 4))
            if i % 3 == 2:
                near = w.cities[state][-1]
                at = (near.lat + rng.uniform(0.2, 0.5), near.lon + rng.uniform(-0.2, 0.2))
            name = rng.choice("Al Bur Cal Dor El Fan Gor Hel Is Kar Lim Mor Nov Ost".split()) + rng.choice(
                "abad ville grad mouth stan burg iya ovo ton esk port dara".split()
            )
            w.cities[state].append(
                City(name, 1000 * s + i + 1, state, f"{state} {'North South East'.split()[i % 3]}", *at)
            )
        c = code(state)
        capital = w.cities[state][0].name
        w.states[state] = Body(
            ((state, c, "GOV", False), (state, c, "GOV", False), (f"{state} government", c, "GOV", False),
             (capital, c, "GOV", False), ("officials", c, "GOV", False))
        )  # fmt: skip
        w.people[state] = []
        for _ in range(3):
            given, surname = rng.choice(GIVEN), rng.choice(SURNAMES)
            full = f"{given} {surname}"
            names = (
                (full, c, "GOV", True),
                (full, c, "GOV", True),
                (surname, c, "GOV", True),
                (state, c, "GOV", False),
            )
            w.people[state].append(Body(names))
    for g in GROUPS:
        home = rng.choice(STATES)
        country = code(home) if rng.random() < 0.5 else None
        names = ((g, country, "REB", False), (g, None, "REB", False), ("militants", code(home), "REB", False))
        w.groups.append((Body(names), home))
    dyads = [tuple(rng.sample(STATES, 2)) for _ in range(14)]
    while len(w.happenings) < n:
        day = date(2023, 3, 1) + timedelta(days=rng.randrange(days))
        true = _happening(w, rng.choice(SORTS), rng.choice(dyads), day)
        w.happenings.append(true)
        again = 0
        while rng.random() < 0.45:
            w.happenings[true.id] = replace(true, twin=True)
            again += 1
            w.happenings.append(_sibling(w, true, again))
    return w


def _happening(w: World, sort: tuple[str, str | None], dyad: tuple[str, ...], day: date) -> Happening:
    rng = w.rng
    type_, mode = sort
    one, two = dyad
    actor, recipient, city = w.states[one], w.states[two], None
    if type_ == "ASSAULT" and mode not in ("aerial", "heavy-weapons"):
        actor, home = rng.choice(w.groups)
        city = rng.choice(w.cities[home])
        recipient = _victims(rng, home)
    elif type_ in ("ASSAULT", "MOBILIZE"):
        actor = Body((*w.states[one].names[:2], (f"{one} army", code(one), "MIL", False)))
        recipient = w.states[two] if rng.random() < 0.5 else _victims(rng, two)
        city = rng.choice(w.cities[two])
    elif type_ in ("COERCE", "PROTEST"):
        city = rng.choice(w.cities[one])
        crowd = Body((("demonstrators", code(one), "CVL", False), ("students", code(one), "CVL", False)))
        actor, recipient = (crowd, w.states[one]) if type_ == "PROTEST" else (actor, crowd)
    elif type_ in SPOKEN or type_ == "CONSULT":
        actor = rng.choice(w.people[one])
        recipient = w.states[two] if type_ in SPOKEN and rng.random() < 0.7 else rng.choice(w.people[two])
        city = rng.choice(w.cities[rng.choice(dyad)]) if mode != "phone" and rng.random() < 0.6 else None
    elif type_ == "RETREAT":
        city = rng.choice(w.cities[one])
        recipient = _victims(rng, two)
    return Happening(
        len(w.happenings), type_, mode, day, actor, recipient, city, rng.choice(list(TARGETS)), rng.choice(TOPICS),
        int(rng.paretovariate(0.9) * 2) % 300, int(rng.paretovariate(0.9) * 5) % 900,
        rng.choice([3, 12, 40, 150]) * rng.randint(1, 30), rng.choice([5, 20, 75, 300]), tuple(rng.sample(DETAILS, 4)),
        _proper(rng),
    )  # fmt: skip


def _proper(rng: Random) -> str:
    return rng.choice(
        "Am Bel Cor Dan Er Fal Gil Hov Jun Kol Len Mar Nav Ors Pel Rus Sav Tor Ult Ver".split()
    ) + rng.choice(
        "adin bury court dahl eska finch gate holm indra jan kino lund mira nos orro park quay rand sk tavi".split()
    )


def _victims(rng: Random, state: str) -> Body:
    c = code(state)
    loose = [("people", None, "CVL", False), ("civilians", c, "CVL", False)]
    armed = [("soldiers", c, "MIL", False), ("police", c, "COP", False), (f"{state} troops", c, "MIL", False)]
    return Body(tuple(loose + rng.sample(armed, 1) if rng.random() < 0.7 else armed))


def _sibling(w: World, true: Happening, again: int) -> Happening:
    """A near miss: the same parties do the same again, but somewhere else, at another time, or to something else."""
    rng = w.rng
    fresh = _happening(w, (true.type, true.mode), tuple(rng.sample(STATES, 2)), true.day)
    near = w.cities[true.city.state] if true.city else []
    other = rng.choice([c for c in near if c != true.city]) if near else None
    details = (*rng.sample(true.details, 1), *rng.sample(DETAILS, 3))
    topic = rng.choice([t for t in TOPICS if t != true.topic])
    target = rng.choice([t for t in TARGETS if t != true.target])
    later = true.day + timedelta(days=rng.choice([1, 1, 2, 3, 7]))
    recipient = true.recipient
    place, day, topic_, target_ = true.city, true.day, topic, target
    sort = rng.randrange(4)
    if true.type in ("CONSULT", "SANCTION", "SUPPORT", "AID"):
        if sort < 2:  # the same day, with another: a minister in town sees several people, sanctions go out in rounds
            others = [p for s in STATES for p in w.people[s] if p not in (true.actor, true.recipient)]
            recipient = (
                rng.choice(others)
                if true.type == "CONSULT"
                else rng.choice([b for b in w.states.values() if b not in (true.actor, true.recipient)])
            )
            topic_ = rng.choice([topic, true.topic])
        else:  # the same again a week or so later, and a week after that
            place, day = other or true.city, true.day + timedelta(days=5 * again + rng.choice([0, 2]))
    elif sort == 0 or (
        sort == 2
        and true.type not in SPOKEN
        and true.mode not in ("explosives", "suicide-attack", "firearms", "abduct")
    ):
        place, target_ = other or true.city, rng.choice([target, true.target])  # the same day, another place
    elif sort == 1:  # a later day, the same place and often the same subject
        day, topic_, target_ = later, rng.choice([topic, true.topic]), rng.choice([target, true.target])
    elif sort == 3:  # a later day, another place
        place, day, topic_ = other or true.city, later, rng.choice([topic, true.topic])
    # and else the same day and place, another target or subject
    return Happening(
        len(w.happenings), true.type, true.mode, day, true.actor, recipient, place, target_, topic_, fresh.killed,
        fresh.injured, fresh.crowd, fresh.money, details,
        true.proper if place == true.city and target_ == true.target and rng.random() < 0.3 else _proper(rng),
        twin=True,
    )  # fmt: skip
