// The sheet beside the map: railways in a table, legend, layers, credits.
(function (geo) {
  "use strict";

  const el = geo.el;
  // Railways that the table shows at first, and with every wish for more.
  const ROWS = 60;
  let limit = ROWS;

  geo.panel = function (map, atlas, about) {
    const draw = () => {
      heading(atlas);
      railways(map, atlas);
      legend(atlas);
      layers(map, atlas);
      credits(atlas, about);
    };
    for (const event of ["date", "language", "theme"]) geo.on(event, draw);
    geo.on("selected", mark);
    geo.on("layers", () => legend(atlas));
    draw();
  };

  const slot = (id, ...children) => geo.replace(document.getElementById(id), children);

  function heading(atlas) {
    const title = geo.name(atlas.atlas.title);
    document.documentElement.lang = geo.state.lang;
    document.title = title.text;
    slot("title", geo.nameElement(atlas.atlas.title));
    slot("deck", atlas.belt ? geo.t("corridors.deck", { n: geo.number(atlas.belt.corridors.length) }) : geo.nameElement(atlas.atlas.subtitle));
    slot("asof", geo.t("asOf", { date: geo.date(atlas.atlas.asOf) }));
    document.querySelectorAll("[data-t]").forEach((node) => (node.textContent = geo.t(node.dataset.t)));
    document.querySelectorAll("[data-label]").forEach((node) => {
      node.setAttribute("aria-label", geo.t(node.dataset.label));
      if (node.tagName === "BUTTON") node.title = geo.t(node.dataset.label);
    });
    document.getElementById("query").placeholder = geo.t("search");
  }

  // --- the table of railways --------------------------------------------------------

  function railways(map, atlas) {
    slot("railways", atlas.railways.slice(0, limit).map((railway) => row(map, atlas, railway)));
    const hidden = atlas.railways.length - limit;
    const more = el("button", { type: "button", class: "link", on: { click: () => { limit += ROWS; railways(map, atlas); } } }, geo.t("showMore", { n: geo.number(Math.min(ROWS, hidden)) }));
    slot("morerailways", hidden > 0 ? [more, " · ", geo.t("shownOf", { shown: geo.number(limit), all: geo.number(atlas.railways.length) })] : []);
    document.getElementById("railwaytable").hidden = !atlas.railways.length;
    document.getElementById("tap").hidden = !atlas.railways.length;
    mark();
  }

  // Mark the chosen row in place: a new row would lose the reader's focus.
  function mark() {
    const selected = geo.state.selected;
    const chosen = selected && (selected.kind === "section" ? selected.id.split("/")[0] : selected.id);
    for (const button of document.querySelectorAll("#railways button.name")) {
      button.closest("tr").classList.toggle("selected", button.dataset.railway === chosen);
    }
  }

  function row(map, atlas, railway) {
    const status = geo.statusOn(railway.status, geo.state.date);
    const choice = { kind: "railway", id: railway.id };
    const open = () => {
      geo.select(choice);
      geo.show(map, geo.choiceBounds(choice));
    };
    const crossing = atlas.crossings.find((c) => c.railway === railway.id);
    const zoom = () => map.setView([crossing.at[1], crossing.at[0]], 10.5, { animate: !geo.calm() });
    return el(
      "tr",
      { class: status ? null : "absent" },
      el("td", {}, geo.badge(railway, status || "cancelled")),
      el(
        "th",
        { scope: "row" },
        el("button", { type: "button", class: "name", on: { click: open }, "data-railway": railway.id }, geo.nameElement(railway.names)),
        el("span", { class: "state" }, status ? geo.swatch(status) : null, geo.statusWord(status))
      ),
      el("td", { class: "num" }, geo.number(railway.km)),
      el("td", {}, crossing ? el("button", { type: "button", class: "zoomto", on: { click: zoom }, "aria-label": geo.t("zoomCrossing", { no: railway.no }), title: geo.t("zoomCrossing", { no: railway.no }) }, "⌖") : null)
    );
  }

  geo.show = function (map, bounds) {
    if (!bounds.isValid()) return;
    const card = document.getElementById("card").getBoundingClientRect();
    const beside = card.width && card.width < map.getSize().x * 0.6 ? card.width + 70 : 50;
    map.fitBounds(bounds, { paddingTopLeft: [40, 60], paddingBottomRight: [beside, 40], maxZoom: 11, animate: !geo.calm() });
  };

  // --- the legend, from what is on the map now ---------------------------------------

  function legend(atlas) {
    const shown = geo.shownKinds();
    const statuses = Object.keys(geo.style.lines).filter((s) => shown.statuses.has(s));
    const rows = statuses.map((s) => [geo.swatch(s), geo.statusWord(s), geo.t("meaning." + s)]);
    rows.push(...ownLooks().filter((look) => shown.statuses.has(look.key)).map((look) => [geo.lookSwatch(look), geo.lookWord(look), ""]));
    if (atlas.belt) rows.unshift(...geo.ribbonLegend(atlas.belt));
    if (shown.bands) rows.push([bandSample(), geo.t("legend.band"), geo.t("legend.bandMeaning")]);
    if (shown.ticks) rows.push([ticks(), geo.t("legend.gauge", { value: geo.number(geo.broadGauge) }), geo.t("legend.gaugeMeaning", { value: geo.number(geo.narrowGauge) })]);
    if (atlas.crossings.some((c) => c.rail)) rows.push([numbered(false), geo.t("legend.crossing"), geo.broadGauge ? geo.t("legend.crossingMeaning") : ""]);
    if (atlas.crossings.some((c) => !c.rail)) rows.push([numbered(true), geo.t("legend.norail"), ""]);
    if (atlas.places.length) rows.push([square(), geo.t("legend.station"), ""]);
    rows.push(...geo.contextLegend());
    slot("legend", rows.map(([sample, term, meaning]) => el("li", {}, el("span", { class: "sample" }, sample), el("span", {}, el("b", {}, term), meaning ? el("small", {}, meaning) : null))));
  }

  // Looks of a table that are not statuses.
  const ownLooks = () => (geo.many ? geo.many.looks.filter((look) => !look.status) : []);

  const sample = (...children) => geo.svg("svg", { width: 44, height: 20, viewBox: "0 0 44 20", "aria-hidden": "true" }, children);

  function bandSample() {
    const colour = geo.colour("candidate");
    return sample(
      geo.svg("rect", { x: 0, y: 1, width: 44, height: 18, rx: 9, fill: colour, opacity: geo.style.bandOpacity * 1.6 }),
      geo.svg("line", { x1: 4, y1: 10, x2: 42, y2: 10, stroke: colour, "stroke-width": 2.6, "stroke-dasharray": geo.dash("candidate", 2.6) })
    );
  }

  function ticks() {
    const colour = geo.colour("operating");
    return sample(
      geo.svg("line", { x1: 1, y1: 10, x2: 43, y2: 10, stroke: colour, "stroke-width": 3 }),
      geo.svg("line", { x1: 6, y1: 10, x2: 43, y2: 10, stroke: colour, "stroke-width": 8, "stroke-dasharray": "1.4 9" })
    );
  }

  function numbered(dashed) {
    const circle = { cx: 22, cy: 10, r: dashed ? 6.5 : 6.2, fill: geo.css("--paper"), stroke: geo.css("--ink"), "stroke-width": 1.8, "stroke-dasharray": dashed ? "2.5 2" : null };
    const outer = { cx: 22, cy: 10, r: 8.8, fill: "none", stroke: geo.css("--ink"), "stroke-width": 1 };
    return sample(geo.svg("circle", circle), dashed || !geo.broadGauge ? null : geo.svg("circle", outer));
  }

  function square() {
    return sample(geo.svg("rect", { x: 19, y: 7, width: 6, height: 6, fill: geo.css("--dot"), stroke: geo.css("--dot-line"), "stroke-width": 1.3 }));
  }

  // --- layers -------------------------------------------------------------------------

  function layers(map, atlas) {
    const looks = geo.many && !geo.many.text ? geo.many.looks.map((look) => [look.key, geo.lookWord(look)]) : atlas.atlas.statuses.map((s) => [s, geo.statusWord(s)]);
    const marks = ["bands", "crossings", "stations"].filter(() => atlas.places.length);
    const groups = [
      [atlas.railways.length ? "layers.railways" : "layers.lines", looks.map(([key, word]) => ["status:" + key, word])],
      ...(marks.length ? [["layers.marks", marks.map((k) => [k, geo.t("layers." + k)])]] : []),
      ...(atlas.belt ? [["corridors", geo.corridorLayers(atlas.belt)]] : []),
      ["layers.ground", ["cities", "groundnames", "relief"].map((k) => [k, geo.t("layers." + k)])],
    ];
    slot("layers", groups.map(([title, items]) => el("fieldset", {}, el("legend", {}, geo.t(title)), items.map(([key, label]) => box(map, key, label)))), geo.contextFieldset());
  }

  function box(map, key, label) {
    const change = (event) => {
      if (event.target.checked) geo.state.off.delete(key);
      else geo.state.off.add(key);
      geo.applyLayers(map);
    };
    return el("label", {}, el("input", { type: "checkbox", checked: !geo.state.off.has(key), "data-layer": key, on: { change } }), " ", label);
  }

  geo.applyLayers = function (map) {
    geo.setRelief(map, !geo.state.off.has("relief"));
    geo.emit("layers");
  };

  // --- credits ------------------------------------------------------------------------

  function credits(atlas, about) {
    const link = (credit) => (credit.url ? el("a", { href: credit.url, target: "_blank", rel: "noopener noreferrer" }, credit.text) : credit.text);
    slot("attribution", about.credits.map((credit) => credit.text).join(" · "));
    slot(
      "credits",
      el("p", {}, el("b", {}, geo.t("view")), " ", geo.t("viewNote"), " ", about.views.join(" ")),
      el("p", {}, el("b", {}, geo.t("data")), " ", about.credits.flatMap((credit, i) => [i ? " · " : null, link(credit)])),
      el("p", {}, atlas.atlas.licence ? geo.t("records", { licence: atlas.atlas.licence }) + " " : null, geo.t("madeBy", { version: about.version, digest: about.digest }))
    );
  }
})((window.geo = window.geo || {}));
