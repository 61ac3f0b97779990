"""The fetcher against real servers that attack it, or only misbehave."""

from __future__ import annotations

import gzip
import io
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from dragoman import __version__
from dragoman.errors import FetchFailed, InputTooLarge, RefusedAddress, RefusedByRobots, UnreadableInput
from dragoman.reading import page_text, read_page
from dragoman.reading.fetching import Fetcher, Validators
from tests.reading.fetching.web import PUBLIC, Clock, Server, Web, answer, redirect, site

HOST = "http://news.example"
PAGE = b"<html><body><p>The ministers met.</p></body></html>"


def test_a_page_and_what_is_sent_for_it() -> None:
    with site({"/a?b=1": answer(PAGE)}) as (server, web, fetcher):
        page = fetcher.page("http://News.Example:80/a?b=1#top")
    assert (page.name, page.url, page.data) == ("http://News.Example:80/a?b=1#top", f"{HOST}/a?b=1", PAGE)
    assert page.fetched_at is not None
    assert abs((datetime.now(UTC) - page.fetched_at).total_seconds()) < 3600
    assert len(page.sha256) == 64
    assert [r.split(" ")[1] for r in server.requests] == ["/robots.txt", "/a?b=1"]
    lines = server.requests[1].strip().split("\r\n")
    assert sorted(line.split(":")[0].lower() for line in lines[1:]) == [
        "accept",
        "accept-encoding",
        "host",
        "user-agent",
    ]
    assert f"User-Agent: Dragoman/{__version__}" in lines
    assert web.resolved == ["news.example"] * len(web.connected)


def test_the_contact_stands_in_the_user_agent() -> None:
    with site({"/": answer(PAGE)}, contact="desk@reader.example\r\nCookie: a=b") as (server, _, fetcher):
        fetcher.page(HOST)
    assert f"User-Agent: Dragoman/{__version__} (+desk@reader.exampleCookie:a=b)\r\n" in server.requests[1]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://10.1.2.3/",
        "http://localhost/",
        "//127.0.0.1/",
        "http://news.example:6379/",
        "http://user@news.example/",
        "file:///etc/passwd",
        "data:text/html,<p>x</p>",
        "gopher://news.example/",
    ],
)
def test_redirects_out_of_the_public_internet(target: str) -> None:
    with site({"/": redirect(target)}) as (server, web, fetcher):
        with pytest.raises(RefusedAddress, match=r"^http://news\.example: ") as caught:
            fetcher.page(HOST)
        assert caught.value.name == HOST
        assert set(web.connected) == {PUBLIC}
        assert server.paths == ["/"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:127.0.0.1", "fe80::1"],
)
def test_names_that_lead_to_private_addresses(address: str) -> None:
    with site({"/": redirect("http://inner.example/")}, hosts={"inner.example": [address]}) as (_, web, fetcher):
        for url in ("http://inner.example/", HOST):
            with pytest.raises(RefusedAddress, match="which is not on the public internet") as caught:
                fetcher.page(url)
            assert caught.value.name == url
        assert set(web.connected) <= {PUBLIC}


def test_of_a_public_and_a_private_address_only_the_public_one_is_gone_to() -> None:
    with site({"/": answer(PAGE)}, hosts={"both.example": ["127.0.0.1", "64:ff9b::1", PUBLIC]}) as (_, web, fetcher):
        assert fetcher.page("http://both.example/").data == PAGE
        assert set(web.connected) == {PUBLIC}


def test_a_name_that_is_rebound_is_checked_at_each_connection() -> None:
    with site({"/": answer(PAGE)}) as (_, web, fetcher):
        web.rebinds["news.example"] = [[PUBLIC], ["127.0.0.1"]]
        with pytest.raises(RefusedAddress, match=r"leads to 127\.0\.0\.1"):
            fetcher.page(HOST)  # the first answer is for robots.txt
        assert web.connected == [PUBLIC]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    hosts = {"news.example": ["93.184.215.15", PUBLIC]}
    with site({"/": answer(PAGE)}, hosts=hosts) as (_, web, fetcher):
        assert fetcher.page(HOST).data == PAGE
        assert web.connected == ["93.184.215.15", PUBLIC] * 2


def test_private_networks_by_the_flag() -> None:
    server = Server({"/": answer(PAGE), "/away": redirect("http://169.254.169.254/")})
    with Fetcher(allow_private=True, pause_s=0) as fetcher:
        assert fetcher.page(f"http://127.0.0.1:{server.port}/").data == PAGE
        assert fetcher.page(f"http://localhost:{server.port}/").data == PAGE
        with pytest.raises(RefusedAddress):
            fetcher.page(f"http://127.0.0.1:{server.port}/away")
    with Fetcher(pause_s=0) as fetcher, pytest.raises(RefusedAddress, match="--allow-private"):
        fetcher.page(f"http://127.0.0.1:{server.port}/")
    server.close()


