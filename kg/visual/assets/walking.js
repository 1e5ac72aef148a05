// Through the drawing by keyboard: from actor to actor, where the arrow keys only move the picture.
const walking = (() => {
  let walk = null; // { from, around, index }: whose neighbours are gone through, and which one is selected
  const moves = { Enter: () => selectMiddle(), n: () => step(1), p: () => step(-1) };

  function start() {
    byId("graph").addEventListener("keydown", (event) => {
      if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      moves[event.key]();
    });
  }

  // The actor nearest to the middle of what the window shows.
  function selectMiddle() {
    const middle = graph.network().getViewPosition(), { actors } = graph.shown();
    const far = (id) => Math.hypot(places.spots.get(id).x - middle.x, places.spots.get(id).y - middle.y);
    const nearest = [...actors].reduce((best, id) => (best === null || far(id) < far(best) ? id : best), null);
    if (nearest !== null) select({ actor: nearest });
  }

  // Select one after the other of an actor's neighbours; the one it began with is left only by choosing anew.
  function step(way) {
    const chosen = state.selected?.actor, { ties, actors } = graph.shown();
    if (chosen === undefined) { selectMiddle(); return; }
    if (!walk || walk.around[walk.index] !== chosen) {
      const near = new Set(ties.filter((tie) => tie.source === chosen || tie.target === chosen).map((tie) => data.otherEnd(tie, chosen)));
      near.delete(chosen);
      walk = { from: chosen, around: strongest(chosen, near.size, [...near]), index: way > 0 ? -1 : 0 };
    }
    walk.around = walk.around.filter((id) => actors.has(id));
    if (!walk.around.length) return;
    walk.index = (walk.index + way + walk.around.length) % walk.around.length;
    select({ actor: walk.around[walk.index] });
    graph.hint(`${walk.index + 1} of ${number(walk.around.length, "neighbour")} of ${nameApart(walk.from)}`);
  }

  return { start };
})();
