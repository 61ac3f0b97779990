from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.fetching.inflating import Garbled, TooMuch, inflated

PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": lambda data: zlib.compress(data)[2:-4],  # as some servers take its name
    "br": lambda data: pa.compress(data, "brotli", asbytes=True),
    "zstd": lambda data: pa.compress(data, "zstd", asbytes=True),
    "identity": bytes,
    "": bytes,
}


@given(st.sampled_from(sorted(PACK)), st.binary(max_size=4000), st.integers(1, 700))
def test_whatever_the_pieces_the_body_is_the_same(encoding: str, body: bytes, size: int) -> None:
    packed = PACK[encoding](body * 50)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert inflated(pieces, encoding, limit=1_000_000) == body * 50


@given(st.sampled_from(sorted(PACK)), st.binary(min_size=1, max_size=300))
def test_noise_is_garbled_or_a_body_and_nothing_else(encoding: str, noise: bytes) -> None:
    with suppress(Garbled, TooMuch):
        assert len(inflated([noise], encoding, limit=1000)) <= 1000


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_no_more_comes_out_than_the_limit(encoding: str) -> None:
    packed = PACK[encoding](b"\0" * 1001)
    with pytest.raises(TooMuch):
        inflated([packed], encoding, limit=1000)
    assert inflated([PACK[encoding](b"\0" * 1000)], encoding, limit=1000) == b"\0" * 1000


def test_many_members_cost_time_in_step_with_their_length() -> None:
    assert inflated([gzip.compress(b"") * 400_000], "gzip", limit=20_000_000) == b""
