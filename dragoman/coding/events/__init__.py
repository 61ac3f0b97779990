"""Events: acts of political actors, as PLOVER 2.0 codes them (ANNOTATION standard, section Events).

Five steps, a file each: `candidates` finds words that may name an act, `decision` says of which type it is or that it
is none, `arguments` reads its sides off the syntax, `setting` its date and place, the status stage whether it was done.
`screening` and `duplicates` take out what is no political act, or no new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.coding.events.arguments import Sides
from dragoman.coding.events.candidates import Candidate, Finder
from dragoman.coding.events.classifier import Classifier, Marked, Opinion
from dragoman.coding.events.classifier import load as load_classifier
from dragoman.coding.events.contexts import contexts_of
from dragoman.coding.events.decision import Decision, combine, decide
from dragoman.coding.events.duplicates import Draft, distinct, told_again
from dragoman.coding.events.explaining import Explanation, table_row, top_three, words_of
from dragoman.coding.events.lexicon import load
from dragoman.coding.events.magnitudes import magnitudes
from dragoman.coding.events.matching import Matcher
from dragoman.coding.events.own_types import Trained
from dragoman.coding.events.responsibility import lay
from dragoman.coding.events.screening import foreign_matter, passes, unclaimed
from dragoman.coding.events.setting import Setting
from dragoman.coding.events.syntax import doer
from dragoman.coding.events.voices import Actors, Voices
from dragoman.coding.ontology import load as load_ontology
from dragoman.coding.status import Reading, reading_of, status_of
from dragoman.coding.status.syntax import IFS, is_infinitive
from dragoman.language.analysis import Analysis, Sentence, Token
from dragoman.model import Event, Party, Place, Span, Statement, Status, Time, identity

__all__ = ["EventCoder", "Explanation", "find_events"]

# Acts that are done by being said: made now, they have occurred.
PERFORMED = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE"})

# How sure an announcement must be that others than the party itself make.
ANNOUNCED = 0.7

# Under these a "will" is what somebody foresees, not what anybody announces.
FORESEEING = frozenset(
    "hope expect predict believe think fear doubt forecast expectation fear worry prediction".split()
)

# What somebody hopes for or aims at is neither scheduled nor announced.
# "is reported to have", "are thought to have"
EVIDENTIAL = frozenset("allege assume believe estimate presume report rumor rumour suppose suspect think".split())
WISHING = frozenset("hope hop aim want wish goal ambition".split())

Parties = tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate with its sides and what the tables make of it; the classifier has yet to be heard."""

    candidate: Candidate
    rule: Decision | None
    actors: Parties
    recipients: Parties
    field: str | None

    @property
    def asked(self) -> bool:
        """Whether the classifier is worth asking: what no table knows is seldom an act unless both sides are told."""
        return self.rule is not None or bool(self.actors and self.recipients)

    def again(self) -> Decision | None:
        """What the tables say of a noun that points back ("the expulsion"): no act by itself, maybe a mention."""
        return replace(self.rule, mention=True) if self.rule is not None and told_again(self.candidate.token) else None

    def reading(self) -> Reading:
        """What the grammar says of the act: of the verb that it is told with, or of its noun where that adds to it."""
        c = self.candidate
        told = reading_of(c.verb if c.token.is_noun else c.token)
        return reading_of(c.token) if c.token.is_noun and told.label == "asserted" else told

    def marked(self, analysis: Analysis) -> Marked:
        """The candidate's sentence with trigger and sides marked; sides named elsewhere are not in it."""
        sentence = self.candidate.token.sentence.span

        def here(span: Span) -> Span:
            return Span(span.start - sentence.start, span.end - sentence.start)

        def sides(parties: Parties) -> tuple[Span, ...]:
            return tuple(here(p.span) for p in parties if p.span is not None and p.span.within(sentence))

        trigger = here(self.candidate.span())
        return Marked(analysis.text(sentence), trigger, sides(self.actors), sides(self.recipients))


def find_events(
    analysis: Analysis,
    *,
    actors: Actors,
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement],
    day: date | None,
    classifier: Classifier | None = None,
) -> list[Event]:
    """The events of a report, in text order. `day` is the one that the report's dates count from.

    `classifier` is the shipped one where none is given. Who codes many reports asks it about all of them at once, with
    `EventCoder` for each report.
    """
    coder = EventCoder(analysis, actors=actors, times=times, places=places, statements=statements, day=day)
    return coder.events((classifier or load_classifier()).opinions(coder.questions))


