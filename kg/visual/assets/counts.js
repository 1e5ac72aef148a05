// How much each value of each filter lets pass: ties, claims or (by kind) actors.
const counts = (() => {
  let counted = null, columns = null; // what the page holds as numbers, made once: counting walks over many claims
  const ofTies = groups.filter((group) => group.tie), ofClaims = groups.filter((group) => group.claim);

  // The values of a group, how often each occurs in all, and for each tie, claim or actor the number of its value.
  function columnOf({ key, tie, claim }) {
    const things = tie ? data.ties : claim ? data.claims : [...data.actors.values()];
    const value = tie ?? claim ?? ((actor) => actor.kind);
    const numbers = new Map(), codes = new Int32Array(things.length);
    things.forEach((thing, index) => {
      const own = value(thing);
      if (!numbers.has(own)) numbers.set(own, numbers.size);
      codes[index] = numbers.get(own);
    });
    const values = [...numbers.keys()], total = new Int32Array(values.length);
    for (const code of codes) total[code] += 1;
    return { key, values, codes, total, off: null, found: null };
  }

  function hold() {
    if (counted === data.claims) return;
    counted = data.claims;
    columns = Object.fromEntries(groups.map((group) => [group.key, columnOf(group)]));
  }

  const asMap = (values, found) => new Map(values.map((value, index) => [value, found[index]]));

  // Of everything that the page holds.
  function totals() {
    hold();
    return Object.fromEntries(Object.values(columns).map(({ key, values, total }) => [key, asMap(values, total)]));
  }

  // Of the actors called up, by what all filters but the value's own let pass: one walk over ties and claims.
  function passing() {
    hold();
    for (const column of Object.values(columns)) {
      column.off = Uint8Array.from(column.values, (value) => Number(state.off[column.key].has(value)));
      column.found = new Int32Array(column.values.length);
    }
    const { kind } = columns, tieColumns = ofTies.map(({ key }) => columns[key]), claimColumns = ofClaims.map(({ key }) => columns[key]);
    const isOff = Uint8Array.from(kind.codes, (code) => kind.off[code]), ends = new Uint8Array(isOff.length);
    const unbounded = !state.since && !state.until;
    for (const tie of data.ties) {
      if (!state.shown.has(tie.source) || !state.shown.has(tie.target) || (state.contested && !(tie.affirmed && tie.denied))) continue;
      const source = data.actor(tie.source).index, target = data.actor(tie.target).index;
      let failed = isOff[source] | isOff[target], which = failed ? kind : null;
      for (const column of tieColumns) if (column.off[column.codes[tie.index]]) { failed += 1; which = column; }
      if (failed > 1 || !claimsPass(tie, claimColumns, unbounded, !failed)) continue; // what two filters leave out counts for neither
      for (const column of tieColumns) if (!failed || which === column) column.found[column.codes[tie.index]] += 1;
      if (!failed || which === kind) { ends[source] = 1; ends[target] = 1; }
    }
    ends.forEach((there, index) => { kind.found[kind.codes[index]] += there; });
    return Object.fromEntries(Object.values(columns).map(({ key, values, found }) => [key, asMap(values, found)]));
  }

  // Count the claims of a tie, where they are to be counted, and tell whether one passes all filters.
  function claimsPass(tie, claimColumns, unbounded, toCount) {
    let any = false;
    for (const claim of tie.claims) {
      if (claim.confidence < state.minConfidence || !(unbounded || filters.timePasses(claim))) continue;
      let failed = 0, which = null;
      for (const column of claimColumns) if (column.off[column.codes[claim.index]]) { failed += 1; which = column; }
      any ||= failed === 0;
      if (!toCount || failed > 1) continue;
      for (const column of claimColumns) if (!failed || which === column) column.found[column.codes[claim.index]] += 1;
    }
    return any;
  }

  return { totals, passing };
})();
