"""What the pages of one site have in common: lines that stand on several of them, over other stories, are furniture.

A page alone does not show that its newsletter box or its disclaimer is nobody's report; beside two other pages of the
site it does. The memory is made from a whole batch before the first page of it is read, so that the order of the
pages changes nothing. Copies and revisions of one story share their paragraphs too; they count as one.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from dragoman.errors import InputError
from dragoman.model import Page
from dragoman.reading.decode import decode
from dragoman.reading.lines import split_lines

STORIES = 3
"""Over how many stories of a site a line must stand to be furniture; two may quote each other or share background."""

_SUFFIXES = (".txt", ".text")
_LARGEST = 2_000_000
_MOST_PAGES = 20_000
_MOST_LINES = 5_000
_PROSE = 60
_RARE = 4
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class Memory:
    """The furniture of each site of a batch: site -> hashes of lines."""

    sites: dict[str, frozenset[int]] = field(default_factory=dict)

    def furniture(self, page: Page) -> frozenset[int]:
        """Hashes (`line_hash`) of the lines that are furniture on pages of this page's site."""
        return self.sites.get(site_of(page), frozenset())

    @classmethod
    def of(cls, pages: Iterable[Page]) -> Memory:
        """The memory of a batch. Pages that cannot be decoded, and HTML, which shows its furniture, are passed over."""
        sites: dict[str, _Site] = defaultdict(_Site)
        for page in pages:
            lines = _lines(page)
            if lines:
                sites[site_of(page)].add(page.name, lines)
        return cls({name: found for name, site in sites.items() if (found := site.furniture())})

    @classmethod
    def of_folders(cls, folders: Iterable[Path]) -> Memory:
        """The memory of the text files below some folders."""
        return cls.of(page for folder in folders for page in _text_files(folder))


def line_hash(text: str) -> int:
    """What a memory keeps of a line: 64 bits, the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def site_of(page: Page) -> str:
    """The site that a page is from: the host of its address, else the folder it lies in."""
    if page.url:
        try:
            return (urlsplit(page.url).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
    return str(PurePath(page.name).parent)


class _Site:
    """Pages of one site as sets of line hashes; of more than `_MOST_PAGES` a part, by the hash of their names."""

    def __init__(self) -> None:
        self.pages: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self.limit = 1 << 64

    def add(self, name: str, lines: list[str]) -> None:
        key = line_hash(name)
        if key >= self.limit:
            return
        hashes = [line_hash(line) for line in lines]
        prose = frozenset(h for h, line in zip(hashes, lines, strict=True) if len(line) >= _PROSE)
        self.pages[key] = (frozenset(hashes), prose)
        while len(self.pages) > _MOST_PAGES:
            self.limit >>= 1
            self.pages = {k: v for k, v in self.pages.items() if k < self.limit}

    def furniture(self) -> frozenset[int]:
        if len(self.pages) < STORIES:
            return frozenset()
        story = self._stories()
        over: dict[int, set[int]] = defaultdict(set)
        for key, (lines, _) in self.pages.items():
            for line in lines:
                over[line].add(story[key])
        return frozenset(line for line, stories in over.items() if len(stories) >= STORIES)

    def _stories(self) -> dict[int, int]:
        """Page -> its story. Pages that share most of the prose that few pages have tell the same story."""
        spread = Counter(line for _, prose in self.pages.values() for line in prose)
        rare = {key: {line for line in prose if spread[line] <= _RARE} for key, (_, prose) in self.pages.items()}
        holders: dict[int, list[int]] = defaultdict(list)
        for key, prose in rare.items():
            for line in prose:
                holders[line].append(key)
        shared = Counter((a, b) for keys in holders.values() for a in keys for b in keys if a < b)
        root = {key: key for key in self.pages}

        def top(key: int) -> int:
            while root[key] != key:
                root[key] = root[root[key]]
                key = root[key]
            return key

        for (a, b), count in shared.items():
            if count >= _SAME * min(len(rare[a]), len(rare[b])):
                first, second = sorted((top(a), top(b)))
                root[second] = first
        return {key: top(key) for key in self.pages}


def _lines(page: Page) -> list[str]:
    if len(page.data) > _LARGEST:
        return []
    try:
        text = decode(page).text
    except InputError:
        return []
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return []
    return [text[a:b] for a, b in split_lines(text)[:_MOST_LINES]]


def _text_files(folder: Path) -> Iterator[Page]:
    for where, _, files in os.walk(folder):
        for file in files:
            if file.lower().endswith(_SUFFIXES) and not file.startswith("."):
                path = Path(where, file)
                try:
                    if path.stat().st_size <= _LARGEST:
                        yield Page(str(path), path.read_bytes())
                except OSError:
                    continue  # whoever reads the folder's pages reports it
