// The worker in which a file with a roster in it is read. It gets { bytes, name } (an ArrayBuffer, and the file's name to show) and answers with the JSON text of { ok: Book } or { failed: Unreadable },
// see lib.rs, or with { broken } when the reader itself fell over; it is of no more use then. The build bundles it with the glue of wasm-bindgen into /importer.js, beside /importer.wasm.
import init, { read_file } from "./meyirim_importer.js";

const ready = init({ module_or_path: new URL("importer.wasm", self.location.href) });

self.onmessage = async ({ data: { bytes, name } }) => {
  try {
    await ready;
    self.postMessage(read_file(new Uint8Array(bytes), name));
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};
