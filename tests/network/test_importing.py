from __future__ import annotations

import pytest

osmium = pytest.importorskip("osmium")

from geo.errors import InputError  # noqa: E402
from geo.network import load_network, route  # noqa: E402
from geo.network.importing import import_extract, read_extract  # noqa: E402

# A bend that no chord has, on the line Zhetygen – Altynkol.
TRACK = [(78.2, 43.70), (78.3, 43.75), (78.4, 43.80), (78.5, 43.75), (78.6, 43.70)]


def write(path, *, railway="rail", points=TRACK, **tags):
    writer = osmium.SimpleWriter(str(path))
    nodes = range(1, len(points) + 1)
    for i, point in zip(nodes, points, strict=True):
        named = {"railway": "station", "name": "Middle"} if i == 3 else {}
        writer.add_node(osmium.osm.mutable.Node(id=i, location=point, version=1, tags=named))
    writer.add_way(
        osmium.osm.mutable.Way(
            id=9, nodes=list(nodes), version=1, tags={"railway": railway, **tags}
        )
    )
    writer.close()
    return path


def test_an_extract_is_read_with_its_tags(tmp_path):
    extract = read_extract(write(tmp_path / "a.osm.pbf", gauge="1520", electrified="no", name="N"))
    (track,) = extract.tracks
    assert [(round(lon, 6), round(lat, 6)) for lon, lat in track.points] == TRACK
    assert (track.gauge, track.electrified, track.name) == ("1520", "no", "N")
    assert [station.name for station in extract.stations] == ["Middle"]


def test_track_of_an_extract_takes_the_place_of_chords(tmp_path):
    base = load_network("rail")
    extract = read_extract(write(tmp_path / "a.osm.pbf"))
    done = import_extract(extract, base)
    assert done.replaced > 0
    way = route((78.25, 43.725), (78.55, 43.725), network=done.network)
    assert any(abs(lon - 78.4) < 1e-4 and abs(lat - 43.8) < 1e-4 for lon, lat in way.points)
    outside = ((71.41, 51.19), (73.1, 49.8))
    assert route(*outside, network=done.network).length_km == pytest.approx(
        route(*outside).length_km, rel=1e-3
    )


def test_planned_track_is_read_and_not_routed(tmp_path):
    extract = read_extract(write(tmp_path / "a.osm.pbf", railway="construction"))
    assert [track.state for track in extract.tracks] == ["construction"]
    with pytest.raises(InputError, match="no built railway"):
        import_extract(extract, load_network("rail"))


def test_bad_files_are_one_clear_error(tmp_path):
    whole = write(tmp_path / "a.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[: len(whole) - 20])
    (tmp_path / "text.osm.pbf").write_text("no map", encoding="utf-8")
    for name in ("cut.osm.pbf", "text.osm.pbf"):
        with pytest.raises(InputError, match="not a whole OpenStreetMap file"):
            read_extract(tmp_path / name)
    with pytest.raises(InputError, match="no file"):
        read_extract(tmp_path / "none.osm.pbf")
    write(tmp_path / "road.osm.pbf", railway="tram")
    with pytest.raises(InputError, match="holds no railway"):
        read_extract(tmp_path / "road.osm.pbf")


def test_an_extract_of_another_part_of_the_world_is_refused(tmp_path):
    far = [(-100.0 + i / 10, 40.0) for i in range(5)]
    extract = read_extract(write(tmp_path / "a.osm.pbf", points=far))
    with pytest.raises(InputError, match="far from every line"):
        import_extract(extract, load_network("rail"))
