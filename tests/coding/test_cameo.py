"""CAMEO codes of PLOVER types, by table."""

from __future__ import annotations

import pytest

from dragoman.coding.ontology import load
from dragoman.coding.ontology.cameo import cameo

# PLOVER's own table of what became of CAMEO's roots (ontology of the code book); ASSAULT has three.
ROOTS = {
    "AGREE": {"03"}, "CONSULT": {"04"}, "SUPPORT": {"05"}, "COOPERATE": {"06"}, "AID": {"07"}, "CONCEDE": {"08"},
    "RETREAT": {"08"}, "ACCUSE": {"09", "11"}, "REQUEST": {"10"}, "REJECT": {"12"}, "THREATEN": {"13"},
    "PROTEST": {"14"}, "MOBILIZE": {"15"}, "SANCTION": {"16"}, "COERCE": {"17"}, "ASSAULT": {"17", "18", "19", "20"},
}  # fmt: skip


@pytest.mark.parametrize(("type", "mode"), [(t, m) for t, k in load().types.items() for m in (None, *k.modes)])
def test_every_type_and_mode_has_a_code_under_its_root(type: str, mode: str | None) -> None:
    found = cameo(type, mode)
    assert found.root in ROOTS[type]
    assert found.code.startswith(found.base)
    assert found.base.startswith(found.root)


def test_contexts_make_a_code_more_special() -> None:
    assert cameo("COOPERATE", None, ["military"]).code == "062"
    assert cameo("COOPERATE", None, []).code == "060"
    assert cameo("SANCTION", "discontinue", ["diplomatic"]).code == "161"


@pytest.mark.parametrize(("type", "quad"), [("AGREE", 1), ("AID", 2), ("REJECT", 3), ("PROTEST", 4), ("ASSAULT", 4)])
def test_quad_class_follows_the_root(type: str, quad: int) -> None:
    assert cameo(type).quad_class == quad


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(KeyError):
        cameo("COUP")
