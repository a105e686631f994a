// What the benchmarks share.
import { chromium } from "@playwright/test";

export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
export const median = (values) => quantile(values, 0.5);

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info", "--js-flags=--expose-gc"] });

// A page whose CPU is slowed 4x, and the network as well unless told otherwise: 150 ms, 1.6 Mbit/s.
export async function slowPage(context, { network = true } = {}) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  if (network) await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
  await page.addInitScript(() => {
    // The linear memory, caught where it is made: the product has no hook for it.
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const original = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const result = await original.apply(WebAssembly, given);
        // The further parts of the app share the memory of the first.
        const { memory } = (result.instance ?? result).exports;
        if (memory) globalThis.meyirimMemory = () => memory.buffer;
        return result;
      };
    }
  });
  return { page, cdp };
}

// When the app said so, milliseconds after the page was begun.
export const mark = (page, name, options) => page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, name, { timeout: 180_000, polling: 50, ...options }).then((handle) => handle.jsonValue());

// JS heap plus the wasm's linear memory, in MiB.
export async function memoryOf(page, cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => globalThis.meyirimMemory?.().byteLength ?? 0);
  return (usedSize + wasm) / 2 ** 20;
}
