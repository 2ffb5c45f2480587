// One drawing of the sheet: title, map, legend, credits, as plain SVG without scripts or HTML.
(() => {
  "use strict";

  const NS = "http://www.w3.org/2000/svg";
  const make = (tag, attributes, ...children) => geo.svg(tag, attributes, children);
  const container = document.querySelector(".leaflet-container");
  const frame = container.getBoundingClientRect();
  const family = getComputedStyle(document.body).fontFamily;
  const paper = geo.css("--paper");
  const ink = geo.css("--ink");

  // What lies on the map, in the order of its panes, in the coordinates of the frame.
  function mapContent() {
    const panes = [...container.querySelectorAll(".leaflet-pane")].filter((p) => p.style.zIndex);
    panes.sort((a, b) => Number(a.style.zIndex) - Number(b.style.zIndex));
    const drawn = panes.flatMap((pane) => [...pane.children].map((child) => part(pane, child)));
    const clip = make("clipPath", { id: "frame" }, make("rect", { width: frame.width, height: frame.height }));
    const sea = make("rect", { width: frame.width, height: frame.height, fill: geo.css("--sea") });
    return [clip, make("g", { "clip-path": "url(#frame)" }, sea, drawn.filter(Boolean))];
  }

  function part(pane, child) {
    const style = getComputedStyle(pane);
    if (style.display === "none" || style.visibility === "hidden") return null;
    const box = child.getBoundingClientRect();
    const opacity = style.opacity === "1" ? null : style.opacity;
    if (child.tagName === "IMG") {
      const place = { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
      return make("image", { href: child.src, preserveAspectRatio: "none", opacity, ...place });
    }
    if (child.tagName !== "svg") return null;
    const group = make("g", { opacity });
    for (const node of child.children) group.append(node.cloneNode(true));
    const matrix = child.getScreenCTM();
    group.setAttribute("transform", `translate(${matrix.e - frame.left} ${matrix.f - frame.top})`);
    group.querySelectorAll(".hit").forEach((hit) => hit.remove());
    group.querySelectorAll("text").forEach((text) => text.setAttribute("paint-order", "stroke"));
    return group;
  }

  // The words of an element, line by line as the browser broke them, where they stand.
  function words(element, left, top) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const made = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const look = getComputedStyle(node.parentElement);
      if (!node.data.trim() || look.visibility === "hidden" || node.parentElement.closest(".unseen")) continue;
      const range = document.createRange();
      let start = 0;
      let lineTop = null;
      const flush = (end) => {
        range.setStart(node, start);
        range.setEnd(node, end);
        const box = range.getBoundingClientRect();
        const text = node.data.slice(start, end).trim();
        if (!text || !box.width) return;
        const size = parseFloat(look.fontSize);
        const baseline = box.top + (box.height - size) / 2 + size * 0.86;
        made.push(make("text", { x: box.left - left, y: baseline - top, "font-size": size, "font-weight": look.fontWeight, "font-style": look.fontStyle, "font-family": look.fontFamily, fill: look.color }, text));
      };
      for (let i = 0; i < node.data.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (lineTop !== null && Math.abs(box.top - lineTop) > 3) {
          flush(i);
          start = i;
        }
        lineTop = box.top;
      }
      flush(node.data.length);
    }
    return made;
  }

  function samples(element, left, top) {
    return [...element.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width).map((svg) => {
      const box = svg.getBoundingClientRect();
      const copy = svg.cloneNode(true);
      copy.setAttribute("x", box.left - left);
      copy.setAttribute("y", box.top - top);
      return copy;
    });
  }

  function badges(left, top) {
    const shown = [...document.querySelectorAll(":is(#railways, #corridors) .badge")].filter((badge) => badge.getBoundingClientRect().width);
    return shown.map((badge) => {
      const box = badge.getBoundingClientRect();
      const place = { cx: box.left - left + box.width / 2, cy: box.top - top + box.height / 2, r: box.width / 2 - 1 };
      return make("circle", { ...place, fill: "none", stroke: badge.style.getPropertyValue("--c"), "stroke-width": 2 });
    });
  }

  const MARGIN = 16;
  const body = document.body.getBoundingClientRect();
  const [left, top] = [body.left - MARGIN, body.top - MARGIN];
  const width = Math.ceil(body.width + 2 * MARGIN);
  const height = Math.ceil(document.getElementById("sheet").getBoundingClientRect().bottom - top + MARGIN);
  const root = make("svg", { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": family });
  root.append(make("title", {}, document.title), make("rect", { width: "100%", height: "100%", fill: paper }));
  root.append(make("g", { transform: `translate(${frame.left - left} ${frame.top - top})` }, mapContent()));
  root.append(make("rect", { x: frame.left - left, y: frame.top - top, width: frame.width, height: frame.height, fill: "none", stroke: ink }));
  const bar = document.querySelector(".leaflet-control-scale-line");
  const b = bar.getBoundingClientRect();
  const [x, y] = [b.left - left, b.bottom - top];
  root.append(make("path", { d: `M${x} ${y - 6}V${y}H${x + b.width}V${y - 6}`, fill: "none", stroke: ink, "stroke-width": 2 }));
  for (const id of ["head", "corridortable", "railwaytable", "legend", "credits"]) {
    root.append(...words(document.getElementById(id), left, top));
  }
  document.querySelectorAll("#sheet h2").forEach((h) => root.append(...words(h, left, top)));
  root.append(...words(bar, left, top), ...badges(left, top));
  for (const id of ["corridortable", "railwaytable", "legend"]) root.append(...samples(document.getElementById(id), left, top));
  return new XMLSerializer().serializeToString(root);
})();
