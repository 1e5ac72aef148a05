// Friendly and hostile claims over time, and the range of time that is shown.
const timebar = (() => {
  const draw = () => {};
  return { draw };
})();
