import json
import subprocess
import sys

import pytest

from geo.cli import main

LINE1 = "railways/1-aktogay-dostyk-alashankou-urumqi.yaml"


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "geo", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, **options,
    )  # fmt: skip


def test_help_has_examples_and_exit_codes(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert "examples:" in said
    assert "exit codes:" in said


@pytest.mark.parametrize("command", ["build", "check", "locate", "schema"])
def test_each_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert "usage: geo" in capsys.readouterr().out


def test_wrong_usage_is_exit_code_2(capsys):
    for arguments in ([], ["fly"], ["build", "--as-of", "yesterday"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
    assert "allowed: YYYY-MM-DD" in capsys.readouterr().err


def test_a_good_atlas_checks_with_exit_code_0(tmp_path, capsys):
    assert main(["check", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Ayagoz – Bakhty" in said
    assert {p.name for p in tmp_path.iterdir()} == {"report.json", "report.html"}


def test_a_failed_check_is_exit_code_1(edit, atlas_copy, tmp_path, capsys):
    edit(LINE1, "km: 304", "km: 404")
    assert main(["check", str(atlas_copy), "--out", str(tmp_path / "r")]) == 1
    assert "error: length: line-1-aktogay-dostyk" in capsys.readouterr().out


def test_a_broken_atlas_is_exit_code_2_and_one_clear_message(edit, atlas_copy, tmp_path, capsys):
    edit(LINE1, "gauge_mm: 1520", "gage_mm: 1520")
    out = tmp_path / "out"
    assert main(["build", str(atlas_copy), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("geo: error: the atlas has 1 error\n")
    assert f"{LINE1}:" in said
    assert not out.exists()


def test_an_output_that_cannot_be_written_is_exit_code_3(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert main(["check", "--out", str(tmp_path / "file")]) == 3
    assert "cannot be written to" in capsys.readouterr().err


def test_json_goes_to_standard_output_and_nothing_is_written(tmp_path):
    done = run("check", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["summary"]["error"] == 0
    assert list(tmp_path.iterdir()) == []


def test_nothing_heavy_is_imported_for_a_look_up():
    code = (
        "import sys, io, contextlib; from geo.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['locate', 'Astana'])\n"
        "print(*sorted(m for m in sys.modules if '.' not in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"numpy", "pandas", "shapely", "pydantic", "folium", "geopandas", "rich"}


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, geo; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "pydantic", "json", "argparse", "socket"}


def test_the_public_names_are_there():
    import geo

    assert all(getattr(geo, name) is not None for name in geo.__all__)
    assert set(geo.__all__) == set(dir(geo))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        geo.nothing  # noqa: B018
