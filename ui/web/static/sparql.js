// The SPARQL tab: the editor, completion, history, the link to share, and the result.
import { openTab, queryOf, onQuery } from "/static/tabs.js";

const HISTORY = "letters-queries";
const KEPT = 30;

export function start(element) {
  if (element.dataset.started) return; // Gradio may load a component twice
  element.dataset.started = "yes";
  const form = element.querySelector(".query-form");
  const area = form.querySelector("textarea");
  const result = element.querySelector(".query-result");
  let editor = plain(area); // until the editor's parts are there; for good where they are not
  const set = (query) => { editor.set(query); editor.mark(null); };

  const examples = form.querySelector(".worked");
  const note = form.querySelector(".example-note");
  examples.addEventListener("change", () => {
    const chosen = examples.selectedOptions[0];
    note.textContent = chosen.dataset.note || "";
    note.hidden = !note.textContent;
    if (chosen.value) set(chosen.value);
  });
  keepHistory(form.querySelector(".history"), set);

  async function run() {
    const query = editor.get();
    editor.mark(null);
    result.innerHTML = '<p class="meta" role="status">Running …</p>';
    let html;
    try {
      const response = await fetch("/parts/results", { method: "POST", body: new URLSearchParams({ query }) });
      html = response.ok ? await response.text() : null;
    } catch { html = null; }
    if (html === null) { result.innerHTML = '<p class="error" role="alert">The server could not be reached. Try again.</p>'; return; }
    result.innerHTML = html; // made by our own templates, which escape everything that comes from letters
    const wrong = result.querySelector(".error");
    if (wrong?.dataset.line) editor.mark({ line: Number(wrong.dataset.line), column: Number(wrong.dataset.column) });
    if (!wrong) remember(query, form.querySelector(".history"));
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });

  const share = form.querySelector(".share");
  share.addEventListener("click", async () => {
    const link = `#sparql=${encodeURIComponent(editor.get())}`;
    history.replaceState(null, "", link);
    try { await navigator.clipboard.writeText(location.href); share.textContent = "Link copied"; }
    catch { share.textContent = "The link is in the address bar"; }
    setTimeout(() => { share.textContent = "Copy link"; }, 2500);
  });

  onQuery((query) => set(query));
  const shared = queryOf(location.hash);
  if (shared) set(shared);
  else { examples.selectedIndex = 1; examples.dispatchEvent(new Event("change")); }
  form.dataset.ready = "yes";
  if (form.dataset.editor === "yes") upgrade(area).then((better) => { editor = better; form.querySelector(".completes").hidden = false; }, () => {});
}

function plain(area) {
  return {
    get: () => area.value,
    set: (query) => { area.value = query; },
    mark: (place) => {
      if (!place) return;
      const at = area.value.split("\n").slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, place.column - 1);
      area.focus();
      area.setSelectionRange(at, at + 1);
    },
  };
}

