// What Trunk does not do. Runs after each build, on the staged files, before they become dist (Trunk.toml).
//
// Always: public/ is copied as it is (a file put there is served at the root), the fonts are laid beside, sw.js gets its list.
// In a release also: the pages and the engine split into chunks (src/web/chunk.rs); wasm-opt; JavaScript bundled and minified; every file that index.html names gets its name from its own
// content and its integrity anew; brotli and gzip copies for the server; a table of sizes, also written to dist/sizes.json.
//
// Trunk hashes what went *into* wasm-bindgen. We change what came out, so a name of Trunk's could stay the same while the
// bytes do not; with `Cache-Control: immutable` that would be a broken app. Hence names of our own.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { build, transform } from "esbuild";
import { BROWSERS, brotli, FIRST_PAGES, firstLoad, integrity, isSetting, kb, sha } from "./dist.mjs";
import { dropClasses, dropExports, shortenExports, shortenImports } from "./wasm-trim.mjs";

const stage = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";
const base = process.env.TRUNK_PUBLIC_URL ?? "/";
const at = (...path) => join(stage, ...path);
const target = Object.entries(BROWSERS)
  .filter(([name]) => name !== "ios_saf")
  .map(([name, version]) => `${name}${version.join(".")}`);

let html = readFileSync(at("index.html"), "utf8");

cpSync("public", stage, { recursive: true, filter: (file) => !["public/index.html", "public/sw.js"].includes(file) });
cpSync("target/style/fonts", at("fonts"), { recursive: true });
// index.html may preload a font by its plain name.
for (const file of readdirSync(at("fonts"))) {
  html = html.replaceAll(`fonts/${file.replace(/-[0-9a-f]{16}\.woff2$/, ".woff2")}`, `fonts/${file}`);
}

