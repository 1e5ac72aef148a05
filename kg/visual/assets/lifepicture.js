// The lifelines as one drawing that stands alone: names, axis and lines, every colour written into it.
const lifepicture = (() => {
  const said = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "paint-order",
    "font-family", "font-size", "font-weight", "text-anchor"];
  const geometry = new Set(["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "points", "width", "height", "transform"]);

  function resolved(node) {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.matches(".hit")) return document.createTextNode("");
    const copy = svg(node.tagName), style = getComputedStyle(node);
    for (const { name, value } of node.attributes) if (geometry.has(name)) copy.setAttribute(name, value);
    if (node.matches("path, rect, circle, polygon, text")) for (const name of said) copy.setAttribute(name, style.getPropertyValue(name));
    else if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
    if (node.matches(".link")) copy.append(svg("title", {}, node.getAttribute("aria-label")));
    copy.append(...[...node.childNodes].map(resolved));
    return copy;
  }

  const moved = (x, y, ...children) => svg("g", { transform: `translate(${x} ${y})` }, ...children);

  function nameOf(button, y) {
    const style = getComputedStyle(button), text = button.textContent;
    return svg("g", { opacity: style.opacity }, moved(8, y - 8, resolved(button.querySelector("svg"))),
      svg("text", { x: 30, y: y + 4.5, fill: style.color, "font-family": style.fontFamily, "font-size": 13, "font-weight": style.fontWeight },
        text.length > 30 ? `${text.slice(0, 28)}…` : text, svg("title", {}, button.getAttribute("aria-label"))));
  }

  // What `place` shows, laid out as `layout` says.
  function of(place, { width, height, places }) {
    const nameWidth = 226, top = 30, ground = getComputedStyle(document.body).backgroundColor;
    const all = { width: nameWidth + width, height: top + height };
    return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${all.width} ${all.height}`, ...all },
      svg("title", {}, data.title), svg("rect", { ...all, fill: ground }),
      moved(nameWidth, 0, resolved(place.querySelector(".axis svg"))), moved(nameWidth, top, resolved(place.querySelector(".lifechart"))),
      ...[...place.querySelectorAll("[data-row]")].map((button) => nameOf(button, top + places.get(button.dataset.row))));
  }

  // The legend above the lines, as entries of a picture's.
  const entries = (place) => [...place.querySelectorAll(".lifebar .key")].map((key) => {
    const drawn = key.querySelector("svg"), icon = resolved(drawn), text = [...key.childNodes].filter((node) => node !== drawn).map((node) => node.textContent);
    return { icon, wide: Number(icon.getAttribute("width")), text: text.join(""), top: (16 - Number(icon.getAttribute("height"))) / 2 };
  });

  return { of, entries };
})();
