"""Whose words a token stands in: the statement around it, its speaker and whom it is spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dragoman.coding.events.syntax import RELATIVE, antecedent
from dragoman.language.analysis import Analysis, Token
from dragoman.model import Party, Span, Statement

FIRST = frozenset({"i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves"})
SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})


class Actors(Protocol):
    """What the event coder needs of the resolved actors."""

    def party(self, token: Token, *, sites: bool = False) -> Party | None: ...

    def parties(self, token: Token, *, sites: bool = False) -> list[Party]: ...


class Voices:
    """Statements by token, and parties as the speaker of a statement means them ("we", "you")."""

    def __init__(self, analysis: Analysis, *, statements: Sequence[Statement], actors: Actors) -> None:
        self.analysis = analysis
        self.statements = statements
        self.actors = actors
        self._by_sentence: dict[int, list[tuple[int, Span, Statement]]] = {}
        sentences = analysis.sentences
        for s in statements:
            for span in s.content:
                for sentence in sentences:
                    if span.overlaps(sentence.span):
                        self._by_sentence.setdefault(sentence.index, []).append((span.end - span.start, span, s))
        self._parties: dict[tuple[int, bool], tuple[Party, ...]] = {}

    def statement(self, token: Token) -> Statement | None:
        """The innermost statement whose content a token stands in."""
        inside = [
            (size, n, s)
            for n, (size, span, s) in enumerate(self._by_sentence.get(token.sentence.index, ()))
            if token.span.within(span)
        ]
        return min(inside)[2] if inside else None

    def head(self, span: Span | None) -> Token | None:
        """The token of a span that the others hang on."""
        if span is None:
            return None
        inside = self.analysis.tokens_in(span)
        numbers = {t.i for t in inside}
        return next((t for t in inside if t.is_root or t.head.i not in numbers), None)

    def cue(self, statement: Statement) -> Token | None:
        """The cue's word: "said"."""
        return self.head(statement.cue)

    def _in_talk(self, token: Token) -> tuple[Party, ...]:
        """Whom "we" or "you" means: speaker or addressee of the statement, where that is told by another word."""
        statement = self.statement(token)
        if statement is None:
            return ()
        span = statement.speaker if token.lower in FIRST else statement.addressee
        told = self.head(span)
        # "'I told you', I said": a narrator's own words name nobody
        return () if told is None or told.lower in FIRST | SECOND else self.parties(told)

    def speaker(self, statement: Statement | None) -> tuple[Party, ...]:
        """Who speaks; empty if that is no political actor."""
        token = self.head(statement.speaker) if statement else None
        return self.parties(token) if token is not None else ()

    def addressee(self, statement: Statement | None) -> tuple[Party, ...]:
        """Whom the words are spoken to; empty if that is nobody known."""
        token = self.head(statement.addressee) if statement else None
        return self.parties(token) if token is not None else ()

    def is_party(self, token: Token) -> bool:
        """Whether a token means a political actor of known country or sector."""
        return any(p.country or p.sector for p in self.parties(token, alone=True))

    def is_site(self, token: Token) -> bool:
        """Whether a token means a place or building whose country or owner is known."""
        return any(p.country or p.sector for p in self.parties(token, sites=True))

    def parties(self, token: Token, *, sites: bool = False, alone: bool = False) -> tuple[Party, ...]:
        """The parties that a token means, with what is coordinated with it unless `alone`."""
        if token.lower in FIRST | SECOND and token.tag in ("PRP", "PRP$"):
            return self._in_talk(token)
        if token.lower in RELATIVE:
            stands_for = antecedent(token)
            return () if stands_for is token else self.parties(stands_for, sites=sites, alone=alone)
        if alone:
            one = self.actors.party(token, sites=sites)
            return (one,) if one is not None else ()
        key = (token.i, sites)
        if key not in self._parties:
            self._parties[key] = tuple(self.actors.parties(token, sites=sites))
        return self._parties[key]
