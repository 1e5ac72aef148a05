// What is shown as GraphML and GEXF, with the attributes that `kg export` writes.
const xml = (() => {
  const namespaces = { graphml: "http://graphml.graphdrawing.org/xmlns", gexf: "http://www.gexf.net/1.2draft" };
  // What XML 1.0 cannot hold, escaped or not.
  const clean = (text) => String(text).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, " ");

  const ofActors = {
    kind: ["string", ({ actor }) => actor.kind],
    names: ["string", ({ actor }) => [...new Set(actor.names.map((name) => name.text))].filter((text) => text !== actor.name).sort().join(" | ")],
    countries: ["string", ({ actor }) => actor.countries.join(" ")],
    degree: ["long", ({ neighbours }) => neighbours],
  };
  const ofTies = {
    relation: ["string", ({ tie }) => tie.relation], sign: ["string", ({ tie }) => tie.family], weight: ["long", ({ sums }) => sums.count],
    affirmed: ["long", ({ sums }) => sums.affirmed], denied: ["long", ({ sums }) => sums.denied], documents: ["long", ({ sums }) => sums.documents],
    first: ["string", ({ sums }) => sums.first], last: ["string", ({ sums }) => sums.last], confidence: ["double", ({ sums }) => sums.confidence],
  };

  // Actors with the number of their neighbours among what is shown.
  function things() {
    const { actors, ties } = shown.now(), near = new Map(actors.map(({ id }) => [id, new Set()]));
    for (const { tie: { source, target } } of ties) if (source !== target) { near.get(source).add(target); near.get(target).add(source); }
    return { actors: actors.map((actor) => ({ actor, neighbours: near.get(actor.id).size })), ties };
  }

  function writer(root) {
    const made = document.implementation.createDocument(namespaces[root], root);
    const element = (tag, attributes, ...children) => {
      const node = made.createElementNS(namespaces[root], tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, clean(value));
      node.append(...children);
      return node;
    };
    const text = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
    return { element, text, root: made.documentElement };
  }

  function graphml() {
    const { element, text, root } = writer("graphml"), { actors, ties } = things();
    const label = (value) => ({ label: ["string", value] });
    const keysOf = (place, attributes, offset) => Object.entries(attributes).map(([name, [type, value]], index) => ({ id: `d${offset + index}`, place, name, type, value }));
    const nodeKeys = keysOf("node", { ...label(({ actor }) => actor.name), ...ofActors }, 0);
    const edgeKeys = keysOf("edge", { ...label(({ tie }) => tie.relation), ...ofTies }, nodeKeys.length);
    const values = (keys, thing) => keys.map(({ id, value }) => element("data", { key: id }, clean(value(thing))));
    root.append(
      ...[...nodeKeys, ...edgeKeys].map(({ id, place, name, type }) => element("key", { id, for: place, "attr.name": name, "attr.type": type })),
      element("graph", { edgedefault: "directed" },
        ...actors.map((thing) => element("node", { id: thing.actor.id }, ...values(nodeKeys, thing))),
        ...ties.map((thing, index) => element("edge", { source: thing.tie.source, target: thing.tie.target, id: `tie${index}` }, ...values(edgeKeys, thing)))));
    return text();
  }

  function gexf() {
    const { element, text, root } = writer("gexf"), { actors, ties } = things();
    const { weight, ...rest } = ofTies; // GEXF has a place of its own for it
    const head = (place, attributes) => element("attributes", { class: place, mode: "static" },
      ...Object.entries(attributes).map(([title, [type]]) => element("attribute", { id: `${place}-${title}`, title, type })));
    const values = (place, attributes, thing) => element("attvalues", {},
      ...Object.entries(attributes).map(([title, [, value]]) => element("attvalue", { for: `${place}-${title}`, value: value(thing) })));
    root.setAttribute("version", "1.2");
    root.append(element("graph", { defaultedgetype: "directed", mode: "static" },
      head("node", ofActors), head("edge", rest),
      element("nodes", {}, ...actors.map((thing) => element("node", { id: thing.actor.id, label: thing.actor.name }, values("node", ofActors, thing)))),
      element("edges", {}, ...ties.map((thing, index) => element("edge",
        { id: `tie${index}`, source: thing.tie.source, target: thing.tie.target, label: thing.tie.relation, weight: weight[1](thing) }, values("edge", rest, thing))))));
    return text();
  }

  return { graphml, gexf, clean };
})();
