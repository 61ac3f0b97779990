"""The actors of one report: who each entity is, and who acts as what where an event or a statement names them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from dragoman.language.analysis import Analysis, Entity, Mention, Token
from dragoman.model import Actor, Party, Place, Span
from dragoman.resolving.actors.describing import ALOOF, Description, describe_at
from dragoman.resolving.actors.facts import facts_of
from dragoman.resolving.actors.judging import (
    DELIBERATE,
    HEDGES,
    ROLES,
    describe_at_name,
    is_bare,
    is_building,
    is_vague,
    joined,
    partisan,
    roles_of,
)
from dragoman.resolving.actors.known import Known
from dragoman.resolving.actors.register import ALSO_FIRST_NAMES, Register
from dragoman.resolving.actors.roster import Judged, Roster
from dragoman.resolving.actors.surroundings import HOMEBOUND, Surroundings, spelt_out
from dragoman.resolving.actors.syntax import NATION_SLOTS, SUBJECT, head_of, locative, own_span, phrase
from dragoman.resolving.actors.takingup import TakingUp
from dragoman.resolving.countries import Countries, Country

HOMELAND = frozenset({"country", "nation", "homeland"})

# Nouns for a state that has been named: "Chad closed the border; the country also ...".
TAKEN_UP = frozenset({"country", "nation", "state", "republic", "kingdom", "island"})

# Sectors of organs that a head of state speaks to as his own.
ORGANS = frozenset({"LEG", "JUD", "MIL", "COP"})
# Words behind a noun that say to whom it belongs: "troops loyal to Gbagbo", "workers affiliated with the union".
BOUND = frozenset({"loyal", "affiliated", "belonging", "allied", "aligned", "linked"})

# How a description is to be trusted in telling what an entity is, best first.
SURE = ("org", "state", "people", "place")


def resolve_actors(
    analysis: Analysis,
    *,
    day: date | None,
    home: str | None = None,
    places: Sequence[Place] = (),
    known: Known | None = None,
    register: Register | None = None,
) -> ActorIndex:
    """The actors of a report as of `day` (the report's); `home` is the country of its story, if one is sure.

    `places` are those that the report names, which tell whose "police in Tarlac" are; `known` is what earlier reports
    have said, for those of whom this one says too little; `register` is what is known beforehand, else the shipped one.
    """
    return ActorIndex(analysis, day=day, home=home, places=places, known=known, register=register)


class ActorIndex:
    """Who is meant by which token. What `party`, `parties` and `actor_id` have handed out is what `actors` lists."""

    def __init__(
        self,
        analysis: Analysis,
        *,
        day: date | None,
        home: str | None = None,
        places: Sequence[Place] = (),
        known: Known | None = None,
        register: Register | None = None,
    ) -> None:
        self.analysis = analysis
        self.known = known if known is not None else Known()
        self.day = day
        self.register = register or Register.load()
        self.around = Surroundings(analysis, self.register, home=home, places=places)
        self.taking_up = TakingUp(analysis, self.around, self._named)
        self._known: dict[tuple[int, date | None], Judged | None] = {}
        self._described: dict[tuple[int, date | None], Description | None] = {}
        self.roster = Roster()

    # -- what coding asks

    def party(self, token: Token, *, on: date | None = None, sites: bool = False) -> Party | None:
        """Who the noun phrase headed by `token` means as a side of an event; None if that is no actor.

        A place is none ("talks in Kabul"). `on` is the day of the act if it is not the report's; `sites` lets places
        and buildings count, as whose they are ("an attack on a village": CVL). Unknown country and sector are None.
        """
        if any(c.dep in ("det", "neg") and c.lower in ("no", "neither") for c in token.children):
            return None  # "no country recognised it": nobody did
        if token.lower in ("other", "another") and token.tag in ("JJ", "DT"):
            return None  # "each other", "other parts"
        day = on or self.day
        mention = self.analysis.mention(token)
        known = self._meant(token, mention, day)
        if known is None:
            return None
        d = known.description
        if d.kind in ("place", "site") and not sites and (d.kind == "place" or is_building(d)):
            return None
        if d.kind == "state" and locative(token) and not sites:
            return None
        if not d.is_actor and not (sites and d.kind in ("place", "site")):
            return None
        if d.kind == "state" and locative(token):
            d = replace(d, sector="CVL")
        span = own_span(self.analysis, token, mention, person=d.kind in ("person", "name"))
        return self.roster.hand_out(known, d, span, mention)

    def parties(self, token: Token, *, on: date | None = None, sites: bool = False) -> list[Party]:
        """The sides that a coordination names: "China, India and Russia", "British and French officials"."""
        both = self._both(token, on or self.day)
        if both:
            return both
        out: list[Party] = []
        for t in token.conjuncts():
            if t is not token and not (t.is_noun or t.tag in ("PRP", "JJ", "DT", "CD")):
                continue
            split = self._by_nations(t, on=on)
            if split:
                out.extend(split)
                continue
            party = self.party(t, on=on, sites=sites)
            if party is not None:
                out.append(party)
        return out

    def actor_id(self, token: Token) -> str | None:
        """The id of the actor that a token means, as `party` gives it."""
        party = self.party(token)
        return party.actor if party else None

    def actors(self, referred: Collection[str] | None = None) -> tuple[Actor, ...]:
        """The actors handed out so far, or those of them in `referred`; sorted by first mention."""
        return self.roster.actors(referred)

    # -- one phrase

    def _meant(self, token: Token, mention: Mention | None, day: date | None) -> Judged | None:
        if mention is not None and mention.entity is not None:
            entity = mention.entity
            if mention.kind == "pronoun" or mention.kind == "name" or any(m.kind == "name" for m in entity.mentions):
                known = self._entity(entity, day)
                if known is not None and (
                    mention.kind != "nominal" or known.description.kind in ("person", "org", "state")
                ):
                    return known
                if mention.kind == "pronoun":
                    return None
        if mention is None and token.tag in ("PRP", "PRP$", "WP", "WDT"):
            return None  # "we", "who": nobody that the report has named
        if mention is not None and mention.kind == "nominal":
            body = self.taking_up.body(token)
            if body is not None:
                return self._entity(body, day)
        d = self._phrase(token, mention, day)
        if d is None or (d.sector is None and not d.is_actor and d.kind not in ("site", "place")):
            if mention is not None and mention.entity is not None and mention.kind == "nominal":
                return self._taken_up(mention.entity, day)
            return None
        name = d.name or self._plain(token, mention)
        guessed = d.country is None or d.open  # from what is named around it, if at all
        if mention is not None and mention.kind == "nominal" and guessed and mention.entity is not None:
            before = self._taken_up(mention.entity, day)
            if (
                before is not None
                and before.description.sector == d.sector
                and (d.country is None or not before.description.open)
            ):
                return before
        return Judged(d, name, roles_of(d, token))

    def _taken_up(self, entity: Entity, day: date | None) -> Judged | None:
        """What the first full mention of a nominal chain says ("the agency" after "Iran's nuclear agency")."""
        first = next((m for m in entity.mentions if m.kind == "nominal"), None)
        if first is None:
            return None
        d = self._phrase(first.head, first, day)
        if d is None or not d.is_actor:
            return None
        return Judged(d, d.name or self._plain(first.head, first), roles_of(d, first.head))

    def _phrase(self, token: Token, mention: Mention | None, day: date | None) -> Description | None:
        """The description of a phrase in its place: possessors, coordination and surroundings looked at."""
        k = (token.i, day)
        if k in self._described:
            return self._described[k]
        self._described[k] = None  # a phrase that leads back to itself says nothing
        head = head_of(mention) if mention is not None else token
        tokens = phrase(token, mention)
        if mention is None and token.dep in NATION_SLOTS:
            tokens = [token]
            head = token
        d = describe_at(tokens, head, day=day, register=self.register)
        if d is not None:
            d = self._completed(token, d, day)
            if mention is None and d.kind == "state" and token.dep in ("amod", "conj"):
                d = self._of_noun(token, d, day)
        self._described[k] = d
        return d

    def _of_noun(self, token: Token, d: Description, day: date | None) -> Description:
        """A nation's adjective with the sector of its noun: in "American and Iraqi troops", "American" is MIL."""
        noun = token.head.head if token.dep == "conj" else token.head
        whole = self._phrase(noun, self.analysis.mention(noun), day) if noun.is_noun else None
        if whole is None or not whole.is_actor or whole.kind in ("relation", "null"):
            return d
        return replace(d, sector=whole.sector)

    def _completed(self, token: Token, d: Description, day: date | None) -> Description:
        owner = self._owner(token, day)
        if owner is not None and d.kind in ("generic", "official", "office", "body", "people", "site", "place"):
            country = d.country or owner.country
            sector = d.sector
            if d.kind == "generic" and (sector is None or (d.country is None and owner.sector not in (None, "GOV"))):
                sector = owner.sector if owner.sector is not None else sector
            d = replace(
                d,
                country=country,
                sector=sector,
                is_actor=d.is_actor or sector is not None,
                open=d.open and country is None,
            )
        if d.open and d.country is None and token.dep == "conj" and token.head.is_noun:
            first = self._phrase(token.head, self.analysis.mention(token.head), day)
            if first is not None and first.country is not None and first.kind in ROLES:
                return replace(d, country=first.country, open=False)
        if d.open and d.country is None and d.kind != "name":
            country = self.around.of_place(token)
            if country is not None:
                return replace(d, country=country, open=False)
        party = partisan(token, american=self.around.names("USA"))
        if d.country is None and party is not None:
            return replace(d, country=party or None, open=False)  # whose party it is: not told by what is near
        if (
            d.open
            and d.country is None
            and (d.sector in HOMEBOUND or d.kind == "site")
            and d.kind != "name"
            and not is_vague(d)
        ):
            country = self.around.country(token, organ=d.sector in ORGANS)
            if country is not None:
                return replace(d, country=country)
        if d.open and d.country is None and d.kind == "org" and d.sector in ORGANS:
            return replace(d, country=self.around.dominant())  # "Congress" in a report on America
        if d.country is None and d.noun in TAKEN_UP and is_bare(token):
            named = Countries.load().by_code(self.around.country(token) or "")
            if named is not None:
                return replace(d, country=named.iso3, sector="GOV", name=named.name, kind="state")
        return d

    def _owner(self, token: Token, day: date | None) -> Description | None:
        """Whose a thing is by a possessor, an of-phrase or what says whom it is loyal to ("his office")."""
        owners = token.kids("poss") + [o for p in token.kids("prep") if p.lower == "of" for o in p.kids("pobj")]
        bound = [c for c in token.kids("amod", "acl") if c.i > token.i and c.lower in BOUND]
        owners += [o for c in bound for p in c.kids("prep") if p.lower in ("to", "with") for o in p.kids("pobj")]
        for o in owners:
            mention = self.analysis.mention(o)
            if mention is None or mention.entity is None:
                continue
            known = self._entity(mention.entity, day) if mention.kind != "nominal" else None
            d = known.description if known else self._phrase(o, mention, day) if mention.kind == "nominal" else None
            if d is not None and d.is_actor and (d.country or d.sector):
                return d
        return None

    # -- one entity

    def _entity(self, entity: Entity, day: date | None) -> Judged | None:
        k = (id(entity), day)
        if k not in self._known:
            self._known[k] = None
            found = self._judge(entity, day)
            if found is not None and found.description.kind in ("person", "name", "org"):
                found = self._with_facts(found, entity, day)
            self._known[k] = found
        return self._known[k]

    def _named(self, entity: Entity) -> Description | None:
        """What an entity is as of the report's day."""
        known = self._entity(entity, self.day)
        return known.description if known is not None else None

    def _with_facts(self, found: Judged, entity: Entity, day: date | None) -> Judged:
        """What an entity was found to be, with the words that say so, and with what earlier reports add to it."""
        facts = list(
            facts_of(
                entity,
                self.analysis,
                describe=lambda m: self._phrase(m.head, m, day),
                predicates=lambda m: self._predicates(m, day),
            )
        )
        d = found.description
        if (d.country is None or d.sector is None) and d.kind != "org":
            lent = self.known.of(found.name, day=day, report=self.analysis.report.id)
            fits = lent is not None and (d.country is None or lent.country in (None, d.country))
            if lent is not None and fits and (lent.country or (lent.sector and d.sector is None)):
                facts.append(lent)
                d = replace(d, country=d.country or lent.country, sector=d.sector or lent.sector, is_actor=True)
        return replace(found, description=d, facts=tuple(facts))

    def _judge(self, entity: Entity, day: date | None) -> Judged | None:
        named: list[Description] = []
        called: list[Description] = []
        for m in entity.mentions:
            if m.kind == "pronoun":
                continue
            d = self._phrase(m.head, m, day)
            if d is None or (d.kind == "org" and self._spelt_otherwise(m, entity, d, day)):
                continue
            (named if m.kind == "name" else called).append(d)
            called.extend(d for _, d in self._predicates(m, day))
        whole = describe_at_name(entity, day, self.register)
        if whole is not None and whole.doubtful and not self._borne_out(whole, [*called, *named]):
            whole = None  # somebody else of that name
            named = [d for m in entity.mentions if m.kind == "name" if (d := self._as_unknown(m, day)) is not None]
        # "Chad, a key ally": a person's word beside it makes no person of a state
        state = whole is not None and whole.kind == "state"
        if entity.key in ALSO_FIRST_NAMES:
            state = state and all(d.kind == "relation" for d in called)
        for d in named:
            if d.kind == "org" or (d.kind in SURE and (entity.person is not True or state)):
                return Judged(d, d.name or entity.key)
        if " " in (entity.key or "") and (whole is None or whole.kind != "person"):
            # The surname of somebody else whom the register knows: "Petra Keating", then "Keating".
            named = [d for d in named if d.kind != "person" or d.noun or d.name == entity.key]
        said = [d for d in [*named, *called] if d.noun or d.kind == "person"]
        roles = tuple(dict.fromkeys(d.role for d in [*named, *called] if d.role))
        if whole is not None and whole.kind == "person" and whole.name:
            return Judged(
                joined(whole, said, known=True),
                whole.name,
                roles,
            )
        if named and (entity.person or any(d.kind == "person" for d in named) or any(d.kind in ROLES for d in called)):
            base = Description(is_actor=True, kind="person", name=entity.key)
            return Judged(
                joined(base, said, known=False),
                entity.key,
                roles,
            )
        if named and entity.person is None and not any(d.kind in SURE for d in named) and self._acts(entity):
            return Judged(replace(named[0], is_actor=True), entity.key, roles)
        for d in [*named, *called]:
            if d.is_actor or d.kind in ("place", "site"):
                return Judged(d, d.name or entity.key, roles)
        return None

    def _spelt_otherwise(self, m: Mention, entity: Entity, d: Description, day: date | None) -> bool:
        """Whether the report spells an abbreviation out, and not as the body that the register has for it."""
        long = spelt_out(m, self.analysis)
        if long is None:
            return False
        heads = (n for n in entity.mentions if self.analysis.text(n.span).endswith(long))
        spelt = next((self._phrase(n.head, n, day) for n in heads), None)
        return spelt is None or spelt.kind != "org" or spelt.name != d.name

    def _borne_out(self, d: Description, called: list[Description]) -> bool:
        """Whether the report speaks of the country of a lesser office holder, or calls the bearer of the name so."""
        said = any(c.noun and d.role and c.noun in d.role.lower() for c in called)
        return said or d.country is None or self.around.names(d.country)

    def _as_unknown(self, m: Mention, day: date | None) -> Description | None:
        """What a mention says by itself of a name that the register's office holder does not bear."""
        tokens = phrase(m.head, m)
        d = describe_at(tokens, head_of(m), day=day, register=self.register, people=False)
        return None if d is None else self._completed(m.head, d, day)

    def _acts(self, entity: Entity) -> bool:
        """Whether a name that nothing else explains stands as the one who does or says something."""
        return any(
            m.kind == "name" and m.head.dep in SUBJECT and m.head.head.lemma in DELIBERATE for m in entity.mentions
        )

    def _predicates(self, mention: Mention, day: date | None) -> Iterator[tuple[Mention, Description]]:
        """What appositions and "X is the president of Y" say of a name, with the phrase that says it."""
        if mention.kind != "name":
            return
        nouns = [t for t in mention.head.kids("appos") if t.is_noun and self.analysis.mention(t) is not None]
        if mention.head.dep == "nsubj" and mention.head.head.lemma in ("be", "become", "remain"):
            nouns += [t for t in mention.head.head.kids("attr") if not mention.head.head.kids("neg")]
        for t in nouns:
            other = self.analysis.mention(t)
            if other is None or other.kind != "nominal" or other.entity is mention.entity:
                continue
            d = self._phrase(t, other, day)
            if d is not None and d.kind in ROLES and d.sector is not None:
                yield other, d

    # -- handing out

    def _both(self, token: Token, day: date | None) -> list[Party]:
        """The two parties of "the two sides", "both leaders", if the report has named just two; else none."""
        mention = self.analysis.mention(token)
        if mention is None or mention.kind != "nominal":
            return []
        out: list[Party] = []
        for code in self.taking_up.states(token) or ():
            country = Countries.load().by_code(code)
            if country is not None:
                d = Description(code, "GOV", is_actor=True, name=country.name, kind="state")
                out.append(self.roster.hand_out(Judged(d, country.name), d, mention.span, None))
        for entity in self.taking_up.people(token) or ():
            known = self._entity(entity, day)
            if known is not None:
                out.append(self.roster.hand_out(known, known.description, mention.span, None))
        return out if len(out) == 2 else []

    def _by_nations(self, token: Token, *, on: date | None) -> list[Party]:
        """One party a nation for "American and Iraqi troops" and "leaders of Britain and France"; else nothing."""
        mention = self.analysis.mention(token)
        if mention is None or mention.kind != "nominal":
            return []
        slots = [c.conjuncts() for c in token.children if c.dep in NATION_SLOTS and c.i < token.i]
        slots += [o.conjuncts() for p in token.kids("prep") if p.lower in ("of", "from") for o in p.kids("pobj")]
        for slot in slots:
            found = [(t, self.register.countries.find(self._name_text(t))) for t in slot]
            members = [(t, c[0] if c else None) for t, c in found if c is not None or t.lower in ALOOF]
            nations = {c.iso3 for _, c in members if c is not None}
            if len(members) < 2 or not nations or (len(nations) < 2 and all(c is not None for _, c in members)):
                continue
            d = self._phrase(token, mention, on or self.day)
            if d is None or not d.is_actor or d.kind == "relation":
                return []
            return [
                self._member(token, mention, d, t, c, last=n == len(members) - 1 and t.i < token.i)
                for n, (t, c) in enumerate(members)
            ]
        return []

    def _member(
        self, token: Token, mention: Mention, d: Description, own: Token, country: Country | None, *, last: bool
    ) -> Party:
        """One nation's part in "American and Iraqi troops"; the last one's span takes in the noun."""
        named = self.analysis.mention(own)
        start, end = named.span if named is not None and named.name is not None else own.span
        each = replace(d, country=country.iso3 if country else None, name=None)
        name = f"{self._name_text(own)} {token.text}"
        if country is not None and d.kind == "null":  # "the U.S. and Western countries": the U.S. itself
            name = country.name
        return self.roster.hand_out(Judged(each, name), each, Span(start, mention.span.end if last else end), None)

    def _name_text(self, token: Token) -> str:
        mention = self.analysis.mention(token)
        return self.analysis.text(mention.span) if mention is not None and mention.name is not None else token.text

    def _plain(self, token: Token, mention: Mention | None) -> str:
        """The words of a phrase without article, as an unnamed actor's name."""
        if mention is None:
            return token.text
        tokens = self.analysis.tokens_in(mention.span)
        start = 0
        while start < len(tokens) - 1 and (
            tokens[start].dep == "det" or tokens[start].tag == "CD" or tokens[start].lower in HEDGES
        ):
            start += 1
        first = tokens[start]
        text = self.analysis.text(Span(first.start, mention.span.end))
        owner = self.analysis.mention(first) if first.tag == "PRP$" else None
        if owner is not None and owner.entity is not None:
            known = self._entity(owner.entity, self.day)
            if known is not None and token.lemma in HOMELAND and known.description.country:
                home = Countries.load().by_code(known.description.country)
                if home is not None:
                    return home.name
            if known is not None and start + 1 < len(tokens):  # "his critics" are not the same in every report
                return f"{known.name}'s {self.analysis.text(Span(tokens[start + 1].start, mention.span.end))}"
        return text
