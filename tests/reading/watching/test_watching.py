from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from dragoman.errors import DragomanError, InputError, RecordError
from dragoman.model import Page
from dragoman.reading.fetching import Fetcher
from dragoman.reading.watching import Polled, State, Watch, beside
from tests.reading.feeds.test_feeds import INDEX, SITEMAP
from tests.reading.fetching.test_following import HOST, PAGE, rss
from tests.reading.fetching.web import PUBLIC, Clock, Server, Web, answer, redirect

FEED = f"{HOST}/rss"


class Desk:
    """A watch over one site, on a clock of its own, and what it stored and said."""

    def __init__(self, server: Server, path: Path | None = None, *, feeds: Sequence[str] = (FEED,)) -> None:
        self.server, self.clock, self.path, self.feeds = server, Clock(), path, feeds
        self.pages: list[str] = []
        self.failures: list[str] = []
        self.errors: list[str] = []
        self.polls: list[Polled] = []
        self.locked = False
        self.state = State()
        self.fetcher: Fetcher | None = None
        self.begin()

    def begin(self, **options: object) -> None:
        """Start the program (anew)."""
        self.end()
        web = Web({"news.example": [PUBLIC]}, {PUBLIC: self.server.port})
        self.state = State.load(self.path) if self.path else self.state
        self.fetcher = Fetcher(network=web, clock=self.clock, sleep=self.clock.sleep, pause_s=0)
        settings = {"store": self.store, "sleep": self.clock.sleep} | options
        self.watch = Watch(
            self.feeds,
            fetcher=self.fetcher,
            state=self.state,
            on_error=lambda error: self.errors.append(str(error)),
            on_poll=self.polls.append,
            now=self.clock,
            spread=lambda low, high: (low + high) / 2,
            **settings,  # type: ignore[arg-type]
        )

    def end(self) -> None:
        if self.fetcher is not None:
            self.fetcher.close()

    def store(self, pages: Sequence[Page], failures: Sequence[InputError]) -> None:
        if self.locked:
            raise RecordError("r.duckdb: is in use by another program")
        self.pages += [p.name.removeprefix(HOST) for p in pages]
        self.failures += [str(e).removeprefix(HOST) for e in failures]

    @property
    def wait(self) -> float:
        """Seconds until the feed's next turn."""
        return self.state.of(FEED).next_at - self.clock.now


@contextmanager
def desk(routes: dict[str, object], path: Path | None = None, **options: object) -> Iterator[Desk]:
    server = Server(routes)  # type: ignore[arg-type]
    working = Desk(server, path, **options)  # type: ignore[arg-type]
    try:
        yield working
    finally:
        working.end()
        server.close()


def conditional(body: bytes, etag: str) -> Callable[[socket.socket, str], None]:
    def reply(connection: socket.socket, request: str) -> None:
        same = f"If-None-Match: {etag}" in request
        connection.sendall(answer(status=304) if same else answer(body, ETag=etag))

    return reply


def test_what_is_new_is_fetched_once(tmp_path: Path) -> None:
    with desk({"/rss": conditional(rss("/a", "/b"), '"1"'), "/a": PAGE, "/b": PAGE}, tmp_path / "s") as d:
        d.watch.poll(FEED)
        assert d.pages == ["/a", "/b"]
        assert d.wait == 900
        d.begin()
        d.watch.poll(FEED)
        assert [(p.new, p.fetched, p.unchanged) for p in d.polls] == [(2, 2, False), (0, 0, True)]
        d.server.routes["/rss"] = conditional(rss("/c", "/a", "/b"), '"2"')
        d.server.routes["/c"] = PAGE
        d.begin()
        d.watch.poll(FEED)
        assert d.pages == ["/a", "/b", "/c"]
        assert d.server.paths == ["/rss", "/a", "/b", "/rss", "/rss", "/c"]
        assert (d.errors, d.failures) == ([], [])


