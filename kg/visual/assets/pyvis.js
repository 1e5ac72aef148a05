// The page of a pyvis network: draws what pyvis was given, and tells what is behind a tie. Words go in as text only.
(() => {
"use strict";
const byId = (id) => document.getElementById(id);
const read = (id) => JSON.parse(byId(id).textContent);
const nodes = read("data-nodes"), edges = read("data-edges");
edges.forEach((edge, index) => { edge.id ??= `edge ${index}`; });
const nodeOf = new Map(nodes.map((node) => [node.id, node])), edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
const nameOf = (id) => { const { name, label } = nodeOf.get(id); return String(name ?? label ?? id); };
const wordsOf = (edge) => String(edge.relation ?? edge.label ?? "–");
const sentence = (edge) => `${nameOf(edge.from)} ${wordsOf(edge)} ${nameOf(edge.to)}`;
const number = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
const bdi = (text) => make("bdi", {}, text);
const button = (text, onclick) => make("button", { type: "button", class: "plain", onclick }, bdi(text));

// Only addresses of the web become links.
function link(address, text) {
  let url;
  try { url = new URL(address); } catch { return bdi(text); }
  if (url.protocol !== "http:" && url.protocol !== "https:") return bdi(text);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, bdi(text));
}

const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue("--" + name).trim();
const family = getComputedStyle(document.body).fontFamily;
const options = JSON.parse(read("data-options"));
options.nodes = { ...options.nodes, font: { ...options.nodes?.font, face: family, color: colour("text") } };
options.edges = { ...options.edges, font: { ...options.edges?.font, face: family, color: colour("text"), strokeColor: colour("ground") } };

// The colours of kinds and signs are for a light ground; only lines need others on a dark one.
const drawnNode = (node) => ({
  ...node, font: { ...node.font, face: family, color: colour("text"), strokeWidth: 3, strokeColor: colour("ground") },
  color: node.kind ? { background: node.color, border: colour("outline"), highlight: { background: node.color, border: colour("link") }, hover: { background: node.color, border: colour("link") } } : node.color,
});
const drawnEdge = (edge) => {
  const own = edge.sign ? colour(edge.sign) : "";
  return own ? { ...edge, color: { color: own, highlight: own, hover: own } } : edge;
};

const drawing = new vis.Network(byId("graph"), { nodes: new vis.DataSet(nodes.map(drawnNode)), edges: new vis.DataSet(edges.map(drawnEdge)) }, options);
const canvas = byId("graph").firstElementChild;
canvas.setAttribute("role", "application");
canvas.setAttribute("aria-label", "Drawing of the graph: arrow keys move it, plus and minus zoom.");
const fit = () => drawing.fit({ maxZoomLevel: 1.4 });
drawing.once("afterDrawing", fit);
drawing.on("resize", () => requestAnimationFrame(fit)); // after vis-network has put the old view back
drawing.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) show(tiesOf(node));
  else if (edge !== undefined) show(evidenceOf(edgeOf.get(edge)));
  else close();
});
const hint = (text) => {
  byId("hint").textContent = text;
  byId("hint").hidden = !text;
  byId("graph").classList.toggle("pointing", Boolean(text));
};
drawing.on("hoverEdge", ({ edge }) => hint(sentence(edgeOf.get(edge))));
drawing.on("hoverNode", ({ node }) => hint(nameOf(node)));
for (const event of ["blurEdge", "blurNode", "dragStart"]) drawing.on(event, () => hint(""));

function show(content) {
  const panel = byId("panel"), asked = panel.hidden || panel.contains(document.activeElement);
  panel.replaceChildren(...content);
  panel.hidden = false;
  panel.scrollTop = 0;
  if (asked) panel.focus();
}

function close() {
  if (byId("panel").hidden) return;
  byId("panel").hidden = true;
  drawing.unselectAll();
  byId("list").focus();
}

const top = (text) => make("div", { class: "top" }, make("h2", {}, bdi(text)),
  make("button", { type: "button", class: "close", "aria-label": "Close details (Esc)", onclick: close }, "×"));

function open(edge) {
  drawing.setSelection({ edges: [edge.id] });
  show(evidenceOf(edge));
}

const byClaims = (a, b) => (b.claims ?? 0) - (a.claims ?? 0);
const listOf = (some) => make("ul", { class: "ties" }, ...[...some].sort(byClaims).map((edge) =>
  make("li", { class: edge.sign ?? "other" }, button(sentence(edge), () => open(edge)),
    make("span", { class: "soft" }, edge.claims ? `  ${number(edge.claims, "claim")}` : ""))));

function tiesOf(id) {
  const own = edges.filter((edge) => edge.from === id || edge.to === id);
  const kind = String(nodeOf.get(id).kind ?? "").replaceAll("_", " ");
  return [top(nameOf(id)), make("p", { class: "soft" }, [kind, number(own.length, "tie")].filter(Boolean).join(" · ")), listOf(own)];
}

function evidenceOf(edge) {
  const latest = edge.latest ?? [];
  const told = edge.claims > latest.length ? `, the latest ${latest.length} of them here` : "";
  return [
    top(sentence(edge)),
    make("p", { class: "soft" }, edge.claims ? `${edge.sign} · ${number(edge.claims, "claim")}${told}` : ""),
    ...latest.map((claim) => make("article", { class: `claim ${edge.sign}` },
      make("blockquote", {}, `“${claim.quote}”`),
      make("p", {}, make("span", { class: claim.polarity }, claim.polarity), `, ${claim.modality}, `,
        ...(claim.claimant ? ["according to ", bdi(claim.claimant)] : ["in the article’s own words"]), claim.since ? `, since ${claim.since}` : ""),
      make("p", { class: "soft" }, link(claim.url, claim.title), claim.publisher ? ", " : "", bdi(claim.publisher), claim.date ? `, ${claim.date}` : ""))),
    button("All ties as a list", list),
  ];
}

const list = () => show([top("Ties"), listOf(edges)]);
byId("list").addEventListener("click", list);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
