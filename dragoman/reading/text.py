"""Reports from bare text: as a scraper leaves it (`report_from_page_text`), or already clean (`report_from_text`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dragoman.model import Block, BlockKind, Page, PageMap, Report
from dragoman.reading.agency import credited
from dragoman.reading.assemble import Told, assemble, settle
from dragoman.reading.decode import Decoded
from dragoman.reading.lines import split_lines
from dragoman.reading.load import check_length
from dragoman.reading.pagemap import TextBuilder
from dragoman.reading.rawtext import Article, find_article
from dragoman.reading.refusals import CUT_SHORT, CUT_WORDS, is_walled, refuse


def report_from_page_text(
    page: Page, decoded: Decoded, *, published: datetime | date | None = None, furniture: frozenset[int] = frozenset()
) -> Report:
    """The report on a page of bare text; `furniture` are hashes of lines that its site prints under other stories too.

    Raises `NoArticle` if there is no report on it.
    """
    article = find_article(decoded.text, name=page.name, furniture=furniture)
    check_length(page.name, "".join(line.text for _, line in article.body))
    builder = TextBuilder()
    if article.title is not None:
        builder.add(BlockKind.TITLE, article.title.text, article.title.start)
    for kind, line in article.body:
        builder.add(kind, line.text, line.start)
    title = builder.blocks[0] if article.title is not None and builder.blocks else None
    text = builder.text
    paragraphs = [line.text for kind, line in article.body if kind is BlockKind.PARAGRAPH]
    below = [line.text for line in article.credits]
    printed = text[title.start : title.end] if title else None
    refuse(page.name, titles=[printed] if printed else [], paragraphs=paragraphs, around=below, reported=False)
    told = _told(article, page, decoded, printed)
    if sum(len(paragraph.split()) for paragraph in paragraphs) < CUT_WORDS and is_walled(below):
        told = replace(told, issues=(*told.issues, CUT_SHORT))
    return assemble(text, builder.blocks, builder.page_map, told=told, published=published)


def _told(article: Article, page: Page, decoded: Decoded, title: str | None) -> Told:
    lines = [line.stamp for line in article.stamps if line.stamp]
    stamps = [stamp for line in lines for stamp in line.stamps]
    published, updated, issues = settle(stamps, url=page.url)
    return Told(
        title=title,
        byline=next((line.byline for line in lines if line.byline), None),
        agency=next((line.agency for line in lines if line.agency), None)
        or credited([line.text for line in article.credits]),
        url=page.url,
        published=published,
        updated=updated,
        issues=(*decoded.issues, *issues),
    )


def report_from_text(
    text: str,
    *,
    published: datetime | date | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    agency: str | None = None,
    keep_text: bool = True,
) -> Report:
    """The report of a text that is clean already, from a corpus or an evaluation set. Nothing is left out.

    Every line with a letter or digit in it is a block, the first one a title if it says the same as `title`, the others
    paragraphs. With `keep_text` `Report.text` is `text` to the character; without it, white space is collapsed,
    blocks are parted by blank lines, and a `title` that the text does not open with becomes the first block. The
    page map leads back to `text` either way.
    """
    spans = [(a, b) for a, b in split_lines(text) if any(char.isalnum() for char in text[a:b])]
    kinds = [BlockKind.PARAGRAPH] * len(spans)
    if title and spans and text[spans[0][0] : spans[0][1]].split() == title.split():
        kinds[0] = BlockKind.TITLE
    told = Told(title=title, url=url, publisher=publisher, agency=agency)
    if keep_text:
        blocks = [Block(kind, start, end) for kind, (start, end) in zip(kinds, spans, strict=True)]
        whole = PageMap(((0, len(text), 0),) if text else ())
        return assemble(text, blocks, whole, told=told, published=published)
    builder = TextBuilder()
    if title and (not kinds or kinds[0] is not BlockKind.TITLE):
        builder.add(BlockKind.TITLE, title, [None] * len(title))
    for kind, (start, end) in zip(kinds, spans, strict=True):
        builder.add(kind, text[start:end], start)
    return assemble(builder.text, builder.blocks, builder.page_map, told=told, published=published)
