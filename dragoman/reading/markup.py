"""Scans HTML without building a tree, so that every visible character keeps its place in the source.

Tree parsers forget where a character came from. This scanner runs once over the source, in linear time whatever the
markup looks like, and yields the visible text in blocks, with the head's metadata beside it. It knows as
much of HTML's rules as telling text from markup takes (WHATWG HTML, section 13.2, tokenization), not more.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html.entities import html5

_NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,60})")
# A whole tag, as nearly all are: its slash, name and inside.
_WHOLE = re.compile(r"""<(/?)([a-zA-Z][^\s/>]{0,60})([^'"<>]*+(?:"[^"]*+"[^'"<>]*+|'[^']*+'[^'"<>]*+)*+)>""")
_TAG_END = re.compile(r"""[^'">]*+(?:"[^"]*+"[^'">]*+|'[^']*+'[^'">]*+)*+>""")  # possessive: never backtracks
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]{1,80})(?:\s{0,50}=\s{0,50}("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")

_BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p "
    "pre section select summary table tbody td tfoot th thead title tr ul".split()
)
_KEPT = frozenset(
    "article main figcaption figure caption nav aside footer header form button time h1 h2 h3 h4 h5 h6 p li "
    "blockquote".split()
)
_RAW = frozenset("script style textarea title xmp iframe noembed noframes template noscript svg math object".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
MARGINS = frozenset(("nav", "aside", "footer"))
_NOTED = frozenset(("meta", "html", "link", "time", "script"))
# Tags that change nothing here: most of a page's.
_IDLE = frozenset(
    "span img source picture b i em strong u small sup sub input wbr path use label font abbr cite".split()
)
_DEEPEST = 400
_MOST_AUTHORS = 50


@dataclass(slots=True)
class Visible:
    """One block of visible text: `chars`, the place of each in the source, and `within` which elements it stands."""

    chars: str
    offsets: Sequence[int]
    within: frozenset[str]


@dataclass(slots=True)
class Stamped:
    """A `<time>` element: its `datetime` attribute and other attributes, and the number of blocks before it."""

    when: str
    attributes: dict[str, str]
    block: int
    within: frozenset[str]


@dataclass(slots=True)
class Markup:
    """What a page's source holds: visible blocks in order, the browser's title, metas, JSON-LD scripts, times.

    `authors` are the words of links that are marked as the author's (`rel=author`); `scripts` says where in the source
    the contents of scripts and style sheets stand. `linked` counts the characters in links outside of the `MARGINS`.
    """

    blocks: list[Visible] = field(default_factory=list)
    title: Visible | None = None
    metas: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    times: list[Stamped] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    scripts: list[tuple[int, int]] = field(default_factory=list)
    language: str | None = None
    canonical: str | None = None
    linked: int = 0


def scan(source: str) -> Markup:
    """Everything on the page, in one pass."""
    return _Scanner(source).run()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out = Markup()
        self.stack: list[str] = []
        self.chars: list[str] = []
        self.offsets = array("L")
        self.within: frozenset[str] | None = frozenset()  # the stack as a set; None when it has changed
        self.in_link = False
        self.author_at: tuple[int, int] | None = None  # block and piece at which a link to the author opened
        self.quotes_end = True  # False once a quotation mark was found open to the end of the source

    def run(self) -> Markup:
        source, at, size = self.source, 0, len(self.source)
        whole, find = _WHOLE.match, source.find
        while at < size:
            tag = find("<", at)
            if tag < 0:
                self._text(at, size)
                break
            if tag > at:
                self._text(at, tag)
            found = whole(source, tag) if self.quotes_end else None
            if found is None:
                at = self._markup(tag)
                continue
            slash, name, inside = found.groups()
            name = name.lower()
            if name in _IDLE:
                at = found.end()
            elif slash:
                self._close(name)
                at = found.end()
            else:
                at = self._open(name, inside, found.end())
        self._flush()
        return self.out

    def _markup(self, at: int) -> int:
        """Takes in what begins with `<` at `at` and is no common tag, and returns where it ends."""
        source = self.source
        if source.startswith("<!--", at):
            end = source.find("-->", at + 4)
            return len(source) if end < 0 else end + 3
        if source.startswith(("<!", "<?"), at):
            end = source.find(">", at)
            return len(source) if end < 0 else end + 1
        name = _NAME.match(source, at)
        if not name:
            self._text(at, at + 1)
            return at + 1
        end = self._tag_end(name.end())
        tag = name[1].lower()
        if source[at + 1] == "/":
            self._close(tag)
            return end
        return self._open(tag, source[name.end() : end - 1], end)

    def _tag_end(self, at: int) -> int:
        if self.quotes_end:
            found = _TAG_END.match(self.source, at)
            if found:
                return found.end()
            self.quotes_end = False
        end = self.source.find(">", at)
        return len(self.source) if end < 0 else end + 1

    def _open(self, tag: str, inside: str, end: int) -> int:
        if tag in _BLOCKS:
            self._flush()
            if tag in ("p", "li") and tag in self.stack:
                self._close(tag)
        if tag == "a":
            self.in_link = True
        if tag == "a" and "author" in inside and "author" in _attributes(inside).get("rel", "").lower().split():
            self.author_at = (len(self.out.blocks), len(self.chars))
        if tag in _NOTED:
            self._noted(tag, _attributes(inside))
        if tag in _RAW and not (tag in ("svg", "math") and inside.endswith("/")):
            return self._raw(tag, inside, end)
        if tag in _KEPT and tag not in _VOID and len(self.stack) < _DEEPEST:
            self.stack.append(tag)
            self.within = None
        return end

    def _noted(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if key and attributes.get("content"):
                self.out.metas.append((key.strip().lower(), attributes["content"].strip()))
        elif tag == "html":
            self.out.language = self.out.language or attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.out.canonical = self.out.canonical or attributes.get("href")
        elif tag == "time" and attributes.get("datetime"):
            self.out.times.append(
                Stamped(attributes["datetime"], attributes, len(self.out.blocks), frozenset(self.stack))
            )

    def _raw(self, tag: str, inside: str, start: int) -> int:
        closing = _closing(tag).search(self.source, start)
        stop = closing.start() if closing else len(self.source)
        if tag in ("script", "style"):
            self.out.scripts.append((start, stop))
        if tag == "script" and "ld+json" in inside.lower():
            self.out.json_ld.append(self.source[start:stop])
        elif tag == "title" and self.out.title is None:
            self._text(start, stop)
            self.out.title = self._taken()
        if not closing:
            return len(self.source)
        end = self.source.find(">", stop)
        return len(self.source) if end < 0 else end + 1

    def _close(self, tag: str) -> None:
        if tag == "a":
            self.in_link = False
        if tag == "a" and self.author_at is not None:
            block, piece = self.author_at
            if block == len(self.out.blocks) and len(self.out.authors) < _MOST_AUTHORS:
                self.out.authors.append("".join(self.chars[piece:]))
            self.author_at = None
        if tag in _BLOCKS:
            self._flush()
        if tag in _KEPT and tag in self.stack:
            self.within = None
            while self.stack and self.stack.pop() != tag:
                pass

    def _text(self, start: int, end: int) -> None:
        source, at = self.source, start
        if self.in_link and MARGINS.isdisjoint(self.stack):
            self.out.linked += end - start
        while at < end:
            amp = source.find("&", at, end)
            stop = end if amp < 0 else amp
            if stop > at:
                self.chars.append(source[at:stop])
                self.offsets.extend(range(at, stop))
            if amp < 0:
                return
            found = _ENTITY.match(source, amp, end)
            entity = found.group() if found else "&"
            known = entity.endswith(";") or entity.startswith("&#") or entity[1:] in html5
            value = html.unescape(entity) if found and known else entity
            self.chars.append(value)
            self.offsets.extend([amp] * len(value) if value != entity else range(amp, amp + len(entity)))
            at = amp + len(entity)

    def _taken(self) -> Visible | None:
        chars, offsets = "".join(self.chars), self.offsets
        self.chars, self.offsets = [], array("L")
        return Visible(chars, offsets, self._elements()) if chars.strip() else None

    def _elements(self) -> frozenset[str]:
        if self.within is None:
            self.within = frozenset(self.stack)
        return self.within

    def _flush(self) -> None:
        if not self.chars:
            return
        block = self._taken()
        if block is not None:
            self.out.blocks.append(block)


@cache
def _closing(tag: str) -> re.Pattern[str]:
    """What ends an element of raw text."""
    return re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE)


def _attributes(inside: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside[:20_000]):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        out.setdefault(match[1].lower(), html.unescape(value))
    return out
