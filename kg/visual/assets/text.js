// Building the page: every word of the data goes in as text, never as markup.
const byId = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const bdi = (text) => make("bdi", {}, text);

// Only addresses of the web become links.
function link(address, text) {
  let url;
  try { url = new URL(address); } catch { return bdi(text); }
  if (url.protocol !== "http:" && url.protocol !== "https:") return bdi(text);
  return make("a", { class: "name", href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

// One spelling for comparing names: no case, accents, apostrophes or hyphens.
const fold = (text) =>
  text.normalize("NFKD").replace(/[\p{M}'’‘ʿʾ`]/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const number = (n, one, many = one + "s") => `${n} ${n === 1 ? one : many}`;
const period = (from, until) => (from && until ? (from === until ? from : `${from} – ${until}`) : from || until || "");

const actorButton = (id) => make("button", { type: "button", class: "plain", onclick: () => select({ actor: id }) }, actorName(id));

// A name among other words of one string: letters that run the other way, and marks of direction that a name
// brings, turn nothing beside it.
const apart = (name) => (/[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(name)
  ? `\u2068${name.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069` : name);
const nameApart = (id) => apart(actorName(id));

// The words of a relation with the other end where it belongs: "backs it", "calls it terrorist".
const relates = (tie, whom) => [`${tie.around[0]} `, whom, tie.around[1] && ` ${tie.around[1]}`];
const sentence = (tie) => `${nameApart(tie.source)} ${relates(tie, nameApart(tie.target)).join("")}`;
