"""What is said to be done with a commitment ("rejected the Peruvian offer of tents"), and what of its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.merging.threads.reading import Reading, Sentence, telling
from dragoman.merging.threads.sides import Side, any_same
from dragoman.merging.threads.signs import (
    ALONE,
    ELSEWHERE,
    LONG,
    SPOKEN,
    WITH_NOUN,
    Sign,
    age,
    around,
    between,
    clause_ahead,
    day_after,
    event_at,
    is_told_of_now,
    span_between,
)
from dragoman.merging.threads.terms import ACT, OTHERS_TO_DO, RELATED, SEVERAL, THING, Terms
from dragoman.merging.threads.thread import How
from dragoman.merging.threads.words import Cue, Word, concepts_at, found_in, named_kinds
from dragoman.model import CommitmentKind

CUT = frozenset({";", ",", "that", "after", "because", "while", "which", "who", "about"})
INNER = frozenset("of in at against between over among".split())  # what follows is no longer the verb's own object
MORE = frozenset({"another", "more", "further", "additional"})
SPANS = frozenset("hour hours day days week weeks month months year years time".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
PASSING = frozenset({"pass", "expir", "laps", "elaps", "run", "go", "miss"})
# Behind a noun these begin what it is about: "the offer of talks", "a demand that they leave".
ABOUT = frozenset("of to for that on about over".split())


def answers(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    """Verbs of answering with the commitment's own noun, by the side whose answer it is."""
    acts = {c.name for c in terms.about.acts}
    for i, cue, done in sentence.cues:
        if any(c.name in acts for c in concepts_at(sentence.words, i)) and cue.how in ("withdraws", "modifies"):
            continue  # who pledged to suspend it and suspends it withdraws nothing
        at = _object(terms, sentence, i, cue)
        if at is None or not _fitting(terms, sentence, i, at, cue):
            continue
        share = terms.about.share(around(sentence, min(i, at), max(i, at)))
        if not is_told_of_now(event_at(sentence, i), terms) or not _is_meant(terms, reading, sentence, i, at):
            continue
        how = How(cue.how) if done is not False else _left_undone(terms, How(cue.how))
        if how is None or (how is How.FULFILS and cue.agent == "other" and terms.kind not in OTHERS_TO_DO):
            continue
        sure = 0.55 + 0.25 * share + (0.15 if sentence.agents_of(i) else 0.0)
        new = day_after(reading, sentence, -1, ("until", "to", "by")) if how is How.MODIFIES else None
        yield Sign(how, sentence, span_between(sentence, i, at), sure, event_at(sentence, i), new)


def _is_meant(terms: Terms, reading: Reading, sentence: Sentence, i: int, at: int) -> bool:
    """Whether it is this commitment that "the offer" means: by its words beside, or told just before, of late.

    Behind the noun there may stand what it is about; that must then be what the commitment is about.
    """
    near = around(sentence, min(i, at), max(i, at))
    share, matched, days = terms.about.share(near), terms.about.matched(near), age(terms, reading)
    if terms.counterparty is None:
        return share >= ALONE and any(sentence.names(s) for s in terms.others)
    told = _told_of(terms, sentence, at)
    if told is not None:
        return told and (days <= LONG or matched >= SEVERAL)
    if days > LONG:
        return matched >= SEVERAL and share >= WITH_NOUN
    if matched >= SEVERAL or (matched >= THING and share >= ALONE):
        return True
    context = reading.around(sentence)
    told_before = terms.about.share(context) >= ELSEWHERE and terms.about.matched(context) >= min(
        SEVERAL, terms.about.things
    )
    return days <= SPOKEN and told_before and (between(terms, sentence) or _owner(sentence, i, at) is not None)


def _told_of(terms: Terms, sentence: Sentence, at: int) -> bool | None:
    """Whether what a noun is said to be about is the commitment's own; None where it is not said."""
    words = sentence.words
    if at + 1 >= len(words) or words[at + 1].lower not in ABOUT:
        return None
    inner = [n for n in sentence.namings if n.at in (at + 2, at + 3)]
    behind = at + 1 if not inner or words[at + 1].lower in ("to", "that") else inner[0].end - 1
    rest = found_in(clause_ahead(words[behind + 1 :]))
    if not rest:
        return None
    things = terms.about.matched(rest)
    return things >= min(THING, terms.about.things) if terms.about.things else terms.about.share(rest) >= ALONE


def _object(terms: Terms, sentence: Sentence, i: int, cue: Cue) -> int | None:
    """The noun that names the commitment, as the verb's object or subject; what it is about may stand for it."""
    words = sentence.words
    kinds = RELATED[terms.kind]
    ahead = range(i + 1, min(len(words), i + 10))
    behind = range(i - 1, max(-1, i - 12), -1)
    for j in ahead:
        if words[j].lower in CUT or (words[j].lower in INNER and words[j - 1].lower not in DAYS and j > i + 2):
            break
        if named_kinds(words[j]) & kinds and words[j].lower not in ("plans", "planned"):
            return j
    for j in behind:
        if words[j].lower in (";", ","):
            break
        if named_kinds(words[j]) & kinds and any(w.lower in ("was", "were", "been") for w in words[j:i]):
            return j
    if cue.how in ("withdraws", "modifies", "accepts") and (cue.how != "modifies" or terms.about.amounts):
        for j in range(i + 1, min(len(words), i + 4)):
            if words[j].lower in CUT:
                break
            if any(words[j].stem in k.split("|") for k, weight in terms.about.weights.items() if weight != ACT):
                return j
    if cue.how == "accepts" and words[i].stem == "agre" and terms.kind in (*OTHERS_TO_DO, CommitmentKind.OFFER):
        ahead_sides = [n.side for n in sentence.namings if i < n.at <= i + len(clause_ahead(words[i + 1 :]))]
        # "agreed to meet the Kenyan president" accepts no Chadian offer to meet
        apart = not terms.about.things and bool(ahead_sides) and not any_same(terms.party, ahead_sides)
        return i if not apart and _agreed_to(terms, words[i + 1 :]) else None
    return None


