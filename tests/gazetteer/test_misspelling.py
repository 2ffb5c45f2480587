"""Misspelt names: which keys are tried, and which place they mean."""

import pytest

from geo.gazetteer.asking import asked
from geo.gazetteer.folding import key
from geo.gazetteer.misspelling import (
    TRIED_A_LETTER,
    edited_before,
    head_of,
    misspelt_matches,
    near_keys,
    slips,
)
from geo.vocab import MatchKind, Verdict


@pytest.mark.parametrize(
    "slip", [b"uragus", b"argus", b"raragus", b"aaragus", b"rargus", b"auragus"]
)
def test_edits_of_the_head_are_tried(slip):
    tried = edited_before(b"aragus", 4)
    assert len(tried) == 4 * TRIED_A_LETTER
    assert (slip in tried) is (slip in {b"uragus", b"argus", b"raragus", b"aaragus", b"auragus"})


def test_the_head_of_a_key_is_longer_where_many_keys_begin_alike(gazetteer):
    shelf = gazetteer.shelves[0]
    assert head_of(shelf, "karaganda") > head_of(shelf, "tselinugrad") >= 2
    for one in ("karaganda", "tselinugrad", "kurumkul"):
        assert len(shelf.keys(one[: head_of(shelf, one)].encode())) <= 80


@pytest.mark.parametrize(
    "typo",
    ["Karaganad", "Karagandya", "Karagnada", "Kraaganda", "Araganda", "Zaraganda", "Karagada"],
)
def test_an_edit_anywhere_is_found(own, place, typo):
    made = own(place("k", "Karaganda", 73, 50), place("o", "Osh", 72, 40))
    found = misspelt_matches(made.shelves, asked(typo))
    assert [match.number for match in found] == [0]


def test_two_edits_of_a_key_are_found_only_behind_its_head(gazetteer):
    one = key("Chendaangalam")
    assert "Cendamangalam" not in near_keys(gazetteer.shelves, one)
    assert "Cendamangalam" in near_keys(gazetteer.shelves, one, edits=2)
    best = gazetteer.locate("Chendaangalam", country="IN").candidates[0]
    assert best.name.startswith("Chendamangalam")


def test_a_slip_inside_a_sound_of_two_letters_is_undone():
    assert "chuguchak" in set(slips("chuguchhak"))
    assert "shymkent" in set(slips("hsymkent"))
    assert list(slips("karaganda")) == []


def test_a_letter_lost_between_two_equal_vowels_is_put_back():
    assert "miyasaki" in set(slips("miyaaki"))
    assert "kattur" not in set(slips("katur"))


def test_a_misspelling_of_two_letters_is_less_likely_than_of_one(own, place):
    made = own(place("one", "Nasinu", 178, -18), place("more", "Nansing", 118, 32))
    best = made.locate("Nansinu").candidates[0]
    assert (best.place_id, best.match) == ("one", MatchKind.MISSPELT)


def test_first_letters_are_mistaken_least(own, place):
    made = own(place("first", "Baraul", 70, 50), place("inner", "Saratul", 46, 51))
    assert made.locate("Saraul").candidates[0].place_id == "inner"


def test_a_display_name_is_misspelt_more_often_than_an_alias(gazetteer):
    assert gazetteer.locate("Utery").verdict is Verdict.AMBIGUOUS  # Utert is a name of Utrecht


def test_a_misspelling_competes_with_a_mere_transliteration(gazetteer):
    answer = gazetteer.locate("Miyaaki", candidates=5)
    assert {c.match for c in answer.candidates} == {
        MatchKind.TRANSLITERATED, MatchKind.MISSPELT,
    }  # fmt: skip
    assert answer.verdict is Verdict.AMBIGUOUS
    assert "Miyazaki" in {c.name for c in answer.candidates}


def test_a_place_is_listed_once(gazetteer):
    names = [c.place_id for c in gazetteer.locate("Karagandaa", candidates=20).candidates]
    assert len(names) == len(set(names))


def test_a_name_in_a_system_of_transcription_is_not_taken_for_a_misspelling(gazetteer):
    best = gazetteer.locate("Qarataý", country="KZ").best
    assert best.name == "Karatau"
    assert asked("Qarataý").may_be_misspelt is False
    assert asked("Karatai").may_be_misspelt is True
