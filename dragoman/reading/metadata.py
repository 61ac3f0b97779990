"""What an HTML page says about its report outside the words: JSON-LD first, then meta tags, then `<time>` and stamps.

Read by hand because article extractors keep the day and lose the time. Sources: schema.org NewsArticle and its kin,
the Open Graph protocol (article:published_time), Dublin Core and the names that publishing systems use.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from dragoman.reading.agency import agency_named
from dragoman.reading.assemble import Moment
from dragoman.reading.markup import Markup
from dragoman.reading.stamps import dated, moment

_ARTICLES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle",
    "reviewnewsarticle", "askpublicnewsarticle", "liveblogposting", "report", "article", "blogposting",
    "socialmediaposting", "webpage",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "article.published", "publication-date",
    "published_time", "cxenseparse:recs:publishtime", "originalpublicationdate", "date", "created", "displaydate",
    "iso-8601-publish-date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "article.updated", "article:updated_time", "revision_date", "modified",
    "date_updated",
)  # fmt: skip
_AUTHOR = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author_name")
_SITE = ("og:site_name", "application-name", "publisher", "dc.publisher", "dcterms.publisher")
_TITLE = ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page's markup tells. `titles` are the headline's candidates, best first."""

    titles: tuple[str, ...] = ()
    byline: str | None = None
    agency: str | None = None
    publisher: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    url: str | None = None


def read_metadata(markup: Markup) -> Metadata:
    """The metadata of a scanned page. Nothing of it is looked up or guessed; what it does not hold is None."""
    article = _article(markup)
    metas: dict[str, list[str]] = {}
    for key, value in markup.metas:
        metas.setdefault(key, []).append(value)

    def meta(keys: tuple[str, ...]) -> list[str]:
        return [value for key in keys for value in metas.get(key, ())]

    authors, agency = _names(article.get("author") if article else None)
    creator, creator_agency = _names(article.get("creator") if article else None)
    if not authors and not agency:
        authors, agency = creator, creator_agency
    if not authors and not agency:
        authors, agency = _names(meta(_AUTHOR)[:1])
    publisher = _name(article.get("publisher")) if article else None
    source = article.get("sourceOrganization") if article else None
    times = [t for t in markup.times if not t.within & {"nav", "aside", "footer"}]
    marked = [
        t.when for t in times if "pubdate" in t.attributes or "published" in t.attributes.get("itemprop", "").lower()
    ]
    changed = [t.when for t in times if "modified" in t.attributes.get("itemprop", "").lower()]
    headline = [article[key] for key in ("headline", "name") if isinstance(article.get(key), str)] if article else []
    return Metadata(
        titles=tuple(_clean(str(t)) for t in (*headline, *meta(_TITLE)) if str(t).strip()),
        byline=", ".join(authors) or None,
        agency=agency or agency_named(_name(source) or ""),
        publisher=publisher or next(iter(meta(_SITE)), None),
        published=_first([_text(article, "datePublished"), *meta(_PUBLISHED), *marked, _text(article, "dateCreated")]),
        updated=_first([_text(article, "dateModified"), *meta(_UPDATED), *changed]),
        url=markup.canonical or next(iter(meta(("og:url",))), None) or None,
    )


def instant(text: str | None) -> Moment | None:
    """An ISO 8601 or printed date, with its time and zone as far as it has them.

    Midnight to the second is what publishing systems write when they know the day alone, and is read as the bare day.
    """
    text = (text or "").strip()
    if not text or len(text) > 80:
        return None
    found: Moment | None = None
    try:
        found = datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        stamps = dated(text)
        found = moment(stamps[0]) if stamps else None
    if isinstance(found, datetime):
        found = found.replace(microsecond=0)
        if (found.hour, found.minute, found.second) == (0, 0, 0):
            found = found.date()
    day = found.date() if isinstance(found, datetime) else found
    return found if day and 1800 <= day.year <= 2100 else None


def localized(told: Moment | None, printed: Moment | None) -> Moment | None:
    """The page's time as its readers see it, where markup and printed stamp tell the same instant.

    A stamp in UTC can lie on the day after the one printed above the words that say "on Monday". If the printed time
    is the same instant in another zone, or differs from it by a zone's offset, the local one is taken. A time of day
    that is only printed completes a bare day.
    """
    if told is None:
        return printed
    if not isinstance(printed, datetime):
        return told
    if not isinstance(told, datetime):
        return printed if printed.date() == told else told
    if printed.tzinfo is not None:
        same = told.tzinfo is not None and abs(told - printed) < timedelta(minutes=1)
        return printed if same else told
    if told.tzinfo is not None and told.utcoffset() == timedelta(0):
        gap = printed - told.astimezone(UTC).replace(tzinfo=None, second=0)
        if gap % timedelta(minutes=15) == timedelta(0) and timedelta(hours=-12) <= gap <= timedelta(hours=14):
            return printed.replace(second=told.second, tzinfo=timezone(gap))
    return told


def _first(values: list[str | None]) -> Moment | None:
    """The first that is a date; with the time of a later one of the same day, if it has none itself."""
    found = [m for m in map(instant, values) if m is not None]
    if not found or isinstance(found[0], datetime):
        return found[0] if found else None
    return next((m for m in found if isinstance(m, datetime) and m.date() == found[0]), found[0])


def _article(markup: Markup) -> dict[str, object] | None:
    """The JSON-LD object of the report: the most specific kind of article on the page, the first of its kind."""
    best: tuple[int, dict[str, object]] | None = None
    for script in markup.json_ld:
        for item in _objects(_parsed(script), _DEEPEST):
            kinds = item.get("@type")
            names = [str(k).lower().rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds])]
            rank = min((_ARTICLES.index(name) for name in names if name in _ARTICLES), default=None)
            if rank is None or (rank >= _ARTICLES.index("webpage") and "datePublished" not in item):
                continue
            if best is None or rank < best[0]:
                best = (rank, item)
    return best[1] if best else None


def _parsed(script: str) -> object:
    body = re.sub(
        r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$",
        "",
        script,
    )
    for attempt in (body.strip().rstrip(";"), re.sub(r",(\s*[}\]])", r"\1", body)):
        try:
            value: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    """All objects that may stand for the page: in lists, graphs, and as a page's main entity."""
    if depth <= 0:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if isinstance(value.get(key), dict | list):
                yield from _objects(value[key], depth - 1)


def _names(value: object) -> tuple[list[str], str | None]:
    """People named as authors, and the agency if one is."""
    found: list[str] = []
    agency: str | None = None
    for item in value if isinstance(value, list) else [value]:
        name = _name(item)
        if not name or name.startswith(("http:", "https:", "www.", "@")):
            continue
        name = re.sub(r"^\s*by[\s:]+", "", _clean(name), flags=re.IGNORECASE).strip(" ,|")
        credit = agency_named(name)
        organization = isinstance(item, dict) and "organization" in str(item.get("@type", "")).lower()
        if credit:
            agency = agency or credit
        elif name and not organization and name not in found:
            found.append(name)
    return found[:12], agency


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    return _clean(value) or None if isinstance(value, str) else None


def _text(article: dict[str, object] | None, key: str) -> str | None:
    value = article.get(key) if article else None
    return value if isinstance(value, str) else None


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())
