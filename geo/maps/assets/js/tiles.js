// Canvas tiles of very many lines: drawn in slices of a frame, drawn anew for another date.
(function (geo) {
  "use strict";

  const el = geo.el;
  const SLICE_MS = 6;
  const CHUNK = 150;
  const HALO_ZOOM = 8;
  const FEW = 1000;

  // --- tiles share the time of a frame ----------------------------------------------------

  const queue = [];
  let scheduled = false;

  function work() {
    const end = performance.now() + SLICE_MS;
    while (queue.length && performance.now() < end) {
      if (queue[0].stale() || queue[0].steps.next().done) queue.shift();
    }
    scheduled = queue.length > 0;
    if (scheduled) requestAnimationFrame(work);
  }

  function enqueue(task) {
    queue.push(task);
    if (!scheduled) requestAnimationFrame(work);
    scheduled = true;
  }

  // Tiles of lines; `paint` draws one of them in steps.
  geo.LineTiles = L.GridLayer.extend({
    initialize(lines, paint, options) {
      L.GridLayer.prototype.initialize.call(this, { updateWhenZooming: false, keepBuffer: 1, ...options });
      Object.assign(this, { lines, paint });
    },
    createTile(coords, done) {
      const size = this.getTileSize().x;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = el("canvas", { width: size * ratio, height: size * ratio });
      tile.ready = () => done(null, tile);
      this.draw(tile, coords);
      return tile;
    },
    // A tile that is drawn anew before it was whole is ready once the newer drawing is.
    draw(tile, coords) {
      const turn = (tile.turn = (tile.turn || 0) + 1);
      enqueue({ steps: drawn(this, tile, coords), stale: () => tile.turn !== turn });
    },
    // Draw the tiles that are there again, each in place once it is whole.
    refresh() {
      for (const { el: tile, coords, current } of Object.values(this._tiles)) if (current) this.draw(tile, coords);
    },
  });

  function* drawn(layer, tile, coords) {
    const size = layer.getTileSize().x;
    const sheet = el("canvas", { width: tile.width, height: tile.height });
    const context = sheet.getContext("2d");
    const ratio = tile.width / size;
    context.scale(ratio, ratio);
    const scale = size * Math.pow(2, coords.z);
    const frame = { context, scale, left: coords.x * size, top: coords.y * size, size, zoom: coords.z };
    yield* layer.paint(layer.lines, frame);
    const target = tile.getContext("2d");
    target.clearRect(0, 0, tile.width, tile.height);
    target.drawImage(sheet, 0, 0);
    if (tile.ready) tile.ready();
    tile.ready = null;
  }

  // --- what is painted ----------------------------------------------------------------------

  function near(lines, { left, top, size, scale }, pad) {
    const reach = pad / scale;
    return lines.grid(left / scale - reach, top / scale - reach, (left + size) / scale + reach, (top + size) / scale + reach);
  }

  // Widths grow with the zoom; where lines are few they need not be thin.
  geo.lineGrowth = (lines, zoom) => (lines.rows < FEW ? 1.7 : 1) * (zoom < 6 ? 0.6 : zoom < 9 ? 0.85 : 1.2);

  geo.paintLines = function* (lines, frame) {
    const byLook = lines.looks.map(() => []);
    const found = near(lines, frame, 6);
    yield;
    for (const i of found) if (lines.shows(i)) byLook[lines.style[i]].push(i);
    yield;
    const { context, zoom } = frame;
    if (zoom >= HALO_ZOOM) yield* halos(lines, frame, byLook.flat());
    for (let look = lines.looks.length - 1; look >= 0; look--) {
      const { width, dash } = lines.looks[look];
      context.strokeStyle = geo.lookColour(lines.looks[look]);
      context.lineWidth = width * geo.lineGrowth(lines, zoom);
      context.setLineDash(zoom < 7 ? [] : dash.map((step) => step * geo.lineGrowth(lines, zoom)));
      yield* stroke(lines, frame, byLook[look]);
    }
  };

  function* halos(lines, frame, ids) {
    const widest = Math.max(...lines.looks.map((look) => look.width));
    frame.context.strokeStyle = geo.css("--halo");
    frame.context.lineWidth = widest * geo.lineGrowth(lines, frame.zoom) + 2.4;
    yield* stroke(lines, frame, ids);
  }

  // Bands as wide as the uncertainty of a line; the pane makes them translucent.
  geo.paintBands = function* (lines, frame) {
    const { context, scale, zoom } = frame;
    context.lineCap = context.lineJoin = "round";
    for (const i of near(lines, frame, lines.widest * scale + 2)) {
      const width = 2 * lines.reach(i) * scale;
      if (!lines.shows(i) || width < lines.looks[lines.style[i]].width * geo.lineGrowth(lines, zoom) + 4) continue;
      context.strokeStyle = geo.lookColour(lines.looks[lines.style[i]]);
      context.lineWidth = width;
      yield* stroke(lines, frame, [i]);
    }
  };

  function* stroke(lines, { context, scale, left, top }, ids) {
    for (let k = 0; k < ids.length; k += CHUNK) {
      context.beginPath();
      for (const i of ids.slice(k, k + CHUNK)) geo.traceLine(context, lines, i, scale, left, top);
      context.stroke();
      yield;
    }
  }

  // One line in pixels; vertices closer than a pixel are left out.
  geo.traceLine = function (pen, lines, i, scale, left, top) {
    const { east, north, offsets } = lines;
    const last = offsets[i + 1] - 1;
    let [px, py] = [1e9, 1e9];
    for (let k = offsets[i]; k <= last; k++) {
      const x = east[k] * scale - left;
      const y = north[k] * scale - top;
      if (px === 1e9) pen.moveTo(x, y);
      else if (k === last || Math.abs(x - px) + Math.abs(y - py) > 1.2) pen.lineTo(x, y);
      else continue;
      [px, py] = [x, y];
    }
  };
})((window.geo = window.geo || {}));
