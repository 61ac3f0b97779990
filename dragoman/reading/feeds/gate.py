"""The gate before every parser of XML from outside: no document types, no endless lists, no depths, well-formed.

Expat reads the document once, keeping nothing. What it refuses or cuts, no later parser sees; and since it hands on
text in UTF-8 without a declaration, there is no second way to read the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from xml.parsers import expat

from dragoman.errors import UnreadableInput

DEEPEST = 200
ELEMENTS_AN_ITEM = 60
"""Elements that a document may have for each item it may have; real items have a dozen."""

_KNOWN = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""Prefixes that feeds use without declaring them, with what they mean everywhere."""

_DECLARATION = re.compile(r"\A[\s\ufeff]*(?:<\?xml\b[^>]*\?>)?\s*")
_REFERENCE = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z0-9]{1,31};)?)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Passed:
    """What came through: well-formed XML in UTF-8; `more` items were cut off, or the `rest` was not well-formed."""

    data: bytes
    more: bool = False
    rest: str | None = None


class _Full(Exception):
    """There are more items than are wanted."""


def pass_gate(text: str, *, name: str, items: frozenset[str], most: int) -> Passed:
    """A document with no more than `most` elements of the names `items` (without prefixes).

    Sloppy writing (HTML's entities, bare ampersands, control characters) is mended; where more is wrong, what stands
    before it is kept, up to the last whole item. Raises `UnreadableInput`, naming the input, where a document type is
    declared, before anything in it is expanded, for elements nested deeper than `DEEPEST`, and where nothing is left.
    """
    passed = _passed(_DECLARATION.sub("", text, count=1), name, items, most)
    try:
        expat.ParserCreate("utf-8", " ").Parse(passed.data, True)
    except expat.ExpatError as error:  # namespaces that contradict one another
        raise UnreadableInput(name, f"is no well-formed XML: {error}") from error
    return passed


def _passed(text: str, name: str, items: frozenset[str], most: int) -> Passed:
    try:
        return _Reading(text, name, items, most).passed()
    except expat.ExpatError:
        reading = _Reading(_mended(text), name, items, most)
        try:
            return reading.passed()
        except expat.ExpatError as error:
            return reading.salvaged(error)


class _Reading:
    def __init__(self, text: str, name: str, items: frozenset[str], most: int) -> None:
        self._data = text.encode("utf-8", "replace")
        self._name, self._items, self._most = name, items, most
        self._open: list[str] = []
        self._count = self._elements = 0
        self._whole: tuple[int, tuple[str, ...]] | None = None
        self._full_at = 0
        self._root_at = -1
        self._used: set[str] = set()
        self._declared: set[str] = set()
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser

    def passed(self) -> Passed:
        """Raises `expat.ExpatError` where the document is not well-formed."""
        try:
            self._parser.Parse(self._data, True)
        except _Full:
            return Passed(self._closed(self._full_at, self._open), more=True)
        return Passed(self._closed(len(self._data), ()))

    def salvaged(self, error: expat.ExpatError) -> Passed:
        """The whole items before what is not well-formed."""
        if self._whole is None:
            raise UnreadableInput(self._name, f"is no well-formed XML: {error}") from error
        end, still_open = self._whole
        return Passed(self._closed(end, still_open), rest=str(error))

    def _closed(self, end: int, still_open: list[str] | tuple[str, ...]) -> bytes:
        """The document up to a byte, with its elements closed and all its prefixes declared."""
        end_tags = "".join(f"</{tag}>" for tag in reversed(still_open))
        missing = sorted(self._used - self._declared - {"xml", "xmlns"})
        declarations = "".join(f' xmlns:{prefix}="{_KNOWN.get(prefix, f"urn:x:{prefix}")}"' for prefix in missing)
        at = self._root_at
        return self._data[:at] + declarations.encode() + self._data[at:end] + end_tags.encode()

    def _refuse(self, *told: object) -> None:
        raise UnreadableInput(self._name, "declares a document type or entities, which is refused in news from outside")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise UnreadableInput(self._name, f"is nested deeper than {DEEPEST} levels")
        self._elements += 1
        if self._elements > self._most * ELEMENTS_AN_ITEM:
            if self._whole is None:
                raise UnreadableInput(self._name, f"has more than {self._elements - 1:,} elements and no item")
            self._full_at, self._open = self._whole[0], list(self._whole[1])
            raise _Full
        if _local(tag) in self._items:
            self._count += 1
            if self._count > self._most:
                self._full_at = self._parser.CurrentByteIndex
                raise _Full
        if self._root_at < 0:
            self._root_at = self._parser.CurrentByteIndex + 1 + len(tag.encode())
        for prefix, _, name in (n.partition(":") for n in (tag, *attributes) if ":" in n):
            self._used.add(prefix)
            if prefix == "xmlns":
                self._declared.add(name)
        self._open.append(tag)

    def _end(self, tag: str) -> None:
        self._open.pop()
        if _local(tag) in self._items:
            closing = self._data.find(b">", self._parser.CurrentByteIndex)
            self._whole = (closing + 1, tuple(self._open))


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()


def _mended(text: str) -> str:
    def mended(found: re.Match[str]) -> str:
        if found[1]:
            return found[0]
        return html5.get(found[2], "&amp;" + found[2]) if found[2] else "&amp;"

    return _REFERENCE.sub(mended, _FORBIDDEN.sub("", text))
