"""A web on loopback: real servers that play machines with public addresses, and the names that lead to them."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ipaddress import ip_address

from dragoman.reading.fetching import Fetcher
from dragoman.reading.fetching.addresses import Address

Answer = bytes | Callable[[socket.socket, str], None]

PUBLIC = "93.184.215.14"


def answer(body: bytes = b"", *, status: int = 200, **headers: str) -> bytes:
    """An answer with its length; header names have `_` for `-`."""
    told = {"Content-Type": "text/html", "Content-Length": str(len(body)), "Connection": "close"}
    told |= {key.replace("_", "-"): value for key, value in headers.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in told.items() if value)
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1") + body


def redirect(to: str, status: int = 302) -> bytes:
    return answer(status=status, Location=to)


class Server:
    """Answers by path (and query), each connection once; what it was asked stands in `requests`."""

    def __init__(self, routes: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.routes = {"/robots.txt": answer(status=404), **routes}
        self.requests: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=32)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        asked = [request.split(" ", 2)[1] for request in self.requests]
        return [path for path in asked if path != "/robots.txt"]

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._tls is not None:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                request = b""
                while b"\r\n\r\n" not in request:
                    some = connection.recv(65536)
                    if not some:
                        return
                    request += some
                text = request.decode("latin-1")
                self.requests.append(text)
                reply = self.routes.get(text.split(" ", 2)[1], answer(status=404))
                if callable(reply):
                    reply(connection, text)
                else:
                    connection.sendall(reply)
            except OSError:
                return


class Web:
    """The network of a test: hosts have the addresses it says, public addresses lead to its servers.

    A host may have a list of lists, one for each time that it is resolved.
    """

    def __init__(self, hosts: Mapping[str, Sequence[str]], machines: Mapping[str, int]) -> None:
        self.hosts, self.machines = dict(hosts), dict(machines)
        self.resolved: list[str] = []
        self.connected: list[str] = []
        self.rebinds: dict[str, list[Sequence[str]]] = {}

    def resolve(self, host: str, timeout_s: float) -> list[Address]:
        self.resolved.append(host)
        if self.rebinds.get(host):
            return [ip_address(a) for a in self.rebinds[host].pop(0)]
        if host not in self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [ip_address(a) for a in self.hosts[host]]

    def connect(self, address: Address, port: int, timeout_s: float) -> socket.socket:
        self.connected.append(str(address))
        if str(address) not in self.machines:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.machines[str(address)]), timeout_s)

    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@contextmanager
def site(
    routes: Mapping[str, Answer], *, hosts: Mapping[str, Sequence[str]] | None = None, **options: object
) -> Iterator[tuple[Server, Web, Fetcher]]:
    """A server at news.example, the web that it is in, and a fetcher in that web."""
    server, clock = Server(routes), Clock()
    web = Web({"news.example": [PUBLIC], **(hosts or {})}, {PUBLIC: server.port})
    settings = {"network": web, "clock": clock, "sleep": clock.sleep} | options
    try:
        with Fetcher(**settings) as fetcher:  # type: ignore[arg-type]
            yield server, web, fetcher
    finally:
        server.close()
