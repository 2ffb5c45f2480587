from __future__ import annotations

import copy
import json
import pickle

import pytest
from pydantic import ValidationError

from geo.atlas.records import MarkedDate
from geo.atlas.words import Words
from geo.maps.payload import said


def marked(label: object) -> MarkedDate:
    return MarkedDate(date="2020", label=label, sources=["a"], confidence="confirmed")


def test_plain_text_is_itself():
    label = marked("not built").label
    assert (label, label.by_language, said(label)) == ("not built", {}, "not built")


def test_a_text_by_language_is_its_english_and_knows_the_others():
    label = marked({"zh": "未建", "en": "not built"}).label
    assert label == "not built"
    assert said(label) == {"zh": "未建", "en": "not built"}
    assert marked({"zh": "未建", "ru": "нет"}).label == "未建"


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda w: pickle.loads(pickle.dumps(w))]
)
def test_copies_keep_the_translations(copied):
    words = Words({"en": "a", "ru": "б"})
    assert copied(words).by_language == words.by_language


@pytest.mark.parametrize("bad", [5, {}, {"Chinese": "未建"}, {"en": ""}, ["a"]])
def test_anything_else_is_refused(bad):
    with pytest.raises(ValidationError):
        marked(bad)


def test_the_schema_allows_both():
    schema = json.dumps(MarkedDate.model_json_schema()["properties"]["label"])
    assert '"type": "string"' in schema
    assert '"type": "object"' in schema
