// The drawing. Positions come with the scene; actors called up later are put where there is room.
const graph = (() => {
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const spots = new Map(); // id -> { x, y }
  const colours = {};
  const options = {
    physics: { enabled: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: {
      hover: true, multiselect: false, selectConnectedEdges: false, hoverConnectedEdges: false, hideEdgesOnDrag: false,
      keyboard: { enabled: true, bindToWindow: false },
    },
    nodes: { borderWidth: 1, chosen: false },
    edges: { chosen: false, smooth: false, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false, selfReference: { size: 14, angle: 0.8 } },
  };
  const gap = 0.22; // how far parallel ties bend away from each other, as vis-network's roundness
  let network = null;

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ground", "text", "friendly", "hostile", "other", "outline", "accent"]) {
      colours[name] = style.getPropertyValue("--" + name).trim();
    }
  }

  function start() {
    readColours();
    const face = getComputedStyle(document.body).fontFamily;
    network = new vis.Network(byId("graph"), { nodes, edges }, {
      ...options, nodes: { ...options.nodes, font: { face } }, edges: { ...options.edges, font: { face } },
    });
    const canvas = byId("graph").firstElementChild;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Drawing of the graph: arrow keys move it, plus and minus zoom. Press t for the same ties as a table.");
    network.on("click", ({ nodes: [actor], edges: [tie] }) => select(actor !== undefined ? { actor } : tie !== undefined ? { tie: data.tie(tie) } : null));
    network.on("doubleClick", ({ nodes: [actor] }) => actor !== undefined && expand(actor));
    network.on("dragEnd", ({ nodes: moved }) => {
      for (const [id, spot] of Object.entries(network.getPositions(moved))) spots.set(id, spot);
    });
    network.on("hoverEdge", ({ edge }) => hint(tieSentence(data.tie(edge))));
    network.on("hoverNode", ({ node }) => hint(`${actorName(node)}: ${number(data.actor(node).ties.length, "tie")}`));
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

  function forget() {
    spots.clear();
    for (const [id, spot] of firstView()) spots.set(id, spot);
  }

  function draw({ ties, actors }) {
    const near = neighbourhood(ties);
    for (const id of actors) if (!spots.has(id)) spots.set(id, freeSpot(id, actors, middleOf(id, actors)));
    const labelled = ties.filter((tie) => near.ties.has(tie)).length <= 16;
    nodes.remove(nodes.getIds().filter((id) => !actors.has(id)));
    nodes.update([...actors].map((id) => nodeNow(id, near)));
    const kept = new Set(ties.map((tie) => tie.id));
    edges.remove(edges.getIds().filter((id) => !kept.has(id)));
    edges.update(ties.map((tie) => edgeNow(tie, near, labelled, bendOf(tie, ties))));
  }

  // The actors and ties to keep bright while something is selected; empty while nothing is.
  function neighbourhood(ties) {
    const near = { any: Boolean(state.selected || state.path), actors: new Set(state.path?.actors), ties: new Set(state.path?.ties) };
    const { actor, tie: chosen } = state.selected ?? {};
    for (const tie of ties) {
      if (tie === chosen || (actor !== undefined && (tie.source === actor || tie.target === actor))) {
        near.ties.add(tie);
        near.actors.add(tie.source).add(tie.target);
      }
    }
    if (actor !== undefined) near.actors.add(actor);
    return near;
  }

  function nodeNow(id, near) {
    const { label, size, font, kind } = data.actor(id);
    const { shape, colour } = look.kinds[kind];
    const dim = near.any && !near.actors.has(id), chosen = state.selected?.actor === id;
    return {
      id, label, shape, size, ...spots.get(id),
      opacity: dim ? 0.16 : 1,
      borderWidth: chosen ? 4 : 1.2,
      color: { background: colour, border: chosen ? colours.accent : colours.outline },
      font: { size: font, color: dim ? faint(colours.text) : colours.text, strokeWidth: dim ? 0 : 4, strokeColor: colours.ground },
    };
  }

  function edgeNow(tie, near, labelled, bend) {
    const { dashes, head, both } = look.signs[tie.sign];
    const bright = near.ties.has(tie), onlyDenied = !tie.affirmed;
    const usual = onlyDenied ? 0.4 : Math.min(0.85, 0.45 + 0.1 * Math.log2(tie.count));
    const arrow = { enabled: true, type: head, scaleFactor: 0.6 }, none = { enabled: false };
    return {
      id: tie.id, from: tie.source, to: tie.target,
      width: 1.2 + 0.8 * Math.log2(tie.count),
      color: { color: colours[tie.sign], opacity: bright ? 1 : near.any ? 0.07 : usual },
      dashes: onlyDenied ? [1, 9] : dashes,
      arrows: { to: tie.symmetric && !both ? none : arrow, from: tie.symmetric && both ? arrow : none },
      smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
      label: bright && labelled ? tie.label + (onlyDenied ? " (denied)" : "") : " ", // vis-network keeps an old label where the new one is empty
      font: { size: 14, color: colours.text, strokeWidth: 4, strokeColor: colours.ground, align: "middle" },
    };
  }

  // Parallel ties of a pair stay apart; those that point in opposite directions would otherwise bend to the same side.
  function bendOf(tie, ties) {
    const parallel = data.actor(tie.source).ties.filter((other) => data.otherEnd(other, tie.source) === data.otherEnd(tie, tie.source));
    const bend = (parallel.indexOf(tie) - (parallel.length - 1) / 2) * gap;
    return tie.source <= tie.target ? bend : -bend;
  }

  const faint = (colour) => colour + "38"; // the theme's colours are six hexadecimal digits

  function middleOf(id, actors) {
    const around = data.neighbours(id).filter((other) => actors.has(other) && spots.has(other)).map((other) => spots.get(other));
    const mean = (axis) => around.reduce((sum, spot) => sum + spot[axis], 0) / (around.length || 1);
    return { x: mean("x"), y: mean("y") };
  }

  // Walk a spiral from a wished spot to the first one where shape and label cover nobody's.
  function freeSpot(id, actors, wish) {
    const others = [...actors].filter((other) => other !== id && spots.has(other));
    for (let step = 0; step < 4000; step += 1) {
      const angle = step * 2.399963, radius = 14 * Math.sqrt(step);
      const spot = { x: Math.round(wish.x + radius * 1.3 * Math.cos(angle)), y: Math.round(wish.y + radius * Math.sin(angle)) };
      if (!others.some((other) => covers(id, spot, other, spots.get(other)))) return spot;
    }
    return wish;
  }

  function covers(a, spotA, b, spotB) {
    const [widthA, aboveA, belowA] = data.actor(a).box, [widthB, aboveB, belowB] = data.actor(b).box;
    return Math.abs(spotA.x - spotB.x) < (widthA + widthB) / 2 + 6 &&
      (spotA.y <= spotB.y ? spotA.y + belowA > spotB.y - aboveB : spotB.y + belowB > spotA.y - aboveA);
  }

  // Put one actor in the middle and its neighbours on rings around it, friends and foes on sides of their own.
  function ring(id, others) {
    const rank = { friendly: 0, other: 1, hostile: 2 };
    const side = (other) => rank[data.actor(id).ties.find((tie) => data.otherEnd(tie, id) === other).sign];
    const around = [...others].sort((a, b) => side(a) - side(b) || (a < b ? -1 : 1));
    spots.clear();
    spots.set(id, { x: 0, y: 0 });
    const actors = new Set([id, ...around]);
    const radius = Math.max(210, 26 * around.length);
    around.forEach((other, index) => {
      // Half a step on, so that no line runs straight up through the label above it.
      const angle = (2 * Math.PI * (index + 0.5)) / around.length - Math.PI / 2;
      spots.set(other, freeSpot(other, actors, { x: radius * 1.25 * Math.cos(angle), y: radius * 0.85 * Math.sin(angle) }));
    });
  }

  // The part of the stage that the panel leaves free, in pixels.
  function freeArea() {
    const { width, height } = byId("stage").getBoundingClientRect();
    const taken = byId("panel").getBoundingClientRect(); // empty while hidden
    return narrow() ? { width, height: height - taken.height, stage: { width, height } } : { width: width - taken.width, height, stage: { width, height } };
  }

  // The rectangle that some actors take with their labels, in the drawing's own units.
  function extent(ids) {
    const sides = [...ids].map((id) => {
      const { x, y } = spots.get(id), [width, above, below] = data.actor(id).box;
      return { left: x - width / 2, right: x + width / 2, top: y - above, bottom: y + below };
    });
    const least = (key) => Math.min(...sides.map((side) => side[key])), most = (key) => Math.max(...sides.map((side) => side[key]));
    return { left: least("left"), right: most("right"), top: least("top"), bottom: most("bottom") };
  }

  // Move and zoom so that some actors fill the free area.
  function frame(ids, largest = 1.3) {
    if (!ids.length || byId("graph").hidden) return;
    const box = extent(ids), area = freeArea(), margin = 18;
    const fitting = Math.min((area.width - 2 * margin) / (box.right - box.left), (area.height - 2 * margin) / (box.bottom - box.top));
    const scale = Math.min(largest, Math.max(0.02, fitting)); // a window may leave no room at all
    network.moveTo({ scale, position: {
      x: (box.left + box.right) / 2 + (area.stage.width - area.width) / 2 / scale,
      y: (box.top + box.bottom) / 2 + (area.stage.height - area.height) / 2 / scale,
    } });
  }

  const fit = () => frame(nodes.getIds());

  // Bring what is selected, with its neighbours, out from under the panel and into the window; stay where all is well.
  function reveal() {
    const near = [...neighbourhood(filters.visible().ties).actors].filter((id) => spots.has(id));
    if (!near.length) return;
    const box = extent(near), area = freeArea();
    const start = network.canvasToDOM({ x: box.left, y: box.top }), end = network.canvasToDOM({ x: box.right, y: box.bottom });
    if (start.x < 0 || start.y < 0 || end.x > area.width || end.y > area.height) frame(near, network.getScale());
  }

  return { start, draw, forget, ring, fit, reveal, readColours, colours, spots, tieSentence, network: () => network };
})();
