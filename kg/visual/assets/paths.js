// The shortest way of ties from one actor to another, through what the filters let pass.
const paths = (() => {
  // Breadth first; among ways of one length the one over ties with more claims. Places do not join those in them.
  function find(from, to) {
    const cameBy = new Map([[from, null]]);
    let edge = [from];
    while (edge.length && !cameBy.has(to)) {
      const next = [];
      for (const id of edge) {
        const steps = data.actor(id).ties.filter(filters.tiePasses).sort((a, b) => b.count - a.count || a.index - b.index);
        for (const tie of steps) {
          const other = data.otherEnd(tie, id);
          if (cameBy.has(other) || (other !== to && data.actor(other).kind === "place")) continue;
          cameBy.set(other, id);
          next.push(other);
        }
      }
      edge = next;
    }
    if (!cameBy.has(to)) return null;
    const way = [to];
    while (cameBy.get(way[0]) !== null) way.unshift(cameBy.get(way[0]));
    return way;
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
        `${actorName(tie.source)} ${tie.label} ${actorName(tie.target)} `, make("div", { class: "soft" }, panel.claimsButton(tie), ` · ${period(tie.first, tie.last)}`))))));
    return [
      panel.top("From ", actorButton(from), " to ", actorButton(to)),
      make("p", { class: "soft" }, way ? `A shortest way, in ${number(steps.length, "step")}, through what the filters let pass.`
        : "No way leads from one to the other through what the filters let pass."),
      make("ol", { class: "steps" }, ...rows),
    ];
  }

  // A button that turns into a field for the name of the other end.
  function button(from) {
    const start = make("button", { type: "button", onclick: () => {
      const box = make("input", { type: "search", placeholder: "to whom?", "aria-label": `A way from ${actorName(from)} to whom?`, autocomplete: "off", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": "found-end" });
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
