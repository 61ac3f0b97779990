"""Attacks over the web, each a test: what is written into a record or a request does nothing but stand there."""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.record import Record
from dragoman.server.guarding.headers import ALWAYS
from tests.server import made
from tests.server.conftest import Clients

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TEXT = {"content-type": "text/plain"}
READS = ["/", "/api", "/problems", "/sign-in", "/api/v1/events", "/api/v1/openapi.json", "/nosuch", "/api/v1/nosuch"]


def test_every_answer_has_the_policy(client: TestClient) -> None:
    """Errors too: nothing from elsewhere, nothing inline, no frames, no guessing of kinds."""
    for address in READS:
        answer = client.get(address, headers=BROWSER)
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value, address
        assert "server" not in answer.headers
    policy = ALWAYS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*", policy)


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_pages_hold_nothing_inline(client: TestClient) -> None:
    for address in READS:
        page = client.get(address, headers=BROWSER)
        if not page.headers["content-type"].startswith("text/html"):
            continue
        for tag, attributes in Tags(page.text).found:
            assert tag not in ("style", "base", "iframe", "object", "embed"), address
            assert not [name for name in attributes if name == "style" or name.startswith(("on", "hx-on"))], address
            if tag == "script":
                assert "src" in attributes or attributes.get("type") == "application/json"
            for name in ("src", "href", "action"):
                told = attributes.get(name)
                assert told is None or (told.startswith(("/", "#", "?")) and not told.startswith("//")), told


def test_stored_script(client: TestClient) -> None:
    """A report's title, publisher and author are markup: the pages show it as words, the API as JSON."""
    page = client.get("/", headers=BROWSER)
    assert made.HOSTILE not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    hit = client.get("/api/v1/reports", params={"publisher": made.HOSTILE})
    assert hit.headers["content-type"] == "application/json"
    assert hit.headers["x-content-type-options"] == "nosniff"
    assert [r["title"] for r in hit.json()["items"]] == [made.HOSTILE]


@pytest.mark.parametrize("address", ["/nosuch/{}", "/?{}=1", "/api?{}", "/sign-in?x={}"])
def test_reflected_script(client: TestClient, address: str) -> None:
    for raw in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'"):
        page = client.get(address.format(raw), headers=BROWSER)
        assert raw not in page.text
        assert "<img" not in page.text
        assert "<script>" not in page.text


def test_bidi_spoof(client: TestClient) -> None:
    """Signs that turn the direction of what follows do not reach a page, and each title stands by itself."""
    page = client.get("/", headers=BROWSER).text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert re.search(r"<bdi>report .*txt\.exe.* of the day</bdi>", page)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:8765.evil.example"},
    ],
)
def test_requests_from_other_sites(client: TestClient, headers: dict[str, str]) -> None:
    """Another site's page has a browser send a form, or code a text on this machine."""
    for address in ("/api/v1/code", "/sign-in", "/sign-out"):
        answer = client.post(address, content=b"x", headers={**TEXT, **headers})
        assert answer.status_code == 403, address
        assert answer.json()["type"] == "/problems#cross-site"


