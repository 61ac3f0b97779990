"""The world as SVG paths, and where places lie on it: a projection, and Natural Earth's borders read from TopoJSON.

The projection is Natural Earth (Šavrič, Jenny, Patterson, Petrovič and Hurni 2011), whose coefficients these are. The
borders are those of world-atlas at 1:110 million: illustrative, no statement on whose land is whose.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import radians
from typing import Any

from dragoman.resolving.countries import Countries

SCALE = 365.0
WIDTH, HEIGHT = 2000, 890
_MIDDLE, _EQUATOR = 1000.0, 535.0
_SHORT = {
    "070": "BIH",
    "090": "SLB",
    "140": "CAF",
    "178": "COG",
    "180": "COD",
    "214": "DOM",
    "226": "GNQ",
    "238": "FLK",
    "260": "ATF",
    "728": "SSD",
    "732": "ESH",
}
"""ISO 3166-1 numeric to alpha-3 of the countries whose names the map shortens; the others are found by name."""
_LEFT_OUT = ("010",)
"""Antarctica, where nothing is reported and which would take a fifth of the map."""


@dataclass(frozen=True, slots=True)
class Land:
    """One country's shape: its code (None for land under no code), its name, and the `d` of an SVG path."""

    code: str | None
    name: str
    path: str


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a point of the earth, in degrees, lies on the map."""
    phi, lam = radians(lat), radians(lon)
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return _MIDDLE + SCALE * x, _EQUATOR - SCALE * y


@cache
def lands() -> tuple[Land, ...]:
    """All countries of the map."""
    told = json.loads(
        files("dragoman.server.assets").joinpath("vendor", "world-atlas", "countries-110m.json").read_bytes()
    )
    arcs = _arcs(told)
    countries = Countries.load()
    out = []
    for shape in told["objects"]["countries"]["geometries"]:
        number, name = shape.get("id"), shape["properties"]["name"]
        if number in _LEFT_OUT:
            continue
        found = countries.by_name(name) if number is not None else None
        code = _SHORT.get(number or "") or (found.iso3 if found is not None else None)
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        path = "".join(_ring(ring, arcs) for polygon in polygons for ring in polygon)
        out.append(Land(code, name, path))
    return tuple(out)


def _arcs(told: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a quantised topology as longitudes and latitudes."""
    (sx, sy), (tx, ty) = told["transform"]["scale"], told["transform"]["translate"]
    out = []
    for arc in told["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> str:
    """One ring as part of a path, in whole units. What crosses the 180th meridian goes on beyond the map's edge."""
    points: list[tuple[int, int]] = []
    before = None
    for n in numbers:  # ~n is arc n backward
        for lon, lat in arcs[n] if n >= 0 else arcs[~n][::-1]:
            if before is not None:
                lon += 360.0 * round((before - lon) / 360.0)
            before = lon
            x, y = project(lat, lon)
            points.append((round(x), round(y)))
    out, (x, y) = [f"M{points[0][0]} {points[0][1]}l"], points[0]
    for px, py in points[1:]:
        if (px, py) != (x, y):
            out.append(f"{px - x} {py - y} ")
            x, y = px, py
    return "".join(out).rstrip() + "z" if len(out) > 2 else ""
