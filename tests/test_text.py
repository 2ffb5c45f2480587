import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text import (
    for_html,
    for_script,
    for_sql_identifier,
    for_xml,
    is_id,
    one_line,
    web_link,
)

NASTY = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "${alert(1)}`",
    "]]>",
    "\"'&<>",
    "\u2028\u2029",
    "\u202egnp.exe",
    "a\x00b\x1b[2J",
    "塔城 Аягөз چۆچەك",
]


class Collector(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@given(st.one_of(st.sampled_from(NASTY), st.text()))
def test_html_text_stays_text(value):
    parser = Collector()
    parser.feed(f'<p title="{for_html(value)}">{for_html(value)}</p>')
    parser.close()
    assert [tag for tag, _ in parser.tags] == ["p"]


@given(st.one_of(st.sampled_from(NASTY), st.text()))
def test_script_json_cannot_end_the_script(value):
    dumped = for_script({"v": value})
    assert not set("<>&\u2028\u2029") & set(dumped)
    assert json.loads(dumped) == {"v": value}


def test_not_a_number_is_refused():
    with pytest.raises(ValueError):
        for_script(float("nan"))


@given(st.one_of(st.sampled_from(NASTY), st.text()))
def test_xml_stays_well_formed(value):
    root = ET.fromstring(f'<a b="{for_xml(value)}">{for_xml(value)}</a>')
    assert len(root) == 0


def test_sql_identifiers_are_quoted():
    assert for_sql_identifier('a"; DROP TABLE x; --') == '"a""; DROP TABLE x; --"'
    with pytest.raises(ValueError, match="NUL"):
        for_sql_identifier("a\0")


@pytest.mark.parametrize("value", ["line-1", "a", "66th-regiment"])
def test_ids(value):
    assert is_id(value)


@pytest.mark.parametrize(
    "value",
    ["", "A", "a b", "a_b", "-a", "a--b", "../a", "a/b", "a.b", "é", "<b>", "a\n", "a" * 81],
)
def test_not_ids(value):
    assert not is_id(value)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.org", "http://a b", 'http://a"b', "", None,
            "java\nscript:alert(1)", "http://x\\y", "ftp://x.org", "http://x\u2028y"],
)  # fmt: skip
def test_only_web_addresses_become_links(url):
    assert web_link(url) is None


def test_web_addresses_are_kept():
    for url in ("https://example.org/a?b=c#d", "HTTP://example.org"):
        assert web_link(url) == url


@given(st.text())
def test_one_line_is_one_printable_line(value):
    line = one_line(value)
    assert len(line.splitlines()) <= 1
    assert len(line) <= 120
