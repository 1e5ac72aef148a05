// The matrix as a drawing of its own.
const matrixPicture = (() => {
  const side = 22, most = 30; // of a cell; letters of a name

  function glyph(name, all, contested) {
    const place = svg("g");
    for (const [tag, attributes] of cellShapes[name]) {
      const { class: names, ...rest } = attributes, colour = all[names.split(" ").pop()];
      place.append(svg(tag, names.startsWith("fill") ? { ...rest, fill: colour } : { ...rest, stroke: colour }));
    }
    if (contested) place.append(svg("circle", { cx: 14, cy: 2, r: 2, fill: all.text }));
    return place;
  }

  const short = (text) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  function draw(all) {
    const { ids, cells, edges, steps } = matrix.shown();
    const names = ids.map((id) => short(actorName(id))), room = Math.max(60, ...names.map((name) => name.length * 7)) + 10;
    const at = (index) => room + index * side, end = at(ids.length), place = svg("g");
    const rule = (d, colour, width) => place.append(svg("path", { d, stroke: colour, "stroke-width": width, fill: "none" }));
    for (let index = 0; index <= ids.length; index += 1) rule(`M${room} ${at(index)}H${end}M${at(index)} ${room}V${end}`, all.line, 1);
    ids.forEach((_, index) => place.append(svg("rect", { x: at(index) + 0.5, y: at(index) + 0.5, width: side - 1, height: side - 1, fill: all.quiet })));
    for (const index of edges) rule(`M0 ${at(index)}H${end}M${at(index)} 0V${end}`, all.soft, 2);
    names.forEach((name, index) => place.append(
      picture.words(name, { x: room - 8, y: at(index) + 15, "font-size": 12, "text-anchor": "end", fill: all.text }),
      picture.words(name, { transform: `translate(${at(index) + 15} ${room - 8}) rotate(-90)`, "font-size": 12, fill: all.text })));
    for (const { row, column, cell, words } of cells) {
      const size = 8 + 2.4 * steps(cell);
      place.append(svg("g", { transform: `translate(${at(column) + (side - size) / 2} ${at(row) + (side - size) / 2}) scale(${(size / 16).toFixed(3)})` },
        svg("title", {}, words), glyph(cell.look, all, cell.contested)));
    }
    const entries = Object.entries(balance.told).map(([name, text]) => ({ icon: glyph(name, all), wide: 16, text }));
    return { drawing: place, width: end + 2, height: end + 2, entries: [...entries, { icon: svg("circle", { cx: 8, cy: 8, r: 2.5, fill: all.text }), wide: 16, text: "contested" }] };
  }

  return { draw };
})();
