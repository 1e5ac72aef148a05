// What joins lifelines: splits, mergers and successions, alliances and wars.
const lifelinks = (() => {
  const most = 30;    // ties beyond which only the strongest are drawn
  const mostOwn = 80; // of one actor
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
    (kind === "split" ? `${actorName(to)} ${phrases.split} ${actorName(from)}` : `${actorName(from)} ${phrases[kind]} ${actorName(to)}`) +
    (told ? `, ${date}` : `, undated, reported ${date}`);

  const firstDate = (tie) => data.least(filters.claimsOf(tie).map((claim) => claim.start).filter(Boolean));

  // Friendly and hostile ties whose first claim falls into the time that is drawn: those of the selected actor, else the strongest.
  // Those of two actors that began together are one line.
  function ties(places, all, scale) {
    const between = all.filter((tie) => tie.sign !== "other" && tie.source !== tie.target && places.has(tie.source) && places.has(tie.target));
    const { actor, tie: chosen, pair } = state.selected ?? {};
    const about = (tie) => (actor ? tie.source === actor || tie.target === actor
      : pair ? pair.includes(tie.source) && pair.includes(tie.target) : true);
    const asked = between.filter(about);
    const dated = asked.map((tie) => ({ tie, dates: datesOf(tie, scale) })).filter(({ dates }) => dates.length);
    dated.sort((a, b) => (b.tie === chosen) - (a.tie === chosen) || b.dates.length - a.dates.length || a.tie.index - b.tie.index);
    const drawn = dated.slice(0, actor ? mostOwn : most);
    return { groups: grouped(drawn, places, scale), drawn: drawn.length, dated: dated.length, of: asked.length };
  }

  const datesOf = (tie, { from, until }) => filters.claimsOf(tie).map((claim) => claim.start).filter(Boolean)
    .filter((date) => timescale.begin(date) >= from && timescale.begin(date) <= until).sort();

  function grouped(drawn, places, { x }) {
    const groups = new Map();
    for (const { tie, dates } of drawn) {
      const [upper, lower] = [tie.source, tie.target].sort((a, b) => places.get(a) - places.get(b));
      const at = x(timescale.begin(dates[0])), key = [upper, lower, tie.sign, Math.round(at / 16)].join(" ");
      const group = groups.get(key) ?? { sign: tie.sign, upper, lower, x: at, ties: [], heads: new Set(), later: [], claims: 0 };
      groups.set(key, group);
      group.ties.push(tie);
      group.claims += dates.length;
      group.later.push(...dates.slice(1));
      for (const id of tie.symmetric ? (tie.sign === "hostile" ? [tie.source, tie.target] : []) : [tie.target]) group.heads.add(id);
    }
    const apart = [...groups.values()].sort((a, b) => a.x - b.x || places.get(a.upper) - places.get(b.upper));
    apart.forEach((group, index) => sideStep(group, apart.slice(0, index), places));
    return apart.map((group) => ({ ...group, words: group.ties.map((tie) => `${graph.tieSentence(tie)}, from ${firstDate(tie)}`).join("; ") }));
  }

  // Lines of the same days stand beside each other, a little to the right.
  function sideStep(group, others, places) {
    const crosses = (other) => Math.abs(other.x - group.x) < 6 && places.get(other.upper) < places.get(group.lower) && places.get(group.upper) < places.get(other.lower);
    for (let step = 0; step < 4 && others.some(crosses); step += 1) group.x += 6;
  }

  return { events, ties, descent };
})();
