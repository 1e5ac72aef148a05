// How the parts work together: every change of state ends in render().
const drawers = { graph, table, lifelines, matrix };
const chosenMarks = ':is(tr, th, .tie).chosen, [data-row][aria-pressed="true"], td[aria-selected="true"]';

function render() {
  const now = filters.visible();
  for (const view of views) byId(view).hidden = view !== state.view;
  for (const link of byId("views").children) {
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  document.querySelector("main").classList.toggle("detailed", Boolean(state.selected || state.path));
  byId("to-view").textContent = `To the ${state.view}`;
  byId("to-details").hidden = !state.selected && !state.path;
  document.body.dataset.view = state.view;
  drawers[state.view].draw(now);
  legend.draw();
  panel.draw();
  timebar.draw(now);
  byId("show-all").hidden = state.shown.size === data.actors.size || state.view === "lifelines";
  byId("show-all").textContent = `Show all ${data.actors.size}`;
  byId("halos").hidden = state.view !== "graph";
  byId("halos").setAttribute("aria-pressed", String(state.halos));
  byId("empty").hidden = now.ties.length > 0 || now.actors.size > 0;
  const { total } = data;
  byId("unmatched").replaceChildren(...(state.unmatched.length ? inwords.unmatched() : ["Some filter leaves out every tie"]));
  byId("status").replaceChildren(
    `${now.actors.size} of ${number(total.actors, "actor")}, ${now.ties.length} of ${number(total.ties, "tie")} shown` +
    (data.actors.size < total.actors ? `; the page holds the ${data.actors.size} most connected` : ""), ...(state.unmatched.length ? ["; ", ...inwords.unmatched()] : []));
}

function select(what) {
  const left = state.selected, wasInside = byId("panel").contains(document.activeElement);
  const shown = new Set(state.shown);
  if (what?.actor) shown.add(what.actor);
  if (what?.tie) shown.add(what.tie.source).add(what.tie.target);
  for (const id of what?.pair ?? []) shown.add(id);
  update({ selected: what, shown, path: what ? state.path : null });
  reveal(what);
  if (!what && left) drawers[state.view].refocus?.(left);
  if (!what && wasInside && !byId(state.view).contains(document.activeElement)) keys.toView();
}

// Bring what is selected out from under the details.
function reveal(what) {
  if (state.view === "graph") return what ? graph.reveal() : graph.goBack();
  if (!what) return;
  const place = byId(state.view), ends = what.tie ? [what.tie.source, what.tie.target] : what.pair ?? [what.actor];
  let marked = [...place.querySelectorAll(chosenMarks)];
  if (!marked.length) marked = [...place.querySelectorAll("[data-row]")].filter(({ dataset }) => ends.includes(dataset.row));
  for (const each of marked) each.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Call up an actor that may not be shown yet, with the ties that lead it to others; never more than a few.
function callUp(id) {
  if (!data.neighbours(id).some((other) => state.shown.has(other))) strongest(id, 12).forEach((other) => state.shown.add(other));
  select({ actor: id });
}

// Neighbours with the most claims first.
function strongest(id, most, pool = data.neighbours(id)) {
  const weight = (other) => data.actor(id).ties.filter((tie) => data.otherEnd(tie, id) === other).reduce((sum, tie) => sum + tie.count, 0);
  const weights = new Map(pool.map((other) => [other, weight(other)]));
  return [...pool].sort((a, b) => weights.get(b) - weights.get(a) || (a < b ? -1 : 1)).slice(0, most);
}

function expand(id) {
  const more = strongest(id, 25, data.neighbours(id).filter((other) => !state.shown.has(other)));
  state.shown = new Set([...state.shown, ...more]);
  select({ actor: id });
  graph.fit();
}

function focusOn(id) {
  const others = strongest(id, small() ? 14 : 40);
  state.shown = new Set([id, ...others]);
  graph.ring(id, others);
  select({ actor: id });
  graph.fit();
}

function reset() {
  graph.forget();
  const [only] = data.focus.length === 1 ? data.focus : [];
  update({ ...noFilters(), shown: new Set(firstView().map(([id]) => id)), selected: only === undefined ? null : { actor: only }, path: null });
  graph.fit();
}

// Bring back what the address says.
function follow() {
  const { way, selected, exact, ...changes } = permalink.read();
  graph.forget(changes.shown);
  update({ ...changes, selected: null }, { remember: false });
  if (way) paths.show(...way);
  const [only] = data.focus.length === 1 && !exact ? data.focus : [];
  const what = selected ?? (only === undefined ? null : { actor: only });
  if (what?.actor && !state.shown.has(what.actor)) callUp(what.actor);
  else if (what) select(what);
  else permalink.remember();
  graph.fit();
}

// Everybody that the page holds.
function showAll() {
  if (state.view === "graph") graph.showAll();
  else update({ shown: new Set(data.actors.keys()) });
}

const show = (view) => { update({ view }); if (state.selected) reveal(state.selected); };

function toggleFilters(open = byId("filters").hidden) {
  byId("filters").hidden = !open;
  byId("toggle-filters").setAttribute("aria-expanded", String(open));
  legend.draw();
}

function startButtons() {
  const buttons = {
    "toggle-filters": () => toggleFilters(), fit: () => graph.fit(), reset,
    "show-all": showAll, halos: () => update({ halos: !state.halos }),
    "clear-filters": () => update(noFilters()),
  };
  for (const [id, action] of Object.entries(buttons)) byId(id).addEventListener("click", action);
  for (const link of byId("views").children) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
      event.preventDefault();
      show(link.dataset.view);
    });
  }
}

function start(scene) {
  data.load(scene);
  byId("filters").hidden = small(); // before anything is measured
  byId("heading").textContent = document.title = scene.title;
  // For whoever embeds the page, and for its tests.
  window.kg = { network: () => graph.network(), select, state, data, update, lifelines };
  for (const part of [graph, search, timebar, lifelines, matrix, exporting, live]) part.start?.();
  keys.start();
  startButtons();
  follow();
  toggleFilters(!small());
  window.addEventListener(look.live ? "popstate" : "hashchange", follow);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { graph.readColours(); render(); });
  document.body.dataset.ready = "true";
}

const given = readBlock("data-scene");
if (given) start(given); else live.fetchScene().then(start, (problem) => live.complain(problem));
