// Lettering of the map: what is lettered in which order, after every move.
(function (geo) {
  "use strict";

  let map = null;
  let atlas = null;
  let root = null;

  geo.labels = function (theMap, theAtlas) {
    map = theMap;
    atlas = theAtlas;
    map.createPane("labels").style.zIndex = 620;
    map.getPane("labels").style.pointerEvents = "none";
    root = geo.svg("svg", { class: "labels", "aria-hidden": "true", overflow: "visible", width: 1, height: 1 });
    map.getPane("labels").append(root);
    map.on("zoomstart", () => root.classList.add("moving"));
    map.on("moveend zoomend resize", geo.drawLabels);
    for (const event of ["date", "language", "layers", "theme", "ground", "selected"]) geo.on(event, geo.drawLabels);
  };

  // A look at what stands where, for tests and for the print sheet.
  geo.placed = [];

  geo.drawLabels = function () {
    if (!map || !map._loaded || !root) return;
    root.classList.remove("moving");
    const page = new geo.Clearing(map, atlas);
    L.DomUtil.setPosition(root, page.origin);
    const text = geo.svg("g", {});
    const ribbons = atlas.belt ? geo.ribbonNames(page, text) : [];
    const letters = atlas.belt ? geo.ribbonMarks(page) : [];
    const points = geo.choosePoints(page);
    const found = geo.findCrossings(page);
    const marks = geo.svg("g", {});
    const [lines, beside] = geo.pathLabels(page, text);
    const crossings = found.map((item) => geo.crossingSymbol(page, item));
    const wanted = [...crossings.map((c) => c.label), ...beside, ...points, ...geo.groundLabels(page)].filter(Boolean);
    wanted.sort((a, b) => a.order - b.order).forEach((label) => {
      label.named = geo.placeName(page, label, text) || (label.shorter ? geo.placeName(page, { ...label, text: label.shorter }, text) : false);
    });
    crossings.forEach((crossing) => marks.append(...crossing.marks));
    // A town whose name finds no room is left out: a dot without a name says nothing.
    points.filter((point) => point.named || (point.sections && !geo.many)).forEach((point) => marks.append(geo.pointDot(point)));
    marks.append(...letters);
    geo.replace(root, text, marks);
    geo.placed = page.texts.concat(lines, ribbons);
  };
})((window.geo = window.geo || {}));
