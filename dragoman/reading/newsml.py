"""IPTC NewsML-G2, and NITF alone: the standards' elements to an `Item`; bodies in NITF, XHTML or bare text.

A news message holds many items, each of which is a page of its own: its stretch of the source. Names of elements count
without prefixes, so that the stretch can be read by itself. Sources: IPTC, NewsML-G2 guidelines (itemMeta, contentMeta,
contentSet) and NITF 3.6 (hedline, byline, dateline, body.content).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.errors import NoArticle
from dragoman.model import BlockKind, Page, Report
from dragoman.reading.assemble import Moment
from dragoman.reading.decode import Decoded
from dragoman.reading.items import (
    Item,
    Words,
    blocks_of_html,
    blocks_of_text,
    looks_html,
    plain_code,
    report_from_item,
)
from dragoman.reading.xmltext import Element, Run, parse

Body = list[tuple[BlockKind, Words]]
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "hl2"}
_CAPTIONS = {"figcaption", "caption", "media-caption"}
_PARTS = _HEADINGS | _CAPTIONS | {
    "p", "li", "blockquote", "bq", "quote", "pre", "dd", "dt", "div", "section", "article", "body", "block", "ul", "ol",
    "dl", "figure", "media", "header", "main", "hl1", "body.content", "note", "fn",
}  # fmt: skip
_LEFT_OUT = {
    "script", "style", "head", "nav", "aside", "footer", "form", "table", "media-producer", "media-metadata",
    "media-object", "media-reference", "byline", "dateline", "distributor", "body.head", "body.end", "hl1", "credit",
}  # fmt: skip


def items_in(source: str, *, name: str) -> list[tuple[int, int]]:
    """Start and end in the source of each item of a news message, in order; of the whole document if it is one item.

    Raises as `parse` does.
    """
    root = parse(source, name=name)
    if root.tag not in ("newsMessage", "itemSet"):
        return [(0, len(source))]
    return [(item.start, item.end) for item in _sent(root)]


def report_from_newsml(page: Page, decoded: Decoded, *, published: Moment | None = None) -> Report:
    """The report of one item. Raises as `parse` and `report_from_item` do, and `NoArticle` for a message of many."""
    source = decoded.text
    root = parse(source, name=page.name)
    if root.tag in ("newsMessage", "itemSet"):
        sent = _sent(root)
        if len(sent) != 1:
            raise NoArticle(page.name, f"is a message of {len(sent)} items", "read it with `read`, which parts them")
        root = sent[0]
    item = _nitf_item(root) if root.tag == "nitf" else _news_item(root, name=page.name)
    return report_from_item(item, decoded, name=page.name, published=published)


def _sent(message: Element) -> list[Element]:
    """The items of a news message, of whatever kind."""
    sets = [message] if message.tag == "itemSet" else message.elements("itemSet")
    return [item for items in sets for item in items.children if isinstance(item, Element)]


def _news_item(item: Element, *, name: str) -> Item:
    if item.tag != "newsItem":
        raise NoArticle(name, f"is a {item.tag}, which holds no text of its own")
    meta = item.find("itemMeta") or Element("itemMeta", {}, 0)
    content = item.find("contentMeta") or Element("contentMeta", {}, 0)
    inner, body, title = _content(item)
    headline = _main(content.elements("headline")) or title or _main(meta.elements("title"))
    status, embargo = meta.find("pubStatus"), meta.find("embargoed")
    credit = content.find("creditline")
    return Item(
        title=_words(headline) if headline is not None else None,
        body=tuple(body),
        kind=plain_code(_code(meta.find("itemClass"))) or None,
        byline=_text(content.find("by")) or (inner.byline if inner else None) or _creator(content),
        sources=(*(n for n in map(_party, content.elements("infoSource")) if n), *([credit.text] if credit else [])),
        provider=_party(meta.find("provider")),
        url=_address(item, meta),
        first_created=_text(meta.find("firstCreated")),
        version_created=_text(meta.find("versionCreated")) or _text(content.find("contentCreated")),
        language=_language(item, content),
        located=_party(content.find("located")),
        dateline=_text(content.find("dateline")) or (inner.dateline if inner else None),
        status=_code(status),
        embargo=embargo.text if embargo is not None else None,
    )


def _content(item: Element) -> tuple[Item | None, Body, Element | None]:
    """Of an item's renditions the one with the most words: what NITF in it says itself, its blocks, its headline."""
    best: tuple[int, Item | None, Body, Element | None] = (0, None, [], None)
    for part in item.all("inlineXML", "inlineData"):
        inner: Item | None = None
        title: Element | None = None
        nitf = next(part.all("nitf"), None)
        if nitf is not None:
            inner, body = _nitf_item(nitf), _nitf_body(nitf)
            title = next(nitf.all("hl1"), None)
        elif part.tag == "inlineXML":
            body = list(_blocks(next(part.all("body"), part)))
        else:
            words = _words(part)
            marked = "html" in part.attributes.get("contenttype", "") or looks_html(words.chars)
            body = list(blocks_of_html(words) if marked else blocks_of_text(words))
        count = sum(len(words.chars.split()) for _, words in body)
        if count > best[0]:
            best = (count, inner, body, title)
    return best[1:]


