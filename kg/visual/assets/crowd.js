// Thousands of ties: drawn here as plain lines, all of one sign at once, where vis-network would take seconds. What is
// selected is drawn over the rest, and of the labels those that have room.
const crowd = (() => {
  const dots = { friendly: [], hostile: [9, 5], other: [2, 4] };
  const readable = 0.45; // the zoom from which lines have heads and patterns
  const apart = 7, reach = 6, font = 12.5, mostLabels = 70, rest = 160; // pixels, labels, milliseconds
  let now = null, network = null, moving = false, timer = 0;

  function start(own) {
    network = own;
    network.on("beforeDrawing", (context) => now && drawLines(context));
    network.on("afterDrawing", (context) => now && drawOver(context));
    network.on("dragStart", ({ nodes }) => { moving = Boolean(now) && !nodes.length; });
    network.on("dragEnd", () => { moving = false; if (now) network.redraw(); });
    network.on("zoom", () => {
      if (!now) return;
      moving = true;
      clearTimeout(timer);
      timer = setTimeout(() => { moving = false; network.redraw(); }, rest);
    });
    let at = null;
    byId("graph").addEventListener("mousemove", ({ offsetX: x, offsetY: y }) => {
      if (!now || moving) return;
      if (!at) requestAnimationFrame(hover);
      at = { x, y };
    });
    function hover() {
      const spot = network.DOMtoCanvas(at), pointer = at;
      at = null;
      if (!now || network.getNodeAt(pointer) !== undefined) return;
      const tie = tieAt(spot);
      graph.hint(tie ? graph.tieSentence(tie) : "");
    }
  }

  // What to draw: ties, actors, what is near the selection; or nothing, where vis-network does it all.
  function draw(what) {
    if (!what) { now = null; return; }
    const { nodes } = network.body;
    const rows = what.ties.filter((tie) => tie.source !== tie.target)
      .map((tie) => ({ tie, from: nodes[tie.source], to: nodes[tie.target], side: apart * strokes.sideOf(tie) }));
    const ranked = [...what.actors].map(data.actor).sort((a, b) => b.ties.length - a.ties.length || a.index - b.index);
    now = { ...what, rows, ranked, near: what.near };
  }

  // The ends of a line, moved aside where others join the same two actors.
  function ends({ from, to, side }) {
    if (!side) return [from.x, from.y, to.x, to.y];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const x = (-(to.y - from.y) / length) * side, y = ((to.x - from.x) / length) * side;
    return [from.x + x, from.y + y, to.x + x, to.y + y];
  }

  function windowNow() {
    const { width, height } = byId("graph").getBoundingClientRect();
    const start = network.DOMtoCanvas({ x: 0, y: 0 }), end = network.DOMtoCanvas({ x: width, y: height });
    return { left: start.x, top: start.y, right: end.x, bottom: end.y, scale: network.getScale() };
  }

  const isOut = ([ax, ay, bx, by], view) => (ax < view.left && bx < view.left) || (ax > view.right && bx > view.right) ||
    (ay < view.top && by < view.top) || (ay > view.bottom && by > view.bottom);

  function drawLines(context) {
    if (moving) return;
    const view = windowNow(), inView = now.rows.map((row) => ({ row, line: ends(row) })).filter(({ line }) => !isOut(line, view));
    const isNear = view.scale >= readable, faintness = Math.min(0.75, Math.max(0.08, 14 / Math.sqrt(inView.length)));
    context.save();
    context.globalAlpha = isNear ? Math.max(0.5, faintness) : faintness;
    for (const sign of ["other", "hostile", "friendly"]) {
      stroke(context, sign, inView.filter(({ row }) => row.tie.sign === sign), view, isNear, isNear ? 1.4 : 1 / view.scale);
    }
    context.restore();
  }

  // All lines of a sign as one path; heads only where they can be seen.
  function stroke(context, sign, lines, view, isPatterned, width) {
    context.strokeStyle = context.fillStyle = strokes.colours[sign];
    context.lineWidth = width;
    context.setLineDash(isPatterned ? dots[sign] : []);
    context.beginPath();
    for (const { line: [ax, ay, bx, by] } of lines) { context.moveTo(ax, ay); context.lineTo(bx, by); }
    context.stroke();
    context.setLineDash([]);
    if (isPatterned) heads(context, sign, lines, view);
  }

  function heads(context, sign, lines, view) {
    const { head, both } = look.signs[sign];
    context.beginPath();
    for (const { row: { tie, from, to }, line: [ax, ay, bx, by] } of lines) {
      if (!tie.symmetric || both) headAt(context, head, ax, ay, bx, by, data.actor(to.id).size, view);
      if (tie.symmetric && both) headAt(context, head, bx, by, ax, ay, data.actor(from.id).size, view);
    }
    if (head === "bar") { context.lineWidth = 3; context.stroke(); } else context.fill();
  }

  function headAt(context, head, ax, ay, bx, by, size, view) {
    const length = Math.hypot(bx - ax, by - ay) || 1, x = (bx - ax) / length, y = (by - ay) / length;
    const [tipX, tipY] = [bx - x * (size + 3), by - y * (size + 3)];
    if (length < size + 3 || tipX < view.left || tipX > view.right || tipY < view.top || tipY > view.bottom) return;
    if (head === "bar") {
      context.moveTo(tipX - y * 6, tipY + x * 6);
      context.lineTo(tipX + y * 6, tipY - x * 6);
    } else {
      context.moveTo(tipX, tipY);
      context.lineTo(tipX - x * 10 - y * 4, tipY - y * 10 + x * 4);
      context.lineTo(tipX - x * 10 + y * 4, tipY - y * 10 - x * 4);
      context.closePath();
    }
  }

  // Over the actors: a veil on all that is not near the selection, what is near it, and labels.
  function drawOver(context) {
    const view = windowNow(), { near } = now;
    context.save();
    if (near.any) {
      context.globalAlpha = 0.84;
      context.fillStyle = strokes.colours.ground;
      context.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
      context.globalAlpha = 1;
      const rows = now.rows.filter(({ tie }) => near.ties.has(tie)).map((row) => ({ row, line: ends(row) }));
      for (const sign of ["other", "hostile", "friendly"]) {
        stroke(context, sign, rows.filter(({ row }) => row.tie.sign === sign), view, true, Math.max(1.6, 1.2 / view.scale));
      }
      for (const id of near.actors) network.body.nodes[id]?.draw(context);
    }
    if (near.any && now.labelled) for (const row of now.rows) if (near.ties.has(row.tie)) labelLine(context, row, view);
    labels(context, view, near);
    context.restore();
  }

  function labelLine(context, row, view) {
    const [ax, ay, bx, by] = ends(row);
    write(context, strokes.labelOf(row.tie), (ax + bx) / 2, (ay + by) / 2, 12 / view.scale);
  }

  function write(context, text, x, y, size) {
    context.font = `${size}px ${getFace()}`;
    context.textAlign = "center";
    context.lineJoin = "round";
    context.lineWidth = size / 3.5;
    context.strokeStyle = strokes.colours.ground;
    context.fillStyle = strokes.colours.text;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  let face = "";
  const getFace = () => (face ||= getComputedStyle(document.body).fontFamily);

  // Labels of one size on the screen at any zoom, the best connected actors first; none covers another.
  function labels(context, view, near) {
    const size = Math.max(font / view.scale, 10), lineHeight = size * 1.15, taken = new Set();
    const cellWide = size * 4, cellHigh = lineHeight;
    const pool = near.any ? now.ranked.filter(({ id }) => near.actors.has(id)) : now.ranked;
    let count = 0;
    for (const actor of pool) {
      const { x, y } = network.body.nodes[actor.id];
      if (x < view.left || x > view.right || y < view.top || y > view.bottom) continue;
      const lines = actor.label.split("\n"), top = y + actor.size + size * 0.2;
      const half = Math.max(...lines.map((line) => line.length)) * size * 0.3;
      const cells = [];
      for (let column = Math.floor((x - half) / cellWide); column <= Math.floor((x + half) / cellWide); column += 1) {
        for (let row = Math.floor(top / cellHigh); row <= Math.floor((top + lines.length * lineHeight) / cellHigh); row += 1) cells.push(`${column},${row}`);
      }
      if (cells.some((cell) => taken.has(cell))) continue;
      for (const cell of cells) taken.add(cell);
      lines.forEach((line, index) => write(context, line, x, top + size * 0.85 + index * lineHeight, size));
      count += 1;
      if (count >= mostLabels) break;
    }
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

  return { start, draw, tieAt };
})();
