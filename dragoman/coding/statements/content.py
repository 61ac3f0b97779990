"""The words that a cue carries: its clause, its infinitive, its object or the object of its preposition."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.coding.statements.lexicon import Cue, speakers, verb_cue
from dragoman.coding.statements.syntax import (
    OCCASIONS,
    SIGNS,
    disagrees,
    ids,
    passive,
    phrase,
    subject_of,
    to_infinitive,
    trim,
    within_break,
    without_subject,
)
from dragoman.language import Token
from dragoman.language.coreference import PERIODS

# Words that end an insertion ("..., he said on Monday, ..."): longer ones are clauses of their own.
INSERTION = 16
# Verbs whose infinitive is what the one spoken to is to do ("asked them to help").
ADDRESSING = ("want", "ask", "tell", "urge")


def clause_content(token: Token, cue: Cue) -> list[Token]:
    """The words of the clause that a cue governs, before or behind it; [] if it governs none."""
    found: list[Token] = []
    found_head = token
    if cue.lemma in ("ask", "make clear") and (loose := _hung_loose(token, cue)):
        return loose
    for c in token.kids("ccomp", "xcomp"):
        if disagrees(c):
            continue
        if c.lower == cue.lemma.partition(" ")[2]:  # "made clear he would go"
            continue
        being = c.tag == "VBN" and any(x.lower == "being" for x in c.children)
        if c.dep == "xcomp" and c.tag != "VBG" and not being:  # "described seeing", not "began to say"
            continue
        told = token.child("dobj")
        if c.dep == "xcomp" and told is not None and told.i < c.i and cue.takes("a"):
            continue  # "ordered releases beginning in May"
        bare = c.tag == "VB" and c.child("aux") is None and c.child("nsubj") is not None
        if bare and token.lemma not in _SUBJUNCTIVE:  # "saw his support collapse"
            continue
        if to_infinitive(c) and c.tag == "VB":
            subject = c.child("nsubj")
            if subject is None or token.lemma not in ADDRESSING:
                return phrase(c)
            drop = ids(subject.subtree())
            return [t for t in phrase(c) if t.i not in drop]
        if not found:
            found, found_head = phrase(c, cue=token), c
        elif (
            found[-1].i < token.i < c.i and _has_subject(c) and verb_cue(found_head) is not None and not c.child("mark")
        ):
            found = phrase(c, cue=token)  # "We asked her to come, she said she would"
        elif found[-1].i < token.i < c.i and _has_subject(c):
            # "There is a risk, officials said, that ...": the clause goes on behind the cue
            found = found + phrase(c, cue=token)
    if found:
        return found
    # "The plan, he said, will fail": the cue is an insertion into the clause it hangs on
    bare = cue.takes("p") or token.child("dobj", "oprd") is None
    if token.dep in ("parataxis", "ccomp", "dep") and token.child("mark") is None and bare and _inserted(token):
        inside = ids(token.subtree())
        said = token.head.child("ccomp") if verb_cue(token.head) is not None else None
        if said is not None and said.i < token.i:  # "The army will leave, he said, state media reported"
            return trim([t for t in said.subtree() if t.i not in inside])
        inside -= ids(_carried_on(token))
        return trim([t for t in token.head.subtree() if t.i not in inside])
    return []


def _carried_on(token: Token) -> list[Token]:
    """What goes on behind an insertion that the parser joined to the cue: "..., he said, and had paid in full"."""
    for c in token.kids("conj"):
        joining = next((x for x in token.kids("cc") if token.i < x.i < c.i), None)
        if joining is None or _has_subject(c) or c.child("aux", "auxpass") is None:
            continue
        words = [joining, *c.subtree()]
        row = token.sentence.tokens
        if row[joining.i - row[0].i - 1].text == "," and ids(words) == set(range(joining.i, words[-1].i + 1)):
            return words
    return []


def _hung_loose(token: Token, cue: Cue) -> list[Token]:
    """The clause that the parser took for an adverbial: "asked if he would run", "made it clear that he would"."""
    opening = ("if", "whether") if cue.lemma == "ask" else ("that",)
    around = [token, *(c for c in token.kids("ccomp", "oprd", "acomp") if c.lower == cue.lemma.partition(" ")[2])]
    for c in (c for t in around for c in t.kids("advcl", "ccomp")):
        mark = c.child("mark")
        bare = cue.lemma != "ask" and mark is None and c.dep == "ccomp" and c.lower != "clear" and _has_subject(c)
        if cue.lemma == "ask" and any(t.is_verb for t in token.sentence.tokens if token.i < t.i < c.subtree()[0].i):
            continue  # "asked what we would do if ..."
        if c.i > token.i and (bare or (mark is not None and mark.i > token.i and mark.lower in opening)):
            return phrase(c)
    return []


def _inserted(token: Token) -> bool:
    """Whether a cue stands between commas, or behind one at the end, in the clause it comments on."""
    subtree = token.subtree()
    tokens = token.sentence.tokens
    first, last = subtree[0].i - tokens[0].i, subtree[-1].i - tokens[0].i
    opened = first > 0 and (
        tokens[first - 1].text in (",", "—", "–", "-", "--") or tokens[first].text in (",", "—", "–", "--")
    )
    closed = (
        last + 1 >= len(tokens)
        or tokens[last + 1].text in (",", ".", "—", "–", "--")
        or tokens[last].text in (",", ".")
    )
    return opened and closed and len(subtree) <= INSERTION


def strayed(token: Token) -> list[Token]:
    """A "that"-clause that the parser hung on a noun between it and the cue: "said in a statement that ...".

    Behind a comma it is the cue's whatever the noun is: "told Ansa, an agency, that ...".
    """
    for p in token.kids("prep", "npadvmod", "dobj", "dative", "advmod"):
        if p.i < token.i:
            continue
        for t in p.subtree():
            aside = t.dep == "appos" and p.dep in ("dobj", "dative")
            if t.lemma not in OCCASIONS and not aside:
                continue
            for c in t.kids("acl", "relcl", "ccomp"):
                first = c.subtree()[0]
                if (
                    first.lower == "that"
                    and first.head is c
                    and c.child("nsubj", "nsubjpass", "expl") not in (None, first)
                ):
                    return phrase(c)
    return []


def behind(token: Token) -> list[Token]:
    """A whole clause right behind a cue that the parser did not hang on it; [] where none begins there."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i + 1
    rest = tokens[at:]
    while rest and rest[0].lower == "that":
        rest = rest[1:]
    if not rest or rest[0].pos not in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM") or rest[0].text in SIGNS:
        return []
    run = token.child("dobj")
    joined = next((t for t in token.kids("conj") if run is not None and t.i == run.subtree()[-1].i + 1), None)
    if joined is not None and joined.tag in ("VBD", "VBZ", "VBP") and not _has_subject(joined):
        return trim(rest)  # "maintained an inquiry is under way", read as two verbs
    inside = ids(rest)
    verb = next((t for t in rest if t.tag in ("VBD", "VBZ", "VBP", "MD")), None)
    subject = next((t for t in rest if t.dep in ("nsubj", "nsubjpass", "expl") and t.head.i in inside), None)
    if (
        verb is None
        or subject is None
        or subject.i > verb.i
        or any(t.text in ('"', "“", "”", ",") for t in rest[: subject.i - rest[0].i])
    ):
        return []
    if any(t.i < token.i for t in subject.head.kids("nsubj", "nsubjpass")):
        return trim(subject.subtree())  # "letters alleging theft may hurt him": the clause has another subject
    return trim(rest)


