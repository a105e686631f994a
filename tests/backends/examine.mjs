// The doctor on every backend, with everything that it may do; and thirty people at once for eight places where the places are counted. Nothing may be wrong.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { names, stage } from "./stage.mjs";

const root = new URL("../..", import.meta.url).pathname;
// Where a place is a place, and thirty people are known.
const races = ["native", "pocketbase"];
let wrong = 0;

// Not waited for in place: the files are served by this very process.
async function doctor(name, base, more) {
  const child = spawn(process.env.DOCTOR, [join(root, "public/profiles", `${name}.json`), base, ...more], { stdio: "inherit" });
  const status = await new Promise((resolve) => child.on("exit", resolve));
  if (status !== 0) wrong += 1;
}

for (const name of names) {
  console.log(`== ${name}`);
  const here = await stage(name);
  try {
    const base = { native: `${here.api}/api/v1`, files: here.url }[name] ?? here.api;
    const as = (who) => ["--login", who, ...(here.info?.password ? ["--password", here.info.password] : [])];
    await doctor(name, base, ["--write", ...as("aliya@meyirim.example")]);
    if (races.includes(name)) {
      const action = await here.admin.create({ title: "Thirty for eight", most: 8 });
      await doctor(name, base, ["--race", "30", ...as("race{n}@meyirim.example"), "--action", action]);
      if ((await here.admin.count(action)) !== 8) wrong += 1;
    }
  } finally {
    await here.stop();
  }
}
process.exit(wrong ? 1 : 0);
