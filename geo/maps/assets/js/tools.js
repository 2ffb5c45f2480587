// Tools: language, theme, full screen, measure, table, link, print.
(function (geo) {
  "use strict";

  const el = geo.el;
  const at = (id) => document.getElementById(id);

  geo.tools = function (map, atlas) {
    languages(atlas);
    theme();
    at("fullscreen").addEventListener("click", fullscreen);
    at("print").addEventListener("click", () => window.print());
    at("link").addEventListener("click", () => copyLink());
    at("closelink").addEventListener("click", () => {
      at("linkbox").hidden = true;
      at("link").focus();
    });
    at("table").addEventListener("click", () => openTable(atlas));
    at("closetable").addEventListener("click", () => at("tabledialog").close());
    measure(map);
    printing(map);
  };

  function languages(atlas) {
    const select = at("language");
    const own = (tag) => {
      try {
        const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
        return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
      } catch {
        return tag;
      }
    };
    const options = atlas.atlas.languages.map((tag) => el("option", { value: tag, lang: tag }, own(tag)));
    geo.replace(select, options);
    select.value = geo.state.lang;
    select.addEventListener("change", () => geo.setLanguage(select.value));
    geo.on("language", () => (select.value = geo.state.lang));
  }

  geo.setLanguage = function (lang) {
    geo.state.lang = lang;
    geo.emit("language");
  };

  // Light, dark, or what the reader's system asks for.
  function theme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const set = (on) => {
      document.documentElement.dataset.theme = on ? "dark" : "light";
      at("theme").setAttribute("aria-pressed", String(on));
      geo.emit("theme");
    };
    at("theme").addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
    dark.addEventListener("change", () => set(dark.matches));
    set(dark.matches);
    let before = null;
    window.addEventListener("beforeprint", () => {
      before = document.documentElement.dataset.theme;
      set(false);
    });
    window.addEventListener("afterprint", () => set(before === "dark"));
  }

  function fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  // The code that shows this view inside another page; the frame may run scripts, nothing else.
  function embedCode() {
    const frame = el("iframe", { src: window.location.href, title: document.title, width: "100%", height: 600, loading: "lazy", sandbox: "allow-scripts allow-popups" });
    return frame.outerHTML;
  }

  function copyLink() {
    const done = () => geo.announce(geo.t("linkCopied"));
    const shown = () => {
      const field = at("linkfield");
      field.value = window.location.href;
      at("embedfield").value = embedCode();
      at("linkbox").hidden = false;
      field.focus();
      field.select();
    };
    if (navigator.clipboard && window.top === window) navigator.clipboard.writeText(window.location.href).then(done, () => {});
    shown();
  }

  // --- the table of all sections ----------------------------------------------------

  function openTable(atlas) {
    if (atlas.belt) geo.replace(at("fulltable"), geo.legTable(atlas));
    else sectionTable(atlas);
    at("tabledialog").showModal();
  }

  function sectionTable(atlas) {
    const heads = ["no", "section", "status", "sinceHead", "drawn", "published", "gauge", "accuracy", "method", "sources"];
    const rows = atlas.sections.map((section) => tableRow(atlas, section));
    geo.replace(at("fulltable"), el("caption", {}, geo.t("tableCaption", { date: geo.date(geo.state.date) })), el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, geo.t(h))))), el("tbody", {}, rows));
  }

  function tableRow(atlas, section) {
    const change = geo.changeOn(section.status, geo.state.date);
    const link = (id) => {
      const source = atlas.sources[id];
      if (!source) return id;
      return source.url ? el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer", title: source.title }, source.publisher) : source.publisher;
    };
    const ids = [...new Set([...section.status.flatMap((c) => c.sources), ...section.sources])];
    const cells = [
      el("td", {}, String(geo.railway(section.railway).no)),
      el("th", { scope: "row" }, geo.sectionName(section)),
      el("td", {}, geo.statusWord(change && change.status)),
      el("td", {}, change ? geo.date(change.date, true) : "–"),
      el("td", { class: "num" }, geo.km(section.km, 1)),
      el("td", { class: "num" }, section.published === null ? "–" : geo.km(section.published, section.published % 1 ? 1 : 0)),
      el("td", { class: "num" }, section.gauge ? geo.number(section.gauge) : "–"),
      el("td", { class: "num" }, "± " + geo.metres(section.accuracyM)),
      el("td", {}, geo.t("method." + section.method)),
      el("td", {}, ids.map((id, i) => [i ? "; " : "", link(id)])),
    ];
    return el("tr", {}, cells);
  }

  // --- measure ----------------------------------------------------------------------

  function measure(map) {
    const button = at("measure");
    const out = at("measured");
    let points = [];
    let line = null;
    const draw = () => {
      if (line) line.remove();
      line = L.polyline(points, { color: geo.css("--ink"), weight: 2, dashArray: "5 4", interactive: false, pane: "labels" }).addTo(map);
      let metres = 0;
      for (let i = 1; i < points.length; i++) metres += geo.distance(points[i - 1], points[i]);
      out.textContent = points.length > 1 ? geo.km(metres / 1000, metres < 100000 ? 2 : 1) : geo.t("measureHint");
    };
    const add = (event) => {
      points.push(event.latlng);
      draw();
    };
    geo.measuring = (on) => {
      button.setAttribute("aria-pressed", String(on));
      map.getContainer().classList.toggle("measuring", on);
      for (const name of ["hits", "ribbonhits"]) if (map.getPane(name)) map.getPane(name).style.display = on ? "none" : "";
      out.hidden = !on;
      points = [];
      if (line) line.remove();
      line = null;
      out.textContent = geo.t("measureHint");
      map[on ? "on" : "off"]("click", add);
    };
    button.addEventListener("click", () => geo.measuring(button.getAttribute("aria-pressed") !== "true"));
    map.getContainer().addEventListener("keydown", (event) => {
      const on = button.getAttribute("aria-pressed") === "true";
      if (on && event.key === "Enter") add({ latlng: map.getCenter() });
      if (on && event.key === "Escape") geo.measuring(false);
    });
  }

  // --- print: the layout of the sheet is put on before the browser measures it --------

  // What the reader sees, without the strips at the edges that a flatter sheet would add to.
  function shown(map) {
    const home = geo.home();
    // The middle on the map: far from the mean of latitudes where the extent is tall.
    const middle = map.project(home.getSouthWest()).add(map.project(home.getNorthEast())).divideBy(2);
    const untouched = map.getBoundsZoom(home) === map.getZoom() && map.project(map.getCenter()).distanceTo(middle) < 20;
    return untouched ? home : map.getBounds().pad(-0.12);
  }

  function printing(map) {
    let view = null;
    const lay = (on) => {
      document.body.classList.toggle("printing", on);
      if (on) view = { bounds: shown(map), centre: map.getCenter(), zoom: map.getZoom() };
      map.invalidateSize({ animate: false, pan: false });
      if (on) map.fitBounds(view.bounds, { animate: false });
      else if (view) map.setView(view.centre, view.zoom, { animate: false });
    };
    window.addEventListener("beforeprint", () => lay(true));
    window.addEventListener("afterprint", () => lay(false));
  }
})((window.geo = window.geo || {}));
