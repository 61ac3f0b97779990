"""Assets: all that pages load is here, as its makers publish it, with their licences, and is kept for good."""

from __future__ import annotations

import gzip
import hashlib
import re
from importlib.resources import files

from starlette.testclient import TestClient

from dragoman.server.assets import Assets, manifest
from tests.conftest import ROOT

FOLDER = files("dragoman.server.assets") / "vendor"
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
FREE = {"MIT", "ISC", "0BSD", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0"}


def test_the_manifest_tells_every_file() -> None:
    told = {f"{it['folder']}/{name}": digest for it in manifest() for name, digest in it["files"].items()}
    there = {
        f"{folder.name}/{file.name}": file
        for folder in FOLDER.iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
    }
    assert set(there) == set(told)
    for name, file in there.items():
        assert hashlib.sha256(file.read_bytes()).hexdigest() == told[name], name


def test_each_has_its_licence_and_is_named_in_the_notice() -> None:
    for it in manifest():
        assert it["licence"] in FREE
        assert any(name.startswith("LICENSE") for name in it["files"]), it["name"]
        assert f"{it['name']} {it['version']}" in NOTICE


def test_assets_are_kept_for_good_and_packed(client: TestClient) -> None:
    assets = Assets()
    names = set()
    for asset in assets:
        names.add(asset.name)
        plain = client.get(asset.address, headers={"accept-encoding": "identity"})
        packed = client.get(asset.address, headers={"accept-encoding": "gzip"})
        assert plain.content == packed.content == asset.plain == gzip.decompress(asset.packed)
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert packed.headers["content-type"] == asset.kind
        assert "Accept-Encoding" in packed.headers["vary"]
        assert re.search(r"\.[0-9a-f]{12}\.[a-z]+$", asset.address)
        assert client.get(asset.address.replace(".", ".0", 1)).status_code == 404
    assert {"style.css", "vendor/htmx.org/htmx.min.js", "vendor/world-atlas/countries-110m.json"} <= names


def test_nothing_is_loaded_from_elsewhere() -> None:
    """This project's own files name no address but those of standards."""
    for asset in Assets():
        if not asset.name.startswith("vendor/"):
            found = re.findall(rb"(?:https?:)?//[a-z][a-z0-9.-]*\.[a-z]{2,}", asset.plain)
            assert set(found) <= {b"http://www.w3.org"}, asset.name


def test_the_package_takes_them_along() -> None:
    patterns = (ROOT / "pyproject.toml").read_text("utf-8").partition('"*" = [')[2].partition("]")[0]
    for asset in Assets():
        assert f'"*.{asset.name.rpartition(".")[2]}"' in patterns
    assert '"LICENSE"' in patterns