def cut_off(tokens: list[Token]) -> bool:
    """Whether a finite verb stands right behind words that were taken for an object."""
    if not tokens:
        return False
    row = tokens[-1].sentence.tokens
    at = tokens[-1].i - row[0].i + 1
    if at < len(row) and row[at].text in ("—", "–", "-", "--"):  # "believe a child - from its birth - has rights"
        closing = next((n for n in range(at + 1, len(row)) if row[n].text == row[at].text), len(row))
        at = closing + 1
    return at < len(row) and row[at].tag in ("VBD", "VBZ", "VBP", "MD")


def named_before(token: Token) -> Token | None:
    """The noun that stands right before a cue whose subject the parser missed."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i - 1
    while at >= 0 and (tokens[at].dep in ("aux", "advmod") or tokens[at].lower in ("has", "have", "had")):
        at -= 1
    return tokens[at] if at >= 0 and (tokens[at].is_noun or tokens[at].tag == "PRP") else None


def around(token: Token, cue: Cue, subject: Token | None, quoted: Collection[int]) -> list[Token]:
    """The sentence around a cue that stands between commas, whatever the parser made of it; [] if it does not.

    "At times, people close to him said, the mere mention ...", "..., he told reporters." The words of the insertion
    are the cue's, its subject's and what follows it up to the next comma or the end.
    """
    if subject is None or subject.sentence is not token.sentence or not cue.takes("p") or to_infinitive(token):
        return []
    if token.child("dobj") is not None and token.lemma not in ("tell", "remind", "assure", "inform"):
        return []
    tokens = token.sentence.tokens
    zero = tokens[0].i
    named = [t for t in subject.subtree() if t.i < token.i] if subject.i < token.i else []
    a = min([token.i, *ids(named)]) - zero
    while a > 0 and tokens[a - 1].dep in ("aux", "advmod", "neg") and tokens[a - 1].head is token:
        a -= 1
    b = token.i - zero + 1
    if subject.i > token.i:  # "said Marcia Smith, senior vice president, ..."
        b = subject.subtree()[-1].i - zero + 1
    while b < len(tokens) and tokens[b].text not in (",", "—", "–", "--", ";") and b - a <= INSERTION:
        if tokens[b].text in (".", "?", "!") and b >= len(tokens) - 2:
            break
        if tokens[b].lower in ("that", "whether", ":") or tokens[b].text == ":":
            return []
        b += 1
    opened = a > 0 and tokens[a - 1].text in (",", "—", "–", "--")
    closed = b >= len(tokens) - 2 or tokens[b].text in (",", "—", "–", "--")
    if not (opened and closed) or b - a > INSERTION:
        return []
    own = {t.i for c in token.kids("conj", "advcl") for t in c.subtree()}  # "..., he said, and left"
    for c in token.kids("advcl"):  # "Asked about the raid, he said, ..."
        if c.tag in ("VBN", "VBG") and c.i < a + zero and c.subtree()[0] is tokens[0]:
            own |= ids(c.subtree())
    left = trim([t for t in within_break(tokens[:a], token) if t.i not in own])
    right = trim([t for t in tokens[b:] if t.i not in own]) if b < len(tokens) - 1 else []
    if left and left[0].dep == "cc":
        left = left[1:]
    if len(right) <= 6 and any(verb_cue(t) is not None and t.child("nsubj") is not None for t in right):
        right = []  # "..., the ministry said, the agency reported"
    if not any(t.dep in _MAIN and t.child("nsubj", "nsubjpass", "expl") is not None for t in left + right):
        return []  # "After the army left, officials said on Monday ...": no clause that could have been said
    if any(t.i in quoted for t in left[-2:]):  # a quotation before the cue is bound by its marks
        return []
    if not left or (left[0].dep == "mark" and not right) or (left[0].tag == "IN" and not right):
        return []
    return left + right


def infinitive(token: Token, cue: Cue) -> list[Token]:
    """What somebody is to do, or binds himself to do."""
    for c in token.kids("xcomp", "ccomp", "advcl"):
        if not to_infinitive(c):
            continue
        opening = c.child("mark")
        if opening is not None and opening.lower == "for":  # "called for the two sides to meet"
            return trim([t for t in c.subtree() if t is not opening])
        nobody = token.child("dobj") is None and not passive(token) and c.child("nsubj") is None
        own = cue.takes("o") or (cue.lemma == "call" and token.child("prep") is None)  # "called to ban them"
        if cue.takes("i") and nobody and not own:
            continue
        if c.dep == "advcl" and not (cue.takes("i") or c.i < token.i + 4):
            continue
        return without_subject(c)
    return []


def raised(token: Token) -> list[Token]:
    """ "The army is said to have fled": the subject and its infinitive are what is said, nobody says by whom."""
    clause = token.child("xcomp", "oprd", "advcl")
    if token.child("auxpass") is None or clause is None:
        return []
    subject = token.child("nsubjpass", "nsubj") or (subject_of(token) if token.dep == "conj" else None)
    if subject is None or subject.i > token.i:
        return []
    if not (to_infinitive(clause) or clause.dep == "oprd") or clause.i < token.i:
        return []
    return trim(subject.subtree()) + trim(clause.subtree())


def prepositional(token: Token, cue: Cue) -> tuple[list[Token], Token | None]:
    """The object of one of the cue's prepositions, and the preposition."""
    near = token.kids("prep", "prt", "agent", "advmod", "dative")
    # "spoke at length about", "is talking to voters about": the parser hangs it on the noun between
    far = [p for c in [*near, *token.kids("dobj")] for o in [c, *c.kids("pobj")] for p in o.kids("prep")]
    about = [p for p in far if p.lower == "about" and token.i < p.i <= token.i + 5]
    if cue.lemma in _TELLING_OF:  # "reminded Oslo of the treaty"
        about += [p for p in far if p.lower == "of" and p.head.dep == "dobj" and _told(p.head)]
    for c in [*near, *about]:
        if c.lower not in cue.preps or c.i < token.i:
            continue
        at = c
        inner = at.child("pobj", "pcomp")
        if inner is None and (deeper := at.child("prep")) is not None and deeper.lower in cue.preps:  # "out against"
            at, inner = deeper, deeper.child("pobj", "pcomp")
        if inner is None and token.dep == "relcl" and token.head.is_noun and at.child("prep") is None:
            off = ids(token.subtree())  # "the establishment he rails against"
            return trim([t for t in token.head.subtree() if t.i not in off and t.i < token.i]), at
        if inner is not None and cue.lemma == "charge" and inner.dep == "pcomp" and not passive(token):
            continue  # "charged the committee with finding out why"
        if inner is None or inner.lemma in PERIODS or inner.lower in WEEKDAYS or inner.lower in MONTHS:
            continue  # "has pushed for months", "remarked on June 5"
        words = inner.subtree()
        for more in token.kids("prep", "acl", "advcl"):
            if more.i > c.i and more.lower == "as":  # "pointed to X as an example"
                words = words + more.subtree()
            elif more.i > c.i and more.lower == "for" and more.i == words[-1].i + 1:
                words = words + more.subtree()  # "railed against the board for failing to act"
        for more in at.kids("conj"):
            if more.i > words[-1].i and more.child("pobj", "pcomp") is not None:
                words = words + at.kids("cc") + more.subtree()  # "argued over health care and about how to pay"
        return trim(words + purpose(token, words[-1])), at
    return [], None


