"""The states and territories of the world by the words that news reports use for them.

"Russia", "the Russian Federation", "Soviet Union" name one state; "Russian" before a noun and "Russians" as a noun
point to it; "Moscow" and "the Kremlin" are words for its government. The table is `data/countries.tsv`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files


class CountryWord(StrEnum):
    """In which way words point to a country, from the surest to the least sure."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    SEAT = "seat"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory: "RUS, Russia, adjective Russian, capital Moscow, also called the Kremlin".

    `iso3` ISO 3166-1 alpha-3 (`XKX` for Kosovo); every tuple holds words as reports print them, the usual one first.
    """

    iso3: str
    iso2: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()

    @property
    def capital(self) -> str | None:
        """The capital's usual English name; None for territories without one."""
        return self.capitals[0] if self.capitals else None


@dataclass(frozen=True, slots=True)
class Countries:
    """All countries with their indexes.

    Lookups take a phrase with or without "the" and are exact in case ("US" is a country and "us" is not), except
    that names of more than three letters match in capitals too ("RUSSIA").
    """

    rows: tuple[Country, ...]
    codes: dict[str, Country]
    words: dict[CountryWord, dict[str, Country]]
    first: dict[str, tuple[Country, CountryWord]]  # of the kinds that a phrase is listed under, the first
    starts: frozenset[str]  # first words of all these phrases, in small letters

    @staticmethod
    @functools.cache
    def load() -> Countries:
        """The shipped table, read once a process."""
        return Countries.of(read_rows("countries.tsv"))

    @staticmethod
    def of(rows: Iterable[tuple[str, ...]]) -> Countries:
        """Countries from rows in the column order of `countries.tsv`; the first country to claim a word keeps it."""
        found: list[Country] = []
        for iso3, iso2, name, *lists in rows:
            aliases, adjectives, demonyms, capitals, seats = (tuple(x for x in c.split("|") if x) for c in lists)
            found.append(Country(iso3, iso2, name, aliases, adjectives, demonyms, capitals, seats))
        words: dict[CountryWord, dict[str, Country]] = {kind: {} for kind in CountryWord}
        for c in found:
            for kind, phrases in (
                (CountryWord.NAME, (c.name, *c.aliases)),
                (CountryWord.ADJECTIVE, c.adjectives),
                (CountryWord.DEMONYM, c.demonyms),
                (CountryWord.SEAT, c.seats),
                (CountryWord.CAPITAL, c.capitals),
            ):
                for phrase in phrases:
                    for form in _forms(phrase):
                        words[kind].setdefault(form, c)
        codes = {c.iso3: c for c in found} | {c.iso2: c for c in found if c.iso2}
        starts = frozenset(form.split()[0].lower() for forms in words.values() for form in forms)
        first: dict[str, tuple[Country, CountryWord]] = {}
        for kind, forms in words.items():
            for form, c in forms.items():
                first.setdefault(form, (c, kind))
        return Countries(tuple(found), codes, words, first, starts)

    def __iter__(self) -> Iterator[Country]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_code(self, code: str) -> Country | None:
        """By ISO 3166-1 alpha-3 or alpha-2 code, upper case."""
        return self.codes.get(code)

    def by_name(self, phrase: str) -> Country | None:
        """By the country's own name or an alias: "Ivory Coast", "the U.S.", "Burma"."""
        return self._get(CountryWord.NAME, phrase)

    def by_adjective(self, phrase: str) -> Country | None:
        """By the word that stands before nouns: "Iranian", "Saudi", "U.S."."""
        return self._get(CountryWord.ADJECTIVE, phrase)

    def by_demonym(self, phrase: str) -> Country | None:
        """By the noun for its people, singular or plural: "Turks", "a Briton", "the Swiss"."""
        return self._get(CountryWord.DEMONYM, phrase)

    def by_capital(self, phrase: str) -> Country | None:
        """By its capital, also in older spellings: "Kiev"."""
        return self._get(CountryWord.CAPITAL, phrase)

    def by_seat(self, phrase: str) -> Country | None:
        """By a name that reports use for its government: "Downing Street", "Tehran"."""
        return self._get(CountryWord.SEAT, phrase)

    def find(self, phrase: str) -> tuple[Country, CountryWord] | None:
        """The country that a phrase points to and how, trying name, adjective, demonym, seat, capital in this order."""
        found = [f for form in _spellings(phrase) if (f := self.first.get(form)) is not None]
        return min(found, key=lambda f: _ORDER[f[1]]) if found else None

    def _get(self, kind: CountryWord, phrase: str) -> Country | None:
        words = self.words[kind]
        return next((words[form] for form in _spellings(phrase) if form in words), None)


_ORDER = {kind: n for n, kind in enumerate(CountryWord)}


def read_rows(name: str) -> list[tuple[str, ...]]:
    """The rows of a table of `dragoman/resolving/data`, all as long as its header; comments and the header left out."""
    text = files("dragoman.resolving").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    width = lines[0].count("\t") + 1
    rows = [tuple(cell.strip() for cell in line.split("\t")) for line in lines[1:]]
    return [row + ("",) * (width - len(row)) for row in rows]


def _forms(phrase: str) -> tuple[str, ...]:
    phrase = phrase.replace("’", "'")
    bare = phrase[4:] if phrase[:4] in ("the ", "The ") else phrase
    return (bare,)


def _spellings(phrase: str) -> tuple[str, ...]:
    """The ways in which the tables may have a phrase: as it is, without its article, out of capitals."""
    phrase = " ".join(phrase.replace("’", "'").split())
    bare = phrase[4:] if phrase[:4] in ("the ", "The ", "THE ") else phrase
    # Headlines and datelines print names in capitals; short ones would collide with abbreviations.
    if _shouted(bare):
        return phrase, bare, _titled(bare)
    return (phrase,) if bare is phrase else (phrase, bare)


def _shouted(phrase: str) -> bool:
    return len(phrase) > 3 and phrase.isupper() and "." not in phrase


def _titled(phrase: str) -> str:
    small = {"Of", "And", "The"}
    words = (w.capitalize() for w in phrase.split())
    return " ".join(w.lower() if w in small else w for w in words)
