"""Write the page that lists what a build made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.maps import assets
from geo.text import for_html

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

_STYLE = """
:root { color-scheme: light dark }
body { font: 17px/1.5 "Noto Sans", "Segoe UI", Roboto, Arial, "Liberation Sans", sans-serif;
  max-width: 44rem; margin: 0 auto; padding: 2rem 1rem; background: #fffdf8; color: #1d1b18 }
h1, h2 { font-family: Georgia, "Noto Serif", "Liberation Serif", serif }
h1 { font-size: 1.8rem; line-height: 1.15; border-top: 4px solid; padding-top: .8rem }
h2 { font-size: 1.15rem; margin: 1.8rem 0 .2rem }
dt { font-weight: 650; margin-top: .7rem }
dd { margin: 0 }
a { color: #0b4f8a }
.by { color: #5c574f; font-size: .9rem }
@media (prefers-color-scheme: dark) {
  body { background: #1b1f24; color: #f1ede4 }
  a { color: #8cc4f2 }
  .by { color: #b4afa5 }
}
"""
_DATA = "Data for GIS"
_FILES = {
    _DATA: (
        ("atlas.qgz", "QGIS project: styled, with its legend; opens without network."),
        ("atlas.gpkg", "GeoPackage with every layer and its styles."),
        ("geojson/railways.geojson", "Railways, one feature a section."),
        ("geojson/stations.geojson", "Stations and passing loops."),
        ("geojson/crossings.geojson", "Border crossings with the names on both sides."),
        ("geojson/places.geojson", "Places that the atlas names."),
        ("geojson/regions.geojson", "Regions as polygons."),
    ),
    "Proof": (
        ("report.html", "Every check with its figure and verdict; drawn against published length."),
        ("report.json", "The same for programs."),
        ("manifest.json", "Every file with its SHA-256; versions, sources, licences."),
    ),
}


_MORE = {
    "corridors": "Legs of corridors by rail, sea, ferry and road.",
    "events": "Dated events at their places.",
    "members": "Countries of organisations, one feature a country and period.",
}
"""Layers that an atlas may lack, listed after the others."""


def write_index(
    atlas: Atlas,
    folder: Path,
    *,
    version: str,
    corridors: bool = False,
    layers: Iterable[str] = (),
) -> Path:
    """Write ``index.html``, one line for each file of a build.

    Parameters
    ----------
    atlas
        The atlas that was built.
    folder
        Where to write.
    version
        Version of this program.
    corridors
        Whether the page of the corridors was built.
    layers
        Names of the layers that were exported.

    Returns
    -------
    pathlib.Path
        The file.
    """
    path = folder / "index.html"
    more = [(f"geojson/{name}.geojson", _MORE[name]) for name in layers if name in _MORE]
    text = _document(atlas, version, more, corridors=corridors)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _document(
    atlas: Atlas, version: str, more: Sequence[tuple[str, str]], *, corridors: bool
) -> str:
    language = atlas.settings.languages[0]
    title = atlas.settings.title.get(language) or next(iter(atlas.settings.title.values()))
    deck = (atlas.settings.subtitle or {}).get(language, "")
    policy = f"default-src 'none'; style-src {assets.csp_hash(_STYLE)}; base-uri 'none'"
    page = _entry(f"{atlas.settings.page}.html", "The map: opens anywhere, without network.")
    if corridors:
        page += _entry(f"{atlas.settings.corridors_page}.html", "The corridors, likewise.")
    parts = [f"<h2>Map</h2>\n<dl>{page}</dl>"]
    for heading, files in _FILES.items():
        listed = (*files, *more) if heading == _DATA else files
        entries = "".join(_entry(name, line) for name, line in listed)
        parts.append(f"<h2>{for_html(heading)}</h2>\n<dl>{entries}</dl>")
    return (
        f'<!DOCTYPE html>\n<html lang="{for_html(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{for_html(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{for_html(title)}</h1>\n<p>{for_html(deck)}</p>\n" + "\n".join(parts) + "\n"
        f'<p class="by">{for_html(atlas.settings.attribution)} · as of {atlas.as_of.isoformat()} · '
        f"geo {for_html(version)}, atlas {for_html(atlas.digest[:12])}</p>\n"
        "</main>\n</body>\n</html>\n"
    )


def _entry(name: str, line: str) -> str:
    return f'<dt><a href="{for_html(name)}">{for_html(name)}</a></dt><dd>{for_html(line)}</dd>'
