"""The fetcher: one address in, its bytes out, with every limit and courtesy on the way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from dragoman import __version__
from dragoman.errors import FetchFailed, InputTooLarge, RefusedAddress, UnreadableInput
from dragoman.model import Page
from dragoman.reading.fetching.addresses import checked
from dragoman.reading.fetching.guard import Deadline, GuardedTransport, PrivateAddress, quiet_close
from dragoman.reading.fetching.inflating import ACCEPTED, Garbled, TooMuch, inflated
from dragoman.reading.fetching.network import Internet, Network
from dragoman.reading.fetching.pacing import PAUSE_S, Pacing
from dragoman.reading.fetching.robots import SIZE_LIMIT as ROBOTS_LIMIT
from dragoman.reading.fetching.robots import Robots
from dragoman.reading.load import SIZE_LIMIT

AGENT = "Dragoman"
"""The name that rules of a robots.txt go by."""

DEADLINE_S = 60.0
"""Longest time of one fetch, redirects and all, without the pauses before it."""

_MOST_REDIRECTS = 5
_REST_S = 60.0
"""How long a host is left alone that says 429 or 503 and not for how long."""
_LONGEST_REST_S = 24 * 3600.0
_NO_TEXT = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|x-tar)", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_PRINTABLE = re.compile(r"[ -~]{1,512}")
_LASTING = {400, 401, 402, 403, 404, 405, 406, 410, 414, 451}
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a site tells whether a page has changed: sent back with the next request for it."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address's page, or None where it has not changed since; and what to ask with next time."""

    page: Page | None
    validators: Validators = field(default=Validators())