def test_an_item_that_is_updated_is_fetched_again_unless_its_page_is_the_same() -> None:
    def feed(day: int) -> bytes:
        entry = f"<entry><id>1</id><link href='/a'/><updated>2024-11-{day}T08:00:00Z</updated></entry>"
        return answer(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode())

    with desk({"/rss": feed(24), "/a": conditional(b"<p>x", '"a"')}) as d:
        d.watch.poll(FEED)
        d.watch.poll(FEED)
        assert (d.pages, d.server.paths) == (["/a"], ["/rss", "/a", "/rss"])
        d.server.routes["/rss"] = feed(25)
        d.watch.poll(FEED)
        assert d.pages == ["/a"], "the site says that the page is as it was"
        d.server.routes["/a"] = conditional(b"<p>y", '"b"')
        d.server.routes["/rss"] = feed(26)
        d.watch.poll(FEED)
        assert d.pages == ["/a", "/a"]


def test_one_story_in_two_feeds_is_fetched_once() -> None:
    other = f"{HOST}/other"
    routes = {"/rss": answer(rss("/a")), "/other": answer(rss("/a", "/a", "/b")), "/a": PAGE, "/b": PAGE}
    with desk(routes, feeds=[FEED, other, FEED]) as d:
        d.watch.once()
    assert d.pages == ["/a", "/b"]
    assert [p.feed for p in d.polls] == [FEED, other]


def test_pages_that_fail_are_tried_again_some_times_and_those_that_are_gone_are_not() -> None:
    feed = rss("/gone", "/broken", "/inner", "/a")
    routes = {"/rss": conditional(feed, '"1"'), "/broken": answer(status=500), "/inner": redirect("http://10.0.0.1/")}
    with desk({**routes, "/a": PAGE}) as d:
        for _ in range(8):
            d.watch.poll(FEED)
        assert d.pages == ["/a"]
        assert d.server.paths.count("/gone") == 1
        assert d.server.paths.count("/broken") == 5
        assert d.server.paths.count("/inner") == 5
        assert d.polls[-1].unchanged, "and in the end the feed is asked conditionally"
        assert not d.polls[3].unchanged
        assert {f.split(":")[0] for f in d.failures} == {"/gone", "/broken", "/inner"}


def test_failing_feeds_are_asked_ever_more_seldom() -> None:
    with desk({"/rss": answer(status=500)}) as d:
        waits = []
        for _ in range(8):
            d.watch.poll(FEED)
            waits.append(d.wait / 1.05)
        assert waits == [1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]
        d.server.routes["/rss"] = answer(rss())
        d.watch.poll(FEED)
        assert d.wait == 900
        for status in (404, 410):
            d.server.routes["/rss"] = answer(status=status)
            d.watch.poll(FEED)
            assert d.wait / 1.05 == 86400
    assert len(d.errors) == 10


@pytest.mark.parametrize(("after", "wait"), [("7200", 7200 * 1.05), ("5", 1800 * 1.05), ("", 1800 * 1.05)])
def test_feeds_that_ask_for_rest_get_it(after: str, wait: float) -> None:
    with desk({"/rss": answer(status=429, Retry_After=after)}) as d:
        d.watch.poll(FEED)
        assert d.wait == wait
        d.begin()
        d.watch.once()
        assert d.server.paths == ["/rss"], "not even --once asks before its time"
        assert "left alone" in d.errors[-1]


def test_a_site_that_asks_for_rest_in_the_middle_of_its_pages_gets_it() -> None:
    routes = {"/rss": conditional(rss("/a", "/b", "/c"), '"1"'), "/a": PAGE, "/c": PAGE}
    with desk({**routes, "/b": answer(status=503, Retry_After="3600")}) as d:
        d.watch.poll(FEED)
        assert d.server.paths == ["/rss", "/a", "/b"]
        assert (d.pages, d.wait) == (["/a"], 3600)
        d.server.routes["/b"] = PAGE
        d.clock.now += 3600
        d.watch.poll(FEED)
        assert d.pages == ["/a", "/b", "/c"]


def test_more_than_one_poll_takes_is_left_for_the_next() -> None:
    feed = conditional(rss(*(f"/{n}" for n in range(50))), '"1"')
    with desk({"/rss": feed, **{f"/{n}": PAGE for n in range(50)}}) as d:
        d.begin(most_new=20)
        for _ in range(4):
            d.watch.poll(FEED)
    assert d.pages == [f"/{n}" for n in range(50)]
    assert [p.new for p in d.polls] == [20, 20, 10, 0]


