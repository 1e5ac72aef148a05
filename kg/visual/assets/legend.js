// The legend, which is also the set of filters: each value with how much of it the other filters let pass.
const legend = (() => {
  const labels = {
    relation: (value) => look.relations[value].label,
    kind: (value) => look.kinds[value].label,
    publisher: (value) => value || "(no publisher)",
    claimant: (value) => value || "the article itself",
  };
  const icons = { sign: signIcon, kind: kindIcon, polarity: polarityIcon };
  const orders = { sign: ["friendly", "hostile", "other"], relation: Object.keys(look.relations), kind: Object.keys(look.kinds) };
  const few = 12, many = 300; // rows of a list before and after "more"
  let built = null; // the sections, for the data that they were made of

  const textOf = (key, value) => (labels[key] ?? ((name) => name))(value);

  // All values of a group in the order of the legend.
  function valuesOf(key) {
    const rank = (value) => orders[key]?.indexOf(value) ?? 0;
    return [...counts.totals()[key]].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
  }

  function draw() {
    if (byId("filters").hidden) return;
    if (built?.of !== data.claims) build();
    const passing = counts.passing();
    for (const section of built.sections) section.fill(passing[section.key]);
    for (const fill of built.fills) fill();
  }

  function build() {
    built = { of: data.claims, sections: [], fills: [] };
    const clear = make("button", { type: "button", class: "plain", id: "clear-all", onclick: () => update(noFilters()) }, "clear all");
    built.fills.push(() => { clear.hidden = !isAnyOn(); });
    const parts = [make("h2", { class: "top" }, make("span", {}, "Legend and filters"), clear)];
    for (const group of groups) {
      const values = valuesOf(group.key);
      if (values.length > 1 || group.key === "sign") {
        const section = listOf(group, values);
        built.sections.push(section);
        parts.push(section.element);
      }
      if (group.key === "kind") parts.push(numbers());
    }
    byId("filters").replaceChildren(...parts);
  }

  const isAnyOn = () => state.minConfidence > 0 || state.contested || Boolean(state.since || state.until) || groups.some(({ key }) => state.off[key].size);

  // A section that folds away; whether it did is forgotten with the page.
  function foldable(title, body, ...beside) {
    const head = make("button", { type: "button", class: "fold", "aria-expanded": "true", onclick: () => {
      body.hidden = !body.hidden;
      head.setAttribute("aria-expanded", String(!body.hidden));
    } }, title);
    return make("section", {}, make("h3", {}, head, ...beside), body);
  }

  function listOf(group, values) {
    const { key, title } = group, totals = counts.totals()[key];
    const list = make("div", { class: "list", role: "group", "aria-label": title }), rows = new Map();
    let wanted = "", limit = few, passing = new Map();
    const off = () => state.off[key];
    const turnOff = (those) => update({ off: { ...state.off, [key]: new Set(those) }, unmatched: state.unmatched.filter(([other]) => other !== key) });
    const flip = make("button", { type: "button", class: "plain", "aria-label": `${title}: all/none`, onclick: () => turnOff(values.every((value) => off().has(value)) ? [] : values) }, "all/none");
    const find = make("input", { type: "search", placeholder: `Find among ${values.length}`, "aria-label": `${title}: find a value`, autocomplete: "off", spellcheck: "false" });
    find.addEventListener("input", () => { wanted = fold(find.value); lay(); });
    const more = make("button", { type: "button", class: "plain", onclick: () => { limit = limit === few ? many : few; lay(); } });

    function rowOf(value) {
      if (rows.has(value)) return rows.get(value);
      const box = make("input", { type: "checkbox", "data-group": key, "data-value": value });
      box.addEventListener("change", () => turnOff(box.checked ? [...off()].filter((other) => other !== value) : [...off(), value]));
      const only = make("button", { type: "button", class: "only", "aria-label": `Only ${textOf(key, value)}`, onclick: () => {
        const alone = !off().has(value) && off().size === values.length - 1;
        turnOff(alone ? [] : values.filter((other) => other !== value));
      } }, "only");
      const count = make("span", { class: "count" });
      const element = make("div", { class: "row" }, make("label", {}, box, ...(icons[key] ? [icons[key](value)] : []),
        make("span", { class: "what" }, bdi(textOf(key, value))), count), only);
      rows.set(value, { element, box, count, only, total: totals.get(value) });
      return rows.get(value);
    }

    function lay() {
      const found = wanted ? values.filter((value) => fold(textOf(key, value)).includes(wanted)) : values;
      const part = found.slice(0, wanted ? many : limit);
      list.classList.toggle("many", part.length > few);
      list.replaceChildren(...part.map((value) => rowOf(value).element));
      if (!part.length) list.append(make("p", { class: "soft" }, "No such value"));
      more.hidden = Boolean(wanted) || values.length <= few;
      more.textContent = limit === few ? `${values.length - few} more` : "fewer";
      fill(passing);
    }

    function fill(now) {
      passing = now;
      for (const [value, { element, box, count, only, total }] of rows) {
        if (!element.isConnected && element.parentNode !== list) continue;
        const n = now.get(value) ?? 0, checked = !off().has(value);
        box.checked = checked;
        count.replaceChildren(String(n), ...(n === total ? [] : [make("small", {}, ` of ${total}`)]));
        element.classList.toggle("none", n === 0);
        only.textContent = checked && off().size === values.length - 1 ? "all" : "only";
      }
    }

    const body = make("div", {}, ...(values.length > few ? [find] : []), list, more);
    lay();
    return { key, fill, element: foldable(title, body, flip) };
  }

  function numbers() {
    const confidence = make("input", { type: "range", min: 0, max: 1, step: 0.05, id: "confidence" });
    const shown = make("span", { class: "count" });
    confidence.addEventListener("input", () => update({ minConfidence: Number(confidence.value) }));
    const contested = make("input", { type: "checkbox", id: "contested" });
    contested.addEventListener("change", () => update({ contested: contested.checked }));
    contested.setAttribute("aria-describedby", "contested-help");
    built.fills.push(() => {
      confidence.value = state.minConfidence;
      shown.textContent = state.minConfidence.toFixed(2);
      contested.checked = state.contested;
    });
    return foldable("Claims", make("div", { class: "list" },
      make("label", { for: "confidence" }, make("span", { class: "what" }, "confidence at least"), shown), confidence,
      make("label", {}, contested, make("span", { class: "what" }, "contested ties only")),
      make("p", { class: "soft help", id: "contested-help" }, "Some claims affirm the tie, others deny it: together, or one after the other. Its details say when.")));
  }

  return { draw, valuesOf, textOf };
})();
