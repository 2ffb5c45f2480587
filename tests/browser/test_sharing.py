"""Share pages: what a chat reads, the frame inside another page, the preview picture."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import struct
import threading
from html import escape

import pytest

from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import write_pages
from geo.maps.sharing import PICTURE, Sharing, frame

pytestmark = pytest.mark.browser

ADDRESS = "https://example.org/maps/"
HOST = "<!DOCTYPE html><meta charset='utf-8'><title>Host</title>"


@pytest.fixture(scope="module")
def shared(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    atlas = load_atlas()
    layers = make_layers(atlas, draw_atlas(atlas), as_of=atlas.as_of)
    thread_files: list = []

    def write():  # a second browser cannot start in the thread of the first
        sharing = Sharing(address=ADDRESS, pictures=True)
        thread_files.extend(write_pages(atlas, layers, folder, version="0", sharing=sharing))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    return thread_files


def test_a_picture_of_the_size_that_chats_show(shared):
    picture = next(path for path in shared if path.suffix == ".png")
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == PICTURE
    assert picture.stat().st_size > 50_000


def test_the_tags_name_the_page_its_picture_and_its_answer(shared, open_page):
    page = open_page(shared[0]).page
    name = shared[0].stem
    content = "m => m.content"
    assert page.eval_on_selector('[property="og:url"]', content) == f"{ADDRESS}{name}.html"
    assert page.eval_on_selector('[property="og:image"]', content) == f"{ADDRESS}{name}.png"
    assert page.eval_on_selector('[name="twitter:card"]', content) == "summary_large_image"
    assert page.eval_on_selector('[property="og:title"]', content) == page.title()
    link = page.eval_on_selector('[type="application/json+oembed"]', "l => l.href")
    assert link == f"{ADDRESS}{name}.oembed.json"


def test_the_answer_is_oembed(shared):
    path = next(path for path in shared if path.name.endswith(".oembed.json"))
    answer = json.loads(path.read_text(encoding="utf-8"))
    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert answer["thumbnail_url"].startswith(ADDRESS)
    assert ADDRESS in answer["html"]
    assert {"width", "height", "title"} <= set(answer)


def use(frame):
    frame.locator("body.ready").wait_for(timeout=20_000)
    frame.locator("#railways button.name").nth(2).click()
    assert frame.locator("#card .sources a").count() > 3


def test_the_frame_works_from_a_file(built, browser, tmp_path):
    host = tmp_path / "host.html"
    host.write_text(HOST + frame(built.as_uri() + "#6/46/82?lang=ru", "Map"), encoding="utf-8")
    context = browser.new_context(offline=True)
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(host.as_uri())
    inner = opened.frame_locator("iframe")
    use(inner)
    assert inner.locator("html").get_attribute("lang") == "ru"
    context.close()
    assert complaints == []


@pytest.mark.network
@pytest.mark.enable_socket
def test_the_frame_works_from_a_server(built, browser, tmp_path):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    shutil.copy(built, tmp_path)
    (tmp_path / "favicon.ico").touch()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/{built.name}"
        context = browser.new_context(locale="en-GB")
        opened = context.new_page()
        complaints = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto(address)
        opened.wait_for_selector("body.ready")
        opened.locator("#link").click()
        code = opened.locator("#embedfield").input_value()
        assert code.startswith(f'<iframe src="{escape(address)}')
        (tmp_path / "host.html").write_text(HOST + code, encoding="utf-8")
        opened.goto(address.replace(built.name, "host.html"))
        use(opened.frame_locator("iframe"))
        context.close()
        server.shutdown()
        thread.join()
    assert complaints == []
