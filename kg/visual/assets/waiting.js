// A live page before its data: it says what it waits for and asks again; nothing else can be used so long.
const waiting = (() => {
  const shortest = 2, longest = 60; // seconds between two requests, of which each waits twice as long as the last
  const patience = 3000; // milliseconds until it is told that this takes long
  const passing = new Map([ // by status, none where nobody answers: what is the matter, and how often to ask again
    [503, ["The server is still making the graph, or has too much else to do.", 40]],
    [504, ["The graph took longer to make than it may; a busy machine may have more time for it later.", 3]],
    [502, ["The server does not answer.", 40]],
    [undefined, ["The server does not answer.", 40]],
  ]);
  const parts = () => document.querySelectorAll("#views, .search, .buttons");

  function close(isClosed) {
    for (const part of parts()) part.inert = isClosed;
    for (const id of ["halos", "filters"]) byId(id).hidden = isClosed;
    if (!isClosed) byId("asking")?.remove();
  }

  function tell(...words) {
    if (!byId("asking")) byId("stage").append(make("div", { id: "asking", class: "trouble soft", role: "status" }));
    byId("asking").replaceChildren(...words.map((text) => (text instanceof Node ? text : make("p", {}, text))));
  }

  const why = "Search, views and Save can be used when it is there.";

  // Ask until the data are there; what no second request would mend is thrown.
  async function forData(ask) {
    close(true);
    for (let tries = 1, pause = shortest; ; tries += 1, pause = Math.min(longest, 2 * pause)) {
      tell("Asking for the graph …");
      const late = setTimeout(() => tell("The server is making the graph.", `It does so once for each state of it and keeps what it made; on a busy machine that may take a minute or two. ${why}`), patience);
      try {
        const made = await ask();
        close(false);
        return made;
      } catch (problem) {
        if (!passing.has(problem.status)) throw problem;
        clearTimeout(late);
        const [words, most] = passing.get(problem.status);
        await again(words, tries < most ? pause : null);
      } finally {
        clearTimeout(late);
      }
    }
  }

  // Until the pause is over or the reader has had enough of it.
  function again(words, pause) {
    return new Promise((done) => {
      const button = make("button", { type: "button", onclick: done }, "Ask now");
      tell(words, pause === null ? why : `It is asked again in ${number(pause, "second")}. ${why}`, make("p", {}, button));
      if (pause !== null) setTimeout(done, pause * 1000);
    });
  }

  return { forData };
})();
