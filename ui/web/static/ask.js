// The panel beside the chat: another answer's sources, a corrected understanding, copying; and the chat's place.
const NAMES = {
  ask: "Asked for", unit: "Of", fields: "Facts", authorities: "Authorities", visits: "Letters", kinds: "Kinds of letter",
  regions: "Regions", neighbours_of: "Neighbours of", inspectors: "Inspectors", role: "Role", periods: "Time", topics: "Topics",
  themes: "Themes", polarity: "Strengths or weaknesses", aspects: "Judged aspects", grades: "Grades",
  in_sequence: "Grades one after the other", change: "Change of grade", order: "Order", limit: "At most", by: "Grouped by", words: "Words looked for",
};
const LISTS = new Set(["fields", "authorities", "visits", "kinds", "regions", "inspectors", "topics", "themes", "aspects", "grades"]);
const ONE = new Set(["ask", "unit", "neighbours_of", "role", "polarity", "change", "order", "by"]);
const ALWAYS = ["ask", "authorities", "kinds", "themes", "periods", "words"];

let choices = null;
const known = async () => (choices ??= await (await fetch("/api/choices")).json());

export function start(element, trigger) {
  if (element.dataset.started) return;
  element.dataset.started = "yes";
  element.addEventListener("click", (event) => {
    const target = event.target.closest?.("button");
    if (target?.dataset.show) trigger("select", { show: Number(target.dataset.show) });
    if (target?.matches(".copy")) copy(target);
  });
  element.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.correct") && event.target.open) fill(event.target, trigger);
  }, true);
  followChat();
}

async function copy(button) {
  const said = button.dataset.copied;
  try { await navigator.clipboard.writeText(said); } catch { copyByHand(said); } // without https there is no clipboard
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

function copyByHand(said) {
  const area = document.createElement("textarea");
  area.value = said;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// ---- how the question was understood

async function fill(details, trigger) {
  const form = details.querySelector("form");
  if (form.childElementCount) return;
  let held;
  try { held = await known(); } catch { form.textContent = "The server could not be reached."; return; }
  const meant = JSON.parse(details.dataset.understanding);
  const shown = Object.keys(NAMES).filter((name) => name in meant && (ALWAYS.includes(name) || (name === "unit" ? counting(meant) : isSet(meant[name]))));
  const rows = document.createElement("div");
  rows.className = "conditions";
  rows.append(...shown.map((name) => row(name, meant, held)));
  const more = Object.keys(NAMES).filter((name) => name in meant && !shown.includes(name));
  const add = make("select", { ariaLabel: "Add a condition" }, [new Option("Add a condition …", ""), ...more.map((name) => new Option(NAMES[name], name))]);
  add.addEventListener("change", () => {
    const name = add.value;
    if (!name) return;
    const made = row(name, meant, held);
    rows.append(made);
    add.selectedOptions[0].remove();
    add.value = "";
    made.querySelector("select, input")?.focus();
  });
  const send = make("button", { type: "submit", className: "primary", textContent: "Ask again so" });
  form.append(rows, make("div", { className: "buttons" }, [add, send]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    const number = Number(details.closest("[data-number]").dataset.number);
    trigger("select", { number, understanding: meant });
  });
}

const counting = (meant) => ["count", "list", "superlative"].includes(meant.ask);
const isSet = (value) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== "" && value !== false);

function make(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function row(name, meant, held) {
  const label = make("span", { className: "name", textContent: NAMES[name], id: `meant-${name}` });
  const control = make("div", { className: "control" });
  if (LISTS.has(name)) chips(control, name, meant, held[name] ?? []);
  else if (name === "periods") periods(control, meant, held["periods.of"] ?? []);
  else if (ONE.has(name)) control.append(one(name, meant, held[name] ?? []));
  else if (name === "in_sequence") control.append(tick(name, meant));
  else control.append(typed(name, meant));
  return make("div", { className: "condition" }, [label, control]);
}

function one(name, meant, options) {
  const optional = !["ask", "unit"].includes(name);
  const select = make("select", {}, [...(optional ? [new Option("any", "")] : []), ...options.map(({ value, label }) => new Option(label, value))]);
  select.setAttribute("aria-labelledby", `meant-${name}`);
  select.value = meant[name] ?? "";
  select.addEventListener("change", () => { meant[name] = select.value || null; });
  return select;
}

function tick(name, meant) {
  const box = make("input", { type: "checkbox", checked: meant[name] });
  box.setAttribute("aria-labelledby", `meant-${name}`);
  box.addEventListener("change", () => { meant[name] = box.checked; });
  return box;
}

function typed(name, meant) {
  const number = name === "limit";
  const input = make("input", { type: number ? "number" : "text", value: meant[name] ?? "", min: 1 });
  input.setAttribute("aria-labelledby", `meant-${name}`);
  input.addEventListener("input", () => { meant[name] = number ? Number.parseInt(input.value, 10) || null : input.value; });
  return input;
}

// What is set, each with a cross; and a box to add another, which completes what is typed.
function chips(control, name, meant, options) {
  const label = (value) => options.find((option) => option.value === value)?.label ?? value;
  const draw = () => {
    control.replaceChildren();
    for (const value of meant[name]) {
      const remove = make("button", { type: "button", textContent: "×", ariaLabel: `Without ${label(value)}` });
      remove.addEventListener("click", () => { meant[name] = meant[name].filter((other) => other !== value); draw(); control.querySelector("select, input").focus(); });
      control.append(make("span", { className: "chip", textContent: label(value) }, [remove]));
    }
    control.append(options.length > 40 ? search() : pick());
  };
  const take = (value) => { meant[name] = [...meant[name], value]; draw(); control.querySelector("select, input").focus(); };
  const left = () => options.filter((option) => !meant[name].includes(option.value));
  const pick = () => {
    const select = make("select", {}, [new Option(meant[name].length ? "add …" : "any", ""), ...left().map((option) => new Option(option.label, option.value))]);
    select.setAttribute("aria-labelledby", `meant-${name}`);
    select.addEventListener("change", () => { if (select.value) take(select.value); });
    return select;
  };
  const search = () => {
    const list = make("datalist", { id: `choices-${name}` }, left().map((option) => new Option(option.label, option.label)));
    const input = make("input", { type: "text", placeholder: meant[name].length ? "add …" : "any; type to choose" });
    input.setAttribute("list", list.id);
    input.setAttribute("aria-labelledby", `meant-${name}`);
    const chosen = () => left().find((option) => option.label.toLowerCase() === input.value.trim().toLowerCase());
    input.addEventListener("input", (event) => { if (event.inputType !== "insertText" && chosen()) take(chosen().value); });
    input.addEventListener("change", () => { if (chosen()) take(chosen().value); });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); if (chosen()) take(chosen().value); } });
    return make("span", {}, [input, list]);
  };
  draw();
}

