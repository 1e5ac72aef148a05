// Labels in a crowd: as large on the screen at any zoom, the best connected actors first, and none over another.
const captions = (() => {
  const font = 12.5, least = 10, most = 70; // pixels on the screen, pixels of the drawing, labels
  let face = "";

  function write(context, text, x, y, size) {
    face ||= getComputedStyle(document.body).fontFamily;
    context.font = `${size}px ${face}`;
    context.textAlign = "center";
    context.lineJoin = "round";
    context.lineWidth = size / 3.5;
    context.strokeStyle = strokes.colours.ground;
    context.fillStyle = strokes.colours.text;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  // Rows { actor, node } with the most important in front; `view` is the part of the drawing in the window.
  function draw(context, rows, view) {
    const size = Math.max(font / view.scale, least), high = size * 1.15, wide = size * 4, taken = new Set();
    let count = 0;
    for (const { actor, node: { x, y } } of rows) {
      if (x < view.left || x > view.right || y < view.top || y > view.bottom) continue;
      const lines = actor.label.split("\n"), top = y + actor.size + size * 0.2;
      const half = Math.max(...lines.map((line) => line.length)) * size * 0.3, cells = [];
      for (let column = Math.floor((x - half) / wide); column <= Math.floor((x + half) / wide); column += 1) {
        for (let row = Math.floor(top / high); row <= Math.floor((top + lines.length * high) / high); row += 1) cells.push(`${column},${row}`);
      }
      if (cells.some((cell) => taken.has(cell))) continue;
      for (const cell of cells) taken.add(cell);
      lines.forEach((line, index) => write(context, line, x, top + size * 0.85 + index * high, size));
      count += 1;
      if (count === most) return;
    }
  }

  return { draw, write };
})();
