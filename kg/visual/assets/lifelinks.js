// What joins lifelines: splits, mergers and successions, alliances and wars.
const lifelinks = (() => {
  const most = 30;    // ties beyond which only the strongest are drawn
  const mostOwn = 80; // of one actor
  const near = 1.6, aside = 2.2; // pixels: of what counts as one day, and that a line may stand aside; together no more than 3
  // Relations that tell where an actor came from: its kind of event, and whether the source is the offspring.
  const descent = { split_from: "split", formerly_known_as: "succession" };
  const phrases = { split: "split from", merger: "merged into", succession: "became" };

  // Events between two rows each, those of the catalogue first; a claim that says the same belongs to them.
  function events(places, ties) {
    const found = new Map();
    const add = (kind, from, to, date, tie = null, told = true) => {
      if (from === to || !places.has(from) || !places.has(to) || !date) return;
      const key = `${kind} ${from} ${to}`, known = [...found.values()].find((event) => event.key === key);
      if (tie && known) known.tie ??= tie;
      else found.set(`${key} ${date}`, { key, kind, from, to, date, tie, told });
    };
    for (const { kind, date, before, after } of data.events) {
      const arrived = new Set(after), left = kind === "merger" ? before.filter((id) => !arrived.has(id)) : before;
      for (const from of left) for (const to of after) if (kind === "merger" || !before.includes(to)) add(kind, from, to, date);
    }
    for (const tie of ties) {
      if (!descent[tie.relation]) continue;
      const dated = data.least(filters.claimsOf(tie).map((claim) => claim.from).filter(Boolean));
      add(descent[tie.relation], tie.target, tie.source, dated || firstDate(tie), tie, Boolean(dated));
    }
    return [...found.values()].map((event) => ({ ...event, words: wordsOf(event) }));
  }

  const wordsOf = ({ kind, from, to, date, told }) =>
    (kind === "split" ? `${nameApart(to)} ${phrases.split} ${nameApart(from)}` : `${nameApart(from)} ${phrases[kind]} ${nameApart(to)}`) +
    (told ? `, ${date}` : `, undated, reported ${date}`);

  const firstDate = (tie) => data.least(filters.claimsOf(tie).map((claim) => claim.start).filter(Boolean));

  // Friendly and hostile ties whose first claim falls into the time that is drawn: those of the selected actor, else the strongest.
  // Those of two actors that began together are one line. `left` says how many are not drawn and why.
  function ties(places, all, scale, known) {
    const { actor, tie: chosen, pair } = state.selected ?? {};
    const about = (tie) => (actor ? tie.source === actor || tie.target === actor
      : pair ? pair.includes(tie.source) && pair.includes(tie.target) : true);
    const asked = all.filter(about), signed = asked.filter((tie) => tie.sign !== "other");
    const between = signed.filter((tie) => tie.source !== tie.target && places.has(tie.source) && places.has(tie.target));
    const dated = between.map((tie) => ({ tie, dates: datesOf(tie, scale) })).filter(({ dates }) => dates.length);
    dated.sort((a, b) => (b.tie === chosen) - (a.tie === chosen) || b.dates.length - a.dates.length || a.tie.index - b.tie.index);
    const drawn = dated.slice(0, actor ? mostOwn : most);
    const left = {
      weaker: dated.length - drawn.length, undated: between.length - dated.length, rowless: signed.length - between.length, unsigned: asked.length - signed.length,
    };
    return { groups: grouped(drawn, places, scale, known), drawn: drawn.length, of: asked.length, left };
  }

  const datesOf = (tie, { from, until }) => filters.claimsOf(tie).map((claim) => claim.start).filter(Boolean)
    .filter((date) => timescale.begin(date) >= from && timescale.begin(date) <= until).sort();

  // Ties of the same two actors, sign and day as one; each stands at its day, within `near` and `aside` together.
  function grouped(drawn, places, { x }, known) {
    const links = drawn.map(({ tie, dates }) => ({ tie, dates, at: x(timescale.begin(dates[0])) })).sort((a, b) => a.at - b.at || a.tie.index - b.tie.index);
    const days = [];
    for (const sign of ["friendly", "hostile"]) {
      for (const link of links.filter(({ tie }) => tie.sign === sign)) {
        const day = days.at(-1);
        if (day?.sign === sign && link.at - day.first <= near) { day.links.push(link); day.last = link.at; }
        else days.push({ sign, first: link.at, last: link.at, links: [link] });
      }
    }
    const stems = days.flatMap(stemsOf).sort((a, b) => a.at - b.at || places.get(a.hub) - places.get(b.hub));
    const taken = known.map(({ from, to, date }) => span(x(timescale.begin(date)), [from, to], places));
    for (const stem of stems) taken.push(sideStep(stem, taken, places));
    return stems.flatMap(({ hub, x: at, feet }) => feet.map((foot) => ({
      ...foot, hub, x: at, words: foot.ties.map((tie) => `${graph.tieSentence(tie)}, from ${firstDate(tie)}`).join("; "),
    })));
  }

  // What begins on one day between one actor and others in the same direction stands on one stem, with a foot for each of them.
  function stemsOf({ sign, first, last, links }) {
    const pairs = new Map();
    for (const { tie, dates } of links) {
      const ends = [tie.source, tie.target].sort(), key = ends.join("\n");
      const pair = pairs.get(key) ?? { sign, ends, ties: [], heads: new Set(), later: [], claims: 0 };
      pairs.set(key, pair);
      pair.ties.push(tie);
      pair.claims += dates.length;
      pair.later.push(...dates.slice(1));
      for (const id of tie.symmetric ? (sign === "hostile" ? pair.ends : []) : [tie.target]) pair.heads.add(id);
    }
    const left = new Set(pairs.values()), stems = [];
    while (left.size) {
      const hubs = new Map();
      for (const pair of left) {
        for (const [hub, foot] of [pair.ends, [...pair.ends].reverse()]) {
          const key = `${hub}\n${pair.heads.has(hub)} ${pair.heads.has(foot)}`, known = hubs.get(key) ?? { hub, feet: [] };
          hubs.set(key, known);
          known.feet.push({ ...pair, foot, pair });
        }
      }
      const stem = [...hubs.values()].reduce((a, b) => (b.feet.length > a.feet.length ? b : a));
      for (const { pair } of stem.feet) left.delete(pair);
      stems.push({ ...stem, at: (first + last) / 2 });
    }
    return stems;
  }

  function span(x, ids, places) {
    const rows = ids.map((id) => places.get(id));
    return { x, upper: Math.min(...rows), lower: Math.max(...rows) };
  }

  // Stems that would cover each other stand beside each other, no further from their day than can be seen.
  function sideStep(stem, taken, places) {
    const { upper, lower } = span(0, [stem.hub, ...stem.feet.map(({ foot }) => foot)], places);
    const isFree = (x) => !taken.some((other) => Math.abs(other.x - x) < aside - 0.1 && other.upper < lower && upper < other.lower);
    stem.x = [0, aside, -aside].map((by) => stem.at + by).find(isFree) ?? stem.at;
    return { x: stem.x, upper, lower };
  }

  return { events, ties, descent };
})();
