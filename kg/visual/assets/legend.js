// The legend, which is also the set of filters.
const outlines = {
  square: "3,3 13,3 13,13 3,13",
  diamond: "8,1.5 14.5,8 8,14.5 1.5,8",
  triangle: "8,2 14.5,13.5 1.5,13.5",
  triangleDown: "8,14 1.5,2.5 14.5,2.5",
  hexagon: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8",
  star: "8,1 9.9,5.8 15,6.1 11.1,9.4 12.4,14.4 8,11.6 3.6,14.4 4.9,9.4 1,6.1 6.1,5.8",
};

function kindIcon(kind) {
  const { shape, colour } = page.kinds[kind];
  const outline = shape === "dot"
    ? svg("circle", { class: "shape", cx: 8, cy: 8, r: 6, fill: colour })
    : svg("polygon", { class: "shape", points: outlines[shape], fill: colour });
  return svg("svg", { width: 16, height: 16, "aria-hidden": "true" }, outline);
}

function signIcon(sign) {
  const dashes = { friendly: "none", hostile: "7 4", other: "2 3" }[sign];
  const head = sign === "hostile" ? "M36 1V11" : "M30 2L36 6L30 10";
  return svg("svg", { width: 38, height: 12, "aria-hidden": "true" },
    svg("path", { class: sign, d: "M1 6H35", "stroke-width": 2.5, "stroke-dasharray": dashes, fill: "none" }),
    svg("path", { class: sign, d: head, "stroke-width": 2.5, fill: "none" }));
}

const labels = {
  sign: (value) => value,
  relation: (value) => page.relations[value].label,
  kind: (value) => page.kinds[value].label,
  publisher: (value) => value || "(no publisher)",
  claimant: (value) => value || "the article itself",
};
const polarityIcon = (polarity) => svg("svg", { width: 38, height: 12, "aria-hidden": "true" }, svg("path",
  { class: "other", d: "M1 6H37", "stroke-width": 2.5, "stroke-dasharray": polarity === "denied" ? "1 7" : "none", fill: "none" }));
const icons = { sign: signIcon, kind: kindIcon, polarity: polarityIcon };
const orders = { sign: ["friendly", "hostile", "other"], relation: Object.keys(page.relations), kind: Object.keys(page.kinds) };

function countsOf(key, of) {
  const counts = new Map();
  const add = (value) => counts.set(value, (counts.get(value) ?? 0) + 1);
  if (key === "kind") for (const actor of actors.values()) add(actor.kind);
  else for (const tie of page.ties) {
    if (of) of(tie).forEach(add);
    else tie.claims.forEach((claim) => add(claimValue[key](claim)));
  }
  const rank = (value) => orders[key]?.indexOf(value) ?? 0;
  return [...counts].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function drawLegend() {
  const place = byId("filters");
  place.replaceChildren();
  for (const group of groups) {
    const counts = countsOf(group.key, group.of);
    if (counts.length > 1 || group.key === "sign") place.append(checkboxes(group, counts));
    if (group.key === "kind") place.append(numbers());
  }
}

function checkboxes({ key, title }, counts) {
  const boxes = [];
  const flip = make("button", { type: "button", class: "plain", "aria-label": `${title}: all or none`, onclick: () => {
    const off = counts.every(([value]) => state.excluded[key].has(value));
    state.excluded[key] = new Set(off ? [] : counts.map(([value]) => value));
    boxes.forEach((box) => { box.checked = off; });
    render();
  } }, "all/none");
  const list = make("div", { class: counts.length > 12 ? "many" : "" });
  for (const [value, count] of counts) {
    const box = make("input", { type: "checkbox", checked: !state.excluded[key].has(value), "data-group": key, "data-value": value });
    box.addEventListener("change", () => {
      if (box.checked) state.excluded[key].delete(value); else state.excluded[key].add(value);
      render();
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
    state.minConfidence = Number(confidence.value);
    shown.textContent = state.minConfidence.toFixed(2);
    render();
  });
  const contested = make("input", { type: "checkbox", id: "contested", checked: state.contested });
  contested.addEventListener("change", () => { state.contested = contested.checked; render(); });
  return make("fieldset", {},
    make("legend", {}, make("span", {}, "Claims")),
    make("label", { for: "confidence" }, make("span", { class: "what" }, "confidence at least"), shown), confidence,
    make("div", { class: "years" }, year("since", "from year"), year("until", "to year")),
    make("label", {}, contested, make("span", { class: "what" }, "contested ties only")));
}

function year(key, text) {
  const field = make("input", { type: "number", min: 1000, max: 9999, step: 1, value: state[key], "aria-label": text, placeholder: text, id: key });
  field.addEventListener("input", () => { state[key] = /^\d{4}$/.test(field.value) ? field.value : ""; render(); });
  return make("label", {}, field);
}
