// Packed coordinates and lengths on the ellipsoid.
(function (geo) {
  "use strict";

  // Decode geo.maps.packing: [latitude, longitude] pairs, as Leaflet wants them.
  geo.unpack = function (text, decimals) {
    const scale = Math.pow(10, decimals);
    const points = [];
    let index = 0;
    let east = 0;
    let north = 0;
    function next() {
      let result = 0;
      let shift = 0;
      let digit;
      do {
        digit = text.charCodeAt(index++) - 63;
        result |= (digit & 31) << shift;
        shift += 5;
      } while (digit >= 32);
      return result & 1 ? ~(result >> 1) : result >> 1;
    }
    while (index < text.length) {
      east += next();
      north += next();
      points.push([north / scale, east / scale]);
    }
    return points;
  };

  // Geodesic distance in metres on WGS 84 (T. Vincenty, Survey Review 23, 1975).
  geo.distance = function (one, other) {
    const a = 6378137;
    const f = 1 / 298.257223563;
    const b = a * (1 - f);
    const rad = Math.PI / 180;
    const l = (other.lng - one.lng) * rad;
    const u1 = Math.atan((1 - f) * Math.tan(one.lat * rad));
    const u2 = Math.atan((1 - f) * Math.tan(other.lat * rad));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = l;
    for (let i = 0; i < 100; i++) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const sinS = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sinS === 0) return 0;
      const cosS = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(sinS, cosS);
      const sinA = (c1 * c2 * sl) / sinS;
      const cosA2 = 1 - sinA * sinA;
      const cos2m = cosA2 ? cosS - (2 * s1 * s2) / cosA2 : 0;
      const c = (f / 16) * cosA2 * (4 + f * (4 - 3 * cosA2));
      const before = lambda;
      const inner = cos2m + c * cosS * (2 * cos2m * cos2m - 1);
      lambda = l + (1 - c) * f * sinA * (sigma + c * sinS * inner);
      if (Math.abs(lambda - before) < 1e-12) {
        const u = (cosA2 * (a * a - b * b)) / (b * b);
        const A = 1 + (u / 16384) * (4096 + u * (u * (320 - 175 * u) - 768));
        const B = (u / 1024) * (256 + u * (u * (74 - 47 * u) - 128));
        const third = (B / 6) * cos2m * (4 * sinS * sinS - 3) * (4 * cos2m * cos2m - 3);
        const delta = B * sinS * (cos2m + (B / 4) * (cosS * (2 * cos2m * cos2m - 1) - third));
        return b * A * (sigma - delta);
      }
    }
    return one.distanceTo(other);
  };

  // Metres that one pixel shows at a latitude.
  geo.metresPerPixel = function (map, latitude) {
    const equator = 2 * Math.PI * 6378137;
    return (equator * Math.cos((latitude * Math.PI) / 180)) / (256 * Math.pow(2, map.getZoom()));
  };
})((window.geo = window.geo || {}));
