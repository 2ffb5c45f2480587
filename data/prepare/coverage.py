"""Work on coverages: polygons that share edges and do not overlap."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    Shapes = dict[str, BaseGeometry]
    Tolerances = Sequence[tuple[BaseGeometry, float]]

GEOD = Geod(ellps="WGS84")
SMALLEST_HOLE_KM2 = 1.0
SMALLEST_ISLAND = 0.001
POLYGON = 2


def square_km(geometry: BaseGeometry) -> float:
    """Return the area on the WGS 84 ellipsoid in square kilometres."""
    right_handed = shapely.orient_polygons(geometry, exterior_cw=False)
    return round(abs(GEOD.geometry_area_perimeter(right_handed)[0]) / 1e6, 1)


def overlaps(shapes: Shapes) -> dict[tuple[str, str], BaseGeometry]:
    """Return the areas that two shapes share, by the pair of their keys."""
    keys = sorted(shapes)
    values = [shapes[key] for key in keys]
    tree = shapely.STRtree(values)
    found = {}
    for first, second in zip(*tree.query(values, predicate="overlaps"), strict=True):
        if first < second:
            shared = shapely.get_parts(values[first].intersection(values[second]))
            areas = shared[shapely.get_dimensions(shared) == POLYGON]
            found[keys[first], keys[second]] = shapely.union_all(areas)
    return found


def without_overlaps(
    shapes: Shapes,
    shared: Mapping[tuple[str, str], BaseGeometry],
    *,
    winners: Mapping[tuple[str, str], str],
) -> Shapes:
    """Return the shapes with each shared area left to one of the two.

    Parameters
    ----------
    shapes
        Polygons by key.
    shared
        What `overlaps` found.
    winners
        Who keeps the area of a pair; otherwise the key first in the alphabet does.
    """
    single = dict(shapes)
    for pair, area in shared.items():
        loser = pair[0] if winners.get(pair, pair[0]) == pair[1] else pair[1]
        single[loser] = single[loser].difference(area)
    return single


def simplified(shapes: Shapes, tolerances: Tolerances, *, grid: float) -> Shapes:
    """Simplify a coverage so that neighbours keep common edges.

    Parameters
    ----------
    shapes
        Polygons that do not overlap.
    tolerances
        Areas with a tolerance in degrees, each for what the ones before it leave out.
    grid
        Spacing of the finished coordinates in degrees.
    """
    keys = sorted(shapes)
    done: dict[str, list[BaseGeometry]] = defaultdict(list)
    taken: BaseGeometry = shapely.Polygon()
    for area, tolerance in tolerances:
        here = area.difference(taken)
        taken = taken.union(area)
        clipped = [polygons(shapes[key].intersection(here)) for key in keys]
        coverage = shapely.coverage_simplify(np.array(clipped), tolerance)
        for key, shape in zip(keys, coverage, strict=True):
            done[key].append(shape)
    joined = {key: shapely.union_all(parts) for key, parts in done.items()}
    return on_grid(joined, grid)


def polygons(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """Return the polygons of a geometry, without its lines and points."""
    parts = shapely.get_parts(geometry)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def on_grid(shapes: Shapes, grid: float) -> Shapes:
    """Return a coverage on the coordinate grid: valid polygons with exactly equal common edges.

    The outlines are noded on the grid together, and every face between them goes to the shape
    that covers it.
    """
    keys = sorted(shapes)
    values = np.array([shapes[key] for key in keys])
    outlines = shapely.union_all(shapely.boundary(values), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(outlines)))
    points, owners = shapely.STRtree(values).query(
        shapely.point_on_surface(faces), predicate="within"
    )
    _, first = np.unique(points, return_index=True)
    owner_of = np.full(len(faces), -1)
    owner_of[points[first]] = owners[first]
    _fill_slivers(faces, owner_of)
    return {
        key: shapely.coverage_union_all(faces[owner_of == index])
        for index, key in enumerate(keys)
        if (owner_of == index).any()
    }


def _fill_slivers(faces: np.ndarray, owner_of: np.ndarray) -> None:
    """Give each small face without owner to the neighbour with the longest common edge."""
    tree = shapely.STRtree(faces)
    for index in np.flatnonzero(owner_of < 0):
        if square_km(faces[index]) >= SMALLEST_HOLE_KM2:
            continue
        near = tree.query(faces[index], predicate="touches")
        near = near[owner_of[near] >= 0]
        edges = shapely.intersection(shapely.boundary(faces[near]), faces[index].boundary)
        if len(near):
            owner_of[index] = owner_of[near[np.argmax(shapely.length(edges))]]


def without_islets(shapes: Shapes) -> Shapes:
    """Leave out islands below `SMALLEST_ISLAND` square degrees, but never a whole shape."""
    kept = {}
    tree = shapely.STRtree(list(shapes.values()))
    for key, shape in shapes.items():
        parts = shapely.get_parts(shape)
        parts = parts[np.argsort(-shapely.area(parts), kind="stable")]
        small = shapely.area(parts) < SMALLEST_ISLAND
        alone = np.array([len(tree.query(part, predicate="touches")) == 0 for part in parts])
        keep = ~(small & alone)
        keep[0] = True
        kept[key] = shapely.union_all(parts[keep])
    return kept


def common_edges(shapes: Shapes) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Yield the keys of neighbours in a coverage, in order, with the edge that they share."""
    keys = sorted(shapes)
    values = np.array([shapes[key] for key in keys])
    edges = shapely.boundary(values)
    for first, second in zip(*shapely.STRtree(values).query(values, "touches"), strict=True):
        if first < second:
            shared = shapely.get_parts(shapely.intersection(edges[first], edges[second]))
            lines = shared[shapely.get_dimensions(shared) == 1]
            if len(lines):
                yield keys[first], keys[second], merged(shapely.union_all(lines))


def merged(lines: BaseGeometry) -> BaseGeometry:
    """Join the lines of a multi-line where they meet."""
    return shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
