"""Content encodings of answers, undone piece by piece with a bound on what comes out, so that no bomb goes off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"
"""What answers may be packed with, as `Accept-Encoding` says it."""

_PIECE = 1 << 16
_ZSTD_WINDOW = 8 << 20
"""Bytes of history that an answer may ask to be kept: RFC 9659's limit for the web."""


class Garbled(Exception):
    """The bytes are not in the encoding that they are said to be in, or end before it does."""


class TooMuch(Exception):
    """More came out than the limit."""


class _Decoder(Protocol):
    def feed(self, piece: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


def inflated(pieces: Iterable[bytes], encoding: str, *, limit: int) -> bytes:
    """The body that came in `pieces`, with its content encoding undone.

    Memory is `limit` and a piece. Raises `TooMuch` as soon as more than `limit` bytes came out (or in), `Garbled`
    where the encoding is unknown or not what the bytes are in.
    """
    decoder = _decoder(encoding)
    out = bytearray()
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise TooMuch
        for some in decoder.feed(piece):
            out += some
            if len(out) > limit:
                raise TooMuch
    if taken:
        decoder.finish()
    return bytes(out)


def _decoder(encoding: str) -> _Decoder:
    names = [n for n in (part.strip().lower() for part in encoding.split(",")) if n and n != "identity"]
    if not names:
        return _Plain()
    if len(names) > 1:
        raise Garbled(f"is packed {len(names)} times over ({encoding[:60]})")
    match names[0]:
        case "gzip" | "x-gzip":
            return _Zlib("gzip", 16 + zlib.MAX_WBITS)
        case "deflate":
            return _Zlib("deflate", zlib.MAX_WBITS)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
    raise Garbled(f"is packed in a way that was not asked for ({encoding[:60]!r})")


class _Plain:
    def feed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def finish(self) -> None:
        """Plain bytes are never incomplete."""


class _Zlib:
    """gzip, of any number of members, and deflate with or without zlib's wrapping (RFC 9110, 8.4.1.2)."""

    def __init__(self, name: str, bits: int) -> None:
        self._name, self._bits = name, bits
        self._inflating = zlib.decompressobj(bits)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        rest = piece
        while rest:
            if self._inflating.eof:
                if self._name != "gzip" or not rest.startswith(b"\x1f"):
                    return  # what follows the end is padding
                self._inflating = zlib.decompressobj(self._bits)
            try:
                some = self._inflating.decompress(rest, _PIECE)
            except zlib.error as error:
                if self._begun or self._bits != zlib.MAX_WBITS:
                    raise Garbled(f"is said to be packed as {self._name} and is not ({error})") from error
                self._bits = -zlib.MAX_WBITS
                self._inflating = zlib.decompressobj(self._bits)
                self._begun = True
                continue
            self._begun = True
            rest = self._inflating.unconsumed_tail or self._inflating.unused_data
            if some:
                yield some
        while not self._inflating.eof and (some := self._inflating.decompress(b"", _PIECE)):
            yield some

    def finish(self) -> None:
        if not self._inflating.eof:
            raise Garbled(f"ends before its {self._name} packing is complete")


class _Brotli:
    def __init__(self) -> None:
        self._inflating = brotli.Decompressor()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        try:
            some = self._inflating.process(piece, output_buffer_limit=_PIECE)
            while some:
                yield some
                if self._inflating.is_finished():
                    return
                some = self._inflating.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise Garbled("is said to be packed as br and is not") from error

    def finish(self) -> None:
        if not self._inflating.is_finished():
            raise Garbled("ends before its br packing is complete")


class _Zstd:
    """Zstandard, of any number of frames.

    The library's streaming object gives all that a piece holds at once; so that this stays small, it is fed by few
    bytes: zstd packs at most 128 KiB into a block, and a block has three bytes at least.
    """

    _AT_ONCE = 128

    def __init__(self) -> None:
        self._inflating = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        for at in range(0, len(piece), self._AT_ONCE):
            rest = piece[at : at + self._AT_ONCE]
            while rest:
                if self._inflating.eof:
                    self._inflating = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
                try:
                    some = self._inflating.decompress(rest)
                except zstandard.ZstdError as error:
                    raise Garbled(f"is said to be packed as zstd and is not ({error})") from error
                rest = self._inflating.unused_data if self._inflating.eof else b""
                if some:
                    yield some

    def finish(self) -> None:
        if not self._inflating.eof:
            raise Garbled("ends before its zstd packing is complete")
