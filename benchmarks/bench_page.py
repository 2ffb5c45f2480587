"""Compare the page of the embedded atlas with folium's default page for the same lines.

Both are opened in the same Chromium, in turn, several times. folium's page asks for files
from CDNs: Leaflet is answered from the installed package, the rest with empty files, which
favours folium. Prints sizes, time to the first paint of a line, and their ratio.

Usage: python benchmarks/bench_page.py [--runs 7]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import time
from pathlib import Path

import folium
from playwright.sync_api import sync_playwright

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


def folium_page(layers, path: Path) -> None:
    page = folium.Map(location=[46, 82], zoom_start=6, tiles=None)
    for table in (layers.railways, layers.crossings, layers.stations):
        text = table.astype({c: str for c in table.columns if c != "geometry"}).to_json()
        tooltip = folium.GeoJsonTooltip(["name"])
        folium.GeoJson(text, tooltip=tooltip, marker=folium.CircleMarker(radius=3)).add_to(page)
    page.save(str(path))


def serve(route) -> None:
    """Answer what folium asks for from what is installed."""
    name = route.request.url.split("/")[-1]
    local = assets.leaflet() / name
    if local.is_file():
        route.fulfill(path=str(local))
    else:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body="", content_type=kind)


def first_line(browser, path: Path) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.route(lambda url: url.startswith("http"), serve)
    page.goto(path.as_uri(), wait_until="commit")
    value = None
    while value is None:
        page.wait_for_timeout(50)
        value = page.evaluate("window.firstLine ?? null")
    page.close()
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    atlas = load_atlas()
    layers = make_layers(atlas, draw_atlas(atlas))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        start = time.perf_counter()
        ours = write_pages(atlas, layers, folder, version="0")[0]
        print(f"writing our page: {time.perf_counter() - start:.1f} s")
        theirs = folder / "folium.html"
        folium_page(layers, theirs)
        for label, path in (("ours", ours), ("folium", theirs)):
            data = path.read_bytes()
            print(
                f"{label}: {len(data) / 1e3:.0f} kB, {len(gzip.compress(data, 9)) / 1e3:.0f} kB gz"
            )
        browser = driver.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        times: dict[str, list[float]] = {"ours": [], "folium": []}
        for _ in range(runs):
            times["ours"].append(first_line(browser, ours))
            times["folium"].append(first_line(browser, theirs))
        browser.close()
    middle = {label: statistics.median(values) for label, values in times.items()}
    print(f"first line painted: ours {middle['ours']:.0f} ms, folium {middle['folium']:.0f} ms")
    print(f"ratio ours / folium: {middle['ours'] / middle['folium']:.2f} (target < 0.5)")


if __name__ == "__main__":
    main()
