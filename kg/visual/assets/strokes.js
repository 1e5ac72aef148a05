// How actors and ties look in the drawing, as vis-network wants to be told.
const strokes = (() => {
  const colours = {};
  const gap = 0.22; // how far parallel ties bend away from each other, as vis-network's roundness
  const heads = { bar: 0.95, arrow: 0.65 }; // sizes at which they read alike
  let pairs = null; // the ties between two actors, for the data that they were made of

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ground", "text", "soft", "friendly", "hostile", "other", "outline", "accent"]) {
      colours[name] = style.getPropertyValue("--" + name).trim();
    }
  }

  const faint = (colour) => colour + "38"; // the theme's colours are six hexadecimal digits

  // What the look of an actor and of a tie depends on.
  const nodeState = (id, near, inCrowd) => {
    const { x, y } = places.spots.get(id);
    return `${x} ${y} ${inCrowd} ${!inCrowd && near.any && !near.actors.has(id)} ${state.selected?.actor === id} ${colours.ground}`;
  };
  const edgeState = (tie, near, labelled) => `${near.any} ${near.ties.has(tie)} ${labelled} ${colours.ground}`;

  // An actor, bright or dim. In a crowd its label is drawn apart, and so is what makes it stand out.
  function nodeNow(id, near, inCrowd) {
    const { label, size, font, kind } = data.actor(id), { shape, colour } = look.kinds[kind];
    const dim = !inCrowd && near.any && !near.actors.has(id), chosen = state.selected?.actor === id;
    return {
      id, shape, size, ...places.spots.get(id),
      label: inCrowd ? undefined : label,
      opacity: dim ? 0.16 : 1,
      borderWidth: chosen ? 4 : 1.2,
      color: { background: colour, border: chosen ? colours.accent : colours.outline },
      font: { size: font, color: dim ? faint(colours.text) : colours.text, strokeWidth: dim ? 0 : 4, strokeColor: colours.ground },
    };
  }

  function edgeNow(tie, near, labelled) {
    const { dashes, head, both } = look.signs[tie.sign];
    const bright = near.ties.has(tie), onlyDenied = !tie.affirmed, bend = bendOf(tie);
    const arrow = { enabled: true, type: head, scaleFactor: heads[head] }, none = { enabled: false };
    return {
      id: tie.id, from: tie.source, to: tie.target,
      width: widthOf(tie),
      color: { color: colours[tie.sign], opacity: bright ? 1 : near.any ? 0.07 : strengthOf(tie) },
      dashes: onlyDenied ? [1, 9] : dashes,
      arrows: { to: tie.symmetric && !both ? none : arrow, from: tie.symmetric && both ? arrow : none },
      smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
      label: bright && labelled ? labelOf(tie) : " ", // vis-network keeps an old label where the new one is empty
      font: { size: 14, color: colours.text, strokeWidth: 4, strokeColor: colours.ground, align: "middle" },
    };
  }

  const widthOf = (tie) => 1.2 + 0.8 * Math.log2(tie.count);
  const strengthOf = (tie) => (tie.affirmed ? Math.min(0.9, 0.55 + 0.1 * Math.log2(tie.count)) : 0.4);
  const labelOf = (tie) => tie.label + (tie.affirmed ? "" : " (denied)");

  // Ties between the same two actors, whichever way they point.
  function parallelTo(tie) {
    if (pairs?.of !== data.ties) {
      pairs = { of: data.ties, held: new Map() };
      for (const each of data.ties) pairs.held.set(pairOf(each), [...(pairs.held.get(pairOf(each)) ?? []), each]);
    }
    return pairs.held.get(pairOf(tie));
  }
  const pairOf = (tie) => (tie.source < tie.target ? `${tie.source}\n${tie.target}` : `${tie.target}\n${tie.source}`);

  // On which side of the straight line a tie runs, and how far out: 0 for one in the middle.
  function sideOf(tie) {
    const parallel = parallelTo(tie), side = parallel.indexOf(tie) - (parallel.length - 1) / 2;
    return tie.source <= tie.target ? side : -side; // those that point the other way would bend to the same side
  }
  const bendOf = (tie) => gap * sideOf(tie);

  return { colours, readColours, nodeState, edgeState, nodeNow, edgeNow, sideOf, widthOf, labelOf };
})();