cpSync("target/style/later.css", at("later.css"));
const laterStyle = release ? rename("later.css", "later", "css") : "later.css";
html = html.replace(/ data-wasm="/, () => ` data-later="${base}${laterStyle} ${integrity(readFileSync(at(laterStyle)))}" data-wasm="`);

for (const worker of ["scanner", "importer", "exporter"]) await buildWorker(worker);
if (release) {
  await splitWasm();
  await optimiseWasm();
  await bundleGlue();
  for (const file of ["early.js", "boot.js"]) if (existsSync(at(file))) await minify(file);
  html = html.replace(/<!--[\s\S]*?-->/g, "").replace(/\n\s*\n/g, "\n");
  html = renewIntegrity(html);
}
html = handOverIntegrity(html);
writeFileSync(at("index.html"), html);

const files = list();
const manifest = release ? precache(files) : { version: "dev", precache: [], settings: [] };
await writeServiceWorker(manifest);
if (release) {
  await compress(list());
  report(manifest.version);
}

// ---------------------------------------------------------------------------------------------------------------------------

// All staged files, as paths below the root.
function list(folder = stage) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? list(join(folder, entry.name)) : [relative(stage, join(folder, entry.name))]))
    .sort();
}

// Gives a staged file a name of its content, everywhere in index.html as well.
function rename(file, stem, extension, digits = 16) {
  const name = `${stem}-${sha("sha256", readFileSync(at(file)), "hex").slice(0, digits)}.${extension}`;
  renameSync(at(file), at(name));
  html = html.replaceAll(`${base}${file}"`, `${base}${name}"`);
  return name;
}

// The only file of its kind that Trunk made. Trunk writes its digest without leading zeros, so one in sixteen is shorter than 16 digits.
function the(kind, pattern) {
  const found = readdirSync(stage).filter((file) => pattern.test(file));
  if (found.length !== 1) throw new Error(`expected one ${kind} in ${stage}, found: ${found.join(", ") || "none"}`);
  return found[0];
}

// The decoder of QR codes (src/scanner), the reader and the writer of spreadsheets (src/importer, src/exporter): each a wasm and a worker of its own, by plain names, because nothing in the first load may know them. Small
// and quick to build, so a release of them also serves `make dev`.
async function buildWorker(name) {
  const work = `target/${name}`;
  run("cargo", ["build", "--quiet", "--offline", "--release", "--target", "wasm32-unknown-unknown", "-p", `meyirim-${name}`]);
  const linked = join(process.env.CARGO_TARGET_DIR ?? "target", `wasm32-unknown-unknown/release/meyirim_${name}.wasm`);
  run("wasm-bindgen", [linked, "--target", "web", "--no-typescript", "--out-dir", work, "--out-name", `meyirim_${name}`]);
  cpSync(`src/${name}/worker.js`, join(work, "worker.js"));
  cpSync(await optimised(join(work, `meyirim_${name}_bg.wasm`)), at(`${name}.wasm`));
  await build({ entryPoints: [join(work, "worker.js")], outfile: at(`${name}.js`), bundle: true, minify: release, format: "iife", legalComments: "none", logLevel: "error", target });
}

// Splits the module that cargo linked, and lays the parts in place of what Trunk made of the whole: the main part through wasm-bindgen again (which must keep
// the exports that the chunks import), each chunk optimised and named by its content, and the loader that fetches them, which the bundle takes in.
async function splitWasm() {
  const work = "target/split";
  rmSync(work, { recursive: true, force: true });
  const linked = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown/release/meyirim.wasm");
  run("wasm-split-cli", [linked, join(work, "parts"), "--target", "web", "--out-name", "meyirim"]);
  run("wasm-bindgen", [join(work, "parts/meyirim.wasm"), "--target", "web", "--keep-lld-exports", "--no-typescript", "--out-dir", join(work, "main"), "--out-name", "meyirim"]);
  const glue = the("JavaScript of wasm-bindgen", /-[0-9a-f]{12,16}\.js$/);
  const chunks = {};
  let loader = readFileSync(join(work, "parts/__wasm_split.js"), "utf8").replaceAll("./meyirim.js", `./${glue}`);
  const parts = readdirSync(join(work, "parts")).filter((file) => file.endsWith(".wasm") && file !== "meyirim.wasm");
  await sideBySide(largestFirst(parts, join(work, "parts")), async (chunk) => cpSync(await optimised(join(work, "parts", chunk)), at(chunk)));
  for (const chunk of parts) {
    // Fewer digits than elsewhere: fifty of these names stand in the first load's JavaScript, where digits do not compress. Two builds meet in one by chance once in four thousand million.
    const name = rename(chunk, basename(chunk, ".wasm"), "wasm", 8);
    for (const split of splitsOf(chunk, loader)) (chunks[split] ??= []).push(name);
    loader = loader.replaceAll(`./${chunk}`, `./${name}`);
  }
  loader = loader.replaceAll(/fetch\((new URL\("[^"]+", import\.meta\.url\))\)/g, "globalThis.meyirimBoot.part($1)");
  for (const [split, files] of Object.entries(chunks)) writeBundle(split, files);
  writeFileSync(at("__wasm_split.js"), loader);
  cpSync(join(work, "main/meyirim.js"), at(glue));
  if (existsSync(join(work, "main/snippets"))) cpSync(join(work, "main/snippets"), at("snippets"), { recursive: true });
  cpSync(join(work, "main/meyirim_bg.wasm"), at(the("wasm", /-[0-9a-f]{12,16}_bg\.wasm$/)));
}

// The name of a part without the digest of its content, which a bundle need not repeat: it is of the same build.
function stem(name) {
  return name.replace(/-[0-9a-f]{8}\.wasm$/, "");
}

// All parts that a page needs in one file, for the first visit; public/boot.js reads it. The engine is no page.
function writeBundle(split, files) {
  if (split === "engine") return;
  // The large ones first: 0.7 kB less after brotli than by their names.
  const parts = files.map((name) => ({ name, bytes: readFileSync(at(name)) })).sort((a, b) => b.bytes.length - a.bytes.length || (a.name < b.name ? -1 : 1));
  const index = JSON.stringify(parts.map(({ name, bytes }) => [stem(name), bytes.length]));
  const file = `first-${split}.bin`;
  writeFileSync(at(file), Buffer.concat([Buffer.from(`${index}\n`), ...parts.map(({ bytes }) => bytes)]));
  const digest = integrity(readFileSync(at(file)));
  const name = rename(file, `first-${split}`, "bin");
  html = html.replace(/ data-wasm="/, () => ` data-${split}="${base}${name} ${digest}" data-wasm="`);
}

// Which split functions need a chunk: a split's own, and those that several share, which the loader names in a comment.
function splitsOf(chunk, loader) {
  const own = /^split_(\w+)\.wasm$/.exec(chunk)?.[1];
  if (own) return [own];
  const shared = new RegExp(`/\\* ([\\w, ]+) \\*/\\s*const __${basename(chunk, ".wasm")} =`).exec(loader);
  if (!shared) throw new Error(`nothing says who needs ${chunk}`);
  return shared[1].split(", ");
}

