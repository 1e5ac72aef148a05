// What the rows of the table are, and what stands in their columns.
const rows = (() => {
  const relation = (tie, marks = []) => [make("button", { type: "button", class: "plain", "data-tie": tie.id, onclick: () => select({ tie }) }, tie.label), ...marks];
  const contested = (tie) => [" ", make("span", { class: "badge" }, "contested"), make("div", { class: "soft said" }, whensaid.words(filters.claimsOf(tie)))];
  const claimant = (claim) => claim?.claimant?.name ?? "";
  const publisher = (claim) => claim?.about.publisher ?? "";
  const byWhom = (name, instead = "") => (name ? bdi(name) : make("span", { class: "soft" }, bdi(instead || "the article itself")));

  // A column: its word in links, its heading, what it is sorted by, and what it shows where that is not the same.
  const ties = [
    { key: "source", title: "Actor", kind: "actor", value: ({ tie }) => actorName(tie.source), show: ({ tie }) => actorButton(tie.source) },
    { key: "relation", title: "Relation", kind: "line", value: ({ tie }) => tie.label, show: ({ tie, sums }) => relation(tie, sums.affirmed && sums.denied ? contested(tie) : []) },
    { key: "target", title: "Actor", kind: "actor", value: ({ tie }) => actorName(tie.target), show: ({ tie }) => actorButton(tie.target) },
    { key: "sign", title: "Tie", kind: "line", value: ({ tie }) => tie.sign, show: ({ tie }) => [signIcon(tie.sign), " ", tie.sign] },
    { key: "claims", title: "Claims", down: true, kind: "number", value: ({ sums }) => sums.count },
    { key: "denied", title: "Denied", down: true, kind: "number", value: ({ sums }) => sums.denied },
    { key: "documents", title: "Documents", down: true, kind: "number", value: ({ sums }) => sums.documents },
    { key: "first", title: "First", down: true, kind: "date", value: ({ sums }) => sums.first },
    { key: "last", title: "Last", down: true, kind: "date", value: ({ sums }) => sums.last },
    { key: "claimant", title: "Latest by", kind: "whom", value: ({ latest }) => claimant(latest) || publisher(latest), show: ({ latest }) => byWhom(claimant(latest), publisher(latest)) },
    { key: "confidence", title: "Confidence", down: true, kind: "number", value: ({ sums }) => sums.confidence, show: ({ sums }) => sums.confidence.toFixed(2) },
  ];

  const claims = [
    { key: "source", title: "Actor", kind: "actor", value: ({ claim }) => actorName(claim.source), show: ({ claim }) => actorButton(claim.source) },
    { key: "relation", title: "Relation", kind: "line", value: ({ tie }) => tie.label, show: ({ tie }) => relation(tie) },
    { key: "target", title: "Actor", kind: "actor", value: ({ claim }) => actorName(claim.target), show: ({ claim }) => actorButton(claim.target) },
    { key: "polarity", title: "Said to hold", value: ({ claim }) => claim.polarity, show: ({ claim }) => make("span", { class: `badge ${claim.polarity}` }, claim.polarity) },
    { key: "date", title: "Date", down: true, kind: "date", value: ({ claim }) => claim.start, show: ({ claim }) => period(claim.from, claim.until) || claim.start },
    { key: "publisher", title: "Source", value: ({ claim }) => claim.about.publisher },
    { key: "claimant", title: "Who says so", kind: "actor", value: ({ claim }) => claimant(claim), show: ({ claim }) => byWhom(claimant(claim)) },
    { key: "quote", title: "Sentence", kind: "quote", value: ({ claim }) => claim.quote ?? "", show: ({ claim }) => (claim.quote === null ? make("span", { class: "soft" }, "open the tie to read it") : bdi(`“${claim.quote}”`)) },
    { key: "document", title: "Document", kind: "document", value: ({ claim }) => claim.about.title || claim.about.id, show: ({ claim: { about } }) => link(about.url, about.title || about.id) },
    { key: "published", title: "Published", down: true, kind: "date", value: ({ claim }) => claim.about.date },
    { key: "modality", title: "How", value: ({ claim }) => claim.modality },
    { key: "confidence", title: "Confidence", down: true, kind: "number", value: ({ claim }) => claim.confidence, show: ({ claim }) => claim.confidence.toFixed(2) },
  ];

  const columns = { ties, claims };
  const columnOf = ({ rows: what, sort }) => columns[what].find((column) => column.key === sort) ?? columns[what].find((column) => column.down);

  const names = new Map(); // all names of an actor, folded, once they are wanted
  function namesOf(id) {
    if (!names.has(id)) names.set(id, ` ${fold([actorName(id), ...data.actor(id).names.map((name) => name.text)].join(" / "))}`);
    return names.get(id);
  }

  // The rows that a table holds, sorted; those that have all the words in the names of their actors.
  function of(shown, settings) {
    const words = fold(settings.text).split(" ").filter(Boolean);
    const named = (tie) => words.every((word) => namesOf(tie.source).includes(word) || namesOf(tie.target).includes(word));
    const chosen = words.length ? shown.filter(named) : shown;
    const items = settings.rows === "claims"
      ? chosen.flatMap((tie) => filters.claimsOf(tie).map((claim) => ({ key: `c${claim.index}`, tie, claim })))
      : chosen.map((tie) => tieRow(tie));
    const { value } = columnOf(settings), way = settings.down ? -1 : 1;
    const keyed = items.map((item, index) => ({ item, index, by: value(item) }));
    return keyed.sort((a, b) => (a.by < b.by ? -way : a.by > b.by ? way : a.index - b.index)).map(({ item }) => item);
  }

  function tieRow(tie) {
    const claims = filters.claimsOf(tie), sums = filters.sumsOf(tie);
    // A row says the same for as long as the same claims pass.
    return { get key() { return `${tie.id} ${claims === tie.claims ? "" : claims.map(({ index }) => index)}`; }, tie, sums, latest: claims[0] };
  }

  function draw(item, settings) {
    return make("tr", { "data-row": item.key }, ...columns[settings.rows].map(({ kind, value, show }) =>
      make("td", kind ? { class: kind } : {}, ...[show ? show(item) : String(value(item))].flat())));
  }

  return { of, draw, columns, columnOf };
})();
