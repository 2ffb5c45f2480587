// Very many lines on a map without the sheet: legend, search and card of their own.
(function (geo) {
  "use strict";

  const el = geo.el;

  geo.plainLines = function (map, lines, words) {
    geo.words = words;
    const lang = document.documentElement.lang;
    geo.state.lang = words[lang] ? lang : "en";
    geo.labels(map, { places: [], crossings: [], regions: [] });
    geo.drawLabels();
    geo.select = (selected) => showCard(lines, selected);
    legend(map, lines);
    finder(map, lines);
    document.body.classList.add("furnished", "ready");
  };

  function showCard(lines, selected) {
    geo.state.selected = selected;
    geo.emit("selected");
    let box = document.getElementById("card");
    if (!box) document.body.append((box = el("section", { id: "card", role: "region", "aria-label": geo.t("card") })));
    box.hidden = !selected;
    if (!selected) return;
    box.onkeydown = (event) => event.key === "Escape" && geo.select(null);
    geo.replace(box, el("button", { type: "button", class: "close", "aria-label": geo.t("close"), on: { click: () => geo.select(null) } }, "×"), geo.lineCard(lines, Number(selected.id)));
    box.querySelector("h2").focus({ preventScroll: true });
  }

  function legend(map, lines) {
    const box = L.control({ position: "bottomleft" });
    const change = (look) => (event) => {
      geo.state.off[event.target.checked ? "delete" : "add"]("status:" + look.key);
      geo.emit("layers");
    };
    box.onAdd = () => {
      const rows = lines.looks.map((look) => el("label", {}, el("input", { type: "checkbox", checked: true, on: { change: change(look) } }), " ", geo.lookSwatch(look), " ", geo.lookWord(look)));
      const all = el("div", { class: "many-legend" }, rows);
      L.DomEvent.disableClickPropagation(all);
      return all;
    };
    box.addTo(map);
  }

  function finder(map, lines) {
    const input = el("input", { type: "search", id: "query", "aria-label": geo.t("search"), placeholder: geo.t("search") });
    const list = el("ul", { id: "results", hidden: true });
    const go = (row) => {
      map.fitBounds(lines.boundsOf([row]), { maxZoom: 11, animate: false });
      list.hidden = true;
      lines.open(row);
    };
    input.addEventListener("input", () => {
      const found = geo.findLines(lines, input.value, 8);
      list.hidden = !found.length;
      geo.replace(list, found.map((row) => el("li", {}, el("button", { type: "button", class: "link", on: { click: () => go(row) } }, lines.columns[0].at(row)))));
    });
    input.addEventListener("keydown", (event) => {
      const found = geo.findLines(lines, input.value, 1);
      if (event.key === "Enter" && found.length) go(found[0]);
    });
    document.body.append(el("div", { id: "find", role: "search" }, input, list));
  }
})((window.geo = window.geo || {}));
