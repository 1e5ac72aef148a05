// The drawing. Positions of the first view come with the page; actors called up later are put where there is room.
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const spots = new Map(); // id -> { x, y }
let network = null;
let colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "friendly", "hostile", "other", "outline", "accent"]) {
    colours[name] = style.getPropertyValue("--" + name).trim();
  }
}

function startGraph() {
  readColours();
  const family = getComputedStyle(document.body).fontFamily;
  drawOptions.nodes = { ...drawOptions.nodes, font: { face: family } };
  drawOptions.edges = { ...drawOptions.edges, font: { face: family } };
  network = new vis.Network(byId("graph"), { nodes, edges }, drawOptions);
  const canvas = byId("graph").firstElementChild;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "Drawing of the graph: arrow keys move it, plus and minus zoom. Press t for the same ties as a table.");
  network.on("click", ({ nodes: [actor], edges: [tie] }) => select(actor !== undefined ? { actor } : tie !== undefined ? { tie } : null));
  network.on("doubleClick", ({ nodes: [actor] }) => actor !== undefined && expand(actor));
  network.on("dragEnd", ({ nodes: moved }) => {
    for (const [id, spot] of Object.entries(network.getPositions(moved))) spots.set(id, spot);
  });
  network.on("hoverEdge", ({ edge }) => hint(tieSentence(ties.get(edge))));
  network.on("hoverNode", ({ node }) => hint(`${actorName(node)}: ${number(tiesOf.get(node).length, "tie")}`));
  network.on("blurEdge", () => hint(""));
  network.on("blurNode", () => hint(""));
}

function hint(text) {
  byId("hint").textContent = text;
  byId("hint").hidden = !text;
  byId("graph").classList.toggle("pointing", Boolean(text));
}

const tieSentence = (tie) =>
  `${actorName(tie.source)} ${tie.label} ${actorName(tie.target)} · ${number(tie.count, "claim")}` +
  (tie.denied ? ` (${tie.denied} denied)` : "");

function drawGraph({ ties: shownTies, actors: shownActors }) {
  const near = neighbourhood(shownTies);
  for (const id of shownActors) if (!spots.has(id)) spots.set(id, freeSpot(id, shownActors, middleOf(id, shownActors)));
  const labelled = shownTies.filter((tie) => near.ties.has(tie.id)).length <= 16;
  nodes.remove(nodes.getIds().filter((id) => !shownActors.has(id)));
  nodes.update([...shownActors].map((id) => nodeNow(id, near)));
  const kept = new Set(shownTies.map((tie) => tie.id));
  edges.remove(edges.getIds().filter((id) => !kept.has(id)));
  edges.update(shownTies.map((tie) => edgeNow(tie, near, labelled)));
}

// The actors and ties to keep bright while something is selected; empty while nothing is.
function neighbourhood(shownTies) {
  const near = { any: Boolean(state.selected), actors: new Set(), ties: new Set() };
  for (const tie of shownTies) {
    const { actor, tie: chosen } = state.selected ?? {};
    if (tie.id === chosen || tie.source === actor || tie.target === actor) {
      near.ties.add(tie.id);
      near.actors.add(tie.source).add(tie.target);
    }
  }
  if (state.selected?.actor) near.actors.add(state.selected.actor);
  return near;
}

function nodeNow(id, near) {
  const look = nodeLooks.get(id);
  const dim = near.any && !near.actors.has(id);
  const chosen = state.selected?.actor === id;
  return {
    ...look, ...spots.get(id),
    opacity: dim ? 0.16 : 1,
    borderWidth: chosen ? 4 : 1.2,
    color: { background: look.color, border: chosen ? colours.accent : colours.outline },
    font: { ...look.font, color: dim ? faint(colours.text) : colours.text, strokeWidth: dim ? 0 : 4, strokeColor: colours.ground },
  };
}

function edgeNow(tie, near, labelled) {
  const bright = near.ties.has(tie.id);
  const onlyDenied = !tie.affirmed;
  const label = bright && labelled ? tie.label + (onlyDenied ? " (denied)" : "") : "";
  const usual = onlyDenied ? 0.4 : Math.min(0.85, 0.45 + 0.1 * Math.log2(tie.count));
  return {
    ...edgeLooks.get(tie.id),
    color: { color: colours[tie.sign], opacity: bright ? 1 : near.any ? 0.07 : usual },
    ...(onlyDenied ? { dashes: [1, 9] } : {}),
    label: label || " ", // vis-network keeps the old label where the new one is empty
    font: { size: 14, color: colours.text, strokeWidth: 4, strokeColor: colours.ground, align: "middle" },
  };
}

