"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.reading.feeds.items import MOST_ITEMS, Feed, Item, link, moment, short


def read_jsonfeed(text: str, *, name: str, url: str | None) -> Feed:
    """The feed that a JSON document tells. Raises `UnreadableInput` where it is no JSON."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(name, f"is no well-formed JSON: {error}") from error
    whole = whole if isinstance(whole, dict) else {}
    entries = whole.get("items")
    entries = entries if isinstance(entries, list) else []
    items = [_item(entry, url) for entry in entries[:MOST_ITEMS] if isinstance(entry, dict)]
    more = f"has {len(entries):,} items; the first {MOST_ITEMS:,} were taken"
    return Feed(
        title=short(whole.get("title")),
        language=short(whole.get("language")),
        items=tuple(items),
        problems=(more,) if len(entries) > MOST_ITEMS else (),
    )


def _item(entry: dict[str, Any], url: str | None) -> Item:
    authors = entry.get("authors")
    authors = authors if isinstance(authors, list) else [entry.get("author")]
    names = [short(a.get("name")) for a in authors if isinstance(a, dict)]
    content, plain = entry.get("content_html"), entry.get("content_text")
    if not isinstance(content, str) and isinstance(plain, str):
        content = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", plain))
    return Item(
        url=link(entry.get("url"), url) or link(entry.get("external_url"), url),
        id=str(entry["id"])[:200] if isinstance(entry.get("id"), str | int) else None,
        title=short(entry.get("title")),
        published=moment(entry.get("date_published")),
        updated=moment(entry.get("date_modified")),
        authors=tuple(n for n in names if n),
        language=short(entry.get("language")),
        content=content if isinstance(content, str) else None,
        marked_full=isinstance(content, str),
    )
