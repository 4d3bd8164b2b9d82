// Links marked for the drawer open over the app instead of leaving it. Without script they are ordinary links.
"use strict";
(() => {
  // Gradio puts the head of the page in twice: once by the server, once by its script.
  if (window.lettersReady) return;
  window.lettersReady = true;

  // Pages of letters open in the drawer anywhere, pages of the graph's nodes only over the app.
  const LETTER = /^\/letters\/[0-9a-f]+(\/pages\/\d+)?(\?|$)/;
  const NODE = /^\/(id|authority|theme|grade|aspect|kind|area|region|ontology)\/[^.]*$/;
  const inDrawer = (link) => {
    const address = link.getAttribute("href") || "";
    return link.matches("[data-drawer]") || LETTER.test(address) || (NODE.test(address) && document.getElementById("tabs"));
  };
  let drawer = null;
  const visited = [];

  function makeDrawer() {
    const dialog = document.createElement("dialog");
    dialog.className = "drawer";
    dialog.id = "drawer";
    dialog.setAttribute("aria-label", "The letter");
    dialog.innerHTML = '<div class="bar"><button type="button" class="back" hidden>‹ Back</button>' +
      '<a class="own-page" target="_blank" rel="noopener">Open on its own page</a><button type="button" class="close">Close</button></div><div class="body" tabindex="-1"></div>';
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.querySelector(".back").addEventListener("click", () => { visited.pop(); open(visited.pop()); });
    dialog.addEventListener("close", () => { visited.length = 0; });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return dialog;
  }

  async function open(address) {
    drawer ??= makeDrawer();
    const body = drawer.querySelector(".body");
    drawer.querySelector(".own-page").href = address;
    body.textContent = "Opening …";
    visited.push(address);
    drawer.querySelector(".back").hidden = visited.length < 2;
    if (!drawer.open) drawer.showModal();
    let html;
    try {
      const response = await fetch(address, { headers: { "X-Fragment": "1" } });
      html = response.ok ? await response.text() : null;
    } catch { html = null; }
    if (html === null) { body.textContent = "This page cannot be shown."; return; }
    const whole = new DOMParser().parseFromString(html, "text/html").querySelector("main.sheet");
    body.innerHTML = whole ? whole.innerHTML : html; // made by our own templates, which escape everything that comes from letters
    drawer.scrollTop = 0;
    const cited = body.querySelector(".leaf mark, .leaf .here");
    const picture = body.querySelector(".leaf img");
    const show = () => cited?.scrollIntoView({ block: "center" });
    if (picture && !picture.complete) picture.addEventListener("load", show, { once: true }); else show();
    body.focus({ preventScroll: true });
    body.dispatchEvent(new CustomEvent("letters:shown", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute("download") || !inDrawer(link)) return;
    event.preventDefault();
    event.stopPropagation();
    open(link.getAttribute("href"));
  }, true);

  // Tables sort by a click on the head of a column.
  const value = (row, column) => row.cells[column].textContent.trim();
  function sort(head) {
    const table = head.closest("table");
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (text) => {
      const number = Number(text.replaceAll(",", ""));
      if (text !== "" && !Number.isNaN(number)) return number;
      const day = /^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text) ? Date.parse(text) : NaN;
      return Number.isNaN(day) ? text.toLocaleLowerCase("en-GB") : day;
    };
    const rows = [...table.tBodies[0].rows].map((row) => [key(value(row, column)), row]);
    rows.sort(([a], [b]) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1) * (down ? -1 : 1));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.("table.grid:not([data-paged]) th");
    if (head) sort(head);
  });
})();
