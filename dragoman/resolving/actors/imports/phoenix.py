"""Actor and agent dictionaries of Phoenix and TABARI, in CAMEO codes.

The grammar, as found in files of both:

    entry     := headline {alias line | code line}
    headline  := NAME {'[' CODE [DATES] ']'}            from column 0
    alias     := '+' NAME {'+' NAME}
    code line := blank {'[' CODE [DATES] ']'}
    agent     := PATTERN ['{' PLURAL '}'] '[~' SECTORS ']'
    set       := '!' NAME '!' '=' WORD {',' WORD}

'_' is a blank, a trailing one only forbids stemming, which is not done here; '#' and ';' open comments; [---] is
nobody. A code without dates is what holds when no dated one does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.resolving.actors.imports.codes import cameo, cameo_dates
from dragoman.resolving.actors.imports.names import clean, from_capitals, personal, titled
from dragoman.resolving.actors.imports.rows import Entry, Fact, Gathering, Imported, imported, lines, source_of
from dragoman.resolving.actors.own import Kind
from dragoman.resolving.actors.register import Register
from dragoman.resolving.actors.wording import split

NOBODY = "---"
BODIES = frozenset({"IGO", "UNO", "NGO", "NGM", "MNC", "IMG"})  # heads that are no country
MOST = 1000  # names that the sets of one pattern may make
_HEADLINE = re.compile(r"(?P<name>[^\s\[\]{}+=~]+)\s*(?:\{(?P<plural>[^{}]*)\})?\s*(?P<rest>\[.*)?")
_SET = re.compile(r"!(?P<name>[^!\s]+)!\s*=\s*(?P<words>.+)")
_CODES = re.compile(r"(?:\[[^\[\]]*\]\s*)+")
_CODE = re.compile(r"\[([^\[\]]*)\]")
_ALIASES = re.compile(r"(?:\+\s*[^\s\[\]{}+=~]+\s*)+")


@dataclass(slots=True)
class _Draft:
    """An entry whose lines are still coming."""

    line: int
    text: str
    name: str
    plural: str = ""
    aliases: list[str] = field(default_factory=list)
    codes: list[tuple[str, Fact, bool]] = field(default_factory=list)
    nobody: bool = False
    complained: bool = False


def read_phoenix(path: Path) -> Imported:
    """The rows of a dictionary. Raises `InputError` where the file is none at all or cannot be read."""
    gathering = Gathering(str(path))
    source = source_of("phoenix", path)
    sets: dict[str, tuple[str, ...]] = {}
    patterns: list[_Draft] = []  # they wait, for their sets may be defined behind them
    draft: _Draft | None = None
    lost = False  # whether lines belong to a headline that could not be read
    for number, raw in lines(path):
        text, readable = _text(raw)
        bare = re.split(r"[#;]", text, maxsplit=1)[0].rstrip()
        if not bare.strip():
            continue
        if bare[0].isspace() or bare[0] in "+[":
            if draft is not None and readable:
                _more(number, bare.strip(), draft, gathering)
            elif not readable or not lost:
                problem = "belongs to no headline" if readable else "is not UTF-8"
                gathering.complain(number, "syntax" if readable else "encoding", problem, text)
            continue
        if draft is not None:
            _end(draft, patterns, sets, gathering)
        draft = None
        given = _SET.fullmatch(bare)
        if not readable:
            gathering.complain(number, "encoding", "is not UTF-8", text)
        elif given is not None:
            sets[given["name"].upper()] = tuple(filter(None, (w.strip() for w in given["words"].split(","))))
        else:
            draft = _headline(number, bare, gathering)
        lost = draft is None
    if draft is not None:
        _end(draft, patterns, sets, gathering)
    for pattern in patterns:
        _finish(pattern, sets, gathering)
    return imported(gathering, source)


def _end(draft: _Draft, patterns: list[_Draft], sets: dict[str, tuple[str, ...]], gathering: Gathering) -> None:
    if "!" in draft.name:
        patterns.append(draft)
    else:
        _finish(draft, sets, gathering)


def _text(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), False


def _headline(number: int, text: str, gathering: Gathering) -> _Draft | None:
    found = _HEADLINE.fullmatch(text)
    if found is None:
        gathering.complain(number, "syntax", "is no headline: a name, then codes in brackets", text)
        return None
    draft = _Draft(number, text, found["name"], found["plural"] or "")
    if found["rest"]:
        _add_codes(number, found["rest"].strip(), draft, gathering)
    return draft


def _more(number: int, text: str, draft: _Draft, gathering: Gathering) -> None:
    """An alias line or a code line of an entry."""
    if text[0] == "[":
        _add_codes(number, text, draft, gathering)
    elif _ALIASES.fullmatch(text):
        draft.aliases += [a.strip() for a in text.split("+") if a.strip()]
    else:
        gathering.complain(number, "syntax", "is neither an alias (+NAME) nor a code in brackets", text)


def _add_codes(number: int, text: str, draft: _Draft, gathering: Gathering) -> None:
    if not _CODES.fullmatch(text):
        draft.complained = True
        gathering.complain(number, "syntax", "has a bracket that is not closed, or words behind the code", text)
        return
    for inner in _CODE.findall(text):
        code, _, dates = inner.strip().partition(" ")
        if code == NOBODY:
            draft.nobody = True
            continue
        kind = "date"
        try:
            start, until = cameo_dates(dates)
            kind = "code"
            found = cameo(code)
        except ValueError as error:
            draft.complained = True
            gathering.complain(number, kind, str(error), text)
            continue
        fact = Fact(found.country, found.sector, "", start, until)
        draft.codes.append((code, fact, found.bare))


def _finish(draft: _Draft, sets: dict[str, tuple[str, ...]], gathering: Gathering) -> None:
    """The entry of a draft, where it says something."""
    if not draft.codes:
        if draft.nobody:
            gathering.silent += 1
        elif not draft.complained:
            gathering.complain(draft.line, "code", "the headline has no code", draft.text)
        return
    facts = tuple(dict.fromkeys(fact for _, fact, _ in draft.codes))
    if draft.plural or any("~" in code for code, _, _ in draft.codes):
        _finish_agent(draft, facts, sets, gathering)
        return
    name, *aliases = (from_capitals(_name(n)) for n in (draft.name, *draft.aliases))
    # Bodies of many states and firms have dated codes too.
    dated = any(f.start or f.until for f in facts) and not any(code[:3].upper() in BODIES for code, _, _ in draft.codes)
    named = titled(name) or any(map(titled, aliases))
    bare = all(bare for _, _, bare in draft.codes)
    # "San Jose [CRI]" opens with a given name too.
    person = personal(name, titled=named, dated=dated) and (not bare or dated or named)
    if bare and not person:
        _finish_state(draft, name, aliases, facts, gathering)
        return
    if all(f.country is None and f.sector is None for f in facts):
        gathering.silent += 1
        return
    kind = Kind.PERSON if person else Kind.BODY
    gathering.entries.append(Entry(draft.line, kind, name, tuple(aliases), facts))


def _finish_state(
    draft: _Draft, name: str, aliases: Sequence[str], facts: tuple[Fact, ...], gathering: Gathering
) -> None:
    """Names with the bare code of a country: the state, which is known, or its provinces, towns and peoples.

    Each is a name of its own, since a province is no other name of its state; "Afghan government" is read as it stands.
    """
    register = Register.load()
    homes = {f.country for f in facts}
    undated = tuple(Fact(country=home) for home in homes)
    for each in (name, *aliases):
        if (
            len(homes) > 1
            or register.countries.find(each) is not None
            or register.role_at(split(each), len(split(each)))
        ):
            gathering.silent += 1
        else:
            gathering.entries.append(Entry(draft.line, Kind.PLACE, each, (), undated))


def _finish_agent(
    draft: _Draft, facts: tuple[Fact, ...], sets: dict[str, tuple[str, ...]], gathering: Gathering
) -> None:
    sectors = {f.sector for f in facts} - {None}
    if len(sectors) != 1:
        gathering.silent += 1
        return
    fact = Fact(sector=sectors.pop())
    try:
        names = list(_expanded(draft.name, sets))
        others = [n for alias in (draft.plural, *draft.aliases) if alias for n in _expanded(alias, sets)]
    except ValueError as error:
        gathering.complain(draft.line, "reference", str(error), draft.text)
        return
    singular, *more = (_name(n).lower() for n in names)
    plurals = [_name(n).lower() for n in others]
    gathering.entries.append(Entry(draft.line, Kind.NOUN, singular, (*more, *plurals), (fact,)))


def _expanded(pattern: str, sets: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """A pattern with each of its sets' words in turn. Raises `ValueError` for a set that the file does not define."""
    parts = re.split(r"!([^!]+)!", pattern)
    choices: list[tuple[str, ...]] = []
    size = 1
    for n, part in enumerate(parts):
        if n % 2 and part.upper() not in sets:
            raise ValueError(f"the set !{part}! is not defined in the file")
        choices.append(sets[part.upper()] if n % 2 else (part,))
        size *= len(choices[-1])
    if size > MOST:
        raise ValueError(f"the sets make {size} names of it, more than {MOST}")
    for words in itertools.product(*choices):
        yield "".join(words)


def _name(raw: str) -> str:
    """A name of a dictionary with blanks; what it adds in parentheses only tells entries apart."""
    return clean(re.sub(r"\([^()]*\)", " ", raw.replace("_", " ")))
