"use strict";
(() => {
  // Row id -> every element that belongs to it: the row and all its segments of the text.
  const parts = new Map();
  for (const element of document.querySelectorAll("[data-ids]")) {
    for (const id of element.dataset.ids.split(" ")) {
      if (!parts.has(id)) parts.set(id, []);
      parts.get(id).push(element);
    }
  }
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let pinned = [];
  let lit = [];

  function light(ids) {
    for (const element of lit) element.classList.remove("on");
    lit = ids.flatMap((id) => parts.get(id) ?? []);
    for (const element of lit) element.classList.add("on");
  }
  const holder = (event) => event.target instanceof Element && event.target.closest("[data-ids]");
  const idsOf = (element) => element.dataset.ids.split(" ");
  const show = (element) => element?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });

  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const element = holder(event);
      light(element ? idsOf(element) : pinned);
    });
  }
  document.addEventListener("click", (event) => {
    const element = holder(event);
    if (!element) {
      pinned = [];
      light(pinned);
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || String(window.getSelection())) return;
    if (event.target.closest("summary, button, input, select")) return; // what another page puts beneath a row
    const link = event.target.closest("a");
    if (element.matches("tr")) {
      if (link && !link.hash.startsWith("#t-")) return;
      event.preventDefault();
      pinned = idsOf(element);
      show(document.getElementById("t-" + element.id));
    } else {
      event.preventDefault();
      pinned = idsOf(element);
      show(document.getElementById(element.hash.slice(1)));
    }
    light(pinned);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pinned = [];
      light(pinned);
    }
  });
})();
