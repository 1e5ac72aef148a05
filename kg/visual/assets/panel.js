// What is known of the selected actor or tie, down to the sentences.
const panel = (() => {
  function draw() {
    const panel = byId("panel"), focused = document.activeElement;
    const held = panel.contains(focused) || byId(state.view).contains(focused);
    panel.hidden = !state.selected;
    if (!state.selected) return panel.replaceChildren();
    const { actor, tie } = state.selected;
    panel.replaceChildren(...(actor ? actorDetails(data.actor(actor)) : tieDetails(tie)));
    panel.scrollTop = 0;
    // The pressed button is gone with its list; readers by keyboard go on in the details.
    if (held) panel.focus();
  }

  const closeButton = () => make("button", { type: "button", class: "close", "aria-label": "Close details (Esc)", onclick: () => select(null) }, "×");

  function actorDetails(actor) {
    const own = actor.ties.filter(filters.tiePasses);
    const hidden = data.neighbours(actor.id).filter((id) => !state.shown.has(id)).length;
    return [
      make("div", { class: "top" }, make("h2", {}, bdi(actor.name)), closeButton()),
      make("p", { class: "soft" }, `${look.kinds[actor.kind].label} · ${number(own.length, "tie")} to ${number(data.neighbours(actor.id).length, "actor")}`),
      ...onlyIn(actor),
      make("div", { class: "actions" },
        make("button", { type: "button", onclick: () => focusOn(actor.id) }, "Only its neighbours"),
        ...(hidden ? [make("button", { type: "button", onclick: () => expand(actor.id) }, `Show ${hidden} more neighbour${hidden === 1 ? "" : "s"}`)] : [])),
      ...nameList(actor),
      ...["friendly", "hostile", "other"].flatMap((sign) => tieList(actor.id, sign, own.filter((tie) => tie.sign === sign))),
    ];
  }

  // "The rebels" of one article need not be those of another: say which article means them.
  function onlyIn(actor) {
    const documents = new Set(actor.ties.flatMap((tie) => tie.claims.map((claim) => claim.about)));
    if (!actor.id.startsWith("doc/") || documents.size !== 1) return [];
    const [{ id, title, url }] = documents;
    return [make("p", { class: "soft" }, "As one article calls them: ", link(url, title || id))];
  }

  function nameList(actor) {
    if (!actor.names.length) return [];
    const rows = actor.names.map((name) => {
      const about = [name.kind, name.language, dates(name)].filter(Boolean).join(", ");
      return make("li", {}, bdi(name.text), make("span", { class: "soft" }, about ? `  ${about}` : ""));
    });
    const most = 8;
    const list = make("ul", { class: "names" }, ...rows.slice(0, most));
    const more = make("button", { type: "button", class: "plain", onclick: () => { list.append(...rows.slice(most)); more.remove(); } }, `${rows.length - most} more names`);
    return [make("h3", {}, "Names"), list, ...(rows.length > most ? [more] : [])];
  }

  const dates = (name) => (name.from && name.until ? `${name.from} – ${name.until}` : name.from ? `since ${name.from}` : name.until ? `until ${name.until}` : "");

  function tieList(id, sign, own) {
    if (!own.length) return [];
    own.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
    const rows = own.map((tie) => make("li", { class: sign },
      ...tieWords(tie, id), make("div", { class: "soft" },
        make("button", { type: "button", class: "plain", "aria-label": `Sentences: ${graph.tieSentence(tie)}`, onclick: () => select({ tie }) }, number(tie.count, "claim")),
        ` · ${period(tie.first, tie.last)}${tie.denied ? ` · ${tie.denied} denied` : ""}`)));
    return [make("h3", {}, `${sign[0].toUpperCase()}${sign.slice(1)} (${own.length})`), make("ul", { class: "ties" }, ...rows)];
  }

  function tieWords(tie, id) {
    const other = data.otherEnd(tie, id);
    if (tie.symmetric || tie.source === id) return [`${tie.label} `, actorButton(other)];
    return [actorButton(other), ` ${tie.label} it`];
  }

  function tieDetails(tie) {
    const passing = filters.claimsOf(tie);
    const held = tie.claims.filter((claim) => claim.quote !== null).length;
    return [
      make("div", { class: "top" }, make("h2", {}, actorButton(tie.source), ` ${tie.label} `, actorButton(tie.target)), closeButton()),
      make("p", { class: "soft" }, [
        tie.sign + (tie.symmetric ? ", mutual" : ""), period(tie.first, tie.last), `confidence ${tie.confidence.toFixed(2)}`,
      ].filter(Boolean).join(" · ")),
      make("p", { class: "soft" }, `${tie.affirmed} affirmed, ${tie.denied} denied, in ${number(tie.documents, "document")}` +
        (passing.length < tie.count ? `; ${passing.length} of ${tie.count} shown` : "")),
      ...(held < tie.count ? [make("p", { class: "soft" }, `The page holds the latest ${held} sentences of this tie.`)] : []),
      ...passing.map((claim) => claimDetails(claim, tie)),
    ];
  }

  function claimDetails(claim, tie) {
    const { id, title, publisher, date, url } = claim.about;
    const said = claim.claimant ? ["according to ", bdi(claim.claimant.name)] : ["in the article’s own words"];
    const held = period(claim.from, claim.until);
    return make("article", { class: `claim ${tie.sign}` },
      make("blockquote", {}, claim.quote === null ? "(its sentence is not in this page)" : `“${claim.quote}”`),
      make("p", {},
        make("span", { class: `badge ${claim.polarity}` }, claim.polarity),
        make("span", { class: "badge" }, claim.modality),
        make("span", { class: "badge" }, `confidence ${claim.confidence.toFixed(2)}`)),
      make("p", {}, ...said, held ? ` · held ${held}` : ""),
      make("p", { class: "soft" }, link(url, title || id), publisher ? ", " : "", bdi(publisher), date ? `, ${date}` : ""));
  }

  return { draw };
})();
