// Thousands of actors and ties: drawn here, all of one kind and all of one sign at once, where vis-network takes
// seconds. It still tells which actor is under the pointer. What is selected is drawn over the rest, behind a veil.
const crowd = (() => {
  const patterns = { friendly: [], hostile: [9, 5], other: [2, 4] }, signs = ["other", "hostile", "friendly"];
  const readable = 0.45, visible = 0.12; // the zoom from which lines have heads and patterns, and actors shapes
  const apart = 7, reach = 6; // pixels between parallel ties, and around a line
  let now = null, network = null;

  function start(own) {
    network = own;
    network.on("beforeDrawing", (context) => now && !moving.isOn() && drawAll(context));
    let at = null; // where the pointer is, until it has been looked at
    byId("graph").addEventListener("mousemove", ({ offsetX: x, offsetY: y }) => {
      if (!now || moving.isOn()) return;
      if (!at) requestAnimationFrame(hover);
      at = { x, y };
    });
    function hover() {
      const pointer = at;
      at = null;
      if (!now || moving.isOn() || network.getNodeAt(pointer) !== undefined) return;
      const tie = tieAt(network.DOMtoCanvas(pointer));
      graph.hint(tie ? graph.tieSentence(tie) : "");
    }
  }

  // Nothing is drawn here until it is said what; `isToCome` tells whether something will be.
  function clear(isToCome) {
    now = null;
    moving.bare(isToCome);
  }

  // What to draw: ties, actors, what is near the selection.
  function draw(what) {
    now = { ...what, rows: [], actors: [] };
    const { nodes } = network.body;
    now.rows = what.ties.filter((tie) => tie.source !== tie.target)
      .map((tie) => ({ tie, from: nodes[tie.source], to: nodes[tie.target], side: apart * strokes.sideOf(tie) }));
    now.actors = [...what.actors].map((id) => ({ actor: data.actor(id), node: nodes[id] }))
      .sort((a, b) => b.actor.ties.length - a.actor.ties.length || a.actor.index - b.actor.index);
  }

  function drawAll(context) {
    const view = moving.window(), { near } = now, isReadable = view.scale >= readable;
    for (const row of now.actors) tellPlace(row);
    context.save();
    const rows = now.rows.map((row) => ({ row, line: ends(row) })).filter(({ line }) => !isOut(line, view));
    const passing = isReadable ? rows.filter(({ row }) => !isIn(row.from, view) && !isIn(row.to, view)) : [];
    const ending = isReadable ? rows.filter(({ row }) => isIn(row.from, view) || isIn(row.to, view)) : rows;
    context.globalAlpha = 0.1;
    drawLines(context, passing, view, false, 1);
    context.globalAlpha = Math.min(0.8, Math.max(isReadable ? 0.3 : 0.08, 14 / Math.sqrt(ending.length)));
    drawLines(context, ending, view, isReadable, isReadable ? 1.4 : 1 / view.scale);
    context.globalAlpha = 1;
    drawActors(context, now.actors, view);
    const bright = near.any ? now.actors.filter(({ actor }) => near.actors.has(actor.id)) : now.actors;
    if (near.any) {
      context.globalAlpha = 0.84;
      context.fillStyle = strokes.colours.ground;
      context.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
      context.globalAlpha = 1;
      const chosen = now.rows.filter(({ tie }) => near.ties.has(tie)).map((row) => ({ row, line: ends(row) }));
      drawLines(context, chosen, view, true, Math.max(1.6, 1.2 / view.scale));
      drawActors(context, bright, view);
      for (const { row, line: [ax, ay, bx, by] } of now.labelled ? chosen : []) {
        captions.write(context, strokes.labelOf(row.tie), (ax + bx) / 2, (ay + by) / 2, 12 / view.scale);
      }
    }
    captions.draw(context, bright, view);
    context.restore();
  }

  // Where vis-network takes an actor to be, which it notes when it draws one itself.
  function tellPlace({ node: { x, y, shape }, actor: { size } }) {
    shape.left = x - size;
    shape.top = y - size;
    shape.width = shape.height = 2 * size;
  }

  // The ends of a line, moved aside where others join the same two actors.
  function ends({ from, to, side }) {
    if (!side) return [from.x, from.y, to.x, to.y];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const x = (-(to.y - from.y) / length) * side, y = ((to.x - from.x) / length) * side;
    return [from.x + x, from.y + y, to.x + x, to.y + y];
  }

  const isOut = ([ax, ay, bx, by], view) => (ax < view.left && bx < view.left) || (ax > view.right && bx > view.right) ||
    (ay < view.top && by < view.top) || (ay > view.bottom && by > view.bottom);

  const isIn = ({ x, y }, view) => x > view.left && x < view.right && y > view.top && y < view.bottom;

  function drawLines(context, rows, view, isPatterned, width) {
    for (const sign of signs) {
      const own = rows.filter(({ row }) => row.tie.sign === sign);
      context.strokeStyle = context.fillStyle = strokes.colours[sign];
      context.lineWidth = width;
      context.setLineDash(isPatterned ? patterns[sign].map((length) => length * Math.max(1, 1 / view.scale)) : []);
      context.beginPath();
      for (const { line: [ax, ay, bx, by] } of own) { context.moveTo(ax, ay); context.lineTo(bx, by); }
      context.stroke();
      context.setLineDash([]);
      if (isPatterned) drawHeads(context, sign, own, view);
    }
  }

  function drawHeads(context, sign, rows, view) {
    const { head, both } = look.signs[sign], size = Math.max(1, 0.8 / view.scale);
    context.beginPath();
    for (const { row: { tie }, line: [ax, ay, bx, by] } of rows) {
      if (!tie.symmetric || both) addHead(context, head, ax, ay, bx, by, data.actor(tie.target).size + 3, size);
      if (tie.symmetric && both) addHead(context, head, bx, by, ax, ay, data.actor(tie.source).size + 3, size);
    }
    context.lineWidth = 2.5 * size;
    if (head === "bar") context.stroke(); else context.fill();
  }

  function addHead(context, head, ax, ay, bx, by, back, size) {
    const length = Math.hypot(bx - ax, by - ay);
    if (length <= back) return;
    const x = (bx - ax) / length, y = (by - ay) / length, tipX = bx - x * back, tipY = by - y * back;
    const [wide, long] = head === "bar" ? [6 * size, 0] : [4 * size, 10 * size];
    context.moveTo(tipX - x * long - y * wide, tipY - y * long + x * wide);
    if (head !== "bar") context.lineTo(tipX, tipY);
    context.lineTo(tipX - x * long + y * wide, tipY - y * long - x * wide);
  }

  // From far away shapes are no more than dots.
  function drawActors(context, rows, view) {
    const kinds = new Map();
    for (const row of rows) {
      const { node: { x, y }, actor: { size, kind } } = row;
      if (x + size < view.left || x - size > view.right || y + size < view.top || y - size > view.bottom) continue;
      if (!kinds.has(kind)) kinds.set(kind, []);
      kinds.get(kind).push(row);
    }
    context.strokeStyle = strokes.colours.outline;
    context.lineWidth = Math.min(1.2, 0.8 / view.scale);
    for (const [kind, own] of kinds) {
      const { shape, colour } = look.kinds[kind];
      context.fillStyle = colour;
      context.beginPath();
      for (const { node: { x, y }, actor: { size } } of own) {
        if (view.scale < visible) context.rect(x - size, y - size, 2 * size, 2 * size);
        else shapes.add(context, shape, x, y, size);
      }
      context.fill();
      if (view.scale >= visible) context.stroke();
    }
    const chosen = rows.find(({ actor }) => actor.id === state.selected?.actor);
    if (!chosen) return;
    context.strokeStyle = strokes.colours.accent;
    context.lineWidth = Math.max(4, 2 / view.scale);
    context.beginPath();
    shapes.add(context, look.kinds[chosen.actor.kind].shape, chosen.node.x, chosen.node.y, chosen.actor.size);
    context.stroke();
  }

  // The tie whose line passes nearest to a point, if one passes near it.
  function tieAt({ x, y }) {
    if (!now) return null;
    let least = reach / network.getScale(), found = null;
    for (const row of now.rows) {
      if (now.near.any && !now.near.ties.has(row.tie)) continue;
      const [ax, ay, bx, by] = ends(row), length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
      const share = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      const far = Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
      if (far < least) [least, found] = [far, row.tie];
    }
    return found;
  }

  return { start, clear, draw, tieAt };
})();