async function upgrade(area) {
  for (const sheet of ["codemirror", "show-hint"]) {
    if (document.querySelector(`link[href$='/${sheet}.css']`)) continue;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/static/vendor/${sheet}.css`;
    document.head.prepend(link);
  }
  for (const script of ["codemirror", "sparql", "matchbrackets", "closebrackets", "show-hint", "autorefresh"]) await load(script);
  const { CodeMirror } = window;
  const mirror = CodeMirror.fromTextArea(area, {
    mode: "application/sparql-query", lineNumbers: true, lineWrapping: true, matchBrackets: true, autoCloseBrackets: true,
    autoRefresh: true, inputStyle: "contenteditable", viewportMargin: Infinity, indentUnit: 2, tabSize: 2,
    screenReaderLabel: "Query", spellcheck: false,
    extraKeys: { "Ctrl-Space": complete, Tab: false, "Shift-Tab": false },
    hintOptions: { completeSingle: false },
  });
  const field = mirror.getInputField();
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-multiline", "true");
  field.setAttribute("aria-label", "Query");
  mirror.getScrollerElement().removeAttribute("tabindex");
  mirror.on("inputRead", (_, change) => { if (/[\w:]$/.test(change.text.at(-1)) && word(mirror).text.length > 1) complete(mirror); });
  let marks = [];
  return {
    get: () => mirror.getValue(),
    set: (query) => { mirror.setValue(query); mirror.refresh(); },
    mark: (place) => {
      marks.forEach((mark) => mark.clear());
      mirror.eachLine((line) => mirror.removeLineClass(line, "wrap", "wrong-line"));
      marks = [];
      if (!place) return;
      const from = { line: place.line - 1, ch: place.column - 1 };
      const rest = mirror.getLine(from.line)?.slice(from.ch).match(/^\S+/)?.[0].length || 1;
      marks.push(mirror.markText(from, { line: from.line, ch: from.ch + rest }, { className: "wrong-place" }));
      mirror.addLineClass(from.line, "wrap", "wrong-line");
      mirror.setCursor(from);
    },
  };
}

const load = (name) => new Promise((done, failed) => {
  if (document.querySelector(`script[data-part='${name}']`)) { done(); return; }
  const script = document.createElement("script");
  script.src = `/static/vendor/${name}.js`;
  script.dataset.part = name;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});

let terms = null;
const vocabulary = () => (terms ??= fetch("/parts/terms").then((response) => response.json()));

function word(mirror) {
  const cursor = mirror.getCursor();
  const before = mirror.getLine(cursor.line).slice(0, cursor.ch);
  const text = before.match(/[?$]?[\w-]*:?[\w-]*$/)[0];
  return { text, from: { line: cursor.line, ch: cursor.ch - text.length }, to: cursor };
}

function complete(mirror) {
  mirror.showHint({ hint: suggest, completeSingle: false });
}

async function suggest(mirror) {
  const { text, from, to } = word(mirror);
  const known = await vocabulary();
  const lower = text.toLowerCase();
  let list;
  if (/^[?$]/.test(text)) {
    const names = new Set(mirror.getValue().match(/[?$]\w+/g));
    names.delete(text);
    list = [...names].filter((name) => name.toLowerCase().startsWith(lower)).map((name) => ({ text: name, displayText: name }));
  } else {
    const local = lower.includes(":") ? null : lower;
    const prefixes = Object.keys(known.prefixes).filter((name) => name.startsWith(lower)).map((name) => ({ text: `${name}:`, displayText: `${name}:  prefix` }));
    const found = known.terms.filter(({ name }) => name.toLowerCase().startsWith(lower) || (local && name.toLowerCase().includes(`:${local}`)));
    list = [...prefixes, ...found.map(({ name, kind, label }) => ({ text: name, displayText: `${name}  ${kind}${label && !name.endsWith(label) ? ` · ${label}` : ""}` }))];
  }
  return { list: list.slice(0, 60), from, to };
}

const remembered = () => {
  try { return JSON.parse(localStorage.getItem(HISTORY)) || []; } catch { return []; }
};

function remember(query, select) {
  const kept = [query, ...remembered().filter((earlier) => earlier !== query)].slice(0, KEPT);
  try { localStorage.setItem(HISTORY, JSON.stringify(kept)); } catch { /* a browser that keeps nothing */ }
  list(select);
}

function list(select) {
  const queries = remembered();
  select.disabled = queries.length === 0;
  select.replaceChildren(new Option(queries.length ? "Choose …" : "None yet", ""), ...queries.map((query) => {
    const line = query.split("\n").map((text) => text.trim()).filter((text) => text && !/^(#|prefix\b)/i.test(text)).join(" ");
    return new Option(line.slice(0, 90), query);
  }));
}

function keepHistory(select, set) {
  list(select);
  select.addEventListener("change", () => { if (select.value) set(select.value); select.selectedIndex = 0; });
}
