"""Names that other scripts write by sound."""

import pytest

from geo.gazetteer.folding import keys
from geo.gazetteer.sounds import likeness, readings, skeleton


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("阿拉尔斯克", "Aralsk"),
        ("阿拉爾斯克", "Aralsk"),
        ("阿亚古兹", "Ayagoz"),
        ("鲍里索夫", "Borisov"),
        ("乌尔根奇", "Urgench"),
        ("马金斯克", "Makinsk"),
        ("捷詹", "Tejen"),
        ("リデル", "Ridder"),
        ("리데르", "Ridder"),
        ("チャルダラ", "Shardara"),
        ("デルザビンスク", "Derzhavinsk"),
        ("ボルゴグラード", "Volgograd"),
        ("伊什库力", "Yishkuli"),
        ("فئودوروفکا", "Fedorovka"),
    ],
)
def test_the_consonants_survive(heard, meant):
    pairs = [(one, wanted) for one in readings(heard) for wanted in keys(meant)]
    found = [likeness(*pair) for pair in pairs if skeleton(pair[0]) == skeleton(pair[1])]
    assert max(found, default=0) >= 0.7


def test_likeness_tells_names_apart():
    assert likeness("ararsk", "aralsk") == 1
    assert likeness("ararsk", "uralsk") < 1
    assert likeness("ararsk", "karagandi") < 0.6


def test_skeletons():
    assert skeleton("aralsk") == "ARRSK"
    assert skeleton("CimkentC") == "SMKNTS"
    assert skeleton("tancen") == skeleton("tangcen")
    assert skeleton("kulumbu") == "KRNP"


def test_readings_are_bounded():
    assert len(readings("捷奇吉季西" * 6)) <= 24
