// Where actors stand, and what part of the drawing the window shows.
const places = (() => {
  const spots = new Map(); // id -> { x, y }
  const gap = 6, cell = 160; // pixels between two boxes; the side of a cell in which boxes are looked for
  const turn = 2.399963; // the golden angle

  // Begin anew with where the first view has them. The few of a small window stand as it is shaped: one above the
  // other, or as in a large window, but nearer to each other.
  function forget(ids = new Set(firstView().map(([id]) => id))) {
    const few = new Set(data.narrow.map(([id]) => id)), { width, height } = byId("stage").getBoundingClientRect();
    const isFew = small() && ids.size <= few.size && [...ids].every((id) => few.has(id));
    if (isFew && width > 0.75 * height) return spread(data.wide.filter(([id]) => few.has(id)), { width, height });
    spots.clear();
    for (const [id, spot] of isFew ? data.narrow : data.wide) spots.set(id, spot);
  }

  // Spread over the stage as it is, at a zoom at which they can be read.
  function spread(seats, { width, height }) {
    const zoom = 0.7, room = { x: width / zoom - 150, y: height / zoom - 100 }; // without shapes and labels at the edges
    spots.clear();
    const taken = crowdOf([]), along = {};
    for (const axis of ["x", "y"]) {
      const all = seats.map(([, spot]) => spot[axis]), least = Math.min(...all);
      along[axis] = (value) => ((value - least) / (Math.max(...all) - least || 1) - 0.5) * room[axis];
    }
    for (const [id, { x, y }] of seats) {
      spots.set(id, freeSpot(id, taken, { x: along.x(x), y: along.y(y) }));
      taken.add(id);
    }
  }

  // Give every actor a spot. Few newcomers stand near their neighbours; many, and all stand as in the picture of everybody.
  function seat(actors) {
    const homeless = [...actors].filter((id) => !spots.has(id));
    if (homeless.length > 30 && homeless.length * 3 > actors.size) {
      for (const { id, x, y } of data.actors.values()) spots.set(id, { x, y });
    } else if (homeless.length) {
      const taken = crowdOf(actors);
      for (const id of homeless) {
        spots.set(id, freeSpot(id, taken, middleOf(id, actors)));
        taken.add(id);
      }
    }
  }

  function middleOf(id, actors) {
    const around = data.neighbours(id).filter((other) => actors.has(other) && spots.has(other)).map((other) => spots.get(other));
    const mean = (axis) => around.reduce((sum, spot) => sum + spot[axis], 0) / (around.length || 1);
    return { x: mean("x"), y: mean("y") };
  }

  const boxAt = (id, { x, y }) => {
    const [width, above, below] = data.actor(id).box;
    return { left: x - width / 2, right: x + width / 2, top: y - above, bottom: y + below };
  };

  // The boxes of some actors, by the cells of a grid that they reach into: the same few are near at any number.
  function crowdOf(actors) {
    const cells = new Map();
    function* reached(box) {
      for (let column = Math.floor((box.left - gap) / cell); column <= Math.floor((box.right + gap) / cell); column += 1) {
        for (let row = Math.floor((box.top - gap) / cell); row <= Math.floor((box.bottom + gap) / cell); row += 1) yield `${column},${row}`;
      }
    }
    function add(id) {
      const box = boxAt(id, spots.get(id));
      for (const key of reached(box)) cells.set(key, [...(cells.get(key) ?? []), box]);
    }
    function hits(box) {
      for (const key of reached(box)) {
        for (const other of cells.get(key) ?? []) {
          if (box.left < other.right + gap && box.right > other.left - gap && box.top < other.bottom && box.bottom > other.top) return true;
        }
      }
      return false;
    }
    for (const id of actors) if (spots.has(id)) add(id);
    return { add, hits };
  }

  // Walk a spiral from a wished spot to the first one where shape and label cover nobody's.
  function freeSpot(id, taken, wish) {
    for (let step = 0; step < 6000; step += 1) {
      const angle = step * turn, radius = 14 * Math.sqrt(step);
      const spot = { x: Math.round(wish.x + radius * 1.3 * Math.cos(angle)), y: Math.round(wish.y + radius * Math.sin(angle)) };
      if (!taken.hits(boxAt(id, spot))) return spot;
    }
    return wish;
  }

  // Put one actor in the middle and its neighbours on rings around it, friends and foes on sides of their own.
  function ring(id, others) {
    const rank = { friendly: 0, other: 1, hostile: 2 };
    const side = (other) => rank[data.actor(id).ties.find((tie) => data.otherEnd(tie, id) === other).sign];
    const around = [...others].sort((a, b) => side(a) - side(b) || (a < b ? -1 : 1));
    spots.clear();
    spots.set(id, { x: 0, y: 0 });
    const taken = crowdOf([id]), radius = Math.max(210, 26 * around.length);
    around.forEach((other, index) => {
      // Half a step on, so that no line runs straight up through the label above it.
      const angle = (2 * Math.PI * (index + 0.5)) / around.length - Math.PI / 2;
      spots.set(other, freeSpot(other, taken, { x: radius * 1.25 * Math.cos(angle), y: radius * 0.85 * Math.sin(angle) }));
      taken.add(other);
    });
  }

  // The part of the stage that the panel leaves free, in pixels.
  function freeArea() {
    const { width, height } = byId("stage").getBoundingClientRect();
    const taken = byId("panel").getBoundingClientRect(); // empty while hidden
    const isBelow = taken.width >= width;
    return { width: width - (isBelow ? 0 : taken.width), height: height - (isBelow ? taken.height : 0), stage: { width, height } };
  }

  // The rectangle that some actors take with their labels, in the drawing's own units.
  function extent(ids) {
    const around = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const id of ids) {
      const box = boxAt(id, spots.get(id));
      for (const side of ["left", "top"]) around[side] = Math.min(around[side], box[side]);
      for (const side of ["right", "bottom"]) around[side] = Math.max(around[side], box[side]);
    }
    return around;
  }

  // Where to look, and how closely, for some actors to fill the free area.
  function framing(ids, largest) {
    const box = extent(ids), area = freeArea(), margin = 18;
    const fitting = Math.min((area.width - 2 * margin) / (box.right - box.left), (area.height - 2 * margin) / (box.bottom - box.top));
    const scale = Math.min(largest, Math.max(0.02, fitting)); // a window may leave no room at all
    return { scale, position: {
      x: (box.left + box.right) / 2 + (area.stage.width - area.width) / 2 / scale,
      y: (box.top + box.bottom) / 2 + (area.stage.height - area.height) / 2 / scale,
    } };
  }

  return { spots, forget, seat, ring, freeArea, extent, framing };
})();
