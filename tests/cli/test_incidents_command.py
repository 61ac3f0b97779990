"""`dragoman incidents` and `dragoman commitments --story`, as a shell would run them, on reports of our own."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dragoman.pipeline import Coder
from dragoman.record import Record
from tests.cli.test_commands import dragoman_
from tests.conftest import make_report
from tests.stores import Store

REPORTS = (
    (date(2021, 3, 2), "Gunmen killed nine soldiers in Niamey, Niger, on Monday. Boko Haram claimed responsibility."),
    (date(2021, 3, 3), "Boko Haram killed 12 soldiers in an attack in Niamey, Niger, on Monday, the army said."),
    (date(2021, 3, 3), "Chile imposed sanctions on Peru on Tuesday."),
    (date(2021, 4, 1), "Japan pledged to give Tonga two desalination plants by June."),
    (date(2021, 5, 20), "Japan handed over two desalination plants to Tonga on Thursday."),
)


@pytest.fixture(scope="module")
def record(shared_store: Store) -> str:
    where, coder = shared_store.place("incidents"), Coder()
    with Record.open(where) as made:
        made.add_many(coder.code(make_report(text, published=day)) for day, text in REPORTS)
    return where


def told(record: str, *words: str) -> list[dict[str, object]]:
    code, out, _ = dragoman_("incidents", "--record", record, "--format", "json", *words)
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_a_happening_of_two_reports_is_listed_once(record: str) -> None:
    (attack,) = told(record, "--type", "assault")
    assert (attack["day"], attack["reports"]) == ("2021-03-01", 2)
    assert attack["figures"] == "9 killed; 12 killed", "conflicting figures stand side by side"
    assert "Boko Haram" in str(attack["actors"])
    assert len(attack["events"]) == 2  # type: ignore[arg-type]


def test_incidents_are_chosen_by_side_day_and_number_of_reports(record: str) -> None:
    assert [i["type"] for i in told(record, "--actor", "CHL", "--recipient", "peru")] == ["SANCTION discontinue"]
    assert {str(i["type"]) for i in told(record, "--since", "2021-03-02", "--until", "2021-03-03")} == {
        "SANCTION discontinue"
    }
    assert [i["reports"] for i in told(record, "--reports", "2")] == [2]
    assert told(record, "--actor", "BRA") == []
    assert dragoman_("incidents", "-r", record, "--status", "perhaps")[0] == 2


def test_incidents_as_a_table(record: str) -> None:
    code, out, err = dragoman_("incidents", "--record", record, "--limit", "1")
    assert code == 0
    assert "ASSAULT" in out
    assert "--limit 2" in err


def test_the_story_of_a_commitment(record: str) -> None:
    code, out, _ = dragoman_("commitments", "--record", record, "--party", "JPN", "--story")
    assert code == 0
    assert "2021-04-01 Japan pledged to Tonga" in out
    assert "[fulfilled]" in out
    assert "2021-05-20" in out
    before = dragoman_("commitments", "-r", record, "--party", "JPN", "--story", "--open", "--on", "2021-04-15")[1]
    assert "[open]" in before
    assert "2021-05-20" not in before, "what was not known yet is not told"
    assert dragoman_("commitments", "-r", record, "--party", "BRA", "--story")[1] == "Nothing was found.\n"
    assert dragoman_("commitments", "-r", record, "--story", "--format", "json")[0] == 2


def test_what_the_coder_makes_is_written_as_the_contract_has_it(record: str) -> None:
    assert dragoman_("verify", "--record", record)[0] == 0


def test_an_incident_is_shown_with_everyone_who_tells_of_it(record: str) -> None:
    attack = next(i for i in told(record) if len(i["events"]) > 1)  # type: ignore[arg-type]
    code, out, _ = dragoman_("show", str(attack["id"])[:9], "--record", record)
    assert code == 0
    assert "2 reports" in out
    assert "Gunmen ‹killed› nine soldiers" in out
    assert "Boko Haram ‹killed› 12 soldiers" in out
    code, out, _ = dragoman_("show", str(attack["id"]), "--record", record, "--json")
    assert code == 0
    assert [e["event"] for e in json.loads(out)["evidence"]] == attack["events"]
