// Starts servers with the demo city in them, says where they are, and stops them on SIGINT or SIGTERM.
//
//     tests/backends/install
//     scripts/with-backend node tests/backends/run.mjs json-server pocketbase kinto
//
// BASE_URL is the native backend that the city is read from. PORT is the port of the first server, the next ones follow (free ones
// otherwise). WORK is the folder for their data (a temporary one otherwise, which is removed at the end).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { city } from "./city.mjs";
import { freePort } from "./server.mjs";

const names = process.argv.slice(2);
const known = ["json-server", "pocketbase", "kinto"];
if (!names.length || names.some((name) => !known.includes(name)) || !process.env.BASE_URL) {
  console.error(`usage: BASE_URL=http://... node tests/backends/run.mjs NAME...   (${known.join(", ")})`);
  process.exit(2);
}

const work = process.env.WORK ?? mkdtempSync(join(tmpdir(), "meyirim-backends-"));
const running = [];
async function end(code) {
  await Promise.all(running.map((server) => server.stop()));
  if (!process.env.WORK) rmSync(work, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end(0));

try {
  const everything = await city(process.env.BASE_URL);
  for (const [at, name] of names.entries()) {
    const { start } = await import(`./${name}.mjs`);
    const port = process.env.PORT ? Number(process.env.PORT) + at : await freePort();
    running.push(await start({ port, city: everything, work: join(work, name) }));
    console.log(names.length > 1 ? `${name} ${running.at(-1).url}` : running[0].url);
  }
} catch (error) {
  console.error(error);
  await end(1);
}
// The servers are processes of their own; something must keep this one.
setInterval(() => {}, 1 << 30);
