// The same ties as a table: for screen readers, for sorting, for reading in a row.
const table = (() => {
  const columns = [
    ["Actor", (tie) => actorName(tie.source)],
    ["Relation", (tie) => tie.label],
    ["Actor ", (tie) => actorName(tie.target)],
    ["Tie", (tie) => tie.sign],
    ["Claims", (tie) => tie.count],
    ["Denied", (tie) => tie.denied],
    ["First", (tie) => tie.first],
    ["Last", (tie) => tie.last],
    ["Confidence", (tie) => tie.confidence],
  ];
  const order = { column: 4, down: true };
  const rowStep = 300;
  let rowLimit = rowStep;

  function draw({ ties }) {
    const value = columns[order.column][1];
    const rank = (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (order.down ? -1 : 1) || a.index - b.index;
    const sorted = [...ties].sort(rank);
    const drawn = make("table", {},
      make("caption", {}, `${number(sorted.length, "tie")} shown. A relation leads to its sentences.`),
      make("thead", {}, make("tr", {}, ...columns.map(heading))),
      make("tbody", {}, ...sorted.slice(0, rowLimit).map(row)));
    const more = make("button", { type: "button", onclick: () => { rowLimit += rowStep; render(); } }, `Show more (${sorted.length - rowLimit} left)`);
    byId("table").replaceChildren(drawn, ...(sorted.length > rowLimit ? [more] : []));
  }

  function heading([title], index) {
    const sorted = index === order.column ? (order.down ? "descending" : "ascending") : "none";
    const sort = () => {
      order.down = index === order.column ? !order.down : index > 3;
      order.column = index;
      render();
      byId("table").querySelectorAll("th button")[index].focus();
    };
    const mark = sorted === "none" ? "" : order.down ? " ▾" : " ▴";
    return make("th", { scope: "col", "aria-sort": sorted }, make("button", { type: "button", onclick: sort }, title.trim() + mark));
  }

  function row(tie) {
    const relation = make("button", { type: "button", class: "plain", "data-tie": tie.id, onclick: () => select({ tie }) }, tie.label);
    const cell = (name, content) => make("td", { class: name }, content);
    return make("tr", { class: state.selected?.tie === tie ? "chosen" : "" },
      cell("", actorButton(tie.source)), cell("", relation), cell("", actorButton(tie.target)), cell("", tie.sign),
      cell("number", String(tie.count)), cell("number", String(tie.denied)), cell("date", tie.first), cell("date", tie.last),
      cell("number", tie.confidence.toFixed(2)));
  }

  return { draw };
})();
