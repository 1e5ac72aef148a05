// What keys do, everywhere and in each view: one list answers them and tells of them.
const keys = (() => {
  const everywhere = [
    { key: "/", words: "find an actor", action: () => byId("search").focus() },
    ...views.map((view) => ({ key: view[0], words: `show the ${view}`, action: () => show(view) })),
    { key: "v", words: "go into the view", action: () => toView() },
    { key: "d", words: "go to the details, and back", action: () => toDetails() },
    { key: "Escape", words: "close the details", action: () => select(null) },
    { key: "f", words: "open or close the filters", action: () => toggleFilters() },
    { key: "a", words: "show everybody that the page holds", action: () => showAll() },
    { key: "b", words: "areas behind those who stand together", action: () => update({ halos: !state.halos }) },
    { key: "0", words: "fit the graph into the window", action: () => graph.fit() },
    { key: "?", words: "this list", action: () => open() },
  ];
  const inside = {
    "In the graph": [
      ["Enter", "select the actor nearest to the middle"], ["n p", "select one neighbour after the other"],
      ["← ↑ → ↓", "move the picture"], ["+ −", "zoom"],
    ],
    "In the lifelines": [["↑ ↓", "from actor to actor"], ["← →", "along what is joined to one"], ["Enter", "select"]],
    "In the matrix": [["← ↑ → ↓", "from cell to cell"], ["Home End", "first and last of a row"], ["Enter", "select"]],
    "On a handle of the time bar": [["← →", "move it"], ["Shift ← →", "move the whole range"], ["Space", "play and pause"]],
  };
  // Where the keys of each view are heard.
  const entries = { graph: "[role=application]", table: ".scroller", lifelines: '[data-row][tabindex="0"]', matrix: '[data-row][tabindex="0"]' };
  let left = null; // where the focus was before it went to the details

  function toView() {
    const place = byId("empty").hidden ? byId(state.view).querySelector(entries[state.view]) : byId("clear-filters");
    (place ?? byId(state.view)).focus();
  }

  function toDetails() {
    const place = byId("panel"), now = document.activeElement;
    if (place.hidden) return;
    if (!place.contains(now)) { left = now; place.focus(); }
    else if (left?.isConnected && left !== document.body) left.focus();
    else toView();
  }

  function list(title, rows) {
    const named = (text) => text.split(" ").flatMap((key, index) => [index ? " " : "", make("kbd", {}, key)]);
    return make("section", {}, make("h3", {}, title), make("dl", {}, ...rows.map(([key, words]) => make("div", {}, make("dt", {}, ...named(key)), make("dd", {}, words)))));
  }

  function open() {
    const place = byId("keys"), close = make("button", { type: "button", class: "close", "aria-label": "Close (Esc)", onclick: () => place.close() }, "×");
    place.replaceChildren(
      make("div", { class: "top" }, make("h2", { id: "keys-title" }, "Keys"), close),
      make("div", { class: "columns" }, list("Everywhere", everywhere.map(({ key, words }) => [key === "Escape" ? "Esc" : key, words])),
        make("div", {}, ...Object.entries(inside).map(([title, rows]) => list(title, rows)))));
    place.showModal();
  }

  function start() {
    const actions = new Map(everywhere.map(({ key, action }) => [key, action]));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input, select, textarea") && event.target.type !== "checkbox";
      const action = actions.get(event.key);
      if (!action || typing || byId("keys").open || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      action();
    });
    for (const [id, action] of [["show-keys", open], ["to-view", toView], ["to-details", toDetails]]) byId(id).addEventListener("click", action);
    byId("keys").addEventListener("click", ({ target }) => { if (target === byId("keys")) byId("keys").close(); }); // beside it
  }

  return { start, toView };
})();
