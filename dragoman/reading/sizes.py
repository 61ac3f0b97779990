"""How large inputs may be: what is larger is refused, by name, before it is read or parsed."""

from __future__ import annotations

from dragoman.errors import InputTooLarge
from dragoman.model import Page

SIZE_LIMIT = 20_000_000
"""Largest page in bytes. News pages are under 5 MB; what is larger is no report, and parsing it would stall a run."""

TEXT_LIMIT = 1_000_000
"""Longest article in characters. The longest reports run to some hundred thousand; beyond, it is a book or a dump."""


def check_size(page: Page) -> None:
    """Raises `InputTooLarge` if a page that did not come through `load` is over the limit."""
    if len(page.data) > SIZE_LIMIT:
        raise InputTooLarge(page.name, f"has {len(page.data):,} bytes, the limit is {SIZE_LIMIT:,}")


def check_length(name: str, text: str) -> None:
    """Raises `InputTooLarge`, naming the input, if an article's text is longer than any report is."""
    if len(text) > TEXT_LIMIT:
        raise InputTooLarge(name, f"holds {len(text):,} characters of running text, the limit is {TEXT_LIMIT:,}")
