// What stands where on the map, in pixels: boxes that are taken, points of lines to keep clear of.
(function (geo) {
  "use strict";

  geo.Clearing = class {
    constructor(map, atlas) {
      Object.assign(this, { map, atlas, scale: geo.screenScale(map) });
      const size = map.getSize();
      this.view = { x: -size.x * 0.1, y: -size.y * 0.1, w: size.x * 1.2, h: size.y * 1.2 };
      this.origin = map.containerPointToLayerPoint([0, 0]);
      this.boxes = [];
      this.texts = [];
      this.rails = new Map();
      geo.shownLines(map).forEach((item) => item.latlngs.forEach((line) => this.addLine(line)));
      if (atlas.belt) geo.shownRibbons().forEach((item) => item.shown.forEach((line) => this.addLine(line)));
      this.keepClear(["find", "tools", "attribution"].map((id) => document.getElementById(id)));
      this.keepClear([...map.getContainer().querySelectorAll(".leaflet-control")]);
      geo.eventSpots().forEach(({ lat, lng }) => this.take(geo.around(this.point([lng, lat]), 9), null));
    }
    // Names do not stand under what lies over the map.
    keepClear(elements) {
      const frame = this.map.getContainer().getBoundingClientRect();
      for (const element of elements) {
        const r = element ? element.getBoundingClientRect() : { width: 0 };
        if (r.width) this.take({ x: r.left - frame.left - 3, y: r.top - frame.top - 3, w: r.width + 6, h: r.height + 6 }, null);
      }
    }
    point(at) {
      return this.map.latLngToLayerPoint([at[1], at[0]]).subtract(this.origin);
    }
    sees(p) {
      const v = this.view;
      return p.x > v.x && p.y > v.y && p.x < v.x + v.w && p.y < v.y + v.h;
    }
    addLine(latlngs) {
      let last = null;
      for (const latlng of latlngs) {
        const p = this.map.latLngToLayerPoint(latlng).subtract(this.origin);
        if (last && (this.sees(p) || this.sees(last))) this.sample(last, p);
        last = p;
      }
    }
    sample(a, b) {
      const steps = Math.min(4000, Math.ceil(a.distanceTo(b) / 5));
      for (let i = 0; i <= steps; i++) {
        const x = a.x + ((b.x - a.x) * i) / steps;
        const y = a.y + ((b.y - a.y) * i) / steps;
        const key = (x >> 5) + ":" + (y >> 5);
        if (!this.rails.has(key)) this.rails.set(key, []);
        this.rails.get(key).push([x, y]);
      }
    }
    // How many railway points lie in a box.
    railsIn(box) {
      let count = 0;
      for (let i = box.x >> 5; i <= (box.x + box.w) >> 5; i++) {
        for (let j = box.y >> 5; j <= (box.y + box.h) >> 5; j++) {
          for (const [x, y] of this.rails.get(i + ":" + j) || []) {
            if (x >= box.x && y >= box.y && x <= box.x + box.w && y <= box.y + box.h) count++;
          }
        }
      }
      return count;
    }
    free(box, owner) {
      return !this.boxes.some(
        (o) => !(owner && o.owner === owner) && box.x < o.x + o.w && o.x < box.x + box.w && box.y < o.y + o.h && o.y < box.y + box.h
      );
    }
    take(box, owner) {
      this.boxes.push({ ...box, owner });
    }
    // Whether a box lies inside the frame of the map.
    holds(box) {
      const { x, y } = this.map.getSize();
      return box.x > 2 && box.y > 2 && box.x + box.w < x - 2 && box.y + box.h < y - 2;
    }
    pixels(latlngs) {
      return latlngs.map((latlng) => this.map.latLngToLayerPoint(latlng).subtract(this.origin));
    }
  };

  // Lines and lettering grow on a large screen: it is read from farther off.
  geo.screenScale = function (map) {
    const width = map.getSize().x;
    return width > 3000 ? 1.7 : width > 1700 ? 1.25 : 1;
  };

  geo.around = (p, r) => ({ x: p.x - r, y: p.y - r, w: 2 * r, h: 2 * r });

})((window.geo = window.geo || {}));
