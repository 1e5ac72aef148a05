// The drawing: what is in it, what a pointer does in it, and what of it the window shows.
const graph = (() => {
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const drawn = { actors: new Map(), ties: new Map() }; // in what state each was drawn last: only changes are handed on
  const most = { ties: 700, actors: 400 }; // beyond these, lines and labels are drawn by crowd.js
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
  const readable = 0.6; // the zoom at which the smallest labels can be read
  let moved = null; // where one looked before the details moved the picture, and after
  let isToFit = false; // as soon as the drawing can be seen
  let network = null, shown = { ties: [], actors: new Set() };

  function start() {
    strokes.readColours();
    const face = getComputedStyle(document.body).fontFamily;
    network = new vis.Network(byId("graph"), { nodes, edges }, {
      ...options, nodes: { ...options.nodes, font: { face } }, edges: { ...options.edges, font: { face } },
    });
    const canvas = byId("graph").firstElementChild;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Drawing of the graph: arrow keys move it, plus and minus zoom, Enter selects the actor nearest to the middle, n and p walk around its neighbours. Press t for the same ties as a table.");
    network.on("click", ({ nodes: [actor], edges: [tie], pointer }) => {
      const more = marks.at(pointer.canvas), near = actor === undefined ? tie ?? crowd.tieAt(pointer.canvas)?.id : undefined;
      if (more !== undefined) expand(more);
      else select(actor !== undefined ? { actor } : near !== undefined ? { tie: data.tie(near) } : null);
    });
    network.on("doubleClick", ({ nodes: [actor] }) => actor !== undefined && expand(actor));
    network.on("dragEnd", ({ nodes: moved }) => {
      for (const [id, spot] of Object.entries(network.getPositions(moved))) places.spots.set(id, spot);
    });
    network.on("hoverEdge", ({ edge }) => hint(tieSentence(data.tie(edge))));
    network.on("hoverNode", ({ node }) => hint(`${nameApart(node)}: ${number(data.actor(node).ties.length, "tie")}`));
    network.on("blurEdge", () => hint(""));
    network.on("blurNode", () => hint(""));
    for (const part of [moving, halos, crowd, marks, walking]) part.start(network);
  }

  function hint(text) {
    byId("hint").textContent = text;
    byId("hint").hidden = !text;
    byId("graph").classList.toggle("pointing", Boolean(text));
  }

  const tieSentence = (tie) =>
    `${sentence(tie)} · ${number(tie.count, "claim")}` +
    (tie.denied ? ` (${tie.denied} denied)` : "");

  function draw({ ties, actors }) {
    shown = { ties, actors };
    places.seat(actors);
    const near = neighbourhood(ties), inCrowd = ties.length > most.ties || actors.size > most.actors;
    const labelled = near.ties.size <= 16;
    for (const part of [halos, marks]) part.draw({ ties, actors, near, inCrowd });
    crowd.clear(inCrowd);
    renew(nodes, drawn.actors, [...actors].map((id) => [id, strokes.nodeState(id, near, inCrowd), () => strokes.nodeNow(id, near, inCrowd)]));
    renew(edges, drawn.ties, inCrowd ? [] : ties.map((tie) => [tie.id, strokes.edgeState(tie, near, labelled), () => strokes.edgeNow(tie, near, labelled)]));
    if (inCrowd) crowd.draw({ ties, actors, near, labelled });
    if (isToFit && !byId("graph").hidden) {
      network.setSize("100%", "100%"); // while hidden it had none
      fit();
    } else network.redraw();
  }

  // Hand on what has changed: with thousands drawn, a selection must not touch them all.
  function renew(set, last, items) {
    const kept = new Set(items.map(([id]) => id));
    const gone = [...last.keys()].filter((id) => !kept.has(id)), changed = items.filter(([id, now]) => last.get(id) !== now);
    for (const id of gone) last.delete(id);
    for (const [id, now] of changed) last.set(id, now);
    if (gone.length) set.remove(gone);
    if (changed.length) set.update(changed.map(([, , make]) => make()));
  }

  // The actors and ties to keep bright while something is selected; empty while nothing is.
  function neighbourhood(ties) {
    const near = { any: Boolean(state.selected || state.path), actors: new Set(state.path?.actors), ties: new Set(state.path?.ties) };
    const { actor, tie: chosen, pair: two } = state.selected ?? {};
    for (const tie of ties) {
      const isBetween = two && two.includes(tie.source) && two.includes(tie.target);
      if (tie === chosen || isBetween || (actor !== undefined && (tie.source === actor || tie.target === actor))) {
        near.ties.add(tie);
        near.actors.add(tie.source).add(tie.target);
      }
    }
    for (const id of [actor, ...(two ?? [])]) if (id !== undefined) near.actors.add(id);
    return near;
  }

  // The ties as they are drawn, or would be if they were fewer.
  function lines() {
    const near = neighbourhood(shown.ties);
    return shown.ties.map((tie) => strokes.edgeNow(tie, near, near.ties.size <= 16));
  }

  // Move and zoom so that some actors fill the free area.
  function frame(ids, largest = 1.3) {
    if (ids.length) network.moveTo(places.framing(ids, largest));
  }

  function fit() {
    isToFit = byId("graph").hidden;
    if (!isToFit) frame(nodes.getIds());
  }

  const camera = () => ({ scale: network.getScale(), position: network.getViewPosition() });

  // Bring what is selected, with its neighbours, out from under the panel and into the window; stay where all is well.
  // Where they would all become too small to read, those that are selected come alone.
  function reveal() {
    const near = [...neighbourhood(shown.ties).actors].filter((id) => places.spots.has(id));
    if (!near.length) return;
    const box = places.extent(near), area = places.freeArea(), before = moved?.before ?? camera();
    const start = network.canvasToDOM({ x: box.left, y: box.top }), end = network.canvasToDOM({ x: box.right, y: box.bottom });
    if (start.x >= 0 && start.y >= 0 && end.x <= area.width && end.y <= area.height) return;
    const { scale } = before, all = places.framing(near, scale), { actor, tie, pair: two } = state.selected ?? {};
    const alone = actor !== undefined ? [actor] : tie ? [tie.source, tie.target] : two;
    network.moveTo(alone && all.scale < readable ? places.framing(alone, Math.max(scale, readable)) : all);
    moved = { before, after: camera() };
  }

  // Once the details are closed, look where one did before they moved the picture; not where somebody moved it since.
  function goBack() {
    const now = camera(), { before, after } = moved ?? {};
    moved = null;
    if (after && after.scale === now.scale && after.position.x === now.position.x && after.position.y === now.position.y) network.moveTo(before);
  }

  // Everybody that the page holds, each at the place it has in the picture of all.
  function showAll() {
    for (const { id, x, y } of data.actors.values()) places.spots.set(id, { x, y });
    update({ shown: new Set(data.actors.keys()) });
    fit();
  }

  const { colours, readColours } = strokes, { forget, ring, spots } = places;
  return {
    start, draw, forget, ring, fit, reveal, goBack, showAll, hint, readColours, colours, spots, tieSentence, lines,
    network: () => network, shown: () => shown,
  };
})();
