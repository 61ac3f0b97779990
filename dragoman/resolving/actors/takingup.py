"""Which phrases take up what has been named: "the group" an armed group, "the two sides" two states."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dragoman.language.analysis import Analysis, Entity, Mention, Token
from dragoman.model import BlockKind
from dragoman.resolving.actors.describing import Description
from dragoman.resolving.actors.surroundings import Surroundings
from dragoman.resolving.actors.syntax import locative

_ARMED = frozenset({"REB", "PRM", "UAF"})
# Nouns for a body that has been named, and the sectors that such a body may have.
BODIES = {
    "group": _ARMED | {"OPP", "NGO", "PTY", "CRM", "SOC"},
    "movement": _ARMED | {"OPP", "PTY", "SOC"},
    "militia": _ARMED,
    "faction": _ARMED,
    "militant": _ARMED,
    "rebel": _ARMED,
    "insurgent": _ARMED,
    "jihadist": _ARMED,
    "extremist": _ARMED,
    "fighter": _ARMED,
    "party": frozenset({"PTY", "OPP"}),
    "bloc": frozenset({"IGO"}),
    "alliance": frozenset({"IGO", "PTY", "OPP"}),
    "organisation": frozenset({"IGO", "NGO"}) | _ARMED,
    "organization": frozenset({"IGO", "NGO"}) | _ARMED,
    "charity": frozenset({"NGO"}),
    "union": frozenset({"LAB", "IGO"}),
}
# Adjectives that may stand before such a noun without telling another body.
LOOSE = frozenset(
    "militant armed rebel islamist extremist terror terrorist jihadist jihadi insurgent islamic radical hardline "
    "banned outlawed 28-nation shadowy".split()
)
STATES = frozenset("side country nation state government neighbour neighbor capital power rival ally foe".split())
# Those that mean two even without a number, where two have been named.
SIDES = frozenset("side country neighbour neighbor".split())
PEOPLE = frozenset("leader president minister man woman official politician diplomat general".split())
# How many sentences back what is taken up may have been named.
REACH = 3


class TakingUp:
    """Looks back in one report; `known` says what an entity is, if it is anything."""

    def __init__(self, analysis: Analysis, around: Surroundings, known: Callable[[Entity], Description | None]) -> None:
        self.analysis, self.around, self.known = analysis, around, known

    def body(self, token: Token) -> Entity | None:
        """The body named last that "the group", "the militants" can mean; None where two are as near, or none fits."""
        sectors = BODIES.get(token.lemma)
        if sectors is None or not _definite(token):
            return None
        for sentence, mentions in self._back(token):
            fitting = {
                id(m.entity): m.entity for m in mentions if m.entity is not None and self._is_body(m.entity, sectors)
            }
            if len(fitting) > 1:
                return None
            if fitting and sentence >= 0:
                return next(iter(fitting.values()))
        return None

    def states(self, token: Token) -> tuple[str, str] | None:
        """The two states of "the two sides", "both countries", in the order in which they were named."""
        if not (token.lemma in STATES and _pair(token)) and not (token.lemma in SIDES and _plain(token)):
            return None
        found: list[str] = []
        for index in range(token.sentence.index, max(-1, token.sentence.index - REACH - 1), -1):
            sentence = self.analysis.sentences[index]
            if sentence.block.kind is BlockKind.TITLE and found:
                break
            sights = sorted(self.around.sights(sentence), key=lambda s: s.token.i)
            # a place of meeting ("talks in Oman") is no side
            here = [s.country for s in sights if s.token.i < token.i and not locative(s.token)]
            found = list(dict.fromkeys([*here, *found]))
            if len(found) >= 2:
                break
        return (found[0], found[1]) if len(found) == 2 else None

    def people(self, token: Token) -> tuple[Entity, Entity] | None:
        """The two people of "the two leaders", "both men"."""
        if token.lemma not in PEOPLE or not _pair(token):
            return None
        found: list[Entity] = []
        for _, mentions in self._back(token):
            here = [m.entity for m in mentions if m.entity is not None and m.entity.person]
            found = list({id(e): e for e in [*here, *found]}.values())
            if len(found) >= 2:
                break
        return (found[0], found[1]) if len(found) == 2 else None

    def _is_body(self, entity: Entity, sectors: frozenset[str]) -> bool:
        d = self.known(entity)
        return d is not None and d.kind == "org" and d.sector in sectors

    def _back(self, token: Token) -> Iterator[tuple[int, list[Mention]]]:
        """The names before a token, sentence by sentence, nearest first."""
        by_sentence: dict[int, list[Mention]] = {}
        for m in self.analysis.mentions:
            if m.kind == "name" and m.head.i < token.i:
                by_sentence.setdefault(m.head.sentence.index, []).append(m)
        for index in range(token.sentence.index, max(-1, token.sentence.index - REACH - 1), -1):
            yield index, by_sentence.get(index, [])


def _definite(token: Token) -> bool:
    """ "The group", "the militant group", "these fighters": nothing that would tell another body."""
    kids = [c for c in token.children if c.dep != "punct" and c.i < token.i]
    after = [c for c in token.children if c.i > token.i and c.dep in ("prep", "appos", "acl")]
    return (
        not after
        and any(c.lower in ("the", "this", "these", "that") for c in kids)
        and all(c.dep == "det" or c.lower in LOOSE for c in kids)
    )


def _plain(token: Token) -> bool:
    """ "The countries" with nothing else to them."""
    kids = [c for c in token.children if c.dep != "punct"]
    return token.tag == "NNS" and [c.lower for c in kids] == ["the"]


def _pair(token: Token) -> bool:
    """ "The two sides", "both countries", "the two"."""
    kids = [c for c in token.children if c.i < token.i and c.dep != "punct"]
    return (
        token.tag == "NNS"
        and any(c.lower in ("two", "both") for c in kids)
        and all(
            c.dep in ("det", "nummod", "predet", "poss") or c.lower in ("two", "both", "neighbouring", "neighboring")
            for c in kids
        )
    )
