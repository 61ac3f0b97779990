"""Reports from HTML: the body by trafilatura, its words found again in the source, the rest by own readers.

Trafilatura (in its precision setting) decides which paragraphs are the article's; each is then looked up in the
page's visible text, in order, by its letters and digits, so that the report's words are the source's own and
every one of them leads back to its place there. Where trafilatura finds nothing, the line model for bare text tries.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from dragoman.errors import NoArticle
from dragoman.model import BlockKind, Page, Report
from dragoman.reading.agency import credited
from dragoman.reading.assemble import Moment, Told, assemble, settle
from dragoman.reading.decode import Decoded
from dragoman.reading.language import guess_language
from dragoman.reading.lines import Sort, judge, key_of, language_stops
from dragoman.reading.load import check_length
from dragoman.reading.markup import MARGINS, Markup, scan
from dragoman.reading.metadata import Metadata, instant, localized, read_metadata
from dragoman.reading.pagemap import TextBuilder
from dragoman.reading.rawtext import find_article
from dragoman.reading.refusals import CUT_SHORT, CUT_WORDS, is_walled, refuse
from dragoman.reading.stamps import Stamp, stamp_line
from dragoman.reading.stream import Piece, Stream

if TYPE_CHECKING:
    from lxml import etree

_MIN_WORDS = 20
_TIME_WORDS = 8
_SOUND = 250
"""Characters under which trafilatura looks a second time itself (its MIN_EXTRACTED_SIZE)."""
_TEXTUAL = frozenset("body div p head list item quote hi ref lb code ab del".split())
_SITE = re.compile(r"\s[|–—»·-]\s")
_ASIDE = {"nav", "aside", "footer", "form", "button"}
_WORD = re.compile(r"[^\W_]{4,}")
Body = list[tuple[BlockKind, Piece]]


def report_from_html(page: Page, decoded: Decoded, *, published: datetime | date | None = None) -> Report:
    """The report on an HTML page. Raises `NoArticle` if there is none on it."""
    markup = scan(decoded.text)
    metadata = read_metadata(markup)
    stream = Stream(markup.blocks)
    names = [markup.title.chars] if markup.title else []
    try:
        body = _body(_without(decoded.text, markup.scripts), stream, _main_length(markup)) or _body_by_lines(
            page, stream
        )
    except NoArticle:
        refuse(page.name, titles=names, paragraphs=(), around=(), reported=metadata.reported)
        raise
    first = min((piece.first for _, piece in body if piece.first >= 0), default=0)
    last = max((piece.last for _, piece in body), default=0)
    title = _title(markup, metadata, stream, first)
    top = title.first if title and 0 <= title.first <= first else first
    builder = TextBuilder()
    seen = set()
    if title and builder.add(BlockKind.TITLE, title.chars, title.offsets):
        seen.add(key_of(title.chars))
    headed = len(builder.blocks)
    beside = [*_captions(stream, top, last), *(_entry_times(markup, first, last) if metadata.live else ())]
    for kind, piece in _in_order(body, stream, sorted(beside)):
        key = key_of(piece.chars)
        if key and key not in seen:
            seen.add(key)
            builder.add(kind, piece.chars, piece.offsets)
    text = builder.text
    check_length(page.name, text)
    paragraphs = [text[b.start : b.end] for b in builder.blocks if b.kind is BlockKind.PARAGRAPH]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    below = [" ".join(block.chars.split()) for block in markup.blocks[first : last + 9]]
    refuse(
        page.name,
        titles=[title.chars, *names] if title else names,
        paragraphs=paragraphs,
        around=below,
        reported=metadata.reported,
    )
    if words < _MIN_WORDS:
        raise NoArticle(page.name, "no article was found on the page", "give the page of one report, with its text")
    told = _told(page, decoded, markup, metadata, (top, first, last))
    if words < CUT_WORDS and is_walled(below[last + 1 - first :]):
        told = replace(told, issues=(*told.issues, CUT_SHORT))
    if headed:
        told = replace(told, title=text[builder.blocks[0].start : builder.blocks[0].end])
    return assemble(text, builder.blocks, builder.page_map, told=told, published=published)


def _main_length(markup: Markup) -> int:
    """How many characters the page shows outside its menus, margins, foot and links."""
    whole = sum(len(block.chars) for block in markup.blocks if block.within.isdisjoint(MARGINS))
    return whole - markup.linked


def _body(source: str, stream: Stream, most: int) -> Body:
    """Trafilatura's paragraphs, found in the page. Empty if it finds less than `_MIN_WORDS` words of sentences."""
    units = _extracted(source, most)
    stops = language_stops(guess_language("\n".join(text for _, text in units)))
    body: Body = []
    words = paragraphs = 0
    for tag, text in units:
        line = judge(text, 0, len(text), stops=stops)
        if line.sort is Sort.END and paragraphs >= 3:
            break
        if line.clutter or line.sort is Sort.STAMP or (line.sort is Sort.LABEL and tag != "head" and line.words < 3):
            continue
        piece = stream.find(text) or Piece(text, [None] * len(text))
        captioned = piece.first >= 0 and "figcaption" in stream.blocks[piece.first].within
        if line.sort is Sort.CAPTION or captioned:
            kind = BlockKind.CAPTION
        elif tag == "head":
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.PARAGRAPH
            paragraphs += 1
            words += line.words if line.sort in (Sort.PROSE, Sort.SHORT) else 0
        body.append((kind, piece))
    return body if words >= _MIN_WORDS else []


