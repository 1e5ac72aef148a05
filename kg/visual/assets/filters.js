// Which claims pass the filters, and so which ties and actors are shown.
const firstView = () => (small() ? data.narrow : data.wide);

const filters = (() => {
  const firstDay = (date) => date + "-01-01".slice(date.length - 4);
  const lastDay = (date) => date + "-12-31".slice(date.length - 4);
  const ofClaims = groups.filter((group) => group.claim), ofTies = groups.filter((group) => group.tie);

  // The day by which a claim is counted: of the report, or of its beginning as far as it is known.
  const dayOf = (claim) => (state.dated === "said" ? claim.about.date : claim.start || claim.until);
  const bounds = () => ({ since: state.since && firstDay(state.since), until: state.until && lastDay(state.until) });

  // Whether that day lies in the range of time that is chosen.
  function dayPasses(claim) {
    const { since, until } = bounds(), date = dayOf(claim);
    return (!since && !until) || (Boolean(date) && (!since || lastDay(date) >= since) && (!until || firstDay(date) <= until));
  }

  // With dated "said" that is all; else a claim passes wherever the relation is said to have held.
  function timePasses(claim) {
    if (state.dated === "said" || (!state.since && !state.until)) return dayPasses(claim);
    const { since, until } = bounds();
    if (!claim.start && !claim.until) return false;
    // A claim without an end goes on; one may end before its document was written.
    const first = claim.until && claim.start > claim.until ? claim.until : claim.start || claim.until;
    return (!until || firstDay(first) <= until) && (!since || !claim.until || lastDay(claim.until) >= since);
  }

  const claimPassesButTime = (claim) => claim.confidence >= state.minConfidence &&
    ofClaims.every(({ key, claim: value }) => !state.off[key].size || !state.off[key].has(value(claim)));
  const claimPasses = (claim) => claimPassesButTime(claim) && timePasses(claim);
  const kindPasses = (id) => !state.off.kind.has(data.actor(id).kind);
  const tiePassesButClaims = (tie) => ofTies.every((group) => !state.off[group.key].has(group.tie(tie))) &&
    kindPasses(tie.source) && kindPasses(tie.target) && (!state.contested || (tie.affirmed > 0 && tie.denied > 0));
  const tiePasses = (tie) => tiePassesButClaims(tie) && claimsOf(tie).length > 0;

  // What to show: ties between the actors called up, the actors at their ends, the claims that pass.
  // A selected actor stays even if it stands alone.
  function visible() {
    renew();
    const ties = data.ties.filter((tie) => state.shown.has(tie.source) && state.shown.has(tie.target) && tiePasses(tie));
    const actors = new Set(ties.flatMap((tie) => [tie.source, tie.target]));
    if (state.selected?.actor) actors.add(state.selected.actor);
    return { ties, actors };
  }

  // What passes, and what it amounts to, is worked out once for as long as the filters of claims stay as they are.
  let rules = "", passed = new WeakMap(), summed = new WeakMap();
  function renew() {
    const now = JSON.stringify([state.minConfidence, state.since, state.until, state.dated, ...ofClaims.map(({ key }) => [...state.off[key]])]);
    if (now === rules) return;
    rules = now;
    [passed, summed] = [new WeakMap(), new WeakMap()];
  }

  function claimsOf(tie) {
    if (!passed.has(tie)) passed.set(tie, tie.claims.every(claimPasses) ? tie.claims : tie.claims.filter(claimPasses));
    return passed.get(tie);
  }

  // Counts, first and last date and confidence of the claims that pass.
  function sumsOf(tie) {
    const claims = claimsOf(tie);
    if (claims === tie.claims || !claims.length) return tie;
    if (!summed.has(tie)) summed.set(tie, data.sums(claims));
    return summed.get(tie);
  }

  return { visible, claimsOf, sumsOf, dayOf, dayPasses, kindPasses, claimPasses, claimPassesButTime, timePasses, tiePasses, tiePassesButClaims, firstDay, lastDay };
})();
