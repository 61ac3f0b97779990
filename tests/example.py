"""An invented report with a rich record, made by hand: for tests, and for looking at what the exports make of it."""

from __future__ import annotations

from datetime import date, datetime

from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    CodedReport,
    Commitment,
    CommitmentKind,
    Dateline,
    Event,
    Form,
    Issue,
    Party,
    Place,
    Report,
    Span,
    Stance,
    Statement,
    Status,
    Time,
    identity,
    report_id,
)

PARTS = (
    (BlockKind.TITLE, "Bolivia and Chile to reopen border crossing as talks resume in Lima"),
    (
        BlockKind.PARAGRAPH,
        "LIMA, March 4 (Andean Wire) - Bolivia and Chile resumed talks in Lima on Tuesday, four years after La Paz "
        "withdrew its negotiators, and both sides pledged to reopen the Tambo Quemado crossing by April 30.",
    ),
    (
        BlockKind.PARAGRAPH,
        "“We will lift the restrictions on lorries if Chile releases the nine customs officers it arrested in "
        "January,” Bolivian Foreign Minister Ana Quispe told reporters, Radio Illimani said.",
    ),
    (
        BlockKind.PARAGRAPH,
        "Her Chilean counterpart, Tomás Larraín, rejected the condition and warned that Santiago would suspend the "
        "tariff accord unless patrols on the border were withdrawn “within a month”.",
    ),
    (BlockKind.HEADING, "Patrols and pardons"),
    (
        BlockKind.PARAGRAPH,
        "Chile moved two armoured battalions to the frontier last week, the newspaper El Faro del Norte reported. "
        "The defence ministry in Santiago denied that any unit had crossed into Bolivia.",
    ),
    (
        BlockKind.PARAGRAPH,
        "Peru, which hosted the meeting, said it could send observers. Protesters in Oruro blocked a highway on "
        "Monday, demanding that their government not concede.",
    ),
    (BlockKind.CAPTION, "Lorries wait at Tambo Quemado in February. Photo: Andean Wire"),
)
TEXT = "\n\n".join(words for _, words in PARTS)


def at(words: str, nth: int = 1) -> Span:
    """Where `words` stand in the example's text for the `nth` time."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def example() -> CodedReport:
    """The example's record."""
    return CodedReport(
        report=_report(),
        actors=(BOLIVIA, CHILE, QUISPE, LARRAIN, CHILE_MIL, PERU, PROTESTERS),
        statements=(SAYS, WARNS, REPORTS, DENIES, PERU_SAYS),
        attitudes=(NOT_CONCEDE,),
        events=EVENTS,
        commitments=COMMITMENTS,
        times=(
            _day("on Tuesday", date(2025, 3, 4)),
            _day("by April 30", date(2025, 4, 30), mod="BEFORE"),
            Time(span=at("in January"), kind="DATE", value="2025-01", interval=JANUARY, precision="month"),
            Time(span=at("within a month"), kind="DURATION", value="P1M", mod="LESS_THAN"),
            Time(span=at("last week"), kind="DATE", value="2025-W09", interval=LAST_WEEK, precision="week"),
            _day("on Monday", date(2025, 3, 3)),
        ),
        places=(
            LIMA,
            Place(span=at("Tambo Quemado"), name="Tambo Quemado", country="BOL"),
            Place(span=at("Oruro"), name="Oruro", country="BOL", lat=-17.98, lon=-67.11, precision="city"),
        ),
        issues=(Issue("no-zone", "the page tells no time zone; stamps stay local", "reading"),),
    )


def empty() -> CodedReport:
    """A report from which nothing was coded, and of which next to nothing is known."""
    return CodedReport(report=Report(id=report_id(None, "It rained."), text="It rained."))


def _report() -> Report:
    blocks, start = [], 0
    for kind, words in PARTS:
        blocks.append(Block(kind, start, start + len(words)))
        start += len(words) + 2
    return Report(
        id=report_id("https://news.example/andes/1", TEXT),
        text=TEXT,
        blocks=tuple(blocks),
        title=PARTS[0][1],
        byline="Rosa Mamani",
        agency="Andean Wire",
        publisher="The Example",
        url="https://news.example/andes/1",
        dateline=Dateline(place="LIMA", date=date(2025, 3, 4), span=at("LIMA, March 4 (Andean Wire) - ")),
        published=datetime(2025, 3, 4, 18, 40),
        updated=datetime(2025, 3, 4, 19, 5),
        language="en",
    )


