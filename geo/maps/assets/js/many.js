// Very many lines: inflated once, drawn on canvas tiles in slices of a frame, found by a grid.
(function (geo) {
  "use strict";

  const el = geo.el;
  const SLICE_MS = 6;
  const CHUNK = 150;
  const CELLS = 256;

  geo.manyLines = function (map, id) {
    if (!map._loaded) map.setView([0, 0], 2);
    geo.later(async () => {
      const lines = await read(geo.data(id));
      document.getElementById(id).remove();
      geo.many = lines;
      new Tiles(lines, { pane: tilePane(map), updateWhenZooming: false, keepBuffer: 1 }).addTo(map);
      if (map.getZoom() < 3) map.fitBounds(lines.bounds, { animate: false });
      interact(map, lines);
      if (!geo.atlas) nameGround(map);
      legend(map, lines);
      finder(map, lines);
      document.body.classList.add("ready");
    });
  };

  function tilePane(map) {
    map.createPane("many").style.zIndex = 405;
    return "many";
  }

  // --- reading ------------------------------------------------------------------------

  async function read(payload) {
    const packed = base85(payload.data, payload.packed);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const blocks = [];
    let start = 0;
    for (const size of payload.sizes) {
      blocks.push(bytes.subarray(start, start + size));
      start += size;
    }
    const lines = { rows: payload.rows, looks: payload.looks, style: blocks[1].slice() };
    geometry(lines, blocks[0], payload.decimals);
    lines.columns = payload.columns.map((column, i) => ({ name: column.name, at: reader(column, blocks[i + 2]) }));
    lines.grid = grid(lines);
    return lines;
  }

  // Base 85 as in RFC 1924, with , . / for & < >.
  function base85(text, length) {
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_`{|}~";
    const value = new Uint8Array(128);
    for (let i = 0; i < 85; i++) value[digits.charCodeAt(i)] = i;
    const bytes = new Uint8Array((text.length / 5) * 4);
    const view = new DataView(bytes.buffer);
    for (let i = 0, at = 0; i < text.length; at += 4) {
      let sum = 0;
      for (let k = 0; k < 5; k++) sum = sum * 85 + value[text.charCodeAt(i++)];
      view.setUint32(at, sum);
    }
    return bytes.subarray(0, length);
  }

  // Vertices in Mercator units of the whole world, 0 to 1; the box of each line.
  function geometry(lines, bytes, decimals) {
    let at = 0;
    const next = () => {
      let value = 0;
      let factor = 1;
      let byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * factor;
        factor *= 128;
      } while (byte & 128);
      return value;
    };
    const signed = () => {
      const value = next();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    const offsets = new Uint32Array(lines.rows + 1);
    for (let i = 0; i < lines.rows; i++) offsets[i + 1] = offsets[i] + next();
    const count = offsets[lines.rows];
    const [east, north] = [new Float32Array(count), new Float32Array(count)];
    const scale = Math.pow(10, decimals);
    let value = 0;
    for (let i = 0; i < count; i++) east[i] = ((value += signed()) / scale + 180) / 360;
    value = 0;
    for (let i = 0; i < count; i++) {
      const s = Math.sin((((value += signed()) / scale) * Math.PI) / 180);
      north[i] = 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
    }
    const box = new Float32Array(lines.rows * 4);
    for (let i = 0; i < lines.rows; i++) {
      let [w, n, e, s] = [2, 2, -1, -1];
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        w = Math.min(w, east[k]);
        e = Math.max(e, east[k]);
        n = Math.min(n, north[k]);
        s = Math.max(s, north[k]);
      }
      box.set([w, n, e, s], i * 4);
    }
    Object.assign(lines, { offsets, east, north, box });
    lines.bounds = bounds(box);
  }

  function bounds(box) {
    let [w, n, e, s] = [2, 2, -1, -1];
    for (let i = 0; i < box.length; i += 4) {
      w = Math.min(w, box[i]);
      n = Math.min(n, box[i + 1]);
      e = Math.max(e, box[i + 2]);
      s = Math.max(s, box[i + 3]);
    }
    return L.latLngBounds([latLng(w, n), latLng(e, s)]);
  }

  const latLng = (x, y) => L.latLng((Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180);

  function reader(column, block) {
    if (column.values) {
      const codes = block.slice();
      return (i) => column.values[codes[i]];
    }
    const texts = new TextDecoder().decode(block).split("\0");
    return (i) => texts[i];
  }

  // Which lines may touch a cell: counted, then filled, in two flat arrays.
  function grid(lines) {
    const { box, rows } = lines;
    let [w, n, e, s] = [2, 2, -1, -1];
    for (let i = 0; i < box.length; i += 4) {
      w = Math.min(w, box[i]);
      n = Math.min(n, box[i + 1]);
      e = Math.max(e, box[i + 2]);
      s = Math.max(s, box[i + 3]);
    }
    const size = Math.max(e - w, s - n, 1e-9) / CELLS;
    const cell = (v, from) => Math.min(CELLS - 1, Math.max(0, Math.floor((v - from) / size)));
    const starts = new Uint32Array(CELLS * CELLS + 1);
    const visit = (i, f) => {
      const b = i * 4;
      for (let y = cell(box[b + 1], n); y <= cell(box[b + 3], n); y++) {
        for (let x = cell(box[b], w); x <= cell(box[b + 2], w); x++) f(y * CELLS + x);
      }
    };
    for (let i = 0; i < rows; i++) visit(i, (c) => starts[c + 1]++);
    for (let c = 0; c < CELLS * CELLS; c++) starts[c + 1] += starts[c];
    const fill = starts.slice();
    const ids = new Uint32Array(starts[CELLS * CELLS]);
    for (let i = 0; i < rows; i++) visit(i, (c) => (ids[fill[c]++] = i));
    const seen = new Uint32Array(rows);
    let stamp = 0;
    // Ids of the lines whose box meets a box, each once.
    return (x0, y0, x1, y1) => {
      const found = [];
      stamp++;
      if (x1 < w || x0 > e || y1 < n || y0 > s) return found;
      for (let y = cell(y0, n); y <= cell(y1, n); y++) {
        for (let x = cell(x0, w); x <= cell(x1, w); x++) {
          for (let k = starts[y * CELLS + x]; k < starts[y * CELLS + x + 1]; k++) {
            const i = ids[k];
            if (seen[i] === stamp) continue;
            seen[i] = stamp;
            const b = i * 4;
            if (box[b] <= x1 && box[b + 2] >= x0 && box[b + 1] <= y1 && box[b + 3] >= y0) found.push(i);
          }
        }
      }
      return found;
    };
  }

  // --- drawing: tiles share the time of a frame ------------------------------------------

  const queue = [];
  let scheduled = false;

  function work() {
    const end = performance.now() + SLICE_MS;
    while (queue.length && performance.now() < end) {
      if (queue[0].next().done) queue.shift();
    }
    scheduled = queue.length > 0;
    if (scheduled) requestAnimationFrame(work);
  }

  function enqueue(task) {
    queue.push(task);
    if (!scheduled) requestAnimationFrame(work);
    scheduled = true;
  }

  const Tiles = L.GridLayer.extend({
    initialize(lines, options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this.lines = lines;
    },
    createTile(coords, done) {
      const size = this.getTileSize().x;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = el("canvas", { width: size * ratio, height: size * ratio });
      enqueue(draw(this.lines, tile, coords, size, ratio, () => done(null, tile)));
      return tile;
    },
  });

  function* draw(lines, tile, coords, size, ratio, done) {
    const context = tile.getContext("2d");
    context.scale(ratio, ratio);
    const scale = size * Math.pow(2, coords.z);
    const [left, top] = [coords.x * size, coords.y * size];
    const pad = 4 / scale;
    const ids = lines.grid(left / scale - pad, top / scale - pad, (left + size) / scale + pad, (top + size) / scale + pad);
    yield;
    const byLook = lines.looks.map(() => []);
    for (const i of ids) byLook[lines.style[i]].push(i);
    yield;
    const wide = coords.z < 6 ? 0.6 : coords.z < 9 ? 0.85 : 1.2;
    for (let look = lines.looks.length - 1; look >= 0; look--) {
      const { colour, width, dash, hidden } = lines.looks[look];
      if (hidden) continue;
      context.strokeStyle = colour;
      context.lineWidth = width * wide;
      context.setLineDash(coords.z < 7 ? [] : dash);
      for (let k = 0; k < byLook[look].length; k += CHUNK) {
        context.beginPath();
        for (const i of byLook[look].slice(k, k + CHUNK)) trace(context, lines, i, scale, left, top);
        context.stroke();
        yield;
      }
    }
    done();
  }

  // One line in pixels of a tile; vertices closer than a pixel are left out.
  function trace(context, lines, i, scale, left, top) {
    const { east, north, offsets } = lines;
    const last = offsets[i + 1] - 1;
    let [px, py] = [1e9, 1e9];
    for (let k = offsets[i]; k <= last; k++) {
      const x = east[k] * scale - left;
      const y = north[k] * scale - top;
      if (px === 1e9) context.moveTo(x, y);
      else if (k === last || Math.abs(x - px) + Math.abs(y - py) > 1.2) context.lineTo(x, y);
      else continue;
      [px, py] = [x, y];
    }
  }

  // Without an atlas there are still the names of the ground to write.
  function nameGround(map) {
    geo.style = { points: {}, lines: {}, crossing: {} };
    geo.labels(map, { places: [], crossings: [], regions: [] });
    geo.drawLabels();
  }

  // --- hover, click, card ----------------------------------------------------------------

  function nearest(map, lines, latlng, reach) {
    const scale = 256 * Math.pow(2, map.getZoom());
    const p = map.project(latlng).divideBy(scale);
    const r = reach / scale;
    let best = { id: null, distance: r * r };
    for (const i of lines.grid(p.x - r, p.y - r, p.x + r, p.y + r)) {
      if (lines.looks[lines.style[i]].hidden) continue;
      for (let k = lines.offsets[i]; k < lines.offsets[i + 1] - 1; k++) {
        const distance = toSegment(p, lines.east[k], lines.north[k], lines.east[k + 1], lines.north[k + 1]);
        if (distance < best.distance) best = { id: i, distance };
      }
    }
    return best.id;
  }

  function toSegment(p, ax, ay, bx, by) {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((p.x - ax) * dx + (p.y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const [ex, ey] = [p.x - ax - t * dx, p.y - ay - t * dy];
    return ex * ex + ey * ey;
  }

  function path(lines, i) {
    const points = [];
    for (let k = lines.offsets[i]; k < lines.offsets[i + 1]; k++) points.push(latLng(lines.east[k], lines.north[k]));
    return points;
  }

  function interact(map, lines) {
    const glow = L.polyline([], { color: "#ffd84d", weight: 7, opacity: 0.8, interactive: false }).addTo(map);
    const tip = L.tooltip({ className: "tip", opacity: 1, offset: [12, 0] });
    let asked = null;
    map.on("mousemove", (event) => {
      if (!asked) requestAnimationFrame(() => {
        const id = nearest(map, lines, asked, 6);
        asked = null;
        map.getContainer().style.cursor = id === null ? "" : "pointer";
        if (id === null) return tip.remove();
        const text = el("b", { dir: "auto" }, lines.columns[0].at(id));
        return tip.setLatLng(event.latlng).setContent(text).addTo(map);
      });
      asked = event.latlng;
    });
    map.on("click", (event) => {
      const id = nearest(map, lines, event.latlng, 9);
      if (id !== null) lines.open(id);
    });
    lines.open = (id) => {
      glow.setLatLngs(path(lines, id));
      showCard(map, lines, id, glow);
    };
  }

  function showCard(map, lines, id, glow) {
    let box = document.getElementById("card");
    if (!box) document.body.append((box = el("section", { id: "card", role: "region", "aria-label": "Details" })));
    const shut = () => {
      box.hidden = true;
      glow.setLatLngs([]);
    };
    const [name, ...rest] = lines.columns;
    const value = (text) => (/^https?:\/\/[^\s"'<>\\]+$/i.test(text) ? el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text) : text);
    const rows = rest.filter((column) => column.at(id)).map((column) => [el("dt", {}, column.name), el("dd", { dir: "auto" }, value(column.at(id)))]);
    geo.replace(
      box,
      el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: shut } }, "×"),
      el("h2", { tabindex: "-1", dir: "auto" }, name.at(id)),
      el("p", { class: "status" }, lines.looks[lines.style[id]].label),
      el("dl", { class: "facts" }, rows)
    );
    box.hidden = false;
    box.onkeydown = (event) => event.key === "Escape" && shut();
    box.querySelector("h2").focus({ preventScroll: true });
  }

  // --- legend and search -------------------------------------------------------------------

  function legend(map, lines) {
    const box = L.control({ position: "bottomleft" });
    box.onAdd = () => {
      const rows = lines.looks.map((look) => {
        const line = geo.svg("line", { x1: 0, y1: 6, x2: 30, y2: 6, stroke: look.colour, "stroke-width": 3, "stroke-dasharray": look.dash.join(" ") || null });
        const change = (event) => {
          look.hidden = !event.target.checked;
          map.eachLayer((layer) => layer instanceof Tiles && layer.redraw());
        };
        return el("label", {}, el("input", { type: "checkbox", checked: true, on: { change } }), " ", geo.svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, line), " ", look.label);
      });
      const all = el("div", { class: "many-legend" }, rows);
      L.DomEvent.disableClickPropagation(all);
      return all;
    };
    box.addTo(map);
  }

  // Entries for the search: folded when first asked for, then one pass through them.
  function finder(map, lines) {
    let keys = null;
    lines.find = (query, limit) => {
      if (!keys) keys = Array.from({ length: lines.rows }, (_, i) => geo.fold(lines.columns[0].at(i)));
      const key = geo.fold(query);
      const found = [];
      for (let i = 0; key && i < keys.length && found.length < limit; i++) if (keys[i].includes(key)) found.push(i);
      return found;
    };
    if (document.getElementById("query")) return;
    const input = el("input", { type: "search", id: "query", "aria-label": "Search", placeholder: "Search" });
    const list = el("ul", { id: "results", hidden: true });
    const go = (i) => {
      map.fitBounds(L.latLngBounds(path(lines, i)), { maxZoom: 11, animate: false });
      list.hidden = true;
      lines.open(i);
    };
    input.addEventListener("input", () => {
      const found = lines.find(input.value, 8);
      list.hidden = !found.length;
      geo.replace(list, found.map((i) => el("li", {}, el("button", { type: "button", class: "link", on: { click: () => go(i) } }, lines.columns[0].at(i)))));
    });
    input.addEventListener("keydown", (event) => {
      const found = lines.find(input.value, 1);
      if (event.key === "Enter" && found.length) go(found[0]);
    });
    document.body.append(el("div", { id: "find", role: "search" }, input, list));
  }
})((window.geo = window.geo || {}));
