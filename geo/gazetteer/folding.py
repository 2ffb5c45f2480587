"""Fold a name so that its spellings meet: one key for all romanisations of one name.

Two forms are made. The *plain* form drops what readers do not count as a difference
(case, accents, punctuation, traditional or simplified Han). The *key* goes further: it
brings scripts and romanisations together, so that Аягөз, Аягоз, Ayagoz, Ayaguz, Aiagoz
and Ajagöz have the same key. The index is sorted by keys; plain forms rank what it finds.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from operator import eq

from geo.gazetteer.alphabets import (
    ARABIC,
    ARABIC_PLAIN,
    CYRILLIC,
    DIGRAPHS_WITH_C,
    DIGRAPHS_WITH_H,
    FOREIGN_READINGS,
    LATIN,
    SECOND_READINGS,
    SIBILANTS,
    SPECIAL_LATIN,
    UYGHUR_INITIALS,
    UYGHUR_VOWELS,
)
from geo.gazetteer.words import GENERIC_WORDS, HAN_PEOPLES, HAN_SUFFIXES

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 100  # characters; GeoNames' longest name of a populated place has fewer
SHORTEST_CODE, LONGEST_COUNTRY_CODE, LONGEST_CODE = 2, 3, 6

_NOT_ASCII_LETTERS = {c: None for c in range(128) if not chr(c).isalnum()}
_BETWEEN_WORDS = dict.fromkeys(map(ord, ",;()[]/–—-"), " ")
_ELIDED = ("d'", "d’", "l'", "l’")
# Marks of Latin, Greek and Cyrillic, Hebrew and Arabic; soft hyphen, joiners; letter apostrophes
# and the primes that stand for ь and ъ.
_MARKS = (
    range(0x300, 0x370), range(0x591, 0x5C8), range(0x64B, 0x660), range(0x200C, 0x2010),
    range(0x2B9, 0x2C0), (0xAD, 0x640, 0x670),
)  # fmt: skip
_NO_MARKS = {mark: None for marks in _MARKS for mark in marks}
_PLAIN = _NO_MARKS | str.maketrans(SPECIAL_LATIN) | ARABIC_PLAIN


def plain(name: str) -> str:
    """Return a name without case, accents, punctuation and script variants.

    Examples
    --------
    >>> plain("Ürümqi"), plain("T’a-ch’eng"), plain("塔爾巴哈臺")
    ('urumqi', 'tacheng', '塔尔巴哈台')
    """
    if name.isascii():
        lower = name.lower()
        return lower if lower.isalnum() else lower.translate(_NOT_ASCII_LETTERS)
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(_PLAIN)
    if has_han(folded):
        folded = folded.translate(_simplified())
    if folded.isalnum():
        return folded
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"})


def split_generic(name: str) -> tuple[str, str]:
    """Take generic words off both ends of a name.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    tuple of str
        The rest of the name, and the kind that the words said: a value of `PlaceKind`,
        ``"district"``, or ``""``.

    Examples
    --------
    >>> split_generic("город Аягоз"), split_generic("塔城市"), split_generic("Ayagoz station")
    (('Аягоз', 'city'), ('塔城', 'city'), ('Ayagoz', 'station'))
    """
    if has_han(name):
        return _split_han(name)
    if name.isalpha():
        return name, ""
    words = name.translate(_BETWEEN_WORDS).split()
    if len(words) < 2:  # noqa: PLR2004 - one word is all name
        return name, ""
    words = [w[2:] if w[:2].casefold() in _ELIDED and len(w) > 3 else w for w in words]  # noqa: PLR2004
    kinds = [GENERIC_WORDS.get(word.casefold().rstrip(".")) for word in words]
    first, last = 0, len(words)
    said = ""
    while last - first > 1 and kinds[last - 1] is not None:
        last -= 1
        said = said or kinds[last] or ""
    while last - first > 1 and kinds[first] is not None:
        said = said or kinds[first] or ""
        first += 1
    if last - first == len(words):
        return name, ""
    return " ".join(words[first:last]), said


def _split_han(name: str) -> tuple[str, str]:
    bare = name.strip().translate(_simplified())
    for suffix, kind in HAN_SUFFIXES:
        if len(bare) >= len(suffix) + 2 and bare.endswith(suffix):
            bare = bare[: -len(suffix)]
            if "自治" in suffix:
                bare = _without_peoples(bare)
            return bare, kind
    return bare, ""


def _without_peoples(bare: str) -> str:
    shorter = True
    while shorter:
        shorter = False
        for people in HAN_PEOPLES:
            if len(bare) >= len(people) + 2 and bare.endswith(people):
                bare, shorter = bare[: -len(people)], True
                break
    return bare


def key(name: str) -> str:
    """Return the key under which the spellings of a name are filed.

    Generic words must have been taken off before (see `split_generic`). Names in Latin and
    Cyrillic letters and in Uyghur share one alphabet (see `geo.gazetteer.alphabets`); names
    in other scripts keep their plain form.

    Examples
    --------
    >>> {key(n) for n in ("Аягөз", "Аягоз", "Ayagoz", "Ayaguz", "Aiagoz", "Ajagöz")}
    {'aiagus'}
    """
    if name.isascii():
        return _latin_key(plain(name))
    folded = unicodedata.normalize("NFC", name).casefold()
    first = next((c for c in folded if c.isalpha()), "")
    if "\u0400" <= first <= "\u052f":
        sounds = folded.replace("дж", "ж").replace("тс", "ц").translate(CYRILLIC)
        return _squeezed(_letters(sounds.translate(_NO_MARKS)))
    if _is_uyghur(folded):
        return arabic_key(folded)
    if not _is_latin(first):
        return plain(name)
    for letter, sound in SIBILANTS.items():
        folded = folded.replace(letter, sound)
    return _latin_key(plain(folded))


def forms(name: str) -> tuple[str, str]:
    """Return the plain form and the key of a name without generic words.

    Examples
    --------
    >>> forms("Ayagoz")
    ('ayagoz', 'aiagus')
    """
    folded = plain(name)
    return folded, _latin_key(folded) if name.isascii() else key(name)


def keys(name: str) -> tuple[str, ...]:
    """Return every key that a name may be filed under, the likeliest first.

    Letters with two readings give a key for each.

    Examples
    --------
    >>> keys("Jarkent"), keys("Aqtaý")
    (('iarkent', 'Carkent'), ('aktai', 'aktau'))
    """
    lower = name.lower()
    found = [key(name)]
    for mark, readings in SECOND_READINGS.items():
        if mark in lower:
            found += [key(lower.replace(mark, reading)) for reading in readings]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else (found[0],)


def filing_keys(name: str) -> tuple[str, ...]:
    """Return the keys that a name is filed under: those of the name without generic words.

    Names with letters like š are filed as keyboards without them write it as well.
    """
    bare, _ = split_generic(name)
    found = tuple(one for one in keys(bare) if one)
    if not bare.isascii() and not SIBILANTS.keys().isdisjoint(bare.lower()):
        found = tuple(dict.fromkeys((*found, _latin_key(plain(bare)))))
    return found or (key(name),)


def asked_keys(name: str) -> tuple[str, ...]:
    """Return the keys to look a name up under: further readings come last.

    Examples
    --------
    >>> asked_keys("Balchasch"), asked_keys("Aâgoz")
    (('balCaC', 'balhaC'), ('agus', 'aiagus'))
    """
    found = [one for one in keys(name) if one]
    lower = name.lower()
    for mark, replacements in FOREIGN_READINGS.items():
        if mark in lower:
            other = lower
            for letters, reading in replacements:
                other = other.replace(letters, reading)
            found.append(key(other))
    return tuple(dict.fromkeys(found))


def arabic_key(name: str) -> str:
    """Return the key of a name in Arabic script, read as if it wrote all vowels; else ``""``.

    Uyghur does write them; elsewhere the key serves only to compare sounds.
    """
    first = next((c for c in name if c.isalpha()), "")
    if not "\u0600" <= first <= "\u06ff":
        return ""
    return _squeezed(_letters(name.translate(_NO_MARKS).translate(ARABIC)))


def romanised(name: str) -> str:
    """Return a name in Latin letters, as its script alone tells; only for comparing sounds.

    Examples
    --------
    >>> romanised("塔城"), romanised("アスタナ")
    ('TaCheng', 'asutana')
    """
    from anyascii import anyascii  # 16 ms, only for the rarer scripts

    return anyascii(name)


def script_of(name: str) -> str:
    """Return the script of a name's first letter: ``Han``, ``Arabic``, ``Latin``, or other."""
    first = next((c for c in name if c.isalpha()), "")
    if _is_latin(first):
        return "Latin"
    if _is_han(first):
        return "Han"
    return unicodedata.name(first, "").partition(" ")[0].title()


