"""The register: bodies, office holders with dates, role nouns, cities and peoples, read from `data/`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files

from dragoman.language.spelling import same_name, sound
from dragoman.resolving.actors.own import OwnRow, end_day, first_day
from dragoman.resolving.actors.wording import Word, fold, key, key_of, shouted, singulars
from dragoman.resolving.countries import Countries, CountryWord

LONGEST_NAME, LONGEST_ROLE = 9, 5
# Countries that are people's names as well.
ALSO_FIRST_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Israel"})
DIRECTIONS = frozenset(
    "the northern southern eastern western central greater north south east west upper lower new".split()
)
FORMER_SECTOR = "ELI"
REMEMBERED = 10  # years after the office in which reports still name its holder by the surname alone


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body: "the Taliban were armed opposition of Afghanistan until 15 August 2021"; `until` is the day after."""

    name: str
    country: str | None
    sector: str | None
    start: date | None = None
    until: date | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office: "Sergei Shoigu was defence minister of Russia from 6 November 2012 to 12 May 2024".

    Only users' rows lack a start or sector; one without either date tells what holds when no dated term does.
    """

    name: str
    country: str | None
    role: str
    sector: str | None
    start: date | None
    until: date | None
    famous: bool = True  # a name that reports need not explain; others may bear the names of lesser holders

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    @property
    def default(self) -> bool:
        return self.start is None and self.until is None


@dataclass(frozen=True, slots=True)
class Role:
    """What a noun makes of an actor: "lawmaker", LEG, office. Kinds are explained in `data/roles.tsv`."""

    noun: str
    sector: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words `start` to `end` of a phrase that the register knows; `kind` org, leader, nation, place, people or polity.

    `short` says that an office holder is named by a surname alone.
    """

    start: int
    end: int
    kind: str
    country: str | None
    name: str
    rows: tuple[Organisation, ...] = ()
    terms: tuple[Term, ...] = ()
    word: CountryWord | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """A register's rows by folded name; the flag says that an abbreviation was written, so that case matters.

    `titled` are names of people that open with a title: how many words it has. `proper` are users' names of which the
    last word needs its capital, lest "Harbour lights" at the start of a sentence be the firm of Harbour Lights.
    """

    full: dict[str, list[tuple[bool, str, Organisation]]]
    people: dict[str, tuple[Term, ...]]
    short: dict[str, tuple[Term, ...]]
    sounds: dict[tuple[str, ...], tuple[str, ...]]  # sounds of a full name's words -> its keys in `people`
    places: dict[str, tuple[str, str, str]]  # key -> kind, country, name
    titled: dict[str, int] = field(default_factory=dict)
    proper: frozenset[str] = frozenset()
    starts: dict[str, int] = field(default_factory=dict)

    def indexed(self) -> Names:
        """The same with `starts`: the first word of every name, and how many words the longest that begins so has."""
        starts: dict[str, int] = {}
        for keys in (self.full, self.people, self.short, self.places):
            for k in keys:
                first, length = k.partition(" ")[0], k.count(" ") + 1
                if starts.get(first, 0) < length:
                    starts[first] = length
        return replace(self, starts=starts)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that can be known of actors without the report. `load()` reads the shipped tables once a process.

    `load(extra=read_own(path))` knows the rows of a user too, who are believed before the shipped tables: on the days
    that their rows cover, or on all of them where they have a row without dates.
    """

    countries: Countries
    names: Names
    roles: dict[str, Role]
    modifiers: dict[str, str]

    @staticmethod
    def load(*, extra: Iterable[OwnRow] = ()) -> Register:
        from dragoman.resolving.actors.joining import join  # it needs the classes of this file

        rows = tuple(extra)
        return join(_shipped(), rows) if rows else _shipped()

    def marks(self, words: Sequence[Word]) -> tuple[Mark, ...]:
        """The longest known names in a phrase, left to right, without overlap."""
        out: list[Mark] = []
        i = 0
        while i < len(words):
            found = None
            if not words[i].possessive and words[i].text[:1].isalnum():
                for j in range(min(len(words), i + self._longest(words[i])), i, -1):
                    found = self._mark(words, i, j)
                    if found:
                        break
            if found:
                out.append(found)
            i = found.end if found else i + 1
        return tuple(out)

    def _longest(self, first: Word) -> int:
        """How many words a known name that begins with a word can have; 0 where none begins so."""
        named = self.names.starts.get(fold(first.text).partition(" ")[0], 0)
        return min(LONGEST_NAME, max(named, 7 if first.lower in self.countries.starts else 0))

    def _mark(self, words: Sequence[Word], i: int, j: int) -> Mark | None:
        run = words[i:j]
        if run[-1].possessive and j - i > 1:
            return None
        k = key(run)
        common = k in self.names.proper and run[-1].text[:1].islower()
        text = " ".join(w.text for w in run).replace(" 's", "'s").replace(" ’s", "'s")
        rows = [(name, row) for strict, name, row in self.names.full.get(k, ()) if not common and _fits(text, strict)]
        if rows and not (
            j < len(words) and words[j].text in ("Minister", "Ministry", "Secretary", "Department") and j - i == 1
        ):
            return Mark(i, j, "org", rows[0][1].country, rows[0][0], rows=tuple(r for _, r in rows))
        if run[0].lower == "the":  # only names such as "The Guardian" begin with it
            return None
        if any(c.isupper() for c in text) and not common:
            terms = self.names.people.get(k, ())
            short = not terms and k in self.names.short and _alone(words, i, j)
            if short:
                terms = self.names.short[k]
                if self._after_name(words, i) and words[i - 1].lower not in terms[0].name.lower().split():
                    return None  # "Amber Rudd" is not Kevin Rudd
            if terms and not (j < len(words) and words[j].lower in ("jr", "jr.", "junior")):
                i += self.names.titled.get(k, 0)  # the title is the report's own, and read as such
                return Mark(i, j, "leader", terms[-1].country, terms[0].name, terms=terms, short=short)
        if j - i <= 7:
            found = self.countries.find(text)
            if found and not text.islower() and not (text in ALSO_FIRST_NAMES and self._after_name(words, i)):
                return Mark(i, j, "nation", found[0].iso3, found[0].name, word=found[1])
        if k in self.names.places and text[:1].isupper():
            kind, country, name = self.names.places[k]
            free = j - i > 1 or _alone(words, i, j) or self.role_at(words, j + 1, j) is not None
            if kind == "people" or (free and not self._after_name(words, i)):
                return Mark(i, j, kind, country, name)
        return None

    def nearly(self, words: Sequence[Word]) -> tuple[Term, ...]:
        """The terms of the one office holder of whose full name this is another spelling; empty if there is none."""
        parts = key(words).split()
        parts = [p for n, p in enumerate(parts) if len(p) > 1 or n in (0, len(parts) - 1)]  # "John F. Kerry"
        if len(parts) < 2:
            return ()
        near = self.names.sounds.get(tuple(map(sound, parts)), ())
        found = [self.names.people[k] for k in near if all(map(same_name, k.split(), parts))]
        return found[0] if found and len({terms[0].name for terms in found}) == 1 else ()

    def _after_name(self, words: Sequence[Word], i: int) -> bool:
        """Whether a capitalised word that is no role stands before word `i`, which is then a surname ("Mary Sidon")."""
        if i == 0 or not words[i - 1].capital or not words[i - 1].text[:1].isalpha():
            return False
        before = words[i - 1].lower
        return not (before in DIRECTIONS or self.role_at(words, i, i - 1) or self.modifier_at(words, i))

    def role_at(self, words: Sequence[Word], end: int, start: int = 0) -> tuple[int, Role] | None:
        """The longest role noun that ends before word `end`, and where it begins."""
        for i in range(max(start, end - LONGEST_ROLE), end):
            run = [w.lower.replace("’", "'") for w in words[i:end]]
            stem = " ".join(run[:-1]).replace(" '", "'")
            if run[-1].endswith("-designate"):
                run[-1] = run[-1].removesuffix("-designate")
            for last in singulars(run[-1].removesuffix(".") if len(run[-1]) > 4 else run[-1]):
                phrase = f"{stem} {last}".strip().replace(" '", "'")
                role = self.roles.get(phrase) or self.roles.get(phrase.replace("-", " "))
                if role is not None and not (role.kind == "null" and last != run[-1]):
                    return i, role
        return None

    def modifier_at(self, words: Sequence[Word], end: int) -> str | None:
        """The sector that a modifier ending before word `end` gives, if one does."""
        for i in range(max(0, end - 3), end):
            phrase = " ".join(w.lower for w in words[i:end]).replace("’", "'").replace(" '", "'").removesuffix("'s")
            sector = self.modifiers.get(phrase)
            if sector is not None:
                return sector
        return None


def in_force(rows: Sequence[Organisation], day: date | None) -> Organisation:
    """The row of a body that holds on a day; without a day the last one."""
    if day is None:
        return rows[-1]
    for row in rows:
        if (row.start is None or row.start <= day) and (row.until is None or day < row.until):
            return row
    return rows[-1] if rows[-1].until and rows[-1].until <= day else rows[0]


def remembered(terms: Sequence[Term], day: date | None) -> bool:
    """Whether a report of `day` may name an office holder by the surname alone: from a year before the office to ten
    years after it; "Keating" is no prime minister of the 1990s in a report of 2018.
    """
    if day is None or any(t.until is None for t in terms):
        return True
    first = terms[0].start
    ended = max(t.until.year for t in terms if t.until is not None)
    return (first is None or first.year - 1 <= day.year) and day.year <= ended + REMEMBERED


def bearer(terms: Sequence[Term], day: date | None) -> Sequence[Term]:
    """The terms of the one person whom a name means on a day, where several bear it ("George Bush"): who held office
    then, else who had held it last, else who was to hold it first. Without a day the one who held it last.
    """
    if len({t.name for t in terms}) == 1:
        return terms
    when = day or date.max
    now = [t for t in terms if t.holds(when)]
    past = [t for t in terms if t.until is not None and t.until <= when]
    one = now[-1] if now else max(past, key=lambda t: t.until or date.min) if past else terms[0]
    return [t for t in terms if t.name == one.name]


def term_on(terms: Sequence[Term], day: date | None) -> tuple[str | None, str | None, str | None, bool]:
    """Country, sector, role and whether the office lies in the past, of an office holder on a day.

    Between two terms and after the last one a holder is ELI, before the first the sector is None; a term without dates
    holds instead, if there is one. Without a day an open term counts, and of a closed one only the country is told.
    """
    always = [t for t in terms if t.default]
    if day is None and not always:
        last = terms[-1]
        return last.country, last.sector if last.until is None else None, None, False
    now = [t for t in terms if day is not None and not t.default and t.holds(day)] or always
    if now:
        best = next((t for t in reversed(now) if t.sector is not None), now[-1])
        return best.country, best.sector, best.role or None, False
    past = [t for t in terms if day is not None and t.until is not None and t.until <= day]
    if past:
        last = max(past, key=lambda t: t.until or date.max)
        if last.country == "IGO":  # an envoy's own country, once the mission is over
            last = next((t for t in reversed(past) if t.country != "IGO"), last)
        former = last.sector in ("GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO")
        return last.country, FORMER_SECTOR if former else last.sector, last.role or None, former
    return terms[0].country, None, None, False


def _fits(text: str, strict: bool) -> bool:
    if strict:
        # Abbreviations spoken as a word are also written "Nato", "Unesco".
        bare = text.replace(".", "").replace(" ", "")
        return bare.isupper() or (bare[:1].isupper() and (any(c.isupper() for c in bare[1:]) or len(bare) >= 4))
    return any(c.isupper() for c in text)


def _alone(words: Sequence[Word], i: int, j: int) -> bool:
    """Whether a surname or city stands without a further capitalised word right behind it."""
    return not (j < len(words) and words[j].capital and words[j].text[:1].isalpha() and not words[j].text.isupper())


def table(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a shipped table, all as long as its header; comments and the header left out."""
    text = files("dragoman.resolving.actors").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    width = lines[0].count("\t") + 1
    for line in lines[1:]:
        cells = tuple(cell.strip() for cell in line.split("\t"))
        yield cells + ("",) * (width - len(cells))