def test_a_form_without_its_token(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    """Somebody is signed in, and a request comes by the cookie alone."""
    file, _, writer = tokens
    client = clients(token_file=file)
    assert client.post("/sign-in", data={"token": writer}).status_code == 303
    assert client.post("/sign-out").status_code == 403
    assert client.post("/sign-out", data={"form_token": "0" * 64}).status_code == 403
    coded = client.post("/api/v1/code", content=b"x", headers=TEXT)
    assert (coded.status_code, coded.json()["type"]) == (403, "/problems#cross-site")
    page = client.get("/", headers=BROWSER).text
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
    assert found
    assert client.post("/sign-out", data={"form_token": found[1]}).status_code == 303
    assert "Sign in" in client.get("/", headers=BROWSER).text


@pytest.mark.parametrize(
    "address",
    [
        "/assets/../settings.py",
        "/assets/%2e%2e/settings.py",
        "/assets/..%2f..%2fsettings.py",
        "/assets//etc/passwd",
        "/assets/vendor/manifest.json",
        "/assets/style.css",
        "/assets/..\\settings.py",
        "/api/v1/reports/..%2f..%2f..%2fetc%2fpasswd",
        "/api/v1/reports/%00",
    ],
)
def test_path_traversal(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_no_message_names_a_place_of_the_server(client: TestClient, record: Path) -> None:
    for address in [*READS, "/assets/x", "/api/v1/search?q=(", "/api/v1/events?after=zzz", "/api/v1/reports/%ff"]:
        answer = client.get(address, headers=BROWSER)
        assert str(record.parent) not in answer.text
        assert "Traceback" not in answer.text
        assert "duckdb" not in answer.text.lower()


def test_what_fails_tells_nothing_of_itself(
    clients: Clients, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = clients()

    def broken(*_: object) -> None:
        raise RuntimeError("/srv/secret/place, password hunter2")

    monkeypatch.setattr("dragoman.server.catalogue.choosing.Chooser.choose", broken)
    for headers in ({}, BROWSER):
        answer = client.get("/api/v1/events" if not headers else "/", headers=headers)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"]
    assert "hunter2" in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "http://127.0.0.1:22/",
    ],
)
def test_an_address_that_leads_into_the_servers_own_network(clients: Clients, url: str) -> None:
    """Where addresses are fetched at all, it is by the guarded fetcher, which goes to public networks alone."""
    asked: list[str] = []
    client = clients(fetching=True)
    with Listening(asked) as port:
        answer = client.post("/api/v1/code", json={"url": url.format(port=port)})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems#refused-address")
    assert asked == []


class Listening:
    """A server that notes who comes."""

    def __init__(self, asked: list[str]) -> None:
        from http.server import BaseHTTPRequestHandler, HTTPServer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> int:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_no_address_is_fetched_unless_that_is_allowed(client: TestClient) -> None:
    answer = client.post("/api/v1/code", json={"url": "https://news.example/"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems#refused-address")


def test_an_oversized_upload(clients: Clients) -> None:
    client = clients(upload_bytes=1000)
    sizes = {"content-length": "1001"}

    def pieces() -> Any:
        for _ in range(1001):
            yield b"x"

    for answer in (
        client.post("/api/v1/code", content=b"x" * 1001, headers=TEXT),
        client.post("/api/v1/code", content=b"", headers={**TEXT, **sizes}),
        client.post("/api/v1/code", content=pieces(), headers=TEXT),
        client.post("/sign-in", data={"token": "x" * 1001}),
    ):
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems#too-large")
    assert client.post("/api/v1/code", content=b"", headers={**TEXT, "content-length": "-5"}).status_code == 413


def test_a_header_cannot_be_written_by_a_request(client: TestClient) -> None:
    for address in (
        "/api/v1/events?limit=1&actor=a%0d%0aSet-Cookie:%20x=1",
        "/api/v1/dyads/RUS%0d%0aX:1/USA?format=csv",
        "/api/v1/events/%0d%0aX-Evil:%201",
        "/api/v1/events?limit=1&format=csv&country=BOL%0d%0a",
        "/nosuch%0d%0aX-Evil:1",
    ):
        answer = client.get(address)
        assert answer.status_code in (400, 404)
        assert "x-evil" not in answer.headers
        assert "set-cookie" not in answer.headers
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"host": "127.0.0.1.evil.example"}, {"host": "evil.example:8765"}, {"host": ""}],
)
def test_a_name_that_is_not_the_servers(client: TestClient, headers: dict[str, str]) -> None:
    """A page elsewhere makes its own name lead to this machine (DNS rebinding)."""
    answer = client.get("/api/v1/events", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems#host")


def test_cache_poisoning(client: TestClient) -> None:
    """What a proxy tells of hosts and paths is not believed, and no answer is for everybody's cache."""
    headers = {"x-forwarded-host": "poison.example", "x-forwarded-proto": "https", "x-original-url": "/sign-in"}
    for address in ("/", "/api/v1/events?limit=1", "/api"):
        told = client.get(address, headers={**headers, **BROWSER})
        assert "poison.example" not in told.text + str(told.headers)
        assert "private" in told.headers["cache-control"]
        assert {"Cookie", "Authorization"} <= {v.strip() for v in told.headers["vary"].split(",")}
    assert "no-store" in client.get("/nosuch").headers["cache-control"]
    asset = re.search(r'href="(/assets/style[^"]+)"', client.get("/", headers=BROWSER).text)
    assert asset
    kept = client.get(asset[1])
    assert "immutable" in kept.headers["cache-control"]
    assert client.get(asset[1].replace("style", "other")).headers["cache-control"] == "no-store"
    assert client.get(asset[1] + "?x=<script>").content == kept.content


def test_formula_export(client: TestClient) -> None:
    """A title that a spreadsheet would run stands behind an apostrophe."""
    answer = client.get("/api/v1/reports?limit=1000&format=csv")
    assert "attachment" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    titles = [line["title"] for line in lines]
    assert "'" + made.FORMULA in titles
    for line in lines:
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in line.values())


def test_search_takes_no_pattern_that_takes_for_ever(client: TestClient) -> None:
    """ReDoS: whatever is searched for, the answer or the refusal comes at once."""
    for words in (
        "(" * 500 + "a" + ")" * 500,
        "(a+)+$" * 80,
        "a* " * 300,
        '"' * 999,
        "OR " * 330,
        "-" * 1000,
        "x:" * 490,
        "a" * 1000,
        "\u0301" * 1000,
        "a " * 480,
    ):
        began = time.monotonic()
        assert client.get("/api/v1/search", params={"q": words}).status_code in (200, 400)
        assert time.monotonic() - began < 5
    for name in (".*", "(a|a)*" * 30, "\u0301" * 200, "a " * 99):
        began = time.monotonic()
        assert client.get("/api/v1/events", params={"actor": name}).status_code in (200, 400)
        assert time.monotonic() - began < 5


def test_a_question_has_its_time(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    client = clients(question_s=0.2)

    def slow(*_: object) -> None:
        time.sleep(0.6)

    monkeypatch.setattr("dragoman.server.catalogue.choosing.Chooser.choose", slow)
    began = time.monotonic()
    answer = client.get("/api/v1/events")
    assert time.monotonic() - began < 0.6
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems#timeout")
    assert answer.headers["retry-after"]


def test_no_request_can_change_the_record(client: TestClient, record: Path) -> None:
    for query in ("'; DROP TABLE events; --", "x' OR '1'='1", "$(id)", "{{7*7}}"):
        for address in ("/api/v1/events", "/api/v1/reports"):
            name = "actor" if address.endswith("events") else "publisher"
            assert client.get(address, params={name: query}).json()["total"] == 0
    with Record.open(record, read_only=True) as opened:
        assert len(opened) == len(made.reports())
