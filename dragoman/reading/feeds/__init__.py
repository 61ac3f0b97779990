"""Feeds and sitemaps: lists of reports, told by their content, as `Feed`s of `Item`s.

    feed = read_feed(page)
    for item in feed.items:
        print(item.published, item.title, item.url)

`gate` lets no document type and no endless list through; `syndication` reads RSS and Atom, `jsonfeed` JSON Feed,
`sitemap` sitemaps and their indexes; `items` is what they all give. Nothing here reaches the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum

from dragoman.errors import InputError, InputTooLarge, NoArticle, UnreadableInput
from dragoman.model import Page
from dragoman.reading.decode import decode
from dragoman.reading.feeds.items import MOST_ITEMS, MOST_URLS, Feed, Item, page_of

__all__ = [
    "MOST_ITEMS",
    "MOST_URLS",
    "Feed",
    "FeedKind",
    "Item",
    "feed_items",
    "page_of",
    "pages_in",
    "read_feed",
    "tell",
]

_HEAD = 65_536
_BEFORE_ROOT = (("<?", "?>"), ("<!--", "-->"))
_BLANKS = re.compile(r"\s*")
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]{1,40}:)?([\w.-]{1,40})", re.IGNORECASE)
_JSON_FEED = re.compile(r'\A\s*\{.{0,2000}?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/', re.DOTALL)


class FeedKind(StrEnum):
    """In which notation a list of reports is."""

    SYNDICATION = "RSS or Atom"
    JSON = "JSON Feed"
    SITEMAP = "sitemap"


_ROOTS = {
    "rss": FeedKind.SYNDICATION,
    "feed": FeedKind.SYNDICATION,
    "rdf": FeedKind.SYNDICATION,
    "urlset": FeedKind.SITEMAP,
    "sitemapindex": FeedKind.SITEMAP,
}


def tell(data: bytes) -> FeedKind | None:
    """Whether bytes (the first of them are enough) are a feed or sitemap, and in which notation; None for all else."""
    head = data[:_HEAD]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8", errors="replace").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return FeedKind.JSON if _JSON_FEED.match(text) else None
    return _ROOTS.get(_root(text))


def _root(text: str) -> str:
    """The name of a document's first element, past blanks, instructions and comments; or what its type is named."""
    at = 0
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        closing = next((c for o, c in _BEFORE_ROOT if text.startswith(o, at)), None)
        if closing is None:
            found = _ROOT.match(text, at)
            return found[1].lower() if found else ""
        end = text.find(closing, at)
        if end < 0:
            return ""
        at = end + len(closing)


def read_feed(page: Page) -> Feed:
    """The feed or sitemap on a page, packed with gzip or not.

    Raises `UnreadableInput` for what is none, is damaged from the start, or declares a document type; `InputTooLarge`.
    """
    page = unpacked(page)
    kind = tell(page.data)
    if kind is None:
        raise UnreadableInput(page.name, "is no feed and no sitemap")
    text = decode(page).text
    if kind is FeedKind.JSON:
        from dragoman.reading.feeds.jsonfeed import read_jsonfeed

        return read_jsonfeed(text, name=page.name, url=page.url)
    if kind is FeedKind.SITEMAP:
        from dragoman.reading.feeds.sitemap import read_sitemap

        return read_sitemap(text, name=page.name)
    from dragoman.reading.feeds.syndication import read_syndication

    return read_syndication(text, name=page.name, url=page.url)


def feed_items(data: bytes, *, name: str = "feed", url: str | None = None) -> tuple[Item, ...]:
    """The items of a feed's or sitemap's bytes. Raises as `read_feed` does."""
    return read_feed(Page(name, data, url=url)).items


def pages_in(page: Page, *, on_error: Callable[[InputError], None] | None = None) -> Iterator[Page]:
    """The reports that a feed on a page brings along in full, each as a page of its own; nothing is fetched.

    Items that the feed only points to are told of together, as one `NoArticle`; errors go to `on_error`, or are raised.
    """
    feed = read_feed(page)
    problems = [InputError(page.name, problem) for problem in feed.problems]
    left = len(feed.sitemaps)
    if not (feed.items or feed.sitemaps):
        problems.append(NoArticle(page.name, "is a feed without a single item"))
    for item in feed.items:
        found = page_of(item, feed, page)
        if found is None:
            left += 1
        else:
            yield found
    if left:
        advice = "give the feed's address instead of a file, and they are fetched"
        total = len(feed.items) + len(feed.sitemaps)
        those = f"{left:,} of its {total:,} reports" if left < total else "its reports" if left > 1 else "its report"
        problems.append(NoArticle(page.name, f"only points to {those}, and does not hold them", advice))
    for problem in problems:
        if on_error is None:
            raise problem
        on_error(problem)


def unpacked(page: Page) -> Page:
    """The page itself, or what it holds where it is packed with gzip, as sitemaps are. Raises `InputTooLarge`."""
    if not page.data.startswith(b"\x1f\x8b"):
        return page
    from dragoman.reading.fetching.inflating import Garbled, TooMuch, inflated
    from dragoman.reading.load import SIZE_LIMIT

    try:
        return replace(page, data=inflated([page.data], "gzip", limit=SIZE_LIMIT))
    except TooMuch as error:
        raise InputTooLarge(page.name, f"unpacks to more than the limit of {SIZE_LIMIT:,} bytes") from error
    except Garbled as error:
        raise UnreadableInput(page.name, str(error)) from error