class EventCoder:
    """The events of one report in two steps, with the classifier between them.

    `questions` is what the classifier has to be asked; `events` takes its answers, in the same order. `ontologies` are
    users' own, whose types stand beside PLOVER's in an event's `codes`.
    """

    def __init__(
        self,
        analysis: Analysis,
        *,
        actors: Actors,
        times: Sequence[Time],
        places: Sequence[Place],
        statements: Sequence[Statement],
        day: date | None,
        ontologies: Sequence[Trained] = (),
    ) -> None:
        self.analysis, self.day, self.ontologies = analysis, day, ontologies
        self.lexicon, self.ontology = load(), load_ontology()
        self.voices = Voices(analysis, statements=statements, actors=actors)
        self.finder = Finder(
            Matcher(self.lexicon, is_party=self.voices.is_party, is_site=self.voices.is_site), self.voices
        )
        self.sides = Sides(self.voices)
        self.setting = Setting(analysis, times=times, places=places, day=day)
        self.proposals = [p for sentence in analysis.sentences for p in self._propose(sentence)]
        self._asked = [p for p in self.proposals if p.asked]

    @property
    def questions(self) -> list[Marked]:
        """The candidates as the classifier wants them, trigger and sides marked in their sentences."""
        return [p.marked(self.analysis) for p in self._asked]

    def events(self, opinions: Sequence[Opinion]) -> list[Event]:
        """The events, in text order; `opinions` are the classifier's on `questions`, in their order."""
        told = distinct([draft for draft, *_ in self._drafts(opinions)])
        return lay(told, self.analysis, self.voices)

    def explain(self, opinions: Sequence[Opinion], event: Event) -> Explanation:
        """Why an event of this report is what it is. Raises KeyError where `event` is none of its events."""
        for draft, proposal, opinion, decision in self._drafts(opinions):
            if draft.event.id == event.id:
                c, text = proposal.candidate, self.analysis.report.text
                time = self.setting.told(c, type=decision.type, voices=self.voices)
                return Explanation(
                    event=event,
                    trigger=text[event.trigger.start : event.trigger.end],
                    form=c.form,
                    row=table_row(c),
                    table=proposal.rule,
                    classifier=top_three(opinion),
                    decision=decision,
                    reading=proposal.reading(),
                    interval_words=words_of(text, time.span if time is not None else None),
                    place_words=words_of(text, event.place.span if event.place is not None else None),
                )
        raise KeyError(event.id)

    def _drafts(self, opinions: Sequence[Opinion]) -> list[tuple[Draft, Proposal, Opinion, Decision]]:
        """What is taken for an act, in text order, repeated mentions among it."""
        decided = [
            (proposal, opinion, decision)
            for proposal, opinion in zip(self._asked, opinions, strict=True)
            if (decision := self._decide(proposal, opinion)) is not None
        ]
        triggers = frozenset(p.candidate.token.i for p, *_ in decided)
        drafts = [
            (self._own(draft, opinion), proposal, opinion, decision)
            for proposal, opinion, decision in decided
            if (draft := self._draft(proposal, decision, triggers)) is not None
        ]
        return sorted(drafts, key=lambda d: d[0].event.trigger)

    def _decide(self, proposal: Proposal, opinion: Opinion) -> Decision | None:
        in_condition = proposal.reading().word.lower in IFS
        found = combine(proposal.rule, opinion, ontology=self.ontology, in_condition=in_condition)
        return found or proposal.again()

    def _own(self, draft: Draft, opinion: Opinion) -> Draft:
        """A draft with what users' own ontologies make of its candidate."""
        codes = tuple(code for ontology in self.ontologies for code in ontology.codes(opinion))
        return replace(draft, event=replace(draft.event, codes=codes)) if codes else draft

    def _propose(self, sentence: Sentence) -> Iterator[Proposal]:
        block = sentence.block
        field = foreign_matter(sentence, self.lexicon, block=self.analysis.text(block.span))
        for candidate in self.finder.find(sentence):
            rule = None
            if candidate.form != "open":
                rule = decide(candidate, lexicon=self.lexicon, ontology=self.ontology)
                if rule is None:
                    candidate = replace(candidate, form="open")
            actors, recipients = self.sides.of(candidate, type=rule.type if rule is not None else "")
            if rule is not None and not _mutual(candidate):
                self.sides.deeds.remember(candidate.token, rule.type, actors)
            known = any(p.country or p.sector for p in (*actors, *recipients))
            if known or (rule is not None and told_again(candidate.token)):
                yield Proposal(candidate, rule, actors, recipients, field)

    def _draft(self, proposal: Proposal, decision: Decision, triggers: frozenset[int]) -> Draft | None:
        c, actors, recipients, field = proposal.candidate, proposal.actors, proposal.recipients, proposal.field
        if c.form in ("future", "obligation") and not self._fitting_voice(c, decision, actors, recipients):
            return None
        latent, echo = False, decision.mention
        if not echo and not passes(c, decision, actors=actors, recipients=recipients, field=field):
            told = self.setting.told(c, type=decision.type, voices=self.voices)
            latent = unclaimed(c, decision, actors=actors, recipients=recipients, field=field)
            echo = not latent and told_again(c.token) and not actors
            if not latent and not echo:
                return None
            latent = latent and told is None  # an attack with its place and its day is one, whoever did it
        when = self.setting.when(c, type=decision.type, voices=self.voices)
        place = self.setting.where(c, type=decision.type)
        status = self._status(proposal, decision, when, actors)
        if status is None:
            return None
        mode, actors, recipients = self._reciprocal(c, decision, actors, recipients, place)
        span = c.span()
        event = Event(
            id=identity("event", self.analysis.report.id, span, decision.type),
            trigger=span,
            type=decision.type,
            mode=mode,
            contexts=contexts_of(c.token.sentence, decision.contexts, lexicon=self.lexicon),
            actors=actors,
            recipients=recipients,
            status=status,
            date=when,
            place=place,
            statement=self._claim(c, actors),
            score=self.ontology.score(decision.type, mode),
            confidence=round(decision.sure, 2),
            magnitudes=magnitudes(c.token, c.verb, type=decision.type, others=triggers - {c.token.i, c.verb.i}),
        )
        return Draft(event, c.token, c.form, latent, echo)

    def _fitting_voice(self, c: Candidate, decision: Decision, actors: Parties, recipients: Parties) -> bool:
        """An announcement counts from the party itself, a "should" only toward somebody else."""
        speaker = self.voices.speaker(c.statement)
        if c.form == "future":
            over = c.token.head
            if c.token.dep in ("ccomp", "acl") and {over.lemma, *(o.lemma for o in over.kids("dobj"))} & FORESEEING:
                return False
            who = doer(c.token)
            if c.act is None and (c.token.child("nsubj") is None or who is None or not self.voices.parties(who)):
                return False
            if c.act is not None and (c.statement is None or not speaker or not actors):
                return bool(actors)
            if decision.type == "AGREE" and decision.sure >= ANNOUNCED and not _official(speaker):
                return bool(actors)  # diplomats and papers tell what a government is going to do
            visit = c.act is not None and c.act.row.type == "CONSULT"  # a host may tell that a guest will come
            sides = (*actors, *recipients) if visit else actors
            return bool({(p.country or p.actor) for p in speaker} & {(p.country or p.actor) for p in sides})
        if not speaker or (c.token.head.is_verb and any(k.dep == "neg" for k in c.token.head.children)):
            return False
        if recipients:
            mine = {(p.country, p.sector) for p in speaker}
            return not all((p.country, p.sector) in mine for p in recipients)
        return c.content_act is not None and c.token.child("nsubjpass") is not None

    def _status(
        self, proposal: Proposal, decision: Decision, when: tuple[date, date] | None, actors: Parties
    ) -> Status | None:
        """The status of an act, or None for what is better not coded at all."""
        c = proposal.candidate
        if c.form == "act" and c.verb.is_verb and _beside_the_point(c.verb):
            return None
        found = status_of(c.verb if c.token.is_noun else c.token, day=self.day, date_interval=when)
        if c.token.is_noun and found is Status.OCCURRED:
            found = status_of(c.token, day=self.day, date_interval=when)
        if c.form in ("future", "obligation"):
            return Status.HISTORICAL if found is Status.HISTORICAL else Status.OCCURRED
        if found is Status.HYPOTHETICAL and _is_told_as_done(c, decision, proposal.reading()):
            found = Status.OCCURRED
        if decision.mode == "investigate" and found is not Status.OCCURRED:
            return None
        if c.form == "operator" and c.found is not None and c.found.row.kind in ("consider", "wish"):
            return Status.HISTORICAL if found is Status.HISTORICAL else Status.OCCURRED
        if c.form == "act" and found is Status.HYPOTHETICAL and (not actors or is_infinitive(c.verb)):
            return None  # a purpose, or what might befall somebody: not told as an act
        if c.form == "act" and found is Status.PLANNED and proposal.reading().word.lemma in WISHING:
            return None  # what somebody hopes for or aims at is neither scheduled nor announced
        if c.form == "operator" and found is Status.DENIED:
            return Status.OCCURRED if c.negated else found
        if decision.type in PERFORMED and found is Status.PLANNED:
            return Status.OCCURRED if c.form == "operator" and c.token.tag[:2] != "VB" else found
        return found

    def _reciprocal(
        self, c: Candidate, decision: Decision, actors: Parties, recipients: Parties, place: Place | None
    ) -> tuple[str | None, Parties, Parties]:
        """Talks between equals have all parties as actors; a meeting in one side's country is a visit there."""
        row = c.act.row if c.act is not None and c.form in ("act", "future") else None
        mode = decision.mode
        if decision.type == "CONSULT" and mode is None:
            everybody = (*actors, *recipients)
            lands = [p.country for p in everybody]
            if place is not None and place.country and len(set(lands)) > 1:
                hosts = tuple(p for p in everybody if p.country == place.country)
                guests = tuple(p for p in everybody if p.country != place.country)
                if hosts and guests:
                    return "visit", guests, hosts
                if not hosts and len(everybody) > 1:
                    return "third-party", everybody, ()
        if row is not None and "recip" in row.flags and decision.type != "AID":
            return mode, (*actors, *recipients), ()
        return mode, actors, recipients

    def _claim(self, c: Candidate, actors: Parties) -> str | None:
        """The statement that an act rests on, if the report gives it on another's word only."""
        if c.statement is None or c.form == "obligation":
            return None
        speaker = self.voices.speaker(c.statement)
        own = {p.country for p in speaker if p.country} & {p.country for p in actors if p.country}
        if c.token.dep == "relcl" and c.token.head.is_noun and c.token.child("nsubj", "nsubjpass"):
            first = c.token.child("nsubj", "nsubjpass")
            before = c.token.sentence.tokens[first.i - c.token.sentence.tokens[0].i - 1] if first else None
            if before is not None and before.text == ",":
                return None  # ", which left in 2021," is the report's own aside
        return None if own or {p.actor for p in speaker} & {p.actor for p in actors} else c.statement.id


