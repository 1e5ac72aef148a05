// A view as a picture that stands alone: title, drawing and legend, every colour written into it.
const picture = (() => {
  const face = 'system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif', margin = 24;
  const mostPixels = 16e6; // of a PNG; larger ones take long to draw, and browsers refuse them in the end

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const names = ["ground", "quiet", "line", "text", "soft", "friendly", "hostile", "other", "outline", "accent"];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  const words = (text, attributes) => svg("text", { "font-family": face, ...attributes }, text);

  // What is in the picture, in words.
  function sentence() {
    const { actors, ties } = filters.visible();
    return `${actors.size} of ${number(data.total.actors, "actor")}, ${ties.length} of ${number(data.total.ties, "tie")} shown`;
  }

  // Parts of a text in as many lines as they need; the letters are taken to be 7 pixels wide.
  function wrapped(parts, width) {
    const most = Math.floor(width / 7), lines = [];
    for (const part of parts.map((text, index) => (index ? `· ${text}` : text))) {
      for (const word of part.split(" ")) {
        const line = `${lines.at(-1) ?? ""} ${word}`.trim();
        if (lines.length && line.length <= most) lines[lines.length - 1] = line; else lines.push(word);
      }
    }
    return lines;
  }

  const lineKey = (sign, { [sign]: colour }) => svg("g", { stroke: colour }, ...signPaths(sign));

  // Entries of a legend, each a drawing 16 or 38 wide with a word, in as many lines as they need.
  function keyLines(entries, width, all) {
    let x = 0, y = 0;
    const place = svg("g");
    for (const { icon, wide, text, top = wide > 20 ? 2 : 0 } of entries) {
      const room = wide + 8 + text.length * 7.2 + 22;
      if (x + room > width && x) { x = 0; y += 22; }
      place.append(svg("g", { transform: `translate(${x} ${y})` }, svg("g", { transform: `translate(0 ${top})` }, icon),
        words(text, { x: wide + 8, y: 13, "font-size": 13, fill: all.text })));
      x += room;
    }
    return { place, height: y + 22 };
  }

  // The frame around a drawing of some size.
  function framed({ drawing, entries, told = sentence() }, { width, height }, all) {
    const inside = Math.max(width, 420), full = inside + 2 * margin;
    const key = keyLines(entries, inside, all);
    const small = [...wrapped([told], inside), ...wrapped(inwords.filterList(), inside)], head = 58 + 18 * small.length;
    const tall = head + height + (entries.length ? 18 + key.height : 0) + margin;
    const place = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: full, height: tall, viewBox: `0 0 ${full} ${tall}` },
      svg("title", {}, data.title), svg("rect", { width: full, height: tall, fill: all.ground }),
      words(data.title, { x: margin, y: 34, "font-size": 20, "font-weight": 650, fill: all.text }),
      ...small.map((line, index) => words(line, { x: margin, y: 56 + 18 * index, "font-size": 13, fill: all.soft })),
      svg("g", { transform: `translate(${margin} ${head})` }, drawing));
    key.place.setAttribute("transform", `translate(${margin} ${head + height + 18})`);
    if (entries.length) place.append(key.place);
    return place;
  }

  const drawings = {
    graph: (all) => graphPicture.draw(all), matrix: (all) => matrixPicture.draw(all),
    lifelines: () => {
      const drawing = lifelines.svg(), [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
      return { drawing, width, height, entries: lifelines.entries(), told: lifelines.told() };
    },
  };
  const has = (view) => view in drawings;

  function draw() {
    const all = colours(), drawn = drawings[state.view](all);
    return framed(drawn, { width: Math.ceil(drawn.width), height: Math.ceil(drawn.height) }, all);
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
