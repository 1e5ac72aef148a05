// The shortest way of ties from one actor to another.
const paths = (() => {
  const show = () => {};
  return { show };
})();
