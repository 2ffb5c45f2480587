// Print: the layout of the sheet is put on before the browser measures it.
(function (geo) {
  "use strict";

  // What the reader sees, without the strips at the edges that a flatter sheet would add to.
  function shown(map) {
    const home = geo.home();
    // The middle on the map: far from the mean of latitudes where the extent is tall.
    const middle = map.project(home.getSouthWest()).add(map.project(home.getNorthEast())).divideBy(2);
    const untouched = map.getBoundsZoom(home) === map.getZoom() && map.project(map.getCenter()).distanceTo(middle) < 20;
    return untouched ? home : map.getBounds().pad(-0.12);
  }

  geo.printing = function (map) {
    let view = null;
    const lay = (on) => {
      document.body.classList.toggle("printing", on);
      if (on) view = { bounds: shown(map), centre: map.getCenter(), zoom: map.getZoom() };
      map.invalidateSize({ animate: false, pan: false });
      if (on) map.fitBounds(view.bounds, { animate: false });
      else if (view) map.setView(view.centre, view.zoom, { animate: false });
      if (geo.many) printLines(map, on);
    };
    window.addEventListener("beforeprint", () => lay(true));
    window.addEventListener("afterprint", () => lay(false));
  };

  // Lines on canvas tiles are drawn as paths for print: sharp, and over the ground.
  function printLines(map, on) {
    if (!map.getPane("manyprint")) map.createPane("manyprint").style.zIndex = 405;
    const pane = map.getPane("manyprint");
    for (const name of ["many", "manybands"]) if (map.getPane(name)) map.getPane(name).style.visibility = on ? "hidden" : "";
    pane.replaceChildren();
    if (!on) return;
    const sheet = geo.svg("svg", { width: map.getSize().x, height: map.getSize().y, overflow: "visible" }, printed(map, geo.many));
    L.DomUtil.setPosition(sheet, map.containerPointToLayerPoint([0, 0]));
    pane.append(sheet);
  }

  // A pen that writes a path.
  const pen = () => ({ d: "", moveTo(x, y) { this.d += `M${x.toFixed(1)} ${y.toFixed(1)}`; }, lineTo(x, y) { this.d += `L${x.toFixed(1)} ${y.toFixed(1)}`; } });

  // Bands and lines of what is in view: a path for each band, one for all lines of a look.
  function printed(map, lines) {
    const corner = map.project(map.containerPointToLatLng([0, 0]));
    const size = map.getSize();
    const scale = 256 * Math.pow(2, map.getZoom());
    const growth = geo.lineGrowth(lines, map.getZoom());
    const rows = lines.grid(corner.x / scale, corner.y / scale, (corner.x + size.x) / scale, (corner.y + size.y) / scale).filter(lines.shows);
    const path = (look, ids, attributes) => {
      const written = pen();
      for (const row of ids) geo.traceLine(written, lines, row, scale, corner.x, corner.y);
      return geo.svg("path", { d: written.d, fill: "none", stroke: geo.lookColour(look), ...attributes });
    };
    const width = (row) => 2 * lines.reach(row) * scale;
    const banded = lines.widest && !geo.state.off.has("bands") ? rows.filter((row) => width(row) > 6) : [];
    const bands = banded.map((row) => path(lines.looks[lines.style[row]], [row], { "stroke-width": width(row).toFixed(1), "stroke-linecap": "round", "stroke-linejoin": "round" }));
    const byLook = lines.looks.map((look, n) => path(look, rows.filter((row) => lines.style[row] === n), { class: "line", "stroke-width": look.width * growth, "stroke-dasharray": look.dash.map((step) => step * growth).join(" ") || null }));
    return [geo.svg("g", { opacity: geo.style.bandOpacity }, bands), byLook.filter((line) => line.getAttribute("d")).reverse()];
  }
})((window.geo = window.geo || {}));
