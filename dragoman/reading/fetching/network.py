"""How names are resolved and connections opened: the one seam between the fetcher and the machine that it runs on."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Protocol

from dragoman.reading.fetching.addresses import Address


class Network(Protocol):
    """What the guard needs of a machine. `Internet` is the real one; a test brings its own names and machines."""

    def resolve(self, host: str, timeout_s: float) -> Sequence[Address]:
        """The addresses of a host, the best first. Raises `OSError` where it has none or cannot be asked in time."""
        ...

    def connect(self, address: Address, port: int, timeout_s: float) -> socket.socket:
        """An open connection to just that address. Raises `OSError`."""
        ...

    def tls(self) -> ssl.SSLContext:
        """How certificates are checked."""
        ...


class Internet:
    """The network as the operating system has it; certificates are checked against the system's or certifi's list."""

    def resolve(self, host: str, timeout_s: float) -> Sequence[Address]:
        """Asked in a thread of its own, since the system's resolver knows no time limit."""
        found: list[Address] = []
        problems: list[OSError] = []

        def ask() -> None:
            try:
                for *_, where in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                    address = ip_address(str(where[0]))
                    if address not in found:
                        found.append(address)
            except (OSError, ValueError) as error:
                problems.append(error if isinstance(error, OSError) else OSError(str(error)))

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(timeout_s)
        if asking.is_alive():
            raise TimeoutError("the name was not resolved in time")
        if problems:
            raise problems[0]
        return found

    def connect(self, address: Address, port: int, timeout_s: float) -> socket.socket:
        return socket.create_connection((str(address), port), timeout_s)

    def tls(self) -> ssl.SSLContext:
        import certifi

        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context
