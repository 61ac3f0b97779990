"""Whether a report tells something of a commitment, and what: candidates for steps, each with its confidence.

Five kinds of sign, a function each: a verb that has the commitment's own noun for its object ("rejected the offer"), a
deed that is what was promised, or its contrary, or is said not to be done, a deadline that passed, new terms, and the
condition coming about. Several signs may speak for one step; `finding` keeps the surest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.merging.threads.reading import Deed, Reading, Sentence, telling
from dragoman.merging.threads.sides import Side, any_same
from dragoman.merging.threads.terms import OTHERS_TO_DO, RELATED, SEVERAL, Terms
from dragoman.merging.threads.thread import How
from dragoman.merging.threads.words import Amount, Cue, amounts, concepts_at, found_in, named_kinds
from dragoman.model import CommitmentKind, Event, Span, Time

# Shares of a commitment's words that a sentence must hold: with its noun beside, and by itself.
WITH_NOUN, ALONE, ELSEWHERE = 0.25, 0.4, 0.5
LITTLE = 0.35  # less than that in the whole report, and it is about something else
LONG, RECENT = 365, 180  # days
AROUND = 14  # words to either side of a verb that its own phrase can hold
PARTS = frozenset("part some partly partially half".split())
PARTIAL = PARTS | frozenset("first initial rest others".split())
BREACH = frozenset(
    "truce ceasefire cease-fire agreement accord pact deal promise promised pledge pledged despite breach breaching "
    "breaking violation violating reneging agreed".split()
)
CUT = frozenset({";", ",", "that", "after", "because", "while", "which", "who", "about"})
INNER = frozenset("of in at against between over among".split())  # what follows is no longer the verb's own object
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
PASSING = frozenset({"pass", "expir", "laps", "elaps", "run", "go", "miss"})
PROMISED = frozenset("promised promise pledge pledged agreed vowed undertaken".split())


@dataclass(frozen=True, slots=True)
class Sign:
    """A candidate for a step: what it is, where it stands, how sure it is."""

    how: How
    sentence: Sentence
    span: Span
    confidence: float
    event: Event | None = None
    deadline: date | None = None


def signs(terms: Terms, reading: Reading) -> Iterator[Sign]:
    """All that a report tells of a commitment, as far as its words and coded events show it."""
    if not terms.can_be_followed or not _concerned(terms, reading):
        return
    whole = terms.about.share(reading.found)
    conditional = terms.condition.about.share(reading.found) if terms.condition is not None else 0.0
    if max(whole, conditional) < LITTLE:
        return
    for sentence in reading.sentences:
        share = terms.about.share(sentence.found)
        yield from _cues(terms, reading, sentence, share, whole)
        yield from _deadlines(terms, reading, sentence, share, whole)
        yield from _deeds(terms, reading, sentence)
        if conditional >= LITTLE:
            yield from _condition(terms, reading, sentence)


def _concerned(terms: Terms, reading: Reading) -> bool:
    """Whether the report names the sides at all; a side that the commitment does not tell may be anybody."""
    return all(reading.names(side) for side in terms.parties)


# -- what is said to be done with the commitment


def _cues(terms: Terms, reading: Reading, sentence: Sentence, share: float, whole: float) -> Iterator[Sign]:
    for i, cue, done in sentence.cues:
        at = _object(terms, sentence, i, cue)
        if at is None or not _fitting(terms, sentence, i, at, cue):
            continue
        if not _named_enough(terms, reading, sentence, share, whole):
            continue
        how = How(cue.how) if done is not False else _left_undone(terms, How(cue.how))
        if how is None or (how is How.FULFILS and cue.agent == "other" and terms.kind not in OTHERS_TO_DO):
            continue
        sure = 0.55 + 0.25 * share + (0.15 if sentence.agents_of(i) else 0.0)
        yield Sign(how, sentence, _span(sentence, i, at), sure, _event(sentence, i), _new_day(reading, sentence, how))


def _named_enough(terms: Terms, reading: Reading, sentence: Sentence, share: float, whole: float) -> bool:
    """Whether it is this commitment that "the offer" means: by words beside, or its sides and the report's."""
    if terms.counterparty is None:
        return share >= ALONE and terms.about.matched(sentence.found) >= SEVERAL
    matched, age = terms.about.matched(sentence.found), _age(terms, reading)
    if age > LONG:
        return matched >= SEVERAL and share >= WITH_NOUN
    if share >= WITH_NOUN and (matched >= 1 or not terms.about.things):
        return True
    return age <= RECENT and (
        _between(terms, sentence) or (whole >= ELSEWHERE and terms.about.matched(reading.found) >= 1)
    )