const faint = (colour) => colour + "38"; // the theme's colours are six hexadecimal digits

function middleOf(id, shownActors) {
  const around = neighboursOf(id).filter((other) => shownActors.has(other) && spots.has(other)).map((other) => spots.get(other));
  const mean = (axis) => around.reduce((sum, spot) => sum + spot[axis], 0) / (around.length || 1);
  return { x: mean("x"), y: mean("y") };
}

// Walk a spiral from a wished spot to the first one where shape and label cover nobody's.
function freeSpot(id, shownActors, wish) {
  const others = [...shownActors].filter((other) => other !== id && spots.has(other));
  for (let step = 0; step < 4000; step += 1) {
    const angle = step * 2.399963, radius = 14 * Math.sqrt(step);
    const spot = { x: Math.round(wish.x + radius * 1.3 * Math.cos(angle)), y: Math.round(wish.y + radius * Math.sin(angle)) };
    if (!others.some((other) => covers(id, spot, other, spots.get(other)))) return spot;
  }
  return wish;
}

function covers(a, spotA, b, spotB) {
  const [widthA, aboveA, belowA] = page.boxes[a], [widthB, aboveB, belowB] = page.boxes[b];
  return Math.abs(spotA.x - spotB.x) < (widthA + widthB) / 2 + 6 &&
    (spotA.y <= spotB.y ? spotA.y + belowA > spotB.y - aboveB : spotB.y + belowB > spotA.y - aboveA);
}

// Put one actor in the middle and its neighbours on rings around it, friends and foes on sides of their own.
function ring(id, others) {
  spots.clear();
  spots.set(id, { x: 0, y: 0 });
  const shownActors = new Set([id, ...others]);
  const radius = Math.max(210, 26 * others.length);
  others.forEach((other, index) => {
    // Half a step on, so that no line runs straight up through the label above it.
    const angle = (2 * Math.PI * (index + 0.5)) / others.length - Math.PI / 2;
    spots.set(other, freeSpot(other, shownActors, { x: radius * 1.25 * Math.cos(angle), y: radius * 0.85 * Math.sin(angle) }));
  });
}

// The part of the stage that the panel leaves free, in pixels.
function freeArea() {
  const { width, height } = byId("stage").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect(); // empty while hidden
  return narrow() ? { width, height: height - panel.height, stage: { width, height } } : { width: width - panel.width, height, stage: { width, height } };
}

// The rectangle that some actors take with their labels, in the drawing's own units.
function extent(ids) {
  const sides = [...ids].map((id) => {
    const { x, y } = spots.get(id), [width, above, below] = page.boxes[id];
    return { left: x - width / 2, right: x + width / 2, top: y - above, bottom: y + below };
  });
  const least = (key) => Math.min(...sides.map((side) => side[key])), most = (key) => Math.max(...sides.map((side) => side[key]));
  return { left: least("left"), right: most("right"), top: least("top"), bottom: most("bottom") };
}

// Move and zoom so that some actors fill the free area.
function frame(ids, largest = 1.3) {
  if (!ids.length) return;
  const box = extent(ids), area = freeArea(), margin = 18;
  const scale = Math.min(largest, (area.width - 2 * margin) / (box.right - box.left), (area.height - 2 * margin) / (box.bottom - box.top));
  network.moveTo({ scale, position: {
    x: (box.left + box.right) / 2 + (area.stage.width - area.width) / 2 / scale,
    y: (box.top + box.bottom) / 2 + (area.stage.height - area.height) / 2 / scale,
  } });
}

const fit = () => frame(nodes.getIds());

// Bring what is selected, with its neighbours, out from under the panel and into the window; stay where all is well.
function reveal() {
  const near = [...neighbourhood(visible().ties).actors];
  const box = extent(near), area = freeArea();
  const start = network.canvasToDOM({ x: box.left, y: box.top }), end = network.canvasToDOM({ x: box.right, y: box.bottom });
  if (start.x < 0 || start.y < 0 || end.x > area.width || end.y > area.height) frame(near, network.getScale());
}
