// What is shown as an address that brings it back, in the words of the command line.
const permalink = (() => {
  const shownWord = look.live ? "shown" : "actor"; // a server is told by "actor" whom to begin with
  let entry = null; // view and selection of this entry of the history; none while a link is followed
  const escape = (part) => part.replaceAll("%", "%25").replaceAll("|", "%7C");
  const unescape = (part) => part.replaceAll("%7C", "|").replaceAll("%25", "%");

  // Every filter by the values that are on or by those that are off, whichever are fewer.
  function params() {
    const words = new URLSearchParams();
    const first = new Set(firstView().map(([id]) => id));
    if (!look.live && state.view !== "graph") words.set("view", state.view);
    if (!sameMembers(first, state.shown)) for (const id of state.shown) words.append(shownWord, id);
    if (state.selected?.actor) words.set("select", state.selected.actor);
    if (state.selected?.tie) {
      const { source, relation, target } = state.selected.tie;
      words.set("tie", [source, relation, target].map(escape).join("|"));
    }
    for (const { key } of groups) {
      const off = state.off[key];
      const on = legend.valuesOf(key).filter((value) => !off.has(value));
      if (!off.size) continue;
      if (on.length && on.length < off.size) for (const value of on) words.append(key, value);
      else for (const value of off) words.append(`no_${key}`, value);
    }
    if (state.minConfidence) words.set("min_confidence", String(state.minConfidence));
    for (const key of ["since", "until"]) if (state[key]) words.set(key, state[key]);
    if (state.dated !== "held") words.set("dated", state.dated);
    if (state.contested) words.set("contested", "true");
    if (state.path) words.append("path", `${escape(state.path.from)}|${escape(state.path.to)}`);
    return words;
  }

  const sameMembers = (a, b) => a.size === b.size && [...a].every((value) => b.has(value));
  const date = (text) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text ?? "") ? text : "");

  function address() {
    const words = new URLSearchParams([...live.asked(), ...params()]).toString();
    if (look.live) return live.address(`${state.view}${words && "?" + words}`);
    return `${location.pathname}${location.search}${words && "#" + words}`;
  }

  const entryOf = ({ view, selected }) => JSON.stringify([view, selected?.actor, selected?.tie?.id, selected?.pair]);

  // The way back leads through views and selections; filters belong to the entry that they change.
  function remember() {
    const now = entryOf(state);
    const isNew = entry !== null && now !== entry;
    if (isNew) entry = now;
    history[isNew ? "pushState" : "replaceState"](null, "", address());
    document.dispatchEvent(new Event("kg:moved"));
  }

  // What a link says; words that mean nothing here are passed over.
  function read() {
    entry = null;
    queueMicrotask(() => { entry = entryOf(state); });
    const words = new URLSearchParams(look.live ? location.search : location.hash.slice(1));
    const view = look.live ? location.pathname.split("/").pop() : words.get("view");
    const changes = { ...noFilters(), view: views.includes(view) ? view : "graph", selected: null, path: null };
    for (const { key } of groups) {
      const on = new Set(words.getAll(key)), off = words.getAll(`no_${key}`);
      if (on.size) changes.off[key] = new Set(legend.valuesOf(key).filter((value) => !on.has(value)));
      for (const value of off) changes.off[key].add(value);
    }
    changes.minConfidence = Math.min(1, Math.max(0, Number(words.get("min_confidence")) || 0));
    changes.since = date(words.get("since"));
    changes.until = date(words.get("until"));
    if (words.get("dated") === "said") changes.dated = "said";
    changes.contested = words.get("contested") === "true";
    const actors = words.getAll(shownWord).filter((id) => data.actor(id));
    if (actors.length) changes.shown = new Set(actors);
    if (data.actor(words.get("select"))) changes.selected = { actor: words.get("select") };
    const ends = words.get("tie")?.split("|").map(unescape) ?? [];
    const tie = ends.length === 3 ? data.between(...ends) : null;
    if (tie) changes.selected = { tie };
    const way = words.get("path")?.split("|").map(unescape) ?? [];
    if (way.length === 2 && way.every((id) => data.actor(id))) changes.way = way;
    return changes;
  }

  return { address, remember, read };
})();
