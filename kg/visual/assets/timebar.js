// Friendly and hostile claims over time, and the range of time that is shown.
const timebar = (() => {
  const parts = {};
  const icons = {
    play: "M4 2L13 8L4 14Z", pause: "M4 2H7V14H4ZM9 2H12V14H9Z", step: "M3 2L10 8L3 14ZM11 2H13V14H11Z",
  };
  const axisHeight = 14;
  let drawn = "", size = { width: 0, height: 0 }, grip = null, wanted = null; // the size as observed: to measure costs a layout

  function start() {
    parts.play = make("button", { type: "button", class: "play", onclick: () => timeplay.toggle() });
    parts.bars = svg("svg", { class: "bars", role: "img" });
    parts.before = make("div", { class: "outside before" });
    parts.after = make("div", { class: "outside after" });
    parts.window = make("div", { class: "window" });
    parts.since = handle("since", "Shown since");
    parts.until = handle("until", "Shown until");
    parts.chart = make("div", { class: "chart" }, parts.bars, parts.before, parts.after, parts.window, parts.since, parts.until);
    parts.words = make("p", { class: "words" });
    parts.all = make("button", { type: "button", class: "all", onclick: () => { timeplay.stop(); update({ since: "", until: "" }); parts.since.focus(); } }, "All time");
    parts.dated = choice("Which time of a claim counts", [["said", "reported then"], ["held", "said to hold then"]], (dated) => update({ dated }));
    parts.speed = choice("Speed", Object.keys(timeplay.speeds).map((name) => [name, name]), timeplay.setSpeed);
    parts.more = make("button", { type: "button", class: "more", "aria-expanded": "false", "aria-label": "More about time", onclick: toggleMore }, "⋯");
    byId("timebar").append(parts.play, parts.chart,
      make("div", { class: "about" }, parts.words, make("div", { class: "choices" }, parts.all, parts.dated, parts.speed), parts.more));
    parts.chart.addEventListener("pointerdown", grab);
    new ResizeObserver(([{ contentRect }]) => { size = contentRect; draw(); }).observe(parts.chart);
  }

  function handle(key, label) {
    const element = make("div", { class: `handle ${key}`, role: "slider", tabindex: 0, "aria-label": label });
    element.addEventListener("keydown", (event) => steer(event, key));
    return element;
  }

  function choice(label, options, choose) {
    const element = make("select", { "aria-label": label, title: label }, ...options.map(([value, text]) => make("option", { value }, text)));
    element.addEventListener("change", () => choose(element.value));
    return element;
  }

  function toggleMore() {
    const open = byId("timebar").classList.toggle("open");
    parts.more.setAttribute("aria-expanded", String(open));
  }

  // Show the bars from one to another; at the ends of the scale there is no bound.
  function take(from, to, options) {
    const { count } = timebins.scale(), [since, until] = timebins.range();
    update({
      since: from <= 0 ? "" : from === since ? state.since : timebins.dateOf(from),
      until: to >= count - 1 ? "" : to === until ? state.until : timebins.dateOf(to),
    }, options);
  }

  function draw() {
    const { count } = timebins.scale();
    byId("timebar").hidden = !count;
    if (!count) return;
    if (!size.width) size = parts.chart.getBoundingClientRect(); // not observed yet
    const counts = timebins.counts(), { width, height } = size;
    const look = `${counts.key} ${width} ${height}`;
    if (look !== drawn) drawBars(counts, width, height);
    drawn = look;
    drawRange(count);
    drawWords(counts);
    showPlaying();
    parts.dated.value = state.dated;
    parts.speed.value = timeplay.speed();
    parts.all.disabled = !state.since && !state.until;
  }

  function drawBars({ passing, all, highest }, width, height) {
    const { count, unit, open } = timebins.scale();
    const middle = (height - axisHeight) / 2, slot = width / count;
    const gap = slot > 5 ? Math.min(3, slot * 0.2) : 0;
    const outline = (values, direction) => [...values].map((value, index) => {
      if (!value) return "";
      const tall = Math.max(1.5, (value / highest) * (middle - 2));
      const [x, y] = [index * slot + gap / 2, direction < 0 ? middle - tall : middle];
      return `M${x.toFixed(1)} ${y.toFixed(1)}h${(slot - gap).toFixed(1)}v${tall.toFixed(1)}h${(gap - slot).toFixed(1)}z`;
    }).join("");
    const hatch = svg("pattern", { id: "hostile-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { class: "hatch", width: 3, height: 5 }));
    const labels = axisLabels(width, count, unit, slot).map(({ x, text }) =>
      svg("text", { x: x.toFixed(1), y: height - 2 }, text));
    const sum = (values) => values.reduce((a, b) => a + b, 0);
    parts.bars.setAttribute("width", width);
    parts.bars.setAttribute("height", height);
    parts.bars.setAttribute("aria-label", `Claims by ${unit}: ${sum(passing.friendly)} friendly upwards, ${sum(passing.hostile)} hostile downwards` +
      (open ? `; the first bar holds all before ${timebins.dateOf(1)}` : ""));
    parts.bars.replaceChildren(svg("defs", {}, hatch),
      svg("path", { class: "all", d: outline(all.friendly, -1) }), svg("path", { class: "all", d: outline(all.hostile, 1) }),
      svg("path", { class: "friendly", d: outline(passing.friendly, -1) }), svg("path", { class: "hostile", d: outline(passing.hostile, 1) }),
      svg("path", { class: "middle", d: `M0 ${middle}H${width}` }), ...labels);
  }

  function axisLabels(width, count, unit, slot) {
    const first = timebins.dateOf(0), perYear = unit === "year" ? 1 : 12;
    const from = timescale.begin(first), most = Math.max(2, Math.floor(width / (unit === "year" ? 46 : 64)));
    return timescale.ticks(from, from + (count - 1) / perYear, most, 1 / perYear)
      .map(({ at, label }) => ({ x: (Math.round((at - from) * perYear) + 0.5) * slot, text: label }))
      .filter(({ x, text }) => x > text.length * 3.2 && x < width - text.length * 3.2);
  }

  function drawRange(count) {
    const [from, to] = timebins.range(), left = (100 * from) / count, right = (100 * (to + 1)) / count;
    parts.before.style.width = `${left}%`;
    parts.after.style.left = `${right}%`;
    parts.window.style.left = parts.since.style.left = `${left}%`;
    parts.until.style.left = `${right}%`;
    parts.window.style.width = `${right - left}%`;
    parts.window.classList.toggle("whole", from === 0 && to === count - 1);
    const say = (element, at, low, high, text) => {
      for (const [name, value] of [["valuemin", low], ["valuemax", high], ["valuenow", at], ["valuetext", text]]) element.setAttribute(`aria-${name}`, value);
    };
    say(parts.since, from, 0, to, state.since || `the beginning, ${timebins.dateOf(0)}`);
    say(parts.until, to, from, count - 1, state.until || `the end, ${timebins.dateOf(count - 1)}`);
  }

  // The same sums that the bars within the range have; of a claim that began before, that it still holds.
  function drawWords({ claims, undated }) {
    const bounded = state.since || state.until, held = state.dated === "held", sums = { friendly: 0, hostile: 0, other: 0 };
    let within = 0, holding = 0;
    for (const claim of claims) {
      holding += Number(filters.timePasses(claim));
      if (!filters.dayPasses(claim)) continue;
      within += 1;
      if (filters.dayOf(claim)) sums[claim.tie.sign] += 1;
    }
    const range = !bounded ? "All time" : !state.since ? `Until ${state.until}` : !state.until ? `Since ${state.since}` : period(state.since, state.until);
    const told = bounded ? `${within} of ${number(claims.length, "claim")} ${held ? (within === 1 ? "begins" : "begin") : "reported"} then` : number(within, "claim");
    const kinds = Object.entries(sums).filter(([, count]) => count).map(([sign, count]) => `${count} ${sign}`);
    if (undated && !bounded) kinds.push(`${undated} without a date`);
    const rest = [bounded && held && `${holding} said to hold`, bounded && undated && `${undated} without a date left out`].filter(Boolean);
    parts.words.replaceChildren(make("strong", {}, range), ` ${told}${kinds.length ? `: ${kinds.join(", ")}` : ""}${rest.map((each) => `; ${each}`).join("")}`);
  }

  function showPlaying() {
    const how = timeplay.still() ? "step" : timeplay.playing() ? "pause" : "play";
    const label = { step: "One step on in time", pause: "Pause", play: "Play: let the range move through time" }[how];
    if (parts.play.dataset.how === how) return;
    parts.play.dataset.how = how;
    parts.play.setAttribute("aria-label", label);
    parts.play.title = label;
    parts.play.replaceChildren(svg("svg", { width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: icons[how] })));
    parts.speed.hidden = how === "step";
  }

  function steer(event, key) {
    const { count, unit } = timebins.scale(), [from, to] = timebins.range(), page = unit === "month" ? 12 : 5;
    const to0 = key === "since" ? from : to;
    const moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page, Home: -to0, End: count - 1 - to0 };
    if (event.key === " ") timeplay.toggle();
    else if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    else {
      timeplay.stop();
      const by = moves[event.key];
      if (event.shiftKey) shift(from, to, by);
      else if (key === "since") take(timebins.clamp(from + by, 0, to), to);
      else take(from, timebins.clamp(to + by, from, count - 1));
    }
    event.preventDefault();
  }

  function shift(from, to, by, options) {
    const { count } = timebins.scale(), step = timebins.clamp(by, -from, count - 1 - to);
    take(from + step, to + step, options);
  }

  // The mouse or a finger: a handle, the window as a whole, a bar, or a new range from bar to bar.
  function grab(event) {
    if (event.button) return;
    event.preventDefault();
    timeplay.stop();
    const bar = barAt(event), [from, to] = timebins.range();
    const { left, width } = parts.chart.getBoundingClientRect(), x = event.clientX - left, { count } = timebins.scale();
    const distance = { since: Math.abs(x - (width * from) / count), until: Math.abs(x - (width * (to + 1)) / count) };
    const reach = event.pointerType === "touch" ? 20 : 9;
    const nearest = distance.since < distance.until ? "since" : "until";
    const inside = bar >= from && bar <= to && (from > 0 || to < count - 1);
    const mode = distance[nearest] <= reach ? nearest : inside ? "window" : "new";
    grip = { mode, bar, from, to, moved: false };
    if (mode in distance) parts[mode].focus();
    parts.chart.setPointerCapture(event.pointerId);
    for (const [name, action] of [["pointermove", drag], ["pointerup", drop], ["pointercancel", drop]]) parts.chart.addEventListener(name, action);
  }

  function barAt(event) {
    const { left, width } = parts.chart.getBoundingClientRect(), { count } = timebins.scale();
    return timebins.clamp(Math.floor(((event.clientX - left) / width) * count), 0, count - 1);
  }

  function drag(event) {
    const bar = barAt(event), by = bar - grip.bar;
    if (by && !grip.moved) grip.moved = true;
    if (!grip.moved) return;
    const { count } = timebins.scale(), step = timebins.clamp(by, -grip.from, count - 1 - grip.to);
    const ranges = {
      since: () => [Math.min(bar, grip.to), grip.to], until: () => [grip.from, Math.max(bar, grip.from)],
      window: () => [grip.from + step, grip.to + step], new: () => [Math.min(bar, grip.bar), Math.max(bar, grip.bar)],
    };
    if (!wanted) requestAnimationFrame(() => { if (wanted) take(...wanted, { remember: false }); wanted = null; });
    wanted = ranges[grip.mode]();
  }

  function drop(event) {
    for (const [name, action] of [["pointermove", drag], ["pointerup", drop], ["pointercancel", drop]]) parts.chart.removeEventListener(name, action);
    const clicked = event.type === "pointerup" && !grip.moved && !(grip.mode in { since: 1, until: 1 });
    if (clicked) take(grip.bar, grip.bar);
    else if (wanted) take(...wanted);
    else permalink.remember();
    wanted = grip = null;
  }

  return { start, draw, take, showPlaying };
})();
