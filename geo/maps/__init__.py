"""Map pages: one HTML file that opens anywhere, without network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.layers import Layers
    from geo.maps.sharing import Sharing

__all__ = ["how_drawn", "write_pages"]


def write_pages(
    atlas: Atlas, layers: Layers, folder: Path, *, version: str, sharing: Sharing | None = None
) -> list[Path]:
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
    sharing
        Address and pictures of the pages, if they are to be shared.

    Returns
    -------
    list of pathlib.Path
        The files, the map page first, the index last.
    """
    from geo.maps.elements import make_corridors_page, make_page
    from geo.maps.index import write_index
    from geo.maps.sharing import Sharing, save_shared

    shared, settings = sharing or Sharing(), atlas.settings
    page = make_page(atlas, layers, version=version)
    written = save_shared(page, folder, settings.page, shared)
    if layers.corridors is not None:
        page = make_corridors_page(atlas, layers, version=version)
        written += save_shared(page, folder, settings.corridors_page, shared)
    corridors = layers.corridors is not None
    index = write_index(atlas, folder, version=version, corridors=corridors, layers=layers.tables())
    return [*written, index]


def how_drawn(layers: Layers) -> str:
    """Return how the map page draws its sections: ``"svg"``, or ``"canvas"`` for very many."""
    from geo.maps.elements import is_large

    return "canvas" if is_large(layers) else "svg"
