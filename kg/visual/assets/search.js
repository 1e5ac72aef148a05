// Find an actor by any of its names.
const search = (() => {
  let known = null; // every name of every actor, folded when the first letter is typed

  const allNames = () => [...data.actors.values()].flatMap((actor) => {
    const names = new Set([actor.name, ...actor.names.map((name) => name.text)]);
    return [...names].map((name) => ({ actor, name, key: fold(name) }));
  });
  let hits = [];
  let current = 0;

  function find(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    known ??= allNames();
    const best = new Map();
    for (const entry of known) {
      const score = entry.key === wanted ? 0 : entry.key.startsWith(wanted) ? 1 : ` ${entry.key}`.includes(` ${wanted}`) ? 2 : entry.key.includes(wanted) ? 3 : 9;
      if (score < (best.get(entry.actor.id)?.score ?? 9)) best.set(entry.actor.id, { ...entry, score });
    }
    return [...best.values()].sort((a, b) => a.score - b.score || b.actor.ties.length - a.actor.ties.length || (a.actor.id < b.actor.id ? -1 : 1)).slice(0, 10);
  }

  function drawHits() {
    const box = byId("search"), list = byId("found");
    list.replaceChildren(...hits.map(({ actor, name }, index) => {
      const also = name === actor.name ? "" : `also called ${name} · `;
      const item = make("li", { role: "option", id: `hit-${index}`, "aria-selected": String(index === current) },
        bdi(actor.name), make("small", {}, `${also}${look.kinds[actor.kind].label} · ${number(actor.ties.length, "tie")}`));
      // Before the field loses the focus, which closes the list.
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(index); });
      return item;
    }));
    if (!hits.length && fold(box.value)) list.append(make("li", { role: "option", "aria-disabled": "true" }, "No actor of this name"));
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (hits.length) box.setAttribute("aria-activedescendant", `hit-${current}`); else box.removeAttribute("aria-activedescendant");
  }

  function closeHits() {
    hits = [];
    byId("found").hidden = true;
    byId("search").setAttribute("aria-expanded", "false");
    byId("search").removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const { id } = hits[index].actor;
    closeHits();
    callUp(id);
  }

  function start() {
    const box = byId("search");
    box.addEventListener("input", () => { hits = find(box.value); current = 0; drawHits(); });
    box.addEventListener("blur", closeHits);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { closeHits(); box.value = ""; box.blur(); event.stopPropagation(); }
      if (!hits.length) return;
      if (event.key === "Enter") choose(current);
      else if (event.key === "ArrowDown") current = (current + 1) % hits.length;
      else if (event.key === "ArrowUp") current = (current + hits.length - 1) % hits.length;
      else return;
      event.preventDefault();
      if (event.key !== "Enter") drawHits();
    });
  }

  return { start };
})();
