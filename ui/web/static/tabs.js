// Which tab is open is told by the address: /app/#explore. A query can be part of it: /app/#sparql=SELECT...
const listeners = [];

export const queryOf = (hash) => (hash.startsWith("#sparql=") ? decodeURIComponent(hash.slice(8)) : "");
export const onQuery = (listener) => listeners.push(listener);

export function openTab(name) {
  const tab = document.getElementById(`${name}-tab-button`);
  if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
  return Boolean(tab);
}

export function openQuery(query) {
  location.hash = `#sparql=${encodeURIComponent(query)}`;
}

function follow() {
  const name = location.hash.slice(1).split(/[=?]/)[0];
  if (!name || !/^[a-z]+$/.test(name) || !openTab(name)) return;
  document.getElementById("drawer")?.close(); // a link in a page that lies over the app led here
  const query = queryOf(location.hash);
  if (query) listeners.forEach((listener) => listener(query));
}

let started = false;
export function start() {
  if (started) return; // Gradio puts the head of the page in twice
  started = true;
  window.addEventListener("hashchange", follow);
  // The tabs are there some time after this script.
  const waiting = setInterval(() => { if (document.getElementById("ask-tab-button")) { clearInterval(waiting); follow(); } }, 50);
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("#tabs button[role='tab'][id$='-tab-button']");
    const name = tab?.id.replace("-tab-button", "");
    if (name && location.hash.slice(1).split(/[=?]/)[0] !== name) history.replaceState(null, "", `#${name}`);
    // The query that an answer used, shown beside it.
    const used = event.target.closest?.(".open-query");
    const text = used?.closest("details")?.querySelector("pre code")?.textContent;
    if (text) openQuery(text);
  });
  // Gradio calls its examples a list and puts buttons into it, which no list may hold.
  new MutationObserver(() => {
    document.querySelectorAll("#chat .examples[role='list']").forEach((box) => { box.setAttribute("role", "group"); box.setAttribute("aria-label", "Example questions"); });
  }).observe(document.body, { childList: true, subtree: true });
}
