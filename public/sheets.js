// Reading a spreadsheet in a worker: what somebody chose or pasted goes to the reader (src/importer) and comes back as a table of texts. Loaded by the page that imports, and by no other; see
// src/web/sheets.rs. Nothing leaves the browser.

/** Milliseconds after which a reader that does not answer is given up. */
const PATIENCE = 60_000;

/** The reader's answer as JSON. Rejects where the file cannot be had, or the reader broke or took too long. */
export async function read(file) {
  const bytes = await file.arrayBuffer();
  const worker = new Worker("/importer.js");
  try {
    return await new Promise((done, failed) => {
      setTimeout(() => failed(new Error("late")), PATIENCE);
      worker.onmessage = ({ data }) => (typeof data === "string" ? done(data) : failed(new Error("broken")));
      worker.onerror = () => failed(new Error("broken"));
      worker.postMessage({ bytes, name: file.name }, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}

/** The file that was chosen in an <input>; null: none. */
export const chosen = (input) => input.files?.[0] ?? null;

/** Pasted cells as a file. */
export const pasted = (text) => new File([text], "pasted.tsv");
