"""Writes reports of a made-up world as agencies, papers and the papers that copy them would, and knows what is what.

Each happening gets from one to some twenty reports. An agency writes a story and may revise it; outlets print it
whole, cut, retitled or touched up; others write their own, with other words, other names for the same parties, what
they happen to know, and their own tolls; follow-ups come days later, and later stories look back. Reports tell of
more than one thing. Events are coded as a good coder would, with a few slips of every kind (`SLIPS`).

Limits: sentences are built from stock, so wording varies less than in print; no satire, no retractions, one language;
slips fall at random, where a real coder's come in runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    CodedReport,
    Event,
    Magnitude,
    Party,
    Place,
    Report,
    Span,
    Status,
    identity,
    report_id,
)
from tests.merging.world import OCCASIONS, SPOKEN, SURNAMES, TARGETS, Body, Happening, World, world

SLIPS = {"type": 0.03, "no recipient": 0.08, "no actor": 0.05, "date": 0.02, "country": 0.03, "city": 0.02}
MISTAKEN = {
    "ASSAULT": "COERCE", "COERCE": "ASSAULT", "REQUEST": "THREATEN", "THREATEN": "REQUEST", "ACCUSE": "REJECT",
    "AGREE": "SUPPORT", "SUPPORT": "AGREE", "CONSULT": "AGREE", "SANCTION": "COERCE", "RETREAT": "CONCEDE",
}  # fmt: skip
PAPERS = [f"{a} {b}" for a in "Morning Evening Daily Coastal Northern Free".split() for b in "Post Herald Echo".split()]
AGENCIES = ["Wire One", "Continental", "Press Union"]
_WHO = (
    "the mayor's office|shopkeepers|two diplomats|a port authority|farm unions|the central bank|teachers|a river board|"
    "local radio|an aid worker|drivers|the weather service|a retired general|brokers|the rail company|"
    "a bishop|pollsters"
).split("|")
_DOES = (
    "expects little change before|has asked for patience until|counted forty complaints since|blamed a shortage for|"
    "put the cost at twice that of|would not be drawn on|has long warned about|sees no link with|keeps a close eye on|"
    "saw fewer customers during|published a paper about|set up a desk for"
).split("|")
_WHAT = (
    "the harvest|the price of bread|a strike at the docks|the new stamp duty|the heat of the past weeks|school meals|"
    "a bridge that has been closed|the cup final|exports of timber|the state of the roads|a lottery|"
    "the ferry timetable|"
    "next year's census|a museum for coins|visas for students|winter stocks of coal|the town's only cinema"
).split("|")
_TAIL = (
    "and so do others in the district|though numbers are hard to come by|a statement of two pages says|"
    "as in other years|"
    "whatever the capital decides|but few were listening|which came as no surprise|the third time this year"
).split("|")
VERBS = {
    "explosives": ["bombed", "blew up a car bomb at", "set off a bomb at", "struck with a bomb"],
    "suicide-attack": ["sent a suicide bomber into", "attacked with a suicide bomber", "hit in a suicide attack"],
    "firearms": ["opened fire on", "stormed", "raked with gunfire", "attacked"],
    "aerial": ["bombed", "carried out air strikes on", "hit from the air", "launched an airstrike against"],
    "heavy-weapons": ["shelled", "fired rockets at", "pounded with artillery"],
    "abduct": ["kidnapped people from", "seized hostages at", "abducted several from"],
    "arrest": ["arrested", "rounded up", "detained"],
    "demo": ["marched against", "rallied against", "protested against"],
    "visit": ["visited", "arrived for talks with", "travelled to meet"], "phone": ["telephoned", "spoke by phone with"],
    "CONSULT": ["met", "held talks with", "conferred with"], "REQUEST": ["urged", "called on", "demanded that"],
    "ACCUSE": ["criticised", "condemned", "lashed out at"], "THREATEN": ["threatened", "warned"],
    "REJECT": ["rejected a call by", "refused a demand of", "rebuffed"],
    "AGREE": ["promised", "agreed with", "pledged to"],
    "SANCTION": ["imposed sanctions on", "froze trade with", "halted imports from"],
    "AID": ["sent aid to", "shipped relief to", "delivered supplies to"],
    "MOBILIZE": ["massed troops near", "deployed forces against", "moved brigades toward"],
    "RETREAT": ["released", "freed", "let go"], "SUPPORT": ["praised", "backed", "voiced support for"],
}  # fmt: skip


@dataclass
class Corpus:
    """Reports in the order of writing, and for each (report, event) the happening it is and the kind of its report."""

    reports: list[CodedReport] = field(default_factory=list)
    truth: dict[tuple[str, str], int] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Draft:
    """A report being written: paragraphs with the events in them, spans counted within the paragraph."""

    paragraphs: list[tuple[str, Event | None, int | None, str]]
    title: str
    when: datetime
    publisher: str
    url: str | None = None


def corpus(seed: int, *, n: int = 90, days: int = 120) -> Corpus:
    """A fresh corpus: the same seed gives the same reports."""
    made = world(seed, n=n, days=days)
    writer = _Writer(made, Random(f"news {seed}"))
    for true in made.happenings:
        writer.cover(true)
    return writer.corpus


def _filler(rng: Random) -> str:
    """A sentence of the sort that fills a report, and tells of no event."""
    words = f"{rng.choice(_WHO)} {rng.choice(_DOES)} {rng.choice(_WHAT)}, {rng.choice(_TAIL)}."
    return words[0].upper() + words[1:]


class _Writer:
    def __init__(self, made: World, rng: Random) -> None:
        self.world, self.rng, self.corpus, self.serial = made, rng, Corpus(), 0

    def cover(self, true: Happening) -> None:
        rng = self.rng
        left = min(22, int(rng.paretovariate(0.8)))
        while left > 0:
            kind = rng.choices(["wire", "own", "follow-up", "look-back"], [4, 5, 2, 1])[0]
            if kind == "wire":
                left -= self._wire(true)
            else:
                self._keep(self._draft(true, kind), kind)
                left -= 1

    def _wire(self, true: Happening) -> int:
        """An agency's story, its revision, and what outlets make of it."""
        rng = self.rng
        story = self._draft(true, "wire", publisher=rng.choice(AGENCIES), long=True)
        self.serial += 1
        story.url = f"https://wire.example/{self.serial}"
        self._keep(story, "wire")
        if rng.random() < 0.35:
            self._keep(self._revise(story, true), "revision")
        n = rng.choice([0, 1, 2, 3, 5, 8])
        for paper in rng.sample(PAPERS, n):
            how = rng.choices(["identical", "cut", "retitled", "edited"], [4, 3, 3, 2])[0]
            self._keep(self._copy(story, paper, how), how)
        return 1 + n // 2

    def _copy(self, story: Draft, paper: str, how: str) -> Draft:
        rng = self.rng
        body = list(story.paragraphs)
        if how == "cut":
            body = body[: max(2, len(body) - rng.randint(2, 4))]
        title = f"{paper}: {story.title.lower()}" if how == "retitled" else story.title
        if how == "edited":  # a word put in at the end of some paragraphs
            body = [
                (text.removesuffix(".") + ", reports say.", e, t, k) if rng.random() < 0.3 else (text, e, t, k)
                for text, e, t, k in body
            ]
        return Draft(body, title, story.when + timedelta(hours=rng.choice([1, 2, 5, 9, 20])), paper)

    def _revise(self, story: Draft, true: Happening) -> Draft:
        """The agency's next version at the same address: the lead is written anew, with a later toll."""
        lead = self._telling(true, story.when, "wire", late=True)
        when = story.when + timedelta(hours=self.rng.choice([1, 3, 8]))
        return Draft([lead, *story.paragraphs[1:]], story.title, when, story.publisher, story.url)

    def _draft(self, true: Happening, kind: str, *, publisher: str | None = None, long: bool = False) -> Draft:
        rng = self.rng
        after = {
            "wire": [0, 0, 0, 1],
            "own": [0, 0, 1, 1, 2],
            "follow-up": [2, 3, 4, 6],
            "look-back": [20, 45, 120, 300],
        }
        day = true.day + timedelta(days=rng.choice(after[kind]))
        when = datetime.combine(day, time(rng.randint(6, 23), rng.randint(0, 59)))
        main = self._telling(true, when, kind)
        others = [self._aside(when, true) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
        filler: list[tuple[str, Event | None, int | None, str]] = [
            (_filler(rng), None, None, "") for _ in range(rng.randint(4, 7) if long else rng.randint(2, 5))
        ]
        rest = [*others, *filler]
        rng.shuffle(rest)
        title = f"{true.type.title()} {rng.choice(['latest', 'row', 'news', 'crisis'])} {rng.randint(1, 99)}"
        return Draft([main, *rest], title, when, publisher or rng.choice(PAPERS + AGENCIES))

    def _aside(self, when: datetime, true: Happening) -> tuple[str, Event | None, int | None, str]:
        """Something else that the report mentions: what the same states did of late, or anything fresh."""
        rng, today = self.rng, when.date()
        fresh = [h for h in self.world.happenings if h.id != true.id and 0 <= (today - h.day).days <= 3]
        kin = [h for h in fresh if h.actor == true.actor or h.recipient == true.recipient]
        old = [h for h in self.world.happenings if (today - h.day).days > 14 and h.actor == true.actor]
        pick = rng.random()
        if kin and pick < 0.5:
            return self._telling(rng.choice(kin), when, "aside")
        if old and pick < 0.65:
            return self._telling(rng.choice(old), when, "look-back")
        return self._telling(rng.choice(fresh), when, "aside") if fresh else (_filler(rng), None, None, "")

    def _telling(
        self, true: Happening, when: datetime, kind: str, *, late: bool = False
    ) -> tuple[str, Event, int | None, str]:
        """One paragraph that tells of a happening, and how it is coded."""
        return Sentence(self.rng, true, when, kind, late=late).done()

    def _keep(self, draft: Draft, kind: str) -> None:
        text, blocks, events, truths = "", [], [], []
        for body, event, true, own in draft.paragraphs:
            if blocks:
                text += "\n\n"
            at = len(text)
            text += body
            blocks.append(Block(BlockKind.PARAGRAPH, at, len(text)))
            if event is not None:
                events.append((_moved(event, at), true, own))
        # two outlets that print the same words on pages of their own are two reports
        self.serial += 1
        url = draft.url or f"https://paper.example/{self.serial}"
        rid = report_id(url, text)
        roles: dict[str, Actor] = {}
        done = []
        for event, true, own in events:
            event = _named(event, rid)
            done.append(event)
            truths.append((event.id, true, own))
            for p in (*event.actors, *event.recipients):
                assert p.actor is not None
                role = (
                    ("office",)
                    if p.sector == "GOV" and p.name and len(p.name.split()) == 2 and "gov" not in p.name
                    else ()
                )
                known = roles.get(p.actor)
                if known is None:
                    roles[p.actor] = Actor(
                        id=p.actor, name=p.name or "", country=p.country, sector=p.sector, roles=role
                    )
        report = Report(
            id=rid, text=text, blocks=tuple(blocks), title=draft.title, publisher=draft.publisher, url=url,
            published=draft.when, language="en",
        )  # fmt: skip
        if rid in {r.report.id for r in self.corpus.reports[-40:]}:
            return
        self.corpus.reports.append(CodedReport(report=report, actors=tuple(roles.values()), events=tuple(done)))
        for event_id, true, own in truths:
            if true is not None:
                self.corpus.truth[rid, event_id] = true
                self.corpus.kinds[rid, event_id] = own if own in ("aside", "look-back") else kind


class Sentence:
    """Builds one paragraph and its event side by side, so that spans fit."""

    def __init__(self, rng: Random, true: Happening, when: datetime, kind: str, *, late: bool) -> None:
        self.rng, self.true, self.when, self.kind, self.late = rng, true, when, kind, late
        self.text = ""

    def put(self, words: str) -> Span:
        if self.text and not words.startswith((",", ".")):
            self.text += " "
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def done(self) -> tuple[str, Event, int | None, str]:
        rng, true = self.rng, self.true
        deed = true.type in ("ASSAULT",)
        unknown = deed and true.mode not in ("aerial", "heavy-weapons") and rng.random() < 0.4
        back = self.kind == "look-back"
        told = 0.95 if true.twin else 0.7  # where two are in the news, reporters say which one they mean
        date, phrase = self._date(back)
        if phrase and rng.random() < 0.4:
            self.put(phrase + ",")
            phrase = ""
        actors = () if unknown or rng.random() < SLIPS["no actor"] else self._party(true.actor)
        if not actors:
            self.put(rng.choice(["unknown men", "attackers", "it was said they"]))
        trigger = self.put(rng.choice(VERBS.get(true.mode or "", VERBS.get(true.type, ["acted on"]))))
        recipients = self._party(true.recipient) if true.recipient and rng.random() > SLIPS["no recipient"] else ()
        if true.type in SPOKEN:
            self.put(rng.choice(["to", "which should", "over a demand to"]))
            # half the time the key words are quoted as they fell, else retold
            self.put(true.topic[0] if rng.random() < 0.55 else rng.choice(true.topic[1:]))
        elif true.type in ("CONSULT", "SANCTION", "AID", "RETREAT") and rng.random() < told:
            # what a meeting was about, what a punishment or a kindness was for
            self.put(rng.choice(["on a request to", "after a dispute over whether to", "in a bid to make others"]))
            self.put(true.topic[0] if rng.random() < 0.55 else rng.choice(true.topic[1:]))
        elif true.type in ("ASSAULT", "COERCE", "PROTEST") and rng.random() < told:
            name = f"the {true.proper}" if rng.random() < 0.5 else "a"
            self.put(f"{rng.choice(['at', 'near', 'outside'])} {name} {true.target}")
            if rng.random() < 0.5:
                self.put(f"full of {rng.choice(TARGETS[true.target].split())}")
        if true.type not in ("ASSAULT", "COERCE", "PROTEST") and rng.random() < 0.4:
            self.put(f"at the {true.proper} {OCCASIONS[true.id % len(OCCASIONS)]}")
        if rng.random() < 0.2:  # a name that is beside the point
            self.put(
                f", {rng.choice(['a doctor named', 'a witness named', 'the lawyer'])} {rng.choice(SURNAMES)} said,"
            )
        place = self._place()
        if phrase:
            self.put(phrase)
        sizes = self._sizes()
        for detail in rng.sample(true.details, rng.choice([0, 1, 1, 2])):
            self.put(f", {detail}")
        self.put(".")
        type_, mode = true.type, true.mode if rng.random() < 0.7 else None
        if rng.random() < SLIPS["type"] and type_ in MISTAKEN:
            type_, mode = MISTAKEN[type_], None
        status = Status.HISTORICAL if back and rng.random() < 0.5 else Status.OCCURRED
        event = Event(
            id="", trigger=trigger, type=type_, mode=mode, actors=actors, recipients=recipients, status=status,
            date=date, place=place, magnitudes=sizes, confidence=round(rng.uniform(0.5, 0.95), 2),
        )  # fmt: skip
        return self.text[0].upper() + self.text[1:], event, true.id, self.kind

    def _party(self, body: Body) -> tuple[Party, ...]:
        name, country, sector, _ = self.rng.choice(body.names)
        if self.rng.random() < SLIPS["country"]:
            country = None
        span = self.put(name)
        return (
            Party(actor=identity("actor", name, country, sector), span=span, name=name, country=country, sector=sector),
        )

    def _date(self, back: bool):  # type: ignore[no-untyped-def]
        rng, day, today = self.rng, self.true.day, self.when.date()
        if rng.random() < SLIPS["date"]:
            day += timedelta(days=rng.choice([-1, 1]))
        if back:
            if rng.random() < 0.4:
                return (day, day), f"on {day:%B} {day.day}"
            first = day.replace(day=1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            return ((first, last), f"in {day:%B}") if rng.random() < 0.6 else (None, "some time ago")
        told = rng.random()
        if told < (0.5 if today - day < timedelta(days=2) else 0.75):
            return (day, day), f"on {day:%A}"
        if told < 0.85:
            return None, ""
        monday = day - timedelta(days=day.weekday())
        return ((monday, monday + timedelta(days=6)), "this week" if today - day < timedelta(days=5) else "last week")

    def _place(self) -> Place | None:
        rng, city = self.rng, self.true.city
        if city is None or rng.random() < (0.15 if self.true.twin else 0.25):
            return None
        country, told = city.state[:3].upper(), rng.random()
        if told < 0.12:
            span = self.put(f"in {city.state}")
            return Place(span=Span(span.start + 3, span.end), name=city.state, country=country, precision="country")
        if told < 0.25:
            span = self.put(f"in {city.province}")
            return Place(
                span=Span(span.start + 3, span.end), name=city.province, country=country, admin1=city.province,
                precision="admin1",
            )  # fmt: skip
        span = self.put(f"in {city.name}")
        return Place(
            span=Span(span.start + 3, span.end), name=city.name, country=country, admin1=city.province, lat=city.lat,
            lon=city.lon, geonameid=city.id, precision="city",
        )  # fmt: skip

    def _sizes(self) -> tuple[Magnitude, ...]:
        rng, true, out = self.rng, self.true, []
        early = self.when.date() == true.day and not self.late
        wanted: list[tuple[str, int, str]] = []
        if true.type == "ASSAULT" and true.mode != "abduct":
            wanted = [("killed", true.killed, "killing"), ("injured", true.injured, "wounding")]
        elif true.type == "PROTEST":
            wanted = [("crowd", true.crowd, "a crowd of")]
        elif true.type in ("AID", "SANCTION"):
            wanted = [("money", true.money * 1_000_000, "worth")]
        elif true.type == "COERCE":
            wanted = [("arrested", true.crowd // 4, "taking")]
        for kind, value, word in wanted:
            if value == 0 or rng.random() < 0.35:
                continue
            bound = None
            if kind != "money":
                if early and rng.random() < 0.6:  # first tolls are low
                    value, bound = (
                        max(1, round(value * rng.uniform(0.4, 0.95))),
                        "least" if rng.random() < 0.5 else None,
                    )
                elif rng.random() < 0.2:
                    value = max(1, round(value * rng.uniform(0.85, 1.3)))
                if value > 30 and rng.random() < 0.3:
                    value, bound = round(value, -1), "about"
            span = self.put(f", {word} {value}")
            out.append(
                Magnitude(
                    kind=kind, value=float(value), span=Span(span.end - len(str(value)), span.end), bound=bound,
                    unit="USD" if kind == "money" else None,
                )
            )  # fmt: skip
        return tuple(out)


def _moved(event: Event, by: int) -> Event:
    """The event with its spans counted within the report."""
    from dataclasses import replace

    def move(s: Span) -> Span:
        return Span(s.start + by, s.end + by)

    def parties(sides: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(p, span=move(p.span) if p.span else None) for p in sides)

    return replace(
        event,
        trigger=move(event.trigger),
        actors=parties(event.actors),
        recipients=parties(event.recipients),
        place=replace(event.place, span=move(event.place.span)) if event.place else None,
        magnitudes=tuple(replace(m, span=move(m.span)) for m in event.magnitudes),
    )


def _named(event: Event, report: str) -> Event:
    from dataclasses import replace

    return replace(event, id=identity("event", report, event.trigger, event.type))