function run(program, given) {
  const { status, error } = spawnSync(program, given, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw error ?? new Error(`${program} failed`);
}

// Does something with each item, with as many at a time as the machine has cores: most of a build's time after cargo is spent by programs that use one each.
async function sideBySide(items, act) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  // When one fails the others begin nothing more, and are waited for: a program must not go on writing after the build has ended.
  const stop = (error) => {
    waiting.length = 0;
    throw error;
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, () => worker().catch(stop)));
  const failed = ends.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

// What takes longest must not begin last.
function largestFirst(files, folder) {
  const size = (file) => statSync(join(folder, file)).size;
  return [...files].sort((a, b) => size(b) - size(a));
}

// The features are those that rustc turns on by default; Debian's wasm-opt does not know them all, npm's does. As it is slow (it is
// itself WebAssembly), the last result is kept in target/.
//
// Level: after brotli they differ by half a percent (the main part: -Oz 443.2 kB, -O3 444.1 kB), so it is -O3, for the speed.
// WASM_OPT_LEVEL=z FORCE=1 scripts/build tries another one; KEEP_NAMES=1 keeps the functions' names, for a profiler.
async function optimised(file) {
  const flags = [
    `-O${process.env.WASM_OPT_LEVEL ?? "3"}`,
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    process.env.KEEP_NAMES ? "--debuginfo" : "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
  ];
  const kept = join("target/wasm-opt", sha("sha256", flags.join() + sha("sha256", readFileSync(file), "hex"), "hex"));
  if (!existsSync(kept)) {
    mkdirSync("target/wasm-opt", { recursive: true });
    // Two parts may be the same, and two builds run at once.
    const made = `${kept}.${basename(file)}.${process.pid}`;
    await wasmOpt([...flags, file, "-o", made]);
    renameSync(made, kept);
  }
  return kept;
}

function wasmOpt(given) {
  return new Promise((done, failed) => {
    let said = "";
    const child = spawn("node_modules/.bin/wasm-opt", given, { stdio: ["ignore", "inherit", "pipe"] });
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", failed).on("close", (status, signal) => {
      // It does not know the newest kinds of names that rustc writes; they are stripped anyway.
      process.stderr.write(said.replace(/^warning: unknown name subsection .*\n/gm, ""));
      if (status === 0) done();
      else failed(new Error(`wasm-opt ${given.join(" ")}: ${signal ?? status}`));
    });
  });
}

async function optimiseWasm() {
  const file = the("wasm", /-[0-9a-f]{12,16}_bg\.wasm$/);
  const glue = the("JavaScript of wasm-bindgen", /-[0-9a-f]{12,16}\.js$/);
  writeFileSync(at(file), dropExports(readFileSync(at(file)), /^(__wbg_)?intounderlying/));
  const classes = dropClasses(readFileSync(at(glue), "utf8"), "IntoUnderlying\\w+");
  const imports = shortenImports(readFileSync(await optimised(at(file))), classes, "./meyirim_bg.js");
  const short = shortenExports(imports.wasm, imports.glue);
  writeFileSync(at(file), short.wasm);
  writeFileSync(at(glue), short.glue);
  rename(file, file.replace(/-[0-9a-f]{12,16}_bg\.wasm$/, ""), "wasm");
}

// The JavaScript of wasm-bindgen, with the snippets that crates bring along in the same file: one request instead of several.
async function bundleGlue() {
  const file = the("JavaScript of wasm-bindgen", /-[0-9a-f]{12,16}\.js$/);
  await build({
    entryPoints: [at(file)],
    outfile: at(file),
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    // wasm-bindgen names the loader of the chunks once for each function that it takes from it; all of them are the same module.
    logOverride: { "duplicate-object-key": "silent" },
    target,
  });
  rmSync(at("snippets"), { recursive: true, force: true });
  rmSync(at("__wasm_split.js"), { force: true });
  html = html.replace(/<link rel="modulepreload"[^>]*\/snippets\/[^>]*>/g, "");
  rename(file, file.replace(/-[0-9a-f]{12,16}\.js$/, ""), "js");
}

// A script of our own that index.html names. It must stand alone: its name changes.
async function minify(file) {
  const { code } = await transform(readFileSync(at(file), "utf8"), { minify: true, format: "esm", target });
  writeFileSync(at(file), code);
  rename(file, basename(file, ".js"), "js");
}

function renewIntegrity(page) {
  return page.replace(/<(?:link|script)\b[^>]*\sintegrity="[^"]*"[^>]*>/g, (tag) => {
    const url = /\s(?:href|src)="([^"]+)"/.exec(tag)?.[1];
    if (!url?.startsWith(base)) return tag;
    return tag.replace(/integrity="[^"]*"/, `integrity="${integrity(readFileSync(at(url.slice(base.length))))}"`);
  });
}

