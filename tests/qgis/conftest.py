"""Find QGIS and run the checks inside its own Python."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.export import write_exports

Checker = Callable[..., dict[str, list[str]]]


@pytest.fixture(scope="session")
def qgis_python() -> str:
    """Return the Python that QGIS is installed for; skip visibly without one."""
    python = os.environ.get("GEO_QGIS_PYTHON", "/usr/bin/python3")
    try:
        command = [python, "-c", "import qgis.core"]
        found = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        found = False
    if not found:
        reason = f"QGIS is not installed for {python}"
        if os.environ.get("GEO_REQUIRE_QGIS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return python


@pytest.fixture(scope="session")
def check(qgis_python) -> Checker:
    """Return a function that gives the faults of each folder."""

    def run(*folders: Path, draw: bool = False) -> dict[str, list[str]]:
        with tempfile.TemporaryDirectory() as home:
            out = Path(home) / "faults.json"
            script = Path(__file__).with_name("inside_qgis.py")
            environment = os.environ | {
                "HOME": home,
                "XDG_RUNTIME_DIR": home,
                "QT_QPA_PLATFORM": "offscreen",
            }
            environment.pop("PYTHONPATH", None)
            command = [qgis_python, str(script), str(out), *(["--draw"] if draw else [])]
            done = subprocess.run(
                [*command, *map(str, folders)],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            assert done.returncode == 0, done.stderr
            return dict(json.loads(out.read_text(encoding="utf-8")))

    return run


@pytest.fixture(scope="session")
def exported(atlas, layers_with_corridors, tmp_path_factory) -> Path:
    """Return a folder with the exports of the embedded atlas."""
    folder = tmp_path_factory.mktemp("exports")
    write_exports(atlas, layers_with_corridors, folder)
    return folder
