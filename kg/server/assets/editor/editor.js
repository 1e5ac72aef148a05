"use strict";
// The editor asks this server and nobody else: one endpoint, suggestions from this server's own lists.
(async () => {
  const known = await (await fetch("editor/known.json")).json();
  const starts = (words) => async (_editor, token) => {
    const typed = (token && (token.autocompletionString || token.string)) || "";
    return words.filter((word) => word.startsWith(typed));
  };
  const prefixes = Object.entries(known.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "own-prefixes", get: prefixes, persistenceId: null }, false);
  Yasqe.forkAutocompleter("property", { name: "own-properties", get: starts(known.properties) }, false);
  Yasqe.forkAutocompleter("class", { name: "own-classes", get: starts(known.classes) }, false);

  Yasr.defaults.errorRenderers = [showProblem];

  const fixed = {
    endpoint: new URL("sparql", document.baseURI).href,
    method: "POST",
    headers: {},
    withCredentials: false,
    acceptHeaderSelect: "application/sparql-results+json",
    acceptHeaderGraph: "text/turtle",
  };
  const start = known.queries[0];
  const editor = new Yasgui(document.getElementById("yasgui"), {
    persistenceId: "kg-editor",
    copyEndpointOnNewTab: false,
    // A link may bring a query along, but not where it goes, nor how.
    populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...fixed, namedGraphs: [], defaultGraphs: [], args: [] } }),
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
    // As functions they hold for every tab, whatever was kept of it.
    requestConfig: Object.fromEntries(Object.entries(fixed).map(([key, value]) => [key, () => value])),
    yasqe: {
      value: start ? start.text : "SELECT * { ?claim a kg:Claim } LIMIT 10",
      autocompleters: ["variables", "own-prefixes", "own-properties", "own-classes"],
      prefixCcApi: null,
    },
    yasr: {
      prefixes: known.prefixes,
      maxPersistentResponseSize: 0,
    },
  });
  window.kgEditor = editor;

  const choice = document.getElementById("ready");
  for (const [place, query] of known.queries.entries()) {
    choice.add(new Option(query.title, String(place)));
  }
  choice.addEventListener("change", () => {
    const query = known.queries[choice.value];
    document.getElementById("question").textContent = query ? query.question : "";
    if (query) editor.getTab().setQuery(query.text);
  });

  async function showProblem(error) {
    let problem;
    try {
      problem = JSON.parse(error.text);
    } catch {
      return undefined;
    }
    if (problem === null || typeof problem !== "object") return undefined;
    const shown = document.createElement("p");
    shown.className = "problem";
    shown.textContent = [problem.title, problem.detail, problem.hint].filter(Boolean).join("\n");
    return shown;
  }
})();
