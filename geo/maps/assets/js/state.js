// The link keeps the view: #zoom/latitude/longitude?date=…&lang=…&off=…&with=…&sel=…
(function (geo) {
  "use strict";

  geo.readState = function (hash, atlas) {
    const [place, query] = hash.replace(/^#/, "").split("?");
    const [zoom, lat, lon] = place.split("/").map(Number);
    const options = new URLSearchParams(query || "");
    const state = {};
    const finite = [zoom, lat, lon].every(Number.isFinite) && place.split("/").length === 3;
    if (finite && Math.abs(lat) <= 85 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 20) state.view = { zoom, lat, lon };
    state.date = geo.readDate(options.get("date"));
    if (atlas.atlas.languages.includes(options.get("lang"))) state.lang = options.get("lang");
    if (options.get("off")) state.off = options.get("off").split(",");
    if (options.get("with")) state.with = options.get("with").split(",");
    const [kind, id] = (options.get("sel") || "").split(":");
    if (id) state.selected = { kind, id };
    return state;
  };

  geo.writeState = function (map, atlas) {
    const centre = map.getCenter();
    const zoom = Math.round(map.getZoom() * 100) / 100;
    const options = [];
    const add = (key, value) => options.push(key + "=" + encodeURIComponent(value).replace(/%(2F|3A|2C)/g, decodeURIComponent));
    if (geo.state.date !== atlas.atlas.asOf) add("date", geo.state.date);
    if (geo.state.lang !== atlas.atlas.languages[0]) add("lang", geo.state.lang);
    if (geo.state.off.size) add("off", [...geo.state.off].sort().join(","));
    if (geo.contextLink()) add("with", geo.contextLink());
    if (geo.state.selected) add("sel", geo.state.selected.kind + ":" + geo.state.selected.id);
    const place = [zoom, centre.lat.toFixed(4), centre.lng.toFixed(4)].join("/");
    return "#" + place + (options.length ? "?" + options.join("&") : "");
  };

  geo.link = function (map, atlas) {
    let written = null;
    let timer = null;
    const write = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        written = geo.writeState(map, atlas);
        try {
          window.history.replaceState(null, "", written);
        } catch {
          // A page inside a frame without an address of its own keeps no link.
        }
      }, 120);
    };
    map.on("moveend", write);
    for (const event of ["date", "language", "layers", "selected"]) geo.on(event, write);
    window.addEventListener("hashchange", () => {
      if (window.location.hash !== written) geo.apply(map, geo.readState(window.location.hash, atlas));
    });
  };

  geo.apply = function (map, state) {
    if (state.view) map.setView([state.view.lat, state.view.lon], state.view.zoom, { animate: false });
    if (state.lang && state.lang !== geo.state.lang) geo.setLanguage(state.lang);
    if (state.off) {
      geo.state.off = new Set(state.off);
      geo.applyLayers(map);
      document.querySelectorAll("[data-layer]").forEach((box) => (box.checked = !geo.state.off.has(box.dataset.layer)));
    }
    if (state.with) geo.applyContext(state.with);
    if (state.date) geo.setDate(state.date);
    if (state.selected) geo.select(state.selected);
  };
})((window.geo = window.geo || {}));
