"""Read one shelf of the index: the places and names that are under one licence.

A shelf is two files. ``NAME.trie`` is a MARISA trie of keys (see `geo.gazetteer.folding`).
``NAME.shelf`` has a header in plain text and these sections, little-endian:

``slots``
    One 32-bit word a key: a posting, or the place of its postings in ``postings``.
``postings``
    Runs of postings, each run behind its length. A posting has the number of a place (18
    bits), a hash of the plain form of the name without generic words (8 bits) and flags.
``places``
    One record a place: longitude and latitude in 1e-5 degrees, id, first-level unit, kind with
    origin, and prominence (eight times the binary logarithm of the population).
``dictionary``
    What names have in common, which zlib is given for each block.
``blocks``, ``text``
    The names of 12 places at a time, compressed.

Both files are mapped into memory, never read whole. Sizes, the header and the trie are checked
when a shelf is opened; the other sections page by page before a page is first used, so that a
damaged file is reported and never half-read, and a look-up does not pay for a whole file.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from functools import cached_property

from geo.errors import DataError

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

MAGIC = b"GEOSHELF"
VERSION = 3
PLACE = struct.Struct("<iiIHBB")
PLACES_IN_A_BLOCK = 12
PAGE_BITS = 14
PAGE = 1 << PAGE_BITS
SHORTEST_HEAD, LONGEST_HEAD = 2, 6  # letters of the heads of keys that may be crowded
SECTIONS = ("slots", "postings", "places", "blocks", "dictionary", "text")
RAW = -15  # deflate without zlib's header and checksum, since pages have their own
MANY = 0x8000_0000
PLACE_BITS = 18
HASH_SHIFT = PLACE_BITS
FLAG_SHIFT = PLACE_BITS + 8
PLACE_MASK = (1 << PLACE_BITS) - 1
PRIMARY = 1
HISTORICAL = 2
OLD_NAME = "\x01"  # before an old name in the text; its dates and source follow OLD_NOTE
OLD_NOTE = "\x02"
EXTRA = "\x03"  # before what else is known of a place
REBUILD = (
    "reinstall the package, or in a checkout run: python data/prepare/gazetteer.py --cache DIR"
)


class Row:
    """One place as a shelf holds it; written out, since making a dataclass costs 1 ms."""

    __slots__ = ("kind", "latitude", "longitude", "number", "prominence", "unit")

    def __init__(  # noqa: PLR0917 - one argument a field of the record
        self,
        longitude: float,
        latitude: float,
        number: int,
        unit: int,
        kind: int,
        prominence: float,
    ) -> None:
        self.longitude = longitude
        self.latitude = latitude
        self.number = number
        self.unit = unit
        self.kind = kind
        self.prominence = prominence


def plain_hash(plain: str) -> int:
    """Return eight bits that tell plain forms apart."""
    return zlib.crc32(plain.encode("utf-8", "surrogatepass")) & 0xFF


class _Pages:
    """A section that is checked page by page before it is used."""

    def __init__(self, path: str, name: str, content: memoryview, checksums: memoryview) -> None:
        self.content = content
        self.checked = bytearray(len(checksums))
        self._path, self._name, self._checksums = path, name, checksums

    def check(self, start: int, end: int) -> None:
        """Check the pages that hold some bytes, unless that was done before.

        Raises
        ------
        DataError
            If a page does not have its checksum.
        """
        for page in range(start >> PAGE_BITS, (end - 1 >> PAGE_BITS) + 1):
            if not self.checked[page]:
                part = self.content[page * PAGE : (page + 1) * PAGE]
                if zlib.crc32(part) != self._checksums[page]:
                    raise damaged(self._path, f"page {page} of {self._name!r} is not as written")
                self.checked[page] = 1


class Shelf:
    """One part of the index, opened for reading.

    Parameters
    ----------
    path
        Path of the ``.shelf`` file; its ``.trie`` lies beside it.

    Raises
    ------
    DataError
        If a file is missing, damaged or of another version.
    """

    def __init__(self, path: str) -> None:
        import marisa_trie  # a gazetteer of an atlas's own places needs none

        self.path = path
        trie_path = path.removesuffix(".shelf") + ".trie"
        self._map = _mapped(path)
        self.header = _header(path, self._map)
        self.name = self.header["name"]
        _, length, crc = self._extent("trie")
        trie = _mapped(trie_path)
        if len(trie) != length or zlib.crc32(trie) != crc:
            raise damaged(trie_path, "it is not as written")
        self._trie = marisa_trie.BinaryTrie().mmap(trie_path)
        view = memoryview(self._map)
        self._slots, self._runs, self._places, self._blocks, self._dictionary, self._text = (
            self._pages(view, name) for name in SECTIONS
        )
        self._slot = self._slots.content.cast("I")
        self._run = self._runs.content.cast("I")
        self._block = self._blocks.content.cast("I")
        self._words: memoryview | None = None
        self._units: list[Any] = self.header["units"].split(";")
        self._kinds = [kind.split("/") for kind in self.header["kinds"].split(",")]
        self._recent: dict[int, list[str]] = {}

    @cached_property
    def crowded(self) -> frozenset[str]:
        """The heads of keys, up to `LONGEST_HEAD` letters, that very many keys have."""
        return frozenset(self.header["crowded"].split(","))

    def __reduce__(self) -> tuple[type[Shelf], tuple[str]]:
        """Let another process open the same files."""
        return type(self), (self.path,)

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._places.content) // PLACE.size

    def __contains__(self, key: object) -> bool:
        """Tell whether a key is filed here."""
        return isinstance(key, str) and key.encode() in self._trie

    def postings(self, key: str) -> Sequence[int]:
        """Return the postings of a key, the most prominent place first; empty if it is unknown."""
        number = self._trie.get(key.encode())
        if number is None:
            return ()
        if not self._slots.checked[number >> PAGE_BITS - 2]:
            self._slots.check(number * 4, number * 4 + 4)
        slot = self._slot[number]
        if slot < MANY:
            return (slot,)
        start = slot - MANY
        run, checked = self._run, self._runs.checked
        if not checked[start >> PAGE_BITS - 2]:
            self._runs.check(start * 4, start * 4 + 4)
        end = start + 1 + run[start]
        if not checked[end - 1 >> PAGE_BITS - 2]:
            self._runs.check(start * 4, end * 4)
        return run[start + 1 : end]

    def filed(self, keys: Iterable[bytes]) -> list[bytes]:
        """Return those of some keys, in UTF-8, that are filed here."""
        trie = self._trie
        return [key for key in keys if key in trie]

    def keys(self, prefix: bytes = b"") -> list[bytes]:
        """Return all keys with a prefix, in UTF-8."""
        found: list[bytes] = self._trie.keys(prefix)
        return found

    def row(self, number: int) -> Row:
        """Return the record of a place."""
        start = number * PLACE.size
        if not self._places.checked[start >> PAGE_BITS]:
            self._places.check(start, start + PLACE.size)
        lon, lat, identifier, unit, kind, prominence = PLACE.unpack_from(
            self._places.content, start
        )
        return Row(lon / 1e5, lat / 1e5, identifier, unit, kind, prominence / 8)

    def rows(self) -> Iterator[Row]:
        """Yield the records of all places, in the order of their numbers."""
        self._places.check(0, max(len(self._places.content), 1))
        for lon, lat, number, unit, kind, prominence in PLACE.iter_unpack(self._places.content):
            yield Row(lon / 1e5, lat / 1e5, number, unit, kind, prominence / 8)

    def packed(self) -> memoryview:
        """Return the records of all places as `PLACE` packs them."""
        self._places.check(0, len(self._places.content))
        return self._places.content

    def codes(self, kinds: Sequence[str], *, origins: Sequence[str]) -> list[int]:
        """Return how the records code some kinds of place of some origins of the header."""
        return [
            code
            for code, (kind, origin) in enumerate(self._kinds)
            if kind in kinds and origin in origins
        ]

    def names(self, number: int) -> list[str]:
        """Return the names of a place, the display name first.

        Old names begin with `OLD_NAME`, and what else is known with `EXTRA`.

        Raises
        ------
        DataError
            If the block of names is damaged.
        """
        block, place = divmod(number, PLACES_IN_A_BLOCK)
        texts = self._recent.get(block)
        if texts is None:
            if len(self._recent) >= RECENT_BLOCKS:
                self._recent.clear()
            texts = self._recent[block] = self._texts(block)
        return texts[place].split("\n")

    def _texts(self, block: int) -> list[str]:
        if self._words is None:
            self._dictionary.check(0, max(len(self._dictionary.content), 1))
            self._words = self._dictionary.content
        self._blocks.check(block * 4, block * 4 + 8)
        start, end = self._block[block], self._block[block + 1]
        self._text.check(start, end)
        packed = self._text.content[start:end]
        return zlib.decompressobj(RAW, self._words).decompress(packed).decode().split("\0")

    def unit(self, row: Row) -> tuple[str, str, str]:
        """Return (country, ISO 3166-2 code, name) of the unit that a place lies in."""
        unit: Any = self._units[row.unit]
        if unit.__class__ is str:  # a header has thousands, a look-up needs a few
            unit = self._units[row.unit] = tuple(unit.split("|"))
        return unit  # type: ignore[no-any-return]

    def kind(self, row: Row) -> str:
        """Return the kind of a place: a value of `PlaceKind`, or ``district``."""
        return self._kinds[row.kind][0]

    def identity(self, row: Row) -> tuple[str, str, str, float]:
        """Return id, source, licence and accuracy in metres of a place."""
        origin = self.header[f"origin.{self._kinds[row.kind][1]}"]
        prefix, source, licence, accuracy = origin.split("|")
        return f"{prefix}{row.number}", source, licence, float(accuracy)

    def verify(self) -> None:
        """Check every page, as a look-up would when it came to it.

        Raises
        ------
        DataError
            If anything is damaged.
        """
        for part in (
            self._slots, self._runs, self._places, self._blocks, self._dictionary, self._text,
        ):  # fmt: skip
            part.check(0, max(len(part.content), 1))

    def _extent(self, section: str) -> tuple[int, int, int]:
        start, length, last = map(int, self.header[section].split(","))
        return start, length, last

    def _pages(self, view: memoryview, section: str) -> _Pages:
        start, length, sums = self._extent(section)
        count = max(-(-length // PAGE), 1)
        if max(start + length, sums + 4 * count) > len(view):
            raise damaged(self.path, "it is shorter than its header says")
        checksums = view[sums : sums + 4 * count].cast("I")
        return _Pages(self.path, section, view[start : start + length], checksums)


RECENT_BLOCKS = 512  # decompressed blocks of names kept, 3 kB each


def _mapped(path: str) -> mmap.mmap:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs 4 ms
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise damaged(path, f"it cannot be read ({error})") from error


def _header(path: str, content: mmap.mmap) -> dict[str, str]:
    if content[:8] != MAGIC or len(content) < len(MAGIC) + 12:
        raise damaged(path, "it is not a shelf")
    version, length, crc = struct.unpack_from("<III", content, 8)
    if version != VERSION:
        raise damaged(path, f"it has version {version}, this package reads version {VERSION}")
    raw = content[20 : 20 + length]
    if len(raw) != length or zlib.crc32(raw) != crc:
        raise damaged(path, "its header is not as written")
    return dict(line.split("=", 1) for line in raw.decode().splitlines() if line)


def damaged(path: str, what: str) -> DataError:
    """Return the error that says what is wrong with an index file and how to mend it."""
    name = os.path.basename(path)  # noqa: PTH119 - pathlib costs 4 ms
    msg = f"the gazetteer index {name!r} is damaged or outdated: {what}; {REBUILD}"
    return DataError(msg)
