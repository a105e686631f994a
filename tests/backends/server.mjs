// What the three servers have in common: where their programs are, how one is started, waited for and stopped, and small things for
// turning the city into their shapes.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";

const versions = readFileSync(new URL("../../scripts/versions.sh", import.meta.url), "utf8");

/** A file of a server that tests/backends/install has put beside the project's other tools. */
export function tool(name, ...path) {
  const tools = process.env.MEYIRIM_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "meyirim", "tools");
  const version = versions.match(new RegExp(`^${name.toUpperCase().replaceAll("-", "_")}_VERSION=(.*)$`, "m"))[1];
  return join(tools, `${name}-${version}`, ...path);
}

export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Starts a program, what it says going to `work`/log, and waits until it answers at `ready`. */
export async function launch(command, args, { work, ready }) {
  mkdirSync(work, { recursive: true });
  const log = openSync(join(work, "log"), "a");
  const child = spawn(command, args, { cwd: work, stdio: ["ignore", log, log] });
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  let over = false;
  ended.then(() => (over = true));
  // Whoever breaks off must not leave a server behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async () => {
    child.kill("SIGTERM");
    const patience = setTimeout(kill, 3000);
    await ended;
    clearTimeout(patience);
    process.off("exit", kill);
  };
  for (let tries = 0; tries < 300 && !over; tries++) {
    if (await fetch(ready).then((answer) => answer.ok, () => false)) return stop;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`${command} does not answer at ${ready}; see ${join(work, "log")}. (Is it there? tests/backends/install)`);
}

/** A function that sends JSON to the server and gives the answer's JSON, or throws what the server says. */
export const asking = (url, headers = {}) => async (method, path, body) => {
  const answer = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 1000)}`);
  return text ? JSON.parse(text) : null;
};

export const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** One text for a server that knows one language. */
export const russian = (text) => text?.ru ?? text?.kk ?? text?.en ?? "";

/** `{ title_kk, title_ru, title_en }`, for a server that has a column for each language. */
export const columns = (name, text) => Object.fromEntries(["kk", "ru", "en"].map((language) => [`${name}_${language}`, text?.[language] ?? ""]));
