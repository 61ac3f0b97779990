from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.errors import FetchFailed, InputError, NoArticle, RefusedAddress, UnreadableInput
from dragoman.reading import load, read
from dragoman.reading.fetching.following import pages_of_url
from tests.reading.feeds.test_feeds import BOMBS, FULL, INDEX, RSS, SITEMAP
from tests.reading.fetching.web import answer, site

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
