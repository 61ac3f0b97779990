from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError, InputTooLarge, NoArticle, UnreadableInput
from dragoman.model import Page
from dragoman.reading import read, read_page
from dragoman.reading.feeds import MOST_ITEMS, Feed, FeedKind, Item, feed_items, page_of, pages_in, read_feed, tell
from dragoman.reading.feeds.items import moment

FULL = "".join(
    f"<p>The foreign ministers of Ruritania and {name} met in the capital on Monday, and agreed to meet again.</p>"
    for name in ("Freedonia", "Sylvania", "Graustark", "Zenda", "Strelsau")
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Northern Wire &amp; Post</title><link>https://wire.example/</link><language>en-gb</language>
<item><title>Ministers meet</title><link>/a?x=1&amp;y=2</link><guid isPermaLink="false">n1</guid>
<pubDate>Mon, 25 Nov 2024 20:09:00 +0300</pubDate><dc:creator>Ann Lee</dc:creator>
<description>Short.</description><content:encoded><![CDATA[{FULL}]]></content:encoded></item>
<item><title>Only told of</title><guid>https://wire.example/b</guid><pubDate>2024-11-25</pubDate>
<author>joe@wire.com (Joe Doe)</author><description>{FULL.replace("<", "&lt;")}</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/news/"><title>A</title>
<entry><title>E</title><link rel="alternate" href="a.html"/><link rel="enclosure" href="a.mp3"/><id>tag:1</id>
<published>2024-11-25T20:09:00.5+03:00</published><updated>2024-11-26T08:00:00Z</updated>
<author><name>Ann Lee</name></author><author><name>Bo Li</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>R</title></channel>
<item rdf:about="https://rdf.example/1"><title>I</title><link>https://rdf.example/1</link>
<dc:date>2024-11-25T20:09:00+01:00</dc:date></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/1",
                "title": "T",
                "content_html": FULL,
                "date_published": "2024-11-25T20:09:00+03:00",
                "authors": [{"name": "Ann Lee"}, {"url": "x"}],
            },
            {"id": "8", "external_url": "https://other.example/2", "content_text": "One.\n\nTwo & three."},
            "no item",
        ],
    }
)
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://map.example/old</loc><lastmod>2023-01-02</lastmod></url>
<url><loc> https://map.example/new </loc><news:news><news:publication><news:name>N</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2024-11-25T20:09:00+03:00
</news:publication_date><news:title>Title</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://map.example/1.xml
</loc></sitemap><sitemap><loc>https://map.example/2.xml</loc><lastmod>2024-11-25</lastmod></sitemap></sitemapindex>"""
EAST = timezone(timedelta(hours=3))


def of(text: str | bytes, url: str | None = "https://wire.example/rss") -> Feed:
    return read_feed(Page("feed", text if isinstance(text, bytes) else text.encode(), url=url))


def test_rss() -> None:
    feed = of(RSS)
    assert (feed.title, feed.language, feed.problems) == ("Northern Wire & Post", "en-gb", ())
    first, second = feed.items
    assert (first.url, first.id, first.title) == ("https://wire.example/a?x=1&y=2", "n1", "Ministers meet")
    assert first.published == datetime(2024, 11, 25, 20, 9, tzinfo=EAST)
    assert first.published is not None
    assert first.published.utcoffset() == timedelta(hours=3)  # type: ignore[union-attr]
    assert (first.authors, first.marked_full) == (("Ann Lee",), True)
    assert (second.url, second.published) == ("https://wire.example/b", date(2024, 11, 25))
    assert (second.authors, second.marked_full) == (("Joe Doe",), False)


def test_atom_rdf_and_json() -> None:
    (entry,) = of(ATOM).items
    assert (entry.url, entry.id) == ("https://atom.example/news/a.html", "tag:1")
    assert entry.published == datetime(2024, 11, 25, 20, 9, tzinfo=EAST)
    assert entry.updated == datetime(2024, 11, 26, 8, tzinfo=UTC)
    assert entry.authors == ("Ann Lee", "Bo Li")
    (item,) = of(RDF).items
    assert (item.url, item.published, item.updated) == (
        "https://rdf.example/1",
        datetime(2024, 11, 25, 20, 9, tzinfo=timezone(timedelta(hours=1))),
        None,
    )
    one, two = of(JSON).items
    assert (one.url, one.id, one.authors) == ("https://wire.example/1", "7", ("Ann Lee",))
    assert (two.url, two.content) == ("https://other.example/2", "<p>One.</p><p>Two &amp; three.</p>")


