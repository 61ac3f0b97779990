"""What each format says of a known record, by its columns' names."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
import yaml

from dragoman.coding.ontology import load
from dragoman.coding.ontology.cameo import cameo
from dragoman.export import csv as csv_export
from dragoman.export import ftm, gdelt, geojson, graphml, icews, parquet, phoenix, polecat, rdf, xlsx
from dragoman.export.choosing import Choice, choose
from dragoman.export.formats import FORMATS, by_file, by_name
from dragoman.export.tables import cameo_name, columns, country_codes, sector_words
from dragoman.merging.telling import Telling
from dragoman.model import CodedReport
from dragoman.resolving.countries import Countries
from tests.example import EVENTS, TEXT, empty, example

RECORDS = [example(), empty()]
HAPPENED = list(choose(RECORDS, Choice()))


def by_trigger(words: str) -> int:
    return next(n for n, e in enumerate(HAPPENED[0].events) if TEXT[slice(*e.trigger)] == words)


def table(lines: list[str], format: str) -> list[dict[str, str]]:
    names = list(columns(format))
    split = [line.rstrip("\n").split("\t") for line in lines]
    return [dict(zip(names, row, strict=True)) for row in split if row != names]


def test_columns_are_those_of_the_published_formats(gold: Path) -> None:
    path = gold.parent / "ontology" / "formats.yaml"
    if not path.exists():
        pytest.skip(f"no list of formats at {path}")
    told = yaml.safe_load(path.read_text("utf-8"))
    for ours, theirs in (
        ("polecat", "polecat"),
        ("icews", "icews"),
        ("gdelt-events", "gdelt2_events"),
        ("gdelt-mentions", "gdelt2_mentions"),
        ("phoenix", "phoenix"),
    ):
        assert list(columns(ours)) == told[theirs]["columns"]
        assert len(columns(ours)) == told[theirs]["n_columns"]


def test_every_type_mode_and_sector_has_its_words_elsewhere() -> None:
    ontology = load()
    for type, kind in ontology.types.items():
        for mode in (None, *kind.modes):
            for contexts in ((), *((c,) for c in ontology.contexts)):
                assert cameo_name(cameo(type, mode, contexts).code)
    assert all(sector_words(s) != (None, None) for s in set(ontology.sectors) - {"PRM", "PRE", "UNK"})
    assert all(country_codes(c.iso3).cameo for c in Countries.load())
    assert country_codes("RUS") == ("365", "RS", "RUS")
    assert country_codes("DEU") == ("255", "GM", "DEU")
    assert country_codes("PSE").cow is None
    assert country_codes(None) == country_codes("IGO") == (None, None, None)


def test_polecat() -> None:
    rows = table(list(polecat.lines(HAPPENED)), "polecat")
    talks = rows[0]
    report = example().report.id
    assert talks == talks | {
        "Event ID": f"{report}-{EVENTS[0].id}-1",
        "Event Date": "2025-03-04",
        "Event Type": "CONSULT",
        "Event Mode": "third-party",
        "Intensity": "1",
        "Quad Code": "V-COOP",
        "Contexts": "diplomatic;territory",
        "Actor Name": "Bolivia",
        "Actor COW": "145",
        "Recipient Name": "Chile",
        "Recipient COW": "155",
        "Wikipedia Actor ID": "None",
        "City": "Lima",
        "Country": "Peru",
        "Latitude": "-12.05",
        "GeoNames ID": "3936456",
        "Source": "The Example",
        "Publication Date": "2025-03-04",
        "Story People": "Ana Quispe;Tomás Larraín",
        "Language": "en",
    }
    (rejected,) = [row for row in rows if row["Event Type"] == "REJECT"]
    assert rejected["Event Date"] == rejected["Intensity"] == rejected["Placename"] == "None"
    assert rejected["Recipient Title"] == "Bolivian Foreign Minister"


def test_icews() -> None:
    rows = table(list(icews.lines(HAPPENED)), "icews")
    assert rows[0] == rows[0] | {
        "Event Date": "2025-03-04",
        "Source Name": "Bolivia",
        "Source Sectors": "Government",
        "Event Text": "Meet at a 'third' location",
        "CAMEO Code": "044",
        "Target Country": "Chile",
        "Publisher": "The Example",
        "Sentence Number": "2",
        "City": "Lima",
        "Country": "Peru",
    }
    assert (rows[1]["Source Name"], rows[1]["Target Name"]) == ("Chile", "Bolivia")  # either direction, as there
    assert all(row["Event ID"].isdigit() and row["Story ID"].isdigit() for row in rows)


def test_gdelt(tmp_path: Path) -> None:
    gdelt.write(HAPPENED, tmp_path)
    events = table((tmp_path / gdelt.EVENTS).read_text("utf-8").splitlines(), "gdelt-events")
    mentions = table((tmp_path / gdelt.MENTIONS).read_text("utf-8").splitlines(), "gdelt-mentions")
    assert events[0] == events[0] | {
        "SQLDATE": "20250304",
        "MonthYear": "202503",
        "Year": "2025",
        "FractionDate": "2025.1753",  # (2 * 30 + 4) / 365
        "Actor1Code": "BOLGOV",
        "Actor1CountryCode": "BOL",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "CHLGOV",
        "IsRootEvent": "1",
        "EventCode": "044",
        "EventBaseCode": "044",
        "EventRootCode": "04",
        "QuadClass": "1",
        "GoldsteinScale": "1",
        "NumMentions": "1",
        "AvgTone": "",
        "Actor1Geo_Type": "0",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Lima, Peru",
        "ActionGeo_CountryCode": "PE",
        "ActionGeo_Lat": "-12.05",
        "DATEADDED": "20250304184000",
        "SOURCEURL": "https://news.example/andes/1",
    }
    assert {(row["NumSources"], row["NumArticles"]) for row in events} == {("1", "1")}
    (arrest,) = [row for row in events if row["EventCode"] == "173"]
    assert (arrest["SQLDATE"], arrest["QuadClass"]) == ("20250101", "4")  # the first day of January
    assert mentions[0] == mentions[0] | {
        "MentionType": "1",
        "MentionSourceName": "news.example",
        "MentionIdentifier": "https://news.example/andes/1",
        "ActionCharOffset": str(TEXT.index("resumed talks")),
        "Actor1CharOffset": str(TEXT.index("Bolivia", 5)),
        "Confidence": "94",
        "MentionDocLen": str(len(TEXT)),
    }
    (alone,) = [
        row
        for row in mentions
        if row["GLOBALEVENTID"] == next(e["GLOBALEVENTID"] for e in events if not e["Actor2Code"])
    ]
    assert alone["Actor2CharOffset"] == "-1"


def test_gdelt_counts_the_reports_that_tell_of_an_event(tmp_path: Path) -> None:
    first = HAPPENED[0].events[0]
    gdelt.write(HAPPENED, tmp_path, {first.id: Telling(reports=5, publishers=3)})
    events = table((tmp_path / gdelt.EVENTS).read_text("utf-8").splitlines(), "gdelt-events")
    pairs_of_first = [row for row in events if (row["NumSources"], row["NumArticles"]) == ("3", "5")]
    assert {row["EventCode"] for row in pairs_of_first} == {"044"}
    assert {(row["NumSources"], row["NumArticles"]) for row in events} == {("3", "5"), ("1", "1")}


def test_phoenix() -> None:
    rows = table(list(phoenix.lines(HAPPENED)), "phoenix")
    assert rows[0] == rows[0] | {
        "Date": "20250304",
        "Month": "03",
        "SourceActorFull": "BOLGOV",
        "SourceActorEntity": "BOL",
        "SourceActorRole": "GOV",
        "SourceActorAttribute": "",
        "EventCode": "044",
        "EventRootCode": "04",
        "QuadClass": "1",
        "Issues": "diplomatic,1;territory,1",
        "Lat": "-12.05",
        "LocationName": "Lima",
        "CountryCode": "PER",
        "SentenceID": f"{example().report.id}_2",
        "URLs": "https://news.example/andes/1",
        "NewsSources": "The Example",
    }
    (threat,) = [row for row in rows if row["EventRootCode"] == "13"]
    assert threat["QuadClass"] == "3"


def test_csv_joins_the_sides() -> None:
    (header, talks, *_) = csv_export.lines(HAPPENED)
    told = dict(zip(header.strip().split(","), talks.strip().split(","), strict=True))
    assert told["actors"] == "Bolivia; Chile"
    assert told["actor_countries"] == "BOL; CHL"
    assert told["recipients"] == ""
    assert (told["first_day"], told["cameo"], told["start"]) == ("2025-03-04", "044", str(TEXT.index("resumed talks")))


def test_geojson_tells_what_a_point_stands_for() -> None:
    features = json.loads("".join(geojson.lines(HAPPENED)))["features"]
    assert [f["geometry"]["coordinates"] for f in features] == [[-77.04, -12.05], [-67.11, -17.98]]
    assert {f["properties"]["place_precision"] for f in features} == {"city"}


def test_graphml_counts_and_shares() -> None:
    root = ElementTree.fromstring("".join(graphml.lines(HAPPENED)))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    names = {
        n.attrib["id"]: n.findtext("g:data[@key='node_name']", "", space) for n in root.iterfind(".//g:node", space)
    }
    edges = {
        (names[e.attrib["source"]], names[e.attrib["target"]]): {d.attrib["key"]: d.text for d in e}
        for e in root.iterfind(".//g:edge", space)
    }
    there = edges["Chile", "Bolivia"]  # met, agreed, threatened
    assert (there["edge_events"], there["edge_reports"], there["edge_mean_score"]) == ("3", "1", "0")
    assert (there["edge_verbal_cooperation"], there["edge_verbal_conflict"]) == ("0.666667", "0.333333")
    assert (there["edge_first_day"], there["edge_last_day"]) == ("2025-03-04", "2025-03-04")
    assert "nine customs officers" in names.values()


def entities() -> list[dict[str, object]]:
    return [json.loads(line) for line in ftm.lines(HAPPENED)]


def test_ftm_schemata_are_no_guess() -> None:
    kinds = {e["properties"]["name"][0]: e["schema"] for e in entities() if str(e["id"]).startswith("actor-")}  # type: ignore[index]
    assert kinds["Ana Quispe"] == "Person"
    assert kinds["Bolivia"] == "PublicBody"
    assert kinds["Protesters"] == kinds["nine customs officers"] == "LegalEntity"
    (talks,) = [e for e in entities() if e["schema"] == "Event" and "third-party" in e["properties"]["keywords"]]  # type: ignore[index]
    assert talks["properties"] == talks["properties"] | {  # type: ignore[operator]
        "name": ["Bolivia and Chile: consult (third-party)"],
        "startDate": ["2025-03-04"],
        "country": ["pe"],
        "location": ["Lima"],
        "recordId": [f"{example().report.id}-{EVENTS[0].id}"],
    }


def test_ftm_is_what_followthemoney_takes() -> None:
    model = pytest.importorskip("followthemoney").model
    for entity in entities():
        proxy = model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        for name, values in entity["properties"].items():  # type: ignore[attr-defined]
            assert set(proxy.get(name)) == set(values), name


def test_rdf_says_who_did_what_and_where_it_was_read() -> None:
    graph = rdflib.Graph().parse(data="".join(rdf.lines(HAPPENED)), format="nt")
    query = """
        PREFIX schema: <https://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX t: <urn:dragoman:term:>
        SELECT ?who ?whom ?url WHERE {
            ?act a schema:Action ; t:type "REJECT" ; schema:agent/schema:name ?who ; schema:object/schema:name ?whom ;
                 prov:wasDerivedFrom/schema:url ?url . }"""
    (found,) = graph.query(query)
    assert [str(v) for v in found] == ["Tomás Larraín", "Ana Quispe", "https://news.example/andes/1"]


def test_parquet_is_what_pyarrow_reads(tmp_path: Path) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    parquet.write(HAPPENED, tmp_path)
    read = {name: reader.read_table(tmp_path / name).to_pylist() for name in parquet.FILES}
    assert read["events.parquet"][0]["actors"] == ["Bolivia", "Chile"]
    assert len(read["events.parquet"]) == len(HAPPENED[0].events)
    assert {row["event"] for row in read["parties.parquet"]} == {row["event"] for row in read["events.parquet"]}
    texts = {row["report"]: row["text"] for row in read["texts.parquet"]}
    for row in read["events.parquet"]:
        assert " ".join(texts[row["report"]][row["start"] : row["end"]].split()) == row["words"]


def test_a_sheet_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.errors import DragomanError

    monkeypatch.setattr(xlsx, "MAX_ROWS", 4)
    with pytest.raises(DragomanError, match="parquet or csv"):
        xlsx.write(HAPPENED, tmp_path / "book.xlsx")


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("records", [HAPPENED, []], ids=["some", "none"])
def test_the_same_record_gives_the_same_bytes(tmp_path: Path, format: object, records: list[CodedReport]) -> None:
    def written(place: Path) -> dict[str, bytes]:
        if format.lines:  # type: ignore[attr-defined]
            return {"": "".join(format.lines(iter(records))).encode()}  # type: ignore[attr-defined]
        place.mkdir()
        format.write(iter(records), place if format.files else place / "file")  # type: ignore[attr-defined]
        return {path.name: path.read_bytes() for path in place.iterdir()}

    first = written(tmp_path / "first")
    assert first == written(tmp_path / "second")
    assert first


def test_formats_are_told_by_name_and_by_file() -> None:
    assert by_name("rdf").suffix == ".nt"
    with pytest.raises(KeyError):
        by_name("docx")
    assert by_file(Path("map.GeoJSON")) is by_name("geojson")
    assert by_file(Path("events.txt")) is None  # phoenix and polecat both
    assert by_file(Path("parquet")) is None
