// Border crossings: a numbered symbol, moved off the line, led back by a hair line.
(function (geo) {
  "use strict";

  geo.findCrossings = function (page) {
    if (geo.state.off.has("crossings") || (page.atlas.belt && page.map.getZoom() < 6)) return [];
    const found = [];
    for (const crossing of page.atlas.crossings) {
      const railway = geo.railway(crossing.railway);
      const status = geo.statusOn(railway.status, geo.state.date);
      const p = page.point(crossing.at);
      if (status === null || geo.state.off.has("status:" + status) || !page.sees(p)) continue;
      page.take(geo.around(p, 3), crossing.id);
      found.push({ crossing, status, p });
    }
    return found;
  };

  // Where the symbol stands: off the line, clear of what is there.
  function spot(page, { crossing, p }, r) {
    let best = null;
    for (const reach of [26, 36].map((d) => d * page.scale)) {
      geo.DIRECTIONS.forEach((angle, index) => {
        const c = { x: p.x + Math.cos(angle) * reach, y: p.y + Math.sin(angle) * reach };
        const box = geo.around(c, r + 2);
        if (!page.free(box, crossing.id)) return;
        const cost = page.railsIn(box) * 2 + index * 0.4 + (reach > 30 * page.scale ? 4 : 0);
        if (!best || cost < best.cost) best = { c, cost };
      });
    }
    const c = best ? best.c : { x: p.x, y: p.y - 26 * page.scale };
    page.take(geo.around(c, r + 4), crossing.id);
    for (let t = 0.1; t < 1; t += 0.2) page.take(geo.around({ x: p.x + (c.x - p.x) * t, y: p.y + (c.y - p.y) * t }, 3), null);
    return c;
  }

  geo.crossingSymbol = function (page, item) {
    const { crossing, status, p } = item;
    const r = (crossing.rail ? geo.style.crossing.size_px / 2 : 8) * page.scale;
    const c = spot(page, item, r);
    const colour = geo.colour(status);
    const paint = { stroke: colour, fill: geo.css("--paper") };
    const dash = crossing.rail ? null : "2.5 2";
    const marks = [
      geo.svg("line", { x1: p.x, y1: p.y, x2: c.x, y2: c.y, stroke: geo.css("--ink"), "stroke-width": 1 }),
      geo.svg("circle", { cx: p.x, cy: p.y, r: 3 * page.scale, fill: geo.css("--ink"), stroke: geo.css("--halo"), "stroke-width": 1.2 }),
      geo.svg("circle", { cx: c.x, cy: c.y, r, ...paint, "stroke-width": 2.2, "stroke-dasharray": dash }),
    ];
    if (crossing.gauges.length > 1 && crossing.rail) {
      marks.push(geo.svg("circle", { cx: c.x, cy: c.y, r: r + 3, fill: "none", stroke: colour, "stroke-width": 1.1 }));
    }
    const size = (crossing.rail ? 13 : 10.5) * page.scale;
    const number = { x: c.x, y: c.y + size * 0.355, "text-anchor": "middle", class: "number", fill: geo.css("--ink"), "font-size": size, "font-family": geo.SANS, "font-weight": 700 };
    marks.push(geo.svg("text", number, String(crossing.no)));
    const group = geo.svg("g", { class: "crossing", "data-id": crossing.id }, marks);
    group.addEventListener("click", () => geo.select({ kind: "crossing", id: crossing.id }));
    return { marks: [group], label: crossingLabel(page, crossing, c, r) };
  };

  function crossingLabel(page, crossing, c, r) {
    const text = crossing.sides.map((side) => geo.text(side.names)).join(" – ");
    const zoom = page.map.getZoom();
    const far = zoom < 4.6 || zoom >= 11;
    return far ? null : { p: c, r: r + 3, text, type: crossing.rail ? "crossing" : "city", order: crossing.rail ? 0 : 6, owner: crossing.id };
  }
})((window.geo = window.geo || {}));
