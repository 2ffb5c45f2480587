"""Build XML from plain values: every text and attribute is escaped in one place."""

from __future__ import annotations

from collections.abc import Mapping

from geo.text import for_xml


class Xml(str):
    """XML that is already escaped."""

    __slots__ = ()


def element(name: str, attributes: Mapping[str, object], *children: Xml) -> Xml:
    """Return an element with attributes and child elements.

    Parameters
    ----------
    name
        Tag name.
    attributes
        Values by attribute name; escaped here.
    *children
        Elements that `element` or `text_element` made.
    """
    head = name + "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    return Xml(f"<{head}>{''.join(children)}</{name}>" if children else f"<{head}/>")


def text_element(name: str, text: object, attributes: Mapping[str, object] | None = None) -> Xml:
    """Return an element that holds text."""
    return element(name, attributes or {}, Xml(for_xml(text)))


def _attribute(value: object) -> str:
    text = for_xml(value)
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
