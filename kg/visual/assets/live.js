// What a live page asks its server; a page in a file asks nobody.
const live = (() => {
  const base = look.live && new URL(look.live.root || ".", location.href); // before the address changes
  const mostSentences = 1000; // of one tie, the latest
  const patience = 250; // milliseconds without a letter, until a name is looked up
  let token = ""; // in memory alone: never stored, never in a link
  let known = null; // the state of the graph that the page shows
  let lookups = 0;

  const address = (path) => new URL(path, base).href;
  const path = (...parts) => parts.map(encodeURIComponent).join("/");
  const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

  async function ask(where, { headers, ...options } = {}) {
    let answer;
    try {
      answer = await fetch(address(where), { ...options, headers: { Accept: "application/json", ...headers } });
    } catch {
      throw new Error("the server does not answer");
    }
    if (answer.ok) return answer;
    const { detail, hint } = await answer.json().catch(() => ({}));
    const words = [detail || `${answer.status} ${answer.statusText}`, hint].filter(Boolean).join("; ");
    throw Object.assign(new Error(words), { status: answer.status });
  }

  // What of the page's address the server minds; all else the page does by itself.
  const asked = () => (look.live ? [...new URLSearchParams(location.search)].filter(([word]) => ["actor", "ego", "limit"].includes(word)) : []);

  async function fetchScene() {
    settle();
    const words = new URLSearchParams(asked().map(([word, value]) => [word === "actor" ? "focus" : word, value]));
    return waiting.forData(async () => {
      const answer = await ask(`graph.json${words.size ? `?${words}` : ""}`);
      known = answer.headers.get("X-Graph-State");
      return answer.json();
    });
  }

  // The whole graph is a way out where less was asked for.
  function complain(problem) {
    const out = asked().length ? make("a", { href: address("graph") }, "Show the whole graph") : make("button", { type: "button", onclick: () => location.reload() }, "Try again");
    byId("stage").replaceChildren(make("div", { class: "trouble", role: "alert" },
      make("p", {}, `The graph did not come: ${problem.message}.`), make("p", {}, out)));
  }

  // Ask for the sentences of a tie and tell its claims.
  async function evidence(tie) {
    const offset = Math.max(0, tie.count - mostSentences); // the server counts from the oldest
    const where = `api/ties/${path(tie.source, tie.relation, tie.target)}`;
    const told = await (await ask(`${where}?context=true&limit=${mostSentences}&offset=${offset}`)).json();
    const claims = new Map(tie.claims.map((claim) => [claim.id, claim]));
    for (const { id, evidence: { quote, by, start, end }, context, judgement } of told.evidence.items) {
      if (claims.has(id)) data.tell(claims.get(id), { quote, by, offset: start, end, before: context.before, after: context.after, judgement });
    }
    return tie;
  }

  // Who may be meant: those whom a name of the catalogue means first, then those whose names hold the words.
  async function lookup(text) {
    const now = (lookups += 1);
    await pause(patience);
    if (now !== lookups) return [];
    const words = encodeURIComponent(text.trim().slice(0, 200));
    const [alias, found] = await Promise.all([`api/alias?name=${words}&limit=5`, `api/actors?tied=true&limit=10&q=${words}`]
      .map((where) => ask(where).then((answer) => answer.json())));
    const meant = new Set([alias.id, ...alias.candidates.map(({ id }) => id)]);
    const few = found.items.map(({ id, name, kind, claims }) => ({ id, name, note: `${look.kinds[kind].label} · ${number(claims, "claim")}` }));
    return [...few.filter(({ id }) => meant.has(id)), ...few.filter(({ id }) => !meant.has(id))];
  }

  // A page about somebody begins with as many actors as the window has room for.
  const few = () => (small() ? [["base", "narrow"]] : []);

  // An actor that the page does not hold comes with a page of its own.
  const callUp = (id) => location.assign(address(`${state.view}?${new URLSearchParams([["actor", id], ["select", id], ...few()])}`));

  // Whoever decides types the token once.
  const hasToken = () => token !== "";
  const forgetToken = () => { token = ""; };
  function setToken(text) {
    token = /^[!-~]+$/.test(text) ? text : ""; // what else a header cannot hold
  }

  // Record a decision (its form stands in the reference of the REST interface) and return it as it was recorded.
  async function judge(decision) {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const before = await stateNow().catch(() => null);
    const answer = await ask("api/judgements", { method: "POST", body: JSON.stringify(decision), headers });
    if (before === known) known = answer.headers.get("X-Graph-State"); // nobody needs to be told of what they did
    return answer.json();
  }

  const stateNow = async () => (await (await ask("state.json")).json()).state;

  // Say that the graph is another one now; the reader decides when to see it.
  async function seek() {
    if (document.hidden || byId("changed")) return;
    const now = await stateNow();
    if (now !== known) showChanged(now);
  }

  function showChanged(now) {
    const reload = make("button", { type: "button", onclick: () => location.reload() }, "Reload");
    const close = make("button", { type: "button", "aria-label": "Not now", onclick: () => { known = now; byId("changed").remove(); } }, "×");
    document.querySelector("main").before(make("p", { id: "changed", role: "status" }, "The graph has changed since. ", reload, close));
  }

  // The page of an actor or of a tie is the graph around it.
  function settle() {
    const { actor, tie } = look.live;
    const escape = (part) => part.replaceAll("%", "%25").replaceAll("|", "%7C");
    const words = actor ? [["actor", actor], ["select", actor]] :
      tie ? [["actor", tie[0]], ["actor", tie[2]], ["tie", tie.map(escape).join("|")]] : null;
    if (words) history.replaceState(null, "", address(`graph?${new URLSearchParams([...words, ...few()])}`));
  }

  function start() {
    if (!look.live) return;
    // Links of the page lead on from here, whatever the address becomes.
    for (const link of document.querySelectorAll("header a")) link.setAttribute("href", link.href);
    const check = () => seek().catch(() => {}); // a server that is gone is told of when it is needed
    setInterval(check, 60_000);
    window.addEventListener("focus", check);
    document.addEventListener("visibilitychange", check);
  }

  return { address, asked, fetchScene, complain, evidence, lookup, callUp, hasToken, setToken, forgetToken, judge, start };
})();
