from __future__ import annotations

import io
import re
from typing import ClassVar

import folium
import pytest
from folium.elements import JSCSSMixin
from folium.template import Template

from geo.errors import InputError
from geo.maps import assets
from geo.maps.page import DataElement, PageMap


class Plugin(JSCSSMixin):
    """A plugin as users write them: its script and style at an address."""

    default_js: ClassVar = [("plugin", "https://example.org/plugin.js")]
    default_css: ClassVar = [("plugin-css", "https://example.org/plugin.css")]
    _template = Template(
        "{% macro script(this, kwargs) %}plugin({{ this._parent.get_name() }});{% endmacro %}"
    )


FILES = {
    "https://example.org/plugin.js": "window.plugin = (map) => { map.plugged = true; };",
    "https://example.org/plugin.css": ".plugged { color: red; }",
}


def test_the_same_map_gives_the_same_bytes():
    def make():
        page = PageMap(title="A", location=(45, 82))
        folium.Marker([45, 82], tooltip="x").add_to(page)
        folium.GeoJson({"type": "Point", "coordinates": [82, 45]}).add_to(page)
        return page.to_html()

    assert make() == make()


def test_rendering_twice_changes_nothing():
    page = PageMap(title="A", location=(45, 82))
    folium.CircleMarker([45, 82]).add_to(page)
    assert page.to_html() == page.to_html()


def test_two_maps_share_no_list_of_scripts():
    one, other = PageMap(), PageMap()
    one.add_js_link("more", "nowhere.js")
    other.to_html()
    with pytest.raises(InputError, match=r"nowhere\.js"):
        one.to_html()


def test_an_unknown_address_raises_and_names_it():
    page = PageMap()
    Plugin().add_to(page)
    with pytest.raises(InputError, match=r"https://example\.org/plugin\.js"):
        page.to_html()


def test_a_plugin_with_its_files_is_inlined_and_allowed():
    page = PageMap(assets=FILES)
    Plugin().add_to(page)
    html = page.to_html()
    assert FILES["https://example.org/plugin.js"] in html
    assert "example.org" not in html
    assert assets.csp_hash(FILES["https://example.org/plugin.js"]) in html


def test_tiles_that_nobody_offered_raise():
    page = PageMap()
    folium.TileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", attr="OSM").add_to(page)
    with pytest.raises(InputError, match=r"tile\.openstreetmap\.org"):
        page.to_html()


def test_online_tiles_are_off_at_start_and_say_that_they_go_online():
    import xyzservices.providers as xyz

    page = PageMap(online=xyz.OpenStreetMap.Mapnik, location=(45, 82))
    html = page.to_html()
    assert "img-src data: https://tile.openstreetmap.org;" in html
    name = next(
        child._name for child in page._children.values() if isinstance(child, folium.TileLayer)
    )
    assert name == "TileLayer"
    layer = next(child for child in page._children.values() if isinstance(child, folium.TileLayer))
    assert "goes online" in layer.tile_name
    assert layer.show is False
    assert not re.search(r"tile_layer_\w+\.addTo", html)


def test_markup_that_loads_something_raises():
    from branca.element import Element

    page = PageMap()
    page.get_root().html.add_child(Element('<img src="https://example.org/pixel.png">'))
    with pytest.raises(InputError, match=r"pixel\.png"):
        page.to_html()


def test_every_inline_script_and_style_is_in_the_policy():
    page = PageMap(title="A", location=(45, 82))
    folium.Marker([45, 82]).add_to(page)
    html = page.to_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    for text in re.findall(r"<script>(.*?)</script>", html, re.DOTALL) + re.findall(
        r"<style>(.*?)</style>", html, re.DOTALL
    ):
        assert assets.csp_hash(text) in policy
    assert "http:" not in policy
    assert "https:" not in policy


def test_data_is_not_read_as_a_template():
    page = PageMap(location=(45, 82))
    DataElement(name="d", call="nothing", payload='"{{ 7*7 }}{% boom %}"').add_to(page)
    assert "{{ 7*7 }}{% boom %}" in page.to_html()


def test_saves_to_a_path_and_to_a_stream(tmp_path):
    page = PageMap(title="Ö", location=(45, 82))
    page.save(tmp_path / "a.html")
    stream = io.BytesIO()
    page.save(stream, close_file=False)
    assert (tmp_path / "a.html").read_bytes() == stream.getvalue()


def test_the_notebook_shows_a_frame():
    html = PageMap(title='"quoted"', location=(45, 82))._repr_html_()
    assert html.startswith("<iframe srcdoc=")
    assert 'title="&quot;quoted&quot;"' in html


def test_leaflet_carries_its_images_and_no_source_map():
    inliner = assets.Inliner()
    css = inliner.text("leaflet.css")
    assert "url(images" not in css
    assert "data:image/png;base64," in css
    assert "sourceMappingURL" not in inliner.text("leaflet.js")


def test_a_style_sheet_must_not_ask_for_what_is_not_beside_it(tmp_path):
    sheet = tmp_path / "a.css"
    sheet.write_text("a { background: url(https://example.org/a.png) }", encoding="utf-8")
    with pytest.raises(InputError, match=r"example\.org"):
        assets.Inliner({"a.css": sheet}).text("a.css")


def test_every_language_has_every_word():
    words = assets.words()
    for language, own in words.items():
        missing = set(words["en"]) - set(own)
        assert not missing, (language, missing)
        for key, text in own.items():
            if key in words["en"]:
                assert set(re.findall(r"\{\w+\}", text)) == set(
                    re.findall(r"\{\w+\}", words["en"][key])
                ), key
