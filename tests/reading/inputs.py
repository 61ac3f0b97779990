"""Inputs of many reports for the reading tests, all of them made up: web archives, agency items, rows."""

from __future__ import annotations

import gzip

from dragoman.errors import InputError
from dragoman.model import Page, Report
from dragoman.reading import load, page_text

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

ROWS = [
    {
        "id": f"wire-{n}",
        "headline": f"Ruritania and Freedonia reopen crossing {n}",
        "body": f"STRELSAU, March {n} (Reuters) - Ruritania and Freedonia agreed to reopen crossing {n}.\n\n"
        f'“We have waited, and paid,” the minister told reporters; "café" owners cheered at crossing {n}.',
        "pub_date": f"2024-03-{n:02d}T18:40:00Z",
        "source": "The Daily Courier",
        "author": "Jane Doe",
        "url": f"https://courier.example/world/{n}",
    }
    for n in range(1, 6)
]

NINJS = {
    "uri": "urn:newsml:wire.example:20240305:1",
    "type": "text",
    "version": "3",
    "versioncreated": "2024-03-05T18:40:00Z",
    "firstcreated": "2024-03-05T17:05:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-US",
    "headline": "Ruritania & Freedonia agree to “reopen” their border",
    "byline": "By Jane Doe",
    "located": "Strelsau",
    "infosource": [{"name": "Reuters"}],
    "copyrightholder": "Northwire",
    "body_text": "Ruritania and Freedonia agreed on Tuesday to reopen their border. They did so in Strelsau.",
    "body_xhtml": '<div><p>Ruritania and Freedonia agreed on Tuesday to reopen their "common" border.</p>'
    "<h2>Trade &amp; troops</h2><p>Foreign Minister Rudolf Elphberg told reporters &mdash; café owners cheered 😀.</p>"
    "<figure><figcaption>Trucks wait at the border on Monday.</figcaption></figure></div>",
}

NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Ruritania &amp; Freedonia
agree on border</hl1></hedline><byline>By Jane Doe</byline></body.head><body.content>
<p>Ruritania and <org>Freedonia</org> agreed on Tuesday to reopen their border, officials said.</p><hl2>Trade</hl2>
<block><p>“We have waited,” Foreign Minister <person>Rudolf Elphberg</person> told&#160;reporters &amp; cheered.
</p>
</block><media media-type="image"><media-producer>x</media-producer>
<media-caption><p>Trucks wait at the border.</p>
</media-caption></media></body.content><body.end><tagline>small print of the agency</tagline></body.end></body>
</nitf>"""

XHTML = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>
<h1>Ministers meet in Zenda</h1>
<p>Ministers of four countries met in Zenda castle on Wednesday.<br/><br/>They will meet again next week.</p>
<ul><li>One item of the list, said the minister.</li></ul></body></html>"""


def news_item(content: str, *, guid: str = "urn:newsml:wire.example:1", meta: str = "", headline: str = "") -> str:
    """A NewsML-G2 item around a content set."""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" standard="NewsML-G2" '
        'standardversion="2.33" conformance="power" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        '<provider qcode="nprov:NW"><name>Northwire</name></provider><versionCreated>2024-03-05T18:40:00Z'
        f"</versionCreated><firstCreated>2024-03-05T17:05:00Z</firstCreated>{meta}</itemMeta><contentMeta>"
        '<urgency>2</urgency><located qcode="city:1"><name>Strelsau</name></located>'
        f'<infoSource qcode="is:R"><name>Reuters</name></infoSource>{headline}<by>By Jane Doe</by>'
        f"</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    """A news message that carries items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>'
        f"2024-03-05T18:41:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def article(number: int) -> bytes:
    """An HTML page with a report on it."""
    paragraphs = "".join(
        f"<p>The governments of Ruritania and Freedonia agreed on Tuesday to reopen crossing {number}, officials said "
        f"in statement {k}.</p>"
        for k in range(5)
    )
    title = f"Ruritania and Freedonia reopen crossing {number}"
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
    return page.encode()


def warc_record(number: int, body: bytes, *, http: bytes = HTML, kind: str = "response") -> bytes:
    """A record of a web archive, bare."""
    block = http + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/{number}\r\n"
        f"WARC-Date: 2024-03-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> list[bytes]:
    """Records as members of a gzip file each."""
    return [gzip.compress(record, mtime=0) for record in records]


def taken(source: object) -> tuple[list[Page], list[InputError]]:
    """The pages of a source and its errors."""
    errors: list[InputError] = []
    return list(load(source, on_error=errors.append)), errors  # type: ignore[arg-type]


def assert_found_on_page(page: Page, report: Report) -> None:
    """Every letter and digit of every block stands on the page where the map says, if it stands there bare."""
    source = page_text(page)
    for block in report.blocks:
        for i in range(block.start, block.end):
            for at in report.page_map.to_page(type(block.span)(i, i + 1)):
                there, here = source[at.start], report.text[i]
                assert there == here or there in "&\\" or (here == " " and there.isspace()), (
                    here,
                    source[at.start - 9 :][:20],
                )
        if block.kind.value == "paragraph":
            assert report.page_map.to_page(block.span), "a paragraph from nowhere"
