// Starts at once what takes about as long as the rest on a slow phone: the wasm with the parts of the page that is asked for, the hub's settings with the first page of
// the listing, and the first chunk of the cached listing. Whichever data comes first paints; see src/web/boot.rs for the other end.
// The build adds data-js and data-wasm to this script's element, and for each page (data-home, data-actions, ...) a bundle of the further parts of wasm that it needs.
const script = document.querySelector("script[data-js]");

// The parts of the page that is asked for come in one file beside the main part: twenty small ones would compress worse and wait in line. What a later page needs comes
// in its own files. A bundle is a line of JSON, [name, length] of each part, and then the parts. Names of pages as in src/pages/chunks.rs.
async function bundled(named, kept) {
  if (!named) return null;
  const [url, integrity] = named.split(" ");
  try {
    const response = await (kept ? caches.match(url) : fetch(url, { integrity }));
    if (!response?.ok) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    let at = bytes.indexOf(10);
    const index = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at++)));
    return new Map(index.map(([name, length]) => [name, bytes.subarray(at, (at += length))]));
  } catch {
    // Each part is asked for by itself then.
    return null;
  }
}
const [place = "", detail] = location.pathname.split("/").filter(Boolean);
const page = { "": "home", actions: detail ? "action" : "actions", roster: "roster", manage: "roster", kiosk: "roster" }[place] ?? "more";
// The service worker keeps the bundles of the two pages that one begins with, and for the others the parts: those must not wait for a network. Of the list of members it keeps the bundle as well, once
// that has been open (public/sheets.js): some thirty parts out of one file are there sooner than out of thirty.
const kept = navigator.serviceWorker?.controller && page !== "home" && page !== "actions";
const bundle = bundled(script.dataset[page], kept);

// The style of later pages: at once for whoever begins on one of them, else when the engine asks for it.
let styled = false;
function style() {
  if (styled || !script.dataset.later) return;
  styled = true;
  const link = document.createElement("link");
  const [href, integrity] = script.dataset.later.split(" ");
  Object.assign(link, { rel: "stylesheet", href, integrity });
  document.head.append(link);
}
// Large text as well: what stands side by side else would be seen to jump. And more contrast, whose colours are in it.
const contrast = document.documentElement.dataset.contrast;
if ((page !== "home" && page !== "actions") || contrast === "more" || (!contrast && matchMedia("(prefers-contrast: more)").matches) || innerWidth < 19 * parseFloat(getComputedStyle(document.documentElement).fontSize)) style();

// A part of the wasm; the loader that the build makes asks for it.
async function part(url) {
  const name = /([^/]+)-[0-9a-f]{8}\.wasm$/.exec(url.pathname)?.[1];
  const parts = await bundle;
  const bytes = parts?.get(name);
  parts?.delete(name);
  return bytes ? new Response(bytes, { headers: { "content-type": "application/wasm" } }) : fetch(url);
}

// An answer as plain values. Never rejects: null means that it could not be had, and the app asks again by itself and tells.
async function answer(url) {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" }, credentials: "same-origin" });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      link: response.headers.get("link") ?? undefined,
      etag: response.headers.get("etag") ?? undefined,
      body: new Uint8Array(await response.arrayBuffer()),
    };
  } catch {
    return null;
  }
}

// The first chunk, straight from IndexedDB. The names are those of src/store. Opening a data base that is not there would create it
// without its rooms: the upgrade is aborted instead.
function firstChunk() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("meyirim");
      request.onupgradeneeded = () => request.transaction.abort();
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
      request.onsuccess = () => {
        const database = request.result;
        try {
          const read = database.transaction("cache").objectStore("cache").get("actions/00000");
          read.onsuccess = () => { resolve(read.result ?? null); database.close(); };
          read.onerror = () => { resolve(null); database.close(); };
        } catch {
          resolve(null);
          database.close();
        }
      };
    } catch {
      resolve(null);
    }
  });
}

const hub = answer("/hub.json");
const chunk = firstChunk();

// Only a device that has nothing asks for the first page here; one that has a cache asks for the changes, once the app is there.
const firstPage = Promise.all([hub, chunk]).then(([settings, cached]) => {
  if (!settings || cached) return null;
  try {
    const { api, profile } = JSON.parse(new TextDecoder().decode(settings.body));
    return typeof api === "string" && api.startsWith("/") && !profile ? answer(`${api}/actions?from=${encodeURIComponent(startOfDay())}&limit=40`) : null;
  } catch {
    return null;
  }
});

// What ended before now is not on the first screens.
function startOfDay() {
  return new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace(".000", "");
}

globalThis.meyirimBoot = { hub, firstChunk: chunk, firstPage, part, style, load: (url) => import(url) };

// A page that was on its way while the worker took over the tabs was left out of it, and would miss what the worker keeps once the network goes.
const workers = navigator.serviceWorker;
workers?.ready.then(({ active }) => workers.controller ?? active.postMessage({ type: "claim" }));

const app = await import(script.dataset.js);
// This script does not wait for the page, the app needs it.
if (document.readyState === "loading") await new Promise((read) => document.addEventListener("DOMContentLoaded", read, { once: true }));
// Browsers ignore the integrity of a preloaded wasm, so the build puts it on this element and the fetch checks it.
await app.default({ module_or_path: fetch(script.dataset.wasm, { integrity: script.dataset.wasmIntegrity ?? "" }) });
