"""Candidates: which words of a report may name an act, and which act hangs on which.

Only finding, no deciding: `decision.py` says of what type a candidate is, or that it is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.events.classifier import trigger_words
from dragoman.coding.events.matching import Act, Found, Matcher, pos_of, words_of
from dragoman.coding.events.syntax import doer, undergoer
from dragoman.coding.events.voices import Voices
from dragoman.language.analysis import Sentence, Token
from dragoman.model import Span, Statement

FUTURE = frozenset({"will", "'ll", "’ll", "shall", "would", "wo", "'d", "’d"})
OBLIGING = frozenset({"must", "should", "ought"})
WITHIN = frozenset({"in", "by", "with", "during"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name an act.

    `form`: act (a lexicon word by itself), future (one that is announced), operator ("urged ... to"), obligation
    ("should ...", said of another party), open (a word that no table knows in its place; the classifier alone decides).
    `token` is the trigger's head; `content` what an operator or an obligation
    makes its content, `content_act` the lexicon's row for it, `content_type` what it amounts to: a type of act, CHANGE
    or NOTHING (content.tsv), or None where it is unknown.
    """

    form: str
    token: Token
    act: Act | None = None
    found: Found | None = None
    content: Token | None = None
    content_act: Act | None = None
    content_type: str | None = None
    negated: bool = False
    statement: Statement | None = None

    @property
    def verb(self) -> Token:
        """The verb that the act is told with: the trigger's own, or its light verb."""
        return self.act.carrier if self.act is not None and self.act.carrier is not None else self.token

    def span(self) -> Span:
        """The shortest phrase that names the act."""
        first, last = self.token, self.token
        others: list[Token] = self.token.kids("prt")
        if self.act is not None and self.act.carrier is not None and abs(self.act.carrier.i - self.token.i) <= 5:
            others.append(self.act.carrier)
        if self.act is not None and any(name == "obj" for name, _ in self.act.row.needs):
            o = undergoer(self.token)
            others += [o] if o is not None and 0 < o.i - self.token.i <= 4 else []
        if self.form == "obligation":
            others += [a for a in self.token.kids("aux") if a.lower in OBLIGING]
            o = self.token.child("dobj")
            others += [o] if o is not None and o.i - self.token.i <= 4 else []
        if self.form in ("operator", "future") and self.content is not None and 0 < self.content.i - self.token.i <= 3:
            others.append(self.content)
        for t in others:
            first = t if t.i < first.i else first
            last = t if t.i > last.i else last
        return Span(first.start, last.end)


