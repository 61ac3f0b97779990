"""What the cue lexicon and its finders make of each kind of cue; sentences invented."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest

from dragoman.coding.statements import find_statements
from dragoman.coding.statements.lexicon import adjectives, nouns, verbs
from dragoman.language import Analysis
from dragoman.model import Stance, Statement
from tests.coding.test_statements import Nobody

Parse = Callable[..., Analysis]


def found(a: Analysis) -> list[Statement]:
    return find_statements(a, actors=Nobody()).statements


def held(a: Analysis) -> list[Statement]:
    return find_statements(a, actors=Nobody()).attitudes


def told(a: Analysis, s: Statement) -> tuple[str | None, str, list[str]]:
    return (a.text(s.speaker) if s.speaker else None, s.stance.value, [a.text(c) for c in s.content])


@pytest.mark.parametrize(("table", "letters"), [("verbs", "cqnaiotspx-"), ("nouns", "ci-"), ("adjectives", "ci-")])
def test_the_tables_follow_their_heads(table: str, letters: str) -> None:
    lines = (files("dragoman.coding.statements") / "data" / f"{table}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 4 for row in rows)
    keys = [row[0] for row in rows]
    assert keys == sorted(set(keys)), "sorted, each once"
    for lemma, frames, preps, stance in rows:
        assert set(frames) <= set(letters), lemma
        assert len(set(frames)) == len(frames), lemma
        assert frames != "-" or preps != "-", f"{lemma} can carry nothing"
        assert stance in {s.value for s in Stance}, lemma


def test_every_stance_has_cues() -> None:
    rows = [*verbs().values(), *nouns().values(), *adjectives().values()]
    assert {c.stance for c in rows} == set(Stance)


@pytest.mark.parametrize(
    ("text", "speaker", "stance", "content"),
    [
        ("Kovalik denied that the port was closed.", "Kovalik", "denies", "the port was closed"),
        ("Kovalik alleged that the vote was stolen.", "Kovalik", "claims", "the vote was stolen"),
        ("Kovalik conceded that the plan had failed.", "Kovalik", "admits", "the plan had failed"),
        ("Kovalik warned that the dam could burst.", "Kovalik", "warns", "the dam could burst"),
        ("Kovalik pledged to reopen the border.", "Kovalik", "promises", "reopen the border"),
        ("Kovalik threatened to close the strait.", "Kovalik", "threatens", "close the strait"),
        ("Kovalik demanded an apology.", "Kovalik", "asks", "an apology"),
        ("Kovalik condemned the raid on the village.", "Kovalik", "blames", "the raid on the village"),
        ("Kovalik welcomed the ceasefire.", "Kovalik", "praises", "the ceasefire"),
        ("Kovalik hinted that the talks might resume.", "Kovalik", "hints", "the talks might resume"),
        ("Kovalik declined to comment.", "Kovalik", "refuses", "comment"),
        ("Kovalik agreed to release the prisoners.", "Kovalik", "promises", "release the prisoners"),
        ("Kovalik called the vote a sham.", "Kovalik", "asserts", "the vote a sham"),
        ("Kovalik ruled out sending troops.", "Kovalik", "denies", "sending troops"),
        ("Kovalik did not rule out a new offensive.", "Kovalik", "hints", "a new offensive"),
        ("Kovalik would not say whether the army had left.", "Kovalik", "refuses", "whether the army had left"),
        ("Kovalik repeated her threat to close the strait.", "her", "threatens", "close the strait"),
        ("Peru issued a warning that the bridge was mined.", "Peru", "warns", "the bridge was mined"),
        ("Peru renewed its calls for a ceasefire.", "its", "asks", "a ceasefire"),
        ("Talks began amid reports that the governor had fled.", None, "asserts", "the governor had fled"),
        ("The army is said to have fled.", None, "asserts", "The army to have fled"),
        ("As Kovalik said, the talks were over.", "Kovalik", "asserts", "the talks were over"),
        (
            "In a letter, Kovalik blasted a deal that Peru had signed.",
            "Kovalik",
            "blames",
            "a deal that Peru had signed",
        ),
        ("The deal, denounced by Kovalik, was signed.", "Kovalik", "blames", "The deal"),
        ("Residents were told to evacuate the valley.", None, "asks", "evacuate the valley"),
        ("Kovalik called on the parliament to convene.", "Kovalik", "asks", "convene"),
        ("Kovalik has not endorsed the treaty.", "Kovalik", "refuses", "the treaty"),
        ("Kovalik did not agree with the verdict.", "Kovalik", "denies", "the verdict"),
        ("Kovalik had to explain that the road was closed.", "Kovalik", "asserts", "the road was closed"),
        ("Kovalik did not hesitate to say that the road was closed.", "Kovalik", "asserts", "the road was closed"),
        ("Kovalik won the endorsement of the miners.", "the miners", "praises", "Kovalik"),
        ("The minister drew criticism from both parties.", "both parties", "blames", "The minister"),
        ("Kovalik faced questions about the sale of the port.", None, "asks", "the sale of the port"),
        ("Anna Kovalik attacked her rivals.", "Anna Kovalik", "blames", "her rivals"),
        ("Kovalik defended her attacks on the proposal.", "her", "blames", "the proposal"),
        ("Kovalik extolled the treaty.", "Kovalik", "praises", "the treaty"),
    ],
)
def test_cues_and_stances(parse: Parse, text: str, speaker: str | None, stance: str, content: str) -> None:
    a = parse(text)
    rows = [(who, how, " ".join(what)) for who, how, what in (told(a, s) for s in found(a))]
    assert (speaker, stance, content) in rows


@pytest.mark.parametrize(
    ("text", "holder", "stance", "content"),
    [
        ("Kovalik believes that the war will end.", "Kovalik", "thinks", "the war will end"),
        ("Kovalik does not believe that the war will end.", "Kovalik", "doubts", "the war will end"),
        ("Kovalik wants to reopen the border.", "Kovalik", "wants", "reopen the border"),
        ("Kovalik does not want to reopen the border.", "Kovalik", "opposes", "reopen the border"),
        ("Kovalik fears that the truce will not hold.", "Kovalik", "fears", "the truce will not hold"),
        ("Kovalik supports the peace plan.", "Kovalik", "supports", "the peace plan"),
        ("Kovalik opposes the peace plan.", "Kovalik", "opposes", "the peace plan"),
        ("Kovalik is confident that the truce will hold.", "Kovalik", "thinks", "the truce will hold"),
        ("Kovalik sees the pipeline as a threat.", "Kovalik", "thinks", "the pipeline as a threat"),
        ("The general is widely expected to resign.", None, "thinks", "The general to resign"),
        ("Farmers are angry over the tax.", "Farmers", "opposes", "the tax"),
        ("Kovalik is ready to reopen the border.", "Kovalik", "wants", "reopen the border"),
    ],
)
def test_attitudes_stand_apart(parse: Parse, text: str, holder: str | None, stance: str, content: str) -> None:
    a = parse(text)
    assert found(a) == []
    rows = [(who, how, " ".join(what)) for who, how, what in (told(a, s) for s in held(a))]
    assert (holder, stance, content) in rows


@pytest.mark.parametrize(
    "text",
    [
        "The figures show no sign of a recovery.",
        "A man called Ahmed opened the door.",
        "The guard kept him from declaring an emergency.",
        "The militia, calling itself the Dawn, took the airport.",
        "The decision reveals a double standard.",
        "Kovalik might say that the road is open.",
        "Kovalik convinced himself that the road was open.",
        "I believe that the road is open.",
        "You believe that the road is open.",
        "The country is governed according to the prevailing mood of the capital.",
        "The school began airing films in June.",
        "The storm raised concerns about the harvest at the market.",
        "Rebels attacked the town of Dara at dawn.",
        "The army resumed its attacks on Dara.",
        "The port drew ships from both coasts.",
        "Kovalik might have to explain that the road was closed.",
    ],
)
def test_what_nobody_says_or_holds(parse: Parse, text: str) -> None:
    a = parse(text)
    assert [told(a, s) for s in found(a)] == []
    assert [told(a, s) for s in held(a) if s.speaker] == []


def test_an_attitude_that_is_quoted_was_said(parse: Parse) -> None:
    a = parse('Kovalik opposed the plan: "The suggestion that we should leave our islands is an insult to the dead."')
    assert [(who, how) for who, how, what in (told(a, s) for s in found(a)) if what[0].startswith("The sugg")] == [
        ("Kovalik", "denies")
    ]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Kovalik said the road was open, adding that the bridge was not.",
            ["the road was open", "the bridge was not"],
        ),
        (
            "Kovalik said the road was open, and officials said the bridge was not.",
            ["the road was open", "the bridge was not"],
        ),
        (
            "Kovalik said the budget is balanced and questioned how the loan would help.",
            ["the budget is balanced", "how the loan would help"],
        ),
        ("The army left; fifty people were killed, officials said.", ["fifty people were killed"]),
        (
            "The rail would be examined, Kovalik said, to find out why it broke.",
            ["The rail would be examined / to find out why it broke"],
        ),
        (
            "There is a risk, officials said, that the dam will burst.",
            ["There is a risk / the dam will burst"],
        ),
        (
            "Kovalik said Peru, which borders five states, should open its roads.",
            ["Peru / should open its roads"],
        ),
        ("Kovalik said in a statement that the port had been closed.", ["the port had been closed"]),
        ("The mayor advised residents to leave in her message on Friday.", ["leave"]),
        (
            "Kovalik said the port needs new cranes, but that he would not pay for them.",
            ["the port needs new cranes, but that he would not pay for them"],
        ),
        (
            "Kovalik concluded that rain is good, but sometimes the sun helps.",
            ["rain is good, but sometimes the sun helps"],
        ),
        (
            "Kovalik told Okafor that “we keep our word” and that he had seen the letters.",
            ["“we keep our word” and that he had seen the letters"],
        ),
        (
            "Kovalik said the boats seized by the navy were in most cases too old to sail.",
            ["the boats seized by the navy were in most cases too old to sail"],
        ),
        (
            "Kovalik has denounced Harbour House and Mr. Okafor has mocked farmers.",
            ["Harbour House", "farmers"],
        ),
        (
            "Kovalik has proposed building a wall on the river and signaled interest in a ferry.",
            ["building a wall on the river", "interest in a ferry"],
        ),
        (
            "Kovalik says the main aim of the law is to save water, but conceded that the fines were too high.",
            ["the main aim of the law is to save water", "the fines were too high"],
        ),
        (
            "Kovalik said that there was “no road left to the sea,” adding that it would be long.",
            ["there was “no road left to the sea,”", "it would be long"],
        ),
        ("Radio Lima reported that she was paid for a book.", ["she was paid for a book"]),
    ],
)
def test_where_the_words_end(parse: Parse, text: str, contents: list[str]) -> None:
    a = parse(text)
    assert [" / ".join(what) for _, _, what in (told(a, s) for s in found(a))] == contents


def test_two_cues_that_were_run_together_keep_their_speakers(parse: Parse) -> None:
    a = parse("Kovalik has denounced Harbour House and Mr. Okafor has mocked farmers.")
    assert [who for who, _, _ in (told(a, s) for s in found(a))] == ["Kovalik", "Okafor"]
    a = parse("Kovalik says the main aim of the law is to save water, but conceded that the fines were too high.")
    assert [who for who, _, _ in (told(a, s) for s in found(a))] == ["Kovalik", "Kovalik"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Iran accused of hacking banks.", "Iran / of hacking banks"),
        ("The army was ordered to leave by Friday.", "leave by Friday"),
        ("Staff told to leave embassy.", "leave embassy"),
    ],
)
def test_whom_a_passive_names_is_not_its_speaker(parse: Parse, text: str, content: str) -> None:
    a = parse(text)
    assert [(who, " / ".join(what)) for who, _, what in (told(a, s) for s in found(a))] == [(None, content)]


def test_that_nothing_was_reported_is_no_statement(parse: Parse) -> None:
    assert found(parse("No evidence of sabotage has been reported.")) == []
    assert len(found(parse("No injuries were reported by police."))) == 1


def test_a_particle_makes_another_verb(parse: Parse) -> None:
    assert found(parse("Kovalik called off a secret meeting with rebel leaders.")) == []


@pytest.mark.parametrize("text", ["What does the minister tell us?", "Is the minister planning to resign?"])
def test_a_question_of_the_reporters_is_nobodys_statement(parse: Parse, text: str) -> None:
    a = parse(text)
    assert find_statements(a, actors=Nobody()) == ([], [])


def test_to_vote_against_is_to_oppose(parse: Parse) -> None:
    a = parse("Kovalik voted against the war.")
    assert [told(a, s) for s in held(a)] == [("Kovalik", "opposes", ["the war"])]


def test_doubled_apostrophes_are_marks(parse: Parse) -> None:
    a = parse("''Rain, sadly,'' Kovalik said, ''is rare in our valley.''")
    assert [told(a, s) for s in found(a)] == [("Kovalik", "asserts", ["Rain, sadly", "is rare in our valley."])]


def test_the_name_nearest_to_the_cue_speaks(parse: Parse) -> None:
    a = parse("The judge in the case, Bernard Okafor, said the trial would go on.")
    assert [told(a, s)[0] for s in found(a)] == ["Bernard Okafor"]
    a = parse("Russia's Defence Ministry said the trial would go on.")
    assert [told(a, s)[0] for s in found(a)] == ["Russia's Defence Ministry"]


@pytest.mark.parametrize(
    ("text", "speaker", "stance", "content"),
    [
        ("Asked if he had ever been bullied, the senator shrugged.", None, "asks", "if he had ever been bullied"),
        ("Kovalik was asked about the strikes on the port.", None, "asks", "the strikes on the port"),
        ("Kovalik was widely criticized for the raid.", None, "blames", "Kovalik for the raid"),
        ("Kovalik reportedly said that the port was shut.", "Kovalik", "asserts", "the port was shut"),
        ("The general reportedly fled to Peru on Monday.", None, "claims", "The general fled to Peru on Monday"),
        (
            "The memo, which reportedly cost two spies their lives, was burnt.",
            None,
            "claims",
            "The memo cost two spies their lives",
        ),
        (
            "In a national poll, Kovalik led Holm by ten points.",
            "a national poll",
            "asserts",
            "Kovalik led Holm by ten points",
        ),
        (
            "Footage from the square showed soldiers firing at the crowd.",
            "Footage from the square",
            "asserts",
            "soldiers firing at the crowd",
        ),
        ("Peru refused to close the strait.", "Peru", "refuses", "close the strait"),
        ("Kovalik refused to say whether the army had left.", "Kovalik", "refuses", "whether the army had left"),
        ("Kovalik made it clear that the war was not over.", "Kovalik", "asserts", "the war was not over"),
        ("Kovalik is calling for Berg to be banned.", "Kovalik", "asks", "Berg to be banned"),
        ("Berg called upon the mayor to restart the patrols.", "Berg", "asks", "restart the patrols"),
        ("She reminded Berg of the actions of his father.", "She", "asserts", "the actions of his father"),
        ("Kovalik attacked the minister for his vote.", "Kovalik", "blames", "the minister for his vote"),
        ("Kovalik took the rare step of criticizing the court.", "Kovalik", "blames", "the court"),
        ("In addition to blaming the army, Kovalik said the road was shut.", "Kovalik", "blames", "the army"),
        ("Kovalik distanced himself from the raid.", "Kovalik", "denies", "the raid"),
        (
            "Kovalik, who backed the tax but who suggested that it should end, left.",
            "Kovalik",
            "claims",
            "it should end",
        ),
        ("The senator retweeted the claim.", "The senator", "asserts", "the claim"),
    ],
)
def test_words_told_in_passing(parse: Parse, text: str, speaker: str | None, stance: str, content: str) -> None:
    a = parse(text)
    rows = [(who, how, " ".join(what)) for who, how, what in (told(a, s) for s in found(a))]
    assert (speaker, stance, content) in rows


@pytest.mark.parametrize(
    ("text", "holder", "stance", "content"),
    [
        ("The court voted 5 to 4 to stall the plan.", "The court", "supports", "stall the plan"),
        ("The shift was seen by some as a demotion for Berg.", "some", "thinks", "The shift as a demotion for Berg"),
        ("A move seen as a threat to Peru followed.", None, "thinks", "A move as a threat to Peru"),
        ("Kovalik spoke in favor of the treaty.", "Kovalik", "supports", "the treaty"),
    ],
)
def test_views_told_in_passing(parse: Parse, text: str, holder: str | None, stance: str, content: str) -> None:
    a = parse(text)
    assert (holder, stance, content) in [(w, h, " ".join(c)) for w, h, c in (told(a, s) for s in held(a))]


@pytest.mark.parametrize(
    "text",
    [
        "Calls for change grew after the election.",
        "The senate debates competing proposals to tackle the issue.",
        'The invocation of "national security" does not settle it.',
        "The rebels attacked the minister.",
        "The party won forty seats in the polls.",
        "The strikes made it clear that the war was not over.",
        "Kovalik can only be seen as a threat.",
        "The old castle had a former navy judge advocate for its owner.",
        "Toledo has a pact that took two years to write.",
        "Holm was left off the list in favor of Berg.",
    ],
)
def test_nobodys_words(parse: Parse, text: str) -> None:
    a = parse(text)
    assert [told(a, s) for s in found(a) if s.stance is not Stance.ASSERTS or s.speaker is None] == []
    assert not [s for s in found(a) if s.cue and a.text(s.cue) in ("write", "made", "won", "advocate")]
    assert held(a) == []


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        (
            "The oil was seen on satellite images from the Space Agency, which cautioned that it might be older.",
            "cautioned",
            "Space Agency",
        ),
        (
            "In an essay printed by The Herald, The Northern Star and The Post, former envoy Lanny Holm asked "
            "why the bank had closed.",
            "asked",
            "Lanny Holm",
        ),
        (
            "In an article printed by The Times, The Guardian and Le Monde, minister Ana Holm wrote that the ceasefire "
            "would hold.",
            "wrote",
            "Ana Holm",
        ),
    ],
)
def test_the_speaker_where_the_parser_hangs_a_clause_or_list_wrongly(
    parse: Parse, text: str, cue: str, speaker: str
) -> None:
    a = parse(text)
    assert [told(a, s)[0] for s in found(a) if s.cue and a.text(s.cue) == cue] == [speaker]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Kovalik praised the accord, a pact that took years.", ["the accord"]),
        ("Kovalik praised the accord, which Peru had signed.", ["the accord"]),
        ("Kovalik demanded a tax cut, a war with Peru, a new road.", ["a tax cut, a war with Peru, a new road"]),
        (
            "Kirby Holm, director of the film “The Silent War,” said the meetings have given people a chance to speak.",
            ["the meetings have given people a chance to speak"],
        ),
        (
            "“That could be grounds for appeal,” said Thomas Holm, dean of a law school, and a former Army judge "
            "advocate general.",
            ["That could be grounds for appeal"],
        ),
        (
            "The mayor said she wanted a surge in victim reporting on theft “that might finally show us where the "
            "gangs are.”",
            ["she wanted a surge in victim reporting on theft “that might finally show us where the gangs are.”"],
        ),
    ],
)
def test_what_the_reporter_adds_is_not_said(parse: Parse, text: str, contents: list[str]) -> None:
    a = parse(text)
    assert [" ".join(told(a, s)[2]) for s in found(a)] == contents
