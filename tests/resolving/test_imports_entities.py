"""FollowTheMoney entities and Wikidata items, every one invented but for a few items of states."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import UnreadableInput
from dragoman.resolving.actors import Register
from dragoman.resolving.actors.describing import describe_at
from dragoman.resolving.actors.imports import Imported, ImportKind, import_actors
from dragoman.resolving.actors.imports.codes import items
from dragoman.resolving.actors.own import dumps, loads
from dragoman.resolving.countries import Countries


def read(tmp_path: Path, kind: ImportKind, lines: Iterable[str]) -> Imported:
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return import_actors(kind, path)


def facts(found: Imported) -> list[tuple[str | None, ...]]:
    return [(r.kind.value, r.name, r.country, r.sector, r.role, r.start, r.until) for r in found.rows]


def issues(found: Imported) -> list[tuple[int, str]]:
    return [(i.line, i.code) for i in found.issues]


# -- FollowTheMoney


def entity(key: str, schema: str, **properties: str | list[str]) -> str:
    listed = {k: [v] if isinstance(v, str) else v for k, v in properties.items()}
    return json.dumps({"id": key, "schema": schema, "properties": listed}, ensure_ascii=False)


def ftm(tmp_path: Path, *lines: str) -> Imported:
    return read(tmp_path, ImportKind.FTM, lines)


def test_offices_come_from_occupancies(tmp_path: Path) -> None:
    found = ftm(
        tmp_path,
        entity("x1", "Occupancy", holder="p", post="m", startDate="2019-05", endDate="2021-06-04"),
        entity("x2", "Occupancy", holder="p", post="s", startDate="2021-06-04T00:00:00"),
        entity("p", "Person", name=["Orla Venn", "Орла Венн"], alias=["Venn", "Orla M. Venn"], topics="role.pep"),
        entity("m", "Position", name="Minister of Defence of Norway", country="no"),
        entity("s", "Position", name="member of the Storting", country="no"),
    )
    assert found.issues == ()
    assert facts(found) == [
        ("person", "Orla Venn", "NOR", "GOV", "Minister of Defence of Norway", "2019-05", "2021-06-04"),
        ("person", "Orla Venn", "NOR", "LEG", "member of the Storting", "2021-06-04", ""),
    ]
    assert {r.aliases for r in found.rows} == {("Orla M. Venn",)}, "no surname alone, and nothing in another script"


def test_memberships_and_what_is_told_without_dates(tmp_path: Path) -> None:
    found = ftm(
        tmp_path,
        entity("o", "PublicBody", name="Tollgate Authority", country="no"),
        entity("x", "Membership", member="a", organization="o", role="head", startDate="2020"),
        entity("a", "Person", name="Orla Venn", nationality="gb"),
        entity("b", "Person", name="Dunstan Rook", country="gb", topics=["role.judge", "role.pep"]),
        entity("c", "Person", name="Tamsin Vale", nationality=["su", "lv"], position="minister of transport of Latvia"),
        entity("d", "Person", name="Petra Hollin", nationality=["gb", "fr"], topics=["role.judge", "role.spy"]),
        entity("e", "Person", name="Ivo Marrash", nationality="csxx", topics="crime"),
        entity("y", "Occupancy", holder="e", post="q", status="ended"),
        entity("q", "Position", name="Minister of Defence", country="rs"),
    )
    assert facts(found) == [
        ("body", "Tollgate Authority", "NOR", "GOV", "", "", ""),
        ("person", "Orla Venn", "NOR", "GOV", "head", "2020", ""),
        ("person", "Dunstan Rook", "GBR", "JUD", "", "", ""),
        ("person", "Tamsin Vale", "LVA", "GOV", "minister of transport of Latvia", "", ""),
        ("person", "Ivo Marrash", "SRB", None, "", "", ""),
    ]
    assert (found.entries, found.silent) == (9, 1), "of Petra Hollin nothing is sure"


@pytest.mark.parametrize(
    ("schema", "topics", "sector"),
    [
        ("Company", [], "BUS"),
        ("Company", ["gov.soe"], "BUS"),
        ("PublicBody", ["gov.judicial"], "JUD"),
        ("Organization", ["mil"], "MIL"),
        ("Organization", ["crime.terror", "sanction"], "UAF"),
        ("Organization", ["crime"], "CRM"),
        ("Organization", ["pol.party"], "PTY"),
        ("Organization", ["pol.party", "crime"], None),
        ("LegalEntity", [], None),
    ],
)
def test_sectors_of_bodies(schema: str, topics: list[str], sector: str | None, tmp_path: Path) -> None:
    found = ftm(tmp_path, entity("o", schema, name="Tollgate Union", country="us-ca", topics=topics))
    assert facts(found) == [("body", "Tollgate Union", "USA", sector, "", "", "")]


def test_broken_entities_are_named_and_the_rest_is_imported(tmp_path: Path) -> None:
    found = ftm(
        tmp_path,
        entity("p", "Person", name="Orla Venn", nationality="no", topics="gov"),
        "{broken",
        "[1, 2]",
        '{"id": "q", "schema": "Person"}',
        entity("p", "Person", name="Another Venn", nationality="no"),
        entity("x", "Occupancy", holder="p"),
        entity("x", "Occupancy", holder="p", post="nowhere", startDate="2020"),
        entity("x", "Occupancy", holder="p", post="m", startDate="2020", endDate="2019"),
        entity("x", "Occupancy", holder="p", post="m", startDate="last year"),
        entity("m", "Position", name="Minister of Defence", country="no"),
        entity("r", "Person", name="Reading", country="gb"),
        '{"id": "w", "schema": "Vessel", "properties": {"name": 7}}',
        "[" * 100000,
    )
    assert facts(found) == [("person", "Orla Venn", "NOR", "GOV", "", "", "")]
    assert issues(found) == [
        (2, "syntax"),
        (3, "syntax"),
        (4, "syntax"),
        (5, "syntax"),
        (6, "reference"),
        (7, "reference"),
        (8, "date"),
        (9, "date"),
        (11, "doubtful"),
        (13, "syntax"),
    ]


def test_what_cannot_be_written_is_taken_out_of_names(tmp_path: Path) -> None:
    found = ftm(
        tmp_path, r'{"id": "a", "schema": "Person", "properties": {"name": "Orla\ud800\t|Venn", "country": "no"}}'
    )
    assert [r.name for r in found.rows] == ["Orla /Venn"]
    dumps(found.rows).encode("utf-8")


def test_namesakes_of_two_countries_are_left_out(tmp_path: Path) -> None:
    found = ftm(
        tmp_path,
        entity("a", "Person", name="Orla Venn", nationality="no", topics="gov"),
        entity("b", "Person", name="Orla Venn", nationality="gb", topics="role.journo"),
        entity("c", "Person", name="Dunstan Rook", nationality="gb"),
        entity("d", "Person", name="Dunstan Rook", topics="role.judge"),
    )
    assert issues(found) == [(1, "doubtful"), (2, "doubtful")]
    assert [(r.name, r.country, r.sector) for r in found.rows] == [
        ("Dunstan Rook", "GBR", None),
        ("Dunstan Rook", None, "JUD"),
    ]


def test_a_person_of_one_name_is_found_like_a_surname(tmp_path: Path) -> None:
    found = ftm(tmp_path, entity("a", "Person", name="Suvarto", nationality="id", topics="gov"))
    own = Register.load(extra=found.rows)
    alone, other = (describe_at(n, None, day=date(2020, 1, 1), register=own) for n in ("Suvarto", "Mary Suvarto"))
    assert alone is not None
    assert (alone.country, alone.sector) == ("IDN", "GOV")
    assert other is not None
    assert other.country is None


# -- Wikidata


def item(key: str, label: str, *, aliases: Iterable[str] = (), **claims: Any) -> str:
    return json.dumps(
        {
            "id": key,
            "type": "item",
            "labels": {"en": {"language": "en", "value": label}},
            "aliases": {"en": [{"language": "en", "value": a} for a in aliases]},
            "claims": {p: [claim(v) for v in (vs if isinstance(vs, list) else [vs])] for p, vs in claims.items()},
        }
    )


def claim(value: Any) -> dict[str, Any]:
    """An item or text; a date as {"date": day}; with dates as (item, start, end), where an end "?" is unknown."""
    value, start, end = value if isinstance(value, tuple) else (value, "", "")
    qualifiers = {p: [snak(day)] for p, day in (("P580", start), ("P582", end)) if day}
    return {"mainsnak": snak(value), "rank": "normal", "qualifiers": qualifiers}


def snak(value: Any) -> dict[str, Any]:
    if value == "?":
        return {"snaktype": "somevalue"}
    if isinstance(value, str) and value[:1] == "Q":
        found: Any = {"entity-type": "item", "id": value}
    elif isinstance(value, str) and value[:1] in "-0123456789+":
        sign, day = ("-", value[1:]) if value[0] == "-" else ("+", value)
        precision = 9 + day.count("-")
        found = {"time": f"{sign}{day}{'-00' * (2 - day.count('-'))}T00:00:00Z", "precision": precision}
    else:
        found = value
    return {"snaktype": "value", "datavalue": {"value": found}}


DEFENCE = item("Q2001", "Minister of Defence of Norway", P31="Q4164871")
STORTING = item("Q2002", "Member of the Storting", P17="Q20")


def wikidata(tmp_path: Path, *lines: str) -> Imported:
    return read(tmp_path, ImportKind.WIKIDATA, ["[", *(f"{line}," for line in lines), "]"])


def test_positions_with_their_dates(tmp_path: Path) -> None:
    orla = item(
        "Q1",
        "Orla Venn",
        aliases=["Venn", "Orla M. Venn"],
        P31="Q5",
        P27="Q20",
        P39=[("Q2001", "2019-05-12", "2021-06-04"), ("Q2002", "2021", "")],
    )
    found = wikidata(tmp_path, orla, DEFENCE, STORTING)
    assert found.issues == ()
    assert facts(found) == [
        ("person", "Orla Venn", "NOR", "GOV", "Minister of Defence of Norway", "2019-05-12", "2021-06-04"),
        ("person", "Orla Venn", "NOR", "LEG", "Member of the Storting", "2021", ""),
    ]
    assert found.rows[0].aliases == ("Orla M. Venn",)


def test_states_by_code_table_and_successor(tmp_path: Path) -> None:
    found = wikidata(
        tmp_path,
        item("Q1", "Orla Venn", P31="Q5", P27=["Q15180", "Q211"], P106="Q77001"),
        item("Q2", "Dunstan Rook", P31="Q5", P27="Q9001", P106="Q77001"),
        item("Q3", "Tamsin Vale", P31="Q5", P27="Q9002", P106=["Q77001", "Q77002"]),
        item("Q4", "Petra Hollin", P31="Q5", P27=["Q20", "Q145"], P106="Q77003"),
        item("Q5001", "Ivo Marrash", P31="Q5", P27=[("Q145", "", "1999"), ("Q20", "1999", "")]),
        item("Q9001", "Velmara", P31="Q6256", P298="SDN", P297="SD"),
        item("Q9002", "Kingdom of Velmara", P31="Q3024240", P1366="Q9001"),
        item("Q77001", "journalist"),
        item("Q77002", "judge"),
        item("Q77003", "politician"),
    )
    assert facts(found) == [
        ("person", "Orla Venn", "LVA", "JRN", "", "", ""),
        ("person", "Dunstan Rook", "SDN", "JRN", "", "", ""),
        ("person", "Tamsin Vale", "SDN", None, "", "", ""),
        ("person", "Ivo Marrash", "NOR", None, "", "", ""),
    ]


def test_bodies_by_their_class(tmp_path: Path) -> None:
    found = wikidata(
        tmp_path,
        item(
            "Q1",
            "Velmara Party",
            aliases=["VPX", "Velmarists"],
            P31="Q7278",
            P17="Q9001",
            P571="1991",
            P576="2004-05-06",
        ),
        item("Q2", "The Long Winter", P31="Q11424", P17="Q20"),
        item("Q3", "Tollgate Institute", P31="Q79", P571="2004", P576="1991"),
        item("Q7278", "political party"),
        item("Q11424", "film"),
        item("Q79", "university"),
        item("Q9001", "Velmara", P298="SDN"),
    )
    assert facts(found) == [
        ("body", "Velmara Party", "SDN", "PTY", "", "1991", "2004-05-06"),
        ("body", "Tollgate Institute", None, "EDU", "", "", ""),
    ]
    assert found.rows[0].aliases == ("VPX",)
    assert issues(found) == [(4, "date")]


def test_broken_items_are_named_and_the_rest_is_imported(tmp_path: Path) -> None:
    found = wikidata(
        tmp_path,
        item(
            "Q1",
            "Orla Venn",
            P31="Q5",
            P27="Q20",
            P39=[("Q2001", "2019", "2018"), ("Q2001", "2020", ""), ("Q404", "", "")],
        ),
        "{broken",
        '{"id": "Q7"}',
        item("Q2", "Dunstan Rook", P31="Q5", P27="Q20", P39=[("Q2001", "-0044-03-15", ""), ("Q2002", "", "?")]),
        item("Q3", "Nice", P31="Q5", P27="Q20"),
        '{"id": "Q8", "labels": 7, "aliases": [], "claims": '
        '{"P31": 3, "P27": [4], "P39": [{"mainsnak": {"datavalue": 5}}]}}',
        DEFENCE,
        STORTING,
    )
    assert facts(found) == [
        ("person", "Orla Venn", "NOR", "GOV", "Minister of Defence of Norway", "2020", ""),
        ("person", "Dunstan Rook", "NOR", None, "", "", ""),
    ]
    assert issues(found) == [(2, "date"), (2, "reference"), (3, "syntax"), (4, "syntax"), (5, "date"), (6, "doubtful")]


def test_a_council_of_a_state_is_no_body_of_many_states(tmp_path: Path) -> None:
    found = wikidata(
        tmp_path,
        item("Q1", "Orla Venn", P31="Q5", P27="Q159", P39=[("Q2003", "2019", "")]),
        item("Q2", "Dunstan Rook", P31="Q5", P27="Q145", P39=[("Q2004", "2019", "")]),
        item("Q2003", "secretary of the Security Council", P17="Q159"),
        item("Q2004", "United Nations Secretary-General"),
    )
    assert [(r.country, r.sector) for r in found.rows] == [("RUS", None), ("IGO", "IGO")]


def test_the_table_of_items_names_states_that_there_are() -> None:
    states = {c.iso3 for c in Countries.load()} | {"IGO"}
    assert {c.iso3 for c in items().values()} <= states
    now = [c.iso3 for c in items().values() if not c.gone and c.iso3 != "IGO"]
    assert len(now) == len(set(now))


# -- both


@pytest.mark.parametrize("kind", [ImportKind.FTM, ImportKind.WIKIDATA])
@pytest.mark.parametrize("text", ["{}\n" * 5000, "ORLA_VENN [NORGOV]\n", "[\n]\n"])
def test_a_file_of_another_kind_is_refused(kind: ImportKind, text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"own\.jsonl"):
        read(tmp_path, kind, [text])


def test_packed_files_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl.gz"
    path.write_bytes(gzip.compress(entity("a", "Person", name="Orla Venn", nationality="no").encode()))
    assert [r.name for r in import_actors(ImportKind.FTM, path).rows] == ["Orla Venn"]


values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Q5", "Q20", "Orla Venn", "no"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id schema properties name claims labels en value P31 P39 mainsnak datavalue qualifiers P580 time "
                "aliases holder post country".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.lists(values, max_size=4))
def test_no_json_breaks_them(tmp_path_factory, found: list[Any]) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("entities") / "own.jsonl"
    path.write_text("\n".join(map(json.dumps, found)), "utf-8")
    for kind in (ImportKind.FTM, ImportKind.WIKIDATA):
        try:
            once = import_actors(kind, path)
        except UnreadableInput:
            continue
        assert loads(dumps(once.rows), name="own.tsv") == once.rows
