"""Lines packed into blocks of a few, each of which can be read by itself: a page of a list needs some lines of many."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BLOCK = 16
"""Lines of a block: large enough that lines which are alike pack well, small enough to read one for a single line."""
_CODEC = "zstd"


class Packer:
    """Writes lines, none of which holds a line feed, into a file of blocks."""

    def __init__(self, file: BinaryIO, *, block: int = BLOCK) -> None:
        self._file, self._codec, self._block = file, pa.Codec(_CODEC), block
        self._waiting: list[str] = []
        self._ends: list[tuple[int, int]] = []
        self._at = 0

    def add(self, lines: Sequence[str]) -> None:
        """Add lines."""
        self._waiting += lines
        whole = len(self._waiting) // self._block * self._block
        for start in range(0, whole, self._block):
            self._write(self._waiting[start : start + self._block])
        del self._waiting[:whole]

    def end(self) -> npt.NDArray[np.int64]:
        """Write what is left; for each block where it ends in the file, and how long it is unpacked."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting = []
        return np.array(self._ends, dtype=np.int64).reshape(-1, 2)

    def _write(self, lines: Sequence[str]) -> None:
        plain = "\n".join(lines).encode("utf-8", "replace")
        packed = self._codec.compress(plain, asbytes=True)
        self._file.write(packed)
        self._at += len(packed)
        self._ends.append((self._at, len(plain)))


class Packed:
    """Reads lines out of such a file, by their numbers; where its blocks end stands beside it."""

    def __init__(self, path: Path, *, block: int = BLOCK) -> None:
        self._block = block
        self._ends = np.load(path.with_name(path.name + ".ends.npy"), allow_pickle=False)
        self._starts = np.concatenate([np.zeros(1, dtype=np.int64), self._ends[:, 0]])
        with open(path, "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(self._ends) else b""

    def lines(self, numbers: Iterable[int] | npt.NDArray[np.int32]) -> list[bytes]:
        """The lines of these numbers, in their order."""
        codec, blocks = pa.Codec(_CODEC), dict[int, list[bytes]]()
        out = []
        for number in numbers:
            which, at = divmod(int(number), self._block)
            if (block := blocks.get(which)) is None:
                packed = self._bytes[self._starts[which] : self._starts[which + 1]]
                plain: bytes = codec.decompress(packed, int(self._ends[which, 1]), asbytes=True)
                block = blocks[which] = plain.split(b"\n")
            out.append(block[at])
        return out
