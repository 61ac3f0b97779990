"""Cues that are phrases: "according to X", "in X's view", "reportedly"."""

from __future__ import annotations

from dragoman.coding.statements.content import MONTHS
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.finishing import FINDERS
from dragoman.coding.statements.lexicon import verb_cue
from dragoman.coding.statements.syntax import conjoined, ids, trim, within_break
from dragoman.language import Sentence, Token
from dragoman.model import Span, Stance

# "In his view", "in their words", "by its own account": the noun, and what the holder does with the words.
VIEWS = {
    "view": Stance.THINKS,
    "opinion": Stance.THINKS,
    "mind": Stance.THINKS,
    "eye": Stance.THINKS,
    "words": Stance.ASSERTS,
    "word": Stance.ASSERTS,
    "telling": Stance.CLAIMS,
    "account": Stance.ASSERTS,
    "estimate": Stance.CLAIMS,
    "estimation": Stance.CLAIMS,
    "reckoning": Stance.CLAIMS,
    "admission": Stance.ADMITS,
    "count": Stance.CLAIMS,
}
# What findings are read from: "in the latest poll", "in a survey".
FINDINGS = frozenset("poll survey polling".split())
# "Polls" are elections too: these words show that opinions are meant, or what a party does in them only.
OPINION = frozenset("opinion exit national tracking recent latest survey voter public telephone online state".split())
STANDING = frozenset("lead trail rank poll slip climb surge drop tie favour favor".split())
# What happens in an election, or is done with a poll.
VOTING = frozenset(
    "win lose vote elect stand run contest hold participate take conduct ask interview question include compete "
    "defeat count cast respond answer".split()
)
# Adverbs by which the reporter gives words as somebody's without saying whose.
HEARSAY = frozenset("reportedly allegedly purportedly".split())


def phrase_draft(token: Token, sentence: Sentence) -> Draft | None:
    """What a phrase says is somebody's word: the rest of the clause that it hangs on."""
    if token.lower == "according":
        return _according(token, sentence)
    if token.dep == "prep" and token.lower in ("in", "by", "to"):
        return _view(token, sentence) or _polled(token, sentence)
    if token.lower in ("show", "shows") and token.is_noun:
        return _shown(token, sentence)
    if token.lower in HEARSAY:
        return _reportedly(token)
    if token.dep == "prep" and token.lower in ("as", "per") and token.lower == "per":
        return _per(token, sentence)
    return None


def _according(token: Token, sentence: Sentence) -> Draft | None:
    to = token.child("prep")
    if to is None:  # parsed flat: "to" as the next token
        to = next((t for t in sentence.tokens if t.i == token.i + 1 and t.lower == "to"), None)
    source = to.child("pobj") if to is not None else None
    if to is None or source is None:
        return None
    off = ids(token.subtree()) | ids(to.subtree())
    return _clause(token, sentence, off, Span(token.start, to.end), source, Stance.ASSERTS)


def _per(token: Token, sentence: Sentence) -> Draft | None:
    source = token.child("pobj")
    if source is None or source.tag[:3] != "NNP" or not _comma_before(token, sentence):
        return None
    return _clause(token, sentence, ids(token.subtree()), token.span, source, Stance.ASSERTS)


def _view(token: Token, sentence: Sentence) -> Draft | None:
    noun = token.child("pobj")
    if noun is None:
        return None
    stance = VIEWS.get(noun.lemma) or VIEWS.get(noun.lower)
    if stance is None or (token.lower == "to" and noun.lemma != "mind"):
        return None
    source = noun.child("poss")
    if source is None:
        of = next((p for p in noun.kids("prep") if p.lower == "of"), None)
        source = of.child("pobj") if of is not None and noun.lemma in ("view", "opinion", "words", "word") else None
    if source is None or not (token is sentence.tokens[0] or _comma_before(token, sentence)):
        return None
    return _clause(token, sentence, ids(token.subtree()), Span(token.start, noun.end), source, stance)


