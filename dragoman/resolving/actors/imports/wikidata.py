"""Items of Wikidata, one JSON object a line, as its dumps have them: people with offices, and bodies.

The file is read twice, so that memory grows with what is taken and not with the file: first for the people and bodies,
the items that they point to and the states, then for the names of those items. An item that is pointed to and not in
the file says nothing, except for states in `data/import_items.tsv`.

Properties: P31 instance of, P27 citizenship, P17 country, P1001 jurisdiction, P39 position held with P580 and P582,
P106 occupation, P571 and P576 begun and ended, P297 and P298 ISO codes, P1366 replaced by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.resolving.actors.describing import Description, describe
from dragoman.resolving.actors.imports.codes import CodedCountry, check, country, items, only
from dragoman.resolving.actors.imports.names import clean, latin
from dragoman.resolving.actors.imports.rows import Entry, Fact, Gathering, Imported, imported, objects, source_of
from dragoman.resolving.actors.own import Kind
from dragoman.resolving.actors.wording import shouted

HUMAN = "Q5"
LANGUAGES = ("en", "mul", "en-gb", "en-ca", "en-us")
# What people do, too broad to say in which sector they are.
BROAD = frozenset({"PTY", "CVL", "UNK", "ELI"})
YEAR, MONTH, DAY = 9, 10, 11  # Wikidata's precisions


@dataclass(frozen=True, slots=True)
class _Claim:
    """One value of a property: an item's id, with the cells of its dates."""

    item: str
    start: str = ""
    until: str = ""
    undatable: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """A person or body, or what of it matters here."""

    line: int
    text: str
    human: bool
    names: tuple[str, ...]
    homes: tuple[_Claim, ...]
    posts: tuple[_Claim, ...]
    kinds: tuple[str, ...]
    start: str = ""
    until: str = ""


@dataclass(slots=True)
class _Seen:
    """What the first reading finds, and the names that the second adds for `wanted` items."""

    items: list[_Item] = field(default_factory=list)
    states: dict[str, CodedCountry] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    told: dict[str, Description | None] = field(default_factory=dict)

    def country(self, item: str) -> CodedCountry | None:
        """The state that an item is, by its ISO code, the shipped table, or the one state that replaced it."""
        known = self.states.get(item) or items().get(item)
        if known is not None:
            return known
        after = self.replaced.get(item)
        successor = (self.states.get(after) or items().get(after)) if after else None
        return CodedCountry(successor.iso3, gone=True) if successor is not None else None

    def describe(self, item: str) -> Description | None:
        """What the label of an item says, read as a report's words would be."""
        if item not in self.told:
            label = self.labels.get(item)
            self.told[item] = describe(label) if label else None
        return self.told[item]


def read_wikidata(path: Path) -> Imported:
    """The rows of a file of items. Raises `InputError` where the file is none at all or cannot be read."""
    gathering = Gathering(str(path))
    source = source_of("wikidata", path)
    seen = _Seen()
    for number, text, found in objects(path, gathering):
        claims, key = found.get("claims"), found.get("id")
        if not (isinstance(claims, dict) and isinstance(key, str)):
            gathering.complain(number, "syntax", "is no item: it needs id, labels and claims", text)
            continue
        gathering.parts += 1
        _first_reading(number, text, key, found, claims, seen, gathering)
    for _, _, found in objects(path, None):
        key = found.get("id")
        if isinstance(key, str) and key in seen.wanted and isinstance(found.get("claims"), dict):
            label = _label(found)
            if label:
                seen.labels[key] = label
            seen.of[key] = tuple(c.item for p in ("P1001", "P17") for c in _claims(found["claims"], p))
    for item in seen.items:
        facts = _offices(item, seen, gathering) if item.human else _body(item, seen)
        if facts and item.names:
            gathering.parts -= 1
            kind = Kind.PERSON if item.human else Kind.BODY
            gathering.entries.append(Entry(item.line, kind, item.names[0], item.names[1:], facts))
    gathering.silent, gathering.parts = gathering.parts, 0
    return imported(gathering, source)