def _without(source: str, stretches: Sequence[tuple[int, int]]) -> str:
    """The source without what stands in scripts: half and more of most pages, which no parser needs to see."""
    kept, at = [], 0
    for start, end in stretches:
        kept.append(source[at:start])
        at = end
    return "".join([*kept, source[at:]])


def _extracted(source: str, most: int) -> list[tuple[str, str]]:
    """Trafilatura's units of text in order, each with its tag (head, p, item, quote ...), broken at line breaks.

    Beside its own rules trafilatura asks readability for a second opinion, which takes as long again, and follows it
    where that is more than twice as long or its own article looks faulty. Where the page has no more than twice as much
    text outside of menus and links (`most` characters) and the article is sound, it need not be asked.
    """
    from trafilatura import bare_extraction, load_html  # half a second to import, needed for HTML alone

    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # it reports pages without an article as errors; here that is NoArticle
    try:
        tree = load_html(source)
        if tree is None:
            return []
        extract = partial(bare_extraction, tree, favor_precision=True, include_comments=False, include_tables=False)
        found = extract(fast=True)
        if found is None or found.body is None or not _is_sound(found.body, most):
            found = extract()
    finally:
        logger.setLevel(level)
    if found is None or found.body is None:
        return []
    units: list[tuple[str, str]] = []
    _units(found.body, units, "p", 0)
    return [(tag, " ".join(part.split())) for tag, whole in units for part in whole.split("\n") if part.strip()]


def _is_sound(body: etree._Element, most: int) -> bool:
    """Whether an article of trafilatura's own rules is long enough, made of text alone, and most of the page's."""
    length = len(" ".join(body.itertext()))
    paragraphs = any(text.strip() for p in body.iter("p") for text in p.itertext())
    return length >= _SOUND and 2 * length >= most and paragraphs and all(e.tag in _TEXTUAL for e in body.iter())


def _units(element: object, units: list[tuple[str, str]], tag: str, depth: int) -> None:
    """Collects the text of the outermost paragraphs, headings, items and quotations below an lxml element."""
    for child in element:  # type: ignore[attr-defined]
        name = child.tag if isinstance(child.tag, str) else ""
        if name in ("head", "p", "item", "code", "ab") or (name == "quote" and child.find(".//p") is None):
            for mark in child.iter("lb"):
                mark.tail = "\n" + (mark.tail or "")
            units.append((name, "".join(child.itertext())))
        elif depth < 50:
            if child.text and child.text.strip():
                units.append((tag, child.text))
            _units(child, units, tag, depth + 1)
        if child.tail and child.tail.strip():
            units.append((tag, child.tail))


def _body_by_lines(page: Page, stream: Stream) -> Body:
    """The line model over the visible blocks, one line each. Raises `NoArticle`."""
    starts: dict[int, int] = {}
    lines: list[str] = []
    at = 0
    for index, block in enumerate(stream.blocks):
        line = re.sub(r"\s", " ", block.chars)
        starts[at + len(line) - len(line.lstrip())] = index
        lines.append(line)
        at += len(line) + 1
    article = find_article("\n".join(lines), name=page.name)
    return [(kind, stream.whole(starts[line.start])) for kind, line in article.body if line.start in starts]


