// How much each value of each filter lets pass: ties, claims or (by kind) actors.
const counts = (() => {
  let counted = null, all = null; // totals, counted once for what the page holds

  const noCounts = () => Object.fromEntries(groups.map(({ key }) => [key, new Map()]));
  const add = (map, value) => map.set(value, (map.get(value) ?? 0) + 1);

  // Of everything that the page holds.
  function totals() {
    if (counted === data.claims) return all;
    all = noCounts();
    counted = data.claims;
    for (const { key, tie, claim } of groups) {
      if (tie) data.ties.forEach((each) => add(all[key], tie(each)));
      else if (claim) data.claims.forEach((each) => add(all[key], claim(each)));
      else for (const actor of data.actors.values()) add(all[key], actor.kind);
    }
    return all;
  }

  // Of the actors called up, by what all filters but the value's own let pass: one walk over ties and claims.
  function passing() {
    const found = noCounts(), ends = new Set();
    const ofTies = groups.filter((group) => group.tie), ofClaims = groups.filter((group) => group.claim);
    const off = (group, value) => state.off[group.key].size > 0 && state.off[group.key].has(value);
    for (const tie of data.ties) {
      if (!state.shown.has(tie.source) || !state.shown.has(tie.target) || (state.contested && !(tie.affirmed && tie.denied))) continue;
      const failed = ofTies.filter((group) => off(group, group.tie(tie))).map((group) => group.key);
      if (!filters.kindPasses(tie.source) || !filters.kindPasses(tie.target)) failed.push("kind");
      if (failed.length > 1) continue; // two filters leave it out: it counts for neither
      if (!claimsPass(tie, ofClaims, off, failed.length ? null : found)) continue;
      for (const group of ofTies) if (!failed.length || failed[0] === group.key) add(found[group.key], group.tie(tie));
      if (!failed.length || failed[0] === "kind") ends.add(tie.source).add(tie.target);
    }
    for (const id of ends) add(found.kind, data.actor(id).kind);
    return found;
  }

  // Count the claims of a tie, where they are to be counted, and tell whether one passes all filters.
  function claimsPass(tie, ofClaims, off, found) {
    let any = false;
    for (const claim of tie.claims) {
      if (claim.confidence < state.minConfidence || !filters.timePasses(claim)) continue;
      let failed = 0, which = null;
      for (const group of ofClaims) if (off(group, group.claim(claim))) { failed += 1; which = group; }
      any ||= failed === 0;
      if (!found || failed > 1) continue;
      if (which) add(found[which.key], which.claim(claim));
      else for (const group of ofClaims) add(found[group.key], group.claim(claim));
    }
    return any;
  }

  return { totals, passing };
})();
