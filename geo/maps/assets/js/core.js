// The page's namespace: elements from text, words, names, dates, a small event bus.
(function (geo) {
  "use strict";

  const listeners = {};
  geo.state = { date: "", lang: "en", selected: null, off: new Set() };

  geo.on = function (event, listener) {
    (listeners[event] = listeners[event] || []).push(listener);
  };

  geo.emit = function (event, value) {
    (listeners[event] || []).forEach((listener) => listener(value));
  };

  // Work that waits until the title is on the screen: one task after another, the lines first.
  const waiting = [];
  let started = false;
  let opened = false;

  geo.later = function (task, { first = false } = {}) {
    if (first) waiting.unshift(task);
    else waiting.push(task);
    if (started) return;
    started = true;
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => painted(next));
    else painted(next);
  };

  async function next() {
    if (!waiting.length) return;
    const opening = !opened;
    opened = true;
    try {
      await waiting.shift()();
    } finally {
      if (opening) painted(next);
      else setTimeout(next, 0);
    }
  }

  // Run a task once what was drawn is on the screen; a page in the background gets no frame.
  function painted(task) {
    let running = false;
    const run = () => {
      if (!running) setTimeout(task, 0);
      running = true;
    };
    requestAnimationFrame(run);
    setTimeout(run, 150);
  }

  // Every element of the page is made here: children are nodes or text, never markup.
  geo.el = function (tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  };

  geo.svg = function (tag, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  };

  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "on") Object.entries(value).forEach(([n, f]) => element.addEventListener(n, f));
      else if (key === "style") Object.entries(value).forEach(([n, v]) => setStyle(element, n, v));
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined));
    return element;
  }

  function setStyle(element, name, value) {
    if (name.startsWith("--")) element.style.setProperty(name, value);
    else element.style[name] = value;
  }

  geo.replace = function (parent, ...children) {
    parent.replaceChildren(...children.flat(Infinity).filter((c) => c !== null));
  };

  geo.data = function (id) {
    return JSON.parse(document.getElementById(id).textContent);
  };

  // --- words -------------------------------------------------------------

  geo.words = {};
  geo.groundNames = [];
  geo.cities = [];
  // Languages that a name in Cyrillic letters of unstated language serves.
  const CYRILLIC = new Set(["kk", "ru"]);

  geo.t = function (key, values) {
    const own = geo.words[geo.state.lang] || {};
    const text = own[key] || (geo.words.en || {})[key] || key;
    return text.replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
  };

  // A name in the reader's language, or the one that stands in for it.
  geo.name = function (names) {
    const lang = geo.state.lang;
    if (names[lang]) return { text: names[lang], lang, fallback: false };
    if (CYRILLIC.has(lang) && names["und-Cyrl"]) return { text: names["und-Cyrl"], lang, fallback: false };
    const other = names.en ? "en" : Object.keys(names)[0];
    return { text: names[other] || "", lang: other || "und", fallback: true };
  };

  geo.text = (names) => geo.name(names).text;

  // A sentence of the atlas: by language, or in the atlas's first language alone.
  geo.said = function (words) {
    if (words && typeof words === "object") return geo.name(words);
    const lang = geo.atlas ? geo.atlas.atlas.languages[0] : "und";
    return { text: words || "", lang, fallback: lang !== geo.state.lang };
  };

  // The same as an element; where it stands in for the reader's language it says which it is in.
  geo.saidElement = function (tag, attributes, words) {
    const { text, lang, fallback } = geo.said(words);
    const mark = fallback ? geo.el("span", { class: "langtag", lang: geo.state.lang, title: geo.t("saidIn", { language: geo.language(lang) }) }, lang) : null;
    return geo.el(tag, { lang, dir: "auto", ...attributes }, mark, text);
  };

  // A name as an element that tells its language, and that it stands in for another.
  geo.nameElement = function (names, tag) {
    const found = geo.name(names);
    const title = found.fallback ? geo.t("fallback", { language: geo.language(found.lang) }) : null;
    const attributes = { lang: found.lang, title, dir: "auto" };
    if (found.fallback) attributes.class = "fallback";
    return geo.el(tag || "span", attributes, found.text);
  };

  // The page's own words for months and languages go first: few browsers know Kazakh's.
  const own = (key) => (geo.words[geo.state.lang] || {})[key];

  geo.language = function (tag) {
    if (tag.startsWith("und")) return geo.t("languageUnstated");
    if (own("lang." + tag)) return own("lang." + tag);
    try {
      return new Intl.DisplayNames([geo.state.lang, "en"], { type: "language" }).of(tag);
    } catch {
      return tag;
    }
  };

  geo.country = function (code) {
    const known = geo.groundNames.find((name) => name.code === code);
    if (known && known.names[geo.state.lang]) return known.names[geo.state.lang];
    try {
      return new Intl.DisplayNames([geo.state.lang, "en"], { type: "region" }).of(code);
    } catch {
      return code;
    }
  };

  // --- numbers and dates -------------------------------------------------

  geo.number = function (value, digits) {
    const options = { maximumFractionDigits: digits || 0, minimumFractionDigits: digits || 0 };
    return new Intl.NumberFormat(geo.state.lang, options).format(value);
  };

  geo.km = (value, digits) => geo.t("km", { value: geo.number(value, digits) });

  geo.metres = (value) =>
    value >= 1000
      ? geo.km(value / 1000, value % 1000 && value < 10000 ? 1 : 0)
      : geo.t("m", { value: geo.number(value) });

  // A date as exact as its source: 2012, December 2012 or 22 December 2012.
  geo.date = function (text, short) {
    const parts = String(text).split("-").map(Number);
    if (own("months")) return plainDate(parts);
    const when = new Date(Date.UTC(parts[0], (parts[1] || 1) - 1, parts[2] || 1));
    const options = { year: "numeric", timeZone: "UTC" };
    if (parts.length > 1) options.month = short ? "short" : "long";
    if (parts.length > 2) options.day = "numeric";
    return new Intl.DateTimeFormat(geo.state.lang === "en" ? "en-GB" : geo.state.lang, options).format(when);
  };

  function plainDate([year, month, day]) {
    if (!month) return String(year);
    const values = { year, month: geo.t("months").split(" ")[month - 1], day: day || "" };
    return geo.t(day ? "dayDate" : "monthDate", values);
  }

  // The last change on or before a day; null before the first.
  geo.changeOn = function (changes, day) {
    let found = null;
    for (const change of changes) if (change.first <= day) found = change;
    return found;
  };

  geo.statusOn = function (changes, day) {
    const found = geo.changeOn(changes, day);
    return found ? found.status : null;
  };

  geo.statusWord = (status) => (status ? geo.t("status." + status) : geo.t("status.none"));

  geo.announce = function (text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  geo.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
})((window.geo = window.geo || {}));
