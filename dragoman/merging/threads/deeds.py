"""Deeds that are what was promised, its contrary, or are said not to be done; and the condition's own deed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.merging.threads.reading import Deed, Reading, Sentence, clause_start
from dragoman.merging.threads.sides import Side, any_same, side_of
from dragoman.merging.threads.signs import (
    ALONE,
    AROUND,
    BARE,
    LONG,
    SPOKEN,
    WITH_NOUN,
    Sign,
    age,
    around,
    between,
    clause_ahead,
    day_after,
    is_told_of_now,
)
from dragoman.merging.threads.terms import OTHERS_TO_DO, SEVERAL, Terms
from dragoman.merging.threads.thread import How
from dragoman.merging.threads.words import Amount, Word, amounts, found_in
from dragoman.model import CommitmentKind, Event, Span

PARTS = frozenset("part some partly partially half".split())
PARTIAL = PARTS | frozenset("first initial rest others".split())
BREACH = frozenset(
    "truce ceasefire cease-fire agreement accord pact deal promise promised pledge pledged despite breach breaching "
    "breaking violation violating reneging agreed".split()
)
PROMISED = frozenset("promised promise pledge pledged agreed vowed undertaken".split())
ANYTHING = frozenset({"give", "help", "meet", "cooperate", "host", "fight"})  # acts that say nothing without a thing


def deeds(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    """What is done, or left undone, by whoever has to do it."""
    for deed in sentence.deeds:
        same = _same_act(terms, deed)
        against = not same and _contrary(terms, deed)
        if not (same or against) or not is_told_of_now(deed.event, terms) or not _by_its_doer(terms, sentence, deed):
            continue
        near = _phrase(sentence, deed)
        known = bool(deed.agents)
        sure = 0.4 + 0.3 * terms.about.share(near, acts=False) + (0.15 if known else 0.0)
        sure += 0.1 if deed.event is not None else 0.0
        span = _deed_span(sentence, deed)
        if against:
            if deed.done and _breach(terms, reading, sentence, near):
                yield Sign(How.BREAKS, sentence, span, sure + 0.1, deed.event)
        elif _same_things(terms, reading, sentence, deed, near):
            how, day = _outcome(terms, reading, sentence, deed)
            if how is not None:
                yield Sign(how, sentence, span, min(sure, 0.95), deed.event, day)


def _phrase(sentence: Sentence, deed: Deed) -> frozenset[str]:
    """What the words of a deed's own clause stand for: its subject before it, what it is done with behind it."""
    words = sentence.words
    return found_in(
        [*words[max(clause_start(words, deed.at), deed.at - AROUND) : deed.at], *clause_ahead(words[deed.at :])]
    )


def _by_its_doer(terms: Terms, sentence: Sentence, deed: Deed) -> bool:
    """Whether whoever has to do it does it; where the verb does not tell, a doer must at least be named beside."""
    if not terms.doers:  # of nobody known is it known that he did it
        return any(any_same(m, deed.agents) for m in terms.mentioned)
    if deed.agents:
        return any(any_same(d, deed.agents) for d in terms.doers)
    return any(sentence.names(s) for s in terms.doers)


def _same_act(terms: Terms, deed: Deed) -> bool:
    names = {c.name for c in terms.about.acts}
    if terms.about.unlisted:
        return _coded_so(terms, deed.event)
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
    """Whether the deed is about the same: enough words, several or with the sides; for a bare act, the sides alone.

    "To send aid" is no more than that anything be sent. What is done years later is taken for what was promised only if
    the sentence says that it was.
    """
    promised, days = any(w.lower in PROMISED for w in sentence.words), age(terms, reading)
    if days > LONG and not promised:
        return False
    if terms.counterparty is None and not any(sentence.names(s) for s in terms.others):
        return False
    if terms.about.things:
        matched, share = terms.about.matched(near), terms.about.share(near, acts=False)
        if share < (WITH_NOUN if promised else ALONE):
            return False
        if matched >= SEVERAL:
            return bool(deed.agents) or days <= BARE
        return bool(deed.agents) and days <= BARE and _is_toward_other(terms, sentence, deed)
    if {c.name for c in terms.about.acts} <= ANYTHING and not promised:
        return False  # "to help": anything given would do
    return bool(terms.about.weights) and days <= SPOKEN and _is_toward_other(terms, sentence, deed)


def _is_toward_other(terms: Terms, sentence: Sentence, deed: Deed) -> bool:
    """Whether the deed is done to whoever demanded it, or whom it was promised to: of an event, its recipients."""
    others = (terms.party,) if terms.kind in OTHERS_TO_DO else terms.others
    if deed.event is not None and deed.event.recipients:
        sides = [side_of(r, toward=True) for r in deed.event.recipients]
        return any(s is not None and _touches(o, s) for s in sides for o in others)
    return any(_touches(o, n.side) for n in sentence.namings for o in others)


def _touches(side: Side, other: Side) -> bool:
    """Whether what is done to the other is done to a side: "released 31 Pakistani sailors" is toward Pakistan."""
    return side.same(other) or (side.is_state and side.country == other.country)


def _breach(terms: Terms, reading: Reading, sentence: Sentence, near: frozenset[str]) -> bool:
    if terms.kind is CommitmentKind.THREAT:
        return False
    said = any(w.lower in BREACH for s in reading.sentences for w in s.words if abs(s.index - sentence.index) <= 1)
    if age(terms, reading) > LONG or not said:
        return False
    if terms.about.matched(near) >= SEVERAL:
        return True
    peace = {c.name for c in terms.about.acts} == {"stop-fighting"}
    return between(terms, sentence) and (peace or terms.about.share(near, acts=False) >= WITH_NOUN)


def _outcome(terms: Terms, reading: Reading, sentence: Sentence, deed: Deed) -> tuple[How | None, date | None]:
    if deed.done:
        return (How.PARTLY if deed.begun or _is_part(terms, sentence, deed) else How.FULFILS), None
    # "would not come before September": the day that the act is put off to
    later = day_after(reading, sentence, deed.at, ("before", "until"))
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
    told = any(w.lower in BREACH | PROMISED for w in sentence.words)
    return (How.BREAKS if told else None), None  # what nobody says was promised may be left undone for now


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


def _of_all(words: Sequence[Word]) -> Amount | None:
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


def conditions(terms: Terms, reading: Reading, sentence: Sentence) -> Iterator[Sign]:
    """What the commitment hung on has come about."""
    condition = terms.condition
    if condition is None or age(terms, reading) > LONG:
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
        if condition.vague and not between(terms, sentence):
            continue  # those who "support him" must be told to support him
        near = around(sentence, deed.at, deed.at)
        share, known = about.share(near, acts=False), bool(deed.agents) and bool(condition.doers)
        if share >= ALONE and (known or about.matched(near) >= SEVERAL) and bool(names):
            sure = 0.4 + 0.35 * share + (0.1 if deed.agents else 0.0)
            yield Sign(How.MET, sentence, _deed_span(sentence, deed), min(sure, 0.9), deed.event)


def _deed_span(sentence: Sentence, deed: Deed) -> Span:
    """From the verb to the end of its phrase: where the next clause begins, and at most twelve words."""
    words, end = sentence.words, deed.at
    for j in range(deed.at + 1, min(len(words), deed.at + 12)):
        if words[j].lower in (",", ";", ".", "after", "that", "because", "while", "who", "which"):
            break
        end = j
    return Span(words[deed.at].span.start, words[end].span.end)
