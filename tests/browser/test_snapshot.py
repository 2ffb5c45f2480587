"""Take pictures of the built page, as the command does."""

from __future__ import annotations

import struct
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", "snapshot", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_a_sheet_as_png_has_the_dots_asked_for(browser, built, tmp_path):
    done = run(built, "--out", tmp_path / "a.png", "--dpi", 150)
    assert done.returncode == 0, done.stderr
    width, height = size((tmp_path / "a.png").read_bytes())
    assert width == pytest.approx((277 / 25.4 * 96 + 32) * 150 / 96, abs=4)
    assert height > width / 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_sheet_as_svg_is_a_drawing_of_its_own(browser, built, tmp_path):
    done = run(built, "--out", tmp_path / "a.svg", "--view", "6.25/46/82?lang=zh&date=2013")
    assert done.returncode == 0, done.stderr
    root = ET.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for word in ("中国", "2013", "阿克斗卡", "公里", "OpenStreetMap"):
        assert word in words, word
    assert not list(root.iter(f"{SVG}script"))
    links = [value for node in root.iter() for key, value in node.items() if key.endswith("href")]
    assert all(link.startswith(("data:", "#")) for link in links)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_sheet_as_pdf_is_one_page(browser, built, tmp_path, language):
    done = run(built, "--out", tmp_path / "a.pdf", "--view", f"6.25/46.111/82?lang={language}")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1


def test_a_screen_has_its_size(browser, built, tmp_path):
    done = run(built, "--out", tmp_path / "a.png", "--screen", "360x740")
    assert done.returncode == 0, done.stderr
    assert size((tmp_path / "a.png").read_bytes()) == (360, 740)


def test_what_is_wrong_is_said_in_a_line(browser, built, tmp_path):
    for arguments, words in (
        ((tmp_path / "none.html", "--out", tmp_path / "a.png"), "no such page"),
        ((built, "--out", tmp_path / "a.gif"), "allowed: .png, .svg, .pdf"),
        ((built, "--out", tmp_path / "a.png", "--dpi", 5), "allowed: 72 to 1200"),
        ((built, "--out", tmp_path / "a.pdf", "--screen", "300x300"), "is a PNG"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