class Fetcher:
    """Fetches pages, one at a time; keeps robots.txt, pauses and open connections between fetches, and no cookies.

    Use as a context manager, or `close` it. `allow_private` opens private networks and other ports than 80 and 443;
    `contact` (an address of mail or web) is told to sites in the User-Agent; `pause_s` lies between two fetches from a
    host. `network`, `clock` and `sleep` are for those who bring their own.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        contact: str | None = None,
        pause_s: float = PAUSE_S,
        deadline_s: float = DEADLINE_S,
        size_limit: int = SIZE_LIMIT,
        network: Network | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private, self._deadline_s, self._size_limit = allow_private, deadline_s, size_limit
        self._deadline = Deadline()
        self._pacing = Pacing(pause_s=pause_s, clock=clock, sleep=sleep)
        self._robots = Robots(self._robots_txt, agent=AGENT, clock=clock)
        self._transport = GuardedTransport(network or Internet(), self._deadline, allow_private=allow_private)
        self._headers = {
            "User-Agent": f"{AGENT}/{__version__}" + (f" (+{_plain(contact)})" if contact else ""),
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }

    def page(self, url: str) -> Page:
        """The page at an address. Raises as `fetch` does."""
        page = self.fetch(url).page
        if page is None:  # 304 to a request that asked for no such thing
            raise FetchFailed(url, "the site says that nothing has changed, and was not asked")
        return page

    def fetch(self, url: str, *, known: Validators | None = None, limit: int | None = None) -> Fetched:
        """The page at an address, unless it is as it was when the site gave these validators.

        The page's name is `url`, its url where it was found in the end, in normal form. Raises `RefusedAddress`,
        `RefusedByRobots`, `FetchFailed`, `InputTooLarge` over `limit` bytes (by default those of any input), and
        `UnreadableInput` for what is said to be a picture, sound or archive.
        """
        address = checked(url, allow_private=self._allow_private, name=url)
        self._deadline.begin(self._deadline_s)
        return self._follow(url, address, known or Validators(), limit or self._size_limit, robots=True)

    def close(self) -> None:
        self._transport.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Inside

    def _robots_txt(self, address: str) -> bytes:
        fetched = self._follow(address, address, Validators(), ROBOTS_LIMIT, robots=False)
        return fetched.page.data if fetched.page else b""

    def _follow(self, name: str, address: str, known: Validators, limit: int, *, robots: bool) -> Fetched:
        """Go where an address leads, through redirects, each of which is checked as the first address was."""
        seen = {address}
        for _ in range(_MOST_REDIRECTS + 1):
            host = urlsplit(address).netloc
            asked = self._robots.check(address, name=name) if robots else 0.0
            with self._deadline.halted():
                self._pacing.wait(host, name=name)
            try:
                with _in_words(name):
                    request = httpx.Request("GET", address, headers=self._headers | known.headers())
                    response = self._transport.handle_request(request)
                    with quiet_close(response):
                        found = self._answer(name, address, response, known, limit)
            finally:
                if robots:
                    self._pacing.done(host, asked_s=asked)
            if isinstance(found, Fetched):
                return found
            address = checked(urljoin(address, found), allow_private=self._allow_private, name=name)
            if address in seen:
                raise FetchFailed(name, f"redirects in a circle, by way of {address}", lasting=True)
            seen.add(address)
        raise FetchFailed(name, f"redirects more than {_MOST_REDIRECTS} times", lasting=True)

    def _answer(
        self, name: str, address: str, response: httpx.Response, known: Validators, limit: int
    ) -> Fetched | str:
        """What one answer comes to: a page, that nothing has changed, or another address to go to."""
        status, headers = response.status_code, response.headers
        if status == 304 and known.headers():
            return Fetched(None, known)
        if status in (301, 302, 303, 307, 308):
            if "location" not in headers:
                raise FetchFailed(name, f"answers {status}, a redirect, and does not say where to", status=status)
            return headers["location"]
        if status not in (200, 203):
            raise self._failure(name, address, status, headers)
        kind = headers.get("content-type", "")
        if _NO_TEXT.match(kind.strip()):
            raise UnreadableInput(name, f"is said to be {kind[:80]}, not text", "give the address of an article")
        length = headers.get("content-length", "")
        if length.isdecimal() and len(length) < 20 and int(length) > limit:
            raise InputTooLarge(name, f"is said to have {int(length):,} bytes, the limit is {limit:,}")
        try:
            data = inflated(response.stream, headers.get("content-encoding", ""), limit=limit)  # type: ignore[arg-type]
        except TooMuch as much:
            raise InputTooLarge(name, f"is larger than the limit of {limit:,} bytes") from much
        except Garbled as garbled:
            raise FetchFailed(name, str(garbled), status=status) from garbled
        page = Page(name, data, url=address, fetched_at=datetime.now(UTC), charset=_charset(kind))
        return Fetched(page, Validators(_kept(headers.get("etag")), _kept(headers.get("last-modified"))))

    def _failure(self, name: str, address: str, status: int, headers: httpx.Headers) -> FetchFailed:
        rest = None
        if status in (429, 503):
            rest = _retry_after(headers.get("retry-after"), now=datetime.now(UTC))
            self._pacing.rest(urlsplit(address).netloc, _REST_S if rest is None else rest)
        told = httpx.codes.get_reason_phrase(status)
        return FetchFailed(
            name,
            f"the site answers {status}{f' ({told})' if told else ''}",
            "" if rest is None else f"it asks to be left alone for {rest:.0f} s",
            status=status,
            retry_after_s=rest,
            lasting=status in _LASTING,
        )


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Errors of the network as errors of one input."""
    try:
        yield
    except PrivateAddress as error:
        raise RefusedAddress(name, str(error), "--allow-private goes to private networks") from error
    except httpcore.TimeoutException as error:
        raise FetchFailed(name, f"took too long: {error}") from error
    except httpcore.RemoteProtocolError as error:
        raise FetchFailed(name, f"the answer breaks off or is no HTTP: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as error:
        raise FetchFailed(name, f"could not be reached: {error}") from error
    except httpx.InvalidURL as error:
        raise RefusedAddress(name, f"is no address: {error}") from error


def _charset(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def _retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds, from a number of them or a date (RFC 9110, 10.2.3); at most a day."""
    value = (value or "").strip()
    if value.isdecimal():
        return min(float(value[:9]), _LONGEST_REST_S)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - now).total_seconds(), 0.0), _LONGEST_REST_S)


def _kept(validator: str | None) -> str | None:
    """A validator that can be sent back as it came; others are no use."""
    return validator if validator and _PRINTABLE.fullmatch(validator) else None


def _plain(text: str) -> str:
    return re.sub(r"[^!-'*-~]+", "", text)[:200]  # neither blanks nor brackets