def _agreed_to(terms: Terms, rest: Sequence[Word]) -> bool:
    """Whether what follows "agreed" is what was asked: the act and the thing, within the clause."""
    found = found_in(clause_ahead(rest))
    acts = {c.name for c in terms.about.acts}
    if acts and not acts & (found if terms.about.things else found_in(rest[:4])):
        return False
    return terms.about.share(found) >= ALONE and terms.about.matched(found) >= min(THING, terms.about.things)


def _fitting(terms: Terms, sentence: Sentence, i: int, at: int, cue: Cue) -> bool:
    """Whether the right side does it to the right side's commitment."""
    agents = sentence.agents_of(i)
    owner = _owner(sentence, i, at)
    if owner is not None and not terms.is_owner(owner):
        return False
    if not agents:
        return between(terms, sentence) or owner is not None
    mine = any(terms.is_owner(a) for a in agents)
    if cue.agent == "party":
        return mine
    if cue.agent == "other":
        both = terms.kind is CommitmentKind.AGREEMENT
        if any(a.same(terms.party) for a in agents) and not both:
            return False
        others = (terms.counterparty,) if terms.counterparty is not None else terms.mentioned
        return both or any(any_same(o, agents) for o in others)
    return mine or any_same(terms.counterparty, agents)


def _owner(sentence: Sentence, i: int, at: int) -> Side | None:
    """Whose the noun is said to be: "Ecuador's offer", "an Ethiopian offer", "the demand of the UN"."""
    for n in sentence.namings:
        if i < n.at < at and at - n.end <= 3 and n.at > i:
            return n.side
        if n.at > at and n.at - at <= 3 and sentence.words[n.at - 1].lower in ("of", "by", "from", "the"):
            nearest = next((w.lower for w in reversed(sentence.words[at : n.at]) if w.lower != "the"), "")
            if nearest in ("of", "by", "from"):
                return n.side
    return None


def _left_undone(terms: Terms, how: How) -> How | None:
    """What it means that something was not done with a commitment."""
    if how is How.FULFILS:
        return How.LAPSES if terms.kind is CommitmentKind.THREAT else How.BREAKS
    return None


def deadlines(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    """ "The deadline passed", and "gave Libya until 20 February"."""
    words, share = sentence.words, terms.about.share(sentence.found)
    if share < WITH_NOUN and terms.about.share(reading.around(sentence)) < ELSEWHERE:
        return
    for i, w in enumerate(words):
        if w.stem in ("deadlin", "ultimatum") and any(sentence.names(s) for s in terms.parties):
            found = _passing(sentence, i)
            if found is not None and _is_its_deadline(terms, reading, sentence, i):
                yield Sign(How.LAPSES, sentence, span_between(sentence, i, found), 0.65 + 0.25 * share)
                return
        if w.lower in ("gave", "given", "gives") and share >= ALONE:
            day = day_after(reading, sentence, i, ("until", "till"))
            told_again = day is not None and day == terms.deadline
            more = day is None and _is_given_more(words[i + 1 :])
            if (day is not None or more) and not told_again and any(terms.is_owner(a) for a in sentence.agents_of(i)):
                span = span_between(sentence, i, len(words) - 1)
                yield Sign(How.MODIFIES, sentence, span, 0.6 + 0.3 * share, None, day)


def _is_given_more(rest: Sequence[Word]) -> bool:
    """ "gave them another week", "three more days"."""
    ahead = [w.lower for w in rest[:9]]
    return any(w in MORE and {*ahead[n + 1 : n + 3]} & SPANS for n, w in enumerate(ahead))


def _passing(sentence: Sentence, i: int) -> int | None:
    """The verb that says that the deadline at word `i` passed."""
    words = sentence.words
    if any(x.stem in ("extend", "extension") for x in words):
        return None
    for j in range(max(0, i - 4), min(len(words), i + 22)):
        let = any(w.lower in ("let", "lets") for w in words[max(0, j - 14) : j])
        if words[j].stem in PASSING and (telling(sentence, j)[0] or let):
            return j
    return None


def _is_its_deadline(terms: Terms, reading: Reading, sentence: Sentence, i: int) -> bool:
    """Whether a deadline that passed is this commitment's: its matter is told beside, or its own day has just come."""
    day = reading.report.day
    if terms.deadline is not None and day is not None:
        return 0 <= (day - terms.deadline).days <= SPOKEN
    near = around(sentence, i, i)
    return 0 < min(SEVERAL, terms.about.things) <= terms.about.matched(near) and age(terms, reading) <= LONG
