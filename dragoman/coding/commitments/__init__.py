"""Commitments: what actors bind themselves to, or want to bind others to (ANNOTATION standard, section Commitments).

Each rests on an event that is a promise, an offer, a demand, a threat or an agreement; its content is the act that is
promised or demanded, taken from the syntax below the event's trigger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.coding.commitments.content import acts, clause_content, is_none, span_of
from dragoman.coding.commitments.performing import Made, announced, as_threat, made_with_nouns, performed, provided
from dragoman.coding.commitments.refusing import (
    is_long_past,
    is_nobody,
    is_of_nobody,
    is_only_supposed,
    is_only_thought,
    is_only_wished,
    is_private,
    tells_no_act,
    was_ready,
)
from dragoman.coding.commitments.repeating import told_once
from dragoman.coding.commitments.speaking import offered, spoken
from dragoman.coding.commitments.terms import condition_of, deadline_of
from dragoman.coding.events.voices import Voices
from dragoman.coding.status import status_of
from dragoman.language import Analysis, Token
from dragoman.model import Commitment, CommitmentKind, Event, Party, Span, Statement, Status, Time, identity

__all__ = ["find_commitments"]

OFFERING = frozenset(
    "offer ready readiness willing willingness want wish stand prepared open help invite invitation".split()
)
PROPOSING = frozenset("propose proposal suggest suggestion recommend recommendation invite initiative proposed".split())
AGREEING = frozenset("agree agreement deal accord pact treaty memorandum sign truce".split())
# Meetings to come are events (AGREE), but nobody owes them to anybody: they are no commitments.
MEETING = frozenset("meet meeting visit trip talk talks summit hold schedule attend travel host open convene".split())
# What is said to be done with somebody's offer or demand is an answer, and no offer.
ANSWERS = frozenset(
    "accept reject welcome decline refuse dismiss announce suspend withdraw consider study discuss drop".split()
)
ANSWERED = frozenset(
    "offer proposal demand threat pledge promise deal agreement accord pact truce plan request call invitation".split()
)
TIMING = frozenset({"give", "set", "grant", "leave"})  # "gave Peru until Friday to", "set a deadline of Friday for"
NOT_MADE = (Status.DENIED, Status.HISTORICAL, Status.HYPOTHETICAL)


def find_commitments(
    analysis: Analysis,
    *,
    times: Sequence[Time],
    statements: Sequence[Statement],
    events: Sequence[Event],
    day: date | None,
    voices: Voices | None = None,
) -> list[Commitment]:
    """The commitments of a report, in text order; one for each act promised or demanded.

    With `voices` (who is meant by which words) also those that no coded event carries.
    """
    out: list[Commitment] = []
    for event in events:
        for made in _of_event(event, analysis, voices):
            if was_ready(made.head, _dates_beside(made, times), day):
                continue
            if not any(made.content.overlaps(c.content) and c.kind is made.kind for c in out):
                out.append(_commitment(made, analysis, statements, times=times, day=day, event=event))
    for made in _made(analysis, voices) if voices is not None else ():
        if _is_refused(made.kind, made.head, made.verb) or is_nobody(made.party):
            continue
        if is_private(made.kind, made.party, made.counterparty):
            continue
        if _is_over(made, analysis, times, day) or any(made.content.overlaps(c.content) for c in out):
            continue
        out.append(_commitment(made, analysis, statements, times=times, day=day))
    return told_once(analysis, sorted(out, key=lambda c: c.content))


def _of_event(event: Event, analysis: Analysis, voices: Voices | None) -> Iterator[Made]:
    """What an event of promising, demanding or threatening binds somebody to; each act by itself."""
    if event.type not in ("AGREE", "REQUEST", "THREATEN", "CONCEDE") or event.status in NOT_MADE:
        return
    head = _head(analysis, event.trigger) if event.actors else None
    kind = _kind(event, analysis, head) if head is not None else None
    found = clause_content(analysis, head, event.trigger) if head is not None and kind is not None else None
    if head is None or kind is None or found is None:
        return
    content, verb = found
    if _is_refused(kind, head, verb, event):
        return
    if voices is not None and verb is head and _is_of_a_thing(verb, voices):
        return
    party, counterparty = _sides(event, kind)
    party = _by_subject(head, party, voices)
    if is_nobody(party) or (voices is not None and _is_unsaid(kind, head, verb, party, counterparty, voices)):
        return
    if any(is_none(c) for c in verb.kids("nsubj", "nsubjpass")):
        counterparty = None  # "asked that nobody send the rebels weapons" is not asked of the rebels
    if counterparty is not None and _is_own(counterparty, party, content):
        counterparty = None
    if is_private(kind, party, counterparty):
        return
    for act in acts(head, verb):
        span = content if act is verb else span_of(act, head=head)
        if span is not None:
            yield Made(as_threat(kind, act), head, span, act, party, counterparty)


def _by_subject(head: Token, party: Party, voices: Voices | None) -> Party:
    """The party that the subject of a readiness names: "told him that Peru was ready to" is not the tellers'."""
    ready = head.lemma in ("be", "stand", "ready", "prepared", "prepare", "willing")
    subject = head.child("nsubj", "nsubjpass") if ready and voices is not None else None
    if subject is None or voices is None or subject.tag != "NNP":
        return party
    named = [p for p in voices.parties(subject) if p.country]
    return named[0] if named and all(p.country != party.country for p in named) else party


