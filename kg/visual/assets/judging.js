// What people decided about a claim; a live page also lets them decide.
const judging = (() => {
  function details(claim) {
    const { judgement } = claim;
    if (!judgement) return [];
    const note = judgement.note ? `: ${judgement.note}` : "";
    return [make("p", { class: "judged" }, `${judgement.verdict} by `, bdi(judgement.author), ` on ${judgement.date}`, bdi(note))];
  }

  return { details };
})();
