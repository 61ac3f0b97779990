"""Lists: every thing once, in order, by key; chosen as the record's own questions choose; in every kind of database."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from dragoman.model import CodedReport, Event
from dragoman.server.api import RESOURCES
from dragoman.server.catalogue.items import ITEMS
from tests.server import made

EVENTS = [(c, e) for c in made.reports() for e in c.events]


def whole(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All things of a list, page by page."""
    out: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        out += answer.json()["items"]
        following = answer.json()["next"]
    return out


@pytest.mark.parametrize("name", [r.name for r in RESOURCES])
def test_pages_hold_every_thing_once_in_either_order(either: TestClient, name: str) -> None:
    newest = whole(either, f"/api/v1/{name}?limit=7")
    oldest = whole(either, f"/api/v1/{name}?limit=4&order=oldest")
    ids = [thing["id"] for thing in newest]
    assert len(set(ids)) == len(ids) == either.get(f"/api/v1/{name}").json()["total"] > 0
    assert [thing["id"] for thing in oldest] == ids[::-1]
    days = [d for d in (thing.get("day") or thing.get("last_seen") or thing.get("first_day") for thing in newest) if d]
    assert days == sorted(days, reverse=True)
    if name in ("events", "statements", "commitments", "reports"):
        undated = [thing["day"] is None for thing in newest]
        assert undated == sorted(undated)


@pytest.mark.parametrize("name", [r.name for r in RESOURCES])
def test_things_have_the_members_that_are_declared(either: TestClient, name: str) -> None:
    for thing in whole(either, f"/api/v1/{name}"):
        assert list(thing) == ["self", *(column.name for column in ITEMS[name])]


def test_every_thing_is_had_by_its_address(client: TestClient) -> None:
    for resource in RESOURCES:
        for thing in whole(client, f"/api/v1/{resource.name}")[:12]:
            alone = client.get(thing["self"])
            assert alone.status_code == 200
            told = alone.json()
            assert {name: told[name] for name in thing} == thing
            assert set(told) - set(thing) == set(resource.more_schema)


def of(event: Event) -> set[str | None]:
    """The countries that act, and are acted on."""
    return {p.country for p in (*event.actors, *event.recipients)}


def acts(event: Event, country: str) -> bool:
    return country in {p.country for p in event.actors}


CHOICES: dict[str, Callable[[CodedReport, Event], object]] = {
    "country=BOL": lambda c, e: "BOL" in of(e),
    "country=BOL&country=GHA": lambda c, e: {"BOL", "GHA"} & of(e),
    "country=bol": lambda c, e: "BOL" in of(e),
    "actor=CHL": lambda c, e: acts(e, "CHL"),
    "actor=BOL&recipient=CHL": lambda c, e: acts(e, "BOL") and "CHL" in {p.country for p in e.recipients},
    "actor=gHaNa": lambda c, e: any("Ghana" in (p.name or "").split() for p in e.actors),
    "who=Lima": lambda c, e: False,
    "type=ASSAULT": lambda c, e: e.type == "ASSAULT",
    "type=ASSAULT&type=AGREE&status=planned": lambda c, e: e.type in ("ASSAULT", "AGREE") and e.status == "planned",
    "quad=V-COOP": lambda c, e: e.type in ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE"),
    "from=2024-01-05&to=2024-01-09": lambda c, e: (d := day(c, e)) and "2024-01-05" <= d <= "2024-01-09",
    "from=2024-01&to=2024-01&country=TGO": lambda c, e: (day(c, e) or "")[:7] == "2024-01" and "TGO" in of(e),
    "from=2031": lambda c, e: False,
    "publisher=wire+1": lambda c, e: c.report.publisher == "Wire 1",
    "place=lima": lambda c, e: e.place and e.place.name == "Lima",
    "actor=NOBODY": lambda c, e: False,
    "country=XXX": lambda c, e: False,
}


@pytest.mark.parametrize("query", CHOICES)
def test_events_are_chosen(either: TestClient, query: str) -> None:
    found = whole(either, f"/api/v1/events?limit=3&{query}")
    assert {e["id"] for e in found} == {e.id for c, e in EVENTS if CHOICES[query](c, e)}
    assert either.get(f"/api/v1/events?{query}").json()["total"] == len(found)


def day(coded: Any, event: Any) -> str | None:
    """The day that an event counts on."""
    if event.date:
        return str(event.date[0])
    return str(coded.report.day) if event.status == "occurred" and coded.report.day else None


def test_an_actors_id_chooses(either: TestClient) -> None:
    one = next(p for c, e in EVENTS for p in e.actors if p.name == "Togo")
    found = whole(either, f"/api/v1/events?actor={one.actor}")
    assert {e["id"] for e in found} == {e.id for _, e in EVENTS if one.actor in {p.actor for p in e.actors}}


