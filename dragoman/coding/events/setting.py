"""When and where an act took place: the time expressions and places that its own clause carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.coding.events.candidates import Candidate
from dragoman.coding.events.syntax import modifiers, prepositional, undergoer
from dragoman.coding.events.voices import Voices
from dragoman.coding.status.syntax import clause_verb
from dragoman.language.analysis import Analysis, Token
from dragoman.model import Place, Span, Time

LOCATIVE = frozenset("in at near outside inside across around throughout within off".split())
MOVING = {"RETREAT": ("from", "of"), "AID": ("from",), "MOBILIZE": ("to", "along", "on", "into", "off")}
SPOKEN = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "CONCEDE"})
# Precisions of a place that is no whole state.
NARROW = frozenset({"point", "city", "admin2", "admin1"})
SHORT = frozenset({"day", "weekend", None})

Interval = tuple[date, date]


class Setting:
    """Times and places of a report by the word they hang on."""

    def __init__(self, analysis: Analysis, *, times: Sequence[Time], places: Sequence[Place], day: date | None) -> None:
        self.day = day
        self.analysis = analysis
        self._times: dict[int, list[tuple[Token, Time]]] = {}
        self._open: set[Span] = set()  # "since 2014": goes on until the report's day
        for time in times:
            head = _head(analysis, time.span)
            if head is not None and time.kind in ("DATE", "TIME") and time.interval is not None:
                self._times.setdefault(_anchor(head).i, []).append((head, time))
        self._places: dict[int, list[tuple[Token, Place]]] = {}
        for place in places:
            head = _head(analysis, place.span)
            if head is not None:
                self._places.setdefault(head.i, []).append((head, place))

    # -- time

    def when(self, c: Candidate, *, type: str, voices: Voices) -> Interval | None:
        """First and last day of an act as far as the report says, else None."""
        found = self.told(c, type=type, voices=voices)
        return self._days(found) if found is not None else None

    def _days(self, time: Time) -> Interval:
        assert time.interval is not None
        if time.span in self._open:
            assert self.day is not None
            return time.interval[0], max(time.interval[0], self.day)
        return time.interval

    def told(self, c: Candidate, *, type: str, voices: Voices) -> Time | None:
        """The time expression that dates an act, else None.

        The time that hangs on the trigger, its light verb or its object counts, then that of its clause; for an act of
        speech also that of the verb of saying around it.
        """
        own = [c.token, c.verb]
        if c.token.is_verb:
            o = undergoer(c.token)
            own += [o] if o is not None else []
        if c.form == "operator" and c.content is not None and c.content.is_noun:
            own.append(c.content)
        clause = clause_verb(c.token)
        if clause is not None and (c.token.is_noun or type in SPOKEN):
            own.append(clause)
        loose = clause is not None and clause.dep in ("xcomp", "conj", "advcl")
        # "agreed on Friday, months after the invasion began": it did not begin on Friday
        if clause is not None and c.token.is_noun and loose and clause.child("mark") is None:
            own.append(clause.head)
        spoken = type in SPOKEN
        for token in dict.fromkeys(own):
            found = self._at(token, spoken=spoken and c.form in ("operator", "future", "obligation"))
            if found is not None:
                return found
        if spoken:
            for token in (c.token, *c.token.ancestors()):
                if token.is_verb and token.lemma in (
                    "say",
                    "tell",
                    "announce",
                    "declare",
                    "warn",
                    "add",
                    "state",
                    "write",
                ):
                    found = self._at(token, spoken=True)
                    if found is not None:
                        return found
            if c.statement is not None:
                cue = voices.cue(c.statement)
                if cue is not None:
                    return self._at(cue, spoken=True)
        elif c.token.is_verb and c.token.dep in ("advcl", "conj", "xcomp") and c.token.head.is_verb:
            return self._at(c.token.head, spoken=False)
        return None

    def _at(self, token: Token, *, spoken: bool) -> Time | None:
        for head, time in self._times.get(token.i, ()):
            if spoken and self.day and time.interval and time.interval[0] > self.day:
                continue  # "promised to come on Friday": that is when it is to be done
            assert time.interval is not None
            lead = {t.lower for t in (head.head, *head.children)} | {head.lower}
            if "since" in lead and self.day is not None:
                self._open.add(time.span)
            elif lead & {"until", "till", "before", "by"}:
                continue
            return time
        return None

    # -- place

    def where(self, c: Candidate, *, type: str) -> Place | None:
        """The place that the act's own clause gives with "in", "at", "near"; else None.

        Where it gives several, the narrowest: "in Sidon in the south of Lebanon" is in Sidon.
        """
        found = [*self._told_places(c, type=type)]
        narrow = next((p for p in found if p.precision in NARROW), None)
        if narrow is None or found[0].country in (None, narrow.country):
            return narrow or next(iter(found), None)
        return found[0]

    def _told_places(self, c: Candidate, *, type: str) -> Iterator[Place]:
        """The places that the act's own words and clause tell, nearest first."""
        own = [c.token, c.verb]
        if c.token.is_verb:
            o = undergoer(c.token)
            own += [o] if o is not None and not self._is_person(o) else []
        if c.form in ("operator", "future", "obligation") or type in ("ACCUSE", "REJECT", "REQUEST", "SUPPORT"):
            own = [c.token]
        if type == "CONSULT":  # "talks with officials in Kabul" were held where those are
            partners = [x for t in (c.token, c.verb) for x in prepositional(t, "with")]
            own += [y for x in partners for y in (x, *x.kids("appos"))]
        clause = clause_verb(c.token)
        if clause is not None and c.token.is_noun and c.form == "act" and clause.lemma not in ("say", "tell"):
            own.append(clause)
        for token in dict.fromkeys(own):
            for p in token.kids("prep", "advmod"):
                if p.lower in LOCATIVE or p.lower in MOVING.get(type, ()):
                    yield from filter(None, map(self._named, p.kids("pobj")))
        if type == "ASSAULT":
            # "an attack on the embassy in Sanaa", "rammed into a base in Sidon", "the Sidon bombing"
            hit = prepositional(c.token, "of", "on", "against") if c.token.is_noun else prepositional(c.token, "into")
            yield from filter(None, map(self._named, hit))
            near = [self._places[m.i][0][1] for m in modifiers(c.token) if m.i in self._places and c.token.is_noun]
            yield from (p for p in near if p.precision in NARROW)  # a state there is whose attack it was
        if type in ("ASSAULT", "CONSULT") and c.token.is_verb:
            o = undergoer(c.token)
            found = self._named(o) if o is not None else None
            if found is not None:
                yield found

    def _named(self, token: Token) -> Place | None:
        """The place that a noun is, or is in: "Kabul", "the city of Omsk", "a base in Yemen"."""
        if token.i in self._places:
            return self._places[token.i][0][1]
        for p in token.kids("prep"):
            if p.lower in ("of", "in", "near", "at"):
                for o in p.kids("pobj"):
                    if o.i in self._places:
                        return self._places[o.i][0][1]
        for c in (*token.kids("appos"), *token.kids("poss"), *token.kids("compound", "nmod")):
            if c.i in self._places and token.lower not in ("embassy", "consulate", "mission"):
                found = self._places[c.i][0][1]
                # "U.S. citizens" tell no place, "the Sidon base" does
                if c.dep == "appos" or found.precision in NARROW:
                    return found
        return None

    def _is_person(self, token: Token) -> bool:
        mention = self.analysis.mention(token)
        return bool(mention and mention.entity and mention.entity.person)


def _head(analysis: Analysis, span: Span) -> Token | None:
    inside = analysis.tokens_in(span)
    numbers = {t.i for t in inside}
    found = next((t for t in inside if t.head.i not in numbers or t.is_root), None)
    while found is not None and found.dep == "prep" and found.child("pobj") is not None and found.i in numbers:
        found = found.child("pobj")
    return found


def _anchor(token: Token) -> Token:
    """The word that a time expression hangs on, through its prepositions and the numbers and days around it."""
    t = token
    while not t.is_root:
        t = t.head
        if t.dep in ("prep", "agent") or t.pos == "ADP":
            continue
        if t.tag in ("CD",) or t.lower in DAYS:
            continue
        return t
    return t


DAYS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december today yesterday tomorrow morning evening afternoon night "
        "week month year ago"
    ).split()
)
