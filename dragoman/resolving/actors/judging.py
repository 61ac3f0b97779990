"""What a description says of an entity as a whole: register and report joined, vague and bare phrases told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.language.analysis import Entity, Token
from dragoman.resolving.actors.describing import OFFICES, Description, describe_at
from dragoman.resolving.actors.register import FORMER_SECTOR, Register

# Kinds of description that say what role somebody has.
ROLES = ("office", "official", "generic", "people", "body")
# What only somebody does.
DELIBERATE = frozenset(
    "say tell add announce ask accuse deny describe warn call urge meet agree sign reject refuse demand condemn "
    "criticise criticize vow pledge promise threaten praise propose claim write tweet argue order appeal "
    "visit arrest offer".split()
)
# Words before a count, which are no part of a name.
HEDGES = frozenset(
    "about some around nearly almost over more than at least least up to dozens hundreds thousands dozen hundred "
    "thousand million several".split()
)

# Adjectives of parties that many countries have, and the American offices by which two of them tell their country.
PARTISAN = frozenset(
    "communist conservative democratic green labor labour liberal nationalist republican socialist".split()
)
AMERICAN = frozenset("congressman congresswoman governor lawmaker nominee representative senator".split())


def describe_at_name(entity: Entity, day: date | None, register: Register) -> Description | None:
    """What the register says to an entity's longest name."""
    return describe_at(entity.key, None, day=day, register=register) if entity.key else None


def joined(base: Description, said: list[Description], *, known: bool) -> Description:
    """A person's country and sector from the register (`base`) and the report's titles and appositions (`said`).

    An office that the report gives in the present goes before the register, "former" only counts where neither shows a
    present one ("Shoigu, a former defence minister", who is secretary of a council now, stays GOV).
    """
    now = [d for d in said if not d.former and d.sector is not None and not (known and d.kind == "people")]
    past = [d for d in said if d.former]
    office = next((d for d in now if d.kind in ("office", "person", "official")), now[0] if now else None)
    sector = base.sector
    if office is not None and (
        sector in (None, FORMER_SECTOR) or (office.sector in OFFICES and office.kind != "generic")
    ):
        sector = office.sector if not (base.country == "IGO" and office.sector == "GOV") else "IGO"
    elif past and (sector is None or sector == FORMER_SECTOR):
        sector = FORMER_SECTOR if past[0].sector in (*OFFICES, FORMER_SECTOR, None) else past[0].sector
    country = base.country
    if country is None:
        told = [d for d in said if d.country is not None]
        own = [d for d in told if not d.open]
        country = (own or told)[0].country if told else None
    return replace(base, country=country, sector=sector, former=sector == FORMER_SECTOR, is_actor=True)


def roles_of(d: Description, token: Token) -> tuple[str, ...]:
    """The office of a phrase in the singular; "officials" hold none."""
    return (d.role,) if d.role and token.tag in ("NN", "NNP") else ()


def is_bare(token: Token) -> bool:
    """Whether a noun stands with nothing but "the" or "this": it takes up what has been named."""
    kids = [c for c in token.children if c.dep != "punct"]
    return token.tag == "NN" and [c.lower for c in kids if c.i < token.i] in (["the"], ["this"]) and len(kids) == 1


def partisan(token: Token, *, american: bool) -> str | None:
    """The country of somebody called by a party's adjective ("a Republican senator"), "" if it is not told.

    None where no such adjective, with its capital, stands before the noun. `american`: the report names the United
    States or a body of theirs; without that a "Democratic lawmaker" may be Korea's.
    """
    adjectives = {c.lower for c in token.kids("amod", "compound") if c.text[:1].isupper()} & PARTISAN
    if not adjectives:
        return None
    own = adjectives == {"republican"} or (american and adjectives <= {"republican", "democratic"})
    return "USA" if own and token.lemma in AMERICAN else ""


def is_building(d: Description) -> bool:
    """Whether a phrase names a building, which is a side only as what is hit."""
    return d.sector in ("BUS", "COP", "GOV", "REF") and d.kind == "site"


def is_vague(d: Description) -> bool:
    """Whether a phrase is too vague to be of the country in play ("some", "others", "countries")."""
    return d.sector == "UNK" or d.noun in (
        "country",
        "nation",
        "state",
        "power",
        "republic",
        "side",
        "superpower",
        "capital",
    )
