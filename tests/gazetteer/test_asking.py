"""What is a name, and what follows it."""

import pytest

from geo.gazetteer.asking import cleaned, parts, refusal


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("x" * 10_000, "at most"),
        ("...", "letters"),
        ("0", "no letter"),
        ("1234 5678", "no letter"),
        ("<script>alert(1)</script>", "characters"),
        ("SELECT * FROM places", "characters"),
        ("https://example.org/Astana", "characters"),
        ("user@example.org", "characters"),
        ("{{ name }}", "characters"),
        ("46.745, 82.958 Tacheng", "characters"),
        ("Astana\x00", "characters"),
        ("🇰🇿", "characters"),
        ("None", "missing value"),
        ("NaN", "missing value"),
        ("неизвестно", "missing value"),
        ("the third cross-border railway connects Ayagoz and Tacheng now", "words"),
    ],
)
def test_refused(query, why, gazetteer):
    assert why in refusal(query, cleaned(query))
    answer = gazetteer.locate(query)
    assert answer.verdict.value == "unknown"
    assert why in answer.reason
    assert answer.candidates == ()
    assert answer.best is None


@pytest.mark.parametrize(
    "name", ["St. Petersburg", "Nur-Sultan", "T’a-ch’eng", "Coeur d'Alene", "10 km"]
)
def test_names_with_marks_are_names(name):
    assert refusal(name, cleaned(name)) == ""


def test_cleaned():
    assert cleaned("  Астана ,\n") == "Астана"
    assert cleaned("Ayago\u0308z") == "Ayagöz"


def test_parts():
    assert parts("Tacheng (Xinjiang), China") == ["Tacheng", "Xinjiang", "China"]
    assert parts("塔城，中国") == ["塔城", "中国"]
