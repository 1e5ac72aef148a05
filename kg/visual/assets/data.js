// What the page was given (kg/scene/scene.py says what is in it), as objects that point at each other.
const readBlock = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const look = readBlock("data-look"); // kinds, relations, signs; and where a live page asks

const data = (() => {
  const held = { title: "", total: {}, actors: new Map(), ties: [], claims: [], documents: [], claimants: [], events: [], others: new Map() };

  function load(scene) {
    const list = scene.actors.map((actor, index) => ({ ...actor, index, ties: [] }));
    held.title = scene.title;
    held.total = scene.total;
    held.actors = new Map(list.map((actor) => [actor.id, actor]));
    held.documents = scene.documents;
    held.claimants = scene.claimants;
    held.ties = scene.ties.source.map((_, index) => tieAt(scene.ties, index, list));
    held.claims = scene.claims.tie.map((_, index) => claimAt(scene, index));
    if (scene.evidence) scene.evidence.claim.forEach((claim, row) => tell(held.claims[claim], rowOf(scene.evidence, row)));
    held.ties.forEach(sumUp);
    held.events = scene.events;
    held.others = new Map(Object.entries(scene.others));
    held.order = scene.order.map((index) => list[index].id);
    held.focus = scene.focus.map((index) => list[index].id);
    held.first = scene.first.map((index) => list[index].id);
    held.wide = scene.wide.map(([index, x, y]) => [list[index].id, { x, y }]);
    held.narrow = scene.narrow.map(([index, x, y]) => [list[index].id, { x, y }]);
  }

  function tieAt(columns, index, list) {
    const [source, target] = [list[columns.source[index]], list[columns.target[index]]];
    const relation = columns.relation[index];
    const tie = { id: `t${index}`, index, source: source.id, target: target.id, relation, ...look.relations[relation], claims: [] };
    source.ties.push(tie);
    if (target !== source) target.ties.push(tie);
    return tie;
  }

  function claimAt(scene, index) {
    const { claims } = scene;
    const tie = held.ties[claims.tie[index]], about = held.documents[claims.document[index]];
    const claim = {
      index, tie, about, id: claims.id[index],
      claimant: held.claimants[claims.claimant[index]] ?? null,
      source: claims.turned[index] ? tie.target : tie.source,
      target: claims.turned[index] ? tie.source : tie.target,
      polarity: claims.denied[index] ? "denied" : "affirmed",
      modality: claims.modality[index],
      from: claims.from[index], until: claims.until[index],
      start: claims.from[index] || about.date,
      confidence: claims.confidence[index],
      judgement: scene.judged[claims.id[index]] ?? null,
      quote: null, before: "", after: "", by: "", offset: null, end: null,
    };
    tie.claims.push(claim);
    return claim;
  }

  const rowOf = ({ claim, ...columns }, row) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]]));
  const tell = (claim, words) => Object.assign(claim, words);

  // What some claims of a tie amount to together.
  function sums(claims) {
    const denied = claims.filter((claim) => claim.polarity === "denied").length;
    const sure = claims.filter((claim) => claim.polarity === "affirmed");
    const ends = claims.map((claim) => claim.until || (claim.about.date > claim.start ? claim.about.date : claim.start)).filter(Boolean);
    return {
      count: claims.length, denied, affirmed: claims.length - denied,
      documents: new Set(claims.map((claim) => claim.about.id)).size,
      confidence: Math.max(...(sure.length ? sure : claims).map((claim) => claim.confidence)),
      first: least(claims.map((claim) => claim.start).filter(Boolean)), last: most(ends),
    };
  }

  const sumUp = (tie) => Object.assign(tie, sums(tie.claims));

  // Dates compare as texts.
  const least = (texts) => texts.reduce((a, b) => (b < a ? b : a), texts[0] ?? "");
  const most = (texts) => texts.reduce((a, b) => (b > a ? b : a), texts[0] ?? "");

  const actor = (id) => held.actors.get(id);
  const otherEnd = (tie, id) => (tie.source === id ? tie.target : tie.source);
  const neighbours = (id) => [...new Set(actor(id).ties.map((tie) => otherEnd(tie, id)))].filter((other) => other !== id);
  const between = (source, relation, target) => held.ties.find((tie) => tie.relation === relation &&
    ((tie.source === source && tie.target === target) || (tie.symmetric && tie.source === target && tie.target === source)));

  // The one article that calls somebody so, where there is but one: common nouns mean others elsewhere.
  function onlyDocument({ id, ties }) {
    if (!id.startsWith("doc/")) return null;
    const documents = new Set(ties.flatMap((tie) => tie.claims.map((claim) => claim.about)));
    return documents.size === 1 ? [...documents][0] : null;
  }

  return Object.assign(held, { load, onlyDocument, sums, actor, otherEnd, neighbours, between, tell, least, most, tie: (id) => held.ties[Number(id.slice(1))] });
})();

const actorName = (id) => data.actor(id)?.name ?? data.others.get(id) ?? id;
