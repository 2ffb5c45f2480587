// Lettering of corridors: a name along the ribbon where it fits, a letter in any case.
(function (geo) {
  "use strict";

  geo.ribbonNames = function (page, parent) {
    const made = [];
    const main = (item) => Number(item.branch === item.corridor.branches[0]);
    const all = geo.shownRibbons();
    for (const { corridor } of all.filter((item, i) => all.findIndex((o) => o.corridor === item.corridor) === i)) {
      const text = geo.text(corridor.names).replace(/\s*[(（].*[)）]$/, "");
      const size = geo.textSize(page, text, geo.ALONG);
      const legs = all.filter((item) => item.corridor === corridor).sort((a, b) => main(b) - main(a) || b.leg.km - a.leg.km);
      const free = (box) => page.free(box, null) && page.holds(box);
      // A name nearly as long as its ribbon would hide the ways of others.
      const fitted = (line) => geo.baseline(line, size.w + 8, { free, rails: (box) => page.railsIn(box), most: 15 });
      for (const item of legs) {
        const parts = item.shown.map((part) => page.pixels(part));
        if (parts.reduce((sum, part) => sum + length(part), 0) < 2.2 * size.w) continue;
        const line = parts.map(fitted).filter(Boolean).sort((a, b) => a.cost - b.cost)[0];
        if (!line) continue;
        geo.writeAlong(page, parent, line, { id: "ribbon-" + corridor.id, text, fill: geo.inkOf(corridor) });
        made.push({ text, box: null, along: corridor.id });
        break;
      }
    }
    return made;
  };

  // The letter of a corridor on each of its longer legs, as in the table.
  geo.ribbonMarks = function (page) {
    const made = [];
    for (const item of geo.shownRibbons()) {
      const line = page.pixels(item.shown.flat()).filter((p) => page.sees(p));
      if (line.length < 2 || (length(line) < 70 && item.leg !== item.corridor.branches[0].legs[0])) continue;
      const spots = [0.5, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7, 0.12, 0.88, 0.05, 0.95].map((share) => pointAlong(line, share));
      const wanted = Math.min(3, 1 + Math.floor(length(line) / 600));
      let found = 0;
      for (const p of spots) {
        const twin = made.some((m) => m.corridor === item.corridor && m.p.distanceTo(p) < 200);
        if (found === wanted || twin || !page.free(geo.around(p, 9 * page.scale), null) || !page.holds(geo.around(p, 9 * page.scale))) continue;
        page.take(geo.around(p, 10 * page.scale), "corridor:" + item.corridor.id);
        made.push({ corridor: item.corridor, p });
        found += 1;
      }
    }
    return made.map(({ corridor, p }) => {
      const r = 8 * page.scale;
      const plate = geo.svg("rect", { x: p.x - r, y: p.y - r, width: 2 * r, height: 2 * r, rx: r / 2, fill: geo.css("--paper"), stroke: geo.hueOf(corridor), "stroke-width": 2.2 });
      const letter = geo.svg("text", { x: p.x, y: p.y + 0.53 * r, "text-anchor": "middle", class: "letter", fill: geo.css("--ink"), "font-size": 1.5 * r, "font-family": geo.SANS, "font-weight": 700 }, corridor.letter);
      const group = geo.svg("g", { class: "crossing ribbonmark", "data-id": corridor.id }, plate, letter);
      group.addEventListener("click", () => geo.select({ kind: "corridor", id: corridor.id }));
      return group;
    });
  };

  const length = (line) => line.slice(1).reduce((sum, p, i) => sum + p.distanceTo(line[i]), 0);

  function pointAlong(line, share) {
    let left = length(line) * share;
    for (let i = 1; i < line.length; i++) {
      const step = line[i].distanceTo(line[i - 1]);
      if (step >= left && step) return line[i - 1].add(line[i].subtract(line[i - 1]).multiplyBy(left / step));
      left -= step;
    }
    return line[line.length - 1];
  }
})((window.geo = window.geo || {}));
