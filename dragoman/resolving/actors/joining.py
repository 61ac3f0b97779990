"""The shipped register and a user's rows made one, in which the user is believed first.

A user's row hides what the shipped tables say of its name on the days that it covers; one without dates hides all of
it. Names that could mean two of the user's actors mean neither, unless one of them bears it as its own name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from dragoman.language.spelling import sound
from dragoman.resolving.actors.own import Kind, OwnRow, end_day, first_day
from dragoman.resolving.actors.register import Names, Organisation, Register, Role, Term, began
from dragoman.resolving.actors.wording import key_of, shouted, split

Dated = TypeVar("Dated", Organisation, Term)


@dataclass(frozen=True, slots=True)
class _Actor:
    """One actor of the user's: its folded name, its rows, and its names by folded key, its own name first."""

    key: str
    rows: tuple[OwnRow, ...]
    names: dict[str, str]

    @property
    def name(self) -> str:
        return self.rows[0].name


def join(shipped: Register, rows: Iterable[OwnRow]) -> Register:
    """A register that knows the shipped rows and the user's; `shipped` stays as it is."""
    actors = _actors(rows)
    names = replace(
        shipped.names,
        full=dict(shipped.names.full),
        people=dict(shipped.names.people),
        short=dict(shipped.names.short),
        sounds=dict(shipped.names.sounds),
        places=dict(shipped.names.places),
        titled=dict(shipped.names.titled),
        proper=frozenset(
            key
            for kind in (Kind.BODY, Kind.PERSON)
            for actor in actors[kind]
            for key, name in actor.names.items()
            if name.rpartition(" ")[2][:1].isupper()
            and key not in shipped.names.full
            and key not in shipped.names.people
        ),
    )
    joined = replace(shipped, names=names, roles=dict(shipped.roles))
    for actor in actors[Kind.NOUN]:
        _add_noun(joined, actor)
    for actor in actors[Kind.PLACE]:
        for key in actor.names:
            if key not in names.full and key not in names.people and actor.rows[-1].country is not None:
                names.places[key] = ("place", actor.rows[-1].country, actor.name)
    for actor in actors[Kind.BODY]:
        _add_body(joined, actor)
    by_name = defaultdict(set)
    for key, terms in shipped.names.people.items():
        by_name[terms[0].name].add(key)
    surnames = _bearers(shipped, actors[Kind.PERSON])
    for actor in actors[Kind.PERSON]:
        _add_person(joined, actor, by_name, surnames)
    _quieten(names, shipped.names)
    return replace(joined, names=names.indexed())


def _quieten(names: Names, shipped: Names) -> None:
    """Takes people who have given way to a body of the user's out of `sounds`.

    The user's own people are not in it: among thousands of imported names too many are near to somebody else's.
    """
    for key in shipped.people.keys() - names.people.keys():
        heard = tuple(map(sound, key.split()))
        names.sounds[heard] = tuple(k for k in names.sounds[heard] if k != key)


def _actors(rows: Iterable[OwnRow]) -> Mapping[Kind, Sequence[_Actor]]:
    """The actors of each kind; an alias that several bear is left to the one whose name it is, or to none."""
    grouped: dict[tuple[Kind, str], list[OwnRow]] = defaultdict(list)
    for row in rows:
        grouped[row.kind, key_of(row.name)].append(row)
    found: list[tuple[Kind, _Actor]] = []
    bearers: dict[str, set[tuple[Kind, str]]] = defaultdict(set)
    for (kind, key), own in grouped.items():
        names = {key: own[0].name}
        for row in own:
            for alias in row.aliases:
                names.setdefault(key_of(alias), alias)
        if kind is Kind.BODY:  # reports write "the Velmara Front" and "a Velmara Front commander"
            for longer, name in list(names.items()):
                if longer.startswith("the ") and " " in longer[4:]:
                    names.setdefault(longer[4:], name[4:])
        found.append((kind, _Actor(key, tuple(own), names)))
        for name in names:
            bearers[name].add((kind, key))
    out: dict[Kind, list[_Actor]] = {kind: [] for kind in Kind}
    for kind, actor in found:
        if kind is Kind.NOUN:
            out[kind].append(actor)
            continue
        me = (kind, actor.key)
        shared = {k for k in actor.names if any(other != me and other[0] is not Kind.NOUN for other in bearers[k])} - {
            actor.key
        }
        out[kind].append(replace(actor, names={k: n for k, n in actor.names.items() if k not in shared}))
    return out


