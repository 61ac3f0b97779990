"""Dictionaries of Phoenix and TABARI, every entry invented."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputNotFound, UnreadableInput
from dragoman.resolving.actors.imports import Imported, ImportKind, import_actors
from dragoman.resolving.actors.imports.codes import PIVOT, cameo, cameo_dates
from dragoman.resolving.actors.own import Kind, OwnRow, dumps, loads


def read(tmp_path: Path, text: str | bytes) -> Imported:
    path = tmp_path / "own.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_actors(ImportKind.PHOENIX, path)


def facts(found: Imported) -> list[tuple[str | None, ...]]:
    return [(r.kind.value, r.name, r.country, r.sector, r.start, r.until) for r in found.rows]


def issues(found: Imported) -> list[tuple[int, str]]:
    return [(i.line, i.code) for i in found.issues]


def test_a_person_with_dated_offices(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "# a comment\n"
        "ORLA_VENN_   # in data too\n"
        "+MINISTER_VENN_ +ORLA_M._VENN\n"
        "+VENN_ ; an old comment\n"
        "\t[NORGOV 991231-080507]\n"
        "\t[NORELI >080508]\n"
        "\t[NOREDU <991231]\n"
        "\t[NOR]\n",
    )
    assert found.issues == ()
    assert {r.aliases for r in found.rows} == {("Minister Venn", "Orla M. Venn", "Venn")}
    assert facts(found) == [
        ("person", "Orla Venn", "NOR", "GOV", "1999-12-31", "2008-05-08"),
        ("person", "Orla Venn", "NOR", "ELI", "2008-05-08", ""),
        ("person", "Orla Venn", "NOR", "EDU", "", "1999-12-31"),
        ("person", "Orla Venn", "NOR", None, "", ""),
    ]


@pytest.mark.parametrize(
    ("code", "country", "sector"),
    [
        ("NORGOV", "NOR", "GOV"),
        ("norMIL", "NOR", "MIL"),
        ("NORGOVMIL", "NOR", "GOV"),
        ("NORMOSREB", "NOR", "REB"),
        ("NORMED", "NOR", "JRN"),
        ("NORHLH", "NOR", "MED"),
        ("NORCHR", "NOR", None),
        ("IGOEUREEC", "IGO", "IGO"),
        ("IGOPKOMIL", "IGO", "MIL"),
        ("NGOHRI", None, "NGO"),
        ("MNCNOR", "NOR", "BUS"),
        ("IMGMOSALQ", None, "REB"),
        ("EURGOV", None, "GOV"),
        ("REB", None, "REB"),
        ("SUNMIL", "RUS", "MIL"),
        ("YUGGOV", "SRB", "GOV"),
        ("CSKGOV", "CZE", "GOV"),
        ("ROMGOV", "ROU", "GOV"),
        ("TMPREB", "TLS", "REB"),
        ("~COP", None, "COP"),
        ("COP~", None, "COP"),
        ("~", None, None),
    ],
)
def test_codes(code: str, country: str | None, sector: str | None) -> None:
    found = cameo(code)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize("code", ["", "NO", "NORG", "NOR-GOV", "QQQGOV"])
def test_codes_that_are_none(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        cameo(code)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", ("", "")),
        ("<080508", ("", "2008-05-08")),
        (">080508", ("2008-05-08", "")),
        ("> 20080508", ("2008-05-08", "")),
        ("991231-080507", ("1999-12-31", "2008-05-08")),
        ("19991231 - 20080507", ("1999-12-31", "2008-05-08")),
        (f">{PIVOT}0101", (f"20{PIVOT}-01-01", "")),
        (f">{PIVOT + 1}0101", (f"19{PIVOT + 1}-01-01", "")),
        (">910000", ("1991", "")),
        ("910500-910600", ("1991-05", "1991-06")),
        ("000229-000229", ("2000-02-29", "2000-03-01")),
    ],
)
def test_dates(text: str, cells: tuple[str, str]) -> None:
    assert cameo_dates(text) == cells


@pytest.mark.parametrize(
    "text", ["080508", ">1999123", ">991301", "080508-080507", ">", "<x", "a-b", "1-2-3", ">٠٨٠٥٠٨"]
)
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|ends"):
        cameo_dates(text)


@given(st.dates(), st.booleans())
def test_any_day_goes_in_and_out(day, short: bool) -> None:  # type: ignore[no-untyped-def]
    if short and not 1931 <= day.year <= 2030:
        return
    written = day.strftime("%y%m%d") if short else f"{day.year:04}{day.month:02}{day.day:02}"
    assert cameo_dates(f">{written}") == (day.isoformat(), "")


def test_bodies_and_what_stands_on_a_headline(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "FRONT_FOR_THE_LIBERATION_OF_VELMARA_ [SDNREB <991231] [SDNGOV >991231]\n"
        "QEV [NORLAB]\n"
        "Heron_Trading_House [MNCNOR]\n"
        "HOUSE_OF_HERON_(OSLO) [NORBUS]\n"
        "HERON_SHIPPING [MNCNOR >990101]\n"
        "JAMES_HERON [IGOUNO >990101]\n",
    )
    assert facts(found) == [
        ("body", "Front for the Liberation of Velmara", "SDN", "REB", "", "1999-12-31"),
        ("body", "Front for the Liberation of Velmara", "SDN", "GOV", "1999-12-31", ""),
        ("body", "QEV", "NOR", "LAB", "", ""),
        ("body", "Heron Trading House", "NOR", "BUS", "", ""),
        ("body", "House of Heron", "NOR", "BUS", "", ""),
        ("body", "Heron Shipping", "NOR", "BUS", "1999-01-01", ""),
        ("person", "James Heron", "IGO", "IGO", "1999-01-01", ""),
    ]


def test_states_are_known_and_their_provinces_are_no_other_names_of_theirs(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "AFGHANISTAN_ [AFG]\n+AFGHAN_\n+QARABANDIA_\n+AFGHAN_GOVERNMENT_\nSOVIET_UNION [SUN]\n"
        "JAMES_HEIGHTS [KEN]\nJAMES_HERON [KEN >990101]\n",
    )
    assert facts(found) == [
        ("place", "Qarabandia", "AFG", None, "", ""),
        ("place", "James Heights", "KEN", None, "", ""),
        ("person", "James Heron", "KEN", None, "1999-01-01", ""),
    ]
    assert found.issues == ()


def test_agents(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "CHAMBER_OF_GLASSMAKERS {CHAMBERS_OF_GLASSMAKERS} [~BUS]\n"
        "TOLL!MAN! [~GOV]\n"
        "!MAN! = KEEPER, WARDEN\n"
        "LANCER_ [MIL~]\n"
        "GREY_ONE [~MOS]\n",
    )
    assert [(r.kind, r.name, r.aliases, r.country, r.sector) for r in found.rows] == [
        (Kind.NOUN, "chamber of glassmakers", ("chambers of glassmakers",), None, "BUS"),
        (Kind.NOUN, "lancer", (), None, "MIL"),
        (Kind.NOUN, "tollkeeper", ("tollwarden",), None, "GOV"),
    ]
    assert found.issues == ()


def test_nobody_is_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, "BLACK_HERON_DAY [---]\nORLA_VENN [NORGOV]\n")
    assert [r.name for r in found.rows] == ["Orla Venn"]
    assert (found.entries, found.silent, found.issues) == (2, 1, ())


def test_broken_lines_are_named_and_the_rest_is_imported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        b"\t[NORGOV]\n"  # 1 before any headline
        b"ORLA_VENN\n"
        b"\t[NORGOV 1999123]\n"  # 3 seven digits
        b"\t[NORGOV 080508]\n"  # 4 no sign
        b"\t[NORGOV 080508-080507]\n"  # 5 backwards
        b"\t[NORG]\n"  # 6 no code
        b"\t[NORLEG\n"  # 7 not closed
        b"\twords\n"  # 8
        b"\t[NORJUD >100101]\n"
        b"HEADLESS_HERON\n"  # 10 no code
        b"DUNSTAN \xff\xfeROOK [GBRGOV]\n"  # 11 not UTF-8, and its lines go with it
        b"+ROOK\n"
        b"\t[GBRJUD]\n"
        b"A NAME WITH BLANKS [GBRJUD]\n"  # 14
        b"X!NONE! [~GOV]\n"  # 15 no such set
        b"TAMSIN_VALE [GBRJUD]\n",
    )
    assert facts(found) == [
        ("person", "Orla Venn", "NOR", "JUD", "2010-01-01", ""),
        ("body", "Tamsin Vale", "GBR", "JUD", "", ""),
    ]
    assert issues(found) == [
        (1, "syntax"),
        (3, "date"),
        (4, "date"),
        (5, "date"),
        (6, "code"),
        (7, "syntax"),
        (8, "syntax"),
        (10, "code"),
        (11, "encoding"),
        (14, "syntax"),
        (15, "reference"),
    ]
    assert found.broken
    assert all(len(i.text) <= 80 for i in found.issues)


def test_doubtful_names_are_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "READING [GBREDU]\nTURKEY [BUS]\nMUHAMMAD [SDNREB]\nPRIME_MINISTER [NORGOV]\nPQ [NORLAB]\n"
        + "_".join(["HERON"] * 10)
        + " [NORLAB]\n"
        "ORLA_VENN [NORGOV]\n+NICE\n+THE_PRESIDENT\n"
        "VELMARA_FRONT [SDNREB]\n+BLACK_HERON\nHERON_TRADING [MNCNOR]\n+BLACK_HERON\n"
        "TWIN_HERON [NORGOV]\nTWIN_HERON [GBRGOV]\n",
    )
    assert [(r.name, r.aliases) for r in found.rows] == [
        ("Orla Venn", ()),
        ("Velmara Front", ()),
        ("Heron Trading", ()),
    ]
    assert {i.code for i in found.issues} == {"doubtful"}
    assert not found.broken
    assert [i.text for i in found.issues if i.line >= 14] == ["Twin Heron", "Twin Heron"]


def test_entries_of_one_name_that_agree_are_one(tmp_path: Path) -> None:
    found = read(tmp_path, "VELMARA_FRONT [SDNREB <991231]\nVELMARA_FRONT_ [SDNGOV >991231]\n+VELMARA_UNION\n")
    assert {r.aliases for r in found.rows} == {("Velmara Union",)}
    assert [r.sector for r in found.rows] == ["REB", "GOV"]


TEXT = b"ORLA_VENN\n\t[NORGOV >991231]\n"


@pytest.mark.parametrize(
    "data", [TEXT, gzip.compress(TEXT, mtime=0), bz2.compress(TEXT), b"\xef\xbb\xbf" + TEXT.replace(b"\n", b"\r\n")]
)
def test_packed_files(data: bytes, tmp_path: Path) -> None:
    assert [r.name for r in read(tmp_path, data).rows] == ["Orla Venn"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\n# nothing\n", "has no entries"),
        (b"\x89PNG\x00\x00\x01", "is no text"),
        (gzip.compress(TEXT * 5000, mtime=0)[:-20], "is damaged"),
        (b"a line of prose\n" * 5000, "has no entry that could be read; line 1: "),
        (b'{"id": "x"}\n', "another kind"),
    ],
)
def test_a_file_of_another_kind_is_refused(data: bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"own\.txt") as caught:
        read(tmp_path, data)
    assert problem in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match=r"none\.txt"):
        import_actors(ImportKind.PHOENIX, tmp_path / "none.txt")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        import_actors(ImportKind.PHOENIX, tmp_path)


words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÉØ", min_size=4, max_size=9)
entries = st.lists(
    st.tuples(
        st.lists(words, min_size=2, max_size=4),
        st.sampled_from(["NOR", "SUN", "NGO", "IGO", "MNC", "GBR"]),
        st.sampled_from(["GOV", "MED", "REB", "CHRCVL"]),
        st.sampled_from(["", " >991231", " <080508", " 991231-080507"]),
    ),
    min_size=1,
    max_size=6,
)


@given(entries)
def test_any_dictionary_is_written_and_read_back(tmp_path_factory, found) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("phoenix") / "own.txt"
    path.write_text("".join(f"{'_'.join(n)}_ [{head}{rest}{dates}]\n" for n, head, rest, dates in found), "utf-8")
    once = import_actors(ImportKind.PHOENIX, path)
    assert not once.broken
    assert loads(dumps(once.rows), name="own.tsv") == once.rows
    assert import_actors(ImportKind.PHOENIX, path) == once
    for row in once.rows:
        assert isinstance(row, OwnRow)
        assert row.source.startswith("phoenix:own.txt:")


@given(st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path_factory, data: bytes) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("phoenix") / "own.txt"
    path.write_bytes(data)
    for kind in ImportKind:
        try:
            found = import_actors(kind, path)
        except UnreadableInput:
            continue
        assert loads(dumps(found.rows), name="own.tsv") == found.rows