def _age(terms: Terms, reading: Reading) -> int:
    """Days since the commitment was made; 0 where that is not known."""
    day = reading.report.day
    return (day - terms.day).days if day is not None and terms.day is not None else 0


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
        mine = {c.name for c in terms.about.acts} & {c.name for c in concepts_at(words, i)}
        for j in range(i + 1, min(len(words), i + 4)):
            if not mine and any(words[j].stem in k.split("|") for k in terms.about.weights):
                return j
    if cue.how == "accepts" and words[i].stem == "agre" and terms.kind in (*OTHERS_TO_DO, CommitmentKind.OFFER):
        rest = found_in(words[i + 1 :])
        return i if terms.about.share(rest) >= ALONE else None
    return None


def _fitting(terms: Terms, sentence: Sentence, i: int, at: int, cue: Cue) -> bool:
    """Whether the right side does it to the right side's commitment."""
    agents = sentence.agents_of(i)
    owner = _owner(sentence, i, at)
    if owner is not None and not terms.is_owner(owner):
        return False
    if not agents:
        return _between(terms, sentence) or owner is not None
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


def _between(terms: Terms, sentence: Sentence) -> bool:
    return terms.counterparty is not None and all(sentence.names(s) for s in terms.parties)


# -- what is done


def _deeds(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    for deed in sentence.deeds:
        same = _same_act(terms, deed)
        against = _contrary(terms, deed)
        if not same and not against:
            continue
        near = found_in(sentence.words[max(0, deed.at - AROUND) : deed.at + AROUND])
        things = terms.about.share(near, acts=False)
        known = bool(deed.agents)
        if terms.doers and known and not any(any_same(d, deed.agents) for d in terms.doers):
            continue
        if not known and not any(sentence.names(s) for s in terms.doers):
            continue
        if not terms.doers and not any(any_same(m, deed.agents) for m in terms.mentioned):
            continue  # of nobody known is it known that he did it
        span = _deed_span(sentence, deed)
        sure = 0.4 + 0.3 * things + (0.15 if known else 0.0) + (0.1 if deed.event is not None else 0.0)
        if against:
            if deed.done and _breach(terms, reading, sentence, near):
                yield Sign(How.BREAKS, sentence, span, sure + 0.1, deed.event)
            continue
        if not _same_things(terms, reading, sentence, deed, near):
            continue
        how, day = _outcome(terms, reading, sentence, deed)
        if how is not None:
            yield Sign(how, sentence, span, min(sure, 0.95), deed.event, day)


def _same_act(terms: Terms, deed: Deed) -> bool:
    names = {c.name for c in terms.about.acts}
    if not names:  # "30,000 tonnes of maize": what is promised as a thing is given
        names = {"give"}
    return any(c.name in names for c in deed.concepts) or _coded_so(terms, deed.event)


def _coded_so(terms: Terms, event: Event | None) -> bool:
    return event is not None and any(
        event.type == kind and (mode is None or event.mode == mode) and mode is not None
        for concept in terms.about.acts
        for kind, mode in concept.types
    )


def _contrary(terms: Terms, deed: Deed) -> bool:
    mine = {c.name for c in terms.about.acts}
    against = {x for c in terms.about.acts for x in c.contraries}
    return (
        bool(mine) and any(c.name in against for c in deed.concepts) and not any(c.name in mine for c in deed.concepts)
    )


def _same_things(terms: Terms, reading: Reading, sentence: Sentence, deed: Deed, near: frozenset[str]) -> bool:
    """Whether the deed is about the same: enough words, several or with the sides; for a bare act, the sides.

    "To send aid" is no more than that anything be sent: there, both sides must stand in the sentence. What is done
    years later is taken for what was promised only if the sentence says that it was.
    """
    if _age(terms, reading) > LONG and not any(w.lower in PROMISED for w in sentence.words):
        return False
    if terms.about.things:
        sure = terms.about.matched(near) >= SEVERAL
        return terms.about.share(near, acts=False) >= ALONE and (
            sure or (bool(deed.agents) and _other_named(terms, sentence))
        )
    if {c.name for c in terms.about.acts} <= {"give"} and not any(w.lower in PROMISED for w in sentence.words):
        return False  # "to help": anything given would do
    return bool(terms.about.weights) and _other_named(terms, sentence)


def _other_named(terms: Terms, sentence: Sentence) -> bool:
    """Whether the side that a deed is toward stands in the sentence: who demanded it, or whom it was promised to."""
    other = terms.party if terms.kind in OTHERS_TO_DO else terms.counterparty
    if other is None:
        return False
    # what is done to a country's people is done toward the country: "released 31 Pakistani sailors"
    return sentence.names(other) or (other.is_state and any(n.side.country == other.country for n in sentence.namings))


def _breach(terms: Terms, reading: Reading, sentence: Sentence, near: frozenset[str]) -> bool:
    if terms.kind is CommitmentKind.THREAT:
        return False
    said = any(w.lower in BREACH for s in reading.sentences for w in s.words if abs(s.index - sentence.index) <= 1)
    if _age(terms, reading) > LONG or not said:
        return False
    if terms.about.matched(near) >= SEVERAL:
        return True
    peace = {c.name for c in terms.about.acts} == {"stop-fighting"}
    return _between(terms, sentence) and (peace or terms.about.share(near, acts=False) >= WITH_NOUN)


def _outcome(terms: Terms, reading: Reading, sentence: Sentence, deed: Deed) -> tuple[How | None, date | None]:
    if deed.done:
        return (How.PARTLY if deed.begun or _is_part(terms, sentence, deed) else How.FULFILS), None
    later = _delay(reading, sentence, deed)
    if later is not None:
        return How.MODIFIES, later
    theirs = terms.kind in OTHERS_TO_DO
    if deed.refused:
        if theirs:
            return How.REJECTS, None
        told = any(w.lower in BREACH for w in sentence.words)
        return (How.BREAKS if told and terms.kind is not CommitmentKind.THREAT else How.WITHDRAWS), None
    if theirs or terms.kind is CommitmentKind.THREAT:
        return (How.LAPSES if terms.deadline is not None and _is_over(terms, reading) else None), None
    return How.BREAKS, None


def _is_over(terms: Terms, reading: Reading) -> bool:
    day = reading.report.day
    return terms.deadline is not None and day is not None and day > terms.deadline


def _is_part(terms: Terms, sentence: Sentence, deed: Deed) -> bool:
    words = sentence.words
    told = {w.lower for w in words}
    if "all" in told or ("remaining" in told and "first" not in told):
        return False
    pairs = [(a, b) for a in terms.about.amounts for b in amounts(words) if set(a.things) & set(b.things)]
    given = _of_all(words)
    if given is not None:
        pairs += [(a, given) for a in terms.about.amounts if set(a.things) & set(given.things)]
    if pairs:
        least = min(b.value / a.value for a, b in pairs if a.value) if any(a.value for a, _ in pairs) else 1.0
        return least < 0.95
    near = {w.lower for w in words[deed.at + 1 : deed.at + 7]}
    return bool(near & (PARTIAL if terms.about.amounts else PARTS))


def _of_all(words: Sequence) -> Amount | None:  # type: ignore[type-arg]
    """ "12,000 of the 30,000 tonnes": the first number counts what the second does."""
    found = list(amounts(words))
    for n, w in enumerate(words[:-2]):
        if w.lower == "of" and n and words[n + 1].lower in ("the", "its", "some", "about"):
            for whole in found:
                if n + 1 < whole.at <= n + 3:
                    first = next(iter(amounts([*words[n - 1 : n], *words[whole.at + 1 : whole.at + 3]])), None)
                    if first is not None:
                        return Amount(n - 1, first.value, whole.things)
    return None


# -- terms and deadlines


def _delay(reading: Reading, sentence: Sentence, deed: Deed) -> date | None:
    """ "would not come before September": the day that the act is put off to."""
    if deed.done:
        return None
    return _day_after(reading, sentence, deed.at, ("before", "until"))


def _day_after(reading: Reading, sentence: Sentence, at: int, marks: tuple[str, ...]) -> date | None:
    for j in range(at + 1, len(sentence.words)):
        if sentence.words[j].lower in marks:
            time = _time_at(reading, sentence.words[j].span.end)
            if time is not None and time.interval is not None:
                return time.interval[1]
    return None


def _time_at(reading: Reading, end: int) -> Time | None:
    return next(
        (t for t in reading.coded.times if 0 <= t.span.start - end <= 6 or t.span.start < end <= t.span.end), None
    )


def _new_day(reading: Reading, sentence: Sentence, how: How) -> date | None:
    return _day_after(reading, sentence, -1, ("until", "to", "by")) if how is How.MODIFIES else None


def _deadlines(terms: Terms, reading: Reading, sentence: Sentence, share: float, whole: float) -> Iterator[Sign]:
    """ "The deadline passed", and "gave Libya until 20 February"."""
    words = sentence.words
    if share < WITH_NOUN and whole < ELSEWHERE:
        return
    for i, w in enumerate(words):
        if w.stem in ("deadlin", "ultimatum") and any(sentence.names(s) for s in terms.parties):
            for j in range(max(0, i - 4), min(len(words), i + 22)):
                done = telling(sentence, j)[0]
                passing = words[j].stem in PASSING and (done or _let(words, j))
                if passing and not any(x.stem in ("extend", "extension") for x in words):
                    span = Span(words[min(i, j)].span.start, words[max(i, j)].span.end)
                    yield Sign(How.LAPSES, sentence, span, 0.65 + 0.25 * share)
                    return
        if w.lower in ("gave", "given", "gives") and share >= ALONE:
            day = _day_after(reading, sentence, i, ("until", "till"))
            told_again = day is not None and day == terms.deadline
            if day is not None and not told_again and any(terms.is_owner(a) for a in sentence.agents_of(i)):
                yield Sign(How.MODIFIES, sentence, _span(sentence, i, len(words) - 1), 0.6 + 0.3 * share, None, day)


def _let(words: Sequence, j: int) -> bool:  # type: ignore[type-arg]
    return any(w.lower in ("let", "lets") for w in words[max(0, j - 14) : j])


def _condition(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    condition = terms.condition
    if condition is None or _age(terms, reading) > LONG:
        return
    about = condition.about
    names = {c.name for c in about.acts}
    for deed in sentence.deeds:
        if names and not any(c.name in names for c in deed.concepts):
            continue
        if condition.doers and deed.agents and not any(any_same(d, deed.agents) for d in condition.doers):
            continue
        happened = deed.done if deed.done is not None else (False if deed.refused else None)
        if happened is None or happened == condition.negative:
            continue
        near = found_in(sentence.words[max(0, deed.at - AROUND) : deed.at + AROUND])
        share, known = about.share(near, acts=False), bool(deed.agents) and bool(condition.doers)
        if share >= ALONE and (known or about.matched(near) >= SEVERAL) and bool(names):
            sure = 0.4 + 0.35 * share + (0.1 if deed.agents else 0.0)
            yield Sign(How.MET, sentence, _deed_span(sentence, deed), min(sure, 0.9), deed.event)


# -- spans


def _span(sentence: Sentence, i: int, at: int) -> Span:
    low, high = min(i, at), max(i, at)
    return Span(sentence.words[low].span.start, sentence.words[high].span.end)


def _deed_span(sentence: Sentence, deed: Deed) -> Span:
    """From the verb to the end of its phrase: where the next clause begins, and at most twelve words."""
    words, end = sentence.words, deed.at
    for j in range(deed.at + 1, min(len(words), deed.at + 12)):
        if words[j].lower in (",", ";", ".", "after", "that", "because", "while", "who", "which"):
            break
        end = j
    return Span(words[deed.at].span.start, words[end].span.end)


def _event(sentence: Sentence, i: int) -> Event | None:
    return next((e for e in sentence.events if e.trigger.overlaps(sentence.words[i].span)), None)
