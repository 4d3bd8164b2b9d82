// Explore: filters, heads of columns and pages of a table change what is shown without leaving the page. The same
// addresses are whole pages, so that everything works, and can be linked to, without this script.
import { upgrade } from "/static/around.js";

export async function start(element) {
  if (element.dataset.started) return; // Gradio may load a component twice
  element.dataset.started = "yes";
  const host = element.querySelector(".explore-host");
  let latest = 0;

  async function show(address, focus) {
    const mine = ++latest;
    let html;
    try {
      const response = await fetch(address, { headers: { "X-Fragment": "1" } });
      html = response.ok ? await response.text() : null;
    } catch { html = null; }
    if (mine !== latest) return; // a later choice overtook this one
    if (html === null) { host.innerHTML = '<p class="error" role="alert">This could not be opened. Try again.</p>'; return; }
    const listing = focus && host.querySelector(".listing");
    if (listing) {
      const fresh = document.createElement("div");
      fresh.innerHTML = html; // made by our own templates, which escape everything that comes from letters
      listing.replaceWith(fresh.querySelector(".listing"));
    } else {
      host.innerHTML = html;
    }
    host.dataset.shown = address;
    if (!listing) fold(host);
    upgrade(host);
  }

  host.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const inTable = Boolean(link.closest("thead"));
    show(link.getAttribute("href"), Boolean(link.closest(".listing"))).then(() => {
      if (link.closest(".pager")) host.querySelector(".listing")?.scrollIntoView({ block: "start" });
      if (inTable) host.querySelectorAll("thead a").forEach((head) => { if (head.textContent === link.textContent) head.focus(); });
      else if (!link.isConnected && link.closest(".subnav") !== null) host.querySelector(`.subnav a[href='${link.getAttribute("href")}']`)?.focus();
    });
  });

  const filter = (form) => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    show(`${form.getAttribute("action")}?${new URLSearchParams(chosen)}`, true);
  };
  let waiting;
  host.addEventListener("input", (event) => {
    const form = event.target.closest("form.filters");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => filter(form), event.target.matches("select") ? 0 : 250);
  });
  host.addEventListener("submit", (event) => {
    const form = event.target.closest("form.filters");
    if (form) { event.preventDefault(); filter(form); }
  });
  await show(host.dataset.first, false);
}

// On a narrow screen the filters do not stand before what is looked for, unless one of them is set.
function fold(root) {
  if (!matchMedia("(max-width: 760px)").matches) return;
  root.querySelectorAll(".filters .more").forEach((more) => { more.open = [...more.querySelectorAll("select")].some((field) => field.value); });
}

// On a page of its own the form sends itself as soon as something is chosen.
if (document.body.classList.contains("standalone")) {
  fold(document);
  document.addEventListener("change", (event) => event.target.closest("form.filters")?.requestSubmit());
}
