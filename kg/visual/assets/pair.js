// All ties between two actors, where a cell of the matrix holds several.
const pair = (() => {
  function details([a, b]) {
    const both = data.actor(a).ties.filter((tie) => data.otherEnd(tie, a) === b && filters.tiePasses(tie));
    return [
      panel.top(actorButton(a), " and ", actorButton(b)),
      make("ul", { class: "ties" }, ...both.map((tie) => make("li", { class: tie.sign },
        actorButton(tie.source), " ", ...relates(tie, actorButton(tie.target)), make("div", { class: "soft" }, panel.claimsButton(tie), ` · ${period(tie.first, tie.last)}`)))),
    ];
  }

  return { details };
})();