def test_the_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with site({"/": answer(PAGE)}) as (_, _, fetcher):
        assert fetcher.page(HOST).data == PAGE


def test_redirects_are_followed_and_counted() -> None:
    routes = {"/a": redirect("b", 301), "/b": redirect("http://news.example/c?d", 308), "/c?d": answer(PAGE)}
    loop = {"/1": redirect("/2"), "/2": redirect("/1#x")}
    far = {f"/far{n}": redirect(f"/far{n + 1}") for n in range(20)}
    with site({**routes, **loop, **far, "/none": answer(status=302)}) as (server, _, fetcher):
        assert fetcher.page(f"{HOST}/a").url == f"{HOST}/c?d"
        with pytest.raises(FetchFailed, match="redirects in a circle"):
            fetcher.page(f"{HOST}/1")
        with pytest.raises(FetchFailed, match="redirects more than 5 times"):
            fetcher.page(f"{HOST}/far0")
        with pytest.raises(FetchFailed, match="does not say where to"):
            fetcher.page(f"{HOST}/none")
        assert server.paths == ["/a", "/b", "/c?d", "/1", "/2", *(f"/far{n}" for n in range(6)), "/none"]


def test_charset_of_the_header_is_used() -> None:
    text = "<html><body><p>Cena wzrosła, a Łódź śpi.</p></body></html>"
    with site({"/": answer(text.encode("iso-8859-2"), Content_Type="text/html; charset=ISO-8859-2")}) as (
        _,
        _,
        fetcher,
    ):
        assert page_text(fetcher.page(HOST)) == text


# What bodies can do


def _packed(encoding: str, data: bytes) -> bytes:
    match encoding:
        case "gzip":
            return gzip.compress(data)
        case "deflate":
            return zlib.compress(data)
        case "br":
            return pa.compress(data, "brotli", asbytes=True)
        case _:
            return pa.compress(data, "zstd", asbytes=True)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_encodings(encoding: str) -> None:
    body = PAGE * 5000
    packed = _packed(encoding, body)
    routes = {
        "/good": answer(packed, Content_Encoding=encoding),
        "/cut": answer(packed[:-9], Content_Encoding=encoding),
        "/wrong": answer(PAGE, Content_Encoding=encoding),
        "/bomb": answer(_packed(encoding, b"\0" * 3_000_000), Content_Encoding=encoding),
    }
    with site(routes, size_limit=1_000_000) as (_, _, fetcher):
        assert fetcher.page(f"{HOST}/good").data == body
        with pytest.raises(FetchFailed, match=r"packing is complete|ends too early"):
            fetcher.page(f"{HOST}/cut")
        with pytest.raises(FetchFailed, match=f"said to be packed as {encoding} and is not"):
            fetcher.page(f"{HOST}/wrong")
        with pytest.raises(InputTooLarge, match="larger than the limit of 1,000,000 bytes"):
            fetcher.page(f"{HOST}/bomb")


def test_other_encodings_and_kinds_are_refused() -> None:
    routes = {
        "/compress": answer(PAGE, Content_Encoding="compress"),
        "/twice": answer(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip"),
        "/identity": answer(PAGE, Content_Encoding="identity"),
        "/picture": answer(PAGE, Content_Type="image/png"),
        "/pdf": answer(PAGE, Content_Type="application/pdf"),
    }
    with site(routes) as (_, _, fetcher):
        with pytest.raises(FetchFailed, match="not asked for"):
            fetcher.page(f"{HOST}/compress")
        with pytest.raises(FetchFailed, match="2 times over"):
            fetcher.page(f"{HOST}/twice")
        assert fetcher.page(f"{HOST}/identity").data == PAGE
        for path in ("/picture", "/pdf"):
            with pytest.raises(UnreadableInput, match="not text"):
                fetcher.page(HOST + path)


def _drip(piece: bytes, opening: bytes) -> Callable[[socket.socket, str], None]:
    def run(connection: socket.socket, request: str) -> None:
        connection.sendall(opening)
        stop = threading.Event()
        while not stop.wait(0.02):
            connection.sendall(piece)

    return run


@pytest.mark.parametrize(
    ("opening", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Slow: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: text/html\r\n\r\n", b""),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "header", "silence", "continue"],
)
def test_endless_slow_answers_end_with_the_deadline(opening: bytes, piece: bytes) -> None:
    slow = site({"/": _drip(piece, opening)}, deadline_s=0.4)
    with slow as (_, _, fetcher), pytest.raises(FetchFailed, match="took too long"):
        fetcher.page(HOST)


def test_an_endless_fast_answer_ends_with_the_limit() -> None:
    def flood(connection: socket.socket, request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"<p>" * 10_000)

    with site({"/": flood}, size_limit=500_000) as (_, _, fetcher), pytest.raises(InputTooLarge):
        fetcher.page(HOST)


def test_lying_lengths() -> None:
    routes = {
        "/more": answer(PAGE, Content_Length=str(len(PAGE) + 10)),
        "/huge": answer(PAGE, Content_Length="99999999999"),
        "/less": answer(PAGE, Content_Length="6"),
        "/two": answer(PAGE, Content_Length="5, 6"),
        "/word": answer(PAGE, Content_Length="many"),
        "/none": answer(PAGE, Content_Length=""),
        "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<htm\r\n",
    }
    with site(routes) as (_, _, fetcher):
        for path in ("/more", "/two", "/word", "/chunks"):
            with pytest.raises(FetchFailed, match="breaks off or is no HTTP"):
                fetcher.page(HOST + path)
        with pytest.raises(InputTooLarge, match="99,999,999,999"):
            fetcher.page(f"{HOST}/huge")
        assert fetcher.page(f"{HOST}/less").data == b"<html>"
        assert fetcher.page(f"{HOST}/none").data == PAGE


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        bytes(range(256)) * 100,
    ],
    ids=["nothing", "ssh", "headers", "status", "noise"],
)
def test_what_is_no_http(reply: bytes) -> None:
    with site({"/": reply}) as (_, _, fetcher), pytest.raises(FetchFailed):
        fetcher.page(HOST)


