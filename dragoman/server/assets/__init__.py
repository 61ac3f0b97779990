"""Assets: what pages load, all from here, each with its content's hash in its address: browsers keep it for good.

`vendor/` holds what others wrote, as they publish it, with licences and a manifest; `style.css` and the modules beside
it are this project's own, each complete in itself: an address that changes with its content cannot be imported by name.
They are read and packed once, when the server starts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response

from dragoman.server.problems import Problem

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its name, address, kind, and its bytes, plain and packed."""

    name: str
    address: str
    kind: str
    plain: bytes
    packed: bytes


class Assets:
    """All assets, by name and by address."""

    def __init__(self) -> None:
        found = [*_found(files("dragoman.server.assets"), ""), *_of_reader()]
        self._by_name = {asset.name: asset for asset in found}
        self._by_address = {asset.address: asset for asset in self._by_name.values()}

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_name.values())

    def address(self, name: str) -> str:
        """The address of an asset, `style.css` or `vendor/d3/d3.min.js`; raises KeyError where there is none."""
        return self._by_name[name].address

    async def get(self, request: Request) -> Response:
        """`GET /assets/{path}`."""
        asset = self._by_address.get(request.url.path)
        if asset is None:
            raise Problem(404, "not-found", "there is no such asset; load the page anew")
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.kind)
        return Response(asset.plain, headers=headers, media_type=asset.kind)


@cache
def manifest() -> list[dict[str, str]]:
    """What others wrote: name, version, licence, and the files with their SHA-256."""
    told: list[dict[str, str]] = json.loads(
        files("dragoman.server.assets").joinpath("vendor", "manifest.json").read_bytes()
    )
    return told


def _found(folder: Traversable, before: str) -> list[Asset]:
    out: list[Asset] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = before + entry.name
        if entry.is_dir():
            out += _found(entry, name + "/")
            continue
        _, dot, ending = entry.name.rpartition(".")
        if name == "vendor/manifest.json" or not dot or (kind := _KINDS.get(dot + ending)) is None:
            continue
        out.append(_asset(name, entry.read_bytes(), kind))
    return out


def _of_reader() -> list[Asset]:
    """What the page of one report (`dragoman.export.html`) looks like and does, which the reader shares with it."""
    folder = files("dragoman.export")
    return [
        _asset(name, folder.joinpath(file).read_bytes(), _KINDS["." + file.rpartition(".")[2]])
        for name, file in (("report.css", "page.css"), ("report.js", "page.js"))
    ]


def _asset(name: str, plain: bytes, kind: str) -> Asset:
    stem, _, ending = name.rpartition(".")
    address = f"/assets/{stem}.{hashlib.sha256(plain).hexdigest()[:12]}.{ending}"
    return Asset(name, address, kind, plain, gzip.compress(plain, 9, mtime=0))
