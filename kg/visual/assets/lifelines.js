// One row an actor: names and events on its line, splits, mergers, alliances and wars between the lines.
const lifelines = (() => {
  const top = 30;
  const own = { everybody: false, wholeLives: false, marks: false };
  let place = null, now = null, at = null; // `at`: the row (and the item in it) that keys move from
  let items = new Map();                   // row -> what can be pressed on it, from left to right
  let layout = null, tip = null;

  function start() {
    place = byId("lifelines");
    tip = make("div", { class: "lifetip", hidden: true, "aria-hidden": "true" });
    byId("stage").append(tip);
    place.addEventListener("keydown", steer);
    place.addEventListener("click", press);
    place.addEventListener("focusin", (event) => { at = locate(event.target) ?? at; roam(); explain(event.target); });
    place.addEventListener("focusout", () => { tip.hidden = true; });
    place.addEventListener("pointerover", (event) => explain(event.target, event));
    place.addEventListener("pointerleave", () => { tip.hidden = true; });
    let width = 0;
    new ResizeObserver(([{ contentRect }]) => {
      if (!now || place.hidden || contentRect.width === width) return;
      width = contentRect.width;
      draw(now);
    }).observe(place);
  }

  function draw(visible) {
    now = visible;
    tip.hidden = true;
    const focused = locate(document.activeElement);
    const found = liferows.rows(visible, own.everybody), { rows } = found;
    layout = lifelayout.of(rows, place.clientWidth, own.wholeLives);
    const events = lifelinks.events(layout.places, visible.ties).filter(({ date }) => lifelayout.inside(layout.scale, date));
    const joined = lifelinks.ties(layout.places, visible.ties, layout.scale, events);
    const near = nearOf(joined.groups, events);
    const body = make("div", { class: "lifegrid" },
      make("div", { class: "corner" }), axis(layout), names(layout, near), chart(layout, joined.groups, events, near));
    body.style.gridTemplateColumns = `${layout.nameWidth}px ${layout.width}px`;
    place.style.scrollPaddingLeft = `${layout.nameWidth + 12}px`;
    place.replaceChildren(toolbar(found, joined), body);
    roam();
    if (focused) element(focused)?.focus();
  }

  // Rows and links that stay bright while something is selected.
  function nearOf(groups, events) {
    const { actor, tie, pair } = state.selected ?? {};
    const ids = new Set(actor ? [actor] : tie ? [tie.source, tie.target] : pair ?? []);
    if (actor) {
      for (const { hub, foot } of groups) if (hub === actor || foot === actor) ids.add(hub).add(foot);
      for (const { from, to } of events) if (from === actor || to === actor) ids.add(from).add(to);
    }
    return { any: ids.size > 0, ids };
  }

  function toolbar(found, joined) {
    const box = (label, key, help) => {
      const input = make("input", { type: "checkbox", checked: own[key], "data-own": key });
      input.addEventListener("change", () => {
        own[key] = input.checked;
        draw(now);
        place.querySelector(`[data-own="${key}"]`).focus();
      });
      return make("label", { title: help }, input, label);
    };
    const marks = lifemarks.list(), fold = make("button", { type: "button", "aria-expanded": String(own.marks), "aria-controls": marks.id, onclick: () => {
      own.marks = !own.marks;
      marks.hidden = !own.marks;
      fold.setAttribute("aria-expanded", String(own.marks));
    } }, "What the marks mean");
    marks.hidden = !own.marks;
    return make("div", { class: "lifebar" }, make("p", {}, ...counted(found, joined)),
      box("persons and places", "everybody", "Lines for them too"), box("whole lives", "wholeLives", "From the first beginning to the last end, not only the time that claims speak of"),
      fold, ...(joined.left.weaker && !state.selected ? [make("p", { class: "advice" }, "Select an actor to see all of its own ties.")] : []), marks);
  }

  // How many actors and ties of those shown are drawn, and why the others are not.
  function counted({ rows, kinds, weaker }, { drawn, of, left }) {
    const because = (reasons) => reasons.filter(([count]) => count).map(([count, words]) => `${count} ${words}`).join(", ");
    const others = because([[kinds, "persons and places left out"], [weaker, "with fewer ties left out"]]);
    const why = because([
      [left.weaker, "weaker"], [left.undated, "begun at no time drawn here"],
      [left.rowless, "with an end that has no line"], [left.unsigned, "neither friendly nor hostile"],
    ]);
    return [
      `${number(rows.length, "actor")} with a line`, make("span", { class: "soft" }, others && `; ${others}`),
      ` · ${drawn} of ${number(of, "tie")}${state.selected?.actor ? ` of ${nameApart(state.selected.actor)}` : ""} drawn`, make("span", { class: "soft" }, why && `; ${why}`),
    ];
  }

  function axis(layout) {
    const labels = lifelayout.ticksOf(layout).map(({ x, label }) => svg("text", { x: x.toFixed(1), y: 19, "text-anchor": "middle" }, label));
    return make("div", { class: "axis" }, svg("svg", { width: layout.width, height: top, "aria-hidden": "true" }, ...labels));
  }

  function names({ rows, places, tops, heights, height }, near) {
    const list = make("ul", { class: "lifenames", "aria-label": "Actors by their lives" }, ...rows.map((row) => {
      const { id, name, kind } = row.actor;
      const button = make("button", { type: "button", "data-actor": id, "data-row": id, tabindex: -1, "aria-label": liferows.story(row),
        "aria-pressed": String(state.selected?.actor === id), class: near.any && !near.ids.has(id) ? "dim" : "" }, kindIcon(kind), bdi(name));
      const entry = make("li", {}, button);
      entry.style.top = `${tops.get(id)}px`;
      entry.style.height = `${heights.get(id)}px`;
      entry.style.paddingTop = `${Math.max(0, 2 * (places.get(id) - tops.get(id)) - heights.get(id))}px`; // beside the line
      return entry;
    }));
    list.style.height = `${height}px`;
    return list;
  }

  function chart(layout, groups, events, near) {
    const { width, height, rows, tops } = layout;
    items = new Map(rows.map(({ actor }) => [actor.id, []]));
    const drawing = svg("svg", { class: "lifechart", width, height, role: "group", "aria-label": "Lifelines and what joins them" },
      ...lifelayout.ticksOf(layout).map(({ x, year }) => svg("path", { class: year ? "grid" : "grid fine", d: `M${x.toFixed(1)} 0V${height}` })),
      ...rows.flatMap((row, index) => (index && row.bloc !== rows[index - 1].bloc
        ? [svg("path", { class: "bloc", d: `M0 ${tops.get(row.actor.id) - lifelayout.blocGap / 2}H${width}` })] : [])),
      ...rows.map((row) => lifeline(layout, row, near)),
      ...longestFirst(layout, groups).flatMap((group) => tieLine(layout, group, near)),
      ...events.map((event) => eventLine(layout, event, near)),
      ...rows.flatMap((row) => nameMarks(layout, row, near)));
    for (const list of items.values()) list.sort((a, b) => a.x - b.x);
    return drawing;
  }

  // Solid where it is told of, pale where nobody says that it began or ended, or somebody speaks of it after its end.
  function lifeline(layout, row, near) {
    const { actor, born, died } = row, y = layout.places.get(actor.id), reach = lifelayout.extentOf(layout, row);
    const { colour } = look.kinds[actor.kind];
    const bar = (from, to, tall, name) => (to > from
      ? [svg("rect", { class: name, x: from.toFixed(1), y: y - tall / 2, width: (to - from).toFixed(1), height: tall, rx: name === "life" ? 2 : 0, fill: colour })] : []);
    const group = svg("g", { class: near.any && !near.ids.has(actor.id) ? "row dim" : "row" });
    if (!reach) return group;
    const { start, solid, end, before } = reach, at = (date) => layout.scale.x(timescale.begin(date)).toFixed(1);
    const fade = born || before ? [] : [8, 16, 24].flatMap((step) => bar(Math.max(0, start - step), start, 4, "fade"));
    group.append(...fade, ...bar(solid, end, 4, "unsure"), ...bar(start, solid, 7, "life"));
    if (born && lifelayout.inside(layout.scale, born)) group.append(svg("path", { class: "birth", d: `M${at(born)} ${y - 7}V${y + 7}` }));
    if (before) group.append(svg("path", { class: "onward", d: `M9 ${y - 6}L3 ${y}L9 ${y + 6}` }));
    if (died && lifelayout.inside(layout.scale, died)) group.append(svg("path", { class: "death", d: `M${at(died)} ${y}m-5 -5l10 10m0 -10l-10 10` }));
    return group;
  }

  function nameMarks({ places, texts }, { actor: { id } }, near) {
    const y = places.get(id), dim = near.any && !near.ids.has(id) ? " dim" : "";
    return texts.get(id).flatMap(({ at: from, x, text, level }) => [
      ...(from > 4 ? [svg("path", { class: `rename${dim}`, d: `M${from.toFixed(1)} ${y - 8}V${y + 8}` })] : []),
      ...(level < 0 ? [] : [svg("text", { class: `called${dim}`, x: x.toFixed(1), y: level ? y + 18 : y - 10 }, text)]),
    ]);
  }

  // Of a stem with several feet the shorter parts lie above, so that each can be pressed.
  function longestFirst({ places }, groups) {
    const reach = ({ hub, foot }) => Math.abs(places.get(hub) - places.get(foot));
    return [...groups].sort((a, b) => reach(b) - reach(a));
  }

  // A button between two rows, which both of them lead to.
  function link(name, words, x, ends, attributes, ...shapes) {
    const group = svg("g", { class: `link ${name}`, role: "button", tabindex: -1, "aria-label": words, ...attributes }, ...shapes);
    for (const id of ends) items.get(id)?.push({ x, element: group, ends });
    return group;
  }

  function tieLine({ places, scale }, { sign, hub, foot, x, ties, heads, later, claims, words }, near) {
    const [from, to] = [places.get(hub), places.get(foot)], down = Math.sign(to - from), chosen = ties.includes(state.selected?.tie);
    const dim = near.any && !chosen && !(state.selected.actor && near.ids.has(hub) && near.ids.has(foot)) && !state.selected.pair;
    const end = (id, y, side) => {
      const edge = y - side * 4;
      if (!heads.has(id)) return svg("circle", { class: `dot ${sign}`, cx: x, cy: y, r: 3 });
      return svg("path", { class: `head ${sign}`, d: sign === "hostile" ? `M${x - 6} ${edge - side * 2}h12` : `M${x - 4.5} ${edge - side * 7}L${x} ${edge}L${x + 4.5} ${edge - side * 7}` });
    };
    const line = `M${x.toFixed(1)} ${from + down * 4}V${to - down * 4}`; // from the hub on, so that dashes of one stem lie upon each other
    const partner = state.selected?.actor === hub ? to : from;
    const marks = state.selected?.actor ? [...new Set(later.map((date) => Math.round(scale.x(timescale.begin(date)) / 5) * 5))]
      .filter((mark) => Math.abs(mark - x) > 7)
      .map((mark) => (sign === "hostile" ? svg("path", { class: "again hostile", d: `M${mark - 3} ${partner - 3}l6 6m0 -6l-6 6` }) : svg("circle", { class: "again friendly", cx: mark, cy: partner, r: 2.6 }))) : [];
    // Beside the foot, hostile ones on the other side, so that both can be read.
    const beside = sign === "hostile" ? { x: (x - 8).toFixed(1), "text-anchor": "end" } : { x: (x + 8).toFixed(1) };
    const count = claims > 1 && (state.selected || ties.length > 1) ? [svg("text", { class: `count${dim ? " dim" : ""}`, ...beside, y: to - down * 14 + 4 }, `×${claims}`)] : [];
    const drawn = link(`tie ${sign}${dim ? " dim" : ""}${chosen ? " chosen" : ""}`, words, x, [hub, foot], { "data-tie": ties[0].id },
      svg("path", { class: "hit", d: line }),
      svg("path", { class: `line ${sign}`, d: line, "stroke-width": (1.4 + 0.5 * Math.log2(claims)).toFixed(1), "stroke-dasharray": sign === "hostile" ? "7 4" : "none" }),
      end(hub, from, -down), end(foot, to, down), ...marks);
    return [drawn, ...count];
  }

  function eventLine({ places, scale }, { kind, from, to, date, tie, told, words }, near) {
    const x = scale.x(timescale.begin(date)), [start, end] = [places.get(from), places.get(to)], down = Math.sign(end - start);
    const line = `M${x.toFixed(1)} ${start}V${end - down * 8}`;
    const dim = near.any && !(near.ids.has(from) && near.ids.has(to));
    return link(`event ${kind}${told ? "" : " untold"}${dim ? " dim" : ""}`, words, x, [from, to], tie ? { "data-tie": tie.id } : { "data-event": to },
      svg("path", { class: "hit", d: line }), svg("path", { class: "descent", d: line }),
      svg("circle", { class: "origin", cx: x.toFixed(1), cy: start, r: 3.5 }),
      svg("path", { class: "point", d: `M${x.toFixed(1)} ${end - down * 2}l-4.5 ${-down * 8}h9z` }));
  }

  // What is under the pointer or has the focus, in words beside it.
  function explain(target, pointer) {
    const told = target.closest?.("[data-row], .link");
    tip.hidden = !told;
    if (!told) return;
    tip.textContent = told.getAttribute("aria-label").slice(0, 700);
    const stage = byId("stage").getBoundingClientRect(), box = told.getBoundingClientRect();
    const x = (pointer?.clientX ?? box.left) + 14 - stage.left, y = (pointer?.clientY ?? Math.min(box.bottom, stage.bottom - 80)) + 14 - stage.top;
    tip.style.left = `${Math.max(4, Math.min(x, stage.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + tip.offsetHeight > stage.height ? Math.max(4, y - tip.offsetHeight - 24) : y}px`;
  }

  function press(event) {
    const pressed = event.target.closest("[data-actor], [data-tie], [data-event]");
    if (pressed) choose(pressed);
  }

  function choose({ dataset: { actor, tie, event } }) {
    if (tie) select({ tie: data.tie(tie) });
    else select(actor !== undefined && state.selected?.actor === actor ? null : { actor: actor ?? event });
  }

  // Keys: up and down from row to row, right and left along what is joined to it.
  function locate(target) {
    const row = target?.closest?.("[data-row]")?.dataset.row;
    if (row !== undefined) return { row, item: -1 };
    const pressed = target?.closest?.(".link");
    if (!pressed) return null;
    const ids = at && items.has(at.row) ? [at.row, ...items.keys()] : [...items.keys()];
    for (const id of ids) {
      const item = items.get(id).findIndex(({ element: each }) => each === pressed);
      if (item >= 0) return { row: id, item };
    }
    return null;
  }

  const rowButtons = () => [...place.querySelectorAll("[data-row]")];
  const element = ({ row, item }) => items.get(row)?.[item]?.element ?? rowButtons().find((each) => each.dataset.row === row);

  // One of them all can be reached by Tab, the last that had the focus.
  function roam() {
    for (const each of place.querySelectorAll('[tabindex="0"]:is([data-row], .link)')) each.setAttribute("tabindex", -1);
    const reached = (at && element(at)) ?? rowButtons()[0];
    reached?.setAttribute("tabindex", 0);
  }

  function steer(event) {
    const here = locate(event.target);
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = rowButtons(), index = buttons.findIndex((each) => each.dataset.row === here.row), own = items.get(here.row).length;
    const row = (wanted) => ({ row: buttons[Math.min(buttons.length - 1, Math.max(0, wanted))].dataset.row, item: -1 });
    const targets = {
      ArrowDown: () => row(index + 1), ArrowUp: () => row(index - 1), Home: () => row(0), End: () => row(buttons.length - 1),
      ArrowRight: () => ({ row: here.row, item: Math.min(own - 1, here.item + 1) }), ArrowLeft: () => ({ row: here.row, item: Math.max(-1, here.item - 1) }),
    };
    if (targets[event.key]) { at = targets[event.key](); element(at).focus(); }
    else if ((event.key === "Enter" || event.key === " ") && here.item >= 0) choose(element(here));
    else return;
    event.preventDefault();
  }

  // Back to what was selected, once its details are closed.
  function refocus({ actor, tie }) {
    const back = tie ? place.querySelector(`[data-tie="${tie.id}"]`) : rowButtons().find((each) => each.dataset.row === actor);
    (back ?? rowButtons()[0])?.focus();
  }

  // The drawing as a file of its own would show it.
  const picture = () => lifepicture.of(place, layout);

  const told = () => place.querySelector(".lifebar p").textContent;

  return { start, draw, refocus, svg: picture, entries: () => lifepicture.entries(place), told };
})();
