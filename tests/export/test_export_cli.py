"""The commands ``geo export`` and ``geo import`` from the outside."""

from __future__ import annotations

import argparse
import shutil

import pytest

from geo import embedded
from geo.cli import export, import_
from geo.errors import InputError


def options(module: object, *arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    module.add_parser(parser.add_subparsers(dest="command"))
    name = module.__name__.split(".")[-1].rstrip("_")
    return parser.parse_args([name, *arguments])


def test_export_writes_the_files_that_it_names(tmp_path, capsys):
    out = tmp_path / "gis 塔城"
    arguments = ["--format", "csv", "--layer", "railways", "--where", "railway_no = 1"]
    assert export.run(options(export, *arguments, "--out", str(out))) == 0
    named = capsys.readouterr().out.split("\n")[:-1]
    assert sorted(named) == sorted(path.as_posix() for path in out.iterdir())
    assert len((out / "railways.csv").read_text(encoding="utf-8").splitlines()) == 4


def test_export_takes_statuses_on_a_day(tmp_path):
    arguments = ["--format", "csv", "--layer", "railways", "--out", str(tmp_path / "out")]
    assert export.run(options(export, *arguments, "--as-of", "2013-12-31")) == 0
    text = (tmp_path / "out" / "railways.csv").read_text(encoding="utf-8")
    assert "under-construction" not in text


def test_export_leaves_nothing_behind_when_it_fails(tmp_path):
    out = tmp_path / "out"
    arguments = ["--format", "csv", "--where", "nonsense", "--out", str(out)]
    with pytest.raises(InputError, match="columns: id"):
        export.run(options(export, *arguments))
    assert not out.exists()


def test_export_does_not_write_into_a_build(tmp_path):
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="output of a build"):
        export.run(options(export, "--format", "csv", "--out", str(tmp_path)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "shp"],
        ["--format", "csv", "--layer", "roads"],
        [],
        ["--format", "csv", "--as-of", "2013"],
    ],
)
def test_export_says_what_is_allowed(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        options(export, *arguments)
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err


def test_import_shows_and_writes_only_when_asked(tmp_path, capsys):
    shutil.copytree(embedded.path("atlas"), tmp_path / "atlas")
    arguments = ["--format", "gpkg", "--out", str(tmp_path / "out")]
    assert export.run(options(export, *arguments, str(tmp_path / "atlas"))) == 0
    package = next((tmp_path / "out").glob("*.gpkg"))
    with pytest.raises(InputError, match="not a GeoPackage that geo build wrote"):
        import_.run(options(import_, str(package), str(tmp_path / "atlas")))
    capsys.readouterr()
