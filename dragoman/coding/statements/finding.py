"""Reported speech from the syntax: a cue verb, whose subject speaks, and the clause, infinitive or object it carries.

What comes out are drafts. Quotations are laid over them in `binding.py`, carriers taken off in `relays.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.coding.statements.lexicon import NOUN_CUES, Cue, cue_of
from dragoman.coding.statements.quotations import Quotation
from dragoman.language import Analysis, Sentence, Token
from dragoman.model import BlockKind, Form, Span

# What is sent to say something; whoever sent it says it.
DOCUMENTS = frozenset({"letter", "statement", "message", "note", "tweet", "post", "memo", "telegram", "cable", "email"})


@dataclass(slots=True, eq=False)
class Draft:
    """A statement in the making. `tokens` are the words said, by syntax; `content` is set when it is finished."""

    cue: Token | None
    cue_span: Span
    kind: Cue | None
    speaker: Token | None
    tokens: list[Token] = field(default_factory=list)
    addressee: Token | None = None
    carriers: list[Token] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    form: Form = Form.INDIRECT
    nominal: bool = False  # content is an object or prepositional phrase, not a clause
    by_phrase: Token | None = None  # head of "according to X"


def find_drafts(analysis: Analysis, quoted: frozenset[int]) -> list[Draft]:
    """A draft for every cue outside quotations, in text order. `quoted` holds the numbers of tokens inside them."""
    out: list[Draft] = []
    for sentence in analysis.sentences:
        if sentence.block.kind is not BlockKind.PARAGRAPH:
            continue
        for token in sentence.tokens:
            if token.i in quoted:
                continue
            draft = _verb(token, quoted) or _noun(token) or _according(token, sentence)
            if draft:
                out.append(draft)
    return out


# -- verbs


def _verb(token: Token, quoted: frozenset[int]) -> Draft | None:
    cue = cue_of(token)
    if cue is None:
        return None
    if _hypothetical(token) or _said_by_quoter(token):
        return None
    speaker, addressee, carrier = _roles(token, cue)
    draft = Draft(token, token.span, cue, speaker, addressee=addressee)
    if carrier is not None:
        draft.carriers.append(carrier)
    saying = _as_saying(token)
    if saying is not None and saying.i > token.i:
        draft.cue_span = Span(token.start, saying.end)
        draft.tokens = _clause_content(saying, quoted)
    if not draft.tokens and (cue.takes("c") or cue.takes("q")):
        draft.tokens = _clause_content(token, quoted)
    if not draft.tokens and (cue.takes("i") or cue.takes("o")):
        draft.tokens = _infinitive(token, cue)
    if not draft.tokens and cue.preps:
        draft.tokens, prep = _prepositional(token, cue) if cue.stance != "blames" else ([], None)
        if prep is not None and prep.i == token.i + 1:
            draft.cue_span = Span(token.start, prep.end)
        draft.nominal = bool(draft.tokens)
    if not draft.tokens and cue.takes("n") and saying is None:
        draft.tokens = _object(token)
        draft.nominal = bool(draft.tokens)
    if draft.addressee is not None and draft.addressee in draft.tokens:
        draft.addressee = None
    return draft


MODALS = frozenset(
    {"would", "could", "should", "might", "may", "will", "can", "ca", "wo", "'ll", "'d", "must", "shall"}
)
# "went on to say" says; "refused to say", "was asked to explain" do not.
GOING_ON = frozenset({"go", "continue", "proceed", "come", "begin"})


def _hypothetical(token: Token) -> bool:
    """A cue that reports no speech: "if he says", "would not say", "declined to explain"."""
    if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") for c in token.children):
        return True
    helpers = [c for c in token.children if c.dep in ("aux", "neg")]
    if any(c.lower in MODALS for c in helpers):
        return True
    return any(c.tag == "TO" for c in helpers) and token.head.lemma not in GOING_ON


def _said_by_quoter(token: Token) -> bool:
    """The "saying" of "quoted as saying": its cue is the quoting."""
    return token.dep == "pcomp" and token.head.lower == "as" and token.head.head.lemma in ("quote", "cite")


def _roles(token: Token, cue: Cue) -> tuple[Token | None, Token | None, Token | None]:
    """Who speaks, who is spoken to, and who carries it ("the agencies quoted him as saying")."""
    passive = token.child("auxpass") is not None
    subject = subject_of(token)
    addressee = _addressee(token, cue)
    if cue.lemma in ("quote", "cite") and not passive and _as_saying(token) is not None:
        quoted = token.child("dobj")
        return quoted, None, subject
    if cue.lemma in ("quote", "cite") and passive:
        by = agent_of(token)
        return subject, None, by
    if passive and cue.lemma != "quote":
        by = agent_of(token)
        if cue.takes("a"):  # "reporters were told by the ministry"
            return by, addressee or subject, None
        return by, addressee, None
    if token.tag == "VBN" and token.dep == "acl" and agent_of(token) is not None:  # "a claim denied by Iran"
        return agent_of(token), addressee, None
    return subject, addressee, None


def subject_of(token: Token) -> Token | None:
    """The subject of a verb: its own, else the one it shares with the verb it hangs on.

    "He rose and said" (conj), "adding that" (advcl), "declined to say" (xcomp), "officials who said" (relcl).
    """
    seen = 0
    at: Token = token
    while seen < 6:
        own = at.child("nsubj", "nsubjpass", "csubj")
        if own is not None:
            if own.lower in ("who", "which", "that") and at.dep == "relcl":
                return at.head
            return own
        if at.dep == "acl" and at.tag == "VBG" and at.head.dep == "dobj" and at.head.lemma in DOCUMENTS:
            at = at.head.head  # "sent a letter asking": the sender asks
            seen += 1
            continue
        if at.dep == "relcl" or (at.dep == "acl" and at.tag == "VBG"):
            return at.head if at.head.is_noun or at.head.tag in ("PRP", "NNP") else None
        if at.dep in ("conj", "advcl", "xcomp", "pcomp", "ccomp", "parataxis", "dep") and not at.is_root:
            if at.dep == "ccomp" and at is not token:
                return None
            if at.dep == "ccomp" and at.child("mark") is not None:
                return None
            up = at.head
            if at.dep == "pcomp" and up.dep == "prep":
                up = up.head
            if at.dep == "advcl" and at.tag not in ("VBG", "VBN", "VB"):
                return None
            if up.tag == "JJ" and up.dep == "acomp":  # "was louder in blaming"
                up = up.head
            if not (up.is_verb or up.tag in ("JJ", "NN")):
                return None
            at = up
            seen += 1
            continue
        if at.dep == "xcomp":
            at = at.head
        return None
    return None


def agent_of(token: Token) -> Token | None:
    """Who acts in a passive: the "by"-phrase's noun."""
    by = token.child("agent")
    return by.child("pobj") if by is not None else None


