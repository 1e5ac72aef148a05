// What is shown, as data for other programs: only claims, ties and actors that pass.
const shown = (() => {
  function now() {
    const { ties, actors } = filters.visible();
    return {
      actors: [...data.actors.keys()].filter((id) => actors.has(id)).map(data.actor),
      ties: ties.map((tie) => ({ tie, sums: filters.sumsOf(tie), claims: filters.claimsOf(tie) })),
    };
  }

  // A cell that starts like a formula would be run by a spreadsheet.
  const formula = /^[=+\-@\t\r\n＝＋－＠]/;
  const cell = (value) => `"${(formula.test(value) ? "'" : "") + String(value).replaceAll('"', '""')}"`;
  // The mark in front makes spreadsheets read it as UTF-8.
  const table = (columns, items) => `\ufeff${[Object.keys(columns), ...items.map((item) => Object.values(columns).map((value) => value(item)))]
    .map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

  // One row a claim, the columns of `kg export --format csv`; ties and their claims in the order of time.
  const claimColumns = {
    source_id: ({ claim }) => claim.source, source: ({ claim }) => actorName(claim.source), relation: ({ tie }) => tie.relation,
    sign: ({ tie }) => tie.family, target_id: ({ claim }) => claim.target, target: ({ claim }) => actorName(claim.target),
    polarity: ({ claim }) => claim.polarity, modality: ({ claim }) => claim.modality,
    claimant_id: ({ claim }) => claim.claimant?.id ?? "", claimant: ({ claim }) => claim.claimant?.name ?? "",
    valid_from: ({ claim }) => claim.from, valid_until: ({ claim }) => claim.until, confidence: ({ claim }) => claim.confidence,
    quote: ({ claim }) => claim.quote ?? "", start: ({ claim }) => claim.offset ?? "", end: ({ claim }) => claim.end ?? "", by: ({ claim }) => claim.by,
    document: ({ claim }) => claim.about.id, title: ({ claim }) => claim.about.title, publisher: ({ claim }) => claim.about.publisher,
    date: ({ claim }) => claim.about.date, url: ({ claim }) => claim.about.url,
  };

  // One row a tie, what the table shows of it and whom it is between.
  const tieColumns = {
    source_id: ({ tie }) => tie.source, source: ({ tie }) => actorName(tie.source), relation: ({ tie }) => tie.relation,
    sign: ({ tie }) => tie.family, target_id: ({ tie }) => tie.target, target: ({ tie }) => actorName(tie.target),
    claims: ({ sums }) => sums.count, affirmed: ({ sums }) => sums.affirmed, denied: ({ sums }) => sums.denied,
    documents: ({ sums }) => sums.documents, first: ({ sums }) => sums.first, last: ({ sums }) => sums.last,
    latest_claimant: ({ latest }) => latest.claimant?.name ?? "", confidence: ({ sums }) => sums.confidence,
  };

  // In the table view the rows that it has, in its order.
  const listed = (what, otherwise) => (state.view === "table" ? rows.of(filters.visible().ties, { ...state.table, rows: what }) : otherwise());

  const claimsCsv = () => table(claimColumns, listed("claims", () =>
    now().ties.flatMap(({ tie, claims }) => [...claims].reverse().map((claim) => ({ tie, claim })))));
  const tiesCsv = () => table(tieColumns, listed("ties", () => now().ties.map((row) => ({ ...row, latest: row.claims[0] }))));

  // The part of the scene that is shown, in the form of the scene (kg/scene/scene.py).
  function json() {
    const { actors, ties } = now();
    const numbers = new Map(actors.map(({ id }, index) => [id, index])), own = (ids) => ids.filter((id) => numbers.has(id));
    const claims = ties.flatMap(({ claims: all }, index) => all.map((claim) => ({ claim, tie: index })));
    const documents = [...new Set(claims.map(({ claim }) => claim.about))].sort((a, b) => (a.id < b.id ? -1 : 1));
    const heard = new Set(claims.map(({ claim }) => claim.claimant)), claimants = data.claimants.filter((claimant) => heard.has(claimant));
    const places = new Map([...actors.map(({ id, x, y }) => [id, { x, y }]), ...data.wide, ...graph.spots]);
    const column = (value) => claims.map(value);
    const events = data.events.filter(({ before, after }) => own([...before, ...after]).length);
    const others = [...new Set(events.flatMap(({ before, after }) => [...before, ...after]))].filter((id) => !numbers.has(id)).sort();
    const told = claims.map(({ claim }, index) => ({ claim, index })).filter(({ claim }) => claim.quote !== null);
    const placed = (list) => new Map(list.map((each, index) => [each, index]));
    const documentAt = placed(documents), claimantAt = placed(claimants);
    return JSON.stringify({
      format: 1, title: data.title, total: data.total, focus: own(data.focus).map((id) => numbers.get(id)),
      actors: actors.map(({ index, ties: _, ...actor }) => actor),
      ties: {
        source: ties.map(({ tie }) => numbers.get(tie.source)), relation: ties.map(({ tie }) => tie.relation),
        target: ties.map(({ tie }) => numbers.get(tie.target)),
      },
      claims: {
        tie: column(({ tie }) => tie), document: column(({ claim }) => documentAt.get(claim.about)),
        claimant: column(({ claim }) => claimantAt.get(claim.claimant) ?? -1),
        turned: column(({ claim }) => Number(claim.source !== claim.tie.source)), denied: column(({ claim }) => Number(claim.polarity === "denied")),
        modality: column(({ claim }) => claim.modality), from: column(({ claim }) => claim.from), until: column(({ claim }) => claim.until),
        confidence: column(({ claim }) => claim.confidence), id: column(({ claim }) => claim.id),
      },
      documents, claimants,
      judged: Object.fromEntries(claims.filter(({ claim }) => claim.judgement).map(({ claim }) => [claim.id, claim.judgement])),
      evidence: {
        claim: told.map(({ index }) => index),
        ...Object.fromEntries(["quote", "before", "after", "by", "offset", "end"].map((name) => [name, told.map(({ claim }) => claim[name])])),
      },
      events, others: Object.fromEntries(others.map((id) => [id, data.others.get(id) ?? actorName(id)])),
      order: own(data.order).map((id) => numbers.get(id)),
      first: [...new Set([...own(data.first), ...numbers.keys()])].map((id) => numbers.get(id)),
      wide: actors.map(({ id }, index) => [index, Math.round(places.get(id).x), Math.round(places.get(id).y)]),
      narrow: data.narrow.filter(([id]) => numbers.has(id)).map(([id, { x, y }]) => [numbers.get(id), x, y]),
    });
  }

  return { now, claimsCsv, tiesCsv, json };
})();
