"""Whether anybody can be meant to speak, or to hold a view, behind a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.finishing import FINDERS, told_of
from dragoman.coding.statements.lexicon import documents, speakers
from dragoman.coding.statements.objects import rebuked
from dragoman.coding.statements.relays import is_outlet
from dragoman.coding.statements.syntax import conjoined
from dragoman.language import Analysis, Token
from dragoman.language.words import words

if TYPE_CHECKING:
    from dragoman.coding.statements import Actors


# Words that stand for people without naming them: "many fear", "61 percent say", "some want".
SOME = frozenset(
    "many most some few others several more majority percent % third half quarter plurality all both".split()
)
# "According to the prevailing mood", "to plan": what is done by them is nobody's word.
MEASURES = frozenset(
    "mood preference taste need rule principle plan schedule size age law custom tradition wish".split()
)
# Who attacks, and is attacked, in words only.
PARTISANS = frozenset(
    "campaign candidate rival opponent critic ad advert commercial columnist lawmaker senator congressman "
    "congresswoman nominee contender challenger democrat republican conservative liberal establishment media "
    "press".split()
)
# What is attacked in words only.
ARGUED = frozenset(
    "plan proposal policy record position stance idea view decision deal law bill reform credibility character "
    "integrity honesty judgment judgement legacy claim argument qualification experience approach rhetoric remark "
    "comment handling leadership agenda program programme budget ruling".split()
)
_HE = frozenset("he she him her his".split())
NO_ONE = frozenset({"nobody", "none", "neither", "nothing", "no-one", "noone"})
# The author and his reader are nobody's source.
AUTHOR = frozenset({"i", "we", "you", "us", "me"})


class Sources:
    """Whether words of one report mean somebody who can speak or hold a view."""

    def __init__(self, analysis: Analysis, actors: Actors) -> None:
        self._analysis = analysis
        self._actors = actors
        # the tagger reads some names as common nouns ("Sanders is thanking ...")
        self._names = {t.text for n in analysis.names for t in n.tokens}

    def speak(self, d: Draft) -> bool:
        """Whether somebody can be meant to speak where the cue alone does not show it.

        A verb with an object ("stressed the economy") or infinitive, a noun ("the wave of reports that ...") and any
        view or wish are somebody's only where an actor or person is behind them; a clause or quotation after a verb of
        saying is speech whoever it is.
        """
        if d.speaker_span is not None:
            return True
        self._antecedent(d)
        if _nobody(d):
            return False
        if d.kind is not None and d.kind.lemma == "attack" and d.nominal and not self._in_words(d):
            return False  # with arms
        named = d.speaker is not None and self.somebody(d.speaker)
        if d.verbal and d.kind is not None and (d.kind.takes("x") or set(d.kind.frames) <= {"q"}):
            # "footage showed men running"
            finds = d.speaker is not None and d.speaker.lemma in FINDERS and not d.nominal
            # things show, reveal and begin without a word
            return named or finds or (d.speaker is None and (not d.nominal or bool(d.quotations)))
        if d.quotations:
            if d.kind is None and d.verbal:  # a clause before a colon, without a verb of saying
                return named
            bare = d.nominal and not d.verbal and d.cue is not None  # 'talk of a "turn to Asia"'
            return not ((d.attitude or bare) and d.speaker is None)
        if d.attitude:  # "is widely expected to win": held by some, the report does not say by whom
            return named or (d.speaker is None and d.unnamed)
        if d.by_phrase is not None or d.unnamed or not (d.nominal or not d.verbal or _own_infinitive(d)):
            return True
        return named or (d.speaker is not None and is_outlet(d.speaker, self._actors))

    def _in_words(self, d: Draft) -> bool:
        """Whether an attack is one in words: by its syntax, or by whom it is on whom or what."""
        if d.verbal and d.cue is not None and rebuked(d.cue):
            return True
        by, inside = d.speaker, {t.i for t in d.tokens}
        on = next((t for t in d.tokens if t.head.i not in inside), None)
        if by is None or on is None or not (self._person(by) or by.lemma.lower() in PARTISANS):
            return False
        return self._person(on) or on.lemma.lower() in PARTISANS or on.lemma in ARGUED

    def _person(self, token: Token) -> bool:
        m = self._analysis.mention(token)
        if m is not None and m.entity is not None:
            return bool(m.entity.person) and (m.kind == "name" or token.lower in _HE)
        return token.lower in _HE

    def _antecedent(self, d: Draft) -> None:
        """Turns to the noun that can speak where a relative clause was hung on a thing.

        "Images from the Space Agency, which warned ...": the agency warned.
        """
        if d.cue is None or d.kind is None or d.kind.takes("x") or not d.verbal or d.speaker is None:
            return
        clause = conjoined(d.cue)
        noun = d.speaker
        if clause.dep != "relcl" or clause.head is not noun or self.somebody(noun):
            return
        if clause.child("nsubj") is None or clause.kids("nsubj")[0].lower != "which":
            return
        opening = clause.subtree()[0].i
        within = [t for t in noun.subtree() if noun.i < t.i < opening and t.dep == "pobj" and t.is_noun]
        d.speaker = next((t for t in reversed(within) if self.somebody(t)), noun)

    def somebody(self, token: Token) -> bool:
        """Whether words mean people, a body that speaks, or a text."""
        if token.tag in ("PRP", "PRP$"):
            return token.lower != "it" or self._actors.party(token) is not None
        if token.tag == "NNP" or (token.text[:1].isupper() and token.text in self._names):
            return True
        if token.tag == "NNS" and token.text[:1].isupper() and token is not token.sentence.tokens[0]:
            return True
        if (counted := told_of(token)) is not token:  # "a number of delegates"
            return self.somebody(counted)
        if token.lower in SOME or token.lemma in SOME or token.tag in ("CD", "NNPS"):
            return True
        if token.lemma in words("person_nouns") or token.lemma.lower() in speakers() or token.lemma in documents():
            return True
        m = self._analysis.mention(token)
        if m is not None and m.entity is not None and (m.entity.person or m.kind == "name"):
            return True
        return self._actors.party(token) is not None


def _nobody(d: Draft) -> bool:
    """Whether the source is the author, no one, or a measure that things go by."""
    if d.speaker is None:
        return False
    if d.speaker.lower in AUTHOR and not d.quotations:
        return True
    if any(c.dep == "neg" or c.lower == "not" for c in d.speaker.children):  # "Not everyone believes"
        return True
    if d.speaker.lower in NO_ONE or any(c.lower in ("no", "neither") for c in d.speaker.kids("det")):
        return True
    return d.by_phrase is not None and d.speaker.lemma in MEASURES


def _own_infinitive(d: Draft) -> bool:
    return d.cue is not None and d.kind is not None and d.kind.takes("o") and d.cue.child("xcomp") is not None