class Finder:
    """Finds the candidates of a sentence, outer words before the ones that hang on them."""

    def __init__(self, matcher: Matcher, voices: Voices) -> None:
        self.matcher = matcher
        self.voices = voices
        self.lexicon = matcher.lexicon

    def find(self, sentence: Sentence) -> Iterator[Candidate]:
        taken: set[int] = set()
        for token in sorted(sentence.tokens, key=_depth):
            if token.i in taken or pos_of(token) is None:
                continue
            candidate = self._at(token)
            if candidate is not None:
                taken.update(_absorbed(candidate))
                yield candidate
        for token in sentence.tokens:
            if token.i not in taken and self._open(token):
                yield Candidate(form="open", token=token, statement=self.voices.statement(token))

    def _open(self, token: Token) -> bool:
        """Whether a word may name an act in a place where no table knows it: the classifier has seen it name one."""
        if trigger_words().isdisjoint((token.lower, token.lemma)):
            return False
        match pos_of(token):
            case "v":
                return token.lemma not in self.lexicon.idle and token.dep not in ("aux", "auxpass")
            case "n":
                return token.lemma in self.lexicon.nominal or any(
                    row.pos == "n" for word in words_of(token) for row in self.lexicon.triggers.get(word, ())
                )
        return False

    def _at(self, token: Token) -> Candidate | None:
        statement = self.voices.statement(token)
        found = self.matcher.operator(token)
        if found is not None and self._composes(found, statement):
            assert found.content is not None
            inner, kind = self.content(found.content)
            return Candidate(
                form="operator",
                token=token,
                act=self.matcher.act(token),
                found=found,
                content=inner.token if inner is not None else found.content,
                content_act=inner,
                content_type=kind,
                negated=_negated(token) != (found.row.kind in ("promise", "future") and _negated(found.content)),
                statement=statement,
            )
        if statement is not None and _obliged(token):
            inner, kind = self.content(token)
            return Candidate(
                form="obligation",
                token=token,
                content=token,
                content_act=inner,
                content_type=kind,
                negated=_negated(token),
                statement=statement,
            )
        act = self.matcher.act(token)
        if (
            act is not None
            and act.row.type == "ASSAULT"
            and token.lemma in ("kill", "wound", "injure", "hit", "destroy")
        ):
            if token.dep == "pcomp" and token.head.lower == "with":
                return None  # "an attack, with five killed": only its toll
            who = token.child("nsubj") or (token.head.child("nsubj") if token.dep == "conj" else None)
            if who is not None and who.is_noun and self.matcher.act(who) is not None:
                return None  # "a bombing killed five": the bombing is the act
        future = _future(act.carrier if act is not None and act.carrier is not None else token)
        if act is None and future and statement is not None and token.is_verb:
            kind = self.lexicon.contents.get((token.lemma, "v"))
            if kind in ("AID", "COOPERATE", "ASSAULT", "CONSULT"):
                return Candidate(
                    form="future",
                    token=token,
                    content=token,
                    content_type=kind,
                    negated=_negated(token),
                    statement=statement,
                )
        if act is None:
            return None
        return Candidate(
            form="future" if future else "act",
            token=token,
            act=act,
            content_type=act.row.type,
            negated=_negated(act.carrier or token),
            statement=statement,
        )

    def _composes(self, found: Found, statement: Statement | None) -> bool:
        """Whether an operator may count here, and makes something of its content."""
        if found.content is None or ("said" in found.row.flags and statement is None):
            return False
        _, kind = self.content(found.content)
        table = self.lexicon.compositions
        made = table.get((found.row.kind, kind)) if kind else None
        made = made or table.get((found.row.kind, "*" if kind else "-"))
        return made is not None and made[0] is not None

    def content(self, token: Token, depth: int = 0) -> tuple[Act | None, str | None]:
        """The act that a content amounts to: the lexicon's row where there is one, and a type, CHANGE or None."""
        act = self.matcher.act(token)
        if act is not None:
            return act, act.row.type
        pos = "n" if token.is_noun else "v"
        kind = self.lexicon.contents.get((token.lemma, pos))
        if depth > 3:
            return None, kind
        steps = token.kids("xcomp", "ccomp", "dobj", "oprd", "acomp") if not token.is_noun else []
        light = token.lemma in self.lexicon.classes["light"] or token.lemma in ("continue", "try", "be", "become", "do")
        if kind is None or light:
            for c in steps:
                inner, below = self.content(c, depth + 1)
                if below is not None and (light or kind is None):
                    return inner, below
        if token.is_noun and kind is None:
            for c in (
                x for p in token.kids("prep") if p.lower in ("of", "for", "to", "in") for x in p.kids("pobj", "pcomp")
            ):
                inner, below = self.content(c, depth + 2)
                if below is not None:
                    return inner, below
        return None, kind


def _depth(token: Token) -> tuple[int, int]:
    return sum(1 for _ in token.ancestors()), token.i


