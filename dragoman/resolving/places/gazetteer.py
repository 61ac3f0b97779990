"""The gazetteer: what places there are under a name.

`data/gazetteer.sqlite` (compiled from GeoNames by `tools/build_gazetteer.py`) is asked name by name and never read
whole; regions and seas come from `data/regions.tsv`, states from `dragoman.resolving.countries`.
"""

from __future__ import annotations

import functools
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from dragoman.resolving.countries import Countries, read_rows
from dragoman.resolving.places.folding import fold


class Feature(StrEnum):
    """What sort of place an entry is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    POINT = "point"
    REGION = "region"


class Bearing(StrEnum):
    """How an entry bears the name it was found under."""

    OWN = "own"
    ALIAS = "alias"
    AFTER_COMMA = "after comma"  # "Pa.", "CA": only in "Erie, Pa."


_FEATURES = {1: Feature.COUNTRY, 2: Feature.ADMIN1, 3: Feature.ADMIN2, 4: Feature.CITY}
_BEARINGS = (Bearing.OWN, Bearing.ALIAS, Bearing.AFTER_COMMA)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the world: "Kabul, a city of Afghanistan, 34.5 N 69.2 E, 4.4 million people, GeoNames 1138958".

    `common` says that the name is an English word as well. `population` is 0 where it is not known, and of a division
    that of its towns; `capital`: of a state.
    """

    name: str
    feature: Feature
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    population: int = 0
    bearing: Bearing = Bearing.OWN
    common: bool = False
    capital: bool = False


class Gazetteer:
    """Names to entries. Read-only and safe to share between threads; answers are cached."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._iso3 = dict(self._db.execute("SELECT n, iso3 FROM country"))
        self._admin1 = dict(self._db.execute("SELECT n, name FROM admin1"))
        self._regions = _regions()
        self._adjectives = _adjectives()
        self._states = self._load_states()
        self._capitals = {(c.iso3, fold(name)) for c in Countries.load() for name in c.capitals}
        self._towns = functools.lru_cache(maxsize=50_000)(self._read)

    @staticmethod
    @functools.cache
    def load() -> Gazetteer:
        """The shipped gazetteer, opened once a process."""
        return Gazetteer(str(files("dragoman.resolving").joinpath("data", "gazetteer.sqlite")))

    def lookup(self, phrase: str) -> tuple[Entry, ...]:
        """All entries that bear the name `phrase` as printed, none preferred; empty if there is none.

        Words of up to three capitals ("US", "NSW") only mean states and abbreviations of the own tables.
        """
        key = fold(phrase)
        if not key:
            return ()
        state = Countries.load().by_name(phrase)
        found = [self._states[state.iso3]] if state and state.iso3 in self._states else []
        regions = self._regions.get(key, ())
        towns = self._towns(key)
        if state or any(e.feature is Feature.POINT for e in regions):
            # No town abroad is called after a state or a well-known site in passing ("White House" for Casablanca).
            towns = tuple(e for e in towns if e.bearing is Bearing.OWN)
        if regions:
            towns = tuple(e for e in towns if _beside_region(e, regions))
        if _initials(phrase):
            towns = tuple(e for e in towns if fold(e.name) != key and e.bearing is not Bearing.ALIAS)
        elif phrase.islower():
            return ()
        return (*found, *regions, *towns)

    def adjective(self, phrase: str) -> tuple[Entry, ...]:
        """What a word such as "European" or "Texan" stands for, other than a state; empty if it is none."""
        row = self._adjectives.get(phrase)
        if row is None:
            return ()
        name, feature, country = row
        found = [e for e in self.lookup(name) if e.feature == feature and (e.country or "") == country]
        if not found:
            return (Entry(name, Feature(feature), country or None),)
        return (max(found, key=lambda e: (e.bearing is not Bearing.ALIAS, e.population)),)

    def state(self, iso3: str) -> Entry | None:
        """A state's own entry."""
        return self._states.get(iso3)

    def people(self, iso3: str) -> int:
        """How many people live in a state's towns; 0 where it is not known."""
        return self._people.get(iso3, 0)

    def _load_states(self) -> dict[str, Entry]:
        rows = self._db.execute("SELECT id, country, lat, lon, population FROM place WHERE kind = 1").fetchall()
        by_code = {self._iso3[country]: (number, lat, lon) for number, country, lat, lon, _ in rows}
        self._people: dict[str, int] = {self._iso3[country]: people for _, country, _, _, people in rows}
        states: dict[str, Entry] = {}
        for country in Countries.load():
            number, lat, lon = by_code.get(country.iso3, (None, None, None))
            states[country.iso3] = Entry(
                country.name, Feature.COUNTRY, country.iso3, None, _degrees(lat), _degrees(lon), number
            )
        return states

    def _read(self, key: str) -> tuple[Entry, ...]:
        rows = self._db.execute(
            "SELECT name, kind, country, admin1, lat, lon, id, population, flags FROM place WHERE key = ? AND kind > 1",
            (key,),
        ).fetchall()
        seats: dict[str, tuple[int, int]] = {}
        for _, kind, country, _, _, _, number, population, _ in rows:
            code = self._iso3[country]
            if kind == 4 and (code, key) in self._capitals and population > seats.get(code, (0, 0))[1]:
                seats[code] = number, population
        return tuple(
            Entry(
                name or key.title(),
                _FEATURES[kind],
                self._iso3[country],
                self._admin1.get(admin1),
                _degrees(lat),
                _degrees(lon),
                number,
                population,
                _BEARINGS[flags & 3],
                bool(flags & 4),
                seats.get(self._iso3[country], (0, 0))[0] == number,
            )
            for name, kind, country, admin1, lat, lon, number, population, flags in rows
        )


def _degrees(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / 1000


def _beside_region(entry: Entry, regions: tuple[Entry, ...]) -> bool:
    """Whether an entry may share its name with regions of the own table, which stand for what lies in them.

    "Middle East" is a part of Baltimore too, "Gulf" a county and "Gaza" a city, but reports hardly mean those by it.
    """
    if entry.feature is Feature.ADMIN1 and entry.geonameid in {r.geonameid for r in regions}:
        return False
    own = [r for r in regions if r.feature is Feature.REGION]
    if entry.feature in (Feature.ADMIN1, Feature.CITY) and any(r.country == entry.country for r in own):
        return False
    wide = any(r.country is None for r in own)
    return not wide or (entry.bearing is Bearing.OWN and entry.population >= _NAMESAKE)


_NAMESAKE = 15_000


def _initials(phrase: str) -> bool:
    letters = phrase.replace(".", "").replace(" ", "")
    return letters.isupper() and (len(letters) <= 3 or "." in phrase)


def _adjectives() -> dict[str, tuple[str, str, str]]:
    rows = read_rows("place_adjectives.tsv")
    return {word: (name, feature, country) for words, name, feature, country in rows for word in words.split("|")}


def _regions() -> dict[str, tuple[Entry, ...]]:
    features = {"country": Feature.COUNTRY, "city": Feature.CITY, "point": Feature.POINT}
    found: dict[str, tuple[Entry, ...]] = {}
    for name, aliases, kind, country, lat, lon, number in read_rows("regions.tsv"):
        entry = Entry(
            name,
            features.get(kind, Feature.REGION),
            country or None,
            name if kind == "country" else None,
            float(lat) if lat else None,
            float(lon) if lon else None,
            int(number) if number else None,
        )
        for key in dict.fromkeys(fold(a.removeprefix("the ")) for a in (name, *filter(None, aliases.split("|")))):
            found[key] = (*found.get(key, ()), entry)
    return found
