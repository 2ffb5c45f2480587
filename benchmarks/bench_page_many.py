"""Compare a page of very many lines with folium on its canvas, in the same run.

Both draw the same random lines in three styles, with a card and a hover text for each; ours
has the whole page around them: ground, sheet, legend, search, time slider, table. Prints
size, time until lines are on the screen, memory of the renderer and the worst frame while the
map is panned and while the slider moves, each with the ratio to folium, which has no slider.

Usage: python benchmarks/bench_page_many.py [--lines 100000] [--runs 3]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
from datetime import date
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
from playwright.sync_api import sync_playwright
from shapely import linestrings

from geo.maps import assets
from geo.maps.elements import make_table_page
from geo.maps.snapshot import find_chromium

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--js-flags=--expose-gc",
]
STATUSES = ("operating", "under-construction", "planned")
COLOURS = ("#0b4f8a", "#c04a00", "#a03a7a")
# Lines are on the screen once a canvas has coloured pixels over a good part of its width.
WATCH = """
const look = () => {
  const drawn = [...document.querySelectorAll("canvas")].some((canvas) => {
    if (!canvas.width || !canvas.getContext) return false;
    const row = canvas.getContext("2d").getImageData(0, canvas.height >> 1, canvas.width, 1).data;
    let count = 0;
    for (let i = 3; i < row.length; i += 4) count += row[i] > 60;
    return count > canvas.width / 4;
  });
  if (drawn) window.firstLine = performance.now();
  else setTimeout(look, 200);
};
setTimeout(look, 100);
"""
FRAMES = """
window.frames_ = [];
let last = performance.now();
const tick = (now) => { frames_.push(now - last); last = now; requestAnimationFrame(tick); };
requestAnimationFrame(tick);
"""


def random_lines(count: int) -> gpd.GeoDataFrame:
    """Return lines of eight points between 5 and 90 km over Central Asia."""
    random = np.random.default_rng(1)
    start = random.uniform((60, 38), (95, 52), (count, 1, 2))
    steps = random.normal(0, 0.04, (count, 7, 2)) + random.normal(0, 0.05, (count, 1, 2))
    points = np.concatenate([start, start + steps.cumsum(axis=1)], axis=1)
    return gpd.GeoDataFrame(
        {
            "name": [f"Line {i} {'abcdefgh'[i % 8]}{i * 7919 % 1000}" for i in range(count)],
            "status": np.array(STATUSES)[random.integers(0, 3, count)],
            "opened": [f"{year}-06-01" for year in random.integers(1990, 2027, count)],
            "km": random.uniform(5, 90, count).round(1),
            "source": np.array([f"https://example.org/{n}" for n in range(40)])[
                np.arange(count) % 40
            ],
        },
        geometry=linestrings(points.round(4)),
        crs="EPSG:4326",
    )


def write_ours(table: gpd.GeoDataFrame, path: Path) -> None:
    page = make_table_page(
        table,
        title={"en": "Many lines"},
        version="0",
        as_of=date(2026, 6, 30),
        columns=["status", "opened", "km", "source"],
        style_by="status",
        since="opened",
    )
    page.save(path)


def write_folium(table: gpd.GeoDataFrame, path: Path) -> None:
    page = folium.Map(location=(45, 77), zoom_start=5, tiles=None, prefer_canvas=True)
    colours = dict(zip(STATUSES, COLOURS, strict=True))
    folium.GeoJson(
        table.to_json(),
        style_function=lambda feature: {
            "color": colours[feature["properties"]["status"]], "weight": 1.6
        },
        tooltip=folium.GeoJsonTooltip(["name"]),
        popup=folium.GeoJsonPopup(["name", "status", "opened", "km", "source"]),
    ).add_to(page)  # fmt: skip
    page.save(str(path))


def serve(route) -> None:
    local = assets.leaflet() / route.request.url.split("/")[-1]
    if local.is_file():
        route.fulfill(path=str(local))
    else:
        kind = "text/css" if route.request.url.endswith(".css") else "text/javascript"
        stub = (
            "window.$ = (m) => [new DOMParser().parseFromString(m, 'text/html').body.firstChild];"
        )
        route.fulfill(body="" if kind == "text/css" else stub, content_type=kind)


def measure(browser, path: Path) -> dict[str, float]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.route(lambda url: url.startswith("http"), serve)
    page.goto(path.as_uri(), wait_until="commit")
    first = None
    while first is None:
        page.wait_for_timeout(50)
        first = page.evaluate("window.firstLine ?? null")
    page.wait_for_timeout(2500)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    page.evaluate(FRAMES)
    page.mouse.move(900, 400)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(900 - step * 12, 400 + step * 2)
        page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(1500)
    frames = sorted(page.evaluate("frames_"))
    slid = slide(page)
    page.close()
    memory = (
        heap["usedSize"] + heap.get("backingStorageSize", 0) + heap.get("embedderHeapUsedSize", 0)
    )
    return {"first_ms": first, "memory_mb": memory / 1e6, "worst_frame_ms": frames[-1]} | slid


def slide(page) -> dict[str, float]:
    """Move the time slider of our page and return its worst frame; nothing for folium."""
    if not page.evaluate("Boolean(document.getElementById('time'))"):
        return {}
    page.evaluate("frames_ = []")
    for year in (1995, 2003, 2011, 2019, 2026):
        page.evaluate(f"geo.setDate(geo.readDate('{year}'))")
        page.wait_for_timeout(400)
    return {"worst_slide_ms": max(page.evaluate("frames_"))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    table = random_lines(options.lines)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        paths = {"ours": Path(name) / "ours.html", "folium": Path(name) / "folium.html"}
        write_ours(table, paths["ours"])
        write_folium(table, paths["folium"])
        sizes = {label: path.stat().st_size for label, path in paths.items()}
        for label, path in paths.items():
            zipped = len(gzip.compress(path.read_bytes(), 6))
            print(f"{label}: {sizes[label] / 1e6:.2f} MB, {zipped / 1e6:.2f} MB gz")
        print(f"size: 1/{sizes['folium'] / sizes['ours']:.1f} of folium (target 1/8)")
        browser = driver.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        found: dict[str, list[dict[str, float]]] = {"ours": [], "folium": []}
        for _ in range(options.runs):
            for label, path in paths.items():
                found[label].append(measure(browser, path))
        browser.close()
    targets = {"first_ms": "1/6", "memory_mb": "1/2", "worst_frame_ms": "50 ms"}
    for key, target in targets.items():
        ours, theirs = (statistics.median(r[key] for r in found[label]) for label in found)
        words = f"ours {ours:.0f}, folium {theirs:.0f}, ratio 1/{theirs / ours:.1f}"
        print(f"{key}: {words} (target {target})")
    slid = statistics.median(r["worst_slide_ms"] for r in found["ours"])
    print(f"worst_slide_ms: ours {slid:.0f} (target 50 ms; folium has no slider)")


if __name__ == "__main__":
    main()