def test_sitemaps() -> None:
    new, old = of(SITEMAP).items
    assert (new.url, new.title, new.language) == ("https://map.example/new", "Title", "en")
    assert new.published == datetime(2024, 11, 25, 20, 9, tzinfo=EAST)
    assert (old.url, old.updated) == ("https://map.example/old", date(2023, 1, 2))
    assert [i.url for i in of(INDEX).sitemaps] == ["https://map.example/2.xml", "https://map.example/1.xml"]
    assert of(gzip.compress(SITEMAP.encode())).items == (new, old)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RSS, FeedKind.SYNDICATION),
        (ATOM, FeedKind.SYNDICATION),
        (RDF, FeedKind.SYNDICATION),
        (JSON, FeedKind.JSON),
        (SITEMAP, FeedKind.SITEMAP),
        (INDEX, FeedKind.SITEMAP),
        ("\ufeff<!-- c --><?x y?><!DOCTYPE rss [<!ENTITY a '>'>]>\n<rss>", FeedKind.SYNDICATION),
        ("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'/>", FeedKind.SYNDICATION),
        ("<html><body>rss</body></html>", None),
        ("<!DOCTYPE html><feed>", None),
        ("<!DOCTYPE html><html><rss>", None),
        ('{"schema": 1}', None),
        ('{"items": [], "version": "https://example.org/"}', None),
        ("The <rss> element is old.", None),
        ("<!-- <rss> ", None),
        ("<!DOCTYPE x [", None),
        ("<!DOCTYPE rss [", FeedKind.SYNDICATION),
        ("<", None),
        ("", None),
    ],
)
def test_feeds_are_told_by_content(text: str, kind: FeedKind | None) -> None:
    assert tell(text.encode()) is kind
    assert tell(text.encode("utf-16")) is kind


def test_telling_takes_time_in_step_with_length() -> None:
    for text in ("<!--x-->", "<?x?>", "<!x [", "<! [ ] >", "\n", "<!--"):
        assert tell(text.encode() * 200_000) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-2"])
def test_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Gość</title></channel></rss>'
    assert of(text.encode(encoding)).title == "Gość"


