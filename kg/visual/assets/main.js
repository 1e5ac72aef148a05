// How the parts work together: every change of state ends in render().
page.ties.forEach((tie, index) => { tie.index = index; });

function render() {
  const now = visible();
  drawGraph(now);
  drawPanel();
  if (state.view === "table") drawTable(now);
  document.querySelector("main").classList.toggle("detailed", Boolean(state.selected));
  byId("table").hidden = state.view !== "table";
  byId("graph").hidden = state.view === "table";
  byId("empty").hidden = now.ties.length > 0 || now.actors.size > 0;
  byId("toggle-view").setAttribute("aria-pressed", String(state.view === "table"));
  byId("status").textContent =
    `${now.actors.size} of ${number(page.total.actors, "actor")}, ${now.ties.length} of ${number(page.total.ties, "tie")} shown` +
    (actors.size < page.total.actors ? `; the page holds the ${actors.size} most connected` : "");
}

function select(what) {
  const left = state.selected;
  state.selected = what;
  if (what?.actor) state.shown.add(what.actor);
  if (what?.tie) state.shown.add(ties.get(what.tie).source).add(ties.get(what.tie).target);
  history.replaceState(null, "", what?.actor ? `#actor=${encodeURIComponent(what.actor)}` : location.pathname + location.search);
  render();
  if (what && state.view === "graph") reveal();
  if (!what && left?.tie && state.view === "table") byId("table").querySelector(`[data-tie="${left.tie}"]`)?.focus();
}

// Call up an actor that may not be shown yet, with the ties that lead it to others; never more than a few.
function callUp(id) {
  state.shown.add(id);
  if (!neighboursOf(id).some((other) => state.shown.has(other))) strongest(id, 12).forEach((other) => state.shown.add(other));
  select({ actor: id });
}

// Neighbours with the most claims first; friends, then foes, then others, so that a ring of them falls into sides.
function strongest(id, most, pool = neighboursOf(id)) {
  const weight = (other) => tiesOf.get(id).filter((tie) => otherEnd(tie, id) === other).reduce((sum, tie) => sum + tie.count, 0);
  return [...pool].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1)).slice(0, most);
}

function expand(id) {
  strongest(id, 25, neighboursOf(id).filter((other) => !state.shown.has(other))).forEach((other) => state.shown.add(other));
  select({ actor: id });
  fit();
}

function focusOn(id) {
  const rank = { friendly: 0, other: 1, hostile: 2 };
  const side = (other) => rank[tiesOf.get(id).find((tie) => otherEnd(tie, id) === other).sign];
  const others = strongest(id, narrow() ? 14 : 40).sort((a, b) => side(a) - side(b) || (a < b ? -1 : 1));
  state.shown = new Set([id, ...others]);
  ring(id, others);
  select({ actor: id });
  fit();
}

function reset() {
  clearFilters();
  spots.clear();
  for (const [id, [x, y]] of Object.entries(firstView())) spots.set(id, { x, y });
  state.shown = new Set(spots.keys());
  drawLegend();
  select(page.focus && actors.has(page.focus) ? { actor: page.focus } : null);
  fit();
}

function toggleView() {
  state.view = state.view === "table" ? "graph" : "table";
  hint("");
  render();
  if (state.view === "graph" && state.selected) reveal();
}

function toggleFilters(open = byId("filters").hidden) {
  byId("filters").hidden = !open;
  byId("toggle-filters").setAttribute("aria-expanded", String(open));
}

function startKeys() {
  const actions = { "/": () => byId("search").focus(), t: toggleView, 0: fit, Escape: () => select(null) };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea") && event.target.type !== "checkbox";
    const action = actions[event.key];
    if (!action || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}

const buttons = {
  "toggle-filters": () => toggleFilters(), "toggle-view": toggleView, fit, reset, "save-png": savePng, "save-csv": saveCsv,
  "clear-filters": () => { clearFilters(); drawLegend(); render(); },
};
for (const [id, action] of Object.entries(buttons)) byId(id).addEventListener("click", action);
// For whoever embeds the page, and for its tests.
window.kg = { network: () => network, select, state };
const asked = new URLSearchParams(location.hash.slice(1)).get("actor");
startGraph();
startSearch();
startKeys();
toggleFilters(!narrow());
reset();
if (asked !== null && actors.has(asked)) callUp(asked);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); render(); });
