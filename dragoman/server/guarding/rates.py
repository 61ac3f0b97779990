"""How often one client may ask, and how often it may be wrong about its token."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.server.problems import Problem
from dragoman.server.settings import Settings, is_loopback

MOST_CLIENTS = 10_000
"""Clients that are remembered; the one that asked longest ago is forgotten first."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Allowance:
    """So many a minute for each client, all at once if it likes; then as many as come back with time."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = float(a_minute), clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str) -> bool:
        """Take one from a client's allowance; False where none is left."""
        bucket = self._of(client)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def is_left(self, client: str) -> bool:
        """Whether a client has one left."""
        return self._of(client).left >= 1

    def wait_s(self, client: str) -> int:
        """In how many seconds a client has one again."""
        return max(1, round((1 - self._of(client).left) * 60 / self._most + 0.5))

    def _of(self, client: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(client, None) or _Bucket(self._most, now)
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._most / 60)
        bucket.at = now
        self._buckets[client] = bucket
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return bucket


class Rates:
    """Tells who asks too often to come again later. This machine's own are not counted where it is its own server."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._allowed = app, Allowance(settings.requests_a_minute)
        self._own_are_free = settings.is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = client_of(scope)
            is_free = self._own_are_free and is_loopback(client)
            if not is_free and not self._allowed.take(client):
                wait = {"Retry-After": str(self._allowed.wait_s(client))}
                raise Problem(429, "too-many", "ask less often, and again in a while", wait)
        return await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """The address of who asks; of an address of IPv6 the network, which one client has whole."""
    client = scope.get("client")
    host = str(client[0]) if client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and not address.is_loopback:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return host
