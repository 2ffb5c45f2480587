"""Feed markup and worse through every field of an atlas: nothing may run, all must show."""

from __future__ import annotations

import pytest

from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import write_pages

pytestmark = pytest.mark.browser

RUN = "window.__ran=(window.__ran||0)+1"
EVIL = {
    "image": f'<img src=x onerror="{RUN}">',
    "script": f"</script><script>{RUN}</script>",
    "template": f"${{{RUN}}}",
    "backtick": f"`;{RUN};`",
    "jinja": "{{ 7*7 }}{% for x in y %}",
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "quotes": f"'\"><svg/onload={RUN}>",
    "comment": "<!-- --> ]]> <!--<script>",
    "separators": "line\u2028para\u2029end",
    "right-to-left": "abc\u202edcba\u2066x\u2069",
    "long": "ы" * 50_000,  # 100 kB
}


def poisoned(text: str):
    """Return the embedded atlas with a text in every free field, ids and addresses included."""
    atlas = load_atlas()
    names = dict.fromkeys(atlas.settings.languages, text)
    key = "evil" + text[:60]
    full, text = text, text[:500]

    def copy(record, **update):
        return record.model_copy(update=update)

    def railway(record):
        sections = tuple(
            copy(
                s,
                note=text,
                label=text,
                accuracy_basis=text,
                status=tuple(copy(c, note=text, sources=(key,)) for c in s.status),
            )
            for s in record.sections
        )
        crossings = tuple(
            copy(c, how=text, note=text, break_of_gauge=text) for c in record.crossings
        )
        facts = tuple(copy(f, value=text, note=text) for f in record.facts)
        events = tuple(copy(e, event=text, note=text) for e in record.history)
        return copy(
            record, id=record.id + text[:60], names=names, summary=full, sections=sections,
            crossings=crossings, facts=facts, history=events,
        )  # fmt: skip

    source = next(iter(atlas.sources.values()))
    bad = copy(
        source,
        id=key,
        title=text,
        publisher=text,
        url=f"javascript:{RUN}",
        date=None,
        date_note=text,
        licence=None,
        attribution=None,
    )
    sources = {k: copy(s, title=text, publisher=text) for k, s in atlas.sources.items()} | {
        key: bad
    }
    places = {k: copy(p, names=names, note=text, how=text) for k, p in atlas.places.items()}
    settings = copy(
        atlas.settings,
        title=dict.fromkeys(names, full),
        subtitle=names,
        attribution=text,
        licence=text,
    )
    regions = tuple(copy(r, names=names) for r in atlas.regions)
    return copy(
        atlas, settings=settings, sources=sources, places=places, regions=regions,
        railways=tuple(railway(r) for r in atlas.railways),
    )  # fmt: skip


@pytest.mark.parametrize("kind", EVIL)
def test_text_from_data_is_text_in_every_sink(kind, tmp_path, open_page):
    text = EVIL[kind]
    atlas = poisoned(text)
    path = write_pages(
        atlas, make_layers(atlas, draw_atlas(atlas), as_of=atlas.as_of), tmp_path, version=text[:80]
    )[0]
    page = open_page(path).page
    shown = text.split("\u2028")[0][:40]
    assert page.locator("#title").evaluate("(e) => e.textContent") == text
    for button in range(4):
        # Without the pointer: it would wait for the layout of each long text.
        page.locator("#railways button.name").nth(button).evaluate("(e) => e.click()")
        assert shown in page.locator("#card").evaluate("(e) => e.textContent")
        page.locator("#card .sections button").first.evaluate("(e) => e.click()")
        assert page.locator("#card .sources").evaluate("(e) => e.textContent").count(shown) >= 1
    assert page.locator("#card .sources li").count() > 0
    page.evaluate("geo.select({kind: 'place', id: geo.atlas.places[0].id})")
    page.evaluate("geo.select({kind: 'crossing', id: geo.atlas.crossings[0].id})")
    page.fill("#query", text[:30])
    page.evaluate("document.getElementById('table').click()")
    page.mouse.move(600, 400)
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("img:not([src^='data:']), iframe, object, embed").count() == 0
    assert page.evaluate("window.__ran") is None
    assert "49" not in page.locator("#title").inner_text()


@pytest.mark.parametrize("kind", ["image", "script", "template", "jinja", "separators"])
def test_text_is_text_on_a_page_of_very_many_sections(kind, tmp_path, open_page, monkeypatch):
    from geo.maps import elements

    monkeypatch.setattr(elements, "MANY", 3)
    text = EVIL[kind]
    atlas = poisoned(text)
    layers = make_layers(atlas, draw_atlas(atlas), as_of=atlas.as_of)
    page = open_page(write_pages(atlas, layers, tmp_path, version=text)[0]).page
    assert page.locator("#title").evaluate("(e) => e.textContent") == text
    page.locator("#railways button.name").nth(2).click()
    page.locator("#card .sections button").first.click()
    shown = page.locator("#card").evaluate("(e) => e.textContent")
    assert text.split("\u2028")[0] in shown
    page.fill("#query", text)
    page.evaluate("document.getElementById('table').click()")
    assert page.locator("img:not([src^='data:']), iframe, object, embed").count() == 0
    assert page.evaluate("window.__ran") is None


def test_only_web_addresses_become_links(tmp_path, open_page):
    atlas = poisoned("plain")
    path = write_pages(
        atlas, make_layers(atlas, draw_atlas(atlas), as_of=atlas.as_of), tmp_path, version="0"
    )[0]
    page = open_page(path).page
    page.evaluate("geo.select({kind: 'section', id: geo.atlas.sections[0].id})")
    links = page.eval_on_selector_all(
        "#card .sources a", "all => all.map((a) => a.getAttribute('href'))"
    )
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_the_policy_forbids_what_the_page_does_not_need(built):
    html = built.read_text(encoding="utf-8")
    policy = html.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "img-src data:;" in policy
