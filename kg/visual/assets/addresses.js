// Where a server has the data of what is seen, under those of the page's filters that it knows as well.
const addresses = (() => {
  const most = 50; // values of one word that it takes
  const known = ["sign", "relation", "publisher", "claimant"];

  // The values that a group lets pass, as the server calls them; nothing where it cannot be told.
  function valuesOf(key) {
    const off = state.off[key], on = legend.valuesOf(key).filter((value) => !off.has(value));
    const lost = state.unmatched.filter(([group]) => group === key).map(([, value]) => value);
    if (key === "publisher" || key === "claimant") on.push(...lost);
    const values = key === "sign" ? familiesOf(on) : on;
    const isKnown = values.length > 0 && values.length <= most && values.every(Boolean) && !(key === "relation" && [...off].some((name) => refines(name, on)));
    return isKnown ? values : null;
  }

  // Its signs are finer: what is drawn as "other" are two of them.
  const familiesOf = (signs) => [...new Set(Object.values(look.relations).filter(({ sign }) => signs.includes(sign)).map(({ family }) => family))];

  // To a server a relation means those that refine it too.
  function refines(name, others) {
    const { parent } = look.relations[name];
    return parent !== null && (others.includes(parent) || refines(parent, others));
  }

  // The query, and what the page leaves out that the server does not.
  function asked() {
    const words = new URLSearchParams(live.asked().filter(([word]) => word !== "limit")), lacking = [];
    for (const { key, title } of groups.filter((group) => state.off[group.key].size)) {
      const values = known.includes(key) ? valuesOf(key) : null;
      if (values) for (const value of values) words.append(key, value); else lacking.push(title);
    }
    if (state.minConfidence) words.set("min_confidence", String(Number(state.minConfidence.toFixed(4))));
    if (state.contested) words.set("contested", "true");
    for (const key of ["since", "until"]) if (state[key]) words.set(key, state[key]);
    if (state.since || state.until) words.set("dated", state.dated);
    if (state.shown.size < data.actors.size) lacking.push("Which actors are called up");
    if (state.view === "table" && state.table.text) lacking.push("The words above the table");
    if (state.view === "matrix" && state.matrix.mutual) lacking.push("Mutual only");
    return { words, lacking };
  }

  function ofView() {
    const { words, lacking } = asked(), view = state.view === "table" && state.table.rows === "claims" ? "graph" : state.view;
    const address = (form) => live.address(`${view}.${form}${words.size ? `?${words}` : ""}`);
    return { files: ["csv", "json"].map((form) => ({ form, address: address(form) })), lacking };
  }

  return { ofView };
})();
