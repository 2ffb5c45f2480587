"""Write the shelves that `geo.gazetteer.shelf` reads; equal input gives equal bytes."""

from __future__ import annotations

import math
import struct
import sys
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DATA.parent))

from geo.gazetteer import shelf  # noqa: E402
from geo.gazetteer.folding import filing_keys, is_code, plain, split_generic  # noqa: E402
from geo.gazetteer.sounds import SHORTEST, skeleton  # noqa: E402

MOST_ALIKE = 80  # keys with one head: to compare more takes longer than to try edits of one letter
WINDOW = 32_000  # bytes of the dictionary; deflate looks back 32 kB
SHORTEST_COMMON, LONGEST_COMMON, LEAST_COMMON = 3, 14, 6  # letters, and times that a part occurs


@dataclass(slots=True)
class Entry:
    """One place on its way into a shelf.

    ``names`` begins with the display name; ``historical`` are pairs of a name and a note
    (``from/to/source``).
    """

    number: int
    longitude: float
    latitude: float
    kind: str  # a value of PlaceKind or "district"
    origin: str  # a key of the shelf's origins
    unit: tuple[str, ...]
    population: float
    names: list[str]
    extra: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    historical: list[tuple[str, str]] = field(default_factory=list)


def prominence(population: float) -> int:
    """Return eight times the binary logarithm of a population, in one byte."""
    return min(255, round(8 * math.log2(max(population, 1))))


def postings_of(entries: list[Entry]) -> dict[str, list[int]]:
    """Return the postings of every key, the most prominent place first."""
    by_key: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        marked = [(entry.names[0], shelf.PRIMARY)]
        marked += [(name, 0) for name in entry.names[1:]]
        marked += [(name, shelf.HISTORICAL) for name, _ in entry.historical]
        for name, flag in marked:
            if is_code(name):
                by_key[f"={name}"][number, 0] = 0
                continue
            bare = plain(split_generic(name)[0])
            if not bare:
                continue
            bits = shelf.plain_hash(bare)
            for one in all_keys(name, entry.readings):
                found = by_key[one]
                found[number, bits] = found.get((number, bits), flag) | flag
    return {
        one: [
            number | bits << shelf.HASH_SHIFT | flag << shelf.FLAG_SHIFT
            for (number, bits), flag in sorted(
                found.items(), key=lambda item: (-entries[item[0][0]].population, item[0])
            )
        ]
        for one, found in by_key.items()
    }


