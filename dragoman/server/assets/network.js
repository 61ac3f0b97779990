// The network, drawn by cytoscape; two sliders choose the years that count.
const data = document.getElementById("graph-data");
const place = document.getElementById("graph");
if (data && place && window.cytoscape) {
  const { nodes, links } = JSON.parse(data.textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const mix = (share) => (share === null ? colour("--rule") : share > 0.66 ? colour("--mconf") : share > 0.5 ? colour("--vconf") : share > 0.33 ? colour("--vcoop") : colour("--mcoop"));
  const around = (n) => ({ x: 400 + 300 * Math.cos((2 * Math.PI * n) / nodes.length), y: 260 + 220 * Math.sin((2 * Math.PI * n) / nodes.length) });
  place.replaceChildren();
  const graph = window.cytoscape({
    container: place,
    elements: [
      ...nodes.map((node, n) => ({ data: { id: node.id, name: node.name, size: 16 }, position: around(n) })),
      ...links.map((link, n) => ({ data: { id: `l${n}`, source: link.source, target: link.target, together: link.together, years: link.years, width: 1, colour: colour("--rule") } })),
    ],
    style: [
      { selector: "node", style: { label: "data(id)", width: "data(size)", height: "data(size)", "background-color": colour("--link"), color: colour("--ink"), "font-size": 12, "text-valign": "bottom", "text-margin-y": 3, "text-outline-width": 2, "text-outline-color": colour("--panel") } },
      { selector: "edge", style: { width: "data(width)", "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "curve-style": "bezier", "arrow-scale": 0.9, opacity: 0.85 } },
      { selector: "edge[?together]", style: { "target-arrow-shape": "none" } },
      { selector: ".near", style: { "line-color": colour("--on"), "target-arrow-color": colour("--on"), opacity: 1 } },
      { selector: ".gone", style: { display: "none" } },
    ],
    layout: { name: "preset" },
  });
  graph.userZoomingEnabled(false); // the wheel scrolls the page
  const [first, last, span] = ["first", "last", "span"].map((id) => document.getElementById(id));

  function draw() {
    const low = Math.min(Number(first.value), Number(last.value));
    const high = Math.max(Number(first.value), Number(last.value));
    span.textContent = low === high ? String(low) : `${low}–${high}`;
    const whole = low === Number(first.min) && high === Number(first.max);
    const degree = new Map();
    let most = 1;
    const counts = new Map();
    for (const edge of graph.edges()) {
      let events = 0;
      let conflict = 0;
      for (const [year, [n, c]] of Object.entries(edge.data("years"))) {
        if (Number(year) >= low && Number(year) <= high) [events, conflict] = [events + n, conflict + c];
      }
      counts.set(edge.id(), [events, conflict]);
      most = Math.max(most, events);
      for (const id of [edge.data("source"), edge.data("target")]) degree.set(id, (degree.get(id) ?? 0) + events);
    }
    const top = Math.max(1, ...degree.values());
    graph.batch(() => {
      for (const edge of graph.edges()) {
        const [events, conflict] = counts.get(edge.id());
        edge.toggleClass("gone", events === 0 && !(whole && Object.keys(edge.data("years")).length === 0));
        edge.data("width", 1 + 7 * Math.sqrt(events / most));
        edge.data("colour", mix(events ? conflict / events : null));
      }
      for (const node of graph.nodes()) {
        const n = degree.get(node.id()) ?? 0;
        node.data("size", 14 + 30 * Math.sqrt(n / top));
        node.toggleClass("gone", n === 0 && !whole);
      }
    });
  }

  const years = document.getElementById("years");
  if (Number(first.max) > Number(first.min)) years.hidden = false;
  for (const input of [first, last]) input.addEventListener("input", draw);
  draw();
  graph.layout({ name: "cose", randomize: false, animate: false, nodeRepulsion: () => 900000, idealEdgeLength: () => 120, edgeElasticity: () => 60, gravity: 0.15, numIter: 1500, padding: 30, nodeDimensionsIncludeLabels: true }).run();
  graph.fit(undefined, 30);
  graph.on("mouseover", "node", (event) => event.target.connectedEdges().addClass("near"));
  graph.on("mouseout", "node", (event) => event.target.connectedEdges().removeClass("near"));
  graph.on("tap", "edge", (event) => location.assign(`/dyads/${encodeURIComponent(event.target.data("source"))}/${encodeURIComponent(event.target.data("target"))}`));
  graph.on("tap", "node", (event) => location.assign(`/network?country=${encodeURIComponent(event.target.id())}`));
}