def _told(token: Token) -> bool:
    """Whether an object is who is told: "reminded voters of the cost", not "the price of the cost"."""
    return token.tag in ("NNP", "PRP") or token.lemma in speakers()


def going_on(words: list[Token], last: Token, cue: Token, *, nominal: bool) -> list[Token]:
    """What the cue's syntax adds right behind `last`, the end of what was said (`words`, less the quoted ones).

    "..., but that he would not support it"; "(said rain is good,) but the sun helps"; a clause that the parser took for
    two; "because", "if" and "unless" behind it; "(pointing to the harvest) and the fact that ...".
    """
    row = last.sentence.tokens
    start = at = last.i - row[0].i + 1
    while at < len(row) and (row[at].text in CLOSING or row[at].text == ","):
        at += 1
    joined = at < len(row) and row[at].lower in ("and", "but", "or")
    first = at + joined
    if first + 1 >= len(row):
        return []
    signs = [t for t in row[start:at] if t.text == ","] + row[at:first]
    if row[start].text == ":" and not nominal:
        return _behind_colon(row[start:])
    clause: list[Token] = []
    that = row[first]
    if joined and that.lower == "that" and that.dep == "mark" and _has_subject(that.head):
        clause = [t for t in that.head.subtree() if t.i >= that.i]
    else:
        c = next((c for c in cue.children if c.i >= that.i and c.subtree()[0] in (row[at], that)), None)
        if c is not None and _adds(c, cue, words, joined=joined, nominal=nominal, near=at == start):
            clause = [t for t in c.subtree() if t.i >= that.i]
    if not clause or clause[-1].i - clause[0].i + 1 != len(clause):
        return []
    return trim(signs + clause) if clause[0].i == last.i + 1 else signs + trim(clause)


