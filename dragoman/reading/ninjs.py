"""IPTC ninjs 1 to 3, news in JSON: the standard's fields to an `Item`.

Version 1 writes `headline`, `byline` and `body_*`, version 2 `headlines`, `by` and `bodies`, version 3 the same in
camel case; keys are read whatever their case. Source: IPTC, ninjs user guide and JSON schemas 1.0 to 3.0.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.model import BlockKind, Page, Report
from dragoman.reading.assemble import Moment
from dragoman.reading.decode import Decoded
from dragoman.reading.items import Item, Words, blocks_of_html, blocks_of_text, looks_html, report_from_item
from dragoman.reading.jsontext import Quoted, located, offsets

_OWN = frozenset(
    "versioncreated firstcreated contentcreated pubstatus bodies headlines representationtype infosource infosources "
    "associations renditions copyrightnotice usageterms slugline mimetype profile embargoed $standard standard".split()
)
_SOURCES = ("infosource", "infosources", "creditline")
_PROPORTION = 0.8


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is an item: it has the one field that the standard requires, and others of its own."""
    if not isinstance(value, Mapping):
        return False
    keys = {key.lower() for key in value if isinstance(key, str)}
    return "uri" in keys and bool(keys & _OWN or any(key.startswith(("body_", "description_")) for key in keys))


def report_from_ninjs(page: Page, decoded: Decoded, *, published: Moment | None = None) -> Report:
    """The report of an item in JSON. Raises as `report_from_item` does, and `ValueError` for broken JSON."""
    return report_from_item(read_item(decoded.text), decoded, name=page.name, published=published)


def read_item(source: str) -> Item:
    """What a ninjs document says. Raises `ValueError` for what is no JSON object."""
    document = located(source)
    if not isinstance(document, dict):
        raise ValueError("is no JSON object")
    fields = {key.lower(): value for key, value in document.items()}

    def told(*keys: str) -> str | None:
        found = (str(value).strip() for key in keys if isinstance(value := fields.get(key), str))
        return next(filter(None, found), None)

    title = _headline(fields)
    body = _body(source, fields)
    return Item(
        title=Words(str(title), offsets(source, title)) if title else None,
        body=tuple(body),
        kind=told("type"),
        byline=told("byline", "by"),
        sources=next(filter(None, (_names(fields.get(key)) for key in _SOURCES)), ()),
        provider=told("provider", "copyrightholder"),
        url=told("uri"),
        first_created=told("firstcreated"),
        version_created=told("versioncreated", "contentcreated"),
        language=told("language"),
        located=told("located"),
        status=told("pubstatus"),
        embargo=_embargo(fields),
    )


def _embargo(fields: Mapping[str, object]) -> str | None:
    value = fields.get("embargoed", fields.get("embargoeduntil"))
    return str(value) if isinstance(value, str) else None


def _headline(fields: Mapping[str, object]) -> Quoted | None:
    told = _roles(fields.get("headlines"))
    found = [value for role, _, value in told if role == "main"] or [value for _, _, value in told]
    found += [value for value in (fields.get("headline"), fields.get("title")) if isinstance(value, Quoted)]
    return next((value for value in found if value.strip()), None)


def _body(source: str, fields: Mapping[str, object]) -> list[tuple[BlockKind, Words]]:
    """The body's blocks: of the notations that the item has it in, HTML if it is about as long, for its blocks."""
    bodies = [(kind, value) for role, kind, value in _roles(fields.get("bodies")) if role not in ("summary", "caption")]
    bodies += [(key, value) for key, value in fields.items() if key.startswith("body_") and isinstance(value, Quoted)]
    best: tuple[int, list[tuple[BlockKind, Words]]] = (0, [])
    read: list[tuple[bool, int, list[tuple[BlockKind, Words]]]] = []
    for kind, value in bodies:
        words = Words(str(value), offsets(source, value))
        marked = "html" in kind or "nitf" in kind or looks_html(words.chars)
        blocks = list(blocks_of_html(words) if marked else blocks_of_text(words))
        count = sum(len(block.chars.split()) for _, block in blocks)
        read.append((marked, count, blocks))
        best = max(best, (count, blocks), key=lambda pair: pair[0])
    for marked, count, blocks in read:
        if marked and count and count >= _PROPORTION * best[0]:
            return blocks
    return best[1]


def _roles(value: object) -> list[tuple[str, str, Quoted]]:
    """The role, media type and words of each entry of `headlines` or `bodies`."""
    out: list[tuple[str, str, Quoted]] = []
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, Mapping):
            low = {key.lower(): v for key, v in entry.items()}
            words = low.get("value")
            if isinstance(words, Quoted) and words.strip():
                out.append((str(low.get("role") or "").lower(), str(low.get("contenttype") or "").lower(), words))
    return out


def _names(value: object) -> tuple[str, ...]:
    """The names of parties: a string, or objects with `name`, or with a `literal` where they have none."""
    if isinstance(value, str):
        return (str(value),) if value.strip() else ()
    out: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, Mapping):
            name = entry.get("name") or entry.get("literal")
            if isinstance(name, str) and name.strip():
                out.append(str(name))
    return tuple(out)
