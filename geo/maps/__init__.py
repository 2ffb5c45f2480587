"""Map pages: one HTML file that opens anywhere, without network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

__all__ = ["write_pages"]


def write_pages(atlas: Atlas, layers: Layers, folder: Path, *, version: str) -> list[Path]:
    """Write the map page of an atlas, the page of its corridors and an index of what was built.

    Parameters
    ----------
    atlas
        The records: names, histories, sources.
    layers
        The tables drawn from them.
    folder
        Where to write; it must exist.
    version
        Version of this program, printed on the pages.

    Returns
    -------
    list of pathlib.Path
        The files, the map page first, the index last.
    """
    from geo.maps.elements import make_corridors_page, make_page
    from geo.maps.index import write_index

    page = folder / f"{atlas.settings.page}.html"
    make_page(atlas, layers, version=version).save(page)
    pages = [page]
    if layers.corridors is not None:
        pages.append(folder / f"{atlas.settings.corridors_page}.html")
        make_corridors_page(atlas, layers, version=version).save(pages[-1])
    return [*pages, write_index(atlas, folder, version=version, corridors=len(pages) > 1)]
