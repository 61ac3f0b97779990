"""From bytes to characters: which encoding a page is in, told from its bytes before its own claims.

The order is that of browsers with one change: bytes that are valid UTF-8 and not plain ASCII are taken as UTF-8
whatever the page declares, because declarations are often left over from an older template and text of
another encoding hardly ever happens to be valid UTF-8.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from dragoman.errors import UnreadableInput
from dragoman.model import Issue, Page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"%PDF": "a PDF document",
    b"\x7fELF": "a program",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"SQLite format 3": "a database",
    b"OggS": "a sound file",
    b"ID3": "a sound file",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROL = [chr(code) for code in (*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F)]
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 65_536
_WEB_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii", "windows-1252", "cp1252"}

# Bytes that western prose has in cp1252: dashes, quotes, dots, euro, currency, (c), degrees, letters.
_WESTERN = frozenset(
    [*range(0x80, 0x9A), 0x9C, 0xA0, 0xA3, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB7, 0xBB, *range(0xBC, 0x100)]
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as characters; offsets in a report's PageMap count these. `encoding` is the one it was read in."""

    text: str = field(repr=False)
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(page: Page) -> Decoded:
    """The page's characters, without a byte order mark; line ends and everything else stay as they came.

    Raises `UnreadableInput` for an empty page, for binary data, and for text in no encoding that can be told.
    A guessed encoding or replaced characters are issues (`guessed-encoding`, `replaced-characters`).
    """
    data = page.data
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableInput(page.name, "is empty")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableInput(page.name, f"is {what}, not text", "give a text or HTML file")
    decoded = _decoded(data, page.charset)
    if decoded is None:
        raise UnreadableInput(page.name, "is text in an encoding that cannot be told, or no text", "save it as UTF-8")
    nuls = decoded.text.count("\0")
    sample = decoded.text[:_SAMPLE]
    if nuls > len(decoded.text) // 50 or _controls(sample) > max(4, len(sample) // 100):
        raise UnreadableInput(page.name, "is binary data, not text", "give a text or HTML file")
    if not decoded.text.strip():
        raise UnreadableInput(page.name, "is empty")
    if nuls:
        issue = Issue("replaced-characters", f"{nuls} NUL characters were left out", "reading")
        return Decoded(decoded.text, decoded.encoding, (*decoded.issues, issue))
    return decoded


def _controls(sample: str) -> int:
    return sum(map(sample.count, _CONTROL))


def _decoded(data: bytes, charset: str | None) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding)
    wide = _wide(data)
    if wide:
        return _lenient(data, wide)
    declared = _usable(charset) if charset else None
    declared = declared or _declared(data)
    ascii_only = not _HIGH.search(data)
    first = [declared, "utf-8"] if declared and ascii_only else ["utf-8", declared]
    for claim in first:
        if claim:
            try:
                return Decoded(data.decode(claim), claim)
            except (UnicodeDecodeError, LookupError):
                continue
    return _damaged_utf8(data) or _western(data) or _guessed(data)


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, _replaced(text.count("\ufffd")) if "\ufffd" in text else ())


def _replaced(count: int) -> tuple[Issue, ...]:
    return (Issue("replaced-characters", f"{count} characters could not be decoded", "reading"),)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: text in it has a NUL in every other place, nearly always on the same side."""
    head = data[:4096]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    head = data[:2048]
    if not head.lstrip().startswith(b"<"):
        return None
    found = _DECLARED.search(head)
    if not found:
        return None
    return _usable(found[1].decode("ascii"))


def _usable(name: str) -> str | None:
    """The codec for an encoding that a server or a page names; None where there is none, or it cannot be meant."""
    name = name.strip("\"' ").lower()
    if name in _WEB_LATIN:
        return "cp1252"  # WHATWG Encoding: pages that say Latin-1 mean windows-1252
    if name.startswith(("utf-16", "utf16")):
        return "utf-8"  # WHATWG: the declaration was read as ASCII, so it is not UTF-16
    try:
        "a".encode(name)  # not every codec that Python knows is one of text
    except (LookupError, TypeError, ValueError):
        return None
    return name


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (a cut copy, a botched paste): at most one for ten good characters."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = sum(1 for byte in data[:2_000_000] if byte >= 0xC2) - bad
    if good > 0 and 0 < bad <= max(1, good // 10):
        return Decoded(text, "utf-8", _replaced(bad))
    return None


def _western(data: bytes) -> Decoded | None:
    """cp1252 where high bytes are few, all of them usual in western prose, and letters stand inside words."""
    high = _HIGH.findall(data)
    if len(high) > len(data) // 12 or any(byte[0] not in _WESTERN for byte in set(high)):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    # A capital with accent between small letters ("itÕs") or before a large one is another encoding's quotation mark.
    odd = len(re.findall(r"[a-z][À-ÖØ-ÞŽŠ][a-z\s]|\s[ÐÑ]\s|\b[ÒÓ][A-Z]", text))
    if odd > len(high) // 4:
        return None
    return Decoded(text, "cp1252", (Issue("guessed-encoding", "no encoding is told; read as cp1252", "reading"),))


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    start = _HIGH.search(data)
    begin = max(0, start.start() - 2048) if start else 0
    best = from_bytes(data[begin : begin + _SAMPLE], preemptive_behaviour=False).best()
    if best is None or best.encoding is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    bad = text.count("\ufffd")
    if bad > len(text) // 50:
        return None
    issue = Issue("guessed-encoding", f"no encoding is told; read as {best.encoding}", "reading")
    return Decoded(text, best.encoding, (issue, *(_replaced(bad) if bad else ())))
