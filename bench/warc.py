"""How fast a web archive is gone through, beside fastwarc alone on the same file, and how much memory that takes.

    python bench/warc.py [--megabytes 200] [--runs 5] [FILE]

Makes an archive like a crawler's (request, response and metadata records, four of five responses HTML with status
200) unless a FILE is given. Three passes take turns: fastwarc over the response records, fastwarc with their bodies
read, and Dragoman's reader, which filters and hands out pages. Pages are not read further.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from dragoman.errors import InputError
from dragoman.reading.warc import warc_pages

WORDS = "talks border ministers agreed grain exports ceasefire said officials on the of and to after week".split()


def record(kind: str, number: int, block: bytes) -> bytes:
    """A record, packed by itself."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/world/{number}\r\n"
        f"WARC-Date: 2024-03-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:08d}-{kind}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=4, mtime=0)


def make(path: Path, megabytes: int) -> None:
    """Writes an archive of about so many megabytes, compressed."""
    rng = random.Random(5)
    number = 0
    with path.open("wb") as out:
        while out.tell() < megabytes * 1_000_000:
            number += 1
            words = " ".join(rng.choice(WORDS) + str(rng.randrange(10_000)) for _ in range(rng.randrange(1500, 9000)))
            body = f"<!doctype html><html><head><title>Story {number}</title></head><body><p>{words}</p></body></html>"
            page = number % 5 != 0
            status, media = ("200 OK", "text/html; charset=utf-8") if page else ("200 OK", "image/svg+xml")
            if number % 15 == 0:
                status = "404 Not Found"
            http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nServer: x\r\n\r\n".encode() + body.encode()
            out.write(record("request", number, b"GET / HTTP/1.1\r\nHost: courier.example\r\n\r\n"))
            out.write(record("response", number, http))
            out.write(record("metadata", number, b"fetchTimeMs: 41\r\n"))


def alone(path: Path) -> int:
    """Fastwarc's own iteration over the response records: how many there are."""
    with path.open("rb") as stream:
        return sum(1 for _ in ArchiveIterator(stream, record_types=WarcRecordType.response))


def alone_with_bodies(path: Path) -> int:
    """The same, and their bodies read."""
    with path.open("rb") as stream:
        return sum(len(r.reader.read()) > 0 for r in ArchiveIterator(stream, record_types=WarcRecordType.response))


def ours(path: Path) -> int:
    """Dragoman's pages: how many there are."""
    with path.open("rb") as stream:
        return sum(not isinstance(p, InputError) for p in warc_pages(stream, name=path.name, codec="gzip"))


def main() -> None:
    """Make the archive, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder, "made.warc.gz")
        if options.file is None:
            make(path, options.megabytes)
        passes: dict[str, Callable[[Path], int]] = {
            "fastwarc alone": alone,
            "fastwarc, bodies read": alone_with_bodies,
            "dragoman's pages": ours,
        }
        took: dict[str, list[float]] = {name: [] for name in passes}
        found: dict[str, int] = {}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(options.runs):
            for name, run in passes.items():
                began = time.process_time()
                found[name] = run(path)
                took[name].append(time.process_time() - began)
        size = path.stat().st_size / 1e6
        print(f"best of {options.runs} rounds; share of fastwarc's speed as the median of the rounds")
        for name, times in took.items():
            each = [alone / mine for alone, mine in zip(took["fastwarc alone"], times, strict=True)]
            rate = f"{size / min(times):7.1f} MB/s {statistics.median(each):6.0%} of fastwarc"
            print(f"{name:24} {found[name]:8,} found {min(times):7.2f} CPU s {rate}")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory at most {after / 1024:.0f} MB, {(after - before) / 1024:.0f} MB more than before the first pass")


if __name__ == "__main__":
    main()
