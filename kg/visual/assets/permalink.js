// What is shown as an address that brings it back, in the words of the command line.
const permalink = (() => {
  let entry = null; // view and selection of this entry of the history; none while a link is followed
  const most = { unmatched: 3, letters: 60 };
  const mark = (separator) => `%${separator.charCodeAt(0).toString(16).toUpperCase()}`;
  const join = (parts, separator) => parts.map((part) => part.replaceAll("%", "%25").replaceAll(separator, mark(separator))).join(separator);
  const split = (text, separator) => text.split(separator).map((part) => part.replaceAll(mark(separator), separator).replaceAll("%25", "%"));

  function params() {
    const words = new URLSearchParams();
    if (!look.live && state.view !== "graph") words.set("view", state.view);
    for (const [word, value] of Object.entries(shownWords())) words.set(word, value);
    const { actor, tie, pair: two } = state.selected ?? {};
    if (actor !== undefined) words.set("select", actor);
    else if (tie) words.set("tie", join([tie.source, tie.relation, tie.target], "|"));
    else if (two) words.set("pair", join(two, "|"));
    else if (data.focus.length === 1) words.set("select", ""); // else it would be selected by itself
    for (const { key } of groups) for (const [word, value] of filterWords(key)) words.append(word, value);
    if (state.minConfidence) words.set("min_confidence", String(state.minConfidence));
    for (const key of ["since", "until"]) if (state[key]) words.set(key, state[key]);
    // A server takes a time without more for that in which claims hold.
    if (state.dated !== "said" || (look.live && (state.since || state.until))) words.set("dated", state.dated);
    if (state.contested) words.set("contested", "true");
    if (state.path) words.set("path", join([state.path.from, state.path.to], "|"));
    if (state.table.rows !== "ties") words.set("rows", state.table.rows);
    if (state.table.sort !== "claims" || !state.table.down) words.set("sort", (state.table.down ? "-" : "") + state.table.sort);
    if (state.table.text) words.set("named", state.table.text);
    if (state.matrix.sort !== "blocs") words.set("order", state.matrix.sort);
    if (state.matrix.mutual) words.set("mutual", "true");
    if (state.halos === false) words.set("halos", "false");
    if (small() && !words.size) words.set("base", "wide"); // without a word it would begin with its own few
    return words;
  }

  // What a list of the actors shown may start from.
  const bases = {
    wide: () => data.wide.map(([id]) => id), narrow: () => data.narrow.map(([id]) => id), all: () => [...data.actors.keys()], none: () => [],
  };

  // The actors shown, as what makes them differ from the nearest of a few lists; nothing for the first view of a
  // large window, from which links without a base start in any window.
  function shownWords() {
    const ways = ["wide", "narrow", "all", "none"].map((base) => {
      const given = new Set(bases[base]());
      const add = [...state.shown].filter((id) => !given.has(id)), drop = [...given].filter((id) => !state.shown.has(id));
      return { base, add, drop, length: [...add, ...drop].reduce((sum, id) => sum + id.length + 1, 0) };
    });
    const { base, add, drop, length } = ways.reduce((a, b) => (b.length < a.length ? b : a));
    if (base === "wide" && !length) return {};
    return { base, ...(add.length && { add: join(add, "*") }), ...(drop.length && { drop: join(drop, "*") }) };
  }

  // A filter by the values that are on or by those that are off, whichever are fewer.
  function filterWords(key) {
    const off = state.off[key], on = off.size ? legend.valuesOf(key).filter((value) => !off.has(value)) : [];
    const lost = state.unmatched.filter(([group]) => group === key);
    if (off.size && lost.length) return [...on.map((value) => [key, value]), ...lost];
    if (off.size && !on.length) return [["none", key]];
    return on.length && on.length < off.size ? on.map((value) => [key, value]) : [...off].map((value) => [`no_${key}`, value]);
  }

  const date = (text) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text ?? "") ? text : "");

  function address() {
    const words = new URLSearchParams([...live.asked(), ...params()]).toString();
    if (look.live) return live.address(`${state.view}${words && "?" + words}`);
    return `${location.pathname}${location.search}${words && "#" + words}`;
  }

  // The same for others, whose windows begin with first views of their own.
  function link() {
    const full = new URL(address(), location.href), words = new URLSearchParams(look.live ? full.search : full.hash.slice(1));
    if (!words.has("base")) words.set("base", "wide");
    full[look.live ? "search" : "hash"] = words.toString();
    return full.href;
  }

  const entryOf = ({ view, selected }) => JSON.stringify([view, selected?.actor, selected?.tie?.id, selected?.pair]);

  // The way back leads through views and selections; filters belong to the entry that they change.
  // Browsers refuse hundreds of changes in half a minute: then the last one waits a little.
  let written = [], waiting = 0;
  function remember() {
    const now = entryOf(state), isNew = entry !== null && now !== entry;
    if (isNew) entry = now;
    clearTimeout(waiting);
    written = written.filter((time) => time > performance.now() - 30_000);
    if (written.length > 120 && !isNew) waiting = setTimeout(remember, 500);
    else {
      written.push(performance.now());
      // A frame without an address of its own, as notebooks show pages, has no history to write to.
      try { history[isNew ? "pushState" : "replaceState"](null, "", address()); } catch { return; }
    }
  }

  // What a link says; words that mean nothing here are passed over.
  function read() {
    entry = null;
    queueMicrotask(() => { entry = entryOf(state); });
    const words = new URLSearchParams(look.live ? location.search : location.hash.slice(1));
    const view = look.live ? location.pathname.split("/").pop() : words.get("view");
    const changes = { ...noFilters(), view: views.includes(view) ? view : "graph", selected: selectedBy(words), exact: words.has("select"), path: null };
    for (const { key } of groups) changes.off[key] = offBy(words, key, changes.unmatched);
    changes.minConfidence = Math.min(1, Math.max(0, Number(words.get("min_confidence")) || 0));
    changes.since = date(words.get("since") ?? words.get("on"));
    changes.until = date(words.get("until") ?? words.get("on"));
    if (words.get("dated") === "held" || words.has("on")) changes.dated = "held";
    changes.contested = words.get("contested") === "true";
    changes.halos = words.get("halos") !== "false";
    changes.table = tableBy(words);
    changes.matrix = { sort: matrix.sorts.includes(words.get("order")) ? words.get("order") : "blocs", mutual: words.get("mutual") === "true" };
    const isFresh = ![...words.keys()].some((word) => !["actor", "ego", "limit"].includes(word) || !look.live);
    changes.shown = shownBy(words) ?? new Set(isFresh ? firstView().map(([id]) => id) : bases.wide());
    const way = split(words.get("path") ?? "", "|");
    if (way.length === 2 && way.every((id) => data.actor(id))) changes.way = way;
    return changes;
  }

  // Nothing passes a filter by values that nothing has, as on a server; which they are is noted.
  function offBy(words, key, unmatched) {
    const values = legend.valuesOf(key), asked = new Set(words.getAll(key)), off = new Set(words.getAll(`no_${key}`));
    if (words.getAll("none").includes(key)) return new Set(values);
    const find = finder(key, values), on = new Set();
    for (const word of asked) {
      const meant = find(word);
      for (const value of meant) on.add(value);
      if (!meant.length && unmatched.length < most.unmatched) unmatched.push([key, word.slice(0, most.letters)]);
    }
    return new Set(values.filter((value) => off.has(value) || (asked.size && !on.has(value))));
  }

  // The values that a word means: itself, else publishers and claimants in any case, claimants by their ids too.
  function finder(key, values) {
    const exact = new Set(values), loose = new Map(), free = key === "publisher" || key === "claimant";
    const add = (word, value) => loose.set(word.toLowerCase(), [...(loose.get(word.toLowerCase()) ?? []), value]);
    if (free) for (const value of values) add(value, value);
    if (key === "claimant") for (const { id, name } of data.claimants) if (exact.has(name)) add(id, name);
    return (word) => (exact.has(word) ? [word] : loose.get(word.toLowerCase()) ?? []);
  }

  function selectedBy(words) {
    const actor = words.get("select"), ends = split(words.get("tie") ?? "", "|"), two = split(words.get("pair") ?? "", "|");
    if (actor && data.actor(actor)) return { actor };
    const [named, ...others] = look.live || words.has("base") ? [] : words.getAll("actor");
    if (named && !others.length && data.actor(named)) return { actor: named };
    const tie = ends.length === 3 ? data.between(...ends) : null;
    if (tie) return { tie };
    return two.length === 2 && two.every((id) => data.actor(id)) ? { pair: two } : null;
  }

  // Written by hand, "actor" means an actor and those around it, as on the command line; a server is told so.
  function shownBy(words) {
    const known = (word) => split(words.get(word) ?? "", "*").filter((id) => data.actor(id));
    const base = words.get("base");
    if (Object.hasOwn(bases, base)) {
      const drop = new Set(known("drop"));
      return new Set([...bases[base](), ...known("add")].filter((id) => !drop.has(id)));
    }
    const actors = look.live ? [] : words.getAll("actor").filter((id) => data.actor(id)).slice(0, 100);
    return actors.length ? new Set(actors.flatMap((id) => [id, ...strongest(id, Math.ceil(40 / actors.length))])) : null;
  }

  function tableBy(words) {
    const what = words.get("rows") === "claims" ? "claims" : "ties", [, down, sort] = /^(-?)(\w+)$/.exec(words.get("sort") ?? "") ?? [];
    const table = { rows: what, sort: "claims", down: true, text: (words.get("named") ?? "").slice(0, 200) };
    return rows.columns[what].some(({ key }) => key === sort) ? { ...table, sort, down: down === "-" } : table;
  }

  return { address, link, remember, read };
})();
