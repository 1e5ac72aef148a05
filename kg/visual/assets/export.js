// Take away what is shown: the menu behind "Save".
const exporting = (() => {
  const files = [
    { key: "png", text: "Picture (PNG)", kind: "picture", type: "image/png", make: () => picture.png() },
    { key: "svg", text: "Picture (SVG)", kind: "picture", type: "image/svg+xml", make: () => picture.svgText() },
    { key: "ties", text: "Ties, one a row (CSV)", kind: "ties", form: "csv", type: "text/csv;charset=utf-8", make: () => shown.tiesCsv() },
    { key: "csv", text: "Claims, one a row (CSV)", kind: "claims", type: "text/csv;charset=utf-8", make: () => shown.claimsCsv() },
    { key: "graphml", text: "Actors and ties (GraphML)", kind: "graph", type: "application/xml", make: () => xml.graphml() },
    { key: "gexf", text: "Actors and ties (GEXF)", kind: "graph", type: "application/xml", make: () => xml.gexf() },
    { key: "json", text: "All that is shown (JSON)", kind: "scene", type: "application/json", make: () => shown.json() },
  ];

  function save(blob, name) {
    const anchor = make("a", { href: URL.createObjectURL(blob), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  }

  // What is in it and of what time: graph.png, claims-2014-to-2019.csv.
  function nameOf({ key, kind, form = key }) {
    const time = [state.since && !state.until && "since", state.since, state.until && (state.since ? "to" : "until"), state.until].filter(Boolean);
    return `${[kind === "picture" ? state.view : kind, ...time].join("-")}.${form}`;
  }

  async function take(file) {
    try {
      const made = await file.make();
      save(made instanceof Blob ? made : new Blob([made], { type: file.type }), nameOf(file));
      tell(`${nameOf(file)} is saved.`);
    } catch (problem) {
      tell(`It could not be saved: ${problem.message}.`);
    }
  }

  const tell = (...words) => byId("saved").replaceChildren(...words);

  // Where the browser gives no access to the clipboard, the link stands in a field, ready to be copied.
  async function copyLink() {
    const address = permalink.link();
    try {
      await navigator.clipboard.writeText(address);
      tell("The link is copied.");
    } catch {
      const field = make("input", { type: "text", readonly: true, value: address, "aria-label": "Link to what is shown" });
      tell("Copy this link: ", field);
      field.focus();
      field.select();
    }
  }

  // What the server has of it, with every sentence, and by what it does not filter.
  function serverLinks() {
    if (!look.live) return [];
    const { files: held, lacking } = addresses.ofView();
    return [
      ...held.map(({ form, address }) => make("a", { href: address, download: true, "data-server": form }, `From the server (${form.toUpperCase()})`)),
      ...(lacking.length ? [make("p", { class: "lacking" }, `There the server cannot leave out what the page does by: ${lacking.join(", ")}.`)] : []),
    ];
  }

  function open(isOpen) {
    const menu = byId("save-menu");
    menu.hidden = !isOpen;
    byId("save").setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    const offered = files.filter(({ kind }) => kind !== "picture" || picture.has(state.view));
    menu.replaceChildren(
      ...offered.map((file) => make("button", { type: "button", "data-save": file.key, onclick: () => take(file) }, file.text)),
      ...serverLinks(),
      make("button", { type: "button", "data-save": "link", onclick: copyLink }, "Copy a link to this view"),
      make("p", { id: "saved", role: "status" }));
  }

  function start() {
    const button = byId("save"), place = button.parentElement, isOpen = () => !byId("save-menu").hidden;
    button.addEventListener("click", () => open(!isOpen()));
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      event.stopPropagation();
      open(false);
      button.focus();
    });
    place.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !place.contains(relatedTarget)) open(false); });
    document.addEventListener("pointerdown", ({ target }) => { if (isOpen() && !place.contains(target)) open(false); });
  }

  return { start, save };
})();
