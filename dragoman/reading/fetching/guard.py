"""The guard: connections to public addresses only, checked when they are opened, and all within one deadline.

A name is resolved once, here, and the connection goes to the very address that was checked; so no name server can give
a public address to a check and a private one to the connection (DNS rebinding), on a redirect as little as on the
first request. Where a name has public and private addresses, the public ones alone are tried: nothing private is ever
connected to, and sites stay reachable in networks whose resolver adds addresses of its own (DNS64).
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from dragoman.reading.fetching.addresses import may_go_to
from dragoman.reading.fetching.network import Network

_ONE_STEP_S = 20.0
"""Longest wait for the next bytes, or for one address to answer; the deadline may be nearer."""
_TRIED = 4
"""Addresses of a name that are tried, each with its share of the time."""


class PrivateAddress(httpcore.ConnectError):
    """A name leads to no address that may be gone to."""


class Deadline:
    """The moment by which the fetch at hand has to be done, on a clock that only goes forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = 0.0

    def begin(self, seconds: float) -> None:
        """A fetch begins that may take so long."""
        self._end = self._clock() + seconds

    def left(self) -> float:
        """Seconds left; raises `httpcore.ReadTimeout` where there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole of it is over")
        return left

    @contextmanager
    def halted(self) -> Iterator[None]:
        """Time that does not count: pauses that are kept for a site's sake."""
        began = self._clock()
        try:
            yield
        finally:
            self._end += self._clock() - began

    def step(self) -> float:
        """Seconds that the next step may take."""
        return min(self.left(), _ONE_STEP_S)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens httpcore's connections, to addresses that may be gone to."""

    def __init__(self, network: Network, deadline: Deadline, *, allow_private: bool) -> None:
        self._network, self._deadline, self._allow_private = network, deadline, allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises `PrivateAddress` where the host has no address that may be gone to, `ConnectError` for the rest."""
        try:
            found = [ip_address(host.strip("[]"))]
        except ValueError:
            try:
                found = list(self._network.resolve(host, self._deadline.step()))
            except (OSError, UnicodeError) as error:
                raise httpcore.ConnectError(f"no address is known for {host}: {_said(error)}") from error
        allowed = [a for a in found if may_go_to(a, allow_private=self._allow_private)]
        if found and not allowed:
            raise PrivateAddress(f"{host} leads to {found[0]}, which is not on the public internet")
        problem: OSError | None = None
        for n, address in enumerate(allowed[:_TRIED]):
            share = self._deadline.step() / (min(len(allowed), _TRIED) - n)
            try:
                return _TimedStream(self._network.connect(address, port, share), self._deadline)
            except OSError as error:
                problem = error
        raise httpcore.ConnectError(f"{host} does not answer: {_said(problem) if problem else 'it has no address'}")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("sockets of this machine are not gone to")

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, self._deadline.left()))


class _TimedStream(httpcore.NetworkStream):
    """A connection on which each step ends with the deadline, so that no drip of bytes or headers outlasts it."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = connection, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._socket.settimeout(self._deadline.step())
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("nothing more came in time") from error
        except OSError as error:
            raise httpcore.ReadError(_said(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            while buffer:
                self._socket.settimeout(self._deadline.step())
                buffer = buffer[self._socket.send(buffer) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout("the request was not taken in time") from error
        except OSError as error:
            raise httpcore.WriteError(_said(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            self._socket.settimeout(self._deadline.step())
            safe = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except OSError as error:  # ssl.SSLError is one
            self.close()
            raise httpcore.ConnectError(f"no safe connection: {_said(error)}") from error
        return _TimedStream(safe, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_readable(self._socket)
        return None


class GuardedTransport(httpx.BaseTransport):
    """httpx's requests over guarded connections. No proxy is asked: it would resolve names where nobody checks them."""

    def __init__(self, network: Network, deadline: Deadline, *, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=network.tls(),
            max_connections=8,
            max_keepalive_connections=4,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(network, deadline, allow_private=allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpcore's errors as they are."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def quiet_close(response: httpx.Response) -> Iterator[None]:
    """Let go of an answer at the end, read or not; what goes wrong with that is of no interest any more."""
    try:
        yield
    finally:
        with suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            response.close()


def _is_readable(connection: socket.socket) -> bool:
    """Whether an idle connection has something to read, which means that the other side has closed it."""
    import select

    try:
        return bool(select.select([connection], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _said(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
