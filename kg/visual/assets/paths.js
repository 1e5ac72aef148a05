// The shortest way of ties from one actor to another, through what the filters let pass.
const paths = (() => {
  // Breadth first from the end; among ways of one length the one with most claims in all, then by ids, as
  // kg.analysis.path chooses. Places do not join those who are in them.
  function find(from, to) {
    const best = new Map([[to, { claims: 0, next: null }]]); // by actor: the best way on to the end
    let edge = [to];
    while (edge.length && !best.has(from)) {
      const reached = new Map();
      for (const id of edge) {
        for (const [other, claims] of stepsFrom(id)) {
          if (best.has(other) || (other !== from && data.actor(other).kind === "place")) continue;
          const sum = claims + best.get(id).claims, known = reached.get(other);
          if (!known || sum > known.claims || (sum === known.claims && id < known.next)) reached.set(other, { claims: sum, next: id });
        }
      }
      for (const [id, way] of reached) best.set(id, way);
      edge = [...reached.keys()];
    }
    if (!best.has(from)) return null;
    const way = [from];
    while (best.get(way.at(-1)).next !== null) way.push(best.get(way.at(-1)).next);
    return way;
  }

  // Whom an actor is tied to, with the number of claims that pass.
  function stepsFrom(id) {
    const claims = new Map();
    for (const tie of data.actor(id).ties.filter(filters.tiePasses)) {
      const other = data.otherEnd(tie, id);
      claims.set(other, (claims.get(other) ?? 0) + filters.claimsOf(tie).length);
    }
    return claims;
  }

  const tiesBetween = (a, b) => data.actor(a).ties.filter((tie) => data.otherEnd(tie, a) === b && filters.tiePasses(tie));

  function show(from, to) {
    const way = from === to ? null : find(from, to);
    const steps = (way ?? []).slice(1).map((id, index) => tiesBetween(way[index], id));
    const path = { from, to, way, ties: new Set(steps.flat()), actors: new Set(way ?? [from, to]), steps };
    update({ path, selected: null, shown: new Set([...state.shown, ...path.actors]) });
    if (state.view === "graph") graph.reveal();
  }

  function details({ from, to, way, steps }) {
    const rows = steps.map((ties, index) => make("li", {}, make("b", {}, actorButton(way[index]), " – ", actorButton(way[index + 1])),
      make("ul", { class: "ties" }, ...ties.map((tie) => make("li", { class: tie.sign },
        `${sentence(tie)} `, make("div", { class: "soft" }, panel.claimsButton(tie), ` · ${period(tie.first, tie.last)}`))))));
    return [
      panel.top("From ", actorButton(from), " to ", actorButton(to)),
      make("p", { class: "soft" }, way ? `The shortest way with most claims, in ${number(steps.length, "step")}, through what the filters let pass.`
        : "No way leads from one to the other through what the filters let pass."),
      make("ol", { class: "steps" }, ...rows),
    ];
  }

  // A button that turns into a field for the name of the other end.
  function button(from) {
    const start = make("button", { type: "button", onclick: () => {
      const box = make("input", { type: "search", placeholder: "to whom?", "aria-label": `A way from ${nameApart(from)} to whom?`, autocomplete: "off", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": "found-end" });
      const list = make("ul", { id: "found-end", class: "found", role: "listbox", "aria-label": "Actors found", hidden: true });
      const field = make("span", { class: "search inline" }, box, list);
      start.replaceWith(field);
      search.attach(box, list, (id) => show(from, id));
      box.focus();
    } }, "Path to …");
    return start;
  }

  return { show, find, details, button };
})();
