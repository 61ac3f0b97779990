"""What the finders of cues ask of the syntax: subjects, agents, and the words below a clause."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.language import Token

# What is sent to say something; whoever sent it says it.
DOCUMENTS = frozenset(
    {"letter", "statement", "message", "note", "tweet", "post", "memo", "telegram", "cable", "email", "video"}
)
# Words that stand for the speech in which something is said.
OCCASIONS = DOCUMENTS | frozenset(
    "remark interview comment call speech address conversation talk meeting briefing conference debate alert show "
    "broadcast story article book column testimony hearing sermon newsletter bulletin communique podcast".split()
)
MODALS = frozenset(
    {"would", "could", "should", "might", "may", "will", "can", "ca", "wo", "'ll", "'d", "’ll", "’d", "must", "shall"}
)
# Verbs that name whom they are said to or of: without an object they are passives.
TRANSITIVE = frozenset("accuse suspect tell urge order advise instruct".split())
REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})
SIGNS = "\"'“”‘’,;:—–-"


# One word for many, with a plural verb as often as not.
COLLECTIVE = frozenset(
    "percent majority minority number couple pair handful lot half third quarter few group team crowd".split()
)


def ids(tokens: Iterable[Token]) -> set[int]:
    """The numbers of tokens."""
    return {t.i for t in tokens}


def trim(tokens: list[Token]) -> list[Token]:
    """Without the signs and conjunctions at both ends; a bracket that closes one inside stays."""
    a, b = 0, len(tokens)
    while a < b and (tokens[a].pos == "PUNCT" or tokens[a].text in SIGNS or tokens[a].text in ("(", ")")):
        a += 1
    depth = sum((t.text == "(") - (t.text == ")") for t in tokens[a:b])
    while b > a and (tokens[b - 1].pos == "PUNCT" or tokens[b - 1].text in SIGNS + "." or tokens[b - 1].tag == "CC"):
        if tokens[b - 1].text == ")" and depth == 0 and any(t.text == "(" for t in tokens[a : b - 1]):
            break
        depth -= (tokens[b - 1].text == "(") - (tokens[b - 1].text == ")")
        b -= 1
    return tokens[a:b]


def within_break(tokens: list[Token], cue: Token) -> list[Token]:
    """Without what stands before a semicolon that the cue stands behind: "The army left; 50 fell, officials said"."""
    before = [t for t in cue.sentence.tokens if t.text == ";" and t.i < cue.i]
    if not before or not tokens or tokens[0].i > before[-1].i:
        return tokens
    return trim([t for t in tokens if t.i > before[-1].i])


def to_infinitive(token: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(x.dep == "aux" and x.lower == "to" for x in token.children)


def disagrees(token: Token) -> bool:
    """Whether a plural verb has one thing for its subject: "a former army judge advocate" has no verb in it."""
    subject = token.child("nsubj") if token.tag == "VBP" else None
    if subject is None or subject.tag != "NN" or subject.i != token.i - 1 or subject.child("cc", "prep") is not None:
        return False
    if subject.lemma in COLLECTIVE:
        return False
    return any(c.lower in ("a", "an") for c in subject.kids("det"))


def negated(token: Token) -> bool:
    """Whether "not", "never" or a subject like "nobody" denies a verb."""
    return any(c.dep == "neg" or c.lower in ("never", "neither") for c in token.children)


def modal(token: Token) -> bool:
    """Whether a verb stands with a modal."""
    had = token.tag == "VBN"  # "who'd left"
    return any(c.dep == "aux" and c.lower in MODALS and not (had and c.lower in ("'d", "’d")) for c in token.children)


def agent_of(token: Token) -> Token | None:
    """Who acts in a passive: the "by"-phrase's noun."""
    by = token.child("agent")
    return by.child("pobj") if by is not None else None


def passive(token: Token) -> bool:
    """Whether a verb is a passive, with "be" or without it, as in headlines ("Staff told to leave")."""
    if token.child("auxpass") is not None:
        return True
    if token.lemma not in TRANSITIVE or token.tag not in ("VBN", "VBD") or token.child("aux", "dobj", "ccomp"):
        return False
    whom = any(p.lower == "of" for p in token.kids("prep"))
    return token.dep == "ROOT" and (whom or any(to_infinitive(x) for x in token.kids("xcomp", "advcl")))


def run_in(token: Token) -> Token | None:
    """The subject that the parser took for an object: "mocked the bank and Smith has praised farmers"."""
    if token.dep != "conj" or token.child("nsubj", "nsubjpass") is not None:
        return None
    row = token.sentence.tokens
    helpers = [c.i for c in token.kids("aux", "auxpass", "neg", "advmod") if c.i < token.i]
    before = min([token.i, *helpers]) - row[0].i - 1
    found = row[before] if before >= 0 else None
    if found is None or not found.is_noun or found.dep != "conj" or found.i < token.head.i:
        return None
    return found


def run_together(subject: Token, verb: Token) -> Token:
    """The subject where the parser ran a list before it into it: "printed by X, Y and Z, Minister Holm wrote".

    No list has its "and" before the last but one: what stands behind the comma is the subject.
    """
    row = [t for t in subject.conjuncts() if t.i < verb.i]
    last = max(row, key=lambda t: t.i, default=subject)
    if len(row) < 3 or last is subject or last.tag[:3] != "NNP":
        return subject
    tokens = verb.sentence.tokens
    opening = last.subtree()[0].i - tokens[0].i - 1
    joined = any(c.i < last.i for t in row if t is not last for c in t.kids("cc"))
    behind = opening > 0 and tokens[opening].text == "," and tokens[opening - 1].lower not in ("and", "or")
    return last if joined and behind else subject


