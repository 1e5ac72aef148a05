// Where everything stands among the lifelines: rows from top to bottom, time from left to right.
const lifelayout = (() => {
  const plain = 26, room = 25, blocGap = 10, letter = 6.1;

  // The layout of some rows in a free width.
  function of(rows, free, wholeLives) {
    const nameWidth = narrow() ? 120 : 214;
    const width = Math.max(free - nameWidth - 2, narrow() ? 620 : 560), scale = timeOf(rows, width, wholeLives);
    const places = new Map(), tops = new Map(), heights = new Map(), texts = new Map(rows.map((row) => [row.actor.id, nameTexts(row, scale)]));
    let y = 6;
    rows.forEach((row, index) => {
      if (index && row.bloc !== rows[index - 1].bloc) y += blocGap;
      const written = texts.get(row.actor.id), [above, below] = [0, 1].map((level) => (written.some((text) => text.level === level) ? room : plain / 2));
      const height = above + below;
      places.set(row.actor.id, y + above);
      heights.set(row.actor.id, height);
      tops.set(row.actor.id, y);
      y += height;
    });
    return { rows, nameWidth, width, height: y + 8, scale, places, heights, tops, texts };
  }

  // The time that is drawn: the range that is chosen, else that of the claims, else from the first beginning to the last end.
  function timeOf(rows, width, wholeLives) {
    const { count } = timebins.scale(), dates = rows.flatMap(({ born, seen, died, seenLast }) => [born, seen, died, seenLast]).filter(Boolean);
    const first = wholeLives || !count ? data.least(dates) || "2000" : timebins.dateOf(0), from = timescale.begin(state.since || first);
    const ends = rows.flatMap(({ died, events }) => [died, ...events.map(({ date }) => date)]);
    const lasts = [...(count ? [timebins.dateOf(count - 1)] : dates), ...(wholeLives || !count ? ends : [])];
    const end = state.until ? timescale.end(state.until) : Math.max(...lasts.filter(Boolean).map(timescale.end), 0);
    const until = Math.max(end, from + 1 / 12);
    const [left, right] = [28, 28]; // room for half a label
    return { from, until, width, x: (value) => left + ((value - from) / (until - from)) * (width - left - right) };
  }

  // The names that fall into the time that is drawn, above the line or below where they would cover each other.
  function nameTexts({ actor, names: all }, scale) {
    const inTime = all.filter(({ date, until }, index) => {
      const end = all[index + 1]?.date || until;
      return timescale.begin(date) <= scale.until && !(end && timescale.begin(end) <= scale.from);
    });
    if (inTime.length < 2 && inTime[0]?.text === actor.name) return []; // it stands at the row's head
    const free = [-Infinity, -Infinity];
    return inTime.map(({ date, text }) => {
      const short = text.length > 42 ? `${text.slice(0, 40)}…` : text, wide = short.length * letter;
      const at = scale.x(timescale.begin(date)), x = Math.max(14, Math.min(at + 4, scale.width - wide - 6));
      const level = free.findIndex((end) => x >= end);
      if (level >= 0) free[level] = x + wide + 8;
      return { at: date === all[0].date ? -1 : at, x, text: short, level };
    });
  }

  // Where the line of an actor begins, ends and is sure; nothing where it lies outside the time that is drawn.
  function extentOf({ scale, width }, { born, died, seen, seenLast }) {
    const clip = (value) => Math.min(width - 4, Math.max(4, scale.x(value)));
    const told = [born, seen, died || seenLast, seenLast].filter(Boolean);
    if (!told.length) return { start: 4, solid: 4, end: width - 4 };
    const first = timescale.begin(data.least(told)), last = timescale.begin(died || data.most(told));
    if (first > scale.until) return null;
    return { start: clip(first), solid: clip(last), end: died ? clip(timescale.begin(data.most([died, seenLast]))) : width - 4, before: first < scale.from };
  }

  const inside = ({ from, until }, date) => timescale.begin(date) >= from && timescale.begin(date) <= until;

  function ticksOf({ scale, width }) {
    return timescale.ticks(scale.from, scale.until, Math.max(3, Math.floor(width / 68))).map((tick) => ({ ...tick, x: scale.x(tick.at) }));
  }

  return { of, extentOf, inside, ticksOf, blocGap };
})();
