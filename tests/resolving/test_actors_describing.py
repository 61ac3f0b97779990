"""What a noun phrase says of an actor, on phrases of our own."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.resolving.actors import Register, describe, resolve_phrase
from dragoman.resolving.actors.wording import fold, key_of, split
from dragoman.resolving.countries import Countries

DAY = date(2024, 11, 25)
SECTORS = set(
    "GOV MIL COP JUD LEG SPY PRM REB PTY OPP UAF BUS CRM CVL EDU ELI JRN LAB MED REF REL SOC AGR UNK IGO NGO".split()
)


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("the Finnish president", "FIN", "GOV"),
        ("Russian Deputy Prime Minister", "RUS", "GOV"),
        ("the secretary of Belarus's powerful Security Council", "BLR", "GOV"),
        ("the Security Council", "IGO", "IGO"),
        ("senior officials in Khartoum", "SDN", "GOV"),
        ("the Kabul government", "AFG", "GOV"),
        ("Moscow", "RUS", "GOV"),
        ("U.S. troops", "USA", "MIL"),
        ("the EU foreign policy chief", "IGO", "IGO"),
        ("NATO troops", "IGO", "MIL"),
        ("The United States Embassy in Libya", "USA", "GOV"),
        ("the Qatari ambassador to France", "QAT", "GOV"),
        ("US Iran envoy", "USA", "GOV"),
        ("head of the Libyan army", "LBY", "MIL"),
        ("Istanbul police", "TUR", "COP"),
        ("Kenyan police spokesman", "KEN", "COP"),
        ("Iran's parliament speaker", "IRN", "LEG"),
        ("members of Hamas", "PSE", "REB"),
        ("pro-Russian separatists in eastern Ukraine", "UKR", "REB"),
        ("Turkish-backed rebels", None, "REB"),
        ("Western countries", None, "GOV"),
        ("foreign troops in Mali", None, "MIL"),
        ("a Vienna-based research institute", "AUT", "EDU"),
        ("ethnic Hungarians in Romania", None, "CVL"),
        ("Peruvian farmers", "PER", "AGR"),
        ("dozens of Haitian migrants", "HTI", "REF"),
        ("an opposition party in Togo", "TGO", "OPP"),
        ("hospital officials in Aleppo", "SYR", "MED"),
        ("president of the Dutch Supreme Court", "NLD", "JUD"),
        ("former Soviet republics", None, "GOV"),
        ("a spokesman for the Ministry of Defence", None, "GOV"),
        ("Serbian Labour Minister", "SRB", "GOV"),
        ("the Chinese state news agency", "CHN", "JRN"),
        ("South Ossetia", "GEO", "REB"),
        ("Abkhaz border guards", "GEO", "REB"),
        ("the president of Somaliland", "SOM", "REB"),
        ("Georgian troops in South Ossetia", "GEO", "MIL"),
        ("the self-declared government in Tripoli", "LBY", "REB"),
        ("Lebanon's prime minister-designate", "LBN", "GOV"),
        ("a Sikh community leader in Canada", "CAN", "CVL"),
        ("a Jewish community leader in Canada", "CAN", "REL"),
        ("Moroccan agricultural workers", "MAR", "AGR"),
        ("Chilean immigration inspectors", "CHL", "COP"),
    ],
)
def test_country_and_sector(words: str, country: str | None, sector: str) -> None:
    found = describe(words, day=DAY)
    assert found is not None
    assert (found.country, found.sector) == (country, sector)
    assert found.is_actor


@pytest.mark.parametrize(
    "words", ["a decision", "last month", "the talks", "the border", "Michael Jordan", "red shoes"]
)
def test_what_is_no_actor(words: str) -> None:
    found = describe(words, day=DAY)
    assert found is not None
    assert not found.is_actor
    assert (found.country, found.sector) == (None, None)


def test_a_group_that_took_power_changes_its_sector() -> None:
    for day, sector in (
        (date(2010, 3, 1), "REB"),
        (date(2021, 8, 14), "REB"),
        (date(2021, 8, 15), "GOV"),
        (DAY, "GOV"),
    ):
        found = describe("the Taliban", day=day)
        assert found is not None
        assert (found.country, found.sector) == ("AFG", sector)


@pytest.mark.parametrize(
    ("day", "sector"),
    [
        (date(1989, 1, 1), None),
        (date(2004, 1, 1), "OPP"),
        (date(2012, 1, 1), "GOV"),
        (date(2021, 12, 7), "GOV"),
        (date(2021, 12, 8), "ELI"),
    ],
)
def test_a_term_of_office_has_two_ends(day: date, sector: str | None) -> None:
    found = describe("Angela Merkel", day=day)
    assert found is not None
    assert (found.country, found.sector) == ("DEU", sector)


def test_the_reports_title_goes_before_the_register() -> None:
    found = describe("former Chancellor Angela Merkel", day=date(2012, 1, 1))
    assert found is not None
    assert (found.sector, found.former) == ("ELI", True)


def test_another_spelling_of_an_office_holder_is_the_office_holder() -> None:
    for name in ("Volodymyr Zelenskiy", "Vladimer Putin", "Recep Tayyip Erdogann"):
        d = describe(name, day=DAY)
        assert d is not None
        assert d.sector == "GOV", name
    d = describe("Juvénal Habyarimanna", day=DAY)
    assert d is not None
    assert d.country is None, "a generation later it is somebody else"


def test_a_role_word_behind_a_given_name_is_a_surname() -> None:
    for name in ("Stephen Judge", "Peter Banks", "Foreign Minister Anna King"):
        d = describe(name, day=DAY)
        assert d is not None
        assert d.name == " ".join(name.split()[-2:])
    d = describe("San Diego Police", day=DAY)
    assert d is not None
    assert d.sector == "COP"


def test_an_envoys_country_is_told_once_the_mission_is_over() -> None:
    d = describe("James Baker", day=date(2015, 1, 1))
    assert d is not None
    assert (d.country, d.sector) == ("USA", "ELI")


def test_a_title_that_nobody_else_grants_gives_no_office() -> None:
    d = describe("self-declared president Juan Guaido", day=date(2019, 6, 1))
    assert d is not None
    assert (d.country, d.sector) == ("VEN", "OPP")


def test_former_office_holders() -> None:
    for words in ("a former defence minister", "the ousted president", "a retired general"):
        found = describe(words, day=DAY)
        assert found is not None
        assert (found.sector, found.former) == ("ELI", True)


def test_an_unknown_person_with_a_title() -> None:
    found = describe("Norwegian Fisheries Minister Kari Fjellvik", day=DAY)
    assert found is not None
    assert (found.country, found.sector, found.name, found.kind) == ("NOR", "GOV", "Kari Fjellvik", "person")


def test_case_tells_bodies_from_words() -> None:
    who, body = describe("who", day=DAY), describe("the WHO", day=DAY)
    assert body is not None
    assert body.country == "IGO"
    assert who is None or who.country is None


def test_context_gives_a_country_only_where_the_phrase_leaves_it_open() -> None:
    assert resolve_phrase("the army", context="Chad", day=DAY).country == "TCD"
    assert resolve_phrase("the Czech army", context="Chad", day=DAY).country == "CZE"
    assert resolve_phrase("foreign troops", context="Chad", day=DAY).country is None


def test_every_row_of_the_register_is_sound() -> None:
    register, countries = Register.load(), Countries.load()
    rows = [row for entries in register.names.full.values() for _, _, row in entries]
    terms = [t for ts in register.names.people.values() for t in ts]
    assert len(rows) > 1000
    assert len(terms) > 700
    for sector, country in [(r.sector, r.country) for r in rows] + [(t.sector, t.country) for t in terms]:
        assert sector in SECTORS
        assert country in (None, "IGO") or countries.by_code(country or "") is not None
    for start, end in [(r.start, r.until) for r in rows] + [(t.start, t.until) for t in terms]:
        assert start is None or end is None or start < end
    assert {r.sector for r in register.roles.values()} <= SECTORS | {None}
    assert set(register.modifiers.values()) <= SECTORS
    assert all(countries.by_code(country) for _, country, _ in register.names.places.values())


def test_terms_of_one_person_are_in_order_and_of_the_same_office_do_not_overlap() -> None:
    for terms in Register.load().names.people.values():
        for a, b in pairwise(terms):
            assert a.name != b.name or a.role != b.role or (a.until is not None and a.until <= b.start), a


@given(st.text(max_size=60))
def test_any_text_can_be_described(text: str) -> None:
    found = describe(text, day=DAY)
    assert found is None or found.sector is None or found.sector in SECTORS


@given(st.text(max_size=40))
def test_words_lie_where_they_say(text: str) -> None:
    for w in split(text):
        assert text[w.start : w.end] == w.text
        assert w.lower == w.text.lower()


def test_folding() -> None:
    assert fold("Recep Tayyip Erdoğan") == "recep tayyip erdogan"
    assert key_of("al-Shabaab") == key_of("Al Shabaab")
    assert key_of("U.N.") == "un"


def test_every_table_is_described_with_its_columns() -> None:
    folder = files("dragoman.resolving.actors").joinpath("data")
    told = folder.joinpath("README.md").read_text("utf-8")
    for table in sorted(p.name for p in folder.iterdir() if p.name.endswith((".tsv", ".txt"))):
        assert f"`{table}`" in told, table
        lines = folder.joinpath(table).read_text("utf-8").splitlines()
        head = next(line for line in lines if not line.startswith("#"))
        assert lines[0].startswith("#"), f"{table} does not say what it holds"
        if table.endswith(".tsv") and not table.startswith("import_"):
            assert head.replace("\t", ", ") in told, table


def test_a_lesser_office_holder_needs_his_country_or_office_in_the_report() -> None:
    d = describe("Necdet Ozel", day=date(2013, 1, 1))
    assert d is not None
    assert d.doubtful
    d = describe("Angela Merkel", day=date(2013, 1, 1))
    assert d is not None
    assert not d.doubtful


def test_of_two_bearers_of_a_name_the_day_tells_which() -> None:
    for day, name in ((date(1991, 1, 1), "George H. W. Bush"), (date(2004, 1, 1), "George W. Bush")):
        d = describe("George Bush", day=day)
        assert d is not None
        assert d.name == name


def test_a_phrase_of_ten_thousand_words_is_read() -> None:
    d = describe("the " + "very senior Iranian " * 3_333 + "official", day=DAY)
    assert d is not None
    assert (d.country, d.sector) == ("IRN", "GOV")
    assert describe("Kim " * 10_000, day=DAY) is not None


@pytest.mark.parametrize("name", ["Howard Dean", "Martin Luther King", "Clive Marshal", "Moira Bishop"])
def test_a_surname_that_is_an_office_makes_nobody_its_holder(name: str) -> None:
    found = describe(name)
    assert found is not None
    assert found.sector is None


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("former Ohio Gov. Howard Dean", "USA", "ELI"),
        ("Ohio Gov. Jane Hill", "USA", "GOV"),
        ("Senate Armed Services Committee chairman Jim Hill", None, "LEG"),
        ("San Diego Police", None, "COP"),  # a phrase alone knows no places; the report does
    ],
)
def test_offices_before_names(words: str, country: str | None, sector: str) -> None:
    found = describe(words)
    assert found is not None
    assert (found.country, found.sector) == (country, sector)
