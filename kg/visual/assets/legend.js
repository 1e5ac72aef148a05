// The legend, which is also the set of filters.
const legend = (() => {
  const labels = {
    sign: (value) => value,
    relation: (value) => look.relations[value].label,
    kind: (value) => look.kinds[value].label,
    publisher: (value) => value || "(no publisher)",
    claimant: (value) => value || "the article itself",
  };
  const icons = { sign: signIcon, kind: kindIcon, polarity: polarityIcon };
  const orders = { sign: ["friendly", "hostile", "other"], relation: Object.keys(look.relations), kind: Object.keys(look.kinds) };

  // How often each value occurs in the whole scene, in the order of the legend.
  function countsOf({ key, tie, claim }) {
    const counts = new Map();
    const add = (value) => counts.set(value, (counts.get(value) ?? 0) + 1);
    if (tie) data.ties.forEach((each) => add(tie(each)));
    else if (claim) data.claims.forEach((each) => add(claim(each)));
    else for (const actor of data.actors.values()) add(actor.kind);
    const rank = (value) => orders[key]?.indexOf(value) ?? 0;
    return [...counts].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  const valuesOf = (key) => countsOf(groups.find((group) => group.key === key)).map(([value]) => value);

  function draw() {
    const place = byId("filters");
    place.replaceChildren();
    for (const group of groups) {
      const counts = countsOf(group);
      if (counts.length > 1 || group.key === "sign") place.append(checkboxes(group, counts));
      if (group.key === "kind") place.append(numbers());
    }
  }

  function checkboxes({ key, title }, counts) {
    const boxes = [];
    const flip = make("button", { type: "button", class: "plain", "aria-label": `${title}: all or none`, onclick: () => {
      const off = counts.every(([value]) => state.off[key].has(value));
      state.off[key] = new Set(off ? [] : counts.map(([value]) => value));
      boxes.forEach((box) => { box.checked = off; });
      update({});
    } }, "all/none");
    const list = make("div", { class: counts.length > 12 ? "many" : "" });
    for (const [value, count] of counts) {
      const box = make("input", { type: "checkbox", checked: !state.off[key].has(value), "data-group": key, "data-value": value });
      box.addEventListener("change", () => {
        if (box.checked) state.off[key].delete(value); else state.off[key].add(value);
        update({});
      });
      boxes.push(box);
      const text = (labels[key] ?? ((name) => name))(value);
      list.append(make("label", {}, box, ...(icons[key] ? [icons[key](value)] : []),
        make("span", { class: "what" }, text), make("span", { class: "count" }, String(count))));
    }
    return make("fieldset", {}, make("legend", {}, make("span", {}, title), flip), list);
  }

  function numbers() {
    const confidence = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: state.minConfidence, id: "confidence" });
    const shown = make("span", { class: "count" }, state.minConfidence.toFixed(2));
    confidence.addEventListener("input", () => {
      shown.textContent = Number(confidence.value).toFixed(2);
      update({ minConfidence: Number(confidence.value) });
    });
    const contested = make("input", { type: "checkbox", id: "contested", checked: state.contested });
    contested.addEventListener("change", () => update({ contested: contested.checked }));
    return make("fieldset", {},
      make("legend", {}, make("span", {}, "Claims")),
      make("label", { for: "confidence" }, make("span", { class: "what" }, "confidence at least"), shown), confidence,
      make("label", {}, contested, make("span", { class: "what" }, "contested ties only")));
  }

  return { draw, valuesOf };
})();
