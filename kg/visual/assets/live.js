// What a live page asks its server; a page in a file asks nobody.
const live = (() => {
  async function fetchScene() {
    const answer = await fetch(look.live.scene + location.search, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer.json();
  }

  const complain = (problem) => { byId("status").textContent = `The graph did not come: ${problem.message}`; };
  return { fetchScene, complain };
})();
