// The neighbourhood of a node: a picture that grows on a click, can be narrowed by kind and saved, and the same as a list.
const COLOURS = {
  Authority: "#1f5a8c", Visit: "#2f7d4f", Letter: "#8a6d1d", Person: "#7a4fa0", Inspector: "#7a4fa0", Theme: "#b5530f", Region: "#5b6475",
  Organisation: "#0f7a7a", Judgement: "#a4262c", PointForImprovement: "#b04a78", Finding: "#6d788c",
};
const colour = (kind) => COLOURS[kind] || "#5b6475";
const words = (kind) => kind.replace(/([a-z])([A-Z])/g, "$1 $2");

let part = null;
const library = () => (part ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = "/static/vendor/cytoscape.min.js";
  script.onload = () => done(window.cytoscape);
  script.onerror = () => failed(new Error("not installed"));
  document.head.append(script);
}));

export function upgrade(root) {
  for (const box of root.querySelectorAll("details.around:not([data-ready])")) {
    box.dataset.ready = "";
    const open = () => { if (box.open && !box.dataset.shown) { box.dataset.shown = ""; show(box); } };
    box.addEventListener("toggle", open);
    open();
  }
}

async function fetched(iri) {
  const response = await fetch(`/parts/neighbourhood?${new URLSearchParams({ iri })}`);
  const found = await response.json();
  if (!response.ok) throw new Error(found.error || "The neighbourhood could not be read.");
  return found;
}

