// Fails when the first load of the release build in dist/ has grown over its budget. Sizes are of the files that the backend
// sends, the .br beside each one, not of a report that may be stale.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotli, FIRST_LOAD_BUDGET, FIRST_LOAD_GOAL, FIRST_PAGES, firstLoad, kb } from "./dist.mjs";

const dist = process.argv[2] ?? "dist";
if (!existsSync(join(dist, "sizes.json"))) {
  console.error(`${dist} holds no release build: run \`make build\``);
  process.exit(1);
}

const size = async (file) => {
  const path = join(dist, file);
  return existsSync(`${path}.br`) ? statSync(`${path}.br`).size : (await brotli(readFileSync(path))).length;
};

for (const page of FIRST_PAGES) {
  const files = firstLoad(dist, page);
  let total = 0;
  for (const file of files) {
    const bytes = await size(file);
    total += bytes;
    console.log(`${kb(bytes).padStart(9)}  ${file}`);
  }
  const verdict = total <= FIRST_LOAD_BUDGET ? "within" : "OVER";
  console.log(`${kb(total).padStart(9)}  first load of ${page}, brotli: ${verdict} the budget of ${kb(FIRST_LOAD_BUDGET)}; the goal is ${kb(FIRST_LOAD_GOAL)}`);
  if (total > FIRST_LOAD_BUDGET) process.exitCode = 1;
}
