// Points: which places show at a zoom, which towns beside them, and their dots.
(function (geo) {
  "use strict";

  // Points that lettering is tried for: more find no room on any screen.
  const MOST = 400;

  geo.choosePoints = function (page) {
    const zoom = page.map.getZoom();
    const chosen = [];
    for (const place of candidates(page, zoom)) {
      const p = page.point(place.at);
      const look = geo.style.points[place.kind] || { shape: "circle", size_px: 6 };
      const r = (look.size_px / 2) * (zoom < 7 ? 0.85 : 1) * page.scale;
      if (!page.free(geo.around(p, r + 1), null) && place.order > 1) continue;
      const owner = place.id || geo.text(place.names) + place.at;
      page.take(geo.around(p, r + 1.5), owner);
      chosen.push({ ...place, p, look, r, owner, text: geo.text(place.names), fallback: geo.name(place.names).fallback, under: localName(place, zoom) });
    }
    return chosen;
  };

  function candidates(page, zoom) {
    const off = geo.state.off;
    const hidden = hiddenSides(page, zoom);
    const seen = (place) => page.sees(page.point(place.at));
    const own = page.atlas.places
      .filter((place) => !hidden.has(place.id) && !hidden.has(place.of) && seen(place))
      .map((place) => ({ ...place, ...rankOf(place, zoom) }))
      .filter((place) => place.shows && !off.has(place.kind === "city" || place.kind === "village" ? "cities" : "stations"));
    own.push(...nodes(page, zoom).filter(seen));
    const others = off.has("cities") ? [] : geo.cities.filter((c) => zoom >= c.zoom && seen(c) && !sameTown(page, c));
    const cities = others.map((c) => ({ ...c, kind: "city", type: "city", order: 5 + c.zoom / 10 }));
    return [...own, ...cities].sort((a, b) => a.order - b.order).slice(0, MOST);
  }

  // Places of corridors: ends of branches first, then ends of legs, then the chain.
  function nodes(page, zoom) {
    if (!page.atlas.belt || geo.state.off.has("cities")) return [];
    const from = [0, 4.25, 5.25];
    const alive = new Set(geo.shownRibbons().map((item) => item.corridor.id));
    const all = page.atlas.belt.nodes.filter((n) => zoom >= from[n.rank] && n.corridors.some((id) => alive.has(id)));
    return all.map((n) => ({ ...n, kind: "city", type: n.rank ? "city" : "main", order: 1.5 + n.rank, sections: null, of: null }));
  }

  // Whether the atlas itself has a town: a name in common, and near.
  function sameTown(page, city) {
    if (city.same === undefined) {
      const names = new Set([...Object.values(city.names), ...city.more].map(geo.fold));
      const near = (p) => Math.abs(p.at[0] - city.at[0]) < 0.5 && Math.abs(p.at[1] - city.at[1]) < 0.4;
      city.same = [...page.atlas.places, ...(page.atlas.belt ? page.atlas.belt.nodes : [])].some((p) => near(p) && Object.values(p.names).some((name) => names.has(geo.fold(name))));
    }
    return city.same;
  }

  // When a place shows and how it is lettered: ends first, then border places, then the chain.
  function rankOf(place, zoom) {
    const rail = place.sections.length > 0;
    if (rail && !place.sections.some(geo.sectionShown)) return { shows: false };
    if (place.rank === 0 && rail) return { shows: zoom >= 4.5, type: "main", order: 1 };
    if (place.rank <= 1) return { shows: zoom >= 8, type: "main", order: 2 };
    if (place.kind === "siding") return { shows: zoom >= 9, type: "siding", order: 8 };
    if (place.kind === "station" || place.kind === "junction") return { shows: zoom >= 7.2, type: "station", order: 6 };
    if (place.kind === "city") return { shows: zoom >= (rail ? 6 : 4.5), type: "city", order: 4 };
    return { shows: zoom >= 8, type: "city", order: 7 };
  }

  // Places that the crossing's own lettering names, until they part on the screen.
  function hiddenSides(page, zoom) {
    const hidden = new Set();
    for (const crossing of page.atlas.crossings) {
      if (zoom < 9.5) crossing.placeIds.forEach((id) => hidden.add(id));
    }
    return hidden;
  }

  function localName(place, zoom) {
    if (zoom < 9 || place.type === "siding" || !place.country) return null;
    const tag = geo.localTags(place).find((t) => place.names[t] !== geo.text(place.names));
    return tag ? place.names[tag] : null;
  }

  geo.pointDot = function (point) {
    const { x, y } = point.p;
    const paint = { fill: geo.css("--dot"), stroke: geo.css("--dot-line"), "stroke-width": 1.3 };
    const r = point.r;
    if (point.look.shape === "square") return geo.svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint });
    if (point.look.shape === "diamond") return geo.svg("path", { d: `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, ...paint });
    return geo.svg("circle", { cx: x, cy: y, r, ...paint });
  };
})((window.geo = window.geo || {}));
