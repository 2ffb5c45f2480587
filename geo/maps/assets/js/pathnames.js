// Lettering along a line: what is not known is said on the line itself.
(function (geo) {
  "use strict";

  geo.ALONG = { size: 12, weight: 600, italic: true };

  geo.pathLabels = function (page, parent) {
    const made = [];
    const rest = [];
    geo.shownLines(page.map).forEach((item, index) => {
      const label = item.section.label;
      if (!label || geo.state.off.has("linetext") || (page.atlas.belt && page.map.getZoom() < 6)) return;
      const text = geo.said(label).text;
      const fitted = [text, shortened(text)].filter(Boolean).map((words) => [words, fit(page, item, words)]).find(([, line]) => line);
      if (!fitted) {
        const beside = besideLine(page, item, text);
        if (beside) rest.push(beside);
        return;
      }
      const [words, line] = fitted;
      geo.writeAlong(page, parent, line, { id: "along-" + index, text: words, fill: geo.colour(item.status) });
      made.push({ text: words, box: null, along: item.section.id });
    });
    return [made, rest];
  };

  // The part of a text behind its dash, which says the same more shortly.
  const shortened = (text) => text.split(/ – |——/)[1];

  const fit = (page, item, text) =>
    geo.baseline(page.pixels(item.latlngs[0]), geo.textSize(page, text, geo.ALONG).w + 8, {
      free: (box) => page.free(box, null) && page.holds(box),
      rails: (box) => page.railsIn(box),
    });

  // Write a text along a baseline.
  geo.writeAlong = function (page, parent, line, { id, text, fill }) {
    const d = "M" + line.points.map((q) => q.x.toFixed(1) + " " + q.y.toFixed(1)).join("L");
    line.boxes.forEach((box) => page.take(box, null));
    const letters = { "text-anchor": "middle", class: "along", fill, "font-size": geo.ALONG.size * page.scale, "font-style": "italic", "font-weight": 600, "font-family": geo.SANS, stroke: geo.css("--halo"), "stroke-width": 3 };
    parent.append(
      geo.svg("path", { id, d, fill: "none" }),
      geo.svg("text", letters, geo.svg("textPath", { href: "#" + id, startOffset: "50%" }, text))
    );
  };

  // Where a line is too short for its words, they stand beside its middle.
  function besideLine(page, item, text) {
    const line = page.pixels(item.latlngs[0]);
    const anchors = [4, 3, 5, 2, 6, 1, 7].map((eighth) => line[Math.floor(((line.length - 1) * eighth) / 8)]);
    const long = line[0].distanceTo(line[line.length - 1]) > 45;
    const seen = anchors.filter((p) => page.sees(p));
    return long && seen.length ? { p: seen[0], anchors: seen, text, shorter: shortened(text), type: "along", tint: geo.colour(item.status), order: -1 } : null;
  }
})((window.geo = window.geo || {}));
