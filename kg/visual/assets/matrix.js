// Who is with whom: actors against actors, blocs together, each cell what is said from its row to its column.
const matrix = (() => {
  const most = 60;
  const advice = "Point at a cell, or move there with the arrow keys, to read what is said.";
  const smallest = () => (narrow() ? 24 : 16), largest = 30; // the side of a cell in pixels; fingers need more
  const sorts = { blocs: "blocs together", name: "by name", ties: "by number of ties" };
  let drawn = null;              // { ids, cells, heads: { row, column }, grid } of the table in the page
  let place = { row: 0, column: 0 }; // the cell that the keyboard is at; -1 is a heading

  // The actors to draw, in the order that was asked for; those with the most ties where there are too many.
  function rows({ ties, actors }) {
    const degrees = new Map([...actors].filter((id) => data.actor(id).kind !== "place").map((id) => [id, 0]));
    const own = ties.filter((tie) => degrees.has(tie.source) && degrees.has(tie.target));
    for (const { source, target } of own) {
      degrees.set(source, degrees.get(source) + 1);
      if (target !== source) degrees.set(target, degrees.get(target) + 1);
    }
    const byTies = (a, b) => degrees.get(b) - degrees.get(a) || (a < b ? -1 : 1);
    const chosen = new Set([...degrees.keys()].sort(byTies).slice(0, most));
    const orders = {
      blocs: () => data.order.filter((id) => chosen.has(id)),
      name: () => [...chosen].sort((a, b) => actorName(a).localeCompare(actorName(b)) || (a < b ? -1 : 1)),
      ties: () => [...chosen],
    };
    return { ids: orders[state.matrix.sort](), of: degrees.size, ties: own.filter((tie) => chosen.has(tie.source) && chosen.has(tie.target)) };
  }

  function draw(now) {
    const { ids, of, ties } = rows(now);
    const cells = balance.between(ties, state.matrix.mutual);
    if (!drawn) build();
    if (drawn.ids.join("\n") !== ids.join("\n") || drawn.sort !== state.matrix.sort) lay(ids);
    fill(cells);
    drawn.sortChoice.value = state.matrix.sort;
    drawn.switch.checked = state.matrix.mutual;
    const left = [[now.actors.size - of, "place"], [of - ids.length, "actor with fewer ties", "actors with fewer ties"]].filter(([count]) => count);
    drawn.count.textContent = `${number(ids.length, "actor")} in rows and columns` +
      (left.length ? `; ${left.map(([count, ...words]) => number(count, ...words)).join(" and ")} left out` : "");
  }

  // What stands around the table, made once.
  function build() {
    const sortChoice = make("select", { id: "matrix-sort" }, ...Object.entries(sorts).map(([value, text]) => make("option", { value }, text)));
    sortChoice.addEventListener("change", () => update({ matrix: { ...state.matrix, sort: sortChoice.value } }));
    const both = make("input", { type: "checkbox", id: "matrix-mutual" });
    both.addEventListener("change", () => update({ matrix: { ...state.matrix, mutual: both.checked } }));
    const keyLine = make("p", { class: "key" }, ...Object.entries(balance.told).map(([name, text]) => make("span", {}, cellIcon(name, 16), text)),
      make("span", {}, svg("svg", { width: 8, height: 8, "aria-hidden": "true" }, svg("circle", { class: "contested", cx: 4, cy: 4, r: 3 })), "contested"));
    const count = make("span", { class: "soft" });
    const words = make("p", { class: "words", "aria-hidden": "true" }, advice), grid = make("div", { class: "scroller" });
    byId("matrix").replaceChildren(
      make("div", { class: "tools" }, count, make("label", {}, "Order ", sortChoice), make("label", {}, both, " both directions together"), keyLine), grid, words);
    drawn = { ids: [], sort: "", cells: new Map(), grid, words, sortChoice, switch: both, count, boxes: [] };
    for (const type of ["mouseover", "focusin"]) grid.addEventListener(type, ({ target }) => tell(target.closest("[data-row]")));
    grid.addEventListener("mouseleave", () => tell(document.activeElement.closest?.("#matrix [data-row]")));
    grid.addEventListener("click", ({ target }) => { const box = target.closest("[data-row]"); if (box) { move(box); open(box); } });
    grid.addEventListener("keydown", steer);
    new ResizeObserver(size).observe(grid);
  }

  // Whether a bloc ends before a row.
  const edgeAt = (ids, index) => index > 0 && state.matrix.sort === "blocs" && data.actor(ids[index]).bloc !== data.actor(ids[index - 1]).bloc;

  // Headings and empty cells for some actors.
  function lay(ids) {
    const label = (id) => make("span", {}, bdi(actorName(id)));
    const edge = (index) => edgeAt(ids, index);
    const at = (row, column) => ({ "data-row": row, "data-column": column, tabindex: -1, class: [edge(row) && "above", edge(column) && "before", row === column && "own"].filter(Boolean).join(" ") });
    const heads = ids.map((id, column) => make("th", { scope: "col", role: "columnheader", ...at(-1, column), title: actorName(id) }, label(id)));
    const boxes = ids.map((_, row) => ids.map((__, column) => make("td", { role: "gridcell", ...at(row, column) })));
    const sides = ids.map((id, row) => make("th", { scope: "row", role: "rowheader", ...at(row, -1), title: actorName(id) }, label(id)));
    drawn.grid.replaceChildren(make("table", { role: "grid", "aria-label": "Who is with whom: each row towards each column", "aria-readonly": "true" },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("th", { class: "corner", role: "columnheader" }, make("span", {}, "each row → towards each column")), ...heads)),
      make("tbody", { role: "rowgroup" }, ...ids.map((_, row) => make("tr", { role: "row" }, sides[row], ...boxes[row])))));
    Object.assign(drawn, { ids, sort: state.matrix.sort, boxes, heads, sides, looks: new Map() });
    place = { row: Math.min(place.row, ids.length - 1), column: Math.min(place.column, ids.length - 1) };
    boxAt(place)?.setAttribute("tabindex", 0);
    size();
  }

  // As large as the window allows, never too small to read.
  function size() {
    if (!drawn?.ids.length) return;
    const free = drawn.grid.clientWidth - (drawn.sides[0].offsetWidth || 190) - 24;
    const side = Math.max(smallest(), Math.min(largest, Math.floor(free / drawn.ids.length)));
    drawn.grid.style.setProperty("--side", `${side}px`);
    drawn.grid.style.setProperty("--letters", `${Math.min(13, side - 4.5)}px`);
    drawn.grid.style.scrollPadding = `${drawn.heads[0].offsetHeight}px 10px 10px ${drawn.sides[0].offsetWidth}px`; // what they cover
  }

  // Only cells that changed are touched: playing through time changes a few of thousands.
  function fill(cells) {
    drawn.cells = cells;
    const { ids } = drawn, indexes = ids.map((id) => data.actor(id).index);
    const depth = Math.log2(1 + Math.max(1, ...[...cells.values()].map((cell) => cell.count)));
    drawn.steps = (cell) => Math.ceil((4 * Math.log2(1 + cell.count)) / depth); // of four sizes
    ids.forEach((row, r) => ids.forEach((column, c) => {
      const cell = cells.get(`${indexes[r]} ${indexes[c]}`), box = drawn.boxes[r][c];
      const step = cell ? drawn.steps(cell) : 0;
      const chosen = cell !== undefined && isChosen(cell, row, column);
      const words = balance.words(cell, row, column);
      const now = `${cell?.look} ${step} ${cell?.contested} ${words}`;
      if (box.looks !== now) {
        box.looks = now;
        box.replaceChildren(...(cell ? [cellIcon(cell.look, `${50 + 12 * step}%`, cell.contested)] : []));
        box.setAttribute("aria-label", words);
        if (cell) Object.assign(box.dataset, { look: cell.look, step }); else { delete box.dataset.look; delete box.dataset.step; }
      }
      if (chosen !== (box.getAttribute("aria-selected") === "true")) box.setAttribute("aria-selected", String(chosen));
    }));
    const actor = state.selected?.actor;
    ids.forEach((id, index) => { for (const head of [drawn.heads[index], drawn.sides[index]]) head.classList.toggle("chosen", id === actor); });
  }

  function isChosen(cell, row, column) {
    const { tie, pair: two } = state.selected ?? {};
    if (tie) return cell.ties.some((each) => each.tie === tie);
    return Boolean(two) && ((two[0] === row && two[1] === column) || (state.matrix.mutual && two[0] === column && two[1] === row));
  }

  const boxAt = ({ row, column }) => (row < 0 ? drawn.heads[column] : column < 0 ? drawn.sides[row] : drawn.boxes[row]?.[column]);
  const spotOf = (box) => ({ row: Number(box.dataset.row), column: Number(box.dataset.column) });
  const cellAt = ({ row, column }) => drawn.cells.get(`${data.actor(drawn.ids[row])?.index} ${data.actor(drawn.ids[column])?.index}`);

  // Say what a cell holds, and point at its row and its column.
  function tell(box) {
    for (const lit of drawn.grid.querySelectorAll(".lit")) lit.classList.remove("lit");
    drawn.words.textContent = box ? "" : advice;
    if (!box) return;
    const { row, column } = spotOf(box);
    drawn.heads[column]?.classList.add("lit");
    drawn.sides[row]?.classList.add("lit");
    drawn.words.textContent = row < 0 || column < 0 ? actorName(drawn.ids[Math.max(row, column)]) : balance.words(cellAt({ row, column }), drawn.ids[row], drawn.ids[column]);
  }

  function move(box, focus = false) {
    boxAt(place)?.setAttribute("tabindex", -1);
    place = spotOf(box);
    box.setAttribute("tabindex", 0);
    if (focus) box.focus();
  }

  function open(box) {
    const { row, column } = spotOf(box);
    if (row < 0 || column < 0) return select({ actor: drawn.ids[Math.max(row, column)] });
    const cell = cellAt({ row, column });
    if (cell) select(cell.ties.length === 1 ? { tie: cell.ties[0].tie } : { pair: [drawn.ids[row], drawn.ids[column]] });
  }

  function steer(event) {
    const { row, column } = place, last = drawn.ids.length - 1;
    const step = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [last, last] : [row, last],
      PageUp: [Math.max(0, row - 10), column], PageDown: [Math.min(last, row + 10), column],
    }[event.key];
    if (event.key === "Enter" || event.key === " ") open(boxAt(place));
    else if (!step) return;
    else {
      const [r, c] = step.map((index) => Math.max(-1, Math.min(last, index)));
      if (r >= 0 || c >= 0) move(boxAt({ row: r, column: c }), true);
    }
    event.preventDefault();
  }

  // What is drawn, for a picture of it.
  function shown() {
    const cells = drawn.ids.flatMap((a, row) => drawn.ids.map((b, column) => ({ row, column, cell: cellAt({ row, column }) })))
      .filter(({ cell }) => cell).map((each) => ({ ...each, words: balance.words(each.cell, drawn.ids[each.row], drawn.ids[each.column]) }));
    return { ids: drawn.ids, cells, edges: drawn.ids.map((_, index) => index).filter((index) => edgeAt(drawn.ids, index)), steps: drawn.steps };
  }

  // Whoever closes the details goes on where they were.
  const refocus = () => boxAt(place)?.focus();

  return { draw, refocus, shown, sorts: Object.keys(sorts) };
})();
