// The worker in which frames are read. It gets { width, height, grey } (one byte a pixel, row by row) and answers the text of a code, or null. The build bundles it with the glue of
// wasm-bindgen into /scanner.js, beside /scanner.wasm.
import init, { read } from "./meyirim_scanner.js";

// Each frame is looked at in the next of the decoder's ways.
let way = 0;
const ready = init({ module_or_path: new URL("scanner.wasm", self.location.href) });

self.onmessage = async ({ data: { width, height, grey } }) => {
  try {
    await ready;
    self.postMessage({ text: read(width, height, grey, way++) ?? null });
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};
