"""Read the files that a page is made of, and turn every address into bytes inside the page.

Leaflet comes from an installed package; scripts and styles of our own lie beside this
module. Nothing is fetched: an address that the inliner does not know is an error.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from geo.errors import DataError, InputError

FOLDER = Path(__file__).resolve().parent / "assets"
SCRIPTS = (
    "core", "geometry", "ground", "rails", "ribbons", "along", "clearing", "lettering", "points",
    "crossings", "pathnames", "ribbonnames", "groundnames", "labels", "sections", "card", "panel",
    "corridors", "context", "time", "search", "table", "tools", "print", "state", "packed", "tiles",
    "linecards", "many", "plain", "app",
)  # fmt: skip
"""Scripts of the page in the order in which they run."""
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".gif": "image/gif", ".jpg": "image/jpeg"}


class Inliner:
    """Answer addresses with text that stands in the page.

    Parameters
    ----------
    extra
        Further addresses (as a plugin asks for them) and the local files or the text that
        answer them.
    """

    def __init__(self, extra: Mapping[str, str | Path] | None = None) -> None:
        self._known: dict[str, str | Path] = {
            "leaflet.js": leaflet() / "leaflet.js",
            "leaflet.css": leaflet() / "leaflet.css",
            "page.js": page_script(),
            "page.css": FOLDER / "page.css",
            **(extra or {}),
        }

    def text(self, url: str) -> str:
        """Return what an address stands for, its own images as data URLs.

        Raises
        ------
        InputError
            If the address is unknown: the page must not ask for anything.
        """
        if url not in self._known:
            msg = (
                f"the page may not load {url!r}: give its text or a local file as "
                f"assets={{{url!r}: ...}}; known are {', '.join(sorted(self._known))}"
            )
            raise InputError(msg)
        found = self._known[url]
        if not isinstance(found, Path):
            return found
        text = found.read_text(encoding="utf-8")
        if found.suffix == ".js":
            return re.sub(r"\n//[#@] sourceMappingURL=.*", "", text)
        return _CSS_URL.sub(lambda match: f'url("{_image(found.parent, match[1])}")', text)


@cache
def leaflet() -> Path:
    """Return the folder of the installed Leaflet files.

    Raises
    ------
    DataError
        If the package that carries them is missing.
    """
    spec = find_spec("js_lib_leaflet")
    if spec is None or spec.origin is None:
        msg = "Leaflet is missing: pip install django-js-lib-leaflet"
        raise DataError(msg)
    return Path(spec.origin).parent / "static" / "js_lib_leaflet"


@cache
def page_script() -> str:
    """Return the scripts of the page as one, with Leaflet's marker images inside."""
    images = {
        option: _image(leaflet() / "images", name)
        for option, name in (
            ("iconUrl", "marker-icon.png"),
            ("iconRetinaUrl", "marker-icon-2x.png"),
            ("shadowUrl", "marker-shadow.png"),
        )
    }
    icons = (
        "delete L.Icon.Default.prototype._getIconUrl;\n"
        f"L.Icon.Default.mergeOptions({json.dumps(images)});\n"
    )
    return icons + "".join(read(f"js/{name}.js") for name in SCRIPTS)


@cache
def read(name: str) -> str:
    """Return the text of one of our own files."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the words of the page by language and key."""
    loaded: dict[str, dict[str, str]] = json.loads(read("words.json"))
    return loaded


def csp_hash(text: str) -> str:
    """Return the hash by which a content security policy allows an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _image(folder: Path, name: str) -> str:
    if name.startswith(("data:", "#")):
        return name
    path = folder / name
    if path.suffix not in _TYPES or not path.is_file():
        msg = f"a style sheet asks for {name!r}, which is not beside it"
        raise InputError(msg)
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:{_TYPES[path.suffix]};base64,{data}"
