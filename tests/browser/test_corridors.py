"""Do what a reader does on the page of the corridors; the network is cut throughout."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def boxes(page, selector: str) -> list[dict[str, float]]:
    return page.eval_on_selector_all(
        selector,
        "all => all.map((e) => { const b = e.getBoundingClientRect();"
        " return {left: b.left, top: b.top, right: b.right, bottom: b.bottom}; })",
    )


def test_every_corridor_has_a_row_with_hue_name_and_length(corridors_built, open_page, atlas):
    page = open_page(corridors_built).page
    assert page.title() == atlas.settings.corridors_title["en"]
    names = page.locator("#corridors button.name").all_inner_texts()
    assert names == [corridor.names["en"] for corridor in atlas.corridors]
    hues = page.eval_on_selector_all(
        "#corridors .badge", "all => all.map((b) => b.style.getPropertyValue('--c'))"
    )
    assert len(set(hues)) == len(atlas.corridors)
    for km in page.locator("#corridors td.num").all_inner_texts():
        assert int(km.replace(",", "")) > 100


def test_the_legend_has_a_form_for_each_mode_and_for_what_is_not_built(
    corridors_built, open_page, atlas
):
    page = open_page(corridors_built).page
    words = page.locator("#legend").inner_text()
    legs = [leg for c in atlas.corridors for branch in c.branches for leg in branch.legs]
    for mode in {leg.mode.value for leg in legs}:
        assert f"Corridor: by {mode}" in words
    assert "Corridor: not built" in words
    assert "Operating" in words


def test_an_unbuilt_leg_looks_unlike_the_built_ones(corridors_built, open_page):
    page = open_page(corridors_built).page
    dashes = page.evaluate(
        """() => Object.fromEntries(geo.shownRibbons().map((i) =>
            [i.leg.built ? i.leg.mode : "unbuilt", i.core.options.dashArray || "solid"]))"""
    )
    others = {mode: dash for mode, dash in dashes.items() if mode != "unbuilt"}
    assert dashes["unbuilt"] not in others.values()
    assert others["rail"] == "solid"


def test_each_corridor_opens_a_card_with_its_sources(corridors_built, open_page, atlas):
    page = open_page(corridors_built).page
    for number, corridor in enumerate(atlas.corridors):
        page.locator("#corridors button.name").nth(number).click()
        card = page.locator("#card")
        assert corridor.names["en"] in card.inner_text()
        links = card.locator(".sources a")
        assert links.count() >= 1
        for i in range(links.count()):
            assert re.match(r"https?://", links.nth(i).get_attribute("href"))
        titles = card.locator(".sources").inner_text()
        for key in corridor.sources:
            assert atlas.sources[key].title in titles
        legs = [leg for branch in corridor.branches for leg in branch.legs]
        assert card.locator(".sections li").count() == len(legs)


def test_a_ribbon_can_be_clicked_on_the_map(corridors_built, open_page):
    page = open_page(corridors_built).page
    page.wait_for_timeout(300)
    point = page.evaluate(
        """() => {
            for (const p of document.querySelectorAll(".leaflet-ribbonhits-pane .hit")) {
                for (const share of [0.5, 0.3, 0.7]) {
                    const at = p.getPointAtLength(p.getTotalLength() * share)
                        .matrixTransform(p.getScreenCTM());
                    if (document.elementFromPoint(at.x, at.y) === p) return [at.x, at.y];
                }
            }
            return null;
        }"""
    )
    assert point
    page.mouse.click(*point)
    assert page.locator("#card .sources li").count() >= 1
    assert (
        "sel=corridor:"
        in page.wait_for_function(
            "() => location.hash.includes('sel=') && location.hash"
        ).json_value()
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_letters_of_all_corridors_stand_on_the_map_without_touching(
    corridors_built, open_page, atlas, width
):
    page = open_page(corridors_built, width=width).page
    page.wait_for_timeout(400)
    shown = page.eval_on_selector_all(".ribbonmark", "all => all.map((e) => e.dataset.id)")
    assert set(shown) == {corridor.id for corridor in atlas.corridors}
    found = boxes(page, ".ribbonmark")
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            apart = (
                a["right"] <= b["left"]
                or b["right"] <= a["left"]
                or a["bottom"] <= b["top"]
                or b["bottom"] <= a["top"]
            )
            assert apart, (a, b)


def test_corridors_that_share_track_lie_beside_each_other(corridors_built, open_page):
    page = open_page(corridors_built, link="#6/45.5/79").page
    gap = page.evaluate(
        """() => {
            const map = geo.shownRibbons()[0].core._map;
            const at = (id) => geo.shownRibbons().filter((i) => i.corridor.id === id)
                .flatMap((i) => i.shown.flat()).map((p) => map.latLngToContainerPoint(p));
            const near = at("middle-corridor").map((p) =>
                Math.min(...at("new-eurasian-land-bridge").map((q) => p.distanceTo(q))));
            return Math.min(...near);
        }"""
    )
    assert gap > 3


def test_a_corridor_can_be_switched_off(corridors_built, open_page):
    page = open_page(corridors_built).page
    page.locator("#sheet summary").click()
    page.locator('[data-layer="corridor:maritime-silk-road"]').click()
    assert page.locator('.ribbonmark[data-id="maritime-silk-road"]').count() == 0
    assert not page.evaluate(
        "geo.shownRibbons().some((i) => i.corridor.id === 'maritime-silk-road')"
    )


def test_search_finds_a_corridor_and_a_place_on_it(corridors_built, open_page):
    page = open_page(corridors_built).page
    for query, title in (("Maritime", "21st Century Maritime Silk Road"), ("Gwadar", "Gwadar")):
        page.fill("#query", query)
        page.keyboard.press("Enter")
        assert title in page.locator("#card h2").inner_text()


def test_the_table_lists_every_leg(corridors_built, open_page, atlas):
    page = open_page(corridors_built).page
    page.click("#table")
    legs = [leg for c in atlas.corridors for branch in c.branches for leg in branch.legs]
    assert page.locator("#fulltable tbody tr").count() == len(legs)


def test_the_railways_keep_their_slider(corridors_built, open_page):
    page = open_page(corridors_built, link="#3/40/70?date=1995&lang=zh").page
    assert "1995" in page.locator("#date").inner_text()
    assert page.locator("#title").inner_text().startswith("“一带一路”")
