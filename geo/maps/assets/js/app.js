// Make the map, then put the parts together.
(function (geo) {
  "use strict";

  geo.map = function (id, options) {
    const map = L.map(id, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      maxBoundsViscosity: 0.9,
      worldCopyJump: false,
      fadeAnimation: !geo.calm(),
      zoomAnimation: !geo.calm(),
      markerZoomAnimation: !geo.calm(),
      ...options,
    });
    L.control.attribution({ prefix: false, position: "bottomright" }).addTo(map);
    map.getContainer().setAttribute("role", "application");
    map.getContainer().dataset.label = "map";
    map.getContainer().setAttribute("aria-label", "Map");
    return map;
  };

  // Records by id, and the names at the ends of sections: told once.
  const byId = { railways: new Map(), places: new Map(), crossings: new Map() };

  geo.indexAtlas = function (atlas) {
    for (const [kind, index] of Object.entries(byId)) atlas[kind].forEach((record) => index.set(record.id, record));
    for (const crossing of atlas.crossings) crossing.placeIds = crossing.sides.map((side) => side.id);
  };

  geo.railway = (id) => byId.railways.get(id);
  geo.place = (id) => byId.places.get(id);
  geo.crossing = (id) => byId.crossings.get(id);

  // Names of a place; a crossing has the names of its first place.
  geo.namesOf = function (id) {
    const crossing = geo.crossing(id);
    return (geo.place(crossing ? crossing.placeIds[0] : id) || { names: { und: id } }).names;
  };

  // What the page opens on.
  geo.home = () => {
    const [west, south, east, north] = geo.atlas.atlas.extent;
    return L.latLngBounds([[south, west], [north, east]]);
  };

  // Languages of a name that belong to the country of the place.
  geo.localTags = (place) =>
    Object.keys(place.names).filter((tag) => {
      try {
        return new Intl.Locale(tag).maximize().region === place.country;
      } catch {
        return false;
      }
    });

  // Draw an atlas on a map: lines and lettering, without the controls around them.
  geo.drawAtlas = function (map, id) {
    geo.later(() => drawAtlas(map, id), { first: true });
    geo.later(() => geo.drawLabels());
  };

  function drawAtlas(map, id) {
    const payload = geo.data(id);
    const atlas = payload.atlas;
    geo.atlas = atlas;
    geo.style = payload.style;
    geo.words = payload.words;
    prepare(atlas);
    map.fitBounds(geo.home(), { animate: false });
    geo.rails(map, atlas);
    if (atlas.belt) geo.ribbons(map, atlas.belt);
    geo.labels(map, atlas);
    geo.drawRails();
  }

  function prepare(atlas) {
    geo.state.date = atlas.atlas.asOf;
    geo.spanTime(atlas);
    const wanted = (navigator.languages || []).map((tag) => tag.slice(0, 2));
    const known = atlas.atlas.languages;
    geo.state.lang = known[0] === "en" && wanted.includes("en") ? "en" : wanted.find((tag) => known.includes(tag)) || known[0];
    const gauges = atlas.atlas.gauges;
    geo.broadGauge = gauges.length > 1 ? gauges[gauges.length - 1] : null;
    geo.narrowGauge = gauges.length > 1 ? gauges[0] : null;
    geo.indexAtlas(atlas);
  }

  // Everything around the map.
  geo.page = function (map, id) {
    geo.later(() => page(map, id));
  };

  function page(map, id) {
    document.body.classList.add("furnished");
    const atlas = geo.atlas;
    const about = geo.data(id);
    const start = geo.readState(window.location.hash, atlas);
    if (start.lang) geo.state.lang = start.lang;
    geo.card(map, atlas);
    geo.panel(map, atlas, about);
    if (atlas.belt) geo.corridorPanel(map, atlas.belt);
    geo.time(atlas);
    geo.search(map, atlas);
    geo.tools(map, atlas);
    zoomButtons(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
    geo.link(map, atlas);
    geo.apply(map, start);
    geo.emit("language");
    document.getElementById("home").addEventListener("click", () => map.fitBounds(geo.home(), { animate: !geo.calm() }));
    const more = document.getElementById("more");
    more.addEventListener("click", () => more.setAttribute("aria-expanded", String(document.getElementById("tools").classList.toggle("open"))));
    document.getElementById("skip").addEventListener("click", () => document.querySelector("#railways button").focus());
    map.on("click", (event) => {
      if (geo.state.selected && !event.chosen && !map.getContainer().classList.contains("measuring")) geo.select(null);
    });
    document.body.classList.toggle("belt", Boolean(atlas.belt));
    document.body.classList.add("ready");
  }

  function zoomButtons(map) {
    document.getElementById("zoomin").addEventListener("click", () => map.zoomIn(1));
    document.getElementById("zoomout").addEventListener("click", () => map.zoomOut(1));
  }
})((window.geo = window.geo || {}));
