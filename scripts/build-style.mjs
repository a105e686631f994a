// Bundles style/index.css with all that it imports into target/style/app.css, which public/index.html names for Trunk, and style/later.css into target/style/later.css, which
// post-build.mjs names for public/boot.js. Lays the fonts beside them. Runs before each build (Trunk.toml), also in `make dev`.
//
// A style sheet names a font as `url("fonts/FILE.woff2")`, FILE being one of the npm package's. The copy is named by its content,
// as everything is that a browser may keep for a year.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "lightningcss";
import { BROWSERS, sha } from "./dist.mjs";

const FONTS = "node_modules/@fontsource-variable/golos-text/files";
const OUT = "target/style";

// Trunk, and whoever watches, should see a change only when there is one.
function write(path, data) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(data))) writeFileSync(path, data);
}

const targets = Object.fromEntries(Object.entries(BROWSERS).map(([name, [major, minor]]) => [name, (major << 16) | (minor << 8)]));
function bundled(filename) {
  try {
    const result = bundle({ filename, minify: true, targets });
    for (const { message, loc } of result.warnings) console.warn(`style: ${loc?.filename}:${loc?.line}: ${message}`);
    return result.code.toString();
  } catch (error) {
    const where = error.fileName ? `${error.fileName}:${error.loc?.line}:${error.loc?.column}: ` : "";
    console.error(`style: ${where}${error.message}`);
    process.exit(1);
  }
}

mkdirSync(join(OUT, "fonts"), { recursive: true });
const used = new Set();
const css = bundled("style/index.css").replace(/\bfonts\/([\w-]+)\.woff2/g, (_, name) => {
  const source = join(FONTS, `${name}.woff2`);
  if (!existsSync(source)) {
    console.error(`style: no such font: ${source}`);
    process.exit(1);
  }
  const data = readFileSync(source);
  const file = `${name}-${sha("sha256", data, "hex").slice(0, 16)}.woff2`;
  used.add(file);
  write(join(OUT, "fonts", file), data);
  return `fonts/${file}`;
});
for (const file of readdirSync(join(OUT, "fonts"))) if (!used.has(file)) rmSync(join(OUT, "fonts", file));
write(join(OUT, "app.css"), css);
write(join(OUT, "later.css"), bundled("style/later.css"));
