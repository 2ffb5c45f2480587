import json
import shutil
from pathlib import Path

import pytest

from geo import embedded
from geo.atlas import load_atlas
from geo.atlas.problem import AtlasError
from geo.atlas.schema import FILES, write_schemas
from geo.building import check
from geo.errors import InputError
from geo.lines import draw_atlas
from geo.lines.checks import check_lines
from geo.vocab import Accuracy, Severity, Status

LINE1 = "railways/1-aktogay-dostyk-alashankou-urumqi.yaml"
LINE4 = "railways/4-fourth.yaml"
OSM = "places/openstreetmap.yaml"


def faults(folder):
    with pytest.raises(AtlasError) as caught:
        load_atlas(folder)
    return caught.value.problems


def line_of(path, text):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, start=1) if text in line)


def test_the_embedded_atlas_has_the_four_railways(atlas):
    newest = {r.number: r.status[-1].status for r in atlas.railways}
    assert newest == {
        1: Status.OPERATING,
        2: Status.OPERATING,
        3: Status.UNDER_CONSTRUCTION,
        4: Status.CANDIDATE,
    }


def test_every_claim_and_place_names_a_source_that_exists(atlas):
    used = set()
    for railway in atlas.railways:
        claims = [*railway.status, *railway.crossings, *railway.lengths, *railway.history]
        claims += [*railway.facts, *(s for section in railway.sections for s in section.status)]
        used |= {s for claim in claims for s in claim.sources}
    used |= {s for place in atlas.places.values() for s in place.sources}
    used |= {s for region in atlas.regions for s in region.sources}
    assert used <= atlas.sources.keys()


