// The worker in which a workbook is written. It gets { book } (the JSON text of a Book, see lib.rs) and answers with the bytes of the file, or with { broken }. The build bundles it with the glue of
// wasm-bindgen into /exporter.js, beside /exporter.wasm.
import init, { write_file } from "./meyirim_exporter.js";

const ready = init({ module_or_path: new URL("exporter.wasm", self.location.href) });

self.onmessage = async ({ data: { book } }) => {
  try {
    await ready;
    const bytes = write_file(book);
    self.postMessage(bytes, [bytes.buffer]);
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};