def test_hosts_that_are_not_there() -> None:
    with site({}, hosts={"dead.example": ["93.184.215.99"], "empty.example": []}) as (_, _, fetcher):
        for host in ("none.example", "dead.example", "empty.example"):
            with pytest.raises(FetchFailed, match="could not be reached"):
                fetcher.page(f"http://{host}/")


# Manners

ROBOTS = b"User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 7\n\nUser-agent: other\nDisallow: /\n"


def test_robots_txt_is_kept_to() -> None:
    routes = {"/robots.txt": answer(ROBOTS, Content_Type="text/plain"), "/private/open": answer(PAGE)}
    routes |= {"/to": redirect("/private/x"), "/a": answer(PAGE)}
    with site(routes) as (server, _, fetcher):
        for path in ("/private", "/private/x?y", "/to", "/a/../private", "/a/%2e%2e/private", "/%70rivate"):
            with pytest.raises(RefusedByRobots, match=r"robots\.txt asks programs not to"):
                fetcher.page(HOST + path)
        for path in ("/private/open", "/a"):
            assert fetcher.page(HOST + path).data == PAGE
        assert server.paths == ["/to", "/private/open", "/a"]
        assert len(server.requests) == 4, "robots.txt was fetched once"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(status=404), True),
        (answer(status=403), True),
        (answer(b""), True),
        (answer(b"<html>Not here</html>"), True),
        (answer(b"\xff\xfe\0\x01" * 99, Content_Type="image/png"), True),
        (answer(b"User-agent: Dragoman\nDisallow: /"), False),
        (answer(b"\xef\xbb\xbfUser-agent: dragoman/2\r\nDisallow: /*/x$\r\n"), True),
        (answer(status=500), False),
        (answer(status=429), False),
        (redirect("http://127.0.0.1/robots.txt"), False),
        (redirect("/robots.txt"), False),
        (b"", False),
        (answer(b"User-agent: *\nDisallow:\n" + b"#" * 600_000), False),
    ],
)
def test_robots_txt_of_many_kinds(robots: bytes, allowed: bool) -> None:
    with site({"/robots.txt": robots, "/": answer(PAGE)}) as (server, _, fetcher):
        if allowed:
            assert fetcher.page(HOST).data == PAGE
        else:
            with pytest.raises((FetchFailed, RefusedAddress, RefusedByRobots)) as caught:
                fetcher.page(HOST)
            assert caught.value.name == HOST
            assert server.paths == []


