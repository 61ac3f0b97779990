"""The actors of one report as they are handed out to coding: one record each, with every mention, role and fact."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from dragoman.language.analysis import Mention
from dragoman.model import Actor, Fact, Party, Span, identity
from dragoman.resolving.actors.describing import Description
from dragoman.resolving.actors.syntax import locative


@dataclass(slots=True)
class _Record:
    """An actor while it is being gathered."""

    name: str
    country: str | None
    sector: str | None
    roles: list[str] = field(default_factory=list)
    mentions: set[Span] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judged:
    """What an entity was found to be."""

    description: Description
    name: str
    roles: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class Roster:
    """What has been handed out so far."""

    def __init__(self) -> None:
        self._records: dict[str, _Record] = {}

    def hand_out(self, known: Judged, d: Description, span: Span, mention: Mention | None) -> Party:
        """A party for the words at `span`, as `d` describes them; `mention` is what they are in the text, if known."""
        name = known.name
        actor = identity("actor", name, d.country, d.sector)
        record = self._records.get(actor)
        if record is None:
            record = self._records[actor] = _Record(name, d.country, d.sector)
        record.mentions.add(span)
        for role in known.roles:
            if role not in record.roles:
                record.roles.append(role)
        record.facts.extend(f for f in known.facts if f not in record.facts)
        if mention is not None and mention.entity is not None and mention.kind != "nominal":
            for m in mention.entity.mentions:
                if not (d.kind == "state" and locative(m.head)):
                    record.mentions.add(m.span)
        return Party(actor=actor, span=span, name=name, country=d.country, sector=d.sector)

    def actors(self, referred: Collection[str] | None = None) -> tuple[Actor, ...]:
        """The actors handed out so far, or those of them in `referred`; sorted by first mention."""
        out = [
            Actor(
                id=k,
                name=r.name,
                country=r.country,
                sector=r.sector,
                roles=tuple(r.roles),
                mentions=tuple(sorted(r.mentions)),
                facts=tuple(r.facts),
            )
            for k, r in self._records.items()
            if referred is None or k in referred
        ]
        return tuple(sorted(out, key=lambda a: (a.mentions[:1], a.id)))