async function show(box) {
  const body = box.querySelector(".around-body");
  body.innerHTML = '<p class="meta" role="status">Looking …</p>';
  let found;
  try { found = await fetched(box.dataset.node); } catch (error) { say(body, error.message); return; }
  let cytoscape = null;
  try { cytoscape = await library(); } catch { /* the list alone */ }
  const graph = { nodes: new Map(), edges: new Map() };
  const focus = found.focus;
  add(graph, found);
  body.innerHTML = '<div class="around-tools"><fieldset><legend>Show</legend></fieldset><span class="saves"><button type="button" data-save="svg">Save as svg</button> <button type="button" data-save="png">Save as png</button></span></div>' +
    '<p class="meta around-told" role="status"></p><div class="canvas" role="img" tabindex="-1"></div><details class="as-list"><summary>The same as a list</summary><div></div></details>';
  const hidden = new Set();
  const tell = body.querySelector(".around-told");
  const left = (more) => (more ? ` ${more.toLocaleString("en-GB")} more are not drawn.` : "");
  const canvas = body.querySelector(".canvas");
  let picture = null;

  const refresh = (message) => {
    kinds(body.querySelector("fieldset"), graph, hidden, () => { picture?.nodes().forEach((node) => node.style("display", hidden.has(node.data("kind")) ? "none" : "element")); list(); });
    list();
    tell.textContent = message;
    canvas.setAttribute("aria-label", `Picture of ${graph.nodes.size} things and ${graph.edges.size} links; the list below says the same.`);
  };
  const list = () => fill(body.querySelector(".as-list > div"), graph, hidden);

  if (!cytoscape) {
    canvas.remove();
    body.querySelector(".saves").remove();
    body.querySelector(".as-list").open = true;
    refresh("The picture's part is not installed; this is its list." + left(found.left_out));
    return;
  }
  const style = getComputedStyle(box);
  const ink = style.getPropertyValue("--ink").trim(), paper = style.getPropertyValue("--paper").trim(), line = style.getPropertyValue("--control").trim();
  picture = cytoscape({
    container: canvas, elements: elements(graph, focus), minZoom: 0.2, maxZoom: 3, userZoomingEnabled: false,
    style: [
      { selector: "node", style: { "background-color": (node) => colour(node.data("kind")), label: "data(short)", color: ink, "font-size": 11, "text-wrap": "wrap", "text-max-width": 140,
        "text-valign": "bottom", "text-margin-y": 3, width: 18, height: 18, "text-background-color": paper, "text-background-opacity": 0.8, "text-background-padding": 1 } },
      { selector: "node[?focus]", style: { width: 30, height: 30, "font-weight": "bold", "font-size": 13, "border-width": 3, "border-color": ink } },
      { selector: "node.at", style: { "border-width": 5, "border-color": "#d9a400", "font-weight": "bold" } },
      { selector: "node:selected", style: { "border-width": 3, "border-color": "#d9a400" } },
      { selector: "edge", style: { width: 1.2, "line-color": line, "curve-style": "haystack", opacity: 0.7 } },
    ],
    layout: { name: "preset" },
  });
  const arrange = () => picture.layout({ name: picture.nodes().length > 12 ? "cose" : "concentric", animate: false, randomize: false, fit: true, padding: 24,
    nodeRepulsion: () => 90000, idealEdgeLength: () => 90, nodeOverlap: 20, gravity: 0.6, concentric: (node) => (node.data("focus") ? 2 : 1), minNodeSpacing: 60 }).run();
  picture.layout({ name: "concentric", animate: false, concentric: (node) => (node.data("focus") ? 2 : 1), levelWidth: () => 1 }).run();
  arrange();
  refresh("A click on a dot (or arrow keys and Enter) draws what lies around it." + left(found.left_out));

  const grow = async (node) => {
    tell.textContent = `${node.data("label")}: looking …`;
    try {
      const more = await fetched(node.id());
      const before = graph.nodes.size;
      add(graph, more);
      picture.json({ elements: elements(graph, focus) });
      picture.nodes().forEach((one) => { if (!one.position().x && !one.position().y) one.position({ x: node.position().x + 60 * Math.random() - 30, y: node.position().y + 60 * Math.random() - 30 }); });
      if (graph.nodes.size > before) arrange();
      refresh("");
      tell.replaceChildren(`${words(node.data("kind"))}: `, link(graph.nodes.get(node.id())), ` · ${graph.nodes.size > before ? `${graph.nodes.size - before} added` : "nothing more to draw"}.${left(more.left_out)}`);
    } catch (error) { tell.textContent = error.message; }
  };
  picture.on("tap", "node", (event) => grow(event.target));
  steer(picture, canvas, tell, grow);
  body.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", () => {
    const png = button.dataset.save === "png";
    save(`neighbourhood.${button.dataset.save}`, png ? picture.png({ output: "blob", bg: paper, full: true, scale: 2 }) : new Blob([svg(picture, ink, paper, line)], { type: "image/svg+xml" }));
  }));
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// By keyboard: arrows go to the nearest dot that way, Enter draws what lies around it; where one is, is marked and said.
function steer(picture, canvas, tell, grow) {
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  let at = picture.nodes("[?focus]").id();
  const here = () => picture.getElementById(at);
  const go = (node) => {
    here().removeClass("at");
    at = node.addClass("at").id();
    const seen = picture.extent(), { x, y } = node.position();
    if (x < seen.x1 || x > seen.x2 || y < seen.y1 || y > seen.y2) picture.center(node);
    tell.textContent = `${words(node.data("kind"))}: ${node.data("label")}, links: ${node.connectedEdges(":visible").length}. Enter draws what lies around it.`;
  };
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) go(here()); });
  canvas.addEventListener("blur", () => here().removeClass("at"));
  canvas.addEventListener("keydown", async (event) => {
    const next = WAYS[event.key] && nearest(picture, here(), WAYS[event.key]);
    if (!WAYS[event.key] && event.key !== "Enter") return;
    event.preventDefault();
    if (next) go(next);
    if (event.key === "Enter") { await grow(here()); here().addClass("at"); }
  });
}

function nearest(picture, from, [x, y]) {
  const far = (node) => {
    const dx = node.position().x - from.position().x, dy = node.position().y - from.position().y;
    const along = dx * x + dy * y, aside = Math.abs(dx * y) + Math.abs(dy * x);
    return along > 1 && aside < 3 * along ? along + 2 * aside : Infinity;
  };
  const [first] = picture.nodes(":visible").not(from).map((node) => [far(node), node]).sort(([a], [b]) => a - b);
  return first && first[0] < Infinity ? first[1] : null;
}

