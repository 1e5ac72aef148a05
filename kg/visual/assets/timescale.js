// Dates as numbers and back: a year, a month or a day is as long as it is said to be.
const timescale = (() => {
  const year = (date) => Number(date.slice(0, 4));
  const month = (date) => Number(date.slice(5, 7)) || 1;
  const day = (date) => Number(date.slice(8, 10)) || 1;

  // The beginning of a date in years, so that 2016-07-01 is 2016.5.
  const begin = (date) => year(date) + (month(date) - 1) / 12 + (day(date) - 1) / 372;

  // Its end likewise.
  const end = (date) => begin(date) + (date.length === 4 ? 1 : date.length === 7 ? 1 / 12 : 1 / 372);

  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  // Labelled places between two numbers, at most so many: years in round steps, months where years are too few.
  // No two of them are nearer than `least`.
  function ticks(from, until, most, least = 1 / 12) {
    const span = Math.max(until - from, 1 / 12);
    const step = [1 / 12, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => each >= least - 1e-6 && span / each <= most) ?? 1000;
    const found = [];
    for (let n = Math.ceil(from / step - 1e-6); n * step <= until + 1e-6; n += 1) {
      const at = n * step, whole = Math.floor(at + 1e-6), part = Math.round((at - whole) * 12);
      found.push({ at, label: part ? `${months[part]} ${whole}` : String(whole), year: !part });
    }
    return found;
  }

  return { begin, end, ticks, year, month };
})();
