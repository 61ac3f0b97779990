"""Who may ask for what: tokens, their scopes, sessions, and how often one may ask or be wrong."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

import pytest

from dragoman.server.guarding.rates import Allowance
from dragoman.server.guarding.sessions import COOKIE
from dragoman.server.guarding.tokens import Scope, TokenError, Tokens, new_token
from dragoman.server.running import AddressError, check, listening
from dragoman.server.settings import Settings
from tests.server.conftest import Clients

TEXT = {"content-type": "text/plain"}
BROWSER = {"accept": "text/html"}
FAR = {"host": "0.0.0.0", "base_url": "http://news.example:8765"}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "more", [{"host": "0.0.0.0"}, {"host": "192.0.2.1"}, {"allowed_hosts": ("a.example",)}, {"secure_cookies": True}]
)
def test_others_need_a_token(more: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="dragoman token"):
        check(Settings(**more))  # type: ignore[arg-type]
    check(Settings(**more, token_file=tmp_path / "tokens"))  # type: ignore[arg-type]
    check(Settings())
    check(Settings(host="::1"))


def test_a_server_for_others_asks_for_a_token(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, reader, _ = tokens
    client = clients(token_file=file, **FAR)
    for address in ("/api/v1/events", "/api/v1/openapi.json", "/api", "/", "/nosuch"):
        refused = client.get(address)
        assert (refused.status_code, refused.json()["type"]) == (401, "/problems#token")
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert "/sign-in" in client.get(address if address[:4] != "/api" else "/", headers=BROWSER).text
    assert client.get("/sign-in").status_code == 200
    assert client.get("/api/v1/events", headers=bearer(reader)).status_code == 200
    for wrong in ("Bearer", "Bearer ", f"Basic {reader}", f"Bearer {reader}x", f"Bearer {reader[:-1]}", "Bearer é", ""):
        assert client.get("/api/v1/events", headers={"authorization": wrong.encode()}).status_code == 401


def test_scopes(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, reader, writer = tokens
    client = clients(token_file=file, coding=False, **FAR)
    refused = client.post("/api/v1/code", content=b"x", headers={**TEXT, **bearer(reader)})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems#scope")
    assert "read alone" in refused.json()["detail"]
    told = client.post("/api/v1/code", content=b"x", headers={**TEXT, **bearer(writer)})
    assert "codes nothing" in told.json()["detail"]


def test_guessing_tokens(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    """After some wrong ones, right ones are refused, too, so that it cannot be told which was right."""
    file, reader, _ = tokens
    client = clients(token_file=file, failures_a_minute=5, **FAR)
    told = [client.get("/api/v1/events", headers=bearer(f"drg_{n}")).status_code for n in range(8)]
    assert told == [401] * 5 + [429] * 3
    late = client.get("/api/v1/events", headers=bearer(reader))
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert client.post("/sign-in", data={"token": reader}).status_code == 429


def test_asking_too_often(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, reader, _ = tokens
    client = clients(token_file=file, requests_a_minute=4, **FAR)
    told = [client.get("/api/v1/actors", headers=bearer(reader)).status_code for _ in range(6)]
    assert told == [200] * 4 + [429] * 2


def test_an_allowance_comes_back_with_time() -> None:
    now = [0.0]
    allowance = Allowance(6, clock=lambda: now[0])
    assert [allowance.take("a") for _ in range(7)] == [True] * 6 + [False]
    assert allowance.take("b")
    assert 1 <= allowance.wait_s("a") <= 11
    now[0] = 10.1
    assert [allowance.take("a") for _ in range(2)] == [True, False]
    for n in range(11_000):
        allowance.take(f"c{n}")
    assert len(allowance._buckets) == 10_000


def test_signing_in_and_out(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, _, writer = tokens
    client = clients(token_file=file, secure_cookies=True, **{**FAR, "base_url": "https://news.example"})
    page = client.post("/sign-in", data={"token": "drg_wrong"}, headers=BROWSER)
    assert page.status_code == 403
    assert "no token that the server knows" in page.text
    signed = client.post("/sign-in", data={"token": f" {writer} "})
    assert (signed.status_code, signed.headers["location"]) == (303, "/")
    cookie = signed.headers["set-cookie"]
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(re.split("; ?", cookie.rpartition(COOKIE)[2]))
    assert writer not in cookie
    page = client.get("/", headers=BROWSER)
    assert "Sign out writer" in page.text
    before = client.cookies[COOKIE]
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
    assert found
    assert client.post("/sign-out", data={"form_token": found[1]}).status_code == 303
    client.cookies.set(COOKIE, before, domain="news.example")
    assert client.get("/", headers=BROWSER).status_code == 401


def test_a_session_cannot_be_chosen_from_outside(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, _, writer = tokens
    client = clients(token_file=file, **FAR)
    client.cookies.set(COOKIE, "chosen", domain="news.example")
    client.post("/sign-in", data={"token": writer})
    assert "chosen" not in [cookie.value for cookie in client.cookies.jar if cookie.domain != "news.example"]
    fresh = clients(token_file=file, **FAR)
    fresh.cookies.set(COOKIE, "chosen", domain="news.example")
    assert fresh.get("/", headers=BROWSER).status_code == 401


def test_a_token_that_is_taken_out_shuts_its_holder_out(clients: Clients, tokens: tuple[Path, str, str]) -> None:
    file, reader, writer = tokens
    client = clients(token_file=file, **FAR)
    client.post("/sign-in", data={"token": writer})
    assert client.get("/", headers=BROWSER).status_code == 200
    kept = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith("writer")]
    file.write_text("".join(kept))
    assert client.get("/", headers=BROWSER).status_code == 401
    assert client.get("/api/v1/events", headers=bearer(writer)).status_code == 401
    assert client.get("/api/v1/events", headers=bearer(reader)).status_code == 200


def test_the_file_of_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    token = new_token(file, "ada", [Scope.WRITE, Scope.READ])
    assert len(token) > 40
    assert token not in file.read_text()
    assert file.read_text() == f"ada read,write sha256:{hashlib.sha256(token.encode()).hexdigest()}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    known = Tokens(file).identity(token)
    assert known is not None
    assert (known.name, known.may(Scope.READ), known.may(Scope.WRITE)) == ("ada", True, True)
    with pytest.raises(TokenError, match="already"):
        new_token(file, "ada", [Scope.READ])
    for name in ("", "a b", "a\nb", "x" * 61):
        with pytest.raises(TokenError, match="name"):
            new_token(file, name, [Scope.READ])
    file.write_text("# hashes alone\n\nada read sha256:12\n")
    with pytest.raises(TokenError, match="line 3"):
        Tokens(file)
    file.write_text(f"ada root sha256:{'0' * 64}\n")
    with pytest.raises(TokenError, match="line 1"):
        Tokens(file)
    with pytest.raises(TokenError, match="cannot be read"):
        Tokens(tmp_path / "nosuch")


def test_a_port_that_is_taken_is_named() -> None:
    with listening(Settings(port=0)) as first, pytest.raises(AddressError, match="name another with --host and --port"):
        listening(Settings(port=first.getsockname()[1]))
    with pytest.raises(AddressError):
        listening(Settings(host="no.such.host.example"))
