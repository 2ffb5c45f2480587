// The card of what was chosen: every claim with its sources, as text.
(function (geo) {
  "use strict";

  const el = geo.el;
  let box = null;
  let opener = null;
  let theMap = null;

  geo.card = function (map, atlas) {
    theMap = map;
    box = document.getElementById("card");
    const show = () => draw(atlas);
    for (const event of ["selected", "language", "date"]) geo.on(event, show);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") geo.select(null);
    });
  };

  geo.select = function (selected) {
    if (selected && !geo.state.selected) opener = document.activeElement;
    geo.state.selected = selected;
    geo.emit("selected");
    if (selected) {
      box.scrollTop = 0;
      box.querySelector("h2").focus({ preventScroll: true });
    } else if (opener && opener.isConnected) {
      opener.focus({ preventScroll: true });
    }
  };

  function draw(atlas) {
    const selected = geo.state.selected;
    const content = selected && contents(atlas, selected);
    box.hidden = !content;
    document.body.classList.toggle("has-card", Boolean(content));
    if (!content) return;
    const close = el("button", { type: "button", class: "close", "aria-label": geo.t("close"), on: { click: () => geo.select(null) } }, "×");
    geo.replace(box, close, content);
    uncover(atlas, selected);
  }

  // Move the map when the card would lie over the point that it is about.
  function uncover(atlas, { id }) {
    const point = geo.crossing(id) || geo.place(id) || (atlas.belt && geo.node(id)) || geo.contextPoints().find((item) => item.id === id);
    if (!point) return;
    const frame = theMap.getContainer().getBoundingClientRect();
    const card = box.getBoundingClientRect();
    const p = theMap.latLngToContainerPoint([point.at[1], point.at[0]]);
    const x = p.x + frame.left;
    const y = p.y + frame.top;
    const under = x > card.left - 20 && x < card.right && y > card.top - 20 && y < card.bottom;
    if (!under) return;
    const narrow = card.width > frame.width * 0.8;
    const shift = narrow ? [0, p.y - Math.max(40, card.top - frame.top) / 2] : [p.x - (card.left - frame.left) / 2, 0];
    theMap.panBy(shift, { animate: !geo.calm() });
  }

  function contents(atlas, { kind, id }) {
    if (kind === "line" && geo.many) return geo.lineCard(geo.many, Number(id));
    const cards = { section: [geo.section, sectionCard], railway: [geo.railway, railwayCard], crossing: [geo.crossing, crossingCard], place: [geo.place, placeCard] };
    const [find, made] = cards[kind] || [() => null];
    const record = find(id);
    if (record) return made(atlas, record);
    const parts = { heading, part, fact, note, names, sources, marks, fold };
    return geo.contextCard(atlas, kind, id, parts) || (atlas.belt ? geo.corridorCard(atlas, kind, id, parts) : null);
  }

  // --- parts ----------------------------------------------------------------------

  const heading = (content) => el("h2", { tabindex: "-1" }, content);
  const part = (title, ...children) => el("section", {}, el("h3", {}, title), children);
  const fact = (term, ...value) => [el("dt", {}, term), el("dd", {}, value)];
  const note = (words) => (words ? geo.saidElement("p", { class: "note" }, words) : null);

  geo.badge = function (railway, status) {
    return el("span", { class: "badge", style: { "--c": geo.colour(status) } }, String(railway.no));
  };

  geo.swatch = function (status) {
    const width = geo.look(status).width_px;
    const line = (stroke, w, dash) => geo.svg("line", { x1: 1, y1: 6, x2: 43, y2: 6, stroke, "stroke-width": w, "stroke-dasharray": dash });
    return geo.svg("svg", { class: "swatch", width: 44, height: 12, viewBox: "0 0 44 12", "aria-hidden": "true" }, line(geo.css("--halo"), width + 3), line(geo.colour(status), width, geo.dash(status, width)));
  };

  function statusLine(changes) {
    const change = geo.changeOn(changes, geo.state.date);
    const status = change ? change.status : null;
    return el(
      "p",
      { class: "status" },
      status ? geo.swatch(status) : null,
      el("b", {}, geo.statusWord(status)),
      change ? " " + geo.t("since", { date: geo.date(change.date) }) : null
    );
  }

  function names(record) {
    const rows = Object.entries(record).map(([tag, text]) => fact(geo.language(tag), el("span", { lang: tag, dir: "auto" }, text)));
    return el("dl", { class: "names" }, rows);
  }

  // A source: publisher, title, date, and a link if the address is one.
  function source(atlas, id) {
    const record = atlas.sources[id];
    if (!record) return el("li", {}, id);
    const title = record.url
      ? el("a", { href: record.url, target: "_blank", rel: "noopener noreferrer", lang: "en" }, record.title)
      : el("span", { lang: "en" }, record.title);
    const dated = record.date ? geo.date(record.date) : record.dateNote || geo.t("undated");
    const licence = record.licence ? " · " + record.licence : "";
    return el("li", { dir: "auto" }, title, el("span", { class: "by" }, record.publisher + " · " + dated + licence));
  }

  function sources(atlas, ids) {
    const unique = [...new Set(ids)];
    if (!unique.length) return null;
    return part(geo.t("sources") + " (" + unique.length + ")", el("ul", { class: "sources" }, unique.map((id) => source(atlas, id))));
  }

  function marks(atlas, claim) {
    const titles = claim.sources.map((id) => (atlas.sources[id] ? atlas.sources[id].publisher : id)).join("; ");
    return el("span", { class: "by" }, titles, " · ", geo.t("confidence." + claim.confidence));
  }

  function history(atlas, changes) {
    const items = changes.map((c) => {
      const now = geo.changeOn(changes, geo.state.date) === c;
      return el("li", { class: now ? "now" : null }, el("time", { datetime: c.date }, geo.date(c.date)), " ", el("b", {}, geo.statusWord(c.status)), note(c.note), marks(atlas, c));
    });
    return part(geo.t("history"), el("ol", { class: "events" }, items));
  }

  function events(atlas, railway) {
    if (!railway.history.length) return null;
    const items = railway.history.map((e) =>
      el("li", {}, el("time", { datetime: e.date }, geo.date(e.date)), " ", geo.saidElement("span", {}, e.event), note(e.note), marks(atlas, e))
    );
    return fold(geo.t("events") + " (" + items.length + ")", el("ol", { class: "events" }, items));
  }

  function facts(atlas, railway) {
    if (!railway.facts.length) return null;
    const items = railway.facts.map((f) => el("li", {}, geo.saidElement("span", {}, f.value), note(f.note), marks(atlas, f)));
    return fold(geo.t("facts") + " (" + items.length + ")", el("ul", { class: "events" }, items));
  }

  const fold = (title, ...children) => el("details", {}, el("summary", {}, title), children);

  function lengths(atlas, railway, section) {
    const fits = (l) => !section || (l.from === section.from && l.to === section.to);
    const found = railway.lengths.filter(fits);
    if (!found.length) return null;
    const rows = found.map((l) =>
      el("li", {}, el("b", {}, geo.km(l.km, l.km % 1 ? 1 : 0)), " ", placeName(l.from) + " – " + placeName(l.to), l.date ? ", " + geo.date(l.date) : "", note(l.note), marks(atlas, l))
    );
    return fold(geo.t("publishedLengths") + " (" + rows.length + ")", el("ul", { class: "events" }, rows));
  }

  function placeName(id) {
    const place = geo.place(id);
    if (place) return geo.text(place.names);
    return geo.crossing(id) ? geo.t("border") : id;
  }

  const claims = (railway) => [...railway.status, ...railway.history, ...railway.facts, ...railway.lengths].flatMap((c) => c.sources);

  // --- cards ----------------------------------------------------------------------

  geo.accuracyWords = (section) =>
    geo.t("accuracy." + section.accuracy) + " (" + within(section.accuracyM) + ")";

  const within = (metres) => geo.t("within", { distance: geo.metres(metres) });

  function measures(section) {
    const rows = [fact(geo.t("drawn"), geo.km(section.km, section.km < 100 ? 1 : 0))];
    if (section.published !== null) {
      const difference = (100 * (section.km - section.published)) / section.published;
      const sign = difference > 0 ? "+" : "−";
      const apart = geo.t("difference", { value: sign + geo.number(Math.abs(difference), 1) });
      const dated = section.publishedOn ? ", " + geo.date(section.publishedOn.slice(0, 7)) : "";
      rows.push(fact(geo.t("published"), geo.km(section.published, section.published % 1 ? 1 : 0) + dated + " (" + apart + ")"));
    } else {
      rows.push(fact(geo.t("published"), geo.t("nothingPublished")));
    }
    rows.push(fact(geo.t("gauge"), section.gauge ? geo.t("mm", { value: geo.number(section.gauge) }) : geo.t("unknown")));
    rows.push(fact(geo.t("accuracy"), geo.accuracyWords(section), note(section.basis)));
    rows.push(fact(geo.t("method"), geo.t("method." + section.method)));
    return el("dl", { class: "facts" }, rows);
  }

  function sectionCard(atlas, section) {
    const railway = geo.railway(section.railway);
    const status = geo.statusOn(section.status, geo.state.date);
    const whole = el("button", { type: "button", class: "link", on: { click: () => geo.select({ kind: "railway", id: railway.id }) } }, geo.t("wholeRailway"));
    return [
      el("p", { class: "kicker" }, geo.badge(railway, status), " ", geo.nameElement(railway.names)),
      heading(geo.sectionName(section)),
      section.label ? geo.saidElement("p", { class: "warning" }, section.label) : null,
      statusLine(section.status),
      measures(section),
      note(section.note),
      el("p", {}, whole),
      history(atlas, section.status),
      lengths(atlas, railway, section),
      el("section", {}, el("h3", {}, geo.t("names")), [section.from, section.to].map((id) => names(geo.namesOf(id)))),
      sources(atlas, [...section.status.flatMap((c) => c.sources), ...section.sources, ...railway.lengths.filter((l) => l.from === section.from && l.to === section.to).flatMap((l) => l.sources)]),
      el("p", { class: "licence" }, geo.t("licence") + ": " + section.licence),
    ];
  }

  function railwayCard(atlas, railway) {
    const list = geo.sectionsOf(railway.id).map((s) => {
      const status = geo.statusOn(s.status, geo.state.date);
      const open = () => geo.select({ kind: "section", id: s.id });
      return el("li", {}, status ? geo.swatch(status) : null, el("button", { type: "button", class: "link", on: { click: open } }, geo.sectionName(s)), el("span", { class: "by" }, geo.statusWord(status) + " · " + geo.km(s.km)));
    });
    return [
      el("p", { class: "kicker" }, geo.badge(railway, geo.statusOn(railway.status, geo.state.date)), " ", railway.countries.map(geo.country).join(" – ")),
      heading(geo.nameElement(railway.names)),
      statusLine(railway.status),
      railway.summary ? geo.saidElement("p", {}, railway.summary) : null,
      part(geo.t("sections") + " · " + geo.t("drawnTotal", { length: geo.km(railway.km) }), el("ul", { class: "sections" }, list)),
      history(atlas, railway.status),
      lengths(atlas, railway, null),
      events(atlas, railway),
      facts(atlas, railway),
      part(geo.t("names"), names(railway.names)),
      sources(atlas, claims(railway)),
    ];
  }

  function crossingCard(atlas, crossing) {
    const railway = geo.railway(crossing.railway);
    const status = geo.statusOn(railway.status, geo.state.date);
    return [
      el("p", { class: "kicker" }, geo.badge(railway, status), " ", geo.t("borderCrossing")),
      heading(crossing.sides.map((s) => geo.text(s.names)).join(" – ")),
      crossing.rail ? statusLine(railway.status) : el("p", { class: "warning" }, geo.t("noRailSource")),
      el(
        "dl",
        { class: "facts" },
        crossing.gauge ? fact(geo.t("breakOfGauge"), geo.saidElement("span", {}, crossing.gauge)) : null,
        fact(geo.t("accuracy"), within(crossing.accuracyM), note(crossing.how)),
        fact(geo.t("coordinates"), crossing.at[1].toFixed(4) + "° N, " + crossing.at[0].toFixed(4) + "° E")
      ),
      note(crossing.note),
      crossing.sides.map((s) => part(geo.country(s.country), names(s.names))),
      el("p", {}, el("button", { type: "button", class: "link", on: { click: () => geo.select({ kind: "railway", id: railway.id }) } }, geo.t("wholeRailway"))),
      sources(atlas, crossing.sources),
    ];
  }

  function placeCard(atlas, place) {
    const on = place.railways.map(geo.railway).filter(Boolean);
    return [
      el("p", { class: "kicker" }, geo.t("kind." + place.kind) + " · " + geo.country(place.country)),
      heading(geo.nameElement(place.names)),
      el("dl", { class: "facts" }, on.length ? fact(geo.t("railways"), on.map((r) => r.no + " " + geo.text(r.names)).join("; ")) : null, fact(geo.t("coordinates"), place.at[1].toFixed(4) + ", " + place.at[0].toFixed(4)), fact(geo.t("accuracy"), within(place.accuracyM), note(place.how))),
      note(place.note),
      part(geo.t("names"), names(place.names), place.others.length ? el("p", { class: "note", dir: "auto" }, place.others.map((o) => o.name + (o.until ? " (" + geo.t("until", { date: geo.date(o.until) }) + ")" : "")).join("; ")) : null),
      sources(atlas, place.sources),
      el("p", { class: "licence" }, geo.t("licence") + ": " + place.licence),
    ];
  }
})((window.geo = window.geo || {}));
