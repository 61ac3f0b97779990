"""RSS, RDF and Atom by feedparser, which knows their dialects; behind the gate, so that it meets well-formed XML only
and never turns to its lenient parser, whose time grows with the square of what it reads.

Of the two libraries for this it is the one that keeps times in the zone they were written in, resolves addresses
against `xml:base`, and makes nothing of an item that is cut off.
"""

from __future__ import annotations

import io
import re
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.reading.feeds.gate import pass_gate
from dragoman.reading.feeds.items import MOST_ITEMS, Feed, Item, link, moment, short

_ITEMS = frozenset({"item", "entry"})
_MAIL = re.compile(r"[^\s@]+@[^\s@]+ \((.+)\)$")


def read_syndication(text: str, *, name: str, url: str | None) -> Feed:
    """The feed that an RSS or Atom document tells; `url` is the address that others in it are relative to.

    Raises `UnreadableInput` as the gate does.
    """
    import feedparser

    passed = pass_gate(text, name=name, items=_ITEMS, most=MOST_ITEMS)
    told = {"content-type": "application/xml; charset=utf-8"}
    if url:
        told["content-location"] = url
    # Its cleaning of HTML is not asked for: nothing is rendered here, and it takes hours for some hundred kilobytes.
    try:
        parsed = feedparser.parse(
            io.BytesIO(passed.data), response_headers=told, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # it stumbles over namespaces with blanks in them, and may over what nobody has met
        raise UnreadableInput(name, f"is a feed that cannot be read: {type(error).__name__}: {error}") from error
    problems = []
    if passed.more:
        problems.append(f"holds more items than are read; {len(parsed.entries):,} were taken")
    if passed.rest:
        problems.append(f"is damaged ({passed.rest}); the items before that were taken")
    return Feed(
        title=short(parsed.feed.get("title")),
        language=short(parsed.feed.get("language")),
        items=tuple(_item(entry, url, atom=parsed.version.startswith("atom")) for entry in parsed.entries[:MOST_ITEMS]),
        problems=tuple(problems),
    )


def _item(entry: Any, url: str | None, *, atom: bool) -> Item:
    content = next((c for c in entry.get("content", ()) if "html" in (c.get("type") or "")), None)
    published = moment(entry.get("published"))
    updated = moment(entry["updated"]) if "updated" in entry else None
    if published is None and not atom:
        published, updated = updated, None  # Dublin Core has one date
    return Item(
        url=link(entry.get("feedburner_origlink"), url) or link(entry.get("link"), url),
        id=short(entry.get("id")),
        title=short(entry.get("title")),
        published=published,
        updated=updated,
        authors=_authors(entry),
        language=short(content.get("language")) if content else None,
        content=content.get("value") if content else entry.get("summary"),
        marked_full=content is not None,
    )


def _authors(entry: Any) -> tuple[str, ...]:
    """Names, of which RSS has one in brackets after an address of mail."""
    bracketed = _MAIL.match(short(entry.get("author")) or "")
    if bracketed:
        return (bracketed[1],)
    return tuple(name for a in entry.get("authors", ()) if (name := short(a.get("name"))))
