"""Put a reader's own folium layers onto the page, and build pages of other atlases."""

from __future__ import annotations

import folium
import pytest
from folium.elements import JSCSSMixin
from folium.template import Template

from geo import embedded
from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import write_pages
from geo.maps.elements import make_page
from geo.maps.page import PageMap

pytestmark = pytest.mark.browser


class Plugin(JSCSSMixin):
    default_js = [("plugin", "https://example.org/plugin.js")]  # noqa: RUF012 - as folium has it
    _template = Template(
        "{% macro script(this, kwargs) %}plugin({{ this._parent.get_name() }});{% endmacro %}"
    )


def test_layers_of_a_user_stand_beside_the_atlas(tmp_path, open_page):
    atlas = load_atlas()
    script = "window.plugin = (map) => { window.plugged = map instanceof L.Map; };"
    files = {"https://example.org/plugin.js": script}
    page = make_page(atlas, make_layers(atlas, draw_atlas(atlas)), version="0", assets=files)
    folium.Marker([46, 82], tooltip="mine", popup="my popup").add_to(page)
    group = folium.FeatureGroup(name="group").add_to(page)
    folium.CircleMarker([47, 84], radius=9).add_to(group)
    folium.GeoJson({"type": "LineString", "coordinates": [[80, 44], [81, 44]]}).add_to(page)
    folium.LayerControl().add_to(page)
    Plugin().add_to(page)
    path = tmp_path / "page.html"
    page.save(path)
    opened = open_page(path).page
    assert opened.evaluate("window.plugged") is True
    marker = opened.locator(".leaflet-marker-icon").first
    assert marker.get_attribute("src").startswith("data:image/png")
    marker.click()
    assert opened.locator(".leaflet-popup-content").inner_text() == "my popup"
    assert opened.locator("#railways tr").count() == 4


def test_a_plain_map_of_a_user_works_without_the_controls(browser, tmp_path):
    page = PageMap(title="Mine", location=(45, 82), zoom=6)
    folium.Marker([45, 82], tooltip="here").add_to(page)
    page.save(tmp_path / "mine.html")
    context = browser.new_context(offline=True)
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto((tmp_path / "mine.html").as_uri())
    opened.wait_for_selector(".leaflet-marker-icon")
    assert complaints == []
    context.close()


def test_another_atlas_gives_a_page_as_good(tmp_path, open_page):
    folder = embedded.path("examples/kunming-vientiane")
    atlas = load_atlas(folder)
    path = write_pages(atlas, make_layers(atlas, draw_atlas(atlas)), tmp_path, version="0")[0]
    page = open_page(path).page
    assert page.locator("#title").inner_text() == atlas.settings.title["en"]
    labels = page.eval_on_selector_all(".labels text", "all => all.map((t) => t.textContent)")
    assert {"Kunming", "Vientiane", "LAOS"} <= set(labels)
    page.select_option("#language", "zh")
    labels = page.eval_on_selector_all(".labels text", "all => all.map((t) => t.textContent)")
    assert "昆明" in labels


def test_an_atlas_of_very_many_sections_is_drawn_on_canvas(tmp_path, open_page, monkeypatch):
    from geo.maps import elements

    monkeypatch.setattr(elements, "MANY", 3)
    atlas = load_atlas()
    path = write_pages(atlas, make_layers(atlas, draw_atlas(atlas)), tmp_path, version="0")[0]
    page = open_page(path).page
    page.fill("#query", "bakhty")
    page.keyboard.press("Enter")
    assert page.locator("#card .sources a").count() > 0
    assert page.locator("#railways tr").count() == len(atlas.railways)
    assert page.evaluate("geo.many.rows") == sum(len(r.sections) for r in atlas.railways)


def test_a_notebook_shows_the_page_in_a_frame(browser, tmp_path):
    atlas = load_atlas()
    page = make_page(atlas, make_layers(atlas, draw_atlas(atlas)), version="0")
    path = tmp_path / "notebook.html"
    path.write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><body>{page._repr_html_()}", encoding="utf-8"
    )
    context = browser.new_context(offline=True, locale="en-GB")
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(path.as_uri())
    frame = opened.frame_locator("iframe")
    frame.locator("body.ready").wait_for(timeout=20_000)
    frame.locator("#railways button.name").first.click()
    assert frame.locator("#card").is_visible()
    frame.locator("#link").click()
    assert complaints == []
    context.close()
