"""What earlier reports have said of people and bodies, so that a later one need not say it again.

"Colonel Ada Obi, spokeswoman of the Ghanaian army, said ..." on Monday; "Ada Obi said ..." on Friday. The second report
alone names nobody's country. Nothing here goes before what the report at hand says, or before the register.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dragoman.language.spelling import same_name, sound
from dragoman.model import Actor, CodedReport, Fact
from dragoman.resolving.actors.wording import key_of

# Offices change hands: a role told longer ago than this says only whose citizen somebody is.
IN_OFFICE_DAYS = 2 * 365
# And after a generation even that may be another bearer of the name.
REMEMBERED_DAYS = 15 * 365


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as an earlier report tells it: the name it was told of, the report, its day, and the fact."""

    name: str
    report: str
    day: date | None
    fact: Fact


class Known:
    """The dated register of a corpus. Full names only: a surname alone means whom its own report says.

    Which fact serves a report depends on the two reports' days, never on the order in which they were learnt, so that
    reading the same reports in another order, each after those before its day, gives the same.
    """

    def __init__(self, said: Iterable[Said] = ()) -> None:
        self._by_sound: dict[tuple[str, ...], list[Said]] = {}
        self._sounds_of: dict[str, set[tuple[str, ...]]] = {}  # of the names that a report tells of
        for s in said:
            self.learn(s)

    def learn(self, said: Said) -> None:
        """Keep one fact; one without country and sector, or of a bare surname, says nothing and is left out."""
        heard = _sounds(said.name)
        if len(heard) < 2 or (said.fact.country is None and said.fact.sector is None):
            return
        told = self._by_sound.setdefault(heard, [])
        if said not in told:
            told.append(said)
            self._sounds_of.setdefault(said.report, set()).add(heard)

    def forget(self, report: str) -> None:
        """Leave out what a report has said, as where it is coded anew."""
        for heard in self._sounds_of.pop(report, ()):
            self._by_sound[heard] = [s for s in self._by_sound[heard] if s.report != report]

    def read(self, coded: CodedReport) -> None:
        """Keep what a report says in its own words of its actors."""
        for said in told_in(coded):
            self.learn(said)

    def __len__(self) -> int:
        return sum(map(len, self._by_sound.values()))

    def of(self, name: str, *, day: date | None, report: str) -> Fact | None:
        """What other reports than `report` tell of a full name on `day`; None where they disagree or tell nothing.

        The latest fact up to that day, with its report and day as evidence; its sector is None where it was told too
        long ago. Without a day nothing is known, since an office is somebody's at a time only.
        """
        if day is None:
            return None
        heard = _sounds(name)
        near = [s for s in self._by_sound.get(heard, ()) if s.report != report and _same(s.name, name)]
        told = [
            (s.day, _says_more(s.fact), s.report, s.fact.span, s.fact.sector or "", s.fact.role or "", s.fact)
            for s in near
            if s.day is not None and 0 <= (day - s.day).days <= REMEMBERED_DAYS
        ]
        countries = {f.country for *_, f in told if f.country is not None}
        if not told or len(countries) > 1:
            return None  # two people of one name
        then, _, source, *_, fact = max(told, key=lambda t: t[:-1])  # a full order: how they were learnt is no matter
        recent = (day - then).days <= IN_OFFICE_DAYS
        return replace(
            fact,
            role=fact.role if recent else None,
            country=next(iter(countries), None),
            sector=fact.sector if recent else None,
            report=source,
            day=then,
        )


def told_in(coded: CodedReport) -> Iterable[Said]:
    """What a report says in its own words of its actors; what it took from others is theirs to say."""
    for actor in coded.actors:
        for fact in own_facts(actor):
            yield Said(actor.name, coded.report.id, coded.report.day, fact)


def own_facts(actor: Actor) -> tuple[Fact, ...]:
    """The facts of an actor that its own report tells."""
    return tuple(f for f in actor.facts if f.report is None)


def _says_more(fact: Fact) -> tuple[bool, bool, bool]:
    """What makes one of a day's facts go before another: country and sector told, the role held still."""
    return fact.country is not None, fact.sector is not None, not fact.former


def _sounds(name: str) -> tuple[str, ...]:
    return tuple(map(sound, key_of(name).split()))


def _same(a: str, b: str) -> bool:
    x, y = key_of(a).split(), key_of(b).split()
    return len(x) == len(y) and all(map(same_name, x, y))
