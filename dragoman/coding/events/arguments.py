"""The sides of an act, from the syntax alone: who does it, and toward whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.events.candidates import Candidate
from dragoman.coding.events.deeds import Deeds
from dragoman.coding.events.lexicon import Trigger, load
from dragoman.coding.events.matching import COUNTING, Act
from dragoman.coding.events.syntax import (
    agent,
    antecedent,
    doer,
    governing_verb,
    is_passive,
    modifiers,
    passive_subject,
    possessors,
    prepositional,
    undergoer,
)
from dragoman.coding.events.voices import Voices
from dragoman.language.analysis import Token
from dragoman.model import Party
from dragoman.resolving.countries import Countries, CountryWord

# Slots whose words may be a place that stands for those who live or rule there.
PLACES = frozenset("in to on near at into along from toward towards".split())
HARMING = frozenset("kill wound injure hit strike target destroy leave".split())
TOWARD = ("to", "with", "against", "for", "of", "on", "in", "by", "from")
# Types whose other side may be named anywhere in what is said.
ADDRESSED = frozenset({"REQUEST", "ACCUSE", "REJECT", "AGREE"})
# What a protest does toward somebody ("to demand", "in protest of"), and whom protests are for.
DEMANDING = frozenset("demand protest call press urge denounce condemn oppose seek reject accuse against over".split())
# Types that judge what somebody has done.
JUDGING = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
RULING = frozenset({"GOV", "LEG", "JUD", "COP", "MIL", "PTY", "BUS"})
CARRYING = frozenset({"do", "send", "put", "keep", "step", "unleash", "sign", "reach", "provide", "receive"})
STANCES = frozenset({"oppose", "commit", "dedicate"})
DOCUMENTS = frozenset(
    "declaration statement letter resolution report petition note communique message motion appeal call video".split()
)
# What befalls somebody: what "Syria's war" or "Greece's crisis" brings about, Syria or Greece has not done.
BEFALLING = frozenset(
    "war conflict crisis collapse fall death absence loss lack failure weakness instability economy history population "
    "geography location size fate plight chaos turmoil unrest future past".split()
)
OPEN_TOWARD = ("against", "with", "to", "on", "at", "between", "for", "from", "of", "over", "into", "in")
ARMS = frozenset({"MIL", None})
GOVERNED = frozenset({"CONSULT", "AGREE", "SUPPORT", "SANCTION", "AID", "COOPERATE", "REQUEST", "ACCUSE", "THREATEN"})

Parties = tuple[Party, ...]


class Sides:
    """Reads the parties of candidates; `of` gives (actors, recipients)."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.deeds = Deeds()

    def of(self, c: Candidate, *, type: str) -> tuple[Parties, Parties]:
        """Actors and recipients, none twice, and none on both sides but where the text says so."""
        actors: Parties
        recipients: Parties
        if c.form == "obligation":
            actors = self.voices.speaker(c.statement)
            recipients = self._obliged(c)
        elif c.found is not None:
            actors, recipients = self._operator(c, type)
        elif c.form == "open":
            actors, recipients = self._open(c.token)
        elif c.act is None:
            actors = self._doers(c.token)
            recipients = self._object(c.token) or self.voices.addressee(c.statement)
        else:
            actors, recipients = self._act(c.act, type)
        if not recipients and (type in ADDRESSED or type == "PROTEST"):
            recipients = self._farther(c, actors, type)
        if not actors and c.token.is_verb and is_passive(c.token):
            actors = self.deeds.again(c.token, type)
        if not recipients and type in JUDGING:
            mine = {a.country for a in actors}  # who justifies the own strike supports nobody
            recipients = tuple(p for p in self._doers_of_deed(c) if p.country is None or p.country not in mine)
        if type == "THREATEN" and not any(r.country for r in recipients):
            # a means ("would send warships") is nobody whom the threat is for
            recipients = self._warned(c) or recipients
        recipients = tuple(r for r in _once(recipients) if r.actor not in {a.actor for a in actors} or r.actor is None)
        return _once(actors), recipients

    def _doers_of_deed(self, c: Candidate) -> Parties:
        """Whom praise or blame of a deed told before is for: "condemned the strike"."""
        o = undergoer(c.token) if c.token.is_verb else None
        near = [*([o] if o is not None else []), *prepositional(c.token, *TOWARD, "over", "at", "out")]
        near += [x for p in c.token.kids("prt", "advmod", "prep") for x in prepositional(p, "against", "of", "for")]
        for noun in near:
            found = self.deeds.whose(noun)
            if found:
                return found
        return ()

    def _farther(self, c: Candidate, actors: Parties, type: str) -> Parties:
        """The nearest other party in what an act of speech is about ("a call for troops in Chad").

        Of a protest only what it is said to be against or to demand of somebody. Relative clauses and clauses of time
        and reason are left out: they tell something else.
        """
        mine = {(a.actor, a.country) for a in actors} | {(None, a.country) for a in actors}
        tops = [t for t in (c.content, c.found.content if c.found else None, c.token, c.verb) if t is not None]
        todo: list[tuple[Token, int]] = [(t, 0) for t in dict.fromkeys(tops)]
        seen: set[int] = set()
        while todo:
            t, depth = todo.pop(0)
            if t.i in seen or depth > 6:
                continue
            seen.add(t.i)
            if depth and (t.is_noun or t.tag == "PRP"):
                here = self.voices.parties(t)
                found = tuple(
                    p
                    # a place may stand for its state, a hotel or a market for nobody
                    for p in (here or self.voices.parties(t, sites=self._may_be_site(t, type)))
                    if p.country and (p.actor, p.country) not in mine and (None, p.country) not in mine
                )
                if not found and type == "PROTEST":  # people protest against their own rulers
                    found = tuple(p for p in here if p.country and p.sector in RULING)
                if found:
                    return found
            own = t is c.token or t is c.verb
            todo += [(k, depth + 1) for k in t.children if _goes_on(k, own=own, protest=type == "PROTEST")]
        return ()

    def _may_be_site(self, token: Token, type: str) -> bool:
        """Whether a place in what is said may stand for whose it is."""
        return type in GOVERNED and (type not in JUDGING or token.text[:1].isupper())

    def _warned(self, c: Candidate) -> Parties:
        """Whom a threat is for: who must not do, or must do, what the condition says."""
        tops = [t for t in (c.token, c.content, c.found.content if c.found else None) if t is not None]
        for clause in (a for t in tops for a in t.kids("advcl")):
            if any(m.lower in ("if", "unless") for m in clause.kids("mark")):
                who = doer(clause)
                found = self.voices.parties(who) if who is not None else ()
                if found:
                    return found
        return ()

    # -- lexicon acts

    def _act(self, act: Act, type: str) -> tuple[Parties, Parties]:
        row, token = act.row, act.token
        if row.pos == "n":
            recipients = self._recipients(row, token, type)
            if not recipients and act.carrier is not None:
                recipients = self._carried(row, act.carrier, type)
            suffering = [] if recipients or type != "ASSAULT" else [m for m in modifiers(token) if _is_land(m)]
            if suffering and "recip" in row.flags:
                return (), ()  # "the Iraq and Afghanistan wars" do not say who fought them
            actors = self._nominal_actors(act, without=suffering)
            if not recipients and type == "ASSAULT":
                recipients = self._first_site(suffering) or self._townspeople(token)
        else:
            actors = self._doers(token)
            recipients = self._recipients(row, token, type)
        if "recip" in row.flags and "between" in row.recipient:
            both = self._slot("between", token, type)
            if len(both) > 1:
                return both, ()
        if "host" in row.flags:
            return recipients, actors
        return actors, recipients

    def _townspeople(self, token: Token) -> Parties:
        """Whom "the Kabul bombing" hit, if nothing else tells: people there, not the government that sits there."""
        found = self._first_site([m for m in modifiers(token) if _is_town(m)])
        return tuple(replace(p, sector="CVL") for p in found)

    def _doers(self, verb: Token) -> Parties:
        who = doer(verb)
        if who is None and verb.lemma in STANCES and prepositional(verb, "to"):
            who = passive_subject(verb)  # "is opposed to", "is committed to": nobody does it to it
        if who is not None and who.lemma in DOCUMENTS and not self.voices.parties(who):
            # "issued a declaration demanding that": whose declaration it is
            owner = governing_verb(who)
            if owner is not None and owner is not verb and who.dep in ("dobj", "pobj"):
                return self._behind(who) or self._doers(owner)
        if who is None:
            return ()
        found = self.voices.parties(who)
        if found or who.tag[:1] != "N" or who.lemma in BEFALLING:
            return found
        return self._behind(who)

    def _behind(self, noun: Token) -> Parties:
        """Whose a thing is that acts ("Israeli tanks", "a spokesman for the army", "the army's shelling")."""
        for t in (*possessors(noun), *modifiers(noun), *prepositional(noun, "of", "from", "by", "for")):
            found = self.voices.parties(t)
            if found:
                return found
        return ()

    def _nominal_actors(self, act: Act, *, without: Sequence[Token] = ()) -> Parties:
        """Who does what a noun names; the words in `without` before it say to whom."""
        token, row = act.token, act.row
        own: Parties = ()
        whose = [] if "undergone" in row.flags else possessors(token)
        for t in (*whose, *prepositional(token, "by")):
            own = own or self.voices.parties(t)
        if not own and "actor-of" in row.flags:
            for t in prepositional(token, "of"):
                own = own or self.voices.parties(t) or self._behind(t)
        for c in token.kids("acl", "relcl"):
            if not own and c.tag == "VBN":
                by = agent(c)
                own = self.voices.parties(by) if by is not None else ()
        if not own:
            named = [
                m
                for m in modifiers(token)
                if not (row.type == "ASSAULT" and _is_town(m))
                and m not in without
                and m.lower != "general"  # "a general strike"
            ]
            own = tuple(p for m in named for p in self.voices.parties(m, alone=True))
            if row.type == "ASSAULT":  # "the Smallville massacre": a name that says nothing is where it was
                own = tuple(p for p in own if p.country or p.sector)
        if not own and act.carrier is not None and token.dep not in ("nsubj",):
            own = self._doers(act.carrier)
            if not own and act.carrier.dep in ("acl", "relcl"):
                by = agent(act.carrier)
                own = self.voices.parties(by) if by is not None else ()
        return own

    def _recipients(self, row: Trigger, token: Token, type: str) -> Parties:
        for slot in row.recipient:
            found = self._slot(slot, token, type)
            if found:
                return found
        return ()

    def _carried(self, row: Trigger, carrier: Token, type: str) -> Parties:
        for slot in row.recipient:
            if slot in ("poss", "of", "dative") or "-" in slot:
                continue
            found = self._slot(slot, carrier, type)
            if found:
                return found
        if row.type == "ASSAULT" and carrier.lemma in HARMING:
            return self._object(carrier, type)
        dative = carrier.child("dative")
        if dative is not None:
            return self.voices.parties(dative) or self._first(dative.kids("pobj"), type)
        return ()

    # -- slots

    def _slot(self, slot: str, token: Token, type: str) -> Parties:
        """The parties in one slot of a trigger (column `recipient` of the lexicon)."""
        name, _, base = slot.partition("-")
        if base == "dobj":
            o = undergoer(token)
            if o is None:
                return ()
            tops = o.conjuncts()
            # "a new round of sanctions on": what is counted has the phrase
            tops = [*tops, *(x for t in tops if t.lemma in COUNTING for x in prepositional(t, "of"))]
            return self._first([x for t in tops for x in self._place_of(name, t)], type, place=name in PLACES)
        if base:  # "on-of": a phrase inside the of-phrase; "of-into"
            tops = prepositional(token, base)
            return self._first([x for t in tops for x in self._place_of(name, t)], type, place=name in PLACES)
        if name == "dobj":
            return self._object(token, type)
        if name == "dative":
            d = token.child("dative")
            if d is None:
                return ()
            return self._first([d] if d.is_noun or d.tag == "PRP" else d.kids("pobj"), type)
        return self._first(self._place_of(name, token), type, place=name in PLACES)

    def _place_of(self, name: str, token: Token) -> list[Token]:
        match name:
            case "poss":
                return possessors(token)
            case "mod":
                return modifiers(token)
        return prepositional(token, name)

    def _object(self, verb: Token, type: str = "") -> Parties:
        if not verb.is_verb:
            return ()
        o = undergoer(verb)
        if o is None:
            return ()
        place = type in ("ASSAULT", "CONSULT", "COERCE")
        found = self.voices.parties(o) or (self.voices.parties(o, sites=True) if place else ())
        if found and type == "CONSULT":
            found = tuple(replace(p, sector="GOV") if p.sector in (None, "CVL") else p for p in found)
        return found

    def _first(self, tokens: list[Token], type: str, *, place: bool = False) -> Parties:
        """The parties of the first of some tokens that means any; a place counts for its state where it may."""
        for t in tokens:
            found = self.voices.parties(antecedent(t))
            if not found and place:
                found = self.voices.parties(t, sites=True) if type not in JUDGING or t.text[:1].isupper() else ()
                if type in GOVERNED:
                    found = tuple(replace(p, sector="GOV") if p.sector in (None, "CVL") else p for p in found)
            if not found and t.is_noun and not place:
                found = tuple(p for m in modifiers(t) for p in self.voices.parties(m, alone=True) if p.country)
            if not found and type == "ASSAULT" and t.is_noun:
                found = self._first_site(prepositional(t, "in", "at", "near", "of"))
            if not found and type == "SANCTION":
                # "restrictions on flights to that country"
                found = self._first(prepositional(t, "to", "with", "from"), "", place=True)
            if found:
                return found
        return ()

    def _first_site(self, tokens: list[Token]) -> Parties:
        for t in tokens:
            found = self.voices.parties(t) or self.voices.parties(t, sites=True)
            if found:
                return found
        return ()

    # -- words that no table knows

    def _open(self, token: Token) -> tuple[Parties, Parties]:
        """The sides of a verb or verbal noun by its syntax alone, whatever it means."""
        if token.is_verb:
            actors = self._doers(token)
            o = undergoer(token)
            recipients = self._object(token, "ASSAULT")
            if not recipients and token.child("dative") is not None:
                d = token.child("dative")
                assert d is not None
                recipients = self._first([d] if d.is_noun or d.tag == "PRP" else d.kids("pobj"), "")
            near = [x for p in OPEN_TOWARD for x in prepositional(token, p)]
            if o is not None:
                near = [*possessors(o), *(x for p in OPEN_TOWARD for x in prepositional(o, p)), *near, *modifiers(o)]
            return actors, recipients or self._first(near, "")
        carrier = governing_verb(token)
        if carrier is not None and carrier.lemma not in load().classes["light"] and carrier.lemma not in CARRYING:
            carrier = None  # who investigates, condemns or fears an attack did not attack
        own: Parties = ()
        for t in (*possessors(token), *prepositional(token, "by")):
            own = own or self.voices.parties(t)
        recipients = self._first([x for p in OPEN_TOWARD for x in prepositional(token, p)], "", place=True)
        if not own:
            own = tuple(p for m in modifiers(token) for p in self.voices.parties(m, alone=True))
        if not own and carrier is not None and token.dep not in ("nsubj", "nsubjpass"):
            own = self._doers(carrier)
        if not own and carrier is not None and token.dep == "nsubjpass" and agent(carrier) is not None:
            by = agent(carrier)
            own = self.voices.parties(by) if by is not None else ()
        return own, recipients

    # -- operators and obligations

    def _operator(self, c: Candidate, type: str) -> tuple[Parties, Parties]:
        assert c.found is not None
        token = c.token
        if token.is_verb:
            actors = self._doers(token)
            if not actors and type == "AGREE" and not is_passive(token):
                actors = self.voices.speaker(c.statement) if doer(token) is None else ()
        else:
            actors = self._holder(token) or self.voices.speaker(c.statement)
        recipients: Parties = ()
        for slot in c.found.row.other:
            recipients = self._other(slot, c, type)
            recipients = tuple(r for r in recipients if r.actor not in {a.actor for a in actors})
            if recipients:
                break
        return actors, recipients

    def _holder(self, token: Token) -> Parties:
        """Who is ready, or has the readiness, the plan, the demand."""
        if token.tag[:2] == "JJ" or token.dep in ("acomp", "oprd"):
            who = doer(token) if token.is_verb else token.head.child("nsubj")
            return self.voices.parties(antecedent(who)) if who is not None else ()
        for t in (*possessors(token), *prepositional(token, "by", "from", "of"), *modifiers(token)):
            found = self.voices.parties(t)
            if found:
                return found
        t = token
        while not t.is_root and t.dep in ("dobj", "pobj", "prep", "attr", "conj", "nsubjpass"):
            t = t.head
            if t.is_verb:
                return self._doers(t)
        return ()

    def _other(self, slot: str, c: Candidate, type: str) -> Parties:
        assert c.found is not None
        top = c.found.content
        match slot:
            case "subj":
                return self._content_subject(top) if top is not None else ()
            case "content":
                return self._content_sides(c, type)
            case "addressee":
                return self.voices.addressee(c.statement)
        return self._slot(slot, c.token, type)

    def _content_subject(self, top: Token) -> Parties:
        who = top.child("nsubj", "nsubjpass")
        if who is None:
            return ()
        return self.voices.parties(antecedent(who)) or self._behind(who)

    def _content_sides(self, c: Candidate, type: str) -> Parties:
        """The other side as the content names it: the recipient of what is asked for, promised or threatened."""
        inner = c.content_act
        if inner is not None:
            found = self._recipients(inner.row, inner.token, "CONSULT" if inner.row.type == "CONSULT" else type)
            if not found and inner.carrier is not None:
                found = self._carried(inner.row, inner.carrier, type)
            if not found and inner.row.pos == "n":
                found = self._nominal_actors(replace(inner, carrier=None))
            if found:
                return found
        for top in dict.fromkeys(t for t in (c.content, c.found.content if c.found else None) if t is not None):
            thing = undergoer(top) if top.is_verb else None
            own = thing is not None and any(t.tag == "PRP$" for t in possessors(thing))  # "withdraw its troops"
            found = () if own else self._object(top) if top.is_verb else self._behind(top)
            found = tuple(p for p in found if p.country or p.sector not in ARMS)  # "troops" are a means
            if found:
                return found
            o = undergoer(top) if top.is_verb else top
            near = [x for t in (top, o) if t is not None for x in prepositional(t, *TOWARD)]
            near += possessors(o) if o is not None else []
            # "to take military action": the adjective names nobody, in "to stop Iranian shipments" it does
            near += [m for m in modifiers(o) if m.text[:1].isupper()] if o is not None else []
            found = tuple(p for p in self._first(near, type, place=True) if p.country or p.sector not in ARMS)
            if found:
                return found
        return ()

    def _obliged(self, c: Candidate) -> Parties:
        """Of whom something is said that they should do: the clause's subject, or the doer of a passive."""
        verb = c.token.head if c.token.dep == "xcomp" and c.token.head.lemma in ("have", "need") else c.token
        who = doer(verb)
        return (self.voices.parties(who) or self._behind(who)) if who is not None else ()


