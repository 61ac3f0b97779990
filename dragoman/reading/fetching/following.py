"""From an address to pages: those that lie there, or where that is a feed or sitemap, the pages that it points to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from dragoman.errors import InputError, NoArticle
from dragoman.model import Page
from dragoman.reading.columns import Columns
from dragoman.reading.compression import opening
from dragoman.reading.feeds import Feed, Item, page_of, read_feed, tell
from dragoman.reading.fetching.client import Fetcher
from dragoman.reading.kinds import HEAD
from dragoman.reading.load import pages_inside

MOST_PAGES = 500
"""Pages of a feed or sitemap that are fetched where an address is given once; the newest, as far as it says."""

MOST_SITEMAPS = 20
"""Sitemaps of an index that are fetched, the newest."""


def pages_of_url(
    url: str,
    *,
    columns: Columns | None = None,
    fetcher: Fetcher | None = None,
    feed_text: bool = False,
    most: int = MOST_PAGES,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Page]:
    """The page at an address; or, one by one, the pages that a feed or sitemap there points to, `most` of them.

    Where a table, web archive, news message or another file of many reports lies there, it is read as from a disk, with
    `columns` for tables; its size is bounded as that of any answer.
    With `feed_text` the text of an item is taken from the feed where it is there in full, and its page is not fetched.
    Errors are `Fetcher.fetch`'s and `read_feed`'s; with `on_error` they are handed to it, and the other pages are
    fetched all the same. Without a `fetcher` one is made, which goes to public addresses only.
    """

    def tell_of(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(error)

    with ExitStack() as stack:
        fetcher = fetcher if fetcher is not None else stack.enter_context(Fetcher())
        try:
            page = fetcher.page(url)
            feed = read_feed(page) if _is_feed(page) else None
        except InputError as error:
            return tell_of(error)
        if feed is None:
            try:
                for found in pages_inside(page, columns):
                    if isinstance(found, Page):
                        yield found
                    else:
                        tell_of(found)
            except InputError as error:
                tell_of(error)
            return None
        if not (feed.items or feed.sitemaps):
            return tell_of(NoArticle(url, "is a feed without a single item"))
        taken: set[str | None] = set()
        for item, of, source in _items(feed, page, fetcher, tell_of):
            if item.url in taken and item.url is not None:
                continue
            if len(taken) >= most:
                tell_of(InputError(url, f"points to more than {most:,} pages; the first {most:,} were fetched"))
                break
            taken.add(item.url or item.id)
            try:
                yield page_for(item, of, source, fetcher, feed_text=feed_text)
            except InputError as error:
                tell_of(error)


def page_for(item: Item, feed: Feed, source: Page, fetcher: Fetcher, *, feed_text: bool) -> Page:
    """The page of one item of the feed on the page `source`, from the feed itself or fetched. Raises `InputError`s."""
    if feed_text or item.url is None:
        found = page_of(item, feed, source)
        if found is not None:
            return found
    if item.url is None:
        raise NoArticle(f"{source.name}#{item.id or item.title}", "is an item of a feed without address and full text")
    return fetcher.page(item.url)


def _is_feed(page: Page) -> bool:
    """Whether a feed or sitemap lies at an address, as it is or packed with gzip."""
    data = page.data[:HEAD]
    return tell(opening(data, "gzip", HEAD) if data.startswith(b"\x1f\x8b") else data) is not None


def _items(
    feed: Feed, page: Page, fetcher: Fetcher, tell_of: Callable[[InputError], None]
) -> Iterator[tuple[Item, Feed, Page]]:
    """The items of a feed, then those of the sitemaps that it names, each with where it stood."""
    for problem in feed.problems:
        tell_of(InputError(page.name, problem))
    yield from ((item, feed, page) for item in feed.items)
    if len(feed.sitemaps) > MOST_SITEMAPS:
        more = f"is an index of {len(feed.sitemaps):,} sitemaps; the newest {MOST_SITEMAPS} were read"
        tell_of(InputError(page.name, more))
    for named in feed.sitemaps[:MOST_SITEMAPS]:
        try:
            if named.url is not None:
                inner = fetcher.page(named.url)
                below = read_feed(inner)
                yield from ((item, below, inner) for item in below.items)
        except InputError as error:
            tell_of(error)
