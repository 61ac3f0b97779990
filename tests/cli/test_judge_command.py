"""`dragoman judge`, as a shell would run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.record import Record
from dragoman.record.verifying import verify
from tests.cli.test_commands import dragoman_
from tests.example import BOLIVIA, EVENTS, LARRAIN, QUISPE, example
from tests.stores import Store

TALKS, PLEDGED, MOVED = EVENTS[0], EVENTS[2], EVENTS[6]


@pytest.fixture
def record(store: Store) -> str:
    with Record.open(store.place()) as made:
        made.add(example())
    return store.place()


def says(record: str, *words: str) -> str:
    code, out, err = dragoman_("judge", *words, "--record", record, "--by", "ada")
    assert code == 0, err
    return out


def listed(record: str) -> list[dict[str, object]]:
    code, out, _ = dragoman_("judge", "list", "--record", record, "--format", "json")
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def types(record: str) -> dict[str, str]:
    with Record.open(record, read_only=True) as store:
        assert list(verify(store)) == []
        return dict(store.sql("SELECT id, type FROM events").tuples())


def test_an_event_is_rejected_by_the_beginning_of_its_id_and_taken_back(record: str) -> None:
    assert "1 judgement kept." in says(record, "reject", MOVED.id[:8], "--note", "an exercise")
    assert MOVED.id not in types(record)
    (row,) = listed(record)
    assert (row["author"], row["verdict"], row["label"], row["note"]) == ("ada", "reject", "MOBILIZE", "an exercise")
    assert (row["counts"], row["met"]) == (True, True)
    says(record, "withdraw", str(row["id"])[:6])
    assert MOVED.id in types(record)


def test_an_event_is_changed_and_show_tells_by_whom(record: str) -> None:
    says(record, "change", MOVED.id, "--type", "threaten", "--mode", "none", "--status", "planned")
    assert types(record)[MOVED.id] == "THREATEN"
    _, out, _ = dragoman_("show", MOVED.id, "--record", record)
    assert "planned" in out
    assert "change type THREATEN, mode none, status planned, by ada" in " ".join(out.split())


def test_actors_are_changed_and_made_one(record: str) -> None:
    says(record, "change", LARRAIN.id, "--country", "per", "--sector", "none")
    says(record, "same", QUISPE.id, BOLIVIA.id)
    with Record.open(record, read_only=True) as store:
        assert store.sql("SELECT country, sector FROM actors WHERE id = ?", [LARRAIN.id]).tuples() == [("PER", None)]
        assert store.sql("SELECT count(*) FROM actors WHERE id = ?", [QUISPE.id]).tuples() == [(0,)]


def test_incidents_are_made_one_and_parted(record: str) -> None:
    def together() -> bool:
        code, out, _ = dragoman_("incidents", "-r", record, "--status", "all", "--format", "json")
        assert code == 0
        return any({TALKS.id, PLEDGED.id} <= set(i["events"]) for i in json.loads(out))

    assert not together()
    says(record, "same", TALKS.id, PLEDGED.id)
    assert together()
    says(record, "apart", TALKS.id, PLEDGED.id)
    assert not together()
    _, out, _ = dragoman_("incidents", "-r", record, "--status", "all", "--format", "json")
    first, second = (next(i["id"] for i in json.loads(out) if e.id in i["events"]) for e in (TALKS, PLEDGED))
    says(record, "same", first, second)
    assert together()


def test_judgements_are_taken_to_another_copy(record: str, tmp_path: Path) -> None:
    says(record, "reject", MOVED.id)
    code, out, _ = dragoman_("judge", "list", "--record", record, "--jsonl")
    assert code == 0
    lines = tmp_path / "judgements.jsonl"
    lines.write_text(out + "nonsense\n", "utf-8")
    other = tmp_path / "other.duckdb"
    with Record.open(other) as store:
        store.add(example())
    code, out, err = dragoman_("judge", "take", str(lines), "--record", str(other))
    assert code == 1
    assert "1 new, 0 kept before." in out
    assert f"{lines}:2: no judgement" in err
    assert MOVED.id not in types(str(other))


def test_judged_sentences_are_printed_to_train_on(record: str) -> None:
    says(record, "accept", *(e.id for e in EVENTS))
    code, out, _ = dragoman_("judge", "examples", "--record", record)
    assert code == 0
    assert {"text", "events"} == set(json.loads(out.splitlines()[0]))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("reject", "zz"), "nothing to be judged has the id zz"),
        (("withdraw", "zz"), "no judgement begins zz"),
        (("change", MOVED.id, "--type", "war"), "is no type"),
        (("change", MOVED.id, "--country", "PER"), "one can change type, mode, status"),
        (("reject", BOLIVIA.id), "is not accepted or rejected"),
        (("same", MOVED.id, BOLIVIA.id), "they cannot be one"),
        (("apart", BOLIVIA.id), "set apart in one report"),
    ],
)
def test_what_cannot_be_said_is_told(record: str, words: tuple[str, ...], says: str) -> None:
    code, _, err = dragoman_("judge", *words, "--record", record, "--by", "ada")
    assert code != 0
    assert says in err
    assert listed(record) == []


def test_the_list_fits_a_terminal(record: str) -> None:
    says(record, "change", MOVED.id, "--type", "THREATEN", "--note", "they only said so")
    code, out, _ = dragoman_("judge", "list", "--record", record)
    assert code == 0
    assert "they only said so" in " ".join(out.split()) or "only" in out
    assert max(map(len, out.splitlines())) <= 80
