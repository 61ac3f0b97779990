from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dragoman.errors import FetchFailed, InputError, InputTooLarge, NoArticle, RefusedAddress, UnreadableInput
from dragoman.reading import Columns, load, read, read_page
from dragoman.reading.fetching.following import pages_of_url
from tests.reading.feeds.test_feeds import BOMBS, FULL, INDEX, RSS, SITEMAP
from tests.reading.fetching.web import answer, site
from tests.reading.inputs import NINJS, NITF, ROWS, XHTML, article, message, news_item, packed, warc_record
from tests.reading.test_tables import delimited, lines, parquet

SENTENCE = "The foreign ministers of Ruritania and Freedonia met in the capital on Monday, and agreed to meet again."
WORDS = " ".join([SENTENCE] * 4)
HOST = "http://news.example"
STORY = f"<html><head><title>Ministers meet</title></head><body><article><h1>Ministers meet</h1>{FULL}</article></body>"
PAGE = answer(STORY.encode())


def rss(*links: str) -> bytes:
    items = "".join(f"<item><title>T</title><link>{url}</link></item>" for url in links)
    return f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()


def test_a_page_and_the_pages_of_a_feed() -> None:
    feed = rss("/a", "/gone", "http://127.0.0.1/", "javascript:x", "/a", "/b")
    with site({"/a": PAGE, "/b": PAGE, "/rss": answer(feed, Content_Type="text/xml")}) as (server, _, fetcher):
        assert [p.name for p in pages_of_url(f"{HOST}/a", fetcher=fetcher)] == [f"{HOST}/a"]
        errors: list[InputError] = []
        found = list(pages_of_url(f"{HOST}/rss", fetcher=fetcher, on_error=errors.append))
        assert [p.name for p in found] == [f"{HOST}/a", f"{HOST}/b"]
        assert [type(e) for e in errors] == [FetchFailed, RefusedAddress, NoArticle]
        assert server.paths == ["/a", "/rss", "/a", "/gone", "/b"]
        with pytest.raises(FetchFailed, match="/gone: the site answers 404"):
            list(pages_of_url(f"{HOST}/rss", fetcher=fetcher))


def test_an_empty_feed_is_told() -> None:
    with site({"/rss": answer(rss())}) as (_, _, fetcher), pytest.raises(NoArticle, match="without a single item"):
        list(pages_of_url(f"{HOST}/rss", fetcher=fetcher))


def test_the_number_of_pages_is_bounded() -> None:
    feed = rss(*(f"/{n}" for n in range(50)))
    with site({"/rss": answer(feed), **{f"/{n}": PAGE for n in range(50)}}) as (_, _, fetcher):
        errors: list[InputError] = []
        found = list(pages_of_url(f"{HOST}/rss", fetcher=fetcher, most=7, on_error=errors.append))
    assert len(found) == 7
    assert [str(e) for e in errors] == [f"{HOST}/rss: points to more than 7 pages; the first 7 were fetched"]


def test_the_text_of_a_feed_instead_of_its_pages() -> None:
    with site({"/rss": answer(RSS.encode()), "/a?x=1&y=2": PAGE}) as (server, _, fetcher):
        errors: list[InputError] = []
        (page,) = pages_of_url(f"{HOST}/rss", fetcher=fetcher, feed_text=True, on_error=errors.append)
        assert b"Ministers meet" in page.data
        assert page.fetched_at is not None
        assert server.paths == ["/rss"]
        assert [e.name for e in errors] == ["https://wire.example/b"]