def _add_noun(joined: Register, actor: _Actor) -> None:
    """A role noun keeps the kind that the shipped table gives it, or gives to its last word."""
    for name in actor.names.values():
        noun = name.lower()
        like = joined.roles.get(noun) or joined.roles.get(noun.rpartition(" ")[2])
        joined.roles[noun] = Role(noun, actor.rows[-1].sector, like.kind if like else "people")


def _add_body(joined: Register, actor: _Actor) -> None:
    names = joined.names
    for key, alias in actor.names.items():
        before = names.full.get(key, [])
        name = before[0][1] if before and key == actor.key else actor.name
        own = [
            Organisation(name, r.country, r.sector, first_day(r.start), end_day(r.until))
            for r in sorted(actor.rows, key=_by_start)
        ]
        strict = shouted(alias)
        left = [(s, n, piece) for s, n, row in before for piece in _left(row, own)]
        dated = sorted([*((strict, name, o) for o in own if o.start or o.until), *left], key=_began)
        # The row without dates comes last, where `in_force` falls back to it.
        names.full[key] = [*dated, *((strict, name, o) for o in own if not (o.start or o.until))]
        for other in (names.people, names.short, names.places):
            other.pop(key, None)


def _add_person(
    joined: Register, actor: _Actor, by_name: Mapping[str, Iterable[str]], surnames: Mapping[str, set[str]]
) -> None:
    names = joined.names
    before = names.people.get(actor.key, ())
    name = before[0].name if before else actor.name
    own = [
        Term(name, r.country, r.role, r.sector, first_day(r.start), end_day(r.until))
        for r in sorted(actor.rows, key=_by_start)
    ]
    terms = tuple(sorted([*own, *(piece for term in before for piece in _left(term, own))], key=began))
    for key in dict.fromkeys((*actor.names, *(by_name.get(name, ()) if before else ()))):
        if " " in key:
            names.people[key] = terms
            names.full.pop(key, None)
            title = _title(joined, actor.names.get(key, ""))
            if title:
                names.titled[key] = title
    for key, known in list(names.short.items()) if before else ():
        if known[0].name == name:
            names.short[key] = terms
    for key in (k for k in actor.names if " " not in k):
        others = surnames.get(key, set()) - {key_of(name), actor.key}
        if key != actor.key and others:
            # Somebody else bears the surname too, so that alone it says nothing.
            if key in names.short and names.short[key][0].name != name:
                del names.short[key]
        elif key not in names.full:
            names.short[key] = terms


def _bearers(shipped: Register, people: Iterable[_Actor]) -> Mapping[str, set[str]]:
    """Who bears a surname, by folded key, as folded names."""
    out: dict[str, set[str]] = defaultdict(set)
    for terms in shipped.names.people.values():
        name = key_of(terms[0].name)
        out[name.rpartition(" ")[2]].add(name)
    for actor in people:
        for key in actor.names:
            out[key.rpartition(" ")[2]].add(actor.key)
    return out


def _title(register: Register, name: str) -> int:
    """How many words of title a name opens with: one for "President Kari Fjellvik"."""
    words = split(name)
    for end in range(len(words) - 1, 0, -1):
        found = register.role_at(words, end)
        if found is not None and found[0] == 0 and found[1].kind in ("office", "official", "generic"):
            return end
    return 0


def _left(row: Dated, own: Iterable[Dated]) -> list[Dated]:
    """What is left of a shipped row on the days that none of the user's covers."""
    pieces = [row]
    for o in own:
        cut: list[Dated] = []
        for p in pieces:
            if o.start is not None and (p.start is None or p.start < o.start):
                cut.append(replace(p, until=min(p.until or date.max, o.start)))
            if o.until is not None and (p.until is None or o.until < p.until):
                cut.append(replace(p, start=max(p.start or date.min, o.until)))
        pieces = cut
    return pieces


def _by_start(row: OwnRow) -> date:
    return first_day(row.start) or date.min


def _began(entry: tuple[bool, str, Organisation]) -> date:
    return entry[2].start or date.min
