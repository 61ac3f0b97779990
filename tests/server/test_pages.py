"""The pages without a browser: each answers, links lead somewhere, what is asked is in the address, nothing runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dragoman.server.api import RESOURCES
from dragoman.server.pages import PAGES
from dragoman.server.pages.feeds import WATCHED
from tests.server import made
from tests.server.conftest import Clients

BROWSER = {"accept": "text/html"}
LISTS = ("/reports", "/events", "/statements", "/incidents", "/actors", "/commitments")
SINGLE = ("/", "/search", "/search?q=met", "/dyads", "/dyads/BOL/PER", "/map", "/network", "/code", "/sign-in", "/api")
ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """A page's tags, ids and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())
        self.links = [a["href"] for tag, a in self.tags if tag == "a" and "href" in a]
        self.ids = [a["id"] for _, a in self.tags if "id" in a]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def rows(self) -> list[dict[str, str]]:
        """What the rows of tables have for attributes."""
        return [a for tag, a in self.tags if tag == "tr"]


def get(client: TestClient, address: str, status: int = 200) -> Page:
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == status, (address, answer.status_code)
    assert answer.headers["content-type"].startswith("text/html"), address
    return Page(answer.text)


def api(client: TestClient, address: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = client.get(f"/api/v1{address}").json()["items"]
    return items


@pytest.fixture(scope="module")
def addresses(client: TestClient) -> list[str]:
    """An address of each kind of page."""
    ids = {r.name: api(client, f"/{r.name}?limit=1")[0]["id"] for r in RESOURCES}
    reports = api(client, "/reports?limit=2")
    single = [f"/{name}/{ids[name]}" for name in ("reports", "incidents", "actors", "commitments")]
    return [*SINGLE, *LISTS, *single, f"/reports/{reports[0]['id']}/changes/{reports[1]['id']}"]


def test_every_page_is_whole_and_runs_nothing_inline(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        page = get(client, address)
        assert [tag for tag, _ in page.tags].count("h1") >= 1, address
        assert [tag for tag, _ in page.tags].count("main") == 1, address
        doubled = {i for i in page.ids if page.ids.count(i) > 1}
        assert not doubled, (address, doubled)
        for tag, attributes in page.tags:
            assert tag not in ("style", "iframe", "object", "embed", "base"), address
            assert not [n for n in attributes if n == "style" or n.startswith(("on", "hx-on"))], address
            if tag == "script":
                assert attributes.get("src", "").startswith("/assets/") or attributes["type"] == "application/json"


def test_links_lead_somewhere(client: TestClient, addresses: list[str]) -> None:
    """Every link of every kind of page, within the server, and every name that one ends with."""
    seen: dict[str, Page | None] = {}
    for address in addresses:
        for link in get(client, address).links:
            told = urlsplit(urljoin("http://127.0.0.1:8765" + address, link))
            if told.netloc != "127.0.0.1:8765":
                continue
            target = told.path + (f"?{told.query}" if told.query else "")
            if target not in seen and len(seen) < 400:
                answer = client.get(target, headers=BROWSER if not target.startswith("/api") else None)
                assert answer.status_code == 200, (address, link, answer.status_code)
                is_page = answer.headers["content-type"].startswith("text/html")
                seen[target] = Page(answer.text) if is_page else None
            page = seen.get(target)
            if page is not None and told.fragment:
                assert told.fragment in page.ids, (address, link)
    assert len(seen) > 100


@pytest.mark.parametrize("address", LISTS)
def test_lists_go_on_to_their_end(client: TestClient, address: str) -> None:
    """All things of a list, each once, by its links to the next page; and back to the beginning."""
    total = client.get(f"/api/v1{address}").json()["total"]
    rows, at, pages = 0, f"{address}?limit=7", 0
    while True:
        page = get(client, at)
        rows += len(page.rows()) - 1  # but for the head
        pages += 1
        following = [a["href"] for tag, a in page.tags if tag == "a" and a.get("rel") == "next"]
        if not following:
            break
        [at] = following
        assert "limit=7" in at
    assert rows == total
    assert pages == -(-total // 7)
    if pages > 1:
        assert f"{address}?limit=7" in page.links  # to the beginning


def test_filters_stand_in_the_address_and_can_be_taken_away(client: TestClient) -> None:
    page = get(client, "/events?type=ASSAULT&type=ACCUSE&country=BOL&from=2024-01-03")
    ticked = {a["value"] for tag, a in page.tags if tag == "input" and "checked" in a}
    assert ticked == {"ASSAULT", "ACCUSE", "BOL"}
    assert "/events?type=ACCUSE&country=BOL&from=2024-01-03" in page.links
    expected = client.get("/api/v1/events?type=ASSAULT&type=ACCUSE&country=BOL&from=2024-01-03").json()["total"]
    assert f"{expected} events" in page.text
    nothing = get(client, "/events?place=nowhere-at-all")
    assert "No event is like this. Take a filter away" in nothing.text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/events?type=NOSUCH", "type is none of"),
        ("/events?nosuch=1", "nosuch"),
        ("/events?after=zzz", "after is no place in the list"),
        ("/dyads/BOL/BOL", "the same twice"),
        ("/dyads/BOLIVIA/PER", "no country's code"),
        ("/search?q=(", "("),
        ("/map?of=moon", "of is none of"),
    ],
)
def test_what_cannot_be_asked_says_so(client: TestClient, address: str, says: str) -> None:
    assert says in get(client, address, 400).text


@pytest.mark.parametrize("kind", ["reports", "events", "statements", "incidents", "actors", "commitments"])
def test_what_is_not_there_says_so(client: TestClient, kind: str) -> None:
    assert "there is no" in get(client, f"/{kind}/0123456789abcdef", 404).text


def test_hostile_words_stand_as_words(client: TestClient) -> None:
    """A title of markup is shown as it stands, on every page that has it; one that turns writing round does not."""
    [bad] = [r for r in api(client, "/reports?limit=100") if r["title"] == made.HOSTILE]
    for address in ("/", "/reports", f"/reports/{bad['id']}", "/search?q=matter", "/events?from=2024-06-01"):
        answer = client.get(address, headers=BROWSER)
        assert "<img" not in answer.text, address
        assert "<script>alert" not in answer.text, address
        assert "\u202e" not in answer.text, address
        assert not any(a["href"].lower().startswith("javascript") for t, a in Page(answer.text).tags if "href" in a)
    assert made.HOSTILE in get(client, "/reports").text


def test_the_reader_has_a_row_for_each_thing(client: TestClient) -> None:
    event = api(client, "/events?limit=1")[0]
    answer = client.get(f"/events/{event['id']}", headers=BROWSER, follow_redirects=False)
    assert answer.headers["location"] == f"/reports/{event['report']}#{event['id']}"
    page = get(client, f"/reports/{event['report']}")
    record = client.get(f"/api/v1/reports/{event['report']}").json()["record"]
    for kind in ("events", "statements", "actors"):
        for thing in record[kind]:
            assert thing["id"] in page.ids
    assert "Correct" not in page.text  # nobody has signed in


def test_every_list_is_a_feed(client: TestClient) -> None:
    for name in WATCHED:
        answer = client.get(f"/feeds/{name}.atom?country=BOL" if name != "reports" else f"/feeds/{name}.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        entries = feed.findall(f"{ATOM}entry")
        told = client.get(f"/api/v1/{name}{'?country=BOL' if name != 'reports' else ''}").json()
        assert len(entries) == min(told["total"], 50)
        ids = [e.findtext(f"{ATOM}id") for e in entries]
        assert len(set(ids)) == len(ids)
        for element in (feed, *entries):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated") or "")
        again = client.get(
            f"/feeds/{name}.atom", headers={"if-none-match": client.get(f"/feeds/{name}.atom").headers["etag"]}
        )
        assert again.status_code == 304


def test_tables_of_charts_as_csv_and_json(client: TestClient) -> None:
    for address in ("/map?of=actor", "/network?limit=5"):
        items = client.get(f"{address}&format=json").json()["items"]
        lines = client.get(f"{address}&format=csv").text.splitlines()
        assert len(lines) == len(items) + 1 > 1
        assert lines[0].split(",") == list(items[0])
    everywhere = client.get("/map?of=actor&format=json").json()["items"]
    for row in everywhere:
        query = f"/events?actor={row['country']}&status=occurred"
        assert row["events"] == client.get(f"/api/v1{query}").json()["total"]


@pytest.fixture
def writer(clients: Clients, tokens: tuple[Path, str, str], tmp_path: Path) -> TestClient:
    """Somebody who has signed in and may write, on a record of the test's own."""
    where = tmp_path / "own.duckdb"
    made.make(where)
    client = clients(at=where, token_file=tokens[0], writing=True)
    client.post("/sign-in", data={"token": tokens[2]})
    return client


def test_corrections_in_place(writer: TestClient) -> None:
    """A correction shows in the reader at once, with who made it; a wrong form changes nothing."""
    event = next(e for e in api(writer, "/events?from=2024-01-01") if e["type"] == "ASSAULT")
    address = f"/reports/{event['report']}"
    page = get(writer, address)
    token = next(a["value"] for tag, a in page.tags if tag == "input" and a.get("name") == "form_token")
    form = {"kind": "event", "id": event["id"], "verdict": "change", "type": "PROTEST", "was_type": "ASSAULT"}
    form |= {"mode": "none", "was_mode": "none", "status": event["status"], "was_status": event["status"]}
    assert writer.post(f"{address}/judgements", data=form).status_code == 403
    form["form_token"] = token
    answer = writer.post(f"{address}/judgements", data={**form, "note": "a march"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}#{event['id']}")
    changed = get(writer, address)
    assert "PROTEST" in changed.text
    assert "changed by writer" in changed.text
    assert "a march" in changed.text
    assert writer.post(f"{address}/judgements", data={**form, "verdict": "same"}).status_code == 422
    assert writer.post(f"{address}/judgements", data={**form, "id": "nosuch"}).status_code == 422
    assert writer.post("/reports/nosuch/judgements", data=form).status_code == 404
    other = next(e for e in api(writer, "/events?from=2024-01-01") if e["report"] == event["report"] and e != event)
    answer = writer.post(f"{address}/judgements", data={**form, "id": other["id"], "verdict": "reject"})
    assert answer.status_code == 303
    assert other["id"] not in get(writer, address).ids


def test_only_writers_correct_and_code(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    reader = clients(token_file=tokens[0], allowed_hosts=("news.example",))
    assert reader.post("/code", data={"text": "Words."}).status_code == 401
    reader.post("/sign-in", data={"token": tokens[1]})
    report = api(reader, "/reports?limit=1")[0]["id"]
    assert "Correct" not in get(reader, f"/reports/{report}").text
    page = get(reader, "/code")
    assert "asks for a token that allows to write" in page.text
    token = next(a["value"] for tag, a in page.tags if tag == "input" and a.get("name") == "form_token")
    sent = {"form_token": token, "kind": "event", "id": "x", "verdict": "reject"}
    assert reader.post(f"/reports/{report}/judgements", data=sent).status_code == 403
    assert reader.post("/code", data={"form_token": token, "text": "Words."}).status_code == 403


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "one of them"),
        ({"text": "Words.", "url": "http://example.org"}, "one of them"),
        ({"text": "Words.", "published": "soon"}, "is no day"),
        ({"url": "http://example.org"}, "fetches no addresses"),
    ],
)
def test_what_cannot_be_coded_says_so(client: TestClient, form: dict[str, str], says: str) -> None:
    answer = client.post("/code", data=form, headers=BROWSER)
    assert answer.status_code in (403, 422)
    assert says in answer.text
    assert form.get("text", "") in answer.text  # what was pasted is not lost


def test_the_first_page_is_small(client: TestClient) -> None:
    """The overview with all that it loads, packed: 600 KB at most (it is a tenth of that)."""
    answer = client.get("/", headers={**BROWSER, "accept-encoding": "gzip"})
    loaded = [
        a.get("src") or a["href"] for t, a in Page(answer.text).tags if t == "script" or (t == "link" and "href" in a)
    ]
    size = len(answer.content)
    for address in loaded:
        with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as asset:
            size += sum(len(part) for part in asset.iter_raw())
    assert len(loaded) >= 3
    assert size < 150_000


def test_every_page_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "server.md").read_text("utf-8")
    for module in PAGES:
        for route in module.ROUTES:
            assert f"`{route.path}" in told, route.path
