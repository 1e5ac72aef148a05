// Claims counted by year or by month, whichever their dates allow.
const timebins = (() => {
  const enoughYears = 4;   // beyond so many years, a bar is a year
  const mostBars = 90;     // what lies outside is counted in the first and the last bar
  const signs = ["friendly", "hostile"];
  let scale = null, kept = { key: null };

  const slotOf = (date, unit) => (unit === "year" ? timescale.year(date) : timescale.year(date) * 12 + timescale.month(date) - 1);

  // One scale for both ways of dating and all filters, so that bars stay where they are.
  function currentScale() {
    if (scale?.claims === data.claims.length) return scale;
    const dates = data.claims.flatMap((claim) => [claim.start, claim.about.date]).filter(Boolean).sort();
    scale = { claims: data.claims.length, count: 0 };
    if (!dates.length) return scale;
    const years = timescale.year(dates.at(-1)) - timescale.year(dates[0]);
    const bare = dates.filter((date) => date.length === 4).length; // they would all fall upon January
    const unit = years < enoughYears && bare < dates.length / 10 ? "month" : "year";
    let first = slotOf(dates[0], unit), last = slotOf(dates.at(-1), unit);
    if (last - first > mostBars / 2) { // a few odd dates must not squeeze all others together
      first = slotOf(dates[Math.floor(dates.length * 0.02)], unit);
      last = slotOf(dates[Math.ceil(dates.length * 0.98) - 1], unit);
      first = Math.max(first, last - mostBars + 1);
    }
    const open = slotOf(dates[0], unit) < first;
    return Object.assign(scale, { unit, first, count: last - first + 1, open });
  }

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  // The bar of a date; dates beyond the scale go into the bars at its ends.
  function indexOf(date) {
    const { unit, first, count } = currentScale();
    return clamp(slotOf(date, unit) - first, 0, count - 1);
  }

  // The date of a bar, as it stands in links and on the command line.
  function dateOf(index) {
    const { unit, first } = currentScale();
    const slot = first + index;
    if (unit === "year") return String(slot).padStart(4, "0");
    return `${String(Math.floor(slot / 12)).padStart(4, "0")}-${String((slot % 12) + 1).padStart(2, "0")}`;
  }

  // The range of bars that is shown; a range that is set to nothing ends with the scale.
  function range() {
    const { count } = currentScale();
    const from = state.since ? indexOf(state.since) : 0;
    return [from, Math.max(from, state.until ? indexOf(state.until) : count - 1)];
  }

  const emptyCounts = (count) => ({ friendly: new Uint32Array(count), hostile: new Uint32Array(count) });

  // Claims among the actors shown: those that pass every filter but time, and all. Kept until a filter changes.
  function counts() {
    const key = JSON.stringify([groups.map((group) => [...state.off[group.key]]), state.minConfidence, state.contested, state.dated,
      data.claims.length, [...state.shown]]);
    if (kept.key === key) return kept;
    const { count } = currentScale();
    kept = { key, passing: emptyCounts(count), all: emptyCounts(count), claims: [], undated: 0 };
    for (const tie of data.ties) {
      if (!state.shown.has(tie.source) || !state.shown.has(tie.target)) continue;
      const passes = filters.tiePassesButClaims(tie);
      for (const claim of tie.claims) countClaim(claim, tie.sign, passes && filters.claimPassesButTime(claim));
    }
    const { passing, all } = kept;
    kept.highest = Math.max(1, ...signs.flatMap((sign) => [...all[sign]]), ...signs.flatMap((sign) => [...passing[sign]]));
    return kept;
  }

  function countClaim(claim, sign, passes) {
    const date = filters.dayOf(claim);
    if (passes) kept.claims.push(claim);
    if (passes && !date) kept.undated += 1;
    if (!date || !signs.includes(sign)) return;
    const index = indexOf(date);
    kept.all[sign][index] += 1;
    if (passes) kept.passing[sign][index] += 1;
  }

  return { scale: currentScale, counts, range, indexOf, dateOf, clamp };
})();
