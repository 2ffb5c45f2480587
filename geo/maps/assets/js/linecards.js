// What a table says of a line: its card, its sample for a legend, its name for the search.
(function (geo) {
  "use strict";

  const el = geo.el;

  // Web addresses are links, everything else is text.
  geo.cellValue = (text) => (/^https?:\/\/[^\s"'<>\\]+$/i.test(text) ? el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text) : text);

  geo.lineCard = function (lines, row) {
    if (!(row >= 0 && row < lines.rows)) return null;
    const [name, ...rest] = lines.columns;
    const look = lines.looks[lines.style[row]];
    const facts = rest.filter((column) => column.at(row)).map((column) => [el("dt", {}, column.name), el("dd", { dir: "auto" }, geo.cellValue(column.at(row)))]);
    return [
      el("h2", { tabindex: "-1", dir: "auto" }, name.at(row)),
      el("p", { class: "status" }, look ? [geo.lookSwatch(look), el("b", {}, geo.lookWord(look))] : geo.statusWord(null)),
      el("dl", { class: "facts" }, facts),
    ];
  };

  geo.lookSwatch = function (look) {
    if (geo.style.lines[look.key]) return geo.swatch(look.key);
    const line = geo.svg("line", { x1: 1, y1: 6, x2: 43, y2: 6, stroke: look.colour, "stroke-width": 3, "stroke-dasharray": look.dash.join(" ") || null });
    return geo.svg("svg", { class: "swatch", width: 44, height: 12, viewBox: "0 0 44 12", "aria-hidden": "true" }, line);
  };

  // Rows whose name contains the query: folded when first asked for, then one pass.
  geo.findLines = function (lines, query, limit) {
    const key = geo.fold(query);
    const found = [];
    if (!key) return found;
    lines.keys = lines.keys || Array.from({ length: lines.rows }, (_, row) => geo.fold(lines.columns[0].at(row)));
    const keys = lines.keys;
    for (let row = 0; row < keys.length && found.length < limit; row++) if (keys[row].includes(key)) found.push(row);
    return found;
  };
})((window.geo = window.geo || {}));
