from __future__ import annotations

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from dragoman.resolving.countries import Countries, read_rows
from dragoman.resolving.places.folding import fold
from dragoman.resolving.places.gazetteer import Bearing, Feature, Gazetteer
from dragoman.resolving.places.lexicon import Lexicon

GAZETTEER = Gazetteer.load()


def test_file_is_small_enough_to_ship() -> None:
    assert len(files("dragoman.resolving").joinpath("data", "gazetteer.sqlite").read_bytes()) <= 12_000_000


def test_spellings_meet() -> None:
    assert fold("Al-Fallūjah") == fold("AL FALLUJAH") == "al fallujah"
    assert fold("St. John’s") == "saint johns"
    assert {e.geonameid for e in GAZETTEER.lookup("Falluja")} & {e.geonameid for e in GAZETTEER.lookup("Fallujah")}


def test_capitals_are_there() -> None:
    capitals = [(c.iso3, c.capital) for c in Countries.load() if c.capital]
    missing = [iso3 for iso3, name in capitals if all(e.country != iso3 for e in GAZETTEER.lookup(name))]
    assert len(missing) <= 9, missing  # villages below the floor and names of districts
    assert not {"AFG", "RUS", "USA", "CHN", "UKR", "NLD", "CIV"} & set(missing)


def test_divisions_without_their_type() -> None:
    assert any(e.feature is Feature.ADMIN1 and e.country == "IRQ" for e in GAZETTEER.lookup("Nineveh"))
    assert any(e.feature is Feature.ADMIN1 and e.country == "UKR" for e in GAZETTEER.lookup("Donetsk"))


def test_abbreviations() -> None:
    assert [e.name for e in GAZETTEER.lookup("NSW")] == ["New South Wales"]
    assert {e.bearing for e in GAZETTEER.lookup("Pa.")} >= {Bearing.AFTER_COMMA}
    assert [e.country for e in GAZETTEER.lookup("US")] == ["USA"]
    assert not GAZETTEER.lookup("us")


def test_states_have_ids_and_points() -> None:
    for code in ("AFG", "PSE", "TWN", "XKX", "ESH"):
        entry = GAZETTEER.state(code)
        assert entry is not None
        assert entry.geonameid is not None
        assert entry.lat is not None


def test_region_table_is_sound() -> None:
    for name, _, kind, country, lat, lon, number in read_rows("regions.tsv"):
        assert kind in ("continent", "region", "sea", "river", "country", "city", "point"), name
        assert not country or Countries.load().by_code(country), name
        assert bool(lat) == bool(lon), name
        assert not lat or (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180), name
        assert not number or number.isdigit(), name


def test_lexicon_loads() -> None:
    words = Lexicon.load()
    assert "province" in words.generic
    assert "Pa." in words.abbreviations


@given(st.text(max_size=40))
def test_fold_is_stable_and_ascii(name: str) -> None:
    once = fold(name)
    assert once.isascii()
    assert fold(once) == once
