"""Events: acts of political actors, as PLOVER 2.0 codes them (ANNOTATION standard, section Events).

Five steps, a file each: `candidates` finds words that may name an act, `decision` says of which type it is or that it
is none, `arguments` reads its sides off the syntax, `setting` its date and place, the status stage whether it was done.
`screening` and `duplicates` take out what is no political act, or no new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.coding.events.arguments import Sides
from dragoman.coding.events.candidates import Candidate, Finder
from dragoman.coding.events.contexts import contexts_of
from dragoman.coding.events.decision import Decision, decide
from dragoman.coding.events.duplicates import Draft, distinct
from dragoman.coding.events.lexicon import load
from dragoman.coding.events.matching import Matcher
from dragoman.coding.events.screening import foreign_matter, passes, political, unclaimed
from dragoman.coding.events.setting import Setting
from dragoman.coding.events.syntax import doer
from dragoman.coding.events.voices import Actors, Voices
from dragoman.coding.ontology import load as load_ontology
from dragoman.coding.status import status_of
from dragoman.coding.status.syntax import is_infinitive
from dragoman.language.analysis import Analysis, Token
from dragoman.model import Event, Party, Place, Statement, Status, Time, identity

__all__ = ["find_events"]

# Acts that are done by being said: made now, they have occurred.
PERFORMED = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE"})

# Under these a "will" is what somebody foresees, not what anybody announces.
FORESEEING = frozenset(
    "hope expect predict believe think fear doubt forecast expectation fear worry prediction".split()
)

Parties = tuple[Party, ...]


def find_events(
    analysis: Analysis,
    *,
    actors: Actors,
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement],
    day: date | None,
) -> list[Event]:
    """The events of a report, in text order. `day` is the one that the report's dates count from."""
    return _Coder(analysis, actors=actors, times=times, places=places, statements=statements, day=day).run()


class _Coder:
    def __init__(
        self,
        analysis: Analysis,
        *,
        actors: Actors,
        times: Sequence[Time],
        places: Sequence[Place],
        statements: Sequence[Statement],
        day: date | None,
    ) -> None:
        self.analysis, self.day = analysis, day
        self.lexicon, self.ontology = load(), load_ontology()
        self.voices = Voices(analysis, statements=statements, actors=actors)
        self.finder = Finder(
            Matcher(self.lexicon, is_party=self.voices.is_party, is_site=self.voices.is_site), self.voices
        )
        self.sides = Sides(self.voices)
        self.setting = Setting(analysis, times=times, places=places, day=day)

    def run(self) -> list[Event]:
        drafts: list[Draft] = []
        for sentence in self.analysis.sentences:
            field = foreign_matter(sentence, self.lexicon)
            for candidate in self.finder.find(sentence):
                decision = decide(candidate, lexicon=self.lexicon, ontology=self.ontology)
                draft = self._draft(candidate, decision, field) if decision is not None else None
                if draft is not None:
                    drafts.append(draft)
        drafts.sort(key=lambda d: d.event.trigger)
        return distinct(drafts)

    def _draft(self, c: Candidate, decision: Decision, field: str | None) -> Draft | None:
        actors, recipients = self.sides.of(c, type=decision.type)
        if c.form in ("future", "obligation") and not self._fitting_voice(c, decision, actors, recipients):
            return None
        latent = False
        if not passes(c, decision, actors=actors, recipients=recipients, field=field):
            latent = unclaimed(c, decision, actors=actors, recipients=recipients, field=field)
            if not latent:
                return None
        when = self.setting.when(c, type=decision.type, voices=self.voices)
        place = self.setting.where(c, type=decision.type)
        status = self._status(c, decision, when, actors)
        if status is None:
            return None
        mode, actors, recipients = self._reciprocal(c, decision, actors, recipients, place)
        span = c.span()
        event = Event(
            id=identity("event", self.analysis.report.id, span, decision.type),
            trigger=span,
            type=decision.type,
            mode=mode,
            contexts=contexts_of(c.token.sentence, lexicon=self.lexicon),
            actors=actors,
            recipients=recipients,
            status=status,
            date=when,
            place=place,
            statement=self._claim(c, actors),
            score=self.ontology.score(decision.type, mode),
            confidence=_confidence(decision, actors, recipients, status),
        )
        return Draft(event, c.token, c.form, latent)

    def _fitting_voice(self, c: Candidate, decision: Decision, actors: Parties, recipients: Parties) -> bool:
        """An announcement counts from the party itself, a "should" only toward somebody else."""
        speaker = self.voices.speaker(c.statement)
        if c.form == "future":
            who = doer(c.token)
            if c.act is None and (c.token.child("nsubj") is None or who is None or not self.voices.parties(who)):
                return False
            if c.act is not None and (c.statement is None or not speaker or not actors):
                return bool(actors)
            if c.token.dep in ("ccomp", "acl") and c.token.head.lemma in FORESEEING:
                return False
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
        self, c: Candidate, decision: Decision, when: tuple[date, date] | None, actors: Parties
    ) -> Status | None:
        """The status of an act, or None for what is better not coded at all."""
        if c.form == "act" and c.verb.is_verb and _beside_the_point(c.verb):
            return None
        found = status_of(c.verb if c.token.is_noun else c.token, day=self.day, date_interval=when)
        if c.token.is_noun and found is Status.OCCURRED:
            found = status_of(c.token, day=self.day, date_interval=when)
        if c.form in ("future", "obligation"):
            return Status.HISTORICAL if found is Status.HISTORICAL else Status.OCCURRED
        if decision.mode == "investigate" and found is not Status.OCCURRED:
            return None
        if c.form == "operator" and c.found is not None and c.found.row.kind in ("consider", "wish"):
            return Status.HISTORICAL if found is Status.HISTORICAL else Status.OCCURRED
        if c.form == "act" and found is Status.HYPOTHETICAL and (not actors or is_infinitive(c.verb)):
            return None  # a purpose, or what might befall somebody: not told as an act
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


def _confidence(decision: Decision, actors: Parties, recipients: Parties, status: Status) -> float:
    """More evidence, a higher figure, 0.2 to 0.95: the lexicon's weight, known sides, plain status. No probability."""
    value = decision.sure
    value += 0.05 if any(map(political, actors)) else -0.2
    value += 0.05 if any(map(political, recipients)) else -0.05
    value -= 0.05 if status in (Status.HYPOTHETICAL, Status.DENIED) else 0.0
    return round(min(0.95, max(0.2, value)), 2)
