// Small drawings of what kinds and signs look like.
const outlines = {
  square: "3,3 13,3 13,13 3,13",
  diamond: "8,1.5 14.5,8 8,14.5 1.5,8",
  triangle: "8,2 14.5,13.5 1.5,13.5",
  triangleDown: "8,14 1.5,2.5 14.5,2.5",
  hexagon: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8",
  star: "8,1 9.9,5.8 15,6.1 11.1,9.4 12.4,14.4 8,11.6 3.6,14.4 4.9,9.4 1,6.1 6.1,5.8",
};

function kindIcon(kind) {
  const { shape, colour } = look.kinds[kind];
  const outline = shape === "dot"
    ? svg("circle", { class: "shape", cx: 8, cy: 8, r: 6, fill: colour })
    : svg("polygon", { class: "shape", points: outlines[shape], fill: colour });
  return svg("svg", { width: 16, height: 16, "aria-hidden": "true" }, outline);
}

// The line and the head of a sign, 38 by 12; whoever shows them gives the colour.
function signPaths(sign) {
  const dashes = { friendly: "none", hostile: "7 4", other: "2 3" }[sign];
  const head = sign === "hostile" ? "M36 1V11" : "M30 2L36 6L30 10";
  return [
    svg("path", { d: "M1 6H35", "stroke-width": 2.5, "stroke-dasharray": dashes, fill: "none" }),
    svg("path", { d: head, "stroke-width": 2.5, fill: "none" }),
  ];
}

function signIcon(sign) {
  const paths = signPaths(sign);
  for (const path of paths) path.setAttribute("class", sign);
  return svg("svg", { width: 38, height: 12, "aria-hidden": "true" }, ...paths);
}

const polarityIcon = (polarity) => svg("svg", { width: 38, height: 12, "aria-hidden": "true" }, svg("path",
  { class: "other", d: "M1 6H37", "stroke-width": 2.5, "stroke-dasharray": polarity === "denied" ? "1 7" : "none", fill: "none" }));

// What a cell of the matrix says, by shape as well as colour; a mark in the corner where claims contradict each other.
const cellShapes = {
  friendly: [["circle", { class: "fill friendly", cx: 8, cy: 8, r: 6.5 }]],
  hostile: [["path", { class: "hostile", d: "M2 3.2H14M8 3.2V15", "stroke-width": 3.6, fill: "none" }]],
  both: [
    ["path", { class: "fill friendly", d: "M6.9 1.5A6.5 6.5 0 0 0 6.9 14.5Z" }],
    ["path", { class: "hostile", d: "M9.4 3.2H15M11.2 3.2V15", "stroke-width": 3.2, fill: "none" }],
  ],
  other: [["rect", { class: "fill other", x: 4, y: 4, width: 8, height: 8 }]],
  denied: [["circle", { class: "other", cx: 8, cy: 8, r: 5.5, "stroke-width": 1.6, "stroke-dasharray": "2 2", fill: "none" }]],
};

function cellIcon(look, size, contested = false) {
  const shapes = cellShapes[look].map(([tag, attributes]) => svg(tag, attributes));
  if (contested) shapes.push(svg("circle", { class: "contested", cx: 14, cy: 2, r: 2 }));
  return svg("svg", { width: size, height: size, viewBox: "0 0 16 16", "aria-hidden": "true", class: "cell" }, ...shapes);
}