def _title(markup: Markup, metadata: Metadata, stream: Stream, first: int) -> Piece | None:
    """The headline as the page shows it, else as its metadata or browser title has it."""
    shown = [i for i, block in enumerate(markup.blocks) if "h1" in block.within and len(block.chars.split()) >= 2]
    told = [*metadata.titles, *([markup.title.chars] if markup.title else [])]
    keys = [key_of(text) for text in told]
    for key in keys:
        for i in shown:
            mine = key_of(markup.blocks[i].chars)
            if mine == key or (len(mine) >= 12 and (key.startswith(mine) or mine.startswith(key) or mine in key)):
                return stream.whole(i)
    stems = {word.lower()[:6] for text in told for word in _WORD.findall(text)}
    for i in reversed([i for i in shown if i <= first]):
        words = [word.lower()[:6] for word in _WORD.findall(markup.blocks[i].chars)]
        if words and (not stems or sum(word in stems for word in words) >= len(words) / 2):
            return stream.whole(i)
    for key in keys:
        for i, block in enumerate(markup.blocks[: first + 1]):
            if len(key) >= 8 and key_of(block.chars) == key:
                return stream.whole(i)
    if metadata.titles:
        text = metadata.titles[0]
        found = Stream([markup.title]).find(text) if markup.title else None
        return Piece(found.chars, found.offsets) if found else Piece(text, [None] * len(text))
    return _browser_title(markup)


def _browser_title(markup: Markup) -> Piece | None:
    """The browser's title without the site's name: its longest part between bars and dashes."""
    if markup.title is None:
        return None
    chars, start = markup.title.chars, 0
    parts: list[tuple[int, int]] = []
    for match in _SITE.finditer(chars):
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, len(chars)))
    a, b = max(parts, key=lambda part: part[1] - part[0])
    return Piece(chars[a:b], markup.title.offsets[a:b]) if len(chars[a:b].split()) >= 3 else None


def _captions(stream: Stream, top: int, last: int) -> Iterator[tuple[int, BlockKind]]:
    """The pictures' captions between the title and the body's last block."""
    for i in range(top, last + 1):
        if "figcaption" in stream.blocks[i].within and len(stream.blocks[i].chars.split()) >= 3:
            yield i, BlockKind.CAPTION


def _entry_times(markup: Markup, first: int, last: int) -> Iterator[tuple[int, BlockKind]]:
    """The times that head a live blog's entries, as headings."""
    for i in sorted({time.block for time in markup.times}):
        if first - 2 <= i <= last and len(markup.blocks[i].chars.split()) <= _TIME_WORDS:
            yield i, BlockKind.HEADING


def _in_order(body: Body, stream: Stream, beside: list[tuple[int, BlockKind]]) -> Iterator[tuple[BlockKind, Piece]]:
    """The body with the blocks `beside` it (their numbers, sorted, with their kinds) at their places on the page."""
    taken = {i for _, piece in body for i in range(piece.first, piece.last + 1)}
    waiting = [(i, kind) for i, kind in beside if kind is BlockKind.CAPTION or i not in taken]
    for kind, piece in body:
        while waiting and waiting[0][0] <= piece.first:
            at, other = waiting.pop(0)
            yield other, stream.whole(at)
        yield kind, piece
    for at, other in waiting:
        yield other, stream.whole(at)


def _told(page: Page, decoded: Decoded, markup: Markup, metadata: Metadata, places: tuple[int, int, int]) -> Told:
    top, first, last = places
    lines = [
        (i, line)
        for i, block in enumerate(markup.blocks[: last + 7])
        if not block.within & _ASIDE and (line := stamp_line(" ".join(block.chars.split()[:40])))
    ]
    head = [line for i, line in lines if max(0, top - 3) <= i <= first + 1]
    labelled = [s for i, line in lines if i > first + 1 for s in line.stamps if s.label]
    stamps: Sequence[Stamp] = [*(stamp for line in head for stamp in line.stamps), *labelled]
    url = page.url or metadata.url
    printed, renewed, issues = settle(stamps, url=url)
    published = localized(metadata.published or _timed(markup, top, first), printed)
    return Told(
        byline=metadata.byline or next((line.byline for line in head if line.byline), None),
        agency=metadata.agency
        or next((line.agency for line in head if line.agency), None)
        or credited([block.chars.strip() for block in markup.blocks[first : last + 10]]),
        publisher=metadata.publisher,
        url=url,
        published=published,
        updated=_same_zone(localized(metadata.updated, renewed), published),
        language=markup.language,
        issues=(
            *decoded.issues,
            *(issue for issue in issues if published is None or "publication" not in issue.message),
        ),
    )


def _same_zone(updated: Moment | None, published: Moment | None) -> Moment | None:
    """The update in the zone that the page's readers live in, once that is known from its other stamp."""
    if isinstance(updated, datetime) and isinstance(published, datetime) and updated.tzinfo and published.tzinfo:
        return updated.astimezone(published.tzinfo)
    return updated


def _timed(markup: Markup, top: int, first: int) -> Moment | None:
    """The first `<time>` between title and body, where no metadata tell when the report was published."""
    for time in markup.times:
        if top - 2 <= time.block <= first + 1 and not time.within & _ASIDE:
            found = instant(time.when)
            if found:
                return found
    return None
