"""What an input is, told from its first bytes: a page, or one of the forms in which many reports lie together.

The name of a file counts for nothing here. `tell` is the table of kinds; `dragoman.reading.load` has a reader for each.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from enum import StrEnum

from dragoman.reading.columns import Columns
from dragoman.reading.compression import opening, packed_as
from dragoman.reading.delimited import delimiter_of

HEAD = 65_536
"""So many bytes of an input are looked at."""


class Kind(StrEnum):
    """What an input is. Of the last two nothing can be read."""

    PAGE = "page"
    JSON = "json"
    DELIMITED = "delimited table"
    PARQUET = "Parquet"
    WARC = "web archive"
    NEWSML = "NewsML"
    FEED = "feed"
    SITEMAP = "sitemap"
    PACKED = "compressed file"
    ZIP = "ZIP archive"
    RECORDS = "finished records"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Telling:
    """A kind, and what else the first bytes said: the compression or the delimiter (`how`), or `what` it is instead."""

    kind: Kind
    how: str = ""
    what: str = ""


MEDIA = (
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\0\0\1\0", "an icon"),
    (b"wOF", "a font"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_OFFICE = re.compile(
    rb"\[Content_Types\]\.xml|mimetypeapplication/|META-INF/|\APK\x03\x04.{26}(?:word|xl|ppt)/", re.DOTALL
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ROOT = re.compile(  # atomic throughout: a head full of comments must not be tried in every way
    r"(?:<\?[^>]*+>|(?><!--.*?-->)|<!DOCTYPE[^>\[]*+(?>\[.*?\])?+\s*+>|\s++)*+<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL | re.IGNORECASE,
)
NEWS_ROOTS = frozenset({"newsitem", "newsmessage", "packageitem", "nitf"})
_ROOTS = {
    **dict.fromkeys(NEWS_ROOTS, Kind.NEWSML),
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
}
_RECORD = re.compile(r'\{\s*"schema"\s*:\s*\d+\s*,\s*"report"\s*:')
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/')


def tell(head: bytes, columns: Columns) -> Telling:
    """What an input is of which `head` are the first bytes (`HEAD` of them, or all).

    `columns` are those that the user has named: they make a table of what else might be a page with commas.
    """
    if not head.strip(b" \t\r\n\0\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return Telling(Kind.PAGE)  # an empty one
    if head.startswith(b"PAR1"):
        return Telling(Kind.PARQUET)
    if head.startswith(b"WARC/"):
        return Telling(Kind.WARC)
    codec = packed_as(head)
    if codec:
        warc = opening(head, codec, 5) == b"WARC/" and codec in ("gzip", "zstd", "lz4")
        return Telling(Kind.WARC if warc else Kind.PACKED, codec)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        office = _OFFICE.search(head[:4096])
        return Telling(Kind.OTHER, what="an office document, not text") if office else Telling(Kind.ZIP)
    for magic, what in MEDIA:
        if head.startswith(magic):
            return Telling(Kind.OTHER, what=f"{what}, not text")
    if head[8:12] == b"DUCK":
        return Telling(Kind.OTHER, what="a DuckDB file, not text")
    return _tell_text(text_of(head), columns, whole=len(head) < HEAD)


def _tell_text(text: str, columns: Columns, *, whole: bool) -> Telling:
    text = text.lstrip()
    if re.match(r"\{\s*[\"}]|\[\s*[{\]]", text):
        return Telling(_json_kind(text))
    if text.startswith("<"):
        return Telling(_ROOTS.get(root_of(text) or "", Kind.PAGE))
    delimiter = delimiter_of(text, columns, whole=whole)
    return Telling(Kind.DELIMITED, delimiter) if delimiter else Telling(Kind.PAGE)


def _json_kind(text: str) -> Kind:
    """Finished records are known by how the contract opens; or by any whole line of the head that is one."""
    if _RECORD.match(text):
        return Kind.RECORDS
    for line in text.split("\n")[:20]:
        if _RECORD.match(line):
            return Kind.RECORDS
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("schema"), int) and isinstance(found.get("report"), dict):
            return Kind.RECORDS
    return Kind.FEED if text.startswith("{") and _JSON_FEED.search(text[:2048]) else Kind.JSON


def root_of(text: str) -> str | None:
    """The name of the first element of a text in XML or HTML, small and without prefix; None where none opens it."""
    root = _ROOT.match(text)
    return root[1].lower() if root else None


def text_of(head: bytes) -> str:
    """The characters of an input's first bytes, as far as they can be told; what cannot is replaced."""
    return head[bom_length(head) :].decode(wide_encoding(head) or "utf-8", errors="replace")


def bom_length(head: bytes) -> int:
    """How many bytes of byte order mark an input begins with."""
    return next((len(bom) for bom, _ in _BOMS if head.startswith(bom)), 0)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 with a mark, or UTF-16 without; None for encodings in which ASCII stands as single bytes."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding if encoding != "utf-8" else None
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = min(len(head), 4096) // 2
    if half and odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
