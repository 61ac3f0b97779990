"""Agency items: ninjs 1 to 3, NewsML-G2, NITF; their fields, places in the document, releases, and hostile XML."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError, InputTooLarge, NoArticle, NotReleased, UnreadableInput
from dragoman.model import Page, Report
from dragoman.reading import page_text, read, read_page
from dragoman.reading.items import check_released
from dragoman.reading.jsontext import Quoted, located, offsets
from dragoman.reading.newsml import items_in
from dragoman.reading.ninjs import is_ninjs, read_item
from dragoman.reading.xmltext import DEEPEST, MOST_NODES, parse
from tests.reading.inputs import NINJS, NITF, XHTML, assert_found_on_page, message, news_item, taken


def of(report: Report) -> list[tuple[str, str]]:
    return [(block.kind.value, report.slice(block.span)) for block in report.blocks]


def page_of(item: object, **dump: object) -> Page:
    return Page("item", json.dumps(item, **dump).encode())  # type: ignore[arg-type]


NINJS_BLOCKS = [
    ("title", "Ruritania & Freedonia agree to “reopen” their border"),
    ("paragraph", 'Ruritania and Freedonia agreed on Tuesday to reopen their "common" border.'),
    ("heading", "Trade & troops"),
    ("paragraph", "Foreign Minister Rudolf Elphberg told reporters — café owners cheered 😀."),
    ("caption", "Trucks wait at the border on Monday."),
]


def v2(item: dict[str, object]) -> dict[str, object]:
    out = {k: v for k, v in item.items() if not k.startswith(("body_", "headline", "infosource", "byline"))}
    return out | {
        "by": item["byline"],
        "headlines": [{"role": "short", "value": "Border"}, {"role": "main", "value": item["headline"]}],
        "infosources": item["infosource"],
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": item["body_text"]},
            {"role": "richtext", "contenttype": "application/xhtml+xml", "value": item["body_xhtml"]},
        ],
    }


def v3(item: dict[str, object]) -> dict[str, object]:
    camel = {"versioncreated": "versionCreated", "firstcreated": "firstCreated", "pubstatus": "pubStatus"}
    camel |= {"infosources": "infoSources", "copyrightholder": "copyrightHolder"}
    out: dict[str, object] = {camel.get(k, k): v for k, v in v2(item).items()}
    bodies = [{k.replace("contenttype", "contentType"): v for k, v in b.items()} for b in out["bodies"]]  # type: ignore[attr-defined]
    return out | {"bodies": bodies}


@pytest.mark.parametrize("item", [NINJS, v2(NINJS), v3(NINJS)], ids=["1", "2", "3"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_ninjs_of_each_version(item: dict[str, object], ascii_only: bool) -> None:
    page = page_of(item, ensure_ascii=ascii_only, indent=1)
    report = read_page(page)
    assert of(report) == NINJS_BLOCKS
    assert (report.title, report.byline, report.agency, report.publisher) == (
        "Ruritania & Freedonia agree to “reopen” their border",
        "Jane Doe",
        "Reuters",
        "Northwire",
    )
    assert report.url == "urn:newsml:wire.example:20240305:1"
    assert report.published == datetime(2024, 3, 5, 17, 5, tzinfo=UTC)
    assert report.updated == datetime(2024, 3, 5, 18, 40, tzinfo=UTC)
    assert (report.language, report.dateline.place, report.issues) == ("en", "Strelsau", ())
    assert_found_on_page(page, report)


def test_ninjs_with_a_body_of_bare_text() -> None:
    text = "STRELSAU, March 5 (AFP) - Ruritania agreed on Tuesday to reopen its\nborder with Freedonia.\n\n"
    text += "The prime minister told reporters that\ntrucks would cross on Friday."
    item = {k: v for k, v in NINJS.items() if k not in ("body_xhtml", "infosource")} | {"body_text": text}
    report = read_page(page_of(item))
    assert of(report)[1:] == [("paragraph", " ".join(part.split())) for part in text.split("\n\n")]
    assert (report.agency, report.dateline.date) == ("AFP", date(2024, 3, 5))
    assert_found_on_page(page_of(item), report)


def test_ninjs_of_which_the_html_is_only_a_teaser() -> None:
    item = NINJS | {"body_xhtml": "<p>Read on inside.</p>"}
    assert "They did so in Strelsau." in read_page(page_of(item)).text


def test_an_only_version_is_published_and_not_updated() -> None:
    item = {k: v for k, v in NINJS.items() if k != "firstcreated"}
    report = read_page(page_of(item))
    assert (report.published, report.updated) == (datetime(2024, 3, 5, 18, 40, tzinfo=UTC), None)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_items_that_are_not_released(status: str) -> None:
    with pytest.raises(NotReleased, match=f"^item: its agency has {status}"):
        read_page(page_of(NINJS | {"pubstatus": status}))
    with pytest.raises(NotReleased, match=status):
        read_page(
            Page(
                "item",
                news_item(f"<inlineXML>{XHTML}</inlineXML>", meta=f'<pubStatus qcode="stat:{status}"/>').encode(),
            )
        )


def test_embargoes() -> None:
    now = datetime(2024, 3, 5, 12, tzinfo=UTC)
    for until, kept_back in [("2024-03-05T12:01:00Z", True), ("2024-03-05T11:59:00Z", False), ("2024-03-06", True)]:
        item = read_item(json.dumps(NINJS | {"embargoed": until}))
        if kept_back:
            with pytest.raises(NotReleased, match="embargo until 2024-03-0"):
                check_released(item, name="x", now=now)
        else:
            check_released(item, name="x", now=now)
    far = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    with pytest.raises(NotReleased, match="embargo"):
        read_page(Page("n", news_item("<inlineXML/>", meta=f"<embargoed>{far}</embargoed>").encode()))
    with pytest.raises(NotReleased, match="end is not told"):
        read_page(Page("n", news_item("<inlineXML/>", meta="<embargoed/>").encode()))


def test_items_without_text() -> None:
    with pytest.raises(NoArticle, match="'picture'"):
        read_page(page_of({"uri": "x:y", "type": "picture", "headline": "A border", "renditions": []}))
    with pytest.raises(NoArticle, match="has no body"):
        read_page(page_of({"uri": "x:y", "type": "text", "headline": "A border", "pubstatus": "usable"}))
    with pytest.raises(NoArticle, match="packageItem"):
        read_page(Page("n", b'<packageItem guid="x"><itemMeta/></packageItem>'))


NEWS = message(
    news_item(f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>'),
    news_item(
        f'<inlineXML contenttype="application/xhtml+xml">{XHTML}</inlineXML>',
        guid="urn:2",
        headline='<headline role="hlr:short">Short</headline><headline>Ministers meet in Zenda</headline>',
    ),
    news_item(
        '<inlineData contenttype="text/plain">Ministers met in Zenda, officials said.</inlineData>', guid="urn:3"
    ),
    news_item(
        '<inlineData contenttype="text/html"><![CDATA[<p>Four &lt; five ministers met &amp; ate in Zenda.</p>'
        "<p>They will meet again, they said.</p>]]></inlineData>",
        guid="urn:4",
    ),
)


def test_newsml_message_is_parted_and_each_item_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(NEWS, "utf-8")
    pages, errors = taken(path)
    assert errors == []
    assert [page.name for page in pages] == [f"{path}:{n}" for n in range(1, 5)]
    reports = [read_page(page) for page in pages]
    for page, report in zip(pages, reports, strict=True):
        assert_found_on_page(page, report)
        assert (report.agency, report.publisher, report.byline) == ("Reuters", "Northwire", "Jane Doe")
        assert report.published == datetime(2024, 3, 5, 17, 5, tzinfo=UTC)
        assert report.dateline.place == "Strelsau"
    assert [report.url for report in reports] == ["urn:newsml:wire.example:1", "urn:2", "urn:3", "urn:4"]
    assert of(reports[0]) == [
        ("title", "Ruritania & Freedonia agree on border"),
        ("paragraph", "Ruritania and Freedonia agreed on Tuesday to reopen their border, officials said."),
        ("heading", "Trade"),
        ("paragraph", "“We have waited,” Foreign Minister Rudolf Elphberg told reporters & cheered."),
        ("caption", "Trucks wait at the border."),
    ]
    assert of(reports[1]) == [
        ("title", "Ministers meet in Zenda"),
        ("paragraph", "Ministers of four countries met in Zenda castle on Wednesday."),
        ("paragraph", "They will meet again next week."),
        ("paragraph", "One item of the list, said the minister."),
    ]
    assert of(reports[2]) == [("paragraph", "Ministers met in Zenda, officials said.")]
    assert of(reports[3])[0] == ("paragraph", "Four < five ministers met & ate in Zenda.")


def test_one_item_is_the_file_and_nitf_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "item.txt"
    path.write_text("<?xml version='1.0'?>\n<!-- from the wire -->\n" + NITF, "utf-8")
    (page,), _ = taken(path)
    assert (page.name, page_text(page)) == (str(path), path.read_text("utf-8"))
    (report,) = read(path)
    assert (report.title, report.byline) == ("Ruritania & Freedonia agree on border", "Jane Doe")
    assert_found_on_page(page, report)


def test_prefixes_and_encodings() -> None:
    prefixed = NITF.replace("<p>", "<n:p>").replace("</p>", "</n:p>").replace("café", "caf")
    prefixed = '<?xml version="1.0" encoding="utf-16"?>' + prefixed.replace("<nitf xmlns", '<nitf xmlns:n="x" xmlns')
    report = read_page(Page("n", prefixed.encode("utf-16")))
    assert "“We have waited,”" in report.text
    latin = '<?xml version="1.0" encoding="iso-8859-1"?>' + NITF.replace("“", "é").replace("”", "é")
    assert "éWe have waited,é" in read_page(Page("n", latin.encode("latin-1"))).text


BOMB = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # fmt: skip


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB + "]>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]>',
        '<!DOCTYPE newsMessage SYSTEM "http://127.0.0.1/x.dtd">',
        "<!DOCTYPE newsMessage>",
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, prolog: str) -> None:
    text = prolog + NEWS.partition("\n")[2].replace("officials said", "officials &a; said")
    (tmp_path / "a").write_text(text, "utf-8")
    pages, (error,) = taken(tmp_path / "a")
    assert pages == []
    assert isinstance(error, UnreadableInput)
    assert "refused" in str(error)


def test_xml_that_is_broken_deep_or_crowded() -> None:
    with pytest.raises(UnreadableInput, match="well-formed"):
        read_page(Page("n", NITF.replace("</block>", "").encode()))
    with pytest.raises(UnreadableInput, match=f"deeper than {DEEPEST}"):
        read_page(Page("n", b"<nitf>" + b"<block>" * 200_000))
    with pytest.raises(InputTooLarge, match=f"{MOST_NODES:,}"):
        parse("<nitf>" + "<p/>" * (MOST_NODES + 1), name="n")
    with pytest.raises(UnreadableInput, match="well-formed"):
        read_page(Page("n", NITF.replace("Trade", "Tr\0ade").encode()))


def test_a_message_is_no_page_of_its_own() -> None:
    with pytest.raises(NoArticle, match="of 4 items"):
        read_page(Page("n", NEWS.encode()))
    assert len(items_in(NEWS, name="n")) == 4


def test_ninjs_in_lines_and_halves_of_characters(tmp_path: Path) -> None:
    broken = json.dumps(NINJS).replace("Tuesday", "Tues\\ud83dday").replace("Monday", "Mon\\u0000day")
    (tmp_path / "a").write_text(json.dumps(NINJS) + "\n" + broken + "\n", "utf-8")
    pages, errors = taken(tmp_path / "a")
    assert ([page.name[-2:] for page in pages], errors) == ([":1", ":2"], [])
    report = read_page(pages[1])
    assert "on Tues\ufffdday to" in report.text
    assert "on Monday." in report.text
    report.text.encode()


@pytest.mark.parametrize("data", [b'{"uri": "a:b", "pubstatus"', b'{"uri": ' * 5000, b'{"uri": 1, "headline": [[[['])
def test_broken_json(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^n: "):
        read_page(Page("n", data))


def test_what_is_an_item() -> None:
    assert is_ninjs(NINJS)
    assert is_ninjs(v3(NINJS))
    assert not any(map(is_ninjs, [{"uri": "x", "title": "y", "text": "z"}, {"body_text": "x"}, [NINJS], None, 7]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(JSON, st.booleans())
def test_json_with_places_is_what_json_says_and_every_place_is_right(value: object, ascii_only: bool) -> None:
    source = json.dumps(value, ensure_ascii=ascii_only)
    found = located(source)
    assert found == json.loads(source)
    todo = [found]
    while todo:
        one = todo.pop()
        if isinstance(one, Quoted):
            places = offsets(source, one)
            assert len(places) == len(one)
            assert all(source[at] == char or source[at] == "\\" for at, char in zip(places, one, strict=True))
        todo.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else [])
