"""The user's own register: its file, and how it joins the shipped one. Names are invented, or shipped ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import ActorsError
from dragoman.pipeline import Coder
from dragoman.resolving.actors import Register
from dragoman.resolving.actors.describing import describe_at
from dragoman.resolving.actors.own import (
    COLUMNS,
    HEADER,
    SECTORS,
    Kind,
    OwnRow,
    dumps,
    end_day,
    ends_first,
    first_day,
    loads,
    merged,
    read_own,
)
from dragoman.resolving.actors.wording import key_of
from tests.conftest import make_report


def person(name: str, *, aliases: tuple[str, ...] = (), start: str = "", until: str = "", **known: str) -> OwnRow:
    return OwnRow(kind=Kind.PERSON, name=name, aliases=aliases, start=start, until=until, **known)  # type: ignore[arg-type]


def body(name: str, *, aliases: tuple[str, ...] = (), start: str = "", until: str = "", **known: str) -> OwnRow:
    return OwnRow(kind=Kind.BODY, name=name, aliases=aliases, start=start, until=until, **known)  # type: ignore[arg-type]


def told(register: Register, phrase: str, day: date | None = None) -> tuple[str | None, str | None, str | None]:
    found = describe_at(phrase, None, day=day, register=register)
    assert found is not None
    return found.name, found.country, found.sector


# -- the file

names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1).filter(
    lambda name: key_of(name) != ""
)
cells = st.sampled_from(["", "1991", "1991-02", "1991-02-28"])
later = st.sampled_from(["", "2001", "2001-12", "2001-12-31"])
rows = st.lists(
    st.builds(
        OwnRow,
        kind=st.sampled_from(Kind),
        name=names,
        aliases=st.lists(names, max_size=3).map(tuple),
        country=st.sampled_from([None, "NOR", "IGO"]),
        sector=st.sampled_from([None, *sorted(SECTORS)]),
        role=st.sampled_from(["", "head of the harbour office"]),
        start=cells,
        until=later,
        source=st.sampled_from(["", "phoenix:mine.txt:0123456789ab"]),
    )
)


@given(rows)
def test_what_is_written_is_read_back(own: list[OwnRow]) -> None:
    assert list(loads(dumps(own), name="own.tsv")) == own


@given(rows, rows)
def test_merging_adds_each_fact_once(old: list[OwnRow], new: list[OwnRow]) -> None:
    first = merged(old, new)
    assert merged(first, new) == first
    assert merged(first, old) == first
    assert {r.fact for r in first} == {r.fact for r in [*old, *new]}


@given(rows)
def test_any_rows_join_the_shipped_register(own: list[OwnRow]) -> None:
    joined = Register.load(extra=own)
    for row in own:
        describe_at(row.name, None, day=date(1999, 1, 1), register=joined)
        describe_at(row.name, None, day=None, register=joined)


def test_a_file_by_hand_may_leave_cells_and_comments_out(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("\ufeff# mine\n\n" + "\t".join(COLUMNS) + "\r\nnoun\tlancer\t\t\tMIL\r\n", "utf-8")
    assert read_own(path) == (OwnRow(kind=Kind.NOUN, name="lancer", sector="MIL"),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("sort\tOrla Venn", "'sort' is no kind"),
        ("person\t", "has no name"),
        ("person\tOrla Venn\t\tNorway", "'Norway' is no country"),
        ("person\tOrla Venn\t\tNOR\tXYZ", "'XYZ' is no sector"),
        ("person\tOrla Venn\t\tNOR\tGOV\t\t2019-13", "month must be"),
        ("person\tOrla Venn\t\tNOR\tGOV\t\t19", "'19' is no date"),
        ("person\tOrla Venn\t\tNOR\tGOV\t\t2019\t2018", "ends (2018) before it begins (2019)"),
        ("person" + "\tx" * 9, "has 10 cells"),
    ],
)
def test_a_bad_line_is_named(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(HEADER + line + "\n", "utf-8")
    with pytest.raises(ActorsError) as caught:
        read_own(path)
    assert str(caught.value).startswith(f"{path}: line 4: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"name\tcountry\n", b"\xff\xfe\x00"])
def test_what_is_no_register_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(data)
    with pytest.raises(ActorsError, match=r"own\.tsv"):
        read_own(path)
    with pytest.raises(ActorsError, match="cannot be read"):
        read_own(tmp_path / "none.tsv")


def test_partial_dates_are_meant_whole() -> None:
    assert (first_day("2019"), end_day("2019")) == (date(2019, 1, 1), date(2020, 1, 1))
    assert (first_day("2019-12"), end_day("2019-12")) == (date(2019, 12, 1), date(2020, 1, 1))
    assert (first_day("2019-05-12"), end_day("2019-05-12")) == (date(2019, 5, 12), date(2019, 5, 12))
    assert (first_day(""), end_day("")) == (None, None)
    assert end_day("9999") == date.max
    assert not ends_first("2019", "2019")
    assert ends_first("2019-05-12", "2019-05-12")


# -- joined to the shipped rows

FJELLVIK = (
    person(
        "Kari Fjellvik", country="NOR", sector="GOV", role="transport minister", start="2019-05", until="2021-06-04"
    ),
    person("Kari Fjellvik", country="NOR", sector="LEG", start="2021-06-04", until="2023"),
)


@pytest.mark.parametrize(
    ("day", "sector"),
    [
        (date(2019, 4, 30), None),
        (date(2019, 5, 1), "GOV"),
        (date(2021, 6, 3), "GOV"),
        (date(2021, 6, 4), "LEG"),
        (date(2023, 12, 31), "LEG"),
        (date(2024, 1, 1), "ELI"),
        (None, None),
    ],
)
def test_an_office_by_the_day(day: date | None, sector: str | None) -> None:
    assert told(Register.load(extra=FJELLVIK), "Kari Fjellvik", day) == ("Kari Fjellvik", "NOR", sector)


def test_a_row_without_dates_holds_when_no_dated_one_does() -> None:
    own = Register.load(extra=[*FJELLVIK, person("Kari Fjellvik", country="NOR", sector="EDU")])
    assert told(own, "Kari Fjellvik", date(2020, 1, 1))[2] == "GOV"
    assert told(own, "Kari Fjellvik", date(2030, 1, 1))[2] == "EDU"
    assert told(own, "Kari Fjellvik")[2] == "EDU"


def test_the_users_rows_go_before_the_shipped_ones_on_their_days() -> None:
    own = Register.load(
        extra=[person("Joe Biden", country="USA", sector="EDU", start="2021-03-01", until="2021-04-01")]
    )
    assert told(own, "Joe Biden", date(2021, 3, 5)) == ("Joe Biden", "USA", "EDU")
    assert told(own, "Biden", date(2021, 3, 5))[2] == "EDU"
    assert told(own, "Joseph R. Biden", date(2021, 3, 5)) == ("Joe Biden", "USA", "EDU")
    assert told(own, "Biden", date(2021, 2, 28))[2] == "GOV"
    assert told(own, "Biden", date(2024, 4, 1))[2] == "GOV"
    assert told(Register.load(), "Biden", date(2021, 3, 5))[2] == "GOV", "the shipped register stays as it is"


def test_a_row_without_dates_hides_the_shipped_ones() -> None:
    own = Register.load(extra=[body("Taliban", country="AFG", sector="PTY")])
    for day in (date(2001, 1, 1), date(2023, 1, 1), None):
        assert told(own, "the Taliban", day) == ("Taliban", "AFG", "PTY")


def test_a_body_by_the_day_leaves_the_rest_to_the_shipped_table() -> None:
    own = Register.load(extra=[body("Taliban", country="AFG", sector="UAF", start="2000", until="2000")])
    days = (date(1999, 12, 31), date(2000, 6, 1), date(2001, 1, 1), date(2022, 1, 1))
    assert [told(own, "the Taliban", day)[2] for day in days] == ["REB", "UAF", "REB", "GOV"]


def test_a_title_in_an_alias_stays_the_reports_own() -> None:
    own = Register.load(extra=[person("Kari Fjellvik", aliases=("President Fjellvik",), country="NOR", sector="ELI")])
    found = describe_at("President Fjellvik", None, day=None, register=own)
    assert found is not None
    assert (found.name, found.country, found.sector, found.noun) == ("Kari Fjellvik", "NOR", "GOV", "president")


def test_a_surname_that_others_bear_says_nothing_alone() -> None:
    own = [
        person("Orla Brannmoor", aliases=("Brannmoor",), country="NOR", sector="GOV"),
        person("Tamsin Brannmoor", country="GBR", sector="JUD"),
        person("Dunstan Obama", aliases=("Obama",), country="KEN", sector="GOV"),
        person("Dunstan Vellaquist", aliases=("Vellaquist",), country="GBR", sector="JUD"),
    ]
    joined = Register.load(extra=own)
    assert told(joined, "Brannmoor")[1:] == (None, None)
    assert told(joined, "Obama", date(2010, 1, 1))[1:] == (None, None)
    assert told(joined, "Barack Obama", date(2010, 1, 1))[1:] == ("USA", "GOV")
    assert told(joined, "Vellaquist") == ("Dunstan Vellaquist", "GBR", "JUD")
    assert told(joined, "Petra Vellaquist")[1:] == (None, None)


def test_an_alias_of_two_actors_means_neither() -> None:
    own = [
        body("Velmara Front", aliases=("Black Heron",), country="SDN", sector="REB"),
        body("Heron Trading House", aliases=("Black Heron",), country="NOR", sector="BUS"),
        body("White Heron", country="NOR", sector="BUS"),
        body("Heron Trading House", aliases=("White Heron",), country="NOR", sector="BUS"),
    ]
    joined = Register.load(extra=own)
    assert told(joined, "Black Heron")[1:] == (None, None)
    assert told(joined, "White Heron")[0] == "White Heron", "a name of its own goes before an alias"


def test_nouns_and_places() -> None:
    own = [
        OwnRow(kind=Kind.NOUN, name="lancer", sector="MIL"),
        OwnRow(kind=Kind.NOUN, name="chamber of glassmakers", aliases=("chambers of glassmakers",), sector="BUS"),
        OwnRow(kind=Kind.NOUN, name="spokesman", sector="JRN"),
        OwnRow(kind=Kind.PLACE, name="Qarabandia", country="AFG"),
    ]
    joined = Register.load(extra=own)
    assert told(joined, "Norwegian lancers")[1:] == ("NOR", "MIL")
    assert told(joined, "the chambers of glassmakers in Peru")[1:] == ("PER", "BUS")
    assert told(joined, "Qarabandia police")[1:] == ("AFG", "COP")
    assert told(joined, "the police spokesman of Peru")[1:] == ("PER", "COP"), "a known noun stays of its kind"
    place = describe_at("Qarabandia", None, day=None, register=joined)
    assert place is not None
    assert not place.is_actor


def test_other_spellings_are_the_shipped_peoples_alone() -> None:
    own = [
        body("Emmanuel Macron", country="NOR", sector="BUS"),
        person("Dunstan Vellaquist", country="GBR", sector="JUD"),
    ]
    joined = Register.load(extra=own)
    assert told(joined, "Emmanuell Macron", date(2020, 1, 1))[1:] == (None, None)
    assert told(Register.load(), "Emmanuell Macron", date(2020, 1, 1))[1:] == ("FRA", "GOV")
    assert told(joined, "Dunstan Vellaquisst")[1:] == (None, None)


def test_a_body_is_found_without_its_article() -> None:
    own = Register.load(extra=[body("The Velmara Front", country="SDN", sector="REB")])
    for phrase in ("the Velmara Front", "Velmara Front", "a Velmara Front commander"):
        assert told(own, phrase)[1:] == ("SDN", "REB")


def test_case_matters_for_abbreviations() -> None:
    own = Register.load(extra=[body("QEV", country="NOR", sector="LAB")])
    assert told(own, "QEV")[1:] == ("NOR", "LAB")
    assert told(own, "qev")[1:] == (None, None)


def test_the_last_word_of_a_name_needs_its_capital() -> None:
    own = Register.load(extra=[body("Harbour Lights", country="NOR", sector="BUS")])
    assert told(own, "Harbour Lights")[1:] == ("NOR", "BUS")
    assert told(own, "HARBOUR LIGHTS")[1:] == ("NOR", "BUS")
    assert told(own, "Harbour lights")[1:] == (None, None)


def test_a_changed_office_between_two_reports() -> None:
    text = "Kari Fjellvik accused Iran of arming rebels on Tuesday."
    coder = Coder(register=Register.load(extra=FJELLVIK))
    days = (date(2020, 5, 4), date(2022, 5, 4), date(2025, 5, 4))
    sectors = []
    for record in coder.code_many([make_report(text, published=day) for day in days]):
        (event,) = record.events
        sectors.append((event.actors[0].name, event.actors[0].country, event.actors[0].sector))
    assert sectors == [("Kari Fjellvik", "NOR", s) for s in ("GOV", "LEG", "ELI")]


def test_the_report_goes_before_the_register() -> None:
    text = "Foreign Minister Kari Fjellvik accused Iran of arming rebels on Tuesday."
    coder = Coder(register=Register.load(extra=FJELLVIK))
    (event,) = coder.code(make_report(text, published=date(2022, 5, 4))).events
    assert [(p.name, p.country, p.sector) for p in event.actors] == [("Kari Fjellvik", "NOR", "GOV")]
