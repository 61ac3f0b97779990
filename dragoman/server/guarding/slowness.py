"""Connections that send nothing, or a head that drips in: closed when their time is over.

What is below an application's reach is done in the protocol: the clock starts when a connection is opened, and again
when an answer has gone out, and is stopped when a request's head is there whole.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


def patient(head_s: float) -> type[HttpToolsProtocol]:
    """The protocol that gives a client so many seconds for the head of a request."""

    class Patient(HttpToolsProtocol):
        """HTTP/1.1 with a limit on the time that a head may take."""

        _clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._start()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            if self._clock is None:
                self._start()

        def on_headers_complete(self) -> Any:
            self._stop()
            return super().on_headers_complete()

        def _start(self) -> None:
            self._clock = asyncio.get_running_loop().call_later(head_s, self._over)

        def _stop(self) -> None:
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _over(self) -> None:
            self._clock = None
            if self.transport is not None and not self.transport.is_closing():
                self.transport.close()

    return Patient
