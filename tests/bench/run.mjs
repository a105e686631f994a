// The benchmarks: what the README's table of speed comes from. Run by `make bench`, which builds, starts the backend with 10,000 actions and sets
// BASE_URL, CHROMIUM, MEYIRIM_BACKEND and MEYIRIM_DIST.
//
// Chromium with the CPU slowed 4x, 150 ms and 1.6 Mbit/s; medians of RUNS (5). Absolute times move with the machine, so every row that the plainest
// hand-written page can have (tests/bench/plain) is measured on it as well, in the same run, and the ratio is printed.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, mark, median, memoryOf, quantile, slowPage } from "./common.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const base = process.env.BASE_URL;
const runs = Number(process.env.RUNS ?? 5);
const words = ["саулық", "kitap", "тазалық", "aula", "кітап", "shym", "қар", "мек", "park", "көмек"];

// The plain page, served by a second backend on the same data: only what is in dist differs.
async function servePlain() {
  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
  const work = mkdtempSync(join(tmpdir(), "meyirim-plain-"));
  const { DATABASE_URL: _, ...env } = process.env;
  const backend = spawn(process.env.MEYIRIM_BACKEND, ["serve", "--addr", `127.0.0.1:${port}`, "--dist", join(here, "plain"), "--database", `sqlite://${join(work, "plain.db")}?mode=rwc`, "--demo", "--demo-actions", process.env.DEMO_ACTIONS ?? "10000"],
    { stdio: "ignore", env });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries++) {
    if (await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false)) return { url, stop: () => { backend.kill(); rmSync(work, { recursive: true, force: true }); } };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the backend for the plain page did not start");
}

// Cold: an empty profile. Then everything cached, then the figures that need a full cache.
async function once(url) {
  const begun = Date.now();
  const step = (what) => process.env.BENCH_STEPS && console.error(`${((Date.now() - begun) / 1000).toFixed(1)} s  ${what}`);
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "ru-RU" });
  const { page, cdp } = await slowPage(context);
  const bytes = { first: 0, api: 0 };
  const kinds = new Map();
  let firstList = false;
  cdp.on("Network.responseReceived", ({ requestId, response }) => kinds.set(requestId, response.url));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = new URL(kinds.get(requestId) ?? url).pathname;
    if (path.startsWith("/api/")) bytes.api += encodedDataLength;
    else if (!firstList && /\.(js|css|wasm|bin)$/.test(path)) bytes.first += encodedDataLength;
  });
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach((task) => globalThis.longTasks.push(task.duration))).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`${url}/actions`, { waitUntil: "commit" });
  const firstRow = await mark(page, "listing-first-row");
  firstList = true;
  step("first row");
  const cached = await mark(page, "listing-cached");
  const answered = await mark(page, "listing-answered");
  await mark(page, "listing-indexed");
  step("indexed");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const appStart = await page.evaluate(() => performance.getEntriesByName("app-start")[0]?.startTime);
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.longTasks));
  const search = await searchTimes(page);
  step("searched");
  const frame = await scrollFrames(page);
  step("scrolled");
  const rows = await page.evaluate(() => document.querySelectorAll("li.row").length);
  const memory = await memoryOf(page, cdp);
  const [second, , warm] = await warmOffline(context, url, page);
  step("opened offline");
  const changed = await changedBytes(url);
  await browser.close();
  return { first: bytes.first, api: bytes.api, paint, appStart, firstRow, toCached: cached - answered, longest, p50: median(search), p95: quantile(search, 0.95), frame, rows, memory, second, warm, changed };
}

// From the key to the frame after the results stand in the document. The app marks that frame; so does the plain page. A key that changes nothing on the screen has no
// such frame and is not counted.
async function searchTimes(page) {
  await page.getByRole("searchbox").waitFor();
  return page.evaluate(async (words) => {
    const input = document.querySelector("input[type=search]");
    const frame = () => new Promise(requestAnimationFrame);
    const painted = () => performance.getEntriesByName("search-painted");
    const type = async (text) => {
      const before = painted().length;
      const begun = performance.now();
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      while (painted().length === before && performance.now() - begun < 700) await frame();
      // Measuring the rows may lay them out once more; the last frame is the one that stays.
      for (let quiet = painted().length; ; quiet = painted().length) {
        await frame();
        await frame();
        if (painted().length === quiet) break;
      }
      return painted().length === before ? undefined : painted()[before].startTime - begun;
    };
    const times = [];
    for (const word of words) {
      for (let length = 1; length <= word.length; length++) times.push(await type(word.slice(0, length)));
      await type("");
      // What was typed goes into the address a moment later.
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return times.filter((time) => time !== undefined);
  }, words);
}

async function scrollFrames(page) {
  return page.evaluate(async () => {
    const frames = [];
    let last = performance.now();
    for (let at = 0; at < 240; at++) {
      window.scrollBy(0, 160);
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
    }
    return frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.95)];
  });
}

