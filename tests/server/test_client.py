"""The client: what it gives is what the server has, its types are the API's, and what goes wrong is told."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import httpx
import pytest

from dragoman import client as typed
from dragoman.client import Client, ServerError
from dragoman.contract import from_json
from dragoman.server.api import dyads, search
from dragoman.server.catalogue.columns import Cell, Column
from dragoman.server.catalogue.items import ITEMS
from dragoman.server.settings import Settings
from tests.server import made

KINDS: dict[str, tuple[type, tuple[Column, ...]]] = {
    "reports": (typed.Report, ITEMS["reports"]),
    "events": (typed.Event, ITEMS["events"]),
    "statements": (typed.Statement, ITEMS["statements"]),
    "commitments": (typed.Commitment, ITEMS["commitments"]),
    "incidents": (typed.Incident, ITEMS["incidents"]),
    "actors": (typed.Actor, ITEMS["actors"]),
    "dyads": (typed.Dyad, dyads.LIST_COLUMNS),
    "dyad": (typed.DyadPeriod, dyads.TIMELINE_COLUMNS),
    "search": (typed.Hit, search.COLUMNS),
}
PYTHON = {Cell.NUMBER: int, Cell.REAL: float, Cell.FLAG: bool, Cell.TEXTS: list, Cell.NUMBERS: list, Cell.PARTIES: list}


@pytest.fixture(scope="module")
def served(record: Path) -> Iterator[Client]:
    with made.serving(record, Settings(coding=False)) as port, Client(f"http://127.0.0.1:{port}", page=7) as client:
        yield client


@pytest.mark.parametrize("name", KINDS)
def test_types_are_those_of_the_api(name: str) -> None:
    kind, columns = KINDS[name]
    hints = get_type_hints(kind)
    own = {"dyads": set(), "dyad": set(), "search": {"self", "span"}}.get(name, {"self"})
    assert set(hints) == {c.name for c in columns} | own
    for column in columns:
        told = {t for t in (typing.get_args(hints[column.name]) or (hints[column.name],)) if t is not type(None)}
        origin = typing.get_origin(hints[column.name])
        wanted = PYTHON.get(column.cell, str)
        if wanted is list:
            assert origin is list, column.name
        elif column.cell is Cell.PARTY:
            assert told == {typed.Party}, column.name
        elif column.name != "snippet":
            assert told == {wanted}, column.name


def test_lists_are_whole(served: Client) -> None:
    coded = made.reports()
    assert {r["id"] for r in served.reports()} == {c.report.id for c in coded}
    assert [e["id"] for e in served.events()] == list(dict.fromkeys(e["id"] for e in served.events(limit=1000)))
    assert {e["id"] for e in served.events()} == {e.id for c in coded for e in c.events}
    assert len(list(served.statements())) == sum(len(c.statements) + len(c.attitudes) for c in coded)
    assert len(list(served.commitments())) == 3
    assert list(served.incidents())
    assert {a["name"] for a in served.actors(country="GHA")} == {"Ghana"}
    assert [h["kind"] for h in served.search("border")]


def test_what_is_asked_for(served: Client) -> None:
    some = list(served.events(type=["ASSAULT", "AGREE"], country="GHA", since=date(2024, 1, 3), until="2024-01"))
    assert some
    assert {e["type"] for e in some} <= {"ASSAULT", "AGREE"}
    assert all("2024-01-03" <= (e["day"] or "") <= "2024-01-31" for e in some)
    assert list(served.reports(publisher="Wire 1", order="oldest"))
    assert served.dyads(country="GHA", limit=2)
    assert served.dyad("GHA", "TGO", by="year")
    event = some[0]
    assert served.one("events", event["id"])["sentence"]
    assert from_json(served.record(event["report"])).report.id == event["report"]


def test_what_goes_wrong(served: Client) -> None:
    with pytest.raises(ServerError, match="is no parameter here") as told:
        next(served.events(colour="red"))
    assert (told.value.status, told.value.kind) == (400, "parameter")
    with pytest.raises(ServerError) as told:
        served.one("events", "nosuch")
    assert (told.value.status, told.value.kind) == (404, "not-found")
    with pytest.raises(ServerError, match="codes nothing"):
        served.code("a text")
    with pytest.raises(ServerError, match="no answer") as told:
        Client("http://127.0.0.1:1").dyads()
    assert told.value.status is None


def test_tokens_and_waiting(tokens: tuple[Path, str, str], record: Path) -> None:
    file, reader, _ = tokens
    settings = Settings(token_file=file, allowed_hosts=("127.0.0.1",), failures_a_minute=1)
    with made.serving(record, settings) as port:
        url = f"http://127.0.0.1:{port}"
        with Client(url, token=reader) as client:
            assert next(client.reports())
        with Client(url, token="wrong") as client:
            with pytest.raises(ServerError) as told:
                client.dyads()
            assert (told.value.status, told.value.kind) == (401, "token")
            with pytest.raises(ServerError) as told:
                client.dyads()
            assert (told.value.status, told.value.kind) == (429, "too-many")
            assert told.value.retry_after_s is not None


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text=""), httpx.Response(200, json=[])]
)
def test_what_is_no_server_of_ours(answer: httpx.Response) -> None:
    client = Client("http://x.example", transport=httpx.MockTransport(lambda _: answer))
    with pytest.raises(ServerError, match="not that of a server"):
        client.dyads()


def test_texts_are_sent(record: Path) -> None:
    sent: list[Any] = []

    def take(request: httpx.Request) -> httpx.Response:
        sent.append((request.method, request.url.path, request.content))
        return httpx.Response(200, json={"items": [{"schema": 1}]})

    client = Client("http://x.example", transport=httpx.MockTransport(take))
    assert client.code("words", published=date(2024, 5, 1)) == [{"schema": 1}]
    assert sent == [("POST", "/api/v1/code", b'{"text":"words","published":"2024-05-01"}')]