def _actor(name: str, country: str | None, sector: str, *mentions: Span, roles: tuple[str, ...] = ()) -> Actor:
    return Actor(
        id=identity("actor", name), name=name, country=country, sector=sector, roles=roles, mentions=tuple(mentions)
    )


def _party(actor: Actor, words: str, nth: int = 1) -> Party:
    return Party(actor=actor.id, span=at(words, nth), name=actor.name, country=actor.country, sector=actor.sector)


def _day(words: str, day: date, *, mod: str | None = None) -> Time:
    return Time(
        span=at(words),
        kind="DATE",
        value=day.isoformat(),
        interval=(day, day),
        precision="day" if not mod else None,
        mod=mod,
    )


def _event(words: str, kind: str, *actors: Party, to: tuple[Party, ...] = (), **more: object) -> Event:
    return Event(id=identity("event", words), trigger=at(words), type=kind, actors=actors, recipients=to, **more)  # type: ignore[arg-type]


JANUARY = (date(2025, 1, 1), date(2025, 1, 31))
LAST_WEEK = (date(2025, 2, 24), date(2025, 3, 2))
PAST = Status.HISTORICAL
TUESDAY = (date(2025, 3, 4), date(2025, 3, 4))

BOLIVIA = _actor("Bolivia", "BOL", "GOV", at("Bolivia"), at("Bolivia", 2), at("La Paz"), at("their government"))
CHILE = _actor("Chile", "CHL", "GOV", at("Chile"), at("Chile", 2), at("Chile", 3), at("Santiago"))
QUISPE = _actor("Ana Quispe", "BOL", "GOV", at("Ana Quispe"), at("We"), at("Her"), roles=("Bolivian Foreign Minister",))
LARRAIN = _actor("Tomás Larraín", "CHL", "GOV", at("Tomás Larraín"), roles=("Chilean counterpart",))
CHILE_MIL = _actor("Chilean defence ministry", "CHL", "MIL", at("The defence ministry in Santiago"))
PERU = _actor("Peru", "PER", "GOV", at("Peru"))
PROTESTERS = _actor("Protesters", "BOL", "CVL", at("Protesters"))

LIMA = Place(
    span=at("Lima", 2), name="Lima", country="PER", lat=-12.05, lon=-77.04, geonameid=3936456, precision="city"
)

SAYS = Statement(
    id=identity("statement", "says"),
    content=(Span(at("We will").start, at("in January").end),),
    speaker=at("Ana Quispe"),
    speaker_actor=QUISPE.id,
    cue=at("told"),
    form=Form.DIRECT,
    addressee=at("reporters"),
    stance=Stance.PROMISES,
    relayed_by=(at("Radio Illimani"),),
)
WARNS = Statement(
    id=identity("statement", "warns"),
    content=(
        at("Santiago would suspend the tariff accord unless patrols on the border were withdrawn “within a month”"),
    ),
    speaker=at("Tomás Larraín"),
    speaker_actor=LARRAIN.id,
    cue=at("warned"),
    form=Form.MIXED,
    stance=Stance.WARNS,
)
REPORTS = Statement(
    id=identity("statement", "reports"),
    content=(at("Chile moved two armoured battalions to the frontier last week"),),
    speaker=at("the newspaper El Faro del Norte"),
    cue=at("reported"),
)
DENIES = Statement(
    id=identity("statement", "denies"),
    content=(at("any unit had crossed into Bolivia"),),
    speaker=at("The defence ministry in Santiago"),
    speaker_actor=CHILE_MIL.id,
    cue=at("denied"),
    stance=Stance.DENIES,
)
NOT_CONCEDE = Statement(
    id=identity("statement", "not concede"),
    content=(at("their government not concede"),),
    speaker=at("Protesters in Oruro"),
    speaker_actor=PROTESTERS.id,
    cue=at("demanding"),
    stance=Stance.WANTS,
    date=(date(2025, 3, 3), date(2025, 3, 3)),
    place=Place(span=at("Oruro"), name="Oruro", country="BOL", precision="city"),
)
PERU_SAYS = Statement(
    id=identity("statement", "peru"),
    content=(at("it could send observers"),),
    speaker=at("Peru"),
    speaker_actor=PERU.id,
    cue=at("said", 2),
)

