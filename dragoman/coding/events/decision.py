"""The type decision: candidate -> type and mode, or none; rules over the tables, where a classifier may stand in."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.events.candidates import Candidate
from dragoman.coding.events.classifier import NONE, Opinion
from dragoman.coding.events.lexicon import Lexicon
from dragoman.coding.events.syntax import undergoer
from dragoman.coding.ontology import Ontology
from dragoman.language.analysis import Token

TERRITORY = frozenset("occupy annex seize capture conquer retake recapture invade".split())
MEANS_UNSAID = frozenset({None, "aerial", "explosives", "heavy-weapons", "firearms", "targeted"})


# How much a row of the tables counts beside the classifier, and how sure of a mode that must be to overrule it.
TABLE_WEIGHT, MODE_SURE = 2.0, 0.9
# The least confidence of an act that is coded: where the tables know the word in its place, and where they do not.
LEAST_SURE, OPEN_SURE = 0.1, 0.88
# The same for a known word in a condition ("if it deploys missiles"): the classifier learned to call such an act none,
# the annotation standard wants it as hypothetical.
CONDITION_SURE = 0.05
# From which probability on a context counts.
CONTEXT_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """What a candidate is: "THREATEN restrict".

    `sure` 0 to 1: of the tables alone (`decide`) their own weight, of tables and classifier (`combine`) how often that
    is right. `mention`: no act by itself, at most other words for one told before.
    """

    type: str
    mode: str | None
    sure: float
    contexts: tuple[str, ...] = ()
    mention: bool = False


# What nobody minds being refused.
HARM = frozenset({"ASSAULT", "SANCTION", "COERCE", "PROTEST", "THREATEN", "MOBILIZE", "ACCUSE"})


def decide(candidate: Candidate, *, lexicon: Lexicon, ontology: Ontology) -> Decision | None:
    """The type and mode of a candidate by its words alone; None if it is no act."""
    made = _made(candidate, lexicon)
    if made is None:
        return None
    kind, mode, sure = made
    if not ontology.has_mode(kind, mode):
        mode = None
    return Decision(kind, mode, sure)


def combine(
    rule: Decision | None, opinion: Opinion, *, ontology: Ontology, in_condition: bool = False
) -> Decision | None:
    """The type and mode of a candidate by tables and classifier together; None if it is no act, or not sure enough.

    `in_condition`: the candidate stands in a clause with if or unless.
    """
    best, joint = weigh(rule, opinion)
    sure = opinion.curves[rule is None].at(joint)
    least = OPEN_SURE if rule is None else CONDITION_SURE if in_condition else LEAST_SURE
    if best == NONE or sure < least:
        return None
    mode = _mode(best, rule, opinion)
    if not ontology.has_mode(best, mode):
        mode = None
    contexts = tuple(name for name, p in opinion.contexts.items() if p >= CONTEXT_SURE)
    return Decision(best, mode, sure, contexts)


def weigh(rule: Decision | None, opinion: Opinion) -> tuple[str, float]:
    """The likeliest type, NONE among them, and its share of what tables and classifier hold together.

    Both give probabilities over the types and NONE, which are multiplied. The tables' are rough: `sure` for their own
    type, the rest mostly for NONE; of a word that no table knows they know nothing. `training/calibrate.py` measures
    what such a share is worth.
    """
    belief = prior(rule)
    weight = TABLE_WEIGHT if rule is not None else 1.0
    joint = {t: p * belief.get(t, belief["*"]) ** weight for t, p in opinion.types.items()}
    best = max(joint, key=lambda t: joint[t])
    return best, joint[best] / sum(joint.values())


def _mode(type: str, rule: Decision | None, opinion: Opinion) -> str | None:
    """The mode of a type: the tables' where they name one, unless the classifier is sure of another."""
    mode, sure = opinion.mode(type)
    known = rule.mode if rule is not None and rule.type == type else None
    if known is not None:
        return mode if mode is not None and sure >= MODE_SURE else known
    if type == "CONSULT" and mode in ("visit", "third-party") and (mode != "visit" or rule is not None):
        return None  # who is whose guest, and whether on third ground, is told by the place (`EventCoder`)
    return mode if sure >= 0.5 else None


def prior(rule: Decision | None) -> dict[str, float]:
    """What the tables hold of a candidate: a rough probability for their type, for NONE, and ("*") for each other."""
    if rule is None:
        return {NONE: 0.5, "*": 0.5 / 16}
    return {rule.type: rule.sure, NONE: 0.7 * (1 - rule.sure), "*": 0.3 * (1 - rule.sure) / 15}


