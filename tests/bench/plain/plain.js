// The plainest page that does the same work: a list from the network, kept in IndexedDB, searched by `includes`. No folding, no languages, no states, no
// joining. It is the yardstick of tests/bench/run.mjs, not a part of the product.
const list = document.querySelector("ul");
const input = document.querySelector("input");
const api = "/api/v1";
let all = [];

function show(actions) {
  list.replaceChildren(...actions.slice(0, 40).map(({ title, place, shifts }) => {
    const row = document.createElement("li");
    row.className = "row";
    row.textContent = `${new Date(shifts[0].starts).toLocaleString("ru")} ${title.ru ?? title.kk} ${place?.ru ?? ""} ${shifts[0].seats.most - shifts[0].seats.taken}`;
    return row;
  }));
  requestAnimationFrame(() => performance.mark("search-painted"));
}

async function pages() {
  const now = new Date().toISOString().slice(0, 19) + "Z";
  let next = `${api}/actions?from=${now}&limit=40`;
  while (next) {
    const answer = await fetch(next);
    all = all.concat((await answer.json()).items);
    if (all.length <= 40) { show(all); requestAnimationFrame(() => performance.mark("listing-first-row")); }
    const link = /<([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "");
    next = link && link[1].replace(/limit=\d+/, "limit=500");
  }
  performance.mark("listing-answered");
}

function keep() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("plain", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("actions");
    open.onerror = reject;
    open.onsuccess = () => {
      const transaction = open.result.transaction("actions", "readwrite");
      const store = transaction.objectStore("actions");
      for (let at = 0; at < all.length; at += 500) store.put(all.slice(at, at + 500), at);
      transaction.oncomplete = resolve;
    };
  });
}

input.addEventListener("input", () => {
  const wanted = input.value.toLowerCase();
  show(all.filter(({ title, place }) => [title.kk, title.ru, title.en, place?.kk, place?.ru, place?.en].some((text) => text?.toLowerCase().includes(wanted))));
});

// A second visit: from the service worker and IndexedDB, without a network.
function kept() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("plain", 1);
    open.onerror = reject;
    open.onsuccess = () => {
      const read = open.result.transaction("actions").objectStore("actions").get(0);
      read.onsuccess = () => resolve(read.result);
    };
  });
}

if (navigator.serviceWorker.controller) {
  kept().then((first) => { show(first); requestAnimationFrame(() => performance.mark("listing-first-row")); });
} else pages().then(keep).then(() => { performance.mark("listing-cached"); performance.mark("listing-indexed"); }).then(() => navigator.serviceWorker.register("/sw.js"));