def _behind_colon(rest: list[Token]) -> list[Token]:
    """The clause behind a colon that what was said ends in: "it fails for one reason: nobody pays"."""
    told = any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in rest) and len(rest) > 3
    return [rest[0], *trim(rest[1:])] if told and not any(t.text in OPENING | CLOSING for t in rest) else []


def _lists_on(c: Token, words: list[Token], *, joined: bool, near: bool) -> bool:
    """Whether a phrase behind a comma goes on with what was said: "keeping out X, and freezing Y", ", including Z"."""
    opening = c.subtree()[0]
    if joined and opening.lower in ("how", "why", "whether", "what"):  # "spoke of his fears and how he left"
        return c.dep in ("conj", "ccomp", "advcl")
    if near or joined:
        return False
    inside = ids(words)
    top = next((t for t in words if t.head.i not in inside), words[0])
    gerunds = top.tag == "VBG" or words[0].tag == "VBG"
    if c.dep == "advcl" and c.tag == "VBG" and gerunds:
        return not _has_subject(c) and verb_cue(c) is None
    return c.dep == "prep" and c.lower == "including"


def _adds(c: Token, cue: Token, words: list[Token], *, joined: bool, nominal: bool, near: bool) -> bool:
    if words and _lists_on(c, words, joined=joined, near=near):
        return True
    if joined and nominal:
        return c.dep == "dobj"
    quoted = joined and c.subtree()[0].text in OPENING
    if nominal or (joined and verb_cue(c) is not None and not quoted):
        return False
    if joined:  # the reporter's own clause has the tense of the cue
        if c.dep == "conj" and _has_subject(c) and quoted:
            return True  # 'said he had failed, but "now he wants us to pay"'
        present = any(_present(t) for t in words if t.i > cue.i)
        return c.dep == "conj" and _has_subject(c) and cue.tag in ("VBD", "VBN") and present and _present(c)
    opening = c.child("mark")
    reason = near and c.dep == "advcl" and opening is not None and opening.lower in ("because", "unless", "if")
    if near and c.dep in ("conj", "advcl") and c.subtree()[0].lower == "should" and _has_subject(c):
        return True  # "vowed to resist should he try again"
    return reason or (c.dep == "ccomp" and not to_infinitive(c))


