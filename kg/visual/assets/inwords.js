// What the filters let pass, in words.
const inwords = (() => {
  const few = 4; // values of a group that are told by name

  const listed = (key, values) => values.slice(0, few).map((value) => legend.textOf(key, value)).join(", ") +
    (values.length > few ? ` and ${values.length - few} more` : "");

  // "tie: only hostile", or "source: without Morning Wire", whichever names fewer.
  function ofGroup({ key, title }) {
    const off = state.off[key];
    if (!off.size) return [];
    const values = legend.valuesOf(key), on = values.filter((value) => !off.has(value)), name = title.toLowerCase();
    if (!on.length) return [`${name}: none`];
    return [`${name}: ${on.length <= off.size ? `only ${listed(key, on)}` : `without ${listed(key, values.filter((value) => off.has(value)))}`}`];
  }

  const how = { held: "said to hold", said: "reported" };
  function ofTime() {
    const { since, until, dated } = state;
    return since || until ? [`${how[dated]} ${since && until ? period(since, until) : since ? `since ${since}` : `until ${until}`}`] : [];
  }

  const filterList = () => [
    ...ofTime(), ...groups.flatMap(ofGroup), ...(state.minConfidence ? [`confidence at least ${state.minConfidence.toFixed(2)}`] : []),
    ...(state.contested ? ["contested ties only"] : []),
  ];

  // What a link asks for and nothing has; written by others, so each value keeps its direction to itself.
  const unmatched = () => state.unmatched.flatMap(([key, value], index) => [
    `${index ? "; " : ""}${groups.find((group) => group.key === key).title} “`, bdi(value), "” matches nothing",
  ]);

  return { filterList, unmatched };
})();
