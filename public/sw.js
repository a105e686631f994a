// The service worker: starts the app, at any address of it, without a network. It knows nothing about data: what the backend
// says lives in IndexedDB, and no answer of the API ever passes through here, so nothing personal can end up in these caches.
//
// What it keeps
//   meyirim-app-VERSION   one build as a whole. Every file is fetched against the digest that the build wrote below, so a cache is
//                         complete and of one build or it does not exist; index.html never meets the scripts of another build. What only
//                         few want (`later` below) joins it when it is first fetched.
//   meyirim-settings      hub.json and the backend profiles: from the network when it answers soon, else as last seen.
//
// How it talks with the page: updates by consent
//   1. The page registers `sw.js` with `{ updateViaCache: "none" }`, and may call `registration.update()` when it comes to the front.
//   2. A new build installs beside the running one and waits (`registration.waiting`, or `updatefound` and then the state
//      `installed`). The page offers the update; nothing happens until the person agrees. Closing all tabs is also consent.
//   3. The page posts { type: "skip-waiting" } to the waiting worker. It takes over all tabs and drops the old build, and each tab
//      gets `controllerchange`: a tab that was controlled before must then reload, since the files of its build are gone. (On the very
//      first visit `controllerchange` comes too, with nothing to reload for: look at `navigator.serviceWorker.controller` early.)
//   4. { type: "claim" } comes from a page that found the worker active and itself without it; it is taken over as well.
//   5. { type: "version" }, with a MessagePort, is answered on the port by { version }.
//
// Notices (Web Push): the backend sends { title, body, url, tag }, in the person's language and encrypted for this browser. What is pressed leads to the action.
//
// In development the list below stays empty. Such a worker removes the caches and itself, which is also the way to be rid of an
// installed worker for good: serve this file as it is.

// Written by scripts/post-build.mjs. `precache` and `later`: [url, digest]; the first is index.html under its own address.
const BUILD = { version: "dev", precache: [], later: [], settings: [] };

const APP = "meyirim-app-";
const SETTINGS = "meyirim-settings";
const OURS = APP + BUILD.version;

// Never touched, whatever the method or mode. Paths below the scope.
const DENIED = ["api/", "healthz"];

// How long a start may wait for the newest settings when older ones are at hand.
const SETTINGS_WAIT_MS = 1500;

const scope = new URL(self.registration.scope).pathname;
const [index] = BUILD.precache[0] ?? [];
const kept = new Set(BUILD.precache.map(([url]) => url));
const later = new Map(BUILD.later);
const settings = new Set(BUILD.settings);

self.addEventListener("install", (event) => {
  if (kept.size) event.waitUntil(install());
  else self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(kept.size ? activate() : retire()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") self.skipWaiting();
  if (event.data?.type === "claim") event.waitUntil(self.clients.claim());
  if (event.data?.type === "version") event.ports[0]?.postMessage({ version: BUILD.version });
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!kept.size || request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(scope)) return;

  const path = url.pathname.slice(scope.length);
  if (DENIED.some((denied) => path.startsWith(denied))) return;

  if (settings.has(url.pathname)) event.respondWith(setting(event));
  else if (kept.has(url.pathname) && request.mode !== "navigate") event.respondWith(fromBuild(url.pathname, request));
  else if (later.has(url.pathname)) event.respondWith(whenWanted(url.pathname, request));
  // A page of the app. Addresses of pages have no dot in their last part; those of files do, and are left to the server.
  else if (request.mode === "navigate" && !/\.[^/]*$/.test(path)) event.respondWith(fromBuild(index, request));
});

self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.url));
});

// Browsers take the permission away from whoever receives a message and shows nothing, so one that cannot be read is shown as well, by the hub's name.
async function tell(data) {
  let message = {};
  try {
    message = data.json();
  } catch {
    // Empty, or no JSON: nothing that we have sent.
  }
  const text = (value) => (typeof value === "string" ? value : "");
  const tag = text(message.tag);
  await self.registration.showNotification(text(message.title) || "Мейірім", {
    body: text(message.body),
    // A second message of the same thing takes the place of the first; that it is news again is heard.
    tag,
    renotify: tag !== "",
    icon: "/icons/icon-192.png",
    badge: "/icons/icon-192.png",
    data: { url: text(message.url) },
  });
}

// To a tab that shows it already, else to a new one: a tab that was led elsewhere could lose what somebody is typing in it.
async function lead(path) {
  const url = new URL(path || scope, self.location.origin);
  const target = url.origin === self.location.origin && url.pathname.startsWith(scope) ? url : new URL(scope, self.location.origin);
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = tabs.find((tab) => new URL(tab.url).pathname === target.pathname);
  await (open ? open.focus() : self.clients.openWindow(target.href));
}

// All or nothing: a file that is missing, or of another build because a deployment is under way, fails the installation, and the
// browser tries again with its next look for an update. Until then the running build goes on.
async function install() {
  const cache = await caches.open(OURS);
  try {
    await Promise.all(
      BUILD.precache.map(async ([url, integrity]) => {
        // Files named by their content may come from the HTTP cache, where the page has just put them; others ask the server.
        const named = /-[0-9a-f]{8,16}\.\w+$/.test(url);
        const response = await fetch(url, { integrity, cache: named ? "default" : "no-cache" });
        // A redirect's answer may not stand for a page.
        if (!response.ok || response.redirected) throw new Error(`${url}: ${response.status}`);
        await cache.put(url, response);
      }),
    );
  } catch (error) {
    await caches.delete(OURS);
    throw error;
  }
  // For a first start without a network. The app has defaults, so this one may fail.
  await Promise.allSettled(BUILD.settings.map((url) => refresh(url)));
}

async function activate() {
  await dropCaches((name) => name.startsWith(APP) && name !== OURS);
  await self.clients.claim();
}

async function retire() {
  await dropCaches((name) => name.startsWith(APP) || name === SETTINGS);
  await self.registration.unregister();
}

async function dropCaches(condemned) {
  const names = await caches.keys();
  await Promise.all(names.filter(condemned).map((name) => caches.delete(name)));
}

async function fromBuild(url, request) {
  const cache = await caches.open(OURS);
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
}

async function whenWanted(url, request) {
  const cache = await caches.open(OURS);
  const last = await cache.match(url, { ignoreVary: true });
  if (last) return last;
  const response = await fetch(url, { integrity: later.get(url), cache: "no-cache" }).catch(() => undefined);
  // The server has another build's by now, which works as well but is not kept among these; or there is no network.
  if (!response?.ok) return fetch(request);
  await cache.put(url, response.clone());
  return response;
}

// Network first, for a moment; a late answer is kept for the next start.
async function setting(event) {
  const url = new URL(event.request.url).pathname;
  const fresh = refresh(url);
  event.waitUntil(fresh.catch(() => {}));
  const cache = await caches.open(SETTINGS);
  const last = await cache.match(url, { ignoreVary: true });
  if (!last) return fresh.catch(() => fetch(event.request));
  const patience = new Promise((resolve) => setTimeout(resolve, SETTINGS_WAIT_MS, last));
  return Promise.race([fresh.catch(() => last), patience]);
}

// Only JSON is kept: a hotel's sign-in page also answers 200.
async function refresh(url) {
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok || response.redirected || !response.headers.get("content-type")?.includes("json")) {
    throw new Error(`${url}: ${response.status}`);
  }
  const cache = await caches.open(SETTINGS);
  await cache.put(url, response.clone());
  return response;
}
