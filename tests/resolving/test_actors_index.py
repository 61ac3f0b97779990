"""Who is meant by which token of a report, on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.language import Analysis, Token, analyse
from dragoman.model import Block, BlockKind, Party, Report
from dragoman.resolving.actors import ActorIndex, resolve_actors

DAY = date(2024, 11, 25)


def read(text: str) -> Analysis:
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return analyse(Report(id="r", text=text, blocks=tuple(blocks)))


def index(text: str, *, day: date = DAY, home: str | None = None) -> ActorIndex:
    return resolve_actors(read(text), day=day, home=home)


def token(ix: ActorIndex, word: str, nth: int = 1) -> Token:
    return [t for t in ix.analysis.tokens if t.text == word][nth - 1]


def party(ix: ActorIndex, word: str, nth: int = 1) -> Party:
    found = ix.party(token(ix, word, nth))
    assert found is not None, word
    return found


def test_apposition_and_pronoun_give_one_actor() -> None:
    ix = index(
        "Kari Fjellvik, the foreign minister of Norway, met reporters on Monday. She said Norway would send aid."
    )
    name, pronoun = party(ix, "Fjellvik"), party(ix, "She")
    assert (name.country, name.sector, name.name) == ("NOR", "GOV", "Kari Fjellvik")
    assert pronoun.actor == name.actor
    actor = next(a for a in ix.actors() if a.id == name.actor)
    assert any("foreign minister" in role for role in actor.roles)
    assert list(actor.mentions) == sorted(actor.mentions)


def test_a_former_office_does_not_unseat_a_present_one() -> None:
    ix = index(
        "Ola Brekke, the secretary of Norway's Security Council, arrived. Brekke, a former defence minister, spoke."
    )
    assert (party(ix, "Brekke").country, party(ix, "Brekke").sector) == ("NOR", "GOV")


def test_a_capital_is_a_government_or_a_place() -> None:
    ix = index("Moscow said it would hold talks in Tehran with the Minsk government.")
    assert (party(ix, "Moscow").country, party(ix, "Moscow").sector) == ("RUS", "GOV")
    assert ix.party(token(ix, "Tehran")) is None
    assert party(ix, "government").country == "BLR"


def test_open_phrases_take_the_only_country_around() -> None:
    ix = index("Clashes broke out in Mali on Friday. The army said rebels had fled.")
    assert (party(ix, "army").country, party(ix, "army").sector) == ("MLI", "MIL")
    assert (party(ix, "rebels").country, party(ix, "rebels").sector) == ("MLI", "REB")


def test_open_phrases_stay_open_where_two_countries_are_named() -> None:
    ix = index("Peru and Chile signed a treaty. The government declined to comment.")
    assert party(ix, "government").country is None


def test_a_country_is_not_that_of_what_it_acts_on() -> None:
    ix = index("France criticised the government on Tuesday.")
    assert party(ix, "government").country is None


def test_the_country_is_the_state_that_was_named() -> None:
    ix = index("Chad has paid a high price. In 2011, the country freed 900 prisoners. Other states condemned that.")
    assert party(ix, "country").name == "Chad"
    ix = index("Chad and Niger have paid a high price. In 2011, the country freed 900 prisoners.")
    assert party(ix, "country").country is None


def test_a_state_called_an_ally_stays_a_state() -> None:
    ix = index("Chad, a key French ally in the region, has refused to send peacekeepers to Mali.")
    assert (party(ix, "Chad").country, party(ix, "Chad").sector) == ("TCD", "GOV")


def test_nobody_is_another_or_each_other() -> None:
    ix = index("The parties are fighting each other. The court asked Chad to revise other parts of the law.")
    assert ix.party(token(ix, "other")) is None
    assert ix.party(token(ix, "other", 2)) is None


def test_troops_loyal_to_somebody_are_of_his_country() -> None:
    ix = index("Soldiers loyal to Laurent Gbagbo shot at a convoy of French peacekeepers.", day=date(2011, 3, 1))
    assert party(ix, "Soldiers").country == "CIV"


def test_a_country_guessed_gives_way_to_what_a_phrase_takes_up() -> None:
    ix = index("A senior Chilean official arrived in Iraq. The official accused Iran of lying.")
    assert party(ix, "official", 2).country == "CHL"


def test_the_countries_are_the_two_that_were_named() -> None:
    ix = index("Chile and Peru met on Monday. The countries signed a truce.")
    assert [p.country for p in ix.parties(token(ix, "countries"))] == ["CHL", "PER"]


def test_home_is_the_last_resort() -> None:
    ix = index("Police arrested three men.", home="KEN")
    assert party(ix, "Police").country == "KEN"


def test_coordination_is_split() -> None:
    ix = index(
        "Brazil, Argentina and Chile condemned the attack. "
        "British and French officials met the leaders of Ghana and Togo."
    )
    assert [p.country for p in ix.parties(token(ix, "Brazil"))] == ["BRA", "ARG", "CHL"]
    assert [(p.country, p.sector) for p in ix.parties(token(ix, "officials"))] == [("GBR", "GOV"), ("FRA", "GOV")]
    assert [p.country for p in ix.parties(token(ix, "leaders"))] == ["GHA", "TGO"]


def test_things_are_no_parties_and_buildings_only_on_request() -> None:
    ix = index("The decision followed an attack on a village in Ethiopia.")
    assert ix.party(token(ix, "decision")) is None
    assert ix.party(token(ix, "village")) is None
    site = ix.party(token(ix, "village"), sites=True)
    assert site is not None
    assert (site.country, site.sector) == ("ETH", "CVL")


def test_the_day_of_the_act_decides_the_office() -> None:
    ix = index("Angela Merkel visited Athens.")
    then = ix.party(token(ix, "Merkel"), on=date(2012, 10, 9))
    assert then is not None
    assert (then.sector, party(ix, "Merkel").sector) == ("GOV", "ELI")


def test_his_critics_are_not_of_his_country_for_sure() -> None:
    ix = index("President Emmanuel Macron spoke on Monday. His critics disagreed, and his office declined to comment.")
    assert (party(ix, "critics").country, party(ix, "critics").sector) == (None, "CVL")
    assert (party(ix, "office").country, party(ix, "office").sector) == ("FRA", "GOV")


def test_only_actors_referred_to_are_listed() -> None:
    ix = index("Ukraine thanked Latvia for its help.")
    assert ix.actors() == ()
    first = ix.actor_id(token(ix, "Ukraine"))
    assert [a.id for a in ix.actors()] == [first]
    ix.party(token(ix, "Latvia"))
    assert [a.country for a in ix.actors()] == ["UKR", "LVA"]
    assert [a.id for a in ix.actors([first or ""])] == [first]


def test_spans_leave_out_relative_clauses() -> None:
    ix = index("Kenyan lawmakers who had opposed the bill resigned.")
    span = party(ix, "lawmakers").span
    assert span is not None
    assert ix.analysis.text(span) == "Kenyan lawmakers"


def test_an_unknown_name_is_somebody_where_it_acts() -> None:
    ix = index("Brekkstad denied the report. Dunvik weakened on Friday.")
    found = party(ix, "Brekkstad")
    assert (found.name, found.country, found.sector) == ("Brekkstad", None, None)


def test_capitalised_words_of_a_body_are_no_title() -> None:
    ix = index("The National Weather Center issued a notice, and the Palm Beach Regatta was put off.")
    for word in ("Center", "Regatta"):
        found = ix.party(token(ix, word))
        assert found is None or found.sector != "CVL"


def test_pronouns_of_nobody_named_are_no_party() -> None:
    ix = index("We hope that you agree.")
    assert ix.party(token(ix, "We")) is None
    assert ix.party(token(ix, "you")) is None


@pytest.mark.parametrize(
    ("text", "day", "name", "country"),
    [
        ("Keating met Chinese officials in Beijing.", date(1994, 5, 1), "Paul Keating", "AUS"),
        ("Keating met Chinese officials in Beijing.", date(2018, 5, 1), "Keating", None),
        ("Petra Keating, head of a bakery, met them. Keating blamed China.", date(1994, 5, 1), "Petra Keating", None),
        ("Home Secretary Amber Rudd was there. Rudd condemned Russia.", date(2017, 5, 1), "Amber Rudd", "GBR"),
        ("Prime Minister Kevin Rudd was there. Rudd condemned Russia.", date(2009, 5, 1), "Kevin Rudd", "AUS"),
    ],
)
def test_a_surname_is_the_office_holders_only_where_nobody_else_bears_it(
    text: str, day: date, name: str, country: str | None
) -> None:
    ix = index(text, day=day)
    party = ix.party([t for t in ix.analysis.tokens if t.text in ("Keating", "Rudd")][-1])
    assert party is not None
    assert (party.name, party.country) == (name, country)


def test_the_group_is_the_body_named_last_if_only_one_can_be_meant() -> None:
    ix = index("Boko Haram attacked a town in Borno on Monday. The group killed 20 soldiers. The militants fled.")
    assert party(ix, "group").name == "Boko Haram"
    assert party(ix, "militants").name == "Boko Haram"
    ix = index("Boko Haram and al-Shabab met on Monday. The group killed 20 soldiers.")
    assert party(ix, "group").name not in ("Boko Haram", "al-Shabab")
    ix = index("Boko Haram attacked a town in Borno on Monday. A separate group killed 20 soldiers.")
    assert party(ix, "group").name != "Boko Haram"


def test_the_two_sides_are_the_two_states_named() -> None:
    ix = index(
        "Talks between Iran and Iraq began in Oman. Both sides signed a truce. Turkey watched the two countries."
    )
    assert [p.country for p in ix.parties(token(ix, "sides"))] == ["IRN", "IRQ"]
    assert len(ix.parties(token(ix, "countries"))) != 2, "three states have been named by then"


def test_the_two_leaders_are_the_two_people_named() -> None:
    ix = index("Vladimir Putin met Xi Jinping on Monday. The two leaders signed a treaty.")
    assert [p.name for p in ix.parties(token(ix, "leaders"))] == ["Vladimir Putin", "Xi Jinping"]


def test_a_namesake_of_a_lesser_office_holder_is_somebody_else() -> None:
    ix = index("Necdet Ozel accused Chile of spying on Monday.", day=date(2013, 5, 1))
    assert party(ix, "Ozel").country is None
    ix = index("Necdet Ozel accused Chile of spying on Monday. Turkish troops left.", day=date(2013, 5, 1))
    assert (party(ix, "Ozel").country, party(ix, "Ozel").sector) == ("TUR", "MIL")


def test_a_report_says_what_its_abbreviations_mean() -> None:
    # the register has the NTC for a council of Libya's
    ix = index(
        "The National Telecommunications Commission (NTC) of the Philippines issued an order on Monday.\n\n"
        "Senators condemned the act of the NTC."
    )
    assert (party(ix, "NTC", 2).name, party(ix, "NTC", 2).country) == ("National Telecommunications Commission", "PHL")
    assert party(ix, "Senators").country == "PHL"
    spelt_as_known = index("The World Health Organization (WHO) met.\n\nThe WHO warned China.")
    assert party(spelt_as_known, "WHO", 2).name == "World Health Organization"


@pytest.mark.parametrize(
    ("text", "word", "country"),
    [
        ("A Republican senator spoke of the attack in Libya.", "senator", "USA"),
        ("In Washington, Democratic lawmakers spoke of the attack in Libya.", "lawmakers", "USA"),
        ("Democratic lawmakers spoke of the attack in Libya.", "lawmakers", None),
        ("A Conservative senator spoke of the attack in Libya.", "senator", None),
        ("A Socialist senator from Chile spoke of the attack in Libya.", "senator", "CHL"),
        ("A conservative senator spoke of the attack in Libya.", "senator", "LBY"),
    ],
)
def test_whose_party_it_is_is_not_told_by_what_is_near(text: str, word: str, country: str | None) -> None:
    assert party(index(text), word).country == country


def test_a_bodys_branch_is_no_state() -> None:
    ix = index("Villagers fled, according to CNN Philippines. Chile and CNN reported it, Philippines officials said.")
    branch = party(ix, "Philippines")
    assert (branch.country, branch.sector) == ("PHL", "JRN")
    assert party(ix, "CNN", 2).sector == "JRN"
    assert party(ix, "officials").country == "PHL"
