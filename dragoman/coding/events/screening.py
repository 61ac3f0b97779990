"""What is no political act after all: no political side, or words about sport, business, crime, figures of speech."""

from __future__ import annotations

import re

from dragoman.coding.events.candidates import Candidate
from dragoman.coding.events.decision import Decision
from dragoman.coding.events.lexicon import Lexicon
from dragoman.coding.events.syntax import doer
from dragoman.language.analysis import Sentence, Token
from dragoman.model import Party

# Sectors whose members are no political actors by themselves.
PRIVATE = frozenset({"CVL", "BUS", "CRM", "JRN", "LAB", "EDU", "MED", "AGR", "REL", "REF", "UNK", "SOC"})
ARMED = frozenset({"MIL", "COP", "REB", "PRM", "UAF", "SPY", "GOV"})
# Sectors that may act without belonging to any country.
STATELESS = frozenset({"REB", "PRM", "UAF", "IGO", "NGO"})

# What strikes or hits people as a thought does.
IMPRESSIVE = frozenset(
    "call fact idea number news way lack statement remark word thought absence similarity contrast generosity kindness "
    "courage beauty warmth speech question speed scale intensity how what".split()
)

# What strikes, hits and kills, and is nobody's act.
NATURAL = frozenset(
    "accident aftershock avalanche blizzard cholera crisis cyclone disaster disease downturn drought "
    "earthquake ebola epidemic eruption famine flood heatwave hurricane inflation landslide lightning "
    "magnitude malaria meteorite mudslide outbreak pandemic plague quake recession storm tornado tremor "
    "tsunami typhoon virus volcano wildfire".split()
)

# What people are charged with as a task.
TASKS = frozenset(
    "oversee develop lead manage run implement coordinate enforce protect guard supervise administer monitor ensure "
    "prepare organise organize build rebuild secure maintain draft draw find make keep carry handle deal watch promote "
    "task duty mission oversight running".split()
)

# Acts of speech that a people or an organisation of citizens does as parties do.
CITIZENS = frozenset({"REQUEST", "ACCUSE", "REJECT", "CONCEDE", "THREATEN"})

# "Chile 2 Peru 1": a name and a score, and from how many of them on a paragraph is a table of results.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_RESULT = re.compile(rf"\b(?!{_MONTHS})[A-Z][a-z]+ \d{{1,2}}\b(?![,.]\d)")
LEAST_RESULTS = 4

Parties = tuple[Party, ...]


def political(party: Party) -> bool:
    """Whether a side is a state or one of its organs, an IGO, a party, an armed group, a movement, an official."""
    return (party.country is not None or party.sector is not None) and party.sector not in PRIVATE


def foreign_matter(sentence: Sentence, lexicon: Lexicon, *, block: str) -> str | None:
    """The other field (sport, business ...) that a sentence speaks of, or None. `block` is the paragraph around it."""
    if len(_RESULT.findall(block)) >= LEAST_RESULTS:
        return "sport"
    words = {w for t in sentence.tokens for w in (t.lower, t.lemma)}
    for field, least, marks in lexicon.foreign:
        if len({t.lemma for t in sentence.tokens if t.lower in marks or t.lemma in marks} & words) >= least:
            return field
    return None


def passes(c: Candidate, decision: Decision, *, actors: Parties, recipients: Parties, field: str | None) -> bool:
    """Whether the sides make a political act of a candidate."""
    everybody = (*actors, *recipients)
    flags = c.act.row.flags if c.act is not None and c.form == "act" else frozenset()
    known = [p for p in everybody if p.country or p.sector]
    civil = decision.type == "PROTEST"
    if not any(p.country or p.sector in STATELESS or (civil and p.sector) for p in known):
        return False  # "countries", "officials": nobody in particular
    nation = c.form != "open" and decision.type in CITIZENS and any(_people(p) for p in actors)
    if not known or not (civil or nation or any(map(political, known)) or _harm(decision, known)):
        return False
    if field in ("sport", "figure") or (field is not None and not _armed(known)):
        return False
    if civil:
        return bool(actors) and (field is None) and not all(p.sector in ("MIL", "IGO") for p in actors)
    if ("both" in flags or "recip" in flags) and not _two_sides(c, actors, recipients, flags):
        return False
    if "official" in flags and not any(political(p) for p in actors):
        return False
    if "abroad" in flags and not _abroad(actors, recipients):
        return False
    if "own" in flags and not any(political(p) for p in actors):
        return False
    if "forces" in flags and not (actors and any(political(p) for p in actors)):
        return False
    if (decision.type == "ASSAULT" and _figure(c.token)) or (decision.type == "ACCUSE" and _task(c.token)):
        return False
    if "violent" in flags or "explosion" in flags:
        if not actors and c.token.tag == "VBN" and c.token.dep == "acl":
            return False  # "a soldier killed there years ago" describes the soldier
        return _violent(c, decision, actors, recipients)
    if not _complete(c, decision, actors, recipients):
        return False
    if c.form in ("operator", "obligation") or decision.type in SPEECH:
        if decision.type == "ACCUSE" and decision.mode == "allege" and c.form == "act":
            return bool(actors) or any(map(political, recipients))
        return any(p.country or p.sector for p in actors)
    return (
        bool(actors)
        or (decision.type in ("SANCTION", "COERCE", "RETREAT", "CONCEDE") and bool(recipients))
        or (c.token.lemma in RESCUING and bool(recipients))
    )


