"""Reports that are written on one form again and again, and are no copies of one another.

Each form is a list of paragraphs. `[a|b]` is one of several wordings, chosen once a series (desks keep their words);
`{name}` is filled in anew for every issue, `{=name}` once a series. A paragraph that opens with `?` is left out of some
issues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from random import Random

TOWNS = (
    "Ardmoor|Bellavista|Corvina|Dunhollow|Estraza|Fennick|Garrow|Halvik|Ismara|Jorvale|Kestrin|Lomond Bay|Marisco|"
    "Nordhavn|Ostrey|Pellgate|Quilmar|Roscarn|Sandvik|Tavira Hills|Umberley|Valdoro|Westerby|Xanthe|Yarrowfield|Zelvik"
).split("|")
FAMILY = (
    "Abara|Brandt|Castellan|Delorme|Eriksen|Fonseca|Gallego|Hartmann|Ibarra|Jansson|Kovel|Lindqvist|Moreau|Nakata|"
    "Okonjo|Petrov|Quist|Romano|Salim|Tanaka|Ulvaeus|Varga|Winther|Yilmaz|Zapata"
).split("|")
GIVEN = "Ana|Bo|Clara|Dmitri|Elena|Farid|Greta|Hugo|Ines|Jonas|Karim|Leila|Marta|Nils|Olga|Pavel|Rosa|Samir".split("|")
WINDS = "north|north-east|east|south-east|south|south-west|west|north-west".split("|")
PARTIES = "Green Union|Liberal League|Farmers' Party|Labour Front|National Accord|Civic List".split("|")
FIRMS = "Norsk Cable|Almira Foods|Baltic Freight|Vantor Steel|Helio Power|Castle Bank|Meridian Air|Sable Oil".split("|")
CLUBS = "Rovers|United|Athletic|Wanderers|Rangers|Albion|City|Olympic".split("|")

FORMS: dict[str, list[str]] = {
    "quake": [
        "An earthquake of magnitude {mag} struck near {town} at {hour} [local time|in the local zone] on {weekday}, "
        "the "
        "[{=state} Seismological Institute|geological survey of {=state}] said.",
        "The quake's epicentre lay {n} kilometres {wind} of {town}, at a depth of {n} kilometres, the institute "
        "said in a bulletin.",
        "There were no immediate reports of damage or casualties, and no tsunami warning was issued.",
        "?{given} {family}, a resident of {town}, said by telephone that lamps swayed for about {few} seconds.",
        "[Small quakes are common in the region, which lies on the boundary of two plates|The region lies where two "
        "plates meet, and small quakes are felt there every month].",
        "The institute's figures are preliminary and may be revised once readings from other stations are in.",
        "Quakes of that size are often felt, but rarely cause [more than light damage|damage to sound buildings].",
    ],
    "market": [
        "Shares in {=state} closed {updown} on {weekday}, with the benchmark {=state} 40 index at {index} points, "
        "{pct} percent {moved} than the day before.",
        "{firm} led the gains with a rise of {pct} percent to {price}, while {firm} was the day's weakest share, "
        "losing {pct} percent.",
        "Turnover on the main board came to {n} million crowns, compared with an average of {=n} million over the past "
        "[thirty days|month].",
        "The crown traded at {price} to the dollar in the late afternoon, after {price} on the previous day.",
        "Brent crude for next month's delivery was at {price} dollars a barrel, and gold at {index} dollars an ounce.",
        "?“{updown} is the word for today, and I would not read more into it,” said {given} {family}, an analyst at "
        "{firm}.",
        "The yield on the ten-year government bond stood at {pct} percent.",
        "[The index covers the forty largest companies by market value and is reviewed twice a year|Forty companies "
        "make up the index, which the exchange reviews every spring and autumn].",
    ],
    "weather": [
        "{town} can expect {sky} on {weekday} with highs of {deg} degrees and winds from the {wind} at up to {n} "
        "kilometres an hour, the [weather service|meteorological office] said.",
        "Along the coast temperatures will reach {deg} degrees, while {town} and the hill districts stay at {deg}.",
        "Night lows will be around {deg} degrees in the valleys and {few} degrees on higher ground.",
        "The service put the chance of rain in {town} at {n} percent, falling to {n} percent by the evening.",
        "Drivers are asked to [allow for more time|leave earlier than usual] and to heed the signs on mountain roads.",
        "?Ferries between {town} and {town} are expected to run {late} minutes late.",
        "Forecasts are updated four times a day on the service's telephone line.",
    ],
    "district": [
        "{given} {family} of the {party} won the seat for {town} in {=state}'s general election with {pct} percent of "
        "the vote, [results|official results] showed on {=weekday}.",
        "{family} beat {given} {family} of the {party}, who had {pct} percent, and {given} {family} of the {party} "
        "with {pct} percent.",
        "Turnout in the district was {pct} percent, after {pct} percent four years ago, the election authority said.",
        "?“The people of {town} have spoken, and I am humbled,” {family} told supporters at the {hall}.",
        "[Voters across {=state} went to the polls on Sunday to fill all {=n} seats of the assembly|All {=n} seats of "
        "{=state}'s assembly were at stake in Sunday's vote].",
        "The election authority will publish the final count for all districts within ten days, and complaints can be "
        "lodged with the constitutional court until then.",
        "The new assembly meets for the first time on the second Monday of next month.",
    ],
    "match": [
        "{town} {club} beat {town} {club} {few}-{few} on {weekday} in front of {index} spectators.",
        "{family} scored in minute {n} from a corner, and {family} added another shortly before the break.",
        "The visitors pressed after half-time, but {family} saved twice within a minute from {family}.",
        "?“We were the better side for an hour, and that was enough,” coach {given} {family} said afterwards.",
        "{club} are {place} in the table with {n} points from {few} matches.",
        "The [league|first division] goes on next weekend with {few} matches on Saturday and the rest on Sunday.",
        "The top three qualify for the continental cup, and the last two go down at the end of the season.",
    ],
    "front": [
        "{=state}'s army said on {weekday} that it had shot down {n} of {n} drones launched overnight by {=other}, and "
        "that {few} missiles got through.",
        "Debris fell in {town} and {town}, where {few} people were hurt, governor {given} {family} [wrote online|said "
        "on his channel].",
        "{=other}'s defence ministry said for its part that it had destroyed {n} {=state} drones over {town}, {town} "
        "and the sea.",
        "The general staff counted {n} clashes along the front in the past day, most of them near {town}.",
        "?In {town} a school and {few} houses were damaged, the mayor said.",
        "[Neither side's account could be checked independently|It was not possible to verify either account].",
        "{=other} denies that it aims at civilians in the war, which began [three years ago|in the spring three years "
        "ago] and has killed thousands.",
    ],
    "fuel": [
        "The price of petrol in {=state} {moved2} to {price} crowns a litre this week, the [energy board|motorists' "
        "club] said on {weekday}.",
        "Diesel cost {price} crowns on average, {n} pence {moved} than a week before.",
        "The cheapest petrol was sold in {town} at {price} crowns, the dearest in {town} at {price}.",
        "?“Refineries at {town} were down for {few} days, and that shows at the pump,” said {given} {family} of "
        "{firm}.",
        "Taxes make up [more than half|some three fifths] of the price at the pump, and the rest follows the price of "
        "crude with a delay of about two weeks.",
        "The board asks {=n} filling stations across the country for their prices every Monday.",
    ],
    "aid": [
        "{n} trucks with relief goods crossed into {=other} through {town} on {weekday}, the relief mission said in "
        "its daily note, after {n} on the day before.",
        "They carried flour, tents and {n} tonnes of medical goods for the districts of {town} and {town}.",
        "{few} trucks were turned back at the {town} crossing, where inspectors objected to their papers.",
        "?Mission head {given} {family} said that stocks in {town} would last for {few} days.",
        "[Under the truce that both sides signed in the winter, two hundred trucks are to cross each day|The winter's "
        "truce provides for two hundred trucks a day].",
        "The mission counts trucks at the gates; what becomes of the goods beyond them it cannot say.",
    ],
    "interview": [
        "Ahead of {=state}'s general election the paper put the same questions to candidates of every list. {given} "
        "{family} of the {party}, who stands in {town}, answered in writing. [The answers were shortened but not "
        "otherwise changed|Answers are printed as they came, apart from spelling].",
        "Candidates must collect {=n} signatures in their district, pay a deposit of {=n} crowns, and may not hold "
        "another public office during the campaign. Voting takes place on the last Sunday of next month, with early "
        "voting at post offices from the Monday before.",
        "Why are you standing, and what would you have done differently from the member who holds the seat today?",
        "{answer} {answer}",
        "What should the assembly do first about the price of heating, and where is the money for it to come from?",
        "{answer} {answer}",
        "How would you have voted on the treaty with {=other}, and would you take part in talks to change it?",
        "{answer}",
        "?Would your list enter a government that is led by another party, and under what conditions would it "
        "leave it?",
        "?{answer} {answer}",
        "What do you say to those who think that a vote for a small list is a vote thrown away?",
        "{answer}",
    ],
}  # fmt: skip
_CHOICE = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(=?)(\w+)\}")


class Series:
    """One form with its fixed words: the reports of one desk."""

    def __init__(self, rng: Random, form: str, answers: Sequence[str]) -> None:
        """`answers` are sentences that candidates are asked for."""
        self.rng, self.form, self.answers = rng, form, answers
        self.fixed: dict[str, str] = {}
        self.paragraphs = [_CHOICE.sub(lambda m: rng.choice(m[1].split("|")), p) for p in FORMS[form]]

    def issue(self, day: date) -> tuple[str, list[str]]:
        """The title and the paragraphs of a day's report."""
        out = [
            self._fill(p.removeprefix("?"), day)
            for p in self.paragraphs
            if not p.startswith("?") or self.rng.random() < 0.6
        ]
        return out[0].split(",")[0], out

    def _fill(self, text: str, day: date) -> str:
        def fill(slot: re.Match[str]) -> str:
            if slot[1]:
                return self.fixed.setdefault(slot[2], self._word(slot[2], day))
            return self._word(slot[2], day)

        return _SLOT.sub(fill, text)

    def _word(self, name: str, day: date) -> str:
        rng = self.rng
        words = {
            "mag": lambda: f"{rng.uniform(3.5, 6.2):.1f}",
            "hour": lambda: f"{rng.randint(1, 12)}:{rng.randint(0, 59):02} {rng.choice(['am', 'pm'])}",
            "n": lambda: str(rng.randint(11, 190)),
            "few": lambda: str(rng.randint(2, 12)),
            "deg": lambda: str(rng.randint(9, 34)),
            "late": lambda: str(rng.randrange(10, 60, 5)),
            "pct": lambda: f"{rng.uniform(0.2, 48):.1f}",
            "price": lambda: f"{rng.uniform(1, 99):.2f}",
            "index": lambda: f"{rng.randint(1100, 29000):,}",
            "place": lambda: rng.choice("first second third fourth fifth sixth seventh eighth".split()),
            "updown": lambda: rng.choice(["higher", "lower", "slightly higher", "slightly lower", "mixed"]),
            "moved": lambda: rng.choice(["higher", "lower"]),
            "moved2": lambda: rng.choice(["rose", "fell"]),
            "sky": lambda: rng.choice(["sunshine", "scattered showers", "heavy cloud", "morning fog", "clear skies"]),
            "hall": lambda: rng.choice(["town hall", "Lion inn", "harbour square", "party's office", "Station Hotel"]),
            "town": lambda: rng.choice(TOWNS),
            "given": lambda: rng.choice(GIVEN),
            "family": lambda: rng.choice(FAMILY),
            "party": lambda: rng.choice(PARTIES),
            "firm": lambda: rng.choice(FIRMS),
            "club": lambda: rng.choice(CLUBS),
            "wind": lambda: rng.choice(WINDS),
            "answer": lambda: rng.choice(self.answers),
            "weekday": lambda: f"{day:%A}",
            "state": lambda: rng.choice(["Nordland", "Costaluna", "Vardia", "Tessaly", "Orania"]),
            "other": lambda: rng.choice(["Kirgos", "Maravia", "Ruthenia", "Sondria"]),
        }
        return words[name]()
