"""Where pages come from: files, folders, standard input and addresses, as bytes and nothing read out of them yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import InputError, InputNotFound, InputTooLarge
from dragoman.model import Page

if TYPE_CHECKING:
    from dragoman.reading.fetching import Fetcher

SIZE_LIMIT = 20_000_000
"""Largest input in bytes. News pages are under 5 MB; what is larger is no report, and parsing it would stall a run."""

TEXT_LIMIT = 1_000_000
"""Longest article in characters. The longest reports run to some hundred thousand; beyond, it is a book or a dump."""

SUFFIXES = (".txt", ".text", ".html", ".htm")
"""Names that are taken up when a folder is read; a file given by name may have any suffix."""


def load(
    source: str | Path | Page,
    *,
    fetcher: Fetcher | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Page]:
    """The pages of `source`: a file, a folder (walked in sorted order), `-` for standard input, or a page as it is.

    An address of http or https is fetched, by `fetcher` if there is one, and where a feed or sitemap lies there, what
    it points to (`dragoman.reading.fetching.following`); of a feed in a file, the reports that it holds in full.

    Raises `InputNotFound` for what does not exist or may not be read, `InputTooLarge` over `SIZE_LIMIT`, before more
    than that is read, and for addresses what `Fetcher.fetch` raises. With `on_error` an unusable input is handed to it
    and the rest of the folder is read; without it the first one is raised.
    """
    if isinstance(source, Page):
        yield source
        return
    name = str(source)
    if is_address(name):
        from dragoman.reading.fetching.following import pages_of_url

        yield from pages_of_url(name, fetcher=fetcher, on_error=on_error)
        return
    try:
        paths: list[Path | None] = [None] if name == "-" else list(_paths(Path(source), name))
    except InputError as error:
        _report(error, on_error)
        return
    for path in paths:
        try:
            page = _read(path)
        except InputError as error:
            _report(error, on_error)
        else:
            yield from _unfolded(page, on_error)


def is_address(source: str) -> bool:
    """Whether a source is to be fetched: it begins as addresses of the web do."""
    return source[:8].lower().startswith(("http://", "https://"))


def _unfolded(page: Page, on_error: Callable[[InputError], None] | None) -> Iterator[Page]:
    """The page itself, or those that a feed holds."""
    from dragoman.reading.feeds import pages_in, tell

    if tell(page.data) is None:
        yield page
        return
    try:
        yield from pages_in(page, on_error=on_error)
    except InputError as error:
        _report(error, on_error)


def check_size(page: Page) -> None:
    """Raises `InputTooLarge` if a page that did not come through `load` is over the limit."""
    if len(page.data) > SIZE_LIMIT:
        raise InputTooLarge(page.name, f"has {len(page.data):,} bytes, the limit is {SIZE_LIMIT:,}")


def check_length(name: str, text: str) -> None:
    """Raises `InputTooLarge`, naming the input, if an article's text is longer than any report is."""
    if len(text) > TEXT_LIMIT:
        raise InputTooLarge(name, f"holds {len(text):,} characters of running text, the limit is {TEXT_LIMIT:,}")


def _report(error: InputError, on_error: Callable[[InputError], None] | None) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _paths(path: Path, name: str) -> Iterator[Path]:
    try:
        if path.is_dir():
            found = sorted(
                Path(folder, file)
                for folder, _, files in os.walk(path)
                for file in files
                if file.lower().endswith(SUFFIXES) and not file.startswith(".")
            )
            if not found:
                raise InputNotFound(name, f"the folder holds no file ending in {', '.join(SUFFIXES)}")
            yield from found
            return
        exists = path.exists()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputNotFound(name, f"cannot be read: {error}") from error
    if not exists:
        raise InputNotFound(name, "there is no such file or folder")
    yield path


def _read(path: Path | None) -> Page:
    name = "-" if path is None else str(path)
    try:
        if path is None:
            data = _bounded(sys.stdin.buffer, name)
        else:
            with path.open("rb") as file:
                data = _bounded(file, name)
    except OSError as error:
        raise InputNotFound(name, f"cannot be read: {error.strerror or error}") from error
    return Page(name=name, data=data)


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputTooLarge(name, f"is larger than the limit of {SIZE_LIMIT:,} bytes")
    return data
