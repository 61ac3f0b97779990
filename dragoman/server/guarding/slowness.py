"""Connections that send nothing, a head that drips in, or one without end: closed when their time or room is over.

What is below an application's reach is done in the protocol: the clock starts when a connection is opened, and again
with each request on it, and is stopped when the request's head is there whole. Between requests uvicorn's own limit
holds.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536
"""The longest head of a request: its line and headers."""


def patient(head_s: float) -> type[HttpToolsProtocol]:
    """The protocol that gives a client so many seconds for the head of a request."""

    class Patient(HttpToolsProtocol):
        """HTTP/1.1 with limits on the time and room that a head may take."""

        _clock: asyncio.TimerHandle | None = None
        _taken = 0
        _in_head = True

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._start()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._in_head:
                self._taken += len(data)
            super().data_received(data)
            if self._in_head and self._taken > MOST_HEAD_BYTES:
                self._over()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            if self._clock is None:
                self._start()

        def on_headers_complete(self) -> None:
            self._stop()
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            super().on_message_complete()
            self._in_head, self._taken = True, 0

        def _start(self) -> None:
            self._in_head = True
            self._clock = asyncio.get_running_loop().call_later(head_s, self._over)

        def _stop(self) -> None:
            self._in_head, self._taken = False, 0
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _over(self) -> None:
            if self.transport is not None and not self.transport.is_closing():
                self.transport.close()

    return Patient
