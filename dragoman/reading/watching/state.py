"""What a watch remembers from one poll to the next, in a small file of its own.

It is no part of the record: it says what sites have answered and what has been fetched, not what was read, and can be
lost without harm; feeds are read anew then, and pages that the record holds already are passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.reading.feeds import Item
from dragoman.reading.fetching import Validators

FORGOTTEN_S = 180 * 86400.0
"""An item that no feed has listed for so long is forgotten."""

MOST_ITEMS = 200_000
_VERSION = 1


@dataclass(slots=True)
class FeedState:
    """One feed: what to ask with, when to ask next (seconds since 1970), and how often in a row it failed."""

    validators: Validators = field(default=Validators())
    next_at: float = 0.0
    failures: int = 0


@dataclass(slots=True)
class ItemState:
    """One item, as it was when it was last tried: `done` with, or failed `tries` times; `seen_at` in seconds."""

    updated: str | None = None
    done: bool = False
    tries: int = 0
    seen_at: float = 0.0
    validators: Validators = field(default=Validators())


@dataclass(slots=True)
class State:
    """All that a watch remembers. Items go by their address and by the id that their feed gives them."""

    path: Path | None = None
    feeds: dict[str, FeedState] = field(default_factory=dict)
    items: dict[str, ItemState] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> State:
        """What the file holds; nothing where there is none, or where it is no state that this version knows."""
        state = cls(path)
        try:
            whole = json.loads(path.read_bytes())
            if whole["version"] == _VERSION:
                state.feeds = {url: _feed(told) for url, told in whole["feeds"].items()}
                state.items = {key: _item(told) for key, told in whole["items"].items()}
        except FileNotFoundError:
            pass
        except OSError as error:
            raise DragomanError(f"{path}: cannot be read: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(path)
        return state

    def save(self, *, now: float) -> None:
        """Write it, whole or not at all. Raises `DragomanError` where that cannot be done."""
        kept = {k: i for k, i in self.items.items() if now - i.seen_at < FORGOTTEN_S}
        if len(kept) > MOST_ITEMS:
            kept = dict(sorted(kept.items(), key=lambda pair: pair[1].seen_at)[-MOST_ITEMS:])
        self.items = kept
        if self.path is None:
            return
        whole = {
            "version": _VERSION,
            "feeds": {
                url: _told(f.validators) | {"next": f.next_at, "failures": f.failures} for url, f in self.feeds.items()
            },
            "items": {
                key: _told(i.validators) | {"updated": i.updated, "done": i.done, "tries": i.tries, "seen": i.seen_at}
                for key, i in kept.items()
            },
        }
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            part.write_text(json.dumps(whole), "utf-8")
            part.replace(self.path)
        except OSError as error:
            raise DragomanError(f"{self.path}: cannot be written: {error.strerror or error}") from error
        finally:
            part.unlink(missing_ok=True)

    def of(self, feed: str) -> FeedState:
        return self.feeds.setdefault(feed, FeedState())

    def item(self, feed: str, item: Item) -> ItemState | None:
        """What is remembered of an item, under its address (in whatever feed) or its id (in this one)."""
        return next((self.items[key] for key in keys_of(feed, item) if key in self.items), None)

    def remember(self, feed: str, item: Item, state: ItemState) -> None:
        self.items |= dict.fromkeys(keys_of(feed, item), state)


def keys_of(feed: str, item: Item) -> list[str]:
    """The names that an item goes by."""
    names = ([f"{feed} {item.id}"] if item.id else []) + ([item.url] if item.url else [])
    return [hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:20] for name in names]


def _told(validators: Validators) -> dict[str, Any]:
    return {"etag": validators.etag, "modified": validators.last_modified}


def _validators(told: dict[str, Any]) -> Validators:
    return Validators(*(v if isinstance(v, str) else None for v in (told["etag"], told["modified"])))


def _feed(told: dict[str, Any]) -> FeedState:
    return FeedState(_validators(told), float(told["next"]), int(told["failures"]))


def _item(told: dict[str, Any]) -> ItemState:
    updated = told["updated"]
    state = ItemState(updated if isinstance(updated, str) else None, bool(told["done"]), int(told["tries"]))
    state.seen_at, state.validators = float(told["seen"]), _validators(told)
    return state


def beside(record: Path) -> Path:
    """Where the state of a watch lies that fills a record: `news.duckdb.watch.json` beside `news.duckdb`."""
    return record.with_name(record.name + ".watch.json")


def seen(states: Iterable[ItemState], *, now: float) -> None:
    """These items are listed still."""
    for state in states:
        state.seen_at = now
