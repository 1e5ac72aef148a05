// The outlines of kinds of actors as paths of a canvas, as vis-network draws them: many at once are drawn as one path.
const shapes = (() => {
  const corners = (count, radius, turn) => Array.from({ length: count }, (_, index) => {
    const angle = turn + (2 * Math.PI * index) / count, far = radius(index);
    return [far * Math.sin(angle), -far * Math.cos(angle)];
  });
  // Corners around the middle of a shape of size 1.
  const outlines = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    triangle: corners(3, () => 1.33, 0).map(([x, y]) => [x, y + 0.32]),
    triangleDown: corners(3, () => 1.33, 0).map(([x, y]) => [x, -y - 0.32]),
    hexagon: corners(6, () => 1, Math.PI / 2),
    star: corners(10, (index) => (index % 2 ? 0.41 : 1.07), 0).map(([x, y]) => [x, y + 0.08]),
  };

  function add(context, shape, x, y, size) {
    const outline = outlines[shape];
    if (!outline) {
      context.moveTo(x + size, y);
      context.arc(x, y, size, 0, 2 * Math.PI);
      return;
    }
    outline.forEach(([dx, dy], index) => context[index ? "lineTo" : "moveTo"](x + size * dx, y + size * dy));
    context.closePath();
  }

  return { add };
})();
