"""What a commitment is about, to be held against another report: who has to do what, how much, on what terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.merging.threads.reading import IFS, NEGATIONS, Reading, Sentence
from dragoman.merging.threads.sides import Side, name_words, side_of
from dragoman.merging.threads.words import (
    EMPTY,
    Amount,
    Concept,
    Word,
    amounts,
    concepts_at,
    found_in,
    is_past,
    named_kinds,
    words_of,
)
from dragoman.model import Commitment, CommitmentKind, Span
from dragoman.resolving.countries import Countries

# Kinds that reports use for one another: an offer is told later as a pledge, a deal as a promise.
RELATED = {
    CommitmentKind.PLEDGE: {CommitmentKind.PLEDGE, CommitmentKind.OFFER, CommitmentKind.AGREEMENT},
    CommitmentKind.OFFER: {CommitmentKind.OFFER, CommitmentKind.PLEDGE, CommitmentKind.PROPOSAL},
    CommitmentKind.AGREEMENT: {CommitmentKind.AGREEMENT, CommitmentKind.PLEDGE},
    CommitmentKind.THREAT: {CommitmentKind.THREAT},
    CommitmentKind.DEMAND: {CommitmentKind.DEMAND, CommitmentKind.PROPOSAL},
    CommitmentKind.PROPOSAL: {CommitmentKind.PROPOSAL, CommitmentKind.DEMAND, CommitmentKind.OFFER},
}
# Kinds whose content the other side has to do.
OTHERS_TO_DO = (CommitmentKind.DEMAND, CommitmentKind.PROPOSAL)

OBJECTS = frozenset("him her them me us you".split())
GOVERNMENT = frozenset("government administration cabinet authorities state".split())
DETERMINERS = frozenset("the a an its his her their our all any every this that these those".split())
ACT, NAME, THING = 0.5, 1.5, 1.0
SEVERAL = 1.9  # the weight of two words, or of a name and a bit
# What is promised stands first; what follows ("fishermen held since they strayed into ...") is told otherwise.
FIRST, LATER = 3, 0.3
ASIDE = frozenset("as where who which".split())
WHEN = frozenset("before after until till when while since because if unless during despite".split())
_ENDING = frozenset({"stop", "halt", "end", "cease", "suspend", "refrain", "renounce", "lay"})


@dataclass(frozen=True, slots=True)
class About:
    """Words to look for, by weight (a concept's or stem's name to 0.5 for acts, 1 for things, 1.5 for names).

    `lead` is what the first of them stands for: the verb of what is promised, or the thing where there is no verb.
    `proper` are the names among them, `unlisted` tells that what is promised is an act that no concept stands for
    ("defend the valley").
    """

    weights: Mapping[str, float]
    acts: tuple[Concept, ...]
    amounts: tuple[Amount, ...]
    sought: tuple[tuple[frozenset[str], float], ...]
    lead: frozenset[str]
    proper: frozenset[str] = frozenset()
    unlisted: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Everything that its words stand for."""
        return frozenset(name for names, _ in self.sought for name in names)

    @property
    def things(self) -> float:
        """The weight of all that is not an act."""
        return sum(w for w in self.weights.values() if w != ACT)

    def share(self, found: frozenset[str], *, acts: bool = True) -> float:
        """The weighted share of the words that are among `found`, 0 to 1; 0 where there is nothing to look for."""
        total = got = 0.0
        for names, weight in self.sought:
            if acts or weight != ACT:
                total += weight
                if not names.isdisjoint(found):
                    got += weight
        return got / total if total else 0.0

    def matched(self, found: frozenset[str]) -> float:
        """The weight of the things and names that are among `found`."""
        return sum(w for names, w in self.sought if w != ACT and not names.isdisjoint(found))


