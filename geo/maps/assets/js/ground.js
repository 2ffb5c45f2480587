// The quiet ground: land, water, relief, borders under the railways. SVG, not canvas: it stays
// sharp in print, where browsers paint a canvas onto white and hide what lies below.
(function (geo) {
  "use strict";

  const FILLS = { land: "--land", focus: "--focus", water: "--water" };
  const LINES = {
    river: { colour: "--river", width: [0.5, 1.2] },
    region: { colour: "--region", width: [0.6, 1], dash: "3 3" },
    border: { colour: "--border", width: [1.2, 1.9], casing: true },
    disputed: { colour: "--border", width: [1, 1.4], dash: "4 3" },
  };

  geo.css = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  geo.ground = function (map, id) {
    geo.later(() => ground(map, id));
  };

  function ground(map, id) {
    const data = geo.data(id);
    const made = { fills: [], lines: [] };
    pane(map, "fills", 200);
    pane(map, "relief", 210);
    pane(map, "water", 220);
    pane(map, "borders", 230);
    const renderers = {};
    for (const name of ["fills", "water", "borders"]) {
      renderers[name] = L.svg({ pane: name, padding: 0.4 });
    }
    // A map over the antimeridian shows the world more than once.
    const shifts = data.shifts || [0];
    shifts.forEach((shift) => data.fills.forEach((group) => made.fills.push(drawFill(map, group, renderers, shift))));
    shifts.forEach((shift) => data.lines.forEach((group) => made.lines.push(...drawLine(map, group, renderers, shift))));
    if (data.relief) drawRelief(map, data.relief);
    geo.groundNames = shifts.flatMap((shift) => (shift ? data.names.map((n) => ({ ...n, at: [n.at[0] + shift, n.at[1]] })) : data.names));
    geo.cities = data.cities || [];
    const repaint = () => paint(map, made, data.wide);
    repaint();
    map.on("zoomend", repaint);
    geo.on("theme", repaint);
    map.getContainer().classList.add("grounded");
    geo.emit("ground");
  }

  function pane(map, name, z) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }

  const moved = (points, shift) => (shift ? points.map(([lat, lon]) => [lat, lon + shift]) : points);

  function drawFill(map, group, renderers, shift) {
    const rings = group.polygons.map((rings) => rings.map((r) => moved(geo.unpack(r, group.decimals), shift)));
    const name = group.kind === "water" ? "water" : "fills";
    const options = { renderer: renderers[name], pane: name, stroke: false, fillOpacity: 1, interactive: false };
    return { kind: group.kind, layer: L.polygon(rings, options).addTo(map) };
  }

  function drawLine(map, group, renderers, shift) {
    const look = LINES[group.kind];
    const lines = group.lines.map((line) => moved(geo.unpack(line, group.decimals), shift));
    const name = group.kind === "river" ? "water" : "borders";
    const options = { renderer: renderers[name], pane: name, interactive: false, dashArray: look.dash };
    const made = [];
    if (look.casing) {
      made.push({ kind: group.kind, casing: true, layer: L.polyline(lines, options).addTo(map) });
    }
    made.push({ kind: group.kind, layer: L.polyline(lines, options).addTo(map) });
    return made;
  }

  function drawRelief(map, relief) {
    const [west, south, east, north] = relief.bounds;
    const options = { pane: "relief", interactive: false, className: "relief" };
    L.imageOverlay(relief.url, [[south, west], [north, east]], options).addTo(map);
  }

  function paint(map, made, wide) {
    map.getPane("relief").style.opacity = map.getZoom() > 9.5 ? 0.5 : 1;
    const near = Math.min(1, Math.max(-0.4, (map.getZoom() - 5) / 5));
    for (const { kind, layer } of made.fills) layer.setStyle({ fillColor: geo.css(FILLS[kind]) });
    for (const { kind, casing, layer } of made.lines) {
      const look = LINES[kind];
      // On a map of a continent borders are many: thin, without a tint.
      const width = (look.width[0] + near * (look.width[1] - look.width[0])) * (wide ? 0.7 : 1);
      if (casing && wide) layer.setStyle({ weight: 0, opacity: 0 });
      else if (casing) layer.setStyle({ color: geo.css("--border-tint"), weight: 5 + 4 * near, opacity: 1 });
      else layer.setStyle({ color: geo.css(look.colour), weight: width, opacity: wide ? 0.6 : 1 });
    }
  }

  geo.setRelief = function (map, on) {
    map.getPane("relief").style.display = on ? "" : "none";
  };
})((window.geo = window.geo || {}));
