"""Reading: from files, folders, standard input and the web to reports with clean text, blocks, times and sources.

    for report in read("reports/"):
        print(report.published, report.title)

Pages are text as a scraper leaves it, HTML, items of news agencies (ninjs, NewsML-G2, NITF) and rows of tables; many
of them lie together in JSON lines, delimited text, Parquet, web archives and compressed files. What an input is, its
content tells, not its name; docs/reading.md has the table. Errors are those of `dragoman.errors`; what is missing from
a readable page is an issue of its report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import InputError, UnreadableInput
from dragoman.model import Given, Page, Report
from dragoman.reading.columns import Columns
from dragoman.reading.decode import Decoded, decode
from dragoman.reading.kinds import HEAD, NEWS_ROOTS, root_of
from dragoman.reading.load import SIZE_LIMIT, check_size, load
from dragoman.reading.memory import Memory
from dragoman.reading.text import report_from_page_text, report_from_text

if TYPE_CHECKING:
    from dragoman.reading.fetching import Fetcher

__all__ = [
    "SIZE_LIMIT",
    "Columns",
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
_NINJS = re.compile(r'"uri"\s*:', re.IGNORECASE)


def read(
    source: str | Path | Page,
    *,
    published: datetime | date | None = None,
    columns: Columns | None = None,
    fetcher: Fetcher | None = None,
    memory: Memory | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Report]:
    """The reports in `source`: a file, a folder (all that is in it, sorted), `-`, an address, or a page.

    A page gives one report, an archive, table or feed as many as it holds, one after another. `published` overrides
    what the pages say; `columns` names the columns of tables that have others than the usual names; addresses are
    fetched by `fetcher`, if there is one; `memory` knows the furniture of the pages' sites: without one, a folder's
    text files are looked through for it first. An input that cannot be used raises its `InputError`; with `on_error` it
    is handed to that instead, and the other inputs are still read.
    """
    memory = memory or remember(source)
    for page in load(source, columns=columns, fetcher=fetcher, on_error=on_error):
        try:
            report = read_page(page, published=published, memory=memory)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield report


def remember(*sources: str | Path | Page) -> Memory | None:
    """The memory of the text files in those of the sources that are folders; None if none is."""
    folders = []
    for source in sources:
        with suppress(OSError, ValueError):  # whoever loads the source reports it
            if not isinstance(source, Page) and str(source) != "-" and Path(source).is_dir():
                folders.append(Path(source))
    return Memory.of_folders(folders) if folders else None


def read_page(page: Page, *, published: datetime | date | None = None, memory: Memory | None = None) -> Report:
    """The report on one page; `memory` knows lines that its site prints under other stories too.

    Raises `InputTooLarge` over `SIZE_LIMIT` bytes, `UnreadableInput` for an empty page, binary data or an encoding
    that cannot be told, and `NoArticle` for a page without one (a login page, a menu).
    """
    check_size(page)
    report = _report(page, published, memory)
    return replace(report, issues=(*page.issues, *report.issues)) if page.issues else report


def _report(page: Page, published: datetime | date | None, memory: Memory | None) -> Report:
    decoded = decode(page)
    if page.given is not None:
        return _row(page, decoded, page.given, published)
    opening = decoded.text[:HEAD].lstrip("\ufeff \t\r\n")
    if root_of(opening) in NEWS_ROOTS:
        from dragoman.reading.newsml import report_from_newsml

        return report_from_newsml(page, decoded, published=published)
    if is_html(decoded.text):
        return _html(page, decoded, published)
    if opening.startswith("{") and _NINJS.search(decoded.text):
        from dragoman.reading.ninjs import report_from_ninjs

        try:
            return report_from_ninjs(page, decoded, published=published)
        except ValueError as error:
            raise UnreadableInput(page.name, f"is no JSON that can be read: {error}") from error
    furniture = memory.furniture(page) if memory else frozenset()
    return report_from_page_text(page, decoded, published=published, furniture=furniture)


def _html(page: Page, decoded: Decoded, published: datetime | date | None) -> Report:
    from dragoman.reading.html import report_from_html  # only HTML pays for its parsers

    return report_from_html(page, decoded, published=published)


def _row(page: Page, decoded: Decoded, given: Given, published: datetime | date | None) -> Report:
    from dragoman.reading.rows import moment_of, report_from_row, with_given

    if is_html(decoded.text):
        report = _html(page, decoded, published if published is not None else moment_of(given.published))
        return with_given(report, given)
    return report_from_row(page, decoded, given, published=published)


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