def _goes_on(child: Token, *, own: bool, protest: bool) -> bool:
    """Whether what hangs on a word still belongs to what an act is about; `own`: the word is the act's own."""
    if child.dep in ("nsubj", "nsubjpass"):
        return not own or (protest and child.head.lemma in DEMANDING)
    if child.dep == "advcl":
        return protest and (child.lemma in DEMANDING or child.head.lemma in DEMANDING)
    return child.dep not in ("relcl", "aux", "mark", "npadvmod", "parataxis", "conj", "cc")


def _is_town(token: Token) -> bool:
    """Whether a name before a noun is a capital or a seat of power: "the Kabul bombing" says where, not who."""
    found = Countries.load().find(token.text)
    return found is not None and found[1] in (CountryWord.CAPITAL, CountryWord.SEAT)


def _is_land(token: Token) -> bool:
    """Whether a state's full name stands before an attack that names no other side: "the Iraq invasion" was of Iraq."""
    found = Countries.load().find(token.text)
    return found is not None and found[1] is CountryWord.NAME and token.tag[:1] == "N" and not _short(token.text)


def _short(name: str) -> bool:
    """Whether a name is an abbreviation, which stands before nouns like an adjective ("U.S. strikes")."""
    return name.replace(".", "").isupper()


def _once(parties: Parties) -> Parties:
    seen: dict[object, Party] = {}
    for p in parties:
        seen.setdefault(p.actor or (p.name, p.span), p)
    return tuple(seen.values())
