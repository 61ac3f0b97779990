"""What a noun phrase says of an actor: country, sector, role, former or not. Phrase only; no report is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.language.analysis import Token
from dragoman.model import Party
from dragoman.resolving.actors.phrases import Phrase, cut
from dragoman.resolving.actors.register import FORMER_SECTOR, Mark, Register, bearer, in_force, remembered, term_on
from dragoman.resolving.actors.wording import Word, split
from dragoman.resolving.countries import CountryWord

FORMER = frozenset(
    "former ex ex- retired ousted deposed onetime one-time erstwhile toppled overthrown exiled-former".split()
)
OFFICES = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO"})
# Sectors of a state's own organs.
STATELY = frozenset({"GOV", "MIL", "LEG", "COP", "JUD"})
# Words that say that such an organ is nobody's in law.
UNRECOGNISED = frozenset(
    "self-proclaimed self-declared self-styled breakaway separatist secessionist unrecognised "
    "unrecognized rebel".split()
)
IRREGULAR = frozenset({"REB", "PRM", "UAF", "OPP"})
# Roles toward somebody: "U.S. Iran envoy" is American, so the first nation counts and not the nearest.
ABROAD = frozenset(
    {
        "envoy",
        "special envoy",
        "ambassador",
        "special representative",
        "representative",
        "negotiator",
        "adviser",
        "mission",
    }
)
# Prepositions whose object tells where an actor belongs; "to", "against", "with", "on" tell the other side.
BELONGING = ("of", "for", "from", "at", "in", "within", "inside", "across", "throughout", "near", "around", "under")
# Adjectives that say that an actor is not of one country, or not of the country in play.
ALOOF = frozenset(
    "foreign western international european arab african asian regional global world multinational allied non-western "
    "kurdish latin american-led gulf coalition overseas neighbouring neighboring nato-led eastern balkan nordic baltic "
    "scandinavian islamic-world muslim-majority other".split()
)
# Offices of states that bodies of any kind have too.
PRESIDING = frozenset(
    {"president", "vice president", "secretary", "general secretary", "secretary general", "commissioner"}
)
# Nouns that mean somebody even where nothing tells the sector.
LIVING = frozenset(
    "coalition group movement member source leader alliance network organisation organization spokesman spokeswoman "
    "spokesperson representative delegate adviser advisor aide boss chairman associate mediator".split()
)
RANKS = frozenset(
    "deputy senior chief acting interim former vice first top special foreign defence defense interior finance justice "
    "trade energy economy health labour labor education assistant permanent military police army party".split()
)
FOREIGN_OFFICES = frozenset("ministry policy affairs office minister ministers secretary trade intelligence".split())
PRONOUNS = frozenset("he she they him her them it we us i you who".split())


@dataclass(frozen=True, slots=True)
class Description:
    """What a phrase says: "Afghanistan's Taliban leaders" are of AFG, REB or GOV by the day, in the role of leaders.

    `country` ISO 3166-1 alpha-3, IGO or None; `sector` PLOVER's; `role` the role words as they stand; `noun` the role
    noun in the singular; `name` the name in the phrase, as the register writes it if it knows it; `kind` state, org,
    person, name, office, official, generic, people, body, relation, null, site, place, pronoun or None; `open` that the
    phrase leaves the country to its surroundings; `doubtful` that only the register says who it is, of a name that
    others may bear.
    """

    country: str | None = None
    sector: str | None = None
    role: str | None = None
    former: bool = False
    is_actor: bool = False
    name: str | None = None
    kind: str | None = None
    open: bool = False
    noun: str | None = None
    doubtful: bool = False


def describe(words: str | Sequence[Token], *, day: date | None = None) -> Description | None:
    """Reads a noun phrase, as words or as tokens with syntax; None for an empty one.

    The head noun decides the sector (the group it belongs to, if the noun alone says nothing: "police spokesman"), the
    nearest nation before it, or the of- or in-phrase after it, the country. `day` is the report's.
    """
    if isinstance(words, str):
        return describe_at(words, None, day=day, register=Register.load())
    inside = {t.i for t in words}
    head = next((t for t in words if t.head is t or t.head.i not in inside), None)
    return describe_at(words, head, day=day, register=Register.load())


def describe_at(
    words: str | Sequence[Token], head: Token | None, *, day: date | None, register: Register, people: bool = True
) -> Description | None:
    """`describe` with a given head token and register; without `people` its office holders are unknown names."""
    text, offset = (words, None) if isinstance(words, str) else _flat(words, head)
    parts = split(text)
    if len(parts) == 1 and parts[0].lower in PRONOUNS and not (parts[0].text.isupper() and len(parts[0].text) > 1):
        return Description(sector="UNK", is_actor=True, kind="pronoun")
    at = None if offset is None else next((i for i, w in enumerate(parts) if w.start <= offset < w.end), None)
    found = cut(parts, register, head=at)
    return None if found is None else Reader(register, day, people).read(found)


def resolve_phrase(text: str, *, context: str | None = None, day: date | None = None) -> Party:
    """The actor that a bare mention means; where the phrase leaves its country open, `context` tells it.

    For mentions without a report; `span` and `actor` are None, `name` the register's.
    """
    d = describe(text, day=day) or Description()
    country = d.country
    if country is None and context and (d.open or d.kind in (None, "name", "org")):
        around = describe(context, day=day)
        country = around.country if around else None
    return Party(name=d.name, country=country, sector=d.sector)


def _flat(tokens: Sequence[Token], head: Token | None) -> tuple[str, int | None]:
    """The tokens' words with their spacing, and where the head begins in them."""
    out, where, end = "", {}, tokens[0].start if tokens else 0
    for t in tokens:
        if t.start > end:
            out += " "
        where[t.i] = len(out)
        out, end = out + t.text, t.end
    return out, where.get(head.i) if head else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads phrases against a register as of a day."""

    register: Register
    day: date | None
    people: bool = True

    def read(self, p: Phrase) -> Description:
        """The description of a phrase that has been cut."""
        if not self.people and p.mark is not None and p.mark.kind == "leader":
            p = replace(p, mark=None, name=(p.mark.start, p.mark.end))
            return self._of_name(p) if p.role is None else self._of_role(p)
        if p.mark is not None and not (p.mark.short and not remembered(p.mark.terms, self.day)):
            return self._of_mark(p, p.mark)
        if p.name is not None:
            terms = self.register.nearly(p.words[slice(*p.name)])
            if terms and remembered(terms, self.day):
                mark = Mark(*p.name, "leader", terms[-1].country, terms[0].name, terms=terms)
                return self._of_leader(p, mark, self._former(p, p.name[0]))
        if p.role is None:
            return self._of_name(p)
        return self._of_role(p)

    # -- heads

    def _of_mark(self, p: Phrase, mark: Mark) -> Description:
        former = self._former(p, mark.start)
        if mark.kind == "org":
            row = in_force(mark.rows, self.day)
            nation = self._before(p, mark.start)
            shared = row.shared and nation is not None and nation != row.country
            country = nation if shared or row.country is None else row.country
            if country is None:
                country = self._after(p)[0]
            sector = "GOV" if shared and row.sector == "IGO" else row.sector
            return Description(country, sector, None, False, True, mark.name, "org", row.country is None and row.shared)
        if mark.kind == "leader":
            return self._of_leader(p, mark, former)
        if mark.kind == "nation":
            if mark.start and p.words[mark.start - 1].lower == "ethnic":
                return Description(None, "CVL", None, False, True, mark.name, "people")
            before = p.words[mark.start - 1].lower if mark.start else ""
            several = p.words[p.end - 1].text.endswith("s")
            person = mark.word is not CountryWord.NAME and before in ("a", "an", "one", "another")  # "one American"
            sector = "CVL" if (mark.word is CountryWord.DEMONYM and several) or person else "GOV"
            if sector == "CVL":
                name = " ".join(w.text for w in p.words[mark.start : mark.end])
                return Description(mark.country, sector, None, False, True, name, "people")
            return Description(mark.country, sector, None, False, True, mark.name, "state")
        if mark.kind == "polity":  # "Abkhazia" acts as the separatists that govern it
            return Description(mark.country, "REB", None, False, True, mark.name, "state")
        return Description(mark.country, "CVL", None, False, mark.kind == "people", mark.name, mark.kind)

    def _of_leader(self, p: Phrase, mark: Mark, former: bool) -> Description:
        terms = bearer(mark.terms, self.day)
        mark = replace(mark, terms=tuple(terms), name=terms[0].name)
        doubtful = not any(t.famous for t in terms)
        country, sector, role, was = term_on(mark.terms, self.day)
        if p.role is not None and p.role_start is not None and p.role.kind in ("office", "official", "generic"):
            said, _ = self._sector(p, p.role_start)
            if any(p.words[i].lower in UNRECOGNISED for i in range(p.start, p.role_start)):
                said = None  # "self-declared president": what the register knows of him, if anything
            own = self._before(p, p.role_start)
            # The report's own title goes before the register; only where it says nothing, the term decides.
            sector = (
                said
                if said and p.role.kind == "office"
                else sector
                if sector not in (None, FORMER_SECTOR)
                else said or sector
            )
            if country == "IGO" and sector == "GOV":
                sector = "IGO"
            return Description(
                country or own,
                FORMER_SECTOR if former and sector in OFFICES | {None} else sector,
                self._words(p, p.role_start, mark.start),
                former,
                True,
                mark.name,
                "person",
                noun=p.role.noun,
                doubtful=doubtful,
            )
        return Description(
            country,
            FORMER_SECTOR if former else sector,
            role,
            former or was,
            True,
            mark.name,
            "person",
            doubtful=doubtful,
        )

    def _of_name(self, p: Phrase) -> Description:
        if p.name is None:
            return Description()
        name = " ".join(w.text for w in p.words[slice(*p.name)])
        country = self._before(p, p.head)
        behind = self._behind(p)
        if behind is not None:  # "Jane Doe of the provincial council"
            return Description(
                country or self._after(p)[0], behind.sector, None, False, True, name, "person", country is None
            )
        return Description(country, None, None, False, False, name, "name")

    def _of_role(self, p: Phrase) -> Description:
        assert p.role is not None
        assert p.role_start is not None
        role = p.role
        sector, group = self._sector(p, p.role_start)
        country = None
        if role.kind not in ("null", "relation"):
            country = self._before(p, p.role_start, first=role.noun in ABROAD)
            if country is None and (group is None or group.country is None):
                # "Foreign troops in Iraq" are not Iraq's, "foreign troops from France" are France's.
                country, told_by = self._after(p)
                if told_by not in (None, "of", "from") and self._strange(p, p.role_start):
                    country = None
            elif country is None and group is not None:
                country = group.country
        aloof = self._aloof(p, p.role_start)
        if country == "IGO" and sector == "GOV":
            sector = "IGO"
        if role.kind == "generic" and sector is None and country is not None and role.sector and not aloof:
            sector = role.sector
            if country == "IGO":
                sector = "IGO"
        former = self._former(p, p.role_start)
        if former and sector in OFFICES and role.kind in ("office", "official", "generic"):
            sector = FORMER_SECTOR
        if role.noun.startswith("ex-"):
            former = True
        if sector in STATELY and self._breakaway(p, p.role_start):
            sector = "REB"
        name = None
        kind = role.kind
        if p.name is not None:
            name, kind = " ".join(w.text for w in p.words[slice(*p.name)]), "person"
        begin = p.role_start
        while begin > p.start and p.words[begin - 1].lower in RANKS:
            begin -= 1
        stop = p.name[0] if p.name else p.end
        return Description(
            country,
            sector,
            self._words(p, begin, stop) if role.kind in ("office", "official", "generic") else None,
            former,
            kind != "place" and (sector is not None or kind == "person" or role.noun in LIVING),
            name,
            kind,
            country is None and not aloof and role.kind not in ("null", "relation"),
            role.noun,
        )

    # -- sector

    def _sector(self, p: Phrase, start: int) -> tuple[str | None, Description | None]:
        """The sector of the role noun that begins at word `start`, and the group it was taken from."""
        role = p.role
        assert role is not None
        group, said = self._group(p, start)
        if role.kind in ("generic", "official"):
            if said is not None:
                return said, group
            behind = self._behind(p)
            if behind is not None and behind.sector is not None:
                return behind.sector, behind
            return role.sector if role.kind == "official" else None, group
        sector = role.sector
        if role.noun in PRESIDING:
            if said in ("LEG", "BUS", "EDU", "LAB", "JUD", "NGO"):
                return said, group
            behind = self._behind(p)
            if behind is not None and behind.sector not in (None, "GOV") and behind.kind != "person":
                return behind.sector, behind
        if group is not None and group.sector is not None:
            if group.sector in IRREGULAR and sector in ("MIL", "UAF", "REB", "PRM"):
                return group.sector, group
            if sector in ("LAB", "UNK") and role.kind in ("office", "people"):
                return group.sector, group
        elif said in ("AGR", "MED", "NGO") and sector == "LAB":
            return said, None  # "agricultural workers"
        elif said in ("REB", "PRM") and sector in ("MIL", "PTY", "UAF"):
            return said, None
        elif said == "OPP" and sector in ("PTY", "MIL"):
            return ("REB" if sector == "MIL" else "OPP"), None
        elif said == "SPY" and sector == "MIL":
            return "SPY", None
        return sector, group

    def _group(self, p: Phrase, start: int) -> tuple[Description | None, str | None]:
        """The nearest group or sector word before a role noun: (description of a named body, sector)."""
        weak: str | None = None
        ending = {m.end: m for m in p.marks}
        i = start
        while i > p.start:
            mark = ending.get(i)
            if mark is not None and mark.kind == "org":
                row = in_force(mark.rows, self.day)
                if not (row.shared and row.sector == "IGO" and self._before(p, mark.start)):
                    return Description(row.country, row.sector, name=mark.name, kind="org"), row.sector
                weak = weak or "GOV"
            if mark is not None and mark.kind == "leader" and p.words[i - 1 : i + 1][-1].possessive:
                return None, weak
            if mark is not None:
                i = mark.start
                continue
            said = self.register.modifier_at(p.words, i)
            if said is None and not p.words[i - 1].possessive:
                found = self.register.role_at(p.words, i, p.start)
                # "national" before a noun is an adjective, and makes nobody a national
                known = found and found[1].kind not in ("place", "relation", "null", "generic")
                said = found[1].sector if found and known and found[1].noun != "national" else None
            if said is not None and said != "GOV":
                return None, said
            weak = weak or said
            i -= 1
        return None, weak

    def _behind(self, p: Phrase) -> Description | None:
        """The group of an of-, for-, from-, at-, in- or within-phrase: "head of the army"."""
        for prep, a, b in p.after:
            if prep in ("of", "for", "from", "at", "in", "within", "with"):
                inner = cut(p.words[a:b], self.register)
                found = self.read(inner) if inner else None
                if (
                    found is not None
                    and found.sector
                    and found.kind not in ("state", "place", "people", "null", "relation")
                ):
                    return found
        return None

    # -- country

    def _before(self, p: Phrase, end: int, *, first: bool = False) -> str | None:
        """The country of the nation, city or body nearest before word `end` (with `first`, farthest)."""
        found: list[str] = []
        for m in p.marks:
            if not p.start <= m.start or m.end > end or self._not_meant(p, m):
                continue
            country = in_force(m.rows, self.day).country if m.kind == "org" else m.country
            if m.kind == "org" and in_force(m.rows, self.day).shared and country == "IGO":
                country = found[-1] if found else country
            if m.kind == "leader":
                country = term_on(m.terms, self.day)[0]
            if country is not None:
                found.append(country)
        if not found:
            for w in p.words[p.start : end]:
                stem, _, rest = w.text.partition("-")
                if rest.lower() in ("based", "born") and stem[:1].isupper():
                    inner = self.register.marks(split(stem))
                    found.extend(m.country for m in inner if m.country)
        return (found[0] if first else found[-1]) if found else None

    def _not_meant(self, p: Phrase, m: Mark) -> bool:
        """ "Ethnic Albanians" live anywhere, and "former Soviet republics" are not Russia's."""
        before = p.words[m.start - 1].lower if m.start else ""
        return before == "ethnic" or (
            before == "former" and p.words[m.start].lower in ("soviet", "yugoslav", "communist")
        )

    def _after(self, p: Phrase) -> tuple[str | None, str | None]:
        """The country that the phrases behind the head tell, and by which preposition."""
        for prep, a, b in p.after:
            if prep not in BELONGING:
                continue
            inner = cut(p.words[a:b], self.register)
            if inner is None:
                continue
            found = self.read(inner)
            country = found.country or self._before(replace(inner, start=0), inner.end)
            if country is not None and found.kind not in ("relation", "null"):
                return country, prep
        return None, None

    # -- words before the head

    def _former(self, p: Phrase, end: int) -> bool:
        for i in range(max(0, p.start - 1), end):
            word = p.words[i].lower
            if word in FORMER and not (i + 1 < end and p.words[i + 1].lower in ("soviet", "yugoslav", "colonial")):
                return True
            if word.startswith("ex-"):
                return True
        return False

    def _aloof(self, p: Phrase, end: int) -> bool:
        """Whether a word before the head says that the actor is of no one country, or not of the one in play."""
        marked = {i for m in p.marks for i in range(m.start, m.end)}
        for i in range(p.start, end):
            word = p.words[i].lower
            if i in marked:
                continue
            # "Foreign minister" names an office; there the word is part of the noun.
            if word == "foreign" and i + 1 < len(p.words) and p.words[i + 1].lower in FOREIGN_OFFICES:
                continue
            toward = word.startswith(("pro-", "anti-")) and p.words[i].text.split("-", 1)[1][:1].isupper()
            if word in ALOOF or toward or word.endswith(("-led", "-majority")):
                return True
        return False

    def _breakaway(self, p: Phrase, end: int) -> bool:
        """Whether a phrase belongs to a breakaway region: "Abkhaz troops", "the self-declared government"."""
        if any(p.words[i].lower in UNRECOGNISED for i in range(p.start, end)):
            return True
        owners = [(p.start, end), *((a, b) for prep, a, b in p.after if prep == "of")]
        return any(m.kind == "polity" and a <= m.start and m.end <= b for m in p.marks for a, b in owners)

    def _strange(self, p: Phrase, end: int) -> bool:
        return any(
            p.words[i].lower in ("foreign", "coalition", "international", "multinational") for i in range(p.start, end)
        )

    def _words(self, p: Phrase, start: int, end: int) -> str | None:
        text = _plain(w for w in p.words[start:end] if w.text != ",")
        if p.name is None and p.mark is None and p.after and p.after[0][0] in ("of", "for"):
            text += " " + " ".join(w.text for w in p.words[p.end : p.after[0][2]]).replace(" 's", "'s").replace(
                " ’s", "’s"
            )
        return text or None


def _plain(words: Iterable[Word]) -> str:
    return " ".join(w.text for w in words).replace(" 's", "'s").replace(" ’s", "’s")
