// The built app with another hub.json than its own, for tests of an app that talks to some other server.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
  ".wasm": "application/wasm", ".bin": "application/octet-stream", ".webmanifest": "application/manifest+json", ".png": "image/png",
  ".svg": "image/svg+xml", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
};

/** The policy that the native backend sends, read where it is written, so that what passes here passes there. */
function policy(connect) {
  const source = readFileSync(new URL("../backend/src/headers.rs", import.meta.url), "utf8");
  const [, text] = source.match(/CONTENT_SECURITY_POLICY: &str = "([^"]*)"/);
  return text.replace(/\\\n\s*/g, "").replace("connect-src 'self'", ["connect-src 'self'", ...connect].join(" "));
}

/**
 * Serves the folder `dist` on 127.0.0.1: `port`, any free one if it is 0.
 *
 *   hub       the object that /hub.json answers with; without it, the file of `dist`
 *   overlay   further answers by path: `{ "/profiles/x.json": object or text }`
 *   proxy     other servers by prefix: `{ "/backend/": "http://127.0.0.1:8090/" }`, the prefix of a path being exchanged for the URL. The other
 *             server is told its own name as Host: absolute URLs in its answers name it and not this one.
 *   guard     asked before anything is passed on: answers with a promise of whether it may be; else the answer is 401
 *   connect   origins that the Content-Security-Policy lets the app talk to, besides its own
 */
export async function serve({ dist, hub, overlay = {}, proxy = {}, guard, connect = [], port = 0 }) {
  const always = {
    "content-security-policy": policy(connect), "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin", "x-frame-options": "DENY",
  };
  const answers = { ...overlay, ...(hub === undefined ? {} : { "/hub.json": hub }) };

  const server = createServer(async (asked, answer) => {
    const send = (status, type, cache, body, more = {}) => {
      answer.writeHead(status, { ...always, "content-type": type, "cache-control": cache, ...more });
      answer.end(asked.method === "HEAD" ? undefined : body);
    };
    const missing = () => send(404, TYPES[".txt"], "no-store", "There is no such file.\n");

    const prefix = Object.keys(proxy).find((prefix) => asked.url.startsWith(prefix));
    if (prefix && guard && !(await guard(asked))) return send(401, TYPES[".json"], "no-store", '{"error":"who are you?"}');
    if (prefix) return forward(asked, answer, new URL(asked.url.slice(prefix.length), proxy[prefix]));
    let path;
    try {
      path = normalize(decodeURIComponent(new URL(asked.url, "http://here").pathname));
    } catch {
      return missing();
    }
    if (Object.hasOwn(answers, path)) {
      const body = typeof answers[path] === "string" ? answers[path] : JSON.stringify(answers[path]);
      return send(200, TYPES[extname(path)] ?? TYPES[".json"], "no-cache", body);
    }
    // The native API is not here, and a page in its stead would only puzzle.
    if (/^\/api(\/|$)/.test(path)) return missing();
    let file = join(dist, path);
    if (path === "/" || !existsSync(file) || !statSync(file).isFile()) {
      // An address that is no file is a place in the app.
      if (extname(path) in TYPES) return missing();
      file = join(dist, "index.html");
    }
    const cache = /-[0-9a-f]{8,}[._-]/.test(file.slice(dist.length)) ? "public, max-age=31536000, immutable" : "no-cache";
    const small = /\bbr\b/.test(asked.headers["accept-encoding"] ?? "") && existsSync(`${file}.br`);
    send(200, TYPES[extname(file)] ?? TYPES[".bin"], cache, readFileSync(small ? `${file}.br` : file), {
      vary: "accept-encoding", ...(small ? { "content-encoding": "br" } : {}),
    });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

function forward(asked, answer, url) {
  const { connection: _, ...headers } = asked.headers;
  const further = request(url, { method: asked.method, headers: { ...headers, host: url.host } }, (given) => {
    answer.writeHead(given.statusCode, given.headers);
    given.pipe(answer);
  });
  further.on("error", () => (answer.headersSent ? answer.destroy() : answer.writeHead(502, { "content-type": TYPES[".txt"] }).end("The other server does not answer.\n")));
  // Whoever asked may go away before the end.
  answer.on("close", () => further.destroy());
  asked.pipe(further);
}
