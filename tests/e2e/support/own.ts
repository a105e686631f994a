// A backend of one journey alone, on data of its own.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface OwnBackend {
  url: string;
  stop: () => void;
}

/** Serves `dist`, with these settings besides, and in another zone where one is named. `tries`: how often a port may be somebody else's by the time that it is asked for. */
export async function ownBackend(dist = process.env.MEYIRIM_DIST!, settings: Record<string, string> = {}, zone?: string, tries = 3): Promise<OwnBackend> {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  const work = mkdtempSync(join(tmpdir(), "meyirim-own-"));
  const served = zone ? join(work, "dist") : dist;
  if (zone) {
    const file = join(served, "hub.json");
    cpSync(dist, served, { recursive: true });
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), zone }));
  }
  const backend = spawn(process.env.MEYIRIM_BACKEND!, ["serve", "--addr", `127.0.0.1:${port}`, "--dist", served, "--database", `sqlite://${join(work, "own.db")}?mode=rwc`, "--demo"], { stdio: "ignore", env: { ...process.env, DATABASE_URL: "", ...settings } });
  const stop = () => {
    backend.kill();
    rmSync(work, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let looks = 0; looks < 600 && backend.exitCode === null; looks++) {
    if (await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false)) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  if (backend.exitCode !== null && tries > 1) return ownBackend(dist, settings, zone, tries - 1);
  throw new Error("the backend did not start");
}