def _figure(verb: Token) -> bool:
    """ "We were struck by the call from the parliament", "the idea strikes Chileans as absurd", "a quake hit Chile"."""
    who = doer(verb) if verb.is_verb else None
    as_something = verb.lemma == "strike" and any(c.lower == "as" and c.dep == "prep" for c in verb.children)
    return as_something or (who is not None and (who.lemma in IMPRESSIVE or who.lemma in NATURAL))


def _task(verb: Token) -> bool:
    """ "Was charged with overseeing the army": a task, no crime."""
    told = (x.lemma for p in verb.kids("prep") if p.lower == "with" for x in p.kids("pcomp", "pobj"))
    return verb.lemma == "charge" and any(lemma in TASKS for lemma in told)


def _people(party: Party) -> bool:
    """Whether a side is a people or an organisation of citizens, which may ask and blame like a party."""
    return party.country is not None and party.sector in ("CVL", "SOC", "LAB", "REL")


def unclaimed(c: Candidate, decision: Decision, *, actors: Parties, recipients: Parties, field: str | None) -> bool:
    """Whether an attack by nobody named may turn out a political act once the report says whose it was."""
    return (
        decision.type == "ASSAULT"
        and c.token.is_noun
        and field is None
        and not actors
        and any(p.country for p in recipients)
    )


def _complete(c: Candidate, decision: Decision, actors: Parties, recipients: Parties) -> bool:
    """Whether what a type of act cannot do without is there: whom one praises or accuses, what one asks or refuses."""
    match decision.type:
        case "SUPPORT":
            return bool(recipients) or len(actors) > 1 or (c.act is not None and "speech" not in c.act.row.flags)
        case "ACCUSE":
            # ", slamming the poor state of things": a participle's blame of nobody tells how the rest was said
            aside = c.token.tag == "VBG" and c.token.dep == "advcl"
            return bool(recipients) or (decision.mode != "allege" and not aside)
        case "REQUEST":
            return bool(recipients) or c.content_type is not None
        case "REJECT":
            return bool(recipients) or decision.mode is not None
    if c.token.is_noun and not actors:
        return bool(recipients) and (decision.type == "ASSAULT" or (c.act is not None and c.act.carrier is not None))
    return True


RESCUING = frozenset({"airlift", "evacuate", "rescue"})
SPEECH = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "ACCUSE"})


def _two_sides(c: Candidate, actors: Parties, recipients: Parties, flags: frozenset[str]) -> bool:
    if not actors:
        return False
    sides = {p.actor for p in (*actors, *recipients)}
    if len(sides) > 1:
        return "both" not in flags or sum(political(p) for p in (*actors, *recipients)) > 1 or bool(recipients)
    if "both" in flags or "sides2" in flags:
        return False
    # "officials met on Monday": several, though not told apart; "agreed to" needs nobody else
    return c.act is None or c.act.row.type in ("AGREE", "SUPPORT") or (c.act.row.type == "CONSULT" and c.token.is_verb)


def _abroad(actors: Parties, recipients: Parties) -> bool:
    """Whether guests who are no soldiers come to another country: a president who arrives in his own visits nobody."""
    guests = {p.country for p in actors if p.sector != "MIL"}
    return bool(guests - {None}) and guests.isdisjoint(p.country for p in recipients)


def _violent(c: Candidate, decision: Decision, actors: Parties, recipients: Parties) -> bool:
    everybody = (*actors, *recipients)
    if any(p.sector in ARMED or (p.sector is None and p.country) for p in everybody):
        return True
    if len({p.country for p in everybody if p.country}) > 1:
        return True
    return any(map(political, everybody)) or _harm(decision, list(everybody))


def _harm(decision: Decision, known: list[Party]) -> bool:
    """Bombs and the like make even an attack by unknown hands on the unarmed a political one."""
    return (
        decision.type == "ASSAULT"
        and decision.mode
        in ("explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "abduct", "targeted", "torture")
        and any(p.country for p in known)
    )


def _armed(known: list[Party]) -> bool:
    return any(p.sector in ("GOV", "MIL", "REB", "IGO", "PRM", "LEG", "JUD", "COP") for p in known)
