"""Compressed bytes opened within limits: nothing here gives more than its caller allows, whatever a stream claims.

Two uses: files that lie compressed (`inflated`: gzip, bzip2, xz, zstd, lz4 as streams), and the bodies of web pages in
archives, which carry the content codings of HTTP (`decoded_body`).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterable
from typing import BinaryIO

from dragoman.errors import InputTooLarge, UnreadableInput

MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}
"""The bytes with which compressed files begin."""

FREE = 1_000_000_000
"""So many bytes may come out of a compressed file however small it is."""

RATIO = 250
"""Beyond `FREE`, at most so many times its own size may come out. News as text or JSON packs four to twenty times."""

_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_STEP = 1 << 18


def packed_as(head: bytes) -> str | None:
    """The compression of a file that begins with `head`; None where it is none that can be opened."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def opening(head: bytes, codec: str, most: int) -> bytes:
    """The first bytes, at most `most`, of what a compressed file holds of which `head` is the beginning."""
    out = b""
    try:
        if codec == "gzip":  # just so many bytes, as damage may come soon after
            return zlib.decompressobj(31).decompress(head, most)
        stream = _stream(io.BytesIO(head), codec)
        while len(out) < most and (some := stream.read(min(4096, most - len(out)))):
            out += some
    except _BROKEN:  # the head ends in the middle of the stream, as it should
        pass
    return out


class Inflated(io.RawIOBase):
    """What a compressed stream holds, as a stream; its `read` raises typed errors that name the input.

    `UnreadableInput` where the data are damaged or end too early, `InputTooLarge` where more comes out than a file of
    that size can honestly hold. `codec` "" takes the stream as it is; `size` is that of the compressed file in bytes,
    None where it is not known.
    """

    def __init__(self, inner: BinaryIO, codec: str, *, name: str, size: int | None) -> None:
        self._name, self._codec = name, codec
        self._most = FREE if size is None else max(FREE, RATIO * size)
        self._stream = _stream(inner, codec)
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            some = self._stream.read(min(len(buffer), _STEP))
        except _BROKEN as error:
            raise UnreadableInput(
                self._name, f"its {self._codec} compression is damaged or ends too early ({_short(error)})"
            ) from error
        self._out += len(some)
        if self._out > self._most:
            raise InputTooLarge(self._name, f"unpacks to more than {self._most:,} bytes, out of all proportion")
        buffer[: len(some)] = some
        return len(some)


def decoded_body(body: bytes, codings: Iterable[str], *, most: int) -> bytes:
    """A web page's body without the content codings that its header lists, in the order in which they were applied.

    A coding that the bytes do not bear out is passed over, since crawlers often store a body decoded and keep its
    header. Raises `ValueError` where a coding is damaged or unknown, or more than `most` bytes come out.
    """
    for coding in reversed([c.strip().lower() for c in codings]):
        if coding in ("", "identity", "none"):
            continue
        opener = _CODINGS.get(coding)
        if opener is None:
            raise ValueError(f"is in the content coding {coding[:40]!r}, which is not known")
        body = _undone(body, coding, opener, most)
    return body


def unchunked(body: bytes) -> bytes:
    """A body without the chunked transfer coding; as it is where it is not in chunks, or no longer.

    Raises `ValueError` where it begins in chunks and ends before the last.
    """
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\n", at, at + 1024)
        line = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not line or len(line) > 8 or line.strip(b"0123456789abcdefABCDEF"):
            if not parts:
                return body
            raise ValueError("is in chunks of which one is damaged")
        size = int(line, 16)
        if size == 0:
            return b"".join(parts)
        if end + 1 + size > len(body):
            if not parts:
                return body  # a page that begins with a number
            raise ValueError("ends in the middle of a chunk")
        parts.append(body[end + 1 : end + 1 + size])
        at = end + 1 + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(parts)


def _undone(body: bytes, coding: str, opener: Callable[[bytes], BinaryIO], most: int) -> bytes:
    parts: list[bytes] = []
    out = 0
    try:
        stream = opener(body)
        while some := stream.read(_STEP):
            parts.append(some)
            out += len(some)
            if out > most:
                raise ValueError(f"unpacks to more than {most:,} bytes")
    except ValueError as error:
        if out > most:
            raise
        return _as_stored(body, coding, error)
    except (OSError, EOFError, zlib.error) as error:
        return _as_stored(body, coding, error)
    return b"".join(parts)


def _as_stored(body: bytes, coding: str, error: Exception) -> bytes:
    """The body itself if it was stored decoded (markup or text); else the coding is damaged."""
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") or (head and not any(byte < 9 or 14 <= byte < 32 or byte > 126 for byte in head)):
        return body
    raise ValueError(f"has damaged {coding} compression ({_short(error)})") from error


def _stream(inner: BinaryIO, codec: str) -> BinaryIO:
    match codec:
        case "":
            return inner
        case "gzip":
            return gzip.GzipFile(fileobj=inner, mode="rb")  # type: ignore[return-value]
        case "bz2":
            return bz2.BZ2File(inner)  # type: ignore[return-value]
        case "xz":
            return lzma.LZMAFile(inner)  # type: ignore[return-value]
    import pyarrow as pa

    stream: BinaryIO = pa.CompressedInputStream(pa.PythonFile(inner, mode="r"), codec)
    return stream


def _arrow(codec: str) -> Callable[[bytes], BinaryIO]:
    def opened(body: bytes) -> BinaryIO:
        import pyarrow as pa

        stream: BinaryIO = pa.CompressedInputStream(pa.BufferReader(body), codec)
        return stream

    return opened


def _deflate(body: bytes) -> BinaryIO:
    """HTTP's "deflate": zlib's format by the standard, and bare deflate from servers that took it at its word."""
    try:
        zlib.decompressobj().decompress(body[:64], 1)
        return _Zlib(body, zlib.MAX_WBITS)  # type: ignore[return-value]
    except zlib.error:
        return _Zlib(body, -zlib.MAX_WBITS)  # type: ignore[return-value]


class _Zlib:
    def __init__(self, body: bytes, bits: int) -> None:
        self._rest, self._inflate = body, zlib.decompressobj(bits)

    def read(self, most: int) -> bytes:
        if self._inflate.eof:
            return b""
        some = self._inflate.decompress(self._rest, most)
        self._rest = self._inflate.unconsumed_tail
        if not some and not self._inflate.eof:
            raise EOFError("the stream ends too early")
        return some


_CODINGS: dict[str, Callable[[bytes], BinaryIO]] = {
    "gzip": lambda body: gzip.GzipFile(fileobj=io.BytesIO(body)),  # type: ignore[dict-item, return-value]
    "x-gzip": lambda body: gzip.GzipFile(fileobj=io.BytesIO(body)),  # type: ignore[dict-item, return-value]
    "deflate": _deflate,
    "br": _arrow("brotli"),
    "zstd": _arrow("zstd"),
}


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:100]
