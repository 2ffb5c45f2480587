// Search over every name in every script, without network.
(function (geo) {
  "use strict";

  const el = geo.el;
  const LIMIT = 8;
  let index = null; // made when it is first asked for
  let make = () => [];

  // The same letters whatever the case, the accents, the spaces and the hyphens.
  geo.fold = (text) =>
    text.normalize("NFKD").toLocaleLowerCase("en").replace(/[\p{M}\s\-–—'’ʻʼ.,()]/gu, "");

  geo.search = function (map, atlas) {
    const made = () => entries(map, atlas);
    index = null;
    make = made;
    geo.on("ground", () => (index = null));
    const input = document.getElementById("query");
    const list = document.getElementById("results");
    let found = [];
    let active = -1;
    const draw = () => {
      found = geo.find(input.value);
      active = found.length ? 0 : -1;
      render();
    };
    const render = () => {
      const options = found.map((hit, i) => option(hit, i === active, i, () => choose(i)));
      const none = input.value.trim() && !found.length ? [el("li", { class: "none" }, geo.t("nothingFound"))] : [];
      geo.replace(list, options);
      geo.replace(document.getElementById("noresult"), none.length ? geo.t("nothingFound") : "");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      if (active >= 0) input.setAttribute("aria-activedescendant", "hit-" + active);
      else input.removeAttribute("aria-activedescendant");
    };
    const choose = (i) => {
      const hit = found[i];
      if (!hit) return;
      input.value = hit.name;
      found = [];
      render();
      goTo(map, hit.entry);
    };
    input.addEventListener("input", draw);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        active = found.length ? (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length : -1;
        render();
        event.preventDefault();
      } else if (event.key === "Enter") {
        if (!found.length) draw();
        choose(Math.max(active, 0));
        event.preventDefault();
      } else if (event.key === "Escape") {
        found = [];
        render();
      }
    });
    input.addEventListener("blur", () => setTimeout(() => ((found = []), render()), 150));
  };

  function option(hit, selected, i, choose) {
    const secondary = hit.name === geo.text(hit.entry.names) ? hit.entry.what() : geo.text(hit.entry.names) + " · " + hit.entry.what();
    return el("li", { id: "hit-" + i, role: "option", "aria-selected": String(selected), on: { mousedown: (e) => { e.preventDefault(); choose(); } } }, el("b", { dir: "auto" }, hit.name), el("small", {}, secondary));
  }

  function entries(map, atlas) {
    const kind = (name, country) => () => geo.t("kind." + name) + (country ? " · " + geo.country(country) : "");
    const place = (p) => ({ names: p.names, more: p.others.map((o) => o.name), at: p.at, zoom: 10, pick: { kind: "place", id: p.id }, what: kind(p.kind, p.country), weight: 1 + p.rank / 10 });
    const railway = (r) => ({ names: r.names, more: [], pick: { kind: "railway", id: r.id }, what: () => geo.t("railway") + " " + r.no, weight: 0 });
    const named = (n, type, zoom) => ({ names: n.names, more: [], at: n.at, zoom, pick: null, what: kind(type, n.country), weight: 4 });
    const belt = atlas.belt ? geo.corridorEntries(map, atlas.belt, kind) : [];
    const made = [
      ...belt,
      ...geo.contextEntries(atlas, kind),
      ...atlas.railways.map(railway),
      ...atlas.places.map(place),
      ...atlas.regions.map((r) => named(r, "region", 6)),
      ...geo.cities.map((c) => ({ ...named(c, "city", 9), more: c.more || [], weight: 3 })),
      ...geo.groundNames.map((n) => named(n, n.kind === "water" ? "lake" : "country", n.kind === "water" ? 8 : 5)),
    ];
    return made.map((entry) => ({ ...entry, keys: [...new Set([...Object.values(entry.names), ...entry.more])].map((name) => ({ name, key: geo.fold(name) })) }));
  }

  // Entries whose names begin with the query, then those that contain it.
  geo.find = function (query) {
    const key = geo.fold(query);
    if (!key) return [];
    const hits = lineHits(query);
    index = index || make();
    for (const entry of index) {
      let best = null;
      for (const { name, key: own } of entry.keys) {
        const at = own.indexOf(key);
        if (at < 0) continue;
        const score = (own === key ? 0 : at === 0 ? 10 : 20) + entry.weight;
        if (!best || score < best.score) best = { entry, name, score };
      }
      if (best) hits.push(best);
    }
    return hits.sort((a, b) => a.score - b.score).slice(0, LIMIT);
  };

  // Lines of a table, which have no entries of their own: they may be very many.
  function lineHits(query) {
    if (!geo.many || geo.many.text) return [];
    return geo.findLines(geo.many, query, LIMIT).map((row) => {
      const name = geo.many.columns[0].at(row);
      const entry = { names: { und: name }, pick: { kind: "line", id: String(row) }, what: () => geo.lookWord(geo.many.looks[geo.many.style[row]] || geo.many.looks[0]) };
      return { entry, name, score: geo.fold(name) === geo.fold(query) ? 0 : 9 };
    });
  }

  function goTo(map, entry) {
    if (entry.show) entry.show();
    else if (entry.pick && ["railway", "line"].includes(entry.pick.kind)) geo.show(map, geo.choiceBounds(entry.pick));
    else map.setView([entry.at[1], entry.at[0]], Math.max(map.getZoom(), entry.zoom), { animate: !geo.calm() });
    if (entry.pick) geo.select(entry.pick);
    else geo.announce(geo.text(entry.names));
  }
})((window.geo = window.geo || {}));
