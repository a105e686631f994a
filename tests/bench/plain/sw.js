// Keeps the three files of the plain page, so that a second visit opens without a network.
self.addEventListener("install", (event) => event.waitUntil(caches.open("plain").then((cache) => cache.addAll(["/actions", "/plain.js", "/plain.css"]))));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (!new URL(event.request.url).pathname.startsWith("/api/")) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
