"""The index: read as written, and any damage is reported with how to mend it."""

import pickle
import shutil

import pytest
from ruamel.yaml import YAML

from geo import embedded
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.gazetteer.shelf import EXTRA, PLACE_MASK, Shelf

FOLDER = embedded.path("gazetteer")


@pytest.fixture
def copy(tmp_path):
    """A copy of the smallest shelf, to damage."""
    for name in ("china.shelf", "china.trie"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path / "china.shelf"


def overwrite(path, offset, content):
    raw = bytearray(path.read_bytes())
    raw[offset : offset + len(content)] = content
    path.write_bytes(raw)


def test_every_page_and_block_is_as_written(gazetteer):
    gazetteer.verify()


def test_the_index_is_small():
    files = [p for p in FOLDER.iterdir() if p.suffix in {".shelf", ".trie"}]
    assert sum(p.stat().st_size for p in files) <= 15_000_000


def test_every_posting_leads_to_a_place(gazetteer):
    shelf = next(s for s in gazetteer.shelves if s.name == "osm")
    seen = set()
    for key in shelf.keys(b""):
        numbers = [posting & PLACE_MASK for posting in shelf.postings(key.decode())]
        assert numbers
        assert max(numbers) < len(shelf)
        seen.update(numbers)
    assert seen == set(range(len(shelf)))


def test_the_index_has_the_places_of_the_embedded_atlas(gazetteer, atlas):
    """Fails if the places were edited and data/prepare/gazetteer.py was not run again."""
    found = set()
    for shelf in gazetteer.shelves:
        for number, row in enumerate(shelf.rows()):
            if shelf.kind(row) not in {"country", "region", "district"}:
                extra = shelf.names(number)[-1]
                if extra.startswith(EXTRA):
                    found.add((extra.split(",")[7], row.longitude, row.latitude))
    expected = {(p.id, round(p.lon, 5), round(p.lat, 5)) for p in atlas.places.values()}
    for file in ("openstreetmap", "inferred"):
        nodes = YAML(typ="safe").load(embedded.path(f"atlas/corridors/nodes/{file}.yaml"))["nodes"]
        expected |= {(f"node:{n['id']}", round(n["lon"], 5), round(n["lat"], 5)) for n in nodes}
    assert found == expected


def test_rows_come_in_the_order_of_their_numbers(gazetteer):
    shelf = next(s for s in gazetteer.shelves if s.name == "china")
    rows = list(shelf.rows())
    assert len(rows) == len(shelf)
    for number in (0, 1, len(shelf) - 1):
        again = shelf.row(number)
        assert (rows[number].longitude, rows[number].number) == (again.longitude, again.number)


def test_keys_are_found_by_their_heads(gazetteer):
    shelf = gazetteer.shelves[0]
    assert b"aiagus" in shelf.keys(b"aia")
    assert all(key.startswith(b"aia") for key in shelf.keys(b"aia"))
    assert shelf.filed([b"aiagus", b"no such key"]) == [b"aiagus"]


def test_unknown_keys_have_no_postings(gazetteer):
    shelf = gazetteer.shelves[0]
    assert list(shelf.postings("no such key")) == []
    assert "no such key" not in shelf


def test_a_shelf_goes_to_another_process_by_its_path(gazetteer):
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.locate("Astana") == gazetteer.locate("Astana")


def test_exact_names_without_a_verdict(gazetteer):
    found = gazetteer.exact("Springfield")
    assert len(found) > 5
    assert {match.country for match in found} >= {"US"}
    assert gazetteer.exact("Nowhere at all") == []


@pytest.mark.parametrize(
    ("offset", "content", "what"),
    [
        (0, b"NOTSHELF", "not a shelf"),
        (8, b"\x63\0\0\0", "version 99"),
        (30, b"\xff\xff", "header"),
    ],
)
def test_a_damaged_header_is_reported(copy, offset, content, what):
    overwrite(copy, offset, content)
    with pytest.raises(DataError, match=what) as caught:
        Shelf(str(copy))
    assert "data/prepare/gazetteer.py" in str(caught.value)


def test_a_short_file_is_reported(copy):
    raw = copy.read_bytes()
    copy.write_bytes(raw[: len(raw) // 3])
    with pytest.raises(DataError, match="shorter"):
        Shelf(str(copy))


@pytest.mark.parametrize("content", [b"", b"GEO"])
def test_an_empty_file_is_reported(copy, content):
    copy.write_bytes(content)
    with pytest.raises(DataError, match=r"china\.shelf"):
        Shelf(str(copy))


def test_a_missing_file_is_reported(copy):
    copy.with_suffix(".trie").unlink()
    with pytest.raises(DataError, match=r"china\.trie"):
        Shelf(str(copy))


def test_a_damaged_trie_is_reported(copy):
    trie = copy.with_suffix(".trie")
    overwrite(trie, trie.stat().st_size // 2, b"\xde\xad\xbe\xef")
    with pytest.raises(DataError, match="not as written"):
        Shelf(str(copy))


@pytest.mark.parametrize("section", ["slots", "postings", "places", "blocks", "text"])
def test_damage_anywhere_is_found(copy, section):
    start, length, _ = map(int, Shelf(str(copy)).header[section].split(","))
    overwrite(copy, start + length // 2, b"\xde\xad\xbe\xef")
    shelf = Shelf(str(copy))
    with pytest.raises(DataError, match="damaged"):
        shelf.verify()


def test_a_look_up_never_reads_a_damaged_page(copy):
    start, length, _ = map(int, Shelf(str(copy)).header["places"].split(","))
    overwrite(copy, start, b"\xff" * length)
    with pytest.raises(DataError, match="places"):
        Gazetteer([Shelf(str(copy))]).locate("塔城市")