def _mutual(c: Candidate) -> bool:
    """Whether what is told is done by all sides ("talks", "fighting"): nobody's deed in particular."""
    return c.act is not None and bool(c.act.row.flags & {"recip", "both"})


def _official(parties: Parties) -> bool:
    """Whether a speaker speaks for some state or group that could mean another side than its own."""
    return any(p.country and p.sector in ("GOV", "MIL", "LEG", "REB", "PTY", "OPP") for p in parties)


def _is_told_as_done(c: Candidate, decision: Decision, reading: Reading) -> bool:
    """ "is reported to have killed nine" is done on somebody's word; "ordered strikes" is how news tells of strikes."""
    if decision.type == "ASSAULT" and c.token.is_noun and reading.word.i == c.verb.i and c.verb.tag == "VBD":
        return reading.label == "requested" and c.verb.lemma == "order"
    helpers = {k.lower for k in c.verb.kids("aux")}
    on_report = reading.word.lemma in EVIDENTIAL and c.verb.dep == "xcomp" and {"to", "have"} <= helpers
    return on_report and c.statement is not None


def _beside_the_point(verb: Token) -> bool:
    """What is only talked of, or stands out: "spoke about returning assets", "before they disarm"."""
    if verb.dep == "advcl" and verb.tag in ("VBZ", "VBP", "VBN"):
        mark = verb.child("mark", "advmod")
        return mark is not None and mark.lower in ("before", "until", "till", "once") and not verb.kids("aux")
    if verb.tag != "VBG" or verb.kids("aux"):
        return False
    if verb.dep == "pcomp" and verb.head.lower in ("about", "against", "without", "of"):
        return not (verb.head.lower == "of" and verb.head.head.lemma in ("accuse", "suspect", "convict", "guilty"))
    return verb.dep in ("xcomp", "ccomp") and verb.head.lemma in ("consider", "mull", "weigh", "contemplate", "discuss")
