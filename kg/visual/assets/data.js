// What the page was given. The blocks are JSON, never code.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const page = read("data-page");
const nodeLooks = new Map(read("data-nodes").map((node) => [node.id, node]));
const edgeLooks = new Map(read("data-edges").map((edge) => [edge.id, edge]));
const drawOptions = JSON.parse(read("data-options"));

const actors = new Map(page.actors.map((actor) => [actor.id, actor]));
const ties = new Map(page.ties.map((tie) => [tie.id, tie]));
const tiesOf = new Map(page.actors.map((actor) => [actor.id, []]));
for (const tie of ties.values()) {
  const relation = page.relations[tie.relation];
  Object.assign(tie, { label: relation.label, sign: relation.sign, symmetric: relation.symmetric });
  tie.count = tie.affirmed + tie.denied;
  tiesOf.get(tie.source).push(tie);
  if (tie.target !== tie.source) tiesOf.get(tie.target).push(tie);
}
const otherEnd = (tie, id) => (tie.source === id ? tie.target : tie.source);
const neighboursOf = (id) => [...new Set(tiesOf.get(id).map((tie) => otherEnd(tie, id)))].filter((other) => other !== id);