def all_keys(name: str, readings: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the keys that a name is filed under, those of second readings included."""
    found = list(filing_keys(name))
    lower = name.lower()
    for letters, reading in readings:
        if letters in lower:
            found += filing_keys(lower.replace(letters, reading))
    return list(dict.fromkeys(found))


def write(path: Path, entries: list[Entry], header: dict[str, str]) -> None:
    """Write a shelf and its trie."""
    write_postings(path, postings_of(entries), entries, header)


def write_sounds(
    path: Path, entries: list[Entry], header: dict[str, str], wanted: Callable[[Entry], bool]
) -> None:
    """Write the index of consonants: postings that count the places of another shelf."""
    by_sound: dict[str, set[int]] = defaultdict(set)
    for number, entry in enumerate(entries):
        if wanted(entry):
            for name in entry.names:
                for one in filing_keys(name):
                    sound = skeleton(one) if one.isascii() else ""
                    if len(sound) >= SHORTEST:
                        by_sound[sound].add(number)
    postings = {
        sound: sorted(numbers, key=lambda n: (-entries[n].population, n))
        for sound, numbers in by_sound.items()
    }
    write_postings(path, postings, [], header)


def write_postings(
    path: Path, postings: dict[str, list[int]], entries: list[Entry], header: dict[str, str]
) -> None:
    """Write a shelf whose postings are made."""
    trie = marisa_trie.Trie(sorted(postings), order=marisa_trie.LABEL_ORDER)
    slots = [0] * len(postings)
    runs: list[int] = []
    for one, found in postings.items():
        if len(found) == 1:
            slots[trie[one]] = found[0]
        else:
            slots[trie[one]] = shelf.MANY | len(runs)
            runs += [len(found), *found]
    units = sorted({entry.unit for entry in entries}) or [("", "", "")]
    kinds = sorted({f"{entry.kind}/{entry.origin}" for entry in entries})
    places = b"".join(
        shelf.PLACE.pack(
            round(entry.longitude * 1e5), round(entry.latitude * 1e5), entry.number,
            bisect_left(units, entry.unit),
            kinds.index(f"{entry.kind}/{entry.origin}"), prominence(entry.population),
        )
        for entry in entries
    )  # fmt: skip
    texts = [_names_text(entry) for entry in entries]
    words = _dictionary(texts)
    blocks, text = _text(texts, words)
    sections = {
        "slots": struct.pack(f"<{len(slots)}I", *slots),
        "postings": struct.pack(f"<{len(runs)}I", *runs),
        "places": places,
        "blocks": struct.pack(f"<{len(blocks)}I", *blocks),
        "dictionary": words,
        "text": text,
    }
    trie_bytes = trie.tobytes()
    path.with_suffix(".trie").write_bytes(trie_bytes)
    head = {
        **header,
        "kinds": ",".join(kinds),
        "crowded": ",".join(_crowded(postings)),
        "units": ";".join("|".join(unit) for unit in units),
        "trie": f"0,{len(trie_bytes)},{zlib.crc32(trie_bytes)}",
    }
    path.write_bytes(_assembled(head, sections))


def _crowded(keys: Iterable[str]) -> list[str]:
    """Return the beginnings that more keys have than a search for misspellings should compare."""
    counts = Counter(
        key[:length]
        for key in keys
        if key.isascii() and key.isalpha()
        for length in range(shelf.SHORTEST_HEAD, min(len(key), shelf.LONGEST_HEAD) + 1)
    )
    return sorted(head for head, count in counts.items() if count > MOST_ALIKE)


def _dictionary(texts: list[str]) -> bytes:
    """Return the names and words that occur most, those that save most last, as zlib wants it."""
    counts = Counter(
        part
        for text in texts
        for name in text.split("\n")
        for part in ([f"\n{name}"] if len(name) < LONGEST_COMMON else name.split(" "))
        if len(part) >= SHORTEST_COMMON
    )
    saved = {
        part: count * (len(part.encode()) - 2)
        for part, count in counts.items()
        if count >= LEAST_COMMON
    }
    return "".join(sorted(saved, key=lambda part: (saved[part], part))).encode()[-WINDOW:]


def _text(texts: list[str], words: bytes) -> tuple[list[int], bytes]:
    offsets, parts = [0], []
    for start in range(0, len(texts), shelf.PLACES_IN_A_BLOCK):
        block = "\0".join(texts[start : start + shelf.PLACES_IN_A_BLOCK]).encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, shelf.RAW, 9, zlib.Z_DEFAULT_STRATEGY, words)
        packed = packer.compress(block) + packer.flush()
        parts.append(packed)
        offsets.append(offsets[-1] + len(packed))
    return offsets, b"".join(parts)


def _names_text(entry: Entry) -> str:
    old = [f"{shelf.OLD_NAME}{name}{shelf.OLD_NOTE}{note}" for name, note in entry.historical]
    lines = [*entry.names, *old]
    if entry.extra:
        lines.append(f"{shelf.EXTRA}{entry.extra}")
    return "\n".join(lines)


def _assembled(head: dict[str, str], sections: dict[str, bytes]) -> bytes:
    """Put the header before the sections and the checksums of their pages behind them."""
    extents = dict.fromkeys(sections, "0,0,0")
    length = 0
    for _ in range(4):  # offsets have more digits once they are known
        text = "\n".join(f"{k}={v}" for k, v in {**head, **extents}.items()).encode()
        length = _aligned(len(text) + 64)
        offset = 20 + length
        for name, content in sections.items():
            sums = offset + _aligned(len(content))
            extents[name] = f"{offset},{len(content)},{sums}"
            offset = sums + 4 * len(_checksums(content))
    text = text.ljust(length, b"\n")
    out = bytearray(shelf.MAGIC + struct.pack("<III", shelf.VERSION, length, zlib.crc32(text)))
    out += text
    for content in sections.values():
        sums = _checksums(content)
        out += content.ljust(_aligned(len(content)), b"\0") + struct.pack(f"<{len(sums)}I", *sums)
    return bytes(out)


def _aligned(length: int) -> int:
    return (length + 3) // 4 * 4


def _checksums(content: bytes) -> list[int]:
    starts = range(0, max(len(content), 1), shelf.PAGE)
    return [zlib.crc32(content[start : start + shelf.PAGE]) for start in starts]
