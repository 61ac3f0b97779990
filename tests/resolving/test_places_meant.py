"""Which place is meant, and what is no place: invented sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.language import Analysis, analyse
from dragoman.model import Place, Span
from dragoman.reading import report_from_text
from dragoman.resolving.places import find_places, resolve_place, resolve_spans


def analysed(text: str) -> Analysis:
    return analyse(replace(report_from_text(text), language="en"))


def found(text: str) -> dict[str, Place]:
    analysis = analysed(text)
    return {analysis.text(p.span): p for p in find_places(analysis)}


def given(text: str, *names: str) -> list[Place]:
    return resolve_spans(analysed(text), [Span(text.index(n), text.index(n) + len(n)) for n in names])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow said on Tuesday that it would retaliate.", "Moscow"),
        ("Beijing has repeatedly denied the allegations.", "Beijing"),
        ("Kyiv accused its neighbour of hiding the troops.", "Kyiv"),
        ("Talks with Washington have stalled, diplomats say.", "Washington"),
        ("Relations between Ankara and Athens have worsened.", "Ankara"),
        ("Relations between Ankara and Athens have worsened.", "Athens"),
        ("Pressure on Pyongyang is growing.", "Pyongyang"),
        ("Sanctions against Damascus were lifted.", "Damascus"),
        ("Tehran's demands were rejected.", "Tehran"),
        ("The White House said it was watching the situation.", "White House"),
        ("The Kremlin condemned the vote.", "Kremlin"),
    ],
)
def test_seats_that_stand_for_a_government_are_no_places(text: str, name: str) -> None:
    assert name not in found(text)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The envoy was arrested in Moscow on Friday.", "Moscow", "RUS"),
        ("Officials flew to Washington for a week of meetings.", "Washington", "USA"),
        ("The train from Ankara to Athens was delayed.", "Athens", "GRC"),
        ("A court in Tehran said the men were guilty.", "Tehran", "IRN"),
        ("The mayor of Paris said the march would go ahead.", "Paris", "FRA"),
        ("Protesters gathered outside the White House.", "White House", "USA"),
        ("Tanks rolled past the Kremlin.", "Kremlin", "RUS"),
        ("A briefing on Capitol Hill said as much.", "Capitol Hill", "USA"),
    ],
)
def test_the_same_seats_as_places(text: str, name: str, country: str) -> None:
    assert found(text)[name].country == country


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Georgia's governor signed the bill on voting.", "Georgia", "USA", "Georgia"),
        ("Georgia's president met the Armenian leader.", "Georgia", "GEO", None),
        ("He was born in Atlanta, Georgia.", "Georgia", "USA", "Georgia"),
        ("He was born in Tbilisi, Georgia.", "Georgia", "GEO", None),
        ("The senator from Georgia voted with Alabama and Florida colleagues.", "Georgia", "USA", "Georgia"),
        ("Officials flew to Washington for a week.", "Washington", "USA", "District of Columbia"),
        ("Apples from Washington and Oregon sell well.", "Washington", "USA", "Washington"),
        ("A fire destroyed a barn near Lebanon, Pa., on Sunday.", "Lebanon", "USA", "Pennsylvania"),
        ("Israel bombed targets in Lebanon.", "Lebanon", "LBN", None),
        ("He lives in Palestine, Texas.", "Palestine", "USA", "Texas"),
        ("Israel and Palestine agreed to a truce.", "Palestine", "PSE", None),
        ("Troops from Chad crossed into Niger.", "Niger", "NER", None),
        ("The search spread to Niger, Cameroon and Chad.", "Niger", "NER", None),
        ("Fighting spread in eastern Congo near Goma.", "Congo", "COD", None),
        ("Congo-Brazzaville will send troops.", "Congo-Brazzaville", "COG", None),
        ("Clashes erupted in the Lebanese city of Tripoli.", "Tripoli", "LBN", None),
        ("Clashes erupted in Syria's Idlib.", "Idlib", "SYR", "Idlib"),
        ("Militants killed ten in Lviv in western Ukraine.", "Lviv", "UKR", "Lviv"),
        ("Protests spread from Caracas to Valencia and Maracaibo.", "Valencia", "VEN", "Carabobo"),
        ("Valencia was flooded, the Spanish government said.", "Valencia", "ESP", None),
        ("San Jose and Oakland are in California.", "San Jose", "USA", "California"),
        ("San Jose is the capital of Costa Rica.", "San Jose", "CRI", "San José"),
        ("Iranian and American negotiators met in Geneva.", "Geneva", "CHE", "Genève"),
        ("Students marched in Cambridge and Oxford, British police said.", "Oxford", "GBR", "England"),
        ("Officials in Victoria, British Columbia, disagreed.", "Victoria", "CAN", "British Columbia"),
    ],
)
def test_company_decides(text: str, name: str, country: str, admin1: str | None) -> None:
    place = found(text)[name]
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jordan Miller scored twice.", "Jordan"),
        ("Chad Whitman resigned as chief executive.", "Chad"),
        ("Denzel Washington starred in the film.", "Washington"),
        ("The carrier George Washington left port.", "Washington"),
        ("They read him his Miranda rights.", "Miranda"),
    ],
)
def test_names_of_persons_and_things_are_no_places(text: str, name: str) -> None:
    assert name not in found(text)


def test_place_names_that_look_like_persons_names_are_places() -> None:
    places = found("The ship sailed to Bandar Abbas. Armenia lost control of Nagorno-Karabakh.")
    assert places["Bandar Abbas"].country == "IRN"
    assert places["Nagorno-Karabakh"].precision == "region"


def test_states_of_politicians_are_places() -> None:
    places = found("Sen. Mark Lee of Virginia met Gov. Ann Poe of Georgia.")
    assert (places["Virginia"].country, places["Georgia"].country) == ("USA", "USA")


def test_names_the_tagger_does_not_know_are_places() -> None:
    assert found("Troops entered Bakhmut and Avdiivka.").keys() == {"Bakhmut", "Avdiivka"}


def test_a_name_may_end_like_a_genitive() -> None:
    assert found("St. John's is the capital of Newfoundland.")["St. John's"].country == "CAN"


def test_an_adjective_before_a_landform_is_no_name() -> None:
    assert "Korean" not in found("Tension is rising on the Korean peninsula.")


def test_reports_on_a_large_state_leave_namesakes_abroad_where_they_are() -> None:
    text = (
        "American and Russian envoys met in Geneva. U.S. officials in Washington and Boston praised the talks, "
        "and Americans in Honolulu and Phoenix hoped for more."
    )
    assert found(text)["Geneva"].country == "CHE"


def test_a_word_for_its_kind_counts_for_one_occurrence() -> None:
    text = "The governor of the Donetsk region spoke. Later, shells fell near Donetsk in Ukraine."
    precisions = [p.precision for p in find_places(analysed(text)) if p.name == "Donetsk"]
    assert precisions == ["admin1", "city"]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Crimea", "UKR"),
        ("Golan Heights", "SYR"),
        ("Abkhazia", "GEO"),
        ("South Ossetia", "GEO"),
        ("Transnistria", "MDA"),
        ("Northern Cyprus", "CYP"),
        ("Nagorno-Karabakh", "AZE"),
        ("Western Sahara", "ESH"),
        ("Kosovo", "XKX"),
        ("Taiwan", "TWN"),
        ("Gaza", "PSE"),
        ("West Bank", "PSE"),
        ("Kashmir", None),
        ("Paracel Islands", None),
        ("Spratly Islands", None),
        ("Senkaku Islands", None),
        ("South China Sea", None),
        ("Strait of Hormuz", None),
        ("Bab el-Mandeb", None),
        ("Taiwan Strait", None),
    ],
)
def test_disputed_territories_and_seas_as_the_tables_say(name: str, country: str | None) -> None:
    assert found(f"The ministers spoke of the situation in {name} on Friday.")[name].country == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Aso Rock", "NGA"),
        ("Planalto Palace", "BRA"),
        ("Union Buildings", "ZAF"),
        ("Casa Rosada", "ARG"),
        ("Rashtrapati Bhavan", "IND"),
        ("Élysée Palace", "FRA"),
        ("Blue House", "KOR"),
        ("Zhongnanhai", "CHN"),
        ("Downing Street", "GBR"),
        ("Malacañang Palace", "PHL"),
    ],
)
def test_seats_of_power_are_points(name: str, country: str) -> None:
    place = found(f"Reporters waited outside {name} until midnight.")[name]
    assert (place.country, place.precision) == (country, "point")
    assert place.lat is not None


def test_given_words_for_people_mean_where_they_are_from() -> None:
    text = "Texan ranchers, Kenyan runners, Chechens and European envoys met."
    texas, kenya, chechnya, europe = given(text, "Texan", "Kenyan", "Chechens", "European")
    assert (texas.name, texas.precision) == ("Texas", "admin1")
    assert (kenya.country, kenya.precision) == ("KEN", "country")
    assert (chechnya.country, chechnya.precision) == ("RUS", "region")
    assert (europe.name, europe.country) == ("Europe", None)


def test_given_abbreviations_need_no_comma() -> None:
    (place,) = given("The Mass. lawmakers and Boston police agreed.", "Mass.")
    assert place.name == "Massachusetts"


def test_given_names_in_other_forms() -> None:
    text = "Officials of the Helmand Province and of Springfield, Ill., met."
    helmand, springfield = given(text, "Helmand Province", "Springfield, Ill.")
    assert (helmand.country, helmand.precision) == ("AFG", "admin1")
    assert (springfield.country, springfield.admin1) == ("USA", "Illinois")


def test_a_given_name_that_holds_a_known_one_is_placed_by_it_without_an_id() -> None:
    (hospital,) = given("Doctors at Nairobi Women's Hospital went on strike.", "Nairobi Women's Hospital")
    assert (hospital.country, hospital.geonameid, hospital.precision) == ("KEN", None, "city")
    assert hospital.name == "Nairobi Women's Hospital"
    assert hospital.lat is not None


def test_a_given_name_of_no_table_gets_the_country_of_the_names_around() -> None:
    text = "Rebels left Qurbanqala, a hamlet between Homs and Aleppo, after Damascus sent tanks."
    (hamlet,) = given(text, "Qurbanqala")
    assert (hamlet.country, hamlet.precision) == ("SYR", "country")
    assert (hamlet.lat, hamlet.geonameid) == (None, None)
    (nowhere,) = given("They met at Qurbanqala.", "Qurbanqala")
    assert (nowhere.country, nowhere.precision) == (None, None)


def test_given_spans_come_back_in_their_order() -> None:
    text = "From Oslo to Lima."
    lima, oslo = given(text, "Lima", "Oslo")
    assert (lima.country, oslo.country) == ("PER", "NOR")
    assert text[slice(*lima.span)] == "Lima"


def test_words_for_people_without_a_text() -> None:
    assert resolve_place("Canadian").country == "CAN"
    assert resolve_place("Scots").name == "Scotland"


@pytest.mark.parametrize(
    ("name", "geonameid", "precision"),
    [
        ("Singapore", 1880251, "country"),
        ("Luxembourg", 2960313, "country"),
        ("England", 6269131, "country"),
        ("Scotland", 2638360, "country"),
        ("Kandahar", 1138336, "city"),
        ("Quebec", 6115047, "admin1"),
        ("New York", 5128581, "city"),
        ("Washington", 4140963, "city"),
    ],
)
def test_a_bare_name_is_what_it_mostly_is(name: str, geonameid: int, precision: str) -> None:
    place = resolve_place(name)
    assert (place.geonameid, place.precision) == (geonameid, precision)