def test_hosts_are_gone_to_with_pauses() -> None:
    clock = Clock()
    routes = {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 7\n"), "/a": answer(PAGE), "/b": answer(PAGE)}
    other = Server({"/c": answer(PAGE)})
    with site(routes, clock=clock, sleep=clock.sleep, hosts={"other.example": ["93.184.215.20"]}) as (_, web, fetcher):
        web.machines["93.184.215.20"] = other.port
        fetcher.page(f"{HOST}/a")
        assert clock.slept == []
        fetcher.page("http://other.example/c")
        assert clock.slept == [], "another host does not wait"
        fetcher.page(f"{HOST}/b")
        fetcher.page("http://other.example/c")
        fetcher.page("http://other.example/c")
    other.close()
    assert clock.slept == [7.0, 1.0]


def test_a_crawl_delay_without_end_is_cut() -> None:
    clock = Clock()
    routes = {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 1e12\n"), "/a": answer(PAGE)}
    with site(routes, clock=clock, sleep=clock.sleep) as (_, _, fetcher):
        fetcher.page(f"{HOST}/a")
        fetcher.page(f"{HOST}/a")
    assert clock.slept == [300.0]


@pytest.mark.parametrize(("after", "seconds"), [("120", 120.0), ("", None), ("soon", None), ("9" * 40, 86400.0)])
def test_a_host_that_asks_for_rest_gets_it(after: str, seconds: float | None) -> None:
    clock = Clock()
    routes = {"/a": answer(status=429, Retry_After=after), "/b": answer(PAGE)}
    with site(routes, clock=clock, sleep=clock.sleep) as (server, _, fetcher):
        with pytest.raises(FetchFailed, match="answers 429") as caught:
            fetcher.page(f"{HOST}/a")
        assert (caught.value.status, caught.value.retry_after_s, caught.value.lasting) == (429, seconds, False)
        if seconds is not None and seconds > 300:
            with pytest.raises(FetchFailed, match="asked to be left alone"):
                fetcher.page(f"{HOST}/b")
            assert server.paths == ["/a"]
        else:
            fetcher.page(f"{HOST}/b")
            assert clock.slept == [60.0 if seconds is None else seconds]


def test_retry_after_as_a_date() -> None:
    when = "Mon, 01 Jan 2001 00:00:00 GMT"
    with site({"/": answer(status=503, Retry_After=when)}) as (_, _, fetcher), pytest.raises(FetchFailed) as caught:
        fetcher.page(HOST)
    assert caught.value.retry_after_s == 0


@pytest.mark.parametrize(
    ("status", "lasting"), [(404, True), (410, True), (403, True), (451, True), (500, False), (204, False)]
)
def test_other_statuses(status: int, lasting: bool) -> None:
    bad = site({"/": answer(PAGE, status=status)})
    with bad as (_, _, fetcher), pytest.raises(FetchFailed, match=f"answers {status}") as caught:
        fetcher.page(HOST)
    assert (caught.value.status, caught.value.lasting) == (status, lasting)


def test_conditional_requests() -> None:
    def reply(connection: socket.socket, request: str) -> None:
        unchanged = 'If-None-Match: W/"7"' in request and "If-Modified-Since: Mon, 25 Nov 2024" in request
        modified = "Mon, 25 Nov 2024 20:09:00 GMT"
        connection.sendall(answer(status=304) if unchanged else answer(PAGE, ETag='W/"7"', Last_Modified=modified))

    with site({"/": reply, "/odd": answer(PAGE, ETag='"é"'), "/304": answer(status=304)}) as (_, _, fetcher):
        first = fetcher.fetch(HOST)
        assert first.page is not None
        assert first.validators == Validators('W/"7"', "Mon, 25 Nov 2024 20:09:00 GMT")
        again = fetcher.fetch(HOST, known=first.validators)
        assert (again.page, again.validators) == (None, first.validators)
        assert fetcher.fetch(f"{HOST}/odd").validators == Validators()
        with pytest.raises(FetchFailed, match="304"):
            fetcher.fetch(f"{HOST}/304")


# TLS


class _Tls(Web):
    trusted = True
    certificate: Path

    def tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.trusted:
            context.load_verify_locations(self.certificate)
        return context


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_certificates_are_checked_against_the_name_that_was_asked_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", "-x509", *made, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server({"/": answer(PAGE)}, tls=context)
    web = _Tls({"news.example": [PUBLIC], "other.example": [PUBLIC]}, {PUBLIC: server.port})
    web.certificate = certificate
    with Fetcher(network=web, pause_s=0) as fetcher:
        assert fetcher.page("https://news.example/").data == PAGE
        with pytest.raises(FetchFailed, match="no safe connection"):
            fetcher.page("https://other.example/")
    web.trusted = False
    with Fetcher(network=web, pause_s=0) as fetcher, pytest.raises(FetchFailed, match="no safe connection"):
        fetcher.page("https://news.example/")
    server.close()


def test_a_fetched_page_is_read() -> None:
    body = b"<html><body><article><h1>Ministers meet</h1>" + b"".join(
        b"<p>The ministers of %s met on Monday in the city and agreed to meet again within the year.</p>" % name
        for name in (b"Ruritania", b"Freedonia", b"Sylvania")
    )
    with site({"/story": answer(body)}) as (_, _, fetcher):
        assert read_page(fetcher.page(f"{HOST}/story")).url == f"{HOST}/story"


def test_many_members_of_gzip_are_one_body() -> None:
    many = io.BytesIO(gzip.compress(PAGE) + gzip.compress(PAGE) + b"\0\0")
    with site({"/": answer(many.getvalue(), Content_Encoding="gzip")}) as (_, _, fetcher):
        assert fetcher.page(HOST).data == PAGE * 2
