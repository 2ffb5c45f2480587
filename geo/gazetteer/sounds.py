"""Reduce names to the consonants that survive any transcription.

Chinese, Arabic, Korean and Japanese texts write foreign names by sound: 阿拉尔斯克 is Aralsk,
فئودوروفکا is Fedorovka. No rule gives the spelling back, but the order of the consonants
survives, in classes: P T K S V R M N for b/p, d/t, g/k/h, all sibilants, v/f/w, l/r, m, n; A
stands for a vowel at the start. Names with the consonants of a query are then compared with
it sound by sound.
"""

from __future__ import annotations

import re
from itertools import product

from geo.gazetteer.folding import arabic_key, has_han, key, romanised, script_of

SHORTEST = 3  # classes: with fewer, too many names sound alike
MOST_READINGS = 24
KANA = frozenset({"Katakana", "Hiragana"})
LEAST_LIKENESS = 0.7

_CLASSES = str.maketrans("bpdtkghlrmnvsC", "PPTTKKKRRMNVSS", "aeiu")
_NASAL = re.compile("ng(?=[^aeiu]|$)")
_BEFORE_LABIAL = re.compile("M(?=P|$)")
_DOUBLE = re.compile(r"(.)\1+")
_SYLLABLE = re.compile("[A-Z][a-z]*")
_INITIAL = re.compile("^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsw])?(.*)$")

# How the initial of a Chinese syllable may render a foreign consonant, as letters of a key.
_INITIALS = {
    "b": "b", "p": "p", "m": "m", "f": "v", "d": "d", "t": "t", "n": "n", "l": "r", "g": "g",
    "k": "k", "h": "h", "j": "stdk", "q": "Cts", "x": "sh", "zh": "C", "ch": "C", "sh": "C",
    "r": "C", "z": "s", "c": "s", "s": "s", "w": "v", "": "",
}  # fmt: skip
# Characters that are read otherwise in a transcription than by themselves.
_TRANSCRIBING = str.maketrans({"什": "Shi", "地": "Di", "都": "Du", "勒": "Le", "泊": "Bo"})
# Syllables that stand for a bare consonant unless they begin the name.
_BARE = frozenset({"si", "ke", "te", "de", "ge", "fu", "pu", "bu", "mu", "zi", "ci", "shi", "le"})


def skeleton(one: str) -> str:
    """Return the consonant classes of a key.

    Examples
    --------
    >>> skeleton("aralsk"), skeleton("veduruvka")
    ('ARRSK', 'VTRVK')
    """
    head = "A" if one[:1] in "aeiu" else ""
    classes = _NASAL.sub("n", one).translate(_CLASSES)
    return head + _BEFORE_LABIAL.sub("N", classes)


def readings(name: str) -> list[str]:
    """Return keys that a name in another script may sound like, the likeliest first.

    Examples
    --------
    >>> readings("阿拉尔斯克")
    ['ararsk']
    """
    if script_of(name) in KANA:
        latin = romanised(name)
        foreign = latin.replace("b", "v").replace("tsu", "tu")  # kana has no v and no tu
        return list(dict.fromkeys((key(latin), key(foreign))))
    if not has_han(name):
        return [arabic_key(name) or key(romanised(name))]
    latin = romanised(name.translate(_TRANSCRIBING))
    options = [_syllable(s.lower(), i == 0) for i, s in enumerate(_SYLLABLE.findall(latin))]
    found: list[str] = []
    for choice in product(*options):
        found.append(_DOUBLE.sub(r"\1", "".join(choice)))
        if len(found) == MOST_READINGS:
            break
    return found


def _syllable(syllable: str, first: bool) -> list[str]:  # noqa: FBT001
    if syllable == "er":
        return ["r"]
    if syllable in {"wu", "yi", "yu"}:
        return ["u" if syllable != "yi" else "i"]
    match = _INITIAL.match(syllable)
    initial, final = (match.group(1) or "", match.group(2)) if match else ("", syllable)
    sounds = _INITIALS[initial] or ("",)
    if syllable in _BARE and not first:
        return list(sounds)
    vowel = final.replace("ng", "n").replace("uo", "u").replace("o", "u").replace("y", "i")
    return [sound + vowel.replace("ie", "e") for sound in sounds]


def likeness(a: str, b: str) -> float:
    """Return how alike two keys sound, 0 to 1; l and r count as one sound."""
    from rapidfuzz.fuzz import ratio  # 14 ms, rarely needed

    return ratio(a.replace("l", "r").replace("C", "s"), b.replace("l", "r").replace("C", "s")) / 100
