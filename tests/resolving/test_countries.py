from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.resolving.countries import Countries, CountryWord

TABLE = Countries.load()


def test_every_row_is_whole() -> None:
    assert len(TABLE) >= 249
    assert len({c.iso3 for c in TABLE}) == len(TABLE)
    assert len({c.name for c in TABLE}) == len(TABLE)
    for c in TABLE:
        assert re.fullmatch(r"[A-Z]{3}", c.iso3)
        assert re.fullmatch(r"[A-Z]{2}", c.iso2)
        for words in (c.aliases, c.adjectives, c.demonyms, c.capitals, c.seats):
            assert len(set(words)) == len(words), c.iso3


@pytest.mark.parametrize(
    ("phrase", "iso3", "kind"),
    [
        ("the United States", "USA", CountryWord.NAME),
        ("U.S.", "USA", CountryWord.NAME),
        ("RUSSIA", "RUS", CountryWord.NAME),
        ("Soviet Union", "RUS", CountryWord.NAME),
        ("Côte d’Ivoire", "CIV", CountryWord.NAME),
        ("Burma", "MMR", CountryWord.NAME),
        ("Congolese", "COD", CountryWord.ADJECTIVE),
        ("Dutch", "NLD", CountryWord.ADJECTIVE),
        ("Turks", "TUR", CountryWord.DEMONYM),
        ("Briton", "GBR", CountryWord.DEMONYM),
        ("the Kremlin", "RUS", CountryWord.SEAT),
        ("Kiev", "UKR", CountryWord.SEAT),
        ("Brussels", "BEL", CountryWord.CAPITAL),
    ],
)
def test_find_tells_country_and_kind(phrase: str, iso3: str, kind: CountryWord) -> None:
    found = TABLE.find(phrase)
    assert found is not None
    assert (found[0].iso3, found[1]) == (iso3, kind)


@pytest.mark.parametrize("phrase", ["us", "", "the", "turkey", "Ruritania", "polish", "chad"])
def test_words_that_are_no_country(phrase: str) -> None:
    assert TABLE.find(phrase) is None


def test_brussels_is_no_seat_of_government() -> None:
    assert TABLE.by_seat("Brussels") is None


def test_niger_and_nigeria_keep_apart() -> None:
    niger, nigeria = TABLE.by_adjective("Nigerien"), TABLE.by_adjective("Nigerian")
    assert niger is not None
    assert nigeria is not None
    assert (niger.iso3, nigeria.iso3) == ("NER", "NGA")


def test_codes() -> None:
    assert TABLE.by_code("XKX") is TABLE.by_code("XK") is TABLE.by_name("Kosovo")
    assert TABLE.by_code("kx") is None


@given(st.sampled_from(TABLE.rows))
def test_names_and_codes_lead_back(country: object) -> None:
    c = next(x for x in TABLE if x is country)
    assert TABLE.by_name(c.name) is c
    assert TABLE.by_code(c.iso3) is c


@given(st.text(max_size=30))
def test_find_takes_any_text(phrase: str) -> None:
    found = TABLE.find(phrase)
    assert found is None or found[0] in TABLE.rows