def _first_reading(
    number: int, text: str, key: str, found: dict[str, Any], claims: dict[str, Any], seen: _Seen, gathering: Gathering
) -> None:
    iso = next(iter([*_texts(claims, "P298"), *_texts(claims, "P297")]), None)
    state = country(iso) if iso else None
    if state is not None:
        seen.states[key] = state
    after = _claims(claims, "P1366")
    if len(after) == 1:
        seen.replaced[key] = after[0].item
    kinds = tuple(c.item for c in _claims(claims, "P31"))
    human = HUMAN in kinds
    if state is not None or not kinds:
        return
    names = _names(found, human=human)
    if not names:
        return
    homes = _claims(claims, "P27" if human else "P17")
    current = tuple(c for c in homes if not c.until) or homes
    posts = _claims(claims, "P39", number=number, text=names[0], gathering=gathering) if human else ()
    does = tuple(c.item for c in _claims(claims, "P106")) if human else kinds
    start, until = ("", "") if human else (_point(claims, "P571"), _point(claims, "P576"))
    try:
        check(start, until)
    except ValueError as error:
        gathering.complain(number, "date", f"P571, P576: {error}; taken without dates", names[0])
        start, until = "", ""
    seen.items.append(_Item(number, names[0], human, names, current, posts, does, start, until))
    seen.wanted.update(c.item for c in posts)
    seen.wanted.update(does)


def _offices(item: _Item, seen: _Seen, gathering: Gathering) -> tuple[Fact, ...]:
    """A person's offices, dated ones before all; else the sector on which occupations agree."""
    home = only(seen.country(c.item) for c in item.homes)
    facts: list[Fact] = []
    for post in item.posts:
        if post.item not in seen.labels:
            if not post.undatable:
                problem = f"the position {post.item} is not in the file, or has no English label"
                gathering.complain(item.line, "reference", problem, item.text)
            continue
        if not post.undatable:
            facts.append(_fact(post, home, seen))
    dated = tuple(dict.fromkeys(f for f in facts if f.start or f.until))
    if dated:
        return dated
    if facts:
        parts = {f.sector for f in facts if f.sector}
        if len(parts) == 1:
            return (next(f for f in facts if f.sector),)
    does = {d.sector for d in map(seen.describe, item.kinds) if d is not None and d.sector} - BROAD
    part = does.pop() if len(does) == 1 and not item.posts else None
    return (Fact(home, part),) if home or part else ()


def _fact(post: _Claim, home: str | None, seen: _Seen) -> Fact:
    told = seen.describe(post.item) or Description()
    place = only(map(seen.country, seen.of.get(post.item, ())))
    part = told.sector
    if part == "IGO" and place not in (None, "IGO"):
        part = None  # a council of one state that bears the name of a council of many
    if place is None:
        place = "IGO" if part == "IGO" else told.country or home
    return Fact(place, part, seen.labels[post.item], post.start, post.until)


def _body(item: _Item, seen: _Seen) -> tuple[Fact, ...]:
    """A body's country, where its class is a body of a sector ("political party"); nothing for films and rivers."""
    told = [d for d in map(seen.describe, item.kinds) if d is not None and d.is_actor and d.sector]
    parts = {d.sector for d in told if d.kind in ("body", "org") or (d.kind == "generic" and d.sector)}
    if len(parts) != 1:
        return ()
    part = parts.pop()
    home = "IGO" if part == "IGO" else only(seen.country(c.item) for c in item.homes)
    return (Fact(home, part, "", item.start, item.until),)


# -- the JSON of an item


def _label(found: Mapping[str, Any]) -> str:
    labels = found.get("labels")
    for language in LANGUAGES:
        value = _value(labels.get(language)) if isinstance(labels, dict) else ""
        if value:
            return clean(value)
    return ""


