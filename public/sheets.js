// Reading and writing spreadsheets in workers: what somebody chose or pasted goes to the reader (src/importer) and comes back as a table of texts, and tables go to the writer (src/exporter) and come
// back as a file. Loaded by the pages of the association's list, and by no other; see src/web/sheets.rs. Nothing leaves the browser.

/** Milliseconds after which a worker that does not answer is given up. */
const PATIENCE = 60_000;

/** What the worker makes of it. Rejects where the worker cannot be had, broke or took too long. */
async function work(script, message, transfer) {
  const worker = new Worker(script);
  try {
    return await new Promise((done, failed) => {
      setTimeout(() => failed(new Error("late")), PATIENCE);
      worker.onmessage = ({ data }) => (data.broken ? failed(new Error("broken")) : done(data));
      worker.onerror = () => failed(new Error("broken"));
      worker.postMessage(message, transfer);
    });
  } finally {
    worker.terminate();
  }
}

/** The reader's answer as JSON. Also rejects where the file itself cannot be had. */
export async function read(file) {
  const bytes = await file.arrayBuffer();
  return work("/importer.js", { bytes, name: file.name }, [bytes]);
}

/** The bytes of a workbook, from the JSON of what is to stand in it. */
export const write = (book) => work("/exporter.js", { book }, []);

/** Asks once for what they are made of, and for the list's own parts in one file: the service worker keeps them, and then they work offline, and the list opens sooner (boot.js). */
export const keep = async () => {
  const worker = navigator.serviceWorker;
  if (!worker) return;
  // On a first visit it takes the page over some time after.
  if (!worker.controller) await new Promise((taken) => worker.addEventListener("controllerchange", taken, { once: true }));
  const [bundle] = document.querySelector("script[data-roster]")?.dataset.roster.split(" ") ?? [];
  const files = ["/importer.js", "/importer.wasm", "/exporter.js", "/exporter.wasm", ...(bundle ? [bundle] : [])];
  await Promise.all(files.map((file) => fetch(file)));
};

/** The file that was chosen in an <input>; null: none. */
export const chosen = (input) => input.files?.[0] ?? null;

/** Pasted cells as a file. */
export const pasted = (text) => new File([text], "pasted.tsv");
