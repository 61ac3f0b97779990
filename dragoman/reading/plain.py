"""Text of a page's markup as one line of plain words: no tags, no entities, nothing that prints nothing."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

# Markup that carries no words with its content, and any other tag. Bounded, so that hostile text takes linear time.
_SILENT = re.compile(
    r"<(script|style|template|iframe)\b[^>]{0,500}>.{0,5000}?(?:</\1\s{0,9}>|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,1000}|!--.{0,1000}?--)>", re.DOTALL)
_UNPRINTED = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]"
)
_LONGEST = 2_000


def plain(text: str) -> str:
    """The words of `text`: entities resolved (twice, as systems that store them escaped print them), tags left out."""
    out = text[:_LONGEST]
    for _ in range(2):
        if "&" in out:
            out = html.unescape(out)
        if "<" in out:
            out = _TAG.sub(" ", _SILENT.sub(" ", out))
    return " ".join(_UNPRINTED.sub("", out).split())


def web_address(text: str | None, base: str | None = None) -> str | None:
    """`text` as an address on the web, completed from `base` if it is relative; None for any other scheme."""
    raw = "".join((text or "").split())
    if not raw or len(raw) > _LONGEST or _UNPRINTED.search(raw):
        return None
    try:
        whole = urljoin(base, raw) if base else raw
        parts = urlsplit(whole)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:  # broken brackets of an IPv6 address
        return None
    return whole if named else None
