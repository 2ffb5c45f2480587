// Baselines for lettering along a line: a gentle curve fitted beside it, clear of its kinks.
(function (geo) {
  "use strict";

  // The best baseline beside a line: a gentle curve fitted to a stretch, clear of the line's kinks.
  // `free` and `rails` tell of a box whether it is free and how many railway points lie in it.
  // A stretch more than `most` pixels off its curve is left: the words would stand apart from it.
  geo.baseline = function (line, width, { free, rails, most = Infinity }) {
    const points = every(L.LineUtil.simplify(line, 1.5), 8);
    let best = null;
    for (let start = 0; start < points.length - 4; start += 2) {
      let end = start + 4;
      while (end < points.length && points[start].distanceTo(points[end]) < width) end++;
      if (end >= points.length) break;
      const part = points.slice(start, end + 1);
      if (part[0].x > part[part.length - 1].x) part.reverse();
      for (const side of [1, -1]) {
        const fitted = fit(part, width, side);
        if (!fitted || fitted.off > most || !fitted.boxes.every(free)) continue;
        const middle = Math.abs((start + end) / 2 - points.length / 2) / points.length;
        const cost = fitted.cost + middle * 14 + (side < 0 ? 4 : 0) + fitted.boxes.reduce((n, box) => n + rails(box), 0) * 3;
        if (!best || cost < best.cost) best = { ...fitted, cost };
      }
    }
    return best;
  };

  // Fit v = a + b u + c u² to points in the frame of their chord, and move it off to a side.
  function fit(part, width, side) {
    const [first, last] = [part[0], part[part.length - 1]];
    const chord = first.distanceTo(last);
    const [ux, uy] = [(last.x - first.x) / chord, (last.y - first.y) / chord];
    if (ux < 0.25) return null;
    const local = part.map((q) => {
      const [dx, dy] = [q.x - first.x, q.y - first.y];
      return [(dx * ux + dy * uy) / chord - 0.5, dx * uy - dy * ux];
    });
    const sum = (f) => local.reduce((total, q) => total + f(q), 0);
    const n = local.length;
    const [u1, u2, u3, u4] = [1, 2, 3, 4].map((k) => sum((q) => Math.pow(q[0], k)));
    const [v0, v1, v2] = [0, 1, 2].map((k) => sum((q) => q[1] * Math.pow(q[0], k)));
    const solved = solve([[n, u1, u2, v0], [u1, u2, u3, v1], [u2, u3, u4, v2]]);
    if (!solved) return null;
    const [a, b, c] = solved;
    if (Math.abs(c) > chord * 0.55) return null;
    const at = (u) => a + b * u + c * u * u;
    const off = Math.max(...local.map(([u, v]) => side * (v - at(u))));
    const lift = side > 0 ? off + 7 : -(off + 7) - 9;
    const points = [];
    const boxes = [];
    for (let i = 0; i <= 12; i++) {
      const u = -0.5 + i / 12;
      const v = at(u) + lift;
      const along = (u + 0.5) * chord;
      const q = L.point(first.x + along * ux + v * uy, first.y + along * uy - v * ux);
      points.push(q);
      boxes.push({ x: q.x - 8, y: q.y - 12, w: 16, h: 15 });
    }
    return { points, boxes, off, cost: off + Math.abs(c) * 0.4 + (1 - ux) * 10 };
  }

  // Gauss elimination of three equations.
  function solve(rows) {
    for (let i = 0; i < 3; i++) {
      const pivot = rows.slice(i).sort((p, q) => Math.abs(q[i]) - Math.abs(p[i]))[0];
      if (Math.abs(pivot[i]) < 1e-9) return null;
      rows.splice(rows.indexOf(pivot), 1);
      rows.splice(i, 0, pivot);
      for (let j = 0; j < 3; j++) {
        if (j === i) continue;
        const factor = rows[j][i] / pivot[i];
        rows[j] = rows[j].map((value, k) => value - factor * pivot[k]);
      }
    }
    return rows.map((row, i) => row[3] / row[i]);
  }

  // Points of a polyline at even steps.
  function every(points, step) {
    const even = [];
    let rest = 0;
    for (let i = 1; i < points.length; i++) {
      const length = points[i - 1].distanceTo(points[i]);
      for (; rest < length; rest += step) {
        const t = rest / length;
        even.push(L.point(points[i - 1].x + (points[i].x - points[i - 1].x) * t, points[i - 1].y + (points[i].y - points[i - 1].y) * t));
      }
      rest -= length;
    }
    return even;
  }
})((window.geo = window.geo || {}));