def _polled(token: Token, sentence: Sentence) -> Draft | None:
    """What a poll found: "In a poll released on Monday, Berg led"; elections are polls too, and tell nothing."""
    poll = token.child("pobj")
    verb = next((t for t in token.ancestors() if t.is_verb), None)
    if poll is not None and poll.lemma == "average":  # "in the average of recent polls"
        of = next((p.child("pobj") for p in poll.kids("prep") if p.lower == "of"), None)
        poll = of if of is not None and of is not poll else poll
    if token.lower != "in" or poll is None or poll.lemma not in FINDINGS or verb is None:
        return None
    subject = verb.child("nsubj", "nsubjpass")
    if verb.lemma in VOTING or verb_cue(conjoined(verb)) is not None or subject is None:
        return None
    if verb.dep in ("pcomp", "acl") or subject.tag in ("WDT", "WP"):
        return None
    told = {c.lower for c in poll.kids("amod", "compound", "nmod")} & OPINION
    named = any(c.tag == "NNP" and c.lower not in MONTHS for c in poll.kids("compound", "nmod"))  # "the Meridian poll"
    if poll.lemma == "poll" and not (told or named or verb.lemma in STANDING):
        return None
    return _clause(token, sentence, ids(token.subtree()), token.span, poll, Stance.ASSERTS)


def _shown(token: Token, sentence: Sentence) -> Draft | None:
    """What stands before findings that the tagger took for a show: "Output fell, official data show"."""
    row = sentence.tokens
    at = token.i - row[0].i
    if any(t.pos != "PUNCT" for t in row[at + 1 :]) or at < 4 or row[at - 1].lemma not in FINDERS:
        return None
    comma = next((n for n in range(at - 2, max(at - 9, 0), -1) if row[n].text == ","), None)
    if comma is None or any(t.is_verb and t.tag not in ("VBN", "VBG") for t in row[comma + 1 : at]):
        return None
    before = within_break(row[:comma], token)
    if not any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in before):
        return None
    return Draft(None, token.span, None, row[at - 1], trim(before), by_phrase=token)


def _reportedly(token: Token) -> Draft | None:
    """The clause that "reportedly" or "allegedly" stands in, with the noun that it tells of."""
    verb = token.head
    of_verb = token.i < verb.i or (verb.lemma == "be" and token.i == verb.i + 1)
    if token.dep != "advmod" or not verb.is_verb or not of_verb or verb_cue(verb) is not None:
        return None  # "reportedly said that ...": the saying is the cue
    breaks = [t.i for t in token.sentence.tokens if t.text == ";"]
    first = max((n for n in breaks if n < token.i), default=-1)
    last = min((n for n in breaks if n > token.i), default=token.sentence.tokens[-1].i + 1)
    apart = [c for c in verb.children if c.dep in ("conj", "cc", "mark", "advcl", "parataxis")]
    apart += [c for c in verb.kids("ccomp") if c.i < verb.i]
    subject = verb.child("nsubj", "nsubjpass", "expl")
    above: list[Token] = []
    if verb.dep == "relcl" and verb.head.is_noun:  # "the general, who reportedly fled"
        clause = ids(verb.subtree())
        above = [t for t in verb.head.subtree() if t.i not in clause and t.i < verb.i]
        apart += [c for c in verb.children if c.lower in ("who", "which", "that")]
    elif subject is None:
        return None
    off = {token.i} | ids(t for c in apart for t in c.subtree())
    said = trim([t for t in above + verb.subtree() if t.i not in off and first < t.i < last])
    return Draft(None, token.span, None, None, said, stance=Stance.CLAIMS, unnamed=True) if said else None


def _comma_before(token: Token, sentence: Sentence) -> bool:
    at = token.i - sentence.tokens[0].i
    return at > 0 and sentence.tokens[at - 1].text in (",", "—", "–", "-", "(")


def _clause(
    token: Token, sentence: Sentence, off: set[int], cue_span: Span, source: Token, stance: Stance
) -> Draft | None:
    """The clause that a phrase hangs on, without the phrase; a noun's relative clause where it stands behind that."""
    verb = token.head
    if not verb.is_verb or verb is token:
        top = next((t for t in sentence.tokens if t.is_root), sentence.tokens[0])
        verb = next((t for t in token.ancestors() if t.is_verb), top)
    verb = conjoined(verb)
    words = trim([t for t in verb.subtree() if t.i not in off])
    draft = Draft(None, cue_span, None, source, words, by_phrase=token, stance=stance)
    return draft if draft.tokens else None