def _made(c: Candidate, lexicon: Lexicon) -> tuple[str, str | None, float] | None:
    if c.form == "operator" and c.found is not None:
        operator = c.found.row.kind
        if c.negated:  # "not ready to talk" refuses; "did not demand" is nothing
            if operator not in ("promise", "future"):
                return None
            spared = c.content is not None and any(x.dep == "neg" for x in c.content.children)
            if operator == "promise" and spared and c.content_type in HARM:
                return "AGREE", None, 0.6  # "promised not to attack"
            operator = "refuse"
        if c.content_type is None and c.found.row.pos == "a":
            return None  # "ready to go" promises nothing
        if operator in ("promise", "future", "announce") and _unless(c):
            operator = "threat"
        return _compose(operator, c, lexicon, sure=0.7)
    if c.form == "obligation":
        return _compose("demand", c, lexicon, sure=0.6)
    if c.form == "future":
        operator = "refuse" if c.negated else "future"
        if c.negated and c.content_type in HARM:
            return None
        if not c.negated and _unless(c):
            operator = "threat"
        return _compose(operator, c, lexicon, sure=0.6)
    assert c.act is not None
    row = c.act.row
    mode = row.mode
    if row.type == "ASSAULT" and mode in MEANS_UNSAID:
        mode = _means(c, lexicon) or mode
    if row.type == "REJECT" and mode is None:
        mode = _refused(c, lexicon)
    return row.type, mode, 0.5 if "weak" in row.flags else 0.8


def _compose(operator: str, c: Candidate, lexicon: Lexicon, *, sure: float) -> tuple[str, str | None, float] | None:
    table = lexicon.compositions
    made = table.get((operator, c.content_type)) if c.content_type else None
    made = made or table.get((operator, "*" if c.content_type else "-"))
    if made is None or made[0] is None:
        return None
    kind, mode = made[0], made[1]
    own = c.content_act or c.act
    inner = own.row.mode if own is not None else None
    if mode == "=own":
        mode = inner
    elif mode == "=":
        mode = _threat(c, inner, lexicon) if kind == "THREATEN" else None
    if operator == "refuse" and mode is None and c.content is not None:
        mode = _refused(c, lexicon)
    return kind, mode, sure - (0.15 if c.content_type is None else 0.0)


def _unless(c: Candidate) -> bool:
    """Whether something is announced for the case that the other side does not do as it is told."""
    near = [t for t in (c.token, c.content) if t is not None]
    return any(m.lower == "unless" for t in near for a in t.kids("advcl") for m in a.kids("mark"))


def _threat(c: Candidate, mode: str | None, lexicon: Lexicon) -> str | None:
    kind = c.content_type or ""
    token = c.content or c.token
    if kind == "ASSAULT" and token.lemma in TERRITORY:
        mode = "territory"
    if kind == "SANCTION" and mode == "discontinue":
        o = undergoer(token)
        if o is not None and o.lemma in lexicon.classes["dealings"] | lexicon.classes["talks"]:
            mode = "relations"
    return lexicon.threats.get((kind, mode or "*")) or lexicon.threats.get((kind, "*"))


def _means(c: Candidate, lexicon: Lexicon) -> str | None:
    """The means of an assault as its own words or those close to it show them."""
    words = {w for t in _near(c) for w in (t.lower, t.lemma)}
    return next((mode for mode, marks in lexicon.instruments if words & marks), None)


def _near(c: Candidate) -> list[Token]:
    """The trigger's own clause without clauses that hang on it, and the noun or verb that it stands under."""
    out: list[Token] = []
    todo = [c.token] if c.verb is c.token else [c.token, c.verb]
    if c.token.is_noun and c.token.dep in ("pobj", "compound", "appos"):
        todo.append(c.token.head.head if c.token.dep == "pobj" else c.token.head)
    seen: set[int] = set()
    while todo:
        t = todo.pop()
        if t.i in seen:
            continue
        seen.add(t.i)
        out.append(t)
        todo.extend(x for x in t.children if x.dep not in ("relcl", "ccomp", "conj", "parataxis", "appos"))
    return out


def _refused(c: Candidate, lexicon: Lexicon) -> str | None:
    """What kind of thing is refused: the mode of REJECT."""
    todo = [c.content] if c.content is not None else []
    o = undergoer(c.token) if c.token.is_verb else None
    if o is not None:
        todo.append(o)
        todo.extend(x for x in o.kids("acl", "relcl", "compound"))
        todo.extend(x for p in o.kids("prep") if p.lower in ("for", "to", "on", "of") for x in p.kids("pobj", "pcomp"))
    for t in todo:
        kind = lexicon.contents.get((t.lemma, "n" if t.is_noun else "v"))
        made = lexicon.compositions.get(("refuse", kind)) if kind else None
        if made is not None and made[1] is not None and made[1] != "-" and kind != "AGREE":
            return made[1]
    return None
