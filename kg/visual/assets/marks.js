// A small "+n" at actors with neighbours that are not shown: a click on it calls them up.
const marks = (() => {
  const font = 11, far = 0.55; // pixels; the zoom below which nobody could read or hit them
  let held = [], network = null;

  function start(own) {
    network = own;
    network.on("afterDrawing", (context) => {
      if (network.getScale() >= far && !moving.isOn()) for (const mark of held) if (network.body.nodes[mark.id]) drawMark(context, mark);
    });
  }

  function draw({ actors, near, inCrowd }) {
    held = inCrowd ? [] : [...actors].filter((id) => !near.any || near.actors.has(id)).map((id) => ({
      id, hidden: data.neighbours(id).filter((other) => !state.shown.has(other)).length,
    })).filter(({ hidden }) => hidden > 0);
  }

  function placeOf({ id, hidden }) {
    const { x, y } = network.body.nodes[id], { size } = data.actor(id), text = `+${hidden}`;
    return { text, x: x + size * 0.8 + 6, y: y - size * 0.8 - 4, half: 4 + text.length * 3.4 };
  }

  function drawMark(context, mark) {
    const { text, x, y, half } = placeOf(mark);
    context.save();
    context.beginPath();
    context.roundRect(x - half, y - 8, 2 * half, 16, 8);
    context.fillStyle = strokes.colours.ground;
    context.strokeStyle = strokes.colours.soft;
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    context.fillStyle = strokes.colours.soft;
    context.font = `600 ${font}px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y + 0.5);
    context.restore();
  }

  // The actor whose mark is at a point of the drawing.
  function at({ x, y }) {
    if (network.getScale() < far) return undefined;
    return held.find((mark) => {
      const place = placeOf(mark);
      return Math.abs(x - place.x) <= place.half + 2 && Math.abs(y - place.y) <= 10;
    })?.id;
  }

  return { start, draw, at };
})();
