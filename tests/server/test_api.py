"""The API: one shape of errors, forms by Accept, states by ETag, dyads as the record counts them, search, coding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.contract import from_json
from dragoman.record import Record
from dragoman.server.problems import TITLES
from tests.server import made

LISTS = ["reports", "statements", "events", "incidents", "actors", "commitments", "dyads"]


@pytest.mark.parametrize(
    "address", [*(f"/api/v1/{name}" for name in LISTS), "/api/v1/search?q=border", "/api/v1/dyads/BOL/CHL"]
)
def test_who_has_the_answer_is_not_sent_it_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    etag = first.headers["etag"]
    again = client.get(address, headers={"if-none-match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(address, headers={"if-none-match": '"other"'}).content == first.content
    assert client.get(address, headers={"accept": "text/csv"}).headers["etag"] != etag
    assert "Accept" in first.headers["vary"]
    assert first.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("address", "status", "kind", "says"),
    [
        ("/api/v1/events?colour=red", 400, "parameter", "colour is no parameter here; there are country,"),
        ("/api/v1/events?limit=0", 400, "parameter", "limit is no whole number from 1 to 1000"),
        ("/api/v1/events?limit=ten", 400, "parameter", "limit"),
        ("/api/v1/events?limit=%D9%A1", 400, "parameter", "limit"),
        ("/api/v1/events?limit=1&limit=2", 400, "parameter", "limit is given more than once"),
        ("/api/v1/events?from=2024-02-30", 400, "parameter", "from is no day"),
        ("/api/v1/events?from=yesterday", 400, "parameter", "from is no day"),
        ("/api/v1/events?type=WAR", 400, "parameter", "type is none of"),
        ("/api/v1/events?country=Russia", 400, "parameter", "country is no country's code"),
        ("/api/v1/events?actor=%00", 400, "parameter", "characters that no text has"),
        ("/api/v1/events?actor=" + "a" * 201, 400, "parameter", "longer than 200"),
        ("/api/v1/events?actor=%20", 400, "parameter", "actor is empty"),
        ("/api/v1/events?" + "&".join(["country=RUS"] * 51), 400, "parameter", "more than 50 times"),
        ("/api/v1/dyads/RUS/RUS", 400, "parameter", "the same twice"),
        ("/api/v1/dyads/RUS/R1S", 400, "parameter", "country"),
        ("/api/v1/search", 400, "query", "nothing is asked"),
        ("/api/v1/search?q=speaker:", 400, "query", "speaker:"),
        ("/api/v1/search?q=x&after=zzz", 400, "parameter", "after"),
        ("/api/v1/search?publisher=...", 400, "parameter", "publisher"),
        ("/api/v1/events/nosuch", 404, "not-found", "there is no event of that id"),
        ("/api/v1/wars", 404, "not-found", "nothing at this address"),
        ("/api/v1/events/a/b", 404, "not-found", "nothing at this address"),
    ],
)  # fmt: skip
def test_errors_have_one_shape(client: TestClient, address: str, status: int, kind: str, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["type"], told["title"], told["status"]) == (f"/problems#{kind}", TITLES[kind], status)
    assert says in told["detail"]


def test_methods_and_forms_that_are_not_there(client: TestClient) -> None:
    answer = client.delete("/api/v1/events")
    assert (answer.status_code, answer.json()["type"]) == (405, "/problems#method")
    answer = client.get("/api/v1/events", headers={"accept": "application/xml"})
    assert (answer.status_code, answer.json()["type"]) == (406, "/problems#not-acceptable")
    assert client.get("/api/v1/events", headers={"accept": "application/xml, */*;q=.1"}).status_code == 200
    assert client.get("/api/v1/events", headers={"accept": "text/csv;q=x"}).status_code == 406
    assert client.head("/api/v1/events").content == b""


def test_an_empty_parameter_counts_as_not_given(client: TestClient) -> None:
    """As forms send what is not filled in."""
    assert (
        client.get("/api/v1/events?type=&from=&actor=").json()["total"] == client.get("/api/v1/events").json()["total"]
    )


@pytest.mark.parametrize("by", ["week", "month", "year"])
@pytest.mark.parametrize("status", [(), ("occurred", "planned")])
def test_dyads_are_those_of_the_record(client: TestClient, record: Path, by: str, status: tuple[str, ...]) -> None:
    query = "&".join([f"by={by}", *(f"status={s}" for s in status)])
    with Record.open(record, read_only=True) as opened:
        for a, b in (("BOL", "CHL"), ("TGO", "GHA")):
            told = client.get(f"/api/v1/dyads/{a}/{b}?{query}").json()["items"]
            known = opened.relations(a, b, by=by, status=status or "occurred", evidence=False).dicts()
            assert len(told) == len(known) > 0
            for ours, theirs in zip(told, known, strict=True):
                period = theirs.pop("period")
                assert ours.pop("period") == (period and period.isoformat())
                assert ours == pytest.approx(theirs)


def test_the_busiest_dyads(client: TestClient, record: Path) -> None:
    with Record.open(record, read_only=True) as opened:
        known: dict[tuple[str, str], int] = {}
        for row in opened.relations(status=None, by="year").dicts():
            pair = tuple(sorted((row["source"], row["target"])))
            known[pair] = known.get(pair, 0) + row["events"]  # type: ignore[index, arg-type]
    statuses = "&".join(f"status={s}" for s in ("occurred", "historical", "planned", "hypothetical", "denied"))
    told = client.get(f"/api/v1/dyads?limit=1000&{statuses}").json()["items"]
    assert {(d["a"], d["b"]): d["events"] for d in told} == known
    assert [d["events"] for d in told] == sorted(known.values(), reverse=True)
    only = client.get("/api/v1/dyads?country=GHA&from=2024-01-05").json()["items"]
    assert only
    assert all("GHA" in (d["a"], d["b"]) for d in only)


def test_a_report_comes_with_its_record(client: TestClient) -> None:
    for coded in made.reports():
        told = client.get(f"/api/v1/reports/{coded.report.id}").json()
        assert from_json(told["record"]).report.text == coded.report.text
        assert told["events"] == len(coded.events)


def test_a_thing_comes_with_its_sentence(client: TestClient) -> None:
    for coded in made.reports()[:5]:
        for event in coded.events:
            sentence = client.get(f"/api/v1/events/{event.id}").json()["sentence"]
            assert coded.report.text[sentence["start"] : sentence["end"]] == sentence["text"]
            assert sentence["start"] <= event.trigger.start < event.trigger.end <= sentence["end"]


def test_search_finds_what_the_record_finds(client: TestClient, record: Path) -> None:
    with Record.open(record, read_only=True) as opened:
        asked: list[tuple[dict[str, Any], str]] = [
            ({"q": "border"}, "border"),
            ({"q": "matter", "kind": "statement", "country": "GHA"}, "matter kind:statement country:GHA"),
            ({"country": ["GHA", "TGO"], "kind": "event"}, "country:(GHA OR TGO) kind:event"),
            ({"speaker": "Ana Quispe"}, 'speaker:"Ana Quispe"'),
            (
                {"publisher": 'wire" 1', "from": "2024-01-05", "kind": "report"},
                'publisher:"wire 1" since:2024-01-05 kind:report',
            ),
        ]
        for params, query in asked:
            known = [(h.kind, h.id) for h in opened.search(query, limit=1000)]
            told: list[tuple[str, str]] = []
            page: dict[str, Any] = client.get("/api/v1/search", params={**params, "limit": 7}).json()
            while True:
                told += [(h["kind"], h["id"]) for h in page["items"]]
                if page["next"] is None:
                    break
                page = client.get(page["next"]).json()
            assert told == known
            assert known
    doubtful = client.get('/api/v1/search?q="border').json()
    assert doubtful["notes"]


TEXT = "LAGOS, March 3 (Wire) - France told Germany on Monday that it would send aid to Mali."
PAGE = f"<html><head><title>Aid to Mali</title></head><body><article><h1>Aid to Mali</h1><p>{TEXT}</p>" + "".join(
    f"<p>The aid is to reach the town of Gao in week {n}, the minister said, and more would follow soon after.</p>"
    for n in range(6)
)


def test_what_is_sent_is_coded(clients: Any) -> None:
    client = clients()
    for kind, body in [
        ("text/plain; charset=utf-8", TEXT.encode()),
        ("text/html", PAGE.encode()),
        ("application/json", json.dumps({"text": TEXT, "published": "2025-03-04"}).encode()),
    ]:
        answer = client.post("/api/v1/code", content=body, headers={"content-type": kind})
        assert answer.status_code == 200, answer.text
        [told] = answer.json()["items"]
        coded = from_json(told)
        assert "France" in {a.name for a in coded.actors}
        assert answer.headers["cache-control"] == "no-store"
    assert str(coded.report.published) == "2025-03-04"
    assert client.get(f"/api/v1/reports/{coded.report.id}").status_code == 404
    empty = client.post("/api/v1/code", content=b"\x00\x01\x02" * 50, headers={"content-type": "text/plain"})
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems#body")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"text=x", 415),
        ("", b"x", 415),
        ("text/plain", b"  ", 422),
        ("application/json", b"{", 422),
        ("application/json", b"[" * 100_000, 422),
        ("application/json", b"[]", 422),
        ("application/json", b"{}", 422),
        ("application/json", b'{"text": 1}', 422),
        ("application/json", b'{"text": "a", "html": "b"}', 422),
        ("application/json", b'{"text": "a", "colour": "b"}', 422),
        ("application/json", b'{"text": "a", "published": "soon"}', 422),
        ("application/json", b'{"url": "https://news.example/"}', 403),
    ],
)
def test_bodies_that_cannot_be_coded(client: TestClient, kind: str, body: bytes, status: int) -> None:
    answer = client.post("/api/v1/code", content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_coding_has_its_time(clients: Any) -> None:
    client = clients(coding_s=0.01)
    answer = client.post("/api/v1/code", content=TEXT.encode(), headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems#timeout")


def test_a_server_that_codes_nothing_says_so(clients: Any) -> None:
    answer = clients(coding=False).post("/api/v1/code", content=TEXT.encode(), headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems#scope")


def test_the_index_leads_everywhere(client: TestClient) -> None:
    for name, address in client.get("/api/v1").json().items():
        assert client.get(address).status_code in ((405,) if name == "code" else (400,) if name == "search" else (200,))
