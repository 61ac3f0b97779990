"""Which country the words around a phrase speak of, for phrases that leave it open ("the government", "rebels")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.language.analysis import Analysis, Mention, Sentence, Token
from dragoman.model import BlockKind, Place
from dragoman.resolving.actors.describing import BELONGING
from dragoman.resolving.actors.register import Mark, Register, in_force
from dragoman.resolving.actors.syntax import argument, locative, verb_of
from dragoman.resolving.actors.wording import Word, fold, split
from dragoman.resolving.countries import Countries, CountryWord

# Nouns whose nation is the scene's: "Polish troops" on one day, "the army" on the next line.
STATELY = frozenset(
    "government army police troop force soldier official authority minister president parliament court military "
    "rebel city town village capital province border state lawmaker leader king premier opposition navy "
    "militant insurgent regime ministry embassy territory soil".split()
)
# How many sentences back a phrase may take up a country.
REACH = 3
# Sectors of which a bare noun means the country's own; experts, firms and papers come from anywhere.
HOMEBOUND = frozenset("GOV MIL COP JUD LEG SPY REB PRM UAF OPP CVL MED PTY REF ELI AGR".split())


@dataclass(frozen=True, slots=True)
class Sight:
    """A country named in a sentence, by the token that names it; `person` if that is the name of its leader."""

    country: str
    token: Token
    person: bool = False


# Longer words in capitals are names themselves.
_LONGEST_SHORT = 6


def spelt_out(mention: Mention, analysis: Analysis) -> str | None:
    """What a report spells an abbreviation out as: another name of its entity with these initials; None for others."""
    short = analysis.text(mention.span)
    if mention.kind != "name" or mention.entity is None or not (short.isupper() and 2 <= len(short) <= _LONGEST_SHORT):
        return None
    for n in mention.entity.mentions:
        words = analysis.text(n.span).removeprefix("The ").split()
        if n.kind == "name" and len(words) > 1 and "".join(w[0] for w in words if w[0].isupper()) == short:
            return " ".join(words)
    return None


class Surroundings:
    """The countries that each sentence of a report names, and the one that an open phrase may take."""

    def __init__(
        self, analysis: Analysis, register: Register, *, home: str | None = None, places: Sequence[Place] = ()
    ) -> None:
        self.analysis = analysis
        self._places: dict[int, str] = {
            t.i: place.country
            for place in places
            if place.country and analysis.report.text[place.span.end : place.span.end + 1] != "-"  # "US-built"
            for t in analysis.tokens_in(place.span)
        }
        self.register = register
        self.home = home
        self._marked: dict[int, tuple[tuple[Word, ...], tuple[Mark, ...]]] = {}
        self._seen: dict[int, tuple[Sight, ...]] = {}
        self._named: set[str | None] | None = None
        self._lead: str | None = None
        self._lead_known = False

    def sights(self, sentence: Sentence) -> tuple[Sight, ...]:
        """The countries named in a sentence; media, international bodies and persons' names do not count."""
        if sentence.index not in self._seen:
            words, marks = self._marks(sentence)
            out: list[Sight] = []
            for mark in marks:
                if mark.kind == "org":
                    row = in_force(mark.rows, None)
                    if row.sector in ("JRN", "BUS", "NGO", "EDU") or row.country in (None, "IGO"):
                        continue
                if mark.country in (None, "IGO") or (mark.kind == "leader" and not mark.terms[-1].famous):
                    continue
                at = sentence.start + words[mark.end - 1].start
                token = next((t for t in sentence.tokens if t.start <= at < t.end), None)
                if mark.kind == "org" and token is not None and self._spelt_otherwise(token, mark):
                    continue
                if token is not None and mark.country is not None:
                    out.append(Sight(mark.country, token, mark.kind == "leader"))
            seen = {s.token.i for s in out}
            for t in sentence.tokens:
                country = self._places.get(t.i)
                if country is not None and t.i not in seen and t.i + 1 not in self._places:
                    out.append(Sight(country, t))
            self._seen[sentence.index] = tuple(out)
        return self._seen[sentence.index]

    def _spelt_otherwise(self, token: Token, mark: Mark) -> bool:
        """Whether the report spells an abbreviation out, and not as a body that the register has for it."""
        m = self.analysis.mention(token)
        if m is None or m.entity is None:
            return False
        long = spelt_out(m, self.analysis)
        return long is not None and all(fold(long) != fold(row.name) for row in mark.rows)

    def _marks(self, sentence: Sentence) -> tuple[tuple[Word, ...], tuple[Mark, ...]]:
        """The words of a sentence and the names known among them."""
        if sentence.index not in self._marked:
            words = split(self.analysis.text(sentence.span))
            self._marked[sentence.index] = words, self.register.marks(words)
        return self._marked[sentence.index]

    def names(self, country: str) -> bool:
        """Whether the report names a country, or a body of it, anywhere; "IGO" any international body."""
        if self._named is None:
            self._named = {self.home} if self.home else set()
            self._named |= set(self._places.values())
            for sentence in self.analysis.sentences:
                for mark in self._marks(sentence)[1]:
                    if mark.kind != "leader":
                        self._named.add(in_force(mark.rows, None).country if mark.rows else mark.country)
        return country in self._named

    def dominant(self) -> str | None:
        """The country that the report names more often than all others together, if it names it at least thrice."""
        counts = Counter(s.country for sentence in self.analysis.sentences for s in self.sights(sentence))
        most = counts.most_common(1)
        return most[0][0] if most and most[0][1] >= max(3, counts.total() / 2) else None

    def of_place(self, token: Token) -> str | None:
        """The country of the place that a phrase says it is of or in: "police in Tarlac"."""
        for p in token.kids("prep"):
            if p.lower in BELONGING:
                for o in p.kids("pobj"):
                    if o.i in self._places:
                        return self._places[o.i]
        return None

    def country(self, token: Token, *, organ: bool = False) -> str | None:
        """The only country that the sentence of `token`, or the nearest before it that names any, can mean; else None.

        Where the sentence names several, the one it puts the scene in ("in Iraq") is taken. A country that does
        something to the phrase is not its country ("France criticised the government"); but its leader may be, where
        the phrase is an `organ` beside the government ("Mr Aquino asked Congress").
        """
        here = self._only(token, self.sights(token.sentence), organ=organ)
        if here is not None or self.sights(token.sentence):
            return here
        for index in range(token.sentence.index - 1, max(-1, token.sentence.index - 1 - REACH), -1):
            earlier = self.analysis.sentences[index]
            if earlier.block.kind is BlockKind.TITLE:
                break
            # "a Polish cook" tells nothing of the police that come in the next sentence
            told = [s for s in self.sights(earlier) if not _describes(s.token)]
            seen = {s.country for s in told}
            if seen:
                places = {s.country for s in self.sights(earlier) if locative(s.token)}
                return _one(seen) or _one(places)
        return self.home or self._of_lead()

    def _only(self, token: Token, sights: tuple[Sight, ...], *, organ: bool) -> str | None:
        verb, part = verb_of(token), argument(token)
        seen: set[str] = set()
        for s in sights:
            if _inside(s.token, token):
                continue  # "rebels that have received Saudi support"
            across = (
                {part, argument(s.token)} == {"subject", "object"}
                and verb_of(s.token) is verb
                and not locative(s.token)
                and not _where(s.token)
                and not (organ and s.person)
            )
            if not across:
                seen.add(s.country)
        places = {s.country for s in sights if locative(s.token)}
        return _one(seen) or _one(places)

    def _of_lead(self) -> str | None:
        """The only country of the title and the first paragraph."""
        if not self._lead_known:
            self._lead_known = True
            seen: set[str] = set()
            first = None
            for sentence in self.analysis.sentences:
                if sentence.block.kind is BlockKind.PARAGRAPH:
                    first = first or sentence.block
                    if sentence.block != first:
                        break
                seen |= {s.country for s in self.sights(sentence)}
            self._lead = _one(seen)
        return self._lead


def _inside(sight: Token, token: Token) -> bool:
    """Whether a word stands in a relative clause of `token`."""
    return any(t.dep in ("relcl", "acl") and t.head is token for t in sight.ancestors())


def _describes(token: Token) -> bool:
    """Whether a nation's adjective stands before a noun that is somebody's work or a thing, not an organ of a state."""
    return token.tag == "JJ" and token.dep in ("amod", "compound", "nmod") and token.head.lemma not in STATELY


def _where(token: Token) -> bool:
    """Whether a capital stands before a noun and says where something was: "a Kabul bombing killed five people"."""
    found = Countries.load().find(token.text) if token.dep in ("compound", "nmod") else None
    return found is not None and found[1] in (CountryWord.CAPITAL, CountryWord.SEAT)


def _one(countries: set[str]) -> str | None:
    return next(iter(countries)) if len(countries) == 1 else None