function add(graph, found) {
  for (const node of found.nodes) if (!graph.nodes.has(node.id)) graph.nodes.set(node.id, node);
  for (const edge of found.edges) graph.edges.set(`${edge.source} ${edge.label} ${edge.target}`, edge);
}

const short = (label) => (label.length > 60 ? `${label.slice(0, 59)}…` : label);

function elements(graph, focus) {
  const nodes = [...graph.nodes.values()].map((node) => ({ group: "nodes", data: { ...node, short: short(node.label), focus: node.id === focus } }));
  const edges = [...graph.edges].map(([id, edge]) => ({ group: "edges", data: { id, ...edge } }));
  return [...nodes, ...edges];
}

function kinds(field, graph, hidden, changed) {
  const counts = new Map();
  for (const node of graph.nodes.values()) counts.set(node.kind, (counts.get(node.kind) || 0) + 1);
  const legend = document.createElement("legend");
  legend.textContent = "Show";
  field.replaceChildren(legend, ...[...counts].map(([kind, count]) => {
    const label = document.createElement("label");
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = !hidden.has(kind);
    tick.addEventListener("change", () => { if (tick.checked) hidden.delete(kind); else hidden.add(kind); changed(); });
    const dot = document.createElement("span");
    dot.className = "dot";
    dot.style.background = colour(kind);
    label.append(tick, dot, `${words(kind)} ${count}`);
    return label;
  }));
}

function link(node) {
  if (!node.path) return document.createTextNode(node.label);
  const made = document.createElement("a");
  made.href = node.path;
  made.textContent = node.label;
  return made;
}

function fill(place, graph, hidden) {
  const groups = new Map();
  for (const { source, target, label } of graph.edges.values()) {
    const from = graph.nodes.get(source), to = graph.nodes.get(target);
    if (!from || !to || hidden.has(from.kind) || hidden.has(to.kind)) continue;
    if (!groups.has(label)) groups.set(label, []);
    groups.get(label).push([from, to]);
  }
  place.replaceChildren(...[...groups].flatMap(([label, pairs]) => {
    const head = document.createElement("h3");
    head.textContent = label;
    const items = document.createElement("ul");
    items.append(...pairs.map(([from, to]) => {
      const item = document.createElement("li");
      item.append(link(from), " → ", link(to));
      return item;
    }));
    return [head, items];
  }));
}

function say(body, message) {
  const told = document.createElement("p");
  told.className = "error";
  told.textContent = message;
  body.replaceChildren(told);
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

// What is seen, written out: circles, lines and words where the picture has them.
function svg(picture, ink, paper, line) {
  const seen = picture.elements(":visible");
  const box = seen.boundingBox();
  const lines = seen.edges().map((edge) => { const a = edge.source().position(), b = edge.target().position(); return `<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${line}"/>`; });
  const dots = seen.nodes().map((node) => {
    const { x, y } = node.position(), r = node.width() / 2;
    return `<g><title>${escaped(node.data("label"))}</title><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" fill="${colour(node.data("kind"))}"/><text x="${x.toFixed(1)}" y="${(y + r + 12).toFixed(1)}" text-anchor="middle">${escaped(node.data("short"))}</text></g>`;
  });
  const view = [box.x1 - 60, box.y1 - 10, box.w + 120, box.h + 30].map((number) => number.toFixed(0));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(" ")}" width="${view[2]}" height="${view[3]}" font-family="sans-serif" font-size="11" fill="${ink}"><rect x="${view[0]}" y="${view[1]}" width="${view[2]}" height="${view[3]}" fill="${paper}"/>${lines.join("")}${dots.join("")}</svg>`;
}

function save(name, blob) {
  const made = document.createElement("a");
  made.href = URL.createObjectURL(blob);
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 1000);
}

if (document.body.classList.contains("standalone")) upgrade(document);
document.addEventListener("letters:shown", (event) => upgrade(event.target));