function periods(control, meant, roles) {
  const draw = () => {
    control.replaceChildren();
    meant.periods.forEach((period, number) => {
      const day = (name, label) => {
        const input = make("input", { type: "date", value: period[name] ?? "", ariaLabel: label });
        input.addEventListener("change", () => { period[name] = input.value || null; });
        return input;
      };
      const of = make("select", { ariaLabel: "Which date" }, roles.map(({ value, label }) => new Option(label, value)));
      of.value = period.of ?? "any";
      of.addEventListener("change", () => { period.of = of.value; });
      const remove = make("button", { type: "button", textContent: "×", ariaLabel: "Without this time" });
      remove.addEventListener("click", () => { meant.periods.splice(number, 1); draw(); });
      control.append(make("span", { className: "chip period" }, [day("from", "From"), " to ", day("until", "Until"), of, remove]));
    });
    const add = make("button", { type: "button", className: "plain", textContent: meant.periods.length ? "add …" : "any time; choose …" });
    add.addEventListener("click", () => { meant.periods.push({ from: null, until: null, of: "any" }); draw(); control.querySelector("input")?.focus(); });
    control.append(add);
  };
  draw();
}

// ---- the latest question stays at the top of the conversation, so that an answer is read from its beginning

let watching = false;
function followChat() {
  if (watching) return;
  watching = true;
  let rows = 0;
  let following = false; // until the reader scrolls
  let due = false;
  const align = () => {
    due = false;
    const last = [...document.querySelectorAll("#chat .user-row")].at(-1);
    const log = last?.closest('[role="log"]');
    if (log && following) log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top;
  };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => { if (event.target.closest?.("#chat")) following = false; }, { passive: true });
  }
  new MutationObserver(() => {
    const count = document.querySelectorAll("#chat .user-row").length;
    if (count !== rows) following = true;
    rows = count;
    if (!due && following) { due = true; requestAnimationFrame(align); }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
