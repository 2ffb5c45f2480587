// Corridors: broad, quiet ribbons under the railways, beside each other where they share track.
(function (geo) {
  "use strict";

  // Without I and O, which look like figures.
  const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  const items = [];
  let belt = null;
  let map = null;

  geo.ribbons = function (theMap, theBelt) {
    map = theMap;
    belt = theBelt;
    map.createPane("ribbons").style.zIndex = 402;
    map.getPane("ribbons").style.pointerEvents = "none";
    // On the pane, not on the lines: where ribbons of a corridor meet, none is seen twice.
    map.getPane("ribbons").style.opacity = belt.opacity;
    map.createPane("ribbonhits").style.zIndex = 404;
    const renderers = { ribbons: L.svg({ pane: "ribbons", padding: 0.4 }), ribbonhits: L.svg({ pane: "ribbonhits", padding: 0.4 }) };
    belt.corridors.forEach((corridor, index) => {
      corridor.letter = LETTERS[index] || String(index + 1);
      for (const branch of corridor.branches) branch.legs.forEach((leg) => items.push(make(corridor, branch, leg, renderers)));
    });
    // Long ways first: short ones stay on top.
    items.sort((a, b) => b.corridor.km - a.corridor.km);
    geo.drawRibbons();
    map.on("zoomend", geo.drawRibbons);
    for (const event of ["selected", "layers", "theme"]) geo.on(event, geo.drawRibbons);
  };

  function make(corridor, branch, leg, renderers) {
    const parts = leg.lines.map((line) => geo.unpack(line, belt.decimals));
    // One direction for all, so that a lane lies on the same side whichever way a leg was drawn.
    const end = parts[parts.length - 1];
    if (parts[0][0][1] > end[end.length - 1][1]) parts.forEach((part) => part.reverse());
    const line = (pane, options) => L.polyline([], { renderer: renderers[pane], pane, interactive: false, smoothFactor: 0.5, lineJoin: "round", ...options });
    const item = { corridor, branch, leg, parts, shown: parts, casing: line("ribbons", { lineCap: "butt" }), core: line("ribbons", { lineCap: "butt" }), hit: line("ribbonhits", { interactive: true, opacity: 0, weight: 14, className: "hit" }), hover: false };
    item.hit.on("click", (event) => {
      L.DomEvent.stop(event);
      geo.select({ kind: "corridor", id: corridor.id });
    });
    item.hit.on("mouseover mouseout", (event) => {
      items.filter((other) => other.corridor === corridor).forEach((other) => {
        other.hover = event.type === "mouseover";
        style(other);
      });
    });
    item.hit.bindTooltip(() => tip(item), { sticky: true, className: "tip", opacity: 1 });
    return item;
  }

  function tip({ corridor, leg }) {
    return geo.el("div", {}, geo.el("b", {}, corridor.letter + "  " + geo.text(corridor.names)), geo.el("br"), geo.legName(leg) + " · " + geo.t("mode." + leg.mode) + " · " + geo.km(leg.km));
  }

  geo.node = (id) => belt.nodes.find((node) => node.id === id);
  geo.legName = (leg) => [leg.from, leg.to].map((id) => geo.text(geo.node(id).names)).join(" – ");
  geo.ribbonLook = (leg) => (leg.built ? belt.modes[leg.mode] : belt.unbuilt);

  // A hue on the present ground, and dark (or light) enough for letters.
  geo.hueOf = (corridor) => (dark() ? mixed(corridor.hue, 255, 0.42) : corridor.hue);
  geo.inkOf = (corridor) => (dark() ? mixed(corridor.hue, 255, 0.6) : mixed(corridor.hue, 0, 0.38));
  const dark = () => document.documentElement.dataset.theme === "dark";

  function mixed(hex, other, share) {
    const part = (at) => Math.round(parseInt(hex.slice(at, at + 2), 16) * (1 - share) + other * share).toString(16).padStart(2, "0");
    return "#" + part(1) + part(3) + part(5);
  }

  const growth = () => Math.min(2.2, Math.max(0.75, 0.8 + (map.getZoom() - 3) * 0.2)) * geo.screenScale(map);

  geo.drawRibbons = function () {
    for (const item of items) {
      const on = !geo.state.off.has("corridor:" + item.corridor.id);
      item.visible = on;
      for (const layer of [item.casing, item.core, item.hit]) {
        if (on && !map.hasLayer(layer)) layer.addTo(map);
        if (!on && map.hasLayer(layer)) layer.remove();
      }
      if (!on) continue;
      const pixels = item.corridor.lane * belt.modes.rail.width_px * growth() * 0.95;
      item.shown = item.parts.map((part) => aside(part, pixels));
      item.casing.setLatLngs(item.shown);
      item.core.setLatLngs(item.shown);
      item.hit.setLatLngs(item.shown);
      style(item);
    }
    stack();
  };

  // A corridor lies over another with a gap beside it; its own legs join without one.
  function stack() {
    const shown = items.filter((item) => item.visible);
    for (const corridor of new Set(shown.map((item) => item.corridor))) {
      const own = shown.filter((item) => item.corridor === corridor);
      own.forEach((item) => item.casing.bringToFront());
      own.forEach((item) => item.core.bringToFront());
    }
  }

  function style(item) {
    if (!item.visible) return;
    const look = geo.ribbonLook(item.leg);
    const selected = geo.state.selected && geo.state.selected.id === item.corridor.id;
    const weight = look.width_px * growth() + (item.hover || selected ? 2.5 : 0);
    const dash = look.dash.length ? look.dash.map((d) => (d * look.width_px * growth()).toFixed(1)).join(" ") : null;
    const others = geo.state.selected && geo.state.selected.kind === "corridor" && !selected;
    item.casing.setStyle({ color: geo.css("--halo"), weight: weight + 3, opacity: others ? 0 : 1 });
    item.core.setStyle({ color: geo.hueOf(item.corridor), weight, dashArray: dash, opacity: others ? 0.4 : 1 });
  }

  geo.shownRibbons = () => items.filter((item) => item.visible);

  geo.corridorBounds = function (id) {
    const bounds = L.latLngBounds([]);
    items.filter((item) => item.corridor.id === id).forEach((item) => item.parts.flat().forEach((point) => bounds.extend(point)));
    return bounds;
  };

  // A line moved to one side by pixels of the present zoom; bends smaller than a ribbon go.
  // At its ends it comes back to the place that it leads to.
  function aside(latlngs, pixels) {
    if (!pixels) return latlngs;
    const line = eased(L.LineUtil.simplify(latlngs.map((latlng) => map.latLngToLayerPoint(latlng)), 1.6));
    if (line.length < 2) return latlngs;
    const last = line.length - 1;
    const ends = line.length > 4;
    return line.map((p, i) => {
      const shift = ends && (i === 0 || i === last) ? L.point(0, 0) : sideways(line, i, pixels);
      return map.layerPointToLatLng(p.add(shift));
    });
  }

  const EASE = 14;

  // Points near both ends, between which the line lies fully aside.
  function eased(line) {
    const along = (a, b) => a.add(b.subtract(a).multiplyBy(EASE / a.distanceTo(b)));
    const [first, second, before, last] = [line[0], line[1], line[line.length - 2], line[line.length - 1]];
    const head = second && first.distanceTo(second) > 2 * EASE ? [along(first, second)] : [];
    const tail = second && before.distanceTo(last) > 2 * EASE ? [along(last, before)] : [];
    return [first, ...head, ...line.slice(1, -1), ...tail, ...(second ? [last] : [])];
  }

  function sideways(line, i, pixels) {
    const normal = (a, b) => {
      const d = b.subtract(a);
      const size = Math.hypot(d.x, d.y) || 1;
      return L.point(-d.y / size, d.x / size);
    };
    const after = normal(line[i], line[i + 1] || line[i].add(line[i]).subtract(line[i - 1]));
    const before = i ? normal(line[i - 1], line[i]) : after;
    const sum = before.add(after);
    const size = Math.max(Math.hypot(sum.x, sum.y), 0.9);
    return sum.multiplyBy((pixels * Math.min(2 / size, 1.3)) / size);
  }
})((window.geo = window.geo || {}));
