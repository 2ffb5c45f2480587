"""Turn text from data into text in a sink: one escaping function a sink, no other way."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Any

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def for_html(value: object) -> str:
    """Escape a value for HTML text and quoted attributes."""
    return html.escape(str(value), quote=True)


def for_script(value: Any) -> str:
    """Serialise a value as JSON that is safe inside an HTML ``<script>`` element.

    ``<``, ``>``, ``&`` and the two line separators that old scripts break at are
    written as escapes, so that no text can end the element or start markup.
    """
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        dumped = dumped.replace(mark, f"\\u{ord(mark):04x}")
    return dumped


def for_xml(value: object) -> str:
    """Escape a value for XML text and quoted attributes; drop what XML 1.0 cannot hold."""
    return html.escape(_NOT_XML.sub("", str(value)), quote=True)


def for_sql_identifier(value: str) -> str:
    """Quote a name as an SQL identifier."""
    if "\0" in value:
        msg = f"an SQL identifier cannot hold a NUL character: {value!r}"
        raise ValueError(msg)
    return '"' + value.replace('"', '""') + '"'


def is_id(value: str) -> bool:
    """Tell whether a value is an id: lower-case words joined by hyphens, safe as a file name."""
    return len(value) <= 80 and _ID.fullmatch(value) is not None  # noqa: PLR2004


def one_line(value: object, *, limit: int = 120) -> str:
    """Return a value as one printable line, cut at a limit, for messages and terminals.

    Control and bidirectional characters are shown as escapes, so that a value
    cannot move the cursor or reorder the line that reports it.
    """
    text = "".join(
        c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else f"\\u{ord(c):04x}"
        for c in str(value)
    )
    return text if len(text) <= limit else text[: limit - 1] + "…"


def web_link(url: str | None) -> str | None:
    """Return a URL if it is an http or https address that may become a link, else ``None``."""
    if url is None or not re.fullmatch(r"https?://[^\s\"'<>\\]+", url, flags=re.IGNORECASE):
        return None
    return url
