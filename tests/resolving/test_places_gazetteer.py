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
    assert len(files("dragoman.resolving").joinpath("data", "gazetteer.sqlite").read_bytes()) <= 16_000_000


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


def test_divisions_have_the_people_of_their_towns() -> None:
    ontario = [e for e in GAZETTEER.lookup("Ontario") if e.country == "CAN" and e.feature is Feature.ADMIN1]
    assert ontario[0].population > 5_000_000


def test_counties_are_found_without_their_type_in_english() -> None:
    entries = GAZETTEER.lookup("Kerry")
    assert any((e.feature, e.country) == (Feature.ADMIN2, "IRL") for e in entries)
    assert any(e.name == "Maricopa County" and e.bearing is Bearing.ALIAS for e in GAZETTEER.lookup("Maricopa"))


def test_the_largest_town_of_a_capitals_name_is_the_capital() -> None:
    assert [e.country for e in GAZETTEER.lookup("London") if e.capital] == ["GBR"]
    assert [e.admin1 for e in GAZETTEER.lookup("Washington") if e.capital] == ["District of Columbia"]


def test_words_for_people_of_a_division_or_region() -> None:
    assert [e.name for e in GAZETTEER.adjective("Texan")] == ["Texas"]
    assert [(e.name, e.country) for e in GAZETTEER.adjective("Chechens")] == [("Chechnya", "RUS")]
    assert not GAZETTEER.adjective("Norwegian")


def test_adjective_table_is_sound() -> None:
    for words, name, feature, country in read_rows("place_adjectives.tsv"):
        assert feature in {f.value for f in Feature}, name
        assert not country or Countries.load().by_code(country), name
        assert feature == "region" or GAZETTEER.adjective(words.split("|")[0])[0].geonameid, name


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
