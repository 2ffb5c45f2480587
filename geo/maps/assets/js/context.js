// Context: countries of organisations by date under the map, events as stars on it.
(function (geo) {
  "use strict";

  const el = geo.el;
  const KEYS = ["events", "members"];
  let data = null;
  let map = null;
  let on = new Set();
  let areas = [];
  let stars = [];

  geo.context = function (theMap, id) {
    geo.later(() => context(theMap, id));
  };

  function context(theMap, id) {
    map = theMap;
    data = geo.data(id);
    on = new Set(data.shown);
    map.createPane("context").style.zIndex = 205;
    map.createPane("events").style.zIndex = 615;
    const renderer = L.svg({ pane: "context", padding: 0.4 });
    areas = data.countries.flatMap((country) => data.shifts.map((shift) => area(country, shift, renderer)));
    stars = places().flatMap((events) => data.shifts.map((shift) => star(events, shift)));
    const show = () => {
      draw();
      list();
    };
    for (const event of ["date", "language", "theme", "context"]) geo.on(event, show);
    show();
  }

  // --- what holds on the day of the slider ---------------------------------------------

  const holds = (period) => period.first <= geo.state.date && (!period.last || geo.state.date <= period.last);
  const happened = (event) => event.first <= geo.state.date;
  const periods = (code) => data.organisations.flatMap((o) => o.members.filter((m) => m.country === code).map((m) => ({ ...m, organisation: o })));
  const country = (code) => data.countries.find((c) => c.id === code);
  const roleWord = (role) => geo.t("role." + role);

  // Events by the place that they happened at, in order of time.
  function places() {
    const found = new Map();
    for (const event of data.events) found.set(event.place, [...(found.get(event.place) || []), event]);
    return [...found.values()];
  }

  // --- drawing --------------------------------------------------------------------------

  function area(place, shift, renderer) {
    const rings = place.polygons.map((polygon) => polygon.map((r) => geo.unpack(r, data.decimals).map(([lat, lon]) => [lat, lon + shift])));
    const layer = L.polygon(rings, { renderer, pane: "context", stroke: false, className: "member" });
    layer.on("click", (event) => {
      if (map.getContainer().classList.contains("measuring")) return;
      L.DomEvent.stop(event);
      geo.select({ kind: "member", id: place.id });
    });
    return { place, layer };
  }

  function star(events, shift) {
    const size = data.event.size_px + 9;
    const icon = L.divIcon({ className: "event", html: shape(size), iconSize: [size, size] });
    const [lon, lat] = events[0].at;
    const marker = L.marker([lat, lon + shift], { icon, pane: "events", keyboard: true });
    marker.on("click keypress", ({ type, originalEvent }) => {
      const latest = events.filter(happened).pop();
      const meant = type === "click" || ["Enter", " "].includes(originalEvent.key);
      if (latest && meant) geo.select({ kind: "event", id: latest.id });
    });
    marker.bindTooltip(() => el("div", {}, events.filter(happened).map(tip)), { className: "tip", opacity: 1, direction: "top" });
    return { events, marker };
  }

  const tip = (event) => el("div", {}, el("b", {}, geo.date(event.date.slice(0, 4))), "  ", geo.text(event.names));

  function shape(size) {
    const points = [...Array(10).keys()].map((i) => {
      const r = i % 2 ? 0.42 : 1;
      return [10 + 9 * r * Math.sin((i * Math.PI) / 5), 10 - 9 * r * Math.cos((i * Math.PI) / 5)].map((v) => v.toFixed(2)).join(",");
    });
    return geo.svg("svg", { width: size, height: size, viewBox: "0 0 20 20", "aria-hidden": "true" }, geo.svg("polygon", { points: points.join(" "), fill: data.event.fill, stroke: data.event.stroke, "stroke-width": 1.4 }));
  }

  function draw() {
    for (const { place, layer } of areas) {
      const now = on.has("members") ? periods(place.id).filter(holds).pop() : null;
      toggle(layer, Boolean(now));
      if (now) layer.setStyle(paint(now.role));
    }
    patterns();
    for (const { events, marker } of stars) {
      const seen = events.filter(happened);
      toggle(marker, on.has("events") && seen.length > 0);
      const element = marker.getElement();
      if (element) element.setAttribute("aria-label", seen.map((e) => geo.date(e.date) + ": " + geo.text(e.names)).join("; "));
    }
  }

  function paint(role) {
    const look = data.roles[role];
    const plain = look.angle === null;
    return { fillColor: plain ? hue() : `url(#role-${role})`, fillOpacity: plain ? look.opacity : 1 };
  }

  function toggle(layer, shown) {
    if (shown && !map.hasLayer(layer)) layer.addTo(map);
    if (!shown && map.hasLayer(layer)) layer.remove();
  }

  // Strokes tell a role in grey as well; they stand in the drawing that refers to them.
  function patterns() {
    const svg = map.getPane("context").querySelector("svg");
    if (!svg) return;
    svg.querySelectorAll("defs").forEach((old) => old.remove());
    svg.prepend(geo.svg("defs", {}, hatched().map(([role, look]) => pattern("role-" + role, look))));
  }

  // Lighter on a dark ground.
  const hue = () => geo.css("--member") || data.hue;
  const hatched = () => Object.entries(data.roles).filter(([, look]) => look.angle !== null);

  function pattern(id, look) {
    const stroke = geo.svg("line", { x1: 0, y1: 0, x2: look.gap_px, y2: 0, stroke: hue(), "stroke-width": 2 * look.stroke_px, opacity: look.opacity });
    return geo.svg("pattern", { id, width: look.gap_px, height: look.gap_px, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${-look.angle})` }, stroke);
  }

  // --- switches, kept in the link -------------------------------------------------------

  const wanted = () => (data ? KEYS.filter((key) => (key === "events" ? data.events.length : data.countries.length)) : []);

  geo.contextFieldset = function () {
    const keys = wanted();
    if (!keys.length) return null;
    const box = (key) => el("label", {}, el("input", { type: "checkbox", checked: on.has(key), "data-context": key, on: { change: (e) => set(key, e.target.checked) } }), " ", geo.t("layers." + key));
    return el("fieldset", {}, el("legend", {}, geo.t("context")), keys.map(box));
  };

  function set(key, shown) {
    if (shown) on.add(key);
    else on.delete(key);
    geo.emit("context");
    geo.emit("layers");
  }

  // What the link must say: nothing where the page opens so.
  geo.contextLink = function () {
    const now = wanted().filter((key) => on.has(key));
    return !data || now.join() === wanted().filter((key) => data.shown.includes(key)).join() ? null : now.join(",") || "none";
  };

  geo.applyContext = function (keys) {
    if (!data) return;
    on = new Set(keys.filter((key) => KEYS.includes(key)));
    geo.emit("context");
    geo.emit("layers");
    document.querySelectorAll("[data-context]").forEach((box) => (box.checked = on.has(box.dataset.context)));
  };

  // --- legend, made from what is on the map now -----------------------------------------

  geo.contextLegend = function () {
    if (!data) return [];
    const seen = (role) => data.organisations.some((o) => o.members.some((m) => m.role === role && holds(m)));
    const roles = on.has("members") ? Object.keys(data.roles).filter(seen) : [];
    const whose = data.organisations.map((o) => geo.text(o.names)).join("; ");
    const rows = roles.map((role) => [swatch(role), roleWord(role), whose]);
    if (on.has("events") && data.events.some(happened)) rows.push([shape(20), geo.t("layers.events"), ""]);
    return rows;
  };

  function swatch(role) {
    const look = data.roles[role];
    const id = "legend-" + role;
    const plain = look.angle === null;
    const rect = { x: 4, y: 2, width: 36, height: 16, fill: plain ? hue() : `url(#${id})`, "fill-opacity": plain ? look.opacity * 1.6 : 1, stroke: hue(), "stroke-width": 0.7 };
    return geo.svg("svg", { width: 44, height: 20, viewBox: "0 0 44 20", "aria-hidden": "true" }, plain ? null : geo.svg("defs", {}, pattern(id, look)), geo.svg("rect", rect));
  }

  // --- the list in the sheet: all that the map shows, for the keyboard and for readers ---

  function list() {
    let box = document.getElementById("contextlist");
    if (!box) {
      box = el("section", { id: "contextlist" });
      document.getElementById("layers").closest("details").before(box);
    }
    box.hidden = !wanted().some((key) => on.has(key));
    const told = on.has("events") ? data.events.filter(happened) : [];
    geo.replace(box, el("h2", {}, geo.t("context")), on.has("members") ? data.organisations.map(organisation) : null, told.length ? [el("h3", {}, geo.t("layers.events")), eventList(told)] : null);
  }

  function organisation(record) {
    const rows = Object.keys(data.roles).map((role) => [role, record.members.filter((m) => m.role === role && holds(m))]);
    return el(
      "section",
      {},
      el("h3", {}, geo.nameElement(record.names)),
      rows.filter(([, all]) => all.length).map(([role, all]) => el("p", { "data-role": role }, el("b", {}, roleWord(role) + " (" + geo.number(all.length) + "): "), all.map((m, i) => [i ? ", " : "", link("member", m.country, geo.text(country(m.country).names))])))
    );
  }

  const link = (kind, id, text) => el("button", { type: "button", class: "link", on: { click: () => geo.select({ kind, id }) } }, text);
  const eventList = (events) => el("ol", { class: "events" }, events.map((e) => el("li", {}, el("time", { datetime: e.date }, geo.date(e.date)), " ", link("event", e.id, geo.text(e.names)))));

  // --- search and cards -----------------------------------------------------------------

  geo.contextEntries = function (atlas, kind) {
    if (!data) return [];
    const show = (event) => () => {
      if (!happened(event)) geo.setDate(event.until ? geo.readDate(event.until) : event.first);
      if (!on.has("events")) geo.applyContext([...on, "events"]);
      map.setView([event.at[1], event.at[0]], Math.max(map.getZoom(), 5), { animate: !geo.calm() });
    };
    const event = (e) => ({ names: e.names, more: [], show: show(e), pick: { kind: "event", id: e.id }, what: () => geo.t("event") + " · " + geo.date(e.date), weight: 1.5 });
    const organisation = (o) => ({ names: o.names, more: [], show: () => geo.applyContext([...on, "members"]), pick: null, what: () => geo.t("context"), weight: 1.5 });
    return [...data.events.map(event), ...data.organisations.map(organisation)];
  };

  geo.contextPoints = () => (data ? data.events : []);

  // Stars that stand on the map, for lettering to keep clear of.
  geo.eventSpots = () => stars.filter(({ marker }) => map.hasLayer(marker)).map(({ marker }) => marker.getLatLng());

  geo.contextCard = function (atlas, kind, id, parts) {
    if (!data) return null;
    const event = kind === "event" && data.events.find((e) => e.id === id);
    if (event) return eventCard(atlas, event, parts);
    const place = kind === "member" && country(id);
    return place ? memberCard(atlas, place, parts) : null;
  };

  function eventCard(atlas, event, { heading, part, note, names, sources }) {
    const others = data.events.filter((e) => e.place === event.place && e !== event);
    const until = event.until ? " " + geo.t("until", { date: geo.date(event.until) }) : "";
    return [
      el("p", { class: "kicker" }, geo.t("event") + " · " + geo.text(event.placeNames) + " · " + geo.country(event.country)),
      heading(geo.nameElement(event.names)),
      el("p", { class: "status" }, el("b", {}, geo.date(event.date)), until),
      event.detail ? el("p", { dir: "auto" }, event.detail) : null,
      note(event.note),
      el("p", { class: "by" }, geo.t("confidence." + event.confidence)),
      others.length ? part(geo.t("eventsHere"), eventList(others)) : null,
      part(geo.t("names"), names(event.names)),
      sources(atlas, event.sources),
      el("p", { class: "licence" }, geo.t("licence") + ": " + event.licence),
    ];
  }

  function memberCard(atlas, place, { heading, part, note, names, sources, marks }) {
    const all = periods(place.id);
    const dated = (p) => geo.t(p.known ? "since" : "listedOn", { date: geo.date(p.start) }) + (p.until ? ", " + geo.t("until", { date: geo.date(p.until) }) : "");
    const item = (p) => el("li", { class: holds(p) ? "now" : null }, el("b", {}, roleWord(p.role)), " " + dated(p), note(p.note), marks(atlas, p));
    return [
      el("p", { class: "kicker" }, geo.t("context")),
      heading(geo.nameElement(place.names)),
      data.organisations.filter((o) => o.members.some((m) => m.country === place.id)).map((o) => part(geo.text(o.names), el("ol", { class: "events" }, all.filter((p) => p.organisation === o).map(item)))),
      note(geo.t("outlines")),
      part(geo.t("names"), names(place.names)),
      sources(atlas, all.flatMap((p) => [...p.sources, ...p.organisation.sources])),
    ];
  }
})((window.geo = window.geo || {}));
