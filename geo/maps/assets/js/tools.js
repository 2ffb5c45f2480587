// Tools: language, theme, full screen, measure, link, print.
(function (geo) {
  "use strict";

  const el = geo.el;
  const at = (id) => document.getElementById(id);

  geo.tools = function (map, atlas) {
    languages(atlas);
    theme();
    fullscreen();
    at("print").addEventListener("click", () => window.print());
    at("link").addEventListener("click", () => copyLink());
    at("closelink").addEventListener("click", () => {
      at("linkbox").hidden = true;
      at("link").focus();
    });
    geo.table(atlas);
    measure(map);
    geo.printing(map);
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

  // A frame that may not fill the screen has no button for it.
  function fullscreen() {
    const button = at("fullscreen");
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
    document.addEventListener("fullscreenchange", () => button.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
  }

  // The code that shows this view inside another page; the frame may run scripts, nothing else.
  function embedCode() {
    const frame = el("iframe", { src: window.location.href, title: document.title, width: "100%", height: 600, loading: "lazy", sandbox: "allow-scripts allow-popups", allow: "fullscreen" });
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
})((window.geo = window.geo || {}));
