// One row an actor: renames, splits, mergers, alliances and wars over time.
const lifelines = (() => {
  const draw = () => byId("lifelines").replaceChildren(make("p", {}, "lifelines"));
  return { draw };
})();