def _nitf_item(nitf: Element) -> Item:
    """What a NITF document says in its own head and body."""
    title = next(nitf.all("hl1"), None) or nitf.find("head", "title")
    docdata = nitf.find("head", "docdata") or Element("docdata", {}, 0)
    doc_id, issued = docdata.find("doc-id"), docdata.find("date.issue")
    byline, line = next(nitf.all("byline"), None), next(nitf.all("dateline"), None)
    place = next(line.all("location"), None) if line else None
    distributor = next(nitf.all("distributor"), None)
    return Item(
        title=_words(title) if title is not None else None,
        body=tuple(_nitf_body(nitf)),
        kind="text",
        byline=byline.text if byline else None,
        sources=(distributor.text,) if distributor and distributor.text else (),
        provider=doc_id.attributes.get("regsrc") if doc_id else None,
        url=doc_id.attributes.get("id-string") if doc_id else None,
        first_created=issued.attributes.get("norm") if issued else None,
        language=nitf.attributes.get("lang"),
        located=place.text if place else None,
        dateline=line.text if line else None,
        status="canceled" if docdata.attributes.get("management-status") == "canceled" else None,
    )


def _nitf_body(nitf: Element) -> Body:
    content = nitf.find("body", "body.content") or nitf.find("body")
    return list(_blocks(content)) if content else []


def _blocks(body: Element) -> Iterator[tuple[BlockKind, Words]]:
    """The blocks of a body of NITF or XHTML, in order."""
    flow = _Flow()
    flow.take(body, BlockKind.PARAGRAPH)
    flow.flush(BlockKind.PARAGRAPH)
    yield from flow.blocks


class _Flow:
    """Collects words until a part begins or ends; what has come together is a block."""

    def __init__(self) -> None:
        self.blocks: Body = []
        self._runs: list[Run] = []

    def take(self, element: Element, kind: BlockKind) -> None:
        for child in element.children:
            if isinstance(child, Run):
                self._runs.append(child)
            elif child.tag in _LEFT_OUT:
                continue
            elif child.tag == "br":
                self._runs.append(Run("\n", child.start, False))
            elif child.tag in _PARTS:
                self.flush(kind)
                inner = kind
                if child.tag in _CAPTIONS:
                    inner = BlockKind.CAPTION
                elif child.tag in _HEADINGS and kind is BlockKind.PARAGRAPH:
                    inner = BlockKind.HEADING
                self.take(child, inner)
                self.flush(inner, lines=child.tag == "pre")
            else:
                self.take(child, kind)

    def flush(self, kind: BlockKind, *, lines: bool = False) -> None:
        words = _joined(self._runs)
        self._runs = []
        if not words.chars.strip():
            return
        if lines or "\n\n" in words.chars:  # two line breaks in a row part paragraphs
            self.blocks.extend((kind, part) for _, part in blocks_of_text(words))
        else:
            self.blocks.append((kind, words))


def _words(element: Element) -> Words:
    return _joined(list(element.runs()))


def _joined(runs: Sequence[Run]) -> Words:
    if len(runs) == 1:
        return Words(runs[0].chars, runs[0].offsets)
    return Words("".join(run.chars for run in runs), [at for run in runs for at in run.offsets])


def _main(headlines: Iterator[Element]) -> Element | None:
    """The main one of several headlines: that of the role "main", else the first without a role, else the first."""
    found = [h for h in headlines if h.text]
    for wanted in ("main", "", None):
        for headline in found:
            if wanted is None or plain_code(headline.attributes.get("role")) == wanted:
                return headline
    return None


def _party(element: Element | None) -> str | None:
    """A party's name: its `name` child, else its literal, else its code without scheme."""
    if element is None:
        return None
    named = element.find("name")
    if named is not None and named.text:
        return named.text
    return element.attributes.get("literal") or plain_code(_code(element)) or None


def _creator(content: Element) -> str | None:
    names = [party for party in map(_party, content.elements("creator")) if party and " " in party]
    return ", ".join(names) or None


def _code(element: Element | None) -> str | None:
    if element is None:
        return None
    return element.attributes.get("qcode") or element.attributes.get("uri") or element.text or None


def _text(element: Element | None) -> str | None:
    return element.text or None if element is not None else None


def _address(item: Element, meta: Element) -> str | None:
    """The address of the item on the web if it links to one as its own, else its identifier."""
    for link in meta.elements("link"):
        if plain_code(link.attributes.get("rel")).lower() in ("canonical", "sameas") and link.attributes.get("href"):
            return link.attributes["href"]
    return item.attributes.get("guid")


def _language(item: Element, content: Element) -> str | None:
    language = content.find("language")
    tag = language.attributes.get("tag") if language is not None else None
    return tag or item.attributes.get("lang")
