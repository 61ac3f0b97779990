"""What feeds and sitemaps hold, whatever their notation; and an item that brings its text along, as a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from dragoman.model import Page

MOST_ITEMS = 5_000
"""Items of a feed that are read. Feeds have some dozens; the longest real ones a few thousand."""

MOST_URLS = 50_000
"""Addresses of a sitemap, as its protocol has it."""

_FEWEST_WORDS = 60
"""Words under which what a feed carries is taken for a summary."""
_LONGEST = 4096
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report as a feed tells of it: "story 17, of 25 November, at https://news.example/17".

    `content` is its text in HTML where the feed brings that along, summaries included; `marked_full` that the feed's
    notation says that this is the item's content and no summary.
    """

    url: str | None = None
    id: str | None = None
    title: str | None = None
    published: datetime | date | None = None
    updated: datetime | date | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    content: str | None = field(default=None, repr=False)
    marked_full: bool = False

    @property
    def key(self) -> str | None:
        """What the item is known by from one reading of the feed to the next."""
        return self.id or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed or sitemap held: `items` in its order, and of an index the `sitemaps` that it names, newest first.

    `problems` say what of it was left out, and why.
    """

    title: str | None = None
    language: str | None = None
    items: tuple[Item, ...] = ()
    sitemaps: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()


def page_of(item: Item, feed: Feed, page: Page) -> Page | None:
    """An item with its text as a page of its own; None where the feed does not carry the text in full.

    The page is HTML with what the item tells (title, times, authors) where pages tell it, and the item's content as it
    stands in the feed. It is named by the item's address, or by the feed's name and the item's id.
    """
    if not item.content or not item.marked_full or len(_TAG.sub(" ", item.content).split()) < _FEWEST_WORDS:
        return None
    metas = [
        ("og:title", item.title),
        ("og:site_name", feed.title),
        ("article:published_time", item.published.isoformat() if item.published else None),
        ("article:modified_time", item.updated.isoformat() if item.updated else None),
        ("author", ", ".join(item.authors) or None),
    ]
    title = html.escape(item.title or "")
    language = html.escape(item.language or feed.language or "")
    head = [
        f'<!DOCTYPE html>\n<html lang="{language}">' if language else "<!DOCTYPE html>\n<html>",
        f'<head><meta charset="utf-8"><title>{title}</title>',
        *(f'<meta property="{key}" content="{html.escape(value)}">' for key, value in metas if value),
        *([f'<link rel="canonical" href="{html.escape(item.url)}">'] if item.url else []),
        "</head>",
        f"<body><article>{f'<h1>{title}</h1>' if title else ''}",
    ]
    text = "\n".join([*head, item.content, "</article></body></html>\n"])
    return replace(
        page,
        name=item.url or f"{page.name}#{item.id or item.title}",
        data=text.encode("utf-8", "replace"),
        url=item.url,
        charset="utf-8",
    )


def short(text: object) -> str | None:
    """A title, id or address as one line, None where there is nothing in it or it is longer than any is."""
    if not isinstance(text, str):
        return None
    line = " ".join(text.split())
    return line if 0 < len(line) <= _LONGEST else None


def link(text: object, base: str | None = None) -> str | None:
    """An address of the web as it stands in a feed at the address `base`; None for scripts, files and all else."""
    line = short(text)
    if line is None:
        return None
    try:
        whole = urljoin(base, line) if base else line
        urlsplit(whole)
    except ValueError:  # brackets without an end
        return None
    return whole if whole[:8].lower().startswith(("http://", "https://")) else None


def moment(text: object) -> datetime | date | None:
    """A time as feeds write it, ISO 8601 or RFC 5322, with its zone as it stands; a bare day where no time is told."""
    line = short(text)
    if line is None:
        return None
    try:
        return date.fromisoformat(line) if len(line) == 10 else datetime.fromisoformat(line).replace(microsecond=0)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(line)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
