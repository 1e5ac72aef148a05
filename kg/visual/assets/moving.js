// While the drawing is moved or zoomed, a picture of it is: hundreds of lines drawn anew for each step would stutter.
const moving = (() => {
  const few = 250, rest = 160; // ties that are drawn anew all the same; milliseconds until a zoom is over
  let network = null, timer = 0, isBare = false;
  let before = null; // what part of the drawing the window showed when it was drawn last
  let still = null; // how it was before the movement: an image and where it lies

  function start(own) {
    network = own;
    network.on("beforeDrawing", (context) => {
      if (still) context.drawImage(still.image, still.left, still.top, still.right - still.left, still.bottom - still.top);
      else before = windowNow();
    });
    network.on("dragStart", ({ nodes }) => nodes.length || hold());
    network.on("dragEnd", letGo);
    network.on("zoom", () => {
      hold();
      clearTimeout(timer);
      timer = setTimeout(letGo, rest);
    });
  }

  function hold() {
    if (still || graph.shown().ties.length <= few) return;
    const drawn = byId("graph").querySelector("canvas"), image = make("canvas", { width: drawn.width, height: drawn.height });
    image.getContext("2d").drawImage(drawn, 0, 0);
    still = { image, ...before };
    leave(true);
  }

  function letGo() {
    const wasStill = still !== null;
    still = null;
    leave(isBare); // vis-network has just taken its own movement to be over
    if (wasStill) network.redraw();
  }

  // vis-network draws neither actors nor ties while it takes itself to be moved.
  function leave(isToLeave) {
    const { renderer } = network;
    renderer.options.hideNodesOnDrag = renderer.options.hideEdgesOnDrag = renderer.dragging = isToLeave;
  }

  // Whether vis-network is to draw nothing even at rest.
  function bare(isToBe) {
    isBare = isToBe;
    still = null;
    leave(isBare);
  }

  // The part of the drawing that is in the window.
  function windowNow() {
    const { width, height } = byId("graph").getBoundingClientRect();
    const start = network.DOMtoCanvas({ x: 0, y: 0 }), end = network.DOMtoCanvas({ x: width, y: height });
    return { left: start.x, top: start.y, right: end.x, bottom: end.y, scale: network.getScale() };
  }

  return { start, bare, window: windowNow, isOn: () => still !== null };
})();
