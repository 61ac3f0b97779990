"""Whether a happening is told as background: over, and more than twelve months before the report."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.coding.status.syntax import auxiliaries, clause_verb, is_finite
from dragoman.coding.status.words import modifiers
from dragoman.language.analysis import Token

_YEAR = re.compile(r"(?:mid-|late-|early-)?((?:1[5-9]|20)\d\d)")
_DECADE = re.compile(r"(?:1[5-9]|20)\d0s|'\d0s")
_LONG = frozenset({"year", "decade", "century", "generation"})
_MONTHS = "january february march april may june july august september october november december".split()
_TWELVE_MONTHS = timedelta(days=365)


def is_background(token: Token, *, day: date | None = None, date_interval: tuple[date, date] | None = None) -> bool:
    """True if the date, or the words around the happening, put it more than twelve months before `day`."""
    if date_interval and day:
        return date_interval[1] < day - _TWELVE_MONTHS and not _lasts(token)
    verb = clause_verb(token)
    nearby = [token] if verb is None else [token, verb]
    if token.is_noun:
        nearby += token.kids("compound", "amod", "nmod")  # "the August 1988 cease-fire": the month hangs on "cease"
    if verb is not None and not _is_past(verb) and not token.is_noun:
        return False
    if verb is not None:
        # "held power in the late 1970s": the parser often hangs the time on the object
        nearby.extend(c for c in verb.kids("dobj", "attr", "prt") if _is_past(verb))
        if _is_past(verb) and any(_long_back(p, day) for p in _time_phrases(verb)):
            return True
    for near in {id(t): t for t in nearby}.values():
        for child in near.children:
            if child.dep in ("npadvmod", "advmod", "prep", "nummod", "pobj", "compound", "amod") and _long_back(
                child, day
            ):
                return True
            if child.lower in modifiers() and modifiers()[child.lower] == "background" and _perfect_past(near):
                return True
    return False


def _is_past(verb: Token) -> bool:
    if verb.tag in ("VBD",) or any(a.lower in ("was", "were", "had", "did") for a in auxiliaries(verb)):
        return True
    if verb.tag == "VBN" and not auxiliaries(verb):
        return True  # "the treaty signed in 1990"
    return verb.tag == "VBG" and not is_finite(verb)


def _perfect_past(verb: Token) -> bool:
    return verb.is_verb and any(a.lower == "had" for a in auxiliaries(verb))


def _lasts(token: Token) -> bool:
    """ "since 1980", "for": what began long ago and goes on is no background."""
    verb = clause_verb(token)
    return any(
        c.lower == "since" and c.dep in ("prep", "mark") for t in (token, verb) if t is not None for c in t.children
    )


def _time_phrases(verb: Token) -> list[Token]:
    """The phrases with in, on or during anywhere in a verb's own clause ("stopped paying a dividend in 1984")."""
    out: list[Token] = []
    todo = [c for c in verb.children if c.dep in ("dobj", "xcomp", "prt", "attr", "agent")]
    while todo:
        t = todo.pop()
        out += [c for c in t.kids("prep") if c.lower in ("in", "on", "during")]
        todo.extend(c for c in t.children if c.dep in ("dobj", "xcomp", "pobj", "pcomp"))
    return out


def _phrase(top: Token) -> list[Token]:
    """A phrase without the clauses that hang on it ("in 1968" of "in 1968 when troops swept in"), in text order."""
    out, todo = [], [top]
    while todo:
        t = todo.pop()
        out.append(t)
        todo.extend(c for c in t.children if c.dep not in ("relcl", "advcl", "acl", "ccomp"))
    return sorted(out, key=lambda t: t.i)


def _long_back(child: Token, day: date | None) -> bool:
    """Whether a modifier says "in 2007", "years ago", "in the 1980s"."""
    if child.lower == "since":
        return False
    inside = _phrase(child)
    if len(inside) > 12:
        return False
    words = [t.lower for t in inside]
    if "ago" in words:
        # "a year ago", "the year-ago quarter" lie within twelve months or nearly
        return any(t.lemma in _LONG and (t.lemma != "year" or t.tag == "NNS") for t in inside)
    if any(_DECADE.fullmatch(w) for w in words):
        return True
    if day is None:
        return False
    for t in inside:
        told = _YEAR.fullmatch(t.text)
        if told is not None:
            year = int(told.group(1))
            month = next((_MONTHS.index(w) + 1 for w in words if w in _MONTHS), 12)
            last = date(year, month, 28)
            if last < day - _TWELVE_MONTHS:
                return True
    return False
