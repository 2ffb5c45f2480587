"""The command ``geo locate``, as users and the documentation call it."""

import csv
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs" / "geocoder.md"


def test_one_line_a_name(capsys):
    assert main(["locate", "Astana", "Ayagoz", "塔城", "Шыңжаң"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "name", "verdict", "place", "kind", "country", "longitude", "latitude", "match", "score",
    ]  # fmt: skip
    assert [line.split()[1] for line in lines[1:]] == ["resolved"] * 4
    assert "region" in lines[4]


def test_an_open_name_has_its_reason_and_exit_code(capsys):
    assert main(["locate", "Springfield", "xkcdxkcd", "--candidates", "2"]) == 1
    out = capsys.readouterr().out
    assert "would settle it" in out
    assert "xkcdxkcd: no place is known by this name" in out
    assert len(out.splitlines()) == 1 + 2 + 1 + 2


def test_control_characters_do_not_reach_the_terminal(capsys):
    main(["locate", "evil\x1b[31m\u202ename"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_json(capsys):
    assert main(["locate", "Tacheng", "--country", "CN", "--format", "json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["verdict"] == "resolved"
    assert set(record["candidates"][0]) >= {"longitude", "licence", "accuracy_m", "matched_name"}


def test_geojson_of_a_region(capsys):
    assert main(["locate", "Xinjiang", "--format", "geojson"]) == 0
    (feature,) = json.loads(capsys.readouterr().out)["features"]
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert feature["properties"]["region_id"] == "CN-XJ"


@pytest.mark.parametrize(
    "arguments",
    [
        ["locate"],
        ["locate", "Astana", "--batch", "in.csv"],
        ["locate", "--batch", "in.csv"],
        ["locate", "Astana", "--country", "QQ"],
        ["locate", "Astana", "--kind", "moon"],
        ["locate", "xkcdxkcd", "--online", "nominatim"],
    ],
)
def test_wrong_usage(arguments, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("geo: error: ")
    assert len(captured.err.splitlines()) == 1


def test_numbers_are_checked(capsys):
    with pytest.raises(SystemExit):
        main(["locate", "Astana", "--bbox", "1,2,3"])
    assert "4 numbers" in capsys.readouterr().err


def test_batch(tmp_path, capsys):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("place,cc\nAstana,KZ\nSpringfield,\n", encoding="utf-8")
    arguments = ["--batch", str(source), "--out", str(out), "--name-column", "place"]
    assert main(["locate", *arguments, "--country-column", "cc"]) == 1
    printed = capsys.readouterr().out
    assert "2 rows: 1 resolved, 1 ambiguous, 0 unknown" in printed
    assert "Springfield (1)" in printed
    with out.open(encoding="utf-8") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["resolved", "ambiguous"]


def test_a_look_up_imports_nothing_heavy():
    code = (
        "import sys; from geo.cli import main; main(['locate', 'Astana']);"
        "print([m for m in ('numpy', 'pandas', 'shapely', 'pydantic', 'geopy', 'rich', 'anyascii',"
        " 'rapidfuzz', 'pyproj') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def examples():
    """Yield the commands of the documentation with the output that it shows."""
    text = DOCS.read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, output.rstrip()


@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_the_examples_of_the_documentation(command, output, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.csv").write_text(
        "place,cc\nАягөз,KZ\n塔城,CN\nSpringfield,\n", encoding="utf-8"
    )
    program, *arguments = shlex.split(command)
    assert program == "geo"
    main(arguments)
    printed = [line.rstrip() for line in capsys.readouterr().out.rstrip().splitlines()]
    assert printed == [line.rstrip() for line in output.splitlines()]
