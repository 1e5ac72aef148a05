// What people decided about a claim or about who is who; a live page also lets them decide.
const judging = (() => {
  const done = { accepted: "Accepted", rejected: "Rejected", corrected: "Corrected", same: "Same actor", different: "Different actors" };
  let author = ""; // who decides; where it is empty, the one that the service was started for

  function details(claim) {
    const place = make("div", { class: "judging" });
    redraw(place, claim);
    return claim.judgement || mayJudge() ? [place] : [];
  }

  const mayJudge = () => Boolean(look.live?.judge);

  function redraw(place, claim) {
    place.replaceChildren(...(claim.judgement ? [told(claim.judgement)] : []));
    if (!mayJudge()) return;
    const buttons = claim.judgement
      ? [["Withdraw", () => record(place, { verdict: "withdrawn", withdraws: claim.judgement.number }, () => { claim.judgement = null; })]]
      : [["Accept", decide("accepted")], ["Reject", decide("rejected")], ["Correct …", () => correct(place, claim)]];
    place.append(make("div", { class: "actions" }, ...buttons.map(([text, onclick]) => make("button", { type: "button", onclick }, text))));

    function decide(verdict) {
      return () => record(place, { verdict, claim: claim.id }, (judgement) => { claim.judgement = judgement; });
    }
    place.redraw = () => redraw(place, claim);
  }

  function told({ number: recorded, verdict, author, date, note }) {
    const later = "A page that is loaded from now on leaves this claim out; then ";
    const back = [make("br"), make("span", { class: "soft" }, later, make("code", {}, `kg review withdraw ${recorded}`), " takes the decision back.")];
    return make("p", { class: "judged" }, `${done[verdict] ?? verdict} by `, bdi(author), ` on ${date}`, ...(note ? [": ", bdi(note)] : []), ...(verdict === "rejected" ? back : []));
  }

  // Send a decision; what the server says of it stands where the buttons were.
  async function record(place, decision, change) {
    if (!live.hasToken()) return askToken(place, () => record(place, decision, change));
    say(place, "Recording …");
    try {
      const judgement = await live.judge(author ? { ...decision, author } : decision);
      change(judgement);
      place.redraw();
      place.prepend(make("p", { role: "status", class: "soft" }, `Recorded as number ${judgement.number}.`));
    } catch (problem) {
      if (problem.status === 401 || !author) live.forgetToken(); // so that both are asked for again
      if (problem.status === 401) return askToken(place, () => record(place, decision, change), "This is not the token that the service takes.");
      place.redraw();
      place.append(make("p", { role: "alert", class: "problem" }, problem.message));
    }
    place.querySelector("button")?.focus();
  }

  const say = (place, text) => place.replaceChildren(make("p", { role: "status", class: "soft" }, text));

  function askToken(place, then, trouble = "") {
    const field = make("input", { type: "password", autocomplete: "off", "aria-label": "Token of this service" });
    const name = make("input", { type: "text", autocomplete: "name", maxlength: 200, value: author, placeholder: "as the service is set up" });
    form(place, "The service takes decisions from whoever has its token, and keeps who decided. Both are kept until this page is closed.", [["Token", field], ["Your name", name]], () => {
      if (!field.value.trim()) return;
      live.setToken(field.value.trim());
      author = name.value.trim();
      then();
    }, trouble);
  }

  // A small form in place of the buttons; Enter sends it, Escape takes it away.
  function form(place, text, fields, send, trouble = "") {
    const sending = make("button", { type: "button", onclick: send }, "Send");
    const cancel = make("button", { type: "button", onclick: () => { place.redraw(); place.querySelector("button")?.focus(); } }, "Cancel");
    const box = make("div", { class: "form" }, make("p", { class: "soft" }, text),
      ...(trouble ? [make("p", { role: "alert", class: "problem" }, trouble)] : []), ...fields.map(([label, field]) => make("label", {}, make("span", {}, label), field)), make("div", { class: "actions" }, sending, cancel));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input") && !event.defaultPrevented) send();
      else if (event.key === "Escape") cancel.click();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    place.replaceChildren(box);
    fields[0][1].focus();
  }

  function correct(place, claim) {
    const relation = make("select", {}, ...Object.entries(look.relations).map(([name, { label }]) =>
      make("option", { value: name, selected: name === claim.tie.relation }, label)));
    const [source, target] = [claim.source, claim.target].map((id) => make("input", { type: "text", value: actorName(id), autocomplete: "off" }));
    const note = make("input", { type: "text", maxlength: 2000 });
    form(place, "What the sentence says instead. Actors by any of their names.", [["Who", source], ["Relation", relation], ["Whom", target], ["Note", note]], () => {
      const decision = { verdict: "corrected", claim: claim.id };
      if (relation.value !== claim.tie.relation) decision.relation = relation.value;
      if (source.value !== actorName(claim.source)) decision.source = source.value;
      if (target.value !== actorName(claim.target)) decision.target = target.value;
      if (note.value) decision.note = note.value;
      record(place, decision, (judgement) => { claim.judgement = judgement; });
    });
  }

  // Whether two actors are one: a button that turns into a form.
  function ofActor(id) {
    if (!mayJudge()) return [];
    const place = make("div", { class: "judging" });
    place.redraw = () => place.replaceChildren(make("div", { class: "actions" }, make("button", { type: "button", onclick: ask }, "Same as, different from …")));
    function ask() {
      const other = make("input", { type: "text", autocomplete: "off" });
      const verdict = make("select", {}, make("option", { value: "same" }, "the same actor"), make("option", { value: "different" }, "different actors"));
      form(place, `${nameApart(id)} and the one named here are`, [["Whom", other], ["are", verdict]], () => {
        if (other.value.trim()) record(place, { verdict: verdict.value, actors: [id, other.value.trim()] }, () => {});
      });
    }
    place.redraw();
    return [place];
  }

  return { details, ofActor };
})();
