"""Reading: from files, folders, standard input or pages to reports with clean text, blocks, times and sources.

    for report in read("reports/"):
        print(report.published, report.title)

Two kinds of page are read: text as a scraper leaves it, and HTML; which of them a page is, its content tells, not its
name. Errors are those of `dragoman.errors`; what is missing from a readable page is an issue of its report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from dragoman.errors import InputError
from dragoman.model import Page, Report
from dragoman.reading.decode import Decoded, decode
from dragoman.reading.load import SIZE_LIMIT, check_size, load
from dragoman.reading.memory import Memory
from dragoman.reading.text import report_from_page_text, report_from_text

__all__ = [
    "SIZE_LIMIT",
    "Memory",
    "is_html",
    "load",
    "page_text",
    "read",
    "read_page",
    "remember",
    "report_from_text",
]

_TAG = re.compile(
    r"<(?:!doctype\s{1,9}html|html|head|body|meta|title|div|p|article|section|main|header|h[1-6]|span|table|ul|script|link|a|br)\b",
    re.IGNORECASE,
)


def read(
    source: str | Path | Page,
    *,
    published: datetime | date | None = None,
    memory: Memory | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Report]:
    """The reports in `source`: a file, a folder (sorted; .txt .text .html .htm), `-` for standard input, or a page.

    `published` overrides what the pages say. An input that cannot be used raises its `InputError`; with `on_error`
    it is handed to that instead, and the other inputs are still read. `memory` knows the furniture of the pages' sites;
    without one, a folder's text files are looked through for it first.
    """
    memory = memory or remember(source)
    for page in load(source, on_error=on_error):
        try:
            report = read_page(page, published=published, memory=memory)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield report


def remember(source: str | Path | Page) -> Memory | None:
    """The memory of a folder's text files; None if `source` is no folder."""
    try:
        folder = not isinstance(source, Page) and str(source) != "-" and Path(source).is_dir()
    except (OSError, ValueError):  # whoever loads the source reports it
        return None
    return Memory.of_folder(Path(str(source))) if folder else None


def read_page(page: Page, *, published: datetime | date | None = None, memory: Memory | None = None) -> Report:
    """The report on one page; `memory` knows lines that its site prints under other stories too.

    Raises `InputTooLarge` over `SIZE_LIMIT` bytes, `UnreadableInput` for an empty page, binary data or an encoding
    that cannot be told, and `NoArticle` for a page without one (a login page, a menu).
    """
    check_size(page)
    decoded = decode(page)
    if is_html(decoded.text):
        from dragoman.reading.html import report_from_html  # only HTML pays for its parsers

        return report_from_html(page, decoded, published=published)
    furniture = memory.furniture(page) if memory else frozenset()
    return report_from_page_text(page, decoded, published=published, furniture=furniture)


def page_text(page: Page) -> str:
    """The page's characters that a report's `page_map` leads back to. Raises `UnreadableInput` as `read_page` does."""
    decoded: Decoded = decode(page)
    return decoded.text


def is_html(text: str) -> bool:
    """Whether decoded text is HTML: it opens with one of HTML's tags, or with a comment or declaration before one."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return False
    opening = _TAG.match(head)
    return bool(opening) or (head.startswith(("<!--", "<?xml", "<!")) and bool(_TAG.search(head)))
