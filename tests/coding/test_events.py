"""The event coder on own sentences, through the whole chain of language and resolving."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.coding.events import find_events
from dragoman.coding.events.lexicon import load
from dragoman.coding.events.voices import Voices
from dragoman.coding.ontology import load as load_ontology
from dragoman.coding.statements import find_statements
from dragoman.language import analyse
from dragoman.model import Block, BlockKind, Event, Report, Span, Statement, Status
from dragoman.resolving.actors import resolve_actors
from dragoman.resolving.places import find_places
from dragoman.resolving.times import find_times

DAY = date(2024, 5, 15)  # a Wednesday


def paragraphs(*told: str, title: str | None = None) -> Report:
    """A report of these paragraphs, of `DAY`."""
    parts = [*([title] if title else []), *told]
    text, blocks = "\n\n".join(parts), []
    at = 0
    for n, part in enumerate(parts):
        kind = BlockKind.TITLE if title and n == 0 else BlockKind.PARAGRAPH
        blocks.append(Block(kind, at, at + len(part)))
        at += len(part) + 2
    return Report(id="r", text=text, title=title, blocks=tuple(blocks), published=DAY, language="en")


def code(*told: str, title: str | None = None) -> tuple[Report, list[Event]]:
    report = paragraphs(*told, title=title)
    analysis = analyse(report)
    actors = resolve_actors(analysis, day=DAY)
    events = find_events(
        analysis,
        actors=actors,
        times=find_times(report.text, day=DAY),
        places=find_places(analysis),
        statements=find_statements(analysis, actors=actors).statements,
        day=DAY,
    )
    return report, events


def brief(text: str) -> list[tuple[str, str | None, list[str | None], list[str | None]]]:
    _, events = code(text)
    return [(e.type, e.mode, [p.country for p in e.actors], [p.country for p in e.recipients]) for e in events]


@pytest.mark.parametrize(
    ("text", "kind", "mode", "actors", "recipients"),
    [
        ("Chile signed a treaty with Peru on Monday.", "SUPPORT", None, {"CHL", "PER"}, set()),
        ("Chile and Peru held talks on fishing rights.", "CONSULT", None, {"CHL", "PER"}, set()),
        ("Chilean jets bombed a Peruvian base.", "ASSAULT", "aerial", {"CHL"}, {"PER"}),
        ("A Peruvian base was shelled by Chilean troops.", "ASSAULT", "heavy-weapons", {"CHL"}, {"PER"}),
        ("Chile expelled two Peruvian diplomats.", "SANCTION", "expel", {"CHL"}, {"PER"}),
        ("Chile imposed sanctions on Peru.", "SANCTION", "discontinue", {"CHL"}, {"PER"}),
        ("Chile urged Peru to release the prisoners.", "REQUEST", "yield", {"CHL"}, {"PER"}),
        ("Chile called on Peru to hold elections.", "REQUEST", "change", {"CHL"}, {"PER"}),
        ("Chile accused Peru of arming rebels.", "ACCUSE", "allege", {"CHL"}, {"PER"}),
        ("Chile condemned Peru's attack.", "ACCUSE", "disapprove", {"CHL"}, {"PER"}),
        ("Chile rejected a Peruvian offer of talks.", "REJECT", "meet", {"CHL"}, {"PER"}),
        ("Chile refused to meet Peru's president.", "REJECT", "meet", {"CHL"}, {"PER"}),
        ("Chile threatened to attack Peru.", "THREATEN", "violence", {"CHL"}, {"PER"}),
        ("Chile agreed to send aid to Peru.", "AGREE", None, {"CHL"}, {"PER"}),
        ("Chile gave Peru 10 million dollars of aid.", "AID", None, {"CHL"}, {"PER"}),
        ("Chile lifted sanctions against Peru.", "CONCEDE", None, {"CHL"}, {"PER"}),
        ("Chile withdrew its troops from Peru.", "RETREAT", "withdraw", {"CHL"}, set()),
        ("Chile deployed troops near the border.", "MOBILIZE", "troops", {"CHL"}, set()),
        ("Chilean police arrested a Peruvian journalist.", "COERCE", "arrest", {"CHL"}, {"PER"}),
        ("Chilean students demonstrated against the Chilean government.", "PROTEST", "demo", {"CHL"}, {"CHL"}),
        ("Chile extradited a suspect to Peru.", "COOPERATE", None, {"CHL"}, {"PER"}),
    ],
)
def test_one_act_of_every_kind(text: str, kind: str, mode: str | None, actors: set[str], recipients: set[str]) -> None:
    found = [b for b in brief(text) if b[0] == kind]
    assert found, brief(text)
    _, got, a, r = found[0]
    assert (got, set(a), set(r)) == (mode, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "{a} accused {b} of shelling a village.",
        "{b} was bombed by {a} on Monday.",
        "{a} urged {b} to lift the curfew.",
        "{a}, which threatened {b}, kept silent.",
        "{b} received an ultimatum, and {a} expelled the ambassador of {b}.",
    ],
)
def test_swapping_the_names_swaps_the_sides(text: str) -> None:
    one = brief(text.format(a="Chile", b="Peru"))
    two = brief(text.format(a="Peru", b="Chile"))
    turn = {"CHL": "PER", "PER": "CHL", None: None}
    assert one
    assert [(k, m, [turn[x] for x in a], [turn[x] for x in r]) for k, m, a, r in one] == two


@pytest.mark.parametrize(
    "text",
    [
        "Chile beat Peru 3-1 in the quarterfinals of the tournament.",
        "The president died of a heart attack on Monday.",
        "The company agreed to buy a rival for $3 billion, and its shares rose.",
        "The minister said the weather in Lima was fine.",
        "A spokeswoman for the ministry declined to comment.",
        "The earthquake killed 40 people in Peru.",
        "Peru's economy battled high inflation.",
        "Peru's president expressed condolences to Chile.",
    ],
)
def test_what_is_no_act(text: str) -> None:
    assert brief(text) == []


def test_should_said_of_another_party_is_a_request() -> None:
    _, events = code("Chilean Foreign Minister Ana Soto said on Tuesday that Peru should release the hostages.")
    (event,) = events
    assert (event.type, event.mode, event.status, event.statement) == ("REQUEST", "yield", Status.OCCURRED, None)
    assert [p.country for p in event.actors] == ["CHL"]
    assert [p.country for p in event.recipients] == ["PER"]
    assert event.date == (date(2024, 5, 14), date(2024, 5, 14))


def test_future_acts_change_their_type() -> None:
    assert [b[0] for b in brief("Chile will send aid to Peru, it said.")] == ["AGREE"]
    assert [b[0] for b in brief("Chile will withdraw its troops from Peru.")] == ["CONCEDE"]
    assert [b[0] for b in brief("Chile will impose sanctions on Peru.")] == ["THREATEN"]


def test_unless_makes_a_threat() -> None:
    assert [b[:2] for b in brief("Chile will suspend aid to Peru unless the prisoners are freed.")] == [
        ("THREATEN", "restrict")
    ]


def test_a_meeting_in_one_sides_country_is_a_visit() -> None:
    _, events = code("Chile's defence minister held talks with Peruvian officials in Lima on Monday.")
    (event,) = events
    assert (event.type, event.mode, event.score) == ("CONSULT", "visit", 4)
    assert [p.country for p in event.actors] == ["CHL"]
    assert [p.country for p in event.recipients] == ["PER"]
    assert event.place is not None
    assert event.place.country == "PER"


def test_rests_on_a_statement_if_somebody_else_says_so() -> None:
    _, events = code("Peru said that Chilean troops had attacked a village on Sunday.")
    attack = next(e for e in events if e.type == "ASSAULT")
    assert attack.statement is not None
    assert attack.date == (date(2024, 5, 12), date(2024, 5, 12))


def test_background_is_historical() -> None:
    _, events = code("Chile invaded Peru in 1990.")
    assert [(e.type, e.status) for e in events] == [("ASSAULT", Status.HISTORICAL)]


def test_an_act_told_again_is_one_event_and_the_title_repeats_nothing() -> None:
    report, events = code(
        "Chilean troops attacked a Peruvian base on Monday.",
        "The attack, by Chile, drew wide notice.",
        title="Chile attacks Peruvian base",
    )
    assert [e.type for e in events] == ["ASSAULT"]
    assert events[0].trigger.start > report.blocks[0].end


def test_every_event_is_within_the_ontology_and_the_text() -> None:
    report, events = code(
        "Chile and Peru agreed to resume talks, but Peru warned that it would close its border if Chile moved tanks.",
        "Police in Lima used tear gas against protesters, and Chile's parliament ratified the fishing treaty.",
    )
    plover = load_ontology()
    assert events
    for e in events:
        assert plover.has_mode(e.type, e.mode)
        assert e.score == plover.score(e.type, e.mode)
        assert 0 <= e.trigger.start < e.trigger.end <= len(report.text)
        assert e.confidence is not None
        assert 0.2 <= e.confidence <= 0.95
        assert set(e.contexts) <= set(plover.contexts)
    assert len({e.id for e in events}) == len(events)


@pytest.mark.parametrize(
    "text",
    [
        "A truck bomb was rammed into a police base in Kandahar, Afghanistan, on Monday. Ten died in the attack, "
        "reportedly carried out by the Taliban.",
        "A bomb killed 20 soldiers in Kandahar, Afghanistan, on Monday. The Taliban claimed responsibility.",
        "Gunmen killed 12 soldiers in Kandahar, Afghanistan, on Monday. The Taliban claimed the attack.",
        "A blast killed two soldiers in Kandahar, Afghanistan. The bombing was blamed on the Taliban.",
    ],
)
def test_an_attack_takes_its_authors_from_who_is_said_to_have_done_it(text: str) -> None:
    _, events = code(text)
    (attack,) = (e for e in events if e.type == "ASSAULT")
    assert [p.name for p in attack.actors] == ["Taliban"]
    assert attack.place is not None
    assert attack.place.name.startswith("Kandah")


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed 20 soldiers in Kandahar, Afghanistan, on Monday. No group claimed responsibility.",
        "A bomb killed 20 soldiers in Kandahar, Afghanistan, on Monday. The Taliban have not claimed responsibility.",
        "A bomb killed 20 soldiers in Kandahar, Afghanistan, on Monday. The Taliban claimed a victory.",
        "Pakistan shelled a base in Kandahar, Afghanistan, on Monday. The Taliban claimed responsibility for a strike.",
    ],
)
def test_nobody_is_blamed_who_did_not_claim_it(text: str) -> None:
    _, events = code(text)
    assert all("Taliban" not in [p.name for p in e.actors] for e in events if e.type == "ASSAULT")


def test_what_befalls_a_state_is_not_its_doing_and_a_thought_strikes_nobody() -> None:
    assert brief("Syria's civil war bolstered the Islamic State in Iraq.") == []
    _, events = code("\"We were struck by the recent call from Peru's parliament to talk,\" Chile's president said.")
    assert all(e.type != "ASSAULT" for e in events)


def test_a_state_before_an_attack_was_attacked_unless_another_is_named() -> None:
    _, events = code("Chile condemned the Peru invasion on Monday.")
    assert all("PER" not in [p.country for p in e.actors] for e in events if e.type == "ASSAULT")
    _, events = code("The Peru attack on Chile killed 20 soldiers on Monday.")
    (attack,) = (e for e in events if e.type == "ASSAULT")
    assert [p.country for p in attack.actors] == ["PER"]


def recipients(text: str, type: str) -> list[str | None]:
    _, events = code(text)
    return [p.country for e in events if e.type == type for p in e.recipients]


def test_who_blames_or_praises_a_deed_means_its_doer() -> None:
    told = "Chilean jets bombed a base in Peru on Monday. "
    assert recipients(told + "Brazil condemned the strike.", "ACCUSE") == ["CHL"]
    assert recipients(told + "Bolivia welcomed the attack.", "SUPPORT") == ["CHL"]
    assert recipients("Chile imposed sanctions on Peru on Monday. Brazil slammed the move.", "ACCUSE") == ["CHL"]
    assert recipients(told + "Chile's defence ministry justified the strike.", "SUPPORT") == []
    called = "Chile's president called for talks on Monday. The call was seconded by Brazil's president."
    assert recipients(called, "SUPPORT") == ["CHL"]


def test_nobody_is_meant_where_another_deed_is_named() -> None:
    told = "Chilean jets bombed a base in Peru on Monday. "
    assert "CHL" not in recipients(told + "Brazil condemned the Bolivian strike.", "ACCUSE")
    assert "CHL" not in recipients(told + "Brazil condemned a strike.", "ACCUSE")
    assert "CHL" not in recipients(told + "Brazil condemned the sanctions.", "ACCUSE")


def test_what_is_done_further_is_done_by_the_same() -> None:
    _, events = code("Chile imposed sanctions on Peru in March. Peru was further sanctioned in April.")
    assert all(p.country == "CHL" for e in events if e.type == "SANCTION" for p in e.actors)


def test_a_bombing_named_after_a_capital_hit_its_people() -> None:
    _, events = code("A Kabul car bombing killed five people and wounded 110 on Monday.")
    assert [(p.country, p.sector) for e in events for p in e.recipients] == [("AFG", "CVL")]


def test_the_narrowest_place_is_where_it_happened() -> None:
    _, events = code("Rebels attacked a base in Sidon in the south of Lebanon on Monday.")
    assert [e.place.name for e in events if e.place] == ["Sidon"]


def test_the_tables_name_only_what_the_ontology_has() -> None:
    plover, lexicon = load_ontology(), load()
    rows = [row for rows in lexicon.triggers.values() for row in rows]
    assert len({r.word for r in rows}) > 400
    assert {r.type for r in rows} - {"NONE"} == set(plover.types) - {"REQUEST"}  # which takes an operator
    for row in rows:
        assert row.type == "NONE" or plover.has_mode(row.type, row.mode), row
        assert all(v[1:] in lexicon.classes for _, values in row.needs for v in values if v.startswith("@")), row
    for made, mode in lexicon.compositions.values():
        assert made is None or made in plover.types
        assert made is None or mode in (None, "=", "=own") or plover.has_mode(made, mode)
    assert {name for name, _ in lexicon.contexts} <= set(plover.contexts)
    assert {mode for mode, _ in lexicon.instruments} <= set(plover.types["ASSAULT"].modes)
    assert set(lexicon.threats.values()) <= set(plover.types["THREATEN"].modes)


def test_a_speaker_inside_his_own_words_names_nobody() -> None:
    analysis = analyse(paragraphs("I said that I attacked Peru."))
    first, second = (t for t in analysis.tokens if t.lower == "i")
    everything = Span(0, len(analysis.report.text))
    own = Statement(id="s", content=(everything,), speaker=first.span, cue=analysis.tokens[1].span)
    voices = Voices(analysis, statements=[own], actors=resolve_actors(analysis, day=DAY))
    assert voices.parties(first) == voices.parties(second) == voices.speaker(own) == ()


def test_others_may_tell_what_a_government_is_going_to_do() -> None:
    assert brief("Chile's president will visit Peru in May, diplomats in Lima said.")[0][:3] == ("AGREE", None, ["CHL"])
    assert brief("Analysts predicted that Chile's president will visit Peru in May.") == []


def test_one_act_told_three_times_is_one_event_with_its_mentions() -> None:
    report, events = code(
        "Chile expelled Peru's ambassador on Monday.",
        "The expulsion of the ambassador came after a quarrel over fishing.",
        "Peru said that the expulsion would not go unanswered.",
    )
    expelled = [e for e in events if e.type == "SANCTION"]
    assert len(expelled) == 1
    assert report.slice(expelled[0].trigger).startswith("expelled")
    assert [report.slice(m) for m in expelled[0].mentions] == ["expulsion", "expulsion"]


def test_an_act_on_somebodys_word_carries_the_statement() -> None:
    _, events = code(
        "Peru's army said that Chilean planes had bombed a village.", "Chile's navy shelled a Peruvian port."
    )
    claimed = {e.mode: e.statement is not None for e in events if e.type == "ASSAULT"}
    assert claimed == {"aerial": True, "heavy-weapons": False}


def test_what_is_reported_to_have_been_done_was_done_on_somebodys_word() -> None:
    _, events = code("A mine was reported to have killed six Peruvian soldiers near Tacna.")
    (event,) = events
    assert (event.type, event.status) == ("ASSAULT", Status.OCCURRED)
    assert event.statement is not None
    _, thought = code("The rebels are believed to be planning to kill six Peruvian soldiers.")
    assert all(e.status is not Status.OCCURRED for e in thought if e.type == "ASSAULT")


def test_who_orders_an_attack_makes_it() -> None:
    _, events = code("President Ruiz of Chile ordered strikes on two Peruvian air bases on Monday.")
    (event,) = events
    assert (event.type, event.status) == ("ASSAULT", Status.OCCURRED)
    assert [p.country for p in event.actors] == ["CHL"]
    assert [p.country for p in event.recipients] == ["PER"]


def test_the_move_is_nobodys_where_it_could_be_two_deeds() -> None:
    told = "Chile expelled two Peruvian diplomats on Monday."
    _, events = code(told, "Argentina condemned the move.")
    assert [p.country for p in events[-1].recipients] == ["CHL"]
    _, events = code(told, "Peru offered Bolivia a deal of its own.", "Argentina condemned the move.")
    assert events[-1].type == "ACCUSE"
    assert events[-1].recipients == ()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("North Korea conducted its fourth nuclear test.", [("MOBILIZE", "weapons", "PRK", None)]),
        ("Doctors conducted a blood test on the Chilean president.", []),
        ("Chilean police stepped up patrols around the capital.", [("MOBILIZE", "police", "CHL", None)]),
        ("A delegation from Bolivia arrived in Chile.", [("CONSULT", "visit", "BOL", "CHL")]),
        ("A delegation from Chile arrived in Bolivia.", [("CONSULT", "visit", "CHL", "BOL")]),
        ("Refugees from Bolivia arrived in Chile.", []),
        ("Bolivian troops arrived in Chile.", []),
        ("The Peruvian president arrived in Lima late at night.", []),
        ("An earthquake that struck southern Chile killed six people.", []),
        ("Chilean jets struck southern Peru and killed six people.", [("ASSAULT", "aerial", "CHL", "PER")]),
    ],
)
def test_tests_patrols_and_arrivals(sentence: str, found: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert [
        (kind, mode, *actors, *(recipients or [None])) for kind, mode, actors, recipients in brief(sentence)
    ] == found
