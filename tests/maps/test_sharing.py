from __future__ import annotations

import json

import pytest

from geo.errors import DataError, InputError
from geo.maps.page import PageMap
from geo.maps.sharing import Sharing, frame, save_shared


@pytest.mark.parametrize(
    "bad",
    [
        "example.org/maps",
        "javascript:alert(1)",
        "https://a b/",
        "https://e.org/?a",
        "https://e.org/maps#top",
    ],
)
def test_what_is_no_address_of_a_folder_is_refused(bad):
    with pytest.raises(InputError, match="allowed: https://host/path/"):
        Sharing(address=bad)


@pytest.mark.parametrize("address", ["https://e.org/maps", "https://e.org/maps/"])
def test_files_stand_in_the_folder(address):
    assert Sharing(address=address).of("a.html") == "https://e.org/maps/a.html"
    assert Sharing().of("a.html") == "a.html"


def test_a_page_that_is_not_shared_names_no_address_and_no_picture(tmp_path):
    (page,) = save_shared(PageMap(title="Mine"), tmp_path, "mine", Sharing())
    html = page.read_text(encoding="utf-8")
    assert 'property="og:title" content="Mine"' in html
    assert "og:image" not in html
    assert "og:url" not in html
    assert "<link" not in html


def test_an_address_gives_tags_and_an_answer_whose_title_is_text(tmp_path):
    title = '"><script>alert(1)</script>'
    page, answer = save_shared(
        PageMap(title=title), tmp_path, "mine", Sharing(address="https://e.org/m/")
    )
    html = page.read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://e.org/m/mine.html">' in html
    assert 'href="https://e.org/m/mine.oembed.json"' in html
    assert title not in html
    said = json.loads(answer.read_text(encoding="utf-8"))
    assert said["title"] == title
    assert said["html"] == frame("https://e.org/m/mine.html", title)
    assert "<script>" not in said["html"]


def test_pictures_without_a_browser_fail_before_anything_is_written(tmp_path, monkeypatch):
    from geo.building import build

    monkeypatch.delenv("GEO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    pytest.importorskip("playwright")
    with pytest.raises(DataError, match="Chromium"):
        build(out=tmp_path / "out", sharing=Sharing(pictures=True))
    assert not (tmp_path / "out").exists()
