// The graph as lines and shapes, where the drawing has them and as it looks.
const graphPicture = (() => {
  const polygon = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const round = (count, x, y, radius) => Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count, far = typeof radius === "function" ? radius(index) : radius;
    return [x + far * Math.sin(angle), y - far * Math.cos(angle)];
  });

  // The outlines of vis-network's shapes around a point.
  const shapes = {
    dot: (x, y, r) => svg("circle", { cx: x, cy: y, r }),
    square: (x, y, r) => svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r }),
    diamond: (x, y, r) => svg("polygon", { points: polygon([[x, y - r], [x + r, y], [x, y + r], [x - r, y]]) }),
    triangle: (x, y, r) => svg("polygon", { points: polygon(round(3, x, y + 0.32 * r, 1.33 * r)) }),
    triangleDown: (x, y, r) => svg("polygon", { points: polygon(round(3, x, y + 0.32 * r, 1.33 * r).map(([a, b]) => [a, 2 * y - b])) }),
    hexagon: (x, y, r) => svg("polygon", { points: polygon(round(6, 0, 0, r).map(([a, b]) => [x + b, y + a])) }),
    star: (x, y, r) => svg("polygon", { points: polygon(round(10, x, y + 0.08 * r, (index) => (index % 2 ? 0.41 : 1.07) * r)) }),
  };

  const mix = (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
  const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
  const onCurve = ([a, via, b], t) => mix(mix(a, via, t), mix(via, b, t), t);

  // The part of a curve between the rims of its actors.
  function trimmed(curve, from, to) {
    let start = 0, end = 1;
    while (start < 0.48 && far(onCurve(curve, start), curve[0]) < from) start += 0.01;
    while (end > 0.52 && far(onCurve(curve, end), curve[2]) < to) end -= 0.01;
    const [a, via, b] = curve, s = onCurve(curve, start), e = onCurve(curve, end);
    return [s, mix(mix(a, via, start), mix(via, b, start), end), e];
  }

  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

  // By stroke and fill: an opacity of the whole group would make a layer of each, which takes minutes for thousands.
  const faint = (share = 1) => (share === 1 ? {} : { "stroke-opacity": share, "fill-opacity": share });

  // The head of a line at a point, away from another: an arrow, or the bar of a T.
  function head(kind, tip, from, width) {
    const length = far(tip, from) || 1, x = (tip.x - from.x) / length, y = (tip.y - from.y) / length, size = 6 + width;
    const beside = (back, side) => ({ x: tip.x - x * back - y * side, y: tip.y - y * back + x * side });
    if (kind === "bar") return svg("path", { d: `M${at(beside(0, size))}L${at(beside(0, -size))}`, "stroke-width": 3, "stroke-dasharray": "none", fill: "none" });
    return svg("path", { d: `M${at(tip)}L${at(beside(1.6 * size, 0.62 * size))}L${at(beside(1.6 * size, -0.62 * size))}Z`, stroke: "none" });
  }

  function line(item, tie, spots, all) {
    const [a, b] = [spots[tie.source], spots[tie.target]], { head: kind, both, dashes } = look.signs[tie.sign];
    const colour = all[tie.sign], onlyDenied = !tie.affirmed, width = item.width ?? 1.5;
    const pattern = onlyDenied ? "1 9" : Array.isArray(dashes) ? dashes.join(" ") : "none";
    const place = svg("g", { stroke: colour, fill: colour, "stroke-width": width.toFixed(2), ...faint(item.color?.opacity) },
      svg("title", {}, graph.tieSentence(tie)));
    if (tie.source === tie.target) {
      const size = data.actor(tie.source).size;
      place.append(svg("circle", { cx: a.x + size, cy: a.y - size, r: 12, fill: "none", "stroke-dasharray": pattern }));
      return place;
    }
    const via = graph.network().body.edges[tie.id]?.edgeType?.getViaNode?.() ?? mix(a, b, 0.5);
    const [start, bend, end] = trimmed([a, via, b], data.actor(tie.source).size + 3, data.actor(tie.target).size + 4);
    place.append(svg("path", { d: `M${at(start)}Q${at(bend)} ${at(end)}`, fill: "none", "stroke-dasharray": pattern }));
    if (!tie.symmetric || both) place.append(head(kind, end, bend, width));
    if (tie.symmetric && both) place.append(head(kind, start, bend, width));
    const text = item.label?.trim();
    if (text) {
      const middle = onCurve([start, bend, end], 0.5);
      place.append(haloed(text, { x: middle.x, y: middle.y + 4, "font-size": 13 }, all));
    }
    return place;
  }

  const haloed = (text, attributes, all) => picture.words(text, {
    ...attributes, "text-anchor": "middle", fill: all.text, stroke: all.ground, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
  });

  function actorShape(item, { x, y }, all) {
    const { size, font, label, kind, name } = data.actor(item.id), { shape, colour } = look.kinds[kind];
    const chosen = state.selected?.actor === item.id;
    const outline = shapes[shape](x, y, size);
    for (const [attribute, value] of [["fill", colour], ["stroke", chosen ? all.accent : all.outline], ["stroke-width", chosen ? 4 : 1.2]]) outline.setAttribute(attribute, value);
    const lines = label.split("\n").map((text, index) => haloed(text, { x, y: y + size + font * (1.15 + 1.08 * index), "font-size": font }, all));
    return svg("g", faint(item.opacity), svg("title", {}, name), outline, ...lines);
  }

  // The area behind those who stand together, in one colour.
  function area({ colour, around, along, members, ties }, spots) {
    const lines = ties.map(({ source, target }) => `M${at(spots[source])}L${at(spots[target])}`).join("");
    const discs = members.map((id) => svg("circle", { cx: spots[id].x.toFixed(1), cy: spots[id].y.toFixed(1), r: data.actor(id).size + around, stroke: "none" }));
    return svg("g", { fill: colour, stroke: colour, "stroke-width": along, "stroke-linecap": "round" }, svg("path", { d: lines || "M0 0", fill: "none" }), ...discs);
  }

  function draw(all) {
    const { nodes } = graph.network().body.data, spots = graph.network().getPositions();
    const actors = nodes.get().filter(({ id }) => data.actor(id)), ties = graph.lines();
    const areas = halos.areas(), inAreas = new Set(areas.flatMap(({ members }) => members));
    const boxes = actors.map(({ id }) => roomOf(data.actor(id), spots[id], inAreas.has(id) ? areas[0].around : 0));
    const left = Math.min(...boxes.map((box) => box.left)), top = Math.min(...boxes.map((box) => box.top));
    const right = Math.max(...boxes.map((box) => box.right)), bottom = Math.max(...boxes.map((box) => box.bottom));
    const empty = !actors.length;
    const drawing = svg("g", empty ? {} : { transform: `translate(${(4 - left).toFixed(1)} ${(4 - top).toFixed(1)})` },
      svg("g", {}, ...areas.map((each) => area(each, spots))),
      svg("g", {}, ...ties.map((item) => line(item, data.tie(item.id), spots, all))),
      svg("g", {}, ...actors.map((item) => actorShape(item, spots[item.id], all))));
    return { drawing, width: empty ? 0 : right - left + 8, height: empty ? 0 : bottom - top + 8, entries: entries(actors, ties, all) };
  }

  // What an actor takes up, its label and the area around it included.
  function roomOf({ size, box: [width, above, below] }, { x, y }, around) {
    const reach = around && size + around, half = Math.max(width / 2, reach);
    return { left: x - half, right: x + half, top: y - Math.max(above, reach), bottom: y + Math.max(below, reach) };
  }

  function entries(actors, ties, all) {
    const kinds = new Set(actors.map(({ id }) => data.actor(id).kind)), signs = new Set(ties.map(({ id }) => data.tie(id).sign));
    return [
      ...["friendly", "hostile", "other"].filter((sign) => signs.has(sign)).map((sign) => ({ icon: picture.lineKey(sign, all), wide: 38, text: sign })),
      ...Object.keys(look.kinds).filter((kind) => kinds.has(kind)).map((kind) => {
        const icon = shapes[look.kinds[kind].shape](8, 8, 6);
        icon.setAttribute("fill", look.kinds[kind].colour);
        icon.setAttribute("stroke", all.outline);
        return { icon, wide: 16, text: look.kinds[kind].label };
      }),
      ...(halos.areas().length ? [{ icon: svg("circle", { cx: 8, cy: 8, r: 8, fill: halos.areas()[0].colour }), wide: 16, text: "those who stand together" }] : []),
    ];
  }

  return { draw };
})();
