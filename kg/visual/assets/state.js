// What is shown: one object, whose every change ends in render().
const narrow = () => window.matchMedia("(max-width: 760px)").matches;
const small = () => window.matchMedia("(max-width: 760px), (max-height: 520px)").matches; // has room for a few labels only
const views = ["graph", "table", "lifelines", "matrix"];
// What claims and ties are filtered by, in the words of the command line; each is a set of values switched off.
const groups = [
  { key: "sign", title: "Tie", tie: (tie) => tie.sign },
  { key: "relation", title: "Relation", tie: (tie) => tie.relation },
  { key: "kind", title: "Kind of actor" },
  { key: "polarity", title: "Said to hold", claim: (claim) => claim.polarity },
  { key: "modality", title: "How it is said", claim: (claim) => claim.modality },
  { key: "publisher", title: "Source", claim: (claim) => claim.about.publisher },
  { key: "claimant", title: "Who says so", claim: (claim) => claim.claimant?.name ?? "" },
];

const noFilters = () => ({
  off: Object.fromEntries(groups.map(({ key }) => [key, new Set()])),
  minConfidence: 0, since: "", until: "", dated: "said", contested: false,
  unmatched: [], // pairs of group and value that a link asks for and nothing here has
});
const state = {
  view: "graph",
  shown: new Set(),  // ids of the actors called up
  selected: null,    // { actor: id }, { tie: tie } or { pair: [id, id] }
  halos: true,       // areas behind those who stand together
  path: null,        // { from, to, ties: Set, actors: Set }: a way that stands out
  table: { rows: "ties", sort: "claims", down: true, text: "" },
  matrix: { sort: "blocs", mutual: false },
  ...noFilters(),
};

function update(changes, { remember = true } = {}) {
  Object.assign(state, changes);
  render();
  if (remember) permalink.remember();
}
