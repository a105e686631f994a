// Takes out of wasm-bindgen's output what no reader needs: long names of imports and exports, and exports that nobody calls.
//
// wasm-bindgen names an import by what it does and a hash, and the names stand in the module and in its JavaScript: 7 kB of a first load after brotli. binaryen's
// pass for this (--minify-imports) knows the modules of Emscripten only. And server_fn, which leptos brings along, exports stream classes of which nothing here
// makes one; an export keeps all that it calls.

// LEB128: the number at `at`, and where the next thing begins.
function leb(bytes, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function unleb(value) {
  const bytes = [];
  do {
    const more = value > 127;
    bytes.push((value & 127) | (more ? 128 : 0));
    value >>>= 7;
  } while (value);
  return bytes;
}

const text = (bytes, at) => {
  const [length, from] = leb(bytes, at);
  return [bytes.subarray(from, from + length).toString(), from + length];
};
const untext = (name) => [...unleb(Buffer.byteLength(name)), ...Buffer.from(name)];

// The module with one section's items passed through `change(item)`, which gives the item's new bytes or null. `readItem(bytes, at)` gives an item with its `end`.
function changeSection(wasm, section, readItem, change) {
  const out = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const [size, body] = leb(wasm, at + 1);
    const end = body + size;
    if (wasm[at] !== section) {
      out.push(wasm.subarray(at, end));
    } else {
      let [count, here] = leb(wasm, body);
      const items = [];
      while (count--) {
        const item = readItem(wasm, here);
        items.push(change(item, wasm.subarray(here, item.end)));
        here = item.end;
      }
      const kept = items.filter(Boolean);
      const bytes = [...unleb(kept.length), ...kept.flatMap((item) => [...item])];
      out.push(Buffer.from([section, ...unleb(bytes.length), ...bytes]));
    }
    at = end;
  }
  return Buffer.concat(out);
}

const IMPORTS = 2;
function readImport(bytes, at) {
  const [module, afterModule] = text(bytes, at);
  const [name, begin] = text(bytes, afterModule);
  const limits = (from) => {
    const [flags, next] = leb(bytes, from);
    const [, after] = leb(bytes, next);
    return flags & 1 ? leb(bytes, after)[1] : after;
  };
  const end = [() => leb(bytes, begin + 1)[1], () => limits(begin + 2), () => limits(begin + 1), () => begin + 3][bytes[begin]];
  if (!end) throw new Error(`import ${name} is of kind ${bytes[begin]}`);
  return { module, name, begin, end: end() };
}

const EXPORTS = 7;
function readExport(bytes, at) {
  const [name, begin] = text(bytes, at);
  return { name, begin, end: leb(bytes, begin + 1)[1] };
}

// Before the optimiser, which then drops what only these exports called. `pattern` without the `g` flag.
export const dropExports = (wasm, pattern) => changeSection(wasm, EXPORTS, readExport, ({ name }, bytes) => (pattern.test(name) ? null : bytes));

// The same in the JavaScript: a class, the registry that frees its values, and the line that makes it disposable.
export const dropClasses = (glue, name) =>
  glue
    .replace(new RegExp(`^export class ${name} \\{[\\s\\S]*?^\\}\\n`, "gm"), "")
    .replace(new RegExp(`^if \\(Symbol\\.dispose\\) ${name}\\..*\\n`, "gm"), "")
    .replace(new RegExp(`^const ${name}Finalization = [\\s\\S]*?;\\n`, "gm"), "");

// Last of all. `module`: as wasm-bindgen names itself in both files. Functions that the optimiser found to be unused go from the JavaScript too.
export function shortenImports(wasm, glue, module) {
  const names = new Map();
  const short = changeSection(wasm, IMPORTS, readImport, (item, bytes) => {
    if (item.module !== module) return bytes;
    names.set(item.name, `i${names.size.toString(36)}`);
    return [...untext("m"), ...untext(names.get(item.name)), ...wasm.subarray(item.begin, item.end)];
  });
  const unseen = new Set(names.keys());
  // The object of imports; a property ends where the next one begins.
  const [head, list, tail] = glue.split(/(const import0 = \{\n[\s\S]*?^ {4}\};\n)/m);
  if (tail === undefined) throw new Error("the JavaScript of wasm-bindgen looks otherwise than expected");
  const kept = list.replace(/^ {8}(\w+): [\s\S]*?(?=^ {8}\w+: |^ {4}\};)/gm, (property, name) => {
    if (name === "__proto__") return property;
    if (!names.has(name)) return "";
    unseen.delete(name);
    return property.replace(name, names.get(name));
  });
  if (unseen.size) throw new Error(`imports that the JavaScript does not give: ${[...unseen].join(", ")}`);
  if (!tail.includes(`"${module}":`)) throw new Error(`the JavaScript of wasm-bindgen does not name ${module}`);
  return { wasm: short, glue: head + kept + tail.replace(`"${module}":`, "m:") };
}

// The same for the exports by which JavaScript calls a closure: each has a hash in its name, which does not compress. The other exports have names that the chunks know.
export function shortenExports(wasm, glue) {
  const names = new Map();
  const short = changeSection(wasm, EXPORTS, readExport, ({ name, begin, end }) => {
    if (/^wasm_bindgen__convert__closures_/.test(name)) names.set(name, `e${names.size.toString(36)}`);
    return [...untext(names.get(name) ?? name), ...wasm.subarray(begin, end)];
  });
  const unseen = new Set(names.keys());
  const renamed = glue.replace(/\bwasm_bindgen__convert__closures_\w+/g, (name) => {
    unseen.delete(name);
    return names.get(name) ?? name;
  });
  if (unseen.size) throw new Error(`exports that the JavaScript does not call: ${[...unseen].join(", ")}`);
  return { wasm: short, glue: renamed };
}
