// Lettering: its fonts, how broad a text is, where a name may stand about its point.
(function (geo) {
  "use strict";

  geo.SANS = 'Inter, "Source Sans 3", "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Noto Sans Arabic", sans-serif';
  const SERIF = 'Georgia, "Source Serif 4", "Noto Serif", "Times New Roman", "Liberation Serif", "Noto Serif CJK SC", "Songti SC", serif';
  // Size and weight of lettering by kind; `cost` is what standing on a railway costs.
  const TYPE = {
    country: { size: 15, weight: 600, spacing: 4, caps: true, colour: "--country", cost: 3 },
    region: { size: 12, weight: 500, spacing: 2.4, caps: true, colour: "--country", cost: 1 },
    water: { size: 11.5, weight: 400, italic: true, serif: true, colour: "--water-text", cost: 2 },
    along: { size: 12, weight: 600, italic: true, colour: "--ink", cost: 2 },
    crossing: { size: 13, weight: 700, colour: "--ink", cost: 3 },
    main: { size: 13, weight: 600, colour: "--ink", cost: 2 },
    city: { size: 12, weight: 400, colour: "--city", cost: 2 },
    station: { size: 11.5, weight: 500, colour: "--ink", cost: 2 },
    siding: { size: 10.5, weight: 400, colour: "--muted", cost: 2 },
  };
  geo.DIRECTIONS = [-0.5, 1, 0, 0.5, -0.75, -0.25, 0.25, 0.75].map((turn) => turn * Math.PI);
  const context = document.createElement("canvas").getContext("2d");

  // Where a name may stand about its point, best first: right, left, above, below, corners.
  function spots(label, w, h) {
    const { x, y } = label.p;
    if (label.free) {
      const reaches = (label.type === "water" ? [0, 16, 30] : [0, 28, 56, 84, 112]).filter((reach) => reach <= label.room);
      const shifts = reaches.flatMap((reach) => geo.DIRECTIONS.slice(0, reach ? 8 : 1).map((turn) => [Math.cos(turn) * reach * 1.3, Math.sin(turn) * reach]));
      return shifts.map(([dx, dy]) => [x - w / 2 + dx, y - h / 2 + dy]);
    }
    if (label.anchors) {
      const offsets = [-12 - h, 12, -26 - h, 26];
      const shifts = [-w / 2, 14 - w, -14];
      return offsets.flatMap((dy) => shifts.flatMap((dx) => label.anchors.map((p) => [p.x + dx, p.y + dy])));
    }
    const d = label.r + 3;
    const e = label.r * 0.7 + 2;
    return [
      [x + d, y - h / 2], [x - d - w, y - h / 2], [x + e, y - e - h], [x + e, y + e],
      [x - e - w, y - e - h], [x - e - w, y + e], [x - w / 2, y - d - h], [x - w / 2, y + d],
    ];
  }

  // Write a name where it is clear of all others; false where there is no room.
  geo.placeName = function (page, label, parent) {
    const type = { ...TYPE[label.type] };
    if (label.big) type.size += 3;
    if (label.fallback) type.italic = true;
    if (label.tint) type.tint = label.tint;
    const p = label.p || page.point(label.at);
    if (!label.text || !page.sees(p)) return false;
    const text = type.caps ? label.text.toLocaleUpperCase(geo.state.lang) : label.text;
    if (page.texts.some((t) => t.text === text && Math.hypot(t.p.x - p.x, t.p.y - p.y) < 90)) return false;
    const size = geo.textSize(page, text, type);
    const below = label.under ? geo.textSize(page, label.under, { size: 10.5, weight: 400 }) : { w: 0, h: 0 };
    const [w, h] = [Math.max(size.w, below.w), size.h + (label.under ? 12 : 0)];
    let best = null;
    spots({ ...label, p }, w, h).forEach(([x, y], index) => {
      const box = { x: x - 1, y, w: w + 2, h };
      if (!page.free(box, label.owner) || !page.holds(box)) return;
      const cost = page.railsIn(box) * type.cost + index * (label.free ? 0.8 : label.anchors ? 0.15 : 1.2);
      if (!best || cost < best.cost) best = { x, y, box, cost, index };
    });
    if (!best || (label.free && best.cost > 60 && label.type !== "country")) return false;
    page.take(best.box, null);
    page.texts.push({ text, box: best.box, p });
    const left = label.free || label.anchors ? best.x : best.index === 1 || best.index === 4 || best.index === 5 ? best.x + w : best.x;
    const anchor = left === best.x ? "start" : "end";
    parent.append(letters(page, text, type, left, best.y + size.h * 0.8, anchor));
    if (label.under) {
      parent.append(letters(page, label.under, { size: 10.5, weight: 400, colour: "--muted" }, left, best.y + size.h + 9, anchor));
    }
    return true;
  };

  function letters(page, text, type, x, y, anchor) {
    const attributes = {
      x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, fill: type.tint || geo.css(type.colour), stroke: geo.css("--halo"),
      "font-size": type.size * page.scale, "font-weight": type.weight, "font-family": type.serif ? SERIF : geo.SANS,
      "font-style": type.italic ? "italic" : null, "letter-spacing": type.spacing || null,
      "stroke-width": type.caps ? 2 : 3,
    };
    return geo.svg("text", attributes, text);
  }

  geo.textSize = function (page, text, type) {
    context.font = `${type.italic ? "italic " : ""}${type.weight} ${type.size * page.scale}px ${type.serif ? SERIF : geo.SANS}`;
    const spacing = (type.spacing || 0) * [...text].length;
    return { w: context.measureText(text).width + spacing, h: type.size * 1.22 * page.scale };
  };
})((window.geo = window.geo || {}));
