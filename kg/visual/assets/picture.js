// A view as a picture that stands alone: title, drawing and legend, every colour written into it.
const picture = (() => {
  const face = 'system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif', margin = 24;
  const mostPixels = 40e6; // of a PNG; browsers refuse larger ones

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const names = ["ground", "quiet", "line", "text", "soft", "friendly", "hostile", "other", "outline", "accent"];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  const words = (text, attributes) => svg("text", { "font-family": face, ...attributes }, text);

  // What is in the picture, in words.
  function sentence() {
    const { actors, ties } = filters.visible();
    const time = state.since || state.until ? `, ${period(state.since || "…", state.until || "…")}` : "";
    return `${actors.size} of ${number(data.total.actors, "actor")}, ${ties.length} of ${number(data.total.ties, "tie")} shown${time}`;
  }

  function lineKey(sign, { [sign]: colour }) {
    const dashes = { friendly: "none", hostile: "7 4", other: "2 3" }[sign], head = sign === "hostile" ? "M36 1V11" : "M30 2L36 6L30 10";
    return svg("g", { stroke: colour, "stroke-width": 2.5, fill: "none" }, svg("path", { d: "M1 6H35", "stroke-dasharray": dashes }), svg("path", { d: head }));
  }

  // Entries of a legend, each a drawing 16 or 38 wide with a word, in as many lines as they need.
  function keyLines(entries, width, all) {
    let x = 0, y = 0;
    const place = svg("g");
    for (const { icon, wide, text } of entries) {
      const room = wide + 8 + text.length * 7.2 + 22;
      if (x + room > width && x) { x = 0; y += 22; }
      place.append(svg("g", { transform: `translate(${x} ${y})` }, svg("g", { transform: `translate(0 ${wide > 20 ? 2 : 0})` }, icon),
        words(text, { x: wide + 8, y: 13, "font-size": 13, fill: all.text })));
      x += room;
    }
    return { place, height: y + 22 };
  }

  // The frame around a drawing of some size.
  function framed(drawing, { width, height }, entries, all) {
    const inside = Math.max(width, 420), full = inside + 2 * margin;
    const key = keyLines(entries, inside, all);
    const tall = 76 + height + (entries.length ? 18 + key.height : 0) + margin;
    const place = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: full, height: tall, viewBox: `0 0 ${full} ${tall}` },
      svg("title", {}, data.title), svg("rect", { width: full, height: tall, fill: all.ground }),
      words(data.title, { x: margin, y: 34, "font-size": 20, "font-weight": 650, fill: all.text }),
      words(sentence(), { x: margin, y: 56, "font-size": 13, fill: all.soft }),
      svg("g", { transform: `translate(${margin} 76)` }, drawing));
    key.place.setAttribute("transform", `translate(${margin} ${76 + height + 18})`);
    if (entries.length) place.append(key.place);
    return place;
  }

  const drawings = {
    graph: (all) => graphPicture.draw(all), matrix: (all) => matrixPicture.draw(all),
    lifelines: (all) => {
      const drawing = lifelines.svg(), [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
      return { drawing, width, height, entries: ["friendly", "hostile"].map((sign) => ({ icon: lineKey(sign, all), wide: 38, text: sign })) };
    },
  };
  const has = (view) => view in drawings;

  function draw() {
    const all = colours(), { drawing, width, height, entries } = drawings[state.view](all);
    return framed(drawing, { width: Math.ceil(width), height: Math.ceil(height) }, entries, all);
  }

  const textOf = (drawn) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml.clean(new XMLSerializer().serializeToString(drawn))}\n`;
  const svgText = () => textOf(draw());

  // The same picture in twice as many pixels as it measures, fewer where there would be too many.
  async function png() {
    const drawn = draw(), width = Number(drawn.getAttribute("width")), height = Number(drawn.getAttribute("height"));
    const scale = Math.min(2, Math.sqrt(mostPixels / (width * height)), 16_000 / Math.max(width, height));
    const image = new Image(), address = URL.createObjectURL(new Blob([textOf(drawn)], { type: "image/svg+xml" }));
    try {
      image.src = address;
      await image.decode();
      const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done, fail) => { canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the picture is too large")))); });
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  return { has, svgText, png, words, lineKey };
})();
