"""Make a page known to chats and other pages: its address, its picture, its oEmbed answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.files import write_json
from geo.text import for_html, web_link

if TYPE_CHECKING:
    from geo.maps.page import PageMap

PICTURE = (1200, 630)
"""Width and height of a preview picture in pixels, as chats show it."""
_FRAME = ("100%", 600)
_WIDTH = 1000
SANDBOX = "allow-scripts allow-popups"
"""What a frame around a page must be allowed; `tools.js` writes the same."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How pages are shared.

    Parameters
    ----------
    address
        Address of the folder that the pages will stand in, ``https://host/path/``; the pages
        then say where they are, and an oEmbed file stands beside each.
    pictures
        Whether a preview picture stands beside each page; it takes an installed Chromium.

    Raises
    ------
    InputError
        If the address is none.
    """

    address: str | None = None
    pictures: bool = False

    def __post_init__(self) -> None:
        """Refuse an address that is not the address of a folder on the web."""
        given = self.address
        if given is not None and (web_link(given) is None or not {"?", "#"}.isdisjoint(given)):
            msg = f"{self.address!r} is not an address; allowed: https://host/path/"
            raise InputError(msg)

    def of(self, name: str) -> str:
        """Return the address of a file of the build; its name where no address is known."""
        return name if self.address is None else f"{self.address.rstrip('/')}/{name}"

    def check(self) -> None:
        """Raise `DataError` early if pictures are wanted and cannot be taken."""
        if self.pictures:
            from geo.errors import require_extra
            from geo.maps.snapshot import find_chromium

            require_extra("playwright", extra="snapshot")
            find_chromium()


def save_shared(page: PageMap, folder: Path, name: str, sharing: Sharing) -> list[Path]:
    """Write a page, and what it is shared by, into a folder.

    Parameters
    ----------
    page
        The page.
    folder
        Where to write; it must exist.
    name
        File name of the page, without ending.
    sharing
        How it is shared.

    Returns
    -------
    list of pathlib.Path
        The page first.
    """
    path = folder / f"{name}.html"
    document = page.document
    if sharing.pictures:
        document.preview = sharing.of(f"{name}.png")
    if sharing.address is not None:
        document.address = sharing.of(path.name)
        document.oembed = sharing.of(f"{name}.oembed.json")
    page.save(path)
    written = [path]
    if sharing.pictures:
        from geo.maps.snapshot import snapshot

        written.append(snapshot(path, folder / f"{name}.png", screen=PICTURE))
    if sharing.address is not None:
        written.append(folder / f"{name}.oembed.json")
        write_json(written[-1], _oembed(page, sharing, name))
    return written


def frame(address: str, title: str) -> str:
    """Return the code of a frame that shows a page inside another."""
    width, height = _FRAME
    return (
        f'<iframe src="{for_html(address)}" title="{for_html(title)}" width="{width}"'
        f' height="{height}" loading="lazy" sandbox="{SANDBOX}" allow="fullscreen"></iframe>'
    )


def _oembed(page: PageMap, sharing: Sharing, name: str) -> dict[str, Any]:
    """Answer as oEmbed 1.0 (oembed.com) has it for type ``rich``."""
    title = page.document.title or name
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "html": frame(sharing.of(f"{name}.html"), title),
        "width": _WIDTH,
        "height": _FRAME[1],
    }
    if sharing.pictures:
        width, height = PICTURE
        answer |= {
            "thumbnail_url": sharing.of(f"{name}.png"),
            "thumbnail_width": width,
            "thumbnail_height": height,
        }
    return answer
