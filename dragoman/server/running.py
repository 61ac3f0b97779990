"""A server started, told of on the terminal, and stopped."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import uvicorn

from dragoman.errors import DragomanError
from dragoman.server.app import application
from dragoman.server.guarding.slowness import patient
from dragoman.server.guarding.tokens import TokenError
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings


class AddressError(DragomanError):
    """The server cannot listen where it is told to."""


def check(settings: Settings) -> None:
    """Raises `TokenError` where others could reach the server and none of them would need a token."""
    if not settings.is_open and settings.token_file is None:
        raise TokenError(
            "others can reach this server, so that it needs tokens: make one with "
            "`dragoman token NAME --file FILE`, and give the file with --token-file"
        )


def listening(settings: Settings) -> socket.socket:
    """A socket at the address of the settings; raises `AddressError`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle's algorithm off, which costs 40 ms an answer otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(128)
        return listener
    except (OSError, OverflowError) as error:
        listener.close()
        why = error.strerror if isinstance(error, OSError) and error.strerror else "no such address"
        raise AddressError(
            f"cannot listen at {settings.host}, port {settings.port}: {why}; name another with --host and --port"
        ) from error


def configuration(reading: Reading, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves a record: with limits on connections and on slow clients, and no word of what it runs on."""
    return uvicorn.Config(
        application(reading, settings),
        http=patient(settings.head_s),
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=settings.connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
    )


def serve(reading: Reading, settings: Settings, told: Callable[[int], None]) -> None:
    """Serve until interrupted; `told` is called with the port that is listened at."""
    sys.setswitchinterval(0.001)  # the loop that talks to clients waits for threads that count, at most so long
    with listening(settings) as listener:
        told(listener.getsockname()[1])
        uvicorn.Server(configuration(reading, settings)).run(sockets=[listener])
