// Find an actor by any of its names.
const search = (() => {
  let known = null; // every name of every actor, folded when the first letter is typed

  const allNames = () => [...data.actors.values()].flatMap((actor) => {
    const names = new Set([actor.name, ...actor.names.map((name) => name.text)]);
    return [...names].map((name) => ({ actor, name, key: fold(name) }));
  });

  // In which article, for those whom a common noun means in one.
  function where(actor) {
    const only = data.onlyDocument(actor);
    return only && `in ${[only.publisher || only.title || only.id, only.date].filter(Boolean).join(", ")}`;
  }

  function find(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    known ??= allNames();
    const best = new Map();
    for (const entry of known) {
      const score = entry.key === wanted ? 0 : entry.key.startsWith(wanted) ? 1 : ` ${entry.key}`.includes(` ${wanted}`) ? 2 : entry.key.includes(wanted) ? 3 : 9;
      if (score < (best.get(entry.actor.id)?.score ?? 9)) best.set(entry.actor.id, { ...entry, score });
    }
    return [...best.values()]
      .sort((a, b) => a.score - b.score || b.actor.ties.length - a.actor.ties.length || (a.actor.id < b.actor.id ? -1 : 1))
      .slice(0, 10)
      .map(({ actor, name }) => ({
        id: actor.id, name: actor.name, held: true,
        note: [name !== actor.name && `also called ${name}`, look.kinds[actor.kind].label, number(actor.ties.length, "tie"), where(actor)].filter(Boolean).join(" · "),
      }));
  }

  // Make a field offer actors in a list as one types; `choose` gets the id of the one taken.
  function attach(box, list, choose) {
    let hits = [], current = 0, typed = 0, empty = "";

    function draw() {
      list.replaceChildren(...hits.map(({ name, note }, index) => {
        const item = make("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": String(index === current) },
          bdi(name), make("small", {}, note));
        // Before the field loses the focus, which closes the list.
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(index); });
        return item;
      }));
      if (!hits.length && empty) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, empty));
      list.hidden = !list.children.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      if (hits.length) box.setAttribute("aria-activedescendant", `${list.id}-${current}`); else box.removeAttribute("aria-activedescendant");
      list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }

    function close() {
      typed += 1;
      hits = [];
      empty = "";
      draw();
    }

    function take(index) {
      const { id, held } = hits[index];
      close();
      box.value = "";
      if (!held) return live.callUp(id);
      choose(id);
      byId("panel").focus(); // where keys mean what they say
    }

    async function offer() {
      const now = (typed += 1);
      hits = find(box.value);
      current = 0;
      empty = fold(box.value) ? "No actor of this name" : "";
      draw();
      if (!look.live || !fold(box.value)) return;
      // Whom the page does not hold the server may know, by rarer names too.
      const more = await live.lookup(box.value).catch(() => []);
      if (now !== typed) return;
      const there = new Set(hits.map((hit) => hit.id));
      hits = [...hits, ...more.filter((hit) => !there.has(hit.id))].map((hit) => ({ ...hit, held: Boolean(data.actor(hit.id)) }));
      draw();
    }

    box.addEventListener("input", offer);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); box.value = ""; box.blur(); event.stopPropagation(); }
      if (!hits.length) return;
      if (event.key === "Enter") take(current);
      else if (event.key === "ArrowDown") current = (current + 1) % hits.length;
      else if (event.key === "ArrowUp") current = (current + hits.length - 1) % hits.length;
      else return;
      event.preventDefault();
      if (event.key !== "Enter") draw();
    });
  }

  const start = () => attach(byId("search"), byId("found"), callUp);
  return { start, attach, find };
})();