def _compounded(verb: Token) -> Token | None:
    """The subject right before a finite verb that the parser took for a part of its name: "..., records show"."""
    part = verb.child("npadvmod") if verb.is_root and verb.tag in ("VBD", "VBP", "VBZ") else None
    if part is not None and part.i < verb.i and (part.lemma in COLLECTIVE or part.lower == "%"):
        return part  # "Less than a third agreed"
    if verb.tag not in ("VBP", "VBZ") or not (noun := verb.child("compound")) or not noun.is_noun:
        return None
    return noun if noun.i == verb.i - 1 else None


def _left_of(verb: Token) -> Token | None:
    """The noun left of a finite verb whose subject the parser missed: "Sunday Anne Holm, head of the party, wrote"; an
    aside between commas is passed over.
    """
    have = any(c.lemma == "have" for c in verb.kids("aux"))
    if not (verb.tag in ("VBD", "VBZ", "VBP") or (verb.tag == "VBN" and have)) or passive(verb):
        return None
    row = verb.sentence.tokens
    at = verb.i - row[0].i - 1
    while at >= 0 and row[at].head is verb and row[at].dep in ("aux", "advmod", "neg"):
        at -= 1
    if at >= 0 and row[at].text == ",":
        opening = next((n for n in range(at - 1, max(at - 25, 0), -1) if row[n].text == ","), 0)
        at = opening - 1
    found = row[at] if at >= 0 else None
    if found is None or found.head is verb or found.tag not in ("NNP", "NN", "NNS", "NNPS"):
        return None
    return found if found.tag == "NNP" and found.dep in _MISSED else None


# What the parser makes of a subject that it missed.
_MISSED = ("ROOT", "nsubj", "npadvmod", "appos", "conj", "dep", "attr", "nmod", "compound")


def subject_of(token: Token) -> Token | None:
    """The subject of a verb, where it is not found in the syntax the name left of it."""
    return _by_syntax(token) or _left_of(token)


def _by_syntax(token: Token) -> Token | None:
    """The subject of a verb: its own, else the one it shares with the verb it hangs on.

    "He rose and said" (conj), "adding that" (advcl), "declined to say" (xcomp), "officials who said" (relcl).
    """
    if (missed := run_in(token)) is not None:
        return missed
    at: Token = token
    for _ in range(7):
        own = at.child("nsubj", "nsubjpass", "csubj") or _compounded(at)
        if own is not None:
            first = conjoined(at)  # "ministers who left and who said"
            if own.lower in ("who", "whom", "which", "that") and first.dep == "relcl":
                # "the letter, which he said ...": "which" read as a subject too
                real = (c for c in at.kids("nsubj") if own.i < c.i < at.i and c.pos in ("NOUN", "PROPN", "PRON"))
                return next(real, first.head)
            return run_together(own, at)
        if at.dep == "acl" and at.tag == "VBG" and at.head.dep == "dobj" and at.head.lemma in DOCUMENTS:
            at = at.head.head  # "sent a letter asking": the sender asks
            continue
        opened = next((c for c in at.kids("advcl") if c.tag == "VBG" and c.i < at.i), None) if at.is_root else None
        if opened is not None and (named := opened.child("nsubj")) is not None and named.i < opened.i:
            return named  # "The union, leading a march, asked ...", read as the leading's subject
        if at.dep == "relcl" or (at.dep == "acl" and at.tag in ("VBG", "VBD")):
            return at.head if at.head.is_noun or at.head.tag in ("PRP", "NNP") else None
        if at.is_root or at.dep not in ("conj", "advcl", "xcomp", "pcomp", "ccomp", "parataxis", "dep"):
            return None
        if at.dep == "ccomp" and (at is not token or at.child("mark") is not None):
            return None
        if at.dep == "advcl" and at.tag not in ("VBG", "VBN", "VB"):
            return None
        up = at.head
        if at.dep == "pcomp" and up.dep == "prep":
            if up.lower in ("for", "of", "from") and (whom := up.head.child("dobj")) is not None:
                return whom  # "blamed him for saying"
            up = up.head
            if up.dep == "dobj" and up.head.lemma in ("take", "make"):  # "took the rare step of blaming"
                up = up.head
            elif up.lower == "addition" and up.dep == "pobj":  # "In addition to blaming"
                up = up.head.head
        if up.tag == "JJ" and up.dep == "acomp":  # "was louder in blaming"
            up = up.head
        if not (up.is_verb or up.tag in ("JJ", "NN")):
            return None
        at = up
    return None


def phrase(head: Token, *, cue: Token | None = None) -> list[Token]:
    """The words below a clause's head without its opening "that" and closing signs.

    A clause that is parsed around its own cue ("The plan, he said, ...") comes without the cue's words.
    """
    inside = head.subtree()
    if cue is not None and cue in inside:
        drop = ids(cue.subtree())
        inside = [t for t in inside if t.i not in drop]
    if cue is not None and head.i > cue.i:
        opening = head.child("nsubj", "nsubjpass", "expl", "mark")
        if opening is not None and opening.i > cue.i:  # "Leaving the hall, she remarked that ..."
            inside = [t for t in inside if t.i > cue.i]
    marks = {c.i for c in head.children if c.dep == "mark" and c.lower == "that"}
    return trim([t for t in inside if t.i not in marks])


def without_subject(clause: Token) -> list[Token]:
    """An infinitive's words without "to" and without the subject that is the one spoken to."""
    subject = clause.child("nsubj")
    drop = ids(subject.subtree()) if subject is not None else set()
    inside = [t for t in clause.subtree() if t.i not in drop]
    return trim(inside[1:] if inside and inside[0].lower == "to" else inside)


def conjoined(token: Token) -> Token:
    """The first of the verbs that a verb is coordinated with."""
    while token.dep == "conj" and token.head.is_verb:
        token = token.head
    return token
