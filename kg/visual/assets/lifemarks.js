// What the marks among the lifelines mean: each one drawn small beside its words.
const lifemarks = (() => {
  const path = (name, d, rest = {}) => ["path", { class: name, d, ...rest }];
  const dot = (name, cx, r = 3) => ["circle", { class: name, cx, cy: 8, r }];
  const bar = (name, x, width, height = 7) => ["rect", { class: name, x, y: 8 - height / 2, width, height, fill: look.kinds.armed_group.colour }];
  const line = (sign) => path(`line ${sign}`, "M2 8H35", { "stroke-width": 2, "stroke-dasharray": sign === "hostile" ? "7 4" : "none" });
  const descent = path("descent", "M4 8H29"), point = path("point", "M37 8l-8 -4.5v9z");

  // Shapes in a field of 38 by 16, with the classes that the drawing gives them.
  const told = [
    ["friendly tie, at the day from which a claim tells of it", [line("friendly"), path("head friendly", "M29 3.5L36 8L29 12.5")]],
    ["hostile tie; the bar stands at whom it is against", [line("hostile"), path("head hostile", "M36 2V14")]],
    ["the end of a tie from which it goes out, or that has no direction", [path("line friendly", "M19 8H35", { "stroke-width": 2 }), dot("dot friendly", 19)]],
    ["claims between these two from that day on", [["text", { class: "count", x: 12, y: 12 }, "×2"]]],
    ["told again, friendly", [bar("life", 2, 34), dot("again friendly", 19, 2.6)]],
    ["told again, hostile", [bar("life", 2, 34), path("again hostile", "M16 5l6 6m0 -6l-6 6")]],
    ["split or succession, from the ring to the arrow", [descent, dot("origin", 5), point]],
    ["merger, from the disc to the arrow", [descent, ["g", { class: "merger" }, dot("origin", 5)], point]],
    ["told by a claim without a date, at the day of its report", [["g", { class: "untold" }, descent], dot("origin", 5), point]],
    ["first name or event, or a new name", [bar("life", 19, 17), path("birth", "M19 1V15")]],
    ["end", [bar("life", 2, 17), path("death", "M19 8m-5 -5l10 10m0 -10l-10 10")]],
    ["began before the time that is drawn", [bar("life", 4, 32), path("onward", "M10 2L4 8L10 14")]],
    ["first told of; nobody says when it began", [...[12, 8, 4].map((x) => bar("fade", x, 16 - x, 4)), bar("life", 16, 20)]],
    ["last told of; nobody says that it ended, or claims go on after its end", [bar("life", 2, 17), bar("unsure", 19, 17, 4)]],
    ["between one bloc and the next", [path("bloc", "M1 8H37")]],
  ];

  function drawn([tag, attributes, ...inner]) {
    return svg(tag, attributes, ...inner.map((each) => (Array.isArray(each) ? drawn(each) : each)));
  }

  const list = () => make("ul", { class: "marks", id: "life-marks" }, ...told.map(([words, shapes]) => make("li", { class: "key" },
    svg("svg", { class: "lifemark", width: 38, height: 16, "aria-hidden": "true" }, ...shapes.map(drawn)), words)));

  return { list };
})();