def _names(found: Mapping[str, Any], *, human: bool) -> tuple[str, ...]:
    """The English label and aliases, without single words that may be anybody's surname or anything's nickname."""
    label, aliases = _label(found), found.get("aliases")
    if not latin(label):
        return ()
    listed = aliases.get("en") if isinstance(aliases, dict) else None
    others = [clean(_value(a)) for a in listed] if isinstance(listed, list) else []
    good = [a for a in others if latin(a) and (" " in a or (not human and shouted(a)))]
    return tuple(dict.fromkeys((label, *good)))


def _value(found: Any) -> str:
    value = found.get("value") if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _statements(claims: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The statements of a property: the preferred ones' dates do not end others, deprecated ones are wrong."""
    listed = claims.get(name)
    for statement in listed if isinstance(listed, list) else ():
        if isinstance(statement, dict) and statement.get("rank") != "deprecated":
            yield statement


def _main(snak: Any) -> Any:
    """The value of a snak; None where it is unknown or there is none."""
    if not isinstance(snak, dict) or snak.get("snaktype", "value") != "value":
        return None
    found = snak.get("datavalue")
    return found.get("value") if isinstance(found, dict) else None


def _texts(claims: Mapping[str, Any], name: str) -> list[str]:
    return [v for s in _statements(claims, name) for v in [_main(s.get("mainsnak"))] if isinstance(v, str)]


def _point(claims: Mapping[str, Any], name: str) -> str:
    """The cell of a property's first date; empty where there is none or it cannot be written."""
    for statement in _statements(claims, name):
        try:
            return _date(_main(statement.get("mainsnak")))
        except ValueError:
            return ""
    return ""


def _claims(
    claims: Mapping[str, Any], name: str, *, number: int = 0, text: str = "", gathering: Gathering | None = None
) -> tuple[_Claim, ...]:
    """The items that a property names, with their dates; dates that are none are complained of."""
    out: list[_Claim] = []
    for statement in _statements(claims, name):
        value = _main(statement.get("mainsnak"))
        item = value.get("id") if isinstance(value, dict) else None
        if not isinstance(item, str):
            continue
        qualifiers = statement.get("qualifiers")
        qualifiers = qualifiers if isinstance(qualifiers, dict) else {}
        try:
            start, until = (_qualifier(qualifiers, p) for p in ("P580", "P582"))
            check(start, until)
        except ValueError as error:
            if gathering is not None:
                gathering.complain(number, "date", f"{name} {item}: {error}", text)
            out.append(_Claim(item, undatable=True))
            continue
        # Over, and nobody knows when: "end time: unknown value".
        over = bool(qualifiers.get("P582")) and not until and not start
        out.append(_Claim(item, start, until, undatable=over))
    return tuple(out)


def _qualifier(qualifiers: Mapping[str, Any], name: str) -> str:
    listed = qualifiers.get(name)
    values: Sequence[Any] = listed if isinstance(listed, list) else []
    found = [_main(v) for v in values]
    return _date(found[0]) if found and found[0] is not None else ""


def _date(value: Any) -> str:
    """The cell of a time: "+2012-05-07T00:00:00Z" with precision 11 is 2012-05-07, with 9 it is 2012.

    Raises `ValueError` for years before 1 and over 9999, and for precisions of a decade and more.
    """
    if value is None:
        return ""
    time = value.get("time") if isinstance(value, dict) else None
    if not isinstance(time, str) or len(time) < 11:
        raise ValueError("the date is not in Wikidata's form")
    precision = value.get("precision", DAY)
    if time[0] != "+" or not time[1:5].isdigit() or time[5] != "-":
        raise ValueError(f"the date {time[:16]} is before the year 1 or after 9999")
    if precision not in (YEAR, MONTH, DAY):
        raise ValueError(f"the date {time[:16]} is not known to the year")
    cell = time[1:5] if precision == YEAR else time[1:8] if precision == MONTH else time[1:11]
    check(cell, "")
    return cell
