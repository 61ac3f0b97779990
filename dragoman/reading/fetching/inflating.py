"""Content encodings of answers, undone piece by piece with a bound on what comes out, so that no bomb goes off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

ACCEPTED = "gzip, deflate, br, zstd"
"""What answers may be packed with, as `Accept-Encoding` says it."""

_PIECE = 1 << 16
_STEP = 1 << 12
"""Bytes that a decoder is fed at once: what is left of them is copied for each of the members that may be in them."""


class Garbled(Exception):
    """The bytes are not in the encoding that they are said to be in, or end before it does."""


class TooMuch(Exception):
    """More came out than the limit."""


class _Decoder(Protocol):
    def feed(self, piece: bytes) -> Iterator[bytes]: ...

    def finish(self) -> Iterator[bytes]: ...


def inflated(pieces: Iterable[bytes], encoding: str, *, limit: int) -> bytes:
    """The body that came in `pieces`, with its content encoding undone.

    Memory is twice `limit` at most. Raises `TooMuch` as soon as more than `limit` bytes came out (or in), `Garbled`
    where the encoding is unknown or not what the bytes are in.
    """
    out = bytearray()
    for some in _opened(pieces, _decoder(encoding), limit):
        out += some
        if len(out) > limit:
            raise TooMuch
    return bytes(out)


def _opened(pieces: Iterable[bytes], decoder: _Decoder, limit: int) -> Iterator[bytes]:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise TooMuch
        for at in range(0, len(piece), _STEP):
            yield from decoder.feed(piece[at : at + _STEP])
    if taken:
        yield from decoder.finish()


def _decoder(encoding: str) -> _Decoder:
    names = [n for n in (part.strip().lower() for part in encoding.split(",")) if n and n != "identity"]
    if not names:
        return _Plain()
    if len(names) > 1:
        raise Garbled(f"is packed {len(names)} times over ({encoding[:60]})")
    match names[0]:
        case "gzip" | "x-gzip":
            return _Zlib("gzip")
        case "deflate":
            return _Zlib("deflate")
        case "br":
            return _Arrow("br", "brotli")
        case "zstd":
            return _Arrow("zstd", "zstd")
    raise Garbled(f"is packed in a way that was not asked for ({encoding[:60]!r})")


class _Plain:
    def feed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def finish(self) -> Iterator[bytes]:
        return iter(())


class _Zlib:
    """gzip, of any number of members, and deflate with or without zlib's wrapping (RFC 9110, 8.4.1.2)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bits = 16 + zlib.MAX_WBITS if name == "gzip" else 0  # that of deflate, its first two bytes tell
        self._inflating = zlib.decompressobj(self._bits or zlib.MAX_WBITS)
        self._head = b""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        rest = self._head + piece
        if not self._bits:
            if len(rest) < 2:
                self._head = rest
                return
            wrapped = rest[0] & 15 == 8 and (rest[0] << 8 | rest[1]) % 31 == 0  # RFC 1950, 2.2
            self._bits = zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
            self._inflating, self._head = zlib.decompressobj(self._bits), b""
        while rest:
            if self._inflating.eof:
                if self._name != "gzip" or not rest.startswith(b"\x1f"):
                    return  # what follows the end is padding
                self._inflating = zlib.decompressobj(self._bits)
            yield self._some(rest)
            rest = self._inflating.unconsumed_tail or self._inflating.unused_data
        while not self._inflating.eof and (some := self._some(b"")):
            yield some

    def _some(self, packed: bytes) -> bytes:
        try:
            return self._inflating.decompress(packed, _PIECE)
        except zlib.error as error:
            raise Garbled(f"is said to be packed as {self._name} and is not ({error})") from error

    def finish(self) -> Iterator[bytes]:
        if not self._inflating.eof:
            raise Garbled(f"ends before its {self._name} packing is complete")
        return iter(())


class _Arrow:
    """Brotli and zstd, by the library that the record is read with; opened when all of it is there."""

    def __init__(self, name: str, codec: str) -> None:
        self._name, self._codec = name, codec
        self._packed = bytearray()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._packed += piece
        return iter(())

    def finish(self) -> Iterator[bytes]:
        import pyarrow as pa  # heavy, and few sites pack so

        try:
            stream = pa.CompressedInputStream(pa.BufferReader(bytes(self._packed)), self._codec)
            while some := stream.read(_PIECE):
                yield some
        except (OSError, ValueError) as error:
            raise Garbled(f"is said to be packed as {self._name} and is not, or ends too early ({error})") from error
