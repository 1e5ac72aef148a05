// Who is with whom: actors against actors, blocs together.
const matrix = (() => {
  const draw = () => byId("matrix").replaceChildren(make("p", {}, "matrix"));
  return { draw };
})();
