"""A table's row as a page, and the report on it.

The text of a row is read as a page of its own is: as HTML if it is HTML, else line by line, so that captions,
stamps and small print that a corpus has carried along go out. Where that leaves nothing, all of it is taken: a
user who names a column says that reports stand there. What the other columns say goes before what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dragoman.errors import InputError, InputTooLarge, NoArticle, UnreadableInput
from dragoman.model import BlockKind, Given, Issue, Page, Report
from dragoman.reading.agency import agency_named, credited
from dragoman.reading.assemble import STAGE, Moment, Told, assemble, settle
from dragoman.reading.decode import Decoded
from dragoman.reading.lines import key_of, split_lines
from dragoman.reading.metadata import instant
from dragoman.reading.pagemap import TextBuilder
from dragoman.reading.rawtext import Article, find_article
from dragoman.reading.sizes import SIZE_LIMIT, check_length

_FEWEST_WORDS = 5
_URI = re.compile(r"[a-z][a-z0-9+.-]{1,30}:\S+", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_LONGEST = 2_000


def page_of_row(row: Mapping[str, object], fields: Mapping[str, str], *, name: str) -> Page | InputError:
    """The page of a row, whose values are by column; `fields` says which column holds what. An error if it has no text.

    The page's address is the row's, or where the row has none its id.
    """
    value = _at(row, fields["text"])
    if isinstance(value, Mapping) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
        return UnreadableInput(name, f"its {fields['text']!r} is no text, but holds other things")
    data = value if isinstance(value, bytes) else _encoded(_words(value, join="\n\n"))
    if len(data) > SIZE_LIMIT:
        return InputTooLarge(name, f"has {len(data):,} bytes of text, the limit is {SIZE_LIMIT:,}")
    if not data.strip():
        return UnreadableInput(name, f"has no text in its {fields['text']!r}")

    def told(field: str) -> str | None:
        if field not in fields:
            return None
        text = _clean(_words(_at(row, fields[field]), join=", "))
        return text[:_LONGEST] or None

    given = Given(
        title=told("title"),
        byline=told("byline"),
        publisher=told("publisher"),
        agency=told("agency"),
        published=told("published"),
        updated=told("updated"),
        language=told("language"),
    )
    return Page(name, data, url=told("url") or told("id"), given=given)


def report_from_row(page: Page, decoded: Decoded, given: Given, *, published: Moment | None = None) -> Report:
    """The report in a row of bare text. Raises `NoArticle` if there are no words."""
    text = decoded.text
    try:
        article = find_article(text, name=page.name)
        lines = [(kind, line.text, line.start) for kind, line in article.body]
    except NoArticle:
        article = Article()
        lines = [
            (BlockKind.PARAGRAPH, text[a:b], a) for a, b in split_lines(text) if any(c.isalnum() for c in text[a:b])
        ]
        if sum(len(line.split()) for _, line, _ in lines) < _FEWEST_WORDS:
            raise NoArticle(page.name, "the row's text holds no report") from None
    check_length(page.name, "".join(line for _, line, _ in lines))
    builder = TextBuilder()
    title = given.title or (article.title.text if article.title else None)
    if title:
        _add_title(builder, title, article)
        lines = [line for i, line in enumerate(lines) if i > 0 or key_of(line[1]) != key_of(title)]
    for kind, line, start in lines:
        builder.add(kind, line, start)
    told = _told(page, decoded, article, given)
    return assemble(builder.text, builder.blocks, builder.page_map, told=told, published=published)


def with_given(report: Report, given: Given) -> Report:
    """A report read from a row's HTML, with what the row says of it; what it does not say stays the page's."""
    issues = report.issues
    if given.published and report.published is None:
        issues = (*issues, *_unclear(given))
    return replace(
        report,
        title=report.title or given.title,
        byline=given.byline or report.byline,
        publisher=given.publisher or report.publisher,
        agency=report.agency or (agency_named(given.agency) or given.agency if given.agency else None),
        updated=moment_of(given.updated) or report.updated,
        issues=issues,
    )


def moment_of(text: str | None) -> Moment | None:
    """The moment that a cell tells: a date in any form that has one reading, or seconds or milliseconds since 1970."""
    if text and _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    if text and re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return instant(text)


def _add_title(builder: TextBuilder, title: str, article: Article) -> None:
    """The title as the text prints it, else as its column has it, which is nowhere on the page."""
    lines = (article.title, *(line for _, line in article.body[:1]))
    printed = next((line for line in lines if line and line.key == key_of(title)), None)
    if printed:
        builder.add(BlockKind.TITLE, printed.text, printed.start)
    else:
        builder.add(BlockKind.TITLE, title, [None] * len(title))


def _told(page: Page, decoded: Decoded, article: Article, given: Given) -> Told:
    lines = [line.stamp for line in article.stamps if line.stamp]
    stamped, renewed, issues = settle([stamp for line in lines for stamp in line.stamps], url=page.url)
    published = moment_of(given.published)
    if published is not None:
        issues = [issue for issue in issues if "publication" not in issue.message]
    else:
        published = stamped
        issues = [*issues, *_unclear(given)]
    agency = next((line.agency for line in lines if line.agency), None) or credited([x.text for x in article.credits])
    return Told(
        title=given.title or (article.title.text if article.title else None),
        byline=given.byline or next((line.byline for line in lines if line.byline), None),
        agency=(agency_named(given.agency) or given.agency) if given.agency else agency,
        publisher=given.publisher,
        url=page.url,
        published=published,
        updated=moment_of(given.updated) or renewed,
        language=given.language,
        issues=(*decoded.issues, *issues),
    )


def _unclear(given: Given) -> list[Issue]:
    """What is wrong with a row's date, if it has one that cannot be read."""
    if not given.published or moment_of(given.published) is not None:
        return []
    return [Issue("ambiguous-date", f"the row's date {given.published[:40]!r} has no one meaning", STAGE)]


def _at(row: Mapping[str, object], column: str) -> object:
    """The value of a column, or of `outer.inner` where columns hold objects."""
    if column in row:
        return row[column]
    value: object = row
    for part in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _words(value: object, *, join: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer()
        return "" if value != value else str(int(value) if whole else value)
    if isinstance(value, list):
        return join.join(filter(None, (_words(v, join=join) for v in value[:100_000])))
    if isinstance(value, Mapping):  # {"name": "..."} is how objects name people and outlets
        named = value.get("name")
        return named if isinstance(named, str) else ""
    return ""


def _encoded(text: str) -> bytes:
    """The text's bytes. What was read from bytes that are no UTF-8 is those bytes again; half characters are lost."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text).encode()


def _clean(text: str) -> str:
    """One line of a cell, of whatever encoding: its bytes as Windows-1252 where they are no UTF-8."""
    if re.search("[\udc80-\udcff]", text):
        text = _encoded(text).decode("cp1252", "replace")
    text = re.sub("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    return " ".join(text.split())
