// Points and lettering: what shows at a zoom, and where its name stands without a collision.
(function (geo) {
  "use strict";

  const SANS = 'Inter, "Source Sans 3", "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Noto Sans Arabic", sans-serif';
  const SERIF = 'Georgia, "Source Serif 4", "Noto Serif", "Times New Roman", "Liberation Serif", "Noto Serif CJK SC", "Songti SC", serif';
  // Size and weight of lettering by kind; `cost` is what standing on a railway costs.
  const TYPE = {
    country: { size: 15, weight: 600, spacing: 4, caps: true, colour: "--country", cost: 1 },
    region: { size: 12, weight: 500, spacing: 2.4, caps: true, colour: "--country", cost: 1 },
    water: { size: 11.5, weight: 400, italic: true, serif: true, colour: "--water-text", cost: 2 },
    along: { size: 12, weight: 600, italic: true, colour: "--ink", cost: 2 },
    crossing: { size: 13, weight: 700, colour: "--ink", cost: 3 },
    main: { size: 13, weight: 600, colour: "--ink", cost: 2 },
    city: { size: 12, weight: 400, colour: "--city", cost: 2 },
    station: { size: 11.5, weight: 500, colour: "--ink", cost: 2 },
    siding: { size: 10.5, weight: 400, colour: "--muted", cost: 2 },
  };
  // Lettering grows on a large sheet: it is read from farther off.
  const scale = () => (map.getSize().x > 1700 ? 1.25 : 1);
  const context = document.createElement("canvas").getContext("2d");
  let map = null;
  let atlas = null;
  let root = null;

  geo.labels = function (theMap, theAtlas) {
    map = theMap;
    atlas = theAtlas;
    map.createPane("labels").style.zIndex = 620;
    map.getPane("labels").style.pointerEvents = "none";
    root = geo.svg("svg", { class: "labels", "aria-hidden": "true", overflow: "visible", width: 1, height: 1 });
    map.getPane("labels").append(root);
    map.on("zoomstart", () => root.classList.add("moving"));
    map.on("moveend zoomend resize", geo.drawLabels);
    for (const event of ["date", "language", "layers", "theme", "ground", "selected"]) geo.on(event, geo.drawLabels);
  };

  // A look at what stands where, for tests and for the print sheet.
  geo.placed = [];

  geo.drawLabels = function () {
    if (!map || !map._loaded || !root) return;
    root.classList.remove("moving");
    const page = new Sheet();
    L.DomUtil.setPosition(root, page.origin);
    const text = geo.svg("g", {});
    const ribbons = atlas.belt ? ribbonNames(page, text) : [];
    const letters = atlas.belt ? ribbonMarks(page) : [];
    const points = choosePoints(page);
    const found = findCrossings(page);
    const marks = geo.svg("g", {});
    const [lines, beside] = pathLabels(page, text);
    const crossings = found.map((item) => symbol(page, item));
    const wanted = [...crossings.map((c) => c.label), ...beside, ...points, ...groundNames()].filter(Boolean);
    wanted.sort((a, b) => a.order - b.order).forEach((label) => {
      label.named = place(page, label, text) || (label.shorter ? place(page, { ...label, text: label.shorter }, text) : false);
    });
    crossings.forEach((crossing) => marks.append(...crossing.marks));
    // A town whose name finds no room is left out: a dot without a name says nothing.
    points.filter((point) => point.named || point.sections).forEach((point) => marks.append(dot(point)));
    marks.append(...letters);
    geo.replace(root, text, marks);
    geo.placed = page.texts.concat(lines, ribbons);
  };

  // --- the sheet: occupied boxes and railway points in pixels --------------------

  class Sheet {
    constructor() {
      const size = map.getSize();
      this.view = { x: -size.x * 0.1, y: -size.y * 0.1, w: size.x * 1.2, h: size.y * 1.2 };
      this.origin = map.containerPointToLayerPoint([0, 0]);
      this.boxes = [];
      this.texts = [];
      this.rails = new Map();
      geo.shownRails().forEach((item) => item.latlngs.forEach((line) => this.addLine(line)));
      if (atlas.belt) geo.shownRibbons().forEach((item) => item.shown.forEach((line) => this.addLine(line)));
      this.keepClear(["find", "tools", "attribution"].map((id) => document.getElementById(id)));
      this.keepClear([...map.getContainer().querySelectorAll(".leaflet-control")]);
    }
    // Names do not stand under what lies over the map.
    keepClear(elements) {
      const frame = map.getContainer().getBoundingClientRect();
      for (const element of elements) {
        const r = element ? element.getBoundingClientRect() : { width: 0 };
        if (r.width) this.take({ x: r.left - frame.left - 3, y: r.top - frame.top - 3, w: r.width + 6, h: r.height + 6 }, null);
      }
    }
    point(at) {
      return map.latLngToLayerPoint([at[1], at[0]]).subtract(this.origin);
    }
    sees(p) {
      const v = this.view;
      return p.x > v.x && p.y > v.y && p.x < v.x + v.w && p.y < v.y + v.h;
    }
    addLine(latlngs) {
      let last = null;
      for (const latlng of latlngs) {
        const p = map.latLngToLayerPoint(latlng).subtract(this.origin);
        if (last && (this.sees(p) || this.sees(last))) this.sample(last, p);
        last = p;
      }
    }
    sample(a, b) {
      const steps = Math.min(4000, Math.ceil(a.distanceTo(b) / 5));
      for (let i = 0; i <= steps; i++) {
        const x = a.x + ((b.x - a.x) * i) / steps;
        const y = a.y + ((b.y - a.y) * i) / steps;
        const key = (x >> 5) + ":" + (y >> 5);
        if (!this.rails.has(key)) this.rails.set(key, []);
        this.rails.get(key).push([x, y]);
      }
    }
    // How many railway points lie in a box.
    railsIn(box) {
      let count = 0;
      for (let i = box.x >> 5; i <= (box.x + box.w) >> 5; i++) {
        for (let j = box.y >> 5; j <= (box.y + box.h) >> 5; j++) {
          for (const [x, y] of this.rails.get(i + ":" + j) || []) {
            if (x >= box.x && y >= box.y && x <= box.x + box.w && y <= box.y + box.h) count++;
          }
        }
      }
      return count;
    }
    free(box, owner) {
      return !this.boxes.some(
        (o) => !(owner && o.owner === owner) && box.x < o.x + o.w && o.x < box.x + box.w && box.y < o.y + o.h && o.y < box.y + box.h
      );
    }
    take(box, owner) {
      this.boxes.push({ ...box, owner });
    }
  }

  const around = (p, r) => ({ x: p.x - r, y: p.y - r, w: 2 * r, h: 2 * r });

  // --- points -------------------------------------------------------------------

  function choosePoints(page) {
    const zoom = map.getZoom();
    const chosen = [];
    for (const place of candidates(zoom)) {
      const p = page.point(place.at);
      if (!page.sees(p)) continue;
      const look = geo.style.points[place.kind] || { shape: "circle", size_px: 6 };
      const r = (look.size_px / 2) * (zoom < 7 ? 0.85 : 1);
      if (!page.free(around(p, r + 1), null) && place.order > 1) continue;
      const owner = place.id || geo.text(place.names) + place.at;
      page.take(around(p, r + 1.5), owner);
      chosen.push({ ...place, p, look, r, owner, text: geo.text(place.names), fallback: geo.name(place.names).fallback, under: localName(place, zoom) });
    }
    return chosen;
  }

  function candidates(zoom) {
    const off = geo.state.off;
    const hidden = hiddenSides(zoom);
    const alive = new Set(geo.shownRails().map((item) => item.section.id));
    const own = atlas.places
      .filter((place) => !hidden.has(place.id) && !hidden.has(place.of))
      .map((place) => ({ ...place, ...rankOf(place, zoom, alive) }))
      .filter((place) => place.shows && !off.has(place.kind === "city" || place.kind === "village" ? "cities" : "stations"));
    own.push(...nodes(zoom));
    const others = off.has("cities") ? [] : geo.cities.filter((c) => zoom >= c.zoom && !sameTown(c));
    const cities = others.map((c) => ({ ...c, kind: "city", type: "city", order: 5 + c.zoom / 10 }));
    return [...own, ...cities].sort((a, b) => a.order - b.order);
  }

  // Places of corridors: ends of branches first, then ends of legs, then the chain.
  function nodes(zoom) {
    if (!atlas.belt || geo.state.off.has("cities")) return [];
    const from = [0, 4.25, 5.25];
    const alive = new Set(geo.shownRibbons().map((item) => item.corridor.id));
    const all = atlas.belt.nodes.filter((n) => zoom >= from[n.rank] && n.corridors.some((id) => alive.has(id)));
    return all.map((n) => ({ ...n, kind: "city", type: n.rank ? "city" : "main", order: 1.5 + n.rank, sections: null, of: null }));
  }

  // Whether the atlas itself has a town: a name in common, and near.
  function sameTown(city) {
    if (city.same === undefined) {
      const names = new Set([...Object.values(city.names), ...city.more].map(geo.fold));
      const near = (p) => Math.abs(p.at[0] - city.at[0]) < 0.5 && Math.abs(p.at[1] - city.at[1]) < 0.4;
      city.same = [...atlas.places, ...(atlas.belt ? atlas.belt.nodes : [])].some((p) => near(p) && Object.values(p.names).some((name) => names.has(geo.fold(name))));
    }
    return city.same;
  }

  // When a place shows and how it is lettered: ends first, then border places, then the chain.
  function rankOf(place, zoom, alive) {
    const rail = place.sections.length > 0;
    if (rail && !place.sections.some((id) => alive.has(id))) return { shows: false };
    if (place.rank === 0 && rail) return { shows: zoom >= 4.5, type: "main", order: 1 };
    if (place.rank <= 1) return { shows: zoom >= 8, type: "main", order: 2 };
    if (place.kind === "siding") return { shows: zoom >= 9, type: "siding", order: 8 };
    if (place.kind === "station" || place.kind === "junction") return { shows: zoom >= 7.2, type: "station", order: 6 };
    if (place.kind === "city") return { shows: zoom >= (rail ? 6 : 4.5), type: "city", order: 4 };
    return { shows: zoom >= 8, type: "city", order: 7 };
  }

  // Places that the crossing's own lettering names, until they part on the screen.
  function hiddenSides(zoom) {
    const hidden = new Set();
    for (const crossing of atlas.crossings) {
      if (zoom < 9.5) crossing.placeIds.forEach((id) => hidden.add(id));
    }
    return hidden;
  }

  function localName(place, zoom) {
    if (zoom < 9 || place.type === "siding" || !place.country) return null;
    const tag = geo.localTags(place).find((t) => place.names[t] !== geo.text(place.names));
    return tag ? place.names[tag] : null;
  }

  function dot(point) {
    const { x, y } = point.p;
    const paint = { fill: geo.css("--dot"), stroke: geo.css("--dot-line"), "stroke-width": 1.3 };
    const r = point.r;
    if (point.look.shape === "square") return geo.svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint });
    if (point.look.shape === "diamond") return geo.svg("path", { d: `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, ...paint });
    return geo.svg("circle", { cx: x, cy: y, r, ...paint });
  }

  // --- crossings: a numbered symbol, moved off the line, led back by a hair line -------

  function findCrossings(page) {
    if (geo.state.off.has("crossings") || (atlas.belt && map.getZoom() < 6)) return [];
    const found = [];
    for (const crossing of atlas.crossings) {
      const railway = geo.railway(crossing.railway);
      const status = geo.statusOn(railway.status, geo.state.date);
      const p = page.point(crossing.at);
      if (status === null || geo.state.off.has("status:" + status) || !page.sees(p)) continue;
      page.take(around(p, 3), crossing.id);
      found.push({ crossing, status, p });
    }
    return found;
  }

  const DIRECTIONS = [-0.5, 1, 0, 0.5, -0.75, -0.25, 0.25, 0.75].map((turn) => turn * Math.PI);

  function symbol(page, { crossing, status, p }) {
    const r = crossing.rail ? geo.style.crossing.size_px / 2 : 8;
    let best = null;
    for (const reach of [26, 36]) {
      DIRECTIONS.forEach((angle, index) => {
        const c = { x: p.x + Math.cos(angle) * reach, y: p.y + Math.sin(angle) * reach };
        const box = around(c, r + 2);
        if (!page.free(box, crossing.id)) return;
        const cost = page.railsIn(box) * 2 + index * 0.4 + (reach > 30 ? 4 : 0);
        if (!best || cost < best.cost) best = { c, box, cost };
      });
    }
    const c = best ? best.c : { x: p.x, y: p.y - 26 };
    page.take(around(c, r + 4), crossing.id);
    for (let t = 0.1; t < 1; t += 0.2) page.take(around({ x: p.x + (c.x - p.x) * t, y: p.y + (c.y - p.y) * t }, 3), null);
    const colour = geo.colour(status);
    const paint = { stroke: colour, fill: geo.css("--paper") };
    const dash = crossing.rail ? null : "2.5 2";
    const marks = [
      geo.svg("line", { x1: p.x, y1: p.y, x2: c.x, y2: c.y, stroke: geo.css("--ink"), "stroke-width": 1 }),
      geo.svg("circle", { cx: p.x, cy: p.y, r: 3, fill: geo.css("--ink"), stroke: geo.css("--halo"), "stroke-width": 1.2 }),
      geo.svg("circle", { cx: c.x, cy: c.y, r, ...paint, "stroke-width": 2.2, "stroke-dasharray": dash }),
    ];
    if (crossing.gauges.length > 1 && crossing.rail) {
      marks.push(geo.svg("circle", { cx: c.x, cy: c.y, r: r + 3, fill: "none", stroke: colour, "stroke-width": 1.1 }));
    }
    const number = { x: c.x, y: c.y + (crossing.rail ? 4.6 : 3.8), "text-anchor": "middle", class: "number", fill: geo.css("--ink"), "font-size": crossing.rail ? 13 : 10.5 };
    marks.push(geo.svg("text", number, String(crossing.no)));
    const group = geo.svg("g", { class: "crossing", "data-id": crossing.id }, marks);
    group.addEventListener("click", () => geo.select({ kind: "crossing", id: crossing.id }));
    return { marks: [group], label: crossingLabel(crossing, c, r) };
  }

  function crossingLabel(crossing, c, r) {
    const text = crossing.sides.map((side) => geo.text(side.names)).join(" – ");
    const zoom = map.getZoom();
    const far = zoom < 4.6 || zoom >= 11;
    return far ? null : { p: c, r: r + 3, text, type: crossing.rail ? "crossing" : "city", order: crossing.rail ? 0 : 6, owner: crossing.id };
  }

  // --- lettering along a line: what is not known is said on the line itself -----------

  const ALONG = { size: 12, weight: 600, italic: true };

  function pathLabels(page, parent) {
    const made = [];
    const rest = [];
    geo.shownRails().forEach((item, index) => {
      const label = item.section.label;
      if (!label || geo.state.off.has("linetext") || (atlas.belt && map.getZoom() < 6)) return;
      const key = "label." + label;
      const text = geo.t(key) === key ? label : geo.t(key);
      const size = measure(text, ALONG);
      const line = geo.baseline(onPage(page, item.latlngs[0]), size.w + 8, {
        free: (box) => page.free(box, null) && inside(page, box),
        rails: (box) => page.railsIn(box),
      });
      if (!line) {
        const beside = besideLine(page, item, text);
        if (beside) rest.push(beside);
        return;
      }
      along(page, parent, line, { id: "along-" + index, text, fill: geo.colour(item.status) });
      made.push({ text, box: null, along: item.section.id });
    });
    return [made, rest];
  }

  function along(page, parent, line, { id, text, fill }) {
    const d = "M" + line.points.map((q) => q.x.toFixed(1) + " " + q.y.toFixed(1)).join("L");
    line.boxes.forEach((box) => page.take(box, null));
    const letters = { "text-anchor": "middle", class: "along", fill, "font-size": ALONG.size * scale(), "font-style": "italic", "font-weight": 600, "font-family": SANS, stroke: geo.css("--halo"), "stroke-width": 3 };
    parent.append(
      geo.svg("path", { id, d, fill: "none" }),
      geo.svg("text", letters, geo.svg("textPath", { href: "#" + id, startOffset: "50%" }, text))
    );
  }

  // --- corridors: a name along the ribbon where it fits, a letter in any case ----------

  function ribbonNames(page, parent) {
    const made = [];
    const main = (item) => Number(item.branch === item.corridor.branches[0]);
    const all = geo.shownRibbons();
    for (const { corridor } of all.filter((item, i) => all.findIndex((o) => o.corridor === item.corridor) === i)) {
      const text = geo.text(corridor.names).replace(/\s*[(（].*[)）]$/, "");
      const size = measure(text, ALONG);
      const legs = all.filter((item) => item.corridor === corridor).sort((a, b) => main(b) - main(a) || b.leg.km - a.leg.km);
      const free = (box) => page.free(box, null) && inside(page, box);
      // A name nearly as long as its ribbon would hide the ways of others.
      const fitted = (line) => geo.baseline(line, size.w + 8, { free, rails: (box) => page.railsIn(box), most: 15 });
      for (const item of legs) {
        const parts = item.shown.map((part) => onPage(page, part));
        if (parts.reduce((sum, part) => sum + length(part), 0) < 2.2 * size.w) continue;
        const line = parts.map(fitted).filter(Boolean).sort((a, b) => a.cost - b.cost)[0];
        if (!line) continue;
        along(page, parent, line, { id: "ribbon-" + corridor.id, text, fill: geo.inkOf(corridor) });
        made.push({ text, box: null, along: corridor.id });
        break;
      }
    }
    return made;
  }

  // The letter of a corridor on each of its longer legs, as in the table.
  function ribbonMarks(page) {
    const made = [];
    for (const item of geo.shownRibbons()) {
      const line = onPage(page, item.shown.flat()).filter((p) => page.sees(p));
      if (line.length < 2 || (length(line) < 70 && item.leg !== item.corridor.branches[0].legs[0])) continue;
      const spots = [0.5, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7, 0.12, 0.88, 0.05, 0.95].map((share) => pointAlong(line, share));
      const wanted = Math.min(3, 1 + Math.floor(length(line) / 600));
      let found = 0;
      for (const p of spots) {
        const twin = made.some((m) => m.corridor === item.corridor && m.p.distanceTo(p) < 200);
        if (found === wanted || twin || !page.free(around(p, 9), null) || !inside(page, around(p, 9))) continue;
        page.take(around(p, 10), "corridor:" + item.corridor.id);
        made.push({ corridor: item.corridor, p });
        found += 1;
      }
    }
    return made.map(({ corridor, p }) => {
      const plate = geo.svg("rect", { x: p.x - 8, y: p.y - 8, width: 16, height: 16, rx: 4, fill: geo.css("--paper"), stroke: geo.hueOf(corridor), "stroke-width": 2.2 });
      const letter = geo.svg("text", { x: p.x, y: p.y + 4.2, "text-anchor": "middle", class: "letter", fill: geo.css("--ink"), "font-size": 12 }, corridor.letter);
      const group = geo.svg("g", { class: "crossing ribbonmark", "data-id": corridor.id }, plate, letter);
      group.addEventListener("click", () => geo.select({ kind: "corridor", id: corridor.id }));
      return group;
    });
  }

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

  const onPage = (page, latlngs) => latlngs.map((latlng) => map.latLngToLayerPoint(latlng).subtract(page.origin));

  // Where a line is too short for its words, they stand beside its middle.
  function besideLine(page, item, text) {
    const line = onPage(page, item.latlngs[0]);
    const anchors = [4, 3, 5, 2, 6, 1, 7].map((eighth) => line[Math.floor(((line.length - 1) * eighth) / 8)]);
    const long = line[0].distanceTo(line[line.length - 1]) > 45;
    const seen = anchors.filter((p) => page.sees(p));
    return long && seen.length ? { p: seen[0], anchors: seen, text, shorter: text.split(/ – |——/)[1], type: "along", tint: geo.colour(item.status), order: -1 } : null;
  }

  function inside(page, box) {
    const size = map.getSize();
    return box.x > 2 && box.y > 2 && box.x + box.w < size.x - 2 && box.y + box.h < size.y - 2;
  }

  // --- names of the ground --------------------------------------------------------

  function groundNames() {
    const zoom = map.getZoom();
    const names = [];
    for (const name of geo.groundNames) {
      const shows = name.kind === "country" ? zoom >= 2 && name.size * Math.pow(4, zoom) > 9000 : name.size * Math.pow(4, zoom) > 900;
      if (!shows || geo.state.off.has("groundnames")) continue;
      const at = name.near && zoom >= 5 ? name.near : name.at;
      names.push({ at, text: geo.text(name.names), type: name.kind, order: name.kind === "country" ? 3 + name.rank : 7, free: true, big: name.rank === 1, room: room(name.kind === "water" ? Math.max(name.size, 0.5) : name.near ? name.nearSize : name.size) });
    }
    for (const region of atlas.regions) {
      if (zoom >= 5 && zoom < 9 && !geo.state.off.has("groundnames")) {
        names.push({ at: region.at, text: geo.text(region.names), type: "region", order: 4.5, free: true, room: 112 });
      }
    }
    return names;
  }

  // How far a name may move from its point and still stand on what it names, in pixels.
  const room = (squareDegrees) => (Math.sqrt(squareDegrees) * 256 * Math.pow(2, map.getZoom())) / 360 / 4;

  // --- placing one name ---------------------------------------------------------

  // Where a name may stand about its point, best first: right, left, above, below, corners.
  function spots(label, w, h) {
    const { x, y } = label.p;
    if (label.free) {
      const reaches = (label.type === "water" ? [0, 16, 30] : [0, 28, 56, 84, 112]).filter((reach) => reach <= label.room);
      const shifts = reaches.flatMap((reach) => DIRECTIONS.slice(0, reach ? 8 : 1).map((turn) => [Math.cos(turn) * reach * 1.3, Math.sin(turn) * reach]));
      return shifts.map(([dx, dy]) => [x - w / 2 + dx, y - h / 2 + dy]);
    }
    if (label.anchors) {
      const offsets = [-12 - h, 12, -26 - h, 26];
      const shifts = [-w / 2, 14 - w, -14];
      return offsets.flatMap((dy) => shifts.flatMap((dx) => label.anchors.map((p) => [p.x + dx, p.y + dy])));
    }
    const d = label.r + 3;
    const e = label.r * 0.7 + 2;
    return [
      [x + d, y - h / 2], [x - d - w, y - h / 2], [x + e, y - e - h], [x + e, y + e],
      [x - e - w, y - e - h], [x - e - w, y + e], [x - w / 2, y - d - h], [x - w / 2, y + d],
    ];
  }

  function place(page, label, parent) {
    const type = { ...TYPE[label.type] };
    if (label.big) type.size += 3;
    if (label.fallback) type.italic = true;
    if (label.tint) type.tint = label.tint;
    const p = label.p || page.point(label.at);
    if (!label.text || !page.sees(p)) return false;
    const text = type.caps ? label.text.toLocaleUpperCase(geo.state.lang) : label.text;
    if (page.texts.some((t) => t.text === text && Math.hypot(t.p.x - p.x, t.p.y - p.y) < 90)) return false;
    const size = measure(text, type);
    const below = label.under ? measure(label.under, { size: 10.5, weight: 400 }) : { w: 0, h: 0 };
    const [w, h] = [Math.max(size.w, below.w), size.h + (label.under ? 12 : 0)];
    let best = null;
    spots({ ...label, p }, w, h).forEach(([x, y], index) => {
      const box = { x: x - 1, y, w: w + 2, h };
      if (!page.free(box, label.owner) || !inside(page, box)) return;
      const cost = page.railsIn(box) * type.cost + index * (label.free ? 0.8 : label.anchors ? 0.15 : 1.2);
      if (!best || cost < best.cost) best = { x, y, box, cost, index };
    });
    if (!best || (label.free && best.cost > 60 && label.type !== "country")) return false;
    page.take(best.box, null);
    page.texts.push({ text, box: best.box, p });
    const left = label.free || label.anchors ? best.x : best.index === 1 || best.index === 4 || best.index === 5 ? best.x + w : best.x;
    const anchor = left === best.x ? "start" : "end";
    parent.append(letters(text, type, left, best.y + size.h * 0.8, anchor));
    if (label.under) {
      parent.append(letters(label.under, { size: 10.5, weight: 400, colour: "--muted" }, left, best.y + size.h + 9, anchor));
    }
    return true;
  }

  function letters(text, type, x, y, anchor) {
    const attributes = {
      x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, fill: type.tint || geo.css(type.colour), stroke: geo.css("--halo"),
      "font-size": type.size * scale(), "font-weight": type.weight, "font-family": type.serif ? SERIF : SANS,
      "font-style": type.italic ? "italic" : null, "letter-spacing": type.spacing || null,
      "stroke-width": type.caps ? 2 : 3,
    };
    return geo.svg("text", attributes, text);
  }

  function measure(text, type) {
    context.font = `${type.italic ? "italic " : ""}${type.weight} ${type.size * scale()}px ${type.serif ? SERIF : SANS}`;
    const spacing = (type.spacing || 0) * [...text].length;
    return { w: context.measureText(text).width + spacing, h: type.size * 1.22 * scale() };
  }

})((window.geo = window.geo || {}));
