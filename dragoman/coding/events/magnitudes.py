"""Sizes told of an act: killed, injured, arrested, crowds, troops, money; numbers, never "dozens".

Which figure belongs to which act is read off the syntax: the figure stands in the act's own clause, or in one that
hangs on it without an act of its own ("bombed the market, killing at least 12").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files

from dragoman.coding.events.syntax import passive_subject, subject, undergoer
from dragoman.language.analysis import Sentence, Token
from dragoman.model import Magnitude, Span

MULTIPLES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
SMALL = {
    w: float(n)
    for n, w in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    w: float(n)
    for n, w in zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True)
}
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
RANGE = re.compile(r"(\d[\d,.]*)\s?[-–]\s?(\d[\d,.]*)")
DASHES = frozenset("-–")
LEAST = re.compile(
    r"(?:at least|more than|over|no fewer than|no less than|not less than|upwards of)\s*$", re.IGNORECASE
)
MOST = re.compile(r"(?:at most|up to|fewer than|less than|no more than|as many as|under)\s*$", re.IGNORECASE)
ABOUT = re.compile(
    r"(?:about|around|some|nearly|almost|roughly|approximately|an estimated|estimated|close to)\s*$", re.IGNORECASE
)

KILLING = frozenset("kill die slay murder massacre execute perish behead assassinate slaughter".split())
DEAD = frozenset("dead death fatality".split())
HURTING = frozenset("wound injure hurt maim".split())
HURT = frozenset("injury casualty wounded injured".split())
ARRESTING = frozenset("arrest detain jail imprison round seize hold intern capture".split())
PEOPLE = frozenset(
    (
        "people person man woman child civilian soldier officer policeman demonstrator protester worker student "
        "resident villager farmer marcher supporter striker activist miner teacher nurse driver refugee migrant "
        "monk prisoner inmate fighter rebel militant journalist suspect member other troop trooper peacekeeper marine "
        "reservist serviceman guard police passenger youth settler opponent diplomat official employee monk nun pilgrim"
    ).split()
)
TROOPS = frozenset(
    (
        "troop soldier trooper peacekeeper marine reservist serviceman personnel paratrooper guard policeman police "
        "officer fighter man"
    ).split()
)
MONEYED = frozenset({"AID", "AGREE", "SANCTION", "REQUEST", "REJECT", "COOPERATE", "COERCE", "RETREAT", "CONCEDE"})
ARMED = frozenset({"MOBILIZE", "RETREAT", "AGREE", "AID", "COOPERATE", "THREATEN", "CONCEDE", "REQUEST"})


def magnitudes(trigger: Token, carrier: Token, *, type: str, others: frozenset[int]) -> tuple[Magnitude, ...]:
    """The sizes told of an act, in text order, one a kind and figure.

    `carrier` is the verb that the act is told with, `others` the token numbers of other acts' triggers, whose clauses
    are theirs.
    """
    found: dict[tuple[str, Span], Magnitude] = {}
    for number in _numbers(trigger.sentence):
        if not _belongs(number.head, trigger, carrier, others):
            continue
        kind = _kind(number, type, trigger, carrier)
        if kind is None:
            continue
        found.setdefault(
            (kind, number.span),
            Magnitude(
                kind=kind,
                value=number.value,
                span=number.span,
                high=number.high,
                unit=number.unit if kind == "money" else None,
                bound=number.bound,
            ),
        )
    return tuple(sorted(found.values(), key=lambda m: m.span))


class _Number:
    """A number in a sentence: its words, what it counts (`head`), how it is bounded."""

    __slots__ = ("bound", "head", "high", "span", "tokens", "unit", "value")

    def __init__(
        self, tokens: list[Token], value: float, high: float | None, unit: str | None, head: Token, bound: str | None
    ) -> None:
        self.tokens, self.value, self.high, self.unit, self.head, self.bound = tokens, value, high, unit, head, bound
        self.span = Span(tokens[0].start, tokens[-1].end)


def _numbers(sentence: Sentence) -> Iterator[_Number]:
    tokens = sentence.tokens
    base = tokens[0].i
    n = 0
    while n < len(tokens):
        run: list[Token] = []
        while n + len(run) < len(tokens):
            t, at = tokens[n + len(run)], n + len(run) + 1
            dash = bool(run) and t.text in DASHES and at < len(tokens) and _numeric(tokens[at], [])
            if not dash and not _numeric(t, run):
                break
            run.append(t)
        if not run:
            n += 1
            continue
        parsed = _value(run)
        last = run[-1]
        n += len(run)
        if parsed is None or not (last.tag in ("CD", "NN", "NNS") or run[0].tag == "CD"):
            continue
        value, high = parsed
        before = tokens[run[0].i - base - 1] if run[0].i > base else None
        after = tokens[last.i - base + 1] if last.i - base + 1 < len(tokens) else None
        unit = _unit(before, after)
        head = _counted(run)
        if before is not None and before.text in currencies() and unit:
            run = [before, *run]
        elif unit and after is not None:
            run = [*run, after]
        prior = "".join(t.text + " " for t in tokens[max(0, run[0].i - base - 4) : run[0].i - base])
        bound = (
            "least"
            if LEAST.search(prior)
            else "most"
            if MOST.search(prior)
            else "about"
            if ABOUT.search(prior)
            else None
        )
        yield _Number(run, value, high, unit, head, bound)


def _numeric(token: Token, run: list[Token]) -> bool:
    low = token.lower
    if DIGITS.fullmatch(low) or RANGE.fullmatch(low) or low in SMALL or low in TENS:
        # "two soldiers" and "one" as a pronoun look alike; a number that counts something is one
        return token.tag == "CD" and not (run and DIGITS.fullmatch(run[-1].lower) and run[-1].text not in DASHES)
    if low in MULTIPLES:
        return bool(run) and low not in ("score",)
    parts = low.split("-")
    return len(parts) == 2 and parts[0] in TENS and parts[1] in SMALL


def _value(run: list[Token]) -> tuple[float, float | None] | None:
    whole = 0.0
    part: float | None = None
    high: float | None = None
    for n, t in enumerate(run):
        low = t.lower
        if t.text in DASHES:
            after = run[n + 1].lower if n + 1 < len(run) else ""
            if DIGITS.fullmatch(after) and part is not None and high is None:
                high = _float(after)  # "10 - 15"
                if high is None or part >= high:
                    return None
            continue
        if n and run[n - 1].text in DASHES and high is not None and _float(low) == high:
            continue
        span = RANGE.fullmatch(low)
        if low in MULTIPLES:
            part = (1.0 if part is None else part) * MULTIPLES[low]
            high = None if high is None else high * MULTIPLES[low]
            if MULTIPLES[low] >= 1000:
                whole, part = whole + part, None
        elif span is not None:
            part, high = _float(span.group(1)), _float(span.group(2))
            if part is None or high is None or part >= high:
                return None
        elif low in SMALL or low in TENS:
            part = (part or 0.0) + SMALL.get(low, TENS.get(low, 0.0))
        elif "-" in low:
            tens, ones = low.split("-")
            part = (part or 0.0) + TENS[tens] + SMALL[ones]
        else:
            if part is not None:
                return None
            part = _float(low)
            if part is None:
                return None
    return whole + (part or 0.0), high


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "").rstrip("."))
    except ValueError:
        return None


def _unit(before: Token | None, after: Token | None) -> str | None:
    table = currencies()
    if before is not None and before.text in table:
        return table[before.text]
    return table.get(after.lower) if after is not None and after.is_noun else None


def _counted(run: list[Token]) -> Token:
    """What the number counts: the noun it modifies; the number's own head where it stands alone ("killing 12")."""
    inside = {t.i for t in run}
    t = run[-1]
    for x in run:
        if x.head.i not in inside:
            t = x
    while t.i in inside and t.dep in ("nummod", "compound", "quantmod", "nmod", "amod") and not t.is_root:
        t = t.head
    return t


