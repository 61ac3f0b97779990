"""Pages that answer where a report was asked for: cookie walls, paywalls, error pages sent with status 200.

They have sentences, but none of a report. Each is told by two signs together, so that a report on cookies or on a
closed door is not refused: what the page says of itself (its title, or most of its words), and that it is short.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from dragoman.errors import NoArticle
from dragoman.model import Issue

_MISSING = re.compile(
    r"^\W*(?:(?:error\s?)?(?:404|403|410|451|500|502|503)\b|(?:page|article|story|content|file)\s(?:not\sfound|cannot\sbe\sfound|unavailable"
    r"|(?:is\s)?no\slonger\s(?:available|exists))|not\sfound|oops\b|whoops\b|access\sdenied|forbidden|service\sunavailable"
    r"|just\sa\smoment|attention\srequired|are\syou\sa\s(?:robot|human)|verify(?:ing)?\syou\sare|security\scheck|checking\syour\sbrowser"
    r"|pardon\sour\sinterruption|we(?:'|’)?re\ssorry|sorry,?\s(?:we|this|the\spage)|unavailable\s(?:due\sto\slegal|in\syour)"
    r"|before\syou\scontinue|we\svalue\syour\sprivacy|your\sprivacy|cookie\s(?:consent|notice|policy)|subscribe\sto\s(?:read|continue)"
    r"|sign\sin\b|log\s?in\b|register\sto\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_NO_PAGE = re.compile(
    r"(?:http\s)?(?:error\s)?\W{0,2}(?:404|410)\W{0,3}(?:$|(?:http\s)?(?:error|not found|page|file)\b.*)"
    r"|(?:error\W{1,3})?(?:the\s|this\s|sorry\W{1,3}(?:the\s|this\s)?)?(?:requested\s)?(?:web\s?)?"
    r"(?:page|article|story|file|content)(?:\syou\s(?:requested|are looking for))?\s(?:is\s|was\s)?"
    r"(?:not found|no longer available|not available|unavailable"
    r"|does ?n[o']t exist|cannot be found|could not be found|can't be found|removed|missing)"
    r"|not found",
    re.IGNORECASE,
)
_HINT = re.compile(rb"404|410|found|available|unavail|exist|removed|missing", re.IGNORECASE)
_SITE = re.compile(r"\s[|–—»·-]\s|[|»]")
_MISSING_BODY = re.compile(
    r"\b(?:page|article|story|link|url|content)\b.{0,60}\b(?:(?:could|can)\s?(?:not|n['’]t)\sbe\sfound|does\snot\sexist|doesn['’]t\sexist"
    r"|no\slonger\s(?:exists|available)|has\s(?:been\s)?(?:moved|removed|deleted|expired)|is\snot\savailable|isn['’]t\savailable)",
    re.IGNORECASE,
)
_PRIVACY = re.compile(
    r"\b(?:cookies?|consent|legitimate\sinterests?|(?:personal|device|browsing)\sdata|privacy\s(?:policy|notice|settings|choices)"
    r"|personali[sz]ed\s(?:ads|advertising|content)|our\s(?:\d+\s)?partners|vendors|opt[\s-]out|geolocation\sdata)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:(?:subscribe|sign\sin|log\s?in|register|sign\sup)\b.{0,40}\bto\s(?:continue|keep|read|unlock|access|view)"
    r"|to\s(?:continue|keep)\sreading|(?:for|to)\ssubscribers(?:\sonly)?\b|already\sa\s(?:subscriber|member)|subscribers?[\s-]only"
    r"|reached\syour\s(?:free\s|article\s|monthly\s)*limit|free\sarticles?\s(?:left|remaining|this\smonth))",
    re.IGNORECASE,
)
CUT_WORDS = 250
CUT_SHORT = Issue("cut-short", "only the beginning of the article is on the page; a paywall follows it", "reading")
_SHORT_PAGE = 150
_STUB = 60
_WALL = 400


def refuse(
    name: str, *, titles: Sequence[str], paragraphs: Sequence[str], around: Sequence[str], reported: bool
) -> None:
    """Raises `NoArticle`, naming the input `name`, for a page that stands in a report's stead.

    `titles` are its headline and its browser's title, `around` the page's other lines near the body; `reported` says
    that its metadata call it an article.
    """
    words = sum(len(text.split()) for text in paragraphs)
    if words > _WALL:
        return
    private = sum(len(text.split()) for text in paragraphs if len(_PRIVACY.findall(text)) >= 2)
    if private * 2 >= words > 0:
        raise NoArticle(name, "shows a notice on cookies or privacy", "save the page after answering it")
    if not reported and _says_missing(titles, paragraphs[:2], short=words <= _SHORT_PAGE):
        raise NoArticle(name, "says that the page is missing or closed", "give the page of one report, with its text")
    if words <= _STUB and any(_PAYWALL.search(text) for text in (*paragraphs, *around)):
        raise NoArticle(name, "shows an article's beginning and a paywall", "save the page as a subscriber sees it")


def _says_missing(titles: Sequence[str], opening: Sequence[str], *, short: bool) -> bool:
    """Whether a page says so: by a title that says nothing else, or, if it is short, in how title or text begins."""
    if any(map(_is_missing_title, titles)):
        return True
    return short and (any(map(_MISSING.match, titles)) or any(map(_MISSING_BODY.search, opening)))


def is_missing(body: bytes) -> bool:
    """Whether a page served as if all were well says in its title that there is no such page."""
    at = body.find(b"<title", 0, 65_536)
    title = _TITLE.search(body, at if at >= 0 else 0, 65_536)
    if title is None or not _HINT.search(title[1]):
        return False
    return _is_missing_title(html.unescape(title[1].decode("utf-8", "replace")))


def _is_missing_title(title: str) -> bool:
    text = " ".join(title.split())
    return any(_NO_PAGE.fullmatch(part.strip(" .!:")) for part in [text, *_SITE.split(text)])


def is_walled(lines: Sequence[str]) -> bool:
    """Whether a line right below an article asks for a subscription to read on."""
    return any(len(text.split()) <= 40 and _PAYWALL.search(text) for text in lines)
