"""What a site asks of programs in its robots.txt (RFC 9309), kept for a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from dragoman.errors import FetchFailed, InputError, InputTooLarge, RefusedAddress, RefusedByRobots
from dragoman.reading.fetching.addresses import origin_of

SIZE_LIMIT = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least, and the rest does not count."""

_KEPT_S = 24 * 3600.0
_TRIED_AGAIN_S = 600.0
_SITES = 4096
_LONGEST_PATTERN = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks, nothing where `rules` is None; or why it could not be asked, so that it is left alone."""

    until: float
    rules: Protego | None = None
    problem: InputError | None = None


class Robots:
    """The rules of the sites gone to; `get` fetches a robots.txt, under the same guard as everything."""

    def __init__(self, get: Callable[[str], bytes], *, agent: str, clock: Callable[[], float]) -> None:
        """`get` raises `FetchFailed` with the status of an answer that is not 200; `agent` is the name rules go by."""
        self._get, self._agent, self._clock = get, agent, clock
        self._kept: dict[str, Rules] = {}

    def check(self, url: str, *, name: str) -> float:
        """The seconds that the site wants between two fetches, 0 where it does not say.

        Raises `RefusedByRobots` where it asks not to fetch the address; where its rules cannot be had `FetchFailed`,
        or `RefusedAddress` where that is because they lie on no public address.
        """
        known = self._of(origin_of(url))
        if known.problem is not None:
            raise _passed_on(known.problem, name)
        if known.rules is None:
            return 0.0
        if not known.rules.can_fetch(url, self._agent):
            raise RefusedByRobots(name, "the site's robots.txt asks programs not to fetch this")
        delay = known.rules.crawl_delay(self._agent)
        return float(delay) if delay is not None and delay > 0 else 0.0

    def _of(self, origin: str) -> Rules:
        known = self._kept.get(origin)
        if known is None or known.until < self._clock():
            if len(self._kept) >= _SITES:
                self._kept.pop(next(iter(self._kept)))
            known = self._kept[origin] = self._fetched(origin)
        return known

    def _fetched(self, origin: str) -> Rules:
        """No file means no rules; a site that cannot be asked is left alone for now (RFC 9309, 2.3.1)."""
        now = self._clock()
        try:
            data = self._get(urljoin(origin, "/robots.txt"))
        except FetchFailed as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return Rules(now + _KEPT_S)
            return Rules(now + _TRIED_AGAIN_S, problem=error)
        except (RefusedAddress, InputTooLarge) as error:
            return Rules(now + _TRIED_AGAIN_S, problem=error)
        except InputError:  # an answer, but none that holds rules
            return Rules(now + _KEPT_S)
        return Rules(now + _KEPT_S, Protego.parse(_bounded(data)))


def _passed_on(problem: InputError, name: str) -> InputError:
    """Why a robots.txt could not be had, as an error of the page that it was asked for."""
    if isinstance(problem, RefusedAddress):
        return RefusedAddress(name, problem.problem, problem.advice)
    if isinstance(problem, FetchFailed) and problem.status is None:
        return FetchFailed(name, problem.problem, problem.advice)
    return FetchFailed(
        name,
        f"the site's robots.txt cannot be had: {problem.problem}",
        "nothing is fetched without it; try later",
        retry_after_s=problem.retry_after_s if isinstance(problem, FetchFailed) else None,
    )


def _bounded(data: bytes) -> str:
    """The text of a robots.txt, without lines so long that matching them is work."""
    text = data[:SIZE_LIMIT].decode("utf-8", errors="replace").lstrip("\ufeff")
    return "\n".join(line for line in re.split(r"\r\n|\r|\n", text) if len(line) <= _LONGEST_PATTERN)
