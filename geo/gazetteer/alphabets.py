"""List the letters of the scripts and the sounds that keys keep of them.

The alphabet of keys is ``a e i u b d g h k l m n p r s t v C``: C stands for sh, ch and zh
(ш, ч, ж), s for s, z and ts, v for v, w and f, u for all of o, ö, u, ü and i for all of i, y,
j, ы. See `geo.gazetteer.folding.key`.
"""

from __future__ import annotations

# Letters that Unicode does not decompose.
SPECIAL_LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ə": "a", "ɵ": "o", "ŋ": "ng", "ħ": "h", "ƣ": "gh", "ɣ": "gh", "ⱨ": "h", "ⱪ": "q",
    "ƙ": "k", "ʉ": "u", "ɨ": "i",
}  # fmt: skip

# Letters whose mark makes another sound.
SIBILANTS = {
    "š": "sh", "ş": "sh", "ș": "sh", "ŝ": "sh", "č": "ch", "ç": "ch", "ž": "zh", "ż": "zh",
    "ǰ": "zh",
}  # fmt: skip

LATIN = str.maketrans("ojyqcwfzx", "uiikkvvsh")
DIGRAPHS_WITH_H = (
    ("shch", "C"), ("tsch", "C"), ("sch", "C"), ("tch", "C"), ("ch", "C"), ("sh", "C"),
    ("zh", "C"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("ph", "f"), ("dh", "d"), ("bh", "b"),
    ("rh", "r"),
)  # fmt: skip
DIGRAPHS_WITH_C = (("cz", "C"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ck", "k"))

# Letters with two readings: j (German Ajagös, French Jarkent), x (Uzbek Xiva, Alexandrov,
# Pinyin Xi), ё for Turkic ö, ý and letters with an apostrophe in the drafts of the Kazakh
# Latin alphabet (Aqtaý, S'ymkent).
SECOND_READINGS = {
    "j": ("zh",), "x": ("ks", "sh"), "ё": ("о",), "ë": ("o",), "ý": ("u",),
    "s'": ("sh",), "s’": ("sh",), "c'": ("ch",), "c’": ("ch",), "y'": ("u",), "y’": ("u",),
}  # fmt: skip

# How other systems than the index's write sounds: German and scientific ch is х, ISO 9 â is я and
# û is ю. Names are looked up so, not filed.
FOREIGN_READINGS = {
    "ch": (("tsch", "zh"), ("sch", "sh"), ("tch", "zh"), ("ch", "kh")),
    "â": (("â", "ya"),),
    "û": (("û", "yu"),),
}

CYRILLIC = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e",
        "ё": "e", "ж": "C", "җ": "C", "з": "s", "и": "i", "й": "i", "к": "k", "қ": "k", "ҡ": "k",
        "л": "l", "м": "m", "н": "n", "ң": "n", "о": "u", "ө": "u", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ұ": "u", "ү": "u", "ў": "u", "ф": "v", "х": "h", "ҳ": "h", "һ": "h",
        "ц": "s", "ч": "C", "ҷ": "C", "ш": "C", "щ": "C", "ъ": "", "ы": "i", "і": "i", "ї": "i",
        "ь": "", "э": "e", "є": "e", "ю": "iu", "я": "ia", "ј": "i", "љ": "l", "њ": "n", "ћ": "C",
        "ђ": "C", "џ": "C", "ӣ": "i", "ӯ": "u", "ҫ": "s", "ҙ": "s", "ѕ": "s", "ќ": "k", "ѓ": "g",
        "ӡ": "s",
    }
)  # fmt: skip

ARABIC = str.maketrans(
    {
        "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ە": "e", "ب": "b", "پ": "p", "ت": "t",
        "ط": "t", "ث": "s", "ج": "C", "چ": "C", "ح": "h", "خ": "h", "د": "d", "ذ": "s", "ر": "r",
        "ز": "s", "ژ": "C", "س": "s", "ش": "C", "ص": "s", "ض": "s", "ظ": "s", "ع": "", "غ": "g",
        "ف": "v", "ق": "k", "ك": "k", "ک": "k", "گ": "g", "ڭ": "n", "ل": "l", "م": "m", "ن": "n",
        "ه": "h", "ھ": "h", "ہ": "h", "ة": "a", "و": "u", "ۇ": "u", "ۆ": "u", "ۈ": "u", "ۋ": "v",
        "ي": "i", "ى": "i", "ی": "i", "ې": "e", "ئ": "", "ء": "", "ؤ": "u", "ٴ": "", "ڤ": "v",
        "ٹ": "t", "ڈ": "d", "ڑ": "r", "ے": "e", "ں": "n", "ۀ": "h",
    }
)  # fmt: skip

# Letters of the Arabic script that differ by language or by habit only.
ARABIC_PLAIN = str.maketrans(
    {
        "ك": "ک", "ي": "ی", "ى": "ی", "ې": "ی", "ئ": "ی", "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا",
        "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ۃ": "ه", "ۇ": "و", "ۆ": "و", "ۈ": "و",
        "ۋ": "و", "ؤ": "و", "ۉ": "و", "ٶ": "و", "ٷ": "و", "ٵ": "ا", "ٸ": "ی", "ء": "", "ٴ": "",
    }
)  # fmt: skip
UYGHUR_VOWELS = frozenset("ەۇۆۈې")
UYGHUR_INITIALS = frozenset("اەوىېۇۆۈ")  # after ئ
