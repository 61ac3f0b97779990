"""What an HTML page says about its report outside the words: JSON-LD first, then meta tags, then `<time>` and stamps.

Read by hand because article extractors keep the day and lose the time. Sources: schema.org NewsArticle and its kin,
the Open Graph protocol (article:published_time), Dublin Core and the names that publishing systems use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from dragoman.reading.agency import agency_named
from dragoman.reading.assemble import Moment
from dragoman.reading.authors import names_of
from dragoman.reading.markup import Markup
from dragoman.reading.plain import plain, web_address
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
    "iso-8601-publish-date", "article.created", "article:published", "og:article:published_time", "og:pubdate",
    "bt:pubdate", "vr:published_time", "rnews:datepublished", "dcterms.available", "dc.terms.issued", "publisheddate",
    "published-date", "published_at", "publishtime", "article_date_original", "firstpublished", "first_published_at",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "article.updated", "article:updated_time", "revision_date", "modified",
    "date_updated", "og:article:modified_time", "rnews:datemodified", "dc.terms.modified", "updated_time", "updated_at",
    "updated", "lastupdated", "last_updated", "article:modified",
)  # fmt: skip
_AUTHOR = (
    "author", "authors", "byl", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.creator.name", "article:author", "og:article:author",
)  # fmt: skip
_SITE = ("og:site_name", "application-name", "publisher", "dc.publisher", "dcterms.publisher")
_TITLE = ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_DEEPEST = 12
_MOST_BROKEN = 200_000
_BROKEN_KIND = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"([A-Za-z]{0,20}(?:Article|Posting))"')
_BROKEN_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated)"\s{0,9}:\s{0,9}"((?:[^"\\\n]|\\.){1,400})"'
)
_BROKEN_AUTHOR = re.compile(
    r'"author"\s{0,9}:[\s\[{]{0,20}(?:"@type"\s{0,9}:\s{0,9}"Person"[\s,]{0,20})?'
    r'"(?:name"\s{0,9}:\s{0,9}")?([^"\n]{2,80})"'
)
_SITE_PART = re.compile(r"(\s[|–—»·:-]\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page's markup tells. `titles` are the headline's candidates, best first.

    `reported` says that the page calls itself an article, `live` that it is a live blog.
    """

    titles: tuple[str, ...] = ()
    byline: str | None = None
    agency: str | None = None
    publisher: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    url: str | None = None
    reported: bool = False
    live: bool = False


def read_metadata(markup: Markup) -> Metadata:
    """The metadata of a scanned page. Nothing of it is looked up or guessed; what it does not hold is None."""
    objects = [item for script in markup.json_ld for item in _objects(_parsed(script), _DEEPEST)]
    named = {str(item["@id"]): item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
    article = _article(objects) or _salvaged(markup.json_ld)
    metas: dict[str, list[str]] = {}
    for key, value in markup.metas:
        metas.setdefault(key, []).append(value)

    def meta(keys: tuple[str, ...]) -> list[str]:
        return [value for key in keys for value in metas.get(key, ())]

    publisher = _name(_resolved(article.get("publisher"), named)) if article else None
    publisher = publisher or next(iter(map(plain, meta(_SITE))), None)
    authors: list[str] = []
    agency: str | None = None
    told: list[object] = [article.get(key) for key in ("author", "creator")] if article else []
    for who in (*told, *(metas.get(key) for key in _AUTHOR), list(markup.authors)):
        if not authors and not agency:
            authors, agency = _authors(who, named, publisher)
    source = _resolved(article.get("sourceOrganization"), named) if article else None
    times = [t for t in markup.times if not t.within & {"nav", "aside", "footer"}]
    marked = [
        t.when for t in times if "pubdate" in t.attributes or "published" in t.attributes.get("itemprop", "").lower()
    ]
    changed = [t.when for t in times if "modified" in t.attributes.get("itemprop", "").lower()]
    headline = [article[key] for key in ("headline", "name") if isinstance(article.get(key), str)] if article else []
    return Metadata(
        titles=tuple(title for t in (*headline, *meta(_TITLE)) if (title := _without_site(plain(str(t)), publisher))),
        byline=", ".join(authors) or None,
        agency=agency or agency_named(_name(source) or ""),
        publisher=publisher,
        published=_first([_text(article, "datePublished"), *meta(_PUBLISHED), *marked, _text(article, "dateCreated")]),
        updated=_first([_text(article, "dateModified"), *meta(_UPDATED), *changed]),
        url=_address([markup.canonical, *meta(("og:url", "twitter:url", "parsely-link", "dc.identifier"))]),
        reported=article is not None or "article" in "".join(meta(("og:type",))).lower(),
        live="liveblogposting" in str((article or {}).get("@type", "")).lower(),
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


def _article(objects: Iterable[dict[str, object]]) -> dict[str, object] | None:
    """The JSON-LD object of the report: the most specific kind of article on the page, the first of its kind."""
    best: tuple[int, dict[str, object]] | None = None
    for item in objects:
        kinds = item.get("@type")
        names = [str(k).lower().rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds])]
        rank = min((_ARTICLES.index(name) for name in names if name in _ARTICLES), default=None)
        if rank is None or (rank >= _ARTICLES.index("webpage") and "datePublished" not in item):
            continue
        if best is None or rank < best[0]:
            best = (rank, item)
    return best[1] if best else None