BOMBS = {
    "billion laughs": '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "'
    + "&a;" * 99
    + '"><!ENTITY c "'
    + "&b;" * 99
    + '">]><rss><channel><item><title>&c;</title></item></channel></rss>',
    "quadratic": '<!DOCTYPE rss [<!ENTITY a "'
    + "x" * 50_000
    + '">]><rss><channel><title>'
    + "&a;" * 50_000
    + "</title></channel></rss>",
    "external entity": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>',
    "external DTD": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel><title>x</title></channel></rss>',
    "parameter entity": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:9/">%a;]><rss><channel/></rss>',
    "sitemap": '<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>',
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_before_anything_is_expanded(name: str, encoding: str) -> None:
    with pytest.raises(UnreadableInput, match=r"^feed: declares a document type"):
        of(BOMBS[name].encode(encoding))


def test_a_document_type_in_a_comment_or_after_the_start_makes_no_difference() -> None:
    entities = "<!DOCTYPE rss [<!ENTITY a 'boom'>]>"
    (item,) = of(f"<!-- {entities} --><rss><channel><item><title>T&a;</title></item></channel></rss>").items
    assert item.title == "T&a;"
    with pytest.raises(UnreadableInput):
        of(f"<rss>{entities}<channel><item><title>&a;</title></item></channel></rss>")


def test_a_feed_of_a_million_items() -> None:
    whole = b'<rss version="2.0"><channel><title>Big</title>' + b"<item/>" * 1_000_000 + b"</channel></rss>"
    feed = of(whole)
    assert len(feed.items) == MOST_ITEMS
    assert feed.problems == ("holds more items than are read; 5,000 were taken",)
    many = [{"url": f"https://a.example/{n}"} for n in range(50_000)]
    assert len(of(json.dumps({"version": "https://jsonfeed.org/version/1", "items": many})).items) == MOST_ITEMS
    with pytest.raises(InputTooLarge):
        of(gzip.compress(b"<urlset>" + b"<url/>" * 3_400_000 + b"</urlset>"))


@pytest.mark.parametrize("unit", ["<!-- ", "<![CDATA[<!--]]]]><![CDATA[>", "&amp;#", "<", "a@b ", "1 "])
def test_what_stands_in_items_costs_time_in_step_with_length(unit: str) -> None:
    """The HTML and the dates in feeds are where parsers have been slowest: these would take minutes, not this long."""
    many = (unit * (400_000 // len(unit))).replace("]]>", "")
    item = "".join(f"<{t}><![CDATA[{many}]]></{t}>" for t in ("title", "link", "description", "pubDate", "author"))
    item += f"<content:encoded><![CDATA[{many}]]></content:encoded>"
    feed = of(f"<rss version='2.0'><channel><item>{item}</item></channel></rss>")
    assert len(feed.items) == 1
    page_of(feed.items[0], feed, Page("feed", b""))


def test_elements_are_bounded() -> None:
    inside = "<b/>" * 400_000
    feed = of(f"<rss><channel><item><title>T</title></item><item>{inside}</item></channel></rss>")
    assert [i.title for i in feed.items] == ["T"]
    assert feed.problems == ("holds more items than are read; 1 were taken",)
    with pytest.raises(UnreadableInput, match="and no item"):
        of(f"<rss><channel>{inside}</channel></rss>")


def test_namespaces_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(UnreadableInput, match="no well-formed XML"):
        of("<rss xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'><channel><item/></channel></rss>")


def test_a_namespace_with_blanks_in_it_is_a_typed_error() -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        of("<rss xmlns:a='u\xa0v'><channel><item><a:b>x</a:b></item></channel></rss>")


def test_nesting_is_bounded() -> None:
    with pytest.raises(UnreadableInput, match="nested deeper"):
        of("<rss>" + "<a>" * 200_000 + "</a>" * 200_000 + "</rss>")
    with pytest.raises(UnreadableInput, match="no well-formed JSON"):
        of('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000)


def test_sloppy_feeds_are_mended() -> None:
    text = """<rss><channel><title>AT&T&nbsp;News &mdash; &copy; x&y</title><item><title>A\x08B &amp; &#8211; C</title>
<dc:creator>Ann Lee</dc:creator><link>https://a.example/?a=1&b=2&lt=3</link></item></channel></rss>"""
    feed = of(text)
    assert feed.title == "AT&T News — © x&y"
    assert [(i.title, i.url, i.authors) for i in feed.items] == [
        ("AB & – C", "https://a.example/?a=1&b=2&lt=3", ("Ann Lee",))
    ]


def test_a_feed_that_is_cut_off_keeps_its_whole_items() -> None:
    feed = of(RSS[: RSS.index("Joe Doe")])
    assert [i.id for i in feed.items] == ["n1"]
    assert "the items before that were taken" in feed.problems[0]
    assert [i.url for i in of(SITEMAP[: SITEMAP.index("<news:title>")]).items] == ["https://map.example/old"]
    with pytest.raises(UnreadableInput, match="no well-formed XML"):
        of("<rss><channel><title>x")


@given(st.text(max_size=300), st.sampled_from([RSS, ATOM, SITEMAP, INDEX, JSON]), st.integers(0, 3000))
def test_whatever_is_in_a_feed_gives_items_or_a_typed_error(noise: str, whole: str, at: int) -> None:
    try:
        feed = of((whole[:at] + noise + whole[at:]).encode("utf-8", "replace"))
    except InputError:
        return
    for item in feed.items:
        page_of(item, feed, Page("feed", b""))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Mon, 25 Nov 2024 20:09:00 +0300", datetime(2024, 11, 25, 20, 9, tzinfo=EAST)),
        ("25 Nov 2024 20:09:00 GMT", datetime(2024, 11, 25, 20, 9, tzinfo=UTC)),
        ("2024-11-25T20:09:00Z", datetime(2024, 11, 25, 20, 9, tzinfo=UTC)),
        ("2024-11-25", date(2024, 11, 25)),
        ("9999-12-31T23:59:59+00:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Nov 2024 99:09:00 +9999", None),
        ("x" * 9999, None),
        ("", None),
        (7, None),
    ],
)
def test_times(text: object, when: datetime | date | None) -> None:
    assert moment(text) == when


def test_an_item_in_full_is_a_page() -> None:
    feed = of(RSS)
    page = page_of(feed.items[0], feed, Page("feed", b"", url="https://wire.example/rss"))
    assert page is not None
    assert (page.name, page.url) == ("https://wire.example/a?x=1&y=2",) * 2
    report = read_page(page)
    assert report.title == "Ministers meet"
    assert report.published == datetime(2024, 11, 25, 20, 9, tzinfo=EAST)
    assert (report.byline, report.publisher) == ("Ann Lee", "Northern Wire & Post")
    assert report.url == "https://wire.example/a?x=1&y=2"
    assert report.text.count("Ruritania") == 5
    assert page_of(feed.items[1], feed, page) is None, "a description may be a summary"


def test_what_stands_in_titles_and_authors_makes_no_markup() -> None:
    nasty = Item(
        url='https://a.example/"><script>',
        title='</title><script>alert(1)</script>"',
        authors=('"><meta name=x>',),
        language='"><script>',
        content=FULL,
        marked_full=True,
    )
    page = page_of(nasty, Feed(title="<b>"), Page("feed", b""))
    assert page is not None
    assert b"<script>" not in page.data
    assert b"<meta name=x>" not in page.data


def test_addresses_of_scripts_files_and_data_are_none() -> None:
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://a.example/",
        "http://[",
        "",
    ):
        text = RSS.replace("/a?x=1&amp;y=2", address)
        assert of(text).items[0].url is None
        assert of(json.dumps(json.loads(JSON) | {"items": [{"url": address, "id": "1"}]}), None).items[0].url is None
        assert of(SITEMAP.replace("https://map.example/old", address)).items[1].url is None


def test_a_feed_in_a_file_gives_what_it_holds_and_fetches_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "news.txt"
    path.write_text(RSS, "utf-8")
    errors: list[InputError] = []
    reports = list(read(path, on_error=errors.append))
    assert [r.title for r in reports] == ["Ministers meet"]
    (error,) = errors
    assert isinstance(error, NoArticle)
    assert str(error).startswith(f"{path}: only points to 1 of its 2 reports")
    path.write_text(BOMBS["billion laughs"], "utf-8")
    with pytest.raises(UnreadableInput):
        list(read(path))
    assert len(feed_items(JSON.encode())) == 2
    for empty in (INDEX, "<rss/>", "<urlset/>"):
        with pytest.raises(NoArticle):
            list(pages_in(Page("feed", empty.encode())))
