// The table of all sections, legs or lines: a page of rows at a time, found by a filter.
(function (geo) {
  "use strict";

  const el = geo.el;
  const at = (id) => document.getElementById(id);
  const ROWS = 200;

  geo.table = function (atlas) {
    const state = { source: null, found: [], shown: 0 };
    at("table").addEventListener("click", () => {
      state.source = source(atlas);
      at("filterbox").hidden = state.source.count <= ROWS;
      at("filter").value = "";
      find(state);
      at("tabledialog").showModal();
    });
    at("closetable").addEventListener("click", () => at("tabledialog").close());
    at("filter").addEventListener("input", () => find(state));
    at("morerows").addEventListener("click", () => append(state));
  };

  // What the table holds: its caption, its heads, how many rows, the words and cells of each.
  function source(atlas) {
    if (atlas.belt) return geo.legSource(atlas);
    if (geo.many && !geo.many.text) return lineSource(geo.many);
    return {
      caption: geo.t("tableCaption", { date: geo.date(geo.state.date) }),
      heads: ["no", "section", "status", "sinceHead", "drawn", "published", "gauge", "accuracy", "method", "sources"].map((key) => geo.t(key)),
      count: geo.sectionCount(),
      words: (row) => sectionWords(geo.sectionAt(row)),
      cells: (row) => sectionCells(atlas, geo.sectionAt(row)),
    };
  }

  function find(state) {
    const { source } = state;
    const key = geo.fold(at("filter").value);
    if (key) source.keys = source.keys || Array.from({ length: source.count }, (_, row) => geo.fold(source.words(row)));
    state.found = Array.from({ length: source.count }, (_, row) => row).filter((row) => !key || source.keys[row].includes(key));
    state.shown = 0;
    const head = el("thead", {}, el("tr", {}, source.heads.map((word) => el("th", { scope: "col" }, word))));
    geo.replace(at("fulltable"), el("caption", {}, source.caption), head, el("tbody", {}));
    append(state);
  }

  function append(state) {
    const { source, found } = state;
    const next = found.slice(state.shown, state.shown + ROWS);
    at("fulltable").tBodies[0].append(...next.map((row) => el("tr", {}, source.cells(row))));
    state.shown += next.length;
    const rest = found.length - state.shown;
    at("morerows").hidden = !rest;
    at("morerows").textContent = geo.t("showMore", { n: geo.number(Math.min(rest, ROWS)) });
    at("rowcount").textContent = geo.t("shownOf", { shown: geo.number(state.shown), all: geo.number(found.length) });
  }

  const sectionWords = (section) => [...Object.values(geo.railway(section.railway).names), ...Object.values(geo.namesOf(section.from)), ...Object.values(geo.namesOf(section.to))].join(" ");

  // Publishers of sources, each a link where there is an address.
  geo.sourceLinks = function (atlas, ids) {
    const link = (id) => {
      const source = atlas.sources[id];
      if (!source || !source.url) return source ? source.publisher : id;
      return el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer", title: source.title }, source.publisher);
    };
    return ids.map((id, i) => [i ? "; " : "", link(id)]);
  };

  function sectionCells(atlas, section) {
    const change = geo.changeOn(section.status, geo.state.date);
    const ids = [...new Set([...section.status.flatMap((c) => c.sources), ...section.sources])];
    return [
      el("td", {}, String(geo.railway(section.railway).no)),
      el("th", { scope: "row" }, geo.sectionName(section)),
      el("td", {}, geo.statusWord(change && change.status)),
      el("td", {}, change ? geo.date(change.date, true) : "–"),
      el("td", { class: "num" }, geo.km(section.km, 1)),
      el("td", { class: "num" }, section.published === null ? "–" : geo.km(section.published, section.published % 1 ? 1 : 0)),
      el("td", { class: "num" }, section.gauge ? geo.number(section.gauge) : "–"),
      el("td", { class: "num" }, "± " + geo.metres(section.accuracyM)),
      el("td", {}, geo.t("method." + section.method)),
      el("td", {}, geo.sourceLinks(atlas, ids)),
    ];
  }

  function lineSource(lines) {
    const [name, ...rest] = lines.columns;
    const look = (row) => lines.looks[lines.style[row]];
    return {
      caption: geo.t("tableLines"),
      heads: [name.name, geo.t("status"), ...rest.map((column) => column.name)],
      count: lines.rows,
      words: (row) => name.at(row),
      cells: (row) => [el("th", { scope: "row", dir: "auto" }, name.at(row)), el("td", {}, look(row) ? geo.lookWord(look(row)) : geo.statusWord(null)), ...rest.map((column) => el("td", { dir: "auto" }, geo.cellValue(column.at(row))))],
    };
  }
})((window.geo = window.geo || {}));
