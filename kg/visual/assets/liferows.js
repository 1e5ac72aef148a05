// Which actors get a lifeline, in which order, and what is known of their lives.
const liferows = (() => {
  const most = 60;
  const leftOut = new Set(["person", "place"]);
  const ownNames = new Set(["official", "former"]);
  const beginnings = { split: "split from", merger: "formed from", succession: "followed" };
  const endings = { split: "split into", merger: "merged with", succession: "followed by" };
  let events = null; // by actor

  function eventsOf(id) {
    if (!events) {
      events = new Map();
      for (const event of data.events) {
        for (const each of new Set([...event.before, ...event.after])) events.set(each, [...(events.get(each) ?? []), event]);
      }
    }
    return events.get(id) ?? [];
  }

  const began = (event, id) => event.after.includes(id) && !event.before.includes(id);
  const ended = (event, id) => event.kind !== "split" && event.before.includes(id) && !event.after.includes(id);

  // What an actor called itself and since when, a name for a date; after a name that ended, its usual one.
  function namesOf({ names, name }) {
    const dated = new Map();
    for (const { kind, from, until, text } of names) if (from && ownNames.has(kind) && !dated.has(from)) dated.set(from, { date: from, until, text });
    const sorted = [...dated.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
    const last = sorted.at(-1);
    if (last?.until && last.text !== name) sorted.push({ date: last.until, until: "", text: name });
    return sorted.filter(({ text }, index) => text !== sorted[index - 1]?.text);
  }

  // Beginning and end as far as they are told, and the first and the last day of which anything is told.
  function lifeOf(actor) {
    const { id } = actor, names = namesOf(actor), own = eventsOf(id);
    const dates = (which) => own.filter((event) => which(event, id)).map((event) => event.date).filter(Boolean);
    const births = [...dates(began), ...names.map(({ date }) => date)];
    const last = names.at(-1);
    const died = data.most([...dates(ended), ...(last?.until ? [last.until] : [])]);
    const seen = [...dates(() => true), ...actor.ties.flatMap((tie) => [tie.first, tie.last]).filter(Boolean)];
    return {
      actor, names, events: own, born: data.least(births), died: died && died >= data.most(births) ? died : "",
      seen: data.least(seen), seenLast: data.most(seen),
    };
  }

  // The rows: the actors with the most ties, those whom an event joins one below the other, bloc by bloc.
  function rows({ ties, actors }, everybody) {
    const weights = new Map([...actors].map((id) => [id, 0]));
    for (const { source, target } of ties) for (const id of [source, target]) weights.set(id, weights.get(id) + 1);
    const chosen = state.selected?.actor;
    const wanted = [...actors].filter((id) => everybody || id === chosen || !leftOut.has(data.actor(id).kind));
    const kept = [...wanted].sort((a, b) => (b === chosen) - (a === chosen) || weights.get(b) - weights.get(a) || (a < b ? -1 : 1)).slice(0, most);
    const lives = new Map(kept.map((id) => [id, lifeOf(data.actor(id))]));
    return { rows: families(lives, ties).flatMap(({ members, bloc }) => members.map((life) => ({ ...life, bloc }))), kinds: actors.size - wanted.length, weaker: wanted.length - kept.length };
  }

  const start = (life) => life.born || life.seen || "9999";
  const earlier = (a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : a.actor.id < b.actor.id ? -1 : 1);

  // Who came from whom, walked from the eldest, so that an offspring stands below its origin.
  function families(lives, ties) {
    const kin = new Map([...lives.keys()].map((id) => [id, []]));
    const join = (a, b, date) => {
      if (a === b || !kin.has(a) || !kin.has(b)) return;
      kin.get(a).push({ id: b, date });
      kin.get(b).push({ id: a, date });
    };
    for (const { before, after, date } of data.events) for (const a of before) for (const b of after) join(a, b, date);
    for (const tie of ties) if (lifelinks.descent[tie.relation]) join(tie.source, tie.target, tie.first);
    const seen = new Set();
    const walk = (id) => {
      if (seen.has(id)) return [];
      seen.add(id);
      const next = kin.get(id).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id < b.id ? -1 : 1));
      return [lives.get(id), ...next.flatMap((each) => walk(each.id))];
    };
    const found = [...lives.values()].sort(earlier).map(({ actor }) => walk(actor.id)).filter((members) => members.length);
    const blocOf = (members) => members.find(({ actor }) => actor.bloc !== null)?.actor.bloc ?? Infinity;
    return found.map((members) => ({ members, bloc: blocOf(members) }))
      .sort((a, b) => (a.bloc === b.bloc ? 0 : a.bloc < b.bloc ? -1 : 1) || b.members.length - a.members.length || earlier(a.members[0], b.members[0]));
  }

  // What happened to an actor, in words: its name by date, and its events.
  function story({ actor, names, events: own, born, died }) {
    const { id } = actor, others = (ids) => ids.filter((each) => each !== id).map(actorName).join(", ");
    const told = own.map((event) => {
      const date = event.date ? ` ${event.date}` : "";
      if (event.kind === "dissolution") return `ended${date}`;
      if (began(event, id)) return `${beginnings[event.kind]} ${others(event.before)}${date}`;
      if (event.before.includes(id) && event.after.includes(id)) return `joined by ${others(event.before)}${date}`;
      return `${endings[event.kind]} ${others(event.after)}${date}`;
    });
    return [
      `${actor.name}, ${look.kinds[actor.kind].label}`, period(born, died) && `known ${born && !died ? `since ${born}` : !born ? `until ${died}` : period(born, died)}`,
      ...names.filter(({ text }) => text !== actor.name || names.length > 1).map(({ date, text }) => `called ${text} from ${date}`), ...told,
    ].filter(Boolean).join("; ");
  }

  return { rows, story };
})();
