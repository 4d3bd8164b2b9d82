// The Export tab: choices become the parameters of /api/export; what they hold is counted before anything is taken.
const LONGEST = 6000; // an address may be that long; anything longer is sent as JSON

export async function start(element) {
  if (element.dataset.started) return; // Gradio may load a component twice
  element.dataset.started = "yes";
  const host = element.querySelector(".export-host");
  const response = await fetch("/parts/export").catch(() => null);
  if (!response?.ok) { host.innerHTML = '<p class="error" role="alert">This could not be opened. Reload the page.</p>'; return; }
  host.innerHTML = await response.text(); // made by our own templates, which escape everything that comes from letters
  const form = host.querySelector("form");
  const within = form.querySelector(".within");
  const list = form.querySelector(".chosen");
  const chosen = new Map(); // "field value" -> [field, value, label]
  let waiting, latest = 0;

  const what = () => form.querySelector("[name=what]:checked").value;
  const date = (name) => form.querySelector(`[data-date=${name}]`).value.trim();

  function selection() {
    if (what() === "query") return { query: form.querySelector("textarea").value };
    if (what() === "answer") return { passage: lastPassages() };
    const made = {};
    for (const [field, value] of chosen.values()) (made[field] ??= []).push(value);
    for (const name of ["since", "until"]) if (date(name)) made[name] = date(name);
    return made;
  }

  async function look() {
    const mine = ++latest;
    const wanted = selection();
    links(form, wanted);
    if (wanted.passage && !wanted.passage.length) { say(within, "There is no answer with sources yet: ask something first.", "hint"); form.classList.add("nothing"); return; }
    say(within, "Counting …", "meta");
    let found;
    try {
      const answer = await fetch("/api/export/summary", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
      found = await answer.json();
      if (!answer.ok) found = { error: typeof found.detail === "string" ? found.detail : "This choice cannot be meant." };
    } catch { found = { error: "The server could not be reached. Try again." }; }
    if (mine !== latest) return;
    if (found.error) { say(within, found.error, "error"); form.classList.add("nothing"); return; }
    const nothing = Object.values(found.counts).every((count) => !count);
    form.classList.toggle("nothing", nothing);
    if (nothing) say(within, "Nothing in the library fits this choice.", "hint");
    else summary(within, found, form, wanted);
  }
  const soon = (wait) => { clearTimeout(waiting); waiting = setTimeout(look, wait); };

  function chips() {
    list.hidden = !chosen.size;
    list.replaceChildren(...[...chosen].map(([key, [, , label]]) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${label} ×`;
      button.setAttribute("aria-label", `Remove ${label}`);
      button.addEventListener("click", () => { chosen.delete(key); chips(); soon(0); });
      item.append(button);
      return item;
    }));
  }
  function choose(field, value) {
    const select = form.querySelector(`select[data-field="${field}"]`);
    const option = [...(select?.options || [])].find((one) => one.value === value || one.textContent === value);
    if (option?.value) chosen.set(`${field} ${option.value}`, [field, option.value, option.textContent]);
  }

  form.addEventListener("change", (event) => {
    const { target } = event;
    if (target.name === "what") {
      form.querySelectorAll(".choice").forEach((part) => { part.hidden = part.dataset.what !== what(); });
      if (what() === "answer") form.querySelector(".answer-told").textContent = lastAsked() ? `“${lastAsked()}”` : "";
      soon(0);
    } else if (target.dataset.field && target.value) {
      choose(target.dataset.field, target.value);
      target.value = "";
      chips();
      soon(0);
    }
  });
  form.addEventListener("input", (event) => { if (event.target.dataset.date) soon(500); });
  form.querySelector(".look").addEventListener("click", () => soon(0));
  form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.take");
    if (link && link.dataset.long) { event.preventDefault(); posted(link, { ...selection(), format: link.dataset.format }); }
  });

  function follow() {
    if (!location.hash.startsWith("#export?")) return;
    chosen.clear();
    for (const [field, value] of new URLSearchParams(location.hash.slice(8))) choose(field, value);
    chips();
    soon(0);
  }
  window.addEventListener("hashchange", follow);
  follow();
  soon(0);
}

// Ask keeps the conversation in this window's storage.
function last() {
  try { return JSON.parse(sessionStorage.getItem("letters-conversation")).filter((one) => one.answer.citations.length).at(-1) || null; } catch { return null; }
}
const lastAsked = () => last()?.question || "";
const lastPassages = () => [...new Set((last()?.answer.citations || []).map((citation) => citation.passage).filter(Boolean))].slice(0, 500);

function parameters(wanted) {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) for (const one of [value].flat()) made.append(name, one);
  return made;
}

function links(form, wanted) {
  const query = parameters(wanted).toString();
  form.querySelectorAll("a.take").forEach((link) => {
    link.href = `/api/export?format=${link.dataset.format}${query ? `&${query}` : ""}`;
    if (query.length > LONGEST) link.dataset.long = "yes"; else delete link.dataset.long;
  });
}

async function posted(link, wanted) {
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/api/export", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const name = answer.headers.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1] || `export.${wanted.format}`;
    const made = document.createElement("a");
    made.href = URL.createObjectURL(await answer.blob());
    made.download = name;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 5000);
  } catch (error) { say(document.querySelector(".export-form .within"), error.message, "error"); }
  link.removeAttribute("aria-busy");
}

function say(place, words, kind) {
  const told = document.createElement("p");
  told.className = kind;
  told.setAttribute("role", kind === "error" ? "alert" : "status");
  told.textContent = words;
  place.replaceChildren(told);
}

function summary(place, found, form, wanted) {
  const counts = document.createElement("p");
  counts.className = "counts";
  counts.setAttribute("role", "status");
  const plainly = { points: "listed points", "people's parts": "roles of people" };
  const single = (name) => name === "people's parts" ? "role of a person" : (plainly[name] ?? name).replace(/ies$/, "y").replace(/s$/, "");
  for (const [name, number] of Object.entries(found.counts)) {
    if (!number && Object.keys(found.counts).length > 3) continue;
    const one = document.createElement("span");
    const strong = document.createElement("strong");
    strong.textContent = number.toLocaleString("en-GB");
    one.append(strong, ` ${number === 1 ? single(name) : plainly[name] ?? name}`);
    counts.append(one, " ");
  }
  const parts = [counts];
  if (found.cut) parts.push(paragraph("The query gave more than is allowed; the rest is left out.", "note"));
  if (found.rows.length) parts.push(folded("The first rows", table(found.columns, found.rows)));
  if (form.querySelector("a.take[data-format=svg]") && found.rows.length) {
    const picture = folded("As a picture", document.createElement("div"));
    picture.addEventListener("toggle", () => draw(picture.querySelector("div"), wanted), { once: true });
    parts.push(picture);
  }
  place.replaceChildren(...parts);
}

async function draw(place, wanted) {
  say(place, "Drawing …", "meta");
  try {
    const answer = await fetch("/api/export", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...wanted, format: "svg" }) });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const image = document.createElement("img");
    image.src = URL.createObjectURL(await answer.blob());
    image.alt = "The selection as a picture; the table above and the other formats hold the same.";
    image.className = "figure";
    place.replaceChildren(image);
  } catch (error) { say(place, error.message, "hint"); }
}

function paragraph(words, kind) {
  const made = document.createElement("p");
  made.className = kind;
  made.textContent = words;
  return made;
}

function folded(title, content) {
  const made = document.createElement("details");
  const head = document.createElement("summary");
  head.textContent = title;
  made.append(head, content);
  return made;
}

function table(columns, rows) {
  const scroller = document.createElement("div");
  scroller.className = "scroller wide";
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", "The first rows");
  const made = document.createElement("table");
  made.className = "grid";
  made.dataset.paged = "";
  const head = made.createTHead().insertRow();
  for (const column of columns) { const cell = document.createElement("th"); cell.scope = "col"; cell.textContent = column; head.append(cell); }
  const body = made.createTBody();
  for (const row of rows) { const line = body.insertRow(); for (const value of row) line.insertCell().textContent = value; }
  scroller.append(made);
  return scroller;
}
