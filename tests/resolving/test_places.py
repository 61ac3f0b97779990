from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Place, Span
from dragoman.resolving.places import find_in_text, resolve_place

PRECISIONS = {None, "point", "city", "admin2", "admin1", "country", "region"}


def places(text: str) -> dict[str, Place]:
    return {text[p.span.start : p.span.end]: p for p in find_in_text(text)}


def test_country_city_and_division() -> None:
    found = places("Envoys from Norway met in Kandahar, and later in Helmand province, Afghanistan.")
    assert found["Norway"].precision == "country"
    assert found["Norway"].country == "NOR"
    assert (found["Kandahar"].precision, found["Kandahar"].country) == ("city", "AFG")
    assert found["Helmand"].admin1 == "Helmand"


def test_comma_decides_between_namesakes() -> None:
    assert places("The fair opened in Paris, Texas, on Monday.")["Paris"].country == "USA"
    assert places("The fair opened in Paris on Monday.")["Paris"].country == "FRA"
    erie = places("She was born in Springfield, Ill., and works abroad.")["Springfield"]
    assert erie.admin1 == "Illinois"


def test_countries_named_in_the_report_decide() -> None:
    text = "Syrian rebels fought near Tripoli. Lebanon sent soldiers; Lebanese officials in Beirut agreed."
    assert places(text)["Tripoli"].country == "LBN"
    assert places("Libyan militias fought in Tripoli and Benghazi.")["Tripoli"].country == "LBY"


def test_georgia_by_company() -> None:
    american = places("Voters in Georgia, Alabama and Florida went to the polls, U.S. officials said.")
    caucasian = places("Georgian forces left Gori and Russia recognised Abkhazia, a loss for Georgia.")
    assert american["Georgia"].country == "USA"
    assert caucasian["Georgia"].country == "GEO"


def test_a_list_of_countries_is_no_city_in_a_country() -> None:
    found = places("Delegates of China, Japan and Mongolia took part.")
    assert [p.country for p in found.values()] == ["CHN", "JPN", "MNG"]


def test_persons_and_organisations_are_no_places() -> None:
    assert not places("Mr. Lincoln and Senator Houston spoke. Jordan Ellis agreed.")
    assert not places("He studied at Cambridge University and wrote for the Houston Chronicle.")
    assert "Lassa" not in places("Two patients caught Lassa fever.")


def test_adjectives_and_money_are_no_places() -> None:
    assert not places("Russian and Iranian officials signed a deal over US$40 million.")


def test_seas_and_regions() -> None:
    found = places("Tankers left the Persian Gulf through the Strait of Hormuz; Gaza and the Sahel were quiet.")
    assert found["Persian Gulf"].country is None
    assert found["Persian Gulf"].precision == "region"
    assert found["Gaza"].country == "PSE"


def test_names_with_and_and_the() -> None:
    found = places("Talks in Bosnia and Herzegovina ended; judges in The Hague and Vienna waited.")
    assert found["Bosnia and Herzegovina"].country == "BIH"
    assert found["The Hague"].country == "NLD"
    assert found["Vienna"].country == "AUT"


def test_a_village_no_table_holds_is_found_and_left_open() -> None:
    place = places("The shells fell on the village of Quvarzhun.")["Quvarzhun"]
    assert (place.country, place.lat, place.geonameid) == (None, None, None)


def test_possessives_and_hyphens_stay_outside() -> None:
    assert "Kenya" in places("On Friday Kenya's parliament voted.")
    assert "Nairobi" in places("A Nairobi-based firm won.")


def test_dateline_puts_its_country_in_play() -> None:
    text = "Police in Hyderabad said the curfew would stay."
    assert find_in_text(text, dateline="KARACHI, Pakistan")[0].country == "PAK"
    assert find_in_text(text, dateline="MUMBAI")[0].country == "IND"


def test_resolve_place_takes_the_callers_word() -> None:
    assert resolve_place("Kiev").geonameid == 703448
    assert resolve_place("Tripoli", context="Lebanese troops in Beirut and Tripoli").country == "LBN"
    nowhere = resolve_place("Qqqq")
    assert (nowhere.country, nowhere.precision) == (None, None)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("Kabul in Paris, Ohio. \n-'’US$Ω é"), max_size=80))
def test_spans_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    found = find_in_text(text)
    at = 0
    for p in found:
        assert at <= p.span.start < p.span.end <= len(text)
        at = p.span.end
        assert p.precision in PRECISIONS
        assert (p.lat is None) == (p.lon is None)
    assert find_in_text(text) == found


def test_resolve_place_keeps_the_given_span() -> None:
    context = "From Paris to Paris."
    assert resolve_place("Paris", context=context, span=Span(14, 19)).span == Span(14, 19)
