"""No figure falls under its floor; skipped where the gold that the floors were measured on is not at hand."""

import json
import os
from pathlib import Path

import pytest
from fake_predictor import FakePredictor
from hypothesis import given
from hypothesis import strategies as st
from made_up import write_gold

from dragoman.errors import GoldError
from dragoman.evaluate import OWN
from dragoman.evaluate.floors import (
    FLOORS,
    Floor,
    broken,
    evaluate_for,
    floor_under,
    main,
    measure_floors,
    read_floors,
    write_floors,
)

GOLD = Path(os.environ.get("DRAGOMAN_GOLD") or Path(__file__).parents[2].parent / "shared" / "gold")


def test_no_figure_falls_under_its_floor():
    floors = read_floors()
    if not floors:
        pytest.skip("no floors have been measured yet")
    # without the gold of others the floors of the project's own sets still hold
    evaluation = evaluate_for(floors, [GOLD, OWN] if GOLD.is_dir() else [OWN])
    if evaluation is None:
        pytest.skip(f"the gold at {GOLD} is not the one that the floors were measured on")
    assert not broken(floors, evaluation)


def test_the_file_of_floors_is_in_shape():
    for floor in read_floors():
        assert 0 <= floor.floor <= 1
        assert len(floor.gold_sha256) == 64
    assert "direction min" in json.loads(FLOORS.read_text())["about"]


@given(st.floats(0, 1), st.booleans())
def test_a_floor_is_always_kept_by_the_figure_it_was_measured_from(value, lower):
    bound = floor_under(value, lower_is_better=lower)
    assert Floor("s", "m", bound, "max" if lower else "min", None, "").holds(value)
    assert abs(bound - value) <= 0.006 + 1e-9
    assert round(bound, 3) == bound


def test_floors_are_rounded_on_the_lenient_side():
    assert floor_under(0.605) == 0.6
    assert floor_under(0.6059) == 0.6
    assert floor_under(0.1, lower_is_better=True) == 0.105
    assert floor_under(0.1001, lower_is_better=True) == 0.106
    assert floor_under(0.001) == 0.0


def test_floors_are_measured_written_and_kept(tmp_path):
    gold, file = tmp_path / "gold", tmp_path / "floors.json"
    write_gold(gold)
    floors = measure_floors(gold, path=file, limits={"times": 3}, predictor=FakePredictor())
    assert read_floors(file) == floors
    assert {f.limit for f in floors if f.set == "times_dev"} == {3}
    assert {f.limit for f in floors if f.set != "times_dev"} == {None}
    assert {f.direction for f in floors if f.set == "events_negative_dev"} == {"max"}
    evaluation = evaluate_for(floors, gold, predictor=FakePredictor())
    assert not broken(floors, evaluation)


def test_a_fallen_figure_is_named(tmp_path):
    write_gold(tmp_path)
    floors = measure_floors(tmp_path, path=None, predictor=FakePredictor())
    high = [Floor(f.set, f.metric, 1.01, "min", f.limit, f.gold_sha256) for f in floors if f.set == "times_dev"]
    gone = Floor(high[0].set, "no such figure", 0.0, "min", None, high[0].gold_sha256)
    evaluation = evaluate_for([*high, gone], tmp_path, predictor=FakePredictor())
    lines = broken([*high, gone], evaluation)
    assert len(lines) == len(high) + 1
    assert "times_dev: no such figure is no longer measured" in lines


def test_floors_of_other_gold_say_nothing(tmp_path):
    write_gold(tmp_path)
    other = [Floor("times_dev", "all: strict F1", 1.01, "min", None, "0" * 64)]
    assert evaluate_for(other, tmp_path, predictor=FakePredictor()) is None


def test_strange_floors_are_told(tmp_path):
    file = tmp_path / "floors.json"
    write_floors([Floor("s", "m", 0.5, "upward", None, "")], file)
    with pytest.raises(GoldError, match="direction"):
        read_floors(file)
    file.write_text("[]")
    with pytest.raises(GoldError, match="no JSON object"):
        read_floors(file)
    write_floors([], file)
    assert read_floors(file) == []


def test_the_command_needs_gold(tmp_path):
    with pytest.raises(GoldError, match="is no folder"):
        main([str(tmp_path / "nowhere"), str(tmp_path / "floors.json")])