def _addressee(token: Token, cue: Cue) -> Token | None:
    if cue.takes("a"):
        for c in token.kids("dobj", "dative"):
            if c.dep == "dative" and c.tag == "IN":
                return c.child("pobj")
            if cue.takes("i") or cue.lemma not in ("ask",):
                return c
        # "asked Shoigu to help them": the one asked is the infinitive's subject
        for c in token.kids("ccomp", "xcomp"):
            if c.tag == "VB" and any(x.dep == "aux" and x.tag == "TO" for x in c.children):
                asked = c.child("nsubj")
                if asked is not None:
                    return asked
        if token.child("auxpass") is not None:
            return token.child("nsubjpass")
    if cue.takes("t") or cue.takes("n"):
        for c in token.kids("prep", "dative"):
            if c.lower == "to":
                return c.child("pobj")
    for c in token.children:  # "in remarks to X, said", "in an interview with X"
        if c.dep == "prep" and c.lower in ("in", "during"):
            noun = c.child("pobj")
            if noun is not None and noun.lemma in (
                "remark",
                "interview",
                "statement",
                "comment",
                "letter",
                "message",
                "call",
                "speech",
                "address",
            ):
                for p in noun.kids("prep"):
                    if p.lower in ("to", "with"):
                        return p.child("pobj")
    return None


def _as_saying(token: Token) -> Token | None:
    """ "quoted him as saying": the saying."""
    for c in token.kids("prep"):
        if c.lower == "as":
            said = c.child("pcomp")
            if said is not None and said.lemma in ("say", "tell", "write"):
                return said
    return None


# -- content