# Tables of bodies, in the order in which a name that several have is looked up.
ORGANISATIONS = ("organisations.tsv", "intergovernmental.tsv", "armed_groups.tsv", "parties.tsv", "state_bodies.tsv")

# Roles of heads of state and government.
HEADS = frozenset(
    {"president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan", "supreme leader"}
)

# Tables of office holders; the names of the first and those of heads need no more said of them.
LEADERS = (
    "leaders.tsv",
    "office_holders.tsv",
    "ministers_west.tsv",
    "ministers_east.tsv",
    "security_chiefs.tsv",
    "speakers.tsv",
    "world_bodies.tsv",
)


def _read_names() -> Names:
    full: dict[str, list[tuple[bool, str, Organisation]]] = {}
    for name, aliases, country, sector, start, until, shared in (r for file in ORGANISATIONS for r in table(file)):
        row = Organisation(name, country or None, sector, first_day(start), end_day(until), shared == "shared")
        for alias in dict.fromkeys((name, *(a for a in aliases.split("|") if a))):
            # Only the aliases of organisations of states and of dated bodies are sure to mean one and the same body.
            own = name if country == "IGO" or start or until else alias
            bare = alias.removeprefix("The ")
            for form in dict.fromkeys((alias, bare if " " in bare else alias)):
                full.setdefault(key_of(form), []).append((shouted(alias), own, row))
    people: dict[str, list[Term]] = {}
    short: dict[str, list[Term]] = {}
    holders = ((source, row) for source in LEADERS for row in table(source))
    for source, (name, aliases, surnames, country, role, sector, start, until) in holders:
        first = first_day(start)
        assert first is not None, name
        famous = source == LEADERS[0] or role.removeprefix("acting ") in HEADS
        term = Term(name, country or None, role, sector, first, end_day(until), famous)
        for alias in dict.fromkeys((name, *(a for a in aliases.split("|") if a))):
            people.setdefault(key_of(alias), [])
            if term not in people[key_of(alias)]:
                people[key_of(alias)].append(term)
        for surname in filter(None, surnames.split("|")):
            if term not in short.setdefault(key_of(surname), []):
                short[key_of(surname)].append(term)
    # A surname that two holders share says nothing alone.
    single = {k: tuple(sorted(v, key=began)) for k, v in short.items() if len({t.name for t in v}) == 1}
    places: dict[str, tuple[str, str, str]] = {}
    for country, cities, peoples, polities in table("localities.tsv"):
        for kind, cell in (("place", cities), ("people", peoples), ("polity", polities)):
            for name in filter(None, cell.split("|")):
                places.setdefault(key_of(name), (kind, country, name))
    sounds: dict[tuple[str, ...], tuple[str, ...]] = {}
    for k in people:
        heard = tuple(map(sound, k.split()))
        sounds[heard] = (*sounds.get(heard, ()), k)
    return Names(full, {k: tuple(sorted(v, key=began)) for k, v in people.items()}, single, sounds, places).indexed()


def began(term: Term) -> date:
    """The day by which terms are sorted; users' rows may have none."""
    return term.start or date.min


@functools.cache
def _shipped() -> Register:
    modifiers = {row[0]: row[1] for row in table("modifiers.tsv")}
    return Register(Countries.load(), _read_names(), _read_roles(), modifiers)


def _read_roles() -> dict[str, Role]:
    return {noun: Role(noun, sector or None, kind) for noun, sector, kind in table("roles.tsv")}
