// The same ties as a table, or their claims: for screen readers, for sorting, for reading in a row.
const table = (() => {
  const step = 200;
  let limit = step;
  let built = null;         // what stands around the rows
  let drawn = "", last = null; // what rows there are, and the button that was pressed last

  const change = (changes) => { limit = step; update({ table: { ...state.table, ...changes } }); };

  function draw({ ties }) {
    built ??= build();
    const settings = state.table;
    const found = rows.of(ties, settings);
    const chosen = state.selected?.tie;
    const place = chosen ? found.findIndex((row) => row.tie === chosen) : -1;
    const part = found.slice(0, limit);
    if (place >= limit) part.push(found[place]); // the chosen row is in sight wherever it stands
    const now = JSON.stringify([settings, part.map((row) => row.key), found.length]);
    if (now !== drawn) lay(part, found.length, settings);
    drawn = now;
    mark(part, chosen);
  }

  function build() {
    const text = make("input", { type: "search", id: "table-text", placeholder: "Only rows with this name", "aria-label": "Only rows with this name", autocomplete: "off", spellcheck: "false" });
    text.addEventListener("input", () => change({ text: text.value }));
    text.addEventListener("keydown", (event) => { if (event.key === "Escape" && text.value) { event.stopPropagation(); text.value = ""; change({ text: "" }); } });
    const kinds = ["ties", "claims"].map((what) => make("button", { type: "button", "data-rows": what, onclick: () => change({ rows: what }) }, `One row a ${what.slice(0, -1)}`));
    const place = make("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Rows" });
    place.addEventListener("click", ({ target }) => {
      last = target.closest("button") ?? target.closest("tr")?.querySelector("[data-tie]") ?? null;
      const row = target.closest("tbody tr");
      if (row && !target.closest("a, button") && getSelection().isCollapsed) row.querySelector("[data-tie]").click();
    });
    byId("table").replaceChildren(make("div", { class: "tools" }, make("div", { class: "choice", role: "group", "aria-label": "Rows" }, ...kinds), text), place);
    return { text, kinds, place };
  }

  function lay(part, count, settings) {
    const { text, kinds, place } = built;
    if (text.value !== settings.text) text.value = settings.text;
    for (const kind of kinds) kind.setAttribute("aria-pressed", String(kind.dataset.rows === settings.rows));
    const head = document.activeElement?.closest?.("#table th")?.cellIndex;
    const { scrollTop, scrollLeft } = place;
    const what = settings.rows.slice(0, -1);
    const more = make("button", { type: "button", class: "more", onclick: () => { limit += 5 * step; render(); } }, `Show more (${count - limit} left)`);
    place.replaceChildren(
      make("table", {},
        make("caption", {}, `${number(count, what)}${settings.text ? ` with “${settings.text}”` : " shown"}. A relation leads to its sentences.`),
        make("thead", {}, make("tr", {}, ...rows.columns[settings.rows].map(heading))),
        make("tbody", {}, ...part.map((row) => rows.draw(row, settings)))),
      ...(count > limit ? [more] : []));
    place.scrollTo(scrollLeft, scrollTop);
    if (head !== undefined) place.querySelectorAll("th button")[head]?.focus();
  }

  function heading(column) {
    const { down } = state.table, chosen = rows.columnOf(state.table) === column;
    const sort = () => change({ sort: column.key, down: chosen ? !down : Boolean(column.down) });
    return make("th", { scope: "col", "aria-sort": chosen ? (down ? "descending" : "ascending") : "none" },
      make("button", { type: "button", onclick: sort }, column.title, make("span", { "aria-hidden": "true", class: "way" }, chosen ? (down ? " ▾" : " ▴") : "")));
  }

  // The chosen tie's rows stand out, and the first of them is brought into the window when it is new.
  function mark(part, chosen) {
    const body = built.place.querySelector("tbody");
    let first = null;
    part.forEach((row, index) => {
      const isChosen = row.tie === chosen;
      body.rows[index].classList.toggle("chosen", isChosen);
      if (isChosen) body.rows[index].setAttribute("aria-current", "true"); else body.rows[index].removeAttribute("aria-current");
      if (isChosen) first ??= body.rows[index];
    });
    if (chosen !== mark.last) first?.scrollIntoView({ block: "nearest" });
    mark.last = chosen;
  }

  const refocus = ({ tie }) => (last?.isConnected ? last : tie && byId("table").querySelector(`[data-tie="${tie.id}"]`))?.focus();

  return { draw, refocus };
})();
