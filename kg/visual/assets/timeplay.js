// Lets the range of time move on by itself; by hand, a step a press, for those who want no motion.
const timeplay = (() => {
  const speeds = { slow: 1, steady: 3, fast: 10 }; // steps a second
  let speed = "steady", timer = 0, mine = "";
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const rangeText = () => `${state.since}/${state.until}`;

  // Where the window goes next; null at the end of time.
  function next(fresh) {
    const { count, unit } = timebins.scale();
    const [from, to] = timebins.range(), whole = from === 0 && to === count - 1;
    if (whole) return [0, Math.min(count, Math.max(1, unit === "month" ? 3 : Math.round(count / 10))) - 1];
    if (to < count - 1) return [from + 1, to + 1];
    return fresh ? [0, to - from] : null;
  }

  function step(fresh = false) {
    const wanted = next(fresh);
    if (!wanted || (!fresh && rangeText() !== mine)) return stop(); // at its end, or moved by somebody else
    timebar.take(...wanted, { remember: false });
    mine = rangeText();
    if (timer) timer = setTimeout(step, 1000 / speeds[speed]);
  }

  function start() {
    if (still()) { step(true); permalink.remember(); return; }
    timer = -1;
    byId("status").setAttribute("aria-live", "off"); // not a word a step
    step(true);
    timebar.showPlaying();
  }

  function stop() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    byId("status").removeAttribute("aria-live");
    permalink.remember();
    timebar.showPlaying();
  }

  const toggle = () => (timer ? stop() : start());
  return { toggle, stop, still, speeds, playing: () => Boolean(timer), speed: () => speed, setSpeed: (value) => { speed = value; } };
})();
