// What is said between two actors, weighed up: the cells of the matrix.
const balance = (() => {
  const nothing = { ties: [], count: 0, friendly: 0, hostile: 0, other: 0, denied: 0, look: "" };

  // Cells by "row column" of the actors' indexes. A symmetric tie counts both ways, and with `mutual` each tie does.
  function between(ties, mutual) {
    const cells = new Map();
    for (const tie of ties) {
      const sums = filters.sumsOf(tie), a = data.actor(tie.source).index, b = data.actor(tie.target).index;
      add(cells, a, b, tie, sums);
      if (a !== b && (mutual || tie.symmetric)) add(cells, b, a, tie, sums);
    }
    for (const cell of cells.values()) cell.look = lookOf(cell);
    return cells;
  }

  function add(cells, row, column, tie, sums) {
    const key = `${row} ${column}`;
    const cell = cells.get(key) ?? { ...nothing, ties: [] };
    cells.set(key, cell);
    cell.ties.push({ tie, sums });
    cell.count += sums.count;
    cell.denied += sums.denied;
    cell[tie.sign] += sums.affirmed;
    cell.contested ||= sums.denied > 0 && sums.affirmed > 0;
  }

  // Denials alone say neither friend nor foe; what belongs to each other may fall out or get on, which says more.
  function lookOf({ friendly, hostile, other }) {
    if (friendly && hostile) return "both";
    if (friendly || hostile) return friendly ? "friendly" : "hostile";
    return other ? "other" : "denied";
  }

  const told = { friendly: "friendly", hostile: "hostile", both: "friendly and hostile", other: "structure", denied: "only denied" };

  function words(cell, row, column) {
    if (!cell) return row === column ? actorName(row) : `${nameApart(row)} and ${nameApart(column)}: nothing said`;
    const said = [...cell.ties].sort((a, b) => b.sums.count - a.sums.count).slice(0, 4).map(({ tie, sums }) =>
      `${sentence(tie)}, ${number(sums.count, "claim")}${sums.denied ? ` (${sums.denied} denied)` : ""}`);
    const more = cell.ties.length - said.length;
    return `${said.join("; ")}${more > 0 ? `; ${number(more, "more tie")}` : ""}`;
  }

  return { between, words, told };
})();
