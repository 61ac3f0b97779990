"""How often a host is gone to: a pause between fetches, longer where the host asks for it."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.errors import FetchFailed

PAUSE_S = 1.0
"""Seconds between two fetches from one host that says nothing else."""

LONGEST_PAUSE_S = 300.0
"""Longest pause that is kept between two fetches, whatever a robots.txt says (one that asks for a year means never)."""

_HOSTS = 10_000


class Pacing:
    """When each host may be gone to next. `clock` is in seconds and only goes forward, `sleep` waits."""

    def __init__(self, *, pause_s: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pause_s, self._clock, self._sleep = pause_s, clock, sleep
        self._next: dict[str, float] = {}

    def wait(self, host: str, *, name: str) -> None:
        """Wait until the host may be gone to; raises `FetchFailed` where that is further off than the longest pause."""
        left = self._next.get(host, 0.0) - self._clock()
        if left > LONGEST_PAUSE_S:
            raise FetchFailed(name, f"{host} asked to be left alone for another {left:.0f} s", retry_after_s=left)
        if left > 0:
            self._sleep(left)

    def done(self, host: str, *, asked_s: float = 0.0) -> None:
        """The host has just been gone to, and asks for so long a pause."""
        self.rest(host, max(self._pause_s, min(asked_s, LONGEST_PAUSE_S)))

    def rest(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""
        if host not in self._next and len(self._next) >= _HOSTS:
            self._next.pop(next(iter(self._next)))
        self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)