def test_a_claim_called_confirmed_has_two_sources(atlas):
    for railway in atlas.railways:
        for claim in [*railway.status, *railway.lengths, *railway.history, *railway.facts]:
            if claim.confidence.value == "confirmed":
                assert len(claim.sources) > 1, claim


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (LINE1, "gauge_mm: 1520", "gage_mm: 1520", "did you mean 'gauge_mm'?"),
        (LINE1, "method: stations", "method: guess", "must be 'track', 'network'"),
        (LINE1, "sources: [kkwiki]", "sources: [kkwikki]", "did you mean 'kkwiki'?"),
        (LINE1, "from: aktogay-station", "from: aktogay-statoin", "'aktogay-station'?"),
        (LINE1, "places: [dostyk, ", "places: [dostykk, ", "did you mean 'dostyk'?"),
        (LINE1, "date: 1985-05-01", "date: 1985-02-30", "'1985-02-30' is not a day of the"),
        (LINE1, "date: 1985-05-01", "date: May 1985", "allowed: YYYY-MM-DD, YYYY-MM or YYYY"),
        (LINE1, 'date: "1962"', "date: 1992-01-01", "must be in order of date"),
        (LINE1, "id: dostyk-alashankou", "id: ../../etc", "allowed: lower-case letters"),
        (LINE1, "id: dostyk-alashankou", 'id: "<b>x</b>"', "allowed: lower-case letters"),
        (LINE1, "id: dostyk-alashankou", "id: aktogay-dostyk", "ids must be unique"),
        (LINE4, "number: 4", "number: 1", "each railway has its own"),
        (LINE1, "to: dostyk-station", "to: beskol", "join end to end"),
        (LINE1, "lon: 82.55988", "lon: 982.55988", "less than or equal to 180"),
        (LINE1, "km: 304", "km: -304", "greater than 0"),
        (LINE1, "km: 304", "km: three hundred", "is not allowed here"),
        (LINE1, "confidence: confirmed", "confidence: sure", "'confirmed', 'one-source'"),
        (LINE1, "min_km: 299", "min_km: 999", "is above max_km"),
        (OSM, "country: KZ", "country: CN", "lies in KZ, not in CN"),
        (OSM, "lon: 81.538\n    lat: 45.95448", "lon: 45.95448\n    lat: 81.538", "exchanged"),
        (OSM, "id: akshi", "id: beskol", "ids must be unique"),
        (OSM, "names: {en: Akshi", "names: {english: Akshi", "is not allowed here"),
        ("sources.yaml", 'url: "http://rail', 'url: "javascript:rail', "http:// or https://"),
        ("sources.yaml", "licence: ODbL-1.0", "note: none", "licence and attribution, or neither"),
        ("atlas.yaml", "south: 42.5", "south: 52.5", "south < north"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_file_line_and_what_is_allowed(edit, atlas_copy, file, old, new, says):
    edit(file, old, new)
    found = [p for p in faults(atlas_copy) if says in p.message]
    assert found, [str(p) for p in faults(atlas_copy)]
    assert found[0].file == file
    text = (atlas_copy / file).read_text(encoding="utf-8").splitlines()
    assert 1 <= found[0].line <= len(text)


def test_the_line_is_that_of_the_value(edit, atlas_copy):
    path = edit(LINE1, "gauge_mm: 1435", "gauge_mm: wide")
    (fault,) = faults(atlas_copy)
    assert fault.line == line_of(path, "gauge_mm: wide")
    assert fault.where == "sections.2.gauge_mm"


def test_all_faults_of_all_files_come_in_one_run(edit, atlas_copy):
    edit(LINE1, "gauge_mm: 1520", "gauge_mm: wide")
    edit(LINE4, "number: 4", "number: four")
    edit("sources.yaml", "publisher:", "editor:")
    assert {p.file for p in faults(atlas_copy)} == {LINE1, LINE4, "sources.yaml"}


def test_missing_files_are_named(atlas_copy):
    (atlas_copy / "sources.yaml").unlink()
    shutil.rmtree(atlas_copy / "railways")
    named = {p.file for p in faults(atlas_copy)}
    assert named == {"sources.yaml", "railways/"}


def test_an_empty_folder_is_an_error(tmp_path):
    assert len(faults(tmp_path)) == 4


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no atlas folder"):
        load_atlas(tmp_path / "nowhere")


def test_text_in_messages_cannot_move_the_cursor(edit, atlas_copy):
    edit(LINE1, "method: stations", 'method: "\\u001b[2J\\u202Ex"')
    (fault,) = faults(atlas_copy)
    assert "\x1b" not in str(fault)
    assert "\u202e" not in str(fault)


def test_names_such_as_no_stay_text(edit, atlas_copy):
    edit(OSM, "names: {en: Akshi", "names: {en: NO")
    assert load_atlas(atlas_copy).places["akshi"].name == "NO"


def test_the_digest_depends_on_content_alone(atlas_copy, atlas, edit):
    assert load_atlas(atlas_copy).digest == atlas.digest
    edit("atlas.yaml", "west: 74.5", "west: 74.4")
    assert load_atlas(atlas_copy).digest != atlas.digest


def test_the_example_atlas_loads():
    example = load_atlas(embedded.path("examples/kunming-vientiane"))
    assert [r.id for r in example.railways] == ["china-laos"]


def test_licences_do_not_mix_in_a_file(atlas):
    for place in atlas.places.values():
        for identifier in place.sources:
            licence = atlas.sources[identifier].licence
            assert licence in {None, atlas.credits[place.id].licence}


def test_schemas_describe_every_kind_of_file(tmp_path):
    written = {path.name: json.loads(path.read_text()) for path in write_schemas(tmp_path)}
    assert len(written) == len(FILES)
    railway = written["railway.schema.json"]
    assert railway["additionalProperties"] is False
    assert "from" in railway["$defs"]["Section"]["properties"]
    assert railway["$defs"]["Status"]["enum"] == [status.value for status in Status]


def test_the_published_schemas_are_those_of_the_models(tmp_path):
    published = Path(__file__).parents[2] / "data" / "schema"
    for path in write_schemas(tmp_path):
        assert (published / path.name).read_text("utf-8") == path.read_text("utf-8"), (
            "geo schema --out data/schema"
        )


TRACK = {
    "type": "Feature",
    "properties": {},
    "geometry": {
        "type": "LineString",
        "coordinates": [[82.57046, 45.17027], [82.55988, 45.20343], [82.48665, 45.25286]],
    },
}


def with_track(edit, atlas_copy, content, name="tracks/line.geojson"):
    (atlas_copy / "tracks").mkdir()
    (atlas_copy / "tracks" / "line.geojson").write_text(content, encoding="utf-8")
    edit(
        LINE1,
        "    countries: [KZ, CN]\n    method: stations\n",
        f"    countries: [KZ, CN]\n    method: track\n    track: {name}\n",
    )


def test_a_section_follows_its_track_file_in_its_own_direction(edit, atlas_copy, atlas):
    with_track(edit, atlas_copy, json.dumps(TRACK))
    changed = load_atlas(atlas_copy)
    section = next(s for s in draw_atlas(changed) if s.section.id == "dostyk-alashankou")
    assert section.points[0] == (82.48665, 45.25286)  # the file runs the other way
    assert section.accuracy is Accuracy.TRACK
    assert section.anchors[0][1] == 0
    assert section.anchors[-1][1] == pytest.approx(section.length_km)
    assert check(atlas_copy).errors == ()
    assert changed.digest != atlas.digest


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (json.dumps(TRACK), "tracks/other.geojson", "there is no file"),
        (json.dumps(TRACK), "../../etc/passwd.geojson", "outside the atlas folder"),
        ("{", "tracks/line.geojson", "is not GeoJSON"),
        ("[]", "tracks/line.geojson", "holds 0 lines"),
        (json.dumps({"type": "FeatureCollection", "features": [TRACK, TRACK]}), "tracks/line.geojson", "holds 2 lines"),
        ('{"type": "LineString", "coordinates": [[82, 45], [1000, 45]]}', "tracks/line.geojson", "no line of"),
        ('{"type": "LineString", "coordinates": [[82, 45], ["x", 45]]}', "tracks/line.geojson", "no line of"),
        ('{"type": "LineString", "coordinates": [[NaN, 45], [83, 45]]}', "tracks/line.geojson", "no line of"),
    ],
)  # fmt: skip
def test_a_bad_track_file_is_a_fault_at_its_line(edit, atlas_copy, content, name, says):
    with_track(edit, atlas_copy, content, name)
    (fault,) = faults(atlas_copy)
    assert says in fault.message
    assert fault.line == line_of(atlas_copy / LINE1, f"track: {name}")


def test_a_track_far_from_its_stations_is_found(edit, atlas_copy):
    moved = json.loads(json.dumps(TRACK))
    moved["geometry"]["coordinates"][0] = [82.6, 45.2]
    with_track(edit, atlas_copy, json.dumps(moved))
    changed = load_atlas(atlas_copy)
    section = next(s for s in draw_atlas(changed) if s.section.id == "dostyk-alashankou")
    finding = next(f for f in check_lines(changed, [section]) if f.rule == "stations")
    assert (finding.severity, "alashankou-station" in finding.message) == (Severity.ERROR, True)