def test_what_could_not_be_stored_is_fetched_again() -> None:
    with desk({"/rss": conditional(rss("/a"), '"1"'), "/a": PAGE}) as d:
        d.locked = True
        d.watch.poll(FEED)
        assert d.errors == [f"{FEED}: nothing was stored: r.duckdb: is in use by another program"]
        d.locked = False
        d.watch.poll(FEED)
        assert d.pages == ["/a"]


def test_an_interruption_loses_nothing_and_fetches_no_more_than_was_at_hand(tmp_path: Path) -> None:
    routes = {"/rss": answer(rss(*(f"/{n}" for n in range(40)))), **{f"/{n}": PAGE for n in range(40)}}
    with desk(routes, tmp_path / "s") as d:

        def interrupted(pages: Sequence[Page], failures: Sequence[InputError]) -> None:
            if d.pages:
                raise KeyboardInterrupt
            d.store(pages, failures)

        d.begin(store=interrupted)
        with pytest.raises(KeyboardInterrupt):
            d.watch.run()
        assert len(d.pages) == 16
        d.begin()
        d.watch.poll(FEED)
        assert d.pages == [f"/{n}" for n in range(40)]
        assert [d.server.paths.count(f"/{n}") for n in (0, 15, 16, 31, 32, 39)] == [1, 1, 2, 2, 1, 1]


def test_the_loop_keeps_each_feeds_rhythm() -> None:
    other = f"{HOST}/other"
    with desk({"/rss": answer(rss()), "/other": answer(status=500)}, feeds=[FEED, other]) as d:

        def sleep(seconds: float) -> None:
            d.clock.sleep(seconds)
            if d.clock.now > 1000 + 3 * 900:
                raise KeyboardInterrupt

        d.begin(sleep=sleep)
        with pytest.raises(KeyboardInterrupt):
            d.watch.run()
        assert d.server.paths == ["/rss", "/other", "/rss", "/rss", "/other", "/rss"]
        assert [round(s) for s in d.clock.slept] == [900, 900, 90, 810, 900]


def test_sitemaps_are_watched_too() -> None:
    index = INDEX.replace("https://map.example", HOST).encode()
    one = SITEMAP.replace("https://map.example", HOST).encode()
    routes = {"/rss": answer(index), "/1.xml": conditional(one, '"1"'), "/new": PAGE, "/old": PAGE}
    with desk({**routes, "/2.xml": conditional(b"<urlset/>", '"2"')}) as d:
        d.watch.poll(FEED)
        d.watch.poll(FEED)
        assert d.pages == ["/new", "/old"]
        assert d.server.paths == ["/rss", "/2.xml", "/1.xml", "/new", "/old", "/rss", "/2.xml", "/1.xml"]
        assert d.errors == []


def test_what_is_no_feed_is_told_and_left_alone_longer() -> None:
    with desk({"/rss": PAGE}) as d:
        d.watch.poll(FEED)
        assert d.errors == [f"{FEED}: is no feed and no sitemap"]
        assert d.wait > 900


def test_the_state_of_a_watch_is_kept_whole(tmp_path: Path) -> None:
    path = beside(tmp_path / "news.duckdb")
    assert path.name == "news.duckdb.watch.json"
    with desk({"/rss": conditional(rss("/a"), '"1"'), "/a": PAGE}, path) as d:
        d.watch.poll(FEED)
        assert State.load(path) == d.state
        assert [p.name for p in tmp_path.iterdir()] == [path.name]
        for damage in ("", "{", "[]", '{"version": 2}', '{"version": 1, "feeds": {"x": 1}, "items": {}}', "[" * 99_999):
            path.write_text(damage, "utf-8")
            assert State.load(path) == State(path)
        d.begin()
        d.watch.poll(FEED)
        assert d.pages == ["/a", "/a"]
        d.clock.now += 200 * 86400
        d.server.routes["/rss"] = answer(rss())
        d.watch.poll(FEED)
        assert d.state.items == {}, "what no feed has listed for long is forgotten"
    with pytest.raises(DragomanError, match="cannot be written"):
        State(tmp_path / "no" / "where").save(now=0)
