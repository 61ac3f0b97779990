"""Throws broken inputs at a reader until time is up: whatever it raises must be an `InputError`.

    python tools/fuzz.py READER [SECONDS]        a reader of READERS, or all, one after another

Needs atheris (`pip install -e .[fuzz]`; Linux, CPython). Seeds are small inputs of each kind; what breaks a reader is
written to build/fuzz/READER/ and belongs into tests/reading/test_fuzz_cases.py once it is mended.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

ROOT = Path(__file__).parents[1]
SLOW_S = 20
MEMORY_MB = 2048
FOR_PARQUET_MB = 4096  # pyarrow takes a damaged page header at its word, which goes up to 2 GiB


def _page(data: bytes) -> None:
    from dragoman.model import Page
    from dragoman.reading import page_text, read_page

    page = Page("fuzz", data)
    report = read_page(page)
    source = page_text(page)
    for block in report.blocks:
        for piece in report.page_map.to_page(block.span):
            assert 0 <= piece.start < piece.end <= len(source), "a block from outside the page"
    report.text.encode()


def _source(data: bytes) -> None:
    """As a file of any kind: its pages, and the reports on the first of them."""
    from dragoman.errors import InputError
    from dragoman.reading import load, read_page

    with tempfile.NamedTemporaryFile(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as file:
        file.write(data)
        file.flush()
        names: set[str] = set()
        for number, page in enumerate(load(file.name, on_error=lambda error: names.add(error.name))):
            assert page.name not in names, "two pages of one name"
            names.add(page.name)
            if number < 3:
                try:
                    report = read_page(page)
                except InputError:
                    continue
                report.text.encode()


def _feed(data: bytes) -> None:
    """As what lies at an address: told, unpacked, read, and its items' own text read as pages."""
    from dragoman.errors import InputError
    from dragoman.model import Page
    from dragoman.reading import read_page
    from dragoman.reading.feeds import page_of, pages_in, read_feed, tell, unpacked

    page = Page("https://courier.example/feed", data, url="https://courier.example/feed")
    if not tell(unpacked(page).data):
        return
    feed = read_feed(page)
    for item in [*feed.items, *feed.sitemaps][:20]:
        assert item.url is None or item.url.startswith(("http://", "https://")), "an address of another kind"
        item.title.encode() if item.title else None
    for item in feed.items[:3]:
        found = page_of(item, feed, page)
        if found is not None:
            with suppress(InputError):
                read_page(found).text.encode()
    for _ in pages_in(page, on_error=lambda error: None):
        pass


def _seeds(kind: str) -> list[bytes]:
    import gzip
    import json

    from tests.reading import inputs, pages
    from tests.reading.feeds import test_feeds as feeds
    from tests.reading.test_tables import delimited, lines, parquet

    news = inputs.message(
        inputs.news_item(f"<inlineXML>{inputs.NITF}</inlineXML>"),
        inputs.news_item(f"<inlineXML>{inputs.XHTML}</inlineXML>"),
    )
    warc = [inputs.warc_record(n, inputs.article(n)) for n in range(2)]
    return {
        "html": [pages.JSON_LD.encode(), pages.LIVE_BLOG.encode(), pages.BARE.encode(), pages.LOGIN.encode()],
        "text": [pages.SCRAPED.encode(), pages.CLEAN.encode(), pages.SCRAPED.encode("utf-16")],
        "ninjs": [json.dumps(inputs.NINJS).encode(), json.dumps(inputs.NINJS, ensure_ascii=False).encode()],
        "newsml": [news.encode(), inputs.NITF.encode()],
        "warc": [b"".join(warc), b"".join(inputs.packed(*warc)), gzip.compress(warc[0])],
        "json": [lines(), json.dumps(inputs.ROWS).encode(), json.dumps(inputs.ROWS[0], indent=1).encode()],
        "delimited": [delimited(), delimited(delimiter=";"), delimited(delimiter="\t").decode().encode("utf-16")],
        "parquet": [parquet()],
        "feed": [text.encode() for text in (feeds.RSS, feeds.ATOM, feeds.RDF, feeds.JSON, feeds.SITEMAP, feeds.INDEX)],
        "packed": [gzip.compress(lines()), gzip.compress(inputs.article(1))],
    }[kind]


READERS: dict[str, Callable[[bytes], None]] = {
    "html": _page,
    "text": _page,
    "ninjs": _page,
    "newsml": _source,
    "warc": _source,
    "json": _source,
    "delimited": _source,
    "parquet": _source,
    "feed": _feed,
    "packed": _source,
}


def run(reader: str, seconds: int) -> None:
    """Fuzz one reader in this process; ends it, with 1 where something was found."""
    import atheris

    with atheris.instrument_imports(include=["dragoman.reading", "dragoman.reading.*"]):
        import dragoman.reading.feeds
        import dragoman.reading.feeds.gate
        import dragoman.reading.html
        import dragoman.reading.jsonpages
        import dragoman.reading.newsml
        import dragoman.reading.ninjs
        import dragoman.reading.rows
        import dragoman.reading.tables
        import dragoman.reading.warc  # noqa: F401
    from dragoman.errors import InputError

    work = ROOT / "build" / "fuzz" / reader
    corpus = work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(seed)
    once = READERS[reader]

    def one(data: bytes) -> None:
        with suppress(InputError):
            once(data)

    memory = FOR_PARQUET_MB if reader == "parquet" else MEMORY_MB
    flags = [f"-max_total_time={seconds}", f"-timeout={SLOW_S}", f"-rss_limit_mb={memory}", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *flags, "-print_final_stats=1", f"-artifact_prefix={work}/", str(corpus)], one)
    atheris.Fuzz()


def main() -> None:
    """One reader, or all of them in processes of their own; exit code 1 where any broke."""
    if len(sys.argv) < 2 or sys.argv[1] not in (*READERS, "all"):
        raise SystemExit(f"usage: fuzz.py {{{','.join(READERS)},all}} [SECONDS]")
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    if sys.argv[1] != "all":
        run(sys.argv[1], seconds)
        return
    broken = [name for name in READERS if subprocess.run([sys.executable, __file__, name, str(seconds)]).returncode]
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
