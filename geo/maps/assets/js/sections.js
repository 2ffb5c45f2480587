// Sections of an atlas, whether the page holds them as records or packed with very many lines.
(function (geo) {
  "use strict";

  const KEPT = 2000;
  const IN_VIEW = 300;
  const read = new Map();

  // What a large page brings behind its first paint.
  geo.takeRecords = function (lines) {
    Object.assign(geo.atlas, lines.rest);
    geo.indexAtlas(geo.atlas);
    geo.emit("records");
  };

  geo.sectionCount = () => (geo.many ? geo.many.rows : geo.atlas.sections.length);

  geo.sectionAt = function (row) {
    if (!geo.many) return geo.atlas.sections[row];
    if (!read.has(row)) {
      if (read.size > KEPT) read.clear();
      read.set(row, { ...JSON.parse(geo.many.text(row)), row });
    }
    return read.get(row);
  };

  // Numbers of the sections of a railway.
  function rowsOfRailway(id) {
    if (!geo.many) return geo.atlas.sections.flatMap((s, row) => (s.railway === id ? [row] : []));
    const [first, count] = geo.atlas.starts[id] || [0, 0];
    return Array.from({ length: count }, (_, k) => first + k);
  }

  geo.sectionsOf = (railway) => rowsOfRailway(railway).map(geo.sectionAt);

  geo.section = (id) => geo.sectionsOf(id.split("/")[0]).find((section) => section.id === id) || null;

  // Numbers of the lines that a choice is about.
  geo.rowsOf = function ({ kind, id }) {
    if (kind === "railway") return rowsOfRailway(id);
    if (kind === "line") return Number(id) < geo.many.rows ? [Number(id)] : [];
    return kind === "section" ? rowsOfRailway(id.split("/")[0]).filter((row) => geo.sectionAt(row).id === id) : [];
  };

  geo.choiceBounds = (choice) => (geo.many ? geo.many.boundsOf(geo.rowsOf(choice)) : geo.sectionBounds((s) => s.id === choice.id || s.railway === choice.id));

  // Whether the map shows a section, by its number.
  geo.sectionShown = (row) => (geo.many ? geo.many.shows(row) : geo.railShown(row));

  // Sections on the map now with their points, for the lettering; none where they are too many.
  geo.shownLines = function (map) {
    if (!geo.many) return geo.shownRails();
    const bounds = map.getBounds();
    const [a, b] = [bounds.getNorthWest(), bounds.getSouthEast()].map((latlng) => map.project(latlng, 0).divideBy(256));
    const rows = geo.many.grid(a.x, a.y, b.x, b.y).filter(geo.many.shows);
    return rows.length > IN_VIEW ? [] : rows.map((row) => ({ section: geo.many.text ? geo.sectionAt(row) : {}, latlngs: [geo.many.latLngs(row)], status: geo.many.looks[geo.many.style[row]].key }));
  };

  // Keys of what the map shows, for the legend.
  geo.shownKinds = function () {
    if (!geo.many) {
      const rails = geo.shownRails();
      return { statuses: new Set(rails.map((item) => item.status)), bands: rails.some((item) => item.band), ticks: Boolean(geo.broadGauge) && rails.some((item) => item.section.gauge === geo.broadGauge) };
    }
    const counts = geo.countLines(geo.many);
    const shown = Object.keys(counts).filter((key) => !geo.state.off.has("status:" + key));
    return { statuses: new Set(shown), bands: geo.many.widest > 0, ticks: false };
  };
})((window.geo = window.geo || {}));