// Browsers ignore (and Chromium deplores) the integrity of a preload link that is for fetch(). So the digest of the wasm goes to the
// script that fetches it, as `data-wasm-integrity`. The preload is still used: seen in Chromium, one request.
function handOverIntegrity(page) {
  const digest = /<link rel="preload"[^>]*\.wasm"[^>]*?( integrity="([^"]*)")/.exec(page);
  if (!digest) return page;
  const [link, attribute, value] = digest;
  return page.replace(link, () => link.replace(attribute, "")).replace(/ data-wasm="/, () => ` data-wasm-integrity="${value}" data-wasm="`);
}

// What the service worker keeps: all of the app, each file with its digest. The build's version is the digest of that list and of
// the worker itself, so two builds of the same sources are the same version, and nobody is asked to update to what they have.
function precache(files) {
  // Of the bundles, which hold the chunks once more, those of the pages that one begins with: opening one file is quicker than opening twenty.
  const bundled = (file) => file.endsWith(".bin") && !FIRST_PAGES.some((page) => file.startsWith(`first-${page}-`));
  // The reader and the writer of spreadsheets, and the bundle of the list, are for the few who keep the list, and as large as the rest: they are fetched when they are wanted, and kept from then on.
  const wanted = (file) => /^(importer|exporter)\.(js|wasm)$|^first-roster-/.test(file);
  const keep = files.filter((file) => !isSetting(file) && !bundled(file) && !wanted(file) && !["index.html", "sw.js", "robots.txt"].includes(file));
  const entry = ([url, path]) => [base + url, integrity(readFileSync(path), "sha256")];
  const entries = [["", at("index.html")], ...keep.map((file) => [file, at(file)])].map(entry);
  const later = files.filter(wanted).map((file) => entry([file, at(file)]));
  return {
    version: sha("sha256", JSON.stringify([entries, later]) + readFileSync("public/sw.js"), "hex").slice(0, 12),
    precache: entries,
    later,
    settings: files.filter(isSetting).map((file) => base + file),
  };
}

async function writeServiceWorker(manifest) {
  const source = readFileSync("public/sw.js", "utf8");
  const line = /^const BUILD = .*;$/m;
  if (!line.test(source)) throw new Error("public/sw.js has no line `const BUILD = ...;`");
  const filled = source.replace(line, () => `const BUILD = ${JSON.stringify(manifest)};`);
  writeFileSync(at("sw.js"), release ? (await transform(filled, { minify: true, target })).code : filled);
}

async function compress(files) {
  const packed = files.filter((file) => /\.(html|js|css|wasm|bin|json|svg|webmanifest|txt)$/.test(file) && !isSetting(file));
  await sideBySide(largestFirst(packed, stage), async (file) => {
    const data = readFileSync(at(file));
    writeFileSync(at(`${file}.br`), await brotli(data, /^(meyirim|app|boot|early|first-(home|actions))-/.test(file)));
    writeFileSync(at(`${file}.gz`), await promisify(gzip)(data, { level: 9 }));
  });
}

function report(version) {
  const size = (file) => (existsSync(at(file)) ? statSync(at(file)).size : null);
  const first = Object.fromEntries(FIRST_PAGES.map((page) => [page, firstLoad(stage, page, base)]));
  const rows = list()
    .filter((file) => !/\.(br|gz)$/.test(file))
    .map((file) => ({ file, raw: size(file), brotli: size(`${file}.br`) ?? size(file), firstLoad: FIRST_PAGES.filter((page) => first[page].includes(file)) }));
  const sum = (rows) => ({ raw: rows.reduce((total, row) => total + row.raw, 0), brotli: rows.reduce((total, row) => total + row.brotli, 0) });
  const totals = { firstLoad: Object.fromEntries(FIRST_PAGES.map((page) => [page, sum(rows.filter((row) => row.firstLoad.includes(page)))])), all: sum(rows) };
  writeFileSync(at("sizes.json"), JSON.stringify({ version, totals, files: rows }, null, 1));

  const width = Math.max(...rows.map((row) => row.file.length), 10);
  const print = (name, { raw, brotli }) => console.log(`${name.padEnd(width)} ${kb(raw).padStart(11)} ${kb(brotli).padStart(11)}`);
  console.log(`${`build ${version}`.padEnd(width)} ${"raw".padStart(11)} ${"brotli".padStart(11)}`);
  for (const row of rows.sort((a, b) => b.firstLoad.length - a.firstLoad.length)) print(row.file, row);
  for (const page of FIRST_PAGES) print(`first load of ${page}`, totals.firstLoad[page]);
  print("everything", totals.all);
}