def test_sitemaps_and_their_indexes() -> None:
    index = INDEX.replace("https://map.example", HOST).encode()
    one = SITEMAP.replace("https://map.example", HOST).encode()
    routes = {"/map": answer(index), "/1.xml": answer(gzip.compress(one)), "/new": PAGE, "/old": PAGE}
    with site(routes) as (server, _, fetcher):
        errors: list[InputError] = []
        found = list(pages_of_url(f"{HOST}/map", fetcher=fetcher, on_error=errors.append))
        assert [p.name for p in found] == [f"{HOST}/new", f"{HOST}/old"]
        assert [e.name for e in errors] == [f"{HOST}/2.xml"]
        assert server.paths == ["/map", "/2.xml", "/1.xml", "/new", "/old"]


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_in_feeds_that_are_fetched(name: str) -> None:
    with site({"/rss": answer(BOMBS[name].encode())}) as (server, web, fetcher):
        with pytest.raises(UnreadableInput, match="declares a document type"):
            list(pages_of_url(f"{HOST}/rss", fetcher=fetcher))
        assert server.paths == ["/rss"]
        assert len(set(web.connected)) == 1


def test_addresses_are_sources_of_reports(tmp_path: Path) -> None:
    with site({"/a": PAGE, "/rss": answer(rss("/a"))}) as (_, _, fetcher):
        for source in (f"{HOST}/a", f"{HOST}/rss", f"{HOST.upper()}/a"):
            (report,) = read(source, fetcher=fetcher)
            assert (report.title, report.url) == ("Ministers meet", f"{HOST}/a")
        errors: list[InputError] = []
        assert list(load(f"{HOST}/none", fetcher=fetcher, on_error=errors.append)) == []
        assert [e.name for e in errors] == [f"{HOST}/none"]
    with pytest.raises(RefusedAddress, match=r"^http://127\.0\.0\.1/: "):
        list(read("http://127.0.0.1/"))


NEWS = message(
    news_item(f"<inlineXML>{NITF}</inlineXML>"), news_item(f"<inlineXML>{XHTML}</inlineXML>", guid="urn:x:2")
).encode()
WARC = b"".join(packed(*(warc_record(n, article(n)) for n in range(3))))


@pytest.mark.parametrize(
    ("data", "kind", "count"),
    [
        (lines(), "application/x-ndjson", len(ROWS)),
        (gzip.compress(lines()), "application/gzip", len(ROWS)),
        (delimited(), "text/csv; charset=utf-8", len(ROWS)),
        (parquet(), "application/octet-stream", len(ROWS)),
        (WARC, "application/warc", 3),
        (NEWS, "application/xml", 2),
        (json.dumps(NINJS).encode(), "application/json", 1),
        (gzip.compress(article(1)), "application/gzip", 1),
    ],
)
def test_what_holds_many_reports_is_read_as_a_file_of_its_kind(data: bytes, kind: str, count: int) -> None:
    with site({"/x": answer(data, Content_Type=kind)}) as (_, _, fetcher):
        errors: list[InputError] = []
        pages = list(load(f"{HOST}/x", fetcher=fetcher, on_error=errors.append))
        assert (len(pages), errors) == (count, [])
        assert all(page.name.startswith(f"{HOST}/x") and page.fetched_at for page in pages)
        if count == 1:
            assert pages[0].url == f"{HOST}/x"
        for page in pages:
            assert read_page(page).text


def test_columns_of_a_table_at_an_address() -> None:
    table = f"when;words\n2024-11-25;{WORDS}\n".encode()
    with site({"/x": answer(table, Content_Type="text/csv")}) as (_, _, fetcher):
        (report,) = read(f"{HOST}/x", fetcher=fetcher, columns=Columns(text="words", published="when"))
    assert str(report.published) == "2024-11-25"


def test_archives_at_an_address_that_are_broken_or_too_large() -> None:
    broken = WARC[:-40]
    with site({"/x": answer(broken), "/png": answer(b"\x89PNG\r\n\x1a\n" + bytes(99))}) as (_, _, fetcher):
        errors: list[InputError] = []
        assert len(list(load(f"{HOST}/x", fetcher=fetcher, on_error=errors.append))) == 2
        assert len(errors) == 1
        assert errors[0].name.startswith(f"{HOST}/x:")
        with pytest.raises(UnreadableInput, match="PNG"):
            list(read(f"{HOST}/png", fetcher=fetcher))
    with site({"/x": answer(WARC)}, size_limit=500) as (_, _, fetcher), pytest.raises(InputTooLarge):
        list(load(f"{HOST}/x", fetcher=fetcher))