def test_the_other_lists_are_chosen(either: TestClient) -> None:
    said = whole(either, "/api/v1/statements?stance=denies&speaker=Ghana")
    assert said
    assert {(s["stance"], s["speaker"]["name"]) for s in said} == {("denies", "Ghana")}
    assert [s["kind"] for s in whole(either, "/api/v1/statements?kind=attitude")] == ["attitude"]
    assert {s["speaker"]["name"] for s in whole(either, "/api/v1/statements?speaker=quispe")} == {"Ana Quispe"}
    offers = whole(either, "/api/v1/commitments?kind=offer&party=BOL")
    assert [c["kind"] for c in offers] == ["offer"]
    due = whole(either, "/api/v1/commitments?due_from=2025-04-30&due_to=2025-04-30")
    assert [c["deadline"] for c in due] == ["2025-04-30"]
    assert whole(either, "/api/v1/commitments?due_to=2025-04-29") == []
    assert {r["publisher"] for r in whole(either, "/api/v1/reports?publisher=Example")} == {"The Example"}
    ghana = whole(either, "/api/v1/actors?name=ghana")
    assert [a["country"] for a in ghana] == ["GHA"]
    assert ghana[0]["reports"] == sum(any(a.name == "Ghana" for a in c.actors) for c in made.reports())
    assert whole(either, "/api/v1/actors?reports=1000") == []
    incidents = whole(either, "/api/v1/incidents?place=Oruro")
    assert [i["type"] for i in incidents] == ["PROTEST"]
    assert whole(either, "/api/v1/incidents?reports=2&country=PER") == [
        i for i in whole(either, "/api/v1/incidents?country=PER") if i["reports"] >= 2
    ]


def test_a_place_in_the_list_stays_when_its_thing_is_gone(client: TestClient) -> None:
    """A cursor is a place in the order, not a row: the same page follows whether the row is still there or not."""
    first = client.get("/api/v1/events?limit=5").json()
    after = first["next"].rpartition("after=")[2]
    narrow = client.get(f"/api/v1/events?limit=5&type=ASSAULT&after={after}").json()
    everything = [e["id"] for e in whole(client, "/api/v1/events")]
    assert all(everything.index(e["id"]) >= 5 for e in narrow["items"])
    assert [e["id"] for e in narrow["items"]] == [
        e["id"] for e in whole(client, "/api/v1/events?type=ASSAULT") if everything.index(e["id"]) >= 5
    ][:5]


@pytest.mark.parametrize(
    "after", ["x", "W10", "bnVsbA", "WzEsMiwzLDRd", "W251bGwsIngiLDEsIngiXQ", "WzEuNSwieCIsMSwieCJd", "é", "A" * 400]
)
def test_what_is_no_place_is_refused(client: TestClient, after: str) -> None:
    answer = client.get("/api/v1/events", params={"after": after})
    assert answer.status_code == 400, answer.text
    assert answer.json()["parameter"] == "after"


@pytest.mark.parametrize("name", [r.name for r in RESOURCES])
def test_every_form_tells_the_same(client: TestClient, name: str) -> None:
    things = client.get(f"/api/v1/{name}?limit=9").json()["items"]
    as_csv = client.get(f"/api/v1/{name}?limit=9", headers={"accept": "text/csv"})
    assert as_csv.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(as_csv.text, newline="")))
    wanted = "application/vnd.apache.arrow.stream;q=.9, text/csv;q=.2"
    told = client.get(f"/api/v1/{name}?limit=9", headers={"accept": wanted})
    table = pa.ipc.open_stream(told.content).read_all()
    assert [line["id"] for line in lines] == [t["id"] for t in things] == table.column("id").to_pylist()
    assert list(lines[0]) == table.column_names
    assert as_csv.headers["link"] == told.headers["link"].replace("arrow", "csv") if "link" in told.headers else True
    for column in ITEMS[name]:
        if column.cell == "day":
            days = [None if d is None else d.isoformat() for d in table.column(column.name).to_pylist()]
            assert days == [t[column.name] for t in things] == [line[column.name] or None for line in lines]


def test_the_csv_goes_on_where_its_link_says(client: TestClient) -> None:
    ids: list[str] = []
    address: str | None = "/api/v1/events?limit=20&format=csv"
    while address:
        answer = client.get(address)
        ids += [line["id"] for line in csv.DictReader(io.StringIO(answer.text, newline=""))]
        found = answer.links.get("next")
        address = None if found is None else found["url"]
    assert len(ids) == len(set(ids)) == len(EVENTS)


def test_an_empty_record_lists_nothing(clients: Any, tmp_path: Any) -> None:
    from dragoman.record import Record

    with Record.open(tmp_path / "empty.duckdb"):
        pass
    client = clients(at=tmp_path / "empty.duckdb")
    for resource in RESOURCES:
        told = client.get(f"/api/v1/{resource.name}").json()
        assert (told["items"], told["total"], told["next"]) == ([], 0, None)
        assert client.get(f"/api/v1/{resource.name}?country=RUS").json()["total"] == 0
        assert client.get(f"/api/v1/{resource.name}?format=csv").text.startswith("id,")
        assert client.get(f"/api/v1/{resource.name}?format=arrow").status_code == 200
        assert client.get(f"/api/v1/{resource.name}/0000000000000000").status_code == 404
    assert client.get("/api/v1/dyads").json()["items"] == []
    assert client.get("/api/v1/dyads/RUS/USA").json()["items"] == []
    assert client.get("/api/v1/search?q=x").json()["items"] == []
    assert client.get("/", headers={"accept": "text/html"}).status_code == 200
