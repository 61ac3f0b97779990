"""Sitemaps (sitemaps.org, and the news sitemaps of search engines): addresses, and indexes of further sitemaps."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from dragoman.reading.feeds.gate import pass_gate
from dragoman.reading.feeds.items import MOST_URLS, Feed, Item, link, moment, short

_ITEMS = frozenset({"url", "sitemap"})


def read_sitemap(text: str, *, name: str) -> Feed:
    """What a sitemap lists, in the order of change, the newest first. Raises `UnreadableInput` as the gate does."""
    from lxml import etree

    passed = pass_gate(text, name=name, items=_ITEMS, most=MOST_URLS)
    items: list[Item] = []
    sitemaps: list[Item] = []
    walk = etree.iterparse(io.BytesIO(passed.data), resolve_entities=False, no_network=True, recover=True)
    for _, element in walk:
        kind = str(element.tag).rpartition("}")[2]  # what is recovered may have no proper name
        if kind in _ITEMS:
            (items if kind == "url" else sitemaps).append(_item(element))
            element.clear()
    problems = []
    if passed.more:
        problems.append(f"lists more addresses than are read; {len(items):,} were taken")
    if passed.rest:
        problems.append(f"is damaged ({passed.rest}); the addresses before that were taken")
    return Feed(items=_newest(items), sitemaps=_newest(sitemaps), problems=tuple(problems))


def _item(element: Any) -> Item:
    told: dict[str, str] = {}
    for child in element.iter("*"):
        told.setdefault(child.tag.rpartition("}")[2], child.text or "")
    return Item(
        url=link(told.get("loc")),
        title=short(told.get("title")),
        published=moment(told.get("publication_date")),
        updated=moment(told.get("lastmod")),
        language=short(told.get("language")),
    )


def _newest(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=_changed, reverse=True))


def _changed(item: Item) -> datetime:
    when = item.updated or item.published
    if isinstance(when, datetime):
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    return datetime(when.year, when.month, when.day, tzinfo=UTC) if isinstance(when, date) else _NEVER


_NEVER = datetime.min.replace(tzinfo=UTC)
