// Soft areas behind those who stand together. They say nothing that the lines do not say: they can be switched off.
const halos = (() => {
  const tints = ["#b8a200", "#7a5cc0", "#1f9d74", "#c2478f", "#5a7d1c", "#8a5a2b", "#3b6fb0", "#a04848"];
  const around = 26, along = 30; // pixels: how far an area reaches beyond a shape, how wide it is along a tie
  let held = [], network = null;

  function start(own) {
    network = own;
    network.on("beforeDrawing", (context) => { if (state.halos && !moving.isOn()) for (const halo of held) drawHalo(context, halo); });
  }

  function draw({ ties, actors, near, inCrowd }) {
    const blocs = new Map();
    for (const id of actors) {
      const { bloc } = data.actor(id);
      if (bloc === null || bloc === undefined) continue;
      if (!blocs.has(bloc)) blocs.set(bloc, []);
      blocs.get(bloc).push(id);
    }
    held = [...blocs].filter(([, members]) => members.length > 2).map(([bloc, members]) => {
      const own = new Set(members);
      return {
        tint: tints[bloc % tints.length], members, dim: near.any,
        // In a crowd the members of a bloc stand side by side anyway.
        ties: inCrowd ? [] : ties.filter((tie) => tie.sign !== "hostile" && tie.affirmed && own.has(tie.source) && own.has(tie.target) && tie.source !== tie.target),
      };
    });
  }

  const colourOf = ({ tint, dim }) => mixed(tint, strokes.colours.ground, dim ? 0.05 : 0.13);

  // The same areas for a drawing of another kind; none where they are switched off.
  const areas = () => (state.halos ? held : []).map((halo) => ({ ...halo, colour: colourOf(halo), around, along }));

  // One area in one colour, however often its parts overlap.
  function drawHalo(context, halo) {
    const { members, ties } = halo;
    const { nodes } = network.body;
    if (!members.every((id) => nodes[id])) return; // not handed on yet
    context.save();
    context.strokeStyle = context.fillStyle = colourOf(halo);
    context.lineWidth = along;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    for (const { source, target } of ties) {
      context.moveTo(nodes[source].x, nodes[source].y);
      context.lineTo(nodes[target].x, nodes[target].y);
    }
    context.stroke();
    context.beginPath();
    for (const id of members) {
      const { x, y } = nodes[id], radius = data.actor(id).size + around;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
    context.restore();
  }

  const channels = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  function mixed(colour, ground, share) {
    const [a, b] = [channels(colour), channels(ground)];
    return `rgb(${a.map((value, index) => Math.round(value * share + b[index] * (1 - share))).join(" ")})`;
  }

  return { start, draw, areas };
})();
