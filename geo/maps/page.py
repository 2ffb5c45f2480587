"""Make a folium map whose page is one file: no request, strict policy, the same bytes each time.

`PageMap` is a `folium.Map`: other folium layers can be added to it. What those layers
need from elsewhere must be handed in as ``assets``; an address that is not known raises.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from geo.errors import InputError
from geo.maps import assets
from geo.text import for_html

_TILE_HOST = re.compile(r"^https://([a-z0-9.{}-]+)/")
_LINKED = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc\b)(?![^>]*application/json)[^>]*>(.*?)</script>",
    re.IGNORECASE | re.DOTALL,
)
# All that folium's pop-ups need of jQuery. Style attributes are set by script: the policy
# refuses them in markup.
_JQUERY = """\
window.$ = window.$ || function (markup) {
  const text = markup.replace(/(<[^>]*?)\\sstyle=/g, "$1 data-style=");
  const body = new DOMParser().parseFromString(text, "text/html").body;
  for (const element of body.querySelectorAll("[data-style]")) {
    element.style.cssText = element.dataset.style;
    element.removeAttribute("data-style");
  }
  return [body.firstElementChild];
};
"""


class PageFigure(Figure):
    """The document around a map: everything inline, allowed by its hash.

    ``address``, ``preview`` and ``oembed`` say where the page, a picture of it and its oEmbed
    answer will be; empty where that is not known.
    """

    def __init__(self, *, inliner: assets.Inliner) -> None:
        super().__init__()
        self.inliner = inliner
        self.language = "en"
        self.description = ""
        self.address = ""
        self.preview = ""
        self.oembed = ""
        self.image_hosts: tuple[str, ...] = ()
        self.blocks: dict[str, tuple[str, bool]] = {}

    def render(self, **kwargs: Any) -> str:
        """Return the document as HTML."""
        _name_by_content(self)
        for child in self._children.values():
            child.render(**kwargs)
        styles, scripts, markup = self._head()
        body = self.html.render(**kwargs)
        scripts.append(_JQUERY + self.script.render(**kwargs))
        return self._document(styles, scripts, markup, body)

    def _head(self) -> tuple[list[str], list[str], list[str]]:
        """Sort what layers put into the head: styles, scripts and plain markup."""
        styles, scripts, markup = [], [], []
        for child in self.header._children.values():  # noqa: SLF001 - branca gives no other way
            if isinstance(child, CssLink):
                styles.append(self.inliner.text(child.url))
            elif isinstance(child, JavascriptLink):
                scripts.append(self.inliner.text(child.url))
            else:
                text = child.render()
                styles.extend(_STYLE.findall(text))
                scripts.extend(_SCRIPT.findall(text))
                markup.append(_SCRIPT.sub("", _STYLE.sub("", text)))
        return styles, scripts, [text for text in markup if "http-equiv" not in text]

    def _document(self, styles: list[str], scripts: list[str], markup: list[str], body: str) -> str:
        self._refuse_links("".join(markup) + body)
        scripts = [_closed(text) for text in scripts]
        policy = _policy(
            styles + _STYLE.findall(body), scripts + _SCRIPT.findall(body), self.image_hosts
        )
        head = [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{for_html(self.title or 'Map')}</title>",
            *self._preview(),
            *markup,
            *(f"<style>{text}</style>" for text in styles),
        ]
        blocks = [
            (f'<script type="application/json" id="{name}">{text}</script>', late)
            for name, (text, late) in self.blocks.items()
        ]
        tail = [f"<script>{text}</script>" for text in scripts]
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="{for_html(self.language)}">',
            "<head>",
            *head,
            "</head>",
            "<body>",
            body.strip(),
            *(block for block, late in blocks if not late),
            *tail,
            *(block for block, late in blocks if late),
            "</body>",
            "</html>",
        ]
        return "\n".join(lines) + "\n"

    def _preview(self) -> list[str]:
        """Return the tags that a chat or a search engine shows a link with."""
        pairs = [
            ("description", self.description),
            ("og:type", "website"),
            ("og:title", self.title or "Map"),
            ("og:description", self.description),
            ("og:url", self.address),
            ("og:image", self.preview),
            ("og:image:width", "1200" if self.preview else ""),
            ("og:image:height", "630" if self.preview else ""),
            ("og:image:alt", self.title if self.preview else ""),
            ("twitter:card", "summary_large_image" if self.preview else "summary"),
        ]
        links = [
            ("canonical", self.address, ""),
            ("alternate", self.oembed, ' type="application/json+oembed"'),
        ]
        return [
            f'<meta {"property" if name.startswith("og:") else "name"}="{name}"'
            f' content="{for_html(value)}">'
            for name, value in pairs
            if value
        ] + [f'<link rel="{rel}"{kind} href="{for_html(url)}">' for rel, url, kind in links if url]

    def _refuse_links(self, markup: str) -> None:
        for url in _LINKED.findall(markup):
            if not unescape(url).startswith(("data:", "#")):
                self.inliner.text(url)
                msg = f"add {url!r} by add_js_link or add_css_link, not as markup"
                raise InputError(msg)


def _closed(script: str) -> str:
    """Keep a text inside a script from ending it."""
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE)


def _policy(styles: list[str], scripts: list[str], image_hosts: tuple[str, ...]) -> str:
    def allowed(texts: list[str]) -> str:
        return " ".join(dict.fromkeys(map(assets.csp_hash, texts))) or "'none'"

    images = " ".join(["data:", *image_hosts])
    return (
        f"default-src 'none'; script-src {allowed(scripts)}; style-src {allowed(styles)}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )


def _name_by_content(figure: Figure) -> None:
    """Give every element an id made from its place in the page instead of a random one."""
    for path, element in _walk(figure, "page"):
        element._id = hashlib.sha256(path.encode()).hexdigest()[:12]  # noqa: SLF001


def _walk(element: Element, path: str) -> Iterator[tuple[str, Element]]:
    for number, child in enumerate(element._children.values()):  # noqa: SLF001
        here = f"{path}/{number}:{child._name}"  # noqa: SLF001
        yield here, child
        yield from _walk(child, here)
    for name in ("icon", "header", "html", "script"):
        part = getattr(element, name, None)
        if isinstance(part, Element) and not isinstance(element, Figure):
            yield f"{path}/{name}", part


class PageMap(folium.Map):
    """A folium map that opens anywhere without network.

    Parameters
    ----------
    title
        Title of the document.
    language
        BCP 47 language of the document.
    description
        One sentence for link previews.
    assets
        Addresses that added layers ask for, and the local files or text that answer them.
    online
        An xyzservices tile provider that the reader may switch on; the page says that it
        goes online. Nothing is loaded before.
    controls
        Whether the page has the sheet, the slider and the tools around the map.

    Examples
    --------
    >>> page = PageMap(title="Stations")
    >>> _ = folium.Marker([45.25, 82.49]).add_to(page)
    >>> "Content-Security-Policy" in page.to_html()
    True
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}{{ this.markup() }}{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geo.map(
                {{ this.get_name()|tojson }}, {{ this.options|tojavascript }}
            );
            {%- if this.view %}
            {{ this.get_name() }}.setView({{ this.location|tojson }}, {{ this.view }});
            {%- endif %}
        {% endmacro %}
        """
    )

    def __init__(
        self,
        *,
        title: str = "Map",
        language: str = "en",
        description: str = "",
        assets: Mapping[str, str | Path] | None = None,
        online: Mapping[str, Any] | None = None,
        controls: bool = False,
        location: tuple[float, float] | None = None,
        zoom: float | None = None,
    ) -> None:
        super().__init__(location=location, tiles=None, min_zoom=2, max_zoom=14)
        # Lists of its own: folium's add_js_link changes the list that every map shares.
        self.default_js = [("leaflet", "leaflet.js"), ("page", "page.js")]
        self.default_css = [("leaflet_css", "leaflet.css"), ("page_css", "page.css")]
        self.options = {"minZoom": 2, "maxZoom": 14}
        self.view = zoom if zoom is not None else (5 if location is not None else None)
        self.controls = controls
        figure = PageFigure(inliner=_inliner(assets))
        figure.title, figure.language = title, language
        figure.description = description
        figure.add_child(self)
        if online is not None:
            self._offer(online)

    @property
    def document(self) -> PageFigure:
        """The document around the map."""
        figure = self.get_root()
        assert isinstance(figure, PageFigure)
        return figure

    def markup(self) -> str:
        """Return the element of the map, inside the controls of the page if it has any."""
        name = self.get_name()
        element = f'<div class="folium-map" id="{name}"></div>'
        if not self.controls:
            return element
        # branca compiles this once more as a template: a brace of the title must not be one.
        title = for_html(self.document.title).replace("{", "&#123;")
        return assets.read("page.html").replace("{{ title }}", title).replace("{{ map }}", element)

    def to_html(self) -> str:
        """Return the page.

        Raises
        ------
        InputError
            If a layer asks for an address that is not known.
        """
        self._refuse_tiles()
        return str(self.document.render())

    def save(self, outfile: Any, close_file: bool = True, **_kwargs: Any) -> None:  # noqa: FBT001, FBT002 - folium's
        """Write the page to a path or a binary stream, as folium does."""
        data = self.to_html().encode("utf-8")
        if isinstance(outfile, (str, Path)):
            Path(outfile).write_bytes(data)
            return
        outfile.write(data)
        if close_file:
            outfile.close()

    def _repr_html_(self, **_kwargs: Any) -> str:
        """Show the page in a notebook, in a frame of its own."""
        return (
            f'<iframe srcdoc="{for_html(self.to_html())}" title="{for_html(self.document.title)}" '
            'style="width:100%;height:640px;border:1px solid #d9d2c4" '
            'sandbox="allow-scripts allow-popups allow-downloads"></iframe>'
        )

    def _offer(self, provider: Mapping[str, Any]) -> None:
        """Add online tiles, switched off, named so that the reader knows what they do."""
        url = str(getattr(provider, "build_url", lambda: provider["url"])())
        attribution = str(provider.get("html_attribution") or provider.get("attribution") or "")
        name = f"{provider.get('name', 'Tiles')} (goes online)"
        layer = folium.TileLayer(tiles=url, attr=attribution, name=name, show=False)
        self.document.image_hosts += (_host(url),)
        self.add_child(layer)

    def _refuse_tiles(self) -> None:
        allowed = self.document.image_hosts
        for child in self._children.values():
            tiles = getattr(child, "tiles", None)
            if isinstance(child, folium.TileLayer) and _host(str(tiles)) not in allowed:
                msg = f"the page may not load tiles from {tiles!r}: give the provider as online=..."
                raise InputError(msg)


def _host(url: str) -> str:
    found = _TILE_HOST.match(url)
    if found is None:
        msg = f"{url!r} is not the address of a tile service; allowed: https://host/..."
        raise InputError(msg)
    return "https://" + found[1].replace("{s}", "*")


def _inliner(extra: Mapping[str, str | Path] | None) -> assets.Inliner:
    return assets.Inliner(extra)


class DataElement(MacroElement):
    """A block of data in the page and one call that draws it.

    Parameters
    ----------
    name
        Name of the element; with its place in the page it makes the id.
    call
        Function of the page's script, called with the map and the id of the data.
    payload
        JSON text made by `geo.text.for_script`.
    late
        Whether the data stands behind the scripts: the page draws what is before it first.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            geo.{{ this.call }}({{ this._parent.get_name() }}, {{ this.get_name()|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, *, name: str, call: str, payload: str, late: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name
        self.call = call
        self.payload = payload
        self.late = late

    def render(self, **kwargs: Any) -> str:
        """Put the data into the page and the call into its script.

        The data goes round branca: it compiles what an element renders as a template
        once more, and would run braces that stand in a name.
        """
        figure = self.get_root()
        if not isinstance(figure, PageFigure):
            msg = f"{type(self).__name__} stands on a PageMap only, not on {type(figure).__name__}"
            raise InputError(msg)
        figure.blocks[self.get_name()] = (self.payload, self.late)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