def _present(verb: Token) -> bool:
    """Whether a finite verb, alone or with "has", "is", "will", stands in the present."""
    helpers = verb.kids("aux", "auxpass")
    return any(t.tag in ("VBZ", "VBP") or t.lower in ("will", "can", "'ll", "’ll") for t in helpers or [verb])


def _has_subject(clause: Token) -> bool:
    return clause.child("nsubj", "nsubjpass", "expl") is not None


OPENING = frozenset(["“", '"', "``", "‘", "«"])
CLOSING = frozenset(["”", '"', "''", "’", "»"])
_SUBJUNCTIVE = frozenset(
    "demand insist recommend suggest propose request ask urge order require advise say tell".split()
)
_TELLING_OF = frozenset("remind assure inform notify".split())
_MAIN = ("ROOT", "ccomp", "conj", "parataxis")


def purpose(token: Token, last: Token) -> list[Token]:
    """An infinitive of the cue's right behind its object: "called for action to stop the fires"."""
    for c in token.kids("xcomp", "advcl"):
        words = c.subtree()
        if c.tag == "VB" and words[0].tag == "TO" and words[0].i == last.i + 1:
            return words
    return []


WORKS = frozenset("book story column article".split())
CHANNELS = frozenset("twitter facebook instagram telegram youtube television tv radio x reddit".split())


def mended(tokens: list[Token]) -> list[Token]:
    """With the rest of a hyphened word that the parser cut in two, and what hangs on it: "de-escalate the conflict"."""
    if not tokens:
        return tokens
    row = tokens[-1].sentence.tokens
    at = tokens[-1].i - row[0].i
    if at + 2 >= len(row) or row[at + 1].text != "-" or row[at + 1].start != tokens[-1].end:
        return tokens
    rest = row[at + 2]
    if rest.start != row[at + 1].end:
        return tokens
    return trim([*tokens, *(t for t in rest.subtree() if t.i >= rest.i)])


def without_opening_day(tokens: list[Token], cue: Token) -> list[Token]:
    """Without the day that stands between a cue and its clause: "said on Friday he has not changed his mind"."""
    if not tokens or tokens[0].i != cue.i + 1:
        return tokens
    rest = tokens[1:] if tokens[0].lower == "on" else tokens
    if len(rest) < 3 or not (rest[0].lower in WEEKDAYS or (rest[0].lower in MONTHS and rest[1].tag == "CD")):
        return tokens
    behind = rest[2:] if rest[0].lower in MONTHS else rest[1:]
    return tokens if behind[0].tag == "POS" else trim(behind)  # "said Friday's vote was void"


MONTHS = frozenset(
    "january february march april may june july august september october november december jan. feb. aug. sept. oct. "
    "nov. dec.".split()
)


def without_occasion(tokens: list[Token]) -> list[Token]:
    """Without a phrase at the end that tells where the words were said: "... in its security alert", "on his show"."""
    for n in range(len(tokens) - 1, max(len(tokens) - 9, 0), -1):
        t = tokens[n]
        noun = t.child("pobj") if t.dep == "prep" and t.lower in ("in", "on", "during", "at", "for", "via") else None
        if noun is None or noun.lower in WEEKDAYS:
            continue
        channel = noun.lower in CHANNELS
        told = t.lower == "in" or noun.lemma not in WORKS  # "was working on a book"
        occasion = noun.lemma in OCCASIONS and noun.child("poss", "det") is not None and told
        last = t.subtree()[-1]
        if (channel or occasion) and (last is tokens[-1] or tokens[-1].lower in WEEKDAYS):
            return trim(tokens[:n])
        return tokens
    return tokens


WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
