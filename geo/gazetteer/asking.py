"""Read a query: refuse what is no name, split off what it lies in, fold the rest."""

from __future__ import annotations

import unicodedata

from geo.gazetteer.folding import LONGEST_NAME, asked_keys, is_code, key, plain, split_generic

MOST_WORDS = 8
# What tables say where nothing is known; None is also a town in Italy.
NO_VALUE = frozenset(
    (
        "none", "null", "nan", "nil", "n/a", "na", "unknown", "undefined", "test", "true", "false",
        "tbd", "нет", "неизвестно", "未知", "无", "测试",
    )
)  # fmt: skip
_NO_NAME_HAS = frozenset("<>{}[]|\\^`=_~*#$%@!?+")
_NO_CATEGORIES = frozenset({"Cc", "Cs", "Co", "So"})
_DECIMAL_POINTS = frozenset(".,:")
_BETWEEN_PARTS = str.maketrans(dict.fromkeys("،，;()（）", ","))
_AROUND = ' .,;:"«»“”'


class Asked:
    """A query in the forms that look-ups need.

    Parameters
    ----------
    text
        The name, cleaned.
    bare
        The name without generic words.
    said
        The kind that the generic words said.
    keys
        The keys to look under.
    """

    __slots__ = ("bare", "bare_plain", "keys", "plain", "said", "text")

    def __init__(self, text: str, bare: str, said: str, keys: tuple[str, ...]) -> None:
        self.text = text
        self.plain = plain(text)
        self.bare = bare
        self.bare_plain = self.plain if bare == text else plain(bare)
        self.keys = keys
        self.said = said

    @property
    def may_be_misspelt(self) -> bool:
        """Whether it is in bare letters: one with accents or apostrophes follows a system."""
        return self.bare.isascii() and self.bare.replace(" ", "").isalpha()

    def with_keys(self, keys: tuple[str, ...]) -> Asked:
        """Return the same query under other keys."""
        return Asked(self.text, self.bare, self.said, keys)


def cleaned(query: str) -> str:
    """Return a query in NFC with single spaces; empty if it is longer than a name can be."""
    if len(query) > 4 * LONGEST_NAME:
        return ""
    text = query if query.isascii() else unicodedata.normalize("NFC", query)
    text = " ".join(text.split()).strip(_AROUND)
    return text if len(text) <= LONGEST_NAME else ""


def refusal(query: str, text: str) -> str:
    """Return why a query cannot be a name, or an empty string.

    Parameters
    ----------
    query
        What was asked.
    text
        The same, `cleaned`.
    """
    if not query or query.isspace():
        return "the name is empty"
    if not text:
        return f"a name has letters, and at most {LONGEST_NAME} characters"
    if text.casefold() in NO_VALUE:
        return "it is a word for a missing value"
    if text.isalpha():
        return ""
    return _refusal_of_marks(text)


def _refusal_of_marks(text: str) -> str:
    odd = not _NO_NAME_HAS.isdisjoint(text) or "--" in text or "://" in text
    if odd or _has_decimals(text) or any(unicodedata.category(c) in _NO_CATEGORIES for c in text):
        return "it has characters that no name has"
    if not any(map(str.isalpha, text)):
        return "it has no letter"
    if text.count(" ") >= MOST_WORDS:
        return f"a name has at most {MOST_WORDS} words"
    return ""


def _has_decimals(text: str) -> bool:
    return any(
        c in _DECIMAL_POINTS and text[i - 1].isdigit() and text[i + 1].isdigit()
        for i, c in enumerate(text[1:-1], start=1)
    )


def parts(text: str) -> list[str]:
    """Split a query at commas and parentheses: the name first, then what it lies in.

    Examples
    --------
    >>> parts("Tacheng (Xinjiang), China")
    ['Tacheng', 'Xinjiang', 'China']
    """
    return [part.strip() for part in text.translate(_BETWEEN_PARTS).split(",") if part.strip()]


def asked(text: str) -> Asked:
    """Fold one name."""
    bare, said = split_generic(text)
    found = asked_keys(bare) or (key(text),)
    if is_code(text):
        found = (f"={text}", *found)
    return Asked(text, bare, said, found)
