// Which claims pass the filters, and so which ties and actors are shown.
const firstView = () => (narrow() ? data.narrow : data.wide);

const filters = (() => {
  const firstDay = (date) => date + "-01-01".slice(date.length - 4);
  const lastDay = (date) => date + "-12-31".slice(date.length - 4);
  const ofClaims = groups.filter((group) => group.claim), ofTies = groups.filter((group) => group.tie);

  // With dated "said" the day of the document counts, else when the relation is said to have held.
  function timePasses(claim) {
    if (!state.since && !state.until) return true;
    const since = state.since && firstDay(state.since), until = state.until && lastDay(state.until);
    if (state.dated === "said") {
      const { date } = claim.about;
      return Boolean(date) && (!since || lastDay(date) >= since) && (!until || firstDay(date) <= until);
    }
    if (!claim.start && !claim.until) return false;
    // A claim without an end goes on; one may end before its document was written.
    const first = claim.until && claim.start > claim.until ? claim.until : claim.start || claim.until;
    return (!until || firstDay(first) <= until) && (!since || !claim.until || lastDay(claim.until) >= since);
  }

  const claimPassesButTime = (claim) => claim.confidence >= state.minConfidence &&
    ofClaims.every((group) => !state.off[group.key].has(group.claim(claim)));
  const claimPasses = (claim) => claimPassesButTime(claim) && timePasses(claim);
  const kindPasses = (id) => !state.off.kind.has(data.actor(id).kind);
  const tiePassesButClaims = (tie) => ofTies.every((group) => !state.off[group.key].has(group.tie(tie))) &&
    kindPasses(tie.source) && kindPasses(tie.target) && (!state.contested || (tie.affirmed > 0 && tie.denied > 0));
  const tiePasses = (tie) => tiePassesButClaims(tie) && tie.claims.some(claimPasses);

  // What to show: ties between the actors called up, the actors at their ends, the claims that pass.
  // A selected actor stays even if it stands alone.
  function visible() {
    const ties = data.ties.filter((tie) => state.shown.has(tie.source) && state.shown.has(tie.target) && tiePasses(tie));
    const actors = new Set(ties.flatMap((tie) => [tie.source, tie.target]));
    if (state.selected?.actor) actors.add(state.selected.actor);
    return { ties, actors };
  }

  const claimsOf = (tie) => tie.claims.filter(claimPasses);

  // What those claims amount to: counts, first and last date, confidence.
  function sumsOf(tie) {
    const claims = claimsOf(tie);
    return claims.length === tie.count || !claims.length ? tie : data.sums(claims);
  }

  return { visible, claimsOf, sumsOf, timePasses, kindPasses, claimPasses, claimPassesButTime, timePasses, tiePasses, tiePassesButClaims, firstDay, lastDay };
})();
