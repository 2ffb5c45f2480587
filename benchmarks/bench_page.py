"""Compare the page of the embedded atlas with folium's default page for the same layers.

Both are opened in the same Chromium, in turn, several times: railways, crossings, stations
and the ground under them. folium's page asks for files from CDNs: Leaflet is answered from
the installed package, the rest from a folder that holds them by name (jquery, bootstrap,
Font Awesome and awesome-markers of the versions that folium names, as npm packs them) or,
without one, with empty files, which favours folium. Prints sizes, time to the first
contentful paint and to the first paint of a line, and their ratios.

Usage: python benchmarks/bench_page.py [--runs 7] [--cdn FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import time
from pathlib import Path

import folium
import geopandas as gpd
from playwright.sync_api import sync_playwright

from geo import embedded
from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import assets, write_pages
from geo.maps.snapshot import find_chromium

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
WATCH = """
const watch = new MutationObserver(() => {
  const line = document.querySelector("path.leaflet-interactive[d]");
  if (!line) return;
  watch.disconnect();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.firstLine = performance.now(); };
    channel.port2.postMessage(0);
  });
});
watch.observe(document, { childList: true, subtree: true, attributes: true });
"""


GROUND = ("land", "lakes", "rivers", "admin1_lines", "borders")


def folium_page(atlas, layers, path: Path) -> None:
    page = folium.Map(location=[46, 82], zoom_start=6, tiles=None)
    extent = atlas.settings.extent
    for name in GROUND:
        table = gpd.read_file(embedded.path(f"basemap/{name}.geojson"))
        table = table.cx[extent.west : extent.east, extent.south : extent.north]
        folium.GeoJson(table[["geometry"]].to_json()).add_to(page)
    for table in (layers.railways, layers.crossings, layers.stations):
        text = table.astype({c: str for c in table.columns if c != "geometry"}).to_json()
        tooltip = folium.GeoJsonTooltip(["name"])
        folium.GeoJson(text, tooltip=tooltip, marker=folium.CircleMarker(radius=3)).add_to(page)
    page.save(str(path))


def serve(route, cdn: Path | None) -> None:
    """Answer what folium asks for from what is installed or lies in a folder."""
    name = route.request.url.split("/")[-1]
    found = [f / name for f in (assets.leaflet(), cdn) if f and (f / name).is_file()]
    if found:
        route.fulfill(path=str(found[0]))
    else:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body="", content_type=kind)


FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def first_paints(browser, path: Path, cdn: Path | None) -> tuple[float, float]:
    """Return milliseconds to the first contentful paint and to the first line."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.route(lambda url: url.startswith("http"), lambda route: serve(route, cdn))
    page.goto(path.as_uri(), wait_until="commit")
    paint = line = None
    while paint is None or line is None:
        page.wait_for_timeout(50)
        paint, line = page.evaluate(FIRST_PAINT), page.evaluate("window.firstLine ?? null")
    page.close()
    return paint, line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cdn", type=Path)
    options = parser.parse_args()
    runs, cdn = options.runs, options.cdn
    atlas = load_atlas()
    layers = make_layers(atlas, draw_atlas(atlas))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        start = time.perf_counter()
        ours = write_pages(atlas, layers, folder, version="0")[0]
        print(f"writing our page: {time.perf_counter() - start:.1f} s")
        theirs = folder / "folium.html"
        folium_page(atlas, layers, theirs)
        for label, path in (("ours", ours), ("folium", theirs)):
            data = path.read_bytes()
            print(
                f"{label}: {len(data) / 1e3:.0f} kB, {len(gzip.compress(data, 9)) / 1e3:.0f} kB gz"
            )
        browser = driver.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        times: dict[str, list[tuple[float, float]]] = {"ours": [], "folium": []}
        for _ in range(runs):
            times["ours"].append(first_paints(browser, ours, cdn))
            times["folium"].append(first_paints(browser, theirs, cdn))
        browser.close()
    for i, what in enumerate(("first contentful paint", "first line painted")):
        middle = {label: statistics.median(v[i] for v in values) for label, values in times.items()}
        ratio = middle["ours"] / middle["folium"]
        print(
            f"{what}: ours {middle['ours']:.0f} ms, folium {middle['folium']:.0f} ms: {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