def of_latin(names: Iterable[str]) -> list[str]:
    """Return the names that do not begin with a letter of another script than Latin."""
    return [n for n in names if n[:1] < "\u0370" or _is_latin(n[0]) or not n[0].isalpha()]


def has_han(name: str) -> bool:
    """Tell whether a name has Han characters."""
    return max(name, default="") >= "\u3400" and any(map(_is_han, name))


def is_code(name: str) -> bool:
    """Tell whether a name is an ISO 3166 code, which counts in capitals only.

    Examples
    --------
    >>> is_code("KZ"), is_code("AND"), is_code("CN-XJ"), is_code("and")
    (True, True, True, False)
    """
    if not (name.isascii() and name.isupper() and SHORTEST_CODE <= len(name) <= LONGEST_CODE):
        return False
    country, hyphen, unit = name.partition("-")
    if not hyphen:
        return len(name) <= LONGEST_COUNTRY_CODE and name.isalpha()
    return len(country) == SHORTEST_CODE and country.isalpha() and unit.isalnum()


@cache
def _simplified() -> dict[int, int]:
    from geo.embedded import path  # read only when a name has Han characters

    pairs = path("gazetteer/han.txt").read_text(encoding="utf-8").splitlines()
    return {ord(pair[0]): ord(pair[1]) for pair in pairs if len(pair) == 2}  # noqa: PLR2004


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003134f"


def _is_latin(letter: str) -> bool:
    return letter < "\u0370" or "\u1e00" <= letter <= "\u1eff" or "\u2c60" <= letter <= "\u2c7f"


def _is_uyghur(folded: str) -> bool:
    if not UYGHUR_VOWELS.isdisjoint(folded):
        return True
    start = folded.find("ئ")
    return 0 <= start < len(folded) - 1 and folded[start + 1] in UYGHUR_INITIALS


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _latin_key(name: str) -> str:
    if "h" in name:
        for digraph, sound in DIGRAPHS_WITH_H:
            name = name.replace(digraph, sound)
    if "c" in name:
        for digraph, sound in DIGRAPHS_WITH_C:
            name = name.replace(digraph, sound)
    if "j" in name:
        name = name.replace("dj", "C").replace("zj", "C")
    name = name.replace("ts", "s").replace("tz", "s").replace("ou", "u")
    return _squeezed(name.translate(LATIN))


def _squeezed(name: str) -> str:
    name = name.replace("dC", "C")
    if True in map(eq, name, name[1:]):
        name = "".join(letter for letter, _ in groupby(name))
    return name.replace("ie", "e")