def _absorbed(candidate: Candidate) -> set[int]:
    """The tokens that a candidate uses up: what is asked for, promised or threatened is not coded again."""
    out = {candidate.token.i}
    act = candidate.act
    if act is not None and act.carrier is not None:
        out.add(act.carrier.i)
    if act is not None and act.row.type == "ASSAULT" and act.row.pos == "v":
        # "killed in an airstrike": one act
        out.update(o.i for p in candidate.token.kids("prep", "agent") for o in p.kids("pobj") if p.lower in WITHIN)
    if act is not None and act.row.type == "ASSAULT":
        # "attacked the camp, killing 12"
        tolls = [t for v in (candidate.token, candidate.verb) for t in v.kids("advcl", "conj") if _toll(t)]
        out.update(x.i for t in tolls for x in t.conjuncts() if _toll(x))
    if act is not None and candidate.form in ("act", "future"):
        if any(name in ("obj", "pobj", "mod") for name, _ in act.row.needs):
            o = undergoer(candidate.token)
            if o is not None:
                out.update(t.i for t in o.conjuncts())
                out.update(
                    x.i for t in o.conjuncts() for p in t.kids("prep") if p.lower == "of" for x in p.kids("pobj")
                )
            out.update(x.i for p in candidate.token.kids("prep") for x in p.kids("pobj") if _named_in(act, x))
        if act.row.type in ("ACCUSE", "PROTEST", "THREATEN") or "speech" in act.row.flags:
            for c in candidate.token.kids("prep"):
                if c.lower in ("of", "for", "with"):
                    out.update(t.i for t in _inside(c))
        if act.row.type == "PROTEST":
            for c in candidate.verb.kids("advcl", "xcomp", "acl"):
                out.update(t.i for t in _inside(c))
    if candidate.found is not None and candidate.found.row.kind == "accuse":
        return out  # what somebody alleges is an act of its own
    if candidate.form == "operator" and candidate.found is not None and candidate.found.content is not None:
        out.update(t.i for t in _inside(candidate.found.content))
        if candidate.content is not None:
            out.update(t.i for t in _inside(candidate.content))
    elif candidate.form in ("obligation", "future"):
        for c in candidate.token.children:
            if c.dep in ("dobj", "xcomp", "prep", "acomp", "attr", "prt"):
                out.update(t.i for t in _inside(c))
    return out


def _toll(verb: Token) -> bool:
    """Whether a verb only adds the dead and wounded to the attack before it."""
    return verb.lemma in ("kill", "wound", "injure", "leave") and verb.child("nsubj", "nsubjpass") is None


def _named_in(act: Act, token: Token) -> bool:
    return any(name == "pobj" for name, _ in act.row.needs) and token.is_noun


def _inside(top: Token) -> list[Token]:
    """A subtree without what it says on the side: relative clauses, and clauses of time and condition."""
    out, todo = [], [top]
    while todo:
        t = todo.pop()
        out.append(t)
        for c in t.children:
            if c.dep == "relcl" or (c.dep == "advcl" and c.child("mark", "advmod") is not None):
                continue
            todo.append(c)
    return out


def _negated(token: Token) -> bool:
    if any(c.dep == "neg" or c.lower in NEGATIONS for c in token.children):
        return True
    head = token.head  # "is not ready to"
    return token.dep in ("acomp", "attr", "oprd") and any(c.dep == "neg" for c in head.children)


def _future(verb: Token) -> bool:
    """Whether a verb, or what it is coordinated with, is announced: "will lift", "is to visit", "going to"."""
    t = verb
    while t.dep == "conj" and not t.is_root and t.child("nsubj", "nsubjpass") is None and not t.kids("aux"):
        t = t.head
    aux = {a.lower for a in t.kids("aux")}
    if aux & FUTURE:
        return not {"have"} & aux
    if "to" in aux and t.dep == "xcomp":
        return (
            (t.head.lower == "going")
            or (t.head.lemma == "be" and t.head.child("acomp", "attr") is None)
            or (t.head.lower in ("set", "due", "scheduled", "expected", "about", "poised"))
        )
    return False


def _obliged(token: Token) -> bool:
    """ "must", "should", "has to", "needs to", said of somebody else or of something."""
    if not (token.is_verb or token.pos == "AUX"):
        return False
    if any(a.lower in OBLIGING for a in token.kids("aux")):
        return "have" not in {a.lower for a in token.kids("aux")}  # "should have come" blames, and asks nothing
    return (
        token.dep == "xcomp"
        and token.head.lemma in ("have", "need")
        and any(a.lower == "to" for a in token.kids("aux"))
        and doer(token.head) is not None
    )