def _is_refused(kind: CommitmentKind, head: Token, verb: Token, event: Event | None = None) -> bool:
    if _is_answer(verb) or tells_no_act(kind, head, verb, event):
        return True
    return is_only_thought(head) or is_of_nobody(head) or is_long_past(head) or is_only_supposed(head)


def _is_of_a_thing(verb: Token, voices: Voices) -> bool:
    """Whether "should" or "must" is said of what can do nothing: "the network should not work so slowly"."""
    subject = verb.child("nsubj")
    if subject is None or not any(c.lower in ("should", "must", "ought") for c in verb.kids("aux")):
        return False
    return subject.is_noun and not subject.tag.startswith("NNP") and not voices.parties(subject)


def _is_own(counterparty: Party, party: Party, content: Span) -> bool:
    """Whether who seems to be the other side is named by the act as the party's own: "its Peruvian ships" of Peru."""
    if counterparty.country is None or counterparty.country != party.country or counterparty.span is None:
        return False
    return counterparty.span.within(content) and counterparty.sector == party.sector


def _is_over(made: Made, analysis: Analysis, times: Sequence[Time], day: date | None) -> bool:
    """Whether a commitment that no event carries is dated, outside its content, more than a year before the report."""
    if made.head.tag not in ("VBD", "VBN"):
        return False
    dated = [i for t, i in _dates_beside(made, times) if not t.span.overlaps(made.content)]
    if len(dated) != 1:
        return status_of(made.head, analysis=analysis, day=day) is Status.HISTORICAL
    return status_of(made.head, analysis=analysis, day=day, date_interval=dated[0]) is Status.HISTORICAL


def _dates_beside(made: Made, times: Sequence[Time]) -> list[tuple[Time, tuple[date, date]]]:
    """The times of known days in a commitment's sentence."""
    inside = made.head.sentence.span
    return [(t, t.interval) for t in times if t.interval is not None and t.span.within(inside)]


def _is_answer(verb: Token) -> bool:
    """Whether a content is an answer to somebody's commitment, or no act at all ("agreed that there is time")."""
    if verb.is_verb and verb.lemma in ("be", "have"):
        return True
    return verb.lemma in ANSWERS and any(c.lemma in ANSWERED for c in verb.kids("dobj"))