@dataclass(frozen=True, slots=True)
class Condition:
    """What a commitment hangs on; `negative` if it is that something does not happen ("unless", "if ... not").

    `vague` if a pronoun stands for whom or what it is done to ("if the voters support him").
    """

    about: About
    doers: tuple[Side, ...]
    negative: bool
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """A commitment ready to be compared. `doers` are who has to do it, empty where that is not told.

    `within` are the words of the party's name where all is within one country: there who speaks for the state is a
    person or a party among others, and what one senator promised no other has repeated.
    """

    kind: CommitmentKind
    party: Side
    counterparty: Side | None
    doers: tuple[Side, ...]
    about: About
    context: frozenset[str]
    condition: Condition | None
    deadline: date | None
    day: date | None
    mentioned: tuple[Side, ...] = ()
    within: frozenset[str] = frozenset()

    @property
    def sought(self) -> frozenset[str]:
        """Every word that a report which tells something of it can be known by."""
        return self.about.names | (self.condition.about.names if self.condition is not None else frozenset())

    @property
    def others(self) -> tuple[Side, ...]:
        """Who is at the other end: the counterparty, or else the sides that the content names."""
        if self.counterparty is not None:
            return (self.counterparty,)
        return tuple(s for s in self.mentioned if not s.same(self.party))

    @property
    def can_be_followed(self) -> bool:
        """Whether it can be told from others: "impose tariffs", on nobody known, could be any tariffs."""
        return bool(self.about.weights) and bool(self.others)

    @property
    def parties(self) -> tuple[Side, ...]:
        return (self.party,) if self.counterparty is None else (self.party, self.counterparty)

    def is_owner(self, side: Side) -> bool:
        """Whether the commitment can be called this side's."""
        both = self.kind is CommitmentKind.AGREEMENT
        return side.same(self.party) or (both and self.counterparty is not None and side.same(self.counterparty))


def terms_of(commitment: Commitment, reading: Reading) -> Terms | None:
    """A commitment's terms; None where its party is not known well enough to be known again."""
    party, counterparty = side_of(commitment.party), side_of(commitment.counterparty, toward=True)
    if party is None:
        return None
    if counterparty is not None and counterparty.same(party):
        counterparty = None
    sentence = reading.sentence_at(commitment.content)
    text, kind = reading.report.text, commitment.kind
    words = words_of(text, commitment.content.start, commitment.content.end)
    named = _named(sentence, commitment.content) if sentence else ()
    about = _about(words, skip=named)
    doers: tuple[Side, ...]
    if kind in OTHERS_TO_DO:
        doers = () if counterparty is None else (counterparty,)
    elif kind is CommitmentKind.AGREEMENT:
        doers = (party,) if counterparty is None else (party, counterparty)
    else:
        doers = (party,)
    mentioned = _mentioned(sentence, commitment.content) if sentence is not None else ()
    others = (counterparty,) if counterparty is not None else mentioned
    domestic = party.country is not None and all(s.country == party.country for s in others)
    near = [s for s in reading.sentences if sentence is not None and s.index == sentence.index]
    return Terms(
        kind=kind,
        party=party,
        counterparty=counterparty,
        doers=doers,
        about=about,
        context=frozenset().union(*(s.found for s in near)),
        condition=_condition(commitment.condition, reading) if commitment.condition else None,
        deadline=commitment.deadline,
        day=reading.report.day,
        mentioned=mentioned,
        within=_own_name(commitment.party.name) if domestic else frozenset(),
    )


def _own_name(name: str | None) -> frozenset[str]:
    """The words that tell a party of a country apart; none where its name is the country's or the government's."""
    words = name_words(name)
    if name is None or words & GOVERNMENT or Countries.load().by_name(name) is not None:
        return frozenset()
    return words


def _mentioned(sentence: Sentence, span: Span) -> tuple[Side, ...]:
    return tuple(n.side for n in sentence.namings if sentence.words[n.at].span.within(span))


def _named(sentence: Sentence, span: Span) -> tuple[Span, ...]:
    """Where countries and bodies stand: the parties are compared as such, and other words tell what it is about."""
    words = sentence.words
    return tuple(Span(words[n.at].span.start, words[n.end - 1].span.end) for n in sentence.namings if n.end > n.at)


