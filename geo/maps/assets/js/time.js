// The time slider: months from the first decade of the atlas to the next, marked dates, play.
(function (geo) {
  "use strict";

  const el = geo.el;
  // Years of the slider; wider where an atlas is older or younger.
  let FIRST = 1990;
  let LAST = 2030;
  let timer = null;
  let slider = null;

  geo.time = function (atlas) {
    slider = document.getElementById("time");
    slider.max = (LAST - FIRST + 1) * 12 - 1;
    slider.addEventListener("input", () => {
      stop();
      geo.setDate(dayOf(Number(slider.value), atlas));
    });
    document.getElementById("play").addEventListener("click", () => (timer ? stop() : play(atlas)));
    const draw = () => show(atlas);
    for (const event of ["date", "language"]) geo.on(event, draw);
    for (const event of ["language", "theme"]) geo.on(event, () => ticks(atlas));
    draw();
    ticks(atlas);
  };

  geo.spanTime = function (atlas) {
    const firsts = geo.many ? geo.many.histories.flat().map(([first]) => first) : atlas.railways.flatMap((r) => r.status.map((c) => c.first));
    const years = firsts.filter(Boolean).map((first) => Number(first.slice(0, 4)));
    if (!years.length) years.push(FIRST);
    const last = years.reduce((a, b) => Math.max(a, b), Number(atlas.atlas.asOf.slice(0, 4)));
    if (years.every((year) => year < FIRST)) FIRST = Math.floor(years.reduce((a, b) => Math.min(a, b)) / 10) * 10;
    if (last >= LAST) LAST = Math.ceil((last + 1) / 5) * 5;
  };

  geo.setDate = function (day) {
    geo.state.date = day;
    geo.emit("date");
  };

  // A date as typed or linked: 2013, 2013-05 or 2013-05-31; the last day of what is given.
  geo.readDate = function (text) {
    const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text || "");
    if (!match) return null;
    const year = Number(match[1]);
    const month = Number(match[2] || 12);
    if (year < FIRST || year > LAST || month < 1 || month > 12) return null;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const day = Math.min(Number(match[3] || last), last) || last;
    return iso(year, month, day);
  };

  const iso = (year, month, day) => [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");

  // Marked dates within the years of the slider.
  const marks = (atlas) => atlas.atlas.marked.filter((m) => geo.readDate(m.date));

  const monthOf = (day) => (Number(day.slice(0, 4)) - FIRST) * 12 + Number(day.slice(5, 7)) - 1;

  // The day that a month of the slider stands for: a marked day, the atlas's own day, or its last.
  function dayOf(month, atlas) {
    const days = [atlas.atlas.asOf, ...marks(atlas).map((m) => geo.readDate(m.date))];
    const own = days.find((day) => monthOf(day) === month);
    return own || geo.readDate(iso(FIRST + Math.floor(month / 12), (month % 12) + 1, 1).slice(0, 7));
  }

  function play(atlas) {
    const end = Math.min(Number(slider.max), monthOf(atlas.atlas.asOf));
    let month = Number(slider.value) >= end ? 0 : Number(slider.value);
    const step = geo.calm() ? 12 : 2;
    const tick = () => {
      month = Math.min(end, month + step);
      geo.setDate(dayOf(month, atlas));
      if (month >= end) stop();
    };
    timer = setInterval(tick, geo.calm() ? 900 : 110);
    playButton(true);
    geo.setDate(dayOf(month, atlas));
  }

  function stop() {
    if (timer) clearInterval(timer);
    timer = null;
    playButton(false);
  }

  function playButton(on) {
    const button = document.getElementById("play");
    button.textContent = on ? "❚❚" : "▶";
    button.setAttribute("aria-label", geo.t(on ? "pause" : "play"));
    button.setAttribute("aria-pressed", String(on));
  }

  // How many railways cross a border in each status on a day.
  geo.counts = function (atlas, day) {
    if (!atlas.railways.length && geo.many) return geo.countLines(geo.many);
    const counts = {};
    for (const railway of atlas.railways) {
      const status = geo.statusOn(railway.status, day);
      if (status) counts[status] = (counts[status] || 0) + 1;
    }
    return counts;
  };

  function show(atlas) {
    const day = geo.state.date;
    const counts = geo.counts(atlas, day);
    const words = Object.keys(geo.style.lines).filter((s) => counts[s]).map((s) => geo.t("count." + s, { n: geo.number(counts[s]) }));
    if (geo.many) words.push(...geo.many.looks.filter((look) => !look.status && counts[look.key]).map((look) => geo.lookWord(look) + ": " + geo.number(counts[look.key])));
    if (!words.length) words.push(geo.t(atlas.railways.length ? "count.none" : "count.nolines"));
    const exact = dayOf(monthOf(day), atlas) === day && day.slice(0, 7) !== atlas.atlas.asOf.slice(0, 7);
    const dated = geo.date(exact && !marked(atlas, day) ? day.slice(0, 7) : day);
    slider.value = monthOf(day);
    slider.setAttribute("aria-valuetext", dated + ": " + words.join(", "));
    geo.replace(document.getElementById("date"), dated);
    geo.replace(document.getElementById("counts"), words.join(" · "));
    document.getElementById("ondate").hidden = day === atlas.atlas.asOf;
    document.getElementById("ondate").textContent = geo.t("shows", { date: dated });
    document.getElementById("future").hidden = day <= atlas.atlas.asOf;
    document.getElementById("future").textContent = geo.t("future", { date: geo.date(atlas.atlas.asOf) });
  }

  const marked = (atlas, day) => marks(atlas).find((m) => geo.readDate(m.date) === day);

  function ticks(atlas) {
    const place = (day) => ({ left: ((100 * monthOf(day)) / Number(slider.max)).toFixed(2) + "%" });
    const years = [];
    for (let year = FIRST; year <= LAST; year += 5) {
      years.push(el("span", { class: "year", style: place(iso(year, 1, 1)) }, String(year)));
    }
    const stop = (day, label, text) =>
      el("button", { type: "button", class: "stop", "data-date": day, "aria-label": label, title: label, style: place(day), on: { click: () => { stopPlaying(); geo.setDate(day); } } }, text);
    const stops = marks(atlas).map((m) => stop(geo.readDate(m.date), geo.date(m.date) + ": " + geo.said(m.label).text, "◆"));
    stops.push(stop(atlas.atlas.asOf, geo.t("asOf", { date: geo.date(atlas.atlas.asOf) }), "▲"));
    geo.replace(document.getElementById("years"), years, changes(atlas, place));
    geo.replace(document.getElementById("stops"), stops);
  }

  const stopPlaying = () => stop();

  // Small marks where a railway's status changes: where it is worth to stop.
  function changes(atlas, place) {
    const found = new Map();
    for (const railway of atlas.railways) for (const c of railway.status) found.set(c.first.slice(0, 7) + c.status, c);
    const all = [...found.values()].filter((c) => Number(c.first.slice(0, 4)) >= FIRST);
    return all.map((c) => el("i", { class: "change", style: { ...place(c.first), "--c": geo.colour(c.status) } }));
  }
})((window.geo = window.geo || {}));