def _is_unsaid(
    kind: CommitmentKind, head: Token, verb: Token, party: Party, counterparty: Party | None, voices: Voices
) -> bool:
    """Whether nobody has said what would be a commitment if he had: a wish, a "would"."""
    said = voices.statement(head)
    if kind is CommitmentKind.OFFER and is_only_wished(head, party, counterparty, voices.speaker(said)):
        return True
    return verb is head and said is None and any(c.lower == "would" for c in head.kids("aux"))


def _made(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    yield from provided(analysis, voices)
    yield from performed(analysis, voices)
    yield from made_with_nouns(analysis, voices)
    yield from spoken(analysis, voices)
    yield from offered(analysis, voices)
    yield from announced(analysis, voices)


def _commitment(
    made: Made,
    analysis: Analysis,
    statements: Sequence[Statement],
    *,
    times: Sequence[Time],
    day: date | None,
    event: Event | None = None,
) -> Commitment:
    if made.statement is not None:
        statement: str | None = made.statement.id
    else:
        statement = next((s.id for s in statements if any(made.content.overlaps(c) for c in s.content)), None)
        statement = statement or (event.statement if event is not None else None)
    return Commitment(
        id=identity("commitment", analysis.report.id, made.kind, made.content),
        kind=made.kind,
        content=made.content,
        party=made.party,
        counterparty=made.counterparty,
        condition=condition_of(analysis, made.verb, made.content),
        deadline=deadline_of(analysis.report.text, made.verb, _with_its_term(made), times=times, day=day),
        event=event.id if event is not None else None,
        statement=statement,
    )


def _with_its_term(made: Made) -> Span:
    """Where a deadline may stand: in the content, or before it in "gave Peru until Friday to leave"."""
    if made.head.lemma in TIMING and made.head.start < made.content.start:
        return Span(made.head.start, made.content.end)
    return made.content


def _head(analysis: Analysis, trigger: Span) -> Token | None:
    """The token of a trigger that the others hang on."""
    inside = analysis.tokens_in(trigger)
    numbers = {t.i for t in inside}
    return next((t for t in inside if t.head.i not in numbers or t.head is t), None)


def _kind(event: Event, analysis: Analysis, head: Token) -> CommitmentKind | None:
    lemmas = {t.lemma for t in analysis.tokens_in(event.trigger)}
    if event.type == "THREATEN":
        return CommitmentKind.THREAT
    if event.type == "REQUEST":
        return CommitmentKind.PROPOSAL if lemmas & PROPOSING else CommitmentKind.DEMAND
    if event.type == "CONCEDE":
        # An easing already in force or an apology binds nobody to anything.
        future = any(
            c.lower in ("will", "would", "shall") for t in (head, *head.children) for c in t.kids("aux")
        ) or any(c.dep in ("xcomp", "acl") for c in head.children)
        return CommitmentKind.PLEDGE if future else None
    if lemmas & MEETING and not lemmas & PROPOSING and head.lemma != "offer":
        return None
    if lemmas & PROPOSING:
        return CommitmentKind.PROPOSAL
    if lemmas & AGREEING and (len(event.actors) > 1 or (event.recipients and _is_mutual(head))):
        return CommitmentKind.AGREEMENT
    if head.is_verb and head.lemma in AGREEING:
        return CommitmentKind.PLEDGE  # "agreed to offer them shelter"
    if lemmas & OFFERING:
        return CommitmentKind.OFFER
    return CommitmentKind.PLEDGE


def _is_mutual(head: Token) -> bool:
    """Whether words of agreeing tell of both sides: a deal, or "agreed with Peru to"; not "agreed to pay Peru"."""
    if not head.is_verb or head.lemma != "agree":
        return True
    return any(p.lower == "with" and p.i < head.i + 6 for p in head.kids("prep"))


def _sides(event: Event, kind: CommitmentKind) -> tuple[Party, Party | None]:
    if len(event.actors) > 1 and (not event.recipients or kind is CommitmentKind.AGREEMENT):
        return event.actors[0], event.actors[1]
    return event.actors[0], event.recipients[0] if event.recipients else None