// Later visits without a network: from the service worker and IndexedDB alone. The first of them is the first time that the browser compiles what the worker has kept; from the
// second one on it has that as well.
async function warmOffline(context, url, page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.close();
  const rows = [];
  for (let visit = 0; visit < 3; visit++) {
    const { page: warm, cdp } = await slowPage(context, { network: false });
    await cdp.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await warm.goto(`${url}/actions`, { waitUntil: "commit" });
    rows.push(await mark(warm, "listing-first-row").catch(() => undefined));
    await warm.close();
  }
  return rows;
}

// Ten actions changed on the server: what `changes since` weighs on the wire.
async function changedBytes(url) {
  const api = `${url}/api/v1`;
  const list = await (await fetch(`${api}/actions?limit=10&from=${new Date().toISOString().slice(0, 19)}Z`)).json();
  const headers = { authorization: "Bearer demo-administrator", "content-type": "application/json" };
  for (const { id } of list.items) {
    const answer = await fetch(`${api}/actions/${id}`);
    const detail = await answer.json();
    detail.sequence += 1;
    const put = await fetch(`${api}/admin/actions/${id}`, { method: "PUT", headers: { ...headers, "if-match": answer.headers.get("etag"), "idempotency-key": crypto.randomUUID() }, body: JSON.stringify(detail) });
    if (!put.ok) throw new Error(`PUT ${id}: ${put.status} ${await put.text()}`);
  }
  // Not by fetch, which gives the length of what it has unpacked.
  return new Promise((resolve, reject) => {
    get(`${api}/changes?since=${encodeURIComponent(list.changes)}`, { headers: { "accept-encoding": "br" } }, (answer) => {
      let length = 0;
      answer.on("data", (piece) => (length += piece.length));
      answer.on("end", () => resolve(length));
    }).on("error", reject);
  });
}

const rows = [
  ["bytes to first list (wasm + JS + CSS, brotli)", "first", "KB", 170, (v) => v / 1000],
  ["first paint", "paint", "ms"],
  ["app started", "appStart", "ms"],
  ["cold first row", "firstRow", "ms", 2300],
  ["warm offline first row, second visit", "second", "ms", 900],
  ["warm offline first row, later visits", "warm", "ms", 900],
  ["10,000 answered to all cached", "toCached", "ms", 1000],
  ["bytes on the wire for all", "api", "KB", 900, (v) => v / 1000],
  ["bytes on the wire for 10 changed", "changed", "KB", 5, (v) => v / 1000],
  ["keystroke to painted result, p50", "p50", "ms"],
  ["keystroke to painted result, p95", "p95", "ms", 80],
  ["frame while scrolling, p95", "frame", "ms"],
  ["rows in the document while scrolling", "rows", ""],
  ["memory (JS heap + wasm)", "memory", "MiB", 20],
  ["longest task", "longest", "ms", 250],
];

const plain = await servePlain();
const results = { app: [], plain: [] };
try {
  for (let run = 0; run < runs; run++) {
    results.app.push(await once(base));
    results.plain.push(await once(plain.url));
    console.error(`run ${run + 1} of ${runs}`);
  }
} finally {
  plain.stop();
}
const figure = (of, key, scale = (v) => v) => {
  const values = results[of].map((result) => result[key]).filter((value) => value !== undefined && Number.isFinite(value));
  return values.length ? scale(median(values)) : undefined;
};
const text = (value) => (value === undefined ? "–" : value >= 100 ? value.toFixed(0) : value.toFixed(1));
console.log(`\nMedians of ${runs}; Chromium ${JSON.parse(readFileSync(join(here, "../../package.json"))).version ?? ""} CPU 4x slower, 150 ms, 1.6 Mbit/s, 10,000 actions\n`);
console.log("| figure | app | to reach | plain page | ratio |\n|---|---|---|---|---|");
for (const [name, key, unit, goal, scale] of rows) {
  const [app, other] = [figure("app", key, scale), figure("plain", key, scale)];
  const ratio = app !== undefined && other ? (app / other).toFixed(2) : "–";
  console.log(`| ${name} | ${text(app)} ${unit} | ${goal ? `${goal} ${unit}` : "–"} | ${text(other)} ${unit} | ${ratio} |`);
}
if (process.env.BENCH_JSON) writeFileSync(process.env.BENCH_JSON, JSON.stringify(results, null, 1));
