"""Items of news agencies, whatever their notation: body and metadata to a report, and what has not been released.

`ninjs.py` and `newsml.py` read an `Item` out of their documents. The page's text is the document as it came, so that
every paragraph leads back to its place in the JSON or XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from dragoman.errors import NoArticle, NotReleased
from dragoman.model import BlockKind, Dateline, Report
from dragoman.reading.agency import agency_named, credited, dateline
from dragoman.reading.assemble import Moment, Told, assemble
from dragoman.reading.decode import Decoded
from dragoman.reading.language import guess_language
from dragoman.reading.lines import Sort, judge, key_of, language_stops, split_lines
from dragoman.reading.markup import scan
from dragoman.reading.metadata import instant
from dragoman.reading.pagemap import TextBuilder
from dragoman.reading.sizes import check_length

_HTML = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|span|section|article|body|html|pre|table)\b", re.IGNORECASE)
_QCODE = re.compile(r"^[A-Za-z][\w.-]*:(?!//)")
_WRAPPED = 90
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of an item's document and where each of them stands there."""

    chars: str
    offsets: Sequence[int]

    def cut(self, start: int, end: int) -> Words:
        return Words(self.chars[start:end], self.offsets[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a document says of one item. None is what it does not say; dates and names are as it writes them.

    `sources` are the parties that the item's matter comes from (`infoSource`, credit line), `provider` who sends it.
    """

    title: Words | None = None
    body: tuple[tuple[BlockKind, Words], ...] = ()
    kind: str | None = None
    byline: str | None = None
    sources: tuple[str, ...] = ()
    provider: str | None = None
    url: str | None = None
    first_created: str | None = None
    version_created: str | None = None
    language: str | None = None
    located: str | None = None
    dateline: str | None = None
    status: str | None = None
    embargo: str | None = None


def report_from_item(
    item: Item, decoded: Decoded, *, name: str, published: Moment | None = None, now: datetime | None = None
) -> Report:
    """The report of an item.

    Raises `NotReleased` where its agency has withheld or canceled it or its embargo lasts beyond `now` (the present
    where it is None), `NoArticle` for a picture, a package or an item without text.
    """
    check_released(item, name=name, now=now or datetime.now(UTC))
    builder = TextBuilder()
    if item.title:
        builder.add(BlockKind.TITLE, _whole(item.title.chars), item.title.offsets)
    title = builder.text or None
    credits = _add_body(builder, item, title)
    text = builder.text
    if not any(block.kind is BlockKind.PARAGRAPH for block in builder.blocks):
        what = f"is of the kind {item.kind!r}" if item.kind and item.kind != "text" else "has no body"
        raise NoArticle(name, f"the item {what}, and there is no text to read")
    check_length(name, text)
    report = assemble(
        text, builder.blocks, builder.page_map, told=_told(item, decoded, title, credits), published=published
    )
    return _with_dateline(report, item)


def check_released(item: Item, *, name: str, now: datetime) -> None:
    """Raises `NotReleased` unless the item may be used."""
    status = plain_code(item.status).lower()
    if status in ("canceled", "cancelled", "withheld", "killed"):
        raise NotReleased(name, f"its agency has {status} the item")
    if item.embargo is None:
        return
    until = instant(item.embargo)
    moment = until if isinstance(until, datetime) or until is None else datetime.combine(until, time.min)
    if moment is None:
        raise NotReleased(name, "the item is under an embargo whose end is not told")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment > now:
        raise NotReleased(name, f"the item is under embargo until {moment.isoformat()}", "read it after that")


def blocks_of_html(words: Words) -> Iterator[tuple[BlockKind, Words]]:
    """The blocks of a body that is HTML inside another notation."""
    for block in scan(words.chars).blocks:
        if block.within & {"nav", "aside", "footer", "form", "button"}:
            continue
        if block.within & {"figcaption", "caption"}:
            kind = BlockKind.CAPTION
        elif block.within & {"h1", "h2", "h3", "h4", "h5", "h6"}:
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.PARAGRAPH
        yield kind, Words(block.chars, [words.offsets[at] for at in block.offsets])


def blocks_of_text(words: Words) -> Iterator[tuple[BlockKind, Words]]:
    """The paragraphs of a body without markup: its lines, or what blank lines part where lines are broken by width."""
    text = words.chars
    widest = max(map(len, text.split("\n")), default=0)
    if widest <= _WRAPPED and re.search(r"\S[ \t\r]*\n[ \t\r]*\n[ \t\r]*\S", text):
        spans = [(m.start(), m.end()) for m in re.finditer(r"\S(?:.|\n(?![ \t\r]*\n))*", text)]
    else:
        spans = split_lines(text)
    for start, end in spans:
        yield BlockKind.PARAGRAPH, words.cut(start, end)


def looks_html(text: str) -> bool:
    """Whether a body holds HTML's tags."""
    return bool(_HTML.search(text[:20_000]))


def plain_code(code: str | None) -> str:
    """A code without its scheme: "stat:usable" is usable, a URI its last part."""
    code = (code or "").strip()
    if "://" in code:
        return code.rstrip("/").rsplit("/", 1)[-1]
    return _QCODE.sub("", code)


def _add_body(builder: TextBuilder, item: Item, title: str | None) -> list[str]:
    """Adds the body's blocks but for small print; returns that, since it may credit an agency."""
    stops = language_stops(guess_language("\n".join(words.chars for _, words in item.body)))
    dropped: list[str] = []
    seen = {key_of(title)} if title else set()
    for kind, words in item.body:
        chars = _whole(words.chars)
        line = judge(" ".join(chars.split()), 0, len(" ".join(chars.split())), stops=stops)
        if line.clutter or (line.sort is Sort.STAMP and kind is not BlockKind.CAPTION):
            dropped.append(line.text)
            continue
        if line.key in seen and kind is not BlockKind.PARAGRAPH:
            continue
        seen.add(line.key)
        builder.add(BlockKind.CAPTION if line.sort is Sort.CAPTION else kind, chars, words.offsets)
    return dropped


def _whole(chars: str) -> str:
    """Halves of surrogate pairs are no characters; what they were is lost."""
    return _HALF.sub("\ufffd", chars)


def _told(item: Item, decoded: Decoded, title: str | None, credits: list[str]) -> Told:
    names = [name for name in (plain_code(source) for source in item.sources) if name]
    agency = next((a for a in map(agency_named, names) if a), names[0] if names else None)
    provider = plain_code(item.provider) or None
    first, latest = instant(item.first_created), instant(item.version_created)
    return Told(
        title=title,
        byline=_byline(item.byline),
        agency=agency or credited(credits) or (agency_named(provider) if provider else None),
        publisher=provider,
        url=item.url,
        published=first or latest,
        updated=latest if first and latest != first else None,
        language=item.language,
        issues=decoded.issues,
    )


def _byline(text: str | None) -> str | None:
    text = " ".join((text or "").split())
    return re.sub(r"^by[\s:]+", "", text, flags=re.IGNORECASE) or None


def _with_dateline(report: Report, item: Item) -> Report:
    """The dateline that the item's metadata tell where its text opens with none."""
    if report.dateline.place or report.dateline.span:
        return report
    day = report.published.date() if isinstance(report.published, datetime) else report.published
    found = dateline(f"{item.dateline.rstrip(' -–—')} - X", 0, published=day) if item.dateline else None
    place = (found[0].place if found else None) or item.located
    if not place:
        return report
    filed = found[0].date if found else None
    agency = report.agency or (found[1] if found else None)
    return replace(report, dateline=Dateline(place=place, date=filed), agency=agency)
