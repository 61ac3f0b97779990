from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import letters

TEXTS = st.one_of(st.text(), st.text(alphabet="aZ9_'’“”–—…•©\u00a0 .,-²é"))


@given(TEXTS)
def test_the_fast_way_gives_what_regular_expressions_give(text: str) -> None:
    assert letters.squeezed(text) == re.sub(r"[\W_]+", "", text)
    assert letters.words(text) == re.findall(r"[^\W_]+", text)
    assert letters.phrase_words(text) == re.findall(r"[^\W\d_]+", re.sub("['’]", "", text))
