// Packed lines: inflated once, vertices and columns in flat arrays, found by a grid.
(function (geo) {
  "use strict";

  const CELLS = 256;

  // Read what geo.maps.many or geo.maps.sections packed.
  geo.readLines = async function (payload) {
    const packed = base85(payload.data, payload.packed);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const blocks = [];
    let start = 0;
    for (const size of payload.sizes) {
      blocks.push(bytes.subarray(start, start + size));
      start += size;
    }
    const { rows, looks, histories } = payload;
    const lines = { rows, looks, histories, codes: numbers(blocks[1]), style: new Uint8Array(rows) };
    geometry(lines, blocks[0], payload.decimals);
    lines.grid = grid(lines);
    lines.latLngs = (i) => latLngs(lines, i);
    lines.boundsOf = (ids) => boundsOf(lines, ids);
    if (payload.records) {
      lines.bands = numbers(blocks[2]);
      lines.text = textReader(blocks[3]);
      lines.rest = JSON.parse(new TextDecoder().decode(blocks[4]));
    }
    lines.columns = payload.columns.map((column, i) => ({ name: column.name, at: reader(column, blocks[i + 2]) }));
    return lines;
  };

  // Whole numbers: all lowest bytes, then all second ones, ...
  function numbers(block) {
    const count = block.length / 4;
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = block[i] | (block[i + count] << 8) | (block[i + 2 * count] << 16) | (block[i + 3 * count] << 24);
    return values;
  }

  function reader(column, block) {
    if (!column.values) return textReader(block);
    const codes = block.slice();
    return (i) => column.values[codes[i]];
  }

  // Texts that stand behind each other, each decoded when it is asked for.
  function textReader(block) {
    const bytes = block.slice();
    const starts = [0];
    for (let i = 0; i < bytes.length; i++) if (!bytes[i]) starts.push(i + 1);
    starts.push(bytes.length + 1);
    const offsets = Uint32Array.from(starts);
    const decoder = new TextDecoder();
    return (i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1] - 1));
  }

  function latLngs(lines, i) {
    const points = [];
    for (let k = lines.offsets[i]; k < lines.offsets[i + 1]; k++) points.push(latLng(lines.east[k], lines.north[k]));
    return points;
  }

  function boundsOf(lines, ids) {
    const bounds = L.latLngBounds([]);
    for (const i of ids) {
      const [w, n, e, s] = lines.box.subarray(i * 4, i * 4 + 4);
      bounds.extend(latLng(w, n)).extend(latLng(e, s));
    }
    return bounds;
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
    const counts = numbers(bytes.subarray(0, lines.rows * 4));
    const offsets = new Uint32Array(lines.rows + 1);
    for (let i = 0; i < lines.rows; i++) offsets[i + 1] = offsets[i] + counts[i];
    const count = offsets[lines.rows];
    const steps = [0, 1].map((k) => numbers(bytes.subarray((lines.rows + k * count) * 4, (lines.rows + (k + 1) * count) * 4)));
    const signed = (zigzag) => (zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2);
    const [east, north] = [new Float32Array(count), new Float32Array(count)];
    const scale = Math.pow(10, decimals);
    let value = 0;
    for (let i = 0; i < count; i++) east[i] = ((value += signed(steps[0][i])) / scale + 180) / 360;
    value = 0;
    for (let i = 0; i < count; i++) {
      const s = Math.sin((((value += signed(steps[1][i])) / scale) * Math.PI) / 180);
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
    const [w, n, e, s] = frameOf(box);
    lines.bounds = L.latLngBounds([latLng(w, n), latLng(e, s)]);
  }

  // West, north, east, south of all boxes.
  function frameOf(box) {
    let [w, n, e, s] = [2, 2, -1, -1];
    for (let i = 0; i < box.length; i += 4) {
      w = Math.min(w, box[i]);
      n = Math.min(n, box[i + 1]);
      e = Math.max(e, box[i + 2]);
      s = Math.max(s, box[i + 3]);
    }
    return [w, n, e, s];
  }

  const latLng = (x, y) => L.latLng((Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180);

  // Which lines may touch a cell: counted, then filled, in two flat arrays.
  function grid(lines) {
    const { box, rows } = lines;
    const [w, n, e, s] = frameOf(box);
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
})((window.geo = window.geo || {}));
