"""Coreference by rule: which names, noun phrases and pronouns of a report mean the same somebody.

No trained coreference model can be had from a package index, and none is needed for news prose: names come back
shortened, offices in appositions, and "he" is nearly always the speaker or subject in play. Where two readings are
equally good, none is taken. What a chain *is* (a state, a minister, a militia) is decided in `resolving/actors`.
"""

from __future__ import annotations

from dragoman.language.analysis import Analysis, Entity, Mention, Name, Token
from dragoman.language.spelling import same_name, sound
from dragoman.language.words import words
from dragoman.model import BlockKind, Span

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
FEMALE_NOUNS = frozenset(
    {"woman", "wife", "mother", "queen", "princess", "daughter", "sister", "widow", "spokeswoman", "chairwoman"}
    | {"congresswoman", "businesswoman", "girl", "actress"}
)
MALE_NOUNS = frozenset(
    {"man", "husband", "father", "king", "prince", "son", "brother", "spokesman", "chairman", "congressman", "sultan"}
    | {"businessman", "emir", "imam", "pope", "boy", "cleric"}
)
# Offices that a state has one of: "the president, who had promised" is the one in play.
SOLE = frozenset({"president", "premier", "chancellor", "king", "queen", "emir", "sultan", "pope"})
FEMALE_TITLES = frozenset({"Mrs", "Mrs.", "Ms", "Ms.", "Lady", "Dame", "Baroness", "Queen", "Princess"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
# How many sentences back a pronoun may look, and how much each is worth less.
REACH, FADE = 4, 10
# The same for a pronoun inside a sentence that has named somebody: that is whom it mostly takes up.
FADE_WITHIN = 16


def link(analysis: Analysis) -> None:
    """Fills `mentions`, `entities` and `by_head` of an analysis whose names are known."""
    _Linker(analysis).run()


class _Linker:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.named: dict[str, Entity] = {}  # full key -> entity
        self.by_last: dict[str, list[Entity]] = {}  # last word of a key -> entities
        self.by_sound: dict[str, list[Entity]] = {}  # sound of that word -> entities
        self.by_noun: dict[str, list[Mention]] = {}  # lemma of a role noun -> mentions that carried it
        self.name_of: dict[int, Name] = {t.i: name for name in analysis.names for t in name.tokens}

    def run(self) -> None:
        # A title says the news in shorthand; its short names are better understood once the body has named everybody.
        order = sorted(self.analysis.sentences, key=lambda s: s.block.kind is BlockKind.TITLE)
        for sentence in order:
            for token in sentence.tokens:
                self._visit(token)
            self._appositions(sentence.tokens)
        self.analysis.mentions.sort(key=lambda m: m.span)
        self.analysis.entities = [e for e in self.analysis.entities if e.mentions]
        for n, entity in enumerate(self.analysis.entities):
            entity.index = n
            entity.mentions.sort(key=lambda m: m.span)

    # -- one token

    def _visit(self, token: Token) -> None:
        if not any(c.isalnum() for c in token.text):
            return
        name = self.name_of.get(token.i)
        if name is not None:
            if token is name.tokens[-1]:
                self._name(name)
        elif token.lower in HE | SHE | THEY | IT and token.tag in ("PRP", "PRP$"):
            self._pronoun(token)
        elif token.tag in ("NN", "NNS", "NNP", "NNPS") and token.dep not in ("compound", "nmod", "amod"):
            self._nominal(token)
        elif (
            token.tag in ("JJ", "CD", "DT", "JJS", "JJR")
            and token.dep in SUBJECT | {"pobj", "dobj"}
            and token.text != "that"
        ):
            self._nominal(token)  # "the wounded", "the two", "many"

    def _add(self, mention: Mention, entity: Entity | None = None) -> Mention:
        if entity is None:
            entity = Entity(len(self.analysis.entities), key=self.analysis.text(mention.span))
            self.analysis.entities.append(entity)
        mention.entity = entity
        entity.mentions.append(mention)
        self.analysis.mentions.append(mention)
        self.analysis.by_head[mention.head.i] = mention
        if mention.name:
            for t in mention.name.tokens:
                self.analysis.by_head[t.i] = mention
        return mention

    # -- names

    def _name(self, name: Name) -> None:
        key = " ".join(self.analysis.text(name.span).split()).rstrip(".")
        head = _head_of(name)
        mention = Mention(head, name.span, "name", name)
        shape = _shape(name, head)
        entity = self.named.get(key) or self._by_part(name, key) or self._by_spelling(name, key)
        if entity is None and len(name.tokens) == 1 and key.isupper() and 2 <= len(key) <= 6:
            entity = self._by_initials(key)
        self._add(mention, entity)
        assert mention.entity is not None
        entity = mention.entity
        if len(key) > len(entity.key) or entity.key not in self.named:
            entity.key = key
        self.named.setdefault(key, entity)
        pair = len(name.tokens) > 1 and " " not in key  # "the Peru-Moreno affair" is no name of Moreno's
        if not pair and entity not in self.by_last.setdefault(name.tokens[-1].text, []):
            self.by_last[name.tokens[-1].text].append(entity)
            self.by_sound.setdefault(sound(name.tokens[-1].text), []).append(entity)
        if entity.person is None:
            entity.person = shape
        title = {t.text for t in name.tokens[0].sentence.tokens if name.tokens[0].i - 4 <= t.i < name.tokens[0].i}
        if title & FEMALE_TITLES:
            entity.female = True
        for t in self._titles(name):
            self._remember(t.lemma, mention)

    def _titles(self, name: Name) -> list[Token]:
        """Title words that stand right before the name: "spokesman", "Foreign Minister"."""
        sentence = name.tokens[0].sentence
        at = name.tokens[0].i - sentence.tokens[0].i
        out: list[Token] = []
        while at > 0:
            t = sentence.tokens[at - 1]
            if not (t.is_noun or t.tag == "JJ" or t.text == "-"):
                break
            if t.lemma in words("person_nouns") or t.text in words("titles"):
                out.append(t)
            at -= 1
        return out

    def _by_part(self, name: Name, key: str) -> Entity | None:
        """An entity that this shorter (or longer) name means: "Shoigu" after "Sergei Shoigu"."""
        if len(name.tokens) == 1:
            found = [e for e in self.by_last.get(key, []) if e.person is not False or e.key == key]
            if not found and key in words("family_names_first"):
                found = [e for e in self.named.values() if e.person is not False and e.key.split()[0] == key]
            if not found:  # a first name alone, or the first word of a body, means nobody for sure
                return None
            return found[-1] if len({id(e) for e in found}) == 1 else _most_named(found)
        last = name.tokens[-1].text
        parts = _parts(key)
        found = []
        for e in self.by_last.get(last, []):
            old = _parts(e.key)
            if (parts <= old or (old <= parts and (len(old) > 1 or e.person))) and e.person is not False:
                found.append(e)
        return found[0] if len(found) == 1 else None

    def _by_spelling(self, name: Name, key: str) -> Entity | None:
        """A person of whom this is another spelling: "Soleymani" or "Kassem Soleymani" after "Qassem Soleimani"."""
        last, new = name.tokens[-1].text, key.split()
        if sum(map(str.isalpha, last)) < 4 or (len(new) == 1 and len(name.tokens) > 1):
            return None  # "UN"; "Corker-Menendez", who are two
        found: list[Entity] = []
        for e in self.by_sound.get(sound(last), []):
            old = e.key.split()
            if e in found or not e.person or len(new) not in (1, len(old)):
                continue
            if same_name(old[-1], last, edits=1) if len(new) == 1 else all(map(same_name, old, new)):
                found.append(e)
        return found[0] if len(found) == 1 else None

    def _by_initials(self, key: str) -> Entity | None:
        found = [
            e
            for k, e in self.named.items()
            if len(k.split()) > 1
            and key
            in ("".join(w[0] for w in k.replace("-", " ").split() if w[0].isupper()), "".join(w[0] for w in k.split()))
        ]
        return found[0] if len({id(e) for e in found}) == 1 else None

    # -- noun phrases

    def _nominal(self, token: Token) -> None:
        mention = Mention(token, noun_span(token), "nominal")
        lemma = token.lemma
        entity: Entity | None = None
        definite = any(c.lower in ("the", "this", "that", "these", "those") and c.dep == "det" for c in token.children)
        if definite and token.dep != "appos":
            entity = self._same_noun(token, lemma)
        self._add(mention, entity)
        assert mention.entity is not None
        if entity is None:
            e = mention.entity
            e.plural = token.tag in ("NNS", "NNPS")
            if lemma in words("person_nouns") and not e.plural:
                e.person = True
            if lemma in FEMALE_NOUNS:
                e.female = True
            elif lemma in MALE_NOUNS:
                e.female = False
        self._remember(lemma, mention)

    def _remember(self, lemma: str, mention: Mention) -> None:
        self.by_noun.setdefault(lemma.lower(), []).append(mention)

    def _same_noun(self, token: Token, lemma: str) -> Entity | None:
        """What "the minister", "the agencies", "the former defence minister" take up: the last so called."""
        modifiers = {c.lemma for c in token.children if c.dep in ("compound", "amod", "nmod", "poss", "nummod")}
        modifiers -= {"same", "latter", "former", "two", "late", "own", "new"}
        if any(c.dep == "poss" for c in token.children):
            return None
        told = ("prep", "acl") if lemma in SOLE else ("prep", "acl", "relcl")
        if any(c.dep in told for c in token.children) and not modifiers:
            return None  # "the leader of X" introduces; it does not take up
        plural = token.tag in ("NNS", "NNPS")
        for old in reversed(self.by_noun.get(lemma, [])[-12:]):
            if old.entity is None or token.sentence.index - old.head.sentence.index > 12:
                continue
            if plural != (old.head.tag in ("NNS", "NNPS")) and old.kind == "nominal":
                continue
            theirs = {t.lemma for m in old.entity.mentions for t in m.head.children} | {
                t.lemma for m in old.entity.mentions for t in self._titles_near(m)
            }
            nations = {c.lower for c in token.children if c.tag in ("NNP", "NNPS") or c.text[:1].isupper()}
            if modifiers and not modifiers <= theirs and (nations or not modifiers & theirs):
                continue
            return old.entity
        return None

    def _titles_near(self, mention: Mention) -> list[Token]:
        return self._titles(mention.name) if mention.name else []

    # -- appositions

    def _appositions(self, tokens: list[Token]) -> None:
        for t in tokens:
            if t.dep != "appos":
                continue
            a, b = self.analysis.mention(t.head), self.analysis.mention(t)
            if a is None or b is None or a.entity is b.entity or a.entity is None or b.entity is None:
                continue
            if a.kind == b.kind == "name":  # "Baradar, Afghanistan's ..." parsed flat, or a list read as apposition
                continue
            one, other = (a, b) if a.kind == "name" or b.kind != "name" else (b, a)
            somebody = t.lemma in words("person_nouns")
            thing = one.entity is not None and one.entity.person is False
            if (somebody and one.kind == "name" and thing) or (not somebody and one.kind != "name"):
                continue
            self._merge(one.entity, other.entity)

    def _merge(self, keep: Entity | None, drop: Entity | None) -> None:
        assert keep is not None
        assert drop is not None
        for m in drop.mentions:
            m.entity = keep
            keep.mentions.append(m)
        drop.mentions = []
        if drop.person and keep.person is not False:
            keep.person = True
        if keep.female is None:
            keep.female = drop.female

    # -- pronouns

    def _pronoun(self, token: Token) -> None:
        mention = Mention(token, token.span, "pronoun")
        entity = self._antecedent(token)
        if entity is None:
            entity = Entity(len(self.analysis.entities), key=token.lower)
            self.analysis.entities.append(entity)
            entity.plural = token.lower in THEY
        if token.lower in HE | SHE:
            entity.person = True
            entity.female = token.lower in SHE
        self._add(mention, entity)

    def _antecedent(self, token: Token) -> Entity | None:
        owned = token.head
        if token.tag == "PRP$" and owned.dep == "conj" and owned.head.i < token.i:
            # "Oman and its neighbours": whose neighbours they are stands beside them
            first = self.analysis.mention(owned.head)
            if first is not None and first.entity is not None and first.kind == "name" and self._fits(token, first):
                return first.entity
        best: tuple[float, int, Entity] | None = None
        here = token.sentence.index
        clause = _clause(token)
        governing = next((t for t in clause.ancestors() if t.is_verb), None)
        fade = FADE if token.dep in SUBJECT and clause.dep in ("ROOT", "conj") else FADE_WITHIN
        # "X told him": X is not him, however often X is named before
        reflexive = token.lower in ("himself", "herself", "itself", "themselves")
        barred = [
            m.entity
            for t in token.sentence.tokens
            if t.i < token.i and (m := self.analysis.mention(t)) and _clause(m.head) is clause
        ]
        if token.tag == "PRP$" or reflexive:
            barred = []
        for m in reversed(self.analysis.mentions):
            gap = here - m.head.sentence.index
            if gap > REACH or (token.lower in IT and gap > 1):
                break
            if gap < 0 or m.head.i >= token.i or m.entity is None or m.head.sentence.block.kind is BlockKind.TITLE:
                continue
            if not self._fits(token, m):
                continue
            if m.entity in barred:
                continue
            subject = m.head.dep in SUBJECT
            score = 100.0 - fade * gap
            score += 14 if subject and gap == 0 else 12 if subject else 0
            # "Guinea, whose government admitted as much when it agreed": the nearer subject
            score += 5 if subject and governing is not None and m.head.head is governing else 0
            # "labelled Lee a spy and cut all ties with him": before a subject further back
            score += 6 if m.head.dep == "dobj" and gap == 0 else 0
            score += 6 if m.head.dep == "appos" or (m.head.dep in ("pobj",) and m.head.head.dep == "agent") else 0
            score += 4 if m.kind == "pronoun" else 3 if m.kind == "name" else 0
            if m.head.dep == "poss" and m.head.head.dep in SUBJECT and gap == 0:
                score += 6  # "Lee's silence cost him votes"
            else:
                score -= 5 if m.head.dep in ("poss", "compound", "nmod") else 0
            score -= (token.i - m.head.i) * 0.02
            if subject and m.head.head.lemma in ("say", "tell", "add", "quote", "note", "continue", "ask"):
                score += 6  # the speaker in play
            if best is None or score > best[0]:
                best = (score, m.head.i, m.entity)
        return best[2] if best else None

    def _fits(self, token: Token, m: Mention) -> bool:
        e = m.entity
        assert e is not None
        word = token.lower
        if word in HE | SHE:
            if not e.person:
                return False
            return e.female is None or e.female == (word in SHE)
        if word in THEY:
            if m.kind == "pronoun":
                return m.head.lower in THEY
            return (
                m.head.tag in ("NNS", "NNPS")
                or e.plural
                or any(c.dep == "conj" for c in m.head.children)
                or _collective(m)
            )
        # it: a state, a body, a group, as subject or named; never people, never plain things in passing
        if e.person or m.head.tag in ("NNS", "NNPS") or e.plural:
            return m.kind == "name" and not e.person
        return (m.kind in ("name", "pronoun") and (m.kind == "name" or m.head.lower in IT)) or m.head.dep in SUBJECT


def _parts(key: str) -> set[str]:
    return set(key.replace("-", " ").split())


# Nouns of time: behind a preposition they tell when or how long, not which ("for months", "for a while").
PERIODS = frozenset("second minute hour day week month year decade century time while long ages".split())


def noun_span(token: Token) -> Span:
    """The noun phrase of a head: its modifiers to the left, and an of-, in-, within- or from-phrase right behind it."""
    left = token
    for c in token.children:
        if c.i < token.i and c.dep in (
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "nmod",
            "quantmod",
            "predet",
            "advmod",
            "case",
        ):
            for t in c.subtree():
                if t.i < left.i:
                    left = t
    end = token.end
    for c in token.children:
        if c.dep == "prep" and c.lower in ("of", "in", "within", "from", "for", "at") and c.start <= end + 1:
            noun = c.child("pobj")
            if noun is not None and c.lower != "of" and noun.lemma in PERIODS:
                break  # "the president for months has said"
            inside = c.subtree()
            cut = next((n for n, t in enumerate(inside) if t.dep in ("relcl", "acl", "appos")), None)
            if cut is not None and cut > 1:  # "the governor of Louisiana, a state on the Gulf"
                inside = inside[: cut - 1] if inside[cut - 1].dep in ("punct", "det") else inside[:cut]
                while inside and inside[-1].dep in ("punct", "det"):
                    inside = inside[:-1]
            if 1 < len(inside) <= 8 and not any(t.dep in ("relcl", "acl", "conj", "appos", "punct") for t in inside):
                end = max(end, inside[-1].end)
            break
    return Span(left.start, max(end, token.end))


def _head_of(name: Name) -> Token:
    """The token of a name that its sentence's syntax hangs on."""
    inside = {t.i for t in name.tokens}
    for t in name.tokens:
        if t.head.i not in inside or t.head is t:
            return t
    return name.tokens[-1]


def _shape(name: Name, head: Token) -> bool | None:
    """True if a name shows that it is a person's, False if it shows the contrary, None if it shows nothing."""
    things = words("things")
    if any(t.text in things for t in name.tokens) or any(t.tag == "NNPS" for t in name.tokens):
        return False
    first = name.tokens[0]
    sentence = first.sentence.tokens
    at = first.i - sentence[0].i
    before = sentence[at - 1] if at else None
    if before is not None:
        if before.lower == "the" and before.head in name.tokens:
            return False
        if before.text in words("titles") or (
            before.lemma in words("person_nouns") and before.dep in ("compound", "nmod", "amod")
        ):
            return True
    for t in (head, *head.kids("appos")):
        if t is not head and t.lemma in words("person_nouns"):
            return True
    if head.dep == "appos" and head.head.lemma in words("person_nouns"):
        return True
    after = sentence[at + len(name.tokens)] if at + len(name.tokens) < len(sentence) else None
    if len(name.tokens) >= 2 and all(t.text[:1].isupper() or t.text == "-" or t.lower == t.text for t in name.tokens):
        if any(t.text.isupper() and len(t.text) > 2 for t in name.tokens):
            return None
        if head.dep in SUBJECT and head.head.lemma in (
            "say",
            "tell",
            "add",
            "tweet",
            "write",
            "note",
            "ask",
            "warn",
            "accuse",
        ):
            return True
        if after is not None and after.text == "," and head.dep in SUBJECT:
            return None
        return None if before is not None and before.lower in ("in", "at", "near", "from") else True
    return None


def _collective(m: Mention) -> bool:
    return m.kind == "name" and m.entity is not None and m.entity.person is not True


def _clause(token: Token) -> Token:
    """The verb whose clause a token stands in."""
    for t in token.ancestors():
        if t.is_verb and t.dep not in ("aux", "auxpass", "amod"):
            return t
    return token


def _most_named(entities: list[Entity]) -> Entity:
    """Of several bearers of a surname the one that the report has spoken of most, or first."""
    return max(entities, key=lambda e: (len(e.mentions), -e.index))
