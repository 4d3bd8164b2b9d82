// The Letters tab: the list as the server filters it, uploads with their progress, removal with a question first.
const AT_ONCE = 3; // a browser opens few connections to one server, and questions need some of them

export function start(element) {
  if (element.dataset.started) return;
  element.dataset.started = "yes";
  const list = element.querySelector(".letters-list");
  const words = element.querySelector("#letters-words");
  const wanted = new URLSearchParams();
  let latest = 0;

  async function refresh(focus) {
    const mine = ++latest;
    list.setAttribute("aria-busy", "true");
    let html;
    try {
      const response = await fetch(`/parts/letters?${wanted}`);
      html = response.ok ? await response.text() : null;
    } catch { html = null; }
    if (mine !== latest) return; // a newer wish is on its way
    list.setAttribute("aria-busy", "false");
    list.innerHTML = html ?? '<p class="error" role="alert">The server could not be reached. Try again.</p>';
    if (focus) list.querySelector(focus)?.focus();
  }
  const wish = (name, value, focus) => {
    if (value) wanted.set(name, value); else wanted.delete(name);
    if (name !== "all") wanted.delete("all");
    refresh(focus);
  };

  let pause;
  element.querySelector(".search").addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => wish("words", words.value.trim()), 200); });
  list.addEventListener("change", (event) => {
    const { name, type, checked, value } = event.target;
    if (name) wish(name, type === "checkbox" ? (checked ? "1" : "") : value, `[name="${name}"]`);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.order) wish("order", button.dataset.order, `[data-order$="${button.dataset.order.replace("-", "")}"]`);
    else if ("all" in button.dataset) wish("all", "1", "#letters-table a");
    else if ("clear" in button.dataset) { words.value = ""; for (const name of [...wanted.keys()]) if (name !== "order") wanted.delete(name); refresh(); words.focus(); }
    else if (button.dataset.remove) askToRemove(element.querySelector("dialog.question"), button, refresh);
  });
  if (element.querySelector(".dropzone")) uploads(element, refresh);
  // Another page or process may have changed the library meanwhile.
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) refresh(); }).observe(element);
}

function askToRemove(dialog, button, refresh) {
  dialog.querySelector(".which").textContent = `${button.dataset.title} (${button.dataset.name})`;
  const error = dialog.querySelector(".error");
  const danger = dialog.querySelector(".danger");
  error.hidden = true;
  danger.disabled = false;
  danger.textContent = "Remove";
  dialog.querySelector(".keep").onclick = () => dialog.close();
  danger.onclick = async () => {
    danger.disabled = true;
    danger.textContent = "Removing …";
    try {
      const response = await fetch(`/api/letters/${button.dataset.remove}`, { method: "DELETE" });
      if (!response.ok) throw new Error((await response.json()).detail);
      dialog.close();
      refresh("button, select");
    } catch (reason) {
      error.textContent = reason.message || "The server could not be reached.";
      error.hidden = false;
      danger.disabled = false;
      danger.textContent = "Remove";
    }
  };
  dialog.showModal();
}

function uploads(element, refresh) {
  const zone = element.querySelector(".dropzone");
  const input = zone.querySelector("input");
  const shown = element.querySelector(".upload-list");
  const line = [];
  let running = 0;

  const next = () => {
    while (running < AT_ONCE && line.length) {
      running += 1;
      send(...line.shift()).then(() => { running -= 1; refresh(); next(); });
    }
  };
  const take = (files) => {
    for (const file of files) {
      const item = document.createElement("li");
      item.innerHTML = '<span class="file"></span><progress max="100" value="0"></progress><span class="state" role="status">Waiting</span>';
      item.querySelector(".file").textContent = file.name;
      item.querySelector("progress").setAttribute("aria-label", `Progress of ${file.name}`);
      shown.prepend(item);
      line.push([file, item]);
    }
    next();
  };
  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  // A file dropped beside the zone would otherwise replace the app.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
}

// One file a request: XMLHttpRequest tells how much is sent, and the answer comes as events.
function send(file, item) {
  const bar = item.querySelector("progress");
  const state = item.querySelector(".state");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let read = 0;
    const told = () => {
      const events = request.responseText.slice(read).split("\n\n");
      for (const event of events.slice(0, -1)) {
        read += event.length + 2;
        const [, name, data] = /^event: (.*)\ndata: (.*)$/s.exec(event) ?? [];
        if (name === "status") { const { stage, text } = JSON.parse(data); state.textContent = `${text} …`; bar.value = { waiting: 45, reading: 60, writing: 85 }[stage]; }
        if (name === "result") finish(item, JSON.parse(data));
      }
    };
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.value = (event.loaded / event.total) * 40; state.textContent = "Sending …"; } });
    request.addEventListener("progress", () => { if (request.status === 201) told(); });
    request.addEventListener("loadend", () => {
      if (request.status === 201) told();
      if (!item.classList.contains("settled")) finish(item, { ok: false, text: refusal(request) });
      done();
    });
    request.open("POST", `/api/letters?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Accept", "text/event-stream");
    request.send(file);
  });
}

function refusal(request) {
  if (!request.status) return "Not taken: the server could not be reached";
  try { const { detail } = JSON.parse(request.responseText); return `Not taken: ${typeof detail === "string" ? detail : "the file's name cannot be used"}`; } catch { return "Not taken: the server is at fault; its log says why"; }
}

function finish(item, result) {
  item.classList.add("settled", result.ok ? "good" : "bad");
  item.querySelector("progress").remove();
  const state = item.querySelector(".state");
  state.textContent = result.text;
  if (!result.report) return;
  const link = Object.assign(document.createElement("a"), { href: result.report, textContent: "Reading report" });
  link.dataset.drawer = "";
  state.append(" ", link);
  if (result.doubts?.length) state.append(Object.assign(document.createElement("span"), { className: "doubts", textContent: ` ${result.doubts.join(". ")}` }));
}