def _salvaged(scripts: Iterable[str]) -> dict[str, object] | None:
    """What can be read of an article's JSON-LD that is broken: its headline and times, as they are printed."""
    for script in scripts:
        kind = _BROKEN_KIND.search(script[:_MOST_BROKEN])
        if not kind or _parsed(script) is not None:
            continue
        found: dict[str, object] = {"@type": kind[1]}
        for key, value in _BROKEN_FIELD.findall(script[:_MOST_BROKEN]):
            found.setdefault(key, value.replace('\\"', '"'))
        author = _BROKEN_AUTHOR.search(script[:_MOST_BROKEN])
        if author:
            found["author"] = author[1]
        if len(found) > 1:
            return found
    return None


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


def _resolved(value: object, named: dict[str, dict[str, object]]) -> object:
    """A value that only points at another object of the page by its `@id`, as that object."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _authors(value: object, named: dict[str, dict[str, object]], publisher: str | None) -> tuple[list[str], str | None]:
    """People named as authors, and the agency if one is."""
    people: list[str] = []
    agency: str | None = None
    for item in (value if isinstance(value, list) else [value])[:50]:
        who = _resolved(item, named)
        name = _name(who)
        if not name:
            continue
        if isinstance(who, dict) and "organization" in str(who.get("@type", "")).lower():
            agency = agency or agency_named(name)
        else:
            people.append(name)
    names, credit = names_of(people, not_names=(publisher,))
    return names, agency or credit


def _name(value: object) -> str | None:
    for _ in range(3):
        if isinstance(value, dict):
            value = value.get("name") or value.get("@value")
        if isinstance(value, list):
            value = value[0] if value else None
    return plain(value) or None if isinstance(value, str) else None


def _without_site(title: str, publisher: str | None) -> str:
    """A headline without the site's name behind a bar or dash, where it is known to be that."""
    parts = _SITE_PART.split(title)
    if len(parts) >= 3 and publisher and _squashed(parts[-1]) and len(parts[0].split()) >= 2:
        name, site = _squashed(parts[-1]), _squashed(publisher)
        if name == site or name.removeprefix("the") == site.removeprefix("the") or (len(name) > 4 and name in site):
            return "".join(parts[:-2]).strip()
    return title


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _address(told: Iterable[str | None]) -> str | None:
    return next((address for address in map(web_address, told) if address), None)


def _text(article: dict[str, object] | None, key: str) -> str | None:
    value = article.get(key) if article else None
    return value if isinstance(value, str) else None