def _about(words: Sequence[Word], *, skip: tuple[Span, ...]) -> About:
    weights: dict[str, float] = {}
    acts: list[Concept] = []
    things, aside = 0, False
    for i, w in enumerate(words):
        if weights and w.lower in WHEN:
            break  # "mediate after a week of clashes": why and when are no part of what is promised
        if w.lower in EMPTY or not w.is_word or w.lower[:1].isdigit() or _is_named(w, skip):
            continue
        concepts = concepts_at(words, i)
        own = [c for c in concepts if c.act]
        if own and not acts:
            acts.extend(own)
            weights["|".join([w.stem, *(c.name for c in own)])] = ACT
            continue
        weight = NAME if i > 0 and w.text[:1].isupper() else THING
        # "fishermen held in May", "a convoy that the rebels let through": which ones, not what is promised
        aside = aside or any(x.lower in ASIDE for x in words[max(0, i - 2) : i]) or (things > 0 and is_past(w.lower))
        things = FIRST + 1 if aside else things + 1
        # another act within the content is known by its own word: "sanctions" of "impose sanctions" are no tariffs
        names = [c.name for c in concepts if not c.act]
        weights["|".join([w.stem, *names])] = weight if things <= FIRST else weight * LATER
    sought = tuple((frozenset(k.split("|")), w) for k, w in weights.items())
    told = (i for i, w in enumerate(words) if not w.lower[:1].isdigit() and found_in([w]))
    first = next(told, None)
    lead = frozenset() if first is None else found_in([words[first]]).union(c.name for c in concepts_at(words, first))
    proper = frozenset(k for k, w in weights.items() if w in (NAME, NAME * LATER))
    turned = _turned(words, acts)
    return About(weights, turned, tuple(amounts(words)), sought, lead, proper, not turned and _opens_with_verb(words))


def _opens_with_verb(words: Sequence[Word]) -> bool:
    """Whether words seem to begin with a verb: a plain word before an article, a possessive, a name or a number."""
    if len(words) < 2 or not words[0].text[:1].islower() or words[0].lower in EMPTY:
        return False
    after = words[1]
    return after.lower in DETERMINERS or after.text[:1].isupper() or after.lower[:1].isdigit()


def _is_named(word: Word, names: tuple[Span, ...]) -> bool:
    return word.text[:1].isupper() and any(word.span.overlaps(s) for s in names)


def _turned(words: Sequence[Word], acts: list[Concept]) -> tuple[Concept, ...]:
    """ "halt fire", "stop attacks", "not to attack": the act is that there be no fighting."""
    told = {c.name: c for i in range(len(words)) for c in concepts_at(words, i)}
    ends = any(w.stem in _ENDING or w.lower in NEGATIONS for w in words)
    if ends and ("fight" in told or any(w.stem == "fir" for w in words)):
        peace = [c for c in concepts_at(words_of("truce", 0, 5), 0) if c.act]
        return tuple(peace)
    return tuple(acts)


def _condition(span: Span, reading: Reading) -> Condition:
    words = words_of(reading.report.text, span.start, span.end)
    sentence = reading.sentence_at(span)
    namings = (
        [n for n in sentence.namings if sentence.words[n.at].span.within(span) and not n.placed] if sentence else []
    )
    body = [w for w in words if w.lower not in IFS]
    negative = (words[0].lower == "unless") != any(w.lower in NEGATIONS for w in words) if words else False
    doers = (namings[0].side,) if namings else ()
    about = _about(body, skip=_named(sentence, span) if sentence else ())
    return Condition(about, doers, negative, vague=any(w.lower in OBJECTS for w in body[1:]))


def is_about_itself(commitment: Commitment, reading: Reading) -> bool:
    """Whether the content only names another commitment ("the offer") and is none itself."""
    words = words_of(reading.report.text, commitment.content.start, commitment.content.end)
    return len(words) < 3 and any(named_kinds(w) for w in words)
