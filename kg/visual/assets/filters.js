// What is shown: the actors called up so far, and the claims that the filters let through.
const narrow = () => window.matchMedia("(max-width: 760px)").matches;
const firstView = () => (narrow() ? page.narrow : page.wide);

const state = {
  shown: new Set(),      // actors called up
  excluded: {},          // group of filters -> values that are switched off
  minConfidence: 0,
  since: "",
  until: "",
  contested: false,
  selected: null,        // { actor: id } or { tie: id }
  view: "graph",
};

const groups = [
  { key: "sign", title: "Tie", of: (tie) => [tie.sign] },
  { key: "relation", title: "Relation", of: (tie) => [tie.relation] },
  { key: "kind", title: "Kind of actor", of: null },
  { key: "polarity", title: "Said to hold", of: null },
  { key: "modality", title: "How it is said", of: null },
  { key: "publisher", title: "Source", of: null },
  { key: "claimant", title: "Who says so", of: null },
];
const claimValue = {
  polarity: (claim) => claim.polarity,
  modality: (claim) => claim.modality,
  publisher: (claim) => page.documents[claim.document].publisher,
  claimant: (claim) => claim.claimant,
};

function clearFilters() {
  for (const { key } of groups) state.excluded[key] = new Set();
  Object.assign(state, { minConfidence: 0, since: "", until: "", contested: false });
}

function claimPasses(claim) {
  if (claim.confidence < state.minConfidence) return false;
  for (const key in claimValue) if (state.excluded[key].has(claimValue[key](claim))) return false;
  if (!state.since && !state.until) return true;
  const start = claim.from || page.documents[claim.document].date;
  if (!start && !claim.until) return false;
  // A claim without an end goes on; texts of dates compare like dates.
  const first = claim.until && start > claim.until ? claim.until : start || claim.until;
  return (!state.until || first.slice(0, 4) <= state.until) && (!state.since || !claim.until || claim.until.slice(0, 4) >= state.since);
}

const kindPasses = (id) => !state.excluded.kind.has(actors.get(id).kind);

const tiePasses = (tie) =>
  !state.excluded.sign.has(tie.sign) && !state.excluded.relation.has(tie.relation) &&
  kindPasses(tie.source) && kindPasses(tie.target) &&
  (!state.contested || (tie.affirmed > 0 && tie.denied > 0)) && tie.claims.some(claimPasses);

// The ties to show, and the actors at their ends; a selected actor stays even if it stands alone.
function visible() {
  const found = page.ties.filter((tie) => state.shown.has(tie.source) && state.shown.has(tie.target) && tiePasses(tie));
  const ids = new Set(found.flatMap((tie) => [tie.source, tie.target]));
  if (state.selected?.actor) ids.add(state.selected.actor);
  return { ties: found, actors: ids };
}