def _clause_content(token: Token, quoted: frozenset[int]) -> list[Token]:
    """The words of the clause that a cue governs, before or behind it; [] if it governs none."""
    for c in token.kids("ccomp", "xcomp"):
        if c.dep == "xcomp" and c.tag != "VBG":  # "described seeing", not "began to say"
            continue
        if any(x.dep == "aux" and x.tag == "TO" for x in c.children) and c.tag == "VB":
            subject = c.child("nsubj")
            if subject is None or token.lemma not in ("want", "ask", "tell", "urge"):
                return _phrase(c)
            drop = set(_ids(subject.subtree()))
            return [t for t in _phrase(c) if t.i not in drop]
        return _phrase(c, cue=token)
    # "The plan, he said, will fail": the cue is an insertion into the clause it hangs on
    if token.dep in ("parataxis", "ccomp", "dep") and token.child("mark") is None and _inserted(token):
        inside = set(_ids(token.subtree()))
        return _trim([t for t in token.head.subtree() if t.i not in inside])
    return []


def _inserted(token: Token) -> bool:
    """Whether a cue stands between commas, or behind one at the end, in the clause it comments on."""
    subtree = token.subtree()
    tokens = token.sentence.tokens
    first, last = subtree[0].i - tokens[0].i, subtree[-1].i - tokens[0].i
    opened = first > 0 and (tokens[first - 1].text in (",", "—", "–", "-") or tokens[first].text in (",", "—", "–"))
    closed = last + 1 >= len(tokens) or tokens[last + 1].text in (",", ".", "—", "–") or tokens[last].text in (",", ".")
    return opened and closed and len(subtree) <= 14


def _phrase(head: Token, *, cue: Token | None = None) -> list[Token]:
    """The words below a clause's head without its opening "that" and closing signs."""
    inside = head.subtree()
    for c in head.kids("conj"):  # "said it was late, and his critics blame him": the second clause is the reporter's
        if c.child("nsubj") is not None and cue_of(c) is not None and c.tag in ("VBD", "VBZ", "VBP"):
            off = set(_ids(c.subtree()))
            inside = [
                t
                for t in inside
                if t.i not in off and not (t.dep == "cc" and t.head is head and t.i < c.i and t.i > head.i)
            ]
    if cue is not None:
        # a clause parsed around its own cue ("The plan, he said, ...")
        drop = set(_ids(cue.subtree())) if cue in inside else set()
        inside = [t for t in inside if t.i not in drop]
    marks = [c for c in head.children if c.dep == "mark" and c.lower == "that"]
    return _trim([t for t in inside if t not in marks])


def _infinitive(token: Token, cue: Cue) -> list[Token]:
    for c in token.kids("xcomp", "ccomp", "advcl"):
        if any(x.dep == "aux" and x.tag == "TO" for x in c.children):
            opening = c.child("mark")
            if opening is not None and opening.lower == "for":  # "called for the two sides to meet"
                return _trim([t for t in c.subtree() if t is not opening])
            if (
                cue.takes("i")
                and not cue.takes("o")
                and token.child("dobj") is None
                and token.child("auxpass") is None
                and c.child("nsubj") is None
            ):
                continue
            subject = c.child("nsubj")
            drop = set(_ids(subject.subtree())) if subject is not None else set()
            inside = [t for t in c.subtree() if t.i not in drop]
            return _trim(inside[1:] if inside and inside[0].tag == "TO" else inside)
    return []


def _prepositional(token: Token, cue: Cue) -> tuple[list[Token], Token | None]:
    for c in token.kids("prep", "prt", "agent"):
        if c.lower in cue.preps:
            inner = c.child("pobj", "pcomp")
            if inner is not None:
                words = inner.subtree()
                for more in token.kids("prep", "acl", "advcl"):
                    if more.i > c.i and more.lower == "as":  # "pointed to X as an example"
                        words = words + more.subtree()
                return _trim(words + _purpose(token, words[-1])), c
    return [], None


