// Drag over a timeline to choose days: from the first period under the pointer to the last.
const figure = document.getElementById("timeline");
const svg = figure?.querySelector("svg");
if (svg) {
  const slots = [...svg.querySelectorAll("a[data-from]")].map((link) => {
    const rect = link.querySelector(".hit");
    const x = Number(rect.getAttribute("x"));
    return { from: link.dataset.from, to: link.dataset.to, x, end: x + Number(rect.getAttribute("width")) };
  });
  const hint = figure.querySelector(".brush-hint");
  if (hint) hint.hidden = false;
  const box = document.createElementNS(svg.namespaceURI, "rect");
  box.setAttribute("class", "selection");
  box.setAttribute("y", "14");
  box.setAttribute("height", String(svg.viewBox.baseVal.height - 40));
  let start = null;
  let moved = false;

  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") [start, moved] = [at(event), false];
  });
  window.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const here = at(event);
    if (!moved && Math.abs(here - start) < 6) return;
    moved = true;
    if (!box.isConnected) svg.append(box);
    box.setAttribute("x", String(Math.min(start, here)));
    box.setAttribute("width", String(Math.abs(here - start)));
  });
  window.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [low, high] = [start, at(event)].sort((a, b) => a - b);
    start = null;
    box.remove();
    if (!moved) return;
    const inside = slots.filter((slot) => slot.end > low && slot.x < high);
    if (!inside.length) return;
    const address = new URL(figure.dataset.address, location.href);
    address.searchParams.set("from", inside[0].from);
    address.searchParams.set("to", inside[inside.length - 1].to);
    location.assign(address);
  });
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { start = null; box.remove(); }
  });
}
