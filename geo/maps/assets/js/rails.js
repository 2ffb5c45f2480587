// Railways: bands, casings, cores, gauge ticks; redrawn for the date, the zoom, the choice.
(function (geo) {
  "use strict";

  const drawn = [];
  let theMap = null;

  geo.rails = function (map, atlas) {
    theMap = map;
    for (const [name, z] of [["bands", 410], ["casings", 420], ["cores", 430], ["hits", 440]]) {
      map.createPane(name).style.zIndex = z;
      if (name === "bands") map.getPane(name).style.opacity = geo.style.bandOpacity;
      if (name !== "hits") map.getPane(name).style.pointerEvents = "none";
    }
    const renderers = {};
    for (const name of ["bands", "casings", "cores", "hits"]) {
      renderers[name] = L.svg({ pane: name, padding: 0.4 });
    }
    atlas.sections.forEach((section) => drawn.push(make(map, section, atlas, renderers)));
    map.on("zoomend", geo.drawRails);
    geo.on("date", geo.drawRails);
    geo.on("selected", geo.drawRails);
    geo.on("layers", geo.drawRails);
    geo.on("theme", geo.drawRails);
  };

  function make(map, section, atlas, renderers) {
    const lines = section.lines.map((line) => geo.unpack(line, atlas.decimals));
    const bands = section.bands.map((rings) => rings.map((r) => geo.unpack(r, atlas.decimals)));
    const line = (pane, options) =>
      L.polyline(lines, { renderer: renderers[pane], pane, interactive: false, lineCap: "butt", smoothFactor: 0.6, ...options });
    const item = {
      section,
      latlngs: lines,
      band: bands.length
        ? L.polygon(bands, { renderer: renderers.bands, pane: "bands", stroke: false, interactive: false })
        : null,
      glow: line("casings", { lineCap: "round" }),
      casing: line("casings", { lineCap: "round" }),
      ticks: line("cores", {}),
      core: line("cores", {}),
      hit: line("hits", { interactive: true, opacity: 0, weight: 18, className: "hit" }),
      hover: false,
      shown: false,
    };
    item.hit.on("click", (event) => {
      L.DomEvent.stop(event);
      geo.select({ kind: "section", id: section.id });
    });
    item.hit.on("mouseover mouseout", (event) => {
      item.hover = event.type === "mouseover";
      style(item);
    });
    item.hit.bindTooltip(() => tooltip(section), { sticky: true, className: "tip", opacity: 1 });
    return item;
  }

  function tooltip(section) {
    const railway = geo.railway(section.railway);
    const status = geo.statusOn(section.status, geo.state.date);
    return geo.el(
      "div",
      {},
      geo.el("b", {}, railway.no + "  " + geo.sectionName(section)),
      geo.el("br"),
      geo.statusWord(status)
    );
  }

  geo.sectionName = (section) => [section.from, section.to].map((id) => geo.text(geo.namesOf(id))).join(" – ");

  // Core width in pixels: thin on a world map, broad in close view.
  geo.railWidth = function (status) {
    const look = geo.look(status);
    const zoom = theMap.getZoom();
    // Where continents are shown the corridors are the subject.
    if (geo.atlas.belt && zoom < 4.25) return look.width_px * 0.42 * geo.screenScale(theMap);
    const factor = zoom < 5 ? 0.7 : zoom < 7 ? 0.7 + (zoom - 5) * 0.18 : Math.min(1.9, 1.06 + (zoom - 7) * 0.14);
    return look.width_px * factor * geo.screenScale(theMap);
  };

  geo.look = (status) => geo.style.lines[status] || geo.style.other;

  geo.dash = (status, width) =>
    geo.look(status).dash.length ? geo.look(status).dash.map((d) => (d * width).toFixed(1)).join(" ") : null;

  // The colour of a status on the present ground: lighter on a dark one.
  geo.colour = (status) => {
    const name = "--rail-" + status;
    return geo.css(name) || geo.look(status).colour;
  };

  geo.drawRails = function () {
    for (const item of drawn) {
      const status = geo.statusOn(item.section.status, geo.state.date);
      item.status = status;
      const visible = status !== null && !geo.state.off.has("status:" + status);
      toggle(item.casing, visible);
      toggle(item.core, visible);
      toggle(item.hit, visible);
      item.shown = visible;
      toggle(item.ticks, visible && item.section.gauge === geo.broadGauge && theMap.getZoom() >= 6.5);
      toggle(item.glow, visible && chosen(item.section));
      if (item.band) toggle(item.band, visible && bandShows(item) && !geo.state.off.has("bands"));
      if (visible) style(item);
    }
  };

  function toggle(layer, on) {
    if (on && !theMap.hasLayer(layer)) layer.addTo(theMap);
    if (!on && theMap.hasLayer(layer)) layer.remove();
  }

  function bandShows(item) {
    const half = item.section.accuracyM / geo.metresPerPixel(theMap, item.latlngs[0][0][0]);
    return half > geo.railWidth(item.status) / 2 + 2;
  }

  function chosen(section) {
    const selected = geo.state.selected;
    if (!selected) return false;
    return selected.id === section.id || (selected.kind === "railway" && selected.id === section.railway);
  }

  function style(item) {
    const status = item.status;
    const width = geo.railWidth(status) + (item.hover ? 1 : 0);
    const colour = geo.colour(status);
    item.casing.setStyle({ color: geo.css("--halo"), weight: width + (geo.atlas.belt ? 1.2 : 3), opacity: 0.95 });
    item.core.setStyle({ color: colour, weight: width, opacity: 1, dashArray: geo.dash(status, width) });
    item.ticks.setStyle({ color: colour, weight: width + 4.5, opacity: 0.9, dashArray: "1.4 11", lineCap: "butt" });
    item.glow.setStyle({ color: geo.css("--glow"), weight: width + 11, opacity: 0.9 });
    if (item.band) {
      item.band.setStyle({ fillColor: colour, fillOpacity: 1 });
    }
  }

  // Sections on the map now, with their points: the labels keep clear of them.
  geo.shownRails = () => drawn.filter((item) => item.shown);

  geo.railShown = (row) => drawn[row].shown;

  geo.sectionBounds = function (test) {
    const bounds = L.latLngBounds([]);
    drawn.filter((item) => test(item.section)).forEach((item) => bounds.extend(item.core.getBounds()));
    return bounds;
  };
})((window.geo = window.geo || {}));
