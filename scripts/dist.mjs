// What the build hooks and the size check agree on.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

// The oldest browsers we build for: the first with cascade layers. All of them have the WebAssembly features that Rust turns on
// by default (reference types, multi-value, bulk memory).
export const BROWSERS = { chrome: [99, 0], firefox: [97, 0], safari: [15, 4], ios_saf: [15, 4] };

// The bytes of wasm, JavaScript and CSS that stand between a person on a slow phone and the first list, brotli.
export const FIRST_LOAD_GOAL = 170_000;
export const FIRST_LOAD_BUDGET = 200_000;

// Settings of an installation are edited after the build, on the server. So they are neither compressed ahead (the old
// compressed copy would win over the edited file) nor bound to a build by the service worker.
export const isSetting = (path) => path === "hub.json" || path.startsWith("profiles/");

export const sha = (algorithm, data, encoding) => createHash(algorithm).update(data).digest(encoding);

// A digest as HTML and fetch() take it.
export const integrity = (data, algorithm = "sha384") => `${algorithm}-${sha(algorithm, data, "base64")}`;

// Which way is the best differs by file: smaller blocks take 0.3 kB off the main part of the wasm, another model of contexts 0.1 kB off a bundle. Large files are not worth the time, and codes for short distances
// (0.1 kB off each) only for what a first visit waits for.
const BLOCKS = { [constants.BROTLI_PARAM_LGBLOCK]: 16 };
const NEAR = { [constants.BROTLI_PARAM_NDIRECT]: 15 };
const WAYS = [{}, BLOCKS, { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT }];
export const brotli = async (data, first = false) => {
  const packed = (way) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length, ...way } });
  const ways = data.length >= 500_000 ? [{}] : first ? [...WAYS, NEAR, { ...BLOCKS, ...NEAR }] : WAYS;
  return (await Promise.all(ways.map(packed))).reduce((best, other) => (other.length < best.length ? other : best));
};

export const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

// The pages that a first visit begins with, by the name of their chunk (src/pages/chunks.rs).
export const FIRST_PAGES = ["home", "actions"];

// What a browser fetches before it can show the first list of a page: each script, style sheet and wasm that index.html names, and the bundle of further parts
// of wasm that the page needs. Fonts and icons are not among them: text shows in the system's font until they arrive. Nor is the engine (src/state/engine.rs): it is fetched
// once the first rows are there.
export function firstLoad(dist, page, base = "/") {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const named = new Set();
  const add = (url) => url.startsWith(base) && named.add(url.slice(base.length));
  for (const [, url] of html.matchAll(/\s(?:src|href|data-js|data-wasm)="([^"]+\.(?:js|css|wasm))"/g)) add(url);
  const bundle = new RegExp(`\\sdata-${page}="([^" ]+)`).exec(html)?.[1];
  if (bundle) add(bundle);
  return [...named];
}
