// Corridors beside the map: their table, legend, card, names for the search, table of legs.
(function (geo) {
  "use strict";

  const el = geo.el;

  geo.corridorPanel = function (map, belt) {
    const at = (id) => document.getElementById(id);
    for (const id of ["corridortable", "corridornote", "railwayhead"]) at(id).hidden = false;
    const draw = () => geo.replace(at("corridors"), belt.corridors.map((corridor) => row(map, corridor)));
    for (const event of ["language", "theme"]) geo.on(event, draw);
    const mark = () => at("corridors").querySelectorAll("button.name").forEach((b) => b.closest("tr").classList.toggle("selected", Boolean(geo.state.selected) && b.dataset.corridor === geo.state.selected.id));
    geo.on("selected", mark);
    draw();
  };

  function row(map, corridor) {
    const open = () => {
      geo.select({ kind: "corridor", id: corridor.id });
      geo.show(map, geo.corridorBounds(corridor.id));
    };
    const looks = forms(corridor);
    return el(
      "tr",
      {},
      el("td", {}, badge(corridor)),
      el(
        "th",
        { scope: "row" },
        el("button", { type: "button", class: "name", on: { click: open }, "data-corridor": corridor.id }, geo.nameElement(corridor.names)),
        el("span", { class: "state" }, geo.ribbonSwatch(looks[0][1], geo.hueOf(corridor)), looks.map(([key]) => geo.t("mode." + key)).join(" · "))
      ),
      el("td", { class: "num" }, geo.number(corridor.km))
    );
  }

  const badge = (corridor) => el("span", { class: "badge corridor", style: { "--c": geo.hueOf(corridor) } }, corridor.letter);
  const legs = (corridor) => corridor.branches.flatMap((branch) => branch.legs);

  // Forms of a corridor's legs in the order of the legend: key of the word, a leg of that form.
  function forms(corridor) {
    const key = (leg) => (leg.built ? leg.mode : "unbuilt");
    const all = legs(corridor);
    return [...Object.keys(geo.atlas.belt.modes), "unbuilt"].map((k) => [k, all.find((leg) => key(leg) === k)]).filter(([, leg]) => leg);
  }

  geo.ribbonSwatch = function (leg, colour) {
    const look = geo.ribbonLook(leg);
    const dash = look.dash.map((d) => (d * look.width_px).toFixed(1)).join(" ") || null;
    const line = geo.svg("line", { x1: 1, y1: 6, x2: 43, y2: 6, stroke: colour, "stroke-width": look.width_px, "stroke-dasharray": dash, opacity: 0.8 });
    return geo.svg("svg", { class: "ribbonswatch", width: 44, height: 12, viewBox: "0 0 44 12", "aria-hidden": "true" }, line);
  };

  geo.ribbonLegend = function (belt) {
    const shown = new Set(geo.shownRibbons().map((item) => item.corridor));
    const found = new Map();
    for (const corridor of shown) for (const [key, leg] of forms(corridor)) if (!found.has(key)) found.set(key, leg);
    const order = [...Object.keys(belt.modes), "unbuilt"].filter((key) => found.has(key));
    return order.map((key) => [geo.ribbonSwatch(found.get(key), geo.css("--muted")), geo.t("corridor") + ": " + geo.t("mode." + key), key === "unbuilt" ? geo.t("unbuiltMeaning") : ""]);
  };

  geo.corridorLayers = (belt) => belt.corridors.map((c) => ["corridor:" + c.id, c.letter + "  " + geo.text(c.names)]);

  geo.corridorEntries = function (map, belt, kind) {
    const corridor = (c) => ({ names: c.names, more: [], pick: { kind: "corridor", id: c.id }, show: () => geo.show(map, geo.corridorBounds(c.id)), what: () => geo.t("corridor") + " " + c.letter, weight: 0 });
    const node = (n) => ({ names: n.names, more: [], at: n.at, zoom: 6, pick: { kind: "node", id: n.id }, what: kind("city", n.country), weight: 2 + n.rank / 10 });
    return [...belt.corridors.map(corridor), ...belt.nodes.map(node)];
  };

  // --- cards ------------------------------------------------------------------------

  geo.corridorCard = function (atlas, kind, id, parts) {
    const belt = atlas.belt;
    const corridor = kind === "corridor" && belt.corridors.find((c) => c.id === id);
    if (corridor) return card(atlas, corridor, parts);
    const node = kind === "node" && belt.nodes.find((n) => n.id === id);
    return node ? nodeCard(atlas, node, parts) : null;
  };

  function card(atlas, corridor, { heading, part, fact, note, names, sources, fold, marks }) {
    const all = legs(corridor);
    const total = (key) => all.filter((leg) => (leg.built ? leg.mode : "unbuilt") === key).reduce((sum, leg) => sum + leg.km, 0);
    const modes = forms(corridor).map(([key, leg]) => fact(geo.t("mode." + key), geo.ribbonSwatch(leg, geo.hueOf(corridor)), " " + geo.km(total(key))));
    const published = corridor.lengths.map((l) => el("li", {}, el("b", {}, geo.km(l.km)), l.date ? ", " + geo.date(l.date) : "", note(l.note), marks(atlas, l)));
    return [
      el("p", { class: "kicker" }, badge(corridor), " ", geo.t(corridor.official ? "corridor.official" : "corridor.other")),
      heading(geo.nameElement(corridor.names)),
      geo.saidElement("p", {}, corridor.summary),
      el("dl", { class: "facts" }, fact(geo.t("corridor.main"), geo.km(corridor.km)), fact(geo.t("corridor.course"), geo.t("confidence." + corridor.confidence))),
      note(corridor.note),
      part(geo.t("corridor.all"), el("dl", {}, modes)),
      published.length ? fold(geo.t("publishedLengths") + " (" + published.length + ")", el("ul", { class: "events" }, published)) : null,
      corridor.branches.map((branch) => part(branchTitle(branch), el("ul", { class: "sections" }, branch.legs.map((leg) => legItem(corridor, leg, note))))),
      part(geo.t("names"), names(corridor.names)),
      sources(atlas, [...corridor.sources, ...corridor.lengths.flatMap((l) => l.sources), ...all.flatMap((leg) => leg.sources)]),
      el("p", { class: "licence" }, geo.t("licence") + ": " + [...new Set(all.map((leg) => leg.licence))].join("; ")),
    ];
  }

  const branchTitle = (branch) => geo.text(branch.names) + " · " + geo.km(branch.legs.reduce((sum, leg) => sum + leg.km, 0));

  function legItem(corridor, leg, note) {
    const how = [geo.t("mode." + leg.mode), geo.km(leg.km), leg.built ? null : geo.statusWord(leg.status), geo.t("legmethod." + leg.method), leg.gaugeBreaks ? geo.t("gaugeBreaks", { n: geo.number(leg.gaugeBreaks) }) : null];
    return el("li", {}, geo.ribbonSwatch(leg, geo.hueOf(corridor)), el("span", {}, geo.legName(leg)), el("span", { class: "by" }, how.filter(Boolean).join(" · "), note(leg.note)));
  }

  function nodeCard(atlas, node, { heading, part, fact, note, names, sources }) {
    const on = node.corridors.map((id) => atlas.belt.corridors.find((c) => c.id === id));
    return [
      el("p", { class: "kicker" }, geo.country(node.country)),
      heading(geo.nameElement(node.names)),
      el("dl", { class: "facts" }, fact(geo.t("corridors"), on.map((c) => c.letter + " " + geo.text(c.names)).join("; ")), fact(geo.t("coordinates"), node.at[1].toFixed(4) + ", " + node.at[0].toFixed(4)), fact(geo.t("accuracy"), geo.t("within", { distance: geo.metres(node.accuracyM) }), note(node.how))),
      part(geo.t("names"), names(node.names)),
      sources(atlas, node.sources),
      el("p", { class: "licence" }, geo.t("licence") + ": " + node.licence),
    ];
  }

  // --- the table of all legs ------------------------------------------------------------

  geo.legSource = function (atlas) {
    const rows = atlas.belt.corridors.flatMap((corridor) => legs(corridor).map((leg) => [corridor, leg]));
    return {
      caption: geo.t("tableLegs"),
      heads: ["no", "corridor", "section", "mode", "status", "drawn", "method", "sources"].map((key) => geo.t(key)),
      count: rows.length,
      words: (row) => Object.values(rows[row][0].names).join(" ") + " " + geo.legName(rows[row][1]),
      cells: (row) => legCells(atlas, ...rows[row]),
    };
  };

  function legCells(atlas, corridor, leg) {
    return [
      el("td", {}, corridor.letter),
      el("td", {}, geo.nameElement(corridor.names)),
      el("th", { scope: "row" }, geo.legName(leg)),
      el("td", {}, geo.t("mode." + leg.mode)),
      el("td", {}, geo.statusWord(leg.status)),
      el("td", { class: "num" }, geo.km(leg.km)),
      el("td", {}, geo.t("legmethod." + leg.method)),
      el("td", {}, geo.sourceLinks(atlas, leg.sources)),
    ];
  }
})((window.geo = window.geo || {}));
