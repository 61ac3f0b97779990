"""Watching: feeds polled politely, and what is new in them fetched and handed on, for as long as it is wanted.

A feed is asked for with what it said of itself the last time, so that it answers "not modified" where nothing is new;
each feed in its own rhythm, later where it fails and as late as it asks. What was fetched is remembered (`State`),
so that neither the next poll nor the next start fetches it again; an item that its feed marks as updated is.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from dragoman.errors import FetchFailed, InputError, RecordError, RefusedAddress, RefusedByRobots
from dragoman.model import Page
from dragoman.reading.feeds import Feed, Item, read_feed
from dragoman.reading.fetching import Fetcher, Validators
from dragoman.reading.fetching.following import MOST_SITEMAPS, page_for
from dragoman.reading.watching.state import ItemState, State, beside, keys_of, seen

__all__ = ["INTERVAL_S", "Fetch", "Polled", "State", "Watch", "beside"]

INTERVAL_S = 900.0
"""Seconds between two polls of a feed."""

MOST_NEW = 200
"""Items of one feed that are fetched at one poll; what is left has its turn at the next."""

AT_ONCE = 16
"""Pages that are fetched before they are handed on and remembered."""

_DAY_S = 86400.0
_JITTER = 0.1
_MOST_TRIES = 5

Store = Callable[[Sequence[Page], Sequence[InputError]], None]
"""Keeps pages and what could not be fetched. Raises `RecordError` where that cannot be done now."""


@dataclass(slots=True)
class Polled:
    """What one poll of a feed came to: items that were `new` in it, and pages `fetched`; None where it failed."""

    feed: str
    new: int = 0
    fetched: int = 0
    unchanged: bool = False
    failed: InputError | None = None


@dataclass(slots=True)
class Fetch:
    """An item to be fetched, and where it stood."""

    item: Item
    feed: Feed
    source: Page


@dataclass(slots=True)
class _Left:
    """What a poll leaves for the next: whether it left anything, and for how long the site wants rest."""

    items: bool = False
    rest_s: float = 0.0
    lists: dict[str, Validators] = field(default_factory=dict)  # feeds and sitemaps that have changed


class Watch:
    """Polls `feeds`, and hands what is new to `store`, some pages at a time.

    `on_error` hears of feeds that fail, `on_poll` of each poll. `now` is the time of day in seconds since 1970, `sleep`
    waits, `spread` gives a number between two others; they are for those who bring their own.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        *,
        fetcher: Fetcher,
        state: State,
        store: Store,
        interval_s: float = INTERVAL_S,
        feed_text: bool = False,
        most_new: int = MOST_NEW,
        on_error: Callable[[InputError], None] = lambda error: None,
        on_poll: Callable[[Polled], None] = lambda polled: None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        spread: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._feeds = list(dict.fromkeys(feeds))
        self._fetcher, self._state, self._store = fetcher, state, store
        self._interval_s, self._feed_text, self._most_new = interval_s, feed_text, most_new
        self._on_error, self._on_poll = on_error, on_poll
        self._now, self._sleep, self._spread = now, sleep, spread

    def run(self) -> None:
        """Poll each feed whenever its time has come, without end; whatever ends it, what was stored is remembered."""
        while True:
            for feed in self._feeds:
                if self._state.of(feed).next_at <= self._now():
                    self.poll(feed)
            wait = min(self._state.of(feed).next_at for feed in self._feeds) - self._now()
            if wait > 0:
                self._sleep(min(wait, _DAY_S))

    def once(self) -> None:
        """Poll each feed now, but for those that failed and are to be left alone yet."""
        for feed in self._feeds:
            state = self._state.of(feed)
            if state.failures and state.next_at > self._now():
                rest = state.next_at - self._now()
                self._on_error(FetchFailed(feed, f"failed before, and is left alone for another {rest:.0f} s"))
            else:
                self.poll(feed)

    def poll(self, feed: str) -> Polled:
        """Ask one feed what is new, and fetch and store that."""
        polled, left = Polled(feed), _Left()
        state = self._state.of(feed)
        try:
            new = list(islice(self._new(feed, left), self._most_new + 1))
            polled.unchanged = feed not in left.lists
            left.items |= len(new) > self._most_new
            polled.new = min(len(new), self._most_new)
            self._take(feed, new[: self._most_new], polled, left)
        except (InputError, RecordError) as error:
            polled.failed = error if isinstance(error, InputError) else InputError(feed, f"nothing was stored: {error}")
            self._put_off(feed, polled.failed)
            self._on_error(polled.failed)
        else:
            if not left.items:  # else the feed has to tell of them again
                for url, validators in left.lists.items():
                    self._state.of(url).validators = validators
            state.failures = 0
            pause = self._interval_s * self._spread(1 - _JITTER, 1 + _JITTER)
            state.next_at = self._now() + max(pause, left.rest_s)
        self._state.save(now=self._now())
        self._on_poll(polled)
        return polled

    # Inside

    def _new(self, feed: str, left: _Left) -> Iterator[Fetch]:
        """The items of a feed, or of the sitemaps it names, that have not been fetched as they are now."""
        for found, source in self._lists(feed, left):
            for problem in found.problems:
                self._on_error(InputError(source.name, problem))
            items = {key: item for item in reversed(found.items) for key in keys_of(feed, item)[-1:]}
            known = [(item, self._state.item(feed, item)) for item in reversed(items.values())]
            seen((state for _, state in known if state), now=self._now())
            for item, state in known:
                if state is None or not state.done or _updated(item) != state.updated:
                    yield Fetch(item, found, source)

    def _lists(self, feed: str, left: _Left) -> Iterator[tuple[Feed, Page]]:
        """The feed, where it has changed; of an index, the sitemaps that have."""
        first = self._list(feed, left)
        if first is None:
            return
        yield first
        for named in first[0].sitemaps[:MOST_SITEMAPS]:
            try:
                inner = self._list(named.url, left) if named.url else None
            except InputError as error:
                left.items = True
                self._on_error(error)
            else:
                if inner is not None:
                    yield inner

    def _list(self, url: str, left: _Left) -> tuple[Feed, Page] | None:
        fetched = self._fetcher.fetch(url, known=self._state.of(url).validators)
        if fetched.page is None:
            return None
        found = read_feed(fetched.page)
        left.lists[url] = fetched.validators if not found.sitemaps else Validators()
        return found, fetched.page

    def _take(self, feed: str, new: Sequence[Fetch], polled: Polled, left: _Left) -> None:
        """Fetch items and store them, some at a time; an item is remembered when it is stored."""
        rest = iter(new)
        while some := list(islice(rest, AT_ONCE)):
            pages: list[Page] = []
            failures: list[InputError] = []
            after: list[tuple[Item, ItemState]] = []
            for fetch in some:
                if left.rest_s:
                    left.items = True
                    break
                after.append((fetch.item, self._fetch(feed, fetch, pages, failures, left)))
            if pages or failures:
                self._store(pages, failures)
            polled.fetched += len(pages)
            for item, state in after:
                self._state.remember(feed, item, state)
            self._state.save(now=self._now())

    def _fetch(self, feed: str, fetch: Fetch, pages: list[Page], failures: list[InputError], left: _Left) -> ItemState:
        """One item's page into `pages`, or why not into `failures`; what is to be remembered of it."""
        item, before = fetch.item, self._state.item(feed, fetch.item)
        after = ItemState(_updated(item), True, 0, self._now())
        try:
            if item.url is None or self._feed_text:
                pages.append(page_for(item, fetch.feed, fetch.source, self._fetcher, feed_text=self._feed_text))
            else:
                fetched = self._fetcher.fetch(item.url, known=before.validators if before else None)
                after.validators = fetched.validators
                if fetched.page is not None:
                    pages.append(fetched.page)
        except InputError as error:
            failures.append(error)
            after.tries = (before.tries if before else 0) + 1
            after.done = _for_good(error) or after.tries >= _MOST_TRIES
            left.items |= not after.done
            left.rest_s = max(left.rest_s, self._rest(error))
        return after

    def _rest(self, error: InputError) -> float:
        """For how long a site wants to be left alone, 0 where it did not say so."""
        if not isinstance(error, FetchFailed):
            return 0.0
        if error.retry_after_s is not None:
            return error.retry_after_s
        return self._interval_s if error.status in (429, 503) else 0.0

    def _put_off(self, feed: str, error: InputError) -> None:
        """After a failure, twice as long a pause each time, up to a day; a day at once where it is for good."""
        state = self._state.of(feed)
        state.failures += 1
        pause = min(self._interval_s * 2.0 ** min(state.failures, 20), _DAY_S)
        lasts = isinstance(error, FetchFailed | RefusedByRobots) and _for_good(error)
        pause = _DAY_S if lasts else max(pause, self._rest(error))
        state.next_at = self._now() + pause * self._spread(1.0, 1 + _JITTER)


def _updated(item: Item) -> str | None:
    return item.updated.isoformat() if isinstance(item.updated, date) else None


def _for_good(error: InputError) -> bool:
    """Whether it is of no use to try again. A name that leads nowhere public may do so in this network only."""
    return error.lasting if isinstance(error, FetchFailed) else not isinstance(error, RefusedAddress)
