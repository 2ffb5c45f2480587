// Very many lines on a map: styled for the date, hovered, chosen; the rest of a page reads them.
(function (geo) {
  "use strict";

  const el = geo.el;
  const NONE = 255;
  const METRE = 1 / (2 * Math.PI * 6378137);

  geo.many = null;

  geo.manyLines = function (map, id) {
    if (!map._loaded) map.setView([0, 0], 2);
    geo.later(async () => {
      const payload = geo.data(id);
      document.getElementById(id).remove();
      const lines = await geo.readLines(payload);
      geo.many = lines;
      if (!geo.atlas) geo.style = { points: {}, lines: {}, crossing: {} };
      prepare(lines);
      if (lines.rest) geo.takeRecords(lines);
      else if (map.getZoom() < 3) map.fitBounds(lines.bounds, { animate: false });
      const layers = tiles(map, lines);
      interact(map, lines);
      const restyle = () => {
        style(lines);
        layers.forEach((layer) => layer.refresh());
      };
      for (const event of ["date", "layers", "theme"]) geo.on(event, restyle);
      geo.on("selected", () => glow(lines));
      if (geo.atlas) geo.spanTime(geo.atlas);
      else geo.plainLines(map, lines, payload.words);
    });
  };

  function prepare(lines) {
    lines.shows = (i) => lines.style[i] !== NONE && lines.visible[lines.style[i]];
    // Half the width of a band in units of the world: Mercator stretches a metre by
    // 1 / cos(latitude), which is cosh of its northing.
    lines.reach = (i) => lines.bands[i] * METRE * Math.cosh(Math.PI * (1 - 2 * lines.north[lines.offsets[i]]));
    lines.widest = 0;
    if (lines.bands) for (let i = 0; i < lines.rows; i++) lines.widest = Math.max(lines.widest, lines.reach(i));
    style(lines);
  }

  // The look of each line on the date of the map: found once for all lines of one history.
  function style(lines) {
    const byHistory = Uint8Array.from(lines.histories, (changes) => {
      let look = NONE;
      for (const [first, next] of changes) if (first <= (geo.state.date || "9999")) look = next < 0 ? NONE : next;
      return look;
    });
    for (let i = 0; i < lines.rows; i++) lines.style[i] = byHistory[lines.codes[i]];
    lines.visible = lines.looks.map((look) => !geo.state.off.has("status:" + look.key));
  }

  // How many lines are in each look on the date, by its key.
  geo.countLines = function (lines) {
    const counts = new Array(lines.looks.length).fill(0);
    for (let i = 0; i < lines.rows; i++) if (lines.style[i] !== NONE) counts[lines.style[i]]++;
    return Object.fromEntries(lines.looks.map((look, n) => [look.key, counts[n]]).filter(([, n]) => n));
  };

  geo.lookColour = (look) => (look.status && geo.css("--rail-" + look.key)) || look.colour;

  geo.lookWord = (look) => (look.status ? geo.statusWord(look.key) : look.label);

  function tiles(map, lines) {
    const pane = (name, z) => {
      map.createPane(name).style.zIndex = z;
      return name;
    };
    const layers = [new geo.LineTiles(lines, geo.paintLines, { pane: pane("many", 405) }).addTo(map)];
    if (lines.widest) {
      const bands = new geo.LineTiles(lines, geo.paintBands, { pane: pane("manybands", 403) });
      map.getPane("manybands").style.opacity = geo.style.bandOpacity;
      const toggle = () => (geo.state.off.has("bands") ? bands.remove() : bands.addTo(map));
      toggle();
      geo.on("layers", toggle);
      layers.push(bands);
    }
    return layers;
  }

  // --- hover and choice -----------------------------------------------------------------

  function nearest(map, lines, latlng, reach) {
    const scale = 256 * Math.pow(2, map.getZoom());
    const p = map.project(latlng).divideBy(scale);
    const r = reach / scale;
    let best = { id: null, distance: r * r };
    for (const i of lines.grid(p.x - r, p.y - r, p.x + r, p.y + r)) {
      if (!lines.shows(i)) continue;
      for (let k = lines.offsets[i]; k < lines.offsets[i + 1] - 1; k++) {
        const distance = toSegment(p, lines.east[k], lines.north[k], lines.east[k + 1], lines.north[k + 1]);
        if (distance < best.distance) best = { id: i, distance };
      }
    }
    return best.id;
  }

  function toSegment(p, ax, ay, bx, by) {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((p.x - ax) * dx + (p.y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const [ex, ey] = [p.x - ax - t * dx, p.y - ay - t * dy];
    return ex * ex + ey * ey;
  }

  let halo = null;

  function interact(map, lines) {
    map.createPane("glow").style.zIndex = 404;
    halo = L.polyline([], { pane: "glow", renderer: L.svg({ pane: "glow" }), weight: 9, opacity: 0.9, interactive: false }).addTo(map);
    const tip = L.tooltip({ className: "tip", opacity: 1, offset: [12, 0] });
    const measuring = () => map.getContainer().classList.contains("measuring");
    let asked = null;
    const look = () => {
      const at = asked;
      asked = null;
      const id = measuring() ? null : nearest(map, lines, at, 6);
      map.getContainer().style.cursor = id === null ? "" : "pointer";
      if (id === null) tip.remove();
      else tip.setLatLng(at).setContent(tipText(lines, id)).addTo(map);
    };
    map.on("mousemove", (event) => {
      if (!asked) requestAnimationFrame(look);
      asked = event.latlng;
    });
    map.on("mouseout", () => tip.remove());
    map.on("click", (event) => {
      const id = measuring() ? null : nearest(map, lines, event.latlng, 9);
      if (id === null) return;
      event.chosen = true; // for the page, which shuts the card at a click on the ground
      lines.open(id);
    });
    lines.open = (id) => geo.select(lines.text ? { kind: "section", id: geo.sectionAt(id).id } : { kind: "line", id: String(id) });
  }

  function tipText(lines, id) {
    const look = lines.looks[lines.style[id]];
    const section = lines.text && geo.sectionAt(id);
    const name = section ? geo.railway(section.railway).no + "  " + geo.sectionName(section) : lines.columns[0].at(id);
    return el("div", {}, el("b", { dir: "auto" }, name), el("br"), geo.lookWord(look));
  }

  // The line under what is chosen: a section, a line of a table, a whole railway.
  function glow(lines) {
    const selected = geo.state.selected;
    const ids = selected ? geo.rowsOf(selected) : [];
    halo.setStyle({ color: geo.css("--glow") });
    halo.setLatLngs(ids.filter(lines.shows).map(lines.latLngs));
  }
})((window.geo = window.geo || {}));