EVENTS = (
    _event(
        "resumed talks",
        "CONSULT",
        _party(BOLIVIA, "Bolivia", 2),
        _party(CHILE, "Chile", 2),
        mode="third-party",
        contexts=("diplomatic", "territory"),
        date=TUESDAY,
        place=LIMA,
        score=1.0,
        confidence=0.94,
    ),
    _event(
        "withdrew its negotiators", "SANCTION", _party(BOLIVIA, "La Paz"), mode="withdraw", status=Status.HISTORICAL
    ),
    _event(
        "pledged to reopen",
        "AGREE",
        _party(BOLIVIA, "Bolivia", 2),
        _party(CHILE, "Chile", 2),
        date=TUESDAY,
        score=2.5,
        confidence=0.88,
    ),
    _event(
        "arrested",
        "COERCE",
        _party(CHILE, "Chile", 3),
        to=(Party(span=at("the nine customs officers"), name="nine customs officers", country="BOL", sector="GOV"),),
        mode="arrest",
        date=JANUARY,
        statement=SAYS.id,
        score=-7.0,
    ),
    _event("rejected", "REJECT", _party(LARRAIN, "Tomás Larraín"), to=(_party(QUISPE, "Ana Quispe"),), mode="yield"),
    _event(
        "would suspend the tariff accord",
        "THREATEN",
        _party(CHILE, "Santiago"),
        to=(_party(BOLIVIA, "Bolivia"),),
        mode="relations",
        statement=WARNS.id,
        score=-3.5,
    ),
    _event(
        "moved two armoured battalions",
        "MOBILIZE",
        _party(CHILE, "Chile", 4),
        mode="troops",
        contexts=("military",),
        date=LAST_WEEK,
        statement=REPORTS.id,
        score=-6.5,
        confidence=0.71,
    ),
    _event(
        "crossed into Bolivia",
        "ASSAULT",
        _party(CHILE_MIL, "any unit"),
        to=(_party(BOLIVIA, "Bolivia", 3),),
        status=Status.DENIED,
        statement=DENIES.id,
    ),
    _event("send observers", "AID", _party(PERU, "Peru"), status=Status.HYPOTHETICAL, statement=PERU_SAYS.id),
    _event(
        "blocked a highway",
        "PROTEST",
        _party(PROTESTERS, "Protesters"),
        to=(_party(BOLIVIA, "their government"),),
        mode="obstruct",
        date=(date(2025, 3, 3), date(2025, 3, 3)),
        place=Place(span=at("Oruro"), name="Oruro", country="BOL", lat=-17.98, lon=-67.11, precision="city"),
        score=-4.5,
    ),
    _event("Bolivia and Chile to reopen", "AGREE", _party(BOLIVIA, "Bolivia"), status=Status.PLANNED),
)

COMMITMENTS = (
    Commitment(
        id=identity("commitment", "reopen"),
        kind=CommitmentKind.AGREEMENT,
        content=at("reopen the Tambo Quemado crossing"),
        party=_party(BOLIVIA, "Bolivia", 2),
        counterparty=_party(CHILE, "Chile", 2),
        deadline=date(2025, 4, 30),
        event=EVENTS[2].id,
    ),
    Commitment(
        id=identity("commitment", "lift"),
        kind=CommitmentKind.OFFER,
        content=at("lift the restrictions on lorries"),
        party=_party(QUISPE, "We"),
        counterparty=_party(CHILE, "Chile", 3),
        condition=at("if Chile releases the nine customs officers it arrested in January"),
        statement=SAYS.id,
    ),
    Commitment(
        id=identity("commitment", "suspend"),
        kind=CommitmentKind.THREAT,
        content=at("suspend the tariff accord"),
        party=_party(CHILE, "Santiago"),
        condition=at("unless patrols on the border were withdrawn “within a month”"),
        event=EVENTS[5].id,
        statement=WARNS.id,
    ),
)
