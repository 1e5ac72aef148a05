// What is known of the selected actor, tie or way, down to the sentences.
const panel = (() => {
  let drawn = null; // what the panel shows, so that a change elsewhere leaves the reader's place alone

  function draw() {
    const place = byId("panel"), focused = document.activeElement;
    const what = state.selected ?? (state.path && { path: state.path });
    const isNew = (what?.actor ?? what?.tie ?? what?.path ?? what?.pair) !== drawn;
    const held = place.contains(focused) || (isNew && byId(state.view).contains(focused) && state.view !== "graph");
    const scrolled = place.scrollTop;
    drawn = what?.actor ?? what?.tie ?? what?.path ?? what?.pair ?? null;
    place.hidden = !what;
    if (!what) return place.replaceChildren();
    if (isNew && what.tie) what.tie.problem = null; // another try
    place.replaceChildren(...details(what));
    place.scrollTop = isNew ? 0 : scrolled;
    // The pressed button is gone with its list; readers by keyboard go on in the details.
    if (held) place.focus();
    if (isNew && what.tie) askFor(what.tie);
  }

  function details({ actor, tie, path, pair: two }) {
    if (actor !== undefined) return actorDetails(data.actor(actor));
    if (tie) return tieDetails(tie);
    return path ? paths.details(path) : pair.details(two);
  }

  // A live page holds no sentences until they are wanted.
  function askFor(tie) {
    if (!look.live || tie.claims.every((claim) => claim.quote !== null)) return;
    live.evidence(tie).then(() => { if (state.selected?.tie === tie) draw(); }, (problem) => {
      tie.problem = problem.message;
      if (state.selected?.tie === tie) draw();
    });
  }

  const closeButton = () => make("button", { type: "button", class: "close", "aria-label": "Close details (Esc)", onclick: () => select(null) }, "×");
  const top = (...title) => make("div", { class: "top" }, make("h2", {}, ...title), closeButton());

  function actorDetails(actor) {
    const own = actor.ties.filter(filters.tiePasses);
    const hidden = data.neighbours(actor.id).filter((id) => !state.shown.has(id)).length;
    const place = (actor.countries ?? []).join(", ");
    return [
      top(bdi(actor.name)),
      make("p", { class: "soft kind" }, kindIcon(actor.kind), ` ${look.kinds[actor.kind].label}${place && ` · ${place}`} · ${number(own.length, "tie")} to ${number(new Set(own.map((tie) => data.otherEnd(tie, actor.id))).size, "actor")}`),
      ...onlyIn(actor),
      make("div", { class: "actions" },
        make("button", { type: "button", onclick: () => focusOn(actor.id) }, "Only its neighbours"),
        ...(hidden ? [make("button", { type: "button", onclick: () => expand(actor.id) }, `Show ${hidden} more neighbour${hidden === 1 ? "" : "s"}`)] : []),
        paths.button(actor.id)),
      ...judging.ofActor(actor.id),
      ...nameList(actor),
      ...becameList(actor),
      ...["friendly", "hostile", "other"].flatMap((sign) => tieList(actor.id, sign, own.filter((tie) => tie.sign === sign))),
    ];
  }

  // "The rebels" of one article need not be those of another: say which article means them.
  function onlyIn(actor) {
    const only = data.onlyDocument(actor);
    if (!only) return [];
    const { id, title, url } = only;
    return [make("p", { class: "soft" }, "As one article calls them: ", link(url, title || id))];
  }

  // A list of which a few entries are shown, and all at a click.
  function someOf(rows, most, what, attributes) {
    const list = make("ul", attributes, ...rows.slice(0, most));
    if (rows.length <= most) return [list];
    const more = make("button", { type: "button", class: "plain", onclick: () => { list.append(...rows.slice(most)); more.remove(); list.children[most].querySelector("button")?.focus(); } }, `${rows.length - most} more ${what}`);
    return [list, more];
  }

  function nameList(actor) {
    if (!actor.names.length) return [];
    const rows = actor.names.map((name) => {
      const about = [name.kind, name.language].filter(Boolean).join(", "), when = dates(name);
      return make("li", {}, bdi(name.text), make("span", { class: "soft" }, ` ${about}${about && when && ", "}`), make("span", { class: "soft date" }, when));
    });
    return [make("h3", {}, "Names"), ...someOf(rows, 8, "names", { class: "names" })];
  }

  // Splits, mergers and ends that the actor had a part in.
  function becameList(actor) {
    const words = { split: "split", merger: "merger", succession: "succession", dissolution: "end" };
    const rows = data.events.filter(({ before, after }) => before.includes(actor.id) || after.includes(actor.id)).map((event) => {
      const named = (ids) => ids.flatMap((id, index) => [index ? ", " : "", data.actor(id) ? actorButton(id) : bdi(actorName(id))]);
      return make("li", {}, make("span", { class: "soft" }, `${event.date || "undated"}  ${words[event.kind] ?? event.kind}: `),
        ...named(event.before), ...(event.after.length ? [" → ", ...named(event.after)] : []));
    });
    return rows.length ? [make("h3", {}, "What became of it"), ...someOf(rows, 8, "events", { class: "names" })] : [];
  }

  const dates = (name) => (name.from && name.until ? `${name.from} – ${name.until}` : name.from ? `since ${name.from}` : name.until ? `until ${name.until}` : "");

  function tieList(id, sign, own) {
    if (!own.length) return [];
    own.sort((a, b) => b.count - a.count || a.index - b.index);
    const rows = own.map((tie) => make("li", { class: sign },
      ...tieWords(tie, id), make("div", { class: "soft" }, claimsButton(tie),
        ` · ${tie.affirmed && tie.denied ? whensaid.words(tie.claims) : period(tie.first, tie.last) + (tie.denied ? ` · ${tie.denied} denied` : "")}`)));
    return [make("h3", {}, `${sign[0].toUpperCase()}${sign.slice(1)} (${own.length})`), ...someOf(rows, 40, "ties", { class: "ties" })];
  }

  const claimsButton = (tie) => make("button", {
    type: "button", class: "plain", "aria-label": `${number(tie.count, "claim")}: ${graph.tieSentence(tie)}`, onclick: () => select({ tie }),
  }, number(tie.count, "claim"));

  function tieWords(tie, id) {
    const other = data.otherEnd(tie, id);
    return tie.symmetric || tie.source === id ? relates(tie, actorButton(other)) : [actorButton(other), " ", ...relates(tie, "it")];
  }

  function tieDetails(tie) {
    const passing = filters.claimsOf(tie);
    const told = passing.filter((claim) => claim.quote !== null);
    const asked = look.live && !told.length && !tie.problem;
    return [
      top(actorButton(tie.source), " ", ...relates(tie, actorButton(tie.target))),
      make("p", { class: "soft" }, [
        tie.sign + (tie.symmetric ? ", mutual" : ""), period(tie.first, tie.last), `confidence ${tie.confidence.toFixed(2)}`,
      ].filter(Boolean).join(" · ")),
      make("p", { class: "soft" }, `${tie.affirmed} affirmed, ${tie.denied} denied, in ${number(tie.documents, "document")}` +
        (passing.length < tie.count ? `; ${passing.length} of ${tie.count} shown` : "")),
      ...(tie.affirmed && tie.denied ? [make("p", { class: "whensaid" }, make("span", { class: "badge" }, "contested"), whensaid.words(tie.claims),
        make("span", { class: "soft" }, `. ${whensaid.help(tie.claims)}`))] : []),
      ...(asked ? [make("p", { class: "soft", role: "status" }, "Asking for the sentences …")] : []),
      ...(tie.problem ? [make("p", { class: "problem", role: "alert" }, `The sentences did not come: ${tie.problem} `, make("button", { type: "button", onclick: () => { tie.problem = null; draw(); askFor(tie); } }, "Try again"))] : []),
      ...(!asked && told.length < passing.length ? [make("p", { class: "soft" }, `The page holds the latest ${told.length} sentences of this tie.`)] : []),
      ...passing.slice(0, 200).map((claim) => claimDetails(claim, tie)),
      ...(passing.length > 200 ? [make("p", { class: "soft" }, `${passing.length - 200} earlier claims are not listed.`)] : []),
    ];
  }

  function claimDetails(claim, tie) {
    const { id, title, publisher, date, url } = claim.about;
    const said = claim.claimant ? ["according to ", bdi(claim.claimant.name)] : ["in the article’s own words"];
    const held = period(claim.from, claim.until);
    return make("article", { class: `claim ${tie.sign}` },
      ...(claim.quote === null ? [] : [quoted(claim)]),
      make("p", {},
        make("span", { class: `badge ${claim.polarity}` }, claim.polarity),
        make("span", { class: "badge" }, claim.modality),
        make("span", { class: "badge" }, `confidence ${claim.confidence.toFixed(2)}`)),
      make("p", {}, ...said, held ? ` · held ${held}` : "", tie.symmetric && claim.source !== tie.source ? ` · as ${nameApart(claim.source)} ${relates(tie, nameApart(claim.target)).join("")}` : ""),
      make("p", { class: "soft" }, link(url, title || id), publisher ? ", " : "", bdi(publisher), date ? `, ${date}` : ""),
      ...judging.details(claim));
  }

  // The sentence among its neighbours: a few words of them, and all there are at a click.
  function quoted({ quote, before, after }) {
    const few = 90;
    const tail = before.length > few ? `… ${before.slice(before.length - few).replace(/^\S*\s/, "")}` : before;
    const head = after.length > few ? `${after.slice(0, few).replace(/\s\S*$/, "")} …` : after;
    const [left, right] = [make("span", { class: "around" }, tail && `${tail} `), make("span", { class: "around" }, head && ` ${head}`)];
    const more = make("button", { type: "button", class: "plain more", onclick: () => {
      left.textContent = before && `${before} `;
      right.textContent = after && ` ${after}`;
      more.remove();
    } }, "more of the article");
    const cut = tail !== before || head !== after;
    return make("blockquote", { class: before || after ? "among" : "", dir: "auto" }, left, make("q", {}, quote), right, ...(cut ? [" ", more] : []));
  }

  return { draw, top, tieWords, claimsButton, claimDetails };
})();
