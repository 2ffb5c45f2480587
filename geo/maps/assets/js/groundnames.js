// Names of countries, regions and waters, by the room that they have.
(function (geo) {
  "use strict";

  geo.groundLabels = function (page) {
    const zoom = page.map.getZoom();
    if (geo.state.off.has("groundnames")) return [];
    const names = geo.groundNames.filter((name) => shows(name, zoom)).map((name) => {
      const at = name.near && zoom >= 5 ? name.near : name.at;
      const size = name.kind === "water" ? Math.max(name.size, 0.5) : name.near ? name.nearSize : name.size;
      return { at, text: geo.text(name.names), type: name.kind, order: name.kind === "country" ? 3 + name.rank : 7, free: true, big: name.rank === 1, room: room(size, zoom) };
    });
    const regions = zoom >= 5 && zoom < 9 ? page.atlas.regions : [];
    return [...names, ...regions.map((region) => ({ at: region.at, text: geo.text(region.names), type: "region", order: 4.5, free: true, room: 112 }))];
  };

  const shows = (name, zoom) => (name.kind === "country" ? zoom >= 2 && name.size * Math.pow(4, zoom) > 9000 : name.size * Math.pow(4, zoom) > 900);

  // How far a name may move from its point and still stand on what it names, in pixels.
  const room = (squareDegrees, zoom) => (Math.sqrt(squareDegrees) * 256 * Math.pow(2, zoom)) / 360 / 4;
})((window.geo = window.geo || {}));