def _object(token: Token) -> list[Token]:
    """The object that stands for what was said, with a small clause behind it ("called the vote a sham")."""
    found = token.child("dobj")
    naming = token.lemma in ("call", "brand", "label", "dub")
    if naming and token.child("oprd", "ccomp") is None and (found is None or not _described(token, found)):
        return []  # "called the president" on the phone
    if found is None and token.child("auxpass") is not None:
        found = token.child("nsubjpass")
    if found is None:
        small = token.child("ccomp", "oprd")
        return _trim(small.subtree()) if small is not None else []
    if found.lemma in (
        "reporter",
        "journalist",
        "audience",
        "question",
        "comment",
        "request",
        "it",
        "that",
        "this",
        "what",
        "statement",
    ):
        return []
    words = [t for t in found.subtree() if t.i not in _asides(found)]
    if not words:
        return []
    words += _purpose(token, words[-1])
    for c in token.children:
        if c.i > found.i and (
            c.dep in ("oprd", "prep", "dative", "acl", "xcomp")
            and c.lower not in ("in", "on", "at", "by", "to", "during", "after", "before", "via")
        ):
            words = words + c.subtree()
    return _trim(sorted(words, key=lambda t: t.i))


def _described(token: Token, found: Token) -> bool:
    """Whether a word that describes the object stands right behind it: "called its actions defensive"."""
    last = found.subtree()[-1]
    return any(
        c.i > found.i and c.dep in ("dobj", "amod", "acomp", "advcl", "xcomp", "appos", "dep") for c in token.children
    ) or (last.tag[:2] == "JJ" and last.i > found.i)


def _purpose(token: Token, last: Token) -> list[Token]:
    """An infinitive of the cue's right behind its object: "called for action to stop the fires"."""
    for c in token.kids("xcomp", "advcl"):
        words = c.subtree()
        if c.tag == "VB" and words[0].tag == "TO" and words[0].i == last.i + 1:
            return words
    return []


def _asides(noun: Token) -> set[int]:
    """Words of clauses that tell more of a thing ("which was joined by ..."): the reporter's, not the speaker's."""
    return {
        t.i
        for n in noun.subtree()
        for c in n.kids("relcl")
        if any(x.lower == "which" for x in c.children)
        for t in c.subtree()
    }


def _trim(tokens: list[Token]) -> list[Token]:
    """Without the signs and conjunctions at both ends."""
    a, b = 0, len(tokens)
    while a < b and (tokens[a].pos == "PUNCT" or tokens[a].text in "\"'“”‘’,;:—–-"):
        a += 1
    while b > a and (tokens[b - 1].pos == "PUNCT" or tokens[b - 1].text in "\"'“”‘’,;:.—–-"):
        b -= 1
    return tokens[a:b]


def _ids(tokens: Iterable[Token]) -> Iterable[int]:
    return (t.i for t in tokens)


# -- nouns and "according to"


def _noun(token: Token) -> Draft | None:
    """ "the ministry's claim that ...", "a statement by Iran that ..."."""
    if token.lemma not in NOUN_CUES or not token.is_noun:
        return None
    for c in token.kids("acl", "ccomp", "relcl"):
        that = next((x for x in c.children if x.dep == "mark" and x.lower == "that"), None)
        if that is None or c.dep == "relcl":
            continue
        source = token.child("poss")
        if source is None:
            for p in token.kids("prep"):
                if p.lower in ("by", "from", "of"):
                    source = p.child("pobj")
        if source is None and token.dep == "dobj":
            source = subject_of(token.head)
        return Draft(token, token.span, None, source, _phrase(c))
    return None


def _according(token: Token, sentence: Sentence) -> Draft | None:
    """ "according to X": what X says is the rest of the clause that the phrase hangs on."""
    if token.lower != "according":
        return None
    to = token.child("prep")
    if to is None:  # parsed flat: "to" as the next token
        to = next((t for t in sentence.tokens if t.i == token.i + 1 and t.lower == "to"), None)
    source = to.child("pobj") if to is not None else None
    if to is None or source is None:
        return None
    phrase = set(_ids(token.subtree())) | set(_ids(to.subtree()))
    verb = token.head
    if not verb.is_verb or verb is token:
        verb = next((t for t in token.ancestors() if t.is_verb), sentence.tokens[0])
    while verb.dep in ("conj",) and verb.head.is_verb:
        verb = verb.head
    words = [t for t in verb.subtree() if t.i not in phrase]
    draft = Draft(None, Span(token.start, to.end), None, source, _trim(words), by_phrase=token)
    return draft if draft.tokens else None