def _belongs(head: Token, trigger: Token, carrier: Token, others: frozenset[int]) -> bool:
    """Whether a counted noun stands in the act's clause: going up from it, the act comes before any other act."""
    t = head
    for _ in range(12):
        if t is trigger or t is carrier:
            return True
        if t.i in others and t is not head:
            return False
        if t.is_root:
            break
        t = t.head
    # "a bombing killed 12": the figure hangs on the verb that the act is subject of
    return head.head is trigger.head and trigger.dep in ("nsubj", "nsubjpass") and trigger.head.i not in others


def _kind(n: _Number, type: str, trigger: Token, carrier: Token) -> str | None:
    if n.unit is not None:
        return "money" if type in MONEYED else None
    head = n.head
    if head.lemma in DEAD or any(c.lemma in DEAD for c in head.kids("acl", "amod", "acomp", "oprd")):
        return "killed" if type == "ASSAULT" else None
    if head.lemma in HURT:
        return "injured" if type == "ASSAULT" else None
    verb = _verb_over(head)
    alone = head in n.tokens
    if not alone and head.lemma not in PEOPLE | TROOPS and head.tag != "NNPS" and not _nation(head):
        return None
    if verb is not None and _undergoes(verb, head):
        if type == "ASSAULT":
            if verb.lemma in KILLING or (verb.lemma == "shoot" and "dead" in {c.lower for c in verb.children}):
                return "killed"
            if verb.lemma in HURTING:
                return "injured"
            if verb.lemma == "leave" and any(t.lower == "dead" for t in verb.subtree()):
                return "killed"
        if type in ("COERCE", "SANCTION") and verb.lemma in ARRESTING and verb in (trigger, carrier):
            return "arrested"
    if type == "ASSAULT" and verb is not None and verb.lemma in ("die", "perish") and verb.child("nsubj") is head:
        return "killed"
    if alone:
        return None
    if type == "PROTEST" and _does(trigger, carrier, head):
        return "crowd"
    if type in ARMED and head.lemma in TROOPS:
        return "troops"
    return None


def _nation(head: Token) -> bool:
    """Whether a plural is a people's name ("Chileans"), which the tagger takes for a common noun now and then."""
    return head.tag == "NNS" and head.text[:1].isupper()


def _verb_over(head: Token) -> Token | None:
    t = head
    while t.dep in ("conj", "pobj", "prep", "appos") and not t.is_root:
        t = t.head
    return t.head if not t.is_root and (t.head.is_verb or t.head.pos == "AUX") else None


def _undergoes(verb: Token, head: Token) -> bool:
    o = undergoer(verb) or passive_subject(verb)
    return o is not None and any(t is head for t in o.conjuncts())


def _does(trigger: Token, carrier: Token, head: Token) -> bool:
    who = subject(carrier) if carrier.is_verb else None
    if who is not None and head in (*who.conjuncts(), *(o for p in who.kids("prep") for o in p.kids("pobj"))):
        return True
    of = [o for t in (trigger, carrier) for p in t.kids("prep") if p.lower in ("of", "by") for o in p.kids("pobj")]
    return head in of


@functools.cache
def currencies() -> dict[str, str]:
    """Signs and lower-cased words of money -> ISO 4217 (`data/currencies.tsv`)."""
    text = (files("dragoman.coding.events") / "data" / "currencies.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {word: code for words, code in rows for word in words.split("|")}
