// What a scan costs on a slow phone: reading a frame and checking a signature. Run by scripts/bench.
//
//     BASE_URL=... node tests/bench/signed.mjs
//
// The signature is checked on the page, slowed four times. Chromium does not slow workers, so a frame is read unslowed and its time multiplied by four.
import { chromium } from "@playwright/test";

const base = process.env.BASE_URL;
const SLOWER = 4;
const WARM = 15;
const FRAMES = 30;
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage();
await page.goto(`${base}/verify`);
const pass = await (await fetch(`${base}/api/v1/session/person/pass`, { headers: { authorization: "Bearer demo-volunteer" } })).json();

// The pass as its owner's phone shows it.
await page.goto(`${base}/sign-in?lang=en&next=%2Fme%2Fpass`);
await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill("aigerim.demo@meyirim.example");
await page.getByRole("button", { name: "Send me a code" }).click();
await page.getByRole("button", { name: "Fill in the code" }).click();
await page.getByRole("button", { name: "Sign in" }).click();
const picture = (await page.getByRole("img", { name: "QR code of the pass" }).screenshot()).toString("base64");

const frames = await page.evaluate(async ([picture, WARM, FRAMES]) => {
  const worker = new Worker("/scanner.js");
  const [width, height] = [640, 480];
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))], { type: "image/png" }));
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
  // Held a little askew before a grey wall, each time a little differently.
  const code = (run) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#777";
    context.fillRect(0, 0, width, height);
    context.translate(width / 2, height / 2);
    context.rotate(0.05 + run / 100);
    context.drawImage(bitmap, -200, -200, 400, 400);
    const { data } = context.getImageData(0, 0, width, height);
    return Uint8Array.from({ length: width * height }, (_, at) => data[at * 4]);
  };
  // The hardest a frame can be: noise, in which finders are looked for everywhere and nothing is found.
  const noise = () => Uint8Array.from({ length: width * height }, () => Math.random() * 256);
  const wall = () => new Uint8Array(width * height).fill(130);
  const once = (grey) =>
    new Promise((done, fail) => {
      const began = performance.now();
      worker.onmessage = ({ data }) => (data.broken ? fail(new Error(data.broken)) : done([performance.now() - began, data.text]));
      worker.postMessage({ width, height, grey });
    });
  // One kind after another, so that each is looked at in all of the decoder's ways. The browser's compiler takes some frames to make the decoder quick; a camera has shown as many in two seconds.
  const times = { code: [], wall: [], noise: [], read: 0 };
  for (const [kind, frame] of Object.entries({ code, wall, noise })) {
    for (let run = -WARM; run < FRAMES; run++) {
      const [time, text] = await once(frame(run));
      if (run < 0) continue;
      times[kind].push(time);
      times.read += text ? 1 : 0;
    }
  }
  return times;
}, [picture, WARM, FRAMES]);
if (frames.read < FRAMES * 0.75) throw new Error(`only ${frames.read} of ${FRAMES} frames were read`);
const cdp = await page.context().newCDPSession(page);
await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
const checks = await page.evaluate(async (token) => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const { keys } = await (await fetch("/api/v1/keys")).json();
  const at = token.lastIndexOf(".");
  const times = [];
  for (let run = 0; run < 20; run++) {
    const began = performance.now();
    const point = Uint8Array.of(4, ...bytes(keys[0].x), ...bytes(keys[0].y));
    const key = await crypto.subtle.importKey("raw", point, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(token.slice(at + 1)), new TextEncoder().encode(token.slice(0, at)));
    if (!good) throw new Error("the signature does not match");
    times.push(performance.now() - began);
  }
  return times;
}, pass.token);
await browser.close();
const text = (value) => value.toFixed(1);
console.log("| figure | measured | to reach |\n|---|---|---|");
console.log(`| checking a signature, CPU 4x slower | ${text(median(checks))} ms | 50 ms |`);
console.log(`| reading a frame of 640x480 with a pass in it (${frames.read} of ${FRAMES} read), times 4 | ${text(SLOWER * median(frames.code))} ms | 60 ms |`);
console.log(`| reading a frame of 640x480 with nothing in it, times 4 | ${text(SLOWER * median(frames.wall))} ms | 60 ms |`);
console.log(`| the same of noise | ${text(SLOWER * median(frames.noise))} ms | 60 ms |`);
